package queue

import "time"

// A Day is a business day, a date written 2026-11-23; days compare as strings.
// It begins at the site's day_starts, not at midnight.
type Day string

// Add returns the day n later; n may be negative.
func (d Day) Add(n int) Day {
	return dayOn(d.date().AddDate(0, 0, n))
}

// Valid reports whether d is a date as Day is written.
func (d Day) Valid() bool {
	_, err := time.Parse(time.DateOnly, string(d))
	return err == nil
}

// date returns the day as midnight UTC, where dates are reckoned, since no hour
// is missing there. What is not a date is that of the zero time.
func (d Day) date() time.Time {
	t, _ := time.Parse(time.DateOnly, string(d))
	return t
}

func dayOn(date time.Time) Day { return Day(date.Format(time.DateOnly)) }

// A Clock is a time of day in minutes since midnight, 0 to 24*60.
type Clock int

const midnight Clock = 24 * 60 // at the end of a day

// Hours is a stretch of opening on a weekday. To is at most 24:00 and after From.
type Hours struct {
	Weekday  time.Weekday
	From, To Clock
}

// Opening is what a visitor is told about the door. Hours that touch, across
// midnight too, are one stretch.
type Opening struct {
	Open     bool      // people are received
	Tickets  bool      // tickets are given: until LastTicketMinutes before closing
	ClosesAt time.Time // the end of the stretch when Open, else zero; zero when that is not within OpeningDays
	OpensAt  time.Time // the next opening when not Open, else zero; zero when that is not within OpeningDays
}

// OpeningDays is how far ahead a closing or an opening is looked for.
const OpeningDays = 60
