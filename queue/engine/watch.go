package engine

import (
	"sync/atomic"
	"time"
)

// How often a watch is rendered: at once when something changes, but not more
// than twenty times in any second, late ones included; and now and then without a
// change, since the clock opens and closes too.
const (
	renderEvery   = 55 * time.Millisecond
	renderAtLeast = 5 * time.Second
)

// A Frame is a view as it was rendered. It is never changed.
type Frame struct {
	Body []byte
	At   Position
	Wall time.Time
}

// Frame returns the frame of a rendering; its time is the site's own.
func (l Look) Frame(body []byte) *Frame {
	return &Frame{Body: body, At: l.At, Wall: l.Now.Wall.In(l.State.Calendar().Location())}
}

// A Watch is a mailbox of one: it holds the newest frame. Whoever is slow skips.
type Watch struct {
	// C has a token when there is a frame not yet seen. It is never closed.
	C chan struct{}

	engine *Engine
	render func(Look) []byte
	frame  atomic.Pointer[Frame]
	closed atomic.Bool

	last  time.Duration // mono of the last rendering; the owner's
	dirty bool          // the owner's
}

// Watch renders a view of the site again at every change, beginning at once.
// render runs in the owner's goroutine: it must be quick and keep nothing of
// what it sees. It returns nil once the engine is closed.
func (e *Engine) Watch(render func(Look) []byte) *Watch {
	w := &Watch{C: make(chan struct{}, 1), engine: e, render: render}
	select {
	case e.watches <- w:
		return w
	case <-e.done:
		return nil
	}
}

// Frame returns the newest frame; nil before the first.
func (w *Watch) Frame() *Frame { return w.frame.Load() }

// Close ends the watch.
func (w *Watch) Close() {
	if !w.closed.Swap(true) {
		w.Refresh()
	}
}

// Refresh renders the watch anew though nothing has changed, as soon as it may be.
func (w *Watch) Refresh() {
	select {
	case w.engine.watches <- w:
	case <-w.engine.done:
	}
}

// put publishes a rendering, unless the last was a moment ago: then it is due soon.
func (w *Watch) put(look Look, mono time.Duration) {
	if w.frame.Load() != nil && mono < w.last+renderEvery {
		w.dirty = true
		return
	}
	w.last, w.dirty = mono, false
	w.frame.Store(look.Frame(w.render(look)))
	select {
	case w.C <- struct{}{}:
	default:
	}
}

// due returns how long until the watch is to be rendered, zero or less for now.
func (w *Watch) due(mono time.Duration) time.Duration {
	if w.dirty {
		return w.last + renderEvery - mono
	}
	return w.last + renderAtLeast - mono
}
