package queue

import (
	"testing"
	"time"
)

// serving leaves every desk the services that it is said to have.
func serving(desks map[DeskID][]ServiceID) func(*Config) {
	return func(c *Config) {
		for i := range c.Desks {
			c.Desks[i].Services = desks[c.Desks[i].ID]
		}
	}
}

func TestADeskCallsForItsOwnServicesAlone(t *testing.T) {
	o := newOffice(t)
	a := o.comes("droits", Normal)
	o.must(ana, OpenDesk{Desk: "3"}) // of energie alone
	if got := o.must(ana, Next{Desk: "3"}); got.Called {
		t.Errorf("next called %s, who came for another service", got.Ticket)
	}
	b := o.comes("energie", Normal)
	if got := o.must(ana, Next{Desk: "3"}); got.Ticket != b {
		t.Errorf("next called %q, want %s, though %s came first for another service", got.Ticket, b, a)
	}
	o.must(ben, OpenDesk{Desk: "1"})
	if got := o.must(ben, Next{Desk: "1"}); got.Ticket != a {
		t.Errorf("next at a desk of all services called %q, want %s", got.Ticket, a)
	}
}

func TestAServiceThatNoDeskNamesIsCalledEverywhere(t *testing.T) {
	noDeskFor := map[string]func(o *office) TicketID{
		"none ever did": func(o *office) TicketID {
			with := *o.s.Config()
			with.Services = append(with.Services, Service{ID: "courrier", Prefix: 'C', Name: Name{"fr": "Courrier"}, Minutes: 5})
			o.must(house, Configure{with})
			return o.comes("courrier", Normal)
		},
		"removed with its desk, while someone waits": func(o *office) TicketID {
			id := o.comes("energie", Normal)
			without := *o.s.Config()
			without.Services, without.Desks = without.Services[:1], without.Desks[:2]
			o.must(house, Configure{without})
			return id
		},
	}
	for name, comes := range noDeskFor {
		for _, desk := range []DeskID{"1", "2"} {
			t.Run(name+", desk "+string(desk), func(t *testing.T) {
				droits := []ServiceID{"droits"}
				o := newOffice(t, serving(map[DeskID][]ServiceID{"1": droits, "2": droits, "3": {"energie"}}))
				id := comes(o)
				o.must(ana, OpenDesk{Desk: desk})
				if got := o.must(ana, Next{Desk: desk}); got.Ticket != id {
					t.Errorf("next called %q, want %s", got.Ticket, id)
				}
			})
		}
	}
}

// Whom a call passes over is whom its desk might have called instead.
func TestWhoIsOvertaken(t *testing.T) {
	inOrder := func(d DeskID) func(TicketID) Wish { return func(TicketID) Wish { return Next{Desk: d} } }
	outOfOrder := func(id TicketID) Wish { return CallTicket{Ticket: id, Desk: "1", Cause: "language"} }
	for _, c := range []struct {
		name                  string
		desk                  DeskID
		class                 Class // of the one who is called
		call                  func(TicketID) Wish
		droits, energie, late int // who came before for either service, and one who came after
	}{
		{"at a desk of both services, both", "1", Priority, inOrder("1"), 1, 1, 0},
		{"at a desk of one, who came for that one", "3", Priority, inOrder("3"), 0, 1, 0},
		{"by a call out of order, nobody", "1", Normal, outOfOrder, 0, 0, 0},
	} {
		t.Run(c.name, func(t *testing.T) {
			o := newOffice(t)
			droits, energie := o.comes("droits", Normal), o.comes("energie", Normal)
			called := o.comes("energie", c.class)
			o.later(10 * time.Minute)
			late := o.comes("energie", Normal)
			o.must(ana, OpenDesk{Desk: c.desk})
			if got := o.must(ana, c.call(called)); got.Ticket != called {
				t.Fatalf("called %q, want %s", got.Ticket, called)
			}
			for id, want := range map[TicketID]int{droits: c.droits, energie: c.energie, late: c.late} {
				if got := o.s.PassedOver(o.s.tickets[id]); got != want {
					t.Errorf("%s was passed over %d times, want %d", id, got, want)
				}
			}
		})
	}
}

func TestWhoIsOvertakenTooOftenAtOneDeskIsCalledFirst(t *testing.T) {
	o := newOffice(t)
	a, b := o.comes("droits", Normal), o.comes("energie", Normal)
	o.must(ana, OpenDesk{Desk: "3"})
	for range 3 {
		o.comes("energie", Priority)
	}
	o.later(time.Hour)
	for range 3 {
		if got := o.must(ana, Next{Desk: "3"}); got.Why.Rule != RuleScore || got.Why.Class != Priority {
			t.Fatalf("called %+v, want a priority by its score", got)
		}
	}
	o.comes("energie", Priority)
	o.later(time.Hour)
	o.must(ben, OpenDesk{Desk: "1"})
	if got := o.must(ben, Next{Desk: "1"}); got.Ticket != b || got.Why.Rule != RulePassedOver || got.Why.PassedOver != 3 {
		t.Errorf("called %+v, want %s: %s came before, and nobody who was called there went before it", got, b, a)
	}
}

func TestAppointmentsInARow(t *testing.T) {
	next := func(o *office) TicketID { return o.must(ana, Next{Desk: "1"}).Ticket }
	outOfOrder := func(o *office, id TicketID) {
		o.must(ana, Finish{Ticket: mustVisit(o, "ana")})
		if got := o.must(ana, CallTicket{Ticket: id, Desk: "1", Cause: "language"}); got.Why.Rule != RuleOutOfOrder {
			o.t.Fatalf("called by %s, want out of order", got.Why.Rule)
		}
	}
	for _, c := range []struct {
		name    string
		between func(o *office, walkIns, booked []TicketID)
		want    []string // of the calls after the first, an appointment
	}{
		{"two, and then a walk-in has its turn", func(*office, []TicketID, []TicketID) {},
			[]string{"b1", "w0", "b2", "b3", "w1"}},
		{"an appointment called out of order is none of the two", func(o *office, _, booked []TicketID) { outOfOrder(o, booked[3]) },
			[]string{"b1", "w0", "b2", "w1"}},
		{"a walk-in called out of order begins no other two", func(o *office, walkIns, _ []TicketID) { outOfOrder(o, walkIns[1]) },
			[]string{"b1", "w0", "b2", "b3", "w2"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			o := newOffice(t, func(c *Config) { c.PassedOverAtMost = 0 })
			var walkIns, booked []TicketID
			names := map[TicketID]string{}
			for _, name := range []string{"w0", "w1", "w2"} {
				walkIns = append(walkIns, o.comes("droits", Normal))
				names[walkIns[len(walkIns)-1]] = name
			}
			for _, name := range []string{"b0", "b1", "b2", "b3"} {
				booked = append(booked, o.comes("droits", Appointment))
				names[booked[len(booked)-1]] = name
			}
			o.must(ana, OpenDesk{Desk: "1"})
			if got := names[next(o)]; got != "b0" {
				t.Fatalf("called %s first, want b0", got)
			}
			c.between(o, walkIns, booked)
			for i, want := range c.want {
				if got := names[next(o)]; got != want {
					t.Errorf("call %d after it: got %s, want %s", i+1, got, want)
				}
			}
		})
	}
}

func TestAheadAreThoseWhomTheSameDesksCallBefore(t *testing.T) {
	droits, energie := []ServiceID{"droits"}, []ServiceID{"energie"}
	for _, c := range []struct {
		name   string
		change func(*Config)
		want   int
	}{
		{"who came for another service counts where a desk serves both", serving(map[DeskID][]ServiceID{"1": nil, "2": droits, "3": energie}), 2},
		{"and not where none does", serving(map[DeskID][]ServiceID{"1": droits, "2": droits, "3": energie}), 1},
	} {
		t.Run(c.name, func(t *testing.T) {
			o := newOffice(t, c.change)
			o.comes("droits", Normal)
			o.comes("energie", Normal)
			asks := o.comes("energie", Normal)
			o.comes("energie", Normal) // after it
			o.comes("droits", Normal)
			if got := o.s.Ahead(asks, o.now); got != c.want {
				t.Errorf("%d are ahead, want %d", got, c.want)
			}
		})
	}
	t.Run("who waits for one of those desks alone counts too", func(t *testing.T) {
		o := newOffice(t, serving(map[DeskID][]ServiceID{"1": droits, "2": droits, "3": energie}))
		o.comes("droits", Normal) // whom desk 3 does not call
		sent, asks := o.comes("droits", Normal), o.comes("energie", Normal)
		o.must(ana, OpenDesk{Desk: "3"})
		o.must(ana, TransferTicket{Ticket: sent, Desk: "3"})
		if got := o.s.Ahead(asks, o.now); got != 1 {
			t.Errorf("%d are ahead, want 1", got)
		}
		if got := o.s.Ahead(sent, o.now); got != 0 {
			t.Errorf("%d are ahead of the one who was sent to desk 3, want none", got)
		}
	})
}
