package wire

import (
	"maps"
	"math"
	"slices"
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

// DayFigures are the day so far. A wait lasts from an arrival, or from the appointment
// of who came before it, to the first call; one whose arrival is estimated is no wait.
type DayFigures struct {
	Slots             []Slot          `json:"slots"`
	Arrived           int             `json:"arrived"` // people with a number
	Called            int             `json:"called"`  // of these, at least once
	Served            int             `json:"served"`  // visits with a number that ended
	Waiting           int             `json:"waiting"`
	NoShows           int             `json:"no_shows"`
	WithoutTicket     int             `json:"without_ticket"`               // visits coded without one
	Reasons           int             `json:"reasons"`                      // of all these visits, by quantity
	UnservedYesterday *int            `json:"unserved_yesterday,omitempty"` // on the last day before this one that had tickets,
	UnservedDay       queue.Day       `json:"unserved_day,omitempty"`       // which is this, of the last seven
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

// A ServiceFigure is a service's day. Who is sent on to another arrived for the first.
type ServiceFigure struct {
	Service queue.ServiceID `json:"service"`
	Arrived int             `json:"arrived"` // numbers given for it
	Waiting int             `json:"waiting"`
	Served  int             `json:"served"` // visits that ended with it
}

// A DeskFigure is a desk's day.
type DeskFigure struct {
	Desk     queue.DeskID `json:"desk"`
	Visits   int          `json:"visits"`    // with a number, that ended there
	ServingS int          `json:"serving_s"` // in whole minutes, so that a view stays the same for as long
	OpenS    int          `json:"open_s"`    // likewise: without its pauses
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

// Presence is which screens and people are there now: what a state cannot know.
type Presence struct {
	Screens  []Screen
	Consoles Consoles
}

// Consoles counts the people at a console, or at this page, by how it is held up.
type Consoles struct {
	Socket  int `json:"socket"`
	Polling int `json:"polling"`
}

// ManagerOf builds what the head of a site looks at.
func ManagerOf(s *queue.State, now queue.Now, r Reader) ManagerView {
	open, shut := s.Intake()
	door := s.Opening(now.Wall)
	v := ManagerView{
		Site: siteName(s), Open: door.Open, OpensAt: localOrNone(s, door.OpensAt), ClosesAt: localOrNone(s, door.ClosesAt), Day: s.Day(),
		Intake: Intake{Open: open, Services: shut}, Desks: desksOf(s, r), Counts: countsOf(s), Alerts: alertsOf(s, r),
		Notice: r.note(s.NoticeNoted(), NoticeID), Head: headOf(s, now, r), Today: figuresOf(s, now), Screens: []Screen{}, Changes: ChangesOf(s, r),
	}
	if r.There != nil {
		there := r.There()
		v.Screens, v.Consoles = list(there.Screens), there.Consoles
		for i := range v.Screens {
			if at := v.Screens[i].Since; at != nil {
				v.Screens[i].Since = localOrNone(s, *at)
			}
		}
	}
	return v
}

func figuresOf(s *queue.State, now queue.Now) DayFigures {
	b := s.Daybook(now)
	f := DayFigures{
		Slots: []Slot{}, Arrived: b.Arrived, Called: b.Called, Served: b.Served, NoShows: b.NoShows,
		WithoutTicket: b.WithoutTicket, Reasons: b.Reasons, UnservedDay: b.Before,
		Waits: b.Waits, WaitMeanS: meanS(b.WaitSum, b.Waits), WaitMaxS: seconds(b.WaitMax),
		ByService: []ServiceFigure{}, ByDesk: []DeskFigure{},
	}
	if b.Before != "" {
		f.UnservedYesterday = &b.Unserved
	}
	for _, x := range b.Slots {
		f.Slots = append(f.Slots, slotOf(s, x, now))
	}
	for _, service := range s.Config().Services {
		day, waiting := b.Services[service.ID], s.Waiting(service.ID)
		f.Waiting += waiting
		f.ByService = append(f.ByService, ServiceFigure{service.ID, day.Arrived, waiting, day.Served})
		delete(b.Services, service.ID)
	}
	for _, id := range slices.Sorted(maps.Keys(b.Services)) { // of services since removed
		day, waiting := b.Services[id], s.Waiting(id)
		f.Waiting += waiting
		f.ByService = append(f.ByService, ServiceFigure{id, day.Arrived, waiting, day.Served})
	}
	for _, id := range slices.Sorted(maps.Keys(b.Desks)) {
		day := b.Desks[id]
		f.ByDesk = append(f.ByDesk, DeskFigure{id, day.Visits, seconds(day.Serving.Truncate(time.Minute)), seconds(day.Open.Truncate(time.Minute))})
	}
	return f
}

func slotOf(s *queue.State, x queue.Slot, now queue.Now) Slot {
	lasted := min(now.Wall.Sub(x.At), queue.SlotLength)
	if lasted <= 0 {
		lasted = queue.SlotLength
	}
	tenths := func(d time.Duration) float64 { return math.Round(10*float64(d)/float64(lasted)) / 10 }
	return Slot{
		At: local(s, x.At), Arrived: x.Arrived, Called: x.Called, Served: x.Served, NoShow: x.NoShows,
		Waits: x.Waits, WaitMeanS: meanS(x.WaitSum, x.Waits), WaitMaxS: seconds(x.WaitMax),
		DesksOpen: tenths(x.Open), DesksServing: tenths(x.Serving),
	}
}

func seconds(d time.Duration) int { return int(d / time.Second) }

func meanS(sum time.Duration, of int) int {
	if of == 0 {
		return 0
	}
	return seconds(sum / time.Duration(of))
}
