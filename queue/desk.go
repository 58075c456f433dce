package queue

import "time"

// DeskMode is whether a desk takes people.
type DeskMode uint8

const (
	DeskClosed DeskMode = iota
	DeskOpen
	DeskPaused
)

// String returns the mode's name on the wire.
func (m DeskMode) String() string {
	switch m {
	case DeskClosed:
		return "closed"
	case DeskOpen:
		return "open"
	case DeskPaused:
		return "paused"
	}
	return ""
}

// A DeskState is what happens at a desk. One desk a person, one person a desk.
type DeskState struct {
	ID     DeskID
	Mode   DeskMode
	Person ActorID  // who has it open, "" when closed
	Ticket TicketID // the open visit of Person called here, or ""
	Since  time.Time
	Until  time.Time // when a pause is to end, or zero

	Appointments int  // called in a row by Next, for the rule of two
	Over         bool // its day has ended, or its person was removed: it closes when its visit does
}

// A Booking is an appointment of the day's list; its label is kept beside.
type Booking struct {
	ID      AppointmentID
	At      time.Time
	Service ServiceID
	Noted   bool
}

// A Grant is a lane in the hands of a kiosk's spool.
type Grant struct {
	Lane    Lane
	Device  ActorID
	Spool   SpoolID
	FreedOn Day // "" while held; the lane is free from the day after
}

// A Reprint asks a kiosk to print a ticket again.
type Reprint struct {
	Serial uint64
	Ticket TicketID
	At     time.Time
	Asked  time.Duration
}

// A Known is a service that is or once was: tickets already handed out for it
// are still taken, and figures keep its last name.
type Known struct {
	ID       ServiceID
	Prefixes string // every prefix it ever had
	Name     Name
}
