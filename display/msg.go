package display

import (
	"time"

	"accueil/configs/i18n"
	"accueil/queue"
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
	// true. Since is when it was last heard, zero for never.
	Lost struct {
		Loss  Loss
		Since time.Time
	}
	// Announced says that nothing more is to be heard of an Announce.
	Announced struct{ Call uint64 }
	// WallSeen is the wall's newest view.
	WallSeen struct {
		Stamp Stamp
		View  wire.WallView
	}
)

// A Loss is why the server is not heard. What more there is to say of it is in no
// language of the house, and belongs in a log.
type Loss struct {
	Kind  LossKind
	Found string // of LossStranger: what answers there, one short line
}

// A LossKind has its sentence, common.lost_….
type LossKind string

// Why a server is not heard.
const (
	LossSilent      LossKind = "silent"      // it was there, and says nothing
	LossUnreachable LossKind = "unreachable" // nobody answers at its address
	LossUnpaired    LossKind = "unpaired"    // nobody on this machine gives the screen a token
	LossStranger    LossKind = "stranger"    // something else answers there
	LossToken       LossKind = "token"       // it does not know this screen
	LossSite        LossKind = "site"        // it does not know the site
	LossVersion     LossKind = "version"     // it is of another time than this screen
)

// passes reports whether waiting may be enough.
func (l Loss) passes() bool {
	return l.Kind == LossSilent || l.Kind == LossUnreachable || l.Kind == LossUnpaired
}

// A Stamp says when, and in which life of the journal, a view was true.
type Stamp struct {
	Epoch string
	Seq   uint64    // how far the journal had come in it
	At    time.Time // on the server's clock
}

// before reports whether a view of s is older than one of t. Of two that are equally
// far, each is taken: the clock alone opens and closes, too.
func (s Stamp) before(t Stamp) bool { return s.Epoch == t.Epoch && s.Seq < t.Seq }

// Ring asks for a sound.
type Ring struct{}

// Announce asks that a call be heard: a chime, and what Speech says of it.
type Announce struct {
	Call     uint64
	Number   queue.Number
	Desk     queue.DeskID
	DeskName string
	Lang     string // the ticket's
	House    string // the language in which it is spoken
}

func (Tick) msg()      {}
func (Heard) msg()     {}
func (Lost) msg()      {}
func (WallSeen) msg()  {}
func (Announced) msg() {}

func (Ring) effect()     {}
func (Announce) effect() {}

// A line is what a screen knows of its way to the server.
type line struct {
	lost  bool
	loss  Loss
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
	l.lost, l.loss = true, m.Loss
	if !m.Since.IsZero() {
		l.since = m.Since
	}
	return l
}

// says what is to be said of a line that is lost, or not there yet: a sentence,
// which since makes when the server was heard, and what is wrong.
func (l line) says(w i18n.Words, since func(time.Time) string) (stale, detail string) {
	if l.lost {
		detail = w.Lost(string(l.loss.Kind), l.loss.Found)
	}
	switch {
	case l.lost && !l.since.IsZero():
		return since(l.heardAt()), detail
	case l.lost && !l.loss.passes():
		return detail, ""
	}
	return w.WallSearching(), detail
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
