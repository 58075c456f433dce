package queue

import (
	"testing"
	"time"
)

func TestWhoWaitsTooLong(t *testing.T) {
	o := newOffice(t)
	long := o.s.Config().LongWait()
	waits := func(many int, longest time.Duration) {
		t.Helper()
		if m, l := o.s.LongWaits(o.now, long); m != many || l != longest {
			t.Errorf("got %d who wait too long, the longest %s, want %d, %s", m, l, many, longest)
		}
	}
	waits(0, 0)
	o.must(head, SetAppointments{[]Booking{{ID: "P1", At: o.now.Wall.Add(40 * time.Minute), Service: "droits"}}})
	first := o.comes("droits", Normal)
	o.comes("energie", Priority)
	o.must(ana, Give{Ticket: "early", Service: "droits", Appointment: "P1"})
	o.later(28 * time.Minute)
	waits(0, 30*time.Minute) // 30 minutes are not yet longer than 30
	o.later(time.Second)
	waits(1, 30*time.Minute+time.Second)
	o.later(time.Minute)
	waits(2, 31*time.Minute+time.Second)
	o.must(ana, OpenDesk{Desk: "1"})
	o.must(ana, CallTicket{Ticket: first, Desk: "1", Cause: "deadline"})
	waits(1, 30*time.Minute+time.Second)
	o.must(ana, Park{Ticket: first, Minutes: 60})
	o.later(31 * time.Minute) // the appointment counts from its time
	waits(1, 61*time.Minute+time.Second)
	o.later(8*time.Minute + time.Second)
	waits(2, 69*time.Minute+2*time.Second)
}

func TestTheShareOfPriorities(t *testing.T) {
	o := newOffice(t)
	shares := func(given, priorities int, high bool) {
		t.Helper()
		g, p := o.s.Given()
		if g != given || p != priorities || o.s.PriorityHigh() != high {
			t.Errorf("got %d of %d, high %v, want %d of %d, %v", p, g, o.s.PriorityHigh(), priorities, given, high)
		}
	}
	first := o.comes("droits", Priority)
	o.comes("energie", Priority)
	o.comes("energie", Priority)
	shares(3, 3, false) // of so few no share is made
	for range 4 {
		o.comes("droits", Normal)
	}
	last := o.comes("droits", Normal)
	shares(8, 3, true)
	o.must(ana, Amend{Ticket: first, Class: Normal, ClassSet: true})
	shares(8, 2, false) // a quarter is not above a quarter
	o.must(ana, Amend{Ticket: last, Class: Priority, ClassSet: true})
	o.must(ana, Amend{Ticket: last, Service: "energie"})
	shares(8, 3, true)
	c := testConfig()
	c.PriorityShare = 40
	o.must(house, Configure{c})
	shares(8, 3, false)
	o.passes(24 * time.Hour)
	shares(0, 0, false)
}

func TestWhoWillBeSeenBeforeClosing(t *testing.T) {
	o := newOffice(t)
	none := func(why string) {
		t.Helper()
		if got, ok := o.s.Outlook(o.now); ok {
			t.Errorf("%s: got %+v, want no outlook", why, got)
		}
	}
	is := func(want Outlook) {
		t.Helper()
		if got, ok := o.s.Outlook(o.now); !ok || !got.ClosesAt.Equal(want.ClosesAt) || got.Waiting != want.Waiting ||
			got.PerHour != want.PerHour || got.Served != want.Served || got.Left != want.Left {
			t.Errorf("got %+v, %v, want %+v", got, ok, want)
		}
	}
	none("nobody is here")
	o.later(6*time.Hour + 3*time.Minute)
	o.must(ana, OpenDesk{Desk: "1"})
	o.serves("droits", dossier)
	o.serves("droits", dossier)
	none("two visits are no pace")
	o.serves("droits", dossier) // it is 15:36: 84 minutes to go
	closes := monday.Add(8 * time.Hour)
	is(Outlook{ClosesAt: closes, PerHour: 3})
	for range 6 {
		o.comes("droits", Normal)
	} // 15:42: 78 minutes at three an hour
	is(Outlook{ClosesAt: closes, Waiting: 6, PerHour: 3, Served: 3, Left: 3})
	o.must(ana, PauseDesk{Desk: "1"})
	is(Outlook{ClosesAt: closes, Waiting: 6, PerHour: 3, Served: 3, Left: 3})
	o.must(ana, CloseDesk{Desk: "1"})
	none("nobody sits at a desk")
	o.must(ana, OpenDesk{Desk: "1"})
	o.later(23 * time.Minute) // 16:05; the first visit began at 15:04
	none("the visits began more than an hour ago")
	o.later(time.Hour)
	none("it is closed")
}

func TestAnOfficeThatNeverClosesHasNoOutlook(t *testing.T) {
	o := newOffice(t, func(c *Config) { c.AlwaysOpen = true })
	o.must(ana, OpenDesk{Desk: "1"})
	for range 4 {
		o.serves("droits", dossier)
	}
	if o.s.Begun(o.now) != 4 {
		t.Errorf("got %d visits begun, want 4", o.s.Begun(o.now))
	}
	if got, ok := o.s.Outlook(o.now); ok {
		t.Errorf("got %+v, want none", got)
	}
}

func TestTheVisitsThatBeganAreBounded(t *testing.T) {
	s := NewState("dijon")
	for i := range 2 * begunMax {
		s.begin(time.Duration(i))
	}
	if got := s.Begun(Now{Elapsed: 2 * begunMax}); got != begunMax {
		t.Errorf("got %d, want %d", got, begunMax)
	}
}

func TestAClonesVisitsBeginByThemselves(t *testing.T) {
	s := NewState("dijon")
	for i := range 3 { // which leaves room behind the last
		s.begin(time.Duration(i) * time.Second)
	}
	c := s.Clone()
	s.begin(time.Minute)
	c.begin(2 * time.Minute)
	if got := s.Begun(Now{Elapsed: time.Minute}); got != 4 || s.begun[3] != time.Minute {
		t.Errorf("got %d, the last at %s, want 4, the last at a minute", got, s.begun[3])
	}
}

// appointedIn folds a day's appointments from its events alone, as figures do later.
func appointedIn(facts []fact) (a Appointed) {
	at, come := map[AppointmentID]time.Time{}, map[TicketID]TicketGiven{}
	for _, f := range facts {
		switch e := f.event.(type) {
		case AppointmentsSet:
			clear(at)
			for _, b := range e.List {
				at[b.ID] = b.At
			}
		case TicketGiven:
			if e.Appointment != "" {
				come[e.Ticket] = e
			}
		case TicketCancelled:
			delete(come, e.Ticket)
		}
	}
	a.Booked = len(at)
	for _, e := range come {
		if booked, ok := at[e.Appointment]; ok {
			a.Come++
			if e.ArrivedAt.After(booked) {
				a.Late++
			}
		}
	}
	a.Absent = a.Booked - a.Come
	return a
}

func TestAppointmentsAreEarlyLateOrAbsent(t *testing.T) {
	o := newOffice(t)
	half := o.now.Wall.Add(30 * time.Minute)
	o.must(head, SetAppointments{[]Booking{
		{ID: "early", At: half, Service: "droits"}, {ID: "late", At: half, Service: "droits"},
		{ID: "absent", At: half, Service: "droits"}, {ID: "evening", At: half.Add(7 * time.Hour), Service: "energie"},
	}})
	appointed := func(want Appointed) {
		t.Helper()
		if got := o.s.Appointed(o.now); got != want {
			t.Errorf("got %+v, want %+v", got, want)
		}
	}
	next := func(want TicketID, rule Rule) {
		t.Helper()
		if got := o.must(ana, Next{Desk: "1"}); got.Ticket != want || got.Why.Rule != rule {
			t.Errorf("next called %s by %s, want %s by %s", got.Ticket, got.Why.Rule, want, rule)
		}
	}
	appointed(Appointed{Booked: 4})
	o.must(ana, OpenDesk{Desk: "1"})
	o.must(ana, Give{Ticket: "E", Service: "droits", Appointment: "early"})
	o.later(10 * time.Minute)
	walkIn := o.comes("droits", Normal)
	next(walkIn, RuleScore) // who is early is not due before the time
	waiting := o.comes("droits", Normal)
	appointed(Appointed{Booked: 4, Come: 1})
	o.later(18 * time.Minute) // half past nine
	appointed(Appointed{Booked: 4, Come: 1})
	next("E", RuleAppointment) // due, before the one who waits
	o.later(20 * time.Minute)
	appointed(Appointed{Booked: 4, Come: 1, Absent: 2})
	o.must(ana, Give{Ticket: "L", Service: "droits", Appointment: "late"})
	appointed(Appointed{Booked: 4, Come: 2, Late: 1, Absent: 1})
	next("L", RuleAppointment) // who is late is due at once
	next(waiting, RuleScore)
	if _, err := o.try(ana, Next{Desk: "1"}); err != nil {
		t.Fatal(err)
	}
	if n := o.s.order.len(); n != 0 {
		t.Errorf("%d wait, want nobody to wait for who is absent", n)
	}
	o.must(ana, Give{Ticket: "V", Service: "energie", Appointment: "evening"})
	o.must(ana, Cancel{Ticket: "V"})
	appointed(Appointed{Booked: 4, Come: 2, Late: 1, Absent: 1})

	o.later(8 * time.Hour)
	last := Appointed{Booked: 4, Come: 2, Late: 1, Absent: 2}
	appointed(last)
	if got := appointedIn(o.log); got != last {
		t.Errorf("the day's events tell %+v, want %+v", got, last)
	}
	o.passes(11 * time.Hour)
	appointed(Appointed{})
	if list := o.s.Bookings(); len(list) > 0 {
		t.Errorf("the next day still lists %v", list)
	}
}
