package main

import (
	"fmt"
	"path/filepath"
	"reflect"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"accueil/queue"
	"accueil/queue/client"
	"accueil/queue/wire"
)

func TestASimulatedDayIsWhatItSaysItWas(t *testing.T) {
	data := t.TempDir()
	s := serve(t, data)
	status, out, errs := accueil(t, "simulate", "--server", s.url, "--data", data, "--speed", "0", "--visitors", "120", "--mediators", "4", "--seed", "7")
	if status != 0 {
		t.Fatalf("got status %d, %s", status, errs)
	}
	count := func(what string) int {
		found := regexp.MustCompile(`(\d+)\s+` + regexp.QuoteMeta(what) + `\n`).FindStringSubmatch(out)
		if found == nil {
			return 0
		}
		n, _ := strconv.Atoi(found[1])
		return n
	}
	for _, what := range []string{"tickets given", "calls", "visits finished", "visits without a ticket", "reasons", "no-shows", "parked", "transferred", "given back", "calls for help"} {
		if count(what) == 0 {
			t.Errorf("a day of 120 visitors had no %s:\n%s", what, out)
		}
	}
	admin := s.admin(t, data)
	office, _, err := admin.Site(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	asked := 0
	for _, v := range drawPlan(office, 7, 120).Visitors {
		if v.Asks {
			asked++
		}
	}
	if got := count("calls for help"); got != asked {
		t.Errorf("got %d calls for help, want the %d that were made", got, asked)
	}
	frame, err := admin.State(t.Context(), wire.ViewConsole)
	if err != nil {
		t.Fatal(err)
	}
	view, err := client.ViewOf[wire.ConsoleView](frame)
	if err != nil {
		t.Fatal(err)
	}
	for _, left := range view.Tickets {
		if left.State != queue.NoShow {
			t.Errorf("%s is left %s", left.Number, left.State)
		}
	}
	devices, _ := admin.Devices(t.Context())
	people, _ := admin.People(t.Context())
	if len(devices)+len(people) != 0 {
		t.Errorf("left behind: %v, %v", devices, people)
	}
	gone := count("tickets given") - count("given back") - (count("no-shows") - count("no-shows undone")) - count("visits finished")
	if gone != 0 {
		t.Errorf("%d tickets are unaccounted for:\n%s", gone, out)
	}
	s.stop()
	if status, out, errs := accueil(t, "journal", "verify", "--data", data); status != 0 {
		t.Errorf("verify: %s %s", out, errs)
	}
}

func TestADayFollowsFromItsSeedAlone(t *testing.T) {
	data := t.TempDir()
	s := serve(t, data)
	office, _, err := s.admin(t, data).Site(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	one, same, other := drawPlan(office, 1, 300), drawPlan(office, 1, 300), drawPlan(office, 2, 300)
	if !reflect.DeepEqual(one, same) {
		t.Error("the same seed drew another day")
	}
	if reflect.DeepEqual(one, other) {
		t.Error("another seed drew the same day")
	}
	for i, v := range one.Visitors {
		if v.Comes < 0 || v.Comes >= one.Length || i > 0 && v.Comes < one.Visitors[i-1].Comes {
			t.Fatalf("visitor %d comes at %s of %s", i, v.Comes, one.Length)
		}
		if len(v.Reasons) == 0 || v.Stays <= 0 {
			t.Fatalf("visitor %d has no reason, or no time: %+v", i, v)
		}
	}
}

// Ctrl-C in the middle of a day: the counts so far, and nothing of it left behind.
func TestASimulatedDayThatIsStoppedLeavesNothingBehind(t *testing.T) {
	data := t.TempDir()
	s := serve(t, data)
	admin := s.admin(t, data)
	p := newPane(t, 100, 24, "simulate", "--server", s.url, "--data", data, "--speed", "600", "--mediators", "5")
	for frame := range admin.Live(t.Context(), wire.ViewConsole) {
		view, err := client.ViewOf[wire.ConsoleView](frame.Frame)
		if err == nil && slices.ContainsFunc(view.Desks, func(d wire.Desk) bool { return d.Ticket != "" }) {
			break
		}
	}
	p.keys("C-c")
	if shown := p.until("left with 1"); !strings.Contains(shown, "tickets given") || !strings.Contains(shown, "stopped before its end") {
		t.Errorf("want the counts so far, and that it was stopped:\n%s", shown)
	}
	frame, err := admin.State(t.Context(), wire.ViewConsole)
	if err != nil {
		t.Fatal(err)
	}
	view, err := client.ViewOf[wire.ConsoleView](frame)
	if err != nil {
		t.Fatal(err)
	}
	for _, d := range view.Desks {
		if d.State != queue.DeskClosed {
			t.Errorf("desk %s is left %s", d.ID, d.State)
		}
	}
	for _, ticket := range view.Tickets {
		if ticket.State != queue.NoShow {
			t.Errorf("%s is left %s", ticket.Number, ticket.State)
		}
	}
	if devices, _ := admin.Devices(t.Context()); len(devices) != 0 {
		t.Errorf("left behind: %v", devices)
	}
}

func TestASimulationNeedsAServerWithFreeDesks(t *testing.T) {
	data := t.TempDir()
	s := serve(t, data)
	status, _, errs := accueil(t, "simulate", "--server", s.url, "--token-file", filepath.Join(data, "admin.token"), "--mediators", "40")
	if status != 1 || !regexp.MustCompile(`--mediators 5`).MatchString(errs) {
		t.Errorf("got %d, %q, want how many desks there are", status, errs)
	}
	status, _, errs = accueil(t, "simulate", "--server", s.url, "--data", t.TempDir())
	if status != 1 || !regexp.MustCompile(`--token-file`).MatchString(errs) {
		t.Errorf("got %d, %q, want what to give", status, fmt.Sprint(errs))
	}
}
