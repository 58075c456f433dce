package engine

import (
	"cmp"
	"context"
	"sync/atomic"
	"time"

	"accueil/queue"
	"accueil/queue/journal"
)

// An owner is the goroutine that holds a site's state; only it touches these.
type owner struct {
	o         Options
	clock     *watchman
	committed *queue.State
	decided   *queue.State
	keys      *memory
	at        Position                  // of committed
	chain     [32]byte                  // of committed
	newest    *atomic.Pointer[Position] // at, for everyone

	waiting  []*ask        // taken from the door, not yet decided
	flight   *batch        // being appended, or nil
	appended chan error    // how the flight ended
	lost     bool          // an append failed: read again before deciding again
	reading  bool          // that is under way
	caught   chan catch    // what was read
	rested   time.Duration // mono: after a failure, what time causes waits until then
	expected int           // how many are likely to wait soon; see gathers
	patience time.Time     // they are waited for until then
	watches  map[*Watch]struct{}
	alert    queue.AlertID // that the clock leapt, raised by this server; "" for none
}

// A catch is what the journal holds after the committed position, and why no more
// of it could be read.
type catch struct {
	entries []journal.Entry
	err     error
}

// settle makes the configuration the one in force and turns the day if it is
// over, before anyone is let in.
func (w *owner) settle(ctx context.Context) error {
	server := queue.Actor{Role: queue.RoleAdmin}
	w.waiting = append(w.waiting, &ask{
		request: Request{By: server, Wish: queue.Configure{Config: w.o.Config}}, reply: make(chan error, 1),
	})
	configured := w.waiting[0].reply
	for {
		b := w.decide()
		if b == nil {
			return <-configured
		}
		err := w.o.Journal.Append(ctx, w.o.Site, w.at.Seq, b.entries)
		switch {
		case journal.IsConflict(err): // another server was faster
			w.lost = true
			w.again(b)
			entries, err := readAfter(w.o, w.at.Seq)
			if w.recover(catch{entries, err}); w.lost {
				return <-configured
			}
		case err != nil:
			return err
		default:
			w.apply(b)
			w.tell(b)
		}
	}
}

// run is the owner's life.
func (w *owner) run(e *Engine) {
	w.watches = map[*Watch]struct{}{}
	w.appended, w.caught = make(chan error, 1), make(chan catch, 1)
	timer := time.NewTimer(0)
	defer timer.Stop()
	defer close(e.done)
	for {
		w.takeWaiting(e)
		w.takeOff()
		w.publish()
		w.giveUp()
		if (!w.busy() || w.overdue()) && w.isClosing(e) {
			w.refuseAll(stopping())
			return
		}
		timer.Reset(w.nap())
		select {
		case a := <-w.door(e):
			w.waiting = append(w.waiting, a)
		case r := <-e.reads:
			r.look(w.look(queue.Outcome{}))
			close(r.done)
		case watch := <-e.watches:
			w.admit(watch)
		case err := <-w.appended:
			w.settleFlight(e, err)
		case c := <-w.caught:
			w.reading = false
			w.recover(c)
		case <-w.closingWhileIdle(e):
		case <-timer.C:
		}
	}
}

// door returns the channel of commands, or nil while enough of them wait.
func (w *owner) door(e *Engine) <-chan *ask {
	if len(w.waiting) >= batchEntries {
		return nil
	}
	return e.asks
}

func (w *owner) closingWhileIdle(e *Engine) <-chan struct{} {
	if w.busy() && !w.overdue() {
		return nil // its end wakes us, or that it has none
	}
	return e.closing
}

func (w *owner) isClosing(e *Engine) bool {
	select {
	case <-e.closing:
		return len(w.waiting) == 0 && len(e.asks) == 0
	default:
		return false
	}
}

// takeWaiting takes what stands at the door, for one batch.
func (w *owner) takeWaiting(e *Engine) {
	for len(w.waiting) < batchEntries {
		select {
		case a := <-e.asks:
			w.waiting = append(w.waiting, a)
		default:
			return
		}
	}
}

func (w *owner) refuseAll(err error) {
	for _, a := range w.waiting {
		a.reply <- err
	}
	w.waiting = nil
}

// nap returns how long nothing is to be done, unless something comes.
func (w *owner) nap() time.Duration {
	nap, mono := tickEvery, w.o.Clock.Mono()
	switch {
	case w.gathers():
		nap = time.Until(w.patience)
	case !w.busy():
		if in, _, ok := queue.Due(w.committed, w.clock.now()); ok {
			nap = min(nap, max(in, w.rested-mono))
		}
	}
	if w.flight != nil && len(w.flight.plans) > 0 {
		nap = min(nap, appendDeadline-time.Since(w.flight.began))
	}
	for watch := range w.watches {
		nap = min(nap, watch.due(mono))
	}
	return max(nap, 0)
}

// look shows the committed state.
func (w *owner) look(outcome queue.Outcome) Look {
	return Look{State: w.committed, Now: w.clock.now(), At: w.at, Outcome: outcome, keys: w.keys}
}

func (w *owner) admit(watch *Watch) {
	if watch.closed.Load() {
		delete(w.watches, watch)
		return
	}
	w.watches[watch] = struct{}{}
	watch.put(w.look(queue.Outcome{}), w.o.Clock.Mono())
}

// publish renders the watches that are due.
func (w *owner) publish() {
	if len(w.watches) == 0 {
		return
	}
	mono := w.o.Clock.Mono()
	for watch := range w.watches {
		if watch.due(mono) <= 0 {
			watch.put(w.look(queue.Outcome{}), mono)
		}
	}
}

// takeOff decides the next batch and sends it to the journal, unless it is busy.
// After a failure it waits for someone to ask, or a while: what is due would
// otherwise try as fast as the journal can fail. Then it reads first.
func (w *owner) takeOff() {
	resting := len(w.waiting) == 0 && w.o.Clock.Mono() < w.rested
	if w.busy() || resting || w.gathers() {
		return
	}
	if w.lost {
		w.reading = true
		last := w.at.Seq
		go func() {
			entries, err := readAfter(w.o, last)
			w.caught <- catch{entries, err}
		}()
		return
	}
	b := w.decide()
	if b == nil {
		return
	}
	w.flight, b.began = b, time.Now()
	go func() {
		ctx, cancel := context.WithTimeout(context.Background(), appendDeadline)
		defer cancel()
		w.appended <- w.o.Journal.Append(ctx, w.o.Site, b.last, b.entries)
	}()
}

// overdue reports whether an append has not come to an end in its time: a disk may
// hang, and a journal need not heed its context.
func (w *owner) overdue() bool {
	return w.flight != nil && time.Since(w.flight.began) >= appendDeadline
}

// giveUp tells those who wait for a journal that hangs that the outcome is unknown.
// The append goes on; what it brings is taken in when it ends.
func (w *owner) giveUp() {
	if !w.overdue() {
		return
	}
	hangs := queue.Refuse(queue.Unavailable, "the journal has not answered for %s: ask again under the same key", appendDeadline)
	for _, p := range w.flight.plans {
		p.answer(hangs)
	}
	w.flight.plans = nil
	w.refuseAll(hangs)
}

// busy reports whether the journal has something to do for us.
func (w *owner) busy() bool { return w.flight != nil || w.reading }

// recover takes in what the journal was found to hold after a failed append. While
// it cannot be read, nothing is decided; views and questions go on from what is known.
func (w *owner) recover(c catch) {
	before := w.at
	last, err := w.takeIn(c.entries)
	if w.at != before {
		w.clock.adopt(last.Elapsed)
		w.dirty()
	}
	if err := cmp.Or(err, c.err); err != nil {
		w.rest()
		w.o.Log.Error("the journal cannot be read", "site", w.o.Site, "error", err)
		w.refuseAll(queue.Refuse(queue.Unavailable, "the journal cannot be read now: ask again under the same key"))
		return
	}
	w.decided = w.committed.Clone()
	if _, stands := w.committed.Alert(w.alert); !stands {
		w.alert = "" // it may not have been stored: raise it again
	}
	w.lost = false
}

func (w *owner) rest() { w.rested = w.o.Clock.Mono() + tickEvery }

func (w *owner) dirty() {
	for watch := range w.watches {
		watch.dirty = true
	}
}

// gathers reports whether the next batch waits for more: those who were just
// answered are likely to ask again at once, and where many ask, one append for all
// of them is worth a part of the time of another. Few are not kept waiting: what
// waits takes off before the answers are written, so that the disk works meanwhile.
func (w *owner) gathers() bool {
	n := len(w.waiting)
	return n > 0 && n < w.expected && time.Now().Before(w.patience)
}

// When many are gathered for.
const (
	gatherMin     = 3
	gatherTimeMax = time.Millisecond // and no longer than the append before took
)

// settleFlight ends a batch: applied and answered, or unknown.
func (w *owner) settleFlight(e *Engine, err error) {
	b := w.flight
	w.flight = nil
	if err == nil {
		w.apply(b)
		w.takeWaiting(e)
		w.expected, w.patience = len(b.plans)+len(w.waiting), time.Time{}
		if w.expected < gatherMin {
			w.takeOff()
		}
		w.publish()
		w.tell(b)
		w.patience = time.Now().Add(min(time.Since(b.began), gatherTimeMax))
		return
	}
	w.lost = true
	if journal.IsConflict(err) {
		w.again(b)
		return
	}
	w.rest()
	w.o.Log.Error("the journal did not take a batch", "site", w.o.Site, "entries", len(b.entries), "error", err)
	for _, p := range b.plans {
		p.answer(unstored())
	}
	w.refuseAll(unstored()) // whoever waits behind what is due would be tried for ever
}

func unstored() error {
	return queue.Refuse(queue.Unavailable, "the journal cannot take this now (is the disk full?): ask again under the same key")
}

// again puts the commands of a batch back at the head: another server was faster.
func (w *owner) again(b *batch) {
	var asks []*ask
	for _, p := range b.plans {
		for _, a := range p.asks {
			a.tries++
			if a.tries > redecidesMax {
				a.reply <- queue.Refuse(queue.Unavailable, "the journal is too busy: ask again under the same key")
				continue
			}
			asks = append(asks, a)
		}
	}
	w.waiting = append(asks, w.waiting...)
}

// apply takes a batch into the committed state.
func (w *owner) apply(b *batch) {
	for i := range b.entries {
		w.commit(&b.entries[i])
	}
	w.dirty()
}
