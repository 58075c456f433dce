package spool

import (
	"context"
	"iter"
	"time"

	"accueil/kiosk"
	"accueil/queue"
)

// A Server is what a kiosk needs of one. Its errors carry a queue.Kind; those of
// the line are Unavailable or no *queue.Error at all.
type Server interface {
	// Me tells what the kiosk holds and learns who it is. It is refused with
	// Conflict when every lane is taken.
	Me(context.Context, Hold) (Me, error)
	// Site returns the site as it is configured now.
	Site(context.Context) (Site, error)
	Give(context.Context, Born) (Answer, error)
	Amend(context.Context, Change) (Answer, error)
	Cancel(context.Context, Change) (Answer, error)
	// Alert rings on the consoles.
	Alert(context.Context, Ring) (queue.AlertID, error)
	// Withdraw takes an alert of this kiosk down; NotFound when it is down already.
	Withdraw(context.Context, queue.AlertID) error
	// Watch yields the newest view, at once and at every change, and now and then
	// that it has not changed, until the line breaks or is silent for too long, which
	// is its last and only error.
	Watch(context.Context) iter.Seq2[View, error]
}

// A Position is how far a server's journal had come, in one life of it.
type Position struct {
	Epoch string // "" for none
	Seq   uint64
}

// A Hold is what a kiosk has from earlier answers.
type Hold struct {
	Spool queue.SpoolID
	Lane  queue.Lane // 0 before the first answer
	At    Position   // the highest it was told
}

// Me is who the server says this kiosk is.
type Me struct {
	Device   queue.ActorID
	Role     queue.Role
	Lane     queue.Lane
	LinkKeys map[queue.Day][]byte // of the days to come
}

// check refuses who is no kiosk: Forbidden where another's token was given, and
// Unavailable where the server's answer is not to be understood.
func (m Me) check() error {
	switch {
	case m.Role != queue.RoleKiosk:
		return queue.Refuse(queue.Forbidden, "this token's role is %s: give a kiosk's", m.Role)
	case m.Lane < queue.LaneKioskMin || m.Lane > queue.LaneKioskMax:
		return queue.Refuse(queue.Unavailable, "the server gave lane %d: a kiosk's is %d to %d",
			m.Lane, queue.LaneKioskMin, queue.LaneKioskMax)
	}
	return nil
}

// A Site is the office as the server has it.
type Site struct {
	Config queue.Config
	Day    queue.Day
	At     Position
}

// A Born ticket was handed out here. Its id is its key.
type Born struct {
	Ticket kiosk.Ticket  // Day "" when it is undated
	Age    time.Duration // or queue.AgeUnknown
}

// A Change of a ticket handed out here.
type Change struct {
	Key    string
	Ticket queue.TicketID
	Class  queue.Class // of an amendment
	Age    time.Duration
}

// An Answer is what the server said of a ticket.
type Answer struct {
	Day   queue.Day // in which it counts it
	Place kiosk.Place
	At    Position
}

// A Ring is an alert to be raised. Of a lasting condition one stands at a time: it
// then gets this text.
type Ring struct {
	Key  string
	Kind queue.AlertKind
	Text string
}

// A View is what the server shows its kiosks.
type View struct {
	At       Position
	Wall     time.Time // the server's clock
	Beat     bool      // the last view is still true: what follows is not said again
	Feed     kiosk.Feed
	Alerts   []Alert // of this kiosk, that stand
	Reprints []Reprint
}

// An Alert stands at the server.
type Alert struct {
	ID   queue.AlertID
	Kind queue.AlertKind
	Text string
}

// A Reprint is a receipt that a mediator wants once more.
type Reprint struct {
	Count   uint64 // rises by one with each
	Ticket  queue.TicketID
	Number  queue.Number
	Service queue.ServiceID
	Lang    string
}
