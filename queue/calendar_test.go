package queue

import (
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"
)

// every returns hours for all days of the week.
func every(from, to Clock) []Hours {
	list := make([]Hours, 7)
	for d := range list {
		list[d] = Hours{time.Weekday(d), from, to}
	}
	return list
}

func instantOf(t testing.TB, s string) time.Time {
	t.Helper()
	at, err := time.Parse(time.RFC3339, s)
	if err != nil {
		t.Fatal(err)
	}
	return at
}

func TestTheDayTurnsWhenTheSiteSays(t *testing.T) {
	for _, c := range []struct {
		name, zone string
		starts     Clock
		at         string
		want       Day
	}{
		{"before the turn it is yesterday", "Europe/Paris", 4 * 60, "2026-11-24T03:59:59+01:00", "2026-11-23"},
		{"at the turn it is today", "Europe/Paris", 4 * 60, "2026-11-24T04:00:00+01:00", "2026-11-24"},
		{"another zone's date does not matter", "Europe/Paris", 4 * 60, "2026-11-23T22:30:00-05:00", "2026-11-24"},
		{"midnight", "Europe/Paris", 0, "2026-11-24T00:00:00+01:00", "2026-11-24"},
		{"summer time begins: the turn is leapt over", "Europe/Paris", 2*60 + 30, "2026-03-29T03:00:00+02:00", "2026-03-29"},
		{"and has not come before", "Europe/Paris", 2*60 + 30, "2026-03-29T01:59:59+01:00", "2026-03-28"},
		{"summer time ends: the first of two turns counts", "Europe/Paris", 2*60 + 30, "2026-10-25T02:30:00+02:00", "2026-10-25"},
		{"and the day does not step back", "Europe/Paris", 2*60 + 30, "2026-10-25T02:15:00+01:00", "2026-10-25"},
		{"a midnight that is leapt over", "America/Havana", 0, "2026-03-08T01:00:00-04:00", "2026-03-08"},
		{"and the moment before", "America/Havana", 0, "2026-03-07T23:59:59-05:00", "2026-03-07"},
		{"a midnight that comes twice", "America/St_Johns", 0, "2006-10-28T23:30:00-03:30", "2006-10-29"},
		{"a zone that is unknown is UTC", "Europe/Nowhere", 0, "2026-11-24T00:30:00+01:00", "2026-11-23"},
	} {
		t.Run(c.name, func(t *testing.T) {
			k := NewCalendar(&Config{TimeZone: c.zone, DayStarts: c.starts})
			if got := k.DayOf(instantOf(t, c.at)); got != c.want {
				t.Errorf("got %s, want %s", got, c.want)
			}
		})
	}
}

func TestWhatTheDoorSays(t *testing.T) {
	office := []Hours{
		{time.Monday, 13*60 + 30, 17 * 60}, {time.Monday, 9 * 60, 12 * 60}, // in no order
		{time.Tuesday, 9 * 60, 11 * 60}, {time.Tuesday, 11 * 60, 12 * 60}, {time.Tuesday, 10 * 60, 11*60 + 30},
		{time.Friday, 20 * 60, midnight}, {time.Saturday, 0, 2 * 60},
		{time.Sunday, 2*60 + 15, 2*60 + 45}, {time.Sunday, 10 * 60, 11 * 60},
	}
	closed := []Day{"2026-12-25"}
	for _, c := range []struct {
		name   string
		hours  []Hours
		closed []Day
		at     string
		want   string // "open until", "no tickets until", "closed until", and when; or without when
	}{
		{"in the morning", office, closed, "2026-11-23T09:00:00+01:00", "open until 2026-11-23T12:00:00+01:00"},
		{"the last ticket", office, closed, "2026-11-23T11:44:59+01:00", "open until 2026-11-23T12:00:00+01:00"},
		{"after the last ticket", office, closed, "2026-11-23T11:45:00+01:00", "no tickets until 2026-11-23T12:00:00+01:00"},
		{"at noon", office, closed, "2026-11-23T12:00:00+01:00", "closed until 2026-11-23T13:30:00+01:00"},
		{"before opening", office, closed, "2026-11-23T07:00:00+01:00", "closed until 2026-11-23T09:00:00+01:00"},
		{"told in another zone", office, closed, "2026-11-23T02:30:00-05:00", "closed until 2026-11-23T09:00:00+01:00"},
		{"in the evening, days ahead", office, closed, "2026-11-24T12:00:00+01:00", "closed until 2026-11-27T20:00:00+01:00"},
		{"hours that touch or overlap are one", office, closed, "2026-11-24T10:50:00+01:00", "open until 2026-11-24T12:00:00+01:00"},
		{"at midnight too", office, closed, "2026-11-27T23:50:00+01:00", "open until 2026-11-28T02:00:00+01:00"},
		{"and after it", office, closed, "2026-11-28T01:50:00+01:00", "no tickets until 2026-11-28T02:00:00+01:00"},
		{"a closed evening leaves its night", office, closed, "2026-12-25T21:00:00+01:00", "closed until 2026-12-26T00:00:00+01:00"},
		{"hours that the clocks leap over", office, nil, "2026-03-29T01:00:00+01:00", "closed until 2026-03-29T10:00:00+02:00"},
		{"hours that the clocks show twice", office, nil, "2026-10-25T02:20:00+02:00", "open until 2026-10-25T02:45:00+02:00"},
		{"the second time they are over", office, nil, "2026-10-25T02:20:00+01:00", "closed until 2026-10-25T10:00:00+01:00"},
		{"no hours: always open", nil, nil, "2026-11-23T03:00:00+01:00", "open until"},
		{"no hours and a closed day", nil, closed, "2026-12-24T23:50:00+01:00", "no tickets until 2026-12-25T00:00:00+01:00"},
		{"on that day", nil, closed, "2026-12-25T12:00:00+01:00", "closed until 2026-12-26T00:00:00+01:00"},
		{"a closed day far ahead", nil, closed, "2026-06-01T12:00:00+02:00", "open until"},
		{"round the clock", every(0, midnight), nil, "2026-11-23T03:00:00+01:00", "open until"},
		{"round the clock over summer time's end", every(0, midnight), []Day{"2026-10-26"}, "2026-10-25T02:30:00+02:00", "open until 2026-10-26T00:00:00+01:00"},
		{"closed for long", []Hours{{time.Thursday, 9 * 60, 12 * 60}}, thursdays(10), "2026-11-23T09:00:00+01:00", "closed until"},
		{"closed for not so long", []Hours{{time.Thursday, 9 * 60, 12 * 60}}, thursdays(8), "2026-11-23T09:00:00+01:00", "closed until 2027-01-21T09:00:00+01:00"},
	} {
		t.Run(c.name, func(t *testing.T) {
			k := NewCalendar(&Config{TimeZone: "Europe/Paris", DayStarts: 4 * 60, Hours: c.hours, ClosedDays: c.closed, LastTicketMinutes: 15})
			if got := doorSays(k, instantOf(t, c.at)); got != c.want {
				t.Errorf("got %q, want %q", got, c.want)
			}
		})
	}
}

func doorSays(k *Calendar, at time.Time) string {
	o := k.At(at)
	says, until := "closed until", o.OpensAt
	switch {
	case o.Tickets:
		says, until = "open until", o.ClosesAt
	case o.Open:
		says, until = "no tickets until", o.ClosesAt
	}
	if until.IsZero() {
		return says
	}
	return says + " " + until.In(k.Location()).Format(time.RFC3339)
}

// thursdays returns n dates from the first Thursday after monday.
func thursdays(n int) []Day {
	list := make([]Day, n)
	for i := range list {
		list[i] = Day("2026-11-26").Add(7 * i)
	}
	return list
}

func TestWhoTriesItOutIsNeverClosed(t *testing.T) {
	k := NewCalendar(&Config{TimeZone: "Europe/Paris", AlwaysOpen: true, Hours: every(9*60, 12*60), ClosedDays: []Day{"2026-11-23"}})
	if got := doorSays(k, monday); got != "open until" {
		t.Errorf("got %q, want it open", got)
	}
}

func TestTheClosedDaysAhead(t *testing.T) {
	c := Config{TimeZone: "Europe/Paris", Hours: every(9*60, 12*60), ClosedDays: []Day{"2026-12-25", "2026-11-23", "2026-11-22", "2026-12-24", "2026-11-30"}}
	got := NewCalendar(&c).ClosedAhead("2026-11-23", 32)
	if want := []Day{"2026-11-23", "2026-11-30", "2026-12-24"}; !slices.Equal(got, want) {
		t.Errorf("got %v, want %v", got, want)
	}
	c.AlwaysOpen = true
	if got := NewCalendar(&c).ClosedAhead("2026-11-23", 32); len(got) > 0 {
		t.Errorf("got %v, want none where it is always open", got)
	}
}

// anyCalendar has hours at the clock's odd hours, in zones of odd habits.
func anyCalendar(t *rapid.T) *Calendar {
	c := Config{
		TimeZone: rapid.SampledFrom([]string{
			"Europe/Paris", "UTC", "America/Havana", "America/St_Johns", "Australia/Lord_Howe", "Africa/Cairo",
			"Pacific/Apia", "Africa/Casablanca", "America/Santiago", "Asia/Beirut",
		}).Draw(t, "zone"),
		DayStarts: Clock(rapid.IntRange(0, 24*60-1).Draw(t, "day starts")),
	}
	clock := rapid.SampledFrom([]Clock{0, 30, 60, 2 * 60, 150, 3 * 60, 9 * 60, 12 * 60, 23*60 + 30, midnight})
	for range rapid.IntRange(0, 12).Draw(t, "stretches") {
		h := Hours{time.Weekday(rapid.IntRange(0, 6).Draw(t, "weekday")), clock.Draw(t, "from"), clock.Draw(t, "to")}
		if h.From < h.To {
			c.Hours = append(c.Hours, h)
		}
	}
	for range rapid.IntRange(0, 3).Draw(t, "closed days") {
		c.ClosedDays = append(c.ClosedDays, Day("2026-01-01").Add(rapid.IntRange(0, 365).Draw(t, "closed")))
	}
	return NewCalendar(&c)
}

// anyInstant is near a change of a zone's clocks as often as not.
func anyInstant(t *rapid.T, k *Calendar) time.Time {
	base := time.Date(rapid.SampledFrom([]int{2006, 2011, 2026}).Draw(t, "year"), 1, 1, 0, 0, 0, 0, time.UTC)
	at := base.Add(time.Duration(rapid.IntRange(0, 366*24*60).Draw(t, "minute")) * time.Minute)
	if _, end := at.In(k.loc).ZoneBounds(); !end.IsZero() && rapid.Bool().Draw(t, "near a change") {
		at = end.Add(time.Duration(rapid.IntRange(-30*60, 30*60).Draw(t, "minutes off")) * time.Minute)
	}
	return at
}

func TestDaysFollowEachOtherWithoutGap(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		k := anyCalendar(t)
		at := anyInstant(t, k)
		d := k.DayOf(at)
		if start, turn := k.StartOf(d), k.TurnAfter(d); at.Before(start) || !at.Before(turn) {
			t.Fatalf("%s is said to be on %s, which goes from %s to %s", at.In(k.loc), d, start, turn)
		}
		if later := k.DayOf(at.Add(time.Duration(rapid.IntRange(0, 3*24*60).Draw(t, "later")) * time.Minute)); later < d {
			t.Fatalf("the day stepped back from %s to %s", d, later)
		}
	})
}

func TestTheDoorKeepsItsWord(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		k := anyCalendar(t)
		at := anyInstant(t, k)
		o := k.At(at)
		turns := o.OpensAt
		if o.Open {
			turns = o.ClosesAt
		}
		if turns.IsZero() {
			return
		}
		if !turns.After(at) {
			t.Fatalf("at %s the door tells of %s, which is past", at, turns)
		}
		between := at.Add(time.Duration(rapid.Float64Range(0, 1).Draw(t, "between") * float64(turns.Sub(at)-1)))
		if got := k.At(between); got.Open != o.Open {
			t.Fatalf("at %s: open is %v until %s; at %s it is %v", at, o.Open, turns, between, got.Open)
		}
		if got := k.At(turns); got.Open == o.Open {
			t.Fatalf("at %s: open is %v until %s; then it is still", at, o.Open, turns)
		}
	})
}
