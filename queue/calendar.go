package queue

import (
	"cmp"
	"iter"
	"slices"
	"time"
	_ "time/tzdata" // so that a zone is never missing
)

// A Calendar knows a configuration's days and hours in its time zone. A time of
// the clock that a date has twice, when summer time ends, is the first of the
// two; one that it has not, when summer time begins, is when the clocks leap.
// So days follow each other without gap or overlap, and so do touching hours.
type Calendar struct {
	loc        *time.Location
	dayStarts  Clock
	lastTicket time.Duration // before closing
	always     bool          // open at any time
	week       [7][]Hours    // by weekday, in order; what touches or overlaps is one
	closed     map[Day]bool  // dates, from midnight to midnight
}

// NewCalendar returns the calendar of a configuration; a zone that is unknown is UTC.
func NewCalendar(c *Config) *Calendar {
	loc, err := time.LoadLocation(c.TimeZone)
	if err != nil {
		loc = time.UTC
	}
	k := &Calendar{
		loc: loc, dayStarts: c.DayStarts, lastTicket: time.Duration(c.LastTicketMinutes) * time.Minute,
		week: weekOf(c.Hours), closed: map[Day]bool{},
	}
	for _, d := range c.ClosedDays {
		k.closed[d] = true
	}
	k.always = c.AlwaysOpen || len(k.closed) == 0 && !slices.ContainsFunc(k.week[:], func(day []Hours) bool {
		return len(day) != 1 || day[0].From > 0 || day[0].To < midnight
	})
	return k
}

// weekOf sorts hours by weekday, and makes one of those that touch or overlap.
// None at all is open all week.
func weekOf(hours []Hours) [7][]Hours {
	var week [7][]Hours
	if len(hours) == 0 {
		for d := range week {
			week[d] = []Hours{{time.Weekday(d), 0, midnight}}
		}
		return week
	}
	for _, h := range slices.SortedFunc(slices.Values(hours), func(a, b Hours) int { return cmp.Compare(a.From, b.From) }) {
		day := &week[h.Weekday]
		if last := len(*day) - 1; last >= 0 && h.From <= (*day)[last].To {
			(*day)[last].To = max((*day)[last].To, h.To)
			continue
		}
		*day = append(*day, h)
	}
	return week
}

// Location returns the site's time zone.
func (c *Calendar) Location() *time.Location { return c.loc }

// DayOf returns the business day at a time: the last that has begun.
func (c *Calendar) DayOf(t time.Time) Day {
	date := c.dateOf(t)
	for n := 1; n >= 0; n-- {
		if d := date.AddDate(0, 0, n); !t.Before(c.instant(d, c.dayStarts)) {
			return dayOn(d)
		}
	}
	return dayOn(date.AddDate(0, 0, -1))
}

// StartOf returns when a business day begins.
func (c *Calendar) StartOf(d Day) time.Time { return c.instant(d.date(), c.dayStarts) }

// TurnAfter returns when a business day ends.
func (c *Calendar) TurnAfter(d Day) time.Time { return c.StartOf(d.Add(1)) }

// On returns when the clock shows a time within a business day: on the date that
// follows, for one before the day's start.
func (c *Calendar) On(d Day, at Clock) time.Time {
	if at < c.dayStarts {
		d = d.Add(1)
	}
	return c.instant(d.date(), at)
}

// At returns what the door says at a time.
func (c *Calendar) At(t time.Time) Opening {
	if c.always {
		return Opening{Open: true, Tickets: true}
	}
	var o Opening
	for from, to := range c.stretches(t) {
		switch {
		case !to.After(t):
		case o.Open && from.After(o.ClosesAt), !o.Open && from.After(t):
			return c.door(o, t, from)
		default:
			o.Open, o.ClosesAt = true, to
		}
	}
	end := c.instant(c.dateOf(t), midnight+OpeningDays*midnight)
	if !o.ClosesAt.Before(end) {
		return Opening{Open: true, Tickets: true}
	}
	return c.door(o, t, time.Time{})
}

// ClosedAhead returns which of so many days, from a day on, the configuration names
// as closed, in order. Whoever tries it out is never closed.
func (c *Calendar) ClosedAhead(from Day, days int) []Day {
	var list []Day
	for n := 0; n < days && !c.always; n++ {
		if d := from.Add(n); c.closed[d] {
			list = append(list, d)
		}
	}
	return list
}

// door completes an opening by the next stretch, or by the end of tickets.
func (c *Calendar) door(o Opening, t, next time.Time) Opening {
	if !o.Open {
		return Opening{OpensAt: next}
	}
	o.Tickets = t.Before(o.ClosesAt.Add(-c.lastTicket))
	return o
}

// stretches yields the hours around a time, from the day before to OpeningDays
// ahead, in order.
func (c *Calendar) stretches(t time.Time) iter.Seq2[time.Time, time.Time] {
	return func(yield func(from, to time.Time) bool) {
		today := c.dateOf(t)
		for n := -1; n <= OpeningDays; n++ {
			date := today.AddDate(0, 0, n)
			hours := c.week[date.Weekday()]
			if len(hours) == 0 || len(c.closed) > 0 && c.closed[dayOn(date)] {
				continue
			}
			for _, h := range hours {
				from, to := c.instant(date, h.From), c.instant(date, h.To)
				if from.Before(to) && !yield(from, to) { // else the clocks leapt over it
					return
				}
			}
		}
	}
}

// dateOf returns what a calendar on the wall shows, as midnight UTC.
func (c *Calendar) dateOf(t time.Time) time.Time {
	y, m, d := t.In(c.loc).Date()
	return time.Date(y, m, d, 0, 0, 0, 0, time.UTC)
}

// instant returns when a clock on the wall first shows a time of a date, or
// leaps over it.
func (c *Calendar) instant(date time.Time, at Clock) time.Time {
	y, m, d := date.Date()
	t := time.Date(y, m, d, 0, int(at), 0, 0, c.loc)
	start, end := t.ZoneBounds() // of the offset in force at t
	_, offset := t.Zone()
	shown := t.Add(time.Duration(offset) * time.Second)
	switch wanted := date.Add(time.Duration(at) * time.Minute); {
	case shown.After(wanted): // leapt over; Date reckoned by the offset before
		return start
	case shown.Before(wanted): // leapt over; by the offset after
		return end
	case start.IsZero():
		return t
	}
	_, before := start.Add(-1).Zone()
	if first := t.Add(time.Duration(offset-before) * time.Second); first.Before(start) {
		return first // shown twice
	}
	return t
}
