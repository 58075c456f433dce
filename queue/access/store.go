package access

import (
	"context"
	"fmt"
	"iter"
	"sync"
)

// A Store keeps small values by bucket and key. It is for one program that
// reads all of it once and then watches: some thousand records of some hundred
// bytes. All methods may be called at any time from any goroutine; values are
// not changed by either side once they were handed over.
type Store interface {
	// Get returns the value of a key, NotFound when there is none.
	Get(ctx context.Context, bucket, key string) ([]byte, error)
	// Put stores a value, in place of the one before, and returns the revision
	// that made when it would survive a power cut.
	Put(ctx context.Context, bucket, key string, value []byte) (uint64, error)
	// Delete removes keys, those that are there, and returns the revision after
	// which none is. When it returns, no byte of the values is left on disk.
	Delete(ctx context.Context, bucket string, keys ...string) (uint64, error)
	// List returns all that is stored, and the revision of which that is true.
	List(ctx context.Context) ([]Record, uint64, error)
	// Watch yields every change after a revision in order, as they happen, and
	// ends with the error that ended it: the context's, or Missed when changes
	// after that revision are no longer remembered: List then, and Watch again.
	Watch(ctx context.Context, after uint64) iter.Seq2[Record, error]
	// Close ends every Watch with Unavailable and gives up the disk.
	Close() error
}

// A Record is one value at one revision. Revisions rise with every change and
// count for one opening of a store.
type Record struct {
	Bucket, Key string
	Value       []byte // nil: it was deleted
	Rev         uint64
}

// Missed says that a Watch came too late: First is the oldest revision that can
// still be told.
type Missed struct{ First uint64 }

func (m Missed) Error() string {
	return fmt.Sprintf("changes before revision %d are forgotten: list, then watch again", m.First)
}

// feedMax is how many changes a feed remembers for those who watch slowly.
const feedMax = 4096

// A feed numbers the changes of a store and tells them to its watchers.
type feed struct {
	mu     sync.Mutex // guards the fields below
	last   uint64
	recent []Record      // those up to last, at most 2×feedMax, at least the newest feedMax
	news   chan struct{} // closed at the next change
	closed bool
}

func newFeed() *feed { return &feed{news: make(chan struct{})} }

// tell adds a change and returns its revision.
func (f *feed) tell(r Record) uint64 {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.last++
	r.Rev = f.last
	if len(f.recent) == 2*feedMax {
		f.recent = append(make([]Record, 0, 2*feedMax), f.recent[feedMax:]...)
	}
	f.recent = append(f.recent, r)
	f.wake()
	return f.last
}

func (f *feed) wake() {
	close(f.news)
	f.news = make(chan struct{})
}

func (f *feed) rev() uint64 {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.last
}

func (f *feed) close() {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.closed = true
	f.wake()
}

// since returns the changes after a revision and what will be closed at the next.
func (f *feed) since(after uint64) ([]Record, <-chan struct{}, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	first := f.last - uint64(len(f.recent)) + 1
	switch {
	case f.closed:
		return nil, nil, errClosed()
	case after > f.last || after+1 < first:
		return nil, nil, Missed{First: first}
	}
	return f.recent[after+1-first:], f.news, nil
}

// watch is Store.Watch.
func (f *feed) watch(ctx context.Context, after uint64) iter.Seq2[Record, error] {
	return func(yield func(Record, error) bool) {
		for at := after; ; {
			changes, news, err := f.since(at)
			if err != nil {
				yield(Record{}, err)
				return
			}
			for _, r := range changes {
				if !yield(r, nil) {
					return
				}
				at = r.Rev
			}
			if len(changes) > 0 {
				continue
			}
			select {
			case <-ctx.Done():
				yield(Record{}, ctx.Err())
				return
			case <-news:
			}
		}
	}
}
