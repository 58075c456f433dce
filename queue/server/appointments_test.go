package server

import (
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"accueil/queue/engine"
	"accueil/queue/wire"
)

// table puts the day's list as CSV, as the head of the site.
func (o *office) table(path, body string, key ...string) answer {
	o.t.Helper()
	r := httptest.NewRequestWithContext(o.t.Context(), "PUT", "/api/v1/sites/dijon/"+path, strings.NewReader(body))
	r.Header.Set("Authorization", "Bearer "+o.token["head"])
	r.Header.Set("Content-Type", "text/csv; charset=utf-8")
	if len(key) > 0 {
		r.Header.Set("Idempotency-Key", key[0])
	}
	w := httptest.NewRecorder()
	o.server.ServeHTTP(w, r)
	return answer{o.t, "PUT " + path + " " + body, w.Code, w.Header(), w.Body.Bytes()}
}

// booked is the day's list as the kiosk sees it, by time and label.
func (o *office) booked() (list []string) {
	o.t.Helper()
	var kiosk struct{ State wire.KioskView }
	o.call("kiosk", "GET", "state?view=kiosk", "").want(http.StatusOK).into(&kiosk)
	for _, a := range kiosk.State.Appointments {
		list = append(list, a.At.Format("15:04 ")+string(a.Service)+" "+a.Label)
	}
	return list
}

// A day's list as a table is the same as in JSON: even a retry may come as the other.
func TestATableAndJSONGiveTheSameList(t *testing.T) {
	synctest.Test(t, func(t *testing.T) { // a bubble begins at 01:00 in Dijon, of the day before
		o := openOffice(&office{t: t, clock: engine.SystemClock(), quiet: true})
		asJSON := `{"appointments":[{"id":"x","at":"2000-01-01T01:30:00+01:00","service":"droits","label":"Mr P"},` +
			`{"id":"y","at":"2000-01-01T02:30:00+01:00","service":"energie"}]}`
		asTable := "\uFEFFid;libellé;service;heure\r\nx;Mr P;PAPIERS et droits;01:30\r\ny;;electricity, gas, water;2000-01-01T02:30:00+01:00\r\n"
		first := o.table("appointments", asTable, "k").want(200).body
		if again := o.call("head", "PUT", "appointments", asJSON, "k").want(200).body; string(again) != string(first) {
			t.Errorf("got %s as a table, %s as JSON", first, again)
		}
		o.table("appointments", "heure;service\n01:30;droits\n", "k").want(409)
		if got, want := o.booked(), []string{"01:30 droits Mr P", "02:30 energie "}; !slices.Equal(got, want) {
			t.Errorf("got %q, want %q", got, want)
		}
		time.Sleep(4 * time.Hour)
		synctest.Wait()
		if got := o.booked(); len(got) > 0 || o.access.Note("dijon", wire.AppointmentNote("x")) != "" {
			t.Errorf("after the day's turn: got %q, want neither list nor label", got)
		}
	})
}

func TestWrongRowsAreAllTold(t *testing.T) {
	o := newOffice(t)
	const table = "heure;service;libellé\n10:00;droits;A\n10:15;bus;B\n10:30;droits;Jeanne Dupont-Martin\n"
	told := string(o.table("appointments", table).want(400).body)
	if !strings.Contains(told, "line 3: there is no service") || !strings.Contains(told, "; line 4: the label is more") || strings.Contains(told, "Dupont") {
		t.Errorf("got %s, want lines 3 and 4, and no name", told)
	}
	o.table("appointments?partial=false", table).want(400)
	o.table("appointments?partial=perhaps", table).want(400)
	if got := o.booked(); len(got) > 0 {
		t.Errorf("a refused table left %q", got)
	}
	var day wire.Appointments
	o.table("appointments?partial=true", table).want(200).into(&day)
	if len(day.Refused) != 2 || day.Refused[0].Line != 3 || day.Refused[1].Line != 4 {
		t.Errorf("in part: got %+v refused, want lines 3 and 4", day.Refused)
	}
	if got, want := o.booked(), []string{"10:00 droits A"}; !slices.Equal(got, want) {
		t.Errorf("in part: got %q, want %q", got, want)
	}
	o.call("head", "PUT", "appointments", `{"appointments":[{"at":"2026-11-23T15:00:00+01:00","service":"droits","label":"Jeanne Dupont-Martin"}]}`).want(400)
	o.table("appointments", "heure;service\n"+strings.Repeat("\n", wire.BodyMax)).want(400)
}
