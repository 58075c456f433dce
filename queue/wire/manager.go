package wire

import (
	"time"

	"accueil/queue"
)

// A ManagerView is what the head of a site looks at during the day.
type ManagerView struct {
	Site     SiteName         `json:"site"`
	Open     bool             `json:"open"`
	OpensAt  *time.Time       `json:"opens_at,omitempty"`
	ClosesAt *time.Time       `json:"closes_at,omitempty"` // while open, unless it never closes
	Day      queue.Day        `json:"day"`
	Intake   Intake           `json:"intake"`
	Desks    []Desk           `json:"desks"`
	Counts   []WaitingConsole `json:"counts"`
	Alerts   []Alert          `json:"alerts"`
	Notice   string           `json:"notice,omitempty"`
	Head     *Head            `json:"head,omitempty"`
	Today    DayFigures       `json:"today"`
	Screens  []Screen         `json:"screens"`
	Consoles Consoles         `json:"consoles"`
	Changes  Changes          `json:"changes"`
}

// DayFigures are the day so far. A wait lasts from an arrival to the first call; one
// whose arrival is estimated is in no wait.
type DayFigures struct {
	Slots             []Slot          `json:"slots"`
	Arrived           int             `json:"arrived"` // people with a number
	Called            int             `json:"called"`  // of these, at least once
	Served            int             `json:"served"`  // visits with a number that ended
	Waiting           int             `json:"waiting"`
	NoShows           int             `json:"no_shows"`
	WithoutTicket     int             `json:"without_ticket"`               // visits coded without one
	Reasons           int             `json:"reasons"`                      // of all these visits, by quantity
	UnservedYesterday *int            `json:"unserved_yesterday,omitempty"` // when yesterday is known
	Waits             int             `json:"waits"`                        // how many the two that follow are of
	WaitMeanS         int             `json:"wait_mean_s"`
	WaitMaxS          int             `json:"wait_max_s"`
	ByService         []ServiceFigure `json:"by_service"`
	ByDesk            []DeskFigure    `json:"by_desk"`
}

// A Slot is half an hour of the day, from the first in which anything happened to now.
type Slot struct {
	At           time.Time `json:"at"`
	Arrived      int       `json:"arrived"`
	Called       int       `json:"called"` // for the first time
	Served       int       `json:"served"`
	NoShow       int       `json:"no_show"`
	Waits        int       `json:"waits"` // of those called in it, how many the two that follow are of
	WaitMeanS    int       `json:"wait_mean_s"`
	WaitMaxS     int       `json:"wait_max_s"`
	DesksOpen    float64   `json:"desks_open"`    // on average, in tenths; a pause is not open
	DesksServing float64   `json:"desks_serving"` // likewise: with a visit
}

// A ServiceFigure is a service's day, by what a ticket is for now.
type ServiceFigure struct {
	Service queue.ServiceID `json:"service"`
	Arrived int             `json:"arrived"`
	Waiting int             `json:"waiting"`
	Served  int             `json:"served"`
}

// A DeskFigure is a desk's day.
type DeskFigure struct {
	Desk     queue.DeskID `json:"desk"`
	Visits   int          `json:"visits"` // with a number, that ended there
	ServingS int          `json:"serving_s"`
	OpenS    int          `json:"open_s"` // without its pauses
}

// How a screen is held up. A proxy that lets no websocket through leaves polling.
const (
	WaySocket  = "socket"
	WayPolling = "polling"
)

// A Screen is a device of the site, and whether it is there.
type Screen struct {
	ID        queue.ActorID `json:"id"`
	Name      string        `json:"name"`
	Role      string        `json:"role"`
	Connected bool          `json:"connected"`
	Since     *time.Time    `json:"since,omitempty"` // when it came, or was last heard today
	Way       string        `json:"way,omitempty"`   // socket or polling, while connected
	View      string        `json:"view,omitempty"`  // that it looks at, while connected
}

// Consoles counts the people at a console, or at this page, by how it is held up.
type Consoles struct {
	Socket  int `json:"socket"`
	Polling int `json:"polling"`
}
