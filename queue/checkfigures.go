package queue

import (
	"maps"
	"slices"
)

func (s *State) checkFigures() error {
	given, priorities, today := 0, 0, map[ActorID]Today{}
	for _, t := range s.tickets {
		if t.Day == s.day && t.Number != "" && !s.history(t) {
			given++
			if t.Class == Priority {
				priorities++
			}
		}
		if own := s.told(t); own != (Today{}) {
			sum := today[t.Person]
			today[t.Person] = Today{sum.Visits + own.Visits, sum.Reasons + own.Reasons, sum.Served + own.Served, sum.NoShows + own.NoShows}
		}
	}
	counted, high := s.Given()
	switch {
	case counted != given || high != priorities:
		return broken(12, "%d numbers are given, %d priorities; counted %d, %d", given, priorities, counted, high)
	case !maps.Equal(s.today, today):
		return broken(12, "the day's figures are %v, counted %v", today, s.today)
	case len(s.finished) > finishedMax || slices.ContainsFunc(s.Finished(), func(t *Ticket) bool { return t == nil || t.State != Done || s.history(t) }):
		return broken(12, "%v are remembered as finished today", s.finished)
	case !slices.IsSorted(s.begun) || len(s.begun) > begunMax:
		return broken(12, "%d visits that began are remembered, or out of order", len(s.begun))
	}
	for _, id := range s.visitOf {
		t := s.tickets[id]
		last := len(s.begun) - 1
		if t.State == Serving && t.StartedE > s.openedE && (last < 0 || t.StartedE >= s.begun[last]-paceOf) && !slices.Contains(s.begun, t.StartedE) {
			return broken(12, "ticket %s began at %s, which is not remembered", id, t.StartedE)
		}
	}
	return nil
}

// checkBook counts the day's book again from the tickets.
func (s *State) checkBook() error {
	again := newBook()
	again.from = s.book.from
	unserved, before := map[Day]int{}, Day("")
	for _, t := range s.tickets {
		switch {
		case t.Number == "":
			continue
		case t.Day == s.day && !s.history(t):
			again.slot(t.ArrivedAt).Arrived++
		case t.Day < s.day:
			before = max(before, t.Day)
			if t.State == Unserved {
				unserved[t.Day]++
			}
		}
		switch {
		case s.history(t):
		case t.State == NoShow:
			again.slot(t.EndedAt).NoShows++
		case t.State == Done:
			again.slot(t.EndedAt).Served++
			again.served[t.Service]++
		}
	}
	given, _ := s.Given()
	sum := Slot{}
	for i, x := range s.book.slots {
		sum.add(x)
		if y := *again.slot(x.At); x.Arrived != y.Arrived || x.NoShows != y.NoShows || x.Served != y.Served {
			return broken(12, "half hour %d of the day is %+v, counted %+v", i, x, y)
		}
	}
	visits := 0
	for _, d := range s.book.desks {
		visits += d.Visits
	}
	for id, d := range s.desks {
		visit, has := s.tickets[d.Ticket]
		if b := s.book.desks[id]; b.open != (d.Mode == DeskOpen) || b.serving != (has && visit.State == Serving) {
			return broken(12, "desk %s is %s with %q, written down as open: %v, serving: %v", id, d.Mode, d.Ticket, b.open, b.serving)
		}
	}
	switch {
	case sum.Arrived != given || visits != sum.Served || len(again.slots) > len(s.book.slots):
		return broken(12, "the day's half hours are %+v together, of %d given and %d visits at desks", sum, given, visits)
	case s.book.before != before || s.book.unserved != unserved[before]:
		return broken(12, "of %s %d are unserved, counted %d of %s", s.book.before, s.book.unserved, unserved[before], before)
	}
	for id, n := range s.book.served {
		if n != again.served[id] {
			return broken(12, "%d are served with %s, counted %d", n, id, again.served[id])
		}
	}
	return nil
}

func (s *State) checkUsual() error {
	fresh := usual{}
	for _, t := range s.tickets {
		fresh.count(t, 1)
	}
	for id, o := range s.usual {
		var want []rank
		if again, ok := fresh[id]; ok {
			want = again.ranked
		}
		if !slices.Equal(o.ranked, want) || !slices.IsSortedFunc(o.ranked, compareRanks) || len(o.times) != len(o.ranked) {
			return broken(12, "for %q is usual %v, counted %v", id, want, o.ranked)
		}
		delete(fresh, id)
	}
	for id, o := range fresh {
		return broken(12, "for %q is usual %v, and nothing counted", id, o.ranked)
	}
	return nil
}
