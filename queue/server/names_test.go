package server

import (
	"slices"
	"strings"
	"testing"
	"unicode"

	"accueil/queue"
)

// Who is at a desk is told by name, to the people who work there.
func TestARefusalNamesWhoHasTheDesk(t *testing.T) {
	o := newOffice(t)
	o.call("ana", "POST", "desks/1/open", "").want(200)
	for _, c := range []struct{ as, path string }{
		{"ben", "desks/1/open"}, {"ben", "desks/1/next"}, {"ben", "desks/1/close"}, {"ana", "desks/2/open"},
	} {
		if a := o.call(c.as, "POST", c.path, ""); a.status < 400 || !slices.Contains(strings.FieldsFunc(string(a.body), notLetter), "ana") {
			t.Errorf("%s %s: got %d %s, want a refusal that names ana", c.as, c.path, a.status, a.body)
		}
	}
}

func notLetter(r rune) bool { return !unicode.IsLetter(r) }

// A word of the request is told back as it came, whatever id it may be.
func TestNobodyLearnsANameByAnID(t *testing.T) {
	o := newOffice(t)
	id := ""
	for _, p := range o.access.People("dijon") {
		if p.Name == "ana" {
			id = string(p.ID)
		}
	}
	for _, c := range []struct{ as, method, path string }{
		{"", "GET", "/x%20" + id + "%20y"},
		{"wall", "GET", "state?view=x%20" + id},
		{"kiosk", "GET", "tickets/x%20" + id + "%20y"},
		{"ben", "POST", "desks/x%20" + id + "%20y/open"},
		{"head", "DELETE", "/api/v1/devices/" + id},
	} {
		a := o.call(c.as, c.method, c.path, "")
		if rest := strings.ReplaceAll(string(a.body), id, ""); a.status < 400 || slices.Contains(strings.FieldsFunc(rest, notLetter), "ana") || len(rest) == len(a.body) {
			t.Errorf("%s %s: got %d %s, want its own words", c.as, c.path, a.status, a.body)
		}
	}
}

// Below a mediator nobody is told who works there, even by a refusal that names them.
func TestAKioskIsToldNoName(t *testing.T) {
	o := newOffice(t)
	person := o.access.People("dijon")[0]
	refusal := &queue.Error{Kind: queue.Conflict, Text: "open by " + string(person.ID), Person: person.ID}
	for role, want := range map[queue.Role]string{
		queue.RoleNone: refusal.Text, queue.RoleKiosk: refusal.Text, queue.RoleMediator: "open by " + person.Name,
	} {
		c := &call{s: o.server}
		c.caller.Role = role
		if got := c.told(refusal); got != want {
			t.Errorf("a %s: got %q, want %q", role, got, want)
		}
	}
}
