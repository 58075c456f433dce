package wire_test

import (
	"encoding/json"
	"testing"
	"time"

	"accueil/queue"
	"accueil/queue/wire"
)

// nine is a Monday at nine in the morning, in Dijon.
var nine = time.Date(2026, 11, 23, 9, 0, 0, 0, time.FixedZone("CET", 3600))

var (
	kiosk = queue.Actor{ID: "kiosk", Role: queue.RoleKiosk}
	ana   = queue.Actor{ID: "ana", Role: queue.RoleMediator}
	ben   = queue.Actor{ID: "ben", Role: queue.RoleMediator}
	cleo  = queue.Actor{ID: "cleo", Role: queue.RoleMediator}
	head  = queue.Actor{ID: "head", Role: queue.RoleSupervisor}
	house = queue.Actor{Role: queue.RoleAdmin}
)

var coded = []queue.Coded{{Partner: "edf", Reason: "etalement", Quantity: 2, Outcome: "appointment"}}

// A morning is a site at work.
type morning struct {
	t   testing.TB
	s   *queue.State
	now queue.Now
}

func (m *morning) must(by queue.Actor, w queue.Wish) {
	m.t.Helper()
	events, err := queue.Decide(m.s, queue.Command{By: by, Wish: w}, m.now)
	if err != nil {
		m.t.Fatalf("%T %+v: %v", w, w, err)
	}
	for _, e := range events {
		m.s.Apply(e, queue.Stamp{At: m.now.Wall, Elapsed: m.now.Elapsed, Actor: by.ID})
	}
	m.now.Wall, m.now.Elapsed = m.now.Wall.Add(time.Minute), m.now.Elapsed+time.Minute
}

func office() queue.Config {
	return queue.Config{
		ID: "dijon", Name: "PIMMS de Dijon", TimeZone: "Europe/Paris", DayStarts: 4 * 60, Languages: []string{"fr", "en"},
		Hours: []queue.Hours{{Weekday: time.Monday, From: 9 * 60, To: 17 * 60}}, ClosedDays: []queue.Day{"2026-12-25"},
		LastTicketMinutes: 15, PublicURL: "https://accueil.example", ReasonRequired: true,
		Services: []queue.Service{
			{ID: "droits", Prefix: 'A', Name: queue.Name{"fr": "Papiers et droits", "en": "Papers and rights"}, Pictogram: "paper", Minutes: 20},
			{ID: "energie", Prefix: 'B', Name: queue.Name{"fr": "Énergie"}, Minutes: 15, PerDay: 40, Partners: []queue.PartnerID{"edf"}},
		},
		Desks: []queue.Desk{
			{ID: "1", Name: "Guichet 1", Services: []queue.ServiceID{"droits", "energie"}},
			{ID: "2", Name: "Guichet 2"}, {ID: "3", Name: "Guichet 3"},
		},
		Partners: []queue.Partner{{ID: "edf", Name: "EDF"}},
		Reasons: []queue.Reason{
			{ID: "etalement", Name: "Étalement d'impayés", Code: "E4", Partners: []queue.PartnerID{"edf"}},
			{ID: "dossier", Name: "Dossier"},
		},
		WeightNormal: 1, WeightPriority: 3, WeightAppointment: 1, AppointmentFirst: true, PassedOverAtMost: 3,
		AlwaysOpen: true,
	}
}

// work lets a morning pass in which everything happens that a shape can show.
func work(t *testing.T) *morning {
	m := &morning{t: t, s: queue.NewState("dijon"), now: queue.Now{Wall: nine}}
	m.must(house, queue.Configure{Config: office()})
	m.must(house, queue.TakeLane{Device: "kiosk", Spool: "SPOOL"})
	m.must(head, queue.SetAppointments{List: []queue.Booking{
		{ID: "RDV1", At: nine.Add(30 * time.Minute), Service: "droits", Noted: true},
		{ID: "RDV2", At: nine.Add(time.Hour), Service: "energie", Noted: true},
	}})
	give := func(id queue.TicketID, s queue.ServiceID, n queue.Number) queue.Give {
		return queue.Give{Ticket: id, Service: s, Number: n, Day: "2026-11-23", Lang: "ar"}
	}
	m.must(kiosk, give("T1", "droits", "A01"))
	m.must(kiosk, give("T2", "droits", "A02"))
	m.must(kiosk, give("T3", "droits", "A03"))
	m.must(kiosk, give("T4", "energie", "B01"))
	priority := give("T5", "energie", "B02")
	priority.Class, priority.Age = queue.Priority, queue.AgeUnknown
	m.must(kiosk, priority)
	booked := give("T6", "droits", "A04")
	booked.Appointment = "RDV1"
	m.must(kiosk, booked)

	m.must(ana, queue.OpenDesk{Desk: "1"})
	m.must(ben, queue.OpenDesk{Desk: "2"})
	m.must(cleo, queue.OpenDesk{Desk: "3"})
	m.must(ana, queue.CallTicket{Ticket: "T1", Desk: "1", Cause: "deadline"})
	m.must(ana, queue.Start{Ticket: "T1"})
	m.must(ana, queue.Finish{Ticket: "T1"}) // to be coded
	m.must(ana, queue.Next{Desk: "1"})
	m.must(ana, queue.Recall{Ticket: m.visit("ana")})
	m.must(ben, queue.Next{Desk: "2"})
	m.must(ben, queue.TransferTicket{Ticket: m.visit("ben"), Desk: "3", Noted: true})
	m.must(ben, queue.Next{Desk: "2"})
	m.must(ben, queue.Park{Ticket: m.visit("ben"), Minutes: 20})
	m.must(ana, queue.Code{Ticket: m.visit("ana"), Reasons: coded, FirstSet: true, FirstThis: queue.Yes})
	m.must(kiosk, queue.RaiseAlert{Alert: "HELP", Kind: queue.AlertHelp, Noted: true})
	m.must(ben, queue.RaiseAlert{Alert: "MATE", Kind: queue.AlertColleague})
	m.must(ana, queue.AckAlert{Alert: "HELP"})
	m.must(ben, queue.AskReprint{Ticket: "T2"})
	m.must(ben, queue.SetIntake{Services: []queue.ServiceID{"energie"}})
	m.must(ben, queue.SetNotice{Noted: true})
	m.must(ben, queue.CodeVisit{Ticket: "VISIT", Channel: queue.ChannelPhone, Service: "energie", Reasons: coded, FirstThis: queue.No})
	m.must(kiosk, give("T7", "droits", "A05"))
	m.must(kiosk, give("T8", "droits", "A06"))
	m.must(ben, queue.Next{Desk: "2"})
	m.must(ben, queue.MarkNoShow{Ticket: m.visit("ben")})
	m.must(ben, queue.PauseDesk{Desk: "2", Minutes: 10})
	return m
}

func (m *morning) visit(p queue.ActorID) queue.TicketID {
	m.t.Helper()
	id, ok := m.s.VisitOf(p)
	if !ok {
		m.t.Fatalf("%s has no visit", p)
	}
	return id
}

func (m *morning) ticket(id queue.TicketID, role queue.Role) wire.Ticket {
	m.t.Helper()
	t, ok := m.s.Ticket(id)
	if !ok {
		m.t.Fatalf("there is no ticket %s", id)
	}
	return wire.TicketOf(m.s, m.now, t, reader(role))
}

func reader(role queue.Role) wire.Reader {
	return wire.Reader{
		Role:  role,
		Walls: func() bool { return true },
		Name:  func(id queue.ActorID) string { return map[queue.ActorID]string{"ana": "Ana", "kiosk": "entrée"}[id] },
		Note: func(id string) string {
			if id == "MATE" || id == "SILENT" { // raised without
				return ""
			}
			return "texte de " + id
		},
		Links: func(t *queue.Ticket) string { return "https://accueil.example/t/secret-of-" + string(t.ID) },
	}
}

func frame(t *testing.T, m *morning, view string, state any) wire.Frame {
	t.Helper()
	f := wire.Frame{V: wire.FrameVersion, Epoch: "01KAQ5D9G0EPOCHEPOCHEPOCHE", Seq: 42, At: m.now.Wall.In(m.s.Calendar().Location()), View: view}
	if state == nil {
		f.Beat = true
		return f
	}
	var err error
	if f.State, err = json.Marshal(state); err != nil {
		t.Fatal(err)
	}
	return f
}

// forecast is a wait as it will be told.
var forecast = &wire.Wait{LowMin: 10, HighMin: 20}

var closes = nine.Add(8 * time.Hour)

// headView is a supervisor's console at an office that hides its list.
var headView = wire.ConsoleView{
	Site: wire.SiteName{ID: "dijon", Name: "PIMMS de Dijon"}, Open: true, ClosesAt: &closes, Day: "2026-11-23", Edition: "1vq4k2",
	Intake: wire.Intake{Open: true}, Desks: []wire.Desk{}, Tickets: []wire.ConsoleTicket{}, Hidden: true,
	Mine: wire.Mine{
		Person: "head", PersonName: "Jeanne", Role: "supervisor", ToCode: []wire.Ticket{},
		Today: wire.Today{Visits: 4, Reasons: 9, ServedMinutes: 62, NoShows: 1},
	},
	Counts: []wire.WaitingConsole{{Service: "droits", Waiting: 17}},
	Usual:  []wire.Usual{{Reason: "dossier"}, {Service: "energie", Partner: "edf", Reason: "etalement"}},
	Alerts: []wire.Alert{},
	Head: &wire.Head{
		LongWaitMinutes: 30, LongWaiting: 5, LongestWaitMinutes: 48, Given: 60, Priority: 16, PriorityHigh: true,
		Outlook:      &wire.Outlook{ClosesAt: closes, Waiting: 17, PerHour: 6, ServedByClosing: 12, Left: 5},
		ClosedDays:   []queue.Day{"2026-12-25"},
		Appointments: wire.Appointed{Booked: 6, Come: 3, Late: 1, Absent: 2},
		NotOffered:   []wire.Shut{{Service: "energie", WhyClosed: queue.ClosedFull}},
		Finished:     []wire.Finished{{Ticket: "01KAQ5Z9GJ0000000000000009", Number: "A03", PersonName: "Ana", EndedAt: closes.Add(-6 * time.Hour)}},
	},
}

// goldens are the shapes as they are once a morning's work is done, by name.
func goldens(t *testing.T) map[string]any {
	m := work(t)
	s, now := m.s, m.now
	list := map[string]any{}
	for _, part := range []map[string]any{requests, replies(m)} {
		for name, shape := range part {
			list[name] = shape
		}
	}
	wall, console := wire.WallOf(s, now, reader(queue.RoleWall)), wire.ConsoleOf(s, now, "ana", reader(queue.RoleMediator))
	atKiosk := wire.KioskOf(s, now, "kiosk", reader(queue.RoleKiosk))
	last, _ := s.Ticket("T8")
	phone := wire.PhoneOf(s, now, last)
	wall.Waiting[0].Wait, atKiosk.Services[0].Wait, phone.Wait = forecast, forecast, forecast
	list["view_console_head"], list["view_manager"] = headView, managerView()
	list["configuration"], list["changes"] = configuration(m), changes
	list["view_wall"], list["view_console"], list["view_kiosk"], list["view_phone"] = wall, console, atKiosk, phone
	visit, _ := s.Ticket(m.visit("ana"))
	list["view_phone_called"] = wire.PhoneOf(s, now, visit)
	c := office()
	c.AlwaysOpen = false
	m.must(house, queue.Configure{Config: c})
	list["view_kiosk_by_hours"] = wire.KioskOf(s, now, "kiosk", reader(queue.RoleKiosk))
	evening := queue.Now{Wall: nine.Add(9 * time.Hour), Elapsed: 9 * time.Hour}
	list["view_kiosk_closed"] = wire.KioskOf(s, evening, "kiosk", reader(queue.RoleKiosk))
	list["frame_phone"], list["frame_beat"] = frame(t, m, "phone", phone), frame(t, m, "wall", nil)
	return list
}
