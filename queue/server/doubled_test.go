package server

import (
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"

	"pgregory.net/rapid"

	"accueil/queue"
	"accueil/queue/engine"
)

// turnsMax is how often the day turns in a schedule: after six turns it is the
// last day on which the first day's keys are owed.
const turnsMax = 6

// A schedule is an office whose letters are lost, doubled and late. Time passes,
// the day turns, and the server is stopped and started in between.
type schedule struct {
	*office
	hand    *hand
	done    []effect
	tickets []string // ids that were answered, also those of visits
	alerts  []string
	turns   int
	letters int
	born    int // tickets that the kiosk has numbered
}

func newSchedule(t *testing.T) *schedule {
	h := newHand()
	s := &schedule{office: openOffice(&office{t: t, clock: h}), hand: h}
	s.device("another kiosk", queue.RoleKiosk)
	s.call("kiosk", "GET", "/api/v1/me?spool="+spoolID, "").want(200)
	s.call("ana", "POST", "desks/1/open", "").want(200)
	return s
}

// day is the business day that it is.
func (s *schedule) day() (day queue.Day) {
	_ = s.engine.Read(s.t.Context(), func(l engine.Look) { day = l.State.Day() })
	return day
}

// anyGiving is a call that makes something new.
func (s *schedule) anyGiving(t *rapid.T) letter {
	as := rapid.SampledFrom([]string{"ana", "ben"}).Draw(t, "who")
	switch rapid.IntRange(0, 5).Draw(t, "what is made") {
	case 0, 1:
		s.born++
		id, number := fmt.Sprintf("01KAQ5Z9GJ%016d", s.born), queue.MakeNumber('A', 1, s.born)
		day := `null`
		if back := rapid.IntRange(-1, queue.DaysBackMax).Draw(t, "days back"); back >= 0 {
			day = fmt.Sprintf("%q", s.day().Add(-back))
		}
		return letter{"kiosk", "POST", "tickets", fmt.Sprintf(`{"service":"droits","id":%q,"number":%q,"day":%s,"age_ms":1000}`, id, number, day), ""}
	case 2:
		return letter{as, "POST", "visits", fmt.Sprintf(`{"channel":"phone","reasons":[{"reason":"rsa"}],"day":%q}`, s.day()), ""}
	case 3:
		return letter{"kiosk", "POST", "alerts", `{"kind":"help","text":"une dame attend"}`, ""}
	}
	return letter{as, "POST", "tickets", `{"service":"droits"}`, ""}
}

// anyTouch is a call about a ticket, which its state may not allow.
func (s *schedule) anyTouch(t *rapid.T) letter {
	if len(s.tickets) == 0 {
		return s.anyGiving(t)
	}
	id := rapid.SampledFrom(s.tickets[max(0, len(s.tickets)-4):]).Draw(t, "ticket")
	l := rapid.SampledFrom([]letter{
		{"kiosk", "POST", "amend", `{"class":"priority","age_ms":1000}`, ""},
		{"ana", "POST", "amend", `{"lang":"uk"}`, ""},
		{"kiosk", "POST", "cancel", `{"age_ms":1000}`, ""},
		{"ana", "POST", "call", `{"desk":"1","cause":"deadline"}`, ""},
		{"ana", "POST", "recall", "", ""},
		{"ana", "POST", "start", "", ""},
		{"ana", "POST", "park", `{"minutes":5}`, ""},
		{"ana", "POST", "unpark", "", ""},
		{"ana", "POST", "no-show", "", ""},
		{"ana", "POST", "transfer", `{"service":"energie","note":"avec sa facture"}`, ""},
		{"ana", "POST", "transfer", `{"service":"droits","note":"a son passeport"}`, ""},
		{"head", "POST", "undo", "", ""},
		{"ana", "POST", "reprint", "", ""},
		{"ana", "PUT", "reasons", `{"reasons":[{"reason":"aide-numerique"}]}`, ""},
		{"ana", "POST", "finish", `{"reasons":[{"reason":"rsa"}]}`, ""},
	}).Draw(t, "touch")
	l.path = "tickets/" + id + "/" + l.path
	return l
}

// anyHouse is a call about desks, alerts and the house.
func (s *schedule) anyHouse(t *rapid.T) letter {
	all := []letter{
		{"ana", "POST", "desks/1/next", "", ""},
		{"ana", "POST", "desks/1/next", `{"reasons":[{"reason":"rsa"}]}`, ""},
		{"ben", "POST", "desks/2/next", "", ""},
		{"ana", "POST", "desks/1/open", "", ""},
		{"ben", "POST", "desks/2/open", "", ""},
		{"ben", "POST", "desks/1/open", `{"take_over":true}`, ""},
		{"ana", "POST", "desks/1/pause", `{"minutes":5}`, ""},
		{"ana", "POST", "desks/1/resume", "", ""},
		{"ana", "POST", "desks/1/close", "", ""},
		{"ana", "PUT", "intake", `{"open":true,"services":["energie"]}`, ""},
		{"ana", "PUT", "intake", `{"open":true}`, ""},
		{"ana", "PUT", "notice", `{"text":"Fermé à 16 h"}`, ""},
		{"ben", "PUT", "notice", `{"text":"Fermé à 17 h"}`, ""},
		{"ben", "PUT", "notice", `{"text":""}`, ""},
		{"head", "PUT", "appointments", `{"appointments":[{"id":"x","at":"2026-11-23T15:00:00+01:00","service":"droits","label":"Mme P."}]}`, ""},
		{"head", "PUT", "appointments", `{"appointments":[]}`, ""},
		{"head", "PUT", fmt.Sprintf("changes/closed/%s", s.day().Add(1)), `{"closed":true}`, ""},
		{"head", "PUT", fmt.Sprintf("changes/closed/%s", s.day().Add(1)), `{"closed":false}`, ""},
		{"head", "DELETE", fmt.Sprintf("changes/closed/%s", s.day().Add(1)), "", ""},
		{"head", "PUT", "changes/reasons/rsa", `{"name":"RSA et prime"}`, ""},
		{"head", "PUT", "changes/reasons/rsa", `{"name":"Prime"}`, ""},
		{"head", "DELETE", "changes/reasons/rsa", "", ""},
	}
	for _, id := range s.alerts[max(0, len(s.alerts)-2):] {
		all = append(all, letter{"ana", "POST", "alerts/" + id + "/ack", "", ""}, letter{"ana", "DELETE", "alerts/" + id, "", ""})
	}
	return rapid.SampledFrom(all).Draw(t, "of the house")
}

// say makes a call, alone or twice at the same moment: both get the same answer,
// and there is one effect at most.
func (s *schedule) say(call func(*rapid.T) letter) func(*rapid.T) {
	return func(t *rapid.T) {
		l := call(t)
		s.letters++
		l.key = fmt.Sprint("key ", s.letters)
		before := s.at()
		answers := make([]answer, rapid.IntRange(1, 2).Draw(t, "times at once"))
		var work sync.WaitGroup
		for i := range answers {
			work.Go(func() { answers[i] = s.send(l) })
		}
		work.Wait()
		first := answers[0]
		for _, a := range answers {
			if a.essence() != first.essence() {
				t.Fatalf("%s twice at once: got %s and %s", a.what, first.essence(), a.essence())
			}
		}
		switch entries := s.at().Seq - before.Seq; {
		case entries > 1, entries == 1 && first.status >= 300:
			t.Fatalf("%s: got %d %s and %d entries", first.what, first.status, first.body, entries)
		case entries == 1:
			s.done = append(s.done, effect{l, first.essence()})
			s.learn(l, first)
		}
	}
}

// sayAgain repeats a letter of long ago: the first answer, and no effect.
func (s *schedule) sayAgain(t *rapid.T) {
	if len(s.done) == 0 {
		t.Skip("nothing was done yet")
	}
	e := rapid.SampledFrom(s.done).Draw(t, "letter")
	before, saw := s.at(), s.seen()
	a := s.send(e.older())
	if got := a.essence(); got != e.first {
		t.Fatalf("%s: got %s %s, want %s as at first", a.what, got, a.body, e.first)
	}
	if at := s.at(); at != before {
		t.Fatalf("%s: the journal moved from %v to %v", a.what, before, at)
	}
	if see := s.seen(); see != saw {
		t.Fatalf("%s: what is seen changed from … %s to … %s", a.what, onwards(saw, see), onwards(see, saw))
	}
}

// underItsID repeats a kiosk's ticket without its key: the id is the key.
func (s *schedule) underItsID(t *rapid.T) {
	var given []effect
	for _, e := range s.done {
		if strings.Contains(e.body, `"id":"01KAQ5Z9GJ`) {
			given = append(given, e)
		}
	}
	if len(given) == 0 {
		t.Skip("the kiosk has given nothing yet")
	}
	e := rapid.SampledFrom(given).Draw(t, "ticket")
	e.as, e.key = rapid.SampledFrom([]string{"kiosk", "another kiosk"}).Draw(t, "kiosk"), ""
	before := s.at()
	if a := s.send(e.older()); a.essence() != e.first || s.at() != before {
		t.Fatalf("%s: got %s %s and position %v, want %s and %v", a.what, a.essence(), a.body, s.at(), e.first, before)
	}
}

func (s *schedule) minutesPass(t *rapid.T) {
	s.pass(s.hand, time.Duration(rapid.IntRange(1, 30).Draw(t, "minutes"))*time.Minute)
}

// dayTurns while the server runs, or while it is stopped.
func (s *schedule) dayTurns(t *rapid.T) {
	if s.turns == turnsMax {
		t.Skip("the first day's keys would be too old")
	}
	s.turns++
	if rapid.Bool().Draw(t, "while it is stopped") {
		s.stop()
		s.hand.pass(24 * time.Hour)
		s.start()
		return
	}
	s.pass(s.hand, 24*time.Hour)
}

// Whatever is doubled, delayed, or retried after a restart or another day has
// one effect, and one answer.
func TestADoubledCallHasOneEffect(t *testing.T) {
	repeats := 0
	rapid.Check(t, func(r *rapid.T) {
		s := newSchedule(t)
		defer s.close()
		r.Repeat(map[string]func(*rapid.T){
			"give":         s.say(s.anyGiving),
			"touch":        s.say(s.anyTouch),
			"house":        s.say(s.anyHouse),
			"again":        s.sayAgain,
			"and again":    s.sayAgain,
			"under its id": s.underItsID,
			"minutes pass": s.minutesPass,
			"day turns":    s.dayTurns,
			"restart":      func(*rapid.T) { s.restart() },
		})
		for _, e := range s.done {
			if a := s.send(e.older()); a.essence() != e.first {
				r.Fatalf("%s at the end: got %s %s, want %s as at first", a.what, a.essence(), a.body, e.first)
			}
			repeats++
		}
		_ = s.engine.Read(t.Context(), func(l engine.Look) {
			if err := l.State.Check(); err != nil {
				r.Fatal(err)
			}
		})
	})
	if repeats == 0 {
		t.Error("nothing was done: the schedules were empty")
	}
	t.Logf("%d effects, each asked for again", repeats)
}

// learn keeps the ids that an answer tells.
func (s *schedule) learn(l letter, a answer) {
	var made struct{ ID string }
	switch {
	case l.method != "POST":
		return
	case l.path == "tickets", l.path == "visits":
		a.into(&made)
		s.tickets = append(s.tickets, made.ID)
	case l.path == "alerts":
		a.into(&made)
		s.alerts = append(s.alerts, made.ID)
	}
}
