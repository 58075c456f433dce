package server

import (
	"testing"
	"time"

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
