package wire

import (
	"fmt"
	"maps"
	"slices"
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

// ConfigurationOf builds the file as it was last read, and what lies over it.
func ConfigurationOf(s *queue.State, now queue.Now, r Reader) Configuration {
	c := s.File()
	site := siteBy(s, c, now)
	return Configuration{Changes: ChangesOf(s, r), File: File{
		ID: c.ID, Name: c.Name, TimeZone: c.TimeZone, DayStarts: clockText(c.DayStarts), Languages: site.Languages,
		Hours: hoursTexts(c.Hours), Closed: site.Closed, LastTicketMinutes: c.LastTicketMinutes, PublicURL: c.PublicURL,
		OutOfOrder: site.OutOfOrder, ReasonRequired: c.ReasonRequired, AlwaysOpen: c.AlwaysOpen, WaitingList: c.WaitingList.String(),
		LongWaitMinutes: int(c.LongWait().Minutes()), PrioritySharePct: c.PriorityShareMax(),
		Services: site.Services, Desks: site.Desks, Partners: site.Partners, Reasons: site.Reasons,
		Calling: Calling{c.WeightNormal, c.WeightPriority, c.WeightAppointment, c.AppointmentFirst, c.PassedOverAtMost},
	}}
}

// ChangesOf builds what a head changed over the file.
func ChangesOf(s *queue.State, r Reader) Changes {
	over := s.Changes()
	out := Changes{Closed: []ClosedChange{}, Reasons: []ReasonChange{}}
	for _, d := range over.Dates {
		out.Closed = append(out.Closed, ClosedChange{d.Day, d.Closed, local(s, d.At), d.By, r.name(d.By)})
	}
	renamed := map[queue.ReasonID]ReasonChange{}
	for _, n := range over.Names {
		renamed[n.Reason] = ReasonChange{ID: n.Reason, Name: n.Name, At: local(s, n.At), Person: n.By, PersonName: r.name(n.By)}
	}
	for _, reason := range s.File().Reasons {
		if change, ok := renamed[reason.ID]; ok {
			change.Was = reason.Name
			out.Reasons = append(out.Reasons, change)
			delete(renamed, reason.ID)
		}
	}
	for _, id := range slices.Sorted(maps.Keys(renamed)) {
		out.Reasons = append(out.Reasons, renamed[id])
	}
	return out
}

func clockText(c queue.Clock) string { return fmt.Sprintf("%02d:%02d", c/60, c%60) }

// weekdays are the file's names, by time.Weekday.
var weekdays = [...]string{"sun", "mon", "tue", "wed", "thu", "fri", "sat"}

// hoursTexts writes a week as the file does; days that follow each other with the same
// hours are one line.
func hoursTexts(hours []queue.Hours) []string {
	var week [len(weekdays)]string
	for _, h := range hours {
		week[h.Weekday] += " " + clockText(h.From) + "-" + clockText(h.To)
	}
	texts := []string{}
	for from := 1; from <= len(weekdays); { // a week begins on Monday
		to := from
		at := week[from%len(weekdays)]
		for to < len(weekdays) && week[(to+1)%len(weekdays)] == at {
			to++
		}
		days := weekdays[from%len(weekdays)]
		if to > from {
			days += "-" + weekdays[to%len(weekdays)]
		}
		if at != "" {
			texts = append(texts, days+at)
		}
		from = to + 1
	}
	return texts
}
