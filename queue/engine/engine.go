// Package engine owns a site. One goroutine holds its state; commands, questions
// and screens reach it by channel.
//
// The order of truth is: decide, append, apply, publish, reply. Many waiting
// commands share one append, so that durability does not cost speed. Two states
// are kept: committed, from which every view and answer comes, and decided, on
// which the next batch is decided. No second batch is decided while one is in
// flight. When an append fails, what did happen is read from the journal,
// decided is cloned anew from committed, and those waiting are told that the
// outcome is unknown (they repeat their key) or, on a Conflict with another
// server, are decided again.
//
//	Do ──asks──▶ ┌────────┐ ──batch──▶ writer ──▶ journal
//	Read ──────▶ │ owner  │ ◀─outcome─ (one append at a time)
//	Watch ◀frame─└────────┘
//
// Time causes things too: queue.Due says when, and the owner decides it first.
package engine

import (
	"context"
	"log/slog"
	"sync"
	"sync/atomic"
	"time"

	"github.com/oklog/ulid/v2"

	"accueil/queue"
	"accueil/queue/journal"
)

// Named limits.
const (
	asksMax        = 4096             // commands waiting for the owner; more wait at the door
	batchEntries   = 256              // of journal.EntriesMax
	batchBytes     = 384 << 10        // of the journal's 512 KiB
	configBytes    = 128 << 10        // of a configuration in the journal
	redecidesMax   = 8                // after so many Conflicts the command is unavailable
	tickEvery      = 2 * time.Second  // the clock is looked at, at least
	appendDeadline = 20 * time.Second // then the outcome is unknown
)

// Options are what an engine needs. All are owed but Log.
type Options struct {
	Journal journal.Journal
	Site    queue.SiteID
	Config  queue.Config
	Clock   Clock
	Log     *slog.Logger
}

// A Position is a place in a site's journal, within one life of it.
type Position struct {
	Epoch ulid.ULID
	Seq   uint64
}

// A Request is a command with its idempotency key. Print is the fingerprint of
// the command as it was decoded: the same key with another Print is a Conflict.
type Request struct {
	By    queue.Actor
	Key   string // "" for none: it is simply done
	Print [16]byte
	Wish  queue.Wish
}

// keys returns the keys under which a request may have been answered before.
func (r *Request) keys() []keyID {
	var keys []keyID
	if r.Key != "" {
		keys = append(keys, keyID{r.By.ID, r.Key})
	}
	switch w := r.Wish.(type) {
	case queue.Give:
		keys = append(keys, keyID{"", string(w.Ticket)})
	case queue.CodeVisit:
		keys = append(keys, keyID{"", string(w.Ticket)})
	}
	return keys
}

// A Look is a view of the committed state, valid only while the function it is
// given to runs: that runs in the owner's goroutine and must be quick.
type Look struct {
	State   *queue.State
	Now     queue.Now
	At      Position
	Outcome queue.Outcome // of the command, or of the first with its key

	keys *memory
}

// Knows reports whether a request would get the answer of an earlier one, and do nothing.
func (l Look) Knows(r Request) bool {
	_, known, _ := l.keys.recall(&r)
	return known
}

// An Engine owns one site until Close.
type Engine struct {
	o       Options
	asks    chan *ask
	reads   chan *reading
	watches chan *Watch // to add, to render anew or, once closed, to remove
	done    chan struct{}
	newest  *atomic.Pointer[Position]

	closing   chan struct{}
	closeOnce sync.Once
}

type ask struct {
	request Request
	look    func(Look)
	reply   chan error // cap 1
	tries   int
	behind  *Position // BeginEpoch only if the journal is still behind this
}

type reading struct {
	look func(Look)
	done chan struct{}
}

// Open reads a site from the opening seven days back, journals the configuration
// if it differs, turns the day if it is over, and starts the owner. It fails when
// the journal cannot be read or does not verify.
func Open(ctx context.Context, o Options) (*Engine, error) {
	if o.Log == nil {
		o.Log = slog.New(slog.DiscardHandler)
	}
	owner, err := readSite(ctx, o)
	if err != nil {
		return nil, err
	}
	e := &Engine{
		o:       o,
		asks:    make(chan *ask, asksMax),
		reads:   make(chan *reading),
		watches: make(chan *Watch),
		done:    make(chan struct{}),
		newest:  owner.newest,
		closing: make(chan struct{}),
	}
	if err := owner.settle(ctx); err != nil {
		return nil, err
	}
	go owner.run(e)
	return e, nil
}

// Do decides a command, and returns when it is on disk. look, if any, has then
// seen the state after it. A key answered before gets its first outcome, and
// nothing is done again. An error is a refusal (see queue.Decide), Unavailable
// when the journal cannot take it now or hangs (the outcome is unknown: repeat the
// key), or the context's, if that ends before the command is taken: from then on it
// is carried out, and its answer waited for, appendDeadline at most.
func (e *Engine) Do(ctx context.Context, r Request, look func(Look)) error {
	return e.send(ctx, &ask{request: r, look: look, reply: make(chan error, 1)})
}

func (e *Engine) send(ctx context.Context, a *ask) error {
	select {
	case <-e.closing: // though there be room at the door
		return stopping()
	default:
	}
	select {
	case e.asks <- a:
	case <-e.closing:
		return stopping()
	case <-ctx.Done():
		return ctx.Err()
	}
	// Once taken it is carried out, so its look may still run: wait for the reply.
	select {
	case err := <-a.reply:
		return err
	case <-e.done:
		select {
		case err := <-a.reply:
			return err
		default:
			return stopping()
		}
	}
}

func stopping() error {
	return queue.Refuse(queue.Unavailable, "the server is stopping: ask again in a moment")
}

// Read shows look the committed state.
func (e *Engine) Read(ctx context.Context, look func(Look)) error {
	r := &reading{look: look, done: make(chan struct{})}
	select {
	case e.reads <- r:
		<-r.done
		return nil
	case <-e.done:
		return stopping()
	case <-ctx.Done():
		return ctx.Err()
	}
}

// At returns how far the committed state has come; it waits for nobody.
func (e *Engine) At() Position { return *e.newest.Load() }

// NewEpoch starts a new life of the journal if it is behind what a kiosk saw of
// the same epoch: it was restored from a copy.
func (e *Engine) NewEpoch(ctx context.Context, seen Position) error {
	return e.send(ctx, &ask{
		request: Request{By: queue.Actor{Role: queue.RoleAdmin}, Wish: queue.BeginEpoch{Because: "behind"}},
		reply:   make(chan error, 1),
		behind:  &seen,
	})
}

// Close stops taking commands, finishes what is in hand, and waits for it.
func (e *Engine) Close() error {
	e.closeOnce.Do(func() { close(e.closing) })
	<-e.done
	return nil
}
