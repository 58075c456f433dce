package queue

import (
	"cmp"
	"slices"
	"time"
)

// Apply takes a fact in. It does not refuse: an event about something since
// removed, or of before the day that reading began at, changes nothing.
func (s *State) Apply(e Event, at Stamp) {
	switch e := e.(type) {
	case DayOpened:
		s.openDay(e, at)
	case Configured:
		s.configure(e.Config)
	case DateSet, DateWithdrawn, ReasonRenamed, RenamingWithdrawn:
		s.applyChange(e, at)
	case EpochBegun: // concerns the journal's readers alone
	case LaneGranted:
		s.grant(Grant{Lane: e.Lane, Device: e.Device, Spool: e.Spool})
	case LaneFreed:
		if int(e.Lane) < len(s.lanes) {
			s.lanes[e.Lane].FreedOn = s.day
		}
	case TicketGiven:
		s.give(e, at)
	case VisitCoded:
		s.countVisit(e, at)
	case DeskOpened, DeskWasPaused, DeskResumed, DeskWasClosed, DeskWasLeft:
		s.applyDesk(e, at)
	case AlertRaised, AlertAcked, AlertDropped:
		s.applyAlert(e, at)
	case IntakeSet:
		s.setIntake(e)
	case NoticeSet:
		s.noticeSet = e.Noted
	case AppointmentsSet:
		s.bookings = slices.Clone(e.List)
		slices.SortStableFunc(s.bookings, func(a, b Booking) int { return a.At.Compare(b.At) })
	case TicketAmended, TicketCancelled, TicketCalled, TicketRecalled, TicketStarted, TicketParked,
		TicketUnparked, TicketNoShow, NoShowUndone, FinishUndone, TicketTransferred, ReprintAsked,
		TicketCoded, TicketFinished:
		s.applyTicket(e, at)
	}
}

// openDay ends the day before e's and opens it. On a fresh State it is where
// reading begins; on a running one what it carries is already known.
func (s *State) openDay(e DayOpened, at Stamp) {
	s.day, s.openedE = e.Day, at.Elapsed
	s.opened = slices.DeleteFunc(s.opened, func(o opening) bool { return o.day < e.Day.Add(-DaysBackMax) })
	s.opened = append(s.opened, opening{e.Day, at.Elapsed})
	for _, t := range s.tickets {
		s.turn(t, e.Day, at)
		if !s.kept(t) {
			s.usual.count(t, -1)
			delete(s.tickets, t.ID)
			delete(s.numbers, label{t.Day, t.Number})
		}
	}
	s.known, s.changes = slices.Clone(e.Known), e.Changes.clone()
	s.configure(e.Config)
	s.lanes = [LaneKioskMax + 1]Grant{}
	for _, g := range e.Lanes {
		s.grant(g)
	}
	clear(s.given)
	clear(s.today)
	s.priorities, s.begun, s.finished = 0, nil, nil
	clear(s.served)
	clear(s.booked)
	clear(s.uncoded)
	s.carryOver(e)
	s.openBook(at)
	for _, t := range s.tickets { // given for today before the day turned, and not yet over
		if t.Day == e.Day && t.Number != "" && !t.State.Ended() {
			s.count(t)
		}
	}
	s.pass(s.alerts...)
	s.past = slices.DeleteFunc(s.past, func(a Alert) bool { return a.Day < e.Day.Add(-DaysBackMax) })
	s.call, s.reprint = e.Calls, e.Reprint
	s.alerts, s.bookings, s.calls, s.reprints, s.missed = nil, nil, nil, nil, nil
	s.shut, s.shutFor, s.noticeSet = false, nil, false
}

// grant keeps who holds a lane; one that kiosks do not have is no lane.
func (s *State) grant(g Grant) {
	if int(g.Lane) < len(s.lanes) {
		s.lanes[g.Lane] = g
	}
}

// turn ends a ticket with its day. One given ahead for the day that opens goes on
// waiting. What has ended is history from here on: it ended before the opening,
// even where the clock is too coarse to tell.
func (s *State) turn(t *Ticket, opens Day, at Stamp) {
	switch t.State {
	case Waiting, Parked:
		if t.Day < opens {
			s.unqueue(t)
			s.end(t, Unserved, at)
		}
	case Called:
		s.end(t, NoShow, at)
	case Serving, Done, NoShow, Cancelled, Unserved:
	}
	if t.State.Ended() {
		t.EndedE = min(t.EndedE, at.Elapsed-1)
	}
}

// carryOver puts the visits in service and their desks in place.
func (s *State) carryOver(e DayOpened) {
	clear(s.desks)
	clear(s.deskOf)
	clear(s.visitOf)
	for _, v := range e.Visits {
		t := v
		t.Reasons = slices.Clone(v.Reasons)
		s.keep(&t)
		s.visitOf[t.Person] = t.ID
	}
	for _, d := range e.Desks {
		desk := d
		s.desks[d.ID] = &desk
		s.deskOf[d.Person] = d.ID
	}
	for _, v := range e.Ahead {
		if _, known := s.tickets[v.ID]; known {
			continue
		}
		t := v
		s.keep(&t)
		if t.State == Parked {
			s.park(&t, t.ParkedUntil)
		} else {
			s.order.put(&t)
		}
	}
	s.releaseAll()
}

// keep takes a ticket in that an opening carries over, in place of what is known of it.
func (s *State) keep(t *Ticket) {
	if known, ok := s.tickets[t.ID]; ok {
		s.usual.count(known, -1)
	}
	s.usual.count(t, 1)
	s.tickets[t.ID] = t
	s.numbers[label{t.Day, t.Number}] = t.ID
}

// configure puts a file in force, with what was changed over it.
func (s *State) configure(file Config) {
	s.file = file
	s.overlay()
	for _, service := range file.Services {
		i := slices.IndexFunc(s.known, func(k Known) bool { return k.ID == service.ID })
		if i < 0 {
			s.known = append(s.known, Known{ID: service.ID})
			i = len(s.known) - 1
		}
		k := &s.known[i]
		k.Name = service.Name
		if !hasPrefix(*k, service.Prefix) {
			k.Prefixes += string(rune(service.Prefix))
		}
	}
	s.reach, s.codable = newReach(&file, s.known), newCodable(&file)
	s.releaseAll()
}

func hasPrefix(k Known, prefix byte) bool { return slices.Contains([]byte(k.Prefixes), prefix) }

func (s *State) give(e TicketGiven, at Stamp) {
	t := &Ticket{
		ID: e.Ticket, Number: e.Number, Day: e.Day, Service: e.Service, Class: e.Class, Lang: e.Lang,
		By: at.Actor, State: Waiting, Arrived: e.Arrived, Effective: e.Effective, ArrivedAt: e.ArrivedAt,
		Estimated: e.Estimated, Appointment: e.Appointment, AppointmentAt: e.AppointmentAt,
	}
	s.tickets[t.ID] = t
	s.numbers[label{t.Day, t.Number}] = t.ID
	if e.Late {
		s.end(t, Unserved, at)
		s.unserve(t)
		return
	}
	if t.Day == s.day {
		s.count(t)
	}
	if t.Appointment != "" {
		s.booked[t.Appointment] = t.ID
	}
	s.order.put(t)
}

// count reckons a number among those given today.
func (s *State) count(t *Ticket) {
	s.given[t.Service]++
	s.book.slot(t.ArrivedAt).Arrived++
	if t.Class == Priority {
		s.priorities++
	}
	if prefix, lane, n, ok := t.Number.Split(); ok && lane == LaneServer && n > s.served[prefix] {
		s.served[prefix] = n
	}
}

func (s *State) countVisit(e VisitCoded, at Stamp) {
	t := &Ticket{
		ID: e.Ticket, Day: e.Day, Service: e.Service, Channel: e.Channel, By: at.Actor, Person: at.Actor,
		Arrived: e.Arrived, Effective: e.Arrived, ArrivedAt: e.ArrivedAt, Estimated: e.Estimated,
		StartedE: e.Arrived, StartedAt: e.ArrivedAt,
		Reasons: slices.Clone(e.Reasons), FirstThis: e.FirstThis,
	}
	s.tickets[t.ID] = t
	s.end(t, Done, at)
	s.reckon(&Ticket{}, t)
}

// end closes a ticket; what is done without reasons is to be coded today.
func (s *State) end(t *Ticket, as TicketState, at Stamp) {
	t.State, t.EndedAt, t.EndedE = as, at.At, at.Elapsed
	s.refreshUncoded(t)
}

func (s *State) refreshUncoded(t *Ticket) {
	owed := s.uncoded[t.Person]
	switch {
	case t.State != Done || len(t.Reasons) > 0:
		delete(owed, t.ID)
	case owed == nil:
		s.uncoded[t.Person] = map[TicketID]bool{t.ID: true}
	default:
		owed[t.ID] = true
	}
}

// enqueue makes a ticket wait: for its desk alone if that is still open.
func (s *State) enqueue(t *Ticket) {
	t.State = Waiting
	if !s.waitable(t.ForDesk) {
		t.ForDesk = ""
	}
	s.order.put(t)
}

// waitable reports whether someone may wait for a desk alone: it is not closed,
// nor taken out of the configuration.
func (s *State) waitable(id DeskID) bool {
	d, ok := s.desks[id]
	_, configured := s.config.Desk(id)
	return ok && d.Mode != DeskClosed && configured
}

// unqueue takes a waiting or parked ticket from where it stands.
func (s *State) unqueue(t *Ticket) {
	switch t.State {
	case Waiting:
		t.PassedOver = s.order.take(t)
	case Parked:
		i := s.parkedFrom(t.ParkedUntil)
		i += slices.Index(s.parked[i:], t)
		s.parked = slices.Delete(s.parked, i, i+1)
	case Called, Serving, Done, NoShow, Cancelled, Unserved:
	}
}

func without(list []TicketID, id TicketID) []TicketID {
	if i := slices.Index(list, id); i >= 0 {
		return slices.Delete(list, i, i+1)
	}
	return list
}

// leave takes an open visit from its mediator and desk.
func (s *State) leave(t *Ticket) {
	if s.visitOf[t.Person] == t.ID {
		delete(s.visitOf, t.Person)
	}
	if d, ok := s.desks[t.Desk]; ok && d.Ticket == t.ID {
		d.Ticket = ""
	}
}

// seat makes a ticket the open visit of a person, at their desk if they have one.
func (s *State) seat(t *Ticket, p ActorID) {
	t.Person = p
	s.visitOf[p] = t.ID
	if id, ok := s.deskOf[p]; ok {
		t.Desk = id
		s.desks[id].Ticket = t.ID
	}
}

func (s *State) park(t *Ticket, until time.Duration) {
	s.parked = slices.Insert(s.parked, s.parkedFrom(until+1), t)
}

// parkedFrom returns the index of the first parked ticket that comes back then or later.
func (s *State) parkedFrom(until time.Duration) int {
	i, _ := slices.BinarySearchFunc(s.parked, until, func(p *Ticket, u time.Duration) int { return cmp.Compare(p.ParkedUntil, u) })
	return i
}
