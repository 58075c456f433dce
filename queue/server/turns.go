package server

import (
	"context"
	"sync"
)

// turns let one at a time do what takes long to the thing of a key. Nobody holds a
// lock meanwhile, and who waits can give up. The zero value is ready.
type turns[K comparable] struct {
	mu    sync.Mutex          // guards taken
	taken map[K]chan struct{} // closed when the turn is over
}

// take waits for the turn of key, or returns ctx's error; done ends the turn.
func (t *turns[K]) take(ctx context.Context, key K) (done func(), err error) {
	for {
		before, mine := t.try(key)
		if before == nil {
			return func() { t.end(key, mine) }, nil
		}
		select {
		case <-before:
		case <-ctx.Done():
			return nil, ctx.Err()
		}
	}
}

// try takes the turn, or returns the one to wait for.
func (t *turns[K]) try(key K) (before, mine chan struct{}) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if before, ok := t.taken[key]; ok {
		return before, nil
	}
	if t.taken == nil {
		t.taken = map[K]chan struct{}{}
	}
	mine = make(chan struct{})
	t.taken[key] = mine
	return nil, mine
}

func (t *turns[K]) end(key K, mine chan struct{}) {
	t.mu.Lock()
	delete(t.taken, key)
	t.mu.Unlock()
	close(mine)
}
