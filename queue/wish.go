package queue

import "time"

// Now is the time that a decision is made at. It is handed in, never read.
type Now struct {
	Wall    time.Time
	Elapsed time.Duration // since the journal began; never goes back
	HoldDay bool          // the wall clock has jumped and is not yet believed: no day turns
}

// A Command is a wish and who has it.
type Command struct {
	By   Actor
	Wish Wish
}

// A Wish is what may be asked of a site; Decide turns it into events or refuses.
// New ids are chosen by whoever makes the wish: there is no randomness here.
type Wish interface{ wish() }

// What the server itself wishes.
type (
	// Configure makes a configuration the one in force. The first opens the first day.
	Configure struct{ Config Config }
	// TurnDay ends the day and opens the one that the wall clock shows.
	TurnDay struct{}
	// BeginEpoch starts a new life of the journal: after it, kiosks offer again
	// what they gave. The engine changes its epoch when it sees the event.
	BeginEpoch struct{ Because string } // "new" | "restored" | "behind"
)

// What a kiosk's lane is about, and a desk left behind.
type (
	// TakeLane asks for the lane of a device's spool. Hold is the lane the kiosk
	// has already numbered in, 0 for none. Deciding it again with nothing to
	// change yields no event; the lane is then in State.LaneOf.
	TakeLane struct {
		Device ActorID
		Spool  SpoolID
		Hold   Lane
	}
	// FreeLanes gives up what a removed device held, from the next day.
	FreeLanes struct{ Device ActorID }
	// FreeDesk closes the desk that a removed person has open; with a visit there,
	// when that ends.
	FreeDesk struct{ Person ActorID }
)

// What is wished of tickets.
type (
	// Give hands out a ticket. When Number is set, the kiosk has already handed
	// it out: Number and Day are then as printed (Day "" if its clock was not to
	// be trusted), and Age is how long ago, or AgeUnknown.
	Give struct {
		Ticket      TicketID
		Service     ServiceID
		Class       Class
		Lang        string
		Appointment AppointmentID
		Number      Number
		Day         Day
		Age         time.Duration
	}
	// Amend changes what is set ("" and ClassSet false: unchanged).
	Amend struct {
		Ticket   TicketID
		Service  ServiceID
		Lang     string
		Class    Class
		ClassSet bool
		Age      time.Duration
	}
	Cancel struct {
		Ticket TicketID
		Age    time.Duration
	}
	// CallTicket calls one ticket to a desk, whatever the order.
	CallTicket struct {
		Ticket TicketID
		Desk   DeskID
		Cause  Cause
	}
	Recall struct{ Ticket TicketID }
	Start  struct{ Ticket TicketID }
	Park   struct {
		Ticket  TicketID
		Minutes int // 1 to ParkMinutesMax
	}
	Unpark         struct{ Ticket TicketID }
	MarkNoShow     struct{ Ticket TicketID }
	TransferTicket struct {
		Ticket  TicketID
		Service ServiceID // "": unchanged
		Desk    DeskID    // "": any
		Noted   bool
	}
	Undo       struct{ Ticket TicketID }
	AskReprint struct{ Ticket TicketID }
	Code       struct {
		Ticket    TicketID
		Reasons   []Coded
		FirstSet  bool
		FirstThis Answer
	}
	Finish struct {
		Ticket     TicketID
		ReasonsSet bool
		Reasons    []Coded
		FirstSet   bool
		FirstThis  Answer
	}
	// CodeVisit counts a visit without a number. Day "" is today.
	CodeVisit struct {
		Ticket    TicketID
		Channel   Channel
		Service   ServiceID
		Reasons   []Coded
		FirstThis Answer
		Day       Day
		Age       time.Duration
	}
)

// What is wished of desks.
type (
	OpenDesk struct {
		Desk     DeskID
		TakeOver bool
	}
	PauseDesk struct {
		Desk    DeskID
		Minutes int // 0: not said
	}
	ResumeDesk struct{ Desk DeskID }
	CloseDesk  struct{ Desk DeskID }
	// Next finishes the visit open at the desk and calls whoever should come.
	Next struct {
		Desk       DeskID
		ReasonsSet bool
		Reasons    []Coded
	}
)

// What is wished of the site.
type (
	// RaiseAlert asks for someone. Of a lasting condition there is one alert at a
	// time: while it stands, deciding it again yields no event (State.Standing).
	RaiseAlert struct {
		Alert AlertID
		Kind  AlertKind
		About ActorID // the kiosk that the server speaks of, "" for whoever raises it
		Noted bool
	}
	AckAlert  struct{ Alert AlertID }
	DropAlert struct{ Alert AlertID }
	// SetIntake stops or reopens the giving of tickets until the day's turn, for
	// the services named, or for all when none is.
	SetIntake struct {
		Open     bool
		Services []ServiceID
	}
	SetNotice       struct{ Noted bool }
	SetAppointments struct{ List []Booking }
)

// What a head wishes over the file. Confirmed says that whoever has an appointment,
// waits or works on a date that closes is thought of.
type (
	SetDate struct {
		Day       Day
		Closed    bool
		Confirmed bool
	}
	// WithdrawDate lets the file say again whether a date is closed.
	WithdrawDate struct {
		Day       Day
		Confirmed bool
	}
	RenameReason struct {
		Reason ReasonID
		Name   string
	}
	// WithdrawName gives a reason the file's name again.
	WithdrawName struct{ Reason ReasonID }
)

// AgeUnknown is the age of a ticket whose kiosk had no clock to be trusted.
const AgeUnknown time.Duration = -1

// Named limits.
const (
	ParkMinutesMax  = 8 * 60
	PauseMinutesMax = 8 * 60
	ReasonsMax      = 20 // a visit
	QuantityMax     = 99
	BookingsMax     = 500
	WaitingMax      = 100_000
	DaysBackMax     = 6 // a ticket of a day further back is refused
	UndoNoShow      = 10 * time.Minute
	KioskGrace      = 60 * time.Second // in which a kiosk may take its own ticket back
	ReprintShown    = 10 * time.Minute
	CallsShown      = 8
)

func (Configure) wish()       {}
func (TurnDay) wish()         {}
func (BeginEpoch) wish()      {}
func (TakeLane) wish()        {}
func (FreeLanes) wish()       {}
func (FreeDesk) wish()        {}
func (Give) wish()            {}
func (Amend) wish()           {}
func (Cancel) wish()          {}
func (CallTicket) wish()      {}
func (Recall) wish()          {}
func (Start) wish()           {}
func (Park) wish()            {}
func (Unpark) wish()          {}
func (MarkNoShow) wish()      {}
func (TransferTicket) wish()  {}
func (Undo) wish()            {}
func (AskReprint) wish()      {}
func (Code) wish()            {}
func (Finish) wish()          {}
func (CodeVisit) wish()       {}
func (OpenDesk) wish()        {}
func (PauseDesk) wish()       {}
func (ResumeDesk) wish()      {}
func (CloseDesk) wish()       {}
func (Next) wish()            {}
func (RaiseAlert) wish()      {}
func (AckAlert) wish()        {}
func (DropAlert) wish()       {}
func (SetIntake) wish()       {}
func (SetNotice) wish()       {}
func (SetAppointments) wish() {}
func (SetDate) wish()         {}
func (WithdrawDate) wish()    {}
func (RenameReason) wish()    {}
func (WithdrawName) wish()    {}
