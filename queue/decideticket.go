package queue

import (
	"slices"
	"time"
)

func (d *decision) ticket(w Wish) ([]Event, error) {
	switch w := w.(type) {
	case Amend:
		return d.amend(w)
	case Cancel:
		return d.cancel(w)
	case Unpark:
		return d.unpark(w)
	case Undo:
		return d.undo(w)
	case AskReprint:
		return d.askReprint(w)
	case TransferTicket:
		return d.transfer(w)
	case Code:
		return d.code(w)
	case Finish:
		return d.finish(w)
	case Park:
		return d.park(w)
	case Recall:
		return d.whileCalled(w.Ticket, "recalled", func(t *Ticket) Event { return TicketRecalled{t.ID, d.s.call + 1} })
	case Start:
		return d.whileCalled(w.Ticket, "started", func(t *Ticket) Event { return TicketStarted{t.ID} })
	case MarkNoShow:
		return d.whileCalled(w.Ticket, "a no-show", func(t *Ticket) Event { return TicketNoShow{t.ID} })
	}
	return nil, Refuse(Internal, "not a wish about a ticket: %T", w)
}

// whileCalled decides what the desk that called may do until the person sits.
func (d *decision) whileCalled(id TicketID, what string, fact func(*Ticket) Event) ([]Event, error) {
	t, err := d.find(id)
	if err != nil {
		return nil, err
	}
	if t.State != Called {
		return nil, wrongState(t, what)
	}
	if err := d.owns(t); err != nil {
		return nil, err
	}
	e := fact(t)
	if _, left := e.(TicketNoShow); left {
		return append([]Event{e}, d.closeIfOver(t)...), nil
	}
	return one(e)
}

// closeIfOver closes a desk of a day that has ended, once its visit is over.
func (d *decision) closeIfOver(t *Ticket) []Event {
	if desk, ok := d.s.desks[t.Desk]; ok && desk.Over && desk.Ticket == t.ID {
		return []Event{DeskWasClosed{t.Desk}}
	}
	return nil
}

// mayTakeBack refuses a kiosk another's ticket, and its own after a minute by its own clock.
func (d *decision) mayTakeBack(t *Ticket, age time.Duration) error {
	if d.by.Role >= RoleMediator {
		return nil
	}
	if t.By != d.by.ID {
		return Refuse(Forbidden, "ticket %s was given elsewhere: ask a mediator", t.Number)
	}
	touched, _, _ := d.arrival(age)
	if touched-t.Arrived > KioskGrace {
		return Refuse(Forbidden, "ticket %s is older than %s: ask a mediator", t.Number, KioskGrace)
	}
	return nil
}

// lateUnserved reports a kiosk's ticket that came after its day had ended: it
// may still be taken back by the one who touched, for the figures' sake.
func (d *decision) lateUnserved(t *Ticket) bool {
	return t.State == Unserved && d.by.Role == RoleKiosk && !d.s.history(t)
}

func (d *decision) amend(w Amend) ([]Event, error) {
	t, err := d.find(w.Ticket)
	if err != nil {
		return nil, err
	}
	if w.Service != "" {
		if _, ok := d.s.config.Service(w.Service); !ok {
			return nil, Refuse(NotFound, "there is no service %q at %s", w.Service, d.s.site)
		}
	}
	if t.State != Waiting && !d.lateUnserved(t) {
		return nil, wrongState(t, "changed")
	}
	if w.Class > Appointment {
		return nil, Refuse(Invalid, "ticket %s: there is no class %d", t.Number, w.Class)
	}
	if err := d.mayTakeBack(t, w.Age); err != nil {
		return nil, err
	}
	e := TicketAmended{Ticket: t.ID, Service: t.Service, Class: t.Class, Lang: t.Lang}
	if w.Service != "" {
		e.Service = w.Service
	}
	if w.Lang != "" {
		e.Lang = w.Lang
	}
	if w.ClassSet {
		e.Class = w.Class
	}
	if e == (TicketAmended{Ticket: t.ID, Service: t.Service, Class: t.Class, Lang: t.Lang}) {
		return nil, nil
	}
	e.Effective = d.effective(t.Arrived, e.Class, t.AppointmentAt)
	return one(e)
}

func (d *decision) cancel(w Cancel) ([]Event, error) {
	t, err := d.find(w.Ticket)
	if err != nil {
		return nil, err
	}
	switch t.State {
	case Waiting, Parked:
	case Called:
		if d.by.Role >= RoleMediator {
			if err := d.owns(t); err != nil {
				return nil, err
			}
		}
	case Unserved:
		if !d.lateUnserved(t) {
			return nil, wrongState(t, "cancelled")
		}
	case Serving, Done, NoShow, Cancelled:
		return nil, wrongState(t, "cancelled")
	}
	if err := d.mayTakeBack(t, w.Age); err != nil {
		return nil, err
	}
	return append([]Event{TicketCancelled{t.ID}}, d.closeIfOver(t)...), nil
}

func (d *decision) unpark(w Unpark) ([]Event, error) {
	t, err := d.find(w.Ticket)
	if err != nil {
		return nil, err
	}
	if t.State != Parked {
		return nil, wrongState(t, "unparked")
	}
	return one(TicketUnparked{t.ID})
}

func (d *decision) park(w Park) ([]Event, error) {
	if w.Minutes < 1 || w.Minutes > ParkMinutesMax {
		return nil, Refuse(Invalid, "park for %d minutes: expected 1 to %d", w.Minutes, ParkMinutesMax)
	}
	t, err := d.find(w.Ticket)
	if err != nil {
		return nil, err
	}
	switch t.State {
	case Called, Serving:
		if err := d.mayWaitAgain(t); err != nil {
			return nil, err
		}
	case Waiting:
	case Parked, Done, NoShow, Cancelled, Unserved:
		return nil, wrongState(t, "parked")
	}
	away := time.Duration(w.Minutes) * time.Minute
	e := TicketParked{Ticket: t.ID, Until: d.now.Elapsed + away, UntilAt: d.now.Wall.Add(away)}
	return append([]Event{e}, d.closeIfOver(t)...), nil
}

// mayWaitAgain refuses to send someone back to wait who is another's, or of an
// ended day: nobody waits with a number that today may be given anew.
func (d *decision) mayWaitAgain(t *Ticket) error {
	if t.Day < d.s.day {
		return Refuse(Conflict, "ticket %s is %s since %s, which has ended: finish it, and give a new one", t.Number, t.State, t.Day)
	}
	return d.owns(t)
}

func (d *decision) transfer(w TransferTicket) ([]Event, error) {
	t, err := d.find(w.Ticket)
	if err != nil {
		return nil, err
	}
	if w.Service == "" && w.Desk == "" {
		return nil, Refuse(Invalid, "transfer to where? name a service, a desk, or both")
	}
	if w.Service == "" {
		w.Service = t.Service
	} else if _, ok := d.s.config.Service(w.Service); !ok {
		return nil, Refuse(NotFound, "there is no service %q at %s", w.Service, d.s.site)
	}
	if w.Desk != "" {
		if err := d.hasDesk(w.Desk); err != nil {
			return nil, err
		}
		if desk, _ := d.s.Desk(w.Desk); desk.Mode == DeskClosed {
			return nil, Refuse(Conflict, "desk %s is closed: nobody would call ticket %s there", w.Desk, t.Number)
		}
	}
	switch t.State {
	case Called, Serving:
		if err := d.mayWaitAgain(t); err != nil {
			return nil, err
		}
	case Waiting, Parked:
	case Done, NoShow, Cancelled, Unserved:
		return nil, wrongState(t, "transferred")
	}
	e := TicketTransferred{Ticket: t.ID, Service: w.Service, Desk: w.Desk, Noted: w.Noted}
	return append([]Event{e}, d.closeIfOver(t)...), nil
}

func (d *decision) undo(w Undo) ([]Event, error) {
	t, err := d.find(w.Ticket)
	if err != nil {
		return nil, err
	}
	switch t.State {
	case NoShow:
		if d.s.history(t) || d.now.Elapsed-t.EndedE > UndoNoShow {
			return nil, Refuse(Conflict, "ticket %s is no_show for more than %s: give a new one", t.Number, UndoNoShow)
		}
		return one(NoShowUndone{t.ID})
	case Done:
		return d.undoFinish(t)
	case Waiting, Called, Serving, Parked, Cancelled, Unserved:
	}
	return nil, wrongState(t, "undone")
}

func (d *decision) undoFinish(t *Ticket) ([]Event, error) {
	if d.by.Role < RoleSupervisor {
		return nil, Refuse(Forbidden, "ticket %s is done: only a supervisor may take that back", t.Number)
	}
	if d.s.history(t) || t.Channel != ChannelTicket {
		return nil, wrongState(t, "taken up again")
	}
	if open, ok := d.s.visitOf[t.Person]; ok {
		return nil, Refuse(Conflict, "its mediator is serving ticket %s: finish that first", d.s.tickets[open].Number)
	}
	if desk := d.s.desks[t.Desk]; desk != nil && desk.Ticket != "" {
		return nil, Refuse(Conflict, "desk %s is serving ticket %s: finish that first", t.Desk, d.s.tickets[desk.Ticket].Number)
	}
	return one(FinishUndone{t.ID})
}

func (d *decision) askReprint(w AskReprint) ([]Event, error) {
	t, err := d.find(w.Ticket)
	if err != nil {
		return nil, err
	}
	if t.Number == "" || t.State == Cancelled || d.s.history(t) {
		return nil, wrongState(t, "printed again")
	}
	return one(ReprintAsked{t.ID, d.s.reprint + 1})
}

func (d *decision) code(w Code) ([]Event, error) {
	t, err := d.find(w.Ticket)
	if err != nil {
		return nil, err
	}
	if err := d.checkReasons(w.Reasons); err != nil {
		return nil, err
	}
	switch t.State {
	case Called, Serving, Parked:
	case Done:
		if d.s.history(t) {
			return nil, Refuse(Conflict, "ticket %s is done since an earlier day: its reasons are closed", t.Number)
		}
	case Waiting, NoShow, Cancelled, Unserved:
		return nil, wrongState(t, "coded")
	}
	return one(coding(t, w))
}

func coding(t *Ticket, w Code) TicketCoded {
	e := TicketCoded{Ticket: t.ID, Reasons: slices.Clone(w.Reasons), FirstThis: t.FirstThis}
	if w.FirstSet {
		e.FirstThis = w.FirstThis
	}
	return e
}

func (d *decision) finish(w Finish) ([]Event, error) {
	t, err := d.find(w.Ticket)
	if err != nil {
		return nil, err
	}
	if err := d.checkReasons(w.Reasons); err != nil {
		return nil, err
	}
	if !t.State.Open() {
		return nil, wrongState(t, "finished")
	}
	if err := d.owns(t); err != nil {
		return nil, err
	}
	return append(ending(t, w), d.closeIfOver(t)...), nil
}

// ending finishes an open visit; one only called is started too.
func ending(t *Ticket, w Finish) []Event {
	var events []Event
	if t.State == Called {
		events = append(events, TicketStarted{t.ID})
	}
	if w.ReasonsSet || w.FirstSet {
		c := Code{Reasons: t.Reasons, FirstSet: w.FirstSet, FirstThis: w.FirstThis}
		if w.ReasonsSet {
			c.Reasons = w.Reasons
		}
		events = append(events, coding(t, c))
	}
	return append(events, TicketFinished{t.ID})
}
