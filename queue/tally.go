package queue

import (
	"cmp"
	"slices"
	"time"
)

// Today is what a person has done this day.
type Today struct {
	Visits  int           // that ended today; of those without a ticket, the day's own
	Reasons int           // of these visits, by quantity
	Served  time.Duration // with people who had a ticket, since the day opened
	NoShows int
}

// Today returns what a person has done this day.
func (s *State) Today(p ActorID) Today { return s.today[p] }

// told returns what a ticket is in its mediator's day: a visit that ended since
// the day opened, or a no-show. How long a visit without a ticket took is not known.
func (s *State) told(t *Ticket) Today {
	switch {
	case s.history(t):
	case t.State == NoShow:
		return Today{NoShows: 1}
	case t.State == Done && (t.Channel == ChannelTicket || t.Day == s.day):
		own := Today{Visits: 1}
		for _, r := range t.Reasons {
			own.Reasons += r.Quantity
		}
		if t.Channel == ChannelTicket {
			own.Served = max(0, t.EndedE-max(t.StartedE, s.openedE))
		}
		return own
	}
	return Today{}
}

// reckon takes a change of a ticket into the figures; was is how it stood before.
func (s *State) reckon(was, is *Ticket) {
	if before := s.told(was); before != (Today{}) {
		s.credit(was.Person, before, -1)
	}
	if after := s.told(is); after != (Today{}) {
		s.credit(is.Person, after, 1)
	}
	if was.State != is.State {
		s.finishes(was, is)
	}
	if was.Service != is.Service || !slices.Equal(was.Reasons, is.Reasons) {
		s.usual.count(was, -1)
		s.usual.count(is, 1)
	}
}

const finishedMax = 8 // visits that ended last and are remembered

// finishes remembers the visits of the day that ended last: one of them may have ended too
// early, and its end be taken back.
func (s *State) finishes(was, is *Ticket) {
	if was.State == Done {
		s.finished = slices.DeleteFunc(s.finished, func(id TicketID) bool { return id == was.ID })
	}
	if is.State == Done && is.Number != "" && !s.history(is) {
		s.finished = append(s.finished, is.ID)
		s.finished = s.finished[max(0, len(s.finished)-finishedMax):]
	}
}

// Finished returns the visits of the day that ended last, the newest first.
func (s *State) Finished() []*Ticket {
	var all []*Ticket
	for _, id := range slices.Backward(s.finished) {
		all = append(all, s.tickets[id])
	}
	return all
}

// credit adds to a person's day, or takes from it; who has done nothing has none.
func (s *State) credit(p ActorID, own Today, times int) {
	sum := s.today[p]
	sum.Visits += times * own.Visits
	sum.Reasons += times * own.Reasons
	sum.Served += time.Duration(times) * own.Served
	sum.NoShows += times * own.NoShows
	if sum == (Today{}) {
		delete(s.today, p)
		return
	}
	s.today[p] = sum
}

// A Usual is what a person came for, as far as it may come again.
type Usual struct {
	Partner PartnerID
	Reason  ReasonID
}

// usual counts what was coded in the visits that are kept, by service; under ""
// all of it.
type usual map[ServiceID]*often

// often ranks what was coded, the commonest first. A change costs a search and a
// move within as many as a service leads to.
type often struct {
	times  map[Usual]int
	ranked []rank
}

type rank struct {
	Usual
	times int
}

func compareRanks(a, b rank) int {
	return cmp.Or(cmp.Compare(b.times, a.times), cmp.Compare(a.Partner, b.Partner), cmp.Compare(a.Reason, b.Reason))
}

// count counts a visit's reasons once more, or once less, each as often as it
// stands there.
func (u usual) count(t *Ticket, by int) {
	for _, c := range t.Reasons {
		of := Usual{c.Partner, c.Reason}
		u.at("").add(of, by)
		if t.Service != "" {
			u.at(t.Service).add(of, by)
		}
	}
}

func (u usual) at(id ServiceID) *often {
	o, ok := u[id]
	if !ok {
		o = &often{times: map[Usual]int{}}
		u[id] = o
	}
	return o
}

func (o *often) add(of Usual, by int) {
	n := o.times[of]
	if i, ranked := slices.BinarySearchFunc(o.ranked, rank{of, n}, compareRanks); ranked {
		o.ranked = slices.Delete(o.ranked, i, i+1)
	}
	if n += by; n == 0 {
		delete(o.times, of)
		return
	}
	o.times[of] = n
	i, _ := slices.BinarySearchFunc(o.ranked, rank{of, n}, compareRanks)
	o.ranked = slices.Insert(o.ranked, i, rank{of, n})
}

func (u usual) clone() usual {
	c := make(usual, len(u))
	for id, o := range u {
		times := make(map[Usual]int, len(o.times))
		for of, n := range o.times {
			times[of] = n
		}
		c[id] = &often{times, slices.Clone(o.ranked)}
	}
	return c
}

// Usual returns what was coded most often for a service in the days that are
// kept, of what may still be coded, the commonest first; of "" for all together.
func (s *State) Usual(id ServiceID, limit int) []Usual {
	o, ok := s.usual[id]
	if !ok {
		return nil
	}
	list := make([]Usual, 0, limit)
	for _, r := range o.ranked {
		if len(list) == limit {
			break
		}
		if s.codable.reasons[r.Reason] && (r.Partner == "" || s.codable.partners[r.Partner]) {
			list = append(list, r.Usual)
		}
	}
	return list
}

// codable is what a configuration lets be coded: reckoned once when that comes
// into force, never changed, and so shared by clones.
type codable struct {
	reasons  map[ReasonID]bool
	partners map[PartnerID]bool
}

func newCodable(c *Config) codable {
	k := codable{make(map[ReasonID]bool, len(c.Reasons)), make(map[PartnerID]bool, len(c.Partners))}
	for _, r := range c.Reasons {
		k.reasons[r.ID] = true
	}
	for _, p := range c.Partners {
		k.partners[p.ID] = true
	}
	return k
}
