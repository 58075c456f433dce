package access

import (
	"context"
	"iter"
	"slices"
	"strings"
	"sync"

	"accueil/queue"
)

// Memory is a Store that forgets when the program ends.
type Memory struct {
	feed   *feed
	mu     sync.Mutex // guards values, and keeps the feed in their order
	values map[[2]string][]byte
	closed bool
}

// NewMemory returns an empty store.
func NewMemory() *Memory {
	return &Memory{feed: newFeed(), values: make(map[[2]string][]byte)}
}

// Get implements Store.
func (m *Memory) Get(ctx context.Context, bucket, key string) ([]byte, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.closed {
		return nil, errClosed()
	}
	value, ok := m.values[[2]string{bucket, key}]
	if !ok {
		return nil, errNoRecord(bucket, key)
	}
	return value, ctx.Err()
}

// Put implements Store.
func (m *Memory) Put(ctx context.Context, bucket, key string, value []byte) (uint64, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.closed {
		return 0, errClosed()
	}
	if err := ctx.Err(); err != nil {
		return 0, err
	}
	m.values[[2]string{bucket, key}] = value
	return m.feed.tell(Record{Bucket: bucket, Key: key, Value: value}), nil
}

// Delete implements Store.
func (m *Memory) Delete(ctx context.Context, bucket string, keys ...string) (uint64, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.closed {
		return 0, errClosed()
	}
	if err := ctx.Err(); err != nil {
		return 0, err
	}
	for _, key := range keys {
		if _, ok := m.values[[2]string{bucket, key}]; ok {
			delete(m.values, [2]string{bucket, key})
			m.feed.tell(Record{Bucket: bucket, Key: key})
		}
	}
	return m.feed.rev(), nil
}

// List implements Store.
func (m *Memory) List(ctx context.Context) ([]Record, uint64, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.closed {
		return nil, 0, errClosed()
	}
	rev := m.feed.rev()
	all := make([]Record, 0, len(m.values))
	for at, value := range m.values {
		all = append(all, Record{Bucket: at[0], Key: at[1], Value: value, Rev: rev})
	}
	slices.SortFunc(all, func(a, b Record) int {
		return strings.Compare(a.Bucket+"\x00"+a.Key, b.Bucket+"\x00"+b.Key)
	})
	return all, rev, ctx.Err()
}

// Watch implements Store.
func (m *Memory) Watch(ctx context.Context, after uint64) iter.Seq2[Record, error] {
	return m.feed.watch(ctx, after)
}

// Close implements Store.
func (m *Memory) Close() error {
	m.mu.Lock()
	defer m.mu.Unlock()
	if !m.closed {
		m.closed = true
		m.feed.close()
	}
	return nil
}

func errClosed() error {
	return queue.Refuse(queue.Unavailable, "the access store is closed")
}

func errNoRecord(bucket, key string) error {
	return queue.Refuse(queue.NotFound, "there is no %s %q", bucket, key)
}
