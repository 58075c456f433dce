package wire

import (
	"time"

	"accueil/queue"
)

// A Configuration is a site's file as it was last read, and what a head changed over it.
type Configuration struct {
	File    File    `json:"file"`
	Changes Changes `json:"changes"`
}

// A File is what a site's office wrote.
type File struct {
	ID                queue.SiteID `json:"id"`
	Name              string       `json:"name"`
	TimeZone          string       `json:"time_zone"`
	DayStarts         string       `json:"day_starts"` // 04:00
	Languages         []string     `json:"languages"`
	Hours             []string     `json:"hours"` // as the file writes them: mon-fri 09:00-12:00 13:30-17:00
	Closed            []queue.Day  `json:"closed"`
	LastTicketMinutes int          `json:"last_ticket_minutes"`
	PublicURL         string       `json:"public_url,omitempty"`
	OutOfOrder        string       `json:"out_of_order"`
	ReasonRequired    bool         `json:"reason_required"`
	AlwaysOpen        bool         `json:"always_open"` // by a flag of whoever started it: no date is closed
	WaitingList       string       `json:"waiting_list"`
	LongWaitMinutes   int          `json:"long_wait_minutes"`
	PrioritySharePct  int          `json:"priority_share_pct"`
	Services          []Service    `json:"services"`
	Desks             []SiteDesk   `json:"desks"`
	Partners          []Partner    `json:"partners"`
	Reasons           []SiteReason `json:"reasons"`
	Calling           Calling      `json:"calling"`
}

// Calling is why someone is called before another.
type Calling struct {
	WeightNormal      int  `json:"weight_normal"`
	WeightPriority    int  `json:"weight_priority"`
	WeightAppointment int  `json:"weight_appointment"`
	AppointmentFirst  bool `json:"appointment_first"`
	PassedOverAtMost  int  `json:"passed_over_at_most"`
}

// Changes are what a head changed over the file, and stay until withdrawn: dates by
// date, reasons in the file's order, then those it no longer has.
type Changes struct {
	Closed  []ClosedChange `json:"closed"`
	Reasons []ReasonChange `json:"reasons"`
	LeftOut int            `json:"left_out,omitempty"` // of a view that would not fit into a frame: see the configuration
}

// A ClosedChange closes a date that the file does not, or opens one that it closes.
type ClosedChange struct {
	Day        queue.Day     `json:"day"`
	Closed     bool          `json:"closed"`
	At         time.Time     `json:"at"`
	Person     queue.ActorID `json:"person,omitempty"`
	PersonName string        `json:"person_name,omitempty"`
}

// A ReasonChange gives a reason another name than the file's; what was coded keeps its id.
type ReasonChange struct {
	ID         queue.ReasonID `json:"id"`
	Name       string         `json:"name"`
	Was        string         `json:"was"` // in the file, "" when it no longer has the reason
	At         time.Time      `json:"at"`
	Person     queue.ActorID  `json:"person,omitempty"`
	PersonName string         `json:"person_name,omitempty"`
}
