package engine

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"slices"
	"strings"
	"testing"
	"time"

	"accueil/queue"
	"accueil/queue/journal"
)

// An altered journal gives out something else than what was written.
type altered struct {
	journal.Journal
	alter func([]journal.Entry) []journal.Entry // of all, position 1 first
}

func (a *altered) Read(ctx context.Context, site queue.SiteID, after uint64) iter.Seq2[journal.Entry, error] {
	return func(yield func(journal.Entry, error) bool) {
		var all []journal.Entry
		for entry, err := range a.Journal.Read(ctx, site, 0) {
			if err != nil {
				yield(entry, err)
				return
			}
			all = append(all, entry)
		}
		for _, entry := range a.alter(all) {
			if entry.Pos > after && !yield(entry, nil) {
				return
			}
		}
	}
}

// weeks writes a journal of ten days of a few tickets, so that a start does not
// read the first of them, and returns where it begins to. Nothing is due there.
func weeks(t *testing.T) (book *journal.Memory, clock *hand, from, last uint64) {
	t.Helper()
	book, clock = journal.NewMemory(), newHand()
	for range 10 {
		clock.pass(24 * time.Hour)
		e := opened(t, book, clock)
		for range 3 {
			_, at := e.answer(t, give(""))
			last = at.Seq
		}
		_ = e.Close()
	}
	before, err := startOf(t.Context(), Options{Journal: book, Site: "dijon"})
	if err != nil || before < 2 {
		t.Fatalf("a start reads from position %d, %v; want a later one", before+1, err)
	}
	return book, clock, before + 1, last
}

// reworded makes an entry another person's, and leaves its chain.
func reworded(e journal.Entry) journal.Entry {
	return journal.Entry{
		Pos: e.Pos, Epoch: e.Epoch, At: e.At, Elapsed: e.Elapsed, Actor: e.Actor + "x",
		Key: e.Key, Print: e.Print, Events: e.Events, Chain: e.Chain,
	}
}

// resealed closes the chain over the entries from index i on, as they are now.
func resealed(all []journal.Entry, i int) []journal.Entry {
	for ; i < len(all); i++ {
		e := reworded(all[i])
		e.Actor = all[i].Actor
		journal.Seal(all[i-1].Chain, &e)
		all[i] = e
	}
	return all
}

func TestAJournalThatWasAlteredStartsNoServer(t *testing.T) {
	book, clock, from, last := weeks(t)
	middle := from + 9
	for _, c := range []struct {
		name  string
		names uint64 // the position that the error is to name, 0 for none
		alter func(all []journal.Entry) []journal.Entry
	}{
		{"not altered", 0, func(all []journal.Entry) []journal.Entry { return all }},
		{"before what a start reads", 0, func(all []journal.Entry) []journal.Entry {
			all[from-4] = reworded(all[from-4])
			return all
		}},
		{"an entry in the middle says something else", middle, func(all []journal.Entry) []journal.Entry {
			all[middle-1] = reworded(all[middle-1])
			return all
		}},
		{"the first that a start reads", from, func(all []journal.Entry) []journal.Entry {
			all[from-1] = reworded(all[from-1])
			return all
		}},
		{"the last", last, func(all []journal.Entry) []journal.Entry {
			all[last-1] = reworded(all[last-1])
			return all
		}},
		{"one bit of a chain", middle, func(all []journal.Entry) []journal.Entry {
			all[middle-1].Chain[31] ^= 1
			return all
		}},
		{"sealed anew, but not what follows", middle + 1, func(all []journal.Entry) []journal.Entry {
			all[middle-1] = reworded(all[middle-1])
			resealed(all[:middle], int(middle-1))
			return all
		}},
		{"sealed anew from where a start reads, on another past", from, func(all []journal.Entry) []journal.Entry {
			other := slices.Clone(all)
			other[from-2].Chain[0] ^= 1
			copy(all[from-1:], resealed(other, int(from-1))[from-1:])
			return all
		}},
		{"an entry is missing", middle + 1, func(all []journal.Entry) []journal.Entry {
			return slices.Delete(all, int(middle-1), int(middle))
		}},
		{"a position was left out, and all sealed anew", middle + 1, func(all []journal.Entry) []journal.Entry {
			for i := int(middle - 1); i < len(all); i++ {
				all[i].Pos++
			}
			return resealed(all, int(middle-1))
		}},
		{"two entries have changed places", middle + 1, func(all []journal.Entry) []journal.Entry {
			all[middle-1], all[middle] = all[middle], all[middle-1]
			return all
		}},
		{"nothing stands before what a start reads", from - 1, func(all []journal.Entry) []journal.Entry {
			return all[:from-2]
		}},
	} {
		t.Run(c.name, func(t *testing.T) {
			e, err := Open(t.Context(), Options{Journal: &altered{book, c.alter}, Site: "dijon", Config: dijon(), Clock: clock})
			if err == nil {
				defer e.Close()
			}
			switch {
			case c.names == 0:
				if err != nil {
					t.Errorf("got %v, want it opened", err)
				}
			case !errors.Is(err, errAltered):
				t.Errorf("got %v, want that the journal was altered", err)
			case !strings.Contains(strings.ReplaceAll(err.Error(), ";", " "), fmt.Sprintf("position %d ", c.names)):
				t.Errorf("got %q, want position %d named", err, c.names)
			case !strings.Contains(err.Error(), "accueil journal verify"):
				t.Errorf("got %q, want what to do", err)
			}
		})
	}
}

// Another server's entry is verified like one's own: what does not hold is not
// taken in, and nothing is decided on it.
func TestAnEntryThatWasAlteredIsNotTakenIn(t *testing.T) {
	book, clock := journal.NewMemory(), newHand()
	bad := false
	e := opened(t, &altered{book, func(all []journal.Entry) []journal.Entry {
		if last := len(all) - 1; bad {
			all[last] = reworded(all[last])
		}
		return all
	}}, clock)
	mine := e.given(t)
	other := opened(t, book, clock)
	theirs := other.given(t)
	_ = other.Close()
	bad = true
	if err := e.Do(t.Context(), give("k"), nil); queue.KindOf(err) != queue.Unavailable {
		t.Errorf("got %v, want unavailable", err)
	}
	e.mustBe(t, mine, queue.Waiting)
	e.see(t, func(l Look) {
		if _, ok := l.State.Ticket(theirs); ok {
			t.Errorf("ticket %s was taken in from an entry that does not verify", theirs)
		}
	})
}
