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
