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
	Config  Config // the file's
	Known   []Known
	Lanes   []Grant
	Visits  []Ticket // in service
	Ahead   []Ticket // waiting or parked, given for this day before it opened
	Desks   []DeskState
	Calls   uint64  // marks: the last call's number,
	Reprint uint64  // the last reprint's
	Changes Changes // that lie over the file
}

// Configured puts another file in force, whole; what a head changed lies over it.
type Configured struct{ Config Config }

// EpochBegun starts a new life of the journal, and says why.
type EpochBegun struct{ Because string }

// LaneGranted gives a kiosk's spool the lane that it numbers in.
type LaneGranted struct {
	Lane   Lane
	Device ActorID
	Spool  SpoolID
}

// LaneFreed takes a lane back.
type LaneFreed struct{ Lane Lane } // from the next day

// TicketGiven is someone's coming: a ticket was handed out.
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

// TicketAmended carries the ticket's new service, class, language and place, each in full.
type TicketAmended struct {
	Ticket    TicketID
	Service   ServiceID
	Class     Class
	Lang      string
	Effective time.Duration
}

// TicketCancelled is a ticket given back.
type TicketCancelled struct{ Ticket TicketID }

// TicketCalled asks a ticket's holder to a desk, and says why them.
type TicketCalled struct {
	Ticket TicketID
	Desk   DeskID
	Person ActorID
	Call   uint64
	Why    Why
	Next   bool // by next: those who came before were overtaken
}

// TicketRecalled calls the same ticket to the same desk again.
type TicketRecalled struct {
	Ticket TicketID
	Call   uint64
}

// TicketStarted says that who was called has come.
type TicketStarted struct{ Ticket TicketID }

// TicketParked lets someone step out, with their place, until a time.
type TicketParked struct {
	Ticket  TicketID
	Until   time.Duration
	UntilAt time.Time
}

// TicketUnparked lets a parked ticket wait again.
type TicketUnparked struct{ Ticket TicketID }

// TicketNoShow says that nobody came to a call.
type TicketNoShow struct{ Ticket TicketID }

// NoShowUndone lets a no-show wait again, with its arrival.
type NoShowUndone struct{ Ticket TicketID }

// FinishUndone takes a finished visit up again at its desk.
type FinishUndone struct{ Ticket TicketID }

// TicketTransferred sends a ticket to another service or desk, where it waits.
type TicketTransferred struct {
	Ticket  TicketID
	Service ServiceID
	Desk    DeskID
	Noted   bool
}

// ReprintAsked has a ticket's kiosk print it once more.
type ReprintAsked struct {
	Ticket TicketID
	Serial uint64
}

// TicketCoded says, in place of what was said before, why the person came.
type TicketCoded struct {
	Ticket    TicketID
	Reasons   []Coded
	FirstThis Answer
}

// TicketFinished ends a visit.
type TicketFinished struct{ Ticket TicketID }

// VisitCoded counts a visit that had no ticket, done at once.
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

// DeskOpened seats a person at a desk.
type DeskOpened struct {
	Desk     DeskID
	Person   ActorID
	TakenOff ActorID // who had it, "" when it was closed
}

// DeskWasPaused lets a desk call nobody for a while.
type DeskWasPaused struct {
	Desk  DeskID
	Until time.Time // zero: not said
}

// DeskResumed ends a desk's pause.
type DeskResumed struct{ Desk DeskID }

// DeskWasClosed ends a person's work at a desk.
type DeskWasClosed struct{ Desk DeskID }

// DeskWasLeft says that a desk closes with the visit there: its person was removed.
type DeskWasLeft struct{ Desk DeskID }

// AlertRaised asks for someone; its text, if Noted, stands beside the journal.
type AlertRaised struct {
	Alert  AlertID
	Kind   AlertKind
	About  ActorID // the kiosk that the server speaks of, or ""
	Device bool    // who raises it is one
	Noted  bool
}

// AlertAcked says that someone comes.
type AlertAcked struct{ Alert AlertID }

// AlertDropped says that it is over.
type AlertDropped struct{ Alert AlertID }

// IntakeSet stops or reopens the giving of tickets, of some services or of all.
type IntakeSet struct {
	Open     bool
	Services []ServiceID
}

// NoticeSet puts a line on walls and kiosks, or takes it off.
type NoticeSet struct{ Noted bool }

// AppointmentsSet is the day's list, in place of the one before.
type AppointmentsSet struct{ List []Booking }

// DateSet closes a date, or opens it, whatever the file says.
type DateSet struct {
	Day    Day
	Closed bool
}

// DateWithdrawn lets the file say again whether a date is closed.
type DateWithdrawn struct{ Day Day }

// ReasonRenamed gives a reason another name than the file's.
type ReasonRenamed struct {
	Reason ReasonID
	Name   string
}

// RenamingWithdrawn gives a reason the file's name again.
type RenamingWithdrawn struct{ Reason ReasonID }

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
func (DeskWasLeft) event()       {}
func (AlertRaised) event()       {}
func (AlertAcked) event()        {}
func (AlertDropped) event()      {}
func (IntakeSet) event()         {}
func (NoticeSet) event()         {}
func (AppointmentsSet) event()   {}
func (DateSet) event()           {}
func (DateWithdrawn) event()     {}
func (ReasonRenamed) event()     {}
func (RenamingWithdrawn) event() {}
