package queue

import (
	"slices"
	"time"
)

// subject returns the ticket that an event is about.
func subject(e Event) TicketID {
	switch e := e.(type) {
	case TicketAmended:
		return e.Ticket
	case TicketCancelled:
		return e.Ticket
	case TicketCalled:
		return e.Ticket
	case TicketRecalled:
		return e.Ticket
	case TicketStarted:
		return e.Ticket
	case TicketParked:
		return e.Ticket
	case TicketUnparked:
		return e.Ticket
	case TicketNoShow:
		return e.Ticket
	case NoShowUndone:
		return e.Ticket
	case FinishUndone:
		return e.Ticket
	case TicketTransferred:
		return e.Ticket
	case ReprintAsked:
		return e.Ticket
	case TicketCoded:
		return e.Ticket
	case TicketFinished:
		return e.Ticket
	case TicketGiven:
		return e.Ticket
	case VisitCoded:
		return e.Ticket
	case DayOpened, Configured, EpochBegun, LaneGranted, LaneFreed, DeskOpened, DeskWasPaused, DeskResumed,
		DeskWasClosed, DeskWasLeft, AlertRaised, AlertAcked, AlertDropped, IntakeSet, NoticeSet, AppointmentsSet,
		DateSet, DateWithdrawn, ReasonRenamed, RenamingWithdrawn:
		return ""
	}
	return ""
}

func (s *State) applyTicket(e Event, at Stamp) {
	t, ok := s.tickets[subject(e)]
	if !ok {
		return
	}
	was := *t
	s.change(t, e, at)
	s.reckon(&was, t)
	s.write(&was, t, at)
}

func (s *State) change(t *Ticket, e Event, at Stamp) {
	switch e := e.(type) {
	case TicketAmended:
		s.amend(t, e)
	case TicketCancelled:
		s.unqueue(t)
		s.leave(t)
		s.unbook(t)
		s.end(t, Cancelled, at)
	case TicketCalled:
		s.callTo(t, e, at)
	case TicketRecalled:
		t.Call, t.Times, t.CalledAt, t.CalledE = e.Call, t.Times+1, at.At, at.Elapsed
		s.mark(t)
	case TicketStarted:
		s.begin(at.Elapsed)
		t.State, t.StartedAt, t.StartedE = Serving, at.At, at.Elapsed
	case TicketParked:
		s.unqueue(t)
		s.leave(t)
		t.State, t.ParkedUntil, t.ParkedUntilAt = Parked, e.Until, e.UntilAt
		s.park(t, e.Until)
	case TicketUnparked:
		s.unqueue(t)
		s.enqueue(t)
	case TicketNoShow:
		s.leave(t)
		s.end(t, NoShow, at)
		s.miss(t)
	case NoShowUndone:
		s.enqueue(t)
	case FinishUndone:
		t.State = Serving
		s.refreshUncoded(t)
		s.seat(t, t.Person)
	case TicketTransferred:
		s.unqueue(t)
		s.leave(t)
		t.Service, t.ForDesk, t.Noted = e.Service, e.Desk, e.Noted
		s.enqueue(t)
	case ReprintAsked:
		s.reprint = e.Serial
		s.reprints = append(s.reprints, Reprint{Serial: e.Serial, Ticket: t.ID, At: at.At, Asked: at.Elapsed})
		s.reprints = slices.DeleteFunc(s.reprints, func(r Reprint) bool { return at.Elapsed-r.Asked > ReprintShown })
	case TicketCoded:
		t.Reasons, t.FirstThis = slices.Clone(e.Reasons), e.FirstThis
		s.refreshUncoded(t)
	case TicketFinished:
		s.leave(t)
		s.end(t, Done, at)
	}
}

// unbook lets the appointment of a ticket that is given back have another.
func (s *State) unbook(t *Ticket) {
	if t.Appointment != "" && s.booked[t.Appointment] == t.ID {
		delete(s.booked, t.Appointment)
	}
}

func (s *State) amend(t *Ticket, e TicketAmended) {
	waits := t.State == Waiting
	if waits {
		s.unqueue(t)
	}
	if t.Day == s.day {
		s.given[t.Service]--
		s.given[e.Service]++
		if t.Class == Priority {
			s.priorities--
		}
		if e.Class == Priority {
			s.priorities++
		}
	}
	t.Service, t.Class, t.Lang, t.Effective = e.Service, e.Class, e.Lang, e.Effective
	if waits {
		s.enqueue(t)
	}
}

// callTo takes a ticket from where it waits to a person's desk. Those who came
// before it and wait at that desk were overtaken, if it was called by next.
func (s *State) callTo(t *Ticket, e TicketCalled, at Stamp) {
	s.unqueue(t)
	t.State, t.Desk, t.ForDesk = Called, e.Desk, ""
	t.Call, t.Times, t.Why, t.CalledAt, t.CalledE = e.Call, 1, e.Why, at.At, at.Elapsed
	t.StartedAt, t.StartedE = time.Time{}, 0 // of a visit before a transfer
	t.Person = e.Person
	s.visitOf[e.Person] = t.ID
	if d, ok := s.desks[e.Desk]; ok && d.Person == e.Person {
		d.Ticket, d.Over = t.ID, false
		if e.Why.Rule != RuleOutOfOrder {
			d.Appointments = appointmentsInRow(d.Appointments, t.Class)
		}
	}
	if e.Next {
		s.order.overtake(s.reach.targets[e.Desk], t.Effective)
	}
	s.mark(t)
}

func appointmentsInRow(before int, c Class) int {
	if c == Appointment {
		return before + 1
	}
	return 0
}

// mark puts a call at the head of the day's last calls, its ticket once.
func (s *State) mark(t *Ticket) {
	s.call = t.Call
	s.calls = slices.DeleteFunc(s.calls, func(c CallMark) bool { return c.Ticket == t.ID })
	s.calls = slices.Insert(s.calls, 0, CallMark{
		Call: t.Call, Ticket: t.ID, Number: t.Number, Lang: t.Lang, Service: t.Service, Desk: t.Desk,
		At: t.CalledAt, Times: t.Times,
	})
	s.calls = s.calls[:min(len(s.calls), CallsShown)]
}

// miss remembers a no-show, the last missedMax of the day.
func (s *State) miss(t *Ticket) {
	s.missed = append(without(s.missed, t.ID), t.ID)
	if len(s.missed) > missedMax {
		s.missed = slices.Delete(s.missed, 0, 1)
	}
}

// missedMax bounds the no-shows that a console lists.
const missedMax = 50
