package spool

import (
	"time"
)

// A Clock is where the spool reads the time.
type Clock interface{ Read() Reading }

// A Reading is the machine's time, all at one moment.
type Reading struct {
	Boot   string        // which start of the machine it is, "" when not known
	Mono   time.Duration // since that start, also while asleep
	Wall   time.Time
	Synced bool // the wall clock was set by a network or is kept by a battery
}

// SystemClock returns the machine's own clock. It is read for each key that is
// pressed, so what does not change until the machine is switched off is asked once.
func SystemClock() Clock { return newSystemClock(time.Now()) }

func (c systemClock) Read() Reading {
	r := Reading{Wall: time.Now(), Mono: time.Since(c.start)}
	c.ask(&r)
	return r
}

// wallMin is before any time at which this program can run: a clock that shows
// less has been reset.
func wallMin() time.Time { return time.Date(2026, time.January, 1, 0, 0, 0, 0, time.UTC) }
