package journaltest

import (
	"context"
	"errors"
	"slices"
	"strings"
	"sync/atomic"
	"testing"

	"accueil/queue"
	"accueil/queue/journal"
)

func allOrNone(t *testing.T, s Store) {
	j := s.Open(t)
	a := &Author{Site: site}
	all := fill(t, j, a, 3)
	last := a.Last
	next := a.Tickets(3)
	second := Author{Site: site, Last: last + 1}
	cases := map[string][]journal.Entry{
		"no entry":                  nil,
		"a hole":                    {next[0], next[2]},
		"a position twice":          {next[0], next[0]},
		"an opening in the midst":   {next[0], second.Open(9)},
		"a start after a hole":      next[1:],
		"a start before last":       all[len(all)-1:],
		"more bytes than there may": (&Author{Site: site, Last: last}).Padded(3, strings.Repeat("x", journal.BytesMax/3)),
	}
	for name, entries := range cases {
		err := j.Append(context.Background(), site, last, entries)
		if queue.KindOf(err) != queue.Invalid {
			t.Errorf("%s: got %v, want Invalid", name, err)
		}
		mustRead(t, j, site, 0, all)
	}
	mustAppend(t, j, site, next)
	mustRead(t, j, site, 0, append(all, next...))
}

func conflict(t *testing.T, s Store) {
	j := s.Open(t)
	a := &Author{Site: site}
	all := fill(t, j, a, 3)
	for _, last := range []uint64{0, 1, a.Last - 1, a.Last + 1, a.Last + 1000} {
		late := Author{Site: site, Last: last}
		err := j.Append(context.Background(), site, last, late.Tickets(2))
		var c *journal.Conflict
		if !errors.As(err, &c) || !journal.IsConflict(err) {
			t.Fatalf("append after %d: got %v, want a Conflict", last, err)
		}
		if c.Site != site || c.Last != last || c.Have != a.Last {
			t.Errorf("append after %d: got %+v, want it to say %s, %d and %d", last, *c, site, last, a.Last)
		}
		mustRead(t, j, site, 0, all)
	}
}

// unknownOutcome cuts appends short at every moment at which a journal looks at
// its context, and goes on from what reading tells.
func unknownOutcome(t *testing.T, s Store) {
	j := s.Open(t)
	a := &Author{Site: site}
	all := []journal.Entry{a.Open(0)}
	mustAppend(t, j, site, all)
	cut, answered := 0, 0
	for looks := range int64(60) {
		entries := a.Tickets(3)
		last := entries[0].Pos - 1
		err := j.Append(newCut(looks), site, last, entries)
		there, readErr := read(j, site, last)
		switch {
		case readErr != nil:
			t.Fatalf("read after a cut at look %d: %v", looks, readErr)
		case err == nil && len(there) == 0:
			t.Fatalf("cut at look %d: it was answered and is not there", looks)
		case err == nil:
			answered++
		default:
			cut++
		}
		if len(there) == 0 {
			if err := j.Append(context.Background(), site, last, entries); err != nil {
				t.Fatalf("append again after a cut at look %d: %v", looks, err)
			}
		}
		all = append(all, entries...)
		mustRead(t, j, site, last, entries)
	}
	if cut == 0 || answered == 0 {
		t.Errorf("%d appends were cut and %d answered: want some of both", cut, answered)
	}
	mustRead(t, j, site, 0, all)
	mustVerify(t, j, site, a.Last)
}

// A cut is a context that ends itself when it was looked at so many times.
type cut struct {
	context.Context
	end  context.CancelFunc
	left atomic.Int64
}

func newCut(looks int64) *cut {
	ctx, end := context.WithCancel(context.Background())
	c := &cut{Context: ctx, end: end}
	c.left.Store(looks)
	return c
}

func (c *cut) look() {
	if c.left.Add(-1) < 0 {
		c.end()
	}
}

func (c *cut) Done() <-chan struct{} {
	c.look()
	return c.Context.Done()
}

func (c *cut) Err() error {
	c.look()
	return c.Context.Err()
}

func reopen(t *testing.T, s Store) {
	a := &Author{Site: site}
	var all []journal.Entry
	for _, day := range a.Week(5) {
		j := s.Open(t)
		mustRead(t, j, site, 0, all)
		mustAppend(t, j, site, day)
		all = append(all, day...)
		if err := j.Close(); err != nil {
			t.Fatalf("close: %v", err)
		}
	}
	j := s.Open(t)
	mustRead(t, j, site, 0, all)
	mustVerify(t, j, site, a.Last)
}

// twoWriters lets two openings append at the same position at once, again and again.
func twoWriters(t *testing.T, s Store) {
	writers := [2]journal.Journal{s.Open(t), s.Open(t)}
	a := &Author{Site: site}
	all := []journal.Entry{a.Open(0)}
	mustAppend(t, writers[0], site, all)
	for round := range 30 {
		ours, theirs := *a, *a
		entries := [2][]journal.Entry{ours.Tickets(2), theirs.Padded(3, "theirs")}
		results := [2]chan error{make(chan error, 1), make(chan error, 1)}
		for i := range writers {
			go func() { results[i] <- writers[i].Append(context.Background(), site, a.Last, entries[i]) }()
		}
		errs := [2]error{<-results[0], <-results[1]}
		won := slices.Index(errs[:], nil)
		if won < 0 || !journal.IsConflict(errs[1-won]) {
			t.Fatalf("round %d: got %v and %v, want one to win and one Conflict", round, errs[0], errs[1])
		}
		*a = [2]Author{ours, theirs}[won]
		all = append(all, entries[won]...)
	}
	for _, j := range writers {
		mustRead(t, j, site, 0, all)
		mustVerify(t, j, site, a.Last)
	}
}

func bounds(t *testing.T, s Store) {
	j := s.Open(t)
	a := &Author{Site: site}
	mustAppend(t, j, site, []journal.Entry{a.Open(0)})

	tooMany := *a
	if err := j.Append(context.Background(), site, a.Last, tooMany.Tickets(journal.EntriesMax+1)); queue.KindOf(err) != queue.Invalid {
		t.Errorf("%d entries: got %v, want Invalid", journal.EntriesMax+1, err)
	}
	mustAppend(t, j, site, a.Tickets(journal.EntriesMax))

	empty := *a
	room := journal.BytesMax - len(journal.Encode(&empty.Padded(1, "")[0]))
	room -= len(`,"lang":""`)
	over := *a
	if err := j.Append(context.Background(), site, a.Last, over.Padded(1, strings.Repeat("x", room+1))); queue.KindOf(err) != queue.Invalid {
		t.Errorf("a byte more than %d: got %v, want Invalid", journal.BytesMax, err)
	}
	full := a.Padded(1, strings.Repeat("x", room))
	if size := len(journal.Encode(&full[0])); size != journal.BytesMax {
		t.Fatalf("the largest entry has %d bytes, want %d", size, journal.BytesMax)
	}
	mustAppend(t, j, site, full)
	mustRead(t, j, site, a.Last-1, full)
	mustVerify(t, j, site, a.Last)
}
