package engine

import (
	"crypto/rand"
	"time"

	"github.com/oklog/ulid/v2"

	"accueil/queue"
	"accueil/queue/journal"
)

// A batch is what one append carries, and who waits for it.
type batch struct {
	last    uint64 // the position it goes after
	entries []journal.Entry
	plans   []*plan
	bytes   int
	began   time.Time       // the append
	pending map[keyID]*plan // by key, of those with an entry
}

// A plan is one command decided: its outcome or refusal is told once the batch is
// on disk, since it may rest on what the batch brings.
type plan struct {
	asks    []*ask // the second and more repeat the first's key
	print   [16]byte
	outcome queue.Outcome
	err     error
}

func (p *plan) answer(err error) {
	for _, a := range p.asks {
		a.reply <- err
	}
}

// decide makes the next batch from what time causes and what waits, and answers
// at once what changes nothing when no entry goes before it. It returns nil when
// there is nothing to append.
func (w *owner) decide() *batch {
	now := w.clock.now()
	b := &batch{last: w.at.Seq, pending: map[keyID]*plan{}}
	turnWaits := w.decideDue(b, now)
	if !turnWaits {
		w.watchClock(b, now)
	}
	for !turnWaits && len(w.waiting) > 0 && len(b.entries) < batchEntries && b.bytes < batchBytes {
		a := w.waiting[0]
		w.waiting[0] = nil
		w.waiting = w.waiting[1:]
		p, fits := w.decideAsk(b, a, now)
		if !fits {
			w.waiting = append([]*ask{a}, w.waiting...)
			break
		}
		if p != nil {
			b.plans = append(b.plans, p)
		}
	}
	if len(b.entries) > 0 {
		return b
	}
	w.tell(b)
	return nil
}

// tell shows each command of a batch the committed state, and answers it.
func (w *owner) tell(b *batch) {
	for _, p := range b.plans {
		for _, a := range p.asks {
			if p.err == nil && a.look != nil {
				a.look(w.look(p.outcome))
			}
		}
		p.answer(p.err)
	}
}

// decideDue decides what time causes. An opening is the first entry of its
// append: it reports true when one must wait for the next batch.
func (w *owner) decideDue(b *batch, now queue.Now) (turnWaits bool) {
	for len(b.entries) < batchEntries {
		in, c, ok := queue.Due(w.decided, now)
		if !ok || in > 0 {
			return false
		}
		if _, turns := c.Wish.(queue.TurnDay); turns && len(b.entries) > 0 {
			return true
		}
		events, err := queue.Decide(w.decided, c, now)
		if err != nil || len(events) == 0 {
			w.rest()
			w.o.Log.Error("what is due was refused", "site", w.o.Site, "error", err)
			return false
		}
		if _, err := w.add(b, &Request{By: c.By, Wish: c.Wish}, events, now); err != nil {
			if len(b.entries) == 0 {
				w.rest()
				w.o.Log.Error("what is due is too large", "site", w.o.Site, "error", err)
			}
			return len(b.entries) > 0
		}
	}
	return false
}

// decideAsk decides one command on the decided state. It returns no plan when the
// command joins another of this batch, and false when it does not fit into it.
func (w *owner) decideAsk(b *batch, a *ask, now queue.Now) (p *plan, fits bool) {
	p = &plan{asks: []*ask{a}, print: a.request.Print}
	if a.behind != nil && (a.behind.Epoch != b.epoch(w.at.Epoch) || a.behind.Seq <= w.at.Seq) {
		return p, true
	}
	outcome, known, err := w.keys.recall(&a.request)
	if known || err != nil {
		p.outcome, p.err = outcome, err
		return p, true
	}
	for _, k := range a.request.keys() {
		if first, ok := b.pending[k]; ok {
			if first.print != a.request.Print {
				p.err = queue.Refuse(queue.Conflict, "key %q was used for another command: use a new key for a new command", k.key)
				return p, true
			}
			first.asks = append(first.asks, a)
			return nil, true
		}
	}
	events, err := queue.Decide(w.decided, queue.Command{By: a.request.By, Wish: a.request.Wish}, now)
	if err != nil {
		p.err = err
		return p, true
	}
	if len(events) == 0 {
		return p, true
	}
	keys, err := w.add(b, &a.request, events, now)
	if err != nil {
		p.err = err
		return p, len(b.entries) == 0
	}
	p.outcome = queue.OutcomeOf(events)
	for _, k := range keys {
		b.pending[k] = p
	}
	return p, true
}

// epoch returns the life of the journal after the batch; before is the one before it.
func (b *batch) epoch(before ulid.ULID) ulid.ULID {
	if n := len(b.entries); n > 0 {
		return b.entries[n-1].Epoch
	}
	return before
}

// add seals an entry onto the batch and applies it to the decided state. It
// returns the keys that the entry is remembered under, or Invalid, with nothing
// changed, when the entry is too large: for this batch, or for any if it is empty.
func (w *owner) add(b *batch, r *Request, events []queue.Event, now queue.Now) ([]keyID, error) {
	entry := journal.Entry{
		Pos: b.last + uint64(len(b.entries)) + 1, Epoch: w.epoch(b, events), At: now.Wall, Elapsed: now.Elapsed,
		Actor: r.By.ID, Key: r.Key, Print: r.Print, Events: events,
	}
	prev := w.chain
	if n := len(b.entries); n > 0 {
		prev = b.entries[n-1].Chain
	}
	size := journal.Seal(prev, &entry)
	if what, most := limitOf(r.Wish); size > most || b.bytes+size > journal.BytesMax {
		return nil, queue.Refuse(queue.Invalid, "%s takes %d bytes in the journal, at most %d: make it shorter", what, size, most)
	}
	b.bytes += size
	stamp := queue.Stamp{At: entry.At, Elapsed: entry.Elapsed, Actor: entry.Actor}
	for _, event := range events {
		w.decided.Apply(event, stamp)
	}
	b.entries = append(b.entries, entry)
	return keysOf(&entry), nil
}

// limitOf bounds one entry, in bytes. A configuration is part of every opening,
// beside the visits that go over, and leaves them room.
func limitOf(w queue.Wish) (what string, most int) {
	if _, ok := w.(queue.Configure); ok {
		return "the configuration", configBytes
	}
	return "this", journal.BytesMax
}

// epoch returns the life of the journal that an entry belongs to: a new one for
// the first entry of all and for one that begins an epoch.
func (w *owner) epoch(b *batch, events []queue.Event) ulid.ULID {
	_, begins := events[0].(queue.EpochBegun)
	if n := len(b.entries); n > 0 && !begins {
		return b.entries[n-1].Epoch
	}
	if begins || w.at.Seq == 0 {
		return ulid.MustNew(ulid.Timestamp(w.o.Clock.Wall()), rand.Reader)
	}
	return w.at.Epoch
}

// watchClock raises an alert when the wall clock jumped far ahead, believes it
// when someone took that alert, and takes the alert down when the doubt is over.
func (w *owner) watchClock(b *batch, now queue.Now) {
	alert, stands := w.decided.Alert(w.alert)
	switch {
	case !now.HoldDay:
		w.alert = ""
		for _, old := range w.decided.Alerts() { // of this doubt, or of one before a restart
			if old.Kind == queue.AlertClock && old.By == "" {
				w.decideOwn(b, queue.DropAlert{Alert: old.ID}, now)
			}
		}
	case w.alert == "":
		if old, stands := w.decided.Standing(queue.AlertClock, "", ""); stands { // of another server
			w.alert = old.ID
			return
		}
		id := queue.AlertID(ulid.MustNew(ulid.Timestamp(now.Wall), rand.Reader).String())
		if w.decideOwn(b, queue.RaiseAlert{Alert: id, Kind: queue.AlertClock}, now) {
			w.alert = id
		}
	case stands && alert.Acked != "":
		w.clock.confirm()
	} // one that someone took down was seen
}

// decideOwn decides what the server itself wishes, and reports whether it did.
func (w *owner) decideOwn(b *batch, wish queue.Wish, now queue.Now) bool {
	c := queue.Command{By: queue.Actor{Role: queue.RoleAdmin}, Wish: wish}
	events, err := queue.Decide(w.decided, c, now)
	if err != nil || len(events) == 0 {
		return false
	}
	_, err = w.add(b, &Request{By: c.By, Wish: wish}, events, now)
	return err == nil
}
