// Package wire is what travels between the server and everyone else: the JSON of
// requests, replies, live frames and problems. Shapes gain fields and never
// change or reuse one: who reads ignores what it does not know; what is sent to
// the server must be known to it (decode.go), so that a mistyped field is told
// and not lost. Golden files hold each shape.
//
// The builders (build.go, frames.go) are pure: they read a queue.State at a time
// that is handed in.
package wire

import (
	"time"

	"accueil/queue"
)

// SessionCookie is the cookie that carries a browser's token.
const SessionCookie = "accueil"

// WallCookie is the cookie that carries the token of a browser that is a wall: beside the
// other, since a mediator may sign in on the same machine.
const WallCookie = "accueil_wall"

// A Ticket is {id, number, …} as the API shows it.
type Ticket struct {
	ID        queue.TicketID    `json:"id"`
	Number    queue.Number      `json:"number"` // "" for a visit without a ticket
	Site      queue.SiteID      `json:"site"`
	Day       queue.Day         `json:"day"`
	Service   queue.ServiceID   `json:"service"`
	Class     queue.Class       `json:"class"`
	Channel   queue.Channel     `json:"channel"`
	State     queue.TicketState `json:"state"`
	Lang      string            `json:"lang"`
	ArrivedAt time.Time         `json:"arrived_at"`
	Estimated bool              `json:"estimated,omitempty"` // the arrival comes from a clock not to be trusted
	CalledAt  *time.Time        `json:"called_at,omitempty"`
	StartedAt *time.Time        `json:"started_at,omitempty"`
	EndedAt   *time.Time        `json:"ended_at,omitempty"`
	ParkedTo  *time.Time        `json:"parked_until,omitempty"`
	Desk      queue.DeskID      `json:"desk,omitempty"`
	Person    queue.ActorID     `json:"person,omitempty"`
	Ahead     int               `json:"ahead"`
	Wait      *Wait             `json:"wait"` // null until there is a forecast
	Reasons   []Reason          `json:"reasons,omitempty"`
	First     *YesNoOrNull      `json:"first_this_year,omitempty"` // to mediators
	Note      string            `json:"note,omitempty"`            // of a transfer; to mediators
	Link      string            `json:"link,omitempty"`
}

// A Wait is an honest range, in minutes.
type Wait struct {
	LowMin  int `json:"low_min"`
	HighMin int `json:"high_min"`
}

// A Reason is one reason for coming, as it is counted.
type Reason struct {
	Partner  queue.PartnerID   `json:"partner,omitempty"`
	Reason   queue.ReasonID    `json:"reason"`
	Quantity Quantity          `json:"quantity" said:"optional"` // 1 when left out of a request
	Outcome  queue.OutcomeKind `json:"outcome,omitempty"`
}

// A Desk is what happens at a desk.
type Desk struct {
	ID         queue.DeskID   `json:"id"`
	Name       string         `json:"name"`
	State      queue.DeskMode `json:"state"`
	Person     queue.ActorID  `json:"person,omitempty"`
	PersonName string         `json:"person_name,omitempty"` // in the console's view alone
	Ticket     queue.TicketID `json:"ticket,omitempty"`
	Since      time.Time      `json:"since"`
	Until      *time.Time     `json:"until,omitempty"` // when a pause is to end
}

// A Why is the reason of a call, in numbers and in a sentence.
type Why struct {
	Score      int64       `json:"score"`    // weight × seconds
	WaitedS    int64       `json:"waited_s"` // since the arrival
	Class      queue.Class `json:"class"`
	PassedOver int         `json:"passed_over"`
	Rule       queue.Rule  `json:"rule"`
	Cause      queue.Cause `json:"cause,omitempty"`
	Text       string      `json:"text"`
}

// Called is the answer to next.
type Called struct {
	Ticket Ticket `json:"ticket"`
	Why    Why    `json:"why"`
}

// An Alert asks for someone.
type Alert struct {
	ID      queue.AlertID   `json:"id"`
	Kind    queue.AlertKind `json:"kind"`
	Text    string          `json:"text"`
	Device  queue.ActorID   `json:"device,omitempty"`
	Person  queue.ActorID   `json:"person,omitempty"`
	Name    string          `json:"name,omitempty"` // of the device or person, to consoles
	Since   time.Time       `json:"since"`
	AckedBy queue.ActorID   `json:"acked_by,omitempty"`
}

// Sites is the answer of GET /api/v1/sites.
type Sites struct {
	Sites []Site `json:"sites"`
}

// A Site is what its office offers, and what a kiosk must know to go on alone.
type Site struct {
	ID                queue.SiteID `json:"id"`
	Name              string       `json:"name"`
	TimeZone          string       `json:"time_zone"`
	Day               queue.Day    `json:"day"`
	Open              bool         `json:"open"`
	Languages         []string     `json:"languages"`
	Services          []Service    `json:"services"`
	Desks             []SiteDesk   `json:"desks"`
	Partners          []Partner    `json:"partners"`
	Reasons           []SiteReason `json:"reasons"`
	Hours             []Hours      `json:"hours"`
	Closed            []queue.Day  `json:"closed"`
	LastTicketMinutes int          `json:"last_ticket_minutes"`
	DayStarts         queue.Clock  `json:"day_starts"` // minutes since midnight
	AlwaysOpen        bool         `json:"always_open"`
	PublicURL         string       `json:"public_url,omitempty"`
	OutOfOrder        string       `json:"out_of_order"`
	ReasonRequired    bool         `json:"reason_required"`
}

type (
	// A Service is one that the site configures.
	Service struct {
		ID        queue.ServiceID   `json:"id"`
		Prefix    string            `json:"prefix"`
		Name      queue.Name        `json:"name"`
		Pictogram string            `json:"pictogram"`
		Open      bool              `json:"open"`
		Minutes   int               `json:"minutes"`
		PerDay    int               `json:"per_day"`
		Partners  []queue.PartnerID `json:"partners"`
	}
	// A SiteDesk is a desk that the site configures.
	SiteDesk struct {
		ID       queue.DeskID      `json:"id"`
		Name     string            `json:"name"`
		Services []queue.ServiceID `json:"services"` // empty: all
	}
	// A Partner pays for reasons.
	Partner struct {
		ID   queue.PartnerID `json:"id"`
		Name string          `json:"name"`
	}
	// A SiteReason may be coded.
	SiteReason struct {
		ID       queue.ReasonID    `json:"id"`
		Name     string            `json:"name"`
		Code     string            `json:"code,omitempty"`
		Partners []queue.PartnerID `json:"partners"`
	}
	// Hours is a stretch of opening, in minutes since midnight.
	Hours struct {
		Weekday int         `json:"weekday"` // 0 is Sunday
		From    queue.Clock `json:"from"`
		To      queue.Clock `json:"to"`
	}
)

// Me is the answer of GET /api/v1/me.
type Me struct {
	ID       queue.ActorID        `json:"id"`
	Role     string               `json:"role"`
	Name     string               `json:"name,omitempty"` // a device's
	Site     queue.SiteID         `json:"site"`
	Lane     queue.Lane           `json:"lane,omitempty"`
	LinkKeys map[queue.Day][]byte `json:"link_keys,omitempty"` // base64, of the next seven days
}

// A Session is the answer of a login.
type Session struct {
	Token      string        `json:"token"`
	ExpiresAt  time.Time     `json:"expires_at"`
	Person     queue.ActorID `json:"person"`
	PersonName string        `json:"person_name"`
	Role       string        `json:"role"`
}

// A Device is a wall or a kiosk; its token is shown once, when it is made.
type Device struct {
	ID    queue.ActorID `json:"id"`
	Site  queue.SiteID  `json:"site"`
	Role  string        `json:"role"`
	Name  string        `json:"name"`
	Since time.Time     `json:"since"`
	Token string        `json:"token,omitempty"`
}

// Devices is a list of them.
type Devices struct {
	Devices []Device `json:"devices"`
}

// A Person is a mediator or a supervisor; the PIN is shown once.
type Person struct {
	ID    queue.ActorID `json:"id"`
	Site  queue.SiteID  `json:"site"`
	Role  string        `json:"role"`
	Name  string        `json:"name"`
	Since time.Time     `json:"since"`
	PIN   string        `json:"pin,omitempty"`
}

// People is a list of them.
type People struct {
	People []Person `json:"people"`
}

// Intake is whether tickets are given, and the services for which they are not.
type Intake struct {
	Open     bool              `json:"open"`
	Services []queue.ServiceID `json:"services,omitempty"` // shut, while the others are open
}

// Notice is the line on walls and kiosks.
type Notice struct {
	Text string `json:"text"`
}

// Appointments is the day's list.
type Appointments struct {
	Appointments []Appointment `json:"appointments"`
	Refused      []RefusedRow  `json:"refused,omitempty"` // of a table that was taken in part
}

// A RefusedRow is one of a table that was not taken.
type RefusedRow struct {
	Line int    `json:"line"` // where it begins, the header's being 1
	Why  string `json:"why"`
}

// An Appointment is one of the day's list that has no ticket yet.
type Appointment struct {
	ID      queue.AppointmentID `json:"id"`
	At      time.Time           `json:"at"`
	Service queue.ServiceID     `json:"service"`
	Label   string              `json:"label,omitempty"`
}

// A Problem is an RFC 9457 problem with the kind of the error.
type Problem struct {
	Type   string `json:"type"`
	Title  string `json:"title"`
	Status int    `json:"status"`
	Detail string `json:"detail"`
	Kind   string `json:"kind"`
}

// problemBase begins every problem's type, which is stable.
const problemBase = "urn:accueil:problem:"

// ProblemType is the media type of a problem.
const ProblemType = "application/problem+json"

// NewProblem returns the problem of a kind; detail says what happened and what to do.
func NewProblem(k queue.Kind, status int, detail string) Problem {
	return Problem{Type: problemBase + k.String(), Title: titleOf(k), Status: status, Detail: detail, Kind: k.String()}
}

// MethodNotAllowed is the problem of a call by another method; no kind of the domain.
func MethodNotAllowed(detail string) Problem {
	const kind = "method_not_allowed"
	return Problem{Type: problemBase + kind, Title: "Not by this method", Status: 405, Detail: detail, Kind: kind}
}

func titleOf(k queue.Kind) string {
	switch k {
	case queue.Invalid:
		return "The request makes no sense"
	case queue.Unauthenticated:
		return "Who is asking?"
	case queue.Forbidden:
		return "Someone else may do this"
	case queue.NotFound:
		return "There is no such thing"
	case queue.Conflict:
		return "Not in this state"
	case queue.Closed:
		return "No tickets are given now"
	case queue.TooMany:
		return "Too often"
	case queue.Unavailable:
		return "Not now"
	case queue.Internal:
		return "Something went wrong"
	}
	return "Something went wrong"
}
