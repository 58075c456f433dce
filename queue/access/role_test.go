package access

import (
	"testing"

	"accueil/queue"
)

func TestWhoManagesWhom(t *testing.T) {
	const none, wall, kiosk, mediator, supervisor, admin = queue.RoleNone, queue.RoleWall, queue.RoleKiosk, queue.RoleMediator, queue.RoleSupervisor, queue.RoleAdmin
	whom := []queue.Role{wall, kiosk, mediator, supervisor, admin}
	cases := []struct {
		by              queue.Role
		here, elsewhere string // a y or n for each of whom
	}{
		{none, "nnnnn", "nnnnn"},
		{wall, "nnnnn", "nnnnn"},
		{kiosk, "nnnnn", "nnnnn"},
		{mediator, "nnnnn", "nnnnn"},
		{supervisor, "yyynn", "nnnnn"},
		{admin, "yyyyy", "yyyyy"},
	}
	for _, c := range cases {
		by := Caller{Role: c.by, Site: dijon}
		if c.by == admin {
			by.Site = ""
		}
		for i, role := range whom {
			for site, want := range map[queue.SiteID]byte{dijon: c.here[i], chenove: c.elsewhere[i]} {
				err := by.Manages(role, site)
				if (err == nil) != (want == 'y') {
					t.Errorf("a %s of dijon manages a %s of %s: got %v, want %c", c.by, role, site, err, want)
				}
				if err != nil {
					kind(t, err, queue.Forbidden)
				}
			}
		}
	}
}

func TestEachRoleMayDoWhatThoseBeforeItMayAtItsSite(t *testing.T) {
	for by := queue.RoleNone; by <= queue.RoleAdmin; by++ {
		for role := queue.RoleWall; role <= queue.RoleAdmin; role++ {
			c := Caller{Role: by, Site: dijon}
			if got := c.May(role, dijon) == nil; got != (by >= role) {
				t.Errorf("a %s doing what a %s may: got %v", by, role, got)
			}
			if got := c.May(role, chenove) == nil; got != (by == queue.RoleAdmin) {
				t.Errorf("a %s of dijon doing what a %s may at chenove: got %v", by, role, got)
			}
		}
	}
}
