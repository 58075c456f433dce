package queue

import (
	"time"
)

// Decide turns a command into the events that Apply is to take in, all or none.
// It changes nothing. It returns no events and no error when there is nothing to
// do, and an *Error otherwise: Invalid for a wish that makes no sense, Forbidden
// when another may, NotFound for what is not there, Conflict when the state does
// not allow it (the text names the state), Closed when no tickets are given.
func Decide(s *State, c Command, now Now) ([]Event, error) {
	d := &decision{s: s, by: c.By, now: now}
	if configure, ok := c.Wish.(Configure); ok {
		return d.configure(configure)
	}
	if !s.Started() {
		return nil, Refuse(Unavailable, "site %s has no configuration yet: start the server with one", s.site)
	}
	switch w := c.Wish.(type) {
	case TurnDay, BeginEpoch, TakeLane, FreeLanes, FreeDesk:
		return d.house(w)
	case Give:
		return d.give(w)
	case CodeVisit:
		return d.codeVisit(w)
	case Next, CallTicket:
		return d.calling(w)
	case OpenDesk, PauseDesk, ResumeDesk, CloseDesk:
		return d.desk(w)
	case RaiseAlert, AckAlert, DropAlert:
		return d.aboutAlert(w)
	case SetIntake, SetNotice, SetAppointments:
		return d.site(w)
	case SetDate, WithdrawDate, RenameReason, WithdrawName:
		return d.change(w)
	case Amend, Cancel, Unpark, Undo, AskReprint, Recall, Start, Park, MarkNoShow, TransferTicket, Code, Finish:
		return d.ticket(w)
	}
	return nil, Refuse(Internal, "site %s does not know the wish %T", s.site, c.Wish)
}

// A decision is one command being decided.
type decision struct {
	s   *State
	by  Actor
	now Now
}

func one(e Event) ([]Event, error) { return []Event{e}, nil }

// find returns a ticket, or NotFound.
func (d *decision) find(id TicketID) (*Ticket, error) {
	t, ok := d.s.tickets[id]
	if !ok {
		return nil, Refuse(NotFound, "there is no ticket %q: look at the list again", id)
	}
	return t, nil
}

// wrongState refuses what the state of a ticket does not allow.
func wrongState(t *Ticket, what string) error {
	name := string(t.Number)
	if name == "" {
		name = string(t.ID)
	}
	return Refuse(Conflict, "ticket %s is %s: it cannot be %s", name, t.State, what)
}

// history reports whether a ticket ended before this day opened: its events
// may be gone from where reading begins, so nothing may happen to it.
func (s *State) history(t *Ticket) bool { return t.State.Ended() && t.EndedE < s.openedE }

// fresh refuses an id that is empty or names a ticket already.
func (d *decision) fresh(id TicketID) error {
	if id == "" {
		return Refuse(Invalid, "the ticket has no id")
	}
	if _, again := d.s.tickets[id]; again {
		return Refuse(Conflict, "ticket %s is already given", id)
	}
	return nil
}

// owns refuses whoever is neither the mediator of an open visit nor a supervisor.
func (d *decision) owns(t *Ticket) error {
	if d.by.ID == t.Person || d.by.Role >= RoleSupervisor {
		return nil
	}
	return Refuse(Forbidden, "ticket %s was called to desk %s by someone else: ask there, or a supervisor", t.Number, t.Desk)
}

// arrival says when someone came whose age is told, and whether that is a guess.
func (d *decision) arrival(age time.Duration) (elapsed time.Duration, wall time.Time, estimated bool) {
	if age == AgeUnknown || age < 0 || age > ageMax {
		return d.now.Elapsed, d.now.Wall, true
	}
	return d.now.Elapsed - age, d.now.Wall.Add(-age), false
}

// ageMax bounds an age that is believed: what a kiosk keeps, and a day.
const ageMax = 8 * 24 * time.Hour

// effective returns what a ticket's score counts from: the later of arrival and appointment.
func (d *decision) effective(arrived time.Duration, class Class, appointment time.Time) time.Duration {
	if class != Appointment || appointment.IsZero() {
		return arrived
	}
	return max(arrived, d.now.Elapsed+min(appointment.Sub(d.now.Wall), appointmentAheadMax))
}

// appointmentAheadMax bounds how far ahead an appointment counts, so that no
// score overflows; the list is of one day.
const appointmentAheadMax = 48 * time.Hour

// dayOf returns the day in which a ticket of a told day and age is counted. A
// day ahead of ours is believed by one, for a kiosk that turned before us.
func (d *decision) dayOf(told Day, age time.Duration) (Day, error) {
	today := d.s.day
	if told == "" {
		if age == AgeUnknown || d.now.Elapsed-age >= d.s.openedE {
			return today, nil // whatever the wall clock says: it may have stepped back
		}
		told = min(d.s.cal.DayOf(d.now.Wall.Add(-age)), today)
	}
	switch {
	case !told.Valid():
		return "", Refuse(Invalid, "%q is not a day: expected a date such as %s", told, today)
	case told < today.Add(-DaysBackMax):
		return "", Refuse(Conflict, "%s is more than %d days back: that day is no longer open to additions", told, DaysBackMax)
	case told > today.Add(1):
		return today, nil
	}
	return told, nil
}

func (d *decision) checkReasons(list []Coded) error {
	if len(list) > ReasonsMax {
		return Refuse(Invalid, "%d reasons in one visit: at most %d", len(list), ReasonsMax)
	}
	for _, r := range list {
		if !d.knowsReason(r.Reason) {
			return Refuse(Invalid, "there is no reason %q at this site", r.Reason)
		}
		if r.Partner != "" && !d.knowsPartner(r.Partner) {
			return Refuse(Invalid, "there is no partner %q at this site", r.Partner)
		}
		if r.Quantity < 1 || r.Quantity > QuantityMax {
			return Refuse(Invalid, "quantity %d of reason %q: expected 1 to %d", r.Quantity, r.Reason, QuantityMax)
		}
		if !r.Outcome.Known() {
			return Refuse(Invalid, "outcome %q is not one of %v", r.Outcome, OutcomeNames())
		}
	}
	return nil
}

func (d *decision) knowsReason(id ReasonID) bool {
	for _, r := range d.s.config.Reasons {
		if r.ID == id {
			return true
		}
	}
	return false
}

func (d *decision) knowsPartner(id PartnerID) bool {
	for _, p := range d.s.config.Partners {
		if p.ID == id {
			return true
		}
	}
	return false
}
