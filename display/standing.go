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

func (c Console) ticketStands(id queue.TicketID) string {
	if t, ok := c.listed(id); ok {
		if mark := c.mark(t); mark != "" {
			return string(t.Number) + " · " + mark
		}
	}
	return ""
}

func (c Console) deskStands(id queue.DeskID) string {
	if c.view == nil {
		return ""
	}
	for _, d := range c.view.Desks {
		if d.ID == id {
			return c.words().ConsoleDeskLine(d.Name, d.State.String(), d.PersonName)
		}
	}
	return ""
}
