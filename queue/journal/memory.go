package journal

import (
	"context"
	"fmt"
	"iter"
	"slices"
	"sync"

	"accueil/queue"
)

// A Memory is a Journal that a restart forgets: for tests and simulations. It
// holds entries as the other backends do, encoded.
type Memory struct {
	mu    sync.Mutex // guards sites and news
	sites map[queue.SiteID]*memorySite
	news  chan struct{} // closed and made anew at every append
}

type memorySite struct {
	first    uint64   // position of entries[0]
	before   [32]byte // chain of the entry before first, zero when none was forgotten
	entries  []stored
	openings []Opening // oldest first
}

type stored struct {
	body  []byte
	chain [32]byte
}

// NewMemory returns an empty journal.
func NewMemory() *Memory {
	return &Memory{sites: map[queue.SiteID]*memorySite{}, news: make(chan struct{})}
}

func (m *Memory) site(id queue.SiteID) *memorySite {
	s, ok := m.sites[id]
	if !ok {
		s = &memorySite{first: 1}
		m.sites[id] = s
	}
	return s
}

func (s *memorySite) last() uint64 { return s.first + uint64(len(s.entries)) - 1 }

// Append implements Journal.
func (m *Memory) Append(ctx context.Context, site queue.SiteID, last uint64, entries []Entry) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	if err := CheckAppend(last, entries); err != nil {
		return err
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	s := m.site(site)
	if s.last() != last {
		return &Conflict{Site: site, Last: last, Have: s.last()}
	}
	for i := range entries {
		e := &entries[i]
		if day, opens := OpeningOf(e); opens {
			s.openings = append(s.openings, Opening{Pos: e.Pos, Day: day})
		}
		s.entries = append(s.entries, stored{slices.Clone(Encode(e)), e.Chain})
	}
	close(m.news)
	m.news = make(chan struct{})
	return nil
}

// after returns the stored entries after a position, and what tells of more.
func (m *Memory) after(site queue.SiteID, pos uint64) ([]stored, <-chan struct{}, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	s := m.site(site)
	if pos < s.first-1 {
		return nil, nil, &Forgotten{Site: site, First: s.first, Chain: s.before}
	}
	if pos >= s.last() {
		return nil, m.news, nil
	}
	return s.entries[pos+1-s.first:], m.news, nil
}

// Read implements Journal.
func (m *Memory) Read(ctx context.Context, site queue.SiteID, after uint64) iter.Seq2[Entry, error] {
	return func(yield func(Entry, error) bool) {
		m.pass(ctx, site, after, yield)
	}
}

// pass yields what stands after a position; ok is false when the reader is done.
func (m *Memory) pass(ctx context.Context, site queue.SiteID, after uint64, yield func(Entry, error) bool) (pos uint64, news <-chan struct{}, ok bool) {
	list, news, err := m.after(site, after)
	if err != nil {
		yield(Entry{}, err)
		return after, news, false
	}
	for _, s := range list {
		if err := ctx.Err(); err != nil {
			yield(Entry{}, err)
			return after, news, false
		}
		after++
		e, err := Decode(s.body)
		if err == nil && e.Pos != after {
			err = fmt.Errorf("it says that it is position %d", e.Pos)
		}
		if err != nil {
			yield(Entry{}, fmt.Errorf("position %d of %s is not what was written: %w", after, site, err))
			return after, news, false
		}
		e.Chain = s.chain
		if !yield(e, nil) {
			return after, news, false
		}
	}
	return after, news, true
}

// Follow implements Journal.
func (m *Memory) Follow(ctx context.Context, site queue.SiteID, after uint64) iter.Seq2[Entry, error] {
	return func(yield func(Entry, error) bool) {
		pos := after
		for {
			next, news, ok := m.pass(ctx, site, pos, yield)
			if !ok {
				return
			}
			pos = next
			select {
			case <-news:
			case <-ctx.Done():
				yield(Entry{}, ctx.Err())
				return
			}
		}
	}
}

// Openings implements Journal.
func (m *Memory) Openings(_ context.Context, site queue.SiteID) iter.Seq2[Opening, error] {
	m.mu.Lock()
	list := slices.Clone(m.site(site).openings)
	m.mu.Unlock()
	return func(yield func(Opening, error) bool) {
		for _, o := range slices.Backward(list) {
			if !yield(o, nil) {
				return
			}
		}
	}
}

// Forget implements Journal.
func (m *Memory) Forget(_ context.Context, site queue.SiteID, before uint64) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	s := m.site(site)
	i := slices.IndexFunc(s.openings, func(o Opening) bool { return o.Pos == before })
	if i < 0 {
		return NoOpening(site, before)
	}
	if err := MayForget(site, s.openings[len(s.openings)-1].Day, s.openings[i].Day); err != nil {
		return err
	}
	if before == s.first {
		return nil
	}
	s.before = s.entries[before-s.first-1].chain
	s.entries = slices.Clone(s.entries[before-s.first:])
	s.first = before
	s.openings = slices.Clone(s.openings[i:])
	return nil
}

// NoOpening refuses to forget up to a position where no day opens.
func NoOpening(site queue.SiteID, pos uint64) error {
	return queue.Refuse(queue.Invalid, "position %d of %s opens no day: only what is before an opening is forgotten", pos, site)
}

// MayForget refuses to forget what a start reads: keys and tickets are kept for
// seven days, so that the opening before them stays.
func MayForget(site queue.SiteID, newest, before queue.Day) error {
	if before > newest.Add(-queue.DaysBackMax-1) {
		return queue.Refuse(queue.Invalid, "the day %s of %s is less than seven days before %s: its keys and tickets are still needed",
			before, site, newest)
	}
	return nil
}

// Sites implements Journal.
func (m *Memory) Sites(context.Context) ([]queue.SiteID, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	var list []queue.SiteID
	for id, s := range m.sites {
		if len(s.entries) > 0 {
			list = append(list, id)
		}
	}
	slices.Sort(list)
	return list, nil
}

// Close implements Journal; a Memory may be opened again by using it.
func (m *Memory) Close() error { return nil }
