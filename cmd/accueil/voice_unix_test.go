//go:build unix

package main

import (
	"bufio"
	"context"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	"github.com/gdamore/tcell/v2"

	"accueil/configs"
	"accueil/kiosk/spool"
	"accueil/queue"
)

// speaking is an espeak-ng that tells a pipe what it is to say.
const speaking = `#!/bin/sh
if [ "$1" = --voices ]; then
  printf 'Pty Language\n 5 fr-fr\n 5 en-gb\n'
  exit 0
fi
text=$(/bin/cat)
case "$*" in
*"-a 0"*) ;;
*) printf '%s\n' "$text" >"${0%/*}/said" ;;
esac
`

// A hasty clock is a dead one that a test moves on.
type hasty struct {
	dead
	ahead *atomic.Int64 // nanoseconds
}

func (c hasty) Read() spool.Reading {
	r := c.dead.Read()
	r.Mono += time.Duration(c.ahead.Load())
	return r
}

// Whoever cannot see presses a key, and hears where it stands; the menu is the one
// of this kiosk's settings.
func TestAKeyIsAnsweredAloud(t *testing.T) {
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, "espeak-ng"), []byte(speaking), 0o700); err != nil {
		t.Fatal(err)
	}
	pipe := filepath.Join(dir, "said")
	if err := syscall.Mkfifo(pipe, 0o600); err != nil {
		t.Fatal(err)
	}
	said, err := os.OpenFile(pipe, os.O_RDWR, 0)
	if err != nil {
		t.Fatal(err)
	}
	defer said.Close()
	t.Setenv("PATH", dir)

	ctx, leave := context.WithTimeout(t.Context(), time.Minute)
	defer leave()
	clock := hasty{dead{time.Now()}, new(atomic.Int64)}
	screen := mirror{tcell.NewSimulationScreen("UTF-8"), make(chan string), ctx.Done()}
	settings := configs.Sample().Kiosk
	settings.Services = []queue.ServiceID{"energie", "droits"}
	b := booth{
		Data: known(t, clock), Server: "http://127.0.0.1:1", Site: "dijon", Name: kioskName, Settings: settings,
		Clock: clock, Screen: screen, Log: slog.New(slog.DiscardHandler),
	}
	ended := make(chan error, 1)
	go func() { ended <- b.run(ctx) }()
	for last := ""; !strings.Contains(last, "Écouter") || !strings.Contains(last, "Électricité"); {
		select {
		case last = <-screen.seen:
		case err := <-ended:
			t.Fatalf("the kiosk left (%v) and offered nothing to listen to:\n%s", err, last)
		}
		if strings.Contains(last, "La Poste") {
			t.Fatalf("a service that is not on the menu:\n%s", last)
		}
	}
	go func() {
		for { // nobody looks any more
			select {
			case <-screen.seen:
			case <-ctx.Done():
				return
			}
		}
	}()
	clock.ahead.Store(int64(time.Second)) // a key at once would be meant for the screen before
	screen.InjectKey(tcell.KeyTab, 0, tcell.ModNone)
	if err := said.SetReadDeadline(time.Now().Add(30 * time.Second)); err != nil {
		t.Fatal(err)
	}
	line, err := bufio.NewReader(said).ReadString('\n')
	if want := "Pourquoi venez-vous ? Une touche avance, une touche recule, une touche choisit. Électricité, gaz, eau.\n"; err != nil || line != want {
		t.Errorf("heard %q (%v), want %q", line, err, want)
	}
	leave()
	if err := <-ended; err != nil {
		t.Error(err)
	}
}
