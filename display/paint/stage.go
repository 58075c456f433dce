package paint

import (
	"context"
	"errors"
	"fmt"
	"os"
	"sync"
	"time"
	"unicode/utf8"

	"github.com/gdamore/tcell/v2"
	"github.com/rivo/tview"
)

const (
	eventsMax = 256 // from the terminal, not yet taken in
	stopMax   = time.Second
)

// otherTerminal says what to do where there is none, or one that is not known.
const otherTerminal = "start it in a terminal; if this one is not known, set TERM=xterm-256color"

// A Stage is a terminal on which canvases are shown. tview's loop only paints: it
// owns the terminal and copies the newest canvas to it. What a person does comes
// out of Events, taken before tview would make clicks of it, because tview loses
// touches: a release one cell away is no click to it, and a second touch within
// half a second is a double click.
type Stage struct {
	screen tcell.Screen
	mouse  bool
	paste  bool
	app    *tview.Application
	face   *surface
	events chan tcell.Event
}

// OpenStage sets a terminal up; nil is this process's. With mouse, buttons and
// drags are told; a mouse that only moves says nothing.
func OpenStage(screen tcell.Screen, mouse bool) (*Stage, error) {
	if screen == nil {
		var err error
		if err = settleLocale(os.Getenv, os.Setenv); err != nil {
			return nil, err
		}
		if screen, err = openScreen(mouse); err != nil {
			return nil, fmt.Errorf("open the terminal: %w: %s", err, otherTerminal)
		}
	}
	if err := screen.Init(); err != nil {
		return nil, fmt.Errorf("set up the terminal: %w: %s", err, otherTerminal)
	}
	steer(screen, ownOrder)
	return &Stage{
		screen: screen, mouse: mouse, app: tview.NewApplication(), events: make(chan tcell.Event, eventsMax),
		face: &surface{Box: tview.NewBox(), ground: tcell.StyleDefault},
	}, nil
}

// openScreen opens this process's terminal. Where anybody may touch, nothing that is
// typed makes it deaf.
func openScreen(touched bool) (tcell.Screen, error) {
	tty, err := tcell.NewDevTty()
	if err != nil {
		return nil, err
	}
	bound := &boundTTY{Tty: tty}
	if touched {
		bound.keys = &keyFilter{}
	}
	return tcell.NewTerminfoScreenFromTty(bound)
}

// Ground is what is seen where a terminal has grown and nothing is drawn yet.
func (s *Stage) Ground(style tcell.Style) { s.face.ground = style }

// Events are what a person does, and resizes; a tcell.EventError when the
// terminal is gone.
func (s *Stage) Events() <-chan tcell.Event { return s.events }

// Size returns columns and rows.
func (s *Stage) Size() (width, height int) { return s.screen.Size() }

// CellPixels returns how many pixels wide and high a cell is, as the terminal says
// it; zero where it does not.
func (s *Stage) CellPixels() [2]int {
	tty, ok := s.screen.Tty()
	if !ok {
		return [2]int{}
	}
	size, err := tty.WindowSize()
	if err != nil || size.Width <= 0 || size.Height <= 0 {
		return [2]int{}
	}
	return [2]int{size.PixelWidth / size.Width, size.PixelHeight / size.Height}
}

// Colours returns how many there are.
func (s *Stage) Colours() int { return s.screen.Colors() }

// Ring sounds the terminal's bell.
func (s *Stage) Ring() {
	_ = s.screen.Beep() // a terminal that cannot is silent
}

// EnablePaste lets a paste come out of Events as one, between two tcell.EventPaste.
// It is called before Run.
func (s *Stage) EnablePaste() { s.paste = true }

// Title names the terminal's window.
func (s *Stage) Title(text string) { s.screen.SetTitle(Harmless(text)) }

// Run paints until owner returns; owner alone has Show called. What runs beside it is
// told to end then. It returns an error when one of them did not come to an end, as
// where a terminal takes no more bytes, or when the terminal failed.
func (s *Stage) Run(ctx context.Context, owner func(context.Context), beside ...func(context.Context)) error {
	ctx, leave := context.WithCancel(ctx)
	defer leave()
	s.app.SetScreen(tap{Screen: s.screen, mouse: s.mouse, events: s.events, done: ctx.Done()}).EnableMouse(true).EnablePaste(s.paste).SetRoot(s.face, true)
	var all sync.WaitGroup
	for _, work := range beside {
		all.Go(func() { work(ctx) })
	}
	all.Go(func() {
		defer leave()
		owner(ctx)
		s.app.Stop()
	})
	var failed error
	all.Go(func() {
		defer leave()
		failed = s.app.Run()
	})
	<-ctx.Done()
	if err := settled(&all); err != nil {
		return err // failed is not yet ours to read
	}
	return failed
}

// Show paints a canvas, and returns when it is seen: never, where the terminal takes
// no more bytes. It is the one place that calls QueueUpdate; Run stops tview only
// after its owner has returned, who waits for Show, so that tview always answers here.
func (s *Stage) Show(c *Canvas) {
	s.app.QueueUpdateDraw(func() { s.face.canvas = c })
}

// settled waits for goroutines that have been told to end, but not for ever: a
// hung terminal must not keep a screen from being started again.
func settled(all *sync.WaitGroup) error {
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		all.Wait()
	}()
	patience := time.NewTimer(stopMax)
	defer patience.Stop()
	select {
	case <-ended:
		return nil
	case <-patience.C:
		return errors.New("leave the screen: the terminal, or what it was doing, did not come to an end")
	}
}

var errScreenEnded = errors.New("it was ended from elsewhere")

// A tap takes what a person does from the screen's events, before tview sees
// it; tview gets the resizes alone.
type tap struct {
	tcell.Screen
	mouse  bool
	events chan<- tcell.Event
	done   <-chan struct{}
}

// Init does nothing: OpenStage has done it, where an error can be returned.
func (t tap) Init() error { return nil }

// Clear does nothing: the surface sets every cell, and one that is cleared and set again
// has changed for tcell, which would send all of them each time.
func (t tap) Clear() {}

// Fini gives the terminal back as it was.
func (t tap) Fini() {
	steer(t.Screen, terminalOrder)
	t.Screen.Fini()
}

// A terminal that orders and joins Arabic by itself would do it a second time: it is
// told not to, by the mode BDSM of ECMA-48. Others know no such mode (xterm, tmux, the
// Linux console: https://terminal-wg.pages.freedesktop.org/bidi/).
const (
	ownOrder      = "\x1b[8l"
	terminalOrder = "\x1b[8h"
)

// steer writes to the terminal past the screen, which has no word for it.
func steer(screen tcell.Screen, sequence string) {
	if tty, ok := screen.Tty(); ok {
		_, _ = tty.Write([]byte(sequence)) // a terminal that is gone is noticed where it is read
	}
}

// EnableMouse asks for buttons and drags, where the mouse is wanted.
func (t tap) EnableMouse(...tcell.MouseFlags) {
	if t.mouse {
		t.Screen.EnableMouse(tcell.MouseButtonEvents | tcell.MouseDragEvents)
	}
}

// PollEvent returns the next resize, or nil when the screen has ended.
func (t tap) PollEvent() tcell.Event {
	for {
		event := t.Screen.PollEvent()
		if event == nil {
			t.tell(tcell.NewEventError(errScreenEnded))
			return nil
		}
		t.tell(event)
		if _, ok := event.(*tcell.EventResize); ok {
			if tty, _ := t.Screen.Tty(); tty != nil {
				if bound, ok := tty.(*boundTTY); ok {
					bound.resized()
				}
			}
			return event
		}
	}
}

func (t tap) tell(event tcell.Event) {
	select {
	case t.events <- event:
	case <-t.done:
	}
}

// A surface is the only thing that tview draws: the newest canvas.
type surface struct {
	*tview.Box
	canvas *Canvas // of tview's loop
	ground tcell.Style
}

// Draw copies the canvas to the screen, and leaves ground where the screen has
// grown meanwhile.
func (s *surface) Draw(screen tcell.Screen) {
	width, height := screen.Size()
	c := s.canvas
	if c == nil {
		c = &Canvas{}
	}
	for y := range height {
		for x := range width {
			if x >= c.Width || y >= c.Height {
				screen.SetContent(x, y, ' ', nil, s.ground)
			}
		}
	}
	c.Copy(screen)
}

// Copy puts the canvas on a screen, as far as that goes.
func (c *Canvas) Copy(screen tcell.Screen) {
	width, height := screen.Size()
	for y := range min(c.Height, height) {
		for x := range min(c.Width, width) {
			at := c.cells[y*c.Width+x]
			switch at.text {
			case "":
				continue // the second half of a wide character
			case "█":
				at = solid(at)
			}
			first, size := utf8.DecodeRuneInString(at.text)
			screen.SetContent(x, y, first, []rune(at.text[size:]), at.style)
		}
	}
	screen.HideCursor()
}

// solid is a full block as a space of its colour: many fonts leave a hair's breadth
// of the ground around a block. Dimmed it stays one: terminals dim letters alone.
func solid(c cell) cell {
	if _, _, attributes := c.style.Decompose(); attributes&tcell.AttrDim != 0 {
		return c
	}
	return cell{" ", Inverted(c.style)}
}
