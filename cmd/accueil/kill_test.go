package main

import (
	"context"
	"flag"
	"fmt"
	"maps"
	"math/rand/v2"
	"slices"
	"sync"
	"testing"
	"time"

	"accueil/queue"
	"accueil/queue/client"
	"accueil/queue/wire"
)

var serverKills = flag.Int("server-kills", 200, "how often the server is killed under load; 10000 in the long run")

// killers is how many people give tickets and press next at once.
const killers = 4

// A ledger is what was answered: it must be in the journal, each number once.
type ledger struct {
	mu      sync.Mutex // guards what follows
	numbers map[queue.TicketID]queue.Number
	called  map[queue.TicketID]string // by which key
	wrong   []string
}

func (l *ledger) given(t wire.Ticket) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.numbers[t.ID] = t.Number
}

func (l *ledger) call(key string, t wire.Ticket) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if other, twice := l.called[t.ID]; twice && other != key {
		l.wrong = append(l.wrong, fmt.Sprintf("%s was called under %s and %s", t.Number, other, key))
	}
	l.called[t.ID] = key
}

// A worker gives and calls, repeating what was not answered under its key, over
// as many servers as it takes.
type worker struct {
	token string
	desk  queue.DeskID
	n     int
	key   string // of what was not answered
	gives bool
	*ledger
}

func (w *worker) work(ctx context.Context, c *client.Client) {
	c = c.As(w.token)
	for ctx.Err() == nil {
		if w.key == "" {
			w.n++
			w.key, w.gives = fmt.Sprintf("%s-%d", w.desk, w.n), w.n%2 == 1
		}
		if err := w.step(ctx, c); err == nil {
			w.key = ""
		}
	}
}

func (w *worker) step(ctx context.Context, c *client.Client) error {
	if w.gives {
		t, _, err := c.Give(ctx, w.key, wire.GiveRequest{Service: "droits"})
		if err == nil {
			w.given(t)
		}
		return err
	}
	called, err := c.Next(ctx, w.key, w.desk, wire.NextRequest{})
	if err == nil && called != nil {
		w.call(w.key, called.Ticket)
	}
	return err
}

// killsAFolder is how often a server is killed on one data folder, before the next
// begins on a fresh one: each kill is followed by a verification of all that stands.
const killsAFolder = 50

// Whatever moment the server is killed at: what was answered is kept, what was
// not is there once or not at all, no number is given twice, nobody is called twice,
// and the journal verifies.
func TestNothingIsLostWhenTheServerIsKilled(t *testing.T) {
	random := rand.New(rand.NewPCG(uint64(*serverKills), 1))
	tickets, calls := 0, 0
	for kills := 0; kills < *serverKills; kills += killsAFolder {
		book := killed(t, random, min(killsAFolder, *serverKills-kills))
		tickets, calls = tickets+len(book.numbers), calls+len(book.called)
	}
	if tickets < *serverKills {
		t.Errorf("got %d tickets answered, want more: the load was none", tickets)
	}
	t.Logf("%d kills, %d tickets and %d calls answered: 0 lost, 0 twice", *serverKills, tickets, calls)
}

// killed kills a server under load so often, and returns what was answered.
func killed(t *testing.T, random *rand.Rand, kills int) *ledger {
	t.Helper()
	data := t.TempDir()
	book := &ledger{numbers: map[queue.TicketID]queue.Number{}, called: map[queue.TicketID]string{}}
	s := serve(t, data)
	workers := make([]*worker, killers)
	for i := range workers {
		desk := queue.DeskID(fmt.Sprint(i + 1))
		workers[i] = &worker{token: s.mediator(t, data, "Ana "+string(desk)), desk: desk, ledger: book}
		if _, err := s.client(t, workers[i].token).Desk(t.Context(), "", desk, "open", nil); err != nil {
			t.Fatal(err)
		}
	}
	for range kills {
		ctx, cancel := context.WithCancel(t.Context())
		c := s.client(t, "")
		var working sync.WaitGroup
		for _, w := range workers {
			working.Go(func() { w.work(ctx, c) })
		}
		timer := time.NewTimer(time.Duration(1+random.IntN(80)) * time.Millisecond)
		<-timer.C
		s.kill()
		cancel()
		working.Wait()
		if status, out, errs := accueil(t, "journal", "verify", "--data", data); status != 0 {
			t.Fatalf("verify: %s %s", out, errs)
		}
		s = serve(t, data)
	}
	book.mustBeKept(t, s.admin(t, data))
	if status := s.stop(); status != 0 {
		t.Errorf("got status %d at the end, want 0", status)
	}
	return book
}

// mustBeKept asks a server for all that was answered.
func (l *ledger) mustBeKept(t *testing.T, admin *client.Client) {
	t.Helper()
	for _, w := range l.wrong {
		t.Error(w)
	}
	owner := map[queue.Number]queue.TicketID{}
	for _, id := range slices.Sorted(maps.Keys(l.numbers)) {
		kept, err := admin.Ticket(t.Context(), id)
		if err != nil || kept.Number != l.numbers[id] {
			t.Fatalf("%s was answered and is lost: got %q, %v", l.numbers[id], kept.Number, err)
		}
		if other, twice := owner[kept.Number]; twice {
			t.Errorf("%s was given to %s and %s", kept.Number, other, id)
		}
		owner[kept.Number] = id
	}
	for id := range l.called {
		if kept, err := admin.Ticket(t.Context(), id); err != nil || kept.State == queue.Waiting {
			t.Fatalf("a call of %s was answered and is lost: got %s, %v", id, kept.State, err)
		}
	}
}
