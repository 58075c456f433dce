package engine

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"sync"
	"testing"
	"time"

	"github.com/oklog/ulid/v2"

	"accueil/queue"
	"accueil/queue/journal"
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

func dijon() queue.Config {
	c := queue.Config{
		ID: "dijon", Name: "PIMMS de Dijon", TimeZone: "Europe/Paris", DayStarts: 4 * 60, Languages: []string{"fr"},
		AlwaysOpen: true, Services: []queue.Service{{ID: "droits", Prefix: 'A', Name: queue.Name{"fr": "Droits"}}},
		WeightNormal: 1, WeightPriority: 3, WeightAppointment: 1, PassedOverAtMost: 3,
	}
	for i := range 5 {
		c.Desks = append(c.Desks, queue.Desk{ID: queue.DeskID(fmt.Sprint(i)), Name: fmt.Sprint("Guichet ", i)})
	}
	return c
}

func opened(t *testing.T, book journal.Journal, clock Clock) *Engine {
	t.Helper()
	e, err := Open(t.Context(), Options{Journal: book, Site: "dijon", Config: dijon(), Clock: clock})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = e.Close() })
	return e
}

func mediator(i int) queue.Actor {
	return queue.Actor{ID: queue.ActorID(fmt.Sprint("m", i)), Role: queue.RoleMediator}
}

func give(key string) Request {
	return Request{By: mediator(0), Key: key, Wish: queue.Give{Ticket: queue.TicketID(ulid.Make().String()), Service: "droits"}}
}

// answer is what a command did, and where it stands.
func (e *Engine) answer(t *testing.T, r Request) (o queue.Outcome, at Position) {
	t.Helper()
	if err := e.Do(t.Context(), r, func(l Look) { o, at = l.Outcome, l.At }); err != nil {
		t.Fatalf("%T under %q: %v", r.Wish, r.Key, err)
	}
	return o, at
}

func TestAKeyIsAnsweredAsAtFirst(t *testing.T) {
	book, clock := journal.NewMemory(), newHand()
	e := opened(t, book, clock)
	first, at := e.answer(t, give("one"))
	e.answer(t, Request{By: mediator(1), Wish: queue.OpenDesk{Desk: "1"}})
	called, _ := e.answer(t, Request{By: mediator(1), Key: "next", Wish: queue.Next{Desk: "1"}})
	again := func(when string) {
		t.Helper()
		if o, _ := e.answer(t, give("one")); o.Ticket != first.Ticket || !o.Made {
			t.Errorf("%s: a ticket's key got %+v, want %+v", when, o, first)
		}
		o, _ := e.answer(t, Request{By: mediator(1), Key: "next", Wish: queue.Next{Desk: "1"}})
		if o.Ticket != called.Ticket || !o.Called || o.Why != called.Why {
			t.Errorf("%s: the key of next got %+v, want %+v", when, o, called)
		}
	}
	again("at once")
	other := give("one")
	other.Print[0] = 1
	if err := e.Do(t.Context(), other, nil); queue.KindOf(err) != queue.Conflict {
		t.Errorf("the key with another command: got %v, want conflict", err)
	}
	_ = e.Close()
	e = opened(t, book, clock)
	again("after a restart")
	_ = e.Close()
	clock.pass(24 * time.Hour)
	e = opened(t, book, clock)
	again("after a restart and the day's turn")
	if _, now := e.answer(t, give("two")); now.Epoch != at.Epoch || now.Seq <= at.Seq {
		t.Errorf("got position %v after %v, want a later one of the same life", now, at)
	}
	_ = e.Close()
	clock.pass(8 * 24 * time.Hour)
	e = opened(t, book, clock)
	if o, _ := e.answer(t, give("one")); o.Ticket == first.Ticket {
		t.Error("a key is remembered after more than seven days")
	}
}

func TestARefusalAndNobodyAreDecidedAgain(t *testing.T) {
	e := opened(t, journal.NewMemory(), newHand())
	next := Request{By: mediator(1), Key: "k", Wish: queue.Next{Desk: "1"}}
	if err := e.Do(t.Context(), next, nil); queue.KindOf(err) != queue.Conflict {
		t.Fatalf("next at a closed desk: got %v, want conflict", err)
	}
	e.answer(t, Request{By: mediator(1), Wish: queue.OpenDesk{Desk: "1"}})
	if o, _ := e.answer(t, next); o.Called {
		t.Errorf("nobody waits: got %+v", o)
	}
	given, _ := e.answer(t, give(""))
	if o, _ := e.answer(t, next); o.Ticket != given.Ticket {
		t.Errorf("the same key, now that someone waits: got %+v, want %s", o, given.Ticket)
	}
}

var errBroken = errors.New("the disk does not answer")

// A faulty journal fails before it stores, fails after it has stored, or lets
// another writer come first, at random.
type faulty struct {
	journal.Journal
	mu     sync.Mutex // guards random
	random *rand.Rand
}

func (f *faulty) dice() int {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.random.IntN(10)
}

func (f *faulty) Append(ctx context.Context, site queue.SiteID, last uint64, entries []journal.Entry) error {
	switch f.dice() {
	case 0:
		return errBroken
	case 1:
		return errors.Join(f.Journal.Append(ctx, site, last, entries), errBroken)
	}
	return f.Journal.Append(ctx, site, last, entries)
}

// A person repeats a command under its key until it is answered.
func (e *Engine) insist(ctx context.Context, r Request) (o queue.Outcome, err error) {
	for {
		err = e.Do(ctx, r, func(l Look) { o = l.Outcome })
		if queue.KindOf(err) != queue.Unavailable || err == nil {
			return o, err
		}
	}
}

// Two servers on one journal that fails, succeeds silently and conflicts: each
// command has one effect, nobody is called twice, and a replay says the same.
func TestAFaultyJournalDoublesNothing(t *testing.T) {
	for seed := range uint64(8) {
		t.Run(fmt.Sprint("seed ", seed), func(t *testing.T) {
			book := journal.NewMemory()
			clock := newHand()
			opened(t, book, clock).Close()
			engines := make([]*Engine, 2)
			for i := range engines {
				f := &faulty{Journal: book, random: rand.New(rand.NewPCG(seed, uint64(i)))}
				var err error
				for engines[i] == nil {
					if engines[i], err = Open(t.Context(), Options{Journal: f, Site: "dijon", Config: dijon(), Clock: clock}); err != nil {
						engines[i] = nil
					}
				}
			}
			given, called := hammer(t, engines)
			for _, e := range engines {
				_ = e.Close()
			}
			replayed := opened(t, book, clock)
			_ = replayed.Read(t.Context(), func(l Look) {
				if err := l.State.Check(); err != nil {
					t.Error(err)
				}
				for id := range given {
					if _, ok := l.State.Ticket(id); !ok {
						t.Errorf("ticket %s was answered and is lost", id)
					}
				}
				n := 0
				for range l.State.Tickets() {
					n++
				}
				if n != len(given) {
					t.Errorf("got %d tickets, want the %d that were answered", n, len(given))
				}
			})
			if len(called) == 0 {
				t.Error("nobody was called: the load was none")
			}
			if _, err := journal.Verify(t.Context(), book, "dijon"); err != nil {
				t.Error(err)
			}
		})
	}
}

// hammer has five mediators give and call over both engines, each command tried
// at one and repeated at the other.
func hammer(t *testing.T, engines []*Engine) (given, called map[queue.TicketID]bool) {
	t.Helper()
	var mu sync.Mutex // guards given and called
	given, called = map[queue.TicketID]bool{}, map[queue.TicketID]bool{}
	var work sync.WaitGroup
	for i := range 5 {
		desk := queue.DeskID(fmt.Sprint(i))
		work.Go(func() {
			ctx := t.Context()
			if _, err := engines[i%2].insist(ctx, Request{By: mediator(i), Key: "open", Wish: queue.OpenDesk{Desk: desk}}); err != nil {
				t.Errorf("open: %v", err)
			}
			for n := range 20 {
				r := Request{By: mediator(i), Key: fmt.Sprint("g", n), Wish: queue.Give{Ticket: queue.TicketID(ulid.Make().String()), Service: "droits"}}
				next := Request{By: mediator(i), Key: fmt.Sprint("n", n), Wish: queue.Next{Desk: desk}}
				for _, r := range []Request{r, next} {
					first, err := engines[n%2].insist(ctx, r)
					if err != nil {
						t.Errorf("%T: %v", r.Wish, err)
						return
					}
					again, err := engines[(n+1)%2].insist(ctx, r)
					if err != nil || r.Key[0] == 'g' && again.Ticket != first.Ticket || first.Called && again.Ticket != first.Ticket {
						t.Errorf("%s repeated at the other server: got %+v, %v, want %+v", r.Key, again, err, first)
					}
					mu.Lock()
					if r.Key[0] == 'g' {
						given[first.Ticket] = true
					} else if again.Called {
						if called[again.Ticket] {
							t.Errorf("%s was called twice", again.Ticket)
						}
						called[again.Ticket] = true
					}
					mu.Unlock()
				}
			}
		})
	}
	work.Wait()
	return given, called
}
