package engine

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"accueil/queue"
	"accueil/queue/journal"
)

// A key lives in the day of its command and the six after it, whether or not the
// server was up in each, and whether or not it was restarted.
func TestAKeyIsKeptForSevenBusinessDays(t *testing.T) {
	const night = 24 * time.Hour
	nightly := []time.Duration{night}
	for _, c := range []struct {
		name     string
		nights   []time.Duration
		restarts bool
		want     bool
	}{
		{"the same day", nil, true, true},
		{"a week less a day", slices.Repeat(nightly, 6), true, true},
		{"a week", slices.Repeat(nightly, 7), true, false},
		{"a week less a day without a restart", slices.Repeat(nightly, 6), false, true},
		{"a week without a restart", slices.Repeat(nightly, 7), false, false},
		{"a week less a day, closed since", []time.Duration{6 * night}, true, true},
		{"a week, closed since", []time.Duration{7 * night}, true, false},
	} {
		t.Run(c.name, func(t *testing.T) {
			book, clock := journal.NewMemory(), newHand()
			opened(t, book, clock).Close()
			clock.pass(night) // reading may begin at a day before the key's
			e := opened(t, book, clock)
			first := give("k")
			e.answer(t, first)
			for _, d := range c.nights {
				clock.pass(d)
				if c.restarts {
					_ = e.Close()
					e = opened(t, book, clock)
				}
				e.given(t) // it has the day turned
			}
			e.see(t, func(l Look) {
				if got := l.Knows(Request{By: first.By, Key: first.Key, Wish: queue.Next{}}); got != c.want {
					t.Errorf("its key is known: got %v, want %v", got, c.want)
				}
				if got := l.Knows(Request{Wish: first.Wish}); got != c.want {
					t.Errorf("its ticket's id is known: got %v, want %v", got, c.want)
				}
			})
		})
	}
}

// day has a memory keep the opening of a day and as many commands as it had.
func (m *memory) day(day queue.Day, commands int) (keys []Request) {
	m.keep(&journal.Entry{Events: []queue.Event{queue.DayOpened{Day: day}}})
	for i := range commands {
		key := fmt.Sprint(day, " ", i)
		m.keep(&journal.Entry{Actor: "ana", Key: key, Events: []queue.Event{queue.NoticeSet{}}})
		keys = append(keys, Request{By: queue.Actor{ID: "ana"}, Key: key, Wish: queue.SetNotice{}})
	}
	return keys
}

// mustKnow holds that of the keys given, oldest first, the last so many are known.
func (m *memory) mustKnow(t *testing.T, keys []Request, last int) {
	t.Helper()
	for i := range keys {
		if got, want := (Look{keys: m}).Knows(keys[i]), i >= len(keys)-last; got != want {
			t.Fatalf("key %d of %d is known: got %v, want %v", i, len(keys), got, want)
		}
	}
	if got := len(m.answers); got != last {
		t.Errorf("%d answers are kept, want %d", got, last)
	}
}

func TestTheOldestKeysGoFirst(t *testing.T) {
	t.Run("over the limit", func(t *testing.T) {
		m := newMemory(3)
		keys := m.day("2026-11-23", 3)
		m.mustKnow(t, keys, 3)
		keys = append(keys, m.day("2026-11-24", 1)...)
		m.mustKnow(t, keys, 3)
	})
	t.Run("over the limit in days of many", func(t *testing.T) {
		m := newMemory(7000)
		var keys []Request
		for i := range 9 {
			keys = append(keys, m.day(queue.Day("2026-11-23").Add(i), 3000)...)
			m.mustKnow(t, keys, min(len(keys), 7000))
		}
	})
	t.Run("after seven days of many", func(t *testing.T) {
		m := newMemory(keysMax)
		var keys []Request
		for i := range 16 {
			keys = append(keys, m.day(queue.Day("2026-11-23").Add(i), 1000)...)
			m.mustKnow(t, keys, min(i+1, 7)*1000)
		}
	})
	t.Run("over a million of a site", func(t *testing.T) {
		w, err := readSite(t.Context(), Options{Journal: journal.NewMemory(), Site: "dijon", Clock: newHand()})
		if err != nil {
			t.Fatal(err)
		}
		if w.keys.most != 1_000_000 {
			t.Errorf("a site remembers %d keys, want 1,000,000", w.keys.most)
		}
	})
}
