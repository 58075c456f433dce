package server

import (
	"strings"
	"testing"
	"time"

	"accueil/queue/access"
	"accueil/queue/engine"
	"accueil/queue/wire"
)

// A kiosk whose line broke asks again under its key, when someone may have come
// and gone, or another day.
func TestAnAlertTakenDownIsAnsweredAsAtFirst(t *testing.T) {
	clock := newHand()
	o := openOffice(&office{t: t, clock: clock, path: t.TempDir() + "/journal.db"})
	var first, left wire.Alert
	o.call("kiosk", "POST", "alerts", `{"kind":"paper_out"}`, "raise").want(201).into(&first)
	o.call("ana", "POST", "alerts/"+string(first.ID)+"/ack", "", "ack").want(200)
	o.call("ana", "DELETE", "alerts/"+string(first.ID), "", "drop").want(200)
	o.call("kiosk", "POST", "alerts", `{"kind":"help"}`, "left").want(201).into(&left)
	same := func(when string) {
		t.Helper()
		for _, a := range []answer{
			o.call("kiosk", "POST", "alerts", `{"kind":"paper_out"}`, "raise").want(201),
			o.call("ana", "POST", "alerts/"+string(first.ID)+"/ack", "", "ack").want(200),
			o.call("ana", "DELETE", "alerts/"+string(first.ID), "", "drop").want(200),
		} {
			var again wire.Alert
			a.into(&again)
			want := first
			want.AckedBy = again.AckedBy
			if again.AckedBy == "" || again != want {
				t.Errorf("%s, %s: got %+v, want %+v", when, a.what, again, want)
			}
		}
		var again wire.Alert
		o.call("kiosk", "POST", "alerts", `{"kind":"help"}`, "left").want(201).into(&again)
		if again != left {
			t.Errorf("%s: got %+v, want %+v", when, again, left)
		}
	}
	same("at once")
	o.pass(clock, 24*time.Hour)
	same("the day after")
	o.restart()
	same("after a restart")
	o.call("ana", "DELETE", "alerts/"+string(first.ID), "").want(404)
}

func TestAnAlertRaisedWithoutATextGetsOneLater(t *testing.T) {
	o := openOffice(&office{t: t, clock: engine.SystemClock()})
	var first, again wire.Alert
	o.call("kiosk", "POST", "alerts", `{"kind":"printer"}`).want(201).into(&first)
	o.call("kiosk", "POST", "alerts", `{"kind":"printer","text":"capot ouvert"}`).want(200).into(&again)
	if shown := o.console("ana").Alerts[0]; again.ID != first.ID || again.Text != "capot ouvert" || shown.Text != again.Text {
		t.Errorf("got %+v, and the consoles are shown %+v", again, shown)
	}
}

// How a machine is may change while it is in trouble; since when does not, and the
// journal need not hear of it.
func TestAnAlertThatStandsIsAnsweredWithItsNewText(t *testing.T) {
	store := access.NewMemory()
	o := openOffice(&office{t: t, clock: engine.SystemClock(), store: store})
	var first, again, shown wire.Alert
	o.call("kiosk", "POST", "alerts", `{"kind":"clock","text":"1"}`).want(201).into(&first)
	at := o.engine.At()
	o.call("kiosk", "POST", "alerts", `{"kind":"clock"}`, "key").want(200).into(&again)
	if again != first {
		t.Errorf("said again: got %+v, want %+v", again, first)
	}
	for range 2 {
		o.call("kiosk", "POST", "alerts", `{"kind":"clock","text":"2"}`, "other").want(200).into(&again)
		shown = o.console("ana").Alerts[0]
		shown.Name = "" // for consoles alone
		want := first
		want.Text = "2"
		if again != want || shown != want {
			t.Errorf("with another text: got %+v, shown %+v, want %+v", again, shown, want)
		}
	}
	if o.engine.At() != at {
		t.Errorf("the journal went on from %v to %v", at, o.engine.At())
	}
	o.call("kiosk", "DELETE", "alerts/"+string(first.ID), "").want(200)
	records, _, err := store.List(t.Context())
	for _, r := range records {
		if r.Bucket == "note" && !strings.Contains(r.Key, "heard/") {
			t.Errorf("a text is left of an alert that never was: %s", r.Key)
		}
	}
	if err != nil {
		t.Error(err)
	}
	if got := o.console("ana").Alerts; len(got) != 0 {
		t.Errorf("got %+v, want it gone", got)
	}
	o.call("ana", "POST", "alerts", `{"kind":"clock","text":"3"}`).want(201)
}
