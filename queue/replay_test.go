package queue

import (
	"fmt"
	"maps"
	"slices"

	"pgregory.net/rapid"
)

// replay takes facts in, from a State that knows nothing.
func replay(facts []fact) *State {
	s := NewState("dijon")
	for _, f := range facts {
		s.Apply(f.event, f.stamp)
	}
	return s
}

// whole takes facts in, and expects that what is counted while they happen is what
// a recount gives.
func whole(t *rapid.T, facts []fact) *State {
	s := replay(facts)
	if err := s.Check(); err != nil {
		t.Fatalf("replayed: %v", err)
	}
	return s
}

// picture writes out all that a State knows, so that two can be compared.
func picture(s *State) string { return pictureOf(s, func(TicketID) bool { return true }) }

// pictureOf leaves out tickets that are not of interest.
func pictureOf(s *State, of func(TicketID) bool) string {
	tickets := map[TicketID]string{}
	for id, t := range s.tickets {
		if of(id) {
			copied := *t
			copied.PassedOver = s.PassedOver(t)
			tickets[id] = fmt.Sprintf("%+v", copied)
		}
	}
	numbers := maps.Clone(s.numbers)
	maps.DeleteFunc(numbers, func(_ label, id TicketID) bool { return !of(id) })
	given := maps.Clone(s.given)
	maps.DeleteFunc(given, func(_ ServiceID, n int) bool { return n == 0 })
	desks := map[DeskID]DeskState{}
	for id, d := range s.desks {
		desks[id] = *d
	}
	toCode := map[ActorID][]TicketID{}
	for p := range s.uncoded {
		if list := s.ToCode(p); len(list) > 0 {
			toCode[p] = idsOf(list)
		}
	}
	return fmt.Sprintf("day %s since %s\nfile %+v\nchanges %+v\nconfig %+v\nknown %+v\nlanes %+v\ntickets %v\nnumbers %v\norder %v\nparked %v\n"+
		"missed %v\ngiven %v, %d high\ntoday %v\nbook %v %v %+v\nbegun %v\nserved %v\nbooked %v\nto code %v\ndesks %+v\ndesk of %v\nvisit of %v\nalerts %+v\n"+
		"bookings %+v\ncalls %d %+v\nreprints %d %+v\nshut %v %v\nnotice %v\n",
		s.day, s.openedE, s.file, s.changes, s.config, s.known, s.lanes, tickets, numbers, s.order.inOrder(0, s.rule(), s.order.len()), idsOf(s.parked),
		s.missed, given, s.priorities, s.today, s.book.slots, s.book.served, s.book.desks, s.begun, s.served, s.booked, toCode, desks, s.deskOf, s.visitOf, s.alerts,
		s.bookings, s.call, s.calls, s.reprint, s.reprints, s.shut, s.shutFor, s.noticeSet)
}

func idsOf(list []*Ticket) []TicketID {
	ids := make([]TicketID, len(list))
	for i, t := range list {
		ids[i] = t.ID
	}
	return ids
}

// openings returns where in a log a day opens.
func openings(facts []fact) []int {
	var at []int
	for i, f := range facts {
		if _, ok := f.event.(DayOpened); ok {
			at = append(at, i)
		}
	}
	return at
}

// givenIn returns the tickets and visits that come up in facts, those carried
// by an opening too.
func givenIn(facts []fact) map[TicketID]bool {
	given := map[TicketID]bool{}
	for _, f := range facts {
		switch e := f.event.(type) {
		case TicketGiven:
			given[e.Ticket] = true
		case VisitCoded:
			given[e.Ticket] = true
		case DayOpened:
			for _, v := range slices.Concat(e.Visits, e.Ahead) {
				given[v.ID] = true
			}
		}
	}
	return given
}

// A witness follows facts with its own eyes and knows no rule but these: who is
// called was waiting, and whoever calls has nobody else.
type witness struct {
	where   map[TicketID]string // waiting | open | ended
	with    map[ActorID]TicketID
	numbers map[label]TicketID
	call    uint64 // the last, which only grows
}

func newWitness() *witness {
	return &witness{where: map[TicketID]string{}, with: map[ActorID]TicketID{}, numbers: map[label]TicketID{}}
}

// hears expects each call's number to be above the one before.
func (w *witness) hears(call uint64) error {
	if call <= w.call {
		return fmt.Errorf("call %d comes after call %d", call, w.call)
	}
	w.call = call
	return nil
}

func (w *witness) leaves(id TicketID, to string) {
	w.where[id] = to
	maps.DeleteFunc(w.with, func(_ ActorID, other TicketID) bool { return other == id })
}

func (w *witness) see(e Event, s *State) error {
	switch e := e.(type) {
	case TicketGiven:
		if other, ok := w.numbers[label{e.Day, e.Number}]; ok {
			return fmt.Errorf("number %s of %s is given to %s and %s", e.Number, e.Day, other, e.Ticket)
		}
		w.numbers[label{e.Day, e.Number}] = e.Ticket
		w.where[e.Ticket] = "waiting"
		if e.Late {
			w.where[e.Ticket] = "ended"
		}
	case TicketCalled:
		if w.where[e.Ticket] != "waiting" {
			return fmt.Errorf("ticket %s is called, but it is %s", e.Ticket, w.where[e.Ticket])
		}
		if other, ok := w.with[e.Person]; ok {
			return fmt.Errorf("ticket %s is called by %s, who has %s", e.Ticket, e.Person, other)
		}
		w.where[e.Ticket], w.with[e.Person] = "open", e.Ticket
		return w.hears(e.Call)
	case TicketRecalled:
		return w.hears(e.Call)
	case TicketParked:
		w.leaves(e.Ticket, "waiting")
	case TicketTransferred:
		w.leaves(e.Ticket, "waiting")
	case NoShowUndone:
		w.leaves(e.Ticket, "waiting")
	case TicketNoShow:
		w.leaves(e.Ticket, "ended")
	case TicketCancelled:
		w.leaves(e.Ticket, "ended")
	case TicketFinished:
		w.leaves(e.Ticket, "ended")
	case FinishUndone:
		t := s.tickets[e.Ticket]
		if other, ok := w.with[t.Person]; ok {
			return fmt.Errorf("ticket %s is taken up again by %s, who has %s", e.Ticket, t.Person, other)
		}
		w.where[e.Ticket], w.with[t.Person] = "open", e.Ticket
	case DayOpened:
		w.turn(e)
	}
	return nil
}

// turn ends what is not carried over, but for what was given for the new day.
func (w *witness) turn(e DayOpened) {
	carried := func(v Ticket) bool { return w.where[v.ID] == "open" }
	if !slices.ContainsFunc(e.Visits, func(v Ticket) bool { return !carried(v) }) {
		clear(w.with)
		for _, v := range e.Visits {
			w.with[v.Person] = v.ID
		}
	}
	ahead := map[TicketID]bool{}
	for l, id := range w.numbers {
		ahead[id] = l.day >= e.Day
	}
	held := map[TicketID]bool{}
	for _, v := range e.Visits {
		held[v.ID] = true
	}
	for id, where := range w.where {
		if where == "open" && !held[id] || where == "waiting" && !ahead[id] {
			w.where[id] = "ended"
		}
	}
}
