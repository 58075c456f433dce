package queue

import (
	"cmp"
	"fmt"
	"slices"
)

// Check asserts the numbered invariants of the package comment, and returns the
// first that does not hold. It is for tests: it costs as much as the state is large.
func (s *State) Check() error {
	for _, check := range []func() error{
		s.checkNumbers, s.checkWaiting, s.checkVisits, s.checkDesks, s.checkLanes, s.checkParked,
		s.checkDays, s.checkCalls, s.checkCoding, s.checkAlerts,
		s.checkFigures, s.checkBook, s.checkUsual,
	} {
		if err := check(); err != nil {
			return err
		}
	}
	return nil
}

func broken(invariant int, format string, args ...any) error {
	return fmt.Errorf("invariant %d: %s", invariant, fmt.Sprintf(format, args...))
}

func (s *State) checkNumbers() error {
	for id, t := range s.tickets {
		if t.ID != id {
			return broken(1, "ticket %s stands under %s", t.ID, id)
		}
		if t.Number == "" {
			if t.Channel == ChannelTicket {
				return broken(1, "ticket %s has no number", id)
			}
			continue
		}
		if s.numbers[label{t.Day, t.Number}] != id {
			return broken(1, "number %s of %s is not ticket %s's", t.Number, t.Day, id)
		}
	}
	for l, id := range s.numbers {
		if t, ok := s.tickets[id]; !ok || t.Number != l.number || t.Day != l.day {
			return broken(1, "number %s of %s names ticket %s, which has another", l.number, l.day, id)
		}
	}
	return nil
}

func (s *State) checkWaiting() error {
	inOrder := map[TicketID]int{}
	for _, id := range s.order.inOrder(0, s.rule(), len(s.tickets)+1) {
		inOrder[id]++
	}
	for id, t := range s.tickets {
		want := 0
		if t.State == Waiting {
			want = 1
		}
		if inOrder[id] != want {
			return broken(2, "ticket %s is %s and stands %d times in the order", id, t.State, inOrder[id])
		}
		delete(inOrder, id)
		if t.Effective < t.Arrived {
			return broken(2, "ticket %s counts from %s, before it arrived at %s", id, t.Effective, t.Arrived)
		}
		if t.State == Waiting && t.ForDesk != "" && !s.waitable(t.ForDesk) {
			return broken(2, "ticket %s waits for desk %s alone, which is closed or removed", id, t.ForDesk)
		}
	}
	for id := range inOrder {
		return broken(2, "ticket %s stands in the order and is not known", id)
	}
	return nil
}

func (s *State) checkVisits() error {
	for p, id := range s.visitOf {
		if t, ok := s.tickets[id]; !ok || !t.State.Open() || t.Person != p {
			return broken(3, "visit %s of %s is not open, or not theirs", id, p)
		}
	}
	for id, t := range s.tickets {
		if t.State.Open() && s.visitOf[t.Person] != id {
			return broken(3, "ticket %s is %s and not the visit of its mediator %s", id, t.State, t.Person)
		}
	}
	return nil
}

func (s *State) checkDesks() error {
	for id, d := range s.desks {
		if (d.Mode == DeskClosed) != (d.Person == "") {
			return broken(4, "desk %s is %s and has %q", id, d.Mode, d.Person)
		}
		if d.Person != "" && s.deskOf[d.Person] != id {
			return broken(4, "desk %s has %s, who has desk %s", id, d.Person, s.deskOf[d.Person])
		}
		if want := s.visitOf[d.Person]; d.Person != "" && d.Ticket != want || d.Person == "" && d.Ticket != "" {
			return broken(5, "desk %s has visit %q, its mediator has %q", id, d.Ticket, want)
		}
		if d.Ticket != "" && s.tickets[d.Ticket].Desk != id {
			return broken(5, "ticket %s is at desk %s, not %s", d.Ticket, s.tickets[d.Ticket].Desk, id)
		}
	}
	for p, id := range s.deskOf {
		if d, ok := s.desks[id]; !ok || d.Person != p {
			return broken(4, "%s is said to have desk %s", p, id)
		}
	}
	return nil
}

func (s *State) checkLanes() error {
	held := map[Grant]bool{}
	for l, g := range s.lanes {
		if g.Lane != 0 && int(g.Lane) != l {
			return broken(6, "lane %d stands under %d", g.Lane, l)
		}
		if g.Lane == 0 || g.FreedOn != "" {
			continue
		}
		who := Grant{Device: g.Device, Spool: g.Spool}
		if held[who] {
			return broken(6, "%s holds two lanes with spool %s", g.Device, g.Spool)
		}
		held[who] = true
	}
	return nil
}

func (s *State) checkParked() error {
	if !slices.IsSortedFunc(s.parked, func(a, b *Ticket) int { return cmp.Compare(a.ParkedUntil, b.ParkedUntil) }) {
		return broken(7, "the parked are not in order of return")
	}
	n := 0
	for _, t := range s.tickets {
		if t.State != Parked {
			continue
		}
		n++
		if !slices.Contains(s.parked, t) {
			return broken(7, "ticket %s is parked and would not come back", t.ID)
		}
	}
	if n != len(s.parked) {
		return broken(7, "%d are parked, %d would come back", n, len(s.parked))
	}
	return nil
}

func (s *State) checkDays() error {
	for id, t := range s.tickets {
		switch t.State {
		case Waiting, Called, Parked:
			if t.Day < s.day {
				return broken(8, "ticket %s of %s is %s on %s", id, t.Day, t.State, s.day)
			}
		case Done, NoShow, Cancelled, Unserved:
			if !s.kept(t) && s.history(t) {
				return broken(8, "ticket %s of %s is still kept on %s", id, t.Day, s.day)
			}
		case Serving:
		}
	}
	return nil
}

func (s *State) checkCalls() error {
	if len(s.calls) > CallsShown {
		return broken(9, "%d calls are shown", len(s.calls))
	}
	last := s.call + 1
	for _, c := range s.calls {
		if c.Call >= last {
			return broken(9, "call %d is shown after %d", c.Call, last)
		}
		last = c.Call
	}
	return nil
}

func (s *State) checkCoding() error {
	for p, ids := range s.uncoded {
		for id := range ids {
			t, ok := s.tickets[id]
			if !ok || t.State != Done || len(t.Reasons) > 0 || t.Person != p {
				return broken(10, "ticket %s is not for %s to code", id, p)
			}
		}
	}
	return nil
}

func (s *State) checkAlerts() error {
	for _, a := range s.alerts {
		if first, ok := s.Standing(a.Kind, a.By, a.About); ok && first.ID != a.ID {
			return broken(11, "alerts %s and %s of %s stand", first.ID, a.ID, a.Kind)
		}
	}
	return nil
}
