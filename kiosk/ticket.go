package kiosk

import (
	"time"

	"accueil/queue"
)

// A Ticket is a number that was handed out here: it stands in the kiosk's own
// spool, whether or not the server has heard of it.
type Ticket struct {
	ID          queue.TicketID
	Number      queue.Number
	Service     queue.ServiceID
	Class       queue.Class
	Lang        string
	Day         queue.Day // in which it was numbered; "" when the clock was not to be trusted
	At          time.Time // the wall's time of the touch
	Appointment queue.AppointmentID
	Link        string // where a telephone follows it, reckoned here; "" where none can
}

// An Order is what a visitor chose: a ticket not yet born.
type Order struct {
	Service     queue.ServiceID
	Class       queue.Class
	Lang        string
	Appointment queue.AppointmentID // "" for a walk-in
}

// A Place is where a ticket stands among those waiting, as the server said it.
type Place struct {
	Ahead int        // may rise
	Wait  *WaitRange // nil: not known
	Link  string     // where a telephone follows it; "" without a public address
}

// A WaitRange is an honest guess at a wait, in whole minutes.
type WaitRange struct {
	LowMinutes, HighMinutes int
}

// Fault is why no numbers are given at all.
type Fault uint8

const (
	FaultNone     Fault = iota
	FaultStarting       // no lane yet: the server has not answered once
	FaultDisk           // the spool cannot be read or written
	FaultLanes          // every lane is taken: a technician frees one
	FaultRefused        // the server no longer knows this kiosk
	FaultServer         // what answers is no Accueil server
)
