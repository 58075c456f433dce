package access

import (
	"context"
	"slices"
	"strings"
	"testing"
	"time"

	"accueil/queue"
)

func TestADeviceComesAndGoes(t *testing.T) {
	whole, dir := t, t.TempDir()
	clock := newClock()
	a := open(t, dir, clock.Now)
	d, token, err := a.AddDevice(t.Context(), dijon, queue.RoleKiosk, " Entrée ")
	if err != nil {
		t.Fatal(err)
	}
	want := Device{ID: d.ID, Site: dijon, Role: queue.RoleKiosk, Name: "Entrée", Since: clock.Now()}
	if d != want || d.ID == "" {
		t.Errorf("got %+v, want %+v", d, want)
	}
	c := who(t, a, token)
	if c.ID != d.ID || c.Role != queue.RoleKiosk || c.Site != dijon || c.Name != "Entrée" || !c.Device || !c.Expires.IsZero() {
		t.Errorf("got %+v, want the kiosk", c)
	}
	t.Run("its token is good after a restart", func(t *testing.T) {
		if err := a.Close(); err != nil {
			t.Fatal(err)
		}
		a = open(whole, dir, clock.Now)
		clock.forward(365 * 24 * time.Hour)
		c = who(t, a, token)
		if got := a.Devices(dijon); !slices.Equal(got, []Device{want}) {
			t.Errorf("got %+v, want %+v", got, want)
		}
	})
	t.Run("removed, it is nobody at once, and what was asked for is done", func(t *testing.T) {
		var told []Device
		a.OnRemoved(func(_ context.Context, d Device) { told = append(told, d) })
		if err := a.RemoveDevice(t.Context(), d.ID); err != nil {
			t.Fatal(err)
		}
		refused(t, a, token)
		closed(t, c.Gone)
		if !slices.Equal(told, []Device{want}) {
			t.Errorf("got told %+v, want %+v", told, want)
		}
		if got := a.Name(d.ID); got != "" {
			t.Errorf("got the name %q, want none", got)
		}
	})
	t.Run("removing it again finds nothing", func(t *testing.T) {
		kind(t, a.RemoveDevice(t.Context(), d.ID), queue.NotFound)
	})
}

func TestADeviceThatCannotBeIsRefused(t *testing.T) {
	a := inMemory(t, nil)
	if _, _, err := a.AddDevice(t.Context(), dijon, queue.RoleWall, "Salle"); err != nil {
		t.Fatal(err)
	}
	if _, _, err := a.AddDevice(t.Context(), chenove, queue.RoleWall, "Salle"); err != nil {
		t.Errorf("the same name at another site: %v", err)
	}
	cases := map[string]struct {
		role queue.Role
		name string
		want queue.Kind
	}{
		"the same name":                {queue.RoleWall, "Salle", queue.Conflict},
		"the same name, another role":  {queue.RoleKiosk, "Salle", queue.Conflict},
		"the same name, another case":  {queue.RoleWall, "SALLE", queue.Conflict},
		"a person's role":              {queue.RoleMediator, "B", queue.Invalid},
		"the admin's role":             {queue.RoleAdmin, "B", queue.Invalid},
		"no role":                      {queue.RoleNone, "B", queue.Invalid},
		"no name":                      {queue.RoleWall, " ", queue.Invalid},
		"a control character":          {queue.RoleWall, "a\x1b[2J", queue.Invalid},
		"a character that turns words": {queue.RoleWall, "a\u202eb", queue.Invalid},
		"not UTF-8":                    {queue.RoleWall, "a\xff", queue.Invalid},
		"a very long name":             {queue.RoleWall, strings.Repeat("é", nameRunesMax+1), queue.Invalid},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			_, _, err := a.AddDevice(t.Context(), dijon, c.role, c.name)
			kind(t, err, c.want)
		})
	}
}
