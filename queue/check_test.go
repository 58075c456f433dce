package queue

import (
	"strings"
	"testing"
	"time"
)

// Each invariant of the package comment, broken on purpose, is found.
func TestCheckFindsWhatIsBroken(t *testing.T) {
	for _, c := range []struct {
		number string
		what   string
		plant  func(s *State, waiting, serving TicketID)
	}{
		{"1", "a number of no ticket", func(s *State, _, _ TicketID) { s.numbers[label{s.day, "A77"}] = "nobody" }},
		{"1", "a number of another ticket", func(s *State, w, v TicketID) { s.numbers[label{s.day, s.tickets[w].Number}] = v }},
		{"2", "a waiting ticket in no line", func(s *State, w, _ TicketID) { s.order.take(s.tickets[w]) }},
		{"2", "a served ticket in a line", func(s *State, _, v TicketID) { s.order.put(s.tickets[v]) }},
		{"2", "a ticket in a line that nobody knows", func(s *State, w, _ TicketID) {
			delete(s.numbers, label{s.day, s.tickets[w].Number})
			delete(s.tickets, w)
		}},
		{"2", "a wait that begins before the arrival", func(s *State, _, v TicketID) { s.tickets[v].Effective = s.tickets[v].Arrived - time.Second }},
		{"2", "a wait for a closed desk", func(s *State, w, _ TicketID) {
			s.order.take(s.tickets[w])
			s.tickets[w].ForDesk = "2"
			s.order.put(s.tickets[w])
		}},
		{"3", "a visit of nobody", func(s *State, _, v TicketID) { delete(s.visitOf, s.tickets[v].Person) }},
		{"3", "a person with a ticket that waits", func(s *State, w, _ TicketID) { s.visitOf["ben"] = w }},
		{"4", "an open desk without a person", func(s *State, _, _ TicketID) { s.desks["3"] = &DeskState{ID: "3", Mode: DeskOpen} }},
		{"4", "a person at two desks", func(s *State, _, _ TicketID) {
			s.desks["3"] = &DeskState{ID: "3", Mode: DeskOpen, Person: "ana"}
		}},
		{"4", "a person at a desk of nobody", func(s *State, _, _ TicketID) { s.deskOf["ben"] = "2" }},
		{"5", "a desk without its visit", func(s *State, _, _ TicketID) { s.desks["1"].Ticket = "" }},
		{"5", "a visit at another desk", func(s *State, _, v TicketID) { s.tickets[v].Desk = "2" }},
		{"6", "a lane under another's number", func(s *State, _, _ TicketID) { s.lanes[2] = Grant{Lane: 3, Device: "d", Spool: "S"} }},
		{"6", "a spool with two lanes, and one given up between", func(s *State, _, _ TicketID) {
			s.lanes[1], s.lanes[3] = Grant{1, "d", "S", ""}, Grant{3, "d", "S", ""}
			s.lanes[2] = Grant{2, "d", "S", "2026-11-20"}
		}},
		{"7", "a parked ticket that does not come back", func(s *State, w, _ TicketID) {
			s.order.take(s.tickets[w])
			s.tickets[w].State = Parked
		}},
		{"7", "one that comes back and is not parked", func(s *State, _, v TicketID) { s.parked = append(s.parked, s.tickets[v]) }},
		{"8", "a ticket of yesterday that waits", func(s *State, w, _ TicketID) {
			delete(s.numbers, label{s.day, s.tickets[w].Number})
			s.tickets[w].Day = s.day.Add(-1)
			s.numbers[label{s.tickets[w].Day, s.tickets[w].Number}] = w
		}},
		{"9", "calls in the wrong order", func(s *State, _, _ TicketID) { s.calls = append(s.calls, CallMark{Call: s.call + 1}) }},
		{"9", "too many calls", func(s *State, _, _ TicketID) { s.calls = make([]CallMark, CallsShown+1) }},
		{"10", "something to code that is not done", func(s *State, w, _ TicketID) { s.uncoded["ana"] = map[TicketID]bool{w: true} }},
		{"12", "a number given and not counted", func(s *State, _, _ TicketID) { s.given["droits"]-- }},
		{"12", "someone who came in another half hour", func(s *State, _, _ TicketID) {
			s.book.slot(monday).Arrived--
			s.book.slot(monday.Add(time.Hour)).Arrived++
		}},
		{"12", "a visit that ended and is not in the book", func(s *State, _, _ TicketID) { s.book.slot(monday).Served++ }},
		{"12", "a desk that is said to be closed", func(s *State, _, _ TicketID) { delete(s.book.desks, "1") }},
		{"12", "someone of yesterday who was served", func(s *State, _, _ TicketID) { s.book.unserved++ }},
		{"12", "a priority that nobody has", func(s *State, _, _ TicketID) { s.priorities++ }},
		{"12", "a visit that nobody ended", func(s *State, _, _ TicketID) { s.today["ana"] = Today{Visits: 1} }},
		{"12", "visits that began in another order", func(s *State, _, _ TicketID) { s.begun = []time.Duration{time.Hour, 0} }},
		{"12", "a visit that began and is forgotten", func(s *State, _, _ TicketID) { s.begun = nil }},
		{"12", "a reason of no visit", func(s *State, _, _ TicketID) {
			s.usual.count(&Ticket{Reasons: []Coded{{Reason: "dossier", Quantity: 1}}}, 1)
		}},
		{"12", "a reason that is not counted", func(s *State, _, v TicketID) { s.tickets[v].Reasons = []Coded{{Reason: "dossier", Quantity: 1}} }},
	} {
		t.Run(c.what, func(t *testing.T) {
			o := newOffice(t)
			serving, waiting := o.comes("droits", Normal), o.comes("droits", Normal)
			o.must(ana, OpenDesk{Desk: "1"})
			o.must(ana, Next{Desk: "1"})
			o.must(ana, Start{serving})
			c.plant(o.s, waiting, serving)
			if err := o.s.Check(); err == nil || !strings.Contains(err.Error(), "invariant "+c.number+":") {
				t.Errorf("got %v, want invariant %s to be broken", err, c.number)
			}
		})
	}
}
