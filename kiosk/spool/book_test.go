package spool

import (
	"encoding/json"
	"fmt"
	"net/http"
	"sync"
	"testing"
	"time"

	"accueil/configs"
	"accueil/queue"
	"accueil/queue/wire"
)

// A book is a server over HTTP that writes down what it is told, under its key.
type book struct {
	config queue.Config
	day    queue.Day

	mu       sync.Mutex              // guards what follows
	away     bool                    // nobody answers
	numbers  map[string]queue.Number // of tickets, by key
	changes  map[string]bool         // by key
	repeated int                     // what was told again
	wrong    []string                // what may not be
	owner    map[queue.Number]string // by which key it came
	came     chan struct{}           // cap 1: something came
}

func newBook() *book {
	return &book{
		config: configs.Sample().Sites[0], day: queue.Day(time.Now().Format(time.DateOnly)),
		numbers: map[string]queue.Number{}, changes: map[string]bool{}, owner: map[queue.Number]string{},
		came: make(chan struct{}, 1),
	}
}

func (b *book) site() Site { return Site{Config: b.config, Day: b.day, At: Position{"E", 1}} }

func (b *book) leaves(away bool) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.away = away
}

func (b *book) handler() http.Handler {
	calls := b.calls()
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		b.mu.Lock()
		away := b.away
		b.mu.Unlock()
		if away {
			http.Error(w, "nobody is here", http.StatusServiceUnavailable)
			return
		}
		calls.ServeHTTP(w, r)
	})
}

func (b *book) calls() http.Handler {
	mux := http.NewServeMux()
	const site = "/api/v1/sites/dijon"
	mux.HandleFunc("GET /api/v1/me", func(w http.ResponseWriter, _ *http.Request) {
		b.reply(w, wire.Me{ID: "d", Role: queue.RoleKiosk.String(), Site: "dijon", Lane: 1})
	})
	mux.HandleFunc("GET "+site, func(w http.ResponseWriter, _ *http.Request) {
		s := wire.Site{ID: b.config.ID, TimeZone: b.config.TimeZone, Day: b.day, Languages: b.config.Languages, AlwaysOpen: true}
		for _, v := range b.config.Services {
			s.Services = append(s.Services, wire.Service{ID: v.ID, Prefix: string(rune(v.Prefix)), Name: v.Name, Pictogram: v.Pictogram})
		}
		b.reply(w, s)
	})
	mux.HandleFunc("POST "+site+"/tickets", func(w http.ResponseWriter, r *http.Request) {
		var said struct{ ID, Number string }
		if err := json.NewDecoder(r.Body).Decode(&said); err != nil {
			http.Error(w, err.Error(), http.StatusBadRequest)
			return
		}
		b.give(r.Header.Get("Idempotency-Key"), said.ID, queue.Number(said.Number))
		b.reply(w, wire.Ticket{ID: queue.TicketID(said.ID), Day: b.day})
	})
	mux.HandleFunc("POST "+site+"/tickets/{id}/amend", func(w http.ResponseWriter, r *http.Request) {
		b.change(r.Header.Get("Idempotency-Key"), r.PathValue("id"))
		b.reply(w, wire.Ticket{ID: queue.TicketID(r.PathValue("id")), Day: b.day})
	})
	return mux
}

func (b *book) reply(w http.ResponseWriter, said any) {
	w.Header().Set("Accueil-Position", "E/1")
	_ = json.NewEncoder(w).Encode(said) // whoever was killed does not hear it
}

func (b *book) give(key, id string, number queue.Number) {
	defer b.told()
	b.mu.Lock()
	defer b.mu.Unlock()
	before, again := b.numbers[key]
	switch {
	case key != id:
		b.wrong = append(b.wrong, fmt.Sprintf("ticket %s came under the key %s", id, key))
	case again && before != number:
		b.wrong = append(b.wrong, fmt.Sprintf("%s is %s and %s", key, before, number))
	case again:
		b.repeated++
	case b.owner[number] != "":
		b.wrong = append(b.wrong, fmt.Sprintf("%s is the number of %s and %s", number, b.owner[number], key))
	}
	b.numbers[key], b.owner[number] = number, key
}

func (b *book) change(key, ticket string) {
	defer b.told()
	b.mu.Lock()
	defer b.mu.Unlock()
	if _, known := b.numbers[ticket]; !known {
		b.wrong = append(b.wrong, fmt.Sprintf("%s is changed before it came", ticket))
	}
	if b.changes[key] {
		b.repeated++
	}
	b.changes[key] = true
}

func (b *book) told() {
	select {
	case b.came <- struct{}{}:
	default:
	}
}

// had returns how many tickets came, and how much was told again.
func (b *book) had() (tickets, repeated int) {
	b.mu.Lock()
	defer b.mu.Unlock()
	return len(b.numbers), b.repeated
}

// until waits until so many tickets and changes have come, each once.
func (b *book) until(t *testing.T, tickets, changes int) {
	t.Helper()
	late := time.After(30 * time.Second)
	for {
		b.mu.Lock()
		gotTickets, gotChanges := len(b.numbers), len(b.changes)
		b.mu.Unlock()
		if gotTickets >= tickets && gotChanges >= changes {
			if gotTickets > tickets || gotChanges > changes {
				t.Errorf("got %d tickets and %d changes, want %d and %d", gotTickets, gotChanges, tickets, changes)
			}
			return
		}
		select {
		case <-b.came:
		case <-late:
			t.Fatalf("got %d tickets and %d changes of %d and %d", gotTickets, gotChanges, tickets, changes)
		}
	}
}
