package server

import (
	"fmt"
	"testing"
	"testing/synctest"
	"time"

	"accueil/queue"
	"accueil/queue/engine"
	"accueil/queue/wire"
)

// Someone is early, someone late, someone does not come; the head sees it, and at the
// day's turn the list is gone.
func TestAppointmentsOfADay(t *testing.T) {
	synctest.Test(t, func(t *testing.T) { // a bubble begins at 01:00 in Dijon
		o := openOffice(&office{t: t, clock: engine.SystemClock(), quiet: true})
		defer o.close()
		const half = `"at":"2000-01-01T01:30:00+01:00","service":"droits"`
		o.call("head", "PUT", "appointments", `{"appointments":[{"id":"early",`+half+`,"label":"A"},{"id":"late",`+half+`,"label":"B"},`+
			`{"id":"absent",`+half+`,"label":"C"}]}`).want(200)
		comes := func(appointment string) queue.TicketID {
			body := `{"service":"droits"}`
			if appointment != "" {
				body = fmt.Sprintf(`{"service":"droits","appointment":%q}`, appointment)
			}
			return o.call("ana", "POST", "tickets", body).want(201).ticket().ID
		}
		next := func(want queue.TicketID, rule queue.Rule) {
			t.Helper()
			var called wire.Called
			o.call("ana", "POST", "desks/1/next", "").want(200).into(&called)
			if called.Ticket.ID != want || called.Why.Rule != rule {
				t.Errorf("next called %s by %s, want %s by %s", called.Ticket.Number, called.Why.Rule, want, rule)
			}
		}
		sees := func(want wire.Appointed, listed int) {
			t.Helper()
			if got := o.console("head").Head.Appointments; got != want {
				t.Errorf("the head sees %+v, want %+v", got, want)
			}
			if got := len(view[wire.KioskView](o, "kiosk", wire.ViewKiosk).Appointments); got != listed {
				t.Errorf("a kiosk lists %d, want %d", got, listed)
			}
		}
		o.call("ana", "POST", "desks/1/open", "").want(200)
		sees(wire.Appointed{Booked: 3}, 3)
		early := comes("early")
		time.Sleep(time.Minute)
		next(comes(""), queue.RuleScore) // whose time has not come is not due
		time.Sleep(time.Minute)
		waits := comes("")
		sees(wire.Appointed{Booked: 3, Come: 1}, 2)
		time.Sleep(29 * time.Minute)
		sees(wire.Appointed{Booked: 3, Come: 1, Absent: 2}, 2)
		next(early, queue.RuleAppointment)
		late := comes("late")
		sees(wire.Appointed{Booked: 3, Come: 2, Late: 1, Absent: 1}, 1)
		next(late, queue.RuleAppointment) // who is late is due at once
		next(waits, queue.RuleScore)
		o.call("ana", "POST", "desks/1/next", "").want(204) // nobody waits for who is absent
		time.Sleep(3 * time.Hour)
		synctest.Wait()
		sees(wire.Appointed{}, 0)
		if got := o.access.Note("dijon", wire.AppointmentNote("absent")); got != "" {
			t.Errorf("the label is still %q, want it emptied", got)
		}
	})
}
