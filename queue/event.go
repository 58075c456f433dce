package queue

import "time"

// An Event is a fact: Apply takes it and may not refuse. Events are flat, and
// carry what was decided, so that a later change of rules changes no past.
// When and by whom stands in the journal's entry and reaches Apply as a Stamp.
type Event interface{ event() }

// A Stamp is what an entry says of all its events.
type Stamp struct {
	At      time.Time
	Elapsed time.Duration
	Actor   ActorID
}

// DayOpened ends the day before it (waiting and parked tickets become unserved,
// called ones no-shows, idle desks close) and carries, in full, what goes over,
// so that reading may start here.
type DayOpened struct {
	Day     Day
	Config  Config // in force: the file and what lies over it
	Known   []Known
	Lanes   []Grant
	Visits  []Ticket // in service
	Ahead   []Ticket // waiting or parked, given for this day before it opened
	Desks   []DeskState
	Calls   uint64 // marks: the last call's number,
	Reprint uint64 // the last reprint's
}

type Configured struct{ Config Config }
type EpochBegun struct{ Because string }
type LaneGranted struct {
	Lane   Lane
	Device ActorID
	Spool  SpoolID
}
type LaneFreed struct{ Lane Lane } // from the next day

type TicketGiven struct {
	Ticket        TicketID
	Number        Number
	Day           Day
	Service       ServiceID
	Class         Class
	Lang          string
	Arrived       time.Duration
	Effective     time.Duration
	ArrivedAt     time.Time
	Estimated     bool
	Appointment   AppointmentID
	AppointmentAt time.Time
	Late          bool // of an ended day: unserved at once
}
type TicketAmended struct {
	Ticket    TicketID
	Service   ServiceID
	Class     Class
	Lang      string
	Effective time.Duration
}
type TicketCancelled struct{ Ticket TicketID }
type TicketCalled struct {
	Ticket TicketID
	Desk   DeskID
	Person ActorID
	Call   uint64
	Why    Why
}
type TicketRecalled struct {
	Ticket TicketID
	Call   uint64
}
type TicketStarted struct{ Ticket TicketID }
type TicketParked struct {
	Ticket  TicketID
	Until   time.Duration
	UntilAt time.Time
}
type TicketUnparked struct{ Ticket TicketID }
type TicketNoShow struct{ Ticket TicketID }
type NoShowUndone struct{ Ticket TicketID }
type FinishUndone struct{ Ticket TicketID }
type TicketTransferred struct {
	Ticket  TicketID
	Service ServiceID
	Desk    DeskID
	Noted   bool
}
type ReprintAsked struct {
	Ticket TicketID
	Serial uint64
}
type TicketCoded struct {
	Ticket    TicketID
	Reasons   []Coded
	FirstThis Answer
}
type TicketFinished struct{ Ticket TicketID }
type VisitCoded struct {
	Ticket    TicketID
	Day       Day
	Channel   Channel
	Service   ServiceID
	Arrived   time.Duration
	ArrivedAt time.Time
	Estimated bool
	Reasons   []Coded
	FirstThis Answer
}

type DeskOpened struct {
	Desk     DeskID
	Person   ActorID
	TakenOff ActorID // who had it, "" when it was closed
}
type DeskWasPaused struct {
	Desk  DeskID
	Until time.Time // zero: not said
}
type DeskResumed struct{ Desk DeskID }
type DeskWasClosed struct{ Desk DeskID }

type AlertRaised struct {
	Alert  AlertID
	Kind   AlertKind
	Device bool
	Noted  bool
}
type AlertAcked struct{ Alert AlertID }
type AlertDropped struct{ Alert AlertID }
type IntakeSet struct {
	Open     bool
	Services []ServiceID
}
type NoticeSet struct{ Noted bool }
type AppointmentsSet struct{ List []Booking }

func (DayOpened) event()         {}
func (Configured) event()        {}
func (EpochBegun) event()        {}
func (LaneGranted) event()       {}
func (LaneFreed) event()         {}
func (TicketGiven) event()       {}
func (TicketAmended) event()     {}
func (TicketCancelled) event()   {}
func (TicketCalled) event()      {}
func (TicketRecalled) event()    {}
func (TicketStarted) event()     {}
func (TicketParked) event()      {}
func (TicketUnparked) event()    {}
func (TicketNoShow) event()      {}
func (NoShowUndone) event()      {}
func (FinishUndone) event()      {}
func (TicketTransferred) event() {}
func (ReprintAsked) event()      {}
func (TicketCoded) event()       {}
func (TicketFinished) event()    {}
func (VisitCoded) event()        {}
func (DeskOpened) event()        {}
func (DeskWasPaused) event()     {}
func (DeskResumed) event()       {}
func (DeskWasClosed) event()     {}
func (AlertRaised) event()       {}
func (AlertAcked) event()        {}
func (AlertDropped) event()      {}
func (IntakeSet) event()         {}
func (NoticeSet) event()         {}
func (AppointmentsSet) event()   {}
