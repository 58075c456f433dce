package journal_test

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"accueil/queue"
	"accueil/queue/journal"
	"accueil/queue/journal/journaltest"
)

const site queue.SiteID = "dijon"

// days returns a journal of days of two tickets each.
func days(t testing.TB, n int) *journal.Memory {
	t.Helper()
	m := journal.NewMemory()
	a := &journaltest.Author{Site: site}
	for _, day := range a.Days(n, 10, 2) {
		appendAll(t, m, day)
	}
	return m
}

func appendAll(t testing.TB, m *journal.Memory, entries []journal.Entry) {
	t.Helper()
	if err := m.Append(context.Background(), site, entries[0].Pos-1, entries); err != nil {
		t.Fatal(err)
	}
}

func TestAChainIsOfEveryByteAndOfTheOrder(t *testing.T) {
	f := filler{}
	entry := f.entry(queue.NoticeSet{})
	size := journal.Seal([32]byte{}, &entry)
	body := journal.Encode(&entry)
	if size != len(body) {
		t.Errorf("sealed %d bytes, want %d", size, len(body))
	}
	if !entry.Follows([32]byte{}) || entry.Follows([32]byte{1}) {
		t.Error("an entry follows the chain that it was sealed after, and no other")
	}
	seen := map[[32]byte]bool{entry.Chain: true}
	changed := []func(e *journal.Entry){
		func(e *journal.Entry) { e.Pos++ }, func(e *journal.Entry) { e.Epoch[15]++ },
		func(e *journal.Entry) { e.At = e.At.Add(1) }, func(e *journal.Entry) { e.Elapsed++ },
		func(e *journal.Entry) { e.Actor += "x" }, func(e *journal.Entry) { e.Key += "x" },
		func(e *journal.Entry) { e.Print[15]++ }, func(e *journal.Entry) { e.Events = nil },
		func(e *journal.Entry) { e.Events = append(e.Events, e.Events[0]) },
		func(e *journal.Entry) { e.Events = []queue.Event{queue.NoticeSet{}} },
	}
	for i, change := range changed {
		e := unsealed(entry)
		change(&e)
		journal.Seal([32]byte{}, &e)
		if seen[e.Chain] {
			t.Errorf("change %d does not change the chain", i)
		}
		seen[e.Chain] = true
	}
}

func TestVerifyTellsWhatIsInOrder(t *testing.T) {
	m := days(t, 3)
	got, err := journal.Verify(context.Background(), m, site)
	if err != nil || got.Site != site || got.First != 1 || got.Last != 9 || got.Events != 9 {
		t.Errorf("got %+v, %v, want 1 to 9 of dijon", got, err)
	}
	if _, chain := m.Stored(site, 9); string(chain) != string(got.Chain[:]) {
		t.Errorf("got chain %x, want that of the last entry, %x", got.Chain, chain)
	}
	if got, err := journal.Verify(context.Background(), journal.NewMemory(), site); err != nil || got != (journal.Verified{Site: site}) {
		t.Errorf("an empty journal: got %+v, %v", got, err)
	}
}

func TestVerifyNamesTheFirstBadPosition(t *testing.T) {
	cases := map[string]struct {
		make func(t *testing.T) *journal.Memory
		says string
	}{
		"an entry put in anew": {func(t *testing.T) *journal.Memory {
			m := days(t, 2)
			body, chain := m.Stored(site, 4)
			_, prev := m.Stored(site, 3)
			body[len(`{"pos":4,"epoch":"0`)]++
			sum := journal.Link([32]byte(prev), body)
			copy(chain, sum[:])
			return m
		}, "position 5 is not what was written"},
		"two entries exchanged": {func(t *testing.T) *journal.Memory {
			m := days(t, 2)
			first, _ := m.Stored(site, 2)
			second, _ := m.Stored(site, 3)
			for i := range first {
				first[i], second[i] = second[i], first[i]
			}
			return m
		}, "position 2 of dijon is not what was written: it says that it is position 3"},
		"time that goes back": {func(t *testing.T) *journal.Memory {
			return resealed(t, 5, func(e *journal.Entry) { e.Elapsed -= 2 * time.Second })
		}, "time goes back at position 5"},
		"an opening of another site": {func(t *testing.T) *journal.Memory {
			return resealed(t, 4, func(e *journal.Entry) { e.Events[0] = queue.DayOpened{Day: journaltest.Day(1)} })
		}, "position 4 belongs to another site"},
		"a beginning that opens nothing": {func(t *testing.T) *journal.Memory {
			return resealed(t, 1, func(e *journal.Entry) { e.Events[0] = queue.NoticeSet{} })
		}, "position 1, opens no day"},
		"an opening that is not listed": {func(t *testing.T) *journal.Memory {
			m := days(t, 3)
			m.List(site, func(l []journal.Opening) []journal.Opening { return l[1:] })
			return m
		}, "the opening at position 1 is not listed"},
		"an opening that is not one": {func(t *testing.T) *journal.Memory {
			m := days(t, 3)
			m.List(site, func(l []journal.Opening) []journal.Opening {
				return slices.Insert(l, 1, journal.Opening{Pos: 2, Day: l[0].Day})
			})
			return m
		}, "position 2 is listed"},
		"an opening of another day": {func(t *testing.T) *journal.Memory {
			m := days(t, 3)
			m.List(site, func(l []journal.Opening) []journal.Opening { l[1].Day = l[2].Day; return l })
			return m
		}, "position 4 is listed"},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			_, err := journal.Verify(context.Background(), c.make(t), site)
			if err == nil || !strings.Contains(err.Error(), c.says) {
				t.Errorf("got %v, want it to say %q", err, c.says)
			}
		})
	}
}

// resealed returns two days of which one entry was changed before all were sealed.
func resealed(t *testing.T, pos uint64, change func(e *journal.Entry)) *journal.Memory {
	t.Helper()
	m := journal.NewMemory()
	a := &journaltest.Author{Site: site}
	var prev [32]byte
	for _, day := range a.Week(2)[:2] {
		for _, e := range day {
			e = unsealed(e)
			if e.Pos == pos {
				change(&e)
			}
			journal.Seal(prev, &e)
			prev = e.Chain
			appendAll(t, m, []journal.Entry{e})
		}
	}
	return m
}

// TestOneFlippedBitIsFound flips each bit that is stored, one at a time.
func TestOneFlippedBitIsFound(t *testing.T) {
	m := days(t, 3)
	if err := m.Forget(context.Background(), site, 4); err != nil {
		t.Fatal(err)
	}
	flip := func(stored []byte, pos uint64) {
		t.Helper()
		named := fmt.Sprintf("position %d ", pos)
		for i := range stored {
			for bit := range 8 {
				stored[i] ^= 1 << bit
				_, err := journal.Verify(context.Background(), m, site)
				if err == nil || !strings.Contains(err.Error(), named) {
					t.Errorf("bit %d of byte %d: got %v, want position %d named", bit, i, err, pos)
				}
				stored[i] ^= 1 << bit
			}
		}
	}
	for pos := uint64(4); pos <= 9; pos++ {
		body, chain := m.Stored(site, pos)
		flip(body, pos)
		flip(chain, pos)
	}
	flip(m.Before(site), 4)
	if _, err := journal.Verify(context.Background(), m, site); err != nil {
		t.Errorf("put back as it was: %v", err)
	}
}

func TestOpeningOf(t *testing.T) {
	cases := map[string]struct {
		events []queue.Event
		day    queue.Day
		opens  bool
	}{
		"no events":        {nil, "", false},
		"an opening":       {[]queue.Event{queue.DayOpened{Day: "2026-03-02"}, queue.NoticeSet{}}, "2026-03-02", true},
		"an opening later": {[]queue.Event{queue.NoticeSet{}, queue.DayOpened{Day: "2026-03-02"}}, "", false},
	}
	for name, c := range cases {
		if day, opens := journal.OpeningOf(&journal.Entry{Events: c.events}); day != c.day || opens != c.opens {
			t.Errorf("%s: got %q, %v, want %q, %v", name, day, opens, c.day, c.opens)
		}
	}
}
