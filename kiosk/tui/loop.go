package tui

import (
	"context"
	"fmt"
	"log/slog"
	"runtime/debug"
	"time"

	"github.com/gdamore/tcell/v2"

	"accueil/display/paint"
	"accueil/kiosk"
)

// A loop owns the model, and decides when to draw. All of it belongs to the
// goroutine of run, but for the channels.
type loop struct {
	options Options
	stage   *paint.Stage
	colours palette
	effects chan kiosk.Effect
	voice   chan kiosk.Effect // cap 1: the newest alone; what is said pushes no ticket out
	fallen  chan struct{}     // an effect panicked
	leave   func()

	model   kiosk.Model
	fingers fingers
	keys    keys
	drawn   *canvas      // what the visitor sees
	laid    page         // what it was drawn for
	painted chan *canvas // brings it when it is seen; nil while nothing is on its way
	stale   bool         // there is something newer to be seen
	sized   kiosk.Sized  // what fits, as the model was told
	lost    error        // why the terminal is gone
	fell    time.Time    // the last panic that was logged
	ill     bool         // something panicked since the last tick
	busy    bool         // somebody did something since the last tick
	met     bool         // somebody touched it, or pressed a key
	advised bool         // the log has how coarse the cells are
}

func newLoop(o Options, stage *paint.Stage, leave func()) *loop {
	if o.Log == nil {
		o.Log = slog.New(slog.DiscardHandler)
	}
	if o.PanelMM[0] <= 0 || o.PanelMM[1] <= 0 {
		o.PanelMM = [2]int{344, 194}
	}
	l := &loop{
		options: o, stage: stage, leave: leave, colours: paletteFor(stage.Colours()),
		effects: make(chan kiosk.Effect, effectsMax), voice: make(chan kiosk.Effect, 1), fallen: make(chan struct{}, 1),
		model: o.Model, keys: keys{exit: []rune(o.OwnerExit)}, stale: true,
	}
	l.drawn = newCanvas(0, 0, l.colours.ground)
	return l
}

// run takes in what happens until ctx ends. Much at once is drawn once; a terminal
// that takes no bytes for a while keeps nobody from being heard.
func (l *loop) run(ctx context.Context) {
	defer l.seen()
	timer := time.NewTimer(0)
	defer timer.Stop()
	messages := l.options.Messages
	for taken := 0; ; taken++ {
		if l.stale && l.painted == nil && (len(l.stage.Events()) == 0 || taken >= takenMax) {
			l.draw()
			taken = 0
		}
		if len(l.stage.Events()) == 0 { // else nothing is waited for
			timer.Reset(l.pause())
		}
		select {
		case <-ctx.Done():
			return
		case l.drawn = <-l.painted:
			l.painted = nil
		case event := <-l.stage.Events():
			l.guard(func() { l.event(event) })
		case msg, ok := <-messages:
			if !ok {
				messages = nil
				continue
			}
			l.guard(func() { l.update(msg) })
		case <-l.fallen:
			l.home()
		case <-timer.C:
			l.ill = false
			l.guard(l.tick)
		}
	}
}

// pause is how long nothing needs to be done if nothing happens. What panics whenever
// it is tried is not tried without end.
func (l *loop) pause() time.Duration {
	if l.ill {
		return panicGap
	}
	until := min(l.model.Deadline(), l.fingers.wheelEnds())
	return max(time.Millisecond, until-l.options.Clock().Mono)
}

// tick does what time alone causes.
func (l *loop) tick() {
	now := l.options.Clock()
	for _, t := range l.fingers.rest(now.Mono) {
		l.update(t)
	}
	l.apply(kiosk.Tick{Now: now})
	if l.options.Rest != nil && !l.busy && l.model.Home() {
		l.options.Rest()
	}
	l.busy = false
}

// update tells the model the time and then what happened.
func (l *loop) update(msg kiosk.Msg) {
	l.apply(kiosk.Tick{Now: l.options.Clock()})
	l.apply(msg)
}

func (l *loop) apply(msg kiosk.Msg) {
	next, effects := kiosk.Update(l.model, msg)
	l.model, l.stale = next, true
	for _, e := range effects {
		l.wish(e)
	}
}

// wish has an effect done. Only a disk that hangs for long fills the queue, and then
// no more tickets come.
func (l *loop) wish(e kiosk.Effect) {
	switch e.(type) {
	case kiosk.Say, kiosk.Hush:
		select {
		case <-l.voice:
		default:
		}
		l.voice <- e
		return
	}
	select {
	case l.effects <- e:
	default:
		l.options.Log.Error("drop an effect: too many are under way", "effect", fmt.Sprintf("%T", e))
	}
}

// event takes in what the terminal says.
func (l *loop) event(event tcell.Event) {
	switch event := event.(type) {
	case *tcell.EventMouse:
		l.met, l.busy = true, true
		mmX, mmY := l.laid.cellMM()
		pressed := l.fingers.pressed()
		for _, t := range l.fingers.mouse(event, seat{drawn: l.drawn, mmX: mmX, mmY: mmY, now: l.options.Clock().Mono}) {
			l.update(t)
		}
		l.stale = l.stale || l.fingers.pressed() != pressed
	case *tcell.EventKey:
		l.met, l.busy = true, true
		l.key(event)
	case *tcell.EventResize:
		l.stale = true
	case *tcell.EventError:
		l.lost = fmt.Errorf("the terminal is gone: %w", event)
		l.leave()
	}
}

func (l *loop) key(event *tcell.EventKey) {
	what, key := l.keys.press(event, l.options.Clock().Mono)
	switch what {
	case keyLeaves:
		l.leave()
	case keyActs:
		l.update(kiosk.Press{Key: key})
	case keyNothing:
	}
}

// page is what there is to draw on now. While something is being painted the terminal
// may not answer.
func (l *loop) page() page {
	width, height := l.stage.Size()
	return page{
		width: width, height: height, panelMM: l.options.PanelMM, cellPixels: l.stage.CellPixels(), colours: l.colours, pressed: l.fingers.pressed(),
	}
}

// draw lays out what is to be seen and has it painted. Until the visitor sees it,
// fingers meet what was painted before.
func (l *loop) draw() {
	next := l.layOut()
	if next == nil { // a panic led home: that can be drawn
		next = l.layOut()
	}
	l.stale = false
	if next == nil {
		return
	}
	painted := make(chan *canvas, 1)
	l.painted = painted
	go func() {
		l.stage.Show(next.Canvas)
		painted <- next
	}()
}

// seen waits for what is being painted.
func (l *loop) seen() {
	if l.painted != nil {
		<-l.painted
	}
}

// layOut returns what is to be seen, or nil after a panic.
func (l *loop) layOut() (next *canvas) {
	l.guard(func() {
		p, s := l.page(), kiosk.View(l.model)
		l.laid = p
		if s.Kind == kiosk.KindWelcome || s.Kind == kiosk.KindAppointments || s.Kind == kiosk.KindLanguages {
			for range 2 { // then by the tiles that there are now
				if sized := p.sized(s); sized != l.sized {
					l.sized = sized
					l.apply(sized)
					s = kiosk.View(l.model)
				}
			}
		}
		next = lay(l.advise(s, p), p)
	})
	return next
}

// panicGap is from one panic to the next that is logged, or brought about by time.
const panicGap = time.Second

// guard does f; if it panics, the kiosk goes home with the model as it was.
func (l *loop) guard(f func()) {
	defer func() {
		p := recover()
		if p == nil {
			return
		}
		l.ill = true
		if time.Since(l.fell) >= panicGap {
			l.fell = time.Now()
			l.options.Log.Error("go home after a panic", "panic", p, "stack", string(debug.Stack()))
		}
		l.fingers = fingers{}
		l.home()
	}()
	f()
}

// home ends the visit; a model that cannot even do that stays as it is.
func (l *loop) home() {
	defer func() {
		if p := recover(); p != nil {
			l.options.Log.Error("stay after a second panic", "panic", p)
		}
	}()
	l.apply(kiosk.GoHome{})
}

// doAll does what the model wishes, in order, until ctx ends.
func (l *loop) doAll(ctx context.Context, wishes <-chan kiosk.Effect) {
	for {
		select {
		case <-ctx.Done():
			return
		case e := <-wishes:
			l.do(e)
		}
	}
}

// do does one; if it panics, the kiosk goes home: nobody waits for an answer to it.
func (l *loop) do(e kiosk.Effect) {
	defer func() {
		if p := recover(); p != nil {
			l.options.Log.Error("go home after an effect's panic", "effect", fmt.Sprintf("%T", e), "panic", p, "stack", string(debug.Stack()))
			select {
			case l.fallen <- struct{}{}:
			default: // it is on its way
			}
		}
	}()
	l.options.Do(e)
}
