package tui

import (
	"context"
	"fmt"
	"io"
	"testing"
	"time"

	"accueil/kiosk"
	"github.com/gdamore/tcell/v2"
)

// Limits of PEOPLE and LOOK on two cores.
const (
	repaintMax  = 30 * time.Millisecond
	feedbackMax = 50 * time.Millisecond
)

// BenchmarkRepaint is all of the reference glass, another screen each time, from the
// model to the bytes that the terminal gets: of 30 ms.
func BenchmarkRepaint(b *testing.B) {
	for _, colours := range []int{1 << 24, 256} {
		b.Run(fmt.Sprint(colours, " colours"), func(b *testing.B) {
			tty := newTTY(384, 108)
			screen := openTTY(b, tty)
			if err := screen.Init(); err != nil {
				b.Fatal(err)
			}
			defer screen.Fini()
			p := page{width: 384, height: 108, panelMM: [2]int{344, 194}, colours: paletteFor(colours)}
			all := turns()
			for i := 0; b.Loop(); i++ {
				lay(kiosk.View(all[i%len(all)]), p).Canvas.Copy(screen)
				screen.Show()
			}
			b.ReportMetric(float64(b.Elapsed())/float64(b.N)/float64(repaintMax), "of-the-limit")
			b.ReportMetric(float64(tty.written)/float64(b.N), "bytes/repaint")
		})
	}
}

// turns are screens that share as little as they can.
func turns() []kiosk.Model {
	var all []kiosk.Model
	for _, lang := range shipped("fr") {
		b := newBooth(shipped(lang)...)
		b.says(kiosk.VoiceIs{There: true})
		all = append(all, b.m)
		b.takes()
		all = append(all, b.m)
	}
	return all
}

// BenchmarkTouch is from the byte of a finger going down to the bytes of the tile
// inverted, through the kiosk's own loop: of 50 ms.
func BenchmarkTouch(b *testing.B) {
	tty := newTTY(384, 108)
	screen := openTTY(b, tty)
	ctx, stop := context.WithCancel(context.Background())
	booth := newBooth()
	began := time.Now()
	ended := make(chan error, 1)
	clock := func() kiosk.Now { // each touch is meant for the screen that it sees
		return kiosk.Now{Wall: booth.now.Wall, Mono: booth.now.Mono + time.Since(began)}
	}
	go func() {
		ended <- Run(ctx, Options{Model: booth.m, Clock: clock, PanelMM: [2]int{344, 194}, Do: func(kiosk.Effect) {}, Screen: screen})
	}()
	tty.quiet()
	for b.Loop() {
		tty.say("\x1b[<0;60;40M")
		tty.heard() // inverted
		b.StopTimer()
		tty.quiet()
		tty.say("\x1b[<0;60;100M\x1b[<0;60;107m") // slid away: nothing was meant
		tty.heard()
		tty.quiet()
		b.StartTimer()
	}
	b.ReportMetric(float64(b.Elapsed())/float64(b.N)/float64(feedbackMax), "of-the-limit")
	stop()
	if err := <-ended; err != nil {
		b.Error(err)
	}
}

// A tty is a terminal of so many cells, whose other end is the benchmark.
type tty struct {
	columns, rows int
	in            chan byte
	out           chan int
	written       int
	closed        chan struct{}
}

func newTTY(columns, rows int) *tty {
	return &tty{columns: columns, rows: rows, in: make(chan byte, 1<<12), out: make(chan int, 1<<20), closed: make(chan struct{})}
}

func openTTY(tb testing.TB, t *tty) tcell.Screen {
	tb.Helper()
	tb.Setenv("TCELL_TRUECOLOR", "1")
	tb.Setenv("TERM", "xterm-256color")
	screen, err := tcell.NewTerminfoScreenFromTty(t)
	if err != nil {
		tb.Fatal(err)
	}
	return screen
}

func (t *tty) say(text string) {
	for _, c := range []byte(text) {
		t.in <- c
	}
}

// heard waits for bytes, quiet until none came for a while.
func (t *tty) heard() { <-t.out }

func (t *tty) quiet() {
	for {
		select {
		case <-t.out:
		case <-time.After(150 * time.Millisecond):
			return
		}
	}
}

func (t *tty) Read(p []byte) (int, error) {
	select {
	case c := <-t.in:
		p[0] = c
		return 1, nil
	case <-t.closed:
		return 0, io.EOF
	}
}

func (t *tty) Write(p []byte) (int, error) {
	t.written += len(p)
	select {
	case t.out <- len(p):
	default:
	}
	return len(p), nil
}

func (t *tty) Start() error        { return nil }
func (t *tty) Stop() error         { return nil }
func (t *tty) Drain() error        { close(t.closed); return nil }
func (t *tty) Close() error        { return nil }
func (t *tty) NotifyResize(func()) {}
func (t *tty) WindowSize() (tcell.WindowSize, error) {
	return tcell.WindowSize{Width: t.columns, Height: t.rows, PixelWidth: 5 * t.columns, PixelHeight: 10 * t.rows}, nil
}
