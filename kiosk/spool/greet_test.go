package spool

import (
	"context"
	"log/slog"
	"path/filepath"
	"testing"

	"accueil/kiosk"
	"accueil/queue"
)

// A porter takes whoever comes for someone.
type porter struct {
	*hall
	me Me
}

func (p porter) Me(context.Context, Hold) (Me, error) { return p.me, nil }

// healthOf returns how the line to a server is, as the screen is first told.
func healthOf(t *testing.T, server Server) (told kiosk.Health) {
	t.Helper()
	s := open(t, filepath.Join(t.TempDir(), "kiosk.db"), newHand())
	d := NewDriver(DriverOptions{Spool: s, Server: server, Log: slog.New(slog.DiscardHandler)})
	ctx, stop := context.WithCancel(t.Context())
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		d.Run(ctx)
	}()
	defer func() {
		stop()
		<-ended
	}()
	for {
		if health, ok := (<-d.Messages()).(kiosk.Health); ok {
			return health
		}
	}
}

// Whoever installs a kiosk reads what is wrong with what was given to it, and its
// disk is not blamed. What the screen says is a sentence of the catalogues.
func TestAGreetingThatMakesNoKioskOfItSaysWhy(t *testing.T) {
	for _, c := range []struct {
		what  string
		me    Me
		fault kiosk.Fault
		says  string
	}{
		{"a wall's token", Me{Role: queue.RoleWall}, kiosk.FaultRefused, "token"},
		{"an administrator's token", Me{Role: queue.RoleAdmin}, kiosk.FaultRefused, "token"},
		{"a kiosk without a lane", Me{Role: queue.RoleKiosk}, kiosk.FaultStarting, "silent"},
		{"the server's own lane", Me{Role: queue.RoleKiosk, Lane: queue.LaneKioskMax + 1}, kiosk.FaultStarting, "silent"},
		{"a kiosk's", Me{Role: queue.RoleKiosk, Lane: 1}, kiosk.FaultNone, ""},
	} {
		t.Run(c.what, func(t *testing.T) {
			if got := healthOf(t, porter{newHall(), c.me}); got.Fault != c.fault || got.Lost != c.says {
				t.Errorf("got %+v, want fault %d and %q", got, c.fault, c.says)
			}
		})
	}
}
