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
