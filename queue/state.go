package queue

import (
	"cmp"
	"iter"
	"maps"
	"slices"
	"time"
)

// A State is all that is known of a site at one position of its journal. It
// belongs to one goroutine. What it hands out by pointer is to be read only.
type State struct {
	site    SiteID
	day     Day
	openedE time.Duration // elapsed at the day's opening: what ended before it is history
	opened  []opening     // the days whose keys are kept, oldest first
	file    Config        // as it was last read
	changes Changes
	config  Config // in force: the changes over the file
	edition string // of the configuration in force
	cal     *Calendar
	known   []Known
	reach   reach
	codable codable
	lanes   [LaneKioskMax + 1]Grant // by lane; a zero Grant is free

	tickets map[TicketID]*Ticket // of the last seven days
	numbers map[label]TicketID
	order   *order // every waiting ticket
	parked  []*Ticket
	missed  []TicketID        // the day's last no-shows, for their undoing
	given   map[ServiceID]int // numbers given today
	today   map[ActorID]Today
	book    book
	usual   usual
	served  map[byte]int // today's last count of LaneServer, by prefix
	booked  map[AppointmentID]TicketID
	uncoded map[ActorID]map[TicketID]bool // done today without reasons

	desks   map[DeskID]*DeskState
	deskOf  map[ActorID]DeskID
	visitOf map[ActorID]TicketID // called or serving

	priorities int             // of the numbers given today
	finished   []TicketID      // of the day, the last few, the newest last
	begun      []time.Duration // of the day's visits, those of the last hour, in order

	alerts    []Alert
	past      []Alert // taken down in the last seven days, oldest first
	bookings  []Booking
	calls     []CallMark
	call      uint64
	reprints  []Reprint
	reprint   uint64
	shut      bool // no tickets at all
	shutFor   []ServiceID
	noticeSet bool
}

// A label is what must be unique of a number.
type label struct {
	day    Day
	number Number
}

// A CallMark is a call as walls show it, whatever became of the ticket since.
type CallMark struct {
	Call    uint64
	Ticket  TicketID
	Number  Number
	Lang    string
	Service ServiceID
	Desk    DeskID
	At      time.Time
	Times   int
}

// ClosedBecause is why a service gives no tickets, "" when it gives them.
type ClosedBecause string

const (
	ClosedHours   ClosedBecause = "hours"
	ClosedIntake  ClosedBecause = "intake"  // stopped by a mediator, all of them
	ClosedService ClosedBecause = "service" // stopped by a mediator, this one
	ClosedFull    ClosedBecause = "full"    // per_day is reached
)

// NewState returns the state of a site before its journal's first entry.
func NewState(site SiteID) *State {
	return &State{
		site:    site,
		tickets: map[TicketID]*Ticket{},
		numbers: map[label]TicketID{},
		order:   newOrder(),
		given:   map[ServiceID]int{},
		today:   map[ActorID]Today{},
		book:    newBook(),
		usual:   usual{},
		served:  map[byte]int{},
		booked:  map[AppointmentID]TicketID{},
		uncoded: map[ActorID]map[TicketID]bool{},
		desks:   map[DeskID]*DeskState{},
		deskOf:  map[ActorID]DeskID{},
		visitOf: map[ActorID]TicketID{},
	}
}

// Clone returns a State that shares nothing that changes with s.
func (s *State) Clone() *State {
	c := *s
	c.changes = s.changes.clone()
	c.known, c.opened = slices.Clone(s.known), slices.Clone(s.opened)
	c.tickets = make(map[TicketID]*Ticket, len(s.tickets))
	for id, t := range s.tickets {
		copied := *t
		c.tickets[id] = &copied
	}
	c.parked = make([]*Ticket, len(s.parked))
	for i, t := range s.parked {
		c.parked[i] = c.tickets[t.ID]
	}
	c.missed = slices.Clone(s.missed)
	c.numbers = maps.Clone(s.numbers)
	c.order = s.order.clone()
	c.given = maps.Clone(s.given)
	c.today, c.usual, c.begun = maps.Clone(s.today), s.usual.clone(), slices.Clone(s.begun)
	c.finished, c.book = slices.Clone(s.finished), s.book.clone()
	c.served = maps.Clone(s.served)
	c.booked = maps.Clone(s.booked)
	c.uncoded = make(map[ActorID]map[TicketID]bool, len(s.uncoded))
	for p, ids := range s.uncoded {
		c.uncoded[p] = maps.Clone(ids)
	}
	c.desks = make(map[DeskID]*DeskState, len(s.desks))
	for id, d := range s.desks {
		copied := *d
		c.desks[id] = &copied
	}
	c.deskOf = maps.Clone(s.deskOf)
	c.visitOf = maps.Clone(s.visitOf)
	c.alerts, c.past = slices.Clone(s.alerts), slices.Clone(s.past)
	c.bookings = slices.Clone(s.bookings)
	c.calls = slices.Clone(s.calls)
	c.reprints = slices.Clone(s.reprints)
	c.shutFor = slices.Clone(s.shutFor)
	return &c
}

// An opening is when a day began.
type opening struct {
	day Day
	at  time.Duration // elapsed
}

// kept reports whether a ticket is of the last seven days, or came to its end in
// them: as long as a key is kept, so is the ticket that it is answered with.
func (s *State) kept(t *Ticket) bool {
	first := s.opened[0]
	return !t.State.Ended() || t.Day >= s.day.Add(-DaysBackMax) || t.EndedE >= first.at
}

// Site returns the site's id.
func (s *State) Site() SiteID { return s.site }

// Day returns the business day that is open, "" before the first.
func (s *State) Day() Day { return s.day }

// Started reports whether the first day was opened.
func (s *State) Started() bool { return s.day != "" }

// Config returns the configuration in force.
func (s *State) Config() *Config { return &s.config }

// Calendar returns the hours and days of the configuration in force, nil before the first.
func (s *State) Calendar() *Calendar { return s.cal }

// Ticket returns a ticket of the last seven days, and false when there is none.
func (s *State) Ticket(id TicketID) (*Ticket, bool) {
	t, ok := s.tickets[id]
	return t, ok
}

// Tickets yields the tickets and visits of the last seven days, in no order.
func (s *State) Tickets() iter.Seq[*Ticket] { return maps.Values(s.tickets) }

// Numbered returns the ticket that has a number on a day of the last seven.
func (s *State) Numbered(d Day, n Number) (TicketID, bool) {
	id, ok := s.numbers[label{d, n}]
	return id, ok
}

// PassedOver returns how often a ticket was overtaken since it last waited anew.
func (s *State) PassedOver(t *Ticket) int {
	if t.State == Waiting {
		return s.order.passedOver(t)
	}
	return t.PassedOver
}

// Desk returns what happens at a desk, and false when the site has none of that id.
func (s *State) Desk(id DeskID) (DeskState, bool) {
	if d, ok := s.desks[id]; ok {
		return *d, true
	}
	if _, ok := s.config.Desk(id); ok {
		return DeskState{ID: id}, true
	}
	return DeskState{}, false
}

// Desks returns every desk in the configuration's order, then those since
// removed from it that are still open.
func (s *State) Desks() []DeskState {
	list := make([]DeskState, 0, len(s.config.Desks))
	for _, d := range s.config.Desks {
		state, _ := s.Desk(d.ID)
		list = append(list, state)
	}
	for _, id := range slices.Sorted(maps.Keys(s.desks)) {
		if _, ok := s.config.Desk(id); !ok && s.desks[id].Mode != DeskClosed {
			list = append(list, *s.desks[id])
		}
	}
	return list
}

// DeskOf returns the desk that a person has open.
func (s *State) DeskOf(p ActorID) (DeskID, bool) {
	d, ok := s.deskOf[p]
	return d, ok
}

// VisitOf returns the ticket that a person has called or is serving.
func (s *State) VisitOf(p ActorID) (TicketID, bool) {
	t, ok := s.visitOf[p]
	return t, ok
}

// ToCode returns a person's visits done today without reasons, oldest first,
// where the site requires reasons.
func (s *State) ToCode(p ActorID) []*Ticket {
	if !s.config.ReasonRequired {
		return nil
	}
	list := make([]*Ticket, 0, len(s.uncoded[p]))
	for id := range s.uncoded[p] {
		list = append(list, s.tickets[id])
	}
	slices.SortFunc(list, func(a, b *Ticket) int {
		return cmp.Or(cmp.Compare(a.EndedE, b.EndedE), cmp.Compare(a.ID, b.ID))
	})
	return list
}

// Bookings returns the day's appointments that have no ticket yet, by time.
func (s *State) Bookings() []Booking {
	list := make([]Booking, 0, len(s.bookings))
	for _, b := range s.bookings {
		if _, taken := s.booked[b.ID]; !taken {
			list = append(list, b)
		}
	}
	return list
}

// Reprints returns what was asked to be printed again in the last ten minutes, oldest first.
func (s *State) Reprints(now Now) []Reprint {
	var list []Reprint
	for _, r := range s.reprints {
		if now.Elapsed-r.Asked <= ReprintShown {
			list = append(list, r)
		}
	}
	return list
}

// Calls returns the day's last calls, at most CallsShown, newest first, a ticket once.
func (s *State) Calls() []CallMark { return slices.Clone(s.calls) }

// Waiting returns how many wait for a service.
func (s *State) Waiting(id ServiceID) int { return s.order.waiting(id) }

// NoticeNoted reports whether a line is to be shown on walls and kiosks.
func (s *State) NoticeNoted() bool { return s.noticeSet }

// Intake returns whether tickets are given at all, and the services for which they are not.
func (s *State) Intake() (open bool, shut []ServiceID) {
	return !s.shut, slices.Clone(s.shutFor)
}

// LaneOf returns the lane that a device's spool holds, and false when it holds none.
func (s *State) LaneOf(device ActorID, spool SpoolID) (Lane, bool) {
	for _, g := range s.lanes {
		if g.Device == device && g.Spool == spool && g.Lane != 0 && g.FreedOn == "" {
			return g.Lane, true
		}
	}
	return 0, false
}

// Grants returns the lanes that are held, in their order.
func (s *State) Grants() []Grant {
	var list []Grant
	for _, g := range s.lanes {
		if g.Lane != 0 && g.FreedOn == "" {
			list = append(list, g)
		}
	}
	return list
}

// Opening returns what the door says at a time of the wall clock.
func (s *State) Opening(wall time.Time) Opening {
	if s.cal == nil {
		return Opening{}
	}
	return s.cal.At(wall)
}

// Offers reports whether a configured service gives tickets at a time, or why not.
func (s *State) Offers(id ServiceID, wall time.Time) (bool, ClosedBecause) {
	service, _ := s.config.Service(id)
	switch {
	case s.shut:
		return false, ClosedIntake
	case slices.Contains(s.shutFor, id):
		return false, ClosedService
	case !s.Opening(wall).Tickets:
		return false, ClosedHours
	case service.PerDay > 0 && s.given[id] >= service.PerDay, s.order.len() >= WaitingMax:
		return false, ClosedFull
	}
	return true, ""
}

// InOrder returns the first limit waiting tickets as the rule would call them now,
// were there one desk for the whole site.
func (s *State) InOrder(now Now, limit int) []*Ticket {
	return s.named(s.order.inOrder(now.Elapsed, s.rule(), limit))
}

// InOrderAt returns the first limit of those who wait for one desk alone, as the
// rule would call them.
func (s *State) InOrderAt(id DeskID, now Now, limit int) []*Ticket {
	return s.named(s.order.inOrderAt(id, now.Elapsed, s.rule(), limit))
}

func (s *State) named(ids []TicketID) []*Ticket {
	list := make([]*Ticket, len(ids))
	for i, id := range ids {
		list[i] = s.tickets[id]
	}
	return list
}

// Ahead returns how many waiting tickets the rule, by score alone, would now
// call before this one at the desks that serve its service; 0 when it does not wait.
func (s *State) Ahead(id TicketID, now Now) int {
	t, ok := s.tickets[id]
	if !ok || t.State != Waiting {
		return 0
	}
	return s.order.ahead(t, s.reach.rivalsOf(t), s.rule(), now.Elapsed)
}

func (s *State) rule() ruleParams {
	return ruleParams{
		Weight:           [classCount]int64{weight(s.config.WeightNormal), weight(s.config.WeightPriority), weight(s.config.WeightAppointment)},
		AppointmentFirst: s.config.AppointmentFirst,
		PassedOverAtMost: s.config.PassedOverAtMost,
	}
}

// weight is at least 1: without one, a line would not be in the order of its scores.
func weight(n int) int64 { return int64(min(max(n, 1), WeightMax)) }
