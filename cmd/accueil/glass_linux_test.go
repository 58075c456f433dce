package main

import (
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"regexp"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"
	"unicode/utf8"

	"golang.org/x/sys/unix"
)

// A glass is a terminal whose bytes a test writes and reads itself: it can be flooded,
// die, or stop reading, as those of the other tests cannot.
type glass struct {
	t    testing.TB
	line *os.File // our end
	cmd  *exec.Cmd
	done chan struct{} // closed when the program has ended

	built string // the program where it is not the test's own; "" for that

	mu    sync.Mutex // guards all that follows
	text  page
	heard int           // bytes
	deaf  chan struct{} // until it is closed nothing is read; nil: all is
	seen  func(page)    // each screen once it is whole, or nil
}

// newGlass runs accueil in a terminal of so many columns and rows.
func newGlass(t testing.TB, columns, rows int, env []string, args ...string) *glass {
	t.Helper()
	line, end := openPTY(t)
	g := &glass{t: t, line: line, done: make(chan struct{}), text: newPage(columns, rows)}
	g.resize(columns, rows)
	g.starts(end, env, args...)
	return g
}

// starts runs accueil in the terminal.
func (g *glass) starts(end *os.File, env []string, args ...string) {
	t := g.t
	t.Helper()
	g.cmd = program(t.Context(), args...)
	if g.built != "" {
		g.cmd.Path = g.built
	}
	g.cmd.Env = append(append(g.cmd.Env, "TERM=xterm-256color", "LC_ALL=C.UTF-8", "PATH="+t.TempDir()), env...)
	g.cmd.Stdin, g.cmd.Stdout, g.cmd.Stderr = end, end, end
	g.cmd.SysProcAttr = &syscall.SysProcAttr{Setsid: true, Setctty: true}
	if err := g.cmd.Start(); err != nil {
		t.Fatal(err)
	}
	_ = end.Close() // the program has it
	go g.read()
	go func() {
		_ = g.cmd.Wait() // its state says how it ended
		close(g.done)
	}()
	t.Cleanup(func() {
		_ = g.cmd.Process.Kill()
		<-g.done
		_ = g.line.Close()
	})
}

// openPTY returns both ends of a new terminal.
func openPTY(t testing.TB) (line, end *os.File) {
	t.Helper()
	fd, err := unix.Open("/dev/ptmx", unix.O_RDWR|unix.O_NOCTTY|unix.O_NONBLOCK|unix.O_CLOEXEC, 0)
	if err != nil {
		t.Fatal(err)
	}
	line = os.NewFile(uintptr(fd), "ptmx")
	if err := unix.IoctlSetPointerInt(fd, unix.TIOCSPTLCK, 0); err != nil {
		t.Fatal(err)
	}
	n, err := unix.IoctlGetInt(fd, unix.TIOCGPTN)
	if err != nil {
		t.Fatal(err)
	}
	end, err = os.OpenFile(fmt.Sprintf("/dev/pts/%d", n), os.O_RDWR|syscall.O_NOCTTY, 0)
	if err != nil {
		t.Fatal(err)
	}
	return line, end
}

// resize gives the terminal another size; its cells say that they have 5×10 pixels.
// What the program paints in answer goes to the new page, never partly to the old one.
func (g *glass) resize(columns, rows int) {
	g.t.Helper()
	g.mu.Lock()
	defer g.mu.Unlock()
	g.claims(unix.Winsize{Col: uint16(columns), Row: uint16(rows), Xpixel: uint16(5 * columns), Ypixel: uint16(10 * rows)})
	g.text = newPage(columns, rows)
}

// claims has the terminal say any size.
func (g *glass) claims(size unix.Winsize) {
	g.t.Helper()
	raw, err := g.line.SyscallConn()
	if err != nil {
		g.t.Fatal(err)
	}
	if err := errors.Join(err, raw.Control(func(fd uintptr) { err = unix.IoctlSetWinsize(int(fd), unix.TIOCSWINSZ, &size) })); err != nil {
		g.t.Fatal(err)
	}
}

// types sends bytes as keys and fingers do.
func (g *glass) types(text string) {
	g.t.Helper()
	if err := g.line.SetWriteDeadline(time.Now().Add(30 * time.Second)); err != nil {
		g.t.Fatal(err)
	}
	if _, err := io.WriteString(g.line, text); err != nil {
		g.t.Fatalf("type: %v", err)
	}
}

func (g *glass) read() {
	buffer, rest := make([]byte, 1<<16), []byte(nil)
	for {
		g.mu.Lock()
		deaf := g.deaf
		g.mu.Unlock()
		if deaf != nil {
			<-deaf
		}
		n, err := g.line.Read(buffer)
		if err != nil {
			return // the program has ended, or the test
		}
		g.mu.Lock()
		g.heard += n
		rest = g.text.take(append(rest, buffer[:n]...))
		if g.seen != nil && len(rest) == 0 {
			g.seen(g.text)
		}
		g.mu.Unlock()
	}
}

// screen is what is seen, a line a row.
func (g *glass) screen() string {
	g.mu.Lock()
	defer g.mu.Unlock()
	return g.text.String()
}

// within waits until the screen shows a text, for so long.
func (g *glass) within(patience time.Duration, text string) (screen string, ok bool) {
	g.t.Helper()
	look := time.NewTicker(5 * time.Millisecond)
	defer look.Stop()
	end := time.After(patience)
	for {
		if screen = g.screen(); strings.Contains(screen, text) {
			return screen, true
		}
		select {
		case <-look.C:
		case <-g.done:
			return screen, false
		case <-end:
			return screen, false
		}
	}
}

func (g *glass) until(text string) string {
	g.t.Helper()
	screen, ok := g.within(30*time.Second, text)
	if !ok {
		g.t.Fatalf("never showed %q (%v):\n%s", text, g.cmd.ProcessState, screen)
	}
	return screen
}

// ends waits for the program's end, for so long.
func (g *glass) ends(patience time.Duration) bool {
	select {
	case <-g.done:
	case <-time.After(patience):
	}
	return !g.runs()
}

// runs reports whether the program is still the one that was started.
func (g *glass) runs() bool {
	select {
	case <-g.done:
		return false
	default:
		return true
	}
}

// A page is what stands in each cell of a terminal: letters alone, no colours.
type page struct {
	columns int
	cells   []rune
	at      int // where the next letter goes
}

func newPage(columns, rows int) page {
	p := page{columns: columns, cells: make([]rune, columns*rows)}
	p.clear()
	return p
}

func (p *page) clear() {
	for i := range p.cells {
		p.cells[i] = ' '
	}
}

var sequence = regexp.MustCompile(`^\x1b(?:\[([0-?]*)[ -/]*([@-~])|\][^\x07\x1b]*(?:\x07|\x1b\\)|[ -/]*[0-Z\\-~])`)

// take writes what the program sent, and returns the end that is not yet whole.
func (p *page) take(sent []byte) (rest []byte) {
	for len(sent) > 0 {
		if sent[0] == 0x1b {
			m := sequence.FindSubmatch(sent)
			if m == nil {
				return sent
			}
			p.obey(string(m[1]), string(m[2]))
			sent = sent[len(m[0]):]
			continue
		}
		if !utf8.FullRune(sent) {
			return sent
		}
		r, size := utf8.DecodeRune(sent)
		sent = sent[size:]
		if r >= ' ' && p.at < len(p.cells) {
			p.cells[p.at] = r
			p.at++
		}
	}
	return nil
}

// obey does what a sequence says, of where letters go.
func (p *page) obey(params, final string) {
	switch final {
	case "H":
		row, column, _ := strings.Cut(params, ";")
		y, _ := strconv.Atoi(row) // none is the first
		x, _ := strconv.Atoi(column)
		p.at = max(0, y-1)*p.columns + max(0, x-1)
	case "J":
		p.clear()
	}
}

func (p page) String() string {
	var b strings.Builder
	for y := 0; y+p.columns <= len(p.cells) && p.columns > 0; y += p.columns {
		b.WriteString(string(p.cells[y : y+p.columns]))
		b.WriteByte('\n')
	}
	return b.String()
}
