package main

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"syscall"
	"testing"
	"time"

	"golang.org/x/sys/unix"
)

// Of a visitor's wait, on two cores.
const (
	numberMax = 150 * time.Millisecond
	// What comes after so long a silence belongs to nothing that was touched.
	silence = 500 * time.Millisecond
	// A screen is more bytes than a tile that turns under a finger.
	screenBytes = 20_000
)

// A line is a program on a terminal's line, whose other end is the benchmark.
type line struct {
	b    *testing.B
	far  *os.File
	came chan arrival
}

type arrival struct {
	bytes int
	at    time.Time
}

// newLine starts accueil on a terminal of the reference panel.
func newLine(b *testing.B, args ...string) *line {
	b.Helper()
	far, err := os.OpenFile("/dev/ptmx", os.O_RDWR|unix.O_NOCTTY, 0)
	if err != nil {
		b.Skipf("there are no pseudo-terminals: %v", err)
	}
	if err := unix.IoctlSetPointerInt(int(far.Fd()), unix.TIOCSPTLCK, 0); err != nil {
		b.Fatal(err)
	}
	number, err := unix.IoctlGetInt(int(far.Fd()), unix.TIOCGPTN)
	if err != nil {
		b.Fatal(err)
	}
	glass := &unix.Winsize{Col: 384, Row: 108, Xpixel: 1920, Ypixel: 1080}
	if err := unix.IoctlSetWinsize(int(far.Fd()), unix.TIOCSWINSZ, glass); err != nil {
		b.Fatal(err)
	}
	near, err := os.OpenFile(fmt.Sprintf("/dev/pts/%d", number), os.O_RDWR|unix.O_NOCTTY, 0)
	if err != nil {
		b.Fatal(err)
	}
	l := &line{b: b, far: far, came: make(chan arrival, 1<<16)}
	c := program(context.WithoutCancel(b.Context()), args...)
	c.Env = append(c.Env, "TERM=xterm-256color", "TCELL_TRUECOLOR=1")
	c.Stdin, c.Stdout, c.Stderr = near, near, near
	c.SysProcAttr = &syscall.SysProcAttr{Setsid: true, Setctty: true}
	if err := c.Start(); err != nil {
		b.Fatal(err)
	}
	_ = near.Close() // the program has its own
	ended := make(chan struct{})
	go l.listen(ended)
	b.Cleanup(func() { l.hangUp(c, ended) })
	return l
}

// listen notes when bytes come, until the program has ended.
func (l *line) listen(ended chan<- struct{}) {
	defer close(ended)
	all := make([]byte, 1<<16)
	for {
		n, err := l.far.Read(all)
		if err != nil {
			return
		}
		l.came <- arrival{n, time.Now()}
	}
}

func (l *line) hangUp(c *exec.Cmd, ended <-chan struct{}) {
	_ = c.Process.Kill()
	_ = c.Wait()
	<-ended
	_ = l.far.Close()
}

// shows returns when a whole screen was there, and its bytes.
func (l *line) shows() (at time.Time, bytes int) {
	l.b.Helper()
	const patience = 30 * time.Second
	began := time.Now()
	for {
		select {
		case a := <-l.came:
			at, bytes = a.at, bytes+a.bytes
		case <-time.After(silence):
			if bytes >= screenBytes {
				return at, bytes
			}
			if time.Since(began) > patience {
				l.b.Fatalf("no whole screen came, but %d bytes", bytes)
			}
		}
	}
}

func (l *line) touches(c cell) {
	l.b.Helper()
	if _, err := l.far.WriteString(tap(c)); err != nil {
		l.b.Fatal(err)
	}
}

// BenchmarkTouchToNumber is from a finger on a tile to the last byte of the ticket's
// screen, with the number on the disk in between, through the whole program: of
// 150 ms. The tiles take turns: one alone would show the same ticket again.
func BenchmarkTouchToNumber(b *testing.B) {
	data := b.TempDir()
	s := serve(b, data)
	l := newLine(b, "kiosk", "--data", data, "--server", s.url)
	tiles := []cell{{69, 39}, {192, 39}, {315, 39}, {69, 72}, {192, 72}, {315, 72}}
	done := cell{335, 94}
	l.shows()
	var sum time.Duration
	var bytes, n int
	for b.Loop() {
		began := time.Now()
		l.touches(tiles[n%len(tiles)])
		at, more := l.shows()
		sum, bytes, n = sum+at.Sub(began), bytes+more, n+1
		l.touches(done)
		l.shows()
	}
	s.waiting(b, data, n) // each was a ticket
	b.ReportMetric(sum.Seconds()*1000/float64(n), "ms/number")
	b.ReportMetric(float64(sum)/float64(n)/float64(numberMax), "of-the-limit")
	b.ReportMetric(float64(bytes)/float64(n), "bytes/number")
}
