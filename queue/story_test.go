package queue

import (
	"testing"
	"time"
)

func TestAVisitorIsCalledServedAndCounted(t *testing.T) {
	o := newOffice(t)
	a := o.comes("droits", Normal)
	if got := o.number(a); got != "A901" {
		t.Errorf("the server's first number is %s, want A901", got)
	}
	o.refused(Conflict, ana, Next{Desk: "1"}) // nobody has it open
	o.must(ana, OpenDesk{Desk: "1"})
	called := o.must(ana, Next{Desk: "1"})
	if called.Ticket != a || called.Why.Rule != RuleScore || called.Why.Waited != time.Minute || called.Why.Score != 60 {
		t.Errorf("next called %+v, want %s after a minute by its score of 60", called, a)
	}
	o.must(ana, Recall{a})
	if calls := o.s.Calls(); len(calls) != 1 || calls[0].Call != 2 || calls[0].Times != 2 {
		t.Errorf("the wall shows %+v, want one row, call 2, twice", calls)
	}
	o.must(ana, Start{a})
	o.refused(Conflict, ana, Start{a})
	two := []Coded{{Partner: "edf", Reason: "etalement", Quantity: 2, Outcome: "resolved"}, {Reason: "dossier", Quantity: 1}}
	o.must(ana, Finish{Ticket: a, ReasonsSet: true, Reasons: two, FirstSet: true, FirstThis: Yes})
	o.state(a, Done)
	if got := o.s.tickets[a]; len(got.Reasons) != 2 || got.FirstThis != Yes {
		t.Errorf("counted %+v, want two reasons and a first visit", got)
	}
}

func TestNextEndsTheVisitBefore(t *testing.T) {
	o := newOffice(t)
	a, b := o.comes("droits", Normal), o.comes("droits", Normal)
	o.must(ana, OpenDesk{Desk: "1"})
	o.must(ana, Next{Desk: "1"})
	second := o.must(ana, Next{Desk: "1"})
	if !second.Finished || second.Ticket != b {
		t.Errorf("next did %+v, want %s finished and %s called", second, a, b)
	}
	o.state(a, Done)
	if todo := o.s.ToCode("ana"); len(todo) != 1 || todo[0].ID != a {
		t.Errorf("to code: %v, want %s", todo, a)
	}
	last := o.must(ana, Next{Desk: "1"})
	if !last.Finished || last.Called {
		t.Errorf("next of an empty room did %+v, want the visit finished and nobody called", last)
	}
	if events, err := o.try(ana, Next{Desk: "1"}); err != nil || len(events) != 0 {
		t.Errorf("next with nothing to do: got %v, %v", events, err)
	}
	o.must(ana, Code{Ticket: a, Reasons: []Coded{{Reason: "dossier", Quantity: 1}}})
	if todo := o.s.ToCode("ana"); len(todo) != 1 || todo[0].ID != b {
		t.Errorf("to code: %v, want %s alone", todo, b)
	}
}

func TestDesksBelongToOnePersonAtATime(t *testing.T) {
	o := newOffice(t)
	a, b := o.comes("droits", Normal), o.comes("droits", Normal)
	o.must(ana, OpenDesk{Desk: "1"})
	o.must(ana, OpenDesk{Desk: "1"}) // one's own: nothing to do
	o.refused(Conflict, ben, OpenDesk{Desk: "1"})
	o.refused(Conflict, ana, OpenDesk{Desk: "2"})
	o.refused(Forbidden, ben, Next{Desk: "1"})
	o.must(ana, Next{Desk: "1"})
	o.refused(Conflict, ana, CloseDesk{"1"})
	o.refused(Forbidden, ben, Finish{Ticket: a})

	o.must(ben, OpenDesk{Desk: "1", TakeOver: true})
	if v, _ := o.s.VisitOf("ana"); v != a {
		t.Errorf("the visit went to %q, want it still Ana's", v)
	}
	if called := o.must(ben, Next{Desk: "1"}); called.Ticket != b || called.Finished {
		t.Errorf("ben's next did %+v, want %s called and Ana's visit untouched", called, b)
	}
	o.must(ana, OpenDesk{Desk: "2"})
	if d, _ := o.s.Desk("2"); d.Ticket != a {
		t.Errorf("desk 2 has %q, want Ana's visit to have come along", d.Ticket)
	}
	o.must(ana, Finish{Ticket: a})
	o.must(head, Finish{Ticket: b}) // a supervisor acts in the desk's name
	o.must(ana, PauseDesk{Desk: "2", Minutes: 10})
	o.refused(Conflict, ana, Next{Desk: "2"})
	o.must(ana, ResumeDesk{"2"})
	o.must(ana, CloseDesk{"2"})
}

func TestParkKeepsThePlace(t *testing.T) {
	o := newOffice(t)
	a := o.comes("droits", Normal)
	b, c := o.comes("droits", Normal), o.comes("droits", Normal)
	o.must(ana, OpenDesk{Desk: "1"})
	o.must(ana, Next{Desk: "1"})
	o.must(ana, Park{Ticket: a, Minutes: 5})
	o.state(a, Parked)
	o.passes(6 * time.Minute)
	o.state(a, Waiting)
	if called := o.must(ana, Next{Desk: "1"}); called.Ticket != a || called.Why.Rule != RuleScore {
		t.Errorf("next called %+v, want %s, who came first", called, a)
	}
	if called := o.must(ana, Next{Desk: "1"}); called.Ticket != b {
		t.Errorf("next called %+v, want %s", called, b)
	}
	o.must(ana, Park{Ticket: c, Minutes: 5}) // someone who waits steps out
	o.must(ana, Unpark{c})
	o.state(c, Waiting)
}

func TestANoShowMayBeUndoneForTenMinutes(t *testing.T) {
	o := newOffice(t)
	a := o.comes("droits", Normal)
	o.must(ana, OpenDesk{Desk: "1"})
	o.must(ana, Next{Desk: "1"})
	o.must(ana, MarkNoShow{a})
	o.later(9 * time.Minute)
	o.must(ben, Undo{a})
	o.state(a, Waiting)
	o.must(ana, Next{Desk: "1"})
	o.must(ana, MarkNoShow{a})
	o.later(11 * time.Minute)
	o.refused(Conflict, ben, Undo{a})
}

func TestAFinishMayBeUndoneByASupervisor(t *testing.T) {
	o := newOffice(t)
	a, _ := o.comes("droits", Normal), o.comes("droits", Normal)
	o.must(ana, OpenDesk{Desk: "1"})
	o.must(ana, Next{Desk: "1"})
	o.must(ana, Finish{Ticket: a})
	o.refused(Forbidden, ana, Undo{a})
	o.must(head, Undo{a})
	o.state(a, Serving)
	if d, _ := o.s.Desk("1"); d.Ticket != a {
		t.Errorf("desk 1 has %q, want %s again", d.Ticket, a)
	}
	o.must(ana, Next{Desk: "1"})
	o.refused(Conflict, head, Undo{a}) // the desk has another visit
}

func TestTransferKeepsNumberArrivalAndReasons(t *testing.T) {
	o := newOffice(t)
	a := o.comes("droits", Normal)
	before := *o.s.tickets[a]
	o.must(ana, OpenDesk{Desk: "1"})
	o.must(ana, Next{Desk: "1"})
	o.must(ana, Code{Ticket: a, Reasons: []Coded{{Reason: "dossier", Quantity: 1}}})
	o.refused(Conflict, ana, TransferTicket{Ticket: a, Desk: "2"}) // closed
	o.refused(Invalid, ana, TransferTicket{Ticket: a})
	o.must(ben, OpenDesk{Desk: "2"})
	o.must(ana, TransferTicket{Ticket: a, Service: "energie", Desk: "2", Noted: true})
	got := *o.s.tickets[a]
	if got.Number != before.Number || got.Arrived != before.Arrived || len(got.Reasons) != 1 || !got.Noted {
		t.Errorf("transferred %+v, want number, arrival and reasons of %+v", got, before)
	}
	if called := o.must(ana, Next{Desk: "1"}); called.Called {
		t.Errorf("desk 1 called %s, which waits for desk 2", called.Ticket)
	}
	o.must(ben, CloseDesk{"2"})
	if called := o.must(ana, Next{Desk: "1"}); called.Ticket != a {
		t.Errorf("next called %+v, want %s: nobody waits for a closed desk", called, a)
	}
}

func TestACallOutOfOrderIsAsTheSiteAllows(t *testing.T) {
	for _, c := range []struct {
		name  string
		rule  OutOfOrder
		cause Cause
		want  Kind
		ok    bool
	}{
		{"free needs no cause", OutOfOrderFree, "", 0, true},
		{"free takes no made-up cause", OutOfOrderFree, "because", Invalid, false},
		{"a cause is owed", OutOfOrderCause, "", Invalid, false},
		{"a cause of the list is enough", OutOfOrderCause, "language", 0, true},
		{"no means no", OutOfOrderNo, "language", Forbidden, false},
	} {
		t.Run(c.name, func(t *testing.T) {
			o := newOffice(t, func(config *Config) { config.OutOfOrder = c.rule })
			first, second := o.comes("droits", Normal), o.comes("droits", Normal)
			o.must(ana, OpenDesk{Desk: "1"})
			w := CallTicket{Ticket: second, Desk: "1", Cause: c.cause}
			if !c.ok {
				o.refused(c.want, ana, w)
				o.must(ana, CallTicket{Ticket: first, Desk: "1"}) // it is next: in order
				return
			}
			if got := o.must(ana, w); got.Why.Rule != RuleOutOfOrder {
				t.Errorf("called by rule %s, want out of order", got.Why.Rule)
			}
			o.refused(Conflict, ana, CallTicket{Ticket: first, Desk: "1"}) // a visit is open
		})
	}
}

func TestTheDaysTurn(t *testing.T) {
	o := newOffice(t)
	served, called, parked := o.comes("droits", Normal), o.comes("droits", Normal), o.comes("droits", Normal)
	waiting := o.comes("energie", Normal)
	o.must(ana, OpenDesk{Desk: "1"})
	o.must(ben, OpenDesk{Desk: "2"})
	o.must(ana, Next{Desk: "1"})
	o.must(ana, Start{served})
	o.must(ben, Next{Desk: "2"})
	o.must(ben, Park{Ticket: parked, Minutes: ParkMinutesMax})
	o.must(ana, SetNotice{Noted: true})
	o.must(ana, SetIntake{Open: false})
	o.passes(19 * time.Hour) // to Tuesday, 04:04
	if o.s.Day() != "2026-11-24" {
		t.Fatalf("the day is %s, want 2026-11-24", o.s.Day())
	}
	o.state(served, Serving)
	o.state(called, NoShow)
	o.state(parked, Unserved)
	o.state(waiting, Unserved)
	if open, _ := o.s.Intake(); !open || o.s.NoticeNoted() || len(o.s.Calls()) != 0 {
		t.Error("intake, notice and calls outlived their day")
	}
	if d, _ := o.s.Desk("2"); d.Mode != DeskClosed {
		t.Errorf("desk 2 is %s, want closed", d.Mode)
	}
	o.must(ana, Finish{Ticket: served})
	if d, _ := o.s.Desk("1"); d.Mode != DeskClosed {
		t.Errorf("desk 1 is %s after its last visit, want closed", d.Mode)
	}
	o.passes(5 * time.Hour)
	if again := o.comes("droits", Normal); o.number(again) != "A901" {
		t.Errorf("the first number of the new day is %s, want A901", o.number(again))
	}
	o.passes(8 * 24 * time.Hour)
	if _, kept := o.s.Ticket(waiting); kept {
		t.Error("a ticket of nine days ago is still kept")
	}
}

func TestHoursAndIntakeCloseTheDoor(t *testing.T) {
	o := newOffice(t, func(c *Config) { c.Services[1].PerDay = 1 })
	o.comes("energie", Normal)
	o.refused(Closed, ana, Give{Ticket: o.id(), Service: "energie"})
	o.must(ana, SetIntake{Open: false, Services: []ServiceID{"droits"}})
	o.refused(Closed, ana, Give{Ticket: o.id(), Service: "droits"})
	o.must(ana, SetIntake{Open: true})
	o.comes("droits", Normal)
	o.passes(7*time.Hour + 50*time.Minute) // 16:52: the door is open, tickets are over
	o.refused(Closed, ana, Give{Ticket: o.id(), Service: "droits"})
	o.refused(NotFound, ana, Give{Ticket: o.id(), Service: "nope"})
}

// A hundred thousand wait at most; whoever holds a kiosk's ticket is one more.
func TestTheHouseIsFull(t *testing.T) {
	o := newOffice(t)
	o.must(kiosk, TakeLane{Device: "kiosk", Spool: "S1"})
	o.comes("droits", Normal)
	o.s.order.waiters = 99_999 // the others are not needed one by one
	comes := func(by Actor, w Give) error {
		events, err := Decide(o.s, Command{by, w}, o.now)
		for _, e := range events {
			o.s.Apply(e, Stamp{o.now.Wall, o.now.Elapsed, by.ID})
		}
		return err
	}
	if err := comes(ana, Give{Ticket: o.id(), Service: "droits"}); err != nil {
		t.Errorf("the last who has room: %v", err)
	}
	for _, s := range []ServiceID{"droits", "energie"} {
		if err := comes(ana, Give{Ticket: o.id(), Service: s}); KindOf(err) != Closed {
			t.Errorf("one more for %s: got %v, want closed", s, err)
		}
		if ok, why := o.s.Offers(s, o.now.Wall); ok || why != ClosedFull {
			t.Errorf("%s gives tickets %v, closed because of %q; want it full", s, ok, why)
		}
	}
	if err := comes(kiosk, handed("K1", "A01", o.s.Day(), 0)); err != nil {
		t.Errorf("a ticket handed out: %v", err)
	}
}

func TestNobodyWaitsForADeskThatIsRemoved(t *testing.T) {
	o := newOffice(t)
	a := o.comes("droits", Normal)
	o.must(ana, OpenDesk{Desk: "1"})
	o.must(ben, OpenDesk{Desk: "2"})
	o.must(ana, TransferTicket{Ticket: a, Desk: "2"})
	fewer := testConfig()
	fewer.Desks = fewer.Desks[:1]
	o.must(house, Configure{fewer})
	o.refused(NotFound, ana, TransferTicket{Ticket: a, Desk: "2"}) // Ben still sits there
	if called := o.must(ana, Next{Desk: "1"}); called.Ticket != a {
		t.Errorf("next called %+v, want %s", called, a)
	}
}

func TestARemovedPersonsDeskClosesWithTheirVisit(t *testing.T) {
	o := newOffice(t)
	a := o.comes("droits", Normal)
	o.must(ana, OpenDesk{Desk: "1"})
	o.must(ana, Next{Desk: "1"})
	o.must(house, FreeDesk{Person: "ana"})
	if d, _ := o.s.Desk("1"); d.Mode != DeskOpen || d.Ticket != a {
		t.Errorf("with a visit the desk is %s and has %q, want it open", d.Mode, d.Ticket)
	}
	o.must(head, Finish{Ticket: a})
	if d, _ := o.s.Desk("1"); d.Mode != DeskClosed {
		t.Errorf("after the visit the desk is %s, want it closed", d.Mode)
	}
	o.must(ben, OpenDesk{Desk: "1"})
	o.must(house, FreeDesk{Person: "ben"})
	if d, _ := o.s.Desk("1"); d.Mode != DeskClosed {
		t.Errorf("without a visit the desk is %s, want it closed at once", d.Mode)
	}
}

func TestACallBeginsAnew(t *testing.T) {
	o := newOffice(t)
	a := o.comes("droits", Normal)
	o.must(ana, OpenDesk{Desk: "1"})
	o.must(ana, Next{Desk: "1"})
	o.must(ana, Start{a})
	o.must(ana, TransferTicket{Ticket: a, Service: "energie"})
	o.must(ana, Next{Desk: "1"})
	if x := o.s.tickets[a]; !x.StartedAt.IsZero() || x.StartedE != 0 {
		t.Errorf("called again it started at %s, want not yet", x.StartedAt)
	}
}

func TestWhereNoServiceIsLeftNoTicketIsGiven(t *testing.T) {
	o := newOffice(t)
	intake := func(open bool, services ...ServiceID) (bool, int) {
		o.must(ana, SetIntake{Open: open, Services: services})
		given, shut := o.s.Intake()
		return given, len(shut)
	}
	for _, step := range []struct {
		open     bool
		services []ServiceID
		given    bool
		shut     int
	}{
		{false, []ServiceID{"droits"}, true, 1},
		{false, []ServiceID{"energie"}, false, 0}, // the last
		{false, []ServiceID{"energie"}, false, 0}, // stays so
		{true, []ServiceID{"droits"}, true, 1},
		{true, nil, true, 0},
		{false, nil, false, 0},
	} {
		if given, shut := intake(step.open, step.services...); given != step.given || shut != step.shut {
			t.Errorf("after open %v of %v: given %v with %d shut, want %v with %d", step.open, step.services, given, shut, step.given, step.shut)
		}
	}
}

// An overtaking is by next alone: whom a mediator calls by number takes nobody's turn.
func TestACallByNumberOvertakesNobody(t *testing.T) {
	o := newOffice(t)
	a, b := o.comes("droits", Normal), o.comes("droits", Priority)
	o.later(10 * time.Minute)
	o.must(ana, OpenDesk{Desk: "1"})
	o.must(ana, CallTicket{Ticket: b, Desk: "1"}) // the one that next would call
	if n := o.s.PassedOver(o.s.tickets[a]); n != 0 {
		t.Errorf("passed over %d times, want 0", n)
	}
	c := o.comes("droits", Priority)
	o.later(30 * time.Minute)
	if called := o.must(ana, Next{Desk: "1"}); called.Ticket != c || o.s.PassedOver(o.s.tickets[a]) != 1 {
		t.Errorf("next called %+v and %s was passed over %d times, want %s, and once", called, a, o.s.PassedOver(o.s.tickets[a]), c)
	}
}
