package server

import (
	"testing"

	"accueil/queue/wire"
)

// A retry that comes late brings no old text back.
func TestARetryLeavesALaterTextAlone(t *testing.T) {
	o := newOffice(t)
	ticket := o.call("ana", "POST", "tickets", `{"service":"droits"}`).want(201).ticket()
	transfer := "tickets/" + string(ticket.ID) + "/transfer"
	o.call("ana", "PUT", "notice", `{"text":"closed at four"}`, "n1").want(200)
	o.call("ben", "PUT", "notice", `{"text":"closed at five"}`, "n2").want(200)
	o.call("ana", "POST", transfer, `{"service":"energie","note":"has a bill"}`, "t1").want(200)
	o.call("ben", "POST", transfer, `{"service":"poste","note":"has two bills"}`, "t2").want(200)
	day := func(label string) string {
		return `{"appointments":[{"id":"x","at":"2026-11-23T15:00:00+01:00","service":"droits","label":"` + label + `"}]}`
	}
	o.call("head", "PUT", "appointments", day("Mr P"), "a1").want(200)
	o.call("head", "PUT", "appointments", day("Mr R"), "a2").want(200)

	o.call("ana", "PUT", "notice", `{"text":"closed at four"}`, "n1").want(200)
	o.call("ana", "POST", transfer, `{"service":"energie","note":"has a bill"}`, "t1").want(200)
	o.call("head", "PUT", "appointments", day("Mr P"), "a1").want(200)
	var console struct{ State wire.ConsoleView }
	o.call("ana", "GET", "state?view=console", "").want(200).into(&console)
	if got := console.State.Notice; got != "closed at five" {
		t.Errorf("the notice: got %q, want the later one", got)
	}
	if got := console.State.Tickets; len(got) != 1 || got[0].Note != "has two bills" {
		t.Errorf("the note: got %+v, want the later one", got)
	}
	var kiosk struct{ State wire.KioskView }
	o.call("kiosk", "GET", "state?view=kiosk", "").want(200).into(&kiosk)
	if got := kiosk.State.Appointments; len(got) != 1 || got[0].Label != "Mr R" {
		t.Errorf("the appointment: got %+v, want the later label", got)
	}
}
