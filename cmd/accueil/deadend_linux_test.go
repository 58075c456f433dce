package main

import (
	"fmt"
	"io"
	"os"
	"os/signal"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"golang.org/x/sys/unix"

	"accueil/kiosk/spool"
)

// A terminal that dies ends the kiosk, hang-up or not: the session starts it again, in
// a new one.
func TestADeadTerminalEndsTheKiosk(t *testing.T) {
	dies := func(t *testing.T) {
		data := t.TempDir()
		s := serve(t, data)
		g := newGlass(t, 120, 40, nil, "kiosk", "--data", data, "--server", s.url, "--owner-exit", ownerKeys)
		g.until("La Poste")
		if err := g.line.Close(); err != nil {
			t.Fatal(err)
		}
		if !g.ends(2 * time.Second) {
			t.Fatal("it goes on, with nobody to see it")
		}
		end := g.cmd.ProcessState
		if end.Success() {
			t.Errorf("got %v, want an error", end)
		}
		if spent := end.UserTime() + end.SystemTime(); spent > time.Second {
			t.Errorf("it used %s of a processor", spent)
		}
	}
	t.Run("with a hang-up", dies)
	t.Run("with read errors alone", func(t *testing.T) {
		signal.Ignore(syscall.SIGHUP) // and so does the program, as under nohup
		defer signal.Reset(syscall.SIGHUP)
		dies(t)
	})
}

// A terminal that stops reading loses nobody a ticket, and keeps no news from the
// server; when it reads again, it shows what is.
func TestATerminalThatStopsReadingHoldsNothingUp(t *testing.T) {
	data := t.TempDir()
	s := serve(t, data)
	g := newGlass(t, 120, 40, nil, "kiosk", "--data", data, "--server", s.url, "--owner-exit", ownerKeys)
	g.until("La Poste")
	post := g.cell("La Poste")
	again := g.stopsReading()
	g.types(tap(post))
	if waiting := s.waiting(t, data, 1); waiting["poste"] != 1 {
		t.Errorf("got %v waiting, want the ticket that nobody sees", waiting)
	}
	for range 100 { // more news than any queue between server and screen holds
		s.intake(t, data, false)
		s.intake(t, data, true)
	}
	s.intake(t, data, false)
	again()
	if screen, ok := g.within(2*time.Second, "Votre numéro"); !ok {
		t.Errorf("after it reads again:\n%s", screen)
	}
	g.leads(t, "Les tickets sont finis", "C'est noté")
}

// stopsReading has nothing read until again, nor painted: each change of the screen is
// some kilobytes, and the line to a terminal keeps 64.
func (g *glass) stopsReading() (again func()) {
	g.leads(g.t, "Touch a picture", "English") // a touch counts by now
	g.leads(g.t, "Touchez une image", "Français")
	wait := make(chan struct{})
	g.mu.Lock()
	g.deaf = wait
	g.mu.Unlock()
	english, french := g.cell("English"), g.cell("Français")
	apart := time.NewTicker(10 * time.Millisecond)
	defer apart.Stop()
	for range 50 {
		for _, lang := range []cell{english, french} {
			<-apart.C
			g.types(tap(lang))
		}
	}
	return func() {
		g.mu.Lock()
		g.deaf = nil
		g.mu.Unlock()
		close(wait)
	}
}

// A terminal that never reads again does not keep the program from ending: told once,
// it puts its disk away; told again, it leaves what it has to say unsaid.
func TestATerminalThatNeverReadsAgainIsLeft(t *testing.T) {
	data := t.TempDir()
	s := serve(t, data)
	g := newGlass(t, 120, 40, nil, "kiosk", "--data", data, "--server", s.url)
	g.until("La Poste")
	defer g.stopsReading()()
	for range 2 {
		if err := g.cmd.Process.Signal(syscall.SIGTERM); err != nil {
			t.Fatal(err)
		}
		if g.ends(4 * time.Second) {
			break
		}
	}
	if g.runs() {
		t.Fatal("told twice to end, it goes on")
	}
	disk, err := spool.Open(filepath.Join(data, "kiosk.db"), spool.SystemClock())
	if err != nil {
		t.Fatal(err)
	}
	if err := disk.Close(); err != nil {
		t.Fatal(err)
	}
}

// A terminal that lies about what it is: whoever stands before it gets a number.
func TestATerminalThatLiesIsUsableAllTheSame(t *testing.T) {
	usual := unix.Winsize{Col: 120, Row: 40}
	for name, test := range map[string]struct {
		size          unix.Winsize
		columns, rows int // that are drawn on
		env           []string
	}{
		"no size":                    {unix.Winsize{}, 80, 25, []string{"COLUMNS=", "LINES="}},
		"a vast size":                {unix.Winsize{Col: 65535, Row: 65535}, 1024, 512, nil},
		"10,000 × 10,000":            {unix.Winsize{Col: 10000, Row: 10000, Xpixel: 50000, Ypixel: 50000}, 1024, 512, nil},
		"pixels without end":         {unix.Winsize{Col: 120, Row: 40, Xpixel: 65535, Ypixel: 65535}, 120, 40, nil},
		"fewer pixels than cells":    {unix.Winsize{Col: 120, Row: 40, Xpixel: 1, Ypixel: 1}, 120, 40, nil},
		"two colours":                {usual, 120, 40, []string{"TERM=vt100"}},
		"eight that call themselves": {usual, 120, 40, []string{"TERM=linux", "COLORTERM=truecolor"}},
		"no locale":                  {usual, 120, 40, []string{"LC_ALL=", "LANG=", "LC_CTYPE="}},
	} {
		t.Run(name, func(t *testing.T) {
			data := t.TempDir()
			s := serve(t, data)
			line, end := openPTY(t)
			g := &glass{t: t, line: line, done: make(chan struct{}), text: newPage(test.columns, test.rows)}
			g.claims(test.size)
			g.starts(end, test.env, "kiosk", "--data", data, "--server", s.url)
			// Where letters are drawn none can be read: this is on the tiles of any size.
			go g.keepsTouching(cell{test.columns / 4, test.rows * 4 / 10})
			s.waiting(t, data, 1)
			if !g.runs() {
				t.Errorf("it has ended: %v", g.cmd.ProcessState)
			}
			if rss := g.memory(); rss > lyingMemoryMax {
				t.Errorf("it takes %d MiB", rss>>20)
			}
		})
	}
}

// keepsTouching touches a place until the program's end.
func (g *glass) keepsTouching(at cell) {
	again := time.NewTicker(500 * time.Millisecond)
	defer again.Stop()
	for {
		if _, err := io.WriteString(g.line, tap(at)); err != nil {
			return
		}
		select {
		case <-g.done:
			return
		case <-again.C:
		}
	}
}

// memory is what the running program holds, in bytes.
func (g *glass) memory() int {
	g.t.Helper()
	_, after, _ := strings.Cut(g.proc("status"), "VmRSS:")
	var kib int
	if _, err := fmt.Sscan(after, &kib); err != nil {
		g.t.Fatal(err)
	}
	return kib << 10
}

// proc is what the kernel says of the running program.
func (g *glass) proc(file string) string {
	g.t.Helper()
	text, err := os.ReadFile(fmt.Sprintf("/proc/%d/%s", g.cmd.Process.Pid, file))
	if err != nil {
		g.t.Fatal(err)
	}
	return string(text)
}
