package access

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"slices"
	"testing"

	"accueil/queue"
)

// stores are the implementations; each opens the store of a folder, the second
// time with what it kept.
func stores() map[string]func(t *testing.T, dir string) Store {
	return map[string]func(t *testing.T, dir string) Store{
		"memory": func(*testing.T, string) Store { return NewMemory() },
		"sqlite": func(t *testing.T, dir string) Store { return openSQLite(t, filepath.Join(dir, "access.db")) },
	}
}

func openSQLite(t *testing.T, path string) *SQLite {
	t.Helper()
	s, err := OpenSQLite(path)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = s.Close() })
	return s
}

// TestStore is the conformance suite of Store.
func TestStore(t *testing.T) {
	for name, open := range stores() {
		t.Run(name, func(t *testing.T) {
			cases := map[string]func(*testing.T, Store){
				"what was put is got and listed":                storeKeeps,
				"what was deleted is gone":                      storeDeletes,
				"a watch tells every change in order":           storeTells,
				"a watch from the middle tells the rest":        storeTellsTheRest,
				"a watch that comes too late is told so":        storeMissed,
				"a watch ends with its context":                 storeWatchEnds,
				"a store that was closed is unavailable":        storeCloses,
				"writers at once each have their own revision":  storeWriters,
				"a call whose context is over changes nothing":  storeCancelled,
				"what was put in place of another is the newer": storeReplaces,
			}
			for name, check := range cases {
				t.Run(name, func(t *testing.T) {
					s := open(t, t.TempDir())
					check(t, s)
				})
			}
		})
	}
}

func storeKeeps(t *testing.T, s Store) {
	put(t, s, "b", "two", "2")
	put(t, s, "a", "z", "26")
	rev := put(t, s, "b", "one", "1")
	if got, err := s.Get(t.Context(), "b", "two"); err != nil || string(got) != "2" {
		t.Errorf("get b/two: got %q, %v, want 2", got, err)
	}
	if _, err := s.Get(t.Context(), "a", "two"); queue.KindOf(err) != queue.NotFound {
		t.Errorf("get of a key in another bucket: got %v, want NotFound", err)
	}
	all, at, err := s.List(t.Context())
	if err != nil || at != rev {
		t.Errorf("list: got revision %d, %v, want %d", at, err, rev)
	}
	if got, want := texts(all), []string{"a/z=26", "b/one=1", "b/two=2"}; !slices.Equal(got, want) {
		t.Errorf("list by bucket and key: got %v, want %v", got, want)
	}
}

func storeDeletes(t *testing.T, s Store) {
	put(t, s, "b", "one", "1")
	put(t, s, "b", "two", "2")
	before := put(t, s, "b", "three", "3")
	rev, err := s.Delete(t.Context(), "b", "one", "never there", "two")
	if err != nil || rev != before+2 {
		t.Errorf("delete of two: got revision %d, %v, want %d", rev, err, before+2)
	}
	if again, err := s.Delete(t.Context(), "b", "one"); err != nil || again != rev {
		t.Errorf("delete of what is gone: got revision %d, %v, want %d", again, err, rev)
	}
	all, _, err := s.List(t.Context())
	if got, want := texts(all), []string{"b/three=3"}; err != nil || !slices.Equal(got, want) {
		t.Errorf("list: got %v, %v, want %v", got, err, want)
	}
}

func storeTells(t *testing.T, s Store) {
	go func() {
		put(t, s, "b", "one", "1")
		put(t, s, "b", "one", "2")
		if _, err := s.Delete(t.Context(), "b", "one"); err != nil {
			t.Error(err)
		}
	}()
	if got, want := watched(t, s, 0, 3), []string{"b/one=1", "b/one=2", "b/one gone"}; !slices.Equal(got, want) {
		t.Errorf("got %v, want %v", got, want)
	}
}

func storeTellsTheRest(t *testing.T, s Store) {
	put(t, s, "b", "one", "1")
	_, rev, err := s.List(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	put(t, s, "b", "two", "2")
	if got, want := watched(t, s, rev, 1), []string{"b/two=2"}; !slices.Equal(got, want) {
		t.Errorf("got %v, want %v", got, want)
	}
}

func storeMissed(t *testing.T, s Store) {
	f := feedOf(s)
	for range 2*feedMax + 1 {
		f.tell(Record{Bucket: "b", Key: "k", Value: []byte("v")})
	}
	for _, err := range s.Watch(t.Context(), 3) {
		var missed Missed
		if !errors.As(err, &missed) || missed.First != feedMax+1 {
			t.Errorf("got %v, want Missed, first %d", err, feedMax+1)
		}
	}
	if got := watched(t, s, feedMax, feedMax+1); len(got) != feedMax+1 {
		t.Errorf("a watch from the oldest remembered: got %d changes, want %d", len(got), feedMax+1)
	}
}

func storeWatchEnds(t *testing.T, s Store) {
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	put(t, s, "b", "one", "1")
	var ended error
	for _, err := range s.Watch(ctx, 0) {
		cancel()
		ended = err
	}
	if !errors.Is(ended, context.Canceled) {
		t.Errorf("got %v, want context.Canceled", ended)
	}
}

func storeCloses(t *testing.T, s Store) {
	ended := make(chan error)
	go func() {
		var last error
		for _, err := range s.Watch(t.Context(), 0) {
			last = err
		}
		ended <- last
	}()
	for range 2 {
		if err := s.Close(); err != nil {
			t.Fatal(err)
		}
	}
	_, put := s.Put(t.Context(), "b", "k", []byte("v"))
	_, deleted := s.Delete(t.Context(), "b", "k")
	_, _, listed := s.List(t.Context())
	for what, err := range map[string]error{"watch": <-ended, "put": put, "delete": deleted, "list": listed} {
		if queue.KindOf(err) != queue.Unavailable {
			t.Errorf("%s: got %v, want Unavailable", what, err)
		}
	}
}

func storeWriters(t *testing.T, s Store) {
	const writers = 8
	revs := make(chan uint64, writers)
	for i := range writers {
		go func() { revs <- put(t, s, "b", fmt.Sprint(i), "v") }()
	}
	seen := map[uint64]bool{}
	for range writers {
		seen[<-revs] = true
	}
	if len(seen) != writers {
		t.Errorf("got %d revisions, want %d", len(seen), writers)
	}
}

func storeCancelled(t *testing.T, s Store) {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	_, errPut := s.Put(ctx, "b", "k", []byte("v"))
	all, rev, err := s.List(t.Context())
	if errPut == nil || err != nil || len(all) != 0 || rev != 0 {
		t.Errorf("put: got %v; then %d records at revision %d, %v, want an error and nothing", errPut, len(all), rev, err)
	}
}

func storeReplaces(t *testing.T, s Store) {
	first := put(t, s, "b", "k", "old")
	second := put(t, s, "b", "k", "new")
	got, err := s.Get(t.Context(), "b", "k")
	if err != nil || string(got) != "new" || second <= first {
		t.Errorf("got %q at %d after %d, %v, want new at more", got, second, first, err)
	}
}

func put(t *testing.T, s Store, bucket, key, value string) uint64 {
	t.Helper()
	rev, err := s.Put(t.Context(), bucket, key, []byte(value))
	if err != nil {
		t.Error(err)
	}
	return rev
}

func texts(all []Record) (got []string) {
	for _, r := range all {
		if r.Value == nil {
			got = append(got, r.Bucket+"/"+r.Key+" gone")
		} else {
			got = append(got, r.Bucket+"/"+r.Key+"="+string(r.Value))
		}
	}
	return got
}

func watched(t *testing.T, s Store, after uint64, n int) []string {
	t.Helper()
	var got []Record
	for r, err := range s.Watch(t.Context(), after) {
		if err != nil {
			t.Fatal(err)
		}
		if r.Rev != after+uint64(len(got))+1 {
			t.Fatalf("got revision %d after %d changes from %d", r.Rev, len(got), after)
		}
		if got = append(got, r); len(got) == n {
			break
		}
	}
	return texts(got)
}

func feedOf(s Store) *feed {
	switch s := s.(type) {
	case *Memory:
		return s.feed
	case *SQLite:
		return s.feed
	}
	return nil
}
