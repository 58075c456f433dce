package queue

import (
	"slices"
	"time"
	_ "time/tzdata" // so that a zone is never missing
)

type Calendar struct {
	c   *Config
	loc *time.Location
}

func NewCalendar(c *Config) *Calendar {
	loc, err := time.LoadLocation(c.TimeZone)
	if err != nil {
		loc = time.UTC
	}
	return &Calendar{c, loc}
}

func (c *Calendar) DayOf(t time.Time) Day {
	l := t.In(c.loc)
	d := Day(l.Format("2006-01-02"))
	if t.Before(c.StartOf(d)) {
		return d.Add(-1)
	}
	return d
}

func (c *Calendar) StartOf(d Day) time.Time {
	t, _ := time.Parse("2006-01-02", string(d))
	return time.Date(t.Year(), t.Month(), t.Day(), 0, int(c.c.DayStarts), 0, 0, c.loc)
}

func (c *Calendar) TurnAfter(d Day) time.Time { return c.StartOf(d.Add(1)) }

func (c *Calendar) At(t time.Time) Opening {
	if c.c.AlwaysOpen || len(c.c.Hours) == 0 {
		return Opening{Open: true, Tickets: true}
	}
	t = t.In(c.loc)
	for n := 0; n < 60; n++ {
		d := t.AddDate(0, 0, n)
		if slices.Contains(c.c.ClosedDays, Day(d.Format("2006-01-02"))) {
			continue
		}
		for _, h := range c.c.Hours {
			if h.Weekday != d.Weekday() {
				continue
			}
			from := time.Date(d.Year(), d.Month(), d.Day(), 0, int(h.From), 0, 0, c.loc)
			to := time.Date(d.Year(), d.Month(), d.Day(), 0, int(h.To), 0, 0, c.loc)
			if !t.Before(from) && t.Before(to) {
				return Opening{Open: true, Tickets: t.Before(to.Add(-time.Duration(c.c.LastTicketMinutes) * time.Minute)), ClosesAt: to}
			}
			if t.Before(from) {
				return Opening{OpensAt: from}
			}
		}
	}
	return Opening{}
}

func (d Day) Add(n int) Day {
	t, _ := time.Parse("2006-01-02", string(d))
	return Day(t.AddDate(0, 0, n).Format("2006-01-02"))
}

// Location returns the site's time zone.
func (c *Calendar) Location() *time.Location { return c.loc }
