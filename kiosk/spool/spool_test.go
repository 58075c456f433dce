package spool

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"accueil/configs"
	"accueil/kiosk"
	"accueil/queue"
)

// A hand is a clock that is set by hand.
type hand struct {
	mu sync.Mutex // guards r
	r  Reading
}

func newHand() *hand {
	return &hand{r: Reading{Boot: "one", Mono: time.Hour, Wall: time.Date(2026, 11, 23, 9, 0, 0, 0, time.UTC), Synced: true}}
}

func (h *hand) Read() Reading {
	h.mu.Lock()
	defer h.mu.Unlock()
	return h.r
}

func (h *hand) pass(d time.Duration) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.r.Mono += d
	h.r.Wall = h.r.Wall.Add(d)
}

func (h *hand) trust(synced bool) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.r.Synced = synced
}

func open(t *testing.T, path string, clock Clock) *Spool {
	t.Helper()
	s, err := Open(path, clock)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = s.Close() })
	return s
}

// settled returns a spool that has had its first answer.
func settled(t *testing.T, lane queue.Lane, clock Clock) *Spool {
	t.Helper()
	s := open(t, filepath.Join(t.TempDir(), "kiosk.db"), clock)
	site := Site{Config: configs.Sample().Sites[0], Day: "2026-11-23", At: Position{"E", 1}}
	if err := s.Learn(Me{Lane: lane}); err != nil {
		t.Fatal(err)
	}
	if _, err := s.Settle(site, false); err != nil {
		t.Fatal(err)
	}
	return s
}

func (s *Spool) must(t *testing.T, service queue.ServiceID) kiosk.Ticket {
	t.Helper()
	ticket, err := s.Give(kiosk.Order{Service: service, Lang: "fr"})
	if err != nil {
		t.Fatal(err)
	}
	return ticket
}

func TestNothingIsNumberedBeforeTheFirstAnswer(t *testing.T) {
	s := open(t, filepath.Join(t.TempDir(), "kiosk.db"), newHand())
	if ticket, err := s.Give(kiosk.Order{Service: "droits"}); err == nil {
		t.Errorf("got %s, want that it has no lane", ticket.Number)
	}
}

func TestNumbersCountByDayPrefixAndLane(t *testing.T) {
	for _, c := range []struct {
		lane  queue.Lane
		count int
		want  queue.Number
	}{{1, 1, "A01"}, {1, 99, "A99"}, {1, 100, "A1100"}, {2, 1, "A201"}, {2, 100, "A2100"}} {
		s := settled(t, c.lane, newHand())
		var last kiosk.Ticket
		for range c.count {
			last = s.must(t, "droits")
		}
		if last.Number != c.want || last.Day != "2026-11-23" {
			t.Errorf("lane %d, ticket %d: got %s of %s, want %s of today", c.lane, c.count, last.Number, last.Day, c.want)
		}
	}
}

func TestTheCountGoesOnOverARestartAndBeginsWithTheDay(t *testing.T) {
	clock := newHand()
	s := settled(t, 1, clock)
	s.must(t, "droits")
	if b := s.must(t, "energie"); b.Number != "E01" && b.Number[1:] != "01" {
		t.Errorf("another prefix: got %s, want its own count", b.Number)
	}
	path := pathOf(t, s)
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	again := open(t, path, clock)
	if n := again.must(t, "droits").Number; n != "A02" {
		t.Errorf("after a restart: got %s, want A02", n)
	}
	if again.Unsent() != 3 {
		t.Errorf("got %d unsent, want 3", again.Unsent())
	}
	clock.pass(24 * time.Hour)
	if ticket := again.must(t, "droits"); ticket.Number != "A01" || ticket.Day != "2026-11-24" {
		t.Errorf("the next day: got %s of %s, want A01 of the 24th", ticket.Number, ticket.Day)
	}
}

func TestAClockNotToBeTrustedKnowsNoDay(t *testing.T) {
	clock := newHand()
	clock.trust(false)
	s := settled(t, 1, clock)
	if first := s.must(t, "droits"); first.Day != "" || first.Number != "A01" {
		t.Errorf("got %s of %q, want A01 of no day", first.Number, first.Day)
	}
	clock.pass(48 * time.Hour)
	if later := s.must(t, "droits"); later.Number != "A02" {
		t.Errorf("two days on: got %s, want A02", later.Number)
	}
}

func pathOf(t *testing.T, s *Spool) string {
	t.Helper()
	var n, name, path string
	if err := s.db.QueryRow("PRAGMA database_list").Scan(&n, &name, &path); err != nil {
		t.Fatal(err)
	}
	return path
}

func TestAFileThatIsNoSpoolIsRefusedUntouched(t *testing.T) {
	path := filepath.Join(t.TempDir(), "kiosk.db")
	text := strings.Repeat("a letter to a friend. ", 20)
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := Open(path, newHand()); err == nil || !strings.Contains(err.Error(), "move it away") {
		t.Errorf("got %v, want what to do", err)
	}
	if kept, _ := os.ReadFile(path); string(kept) != text {
		t.Error("the file was changed")
	}
}

// A shared-memory file on a full disk is the program's death.
func TestASpoolNeverHasASharedMemoryFile(t *testing.T) {
	path := filepath.Join(t.TempDir(), "kiosk.db")
	for opening := range 3 {
		s := open(t, path, newHand())
		if err := s.Learn(Me{Lane: 1}); err != nil {
			t.Fatal(err)
		}
		if _, err := os.Stat(path + "-shm"); !errors.Is(err, os.ErrNotExist) {
			t.Errorf("opening %d: got %v, want no file beside it but the journal", opening, err)
		}
		if _, err := os.Stat(path + "-wal"); err != nil {
			t.Errorf("opening %d: %v, want a write-ahead journal", opening, err)
		}
		if err := s.Close(); err != nil {
			t.Fatal(err)
		}
	}
}

func TestABrokenSpoolIsToldInOneLine(t *testing.T) {
	path := filepath.Join(t.TempDir(), "kiosk.db")
	if err := open(t, path, newHand()).Close(); err != nil {
		t.Fatal(err)
	}
	raw, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	for i := 4096; i < len(raw); i += 7 {
		raw[i] ^= 0x55
	}
	if err := os.WriteFile(path, raw, 0o600); err != nil {
		t.Fatal(err)
	}
	_, err = Open(path, newHand())
	if err == nil || !strings.Contains(err.Error(), "move it away") || strings.Contains(err.Error(), "\n") {
		t.Errorf("got %v, want one line of what to do", err)
	}
}

// A hall is a server in memory: it may be away, and refuse.
type hall struct {
	mu      sync.Mutex // guards what follows
	away    bool
	epoch   string
	seq     uint64
	given   []queue.Number
	known   map[queue.TicketID]int
	refuses map[queue.Number]bool
	rung    []string
	came    chan struct{} // cap 1: something came
}

func newHall() *hall {
	return &hall{epoch: "E", known: map[queue.TicketID]int{}, refuses: map[queue.Number]bool{}, came: make(chan struct{}, 1)}
}

var errAway = errors.New("nobody answers")

func (h *hall) at() Position { return Position{h.epoch, h.seq} }

func (h *hall) enter() (leave func(), err error) {
	h.mu.Lock()
	if h.away {
		h.mu.Unlock()
		return nil, errAway
	}
	return func() {
		h.mu.Unlock()
		select {
		case h.came <- struct{}{}:
		default:
		}
	}, nil
}

func (h *hall) Me(context.Context, Hold) (Me, error) {
	leave, err := h.enter()
	if err != nil {
		return Me{}, err
	}
	defer leave()
	return Me{Device: "d", Role: queue.RoleKiosk, Lane: 1}, nil
}

func (h *hall) Site(context.Context) (Site, error) {
	leave, err := h.enter()
	if err != nil {
		return Site{}, err
	}
	defer leave()
	return Site{Config: configs.Sample().Sites[0], Day: "2026-11-23", At: h.at()}, nil
}

func (h *hall) Give(_ context.Context, b Born) (Answer, error) {
	leave, err := h.enter()
	if err != nil {
		return Answer{}, err
	}
	defer leave()
	if h.refuses[b.Ticket.Number] {
		return Answer{}, queue.Refuse(queue.Conflict, "%s is another ticket's", b.Ticket.Number)
	}
	if h.known[b.Ticket.ID]++; h.known[b.Ticket.ID] == 1 {
		h.seq++
		h.given = append(h.given, b.Ticket.Number)
	}
	return Answer{Day: "2026-11-23", Place: kiosk.Place{Ahead: len(h.given) - 1}, At: h.at()}, nil
}

func (h *hall) Amend(context.Context, Change) (Answer, error)  { return Answer{At: h.at()}, nil }
func (h *hall) Cancel(context.Context, Change) (Answer, error) { return Answer{At: h.at()}, nil }

func (h *hall) Alert(_ context.Context, r Ring) (queue.AlertID, error) {
	leave, err := h.enter()
	if err != nil {
		return "", err
	}
	defer leave()
	h.rung = append(h.rung, fmt.Sprint(r.Kind, " ", r.Text))
	return "alert", nil
}

func (h *hall) Withdraw(context.Context, queue.AlertID) error { return nil }

func (h *hall) Watch(ctx context.Context) iter.Seq2[View, error] {
	return func(yield func(View, error) bool) {
		<-ctx.Done()
		yield(View{}, ctx.Err())
	}
}

// until waits until the hall is as it should be.
func (h *hall) until(t *testing.T, ok func() bool) {
	t.Helper()
	for {
		h.mu.Lock()
		done := ok()
		h.mu.Unlock()
		if done {
			return
		}
		select {
		case <-h.came:
		case <-t.Context().Done():
			t.Fatal("the test ended")
		}
	}
}

// drive runs a driver over a spool until the test ends, and hears its messages.
func drive(t *testing.T, s *Spool, h Server) *Driver {
	t.Helper()
	return driveWith(t, DriverOptions{Spool: s, Server: h, Log: slog.New(slog.DiscardHandler)})
}

func driveWith(t *testing.T, o DriverOptions) *Driver {
	t.Helper()
	d := NewDriver(o)
	ctx, stop := context.WithCancel(t.Context())
	done := make(chan struct{})
	go func() {
		defer close(done)
		d.Run(ctx)
	}()
	go func() {
		for {
			select {
			case <-d.Messages():
			case <-done:
				return
			}
		}
	}()
	t.Cleanup(func() {
		stop()
		<-done
	})
	return d
}

func TestWhatWasGivenAloneArrivesOnceAndARefusalStopsNobody(t *testing.T) {
	s := settled(t, 1, newHand())
	var all []kiosk.Ticket
	for range 120 {
		all = append(all, s.must(t, "droits"))
	}
	h := newHall()
	h.refuses["A07"] = true
	if err := s.KeepReceipt(all[6].ID, kiosk.ReceiptPrinted, kiosk.TroubleNone); err != nil {
		t.Fatal(err)
	}
	drive(t, s, h)
	h.until(t, func() bool { return len(h.given) == 119 && len(h.rung) == 1 })
	if !strings.Contains(h.rung[0], "A07") || !strings.Contains(h.rung[0], string(queue.AlertRefusedTicket)) {
		t.Errorf("got the alert %q, want refused_ticket with A07", h.rung[0])
	}
	var out strings.Builder
	if err := s.Export(t.Context(), &out); err != nil || !strings.Contains(out.String(), "A07") || !strings.Contains(out.String(), `"receipt":"printed"`) {
		t.Errorf("exported: got %q, %v, want A07, which was printed", out.String(), err)
	}
	s.must(t, "droits")
	h.until(t, func() bool { return len(h.given) == 120 })
}

func TestAServerOfAnotherLifeIsOfferedAllAgain(t *testing.T) {
	s := settled(t, 1, newHand())
	for range 40 {
		s.must(t, "droits")
	}
	h := newHall()
	d := drive(t, s, h)
	h.until(t, func() bool { return len(h.given) == 40 })
	h.mu.Lock()
	h.epoch, h.seq, h.given, h.known = "F", 0, nil, map[queue.TicketID]int{} // restored from a copy that had none
	h.mu.Unlock()
	d.line.nudge()
	h.until(t, func() bool { return len(h.given) == 40 })
}
