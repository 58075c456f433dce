package spool

import (
	"bufio"
	"bytes"
	"context"
	"flag"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"accueil/configs"
	"accueil/kiosk"
	"accueil/queue"
)

var kioskKills = flag.Int("kiosk-kills", 100, "how often the kiosk is killed while it gives numbers")

// beTheKiosk names the spool that a child of the test gives numbers from.
const beTheKiosk = "ACCUEIL_TEST_BE_THE_KIOSK"

func TestMain(m *testing.M) {
	if path := os.Getenv(beTheKiosk); path != "" {
		fmt.Fprintln(os.Stderr, giveForEver(path, os.Stdout))
		os.Exit(1)
	}
	os.Exit(m.Run())
}

// giveForEver says each ticket once it is on disk.
func giveForEver(path string, out io.Writer) error {
	s, err := Open(path, SystemClock())
	if err != nil {
		return err
	}
	for {
		t, err := s.Give(kiosk.Order{Service: "droits", Lang: "fr"})
		if err != nil {
			return err
		}
		if _, err := fmt.Fprintln(out, t.ID, t.Number); err != nil {
			return err
		}
	}
}

// Whatever moment the kiosk is killed at: a number that was shown is on its disk,
// none is given twice, and all of them reach the server once.
func TestNoNumberIsLostWhenTheKioskIsKilled(t *testing.T) {
	path := filepath.Join(t.TempDir(), "kiosk.db")
	s := open(t, path, SystemClock())
	site := Site{Config: configs.Sample().Sites[0], Day: queue.Day(time.Now().Format(time.DateOnly)), At: Position{"E", 1}}
	if err := s.Learn(Me{Lane: 1}); err != nil {
		t.Fatal(err)
	}
	if _, err := s.Settle(site, false); err != nil {
		t.Fatal(err)
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	random := rand.New(rand.NewPCG(uint64(*kioskKills), 2))
	shown := map[queue.TicketID]queue.Number{}
	for range *kioskKills {
		for id, number := range killed(t, path, time.Duration(1+random.IntN(80))*time.Millisecond) {
			shown[id] = number
		}
	}
	again := open(t, path, SystemClock())
	kept, labels := map[queue.TicketID]queue.Number{}, map[queue.Number]bool{}
	for after := int64(0); ; {
		list, err := again.waitingAfter(t.Context(), after)
		if err != nil {
			t.Fatal(err)
		}
		if len(list) == 0 {
			break
		}
		for _, e := range list {
			if labels[e.born.Number] {
				t.Errorf("%s was given twice", e.born.Number)
			}
			kept[e.ticket], labels[e.born.Number], after = e.born.Number, true, e.n
		}
	}
	for id, number := range shown {
		if kept[id] != number {
			t.Errorf("%s was shown and is lost", number)
		}
	}
	if len(shown) < *kioskKills/2 {
		t.Errorf("got %d tickets shown over %d kills: the load was none", len(shown), *kioskKills)
	}
	h := newHall()
	drive(t, again, h)
	h.until(t, func() bool { return len(h.given) == len(kept) })
	t.Logf("%d kills, %d tickets shown, %d on disk: 0 lost, 0 twice", *kioskKills, len(shown), len(kept))
}

// killed runs a kiosk, kills it some time after its first number, and returns
// what it had shown.
func killed(t *testing.T, path string, after time.Duration) map[queue.TicketID]queue.Number {
	t.Helper()
	child := exec.CommandContext(context.WithoutCancel(t.Context()), os.Args[0])
	child.Env = append(os.Environ(), beTheKiosk+"="+path)
	var errs bytes.Buffer
	child.Stderr = &errs
	out, err := child.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := child.Start(); err != nil {
		t.Fatal(err)
	}
	kill := time.AfterFunc(after+10*time.Millisecond, func() { _ = child.Process.Kill() })
	defer kill.Stop()
	shown := map[queue.TicketID]queue.Number{}
	lines := bufio.NewScanner(out)
	for lines.Scan() {
		var id, number string
		if n, _ := fmt.Sscan(lines.Text(), &id, &number); n == 2 && len(id) == 26 {
			shown[queue.TicketID(id)] = queue.Number(number)
		}
	}
	_ = child.Wait()
	if text := errs.String(); strings.Contains(text, "spool") {
		t.Fatal(text)
	}
	return shown
}
