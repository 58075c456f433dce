package wire

import (
	"time"

	"accueil/queue"
)

// A ConsoleView is what one mediator sees.
type ConsoleView struct {
	Site     SiteName         `json:"site"`
	Open     bool             `json:"open"`
	ClosesAt *time.Time       `json:"closes_at,omitempty"` // while open, unless it never closes
	Day      queue.Day        `json:"day"`
	Edition  string           `json:"edition"` // of the configuration in force: with another, ask for the site again
	Intake   Intake           `json:"intake"`
	Desks    []Desk           `json:"desks"`
	Mine     Mine             `json:"mine"`
	Tickets  []ConsoleTicket  `json:"tickets"` // in calling order, then those with a mediator, parked or gone
	Hidden   bool             `json:"hidden"`  // of those who wait, only who waits for the reader's desk alone is listed
	Counts   []WaitingConsole `json:"counts"`
	Usual    []Usual          `json:"usual"`
	Alerts   []Alert          `json:"alerts"`
	Notice   string           `json:"notice,omitempty"`
	Head     *Head            `json:"head,omitempty"` // to supervisors
}

// Mine is what is the reader's own.
type Mine struct {
	Person     queue.ActorID `json:"person,omitempty"`
	PersonName string        `json:"person_name,omitempty"`
	Role       string        `json:"role"`
	Visit      *Ticket       `json:"visit,omitempty"` // called or being served
	Why        *Why          `json:"why,omitempty"`   // of its call
	ToCode     []Ticket      `json:"to_code"`
	Today      Today         `json:"today"`
}

// Today is what the reader has done this day.
type Today struct {
	Visits        int `json:"visits"`  // that ended today, without a ticket too
	Reasons       int `json:"reasons"` // of these visits, by quantity
	ServedMinutes int `json:"served_minutes"`
	NoShows       int `json:"no_shows"`
}

// A ConsoleTicket is a line of the console's list.
type ConsoleTicket struct {
	ID          queue.TicketID    `json:"id"`
	Number      queue.Number      `json:"number"`
	Service     queue.ServiceID   `json:"service"`
	Class       queue.Class       `json:"class"`
	Lang        string            `json:"lang"`
	State       queue.TicketState `json:"state"`
	ArrivedAt   time.Time         `json:"arrived_at"`
	Appointment *time.Time        `json:"appointment,omitempty"`
	Desk        queue.DeskID      `json:"desk,omitempty"`
	ForDesk     queue.DeskID      `json:"for_desk,omitempty"` // waits for this desk alone
	ParkedTo    *time.Time        `json:"parked_until,omitempty"`
	EndedAt     *time.Time        `json:"ended_at,omitempty"` // a no-show that may still be undone
	Note        string            `json:"note,omitempty"`
}

// WaitingConsole counts those who wait for a service.
type WaitingConsole struct {
	Service queue.ServiceID `json:"service"`
	Waiting int             `json:"waiting"`
}

// A Usual is a reason that was often coded for a service in the last seven days;
// Service "" counts all services together.
type Usual struct {
	Service queue.ServiceID `json:"service"`
	Partner queue.PartnerID `json:"partner,omitempty"`
	Reason  queue.ReasonID  `json:"reason"`
}

// A Head is what a supervisor looks after.
type Head struct {
	LongWaitMinutes    int         `json:"long_wait_minutes"` // beyond this a wait is long
	LongWaiting        int         `json:"long_waiting"`      // how many wait longer
	LongestWaitMinutes int         `json:"longest_wait_minutes"`
	Given              int         `json:"given"`         // numbers given today,
	Priority           int         `json:"priority"`      // and how many of them are priorities
	PriorityHigh       bool        `json:"priority_high"` // their share is above the configured one
	Outlook            *Outlook    `json:"outlook,omitempty"`
	ClosedDays         []queue.Day `json:"closed_days"` // of the next 31 days
	Appointments       Appointed   `json:"appointments"`
	NotOffered         []Shut      `json:"not_offered"`
	Finished           []Finished  `json:"finished"` // the last of the day, the newest first
}

// A Finished visit ended: it may have been too early.
type Finished struct {
	Ticket     queue.TicketID `json:"ticket"`
	Number     queue.Number   `json:"number"`
	PersonName string         `json:"person_name,omitempty"`
	EndedAt    time.Time      `json:"ended_at"`
}

// A Shut service gives no tickets at this moment, for the reason that kiosks are told.
type Shut struct {
	Service   queue.ServiceID     `json:"service"`
	WhyClosed queue.ClosedBecause `json:"why_closed"`
}

// An Outlook is who will be seen before closing if it goes on as in the last
// hour: a plain count, no forecast. There is none while the site is closed or
// never closes, while nobody sits at a desk, or when too few visits began.
type Outlook struct {
	ClosesAt        time.Time `json:"closes_at"`
	Waiting         int       `json:"waiting"`
	PerHour         int       `json:"per_hour"` // visits begun in the last hour
	ServedByClosing int       `json:"served_by_closing"`
	Left            int       `json:"left"`
}

// Appointed counts the day's appointments.
type Appointed struct {
	Booked int `json:"booked"`
	Come   int `json:"come"`
	Late   int `json:"late"`   // of those who came: after their time
	Absent int `json:"absent"` // the time is past, and nobody came
}

// Named limits of a console's lists.
const (
	ticketsMax   = 200
	elsewhereMax = ticketsMax / 2 // of these, who is with someone, parked or gone
	usualMax     = 8              // a service, and all together
	closedAhead  = 31             // days
)

// ConsoleOf builds the console's view of one person.
//
// Where a site hides who waits (2026-11-25), a mediator is sent only who waits for
// their desk alone, who is with someone, parked or gone: a list that is not sent
// cannot be chosen from, however the screen draws it. What may be called out of
// order stays the site's rule of its own: whoever is parked, or was sent to the desk,
// is called as before, with a cause where one is owed.
func ConsoleOf(s *queue.State, now queue.Now, person queue.ActorID, r Reader) ConsoleView {
	open, shut := s.Intake()
	door := s.Opening(now.Wall)
	v := ConsoleView{
		Site: siteName(s), Open: door.Open, ClosesAt: localOrNone(s, door.ClosesAt), Day: s.Day(), Edition: s.Edition(), Intake: Intake{Open: open, Services: shut},
		Desks: desksOf(s, r), Tickets: []ConsoleTicket{}, Counts: countsOf(s), Usual: usualOf(s), Alerts: alertsOf(s, r),
		Mine: mineOf(s, now, person, r), Notice: r.note(s.NoticeNoted(), NoticeID),
	}
	v.Hidden = s.Config().WaitingList == queue.WaitingListCounts && r.Role < queue.RoleSupervisor
	for _, t := range listed(s, now, person, v.Hidden) {
		v.Tickets = append(v.Tickets, consoleTicket(s, t, r))
	}
	if r.Role >= queue.RoleSupervisor {
		v.Head = headOf(s, now, r)
	}
	return v
}

// listed returns the tickets of a console's list; of those who wait, where they are
// hidden, who waits for the person's desk alone.
func listed(s *queue.State, now queue.Now, person queue.ActorID, hidden bool) []*queue.Ticket {
	elsewhere := s.Elsewhere(now)
	elsewhere = elsewhere[:min(len(elsewhere), elsewhereMax)]
	room := ticketsMax - len(elsewhere)
	if !hidden {
		return append(s.InOrder(now, room), elsewhere...)
	}
	own, sits := s.DeskOf(person)
	if !sits {
		return elsewhere
	}
	return append(s.InOrderAt(own, now, room), elsewhere...)
}

func desksOf(s *queue.State, r Reader) []Desk {
	all := []Desk{}
	for _, d := range s.Desks() {
		all = append(all, DeskOf(s, d, r))
	}
	return all
}

func countsOf(s *queue.State) []WaitingConsole {
	all := []WaitingConsole{}
	for _, service := range s.Config().Services {
		all = append(all, WaitingConsole{Service: service.ID, Waiting: s.Waiting(service.ID)})
	}
	return all
}

func alertsOf(s *queue.State, r Reader) []Alert {
	all := []Alert{}
	for _, a := range s.Alerts() {
		all = append(all, AlertOf(s, a, r))
	}
	return all
}

func usualOf(s *queue.State) []Usual {
	all := []Usual{}
	services := []queue.ServiceID{""}
	for _, service := range s.Config().Services {
		services = append(services, service.ID)
	}
	for _, id := range services {
		for _, u := range s.Usual(id, usualMax) {
			all = append(all, Usual{Service: id, Partner: u.Partner, Reason: u.Reason})
		}
	}
	return all
}

func headOf(s *queue.State, now queue.Now, r Reader) *Head {
	long := s.Config().LongWait()
	many, longest := s.LongWaits(now, long)
	given, priorities := s.Given()
	h := &Head{
		LongWaitMinutes: int(long.Minutes()), LongWaiting: many, LongestWaitMinutes: int(longest.Minutes()),
		Given: given, Priority: priorities, PriorityHigh: s.PriorityHigh(),
		ClosedDays: list(s.Calendar().ClosedAhead(s.Day(), closedAhead)), Appointments: Appointed(s.Appointed(now)),
		NotOffered: []Shut{}, Finished: []Finished{},
	}
	for _, t := range s.Finished() {
		h.Finished = append(h.Finished, Finished{t.ID, t.Number, r.name(t.Person), local(s, t.EndedAt)})
	}
	for _, service := range s.Config().Services {
		if offers, why := s.Offers(service.ID, now.Wall); !offers {
			h.NotOffered = append(h.NotOffered, Shut{service.ID, why})
		}
	}
	if o, ok := s.Outlook(now); ok {
		h.Outlook = &Outlook{ClosesAt: local(s, o.ClosesAt), Waiting: o.Waiting, PerHour: o.PerHour, ServedByClosing: o.Served, Left: o.Left}
	}
	return h
}

func mineOf(s *queue.State, now queue.Now, person queue.ActorID, r Reader) Mine {
	m := Mine{Person: person, PersonName: r.name(person), Role: r.Role.String(), ToCode: []Ticket{}}
	if id, ok := s.VisitOf(person); ok {
		t, _ := s.Ticket(id)
		visit, why := TicketOf(s, now, t, r), WhyOf(t.Why, HouseLang(s))
		m.Visit, m.Why = &visit, &why
	}
	for _, t := range s.ToCode(person) {
		m.ToCode = append(m.ToCode, TicketOf(s, now, t, r))
	}
	today := s.Today(person)
	m.Today = Today{Visits: today.Visits, Reasons: today.Reasons, ServedMinutes: int(today.Served.Minutes()), NoShows: today.NoShows}
	return m
}

// HouseLang returns the language that the house speaks first.
func HouseLang(s *queue.State) string {
	if languages := s.Config().Languages; len(languages) > 0 {
		return languages[0]
	}
	return ""
}

// listNoteMax is how much of a note a list shows, in characters: it is read whole where
// its ticket is called.
const listNoteMax = 240

func consoleTicket(s *queue.State, t *queue.Ticket, r Reader) ConsoleTicket {
	line := ConsoleTicket{
		ID: t.ID, Number: t.Number, Service: t.Service, Class: t.Class, Lang: t.Lang, State: t.State,
		ArrivedAt: local(s, t.ArrivedAt).Truncate(time.Second), Appointment: localOrNone(s, t.AppointmentAt), ForDesk: t.ForDesk,
		Note: shortened(r.note(t.Noted, string(t.ID)), listNoteMax),
	}
	if t.State != queue.Waiting {
		line.Desk = t.Desk
	}
	if t.State == queue.Parked {
		line.ParkedTo = localOrNone(s, t.ParkedUntilAt)
	}
	if t.State.Ended() {
		line.EndedAt = localOrNone(s, t.EndedAt)
	}
	return line
}
