package wire

import (
	"encoding/json"
	"strconv"
	"time"

	"accueil/queue"
)

// A Frame is what a live socket brings: a view's whole state, or a beat that
// confirms the last one.
type Frame struct {
	V     int             `json:"v"`
	Epoch string          `json:"epoch"`
	Seq   uint64          `json:"seq"`
	At    time.Time       `json:"at"`
	View  string          `json:"view"`
	State json.RawMessage `json:"state,omitempty"`
	Beat  bool            `json:"beat,omitempty"`
}

// FrameVersion is the only one so far.
const FrameVersion = 1

// Append appends the frame as JSON. State is taken as it is: it was encoded once.
func (f Frame) Append(b []byte) []byte {
	b = append(b, `{"v":`...)
	b = strconv.AppendInt(b, int64(f.V), 10)
	b = append(b, `,"epoch":"`...)
	b = append(b, f.Epoch...)
	b = append(b, `","seq":`...)
	b = strconv.AppendUint(b, f.Seq, 10)
	b = append(b, `,"at":"`...)
	b = f.At.AppendFormat(b, time.RFC3339Nano)
	b = append(b, `","view":"`...)
	b = append(b, f.View...)
	b = append(b, '"')
	if f.State != nil {
		b = append(append(b, `,"state":`...), f.State...)
	}
	if f.Beat {
		b = append(b, `,"beat":true`...)
	}
	return append(b, '}')
}

// The views.
const (
	ViewWall    = "wall"
	ViewKiosk   = "kiosk"
	ViewConsole = "console"
	ViewPhone   = "phone"
	ViewManager = "manager"
)

// A SiteName is a site as views name it.
type SiteName struct {
	ID   queue.SiteID `json:"id"`
	Name string       `json:"name"`
}

// A WallView is what the waiting room sees.
type WallView struct {
	Site      SiteName      `json:"site"`
	Languages []string      `json:"languages"`
	Open      bool          `json:"open"`
	Day       queue.Day     `json:"day"`
	Calls     []Call        `json:"calls"`
	Waiting   []WaitingWall `json:"waiting"`
	Notice    string        `json:"notice,omitempty"`
}

// A Call is a row of the wall, newest first.
type Call struct {
	Call     uint64          `json:"call"`
	Ticket   queue.TicketID  `json:"ticket"`
	Number   queue.Number    `json:"number"`
	Lang     string          `json:"lang"`
	Service  queue.ServiceID `json:"service"`
	Desk     queue.DeskID    `json:"desk"`
	DeskName string          `json:"desk_name"`
	CalledAt time.Time       `json:"called_at"`
	Times    int             `json:"times"`
}

// WaitingWall counts those who wait for a service.
type WaitingWall struct {
	Service queue.ServiceID `json:"service"`
	Count   int             `json:"count"`
	Wait    *Wait           `json:"wait"`
}

// A KioskView is what one kiosk must know.
type KioskView struct {
	Site         SiteName       `json:"site"`
	Open         bool           `json:"open"`
	OpensAt      *time.Time     `json:"opens_at,omitempty"`
	ClosesAt     *time.Time     `json:"closes_at,omitempty"`
	Services     []KioskService `json:"services"`
	Alerts       []Alert        `json:"alerts"` // its own
	Notice       string         `json:"notice,omitempty"`
	Appointments []Appointment  `json:"appointments"`
	Reprints     []Reprint      `json:"reprints"` // of tickets it gave
	Walls        bool           `json:"walls"`    // a wall shows the site: it is there that a visitor is called
}

// A KioskService is a service at this moment.
type KioskService struct {
	Service   queue.ServiceID     `json:"service"`
	Open      bool                `json:"open"`
	Waiting   int                 `json:"waiting"`
	Wait      *Wait               `json:"wait"`
	WhyClosed queue.ClosedBecause `json:"why_closed,omitempty"`
}

// A Reprint asks for a ticket to be printed again.
type Reprint struct {
	Reprint uint64          `json:"reprint"`
	Ticket  queue.TicketID  `json:"ticket"`
	Number  queue.Number    `json:"number"`
	Service queue.ServiceID `json:"service"`
	Lang    string          `json:"lang"`
}

// A PhoneView is what a visitor's telephone shows.
type PhoneView struct {
	Number   queue.Number      `json:"number"`
	State    queue.TicketState `json:"state"`
	Lang     string            `json:"lang"`
	Ahead    int               `json:"ahead"`
	Wait     *Wait             `json:"wait"`
	DeskName string            `json:"desk_name,omitempty"`
}

// NoticeID is the id under which the notice's text is kept beside the journal.
const NoticeID = "notice"

func siteName(s *queue.State) SiteName {
	return SiteName{ID: s.Site(), Name: s.Config().Name}
}

func deskName(s *queue.State, id queue.DeskID) string {
	if d, ok := s.Config().Desk(id); ok {
		return d.Name
	}
	return string(id)
}

// WallOf builds the wall's view.
func WallOf(s *queue.State, now queue.Now, r Reader) WallView {
	v := WallView{
		Site: siteName(s), Languages: list(s.Config().Languages), Open: s.Opening(now.Wall).Open, Day: s.Day(),
		Calls: []Call{}, Waiting: []WaitingWall{}, Notice: r.note(s.NoticeNoted(), NoticeID),
	}
	for _, c := range s.Calls() {
		v.Calls = append(v.Calls, Call{
			Call: c.Call, Ticket: c.Ticket, Number: c.Number, Lang: c.Lang, Service: c.Service, Desk: c.Desk,
			DeskName: deskName(s, c.Desk), CalledAt: local(s, c.At), Times: c.Times,
		})
	}
	for _, service := range s.Config().Services {
		v.Waiting = append(v.Waiting, WaitingWall{Service: service.ID, Count: s.Waiting(service.ID)})
	}
	return v
}

// KioskOf builds the view of one kiosk.
func KioskOf(s *queue.State, now queue.Now, device queue.ActorID, r Reader) KioskView {
	door := s.Opening(now.Wall)
	open, _ := s.Intake()
	v := KioskView{
		Site: siteName(s), Open: open && door.Tickets, OpensAt: localOrNone(s, door.OpensAt), ClosesAt: localOrNone(s, door.ClosesAt),
		Services: []KioskService{}, Alerts: []Alert{}, Appointments: []Appointment{}, Reprints: []Reprint{},
		Notice: r.note(s.NoticeNoted(), NoticeID), Walls: r.Walls != nil && r.Walls(),
	}
	for _, service := range s.Config().Services {
		offers, why := s.Offers(service.ID, now.Wall)
		v.Services = append(v.Services, KioskService{Service: service.ID, Open: offers, Waiting: s.Waiting(service.ID), WhyClosed: why})
	}
	for _, a := range s.Alerts() {
		if a.By == device {
			v.Alerts = append(v.Alerts, AlertOf(s, a, r))
		}
	}
	v.Appointments = AppointmentsOf(s, r).Appointments
	for _, p := range s.Reprints(now) {
		if t, ok := s.Ticket(p.Ticket); ok && t.By == device {
			v.Reprints = append(v.Reprints, Reprint{Reprint: p.Serial, Ticket: t.ID, Number: t.Number, Service: t.Service, Lang: t.Lang})
		}
	}
	return v
}

// AppointmentsOf builds the day's list of those without a ticket.
func AppointmentsOf(s *queue.State, r Reader) Appointments {
	out := Appointments{Appointments: []Appointment{}}
	for _, b := range s.Bookings() {
		out.Appointments = append(out.Appointments, Appointment{
			ID: b.ID, At: local(s, b.At), Service: b.Service, Label: r.note(b.Noted, AppointmentNote(b.ID)),
		})
	}
	return out
}

// AppointmentNote is the id under which an appointment's label is kept.
func AppointmentNote(id queue.AppointmentID) string { return "appointment/" + string(id) }

// PhoneOf builds what a visitor's telephone shows.
func PhoneOf(s *queue.State, now queue.Now, t *queue.Ticket) PhoneView {
	v := PhoneView{Number: t.Number, State: t.State, Lang: t.Lang, Ahead: s.Ahead(t.ID, now)}
	if t.State.Open() {
		v.DeskName = deskName(s, t.Desk)
	}
	return v
}
