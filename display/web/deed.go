package web

import (
	"context"
	"errors"
	"slices"
	"sync"
	"time"
)

// A deed is what a form of the head's page did, for the page that says so.
type deed struct {
	act, name string
	secret    string // a PIN or a token, for as long as it is shown
	code      string // of a television that was to be let in
	admitted  bool
}

// Limits of the deeds that are remembered.
const (
	deedsMax = 64
	deedTime = 10 * time.Minute // for which a PIN that was drawn may be read
)

// deeds are what the last forms did: a form that is sent twice is done once, also while
// its first is under way. What is not remembered any more is safe by its key all the same.
type deeds struct {
	mu   sync.Mutex // guards all that follows
	at   map[stepKey]*doing
	keys []stepKey // oldest first
}

var errUndone = errors.New("what a form asked for came to no end")

type doing struct {
	over  chan struct{} // closed when did and err are there
	since time.Time
	did   deed
	err   error
}

// once does what nobody did under the key, and returns what it did to all who ask.
func (d *deeds) once(ctx context.Context, key stepKey, do func() (deed, error)) (deed, error) {
	one, mine := d.begin(key)
	if !mine {
		select {
		case <-one.over:
			return one.did, one.err
		case <-ctx.Done():
			return deed{}, ctx.Err()
		}
	}
	one.err = errUndone // should do end in a panic
	defer close(one.over)
	one.did, one.err = do()
	if one.err != nil {
		d.forget(key)
	}
	return one.did, one.err
}

// begin returns the deed of a key; mine says that it is to be done by whoever asks.
func (d *deeds) begin(key stepKey) (one *doing, mine bool) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.prune(deedsMax - 1)
	if one, known := d.at[key]; known {
		return one, false
	}
	if d.at == nil {
		d.at = map[stepKey]*doing{}
	}
	one = &doing{over: make(chan struct{}), since: time.Now()}
	d.at[key], d.keys = one, append(d.keys, key)
	return one, true
}

// find returns a deed that was done.
func (d *deeds) find(key stepKey) (deed, bool) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.prune(deedsMax)
	one, known := d.at[key]
	if !known {
		return deed{}, false
	}
	select {
	case <-one.over:
		return one.did, true
	default:
		return deed{}, false
	}
}

// prune forgets what is old, and what is more than so many.
func (d *deeds) prune(most int) {
	for len(d.keys) > 0 && (len(d.keys) > most || time.Since(d.at[d.keys[0]].since) > deedTime) {
		delete(d.at, d.keys[0])
		d.keys = d.keys[1:]
	}
}

// forget forgets one: it failed, or what it shows was written down.
func (d *deeds) forget(key stepKey) { d.remove(func(k stepKey) bool { return k == key }) }

// drop forgets a session's.
func (d *deeds) drop(of session) { d.remove(func(k stepKey) bool { return k.session == of }) }

func (d *deeds) remove(which func(stepKey) bool) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.keys = slices.DeleteFunc(d.keys, func(k stepKey) bool {
		if which(k) {
			delete(d.at, k)
			return true
		}
		return false
	})
}
