package server

import (
	"testing"
	"testing/synctest"

	"accueil/queue"
	"accueil/queue/access"
	"accueil/queue/engine"
)

const otherSpoolID = "01KAQ5Z9GJ0000000000000009"

// holders returns who holds a lane.
func (o *office) holders() []queue.ActorID {
	o.t.Helper()
	var all []queue.ActorID
	err := o.engine.Read(o.t.Context(), func(l engine.Look) {
		for _, g := range l.State.Grants() {
			all = append(all, g.Device)
		}
	})
	if err != nil {
		o.t.Fatal(err)
	}
	return all
}

// A kiosk that is removed gives its lane up, whether or not a server runs then; the
// others keep theirs.
func TestARemovedKioskGivesItsLaneUp(t *testing.T) {
	for _, c := range []struct {
		name   string
		remove func(o *office, d access.Device)
	}{
		{"while the server runs", func(o *office, d access.Device) {
			o.call("head", "DELETE", "/api/v1/devices/"+string(d.ID), "").want(200)
		}},
		{"while no server runs", func(o *office, d access.Device) {
			o.stop()
			if err := o.access.RemoveDevice(o.t.Context(), d.ID); err != nil {
				o.t.Error(err)
			}
			o.start()
		}},
	} {
		t.Run(c.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				o := openOffice(&office{t: t, clock: engine.SystemClock(), quiet: true})
				gone := o.device("kiosk 2", queue.RoleKiosk)
				o.call("kiosk", "GET", "/api/v1/me?spool="+spoolID, "").want(200)
				o.call("kiosk 2", "GET", "/api/v1/me?spool="+otherSpoolID, "").want(200)
				if got := o.holders(); len(got) != 2 {
					t.Fatalf("got the holders %v, want two", got)
				}
				c.remove(o, gone)
				synctest.Wait()
				if got := o.holders(); len(got) != 1 || got[0] == gone.ID {
					t.Errorf("got the holders %v, want the kiosk that is left", got)
				}
			})
		})
	}
}
