package journaltest

import (
	"context"
	"errors"
	"math"
	"slices"
	"testing"

	"accueil/queue"
	"accueil/queue/journal"
)

func order(t *testing.T, s Store) {
	j := s.Open(t)
	a := &Author{Site: site}
	all := fill(t, j, a, 400) // more than any page
	for _, after := range []uint64{0, 1, 999, 1000, 1001, 2000, a.Last - 1, a.Last} {
		mustRead(t, j, site, after, all[after:])
	}
	for _, after := range []uint64{a.Last + 1, math.MaxInt64, math.MaxUint64} {
		mustRead(t, j, site, after, nil)
	}
	mustVerify(t, j, site, a.Last)
	for e, err := range j.Read(context.Background(), site, 0) {
		if err != nil || e.Pos != 1 {
			t.Fatalf("got position %d, %v, want position 1", e.Pos, err)
		}
		break // a reader may leave
	}
}

func sites(t *testing.T, s Store) {
	j := s.Open(t)
	got, err := j.Sites(context.Background())
	if err != nil || len(got) != 0 {
		t.Fatalf("sites of an empty journal: got %v, %v", got, err)
	}
	mustRead(t, j, "nowhere", 0, nil)
	mustVerify(t, j, "nowhere", 0)
	names := []queue.SiteID{"talant", "dijon", "quetigny"}
	all := map[queue.SiteID][]journal.Entry{}
	for i, name := range names {
		all[name] = fill(t, j, &Author{Site: name}, i+1)
	}
	got, err = j.Sites(context.Background())
	if want := []queue.SiteID{"dijon", "quetigny", "talant"}; err != nil || !slices.Equal(got, want) {
		t.Errorf("sites: got %v, %v, want %v", got, err, want)
	}
	for _, name := range names {
		mustRead(t, j, name, 0, all[name])
		mustVerify(t, j, name, uint64(len(all[name])))
	}
}

// readEnds appends under a reader, who is not to be kept going for ever.
func readEnds(t *testing.T, s Store) {
	j := s.Open(t)
	a := &Author{Site: site}
	all := fill(t, j, a, 2)
	var got []journal.Entry
	for e, err := range j.Read(context.Background(), site, 0) {
		if err != nil {
			t.Fatal(err)
		}
		got = append(got, e)
		mustAppend(t, j, site, a.Tickets(1))
	}
	if diff := differ(got, all); diff != "" {
		t.Error(diff)
	}
}

// follow appends the next entry when it has the one before.
func follow(t *testing.T, s Store) {
	j := s.Open(t)
	a := &Author{Site: site}
	all := fill(t, j, a, 2)
	after := a.Last - 3
	ctx, cancel := context.WithCancel(context.Background())
	defer cancel()
	want := after + 1
	for e, err := range j.Follow(ctx, site, after) {
		if err != nil {
			if !errors.Is(err, context.Canceled) {
				t.Fatalf("follow: got %v, want context.Canceled", err)
			}
			break
		}
		if e.Pos != want {
			t.Fatalf("follow: got position %d, want %d", e.Pos, want)
		}
		want++
		switch {
		case e.Pos == uint64(len(all))+50:
			cancel()
		case e.Pos == a.Last:
			mustAppend(t, j, site, a.Tickets(1))
		}
	}
	if want != a.Last+1 {
		t.Errorf("follow ended before position %d, want after %d", want, a.Last)
	}
}

func followAcross(t *testing.T, s Store) {
	ours, theirs := s.Open(t), s.Open(t)
	a := &Author{Site: site}
	mustAppend(t, ours, site, []journal.Entry{a.Open(0)})
	for e, err := range theirs.Follow(context.Background(), site, 0) {
		if err != nil {
			t.Fatal(err)
		}
		if e.Pos == 2 {
			return
		}
		mustAppend(t, ours, site, a.Tickets(1))
	}
}

func openings(t *testing.T, s Store) {
	j := s.Open(t)
	if got := listOpenings(t, j); len(got) != 0 {
		t.Errorf("openings of an empty journal: got %v", got)
	}
	a := &Author{Site: site}
	fill(t, j, a, 3)
	fill(t, j, &Author{Site: "talant"}, 1)
	var want []journal.Opening
	for n := range 7 {
		want = append([]journal.Opening{{Pos: uint64(n*4 + 1), Day: Day(n)}}, want...)
	}
	if got := listOpenings(t, j); !slices.Equal(got, want) {
		t.Errorf("openings: got %v, want %v", got, want)
	}
	for o, err := range j.Openings(context.Background(), site) {
		if err != nil || o != want[0] {
			t.Errorf("the newest opening: got %v, %v, want %v", o, err, want[0])
		}
		break
	}
}

func listOpenings(t *testing.T, j journal.Journal) (list []journal.Opening) {
	t.Helper()
	for o, err := range j.Openings(context.Background(), site) {
		if err != nil {
			t.Fatalf("openings: %v", err)
		}
		list = append(list, o)
	}
	return list
}
