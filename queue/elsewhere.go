package queue

import (
	"cmp"
	"slices"
)

// Elsewhere returns today's tickets that are with a mediator, by arrival; then the
// parked, by return; then the no-shows that may still be undone, the oldest first.
func (s *State) Elsewhere(now Now) []*Ticket {
	list := s.openVisits()
	slices.SortStableFunc(list, func(a, b *Ticket) int { return cmp.Compare(a.Arrived, b.Arrived) })
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
