package queue

import (
	"slices"
)

// Elsewhere returns today's tickets that are with a mediator, parked, or no-shows
// that may still be undone, in this order, each by arrival.
func (s *State) Elsewhere(now Now) []*Ticket {
	list := s.openVisits()
	byArrival := func(a, b *Ticket) int { return int(a.Arrived - b.Arrived) }
	slices.SortStableFunc(list, byArrival)
	list = append(list, s.parked...)
	var missed []*Ticket
	for _, id := range s.missed {
		t := s.tickets[id]
		if t.State == NoShow && now.Elapsed-t.EndedE <= UndoNoShow {
			missed = append(missed, t)
		}
	}
	return append(list, missed...)
}
