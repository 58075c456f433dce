package queue

import (
	"slices"
	"testing"
	"time"
)

// slot returns the half hour of the day that begins at a time of the clock.
func (o *office) slot(at string) Slot {
	o.t.Helper()
	for _, s := range o.s.Daybook(o.now).Slots {
		if s.At.Format("15:04") == at {
			return s
		}
	}
	o.t.Fatalf("the day has no half hour at %s: %+v", at, o.s.Daybook(o.now).Slots)
	return Slot{}
}

func TestADayIsToldByHalfHours(t *testing.T) {
	o := newOffice(t)
	if got := o.s.Daybook(o.now); len(got.Slots) > 0 {
		t.Errorf("before anything happened: got %+v, want nothing", got.Slots)
	}
	first, second := o.comes("droits", Normal), o.comes("energie", Normal) // at 9:00 and 9:01
	o.later(8 * time.Minute)                                               // 9:10
	o.must(ana, OpenDesk{Desk: "1"})
	o.must(ana, Next{Desk: "1"})
	o.must(ana, Start{first})
	o.later(40 * time.Minute) // 9:50
	o.must(ana, Finish{Ticket: first, ReasonsSet: true, Reasons: []Coded{dossier, dossier}})
	o.must(ana, Next{Desk: "1"})
	o.must(ana, MarkNoShow{second})
	o.must(ana, CodeVisit{Ticket: "V1", Channel: ChannelPhone, Reasons: []Coded{dossier}})
	o.must(ana, PauseDesk{Desk: "1"})
	o.later(20 * time.Minute) // 10:10

	nine, half, ten := o.slot("09:00"), o.slot("09:30"), o.slot("10:00")
	want := Slot{At: nine.At, Arrived: 2, Called: 1, Waits: 1, WaitSum: 10 * time.Minute, WaitMax: 10 * time.Minute, Open: 20 * time.Minute, Serving: 20 * time.Minute}
	if nine != want {
		t.Errorf("at nine: got %+v, want %+v", nine, want)
	}
	want = Slot{At: half.At, Called: 1, Served: 1, NoShows: 1, Waits: 1, WaitSum: 49 * time.Minute, WaitMax: 49 * time.Minute, Open: 20 * time.Minute, Serving: 20 * time.Minute}
	if half != want {
		t.Errorf("at half past nine: got %+v, want %+v", half, want)
	}
	if ten != (Slot{At: ten.At}) {
		t.Errorf("at ten, in a pause: got %+v, want nothing", ten)
	}
	day := o.s.Daybook(o.now)
	if day.Arrived != 2 || day.Called != 2 || day.Served != 1 || day.NoShows != 1 || day.WaitMax != 49*time.Minute || day.WithoutTicket != 1 || day.Reasons != 3 {
		t.Errorf("of the day: got %+v", day)
	}
	if got, want := day.Services["droits"], (ServiceDay{1, 1}); got != want {
		t.Errorf("of a service: got %+v, want %+v", got, want)
	}
	if got, want := day.Desks["1"], (DeskDay{1, 40 * time.Minute, 40 * time.Minute}); got != want {
		t.Errorf("of a desk: got %+v, want %+v", got, want)
	}
}

// What is still going on counts to now, and no more once it has ended.
func TestADeskCountsWhileItWorks(t *testing.T) {
	o := newOffice(t)
	o.must(ana, OpenDesk{Desk: "1"})
	o.must(ben, OpenDesk{Desk: "2"})
	o.later(10 * time.Minute)
	for range 2 { // to look changes nothing
		if got := o.slot("09:00"); got.Open != 20*time.Minute || got.Serving != 0 {
			t.Errorf("two desks after ten minutes: got %+v", got)
		}
	}
	o.must(ben, CloseDesk{"2"})
	o.later(10 * time.Minute)
	if got := o.slot("09:00").Open; got != 30*time.Minute {
		t.Errorf("one closed, ten minutes later: got %s, want 30m", got)
	}
}

func TestWhatIsTakenBackIsTakenOutOfTheDay(t *testing.T) {
	o := newOffice(t)
	o.must(ana, OpenDesk{Desk: "1"})
	id := o.serves("droits", dossier)
	o.later(30 * time.Minute)
	o.must(head, Undo{id})
	if day := o.s.Daybook(o.now); day.Served != 0 || day.Desks["1"].Visits != 0 || day.Called != 1 {
		t.Errorf("of a visit whose end was taken back: got %+v", day)
	}
	o.must(ana, Finish{Ticket: id})
	o.comes("droits", Normal)
	o.must(ana, Next{Desk: "1"})
	again := o.s.visitOf["ana"]
	o.must(ana, MarkNoShow{again})
	o.must(ana, Undo{again})
	o.must(ana, Next{Desk: "1"})
	o.must(ana, Park{Ticket: again, Minutes: 5})
	o.must(ana, CallTicket{Ticket: again, Desk: "1", Cause: "returned"})
	if day := o.s.Daybook(o.now); day.Called != 2 || day.NoShows != 0 || day.Waits != 2 || day.Served != 1 {
		t.Errorf("of one called three times: got %+v, want it called once", day)
	}
}

func TestAnEstimatedArrivalIsInNoWait(t *testing.T) {
	o := newOffice(t)
	o.must(kiosk, TakeLane{Device: "kiosk", Spool: "S"})
	o.must(kiosk, Give{Ticket: "T1", Service: "droits", Number: "A01", Age: AgeUnknown})
	o.must(ana, OpenDesk{Desk: "1"})
	o.later(20 * time.Minute)
	o.must(ana, Next{Desk: "1"})
	if day := o.s.Daybook(o.now); day.Arrived != 1 || day.Called != 1 || day.Waits != 0 || day.WaitMax != 0 {
		t.Errorf("got %+v, want someone who was called, and no wait", day)
	}
}

// A wait counts as the score does: who comes early for an appointment waits from then on.
func TestAnAppointmentWaitsFromItsTime(t *testing.T) {
	o := newOffice(t)
	o.must(head, SetAppointments{[]Booking{{ID: "P1", At: o.now.Wall.Add(time.Hour), Service: "droits"}}})
	o.must(ana, Give{Ticket: "T1", Service: "droits", Appointment: "P1"})
	o.must(ana, OpenDesk{Desk: "1"})
	o.later(70 * time.Minute)
	o.must(ana, Next{Desk: "1"})
	if got := o.s.Daybook(o.now).WaitMax; got != 10*time.Minute {
		t.Errorf("got a wait of %s, want 10m", got)
	}
}

// An arrival that is told late counts when it was.
func TestAnArrivalCountsWhenItWas(t *testing.T) {
	o := newOffice(t)
	o.must(kiosk, TakeLane{Device: "kiosk", Spool: "S"})
	o.later(2 * time.Hour)
	o.must(kiosk, Give{Ticket: "T1", Service: "droits", Number: "A01", Day: o.s.Day(), Age: 90 * time.Minute})
	if got := o.slot("09:30").Arrived; got != 1 {
		t.Errorf("at half past nine %d came, want 1", got)
	}
	if got, want := len(o.s.Daybook(o.now).Slots), 4; got != want {
		t.Errorf("got %d half hours, want %d: from the first to now", got, want)
	}
}

func TestANewDayHasAnEmptyBookAndKnowsWhoWasNotServed(t *testing.T) {
	o := newOffice(t, func(c *Config) { c.AlwaysOpen = true })
	o.must(kiosk, TakeLane{Device: "kiosk", Spool: "S"})
	o.must(ana, OpenDesk{Desk: "1"})
	o.serves("droits", dossier)
	o.comes("droits", Normal)
	o.comes("droits", Normal)
	o.must(ana, Next{Desk: "1"})
	o.must(ana, Start{o.s.visitOf["ana"]})
	yesterday := o.s.Day()
	o.passes(3 * 24 * time.Hour) // nobody comes at the weekend
	day := o.s.Daybook(o.now)
	if day.Arrived+day.Called+day.Served != 0 || day.Before != yesterday || day.Unserved != 1 {
		t.Errorf("got %+v, want an empty day after %s, of which 1 is unserved", day, yesterday)
	}
	o.must(kiosk, Give{Ticket: "T-late", Service: "droits", Number: "A01", Day: yesterday, Age: AgeUnknown})
	if got := o.s.Daybook(o.now).Unserved; got != 2 {
		t.Errorf("told late, %d are unserved, want 2", got)
	}
	o.must(kiosk, Cancel{Ticket: "T-late"})
	if got := o.s.Daybook(o.now).Unserved; got != 1 {
		t.Errorf("taken back, %d are unserved, want 1", got)
	}
	if at := o.slot("04:00"); at.Open == 0 || at.Serving != at.Open {
		t.Errorf("of the visit that goes on over the night: got %+v", at)
	}
}

// In October an hour comes twice, in March one is missing: half hours follow each other.
func TestADayOfTwentyFiveHours(t *testing.T) {
	for _, c := range []struct {
		day   Day
		hours int
	}{{"2026-10-25", 25}, {"2026-03-29", 23}, {"2026-10-26", 24}} {
		config := testConfig()
		config.AlwaysOpen, config.DayStarts = true, 0
		cal := NewCalendar(&config)
		start, end := cal.StartOf(c.day), cal.TurnAfter(c.day)
		o := &office{t: t, s: NewState("dijon"), now: Now{Wall: start}}
		o.must(house, Configure{config})
		o.must(ana, OpenDesk{Desk: "1"})
		o.later(end.Sub(start) - time.Nanosecond)
		slots := o.s.Daybook(o.now).Slots
		if len(slots) != 2*c.hours || !slots[0].At.Equal(start) || slots[len(slots)-1].At.Format("15:04") != "23:30" {
			t.Fatalf("%s: got %d half hours from %s to %s, want %d", c.day, len(slots), slots[0].At, slots[len(slots)-1].At, 2*c.hours)
		}
		if i := slices.IndexFunc(slots, func(s Slot) bool { return s.Open < SlotLength-time.Nanosecond }); i >= 0 {
			t.Errorf("%s: half hour %d has a desk open for %s, want all of it", c.day, i, slots[i].Open)
		}
	}
}

// A clock that was set puts nothing outside the day, and no stretch goes back.
func TestASetClockStaysInTheDay(t *testing.T) {
	o := newOffice(t, func(c *Config) { c.AlwaysOpen = true })
	o.must(ana, OpenDesk{Desk: "1"})
	for _, jump := range []time.Duration{-30 * time.Hour, 90 * time.Hour, -60 * time.Hour} {
		o.now.Wall = o.now.Wall.Add(jump)
		o.must(ana, PauseDesk{Desk: "1"})
		o.comes("droits", Normal)
		o.must(ana, ResumeDesk{"1"})
		o.later(10 * time.Minute)
	}
	day := o.s.Daybook(o.now)
	if len(o.s.book.slots) > SlotsMax || day.Open != 30*time.Minute || day.Arrived != 3 {
		t.Errorf("got %d half hours, %+v, want half an hour at the desk and 3 people", len(o.s.book.slots), day.Slot)
	}
}
