package display

import (
	"time"

	"accueil/queue/wire"
)

// A Now is two clocks: Wall for people, in the zone of whoever reads it, and Mono,
// which never goes back, for deadlines.
type Now struct {
	Wall time.Time
	Mono time.Duration // since any fixed moment
}

// A Msg is something that happened.
type Msg interface{ msg() }

// An Effect is something that a screen wishes for.
type Effect interface{ effect() }

// What both screens are told.
type (
	// Tick tells the time; time never moves otherwise. One comes before every
	// other message, and whenever Deadline is reached.
	Tick struct{ Now Now }
	// Heard is a sign of life that brings nothing new.
	Heard struct{ At time.Time }
	// Lost says that the server is not heard: what it last said may no longer be
	// true. Since is when it was last heard, zero for never; Why is one line for
	// whoever mends it.
	Lost struct {
		Why   string
		Since time.Time
	}
	// WallSeen is the wall's newest view.
	WallSeen struct {
		Stamp Stamp
		View  wire.WallView
	}
)

// A Stamp says when, and in which life of the journal, a view was true.
type Stamp struct {
	Epoch string
	At    time.Time // on the server's clock
}

// Ring asks for a sound.
type Ring struct{}

func (Tick) msg()     {}
func (Heard) msg()    {}
func (Lost) msg()     {}
func (WallSeen) msg() {}

func (Ring) effect() {}

// A line is what a screen knows of its way to the server.
type line struct {
	lost  bool
	why   string
	since time.Time     // when the server was last heard; zero: never
	at    time.Time     // the server's clock,
	mono  time.Duration // at this moment of ours
}

// hear takes in a sign of life.
func (l line) hear(at time.Time, now Now) line {
	return line{since: now.Wall, at: at, mono: now.Mono}
}

// lose takes in that there is none.
func (l line) lose(m Lost) line {
	l.lost, l.why = true, m.Why
	if !m.Since.IsZero() {
		l.since = m.Since
	}
	return l
}

// clock is the server's, as far as it is known.
func (l line) clock(now Now) time.Time {
	if l.at.IsZero() {
		return now.Wall
	}
	return l.at.Add(now.Mono - l.mono)
}

// heardAt is when the server was last heard, in its own zone.
func (l line) heardAt() time.Time {
	if l.at.IsZero() {
		return l.since
	}
	return l.since.In(l.at.Location())
}
