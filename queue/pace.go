package queue

import (
	"slices"
	"time"
)

// Named limits of what a head looks after.
const (
	paceOf          = time.Hour // how far back the recent pace looks
	begunMax        = 3_600     // visits begun in that time that are remembered: one a second
	paceVisitsMin   = 3         // of fewer begun no pace is made
	shareTicketsMin = 8         // of fewer tickets no share is made
)

// begin remembers when a visit began, for the pace of the last hour.
func (s *State) begin(at time.Duration) {
	s.begun = append(s.begun, at)
	gone := max(s.begunBefore(at-paceOf), len(s.begun)-begunMax)
	s.begun = s.begun[gone:]
}

// begunBefore returns how many of the remembered visits began before a time.
func (s *State) begunBefore(at time.Duration) int {
	n, _ := slices.BinarySearch(s.begun, at)
	return n
}

// Begun returns how many visits began in the last hour of the day that is open.
func (s *State) Begun(now Now) int { return len(s.begun) - s.begunBefore(now.Elapsed-paceOf) }

// LongWaits returns how many have waited longer than so long, and how long the one
// has who waits longest. A wait counts as the score does: from the arrival, or from
// the appointment of who came before it. Who is parked does not wait.
func (s *State) LongWaits(now Now, long time.Duration) (many int, longest time.Duration) {
	return s.order.longWaits(now.Elapsed - long), max(0, now.Elapsed-s.order.earliest(now.Elapsed))
}

// longWaits returns how many count from before a time.
func (o *order) longWaits(since time.Duration) int {
	n := 0
	for _, l := range o.lines {
		for _, root := range l {
			n += root.before(since)
		}
	}
	return n
}

// earliest returns from when the first counts who waits since before now, else now.
func (o *order) earliest(now time.Duration) time.Duration {
	first := now
	for _, l := range o.lines {
		for _, root := range l {
			if root != nil {
				first = min(first, root.first().effective)
			}
		}
	}
	return first
}

// before returns how many of a line count from before a time.
func (n *line) before(effective time.Duration) int {
	count := 0
	for n != nil {
		if n.effective >= effective {
			n = n.left
			continue
		}
		count++
		if n.left != nil {
			count += n.left.size
		}
		n = n.right
	}
	return count
}

// Given returns how many numbers were given for today, and how many of them are
// priorities.
func (s *State) Given() (numbers, priorities int) {
	for _, n := range s.given {
		numbers += n
	}
	return numbers, s.priorities
}

// PriorityHigh reports whether the share of priorities among today's numbers is
// above what the site thinks usual, once there are enough to speak of a share.
func (s *State) PriorityHigh() bool {
	given, priorities := s.Given()
	return given >= shareTicketsMin && priorities*100 > given*s.config.PriorityShareMax()
}

// An Outlook is who will be seen before closing if it goes on as in the last hour.
type Outlook struct {
	ClosesAt time.Time
	Waiting  int
	PerHour  int // visits begun in the last hour
	Served   int // of those who wait, before closing
	Left     int
}

// Outlook reckons by the pace of the last hour who of those waiting will be seen
// before closing. It is a plain count, no forecast, and false while the site is
// closed or never closes, while nobody sits at a desk, or when too few visits began
// to speak of a pace.
func (s *State) Outlook(now Now) (Outlook, bool) {
	door, pace := s.Opening(now.Wall), s.Begun(now)
	if !door.Open || door.ClosesAt.IsZero() || len(s.deskOf) == 0 || pace < paceVisitsMin {
		return Outlook{}, false
	}
	o := Outlook{ClosesAt: door.ClosesAt, Waiting: s.order.len(), PerHour: pace}
	left := door.ClosesAt.Sub(now.Wall)
	o.Served = min(o.Waiting, int(left.Hours()*float64(pace)))
	o.Left = o.Waiting - o.Served
	return o, true
}

// Appointed counts the day's appointments.
type Appointed struct {
	Booked int
	Come   int
	Late   int // of those who came: after their time
	Absent int // the time is past, and nobody came
}

// Appointed counts the appointments of the day's list.
func (s *State) Appointed(now Now) Appointed {
	a := Appointed{Booked: len(s.bookings)}
	for _, b := range s.bookings {
		id, come := s.booked[b.ID]
		switch {
		case come:
			a.Come++
			if s.tickets[id].ArrivedAt.After(b.At) {
				a.Late++
			}
		case now.Wall.After(b.At):
			a.Absent++
		}
	}
	return a
}
