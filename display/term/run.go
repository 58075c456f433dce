package term

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"runtime/debug"
	"time"

	"github.com/gdamore/tcell/v2"

	"accueil/display"
	"accueil/display/paint"
)

// Options are what a screen is run with.
type Options struct {
	Messages <-chan display.Msg                      // from the line to the server
	Do       func(context.Context, display.Effect)   // called one at a time, on a goroutine of its own
	Zone     *time.Location                          // of whoever reads; nil: the machine's
	PanelMM  [2]int                                  // of the glass; zero: 43 inches. Walls only
	Distance float64                                 // of the farthest reader, in metres; zero: 5. Walls only
	Say      func(context.Context, display.Announce) // lets a call be heard, and returns when it was; one at a time. nil: the bell does. Walls only
	Silent   bool                                    // nothing is to be heard, not even the bell. Walls only
	Log      *slog.Logger                            // nil: nothing is logged
	Screen   tcell.Screen                            // nil: this process's terminal. Run begins and ends it
	mouse    bool                                    // buttons and touches are taken
}

// complete fills in what was left out.
func (o Options) complete() Options {
	if o.Log == nil {
		o.Log = slog.New(slog.DiscardHandler)
	}
	if o.Zone == nil {
		o.Zone = time.Local
	}
	if o.PanelMM[0] <= 0 || o.PanelMM[1] <= 0 {
		o.PanelMM = [2]int{952, 535}
	}
	if o.Distance <= 0 {
		o.Distance = 5
	}
	return o
}

const (
	takenMax   = 256 // messages before what is to be seen is drawn
	effectsMax = 64  // wished, not yet done
)

// A skin is a display with its model, of the goroutine of Run.
type skin interface {
	// update tells the model.
	update(display.Msg) []display.Effect
	// deadline is the model's.
	deadline() time.Duration
	// key returns what a key means, or nil.
	key(*tcell.EventKey) display.Msg
	// mouse returns what a button or a touch means, or nil.
	mouse(*tcell.EventMouse) display.Msg
	// lay draws what is to be seen.
	lay(width, height int) *paint.Canvas
	// title names the window.
	title() string
}

// A loop runs a skin.
type loop struct {
	options Options
	stage   *paint.Stage
	skin    skin
	effects chan display.Effect
	calls   chan display.Announce  // to be said
	said    chan display.Announced // were
	start   time.Time
	stale   bool // there is something newer to be seen
	named   string
	left    bool
	paste   *paste // one that has begun; nil for none
	lost    error  // why the terminal is gone
}

// run shows a skin until ctx ends or whoever sits there leaves; then it returns nil.
func run(ctx context.Context, o Options, dress func(*paint.Stage) skin) error {
	o = o.complete()
	stage, err := paint.OpenStage(o.Screen, o.mouse)
	if err != nil {
		return err
	}
	stage.EnablePaste()
	ctx, leave := context.WithCancel(ctx)
	defer leave()
	l := &loop{
		options: o, stage: stage, skin: dress(stage), start: time.Now(), stale: true,
		effects: make(chan display.Effect, effectsMax), calls: make(chan display.Announce, callsMax), said: make(chan display.Announced),
	}
	err = stage.Run(ctx, func(ctx context.Context) {
		defer leave()
		l.run(ctx)
	}, l.doEffects, l.sayCalls)
	return errors.Join(err, l.lost)
}

func (l *loop) run(ctx context.Context) {
	timer := time.NewTimer(0)
	defer timer.Stop()
	for taken := 0; !l.left; taken++ {
		if l.stale && (len(l.stage.Events()) == 0 || taken >= takenMax) {
			l.guard(l.draw)
			taken = 0
		}
		timer.Reset(max(time.Millisecond, l.skin.deadline()-time.Since(l.start)))
		select {
		case <-ctx.Done():
			return
		case event := <-l.stage.Events():
			l.guard(func() { l.event(event) })
		case msg := <-l.options.Messages:
			l.guard(func() { l.update(msg) })
		case msg := <-l.said:
			l.guard(func() { l.update(msg) })
		case <-timer.C:
			l.guard(l.tick)
		}
	}
}

func (l *loop) tick() {
	now := time.Now()
	l.apply(display.Tick{Now: display.Now{Wall: now.In(l.options.Zone), Mono: now.Sub(l.start)}})
}

// update tells the model the time and then what happened.
func (l *loop) update(msg display.Msg) {
	l.tick()
	l.apply(msg)
}

func (l *loop) apply(msg display.Msg) {
	l.stale = true
	for _, e := range l.skin.update(msg) {
		switch e := e.(type) {
		case display.Ring:
			l.stage.Ring()
		case display.Announce:
			l.announce(e)
		case display.Leave:
			l.left = true
		default:
			select {
			case l.effects <- e:
			default:
				l.options.Log.Error("drop an effect: too many are under way", "effect", fmt.Sprintf("%T", e))
			}
		}
	}
}

func (l *loop) event(event tcell.Event) {
	switch event := event.(type) {
	case *tcell.EventPaste:
		l.pasted(event)
	case *tcell.EventKey:
		if l.paste.takes(event) {
			return
		}
		if event.Key() == tcell.KeyCtrlC {
			l.left = true
			return
		}
		if msg := l.skin.key(event); msg != nil {
			l.update(msg)
		}
	case *tcell.EventMouse:
		if msg := l.skin.mouse(event); msg != nil {
			l.update(msg)
		}
	case *tcell.EventResize:
		l.stale = true
	case *tcell.EventError:
		l.lost, l.left = fmt.Errorf("the terminal is gone: %w", event), true
	}
}

// pasted begins a paste, or tells of the whole of it: its lines are text, never keys.
func (l *loop) pasted(event *tcell.EventPaste) {
	if event.Start() {
		l.paste = &paste{at: event.When()}
		return
	}
	if l.paste != nil {
		l.update(display.Pasted{Text: l.paste.text.String()})
	}
	l.paste = nil
}

func (l *loop) draw() {
	l.stale = false
	l.stage.Show(l.skin.lay(l.stage.Size()))
	if title := l.skin.title(); title != l.named {
		l.named = title
		l.stage.Title(title)
	}
}

// guard does f; a panic is logged, and the model stays as it was.
func (l *loop) guard(f func()) {
	defer func() {
		if p := recover(); p != nil {
			l.options.Log.Error("go on after a panic", "panic", p, "stack", string(debug.Stack()))
		}
	}()
	f()
}

// doEffects does what the model wishes, in order, until ctx ends.
func (l *loop) doEffects(ctx context.Context) {
	for {
		select {
		case <-ctx.Done():
			return
		case e := <-l.effects:
			l.options.Do(ctx, e)
		}
	}
}
