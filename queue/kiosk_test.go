package queue

import (
	"testing"
	"time"
)

// handed is a ticket that the kiosk has printed.
func handed(id TicketID, n Number, d Day, age time.Duration) Give {
	return Give{Ticket: id, Service: "droits", Number: n, Day: d, Age: age}
}

func kioskOffice(t *testing.T, change ...func(*Config)) *office {
	o := newOffice(t, change...)
	if got := o.must(kiosk, TakeLane{Device: "kiosk", Spool: "S1"}); got.Lane != 1 {
		t.Fatalf("the first kiosk got lane %d, want 1", got.Lane)
	}
	return o
}

func TestATicketHandedOutIsNotRefused(t *testing.T) {
	o := kioskOffice(t, func(c *Config) { c.Services[0].PerDay = 1 })
	today := o.s.Day()
	o.must(kiosk, handed("K1", "A01", today, 0))
	o.must(kiosk, handed("K2", "A02", today, time.Minute)) // over per_day
	o.passes(12 * time.Hour)                               // closed
	o.must(kiosk, handed("K3", "A03", today, 0))
	gone := testConfig()
	gone.Services = gone.Services[1:]
	o.must(house, Configure{gone})
	o.must(kiosk, handed("K4", "A04", today, 0)) // the service is removed
	o.must(ana, OpenDesk{Desk: "1"})
	if got := o.must(ana, Next{Desk: "1"}); got.Ticket != "K2" {
		t.Errorf("next called %s, want K2, who came a minute before K1", got.Ticket)
	}
}

func TestWhatAKioskMayNotNumber(t *testing.T) {
	o := kioskOffice(t)
	today := o.s.Day()
	o.must(kiosk, handed("K1", "A01", today, 0))
	o.refused(Conflict, kiosk, handed("K2", "A01", today, 0))
	o.refused(Invalid, kiosk, handed("K3", "B01", today, 0))                     // another service's prefix
	o.refused(Invalid, kiosk, handed("K4", "A201", today, 0))                    // another lane
	o.refused(Invalid, Actor{"other", RoleKiosk}, handed("K5", "A05", today, 0)) // another's lane
	o.refused(Invalid, kiosk, handed("K6", "A1", today, 0))
	o.refused(Conflict, kiosk, handed("K7", "A07", today.Add(-7), 0))
	o.refused(NotFound, kiosk, Give{Ticket: "K8", Service: "never", Number: "A08", Day: today})
}

func TestATicketOfAnEndedDayIsCountedThereAndNeverCalled(t *testing.T) {
	o := kioskOffice(t)
	yesterday := o.s.Day().Add(-1)
	o.must(kiosk, handed("K1", "A501", yesterday, 26*time.Hour)) // its lane is not looked at
	o.state("K1", Unserved)
	if got := o.s.tickets["K1"]; got.Day != yesterday || got.Arrived >= 0 {
		t.Errorf("stored %+v, want it on %s, before the journal began", got, yesterday)
	}
	o.must(ana, OpenDesk{Desk: "1"})
	if got := o.must(ana, Next{Desk: "1"}); got.Called {
		t.Errorf("called %s, of an ended day", got.Ticket)
	}
	for _, by := range []Actor{ana, head} { // who never saw the visitor
		o.refused(Conflict, by, Cancel{Ticket: "K1"})
		o.refused(Conflict, by, Amend{Ticket: "K1", Class: Priority, ClassSet: true})
	}
	o.refused(Forbidden, Actor{"other", RoleKiosk}, Cancel{Ticket: "K1", Age: 26 * time.Hour})
	o.must(kiosk, Amend{Ticket: "K1", Service: "energie", Age: 26*time.Hour - 5*time.Second})
	o.must(kiosk, Cancel{Ticket: "K1", Age: 26*time.Hour - 5*time.Second}) // it was given back at once
	o.state("K1", Cancelled)
}

func TestAnAgeThatIsNotBelievedIsMarked(t *testing.T) {
	const week = 7 * 24 * time.Hour
	for _, c := range []struct {
		name      string
		age, want time.Duration // want: how long before now it came
		estimated bool
	}{
		{"just now", 0, 0, false},
		{"a week and a day, a spool's longest", week + 24*time.Hour, week + 24*time.Hour, false},
		{"longer", week + 24*time.Hour + 1, 0, true},
		{"none that its kiosk knows", AgeUnknown, 0, true},
		{"from the future", -time.Hour, 0, true},
	} {
		t.Run(c.name, func(t *testing.T) {
			o := kioskOffice(t)
			o.must(kiosk, handed("K1", "A01", o.s.Day(), c.age))
			o.must(ana, CodeVisit{Ticket: "V1", Channel: ChannelPhone, Day: o.s.Day(), Age: c.age})
			for _, id := range []TicketID{"K1", "V1"} {
				got := o.s.tickets[id]
				if o.now.Elapsed-got.Arrived != c.want || !got.ArrivedAt.Equal(o.now.Wall.Add(-c.want)) || got.Estimated != c.estimated {
					t.Errorf("%s came at %s, estimated %v; want %s before %s, estimated %v",
						id, got.ArrivedAt, got.Estimated, c.want, o.now.Wall, c.estimated)
				}
			}
		})
	}
	t.Run("and without a day either it is today's", func(t *testing.T) {
		o := kioskOffice(t)
		o.must(kiosk, handed("K1", "A01", "", AgeUnknown))
		if got := o.s.tickets["K1"]; !got.Estimated || got.Day != o.s.Day() {
			t.Errorf("stored %+v, want an estimated arrival today", got)
		}
	})
}

func TestAKioskTakesItsOwnTicketBackForAMinute(t *testing.T) {
	o := kioskOffice(t)
	o.must(kiosk, handed("K1", "A01", o.s.Day(), 0))
	o.must(kiosk, handed("K2", "A02", o.s.Day(), 0))
	o.later(50 * time.Second)
	o.must(kiosk, Amend{Ticket: "K1", Class: Priority, ClassSet: true})
	o.refused(Forbidden, Actor{"other", RoleKiosk}, Cancel{Ticket: "K1"})
	o.later(time.Minute)
	o.refused(Forbidden, kiosk, Cancel{Ticket: "K1"})
	o.must(kiosk, Cancel{Ticket: "K2", Age: 100 * time.Second}) // touched in time, sent late
	o.must(ana, Cancel{Ticket: "K1"})
}

func TestLanes(t *testing.T) {
	o := kioskOffice(t)
	if events, err := o.try(kiosk, TakeLane{Device: "kiosk", Spool: "S1"}); err != nil || len(events) != 0 {
		t.Errorf("asking again: got %v, %v, want nothing to do", events, err)
	}
	second := Actor{"second", RoleKiosk}
	if got := o.must(second, TakeLane{Device: "second", Spool: "S2", Hold: 1}); got.Lane != 2 {
		t.Errorf("a kiosk that claims another's lane got %d, want 2", got.Lane)
	}
	if got := o.must(kiosk, TakeLane{Device: "kiosk", Spool: "NEW"}); got.Lane != 3 {
		t.Errorf("a new disk got lane %d, want 3: 1 is free from tomorrow only", got.Lane)
	}
	o.must(kiosk, handed("K1", "A01", o.s.Day(), 0)) // lane 1 is still the device's today
	for i, d := range []ActorID{"d4", "d5", "d6", "d7", "d8"} {
		if got := o.must(kiosk, TakeLane{Device: d, Spool: "S"}); got.Lane != Lane(4+i) {
			t.Errorf("%s got lane %d, want %d", d, got.Lane, 4+i)
		}
	}
	o.refused(Conflict, kiosk, TakeLane{Device: "d9", Spool: "S"})
	o.must(house, FreeLanes{Device: "second"})
	o.refused(Conflict, kiosk, TakeLane{Device: "d9", Spool: "S"})
	o.passes(24 * time.Hour)
	if got := o.must(kiosk, TakeLane{Device: "d9", Spool: "S", Hold: 2}); got.Lane != 2 {
		t.Errorf("the day after, lane %d was given, want 2", got.Lane)
	}
	if lane, ok := o.s.LaneOf("kiosk", "NEW"); !ok || lane != 3 {
		t.Errorf("the next day the kiosk's lane is %d, want 3 still", lane)
	}
}

func TestNumbersOfDifferentLanesNeverMeet(t *testing.T) {
	seen := map[Number]string{}
	for lane := LaneKioskMin; lane <= LaneServer; lane++ {
		for count := 1; count <= 12_000; count++ {
			n := MakeNumber('A', lane, count)
			if _, again := seen[n]; again {
				t.Fatalf("number %s is made twice", n)
			}
			seen[n] = ""
			p, l, c, ok := n.Split()
			if !ok || p != 'A' || l != lane || c != count {
				t.Fatalf("%s splits to %c %d %d %v, want A %d %d", n, p, l, c, ok, lane, count)
			}
		}
	}
	for _, bad := range []Number{"", "A", "A1", "A00", "A101", "A1099", "a01", "A0100", "AA1", "A-1", "A200", "A01\n", "A99999999"} {
		if _, _, _, ok := bad.Split(); ok {
			t.Errorf("%q is taken for a number", bad)
		}
	}
}

// A key is kept for seven days, and so is the ticket that it is answered with.
func TestATicketToldLateIsKeptAsLongAsItsKey(t *testing.T) {
	o := kioskOffice(t)
	o.must(kiosk, handed("K1", "A01", o.s.Day().Add(-DaysBackMax), 0))
	o.must(ana, CodeVisit{Ticket: "V1", Channel: ChannelPhone, Day: o.s.Day().Add(-DaysBackMax)})
	for range DaysBackMax {
		o.passes(24 * time.Hour)
		o.state("K1", Unserved)
		o.state("V1", Done)
	}
	o.passes(24 * time.Hour)
	if _, ok := o.s.Ticket("K1"); ok {
		t.Error("a ticket is kept longer than its key")
	}
}
