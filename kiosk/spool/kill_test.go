package spool

import (
	"bufio"
	"bytes"
	"context"
	"flag"
	"fmt"
	"io"
	"log/slog"
	"math/rand/v2"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"accueil/kiosk"
	"accueil/queue"
	"accueil/queue/client"
)

var kioskKills = flag.Int("kiosk-kills", 100, "how often the kiosk is killed while it gives and sends numbers")

// What a child of the test is told: to be a kiosk on this disk, of this server.
const (
	beTheKiosk = "ACCUEIL_TEST_BE_THE_KIOSK"
	itsServer  = "ACCUEIL_TEST_ITS_SERVER"
)

func TestMain(m *testing.M) {
	if path := os.Getenv(beTheKiosk); path != "" {
		fmt.Fprintln(os.Stderr, giveForEver(path, os.Getenv(itsServer), os.Stdout))
		os.Exit(1)
	}
	os.Exit(m.Run())
}

// driverTo returns a kiosk's driver on a disk, to a server over HTTP.
func driverTo(s *Spool, url string) (*Driver, error) {
	c, err := client.New(client.Options{URL: url, Token: "t", Site: "dijon"})
	if err != nil {
		return nil, err
	}
	return NewDriver(DriverOptions{Spool: s, Server: Over(c), Log: slog.New(slog.DiscardHandler)}), nil
}

// giveForEver is a kiosk to which people come as fast as it can: it gives and
// sends, raises every third ticket, and says each number once it is on disk.
func giveForEver(path, server string, out io.Writer) error {
	s, err := Open(path, SystemClock())
	if err != nil {
		return err
	}
	d, err := driverTo(s, server)
	if err != nil {
		return err
	}
	go d.Run(context.Background())
	go func() {
		for n := uint64(1); ; n++ {
			d.Do(kiosk.Give{Request: n, Order: kiosk.Order{Service: "droits", Lang: "fr"}})
		}
	}()
	for said := 0; ; {
		given, ok := (<-d.Messages()).(kiosk.Given)
		if !ok {
			continue
		}
		if _, err := fmt.Fprintln(out, given.Ticket.ID, given.Ticket.Number); err != nil {
			return err
		}
		if said++; said%3 == 0 {
			go d.Do(kiosk.Amend{Ticket: given.Ticket.ID, Class: queue.Priority})
		}
	}
}

// Whatever moment the kiosk is killed at, while it gives, sends, or keeps what was
// answered, with the server and without it: a number that was shown is on its disk, none is given twice, and each
// reaches the server once, under its key, and before whatever changes it.
func TestNoNumberIsLostWhenTheKioskIsKilled(t *testing.T) {
	path := filepath.Join(t.TempDir(), "kiosk.db")
	book := newBook()
	server := httptest.NewServer(book.handler())
	defer server.Close()
	s := open(t, path, SystemClock())
	if err := s.Learn(Me{Lane: 1}); err != nil {
		t.Fatal(err)
	}
	if _, err := s.Settle(book.site(), false); err != nil {
		t.Fatal(err)
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	random := rand.New(rand.NewPCG(uint64(*kioskKills), 2))
	shown := map[queue.TicketID]queue.Number{}
	for n := range *kioskKills {
		book.leaves(n%10 >= 7)
		k := kill{after: time.Duration(1+random.IntN(80)) * time.Millisecond, early: n%4 == 3}
		for id, number := range k.a(t, path, server.URL) {
			shown[id] = number
		}
	}
	again := open(t, path, SystemClock())
	kept, changes := again.everything(t)
	for id, number := range shown {
		if kept[id] != number {
			t.Errorf("%s was shown and is lost", number)
		}
	}
	early, repeated := book.had()
	book.leaves(false)
	drive(t, again, again.mustReach(t, server.URL))
	book.until(t, len(kept), changes)
	for id, number := range kept {
		if got := book.numbers[string(id)]; got != number {
			t.Errorf("ticket %s: the server has %q under its key, want %s", id, got, number)
		}
	}
	for _, wrong := range book.wrong {
		t.Error(wrong)
	}
	if len(shown) < *kioskKills/2 || early < *kioskKills/2 || repeated == 0 {
		t.Errorf("got %d tickets shown, %d sent and %d sent again over %d kills: the load was none", len(shown), early, repeated, *kioskKills)
	}
	t.Logf("%d kills, %d tickets shown, %d on disk, %d sent between the kills, %d of them again: 0 lost, 0 twice",
		*kioskKills, len(shown), len(kept), early, repeated)
}

// mustReach returns a server's other end for a disk.
func (s *Spool) mustReach(t *testing.T, url string) Server {
	t.Helper()
	d, err := driverTo(s, url)
	if err != nil {
		t.Fatal(err)
	}
	return d.o.Server
}

// everything returns the tickets on a disk, each number of a day once, and how
// many changes there are of them.
func (s *Spool) everything(t *testing.T) (kept map[queue.TicketID]queue.Number, changes int) {
	t.Helper()
	kept, labels := map[queue.TicketID]queue.Number{}, map[string]bool{}
	rows, err := s.db.QueryContext(t.Context(), "SELECT "+ticketColumns+" FROM ticket")
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	for rows.Next() {
		ticket, err := scanTicket(rows)
		if err != nil {
			t.Fatal(err)
		}
		label := fmt.Sprint(ticket.Day, " ", ticket.Number)
		if labels[label] {
			t.Errorf("%s was given twice", label)
		}
		kept[ticket.ID], labels[label] = ticket.Number, true
	}
	if err := rows.Err(); err != nil {
		t.Fatal(err)
	}
	if err := s.db.QueryRow("SELECT count(*) FROM command WHERE kind = ?", kindAmend).Scan(&changes); err != nil {
		t.Fatal(err)
	}
	return kept, changes
}

// A kill ends a kiosk some time after its first number; an early one after its
// start, which may be before the disk is open.
type kill struct {
	after time.Duration
	early bool
}

// a runs a kiosk, kills it, and returns what it had shown.
func (k kill) a(t *testing.T, path, server string) map[queue.TicketID]queue.Number {
	t.Helper()
	child := exec.CommandContext(context.WithoutCancel(t.Context()), os.Args[0])
	child.Env = append(os.Environ(), beTheKiosk+"="+path, itsServer+"="+server)
	var errs bytes.Buffer
	child.Stderr = &errs
	out, err := child.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := child.Start(); err != nil {
		t.Fatal(err)
	}
	var timer *time.Timer
	begin := func() { timer = time.AfterFunc(k.after, func() { _ = child.Process.Kill() }) }
	if k.early {
		begin()
	}
	shown := map[queue.TicketID]queue.Number{}
	lines := bufio.NewScanner(out)
	for lines.Scan() {
		if timer == nil {
			begin()
		}
		var id, number string
		if n, _ := fmt.Sscan(lines.Text(), &id, &number); n == 2 && len(id) == 26 {
			shown[queue.TicketID(id)] = queue.Number(number)
		}
	}
	_ = child.Wait()
	if timer != nil {
		timer.Stop()
	}
	if text := errs.String(); strings.Contains(text, "spool") {
		t.Fatal(text)
	}
	return shown
}
