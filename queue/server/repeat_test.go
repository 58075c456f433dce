package server

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"testing"
	"time"

	"accueil/queue"
	"accueil/queue/engine"
	"accueil/queue/wire"
)

// A hand is a clock that is set by hand.
type hand struct {
	mu   sync.Mutex // guards what follows
	wall time.Time
	mono time.Duration
}

func newHand() *hand { return &hand{wall: time.Date(2026, 11, 23, 9, 0, 0, 0, time.UTC)} }

func (h *hand) Wall() time.Time {
	h.mu.Lock()
	defer h.mu.Unlock()
	return h.wall
}

func (h *hand) Mono() time.Duration {
	h.mu.Lock()
	defer h.mu.Unlock()
	return h.mono
}

func (h *hand) pass(d time.Duration) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.wall, h.mono = h.wall.Add(d), h.mono+d
}

// A letter is a call as it is sent, and may be sent again.
type letter struct{ as, method, path, body, key string }

// older is the same, told later: of what it says only the age has grown.
func (l letter) older() letter {
	l.body = strings.Replace(l.body, `"age_ms":1000`, `"age_ms":60000`, 1)
	return l
}

func (o *office) send(l letter) answer {
	if l.key == "" {
		return o.call(l.as, l.method, l.path, l.body)
	}
	return o.call(l.as, l.method, l.path, l.body, l.key)
}

// essence is what a repeated key gets again: the status, which ticket, desk or
// alert, and why.
func (a answer) essence() string {
	var said struct {
		ID     string          `json:"id"`
		Number queue.Number    `json:"number"`
		Why    json.RawMessage `json:"why"`
		Ticket json.RawMessage `json:"ticket"` // of a desk: its visit, which may be today's
	}
	if a.status >= 400 || len(a.body) == 0 {
		return fmt.Sprint(a.status)
	}
	a.into(&said)
	if said.Why == nil {
		return fmt.Sprint(a.status, " ", said.ID, " ", said.Number)
	}
	var called struct {
		ID     string       `json:"id"`
		Number queue.Number `json:"number"`
	}
	if err := json.Unmarshal(said.Ticket, &called); err != nil {
		a.t.Fatalf("%s: %v in %s", a.what, err, a.body)
	}
	return fmt.Sprint(a.status, " ", called.ID, " ", called.Number, " because ", string(said.Why))
}

// at is where the journal stands.
func (o *office) at() (at engine.Position) {
	o.t.Helper()
	if err := o.engine.Read(o.t.Context(), func(l engine.Look) { at = l.At }); err != nil {
		o.t.Fatal(err)
	}
	return at
}

// seen is all that a mediator, a head, a kiosk and a wall see.
func (o *office) seen() string {
	o.t.Helper()
	all := ""
	for _, eye := range [][2]string{{"ana", "console"}, {"head", "console"}, {"head", "manager"}, {"kiosk", "kiosk"}, {"wall", "wall"}} {
		all += o.withoutPresence(o.call(eye[0], "GET", "state?view="+eye[1], "").want(200)) + "\n"
	}
	return all
}

// withoutPresence is a view without who looks on: whoever calls does.
func (o *office) withoutPresence(a answer) string {
	o.t.Helper()
	var f wire.Frame
	if a.into(&f); f.View != wire.ViewManager {
		return string(a.body)
	}
	var v wire.ManagerView
	if err := json.Unmarshal(f.State, &v); err != nil {
		o.t.Fatal(err)
	}
	v.Screens, v.Consoles = nil, wire.Consoles{}
	body, err := json.Marshal(v)
	if err != nil {
		o.t.Fatal(err)
	}
	return string(body)
}

// pass lets time go by, in steps that a clock is believed to take, and has done
// what time causes.
func (o *office) pass(h *hand, d time.Duration) {
	o.t.Helper()
	for d > 0 {
		step := min(d, 11*time.Hour)
		h.pass(step)
		d -= step
		for due := true; due; {
			err := o.engine.Read(o.t.Context(), func(l engine.Look) {
				in, _, ok := queue.Due(l.State, l.Now)
				due = ok && in <= 0
			})
			if err != nil {
				o.t.Fatal(err)
			}
		}
	}
}

// onwards is a text from shortly before where it differs from another.
func onwards(text, other string) string {
	at := 0
	for at < min(len(text), len(other)) && text[at] == other[at] {
		at++
	}
	return text[max(at-40, 0):min(at+120, len(text))]
}

func (o *office) restart() {
	o.t.Helper()
	o.stop()
	o.start()
}

// aDay is a day of an office in which every call that changes something is made
// once. What is called {a} is the id that the step named a was answered with.
var aDay = []struct {
	named string
	letter
}{
	{"a", letter{as: "kiosk", method: "POST", path: "tickets", body: `{"service":"droits","id":"01KAQ5Z9GJ0000000000000002","number":"A01","day":"2026-11-23","age_ms":1000}`}},
	{"", letter{as: "kiosk", method: "POST", path: "tickets/{a}/amend", body: `{"class":"priority","age_ms":1000}`}},
	{"b", letter{as: "ana", method: "POST", path: "tickets", body: `{"service":"droits"}`}},
	{"c", letter{as: "ana", method: "POST", path: "tickets", body: `{"service":"droits"}`}},
	{"d", letter{as: "ana", method: "POST", path: "tickets", body: `{"service":"droits"}`}},
	{"", letter{as: "ana", method: "POST", path: "desks/1/open", body: `{}`}},
	{"", letter{as: "ana", method: "POST", path: "desks/1/pause", body: `{"minutes":5}`}},
	{"", letter{as: "ana", method: "POST", path: "desks/1/resume"}},
	{"", letter{as: "ana", method: "POST", path: "desks/1/next"}}, // a
	{"", letter{as: "ana", method: "POST", path: "tickets/{a}/recall"}},
	{"", letter{as: "ana", method: "POST", path: "tickets/{a}/start"}},
	{"", letter{as: "ana", method: "PUT", path: "tickets/{a}/reasons", body: `{"reasons":[{"reason":"aide-numerique"}],"first_this_year":true}`}},
	{"", letter{as: "ana", method: "POST", path: "tickets/{a}/finish"}},
	{"", letter{as: "head", method: "POST", path: "tickets/{a}/undo"}},
	{"", letter{as: "ana", method: "POST", path: "desks/1/next", body: `{"reasons":[{"reason":"rsa"}]}`}}, // b, and finishes a
	{"", letter{as: "ana", method: "POST", path: "tickets/{b}/transfer", body: `{"service":"energie","note":"avec sa facture"}`}},
	{"", letter{as: "ana", method: "POST", path: "tickets/{c}/call", body: `{"desk":"1","cause":"deadline"}`}},
	{"", letter{as: "ana", method: "POST", path: "tickets/{c}/no-show"}},
	{"", letter{as: "ana", method: "POST", path: "tickets/{c}/undo"}},
	{"", letter{as: "ana", method: "POST", path: "tickets/{c}/call", body: `{"desk":"1","cause":"returned"}`}},
	{"", letter{as: "ana", method: "POST", path: "tickets/{c}/park", body: `{"minutes":5}`}},
	{"", letter{as: "ana", method: "POST", path: "tickets/{c}/unpark"}},
	{"", letter{as: "ana", method: "POST", path: "tickets/{d}/reprint"}},
	{"", letter{as: "ana", method: "POST", path: "tickets/{d}/cancel", body: `{"age_ms":1000}`}},
	{"", letter{as: "ana", method: "POST", path: "visits", body: `{"channel":"phone","reasons":[{"reason":"rsa"}]}`}},
	{"h", letter{as: "kiosk", method: "POST", path: "alerts", body: `{"kind":"help","text":"la porte est close"}`}},
	{"", letter{as: "ana", method: "POST", path: "alerts/{h}/ack"}},
	{"", letter{as: "ana", method: "DELETE", path: "alerts/{h}"}},
	{"", letter{as: "ana", method: "PUT", path: "intake", body: `{"open":false}`}},
	{"", letter{as: "ana", method: "PUT", path: "intake", body: `{"open":true}`}},
	{"", letter{as: "ana", method: "PUT", path: "notice", body: `{"text":"Fermé à 16 h"}`}},
	{"", letter{as: "ana", method: "PUT", path: "notice", body: `{"text":"Fermé à 17 h"}`}},
	{"", letter{as: "head", method: "PUT", path: "appointments", body: `{"appointments":[{"id":"x","at":"2026-11-23T15:00:00+01:00","service":"droits","label":"Mme P."}]}`}},
	{"", letter{as: "head", method: "PUT", path: "appointments", body: `{"appointments":[{"id":"x","at":"2026-11-23T15:30:00+01:00","service":"droits","label":"Mme R."}]}`}},
	{"", letter{as: "head", method: "PUT", path: "changes/closed/2026-12-24", body: `{"closed":true}`}},
	{"", letter{as: "head", method: "DELETE", path: "changes/closed/2026-12-24"}},
	{"", letter{as: "head", method: "PUT", path: "changes/closed/2026-12-31", body: `{"closed":true,"confirmed":true}`}},
	{"", letter{as: "head", method: "PUT", path: "changes/reasons/rsa", body: `{"name":"RSA, prime"}`}},
	{"", letter{as: "head", method: "DELETE", path: "changes/reasons/rsa"}},
	{"", letter{as: "head", method: "PUT", path: "changes/reasons/rsa", body: `{"name":"RSA et prime"}`}},
	{"", letter{as: "ana", method: "POST", path: "desks/1/close"}},
}

// An effect is a letter that changed something, with what it was answered.
type effect struct {
	letter
	first string // the answer's essence
}

// live makes the calls of a day, each once.
func (o *office) live() (done []effect) {
	o.t.Helper()
	ids := []string{}
	for i, step := range aDay {
		l := step.letter
		l.path, l.key = strings.NewReplacer(ids...).Replace(l.path), fmt.Sprint("key ", i)
		before := o.at()
		a := o.send(l)
		if at := o.at(); a.status >= 300 || at.Seq != before.Seq+1 {
			o.t.Fatalf("%s: got %d %s and %d entries, want one effect", a.what, a.status, a.body, at.Seq-before.Seq)
		}
		if step.named != "" {
			var made struct{ ID string }
			a.into(&made)
			ids = append(ids, "{"+step.named+"}", made.ID)
		}
		done = append(done, effect{l, a.essence()})
	}
	return done
}

// mustBeKnown repeats what was done, and wants the first answers and no effect.
func (o *office) mustBeKnown(t *testing.T, done []effect) {
	t.Helper()
	before, saw := o.at(), o.seen()
	for _, e := range done {
		a := o.send(e.older())
		if got := a.essence(); got != e.first {
			t.Errorf("%s: got %s %s, want %s as at first", a.what, got, a.body, e.first)
		}
		if at := o.at(); at != before {
			t.Errorf("%s: the journal moved from %v to %v", a.what, before, at)
			before = at
		}
		if see := o.seen(); see != saw {
			t.Errorf("%s: what is seen changed from … %s to … %s", a.what, onwards(saw, see), onwards(see, saw))
			saw = see
		}
	}
}

func TestEveryCallOfADayRepeatedHasNoSecondEffect(t *testing.T) {
	clock := newHand()
	o := openOffice(&office{t: t, clock: clock, path: t.TempDir() + "/journal.db"})
	o.call("kiosk", "GET", "/api/v1/me?spool="+spoolID, "").want(200)
	done := o.live()
	t.Run("at the day's end", func(t *testing.T) { o.mustBeKnown(t, done) })
	o.restart()
	t.Run("after a restart", func(t *testing.T) { o.mustBeKnown(t, done) })
	o.pass(clock, 24*time.Hour)
	t.Run("after the day's turn", func(t *testing.T) { o.mustBeKnown(t, done) })
	o.stop()
	clock.pass(5 * 24 * time.Hour)
	o.start()
	t.Run("on the seventh day, after a restart", func(t *testing.T) { o.mustBeKnown(t, done) })
}

func TestADayHoldsEveryCallThatTakesAKey(t *testing.T) {
	o := newOffice(t)
	made := map[string]bool{}
	for _, step := range aDay {
		path := "/api/v1/sites/dijon/" + strings.NewReplacer("{", "", "}", "").Replace(step.path)
		_, pattern := o.server.mux.Handler(&http.Request{Method: step.method, URL: &url.URL{Path: path}})
		made[pattern] = true
	}
	for _, r := range routes() {
		if call := r.method + " " + r.path; r.keyed && !made[call] {
			t.Errorf("%s takes a key, and is not among the calls that are doubled: add it to aDay", call)
		}
	}
}
