package queue

import (
	"maps"
	"slices"
	"time"
)

// What a day is counted in (2026-11-25): half hours as the site's clock shows them. A
// day has 46 to 50 of them; what falls before the first or after the last, by a clock
// that was set, counts in that one.
const (
	SlotLength = 30 * time.Minute
	SlotsMax   = 52
)

// A Daybook is the day so far, as its head looks at it.
type Daybook struct {
	Slots []Slot // from the first in which anything happened
	Slot         // all of them together; its At is the first's

	WithoutTicket int // visits of the day coded without one
	Reasons       int // of all visits that ended today, by quantity
	Services      map[ServiceID]ServiceDay
	Desks         map[DeskID]DeskDay

	Before   Day // the last day of those kept, before this one, that had tickets, or ""
	Unserved int // how many of its tickets were not served
}

// A Slot is half an hour, what happened in it. Who is called again was called once; a
// wait ends with the first call and counts as the score does: from the arrival, or from
// the appointment of who came before it. One whose arrival is estimated is no wait.
type Slot struct {
	At      time.Time
	Arrived int // numbers given for this day, by the time of their arrival
	Called  int
	Served  int // visits with a number that ended
	NoShows int
	Waits   int
	WaitSum time.Duration
	WaitMax time.Duration
	Open    time.Duration // of all desks together, without their pauses
	Serving time.Duration // likewise: with a visit
}

// A ServiceDay is a service's day. Who is sent on to another arrived for the first.
type ServiceDay struct {
	Arrived int // numbers given for it
	Served  int // visits that ended with it
}

// A DeskDay is a desk's day.
type DeskDay struct {
	Visits  int // with a number, that ended there
	Open    time.Duration
	Serving time.Duration
}

// book is a Daybook while it is written. An event costs the same however many
// tickets there are, and a stretch at a desk as many half hours as it lasted.
type book struct {
	from   time.Time // when the first half hour begins
	slots  []Slot    // from there on
	served map[ServiceID]int
	desks  map[DeskID]deskBook

	before   Day
	unserved int
}

// A deskBook is a desk's day, and what it is doing since when.
type deskBook struct {
	DeskDay
	open, serving bool
	since         time.Duration // elapsed
}

func newBook() book { return book{served: map[ServiceID]int{}, desks: map[DeskID]deskBook{}} }

func (b *book) clone() book {
	c := *b
	c.slots, c.served, c.desks = slices.Clone(b.slots), maps.Clone(b.served), maps.Clone(b.desks)
	return c
}

// slot returns the half hour of a time.
func (b *book) slot(at time.Time) *Slot {
	i := min(max(int(at.Sub(b.from)/SlotLength), 0), SlotsMax-1)
	for len(b.slots) <= i {
		b.slots = append(b.slots, Slot{At: b.from.Add(time.Duration(len(b.slots)) * SlotLength)})
	}
	return &b.slots[i]
}

// stay counts a stretch at a desk that ends now, in each of its half hours.
func (b *book) stay(d *deskBook, at Stamp) {
	from := at.At.Add(d.since - at.Elapsed)
	d.since = at.Elapsed
	for from.Before(at.At) && (d.open || d.serving) {
		slot := b.slot(from)
		to := at.At
		if end := slot.At.Add(SlotLength); from.Before(end) && end.Before(to) {
			to = end
		}
		if d.open {
			slot.Open += to.Sub(from)
			d.Open += to.Sub(from)
		}
		if d.serving {
			slot.Serving += to.Sub(from)
			d.Serving += to.Sub(from)
		}
		from = to
	}
}

// openBook begins a day's book, once the state stands as the day opens. It looks back
// for the last day that had tickets.
func (s *State) openBook(at Stamp) {
	s.book = newBook()
	start := s.cal.StartOf(s.day).In(s.cal.loc)
	s.book.from = start.Add(-time.Duration(start.Minute()) * time.Minute % SlotLength)
	for _, t := range s.tickets {
		s.unserve(t)
	}
	for id := range s.desks {
		s.atDesk(id, at)
	}
}

// unserve takes a ticket of a day before this one in, of the last that had any.
func (s *State) unserve(t *Ticket) {
	b := &s.book
	if t.Number == "" || t.Day >= s.day || t.Day < b.before {
		return
	}
	if t.Day > b.before {
		b.before, b.unserved = t.Day, 0
	}
	if t.State == Unserved {
		b.unserved++
	}
}

// enter counts a visit that ended today, or a no-show; times -1 takes it back.
func (s *State) enter(t *Ticket, times int) {
	if s.history(t) || t.Number == "" {
		return
	}
	switch t.State {
	case NoShow:
		s.book.slot(t.EndedAt).NoShows += times
	case Done:
		s.book.slot(t.EndedAt).Served += times
		s.book.served[t.Service] += times
		d := s.book.desks[t.Desk]
		d.Visits += times
		s.book.desks[t.Desk] = d
	case Waiting, Called, Serving, Parked, Cancelled, Unserved:
	}
}

// write takes a change of a ticket into the day's book; was is how it stood before.
func (s *State) write(was, is *Ticket, at Stamp) {
	s.enter(was, -1)
	s.enter(is, 1)
	if was.State == Unserved && is.State != Unserved && is.Day == s.book.before {
		s.book.unserved-- // a kiosk's own, told late and taken back
	}
	if is.State == Called && was.CalledAt.IsZero() {
		slot := s.book.slot(at.At)
		slot.Called++
		if !is.Estimated {
			wait := max(0, at.Elapsed-is.Effective)
			slot.Waits, slot.WaitSum, slot.WaitMax = slot.Waits+1, slot.WaitSum+wait, max(slot.WaitMax, wait)
		}
	}
	s.atDesk(was.Desk, at)
	s.atDesk(is.Desk, at)
}

// atDesk looks whether a desk does something else than before.
func (s *State) atDesk(id DeskID, at Stamp) {
	state, ok := s.desks[id]
	if !ok {
		return
	}
	visit, has := s.tickets[state.Ticket]
	open, serving := state.Mode == DeskOpen, has && visit.State == Serving
	d := s.book.desks[id]
	if d.open == open && d.serving == serving {
		return
	}
	s.book.stay(&d, at)
	d.open, d.serving = open, serving
	d.since = at.Elapsed
	s.book.desks[id] = d
}

// Daybook returns the day so far.
func (s *State) Daybook(now Now) Daybook {
	b, at := s.book.clone(), Stamp{At: now.Wall, Elapsed: now.Elapsed}
	out := Daybook{Services: map[ServiceID]ServiceDay{}, Desks: map[DeskID]DeskDay{}, Before: b.before, Unserved: b.unserved}
	for id, d := range b.desks {
		b.stay(&d, at)
		out.Desks[id] = d.DeskDay
	}
	for id, n := range b.served {
		out.Services[id] = ServiceDay{Served: n}
	}
	for id, n := range s.given {
		out.Services[id] = ServiceDay{Arrived: n, Served: b.served[id]}
	}
	b.slot(now.Wall)
	first := slices.IndexFunc(b.slots, func(x Slot) bool { return x != Slot{At: x.At} })
	if first >= 0 {
		out.Slots = b.slots[first:]
	}
	for _, x := range out.Slots {
		out.add(x)
	}
	out.WithoutTicket = -out.Served
	for _, own := range s.today {
		out.WithoutTicket += own.Visits
		out.Reasons += own.Reasons
	}
	return out
}

func (s *Slot) add(x Slot) {
	if s.At.IsZero() {
		s.At = x.At
	}
	s.Arrived, s.Called, s.Served, s.NoShows = s.Arrived+x.Arrived, s.Called+x.Called, s.Served+x.Served, s.NoShows+x.NoShows
	s.Waits, s.WaitSum, s.WaitMax = s.Waits+x.Waits, s.WaitSum+x.WaitSum, max(s.WaitMax, x.WaitMax)
	s.Open, s.Serving = s.Open+x.Open, s.Serving+x.Serving
}
