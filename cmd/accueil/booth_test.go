package main

import (
	"context"
	"log/slog"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/gdamore/tcell/v2"

	"accueil/configs"
	"accueil/kiosk/spool"
)

// A dead board's clock stands where it was reset to, and nothing keeps it.
type dead struct{ start time.Time }

func (c dead) Read() spool.Reading {
	up := time.Since(c.start)
	return spool.Reading{Boot: "one", Mono: time.Hour + up, Wall: time.Unix(3600, 0).Add(up)}
}

// A mirror is a terminal whose screens a test sees, one after the other.
type mirror struct {
	tcell.SimulationScreen
	seen chan string
	done <-chan struct{}
}

func (m mirror) Show() {
	m.SimulationScreen.Show()
	width, height := m.Size()
	var text strings.Builder
	for y := range height {
		for x := range width {
			r, _, _ := m.Get(x, y)
			text.WriteString(r)
		}
		text.WriteByte('\n')
	}
	select {
	case m.seen <- text.String():
	case <-m.done:
	}
}

// known makes a kiosk's folder as it is after a first day with the server.
func known(t *testing.T, clock spool.Clock) (data string) {
	t.Helper()
	data = t.TempDir()
	disk, err := spool.Open(filepath.Join(data, "kiosk.db"), clock)
	if err != nil {
		t.Fatal(err)
	}
	if err := disk.Learn(spool.Me{Lane: 1}); err != nil {
		t.Fatal(err)
	}
	site := spool.Site{Config: configs.Sample().Sites[0], Day: "2026-11-23", At: spool.Position{Epoch: "E", Seq: 1}}
	if _, err := disk.Settle(site, false); err != nil {
		t.Fatal(err)
	}
	if err := disk.Close(); err != nil {
		t.Fatal(err)
	}
	return data
}

// After a power cut a board without a battery believes that it is 1970, a night.
// Without the server nobody tells it better: its hours close no door.
func TestAClockThatWasResetClosesNoDoor(t *testing.T) {
	ctx, leave := context.WithTimeout(t.Context(), time.Minute)
	defer leave()
	clock := dead{time.Now()}
	screen := mirror{tcell.NewSimulationScreen("UTF-8"), make(chan string), ctx.Done()}
	b := booth{
		Data: known(t, clock), Server: "http://127.0.0.1:1", Site: "dijon", Name: "kiosk", Settings: configs.Sample().Kiosk,
		Clock: clock, Screen: screen, Log: slog.New(slog.DiscardHandler),
	}
	ended := make(chan error, 1)
	go func() { ended <- b.run(ctx) }()
	var last string
	for !strings.Contains(last, "La Poste") {
		select {
		case last = <-screen.seen:
		case err := <-ended:
			t.Fatalf("the kiosk left (%v) without a choice on its screen:\n%s", err, last)
		}
		if strings.Contains(last, "fermé") {
			t.Fatalf("the kiosk is closed:\n%s", last)
		}
	}
	leave()
	if err := <-ended; err != nil {
		t.Error(err)
	}
}
