package queue

import (
	"time"
)

// A Day is a business day, a date written 2026-11-23; days compare as strings.
// It begins at the site's day_starts, not at midnight.
type Day string

// A Clock is a time of day in minutes since midnight, 0 to 24*60.
type Clock int

// Hours is a stretch of opening on a weekday. To is at most 24:00 and after From.
type Hours struct {
	Weekday  time.Weekday
	From, To Clock
}

// Opening is what a visitor is told about the door.
type Opening struct {
	Open     bool      // people are received
	Tickets  bool      // tickets are given: until LastTicketMinutes before closing
	ClosesAt time.Time // the end of the stretch when Open, else zero; zero when always open
	OpensAt  time.Time // the next opening when not Open, at most 60 days ahead; else zero
}
