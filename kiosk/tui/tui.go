package tui

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"time"

	"github.com/gdamore/tcell/v2"
	"github.com/rivo/tview"

	"accueil/kiosk"
)

// Options are what a kiosk's screen is run with.
type Options struct {
	Model    kiosk.Model
	Messages <-chan kiosk.Msg   // from spool, printer and server
	Do       func(kiosk.Effect) // called one at a time, on a goroutine of its own; may send on Messages
	Clock    func() kiosk.Now   // nil: the machine's, and trusted
	PanelMM  [2]int             // width and height of the glass; zero: 15.6 inches
	// OwnerExit are the characters that leave when typed one after the other,
	// each within five seconds of the one before. Empty: Ctrl-C leaves.
	OwnerExit string
	Log       *slog.Logger // nil: nothing is logged
	Screen    tcell.Screen // nil: this process's terminal. Run begins and ends it
}

const (
	eventsMax  = 256 // from the terminal, not yet taken in
	effectsMax = 256 // wished, not yet done
	stopMax    = time.Second
)

// Run shows the kiosk until ctx ends or the owner leaves, and then returns nil.
// It returns an error when there is no terminal, or when it is gone.
func Run(ctx context.Context, o Options) error {
	screen := o.Screen
	if screen == nil {
		var err error
		if screen, err = tcell.NewScreen(); err != nil {
			return fmt.Errorf("open the terminal: %w", err)
		}
		defer holdSignals()()
	}
	if err := screen.Init(); err != nil {
		return fmt.Errorf("set up the terminal: %w", err)
	}
	ctx, leave := context.WithCancel(ctx)
	defer leave()
	l := newLoop(o, screen, leave)
	tapped := tap{Screen: screen, events: l.events, done: ctx.Done()}
	l.app.SetScreen(tapped).EnableMouse(true).SetRoot(l.face, true)

	hands := make(chan struct{})
	go func() {
		defer close(hands)
		l.doEffects(ctx)
	}()
	owner := make(chan struct{})
	go func() {
		defer close(owner)
		l.run(ctx)
		l.app.Stop()
	}()
	err := l.app.Run()
	leave()
	if err := settled(owner, hands); err != nil {
		return err
	}
	return errors.Join(err, l.lost)
}

// settled waits for goroutines that have been told to end, but not for ever:
// a hung terminal or effect must not keep the kiosk from being started again.
func settled(all ...<-chan struct{}) error {
	patience := time.NewTimer(stopMax)
	defer patience.Stop()
	for _, done := range all {
		select {
		case <-done:
		case <-patience.C:
			return errors.New("leave the kiosk: the terminal, or what it was doing, did not come to an end")
		}
	}
	return nil
}

var errScreenEnded = errors.New("it was ended from elsewhere")

// A tap takes what a person does from the screen's events, before tview sees
// it; tview gets the resizes alone.
type tap struct {
	tcell.Screen
	events chan<- tcell.Event
	done   <-chan struct{}
}

// Init does nothing: Run has done it, where an error can be returned.
func (t tap) Init() error { return nil }

// EnableMouse asks for buttons and drags; a mouse that only moves says nothing.
func (t tap) EnableMouse(...tcell.MouseFlags) {
	t.Screen.EnableMouse(tcell.MouseButtonEvents | tcell.MouseDragEvents)
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
	canvas *canvas // of tview's loop
	ground tcell.Style
}

// Draw copies the canvas to the screen, and leaves ground where the screen has
// grown meanwhile.
func (s *surface) Draw(screen tcell.Screen) {
	width, height := screen.Size()
	for y := range height {
		for x := range width {
			c := cell{" ", s.ground}
			if s.canvas != nil && x < s.canvas.width && y < s.canvas.height {
				c = s.canvas.cells[y*s.canvas.width+x]
			}
			if c.text == "" {
				continue // the second half of a wide character
			}
			runes := []rune(c.text)
			screen.SetContent(x, y, runes[0], runes[1:], c.style)
		}
	}
	screen.HideCursor()
}
