package queue

import "time"

// calling decides who comes to a desk.
func (d *decision) calling(w Wish) ([]Event, error) {
	switch w := w.(type) {
	case Next:
		return d.next(w)
	case CallTicket:
		return d.callTicket(w)
	}
	return nil, Refuse(Internal, "not a wish to call: %T", w)
}

// hasDesk is NotFound where the site has no such desk.
func (d *decision) hasDesk(id DeskID) error {
	if _, ok := d.s.config.Desk(id); !ok {
		return Refuse(NotFound, "there is no desk %q at %s", id, d.s.site)
	}
	return nil
}

// openDeskOf returns a desk of the site at which the actor may call: open, and
// theirs unless a supervisor acts in its name.
func (d *decision) openDeskOf(id DeskID) (DeskState, error) {
	desk, _ := d.s.Desk(id)
	switch {
	case desk.Mode == DeskClosed:
		return desk, Refuse(Conflict, "desk %s is closed: open it first", id)
	case desk.Person != d.by.ID && d.by.Role < RoleSupervisor:
		return desk, refuseNaming(desk.Person, Forbidden, "desk %s is open by %s: take it over first", id, desk.Person)
	case desk.Mode == DeskPaused:
		return desk, Refuse(Conflict, "desk %s is paused: resume first", id)
	}
	return desk, nil
}

// next finishes the visit open at the desk and calls whoever should come.
func (d *decision) next(w Next) ([]Event, error) {
	if err := d.hasDesk(w.Desk); err != nil {
		return nil, err
	}
	if err := d.checkReasons(w.Reasons); err != nil {
		return nil, err
	}
	desk, err := d.openDeskOf(w.Desk)
	if err != nil {
		return nil, err
	}
	var events []Event
	if desk.Ticket != "" {
		finish := Finish{Ticket: desk.Ticket, ReasonsSet: w.ReasonsSet, Reasons: w.Reasons}
		events = ending(d.s.tickets[desk.Ticket], finish)
	} else if w.ReasonsSet && len(w.Reasons) > 0 {
		return nil, Refuse(Conflict, "desk %s has no visit open: there is nothing to code", w.Desk)
	}
	id, rule, ok := d.s.order.choose(d.s.reach.targets[w.Desk], d.s.rule(), desk.Appointments, d.now.Elapsed)
	if !ok {
		if desk.Over && len(events) > 0 {
			events = append(events, DeskWasClosed{w.Desk})
		}
		return events, nil
	}
	called := d.call(d.s.tickets[id], desk, Why{Rule: rule})
	called.Next = true
	return append(events, called), nil
}

// call makes the fact of a call; why brings the rule and the cause.
func (d *decision) call(t *Ticket, desk DeskState, why Why) TicketCalled {
	weight := d.s.rule().Weight[t.Class]
	why.Score = int64((d.now.Elapsed - t.Effective) / (time.Second / 1000)) // in milliseconds, whole
	why.Score = floorDiv(why.Score*weight, 1000)
	why.Waited, why.Class, why.PassedOver = d.now.Elapsed-t.Arrived, t.Class, d.s.PassedOver(t)
	return TicketCalled{Ticket: t.ID, Desk: desk.ID, Person: desk.Person, Call: d.s.call + 1, Why: why}
}

func floorDiv(a, b int64) int64 {
	q := a / b
	if a%b < 0 {
		q--
	}
	return q
}

// callTicket calls one ticket, out of order as the site allows it.
func (d *decision) callTicket(w CallTicket) ([]Event, error) {
	t, err := d.find(w.Ticket)
	if err != nil {
		return nil, err
	}
	if err := d.hasDesk(w.Desk); err != nil {
		return nil, err
	}
	if w.Cause != "" && !w.Cause.Known() {
		return nil, Refuse(Invalid, "cause %q is not one of %v", w.Cause, CauseNames())
	}
	desk, err := d.openDeskOf(w.Desk)
	if err != nil {
		return nil, err
	}
	if t.State != Waiting && t.State != Parked {
		return nil, wrongState(t, "called")
	}
	if desk.Ticket != "" {
		open := d.s.tickets[desk.Ticket]
		return nil, Refuse(Conflict, "desk %s has ticket %s, which is %s: finish it first", w.Desk, open.Number, open.State)
	}
	if id, rule, ok := d.s.order.choose(d.s.reach.targets[w.Desk], d.s.rule(), desk.Appointments, d.now.Elapsed); ok && id == t.ID {
		return one(d.call(t, desk, Why{Rule: rule}))
	}
	switch d.s.config.OutOfOrder {
	case OutOfOrderNo:
		return nil, Refuse(Forbidden, "this site calls in order only: press next")
	case OutOfOrderCause:
		if w.Cause == "" {
			return nil, Refuse(Invalid, "calling out of order needs a cause, one of %v", CauseNames())
		}
	case OutOfOrderFree:
	}
	return one(d.call(t, desk, Why{Rule: RuleOutOfOrder, Cause: w.Cause}))
}

func (d *decision) desk(w Wish) ([]Event, error) {
	switch w := w.(type) {
	case OpenDesk:
		return d.openDesk(w)
	case PauseDesk:
		return d.pauseDesk(w)
	case ResumeDesk:
		desk, err := d.mineOpen(w.Desk)
		if err != nil {
			return nil, err
		}
		if desk.Mode == DeskOpen {
			return nil, Refuse(Conflict, "desk %s is open: there is no pause to end", desk.ID)
		}
		return one(DeskResumed{desk.ID})
	case CloseDesk:
		desk, err := d.mineOpen(w.Desk)
		if err != nil {
			return nil, err
		}
		if desk.Ticket != "" {
			t := d.s.tickets[desk.Ticket]
			return nil, Refuse(Conflict, "desk %s has ticket %s, which is %s: finish it first", desk.ID, t.Number, t.State)
		}
		return one(DeskWasClosed{desk.ID})
	}
	return nil, Refuse(Internal, "not a wish about a desk: %T", w)
}

func (d *decision) pauseDesk(w PauseDesk) ([]Event, error) {
	if _, known := d.s.Desk(w.Desk); known && (w.Minutes < 0 || w.Minutes > PauseMinutesMax) {
		return nil, Refuse(Invalid, "pause for %d minutes: expected 0 to %d", w.Minutes, PauseMinutesMax)
	}
	desk, err := d.mineOpen(w.Desk)
	if err != nil {
		return nil, err
	}
	e := DeskWasPaused{Desk: desk.ID}
	if w.Minutes > 0 {
		e.Until = d.now.Wall.Add(time.Duration(w.Minutes) * time.Minute)
	}
	return one(e)
}

// mineOpen returns a desk that is not closed and is the actor's, or anyone's for a supervisor.
func (d *decision) mineOpen(id DeskID) (DeskState, error) {
	desk, ok := d.s.Desk(id)
	switch {
	case !ok:
		return desk, Refuse(NotFound, "there is no desk %q at %s", id, d.s.site)
	case desk.Mode == DeskClosed:
		return desk, Refuse(Conflict, "desk %s is closed", id)
	case desk.Person != d.by.ID && d.by.Role < RoleSupervisor:
		return desk, refuseNaming(desk.Person, Forbidden, "desk %s is open by %s", id, desk.Person)
	}
	return desk, nil
}

func (d *decision) openDesk(w OpenDesk) ([]Event, error) {
	if err := d.hasDesk(w.Desk); err != nil {
		return nil, err
	}
	desk, _ := d.s.Desk(w.Desk)
	if desk.Person == d.by.ID {
		switch {
		case desk.Over: // it would close with yesterday's visit: its mediator goes on today
			return one(DeskOpened{Desk: w.Desk, Person: d.by.ID})
		case desk.Mode == DeskPaused:
			return one(DeskResumed{w.Desk})
		}
		return nil, nil
	}
	var events []Event
	if other, ok := d.s.deskOf[d.by.ID]; ok {
		if !w.TakeOver {
			return nil, refuseNaming(d.by.ID, Conflict, "%s already has desk %s open: close it, or take over", d.by.ID, other)
		}
		events = append(events, DeskWasClosed{other})
	}
	if desk.Mode != DeskClosed && !w.TakeOver {
		return nil, refuseNaming(desk.Person, Conflict, "desk %s is %s by %s: take it over, or choose another", w.Desk, desk.Mode, desk.Person)
	}
	return append(events, DeskOpened{Desk: w.Desk, Person: d.by.ID, TakenOff: desk.Person}), nil
}
