package display

import "accueil/queue"

// standing says how the ticket or the desk of a command stands now, as far as the
// screen knows: mostly that is why the command was refused. "" when there is nothing
// to say.
func (c Console) standing(command Command) string {
	switch w := command.(type) {
	case TicketWord:
		return c.ticketStands(w.Ticket)
	case CallTicket:
		return c.ticketStands(w.Ticket)
	case Park:
		return c.ticketStands(w.Ticket)
	case Transfer:
		return c.ticketStands(w.Ticket)
	case Reclass:
		return c.ticketStands(w.Ticket)
	case Code:
		return c.ticketStands(w.Ticket)
	case OpenDesk:
		return c.deskStands(w.Desk)
	case PauseDesk:
		return c.deskStands(w.Desk)
	case ResumeDesk:
		return c.deskStands(w.Desk)
	case CloseDesk:
		return c.deskStands(w.Desk)
	case Next:
		return c.deskStands(w.Desk)
	case CodeVisit, Give, RaiseAlert, AckAlert, DropAlert, SetIntake, SetNotice:
	}
	return ""
}

// refusal says why a command was refused and how things stand now; where no answer
// came, that nobody knows whether it was done, and where to look.
func (c Console) refusal(was asked, kind queue.Kind) string {
	w := c.words()
	action := w.ConsoleAction(string(was.action))
	if kind == queue.Unavailable {
		return w.ConsoleUnanswered(action, lookAt(was.command))
	}
	return w.ConsoleRefused(action, kind.String(), c.standing(was.command))
}

// lookAt names where it is to be seen whether a command was done.
func lookAt(command Command) string {
	switch command.(type) {
	case OpenDesk, PauseDesk, ResumeDesk, CloseDesk:
		return "desk"
	case Next, CallTicket:
		return "visit"
	case Code:
		return "reasons"
	case CodeVisit:
		return "day"
	case AckAlert, DropAlert, RaiseAlert:
		return "alerts"
	case SetIntake, SetNotice:
		return "site"
	case TicketWord, Park, Transfer, Reclass, Give:
	}
	return "list"
}

func (c Console) ticketStands(id queue.TicketID) string {
	if c.view == nil {
		return ""
	}
	if v := c.visit(); v != nil && v.ID == id {
		return joined([]string{string(v.Number), c.visitStands(v)})
	}
	t, ok := c.listed(id)
	switch {
	case ok && t.State == queue.Waiting:
		return joined([]string{string(t.Number), c.words().ConsoleStillWaits(c.minutesSince(t.ArrivedAt)), c.mark(t)})
	case ok:
		return joined([]string{string(t.Number), c.mark(t)})
	}
	return c.words().ConsoleNotListed()
}

func (c Console) deskStands(id queue.DeskID) string {
	if c.view == nil {
		return ""
	}
	for _, d := range c.view.Desks {
		if d.ID == id {
			return joined([]string{c.words().ConsoleDeskLine(d.Name, d.State.String(), d.PersonName), c.numberOf(d.Ticket)})
		}
	}
	return ""
}

// numberOf is the number of a ticket on the screen, or "".
func (c Console) numberOf(id queue.TicketID) string {
	if v := c.visit(); v != nil && v.ID == id {
		return string(v.Number)
	}
	t, _ := c.listed(id)
	return string(t.Number)
}
