package main

import (
	"path/filepath"
	"strings"
	"testing"
)

// twoSites are two offices on one server.
const twoSites = `
[[site]]
id = "a"
name = "A"
[[site.service]]
id = "droits"
prefix = "A"
name = "Droits"

[[site]]
id = "b"
name = "B"
[[site.service]]
id = "droits"
prefix = "A"
name = "Droits"
`

// An administrator's words, from a device added to a person gone.
func TestDevicesAndPeopleAreLookedAfter(t *testing.T) {
	data, config := t.TempDir(), filepath.Join(t.TempDir(), "two.toml")
	write(t, config, twoSites)
	s := start(t, "serve", "--config", config, "--data", data, "--listen", "127.0.0.1:0")
	admin := func(args ...string) (int, string, string) {
		return accueil(t, append([]string{"admin", "--server", s.url, "--token-file", filepath.Join(data, "admin.token")}, args...)...)
	}
	must := func(args ...string) string {
		t.Helper()
		status, out, errs := admin(args...)
		if status != statusDone || errs != "" {
			t.Fatalf("admin %v: got %d %q, want it done", args, status, errs)
		}
		return strings.TrimSpace(out)
	}
	refused := func(words string, args ...string) {
		t.Helper()
		if status, out, errs := admin(args...); status != statusFailed || out != "" || !strings.Contains(errs, words) {
			t.Errorf("admin %v: got %d %q %q, want it refused with %q", args, status, out, errs, words)
		}
	}
	for _, site := range []string{"a", "b"} {
		if token := must("device", "add", "--role", "kiosk", "--site", site, "entrance"); strings.ContainsAny(token, " \n") {
			t.Errorf("a device's token: got %q, want it alone", token)
		}
		if pin := must("person", "add", "--role", "mediator", "--site", site, "Samia"); len(pin) != 6 {
			t.Errorf("a person's PIN: got %q, want six digits alone", pin)
		}
	}
	refused("already", "device", "add", "--role", "kiosk", "--site", "a", "entrance")
	refused("already", "person", "add", "--role", "mediator", "--site", "a", "Samia")
	refused("a wall or a kiosk", "device", "add", "--role", "mediator", "--site", "a", "other")
	refused("there is no site", "device", "add", "--role", "wall", "--site", "c", "hall")
	refused("--site", "device", "remove", "entrance")
	refused("--site", "person", "reset-pin", "Samia")
	refused("there is no person", "person", "remove", "Nobody")
	if pin := must("person", "reset-pin", "--site", "a", "--pin", "654321", "Samia"); pin != "654321" {
		t.Errorf("a PIN that was said: got %q", pin)
	}
	must("device", "remove", "--site", "b", "entrance")
	must("person", "remove", "--site", "b", "Samia")
	if list := must("device", "list"); strings.Count(list, "entrance") != 1 || !strings.Contains(list, "  a  ") {
		t.Errorf("the devices left: got %q, want the one of a", list)
	}
	if list := must("person", "list", "--site", "b"); list != "" {
		t.Errorf("the people of b: got %q, want nobody", list)
	}
	id, _, _ := strings.Cut(must("device", "list"), " ")
	must("device", "remove", id)
}

// Screens of an office whose site is not the sample's need their token alone, or a
// server of one site; where there are several, the way in is told.
func TestScreensFindTheirOwnSite(t *testing.T) {
	data, config := t.TempDir(), filepath.Join(t.TempDir(), "two.toml")
	write(t, config, twoSites)
	s := start(t, "serve", "--config", config, "--data", data, "--listen", "127.0.0.1:0", "--always-open")
	for _, role := range []string{"kiosk", "wall"} {
		status, token, errs := accueil(t, "admin", "--server", s.url, "--token-file", filepath.Join(data, "admin.token"),
			"device", "add", "--role", role, "--site", "b", "entrance "+role)
		if status != statusDone {
			t.Fatal(errs)
		}
		write(t, filepath.Join(data, role+".token"), token)
	}
	kiosk := newPane(t, 100, 30, "kiosk", "--data", t.TempDir(), "--server", s.url, "--token-file", filepath.Join(data, "kiosk.token"))
	kiosk.until("Droits")
	wall := newPane(t, 100, 30, "wall", "--data", t.TempDir(), "--server", s.url, "--token-file", filepath.Join(data, "wall.token"))
	wall.until("Numéro")
	alone := newPane(t, 100, 30, "wall", "--data", data, "--server", s.url)
	alone.until("name one of a, b with --site")
	named := newPane(t, 100, 30, "wall", "--data", data, "--server", s.url, "--site", "a")
	named.until("Numéro")
}
