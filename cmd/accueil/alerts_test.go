package main

import (
	"context"
	"encoding/json"
	"log/slog"
	"net"
	"net/http"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"accueil/configs"
	"accueil/kiosk"
	"accueil/kiosk/spool"
	"accueil/queue"
	"accueil/queue/access"
	"accueil/queue/client"
	"accueil/queue/engine"
	"accueil/queue/journal"
	"accueil/queue/server"
	"accueil/queue/wire"
)

// An entrance is a whole office in a bubble: a kiosk on its disk, a server that
// speaks HTTP through pipes, and two mediators' consoles.
type entrance struct {
	t      *testing.T
	book   journal.Journal
	access *access.Access
	engine *engine.Engine
	server *server.Server
	http   *http.Server
	lines  chan net.Conn
	fails  atomic.Int32 // the status that kiosks get for their tickets, 0 for the server's own
	token  map[string]string

	driver  *spool.Driver
	leave   func() // the kiosk is switched off
	printer gauge
	wrong   time.Duration // of the kiosk's clock
	power   []net.Conn    // the kiosk's connections, which its current holds
	dark    bool          // it has no current
	off     sync.Mutex    // guards wrong, power and dark
	path    string
}

// Wall begins on a Monday, at ten in Dijon.
func (e *entrance) Wall() time.Time {
	return time.Date(2026, 11, 23, 9, 0, 0, 0, time.UTC).Add(time.Since(time.Date(2000, 1, 1, 0, 0, 0, 0, time.UTC)))
}

func (e *entrance) Mono() time.Duration { return e.Wall().Sub(time.Time{}.AddDate(2000, 0, 0)) }

func (e *entrance) Read() spool.Reading {
	e.off.Lock()
	defer e.off.Unlock()
	return spool.Reading{Boot: "one", Mono: e.Mono(), Wall: e.Wall().Add(e.wrong), Synced: true}
}

func (e *entrance) clockIsWrongBy(d time.Duration) {
	e.off.Lock()
	defer e.off.Unlock()
	e.wrong = d
}

func atTheEntrance(t *testing.T, test func(e *entrance)) {
	t.Helper()
	synctest.Test(t, func(t *testing.T) {
		e := &entrance{
			t: t, book: journal.NewMemory(), lines: make(chan net.Conn), token: map[string]string{},
			printer: gauge{make(chan kiosk.PrinterStatus, 1)}, path: filepath.Join(t.TempDir(), "kiosk.db"),
		}
		e.printer.is <- kiosk.PrinterStatus{}
		var err error
		cheap := access.Cost{Passes: 1, MemoryKiB: 8, Threads: 1}
		e.access, err = access.New(access.NewMemory(), access.Options{Cost: cheap, AdminTokenFile: filepath.Join(t.TempDir(), "token")})
		e.must(err)
		defer func() { e.must(e.access.Close()) }()
		e.opens()
		defer func() { e.closes() }()
		_, e.token["kiosk"], err = e.access.AddDevice(t.Context(), "dijon", queue.RoleKiosk, "Entrée")
		e.must(err)
		for _, name := range []string{"Ana", "Ben"} {
			_, pin, err := e.access.AddPerson(t.Context(), access.NewPerson{Site: "dijon", Role: queue.RoleMediator, Name: name})
			e.must(err)
			session, err := e.as("").Login(t.Context(), name, pin)
			e.must(err)
			e.token[name] = session.Token
		}
		e.kioskStarts()
		defer func() { e.leave() }()
		e.passes(2 * time.Minute)
		test(e)
	})
}

func (e *entrance) must(err error) {
	e.t.Helper()
	if err != nil {
		e.t.Fatal(err)
	}
}

// opens and closes are of the server; its journal stays.
func (e *entrance) opens() {
	config := configs.Sample().Sites[0]
	config.AlwaysOpen = true
	var err error
	e.engine, err = engine.Open(e.t.Context(), engine.Options{Journal: e.book, Site: "dijon", Config: config, Clock: e})
	e.must(err)
	e.server, err = server.New(server.Options{
		Sites: []server.Site{{ID: "dijon", Engine: e.engine}}, Journal: e.book, Access: e.access, Clock: time.Now, Version: "test",
	})
	e.must(err)
	e.http = &http.Server{Handler: e}
	listener := &pipes{entrance: e, done: make(chan struct{})}
	go func() { _ = e.http.Serve(listener) }()
}

func (e *entrance) closes() {
	ctx, cancel := context.WithTimeout(context.Background(), 5*time.Second)
	defer cancel()
	e.server.Goodbye(ctx)
	_ = e.http.Close()
	e.must(e.engine.Close())
}

// ServeHTTP is the server, which may be in trouble with tickets.
func (e *entrance) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if status := e.fails.Load(); status != 0 && r.Method == http.MethodPost && strings.HasSuffix(r.URL.Path, "/tickets") {
		kind := map[int32]queue.Kind{http.StatusConflict: queue.Conflict, http.StatusInternalServerError: queue.Internal}[status]
		w.Header().Set("Content-Type", wire.ProblemType)
		w.WriteHeader(int(status))
		_ = json.NewEncoder(w).Encode(wire.NewProblem(kind, int(status), "no"))
		return
	}
	e.server.ServeHTTP(w, r)
}

// pipes is what the server listens at.
type pipes struct {
	entrance *entrance
	done     chan struct{}
	once     sync.Once
}

func (p *pipes) Accept() (net.Conn, error) {
	select {
	case conn := <-p.entrance.lines:
		return conn, nil
	case <-p.done:
		return nil, net.ErrClosed
	}
}

func (p *pipes) Close() error   { p.once.Do(func() { close(p.done) }); return nil }
func (p *pipes) Addr() net.Addr { return &net.UnixAddr{Name: "pipe"} }

func (e *entrance) as(token string) *client.Client {
	dial := func(ctx context.Context, _, _ string) (net.Conn, error) {
		near, far := net.Pipe()
		if token == e.token["kiosk"] && !e.powers(near) {
			return nil, net.ErrClosed
		}
		select {
		case e.lines <- far:
			return near, nil
		case <-ctx.Done():
			return nil, ctx.Err()
		}
	}
	c, err := client.New(client.Options{URL: "http://localhost", Token: token, Site: "dijon",
		HTTP: &http.Client{Transport: &http.Transport{DialContext: dial, DisableKeepAlives: true}}})
	e.must(err)
	return c
}

// powers reports whether the kiosk has current, which a connection then needs.
func (e *entrance) powers(conn net.Conn) bool {
	e.off.Lock()
	defer e.off.Unlock()
	e.power = append(e.power, conn)
	return !e.dark
}

// vanishes takes the kiosk's current away: it says no goodbye.
func (e *entrance) vanishes() {
	e.off.Lock()
	e.dark = true
	for _, conn := range e.power {
		_ = conn.Close()
	}
	e.off.Unlock()
	e.leave()
}

// A gauge is a printer that is as it is said to be, and prints whatever it is told.
type gauge struct {
	is chan kiosk.PrinterStatus // cap 1
}

func (g gauge) Print(context.Context, kiosk.Receipt) error { return nil }
func (g gauge) Proves() bool                               { return true }
func (g gauge) Close() error                               { return nil }

func (g gauge) Status(context.Context) (kiosk.PrinterStatus, error) {
	now := <-g.is
	g.is <- now
	return now, nil
}

func (g gauge) becomes(s kiosk.PrinterStatus) {
	<-g.is
	g.is <- s
}

func (e *entrance) kioskStarts() {
	e.off.Lock()
	e.dark, e.power = false, nil
	e.off.Unlock()
	disk, err := spool.Open(e.path, e)
	e.must(err)
	e.driver = spool.NewDriver(spool.DriverOptions{
		Spool: disk, Server: spool.Over(e.as(e.token["kiosk"])), Printer: e.printer, Log: slog.New(slog.DiscardHandler),
	})
	ctx, stop := context.WithCancel(e.t.Context())
	var work sync.WaitGroup
	work.Go(func() { e.driver.Run(ctx) })
	work.Go(func() {
		for {
			select {
			case <-e.driver.Messages(): // nobody looks
			case <-ctx.Done():
				return
			}
		}
	})
	e.leave = sync.OnceFunc(func() {
		stop()
		work.Wait()
		e.must(disk.Close())
	})
}

func (e *entrance) gives() {
	e.driver.Do(kiosk.Give{Order: kiosk.Order{Service: "droits", Lang: "fr"}})
}

func (e *entrance) passes(d time.Duration) {
	time.Sleep(d)
	synctest.Wait()
}

// shown are the alerts of one console, and an error unless the other has the same.
func (e *entrance) shown(when string) []wire.Alert {
	e.t.Helper()
	var both [2][]wire.Alert
	for i, name := range []string{"Ana", "Ben"} {
		frame, err := e.as(e.token[name]).State(e.t.Context(), wire.ViewConsole)
		e.must(err)
		view, err := client.ViewOf[wire.ConsoleView](frame)
		e.must(err)
		both[i] = view.Alerts
	}
	if len(both[0]) != len(both[1]) {
		e.t.Errorf("%s: one console shows %+v, the other %+v", when, both[0], both[1])
	}
	return both[0]
}

// TestEachAlertStandsOnEveryConsoleUntilItIsOver goes through what may be in
// trouble: it is shown at both, stays through a restart of the server, since the
// same moment, and is gone when it is over.
func TestEachAlertStandsOnEveryConsoleUntilItIsOver(t *testing.T) {
	printerIs := func(s kiosk.PrinterStatus) func(*entrance) { return func(e *entrance) { e.printer.becomes(s) } }
	well := printerIs(kiosk.PrinterStatus{})
	seen := func(e *entrance) { // by Ana, who has then dealt with it
		for _, a := range e.shown("to be seen") {
			_, err := e.as(e.token["Ana"]).AckAlert(e.t.Context(), "", a.ID)
			e.must(err)
			if a.Kind == queue.AlertRefusedTicket {
				_, err = e.as(e.token["Ana"]).DropAlert(e.t.Context(), "", a.ID)
				e.must(err)
			}
		}
	}
	for _, c := range []struct {
		kind       queue.AlertKind
		text       string
		begin, end func(*entrance)
	}{
		{queue.AlertHelp, "", func(e *entrance) { e.driver.Do(kiosk.CallHelp{Request: 1}) }, seen},
		{queue.AlertPaperLow, "", printerIs(kiosk.PrinterStatus{PaperLow: true}), well},
		{queue.AlertPaperOut, "", printerIs(kiosk.PrinterStatus{Trouble: kiosk.TroublePaper}), well},
		{queue.AlertPrinter, "capot ouvert", printerIs(kiosk.PrinterStatus{Trouble: kiosk.TroubleCover}), well},
		{queue.AlertKioskSilent, "", (*entrance).vanishes, (*entrance).kioskStarts},
		{queue.AlertClock, "1 ticket", func(e *entrance) {
			e.clockIsWrongBy(3 * time.Hour)
			e.passes(time.Minute) // a frame tells it so
			e.gives()
		}, func(e *entrance) { e.clockIsWrongBy(0) }},
		{queue.AlertRefusedTicket, "A01: no", func(e *entrance) {
			e.fails.Store(http.StatusConflict)
			e.gives()
		}, seen},
		{queue.AlertSpoolGrowing, "1 envoi en attente", func(e *entrance) {
			e.fails.Store(http.StatusInternalServerError)
			e.gives()
			e.passes(6 * time.Minute)
		}, func(e *entrance) { e.fails.Store(0) }},
	} {
		t.Run(string(c.kind), func(t *testing.T) {
			atTheEntrance(t, func(e *entrance) {
				if got := e.shown("before"); len(got) != 0 {
					t.Fatalf("before: got %+v", got)
				}
				c.begin(e)
				e.passes(time.Minute)
				first := e.shown("at first")
				if len(first) != 1 || first[0].Kind != c.kind || first[0].Text != c.text || first[0].Name != "Entrée" || first[0].Device == "" {
					t.Fatalf("got %+v, want one %s of the entrance that says %q", first, c.kind, c.text)
				}
				e.closes()
				e.opens()
				e.passes(2 * time.Minute)
				if again := e.shown("after a restart"); len(again) != 1 || !again[0].Since.Equal(first[0].Since) || again[0].ID != first[0].ID {
					t.Errorf("after a restart: got %+v, want %+v", again, first)
				}
				c.end(e)
				e.passes(queue.HelpAckedMax + time.Minute)
				if got := e.shown("when it is over"); len(got) != 0 {
					t.Errorf("when it is over: got %+v, want none", got)
				}
			})
		})
	}
}

func TestAKioskThatIsSwitchedOffInOrderIsNotCalledSilent(t *testing.T) {
	atTheEntrance(t, func(e *entrance) {
		e.leave()
		e.passes(time.Hour)
		if got := e.shown("an hour later"); len(got) != 0 {
			t.Errorf("got %+v, want none", got)
		}
	})
}
