package wire_test

import (
	"time"

	"accueil/queue"
	"accueil/queue/wire"
)

var requests = map[string]any{
	"request_give": wire.GiveRequest{Service: "droits", Lang: "uk", Class: "priority"},
	"request_give_handed_out": wire.GiveRequest{
		Service: "droits", Appointment: "RDV1", ID: wire.Value("01KAQ5D9G0TICKETTICKETTICK"), Number: wire.Value("A07"),
		Day: wire.Value(queue.Day("2026-11-23")), AgeMS: wire.Value(int64(1500)),
	},
	"request_give_without_clock": wire.GiveRequest{
		Service: "droits", ID: wire.Value("01KAQ5D9G0TICKETTICKETTICK"), Number: wire.Value("A07"),
		Day: wire.Null[queue.Day](), AgeMS: wire.Null[int64](),
	},
	"request_amend":    wire.AmendRequest{Class: "priority", Lang: "ar", Service: "energie", AgeMS: wire.Value(int64(2))},
	"request_cancel":   wire.CancelRequest{AgeMS: wire.Value(int64(2))},
	"request_open":     wire.OpenRequest{TakeOver: true},
	"request_pause":    wire.PauseRequest{Minutes: 10},
	"request_next":     wire.NextRequest{Reasons: &[]wire.Reason{{Partner: "edf", Reason: "etalement", Quantity: 2, Outcome: "resolved"}}},
	"request_call":     wire.CallRequest{Desk: "1", Cause: "deadline"},
	"request_park":     wire.ParkRequest{Minutes: 20},
	"request_transfer": wire.TransferRequest{Service: "energie", Desk: "3", Note: "apporte sa facture"},
	"request_reasons":  wire.ReasonsRequest{Reasons: []wire.Reason{{Reason: "dossier", Quantity: 1}}, First: wire.Value(wire.YesNoOrNull{Answer: queue.No})},
	"request_finish":   wire.FinishRequest{Reasons: &[]wire.Reason{}, First: wire.Null[wire.YesNoOrNull]()},
	"request_visit": wire.VisitRequest{
		Channel: "phone", Service: "droits", Reasons: []wire.Reason{{Reason: "dossier", Quantity: 1}},
		First: wire.Value(wire.YesNoOrNull{Answer: queue.Yes}), ID: wire.Value("01KAQ5D9G0TICKETTICKETTICK"),
		Day: wire.Value(queue.Day("2026-11-23")), AgeMS: wire.Value(int64(60_000)),
	},
	"request_alert":        wire.AlertRequest{Kind: queue.AlertHelp, Text: "fauteuil"},
	"request_intake":       wire.IntakeRequest{Open: true, Services: []queue.ServiceID{"energie"}},
	"request_notice":       wire.NoticeRequest{Text: "Fermeture à 16 h"},
	"request_closed":       wire.ClosedRequest{Closed: true, Confirmed: true},
	"request_reason_name":  wire.ReasonNameRequest{Name: "Facture impayée"},
	"request_appointments": wire.AppointmentsRequest{Appointments: []wire.AppointmentRequest{{ID: "RDV1", At: nine, Service: "droits", Label: "M. K."}}},
	"request_login":        wire.LoginRequest{Name: "Ana", PIN: "123456", Site: "dijon"},
	"request_device":       wire.DeviceRequest{Site: "dijon", Role: "kiosk", Name: "entrée"},
	"request_person":       wire.PersonRequest{Site: "dijon", Role: "mediator", Name: "Ana", PIN: "123456"},
	"request_reset_pin":    wire.ResetPINRequest{PIN: "123456"},
}

// replies are what a morning's calls were answered with.
func replies(m *morning) map[string]any {
	s, now := m.s, m.now
	visit, _ := s.Ticket(m.visit("ana"))
	paused, _ := s.Desk("2")
	taken, _ := s.Desk("1")
	alerts := s.Alerts()
	mediator := reader(queue.RoleMediator)
	site := wire.SiteOf(s, now)
	withWait := m.ticket("T8", queue.RoleKiosk)
	withWait.Wait = forecast
	device := wire.Device{ID: "kiosk", Site: "dijon", Role: "kiosk", Name: "entrée", Since: nine, Token: "shown once"}
	person := wire.Person{ID: "ana", Site: "dijon", Role: "mediator", Name: "Ana", Since: nine, PIN: "123456"}
	open, shut := s.Intake()
	return map[string]any{
		"ticket_done":      m.ticket("T1", queue.RoleMediator),
		"ticket_parked":    m.first(queue.Parked),
		"ticket_no_show":   m.first(queue.NoShow),
		"ticket_noted":     m.noted(),
		"visit":            m.ticket("VISIT", queue.RoleMediator),
		"ticket_to_kiosk":  m.ticket(visit.ID, queue.RoleKiosk),
		"ticket_waiting":   withWait,
		"ticket_estimated": m.ticket("T5", queue.RoleKiosk),
		"called":           wire.Called{Ticket: m.ticket(visit.ID, queue.RoleMediator), Why: wire.WhyOf(visit.Why, "fr")},
		"why_out_of_order": wire.WhyOf(queue.Why{Rule: queue.RuleOutOfOrder, Cause: "deadline", Waited: 90 * time.Second, Score: 90, PassedOver: 1}, "fr"),
		"desk":             wire.DeskOf(s, taken, wire.Reader{Role: queue.RoleMediator}),
		"desk_paused":      wire.DeskOf(s, paused, mediator),
		"alert":            wire.AlertOf(s, alerts[0], mediator),
		"alert_of_person":  wire.AlertOf(s, alerts[1], mediator),
		"alert_of_server":  wire.AlertOf(s, queue.Alert{ID: "SILENT", Kind: queue.AlertKioskSilent, About: "kiosk", Since: nine}, mediator),
		"site":             site,
		"sites":            wire.Sites{Sites: []wire.Site{site}},
		"me":               wire.Me{ID: "kiosk", Name: "entrée", Role: "kiosk", Site: "dijon", Lane: 1, LinkKeys: map[queue.Day][]byte{"2026-11-23": []byte("key")}},
		"session":          wire.Session{Token: "token", ExpiresAt: nine, Person: "ana", PersonName: "Ana", Role: "mediator"},
		"devices":          wire.Devices{Devices: []wire.Device{device}},
		"people":           wire.People{People: []wire.Person{person}},
		"intake":           wire.Intake{Open: open, Services: shut},
		"notice":           wire.Notice{Text: "Fermeture à 16 h"},
		"appointments":     wire.AppointmentsOf(s, mediator),
		"appointments_refused": wire.Appointments{
			Appointments: wire.AppointmentsOf(s, mediator).Appointments,
			Refused:      []wire.RefusedRow{{Line: 3, Why: `there is no service "bus"`}},
		},
		"problem": wire.NewProblem(queue.Conflict, 409, "ticket A07 is done: it cannot be parked"),
	}
}

// first returns the only ticket of a state.
func (m *morning) first(state queue.TicketState) wire.Ticket {
	return m.only(func(t *queue.Ticket) bool { return t.State == state })
}

// noted returns the one that was handed on with a note.
func (m *morning) noted() wire.Ticket { return m.only(func(t *queue.Ticket) bool { return t.Noted }) }

func (m *morning) only(is func(*queue.Ticket) bool) wire.Ticket {
	m.t.Helper()
	for t := range m.s.Tickets() {
		if is(t) {
			return m.ticket(t.ID, queue.RoleMediator)
		}
	}
	m.t.Fatal("there is no such ticket")
	return wire.Ticket{}
}
