package queue

import (
	"testing"
	"time"
)

// night is an office at two in the morning, open all the time, with both at
// their desks; its day turns in two hours.
func night(t *testing.T, change ...func(*Config)) *office {
	o := newOffice(t, append(change, func(c *Config) { c.AlwaysOpen = true })...)
	o.must(kiosk, TakeLane{Device: "kiosk", Spool: "S1"})
	o.passes(17 * time.Hour)
	o.must(ana, OpenDesk{Desk: "1"})
	o.must(ben, OpenDesk{Desk: "2"})
	return o
}

func TestWhatEndedBeforeTheTurnIsHistory(t *testing.T) {
	o := night(t)
	done, missed, late := o.comes("droits", Normal), o.comes("droits", Normal), TicketID("K1")
	o.must(kiosk, handed(late, "A01", o.s.Day().Add(-1), 0))
	o.must(ana, Next{Desk: "1"})
	o.must(ana, Finish{Ticket: done})
	o.must(ben, Next{Desk: "2"})
	o.later(o.s.Calendar().TurnAfter(o.s.Day()).Sub(o.now.Wall))
	o.must(ben, MarkNoShow{missed})
	o.must(house, TurnDay{}) // in the same moment
	o.refused(Conflict, ben, Undo{missed})
	o.refused(Conflict, head, Undo{done})
	o.refused(Conflict, ana, Code{Ticket: done})
	o.refused(Conflict, ana, AskReprint{done})
	o.refused(Conflict, kiosk, Cancel{Ticket: late})
}

func TestAVisitOfAnEndedDayIsFinishedNotSentBack(t *testing.T) {
	o := night(t)
	a := o.comes("droits", Normal)
	o.must(ana, Next{Desk: "1"})
	o.must(ana, Start{a})
	o.passes(9 * 24 * time.Hour)
	o.refused(Conflict, ana, Park{Ticket: a, Minutes: 5}) // its number is another's today
	o.refused(Conflict, ana, TransferTicket{Ticket: a, Service: "energie"})
	o.must(ana, Finish{Ticket: a})
	o.must(ana, Code{Ticket: a, Reasons: []Coded{{Reason: "dossier", Quantity: 1}}})
	o.passes(DaysBackMax * 24 * time.Hour)
	o.state(a, Done) // a retry of its finish gets it again
	o.passes(24 * time.Hour)
	if _, kept := o.s.Ticket(a); kept {
		t.Errorf("ticket %s is kept longer than the key of its finish", a)
	}
}

func TestATicketGivenAheadWaitsIntoItsDay(t *testing.T) {
	o := night(t, func(c *Config) { c.Services[0].PerDay = 1 })
	tomorrow := o.s.Day().Add(1)
	o.must(kiosk, handed("K1", "A01", tomorrow, 0))
	o.must(kiosk, handed("K2", "A02", tomorrow, 0))
	if ok, why := o.s.Offers("droits", o.now.Wall); !ok {
		t.Errorf("no tickets because of %q, want tomorrow's not to count today", why)
	}
	o.must(ana, TransferTicket{Ticket: "K1", Desk: "2"})
	o.must(ana, Next{Desk: "1"}) // K2 has come already
	o.passes(3 * time.Hour)
	o.state("K1", Waiting)
	o.state("K2", NoShow)
	if ok, why := o.s.Offers("droits", o.now.Wall); ok || why != ClosedFull {
		t.Errorf("tickets are given: %v, %q, want it full", ok, why)
	}
	o.must(ana, OpenDesk{Desk: "1"})
	if called := o.must(ana, Next{Desk: "1"}); called.Ticket != "K1" {
		t.Errorf("next called %+v, want K1: desk 2, for which it waited, closed with the day", called)
	}
}

func TestOneOvertakenTooOftenIsCalledFirst(t *testing.T) {
	o := newOffice(t, func(c *Config) { c.WeightPriority = WeightMax })
	a := o.comes("droits", Normal)
	o.must(ana, OpenDesk{Desk: "1"})
	o.must(ben, OpenDesk{Desk: "2"})
	overtake := func() {
		t.Helper()
		p := o.comes("droits", Priority)
		if called := o.must(ana, Next{Desk: "1"}); called.Ticket != p {
			t.Fatalf("next called %+v, want the priority %s", called, p)
		}
	}
	overtake()
	out := o.comes("droits", Normal) // a call out of order overtakes nobody
	o.must(ben, CallTicket{Ticket: out, Desk: "2", Cause: "short"})
	overtake()
	o.must(ana, TransferTicket{Ticket: a, Service: "energie"}) // and it keeps its count
	overtake()
	if got, _ := o.s.Ticket(a); o.s.PassedOver(got) != 3 {
		t.Fatalf("%s was overtaken %d times, want 3", a, o.s.PassedOver(got))
	}
	p := o.comes("droits", Priority)
	called := o.must(ana, Next{Desk: "1"})
	if called.Ticket != a || called.Why.Rule != RulePassedOver || called.Why.PassedOver != 3 {
		t.Errorf("next called %+v, want %s before %s, overtaken three times", called, a, p)
	}
}

func TestATicketGivenBackFreesItsAppointment(t *testing.T) {
	o := newOffice(t)
	at := o.now.Wall.Add(30 * time.Minute)
	o.must(ana, SetAppointments{[]Booking{{ID: "P1", At: at, Service: "droits"}}})
	o.must(ana, Give{Ticket: "T1", Service: "droits", Appointment: "P1"})
	o.refused(Conflict, ana, Give{Ticket: "T2", Service: "droits", Appointment: "P1"})
	o.must(ana, Cancel{Ticket: "T1"})
	o.must(ana, Give{Ticket: "T2", Service: "droits", Appointment: "P1"})
	if got, _ := o.s.Ticket("T2"); got.Class != Appointment || got.Effective != 30*time.Minute {
		t.Errorf("gave %+v, want an appointment that counts from half past nine", got)
	}
}

func TestAnAppointmentFarAheadDoesNotTurnTheOrder(t *testing.T) {
	o := newOffice(t)
	far := time.Date(9999, 1, 1, 0, 0, 0, 0, time.UTC)
	o.must(ana, SetAppointments{[]Booking{{ID: "P1", At: far, Service: "droits"}}})
	o.later(time.Minute)
	o.must(ana, Give{Ticket: "T1", Service: "droits", Appointment: "P1"})
	walkIn := o.comes("droits", Normal)
	o.must(ana, OpenDesk{Desk: "1"})
	if called := o.must(ana, Next{Desk: "1"}); called.Ticket != walkIn {
		t.Errorf("next called %+v, want %s, who is here", called, walkIn)
	}
}

func TestAFinishIsNotUndoneUnderAnOpenVisit(t *testing.T) {
	o := newOffice(t)
	a, b := o.comes("droits", Normal), o.comes("droits", Normal)
	o.must(ana, OpenDesk{Desk: "1"})
	o.must(ana, Next{Desk: "1"})
	o.must(ana, Next{Desk: "1"})
	o.must(ben, OpenDesk{Desk: "1", TakeOver: true}) // Ana keeps her visit, without a desk
	o.refused(Conflict, head, Undo{a})               // she has another visit
	o.state(b, Called)
	o.must(ana, Finish{Ticket: b})
	c := o.comes("droits", Normal)
	o.must(ben, Next{Desk: "1"})
	o.refused(Conflict, head, Undo{a}) // the desk has
	o.must(ben, Finish{Ticket: c})
	o.must(head, Undo{a})
}

func TestWhatMakesNoSenseIsRefused(t *testing.T) {
	o := kioskOffice(t)
	o.refused(Invalid, ana, Give{Ticket: "", Service: "droits"})
	o.refused(Invalid, ana, Give{Ticket: "T1", Service: "droits", Class: classCount})
	o.refused(Invalid, kiosk, handed("K1", "A01", "2026-11-23x", 0))
	a := o.comes("droits", Normal)
	o.refused(Invalid, ana, Amend{Ticket: a, Class: classCount, ClassSet: true})
	o.refused(Conflict, ana, CodeVisit{Ticket: a, Channel: ChannelPhone})
	o.refused(Invalid, ana, CodeVisit{Ticket: "V1"})
	o.must(ana, RaiseAlert{Alert: "R1", Kind: AlertHelp})
	o.refused(Conflict, ana, RaiseAlert{Alert: "R1", Kind: AlertHelp})
	o.refused(Conflict, ana, RaiseAlert{Kind: AlertHelp})
}

func TestASteppedBackClockEndsNobodysWait(t *testing.T) {
	o := kioskOffice(t, func(c *Config) { c.AlwaysOpen = true })
	o.passes(24 * time.Hour)
	o.now.Wall = o.now.Wall.Add(-30 * time.Hour)
	o.must(kiosk, handed("K1", "A01", "", 5*time.Second))
	if got, _ := o.s.Ticket("K1"); got.State != Waiting || got.Day != o.s.Day() {
		t.Errorf("whoever touched five seconds ago is %s of %s, want waiting on %s", got.State, got.Day, o.s.Day())
	}
	o.must(kiosk, handed("K2", "A02", "", 20*time.Hour))
	o.state("K2", Unserved) // came before this day opened
}

func TestSittingDownAnewIsNoWayAroundTheRuleOfTwo(t *testing.T) {
	o := newOffice(t, func(c *Config) { c.PassedOverAtMost = 0 })
	walkIn := o.comes("droits", Normal)
	for range 3 {
		o.comes("droits", Appointment)
	}
	o.must(ana, OpenDesk{Desk: "1"})
	for range 2 {
		o.must(ana, Next{Desk: "1"})
	}
	o.must(ana, Finish{Ticket: mustVisit(o, "ana")})
	o.must(ana, CloseDesk{"1"})
	o.must(ben, OpenDesk{Desk: "1"})
	if called := o.must(ben, Next{Desk: "1"}); called.Ticket != walkIn || called.Why.Rule != RuleWalkInTurn {
		t.Errorf("after two appointments next called %+v, want the walk-in %s", called, walkIn)
	}
}

func mustVisit(o *office, p ActorID) TicketID {
	o.t.Helper()
	id, ok := o.s.VisitOf(p)
	if !ok {
		o.t.Fatalf("%s has no visit", p)
	}
	return id
}

// A visit goes on over the turn, and its mediator sits down for the new day.
func TestADeskTakenForTheNewDayDoesNotCloseWithYesterdaysVisit(t *testing.T) {
	o := night(t)
	a := o.comes("droits", Normal)
	o.must(ana, OpenDesk{Desk: "1"})
	o.must(ana, Next{Desk: "1"})
	o.must(ana, Start{a})
	o.passes(3 * time.Hour)
	o.must(ana, OpenDesk{Desk: "1"})
	o.must(ana, Finish{Ticket: a})
	if d, _ := o.s.Desk("1"); d.Mode != DeskOpen || d.Person != "ana" {
		t.Errorf("the desk is %s and has %q, want it open and Ana's", d.Mode, d.Person)
	}
}
