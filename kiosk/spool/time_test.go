package spool

import (
	"testing"
	"time"
)

// A machine may be sure of a clock that shows last year: its battery is new.
func TestAClockThatTheServerContradictsIsNotBelieved(t *testing.T) {
	clock := newHand()
	s := settled(t, 1, clock)
	s.Compare(clock.Read().Wall.Add(denyBeyond + time.Minute))
	if s.Now().WallTrusted {
		t.Error("it is believed")
	}
	if ticket := s.must(t, "droits"); ticket.Day != "" {
		t.Errorf("got a ticket of %s, want the server to date it", ticket.Day)
	}
	s.Compare(clock.Read().Wall)
	if ticket := s.must(t, "droits"); !s.Now().WallTrusted || ticket.Day != "2026-11-23" {
		t.Errorf("set right: got a ticket of %q, want it dated", ticket.Day)
	}
}

// The server may put an undated ticket into the day on which it hears of it. No
// count begins anew while one waits: its number would come twice in that day.
func TestNoCountBeginsAnewWhileAnUndatedTicketWaits(t *testing.T) {
	clock := newHand()
	clock.trust(false)
	s := settled(t, 1, clock)
	if undated := s.must(t, "droits"); undated.Number != "A01" || undated.Day != "" {
		t.Fatalf("got %s of %q, want A01 of no day", undated.Number, undated.Day)
	}
	clock.trust(true)
	s.must(t, "droits")
	clock.pass(24 * time.Hour)
	if ticket := s.must(t, "droits"); ticket.Number != "A02" || ticket.Day != "2026-11-24" {
		t.Errorf("the next day: got %s of %s, want A02: A01 may still come in it", ticket.Number, ticket.Day)
	}
	s.reached(t, "")
	clock.pass(24 * time.Hour)
	if ticket := s.must(t, "droits"); ticket.Number != "A01" || ticket.Day != "2026-11-25" {
		t.Errorf("once the server has it: got %s of %s, want A01 of the 25th", ticket.Number, ticket.Day)
	}
}

// A machine that is switched off every evening for years leaves no trail of its mornings.
func TestBootsThatNothingIsOfAreForgotten(t *testing.T) {
	clock := newHand()
	s := settled(t, 1, clock)
	path := pathOf(t, s)
	boots := func() (ids string) {
		t.Helper()
		if err := s.db.QueryRow("SELECT group_concat(id, ' ' ORDER BY n) FROM boot").Scan(&ids); err != nil {
			t.Fatal(err)
		}
		return ids
	}
	starts := func(boot string, trusted bool) {
		t.Helper()
		if err := s.Close(); err != nil {
			t.Fatal(err)
		}
		clock.trust(trusted)
		clock.pass(24 * time.Hour)
		clock.mu.Lock()
		clock.r.Boot, clock.r.Mono = boot, time.Minute
		clock.mu.Unlock()
		s = open(t, path, clock)
	}
	s.must(t, "droits") // in "one": it waits for the server
	starts("unknown", false)
	s.must(t, "droits")
	starts("untouched", false)
	starts("two", true)
	s.must(t, "droits")
	if _, err := s.db.Exec("DELETE FROM command WHERE boot = (SELECT max(n) FROM boot)"); err != nil {
		t.Fatal(err)
	}
	starts("three", true)
	if got, want := boots(), "one unknown two three"; got != want {
		t.Errorf("within the week: got %s, want %s", got, want)
	}
	clock.pass(keptFor)
	starts("four", true)
	if got, want := boots(), "one unknown four"; got != want {
		t.Errorf("after it: got %s, want %s", got, want)
	}
}
