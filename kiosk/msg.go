package kiosk

import (
	"time"

	"accueil/queue"
)

// A Msg is something that happened.
type Msg interface{ msg() }

// A Now is two clocks: Wall for people, and Mono, which never goes back, for
// deadlines.
type Now struct {
	Wall        time.Time
	Mono        time.Duration // since any fixed moment
	WallTrusted bool          // Wall was set by a network or a battery
}

// What the skin says.
type (
	// Tick tells the time. The skin sends one before every other message and
	// whenever Model.Deadline is reached; time never moves otherwise.
	Tick struct{ Now Now }
	// Touch is a finger lifted. Screen is the serial of the screen that was drawn
	// when it went down, Target what it went down on, or "" for nothing.
	Touch struct {
		Screen uint64
		Target TargetID
	}
	// Press is one of the three keys.
	Press struct{ Key Key }
	// Sized says what the skin can draw.
	Sized struct {
		Tiles    int  // on a page, at least 2
		Langs    int  // in a row; more have a screen of their own. 0: any number fits
		Pictures bool // each tile of this screen that has a pictogram shows it
	}
	// GoHome ends the visit at once: the skin has mended itself after a fault.
	GoHome struct{}
)

// A Key is one of the three that do everything.
type Key uint8

const (
	KeyNext Key = iota + 1
	KeyPrevious
	KeyChoose
)

// What became of an effect.
type (
	// Given answers Give: the ticket is on disk.
	Given struct {
		Request uint64
		Ticket  Ticket
	}
	// GiveFailed answers Give: there is no ticket.
	GiveFailed struct{ Request uint64 }
	// AmendFailed answers Amend: the ticket keeps the class it was born with.
	AmendFailed struct{ Ticket queue.TicketID }
	// Printed answers Print: the printer itself has said so.
	Printed struct{ Ticket queue.TicketID }
	// PrintUnproved answers Print: a printer that does not say what it prints was
	// given the receipt.
	PrintUnproved struct{ Ticket queue.TicketID }
	// PrintFailed answers Print, or takes either back.
	PrintFailed struct {
		Ticket  queue.TicketID
		Trouble Trouble
	}
	// HelpSent answers CallHelp: the alert is at the server.
	HelpSent struct {
		Request uint64
		Alert   queue.AlertID
	}
	// HelpFailed answers CallHelp: nobody was reached, and none will be.
	HelpFailed struct{ Request uint64 }
)

// What the world says by itself.
type (
	// Placed is the server's word on a ticket, when it took it and whenever it
	// speaks of it again.
	Placed struct {
		Ticket queue.TicketID
		Place  Place
	}
	// Configured brings the site as it is now. Until the first, nothing is offered.
	Configured struct{ Config queue.Config }
	// Health says whether numbers can be given. The kiosk begins with
	// FaultStarting.
	Health struct {
		Fault Fault
		Lost  string // for whoever mends it: the kind of i18n.Words.Lost, or ""
		Found string // what answers in the server's place, or ""
	}
	// PrinterIs says whether receipts are printed at all, and how the printer is:
	// at the start, and whenever that changes.
	PrinterIs struct {
		There bool
		PrinterStatus
	}
	// VoiceIs says whether anything can be read aloud.
	VoiceIs struct{ There bool }
	// Feed is the server's newest view for this kiosk.
	Feed struct {
		Open         bool      // tickets are given at all
		OpensAt      time.Time // zero: not known
		ClosesAt     time.Time
		Services     []ServiceStatus
		Acked        []queue.AlertID // alerts of this kiosk that someone took
		Notice       string
		Appointments []Booking
		Walls        bool // a wall calls the numbers; else a person does
	}
	// FeedLost says that the server is away: what it last said is no longer true.
	FeedLost struct{}
)

// A ServiceStatus is a service at this moment.
type ServiceStatus struct {
	Service queue.ServiceID
	Closed  queue.ClosedBecause // "" when it gives tickets
	Waiting int
	Wait    *WaitRange
}

// A Booking is an appointment of today.
type Booking struct {
	ID      queue.AppointmentID
	At      time.Time
	Service queue.ServiceID
}

func (Tick) msg()          {}
func (Touch) msg()         {}
func (Press) msg()         {}
func (Sized) msg()         {}
func (GoHome) msg()        {}
func (Given) msg()         {}
func (GiveFailed) msg()    {}
func (AmendFailed) msg()   {}
func (Printed) msg()       {}
func (PrintUnproved) msg() {}
func (PrintFailed) msg()   {}
func (HelpSent) msg()      {}
func (HelpFailed) msg()    {}
func (Placed) msg()        {}
func (Configured) msg()    {}
func (Health) msg()        {}
func (PrinterIs) msg()     {}
func (VoiceIs) msg()       {}
func (Feed) msg()          {}
func (FeedLost) msg()      {}
