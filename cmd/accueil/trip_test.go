package main

import (
	"bytes"
	"context"
	"errors"
	"io"
	"log/slog"
	"net/http"
	"path/filepath"
	"sync"
	"testing"

	"accueil/queue"
	"accueil/queue/access"
	"accueil/queue/client"
	"accueil/queue/engine"
	"accueil/queue/join"
	"accueil/queue/wire"
)

var errCut = errors.New("the line is cut")

// A cutLine is a way to the site's server that is cut when it is told to.
type cutLine struct {
	mu    sync.Mutex // guards what follows
	sent  int        // visits that were offered
	cuts  map[int]cut
	ended context.CancelFunc // of whoever sends
}

// A cut is where an offer ends, by its number from 1.
type cut int

const (
	inRequest cut = iota + 1 // it never arrives
	inAnswer                 // it arrives, and nobody learns that
	kill                     // it arrives, and whoever sent it is gone
)

func (l *cutLine) RoundTrip(r *http.Request) (*http.Response, error) {
	fate := l.fate(r)
	if fate == inRequest {
		return nil, errCut
	}
	answer, err := http.DefaultTransport.RoundTrip(r)
	if err != nil || fate == 0 {
		return answer, err
	}
	_, _ = io.Copy(io.Discard, answer.Body)
	_ = answer.Body.Close()
	if fate == kill {
		l.ended()
	}
	return nil, errCut
}

func (l *cutLine) fate(r *http.Request) cut {
	if r.Method != http.MethodPost || filepath.Base(r.URL.Path) != "visits" {
		return 0
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	l.sent++
	return l.cuts[l.sent]
}

// A trip is a laptop outside, and the server of its site.
type trip struct {
	t            *testing.T
	laptop, site *house
	data         string // of the site
	url          string // of the site
	own          string // of the laptop
}

func newTrip(t *testing.T) *trip {
	w := &trip{t: t, data: t.TempDir()}
	w.site, w.url, _ = instant(t, houseOptions{Data: w.data})
	w.laptop, w.own, _ = instant(t, houseOptions{Data: t.TempDir()})
	return w
}

// A traveller codes visits on the laptop.
type traveller struct {
	access.Person
	pin  string
	here *client.Client
}

// takes signs somebody of the site in on the laptop.
func (w *trip) takes(name string) traveller {
	w.t.Helper()
	p, pin, err := w.site.access.AddPerson(w.t.Context(), access.NewPerson{Site: "dijon", Role: queue.RoleMediator, Name: name})
	if err != nil {
		w.t.Fatal(err)
	}
	if err := w.laptop.access.Mirror(w.t.Context(), p, pin); err != nil {
		w.t.Fatal(err)
	}
	return w.signsIn(p, pin)
}

func (w *trip) signsIn(p access.Person, pin string) traveller {
	w.t.Helper()
	c, err := client.New(client.Options{URL: w.own, Site: "dijon"})
	if err != nil {
		w.t.Fatal(err)
	}
	session, err := c.Login(w.t.Context(), p.Name, pin)
	if err != nil {
		w.t.Fatal(err)
	}
	return traveller{p, pin, c.As(session.Token)}
}

// codes notes a visit of several reasons on the laptop.
func (w *trip) codes(by traveller, reasons ...wire.Reason) queue.TicketID {
	w.t.Helper()
	v, err := by.here.CodeVisit(w.t.Context(), "", wire.VisitRequest{Channel: "outside", Service: "droits", Reasons: reasons,
		First: wire.Value(wire.YesNoOrNull{Answer: queue.Yes})})
	if err != nil {
		w.t.Fatal(err)
	}
	return v.ID
}

// recodes says anew how often someone came for one reason, on the laptop.
func (w *trip) recodes(by traveller, id queue.TicketID, quantity wire.Quantity) {
	w.t.Helper()
	if _, err := by.here.Code(w.t.Context(), "", id, wire.ReasonsRequest{Reasons: []wire.Reason{{Partner: "caf", Reason: caf, Quantity: quantity}},
		First: wire.Value(wire.YesNoOrNull{Answer: queue.No})}); err != nil {
		w.t.Fatal(err)
	}
}

// A sender is a program that sends, with a ledger of its own folder.
type sender struct {
	joiner *join.Joiner
	ledger *join.Ledger
	log    *lines
	end    func()
	mu     sync.Mutex // guards last
	last   join.Standing
}

// lines are what was logged.
type lines struct {
	mu   sync.Mutex // guards text
	text bytes.Buffer
}

func (l *lines) Write(b []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.text.Write(b)
}

func (l *lines) String() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.text.String()
}

func (s *sender) standing() join.Standing {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.last
}

func (s *sender) isThrough() bool { return s.standing() == join.Standing{Heard: true} }

// sends starts a program on a folder, in which some have signed in.
func (w *trip) sends(folder string, line *cutLine, by ...traveller) *sender {
	w.t.Helper()
	ledger, err := join.OpenLedger(filepath.Join(folder, "joined.db"))
	if err != nil {
		w.t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	line.ended = cancel
	site, err := client.New(client.Options{URL: w.url, Site: "dijon", HTTP: &http.Client{Transport: line}})
	if err != nil {
		w.t.Fatal(err)
	}
	s := &sender{ledger: ledger, log: &lines{}, last: join.Standing{Owed: -1}}
	s.joiner = join.New(join.Options{
		Engine: engineOf(w.laptop, "dijon"), Ledger: ledger, Site: site, Log: slog.New(slog.NewTextHandler(s.log, nil)),
		Tell: func(now join.Standing) {
			s.mu.Lock()
			defer s.mu.Unlock()
			s.last = now
		},
	})
	for _, p := range by {
		s.joiner.SignedIn(p.Name, p.pin, p.ID, "")
	}
	var work sync.WaitGroup
	work.Go(func() { s.joiner.Run(ctx) })
	s.end = sync.OnceFunc(func() {
		cancel()
		work.Wait()
		if err := ledger.Close(); err != nil {
			w.t.Error(err)
		}
	})
	w.t.Cleanup(s.end)
	return s
}

// A count is what the site's figures are made of.
type count struct {
	visits, reasons, first int
	by                     map[queue.ActorID]int
}

// counts counts what is done at a house: by its state, and by the events of its journal.
func (w *trip) counts(h *house) count {
	w.t.Helper()
	c := count{by: map[queue.ActorID]int{}}
	if err := engineOf(h, "dijon").Read(w.t.Context(), func(l engine.Look) {
		for t := range l.State.Tickets() {
			c.visits++
			c.by[t.Person]++
			if t.FirstThis == queue.Yes {
				c.first++
			}
			for _, r := range t.Reasons {
				c.reasons += r.Quantity
			}
		}
	}); err != nil {
		w.t.Fatal(err)
	}
	return c
}

// coded counts in the site's journal how often a visit without a number was taken.
func (w *trip) coded() int {
	w.t.Helper()
	token, _, err := readToken(filepath.Join(w.data, "admin.token"))
	if err != nil {
		w.t.Fatal(err)
	}
	r, err := http.NewRequestWithContext(w.t.Context(), http.MethodGet, w.url+"/api/v1/sites/dijon/journal?after=0", nil)
	if err != nil {
		w.t.Fatal(err)
	}
	r.Header.Set("Authorization", "Bearer "+token)
	answer, err := http.DefaultClient.Do(r)
	if err != nil {
		w.t.Fatal(err)
	}
	defer answer.Body.Close()
	all, err := io.ReadAll(answer.Body)
	if err != nil || answer.StatusCode != http.StatusOK {
		w.t.Fatalf("read the journal: %s, %v", answer.Status, err)
	}
	return bytes.Count(all, []byte(`"visit_coded"`))
}

const (
	morning = 30
	caf     = "caf-droits"
)

// codesAMorning codes thirty visits of six reasons, two of them the same.
func (w *trip) codesAMorning(by traveller) {
	w.t.Helper()
	for range morning {
		w.codes(by, wire.Reason{Partner: "caf", Reason: caf, Quantity: 3, Outcome: "resolved"},
			wire.Reason{Partner: "caf", Reason: caf, Quantity: 1}, wire.Reason{Partner: "cpam", Reason: "carte-vitale", Quantity: 2})
	}
}
