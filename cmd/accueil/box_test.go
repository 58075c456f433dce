package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"
)

// required returns the path of a program that a test needs; without it the test
// is skipped, unless ACCUEIL_REQUIRE names it.
func required(t testing.TB, name string) string {
	t.Helper()
	path, err := exec.LookPath(name)
	if err == nil {
		return path
	}
	if slices.Contains(strings.Split(os.Getenv("ACCUEIL_REQUIRE"), ","), name) {
		t.Fatalf("%s is required and is not here: install it", name)
	}
	t.Skipf("%s is not here: this test needs a real terminal", name)
	return ""
}

// A pane is a program in a real terminal.
type pane struct {
	t    *testing.T
	tmux string
	sock string
}

// newPane runs accueil in a terminal of so many columns and rows, which then says
// with which status it was left.
func newPane(t *testing.T, columns, rows int, args ...string) *pane {
	p := &pane{t: t, tmux: required(t, "tmux"), sock: filepath.Join(t.TempDir(), "tmux")}
	command := beTheProgram + "=1 " + os.Args[0] + " " + strings.Join(args, " ") + "; echo left with $?; exec cat"
	p.do("-f", "/dev/null", "new-session", "-d", "-x", fmt.Sprint(columns), "-y", fmt.Sprint(rows), command)
	t.Cleanup(func() {
		_ = exec.Command(p.tmux, "-S", p.sock, "kill-server").Run() // the program may have ended it
	})
	return p
}

func (p *pane) do(args ...string) string {
	p.t.Helper()
	out, err := exec.CommandContext(p.t.Context(), p.tmux, append([]string{"-S", p.sock}, args...)...).CombinedOutput()
	if err != nil {
		p.t.Fatalf("tmux %s: %v %s", args, err, out)
	}
	return string(out)
}

// touch is a finger put down at one cell and lifted at another, from 1.
func (p *pane) touch(column, row, upColumn, upRow int) {
	p.t.Helper()
	p.do("send-keys", "-l", fmt.Sprintf("\x1b[<0;%d;%dM\x1b[<0;%d;%dm", column, row, upColumn, upRow))
}

// until returns the screen once it shows all of some texts: one may be seen while it
// is painted.
func (p *pane) until(texts ...string) string {
	p.t.Helper()
	return p.wait(fmt.Sprintf("never showed %q", texts), func(screen string) bool {
		for _, text := range texts {
			if !strings.Contains(screen, text) {
				return false
			}
		}
		return true
	})
}

// rests returns the screen once it shows a text and has stood still for a while:
// on a kiosk's new screen a second tap is none.
func (p *pane) rests(text string) string {
	p.t.Helper()
	var last string
	var since time.Time
	return p.wait("never rested on "+text, func(screen string) bool {
		if screen != last {
			last, since = screen, time.Now()
		}
		return strings.Contains(screen, text) && time.Since(since) > 500*time.Millisecond
	})
}

// gone returns the screen once it no longer shows a text.
func (p *pane) gone(text string) string {
	p.t.Helper()
	return p.wait("still shows "+text, func(screen string) bool { return !strings.Contains(screen, text) })
}

func (p *pane) wait(complaint string, done func(screen string) bool) string {
	p.t.Helper()
	ctx, cancel := context.WithTimeout(p.t.Context(), 30*time.Second)
	defer cancel()
	look := time.NewTicker(20 * time.Millisecond)
	defer look.Stop()
	for {
		screen := p.do("capture-pane", "-p")
		if done(screen) {
			return screen
		}
		select {
		case <-look.C:
		case <-ctx.Done():
			p.t.Fatalf("the screen %s:\n%s", complaint, screen)
		}
	}
}

// find returns the cell, from 1, where a text begins on a screen.
func (p *pane) find(screen, text string) (column, row int) {
	p.t.Helper()
	for i, line := range strings.Split(screen, "\n") {
		if before, _, ok := strings.Cut(line, text); ok {
			return len([]rune(before)) + 1, i + 1
		}
	}
	p.t.Fatalf("no %q on the screen:\n%s", text, screen)
	return 0, 0
}

// A whole box in a real terminal: a finger that slides a little is a touch, the
// number is on the disk, and Ctrl-C leaves.
func TestAVisitorTouchesATileInARealTerminal(t *testing.T) {
	data := t.TempDir()
	p := newPane(t, 120, 40, "up", "--data", data, "--listen", "127.0.0.1:0")
	welcome := p.rests("Papiers et droits")
	column, row := p.find(welcome, "Papiers et droits")
	p.touch(column, row, column+6, row-3)
	p.until("Votre numéro", "Papiers et droits")
	column, row = p.find(p.rests("C'est noté"), "C'est noté")
	p.touch(column, row, column, row)
	p.until("Touchez une image")
	p.do("send-keys", "C-c")
	p.until("left with 0")
	for _, name := range []string{"journal.db", "access.db", "kiosk.db", "admin.token", "essai.pin", "log"} {
		if info, err := os.Stat(filepath.Join(data, name)); err != nil || info.Mode().Perm() != 0o600 {
			t.Errorf("%s: got %v, %v, want a file for its owner alone", name, info, err)
		}
	}
	if status, out, errs := accueil(t, "journal", "verify", "--data", data); status != 0 {
		t.Errorf("verify: %s %s", out, errs)
	}
}

// takes draws a number for a service, and returns the ticket's screen.
func (p *pane) takes(service string) string {
	p.t.Helper()
	column, row := p.find(p.rests(service), service)
	p.touch(column, row, column, row)
	return p.until("Votre numéro")
}

// A kiosk is started before its server, and again while that is away: a power cut
// asks nobody for an order. What it gave meanwhile arrives.
func TestAKioskStartsWithoutItsServer(t *testing.T) {
	data := t.TempDir()
	s := serve(t, data)
	port := strings.TrimPrefix(s.url, "http://")
	s.kill()
	start := func() *pane { return newPane(t, 120, 40, "kiosk", "--data", data, "--server", s.url) }
	first := start()
	first.until("La machine démarre")
	s = serve(t, data, "--listen", port)
	first.takes("La Poste")
	s.waiting(t, data, 1)
	first.keys("C-c")
	first.until("left with 0")
	s.kill()

	again := start()
	again.takes("Facture à payer")
	s = serve(t, data, "--listen", port)
	if waiting := s.waiting(t, data, 2); waiting["factures"] != 1 {
		t.Errorf("got %v waiting, want the ticket that was given without a server", waiting)
	}
}

// Whoever starts a second kiosk on a folder is told so, and the first goes on.
func TestASecondKioskOnAFolderLeavesTheFirstInPeace(t *testing.T) {
	data := t.TempDir()
	s := serve(t, data)
	first := newPane(t, 120, 40, "kiosk", "--data", data, "--server", s.url)
	first.until("La Poste")
	second := newPane(t, 120, 40, "kiosk", "--data", data, "--server", s.url)
	if screen := second.until("left with 1"); !strings.Contains(screen, "kiosk.db is in use") {
		t.Errorf("the second kiosk does not say what to do:\n%s", screen)
	}
	first.takes("La Poste")
	s.waiting(t, data, 1)
}

// A kiosk that pairs itself needs nobody when its token ends.
func TestAKioskWhoseTokenEndsPairsAgain(t *testing.T) {
	data := t.TempDir()
	s := serve(t, data)
	p := newPane(t, 120, 40, "kiosk", "--data", data, "--server", s.url)
	p.takes("La Poste")
	s.waiting(t, data, 1)
	p.taps("C'est noté")
	admin := s.admin(t, data)
	devices, err := admin.Devices(t.Context())
	if err != nil || len(devices) != 1 {
		t.Fatalf("got the devices %v, %v, want the kiosk", devices, err)
	}
	if err := admin.RemoveDevice(t.Context(), devices[0].ID); err != nil {
		t.Fatal(err)
	}
	p.takes("Facture à payer")
	s.waiting(t, data, 2)
}

// The last thing that the owner's keys do is to tell the session.
func TestTheOwnerLeavesAndTheSessionIsToldInARealTerminal(t *testing.T) {
	data := t.TempDir()
	s := serve(t, data)
	left := filepath.Join(t.TempDir(), "left")
	kiosk := newPane(t, 120, 40, "kiosk", "--data", data, "--server", s.url, "--owner-exit", "zxq7", "--left", left)
	kiosk.until("La Poste")
	kiosk.keys("C-c")
	kiosk.rests("La Poste")
	if _, err := os.Stat(left); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("before the owner's keys: %v", err)
	}
	kiosk.keys("-l", "zxq7")
	kiosk.until("left with 0")
	if _, err := os.Stat(left); err != nil {
		t.Error(err)
	}
}
