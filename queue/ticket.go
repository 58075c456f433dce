package queue

import "time"

// TicketState is where a ticket stands.
type TicketState uint8

const (
	Waiting TicketState = iota + 1
	Called
	Serving
	Parked
	Done
	NoShow
	Cancelled
	Unserved // still waiting or parked when the day turned, or of a day already ended
)

// String returns the state's name on the wire.
func (s TicketState) String() string {
	switch s {
	case Waiting:
		return "waiting"
	case Called:
		return "called"
	case Serving:
		return "serving"
	case Parked:
		return "parked"
	case Done:
		return "done"
	case NoShow:
		return "no_show"
	case Cancelled:
		return "cancelled"
	case Unserved:
		return "unserved"
	}
	return ""
}

// Open reports whether a person is, or is about to be, with a mediator.
func (s TicketState) Open() bool { return s == Called || s == Serving }

// Ended reports whether nothing more is to come (but an undo, or reasons).
func (s TicketState) Ended() bool {
	return s == Done || s == NoShow || s == Cancelled || s == Unserved
}

// A Class is how much a wait weighs. It is never the cause of it.
type Class uint8

const (
	Normal Class = iota
	Priority
	Appointment
)

const classCount = 3

// String returns the class's name on the wire.
func (c Class) String() string {
	switch c {
	case Normal:
		return "normal"
	case Priority:
		return "priority"
	case Appointment:
		return "appointment"
	}
	return ""
}

// ParseClass returns the class of that name ("" is Normal), and false for any other.
func ParseClass(s string) (Class, bool) {
	switch s {
	case "", "normal":
		return Normal, true
	case "priority":
		return Priority, true
	case "appointment":
		return Appointment, true
	}
	return Normal, false
}

// A Channel is how a visit came about.
type Channel uint8

const (
	ChannelTicket Channel = iota
	ChannelPhone
	ChannelCorridor
	ChannelOutside
)

// String returns the channel's name on the wire.
func (c Channel) String() string {
	switch c {
	case ChannelTicket:
		return "ticket"
	case ChannelPhone:
		return "phone"
	case ChannelCorridor:
		return "corridor"
	case ChannelOutside:
		return "outside"
	}
	return ""
}

// ParseChannel returns the channel of that name for a visit without a ticket.
func ParseChannel(s string) (Channel, bool) {
	for c := ChannelPhone; c <= ChannelOutside; c++ {
		if c.String() == s {
			return c, true
		}
	}
	return ChannelTicket, false
}

// Answer is yes, no, or not known.
type Answer uint8

const (
	Unknown Answer = iota
	Yes
	No
)

// OutcomeKind is what became of a reason.
type OutcomeKind string

// Outcomes is the closed list of outcomes; "" is none said.
var outcomes = [...]OutcomeKind{"", "resolved", "redirected", "appointment", "papers_missing", "return", "other"}

// Known reports whether o is of the closed list.
func (o OutcomeKind) Known() bool {
	for _, k := range outcomes {
		if o == k {
			return true
		}
	}
	return false
}

// OutcomeNames returns the closed list, without "".
func OutcomeNames() []OutcomeKind { return append([]OutcomeKind(nil), outcomes[1:]...) }

// A Coded is one reason for coming, as it is counted for a partner.
type Coded struct {
	Partner  PartnerID // "" when none
	Reason   ReasonID
	Quantity int // 1 to 99
	Outcome  OutcomeKind
}

// A Cause is why a ticket was called out of order, of a closed list that holds
// nothing about health or person.
type Cause string

var causes = [...]Cause{"returned", "same_file", "language", "deadline", "short", "mistake", "other"}

// Known reports whether c is of the closed list.
func (c Cause) Known() bool {
	for _, k := range causes {
		if c == k {
			return true
		}
	}
	return false
}

// CauseNames returns the closed list.
func CauseNames() []Cause { return append([]Cause(nil), causes[:]...) }

// A Ticket is one visit: a number given and what became of it, or a visit
// coded without one (then Number is "" and Channel says how it came).
// Times named …At are of the wall, for people; Durations are elapsed time since
// the journal began, for waits and scores, and may be negative: someone may
// have come before the journal began.
type Ticket struct {
	ID      TicketID
	Number  Number
	Day     Day // in which it was numbered
	Service ServiceID
	Class   Class
	Channel Channel
	Lang    string
	By      ActorID // the device or person that gave it
	State   TicketState

	Arrived   time.Duration
	Effective time.Duration // the later of arrival and appointment: what the score counts from
	Estimated bool          // the arrival comes from a clock not to be trusted
	ArrivedAt time.Time

	Appointment   AppointmentID
	AppointmentAt time.Time // zero without one

	PassedOver int    // how often it was overtaken; see State.PassedOver for one still waiting
	ForDesk    DeskID // waits for this desk alone, or ""

	Desk      DeskID  // of the last call
	Person    ActorID // the mediator of the last call: whose visit it is
	Call      uint64  // the last call's or recall's number
	Times     int     // how often called and recalled, since it last waited
	Why       Why     // of the last call
	CalledAt  time.Time
	StartedAt time.Time
	EndedAt   time.Time
	CalledE   time.Duration // elapsed at the last call
	StartedE  time.Duration
	EndedE    time.Duration

	ParkedUntil   time.Duration
	ParkedUntilAt time.Time

	Noted     bool // a note goes with its transfer; the text is not here
	Reasons   []Coded
	FirstThis Answer // the first visit of this person this year
}

// Rule is the clause of the calling rule that chose a ticket.
type Rule uint8

const (
	RuleScore Rule = iota + 1
	RulePassedOver
	RuleAppointment
	RuleWalkInTurn // two appointments in a row: a walk-in's turn
	RuleOutOfOrder
)

// String returns the rule's name on the wire.
func (r Rule) String() string {
	switch r {
	case RuleScore:
		return "score"
	case RulePassedOver:
		return "passed_over"
	case RuleAppointment:
		return "appointment"
	case RuleWalkInTurn:
		return "walk_in_turn"
	case RuleOutOfOrder:
		return "out_of_order"
	}
	return ""
}

// A Why is the reason of a call, in numbers. Its sentence is in the catalogues.
type Why struct {
	Rule       Rule
	Score      int64         // weight × seconds since the effective arrival, rounded down
	Waited     time.Duration // since the arrival
	Class      Class
	PassedOver int
	Cause      Cause // out of order: why, or ""
}
