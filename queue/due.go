package queue

import "time"

// Due returns the next thing that time alone causes (the day's turn, the end of
// a park or of a call for help), and how long until then: zero or less when it is
// overdue. ok is false when nothing is to come. The engine decides the command like
// any other.
func Due(s *State, now Now) (in time.Duration, c Command, ok bool) {
	if !s.Started() {
		return 0, Command{}, false
	}
	server := Actor{Role: RoleAdmin}
	if !now.HoldDay {
		in, c, ok = s.cal.TurnAfter(s.day).Sub(now.Wall), Command{By: server, Wish: TurnDay{}}, true
	}
	if len(s.parked) > 0 {
		if back := s.parked[0].ParkedUntil - now.Elapsed; !ok || back < in {
			in, c, ok = back, Command{By: server, Wish: Unpark{s.parked[0].ID}}, true
		}
	}
	for i := range s.alerts {
		at, ends := s.alerts[i].ends()
		if left := at - now.Elapsed; ends && (!ok || left < in) {
			in, c, ok = left, Command{By: server, Wish: DropAlert{s.alerts[i].ID}}, true
		}
	}
	return in, c, ok
}
