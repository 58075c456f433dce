package access

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"path/filepath"
	"sync"
	"time"

	"accueil/queue"
)

// Access is the memory of who may do what. Its methods may be called at any
// time from any goroutine. What cannot be stored is Unavailable; ask again.
type Access struct {
	store   Store
	clock   func() time.Time
	log     *slog.Logger
	cost    Cost
	nobody  pinRecord     // judged in place of a PIN that is not there
	turn    chan struct{} // holds one while a change is decided and stored
	gate    *gate
	guesses *guesses
	stop    context.CancelFunc
	stopped <-chan struct{} // closed by stop
	running sync.WaitGroup

	mu        sync.RWMutex // guards the fields below
	known     *known
	news      chan struct{} // closed when known has taken in more
	onRemoved func(context.Context, Device)
}

// Options are what an Access takes from outside; the zero value is fine.
type Options struct {
	Clock          func() time.Time // time.Now when nil
	Log            *slog.Logger     // none when nil
	AdminTokenFile string           // none: Open takes admin.token beside its file, New makes no admin
	Cost           Cost             // of a PIN's hash; DefaultCost when zero
}

const (
	tendEvery   = time.Second      // how often what is over is looked for: its Gone closes no later
	storeWithin = 10 * time.Second // the longest a change waits for its own echo
)

// Open opens the SQLite file at path and all that it knows.
func Open(path string, o Options) (*Access, error) {
	store, err := OpenSQLite(path)
	if err != nil {
		return nil, err
	}
	if o.AdminTokenFile == "" {
		o.AdminTokenFile = filepath.Join(filepath.Dir(path), "admin.token")
	}
	a, err := New(store, o)
	if err != nil {
		return nil, errors.Join(err, store.Close())
	}
	return a, nil
}

// New returns the Access over a store, which is closed with it.
func New(store Store, o Options) (*Access, error) {
	ctx, stop := context.WithCancel(context.Background())
	a := &Access{
		store: store, clock: o.Clock, log: o.Log, cost: o.Cost, stop: stop, stopped: ctx.Done(),
		turn: make(chan struct{}, 1), known: newKnown(), news: make(chan struct{}),
	}
	if a.clock == nil {
		a.clock = time.Now
	}
	if a.log == nil {
		a.log = slog.New(slog.DiscardHandler)
	}
	if a.cost == (Cost{}) {
		a.cost = DefaultCost()
	}
	a.gate = newGate(judgesAtOnce())
	a.guesses = newGuesses(a.clock)
	a.nobody = hashPIN(newToken(), a.cost)
	if err := a.load(ctx); err != nil {
		stop()
		return nil, err
	}
	a.running.Go(func() { a.follow(ctx) })
	if err := a.admitAdmin(ctx, o.AdminTokenFile); err != nil {
		stop()
		a.running.Wait()
		return nil, err
	}
	a.running.Go(func() { a.tend(ctx) })
	return a, nil
}

// Close ends all it runs, then the store. Callers' Gone stay as they are: a
// server that stops says goodbye to its sockets itself.
func (a *Access) Close() error {
	a.stop()
	a.running.Wait()
	return a.store.Close()
}

// load takes in all that the store lists, and forgets what it no longer does.
func (a *Access) load(ctx context.Context) error {
	all, rev, err := a.store.List(ctx)
	if err != nil {
		return fmt.Errorf("read who may do what: %w", err)
	}
	a.mu.Lock()
	defer a.mu.Unlock()
	defer a.echo()
	return a.known.reload(all, rev)
}

// echo wakes those who wait for what they stored; mu is held.
func (a *Access) echo() {
	close(a.news)
	a.news = make(chan struct{})
}

// follow takes in every change until ctx ends. A store that fails, or that we
// were too slow for, is read anew.
func (a *Access) follow(ctx context.Context) {
	for {
		err := a.watch(ctx)
		if ctx.Err() != nil {
			return
		}
		var missed Missed
		if !errors.As(err, &missed) {
			a.log.Error("watching the access store", "error", err)
			if !pause(ctx, time.Second) {
				return
			}
		}
		if err := a.load(ctx); err != nil && ctx.Err() == nil {
			a.log.Error("reading the access store anew", "error", err)
		}
	}
}

// watch takes in changes until the store ends the watch, and returns why it did.
func (a *Access) watch(ctx context.Context) error {
	a.mu.RLock()
	after := a.known.rev
	a.mu.RUnlock()
	for record, err := range a.store.Watch(ctx, after) {
		if err != nil {
			return err
		}
		a.mu.Lock()
		err = a.known.fold(record)
		a.echo()
		a.mu.Unlock()
		if err != nil {
			a.log.Error("taking in a change of the access store", "error", err)
		}
	}
	return ctx.Err()
}

// tend ends what is over: sessions at their hour, link keys of days long past.
func (a *Access) tend(ctx context.Context) {
	for pause(ctx, tendEvery) {
		now := a.clock()
		a.mu.Lock()
		sessions := a.known.endSessions(now)
		keys := a.known.oldLinkKeys(now)
		a.mu.Unlock()
		err := errors.Join(a.remove(ctx, bucketSession, sessions...), a.remove(ctx, bucketLinkKey, keys...))
		if err != nil && ctx.Err() == nil {
			a.log.Error("deleting what is over from the access store", "error", err)
		}
	}
}

// pause waits, and reports whether to go on.
func pause(ctx context.Context, d time.Duration) bool {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-ctx.Done():
		return false
	case <-timer.C:
		return true
	}
}

// begin takes the turn to look at what is known and change it; done gives it back.
func (a *Access) begin(ctx context.Context) (done func(), err error) {
	select {
	case a.turn <- struct{}{}:
		return func() { <-a.turn }, nil
	case <-ctx.Done():
		return nil, ctx.Err()
	}
}

// put stores a record and returns when it is known here too.
func (a *Access) put(ctx context.Context, bucket, key string, value []byte) error {
	rev, err := a.store.Put(ctx, bucket, key, value)
	if err != nil {
		return unavailable(err)
	}
	return a.await(ctx, rev)
}

// remove deletes records and returns when they are forgotten here too.
func (a *Access) remove(ctx context.Context, bucket string, keys ...string) error {
	if len(keys) == 0 {
		return nil
	}
	rev, err := a.store.Delete(ctx, bucket, keys...)
	if err != nil {
		return unavailable(err)
	}
	return a.await(ctx, rev)
}

// await returns when everything up to rev is known here.
func (a *Access) await(ctx context.Context, rev uint64) error {
	ctx, cancel := context.WithTimeout(ctx, storeWithin)
	defer cancel()
	for {
		a.mu.RLock()
		seen, news := a.known.rev, a.news
		a.mu.RUnlock()
		if seen >= rev {
			return nil
		}
		select {
		case <-ctx.Done():
			return unavailable(fmt.Errorf("wait for the access store's echo: %w", ctx.Err()))
		case <-a.stopped:
			return errClosed()
		case <-news:
		}
	}
}

// unavailable gives an error of the store its kind.
func unavailable(err error) error {
	if queue.KindOf(err) != queue.Internal || errors.Is(err, context.Canceled) {
		return err
	}
	return fmt.Errorf("%w (%w)", queue.Refuse(queue.Unavailable, "the server cannot store this now: ask again, and look whether its disk is full"), err)
}
