package spool

import (
	"database/sql"
	"errors"
	"strings"
	"testing"
	"time"

	"accueil/kiosk"
	"accueil/queue"
)

// reached has all that waits reach the server, which takes it or, because of
// something, refuses it.
func (s *Spool) reached(t *testing.T, because string) {
	t.Helper()
	waiting, err := s.waitingAfter(t.Context(), 0)
	if err != nil {
		t.Fatal(err)
	}
	var all []verdict
	for _, e := range waiting {
		all = append(all, verdict{errand: e, answer: Answer{Day: "2026-11-23", At: Position{"E", 2}}, refused: because})
	}
	if err := s.settle(all); err != nil {
		t.Fatal(err)
	}
}

// remembers prunes, and reports whether a ticket is on the disk then.
func (s *Spool) remembers(t *testing.T, id queue.TicketID) bool {
	t.Helper()
	if err := s.Prune(); err != nil {
		t.Fatal(err)
	}
	_, err := s.Ticket(id)
	if err != nil && !errors.Is(err, sql.ErrNoRows) {
		t.Fatal(err)
	}
	return err == nil
}

// What was sent is there to be offered again for seven days, what was refused to
// be exported for thirty, and what waits for as long as it takes.
func TestWhatTheServerHasHadIsForgottenInTime(t *testing.T) {
	for _, c := range []struct {
		what string
		done func(t *testing.T, s *Spool)
		kept time.Duration // 0: for ever
	}{
		{"a ticket that was taken", func(t *testing.T, s *Spool) { s.reached(t, "") }, 7 * 24 * time.Hour},
		{"a ticket that was refused", func(t *testing.T, s *Spool) {
			s.reached(t, "A01 is another's")
			s.reached(t, "") // that it rang
		}, 30 * 24 * time.Hour},
		{"a ticket that waits", func(*testing.T, *Spool) {}, 0},
	} {
		t.Run(c.what, func(t *testing.T) {
			clock := newHand()
			s := settled(t, 1, clock)
			ticket := s.must(t, "droits")
			c.done(t, s)
			if c.kept == 0 {
				clock.pass(365 * 24 * time.Hour)
				if !s.remembers(t, ticket.ID) {
					t.Error("it was forgotten after a year")
				}
				return
			}
			clock.pass(c.kept - time.Minute)
			if !s.remembers(t, ticket.ID) {
				t.Errorf("it was forgotten before %s", c.kept)
			}
			clock.pass(2 * time.Minute)
			if s.remembers(t, ticket.ID) {
				t.Errorf("it is remembered after %s", c.kept)
			}
		})
	}
}

// Seven days are not to be told by a clock that shows some other time.
func TestAClockNotToBeTrustedForgetsNothing(t *testing.T) {
	clock := newHand()
	s := settled(t, 1, clock)
	ticket := s.must(t, "droits")
	s.reached(t, "")
	clock.pass(keptFor + time.Hour)
	s.Compare(clock.Read().Wall.Add(-keptFor))
	if !s.remembers(t, ticket.ID) {
		t.Error("it was forgotten by a clock that the server contradicts")
	}
}

// What was sent before a clock was believed is kept for seven days from then.
func TestWhatWasSentAtNoKnownTimeIsNotForgottenAtOnce(t *testing.T) {
	clock := newHand()
	clock.trust(false)
	s := settled(t, 1, clock)
	ticket := s.must(t, "droits")
	s.reached(t, "")
	clock.trust(true)
	if !s.remembers(t, ticket.ID) {
		t.Fatal("it was forgotten as soon as a clock was believed")
	}
	clock.pass(keptFor + time.Minute)
	if s.remembers(t, ticket.ID) {
		t.Errorf("it is remembered %s later", keptFor)
	}
}

// Of more than it keeps the oldest go first, whatever the clock says.
func TestOfTooMuchThatWasSentTheNewestIsKept(t *testing.T) {
	s := settled(t, 1, newHand())
	var all []kiosk.Ticket
	for range 6 {
		all = append(all, s.must(t, "droits"))
	}
	s.reached(t, "")
	all = append(all, s.must(t, "droits")) // waits, and is not counted
	if err := s.prune(4); err != nil {
		t.Fatal(err)
	}
	for i, ticket := range all {
		if _, err := s.Ticket(ticket.ID); (err == nil) != (i >= 2) {
			t.Errorf("%s: got %v, want the newest four that were sent and what waits", ticket.Number, err)
		}
	}
}

// A disk that holds all it may gives no further number until the server has had
// some: it would fill for ever.
func TestAFullOutboxGivesNoFurtherNumber(t *testing.T) {
	s := settled(t, 1, newHand())
	s.added(waitingMax - 1)
	s.must(t, "droits")
	_, err := s.Give(kiosk.Order{Service: "droits", Lang: "fr"})
	if err == nil || !strings.Contains(err.Error(), "bring the server back") {
		t.Errorf("got %v, want that it keeps no more, and what to do", err)
	}
	s.reached(t, "")
	if ticket := s.must(t, "droits"); ticket.Number != "A02" {
		t.Errorf("got %s, want A02: a refusal takes no number", ticket.Number)
	}
}
