package main

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"net"
	"net/http"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"accueil/kiosk"
	"accueil/kiosk/spool"
	"accueil/queue"
	"accueil/queue/access"
	"accueil/queue/client"
	"accueil/queue/engine"
	"accueil/queue/journal"
	"accueil/queue/journal/sqlite"
	"accueil/queue/wire"
)

// A town has one time for all its machines, set by hand, and a line to the
// server, who may be away.
type town struct {
	t *testing.T

	mu     sync.Mutex // guards what follows
	wall   time.Time
	mono   time.Duration
	booted time.Duration // mono when the kiosks last started
	addr   string        // of the server, "" while it is away

	house *house
	stop  func() // of the server
}

// newTown begins on a Monday, at ten in Dijon.
func newTown(t *testing.T) *town {
	return &town{t: t, wall: time.Date(2026, 11, 23, 9, 0, 0, 0, time.UTC)}
}

// Wall and Mono are the server's clock.
func (w *town) Wall() time.Time {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.wall
}

func (w *town) Mono() time.Duration {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.mono
}

// Read is the kiosks' clock.
func (w *town) Read() spool.Reading {
	w.mu.Lock()
	defer w.mu.Unlock()
	return spool.Reading{Boot: fmt.Sprint("boot at ", w.booted), Mono: w.mono - w.booted, Wall: w.wall, Synced: true}
}

func (w *town) pass(d time.Duration) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.wall, w.mono = w.wall.Add(d), w.mono+d
}

// powerCut starts the kiosks' machines anew.
func (w *town) powerCut() {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.booted = w.mono
}

func (w *town) reach(addr string) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.addr = addr
}

func (w *town) dial(ctx context.Context, network, _ string) (net.Conn, error) {
	w.mu.Lock()
	addr := w.addr
	w.mu.Unlock()
	if addr == "" {
		return nil, errors.New("the server is away")
	}
	return new(net.Dialer).DialContext(ctx, network, addr)
}

// comes has the server answer, with what its data folder holds.
func (w *town) comes(data string) {
	w.t.Helper()
	var url string
	w.house, url, w.stop = instant(w.t, houseOptions{Data: data, Clock: w})
	w.reach(strings.TrimPrefix(url, "http://"))
}

// goes takes the server away.
func (w *town) goes() {
	w.reach("")
	w.stop()
}

// as speaks to the server, wherever it is.
func (w *town) as(token string) *client.Client {
	w.t.Helper()
	c, err := client.New(client.Options{URL: "http://localhost", Token: token, Site: "dijon",
		HTTP: &http.Client{Transport: &http.Transport{DialContext: w.dial, MaxIdleConnsPerHost: 32}}})
	if err != nil {
		w.t.Fatal(err)
	}
	return c
}

// pair returns the way to the server of a new kiosk.
func (w *town) pair(name string) *client.Client {
	w.t.Helper()
	_, token, err := w.house.access.AddDevice(w.t.Context(), "dijon", queue.RoleKiosk, name)
	if err != nil {
		w.t.Fatal(err)
	}
	return w.as(token)
}

// mediator returns the way to the server of a new mediator, who sits at a desk.
func (w *town) mediator(name string, desk queue.DeskID) *client.Client {
	w.t.Helper()
	_, pin, err := w.house.access.AddPerson(w.t.Context(), access.NewPerson{Site: "dijon", Role: queue.RoleMediator, Name: name})
	if err != nil {
		w.t.Fatal(err)
	}
	session, err := w.as("").Login(w.t.Context(), name, pin)
	if err != nil {
		w.t.Fatal(err)
	}
	c := w.as(session.Token)
	if _, err := c.Desk(w.t.Context(), "", desk, "open", wire.OpenRequest{}); err != nil {
		w.t.Fatal(err)
	}
	return c
}

// look shows the server's state of the site.
func (w *town) look(at func(engine.Look)) {
	w.t.Helper()
	if err := w.house.sites[0].Engine.Read(w.t.Context(), at); err != nil {
		w.t.Fatal(err)
	}
}

// A post is a kiosk with its disk, which is kept.
type post struct {
	town  *town
	path  string
	disk  *spool.Spool
	way   *client.Client
	stop  func()
	given []kiosk.Ticket
}

func (w *town) post() *post {
	return &post{town: w, path: filepath.Join(w.t.TempDir(), "kiosk.db")}
}

// start is after a pairing or a power cut.
func (p *post) start(way *client.Client) {
	t := p.town.t
	t.Helper()
	var err error
	if p.disk, err = spool.Open(p.path, p.town); err != nil {
		t.Fatal(err)
	}
	p.way = way
	leave := speak(t, p.disk, way)
	p.stop = sync.OnceFunc(func() {
		leave()
		if err := p.disk.Close(); err != nil {
			t.Error(err)
		}
	})
	t.Cleanup(p.stop)
}

func (p *post) give(service queue.ServiceID) {
	p.town.t.Helper()
	ticket, err := p.disk.Give(kiosk.Order{Service: service, Lang: "fr"})
	if err != nil {
		p.town.t.Fatal(err)
	}
	p.given = append(p.given, ticket)
}

// gives hands out n tickets over a while.
func (p *post) gives(n int, over time.Duration) {
	p.town.t.Helper()
	for i := range n {
		p.give([]queue.ServiceID{"droits", "energie", "droits"}[i%3])
		p.town.pass(over / time.Duration(n))
	}
}

// tells gives n tickets, each of which arrives before the next minute.
func (p *post) tells(n int) {
	p.town.t.Helper()
	for range n {
		p.give("droits")
		await(p.town.t, "the ticket has arrived", p.isThrough)
		p.town.pass(time.Minute)
	}
}

// canNumber is after the server's first answer.
func (p *post) canNumber() bool {
	_, told := p.disk.Config()
	return told && p.disk.Hold().Lane != 0
}

// isThrough is when the server has had all.
func (p *post) isThrough() bool { return p.disk.Unsent() == 0 }

// mustHave wants every ticket once, as it was handed out.
func (w *town) mustHave(given ...kiosk.Ticket) {
	w.t.Helper()
	w.look(func(l engine.Look) {
		stored := 0
		for range l.State.Tickets() {
			stored++
		}
		if stored != len(given) {
			w.t.Errorf("%d tickets were handed out, and the server has %d", len(given), stored)
		}
		for _, g := range given {
			got, ok := l.State.Ticket(g.ID)
			if !ok {
				w.t.Errorf("ticket %s of %s is lost", g.Number, g.Day)
				continue
			}
			if got.Number != g.Number || got.Day != g.Day || got.ArrivedAt.Sub(g.At).Abs() > time.Second {
				w.t.Errorf("got %s of %s at %s, want %s of %s at %s", got.Number, got.Day, got.ArrivedAt, g.Number, g.Day, g.At)
			}
			if ended := g.Day < l.State.Day(); ended != (got.State == queue.Unserved) {
				w.t.Errorf("ticket %s of %s is %s on %s", g.Number, g.Day, got.State, l.State.Day())
			}
		}
		if err := l.State.Check(); err != nil {
			w.t.Error(err)
		}
	})
}

// mustBeGivenOnce reads a journal of a server that is away.
func mustBeGivenOnce(t *testing.T, data string) {
	t.Helper()
	book, err := sqlite.OpenRead(filepath.Join(data, "journal.db"))
	if err != nil {
		t.Fatal(err)
	}
	defer book.Close()
	if _, err := journal.Verify(t.Context(), book, "dijon"); err != nil {
		t.Error(err)
	}
	given := map[queue.TicketID]int{}
	for entry, err := range book.Read(t.Context(), "dijon", 0) {
		if err != nil {
			t.Fatal(err)
		}
		for _, event := range entry.Events {
			if g, ok := event.(queue.TicketGiven); ok {
				if given[g.Ticket]++; given[g.Ticket] > 1 {
					t.Errorf("ticket %s of %s is given twice", g.Number, g.Day)
				}
			}
		}
	}
}

// A kiosk gives 10,000 tickets in 72 hours and over three turns of the day without a
// server, and through a power cut. Then everyone who came is counted, in their day.
func TestThreeDaysWithoutTheServer(t *testing.T) {
	w, data := newTown(t), t.TempDir()
	w.comes(data)
	k := w.post()
	k.start(w.pair("kiosk"))
	await(t, "a lane", k.canNumber)
	k.tells(5)
	away := w.Wall()
	w.goes()
	k.gives(2000, time.Hour) // Monday
	w.pass(22 * time.Hour)
	k.gives(1500, 40*time.Minute)
	k.stop()
	w.powerCut()
	w.pass(5 * time.Minute)
	k.start(k.way)
	k.gives(1500, 40*time.Minute) // Tuesday
	w.pass(22 * time.Hour)
	k.gives(3000, 80*time.Minute) // Wednesday
	w.pass(away.Add(72*time.Hour - 60*time.Minute).Sub(w.Wall()))
	k.gives(1995, time.Hour) // Thursday
	w.comes(data)
	await(t, "half has arrived", func() bool { return k.disk.Unsent() < len(k.given)/2 })
	w.goes() // and is away again, in the middle of it
	w.comes(data)
	await(t, "all has arrived", k.isThrough)

	perDay := map[queue.Day]int{}
	for _, g := range k.given {
		perDay[g.Day]++
	}
	if want := (map[queue.Day]int{"2026-11-23": 2005, "2026-11-24": 3000, "2026-11-25": 3000, "2026-11-26": 1995}); !maps.Equal(perDay, want) {
		t.Errorf("the kiosk gave %v, want %v", perDay, want)
	}
	w.mustHave(k.given...)
	ana := w.mediator("Ana", "1")
	for _, g := range k.given {
		if g.Day != "2026-11-26" {
			continue
		}
		called, err := ana.Next(t.Context(), "", "1", wire.NextRequest{})
		if err != nil || called == nil {
			t.Fatalf("next: got %v, %v, want %s", called, err, g.Number)
		}
		if called.Ticket.ID != g.ID {
			t.Fatalf("next called %s of %s, want %s, who came first today", called.Ticket.Number, called.Ticket.Day, g.Number)
		}
	}
	if called, err := ana.Next(t.Context(), "", "1", wire.NextRequest{}); err != nil || called != nil {
		t.Errorf("next called %+v, %v, want nobody: the other days have ended", called, err)
	}
	w.goes()
	mustBeGivenOnce(t, data)
}
