package journaltest

import (
	"context"
	"errors"
	"testing"

	"accueil/queue"
	"accueil/queue/journal"
)

// forgetSome fills a site and forgets what is before its fourth opening.
func forgetSome(t *testing.T, j journal.Journal, a *Author) (all []journal.Entry, first uint64) {
	t.Helper()
	all = fill(t, j, a, 3)
	first = 13
	later := []journal.Entry{a.Open(20)} // far enough on
	mustAppend(t, j, site, later)
	all = append(all, later...)
	if err := j.Forget(context.Background(), site, first); err != nil {
		t.Fatalf("forget before %d: %v", first, err)
	}
	return all, first
}

func forgetting(t *testing.T, s Store) {
	j := s.Open(t)
	a := &Author{Site: site}
	other := fill(t, j, &Author{Site: "talant"}, 1)
	all, first := forgetSome(t, j, a)
	for _, j := range []journal.Journal{j, s.Open(t)} {
		for after := range first - 1 {
			for e, err := range j.Read(context.Background(), site, after) {
				mustBeForgotten(t, e, err, all[first-2])
			}
			for e, err := range j.Follow(context.Background(), site, after) {
				mustBeForgotten(t, e, err, all[first-2])
			}
		}
		for after := first - 1; after <= a.Last; after++ {
			mustRead(t, j, site, after, all[after:])
		}
		got := listOpenings(t, j)
		if oldest := got[len(got)-1]; len(got) != 5 || oldest.Pos != first {
			t.Errorf("openings: got %v, want the oldest of five at %d", got, first)
		}
		mustRead(t, j, "talant", 0, other)
	}
	mustAppend(t, j, site, a.Tickets(1))
	mustVerify(t, j, site, a.Last)
}

// mustBeForgotten holds an error against what is kept of the last entry forgotten.
func mustBeForgotten(t *testing.T, e journal.Entry, err error, last journal.Entry) {
	t.Helper()
	var gone *journal.Forgotten
	if !errors.As(err, &gone) {
		t.Fatalf("got position %d and %v, want Forgotten", e.Pos, err)
	}
	if want := (journal.Forgotten{Site: site, First: last.Pos + 1, Chain: last.Chain}); *gone != want {
		t.Fatalf("got %+v, want %+v", *gone, want)
	}
}

func forgettingUnderReader(t *testing.T, s Store) {
	j := s.Open(t)
	a := &Author{Site: site}
	fill(t, j, a, 400)
	mustAppend(t, j, site, []journal.Entry{a.Open(20)})
	newest := listOpenings(t, j)[1].Pos
	var last uint64
	for e, err := range j.Read(context.Background(), site, 0) {
		if err != nil {
			var gone *journal.Forgotten
			if !errors.As(err, &gone) || gone.First != newest {
				t.Fatalf("after position %d: got %v, want Forgotten before %d", last, err, newest)
			}
			return
		}
		if e.Pos != last+1 {
			t.Fatalf("position %d was followed by %d", last, e.Pos)
		}
		if last = e.Pos; e.Pos == 1 {
			if err := j.Forget(context.Background(), site, newest); err != nil {
				t.Fatal(err)
			}
		}
	}
	if last != a.Last {
		t.Errorf("reading ended at %d without a word, want all up to %d, or Forgotten", last, a.Last)
	}
}

func forgetRefused(t *testing.T, s Store) {
	j := s.Open(t)
	a := &Author{Site: site}
	all, first := forgetSome(t, j, a)
	for _, before := range []uint64{0, 1, first - 4, first - 1, first + 1, a.Last, a.Last + 1} {
		if err := j.Forget(context.Background(), site, before); queue.KindOf(err) != queue.Invalid {
			t.Errorf("forget before %d: got %v, want Invalid", before, err)
		}
	}
	if err := j.Forget(context.Background(), site, first); err != nil {
		t.Errorf("forget again: got %v, want nothing to do", err)
	}
	if err := j.Forget(context.Background(), "nowhere", 1); queue.KindOf(err) != queue.Invalid {
		t.Errorf("forget at a site that is not there: got %v, want Invalid", err)
	}
	mustRead(t, j, site, first-1, all[first-1:])
}

// What a start reads stays: the opening seven days back, and all after it.
func forgetNotNearer(t *testing.T, s Store) {
	j := s.Open(t)
	a := &Author{Site: site}
	var all []journal.Entry
	at := map[int]uint64{}
	for day, opens := range a.Days(10, 1, 2) {
		at[day] = opens[0].Pos
		mustAppend(t, j, site, opens)
		all = append(all, opens...)
	}
	for day := 3; day < 10; day++ {
		if err := j.Forget(context.Background(), site, at[day]); queue.KindOf(err) != queue.Invalid {
			t.Errorf("forget before a day %d days back: got %v, want Invalid", 9-day, err)
		}
	}
	mustRead(t, j, site, 0, all)
	if err := j.Forget(context.Background(), site, at[2]); err != nil {
		t.Errorf("forget before a day seven days back: got %v", err)
	}
}

func forgetVerifies(t *testing.T, s Store) {
	j := s.Open(t)
	a := &Author{Site: site}
	_, first := forgetSome(t, j, a)
	mustVerify(t, j, site, a.Last)
	if err := j.Forget(context.Background(), site, first+8); err != nil {
		t.Fatal(err)
	}
	v, err := journal.Verify(context.Background(), j, site)
	if err != nil || v.First != first+8 || v.Last != a.Last {
		t.Fatalf("verify: got %d to %d, %v, want %d to %d", v.First, v.Last, err, first+8, a.Last)
	}
	s.Alter(t, site, first+8, func(body []byte) []byte { return swap(t, body, `"calls":20`, `"calls":21`) })
	mustName(t, j, first+8)
}
