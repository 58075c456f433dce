// Package journaltest is what every journal must do: the conformance suite of
// journal.Journal, and an Author of entries for other tests of journals.
//
// The suite takes a constructor that can open the same storage again, and twice
// at once, since much of the contract is about what a second opening finds.
package journaltest

import (
	"context"
	"fmt"
	"testing"

	"accueil/queue"
	"accueil/queue/journal"
)

// A Store is one storage, empty at first.
type Store struct {
	// Open opens it; twice at once gives two that share it.
	Open func(t testing.TB) journal.Journal
	// Alter changes the stored bytes of an entry beneath every opening.
	Alter func(t testing.TB, site queue.SiteID, pos uint64, change func(body []byte) []byte)
}

// A Maker makes a new storage for one case.
type Maker func(t *testing.T) Store

// Run holds the journals of a storage to the contract.
func Run(t *testing.T, maker Maker) {
	cases := []struct {
		name string
		hold func(t *testing.T, s Store)
	}{
		{"entries come back in order, whole, from any position", order},
		{"sites do not mix", sites},
		{"an append that cannot stand stores none of it", allOrNone},
		{"an append after a position that was passed is a conflict", conflict},
		{"after an unknown outcome reading tells", unknownOutcome},
		{"what was appended is there when it is opened again", reopen},
		{"of two writers at one position one wins", twoWriters},
		{"an append holds 512 entries and 512 KiB, no more", bounds},
		{"a reading ends where the journal ended when it began", readEnds},
		{"a follower gets what was and what comes", follow},
		{"a follower of one opening gets what another appends", followAcross},
		{"openings come newest first", openings},
		{"what is forgotten is never skipped in silence", forgetting},
		{"what is forgotten under a reader ends it", forgettingUnderReader},
		{"only what is before an opening is forgotten", forgetRefused},
		{"after forgetting the first entry kept still verifies", forgetVerifies},
		{"nothing is forgotten that a start reads", forgetNotNearer},
		{"an altered entry is found, and named", altered},
		{"a torn entry is found, and named", torn},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) { c.hold(t, maker(t)) })
	}
}

const site queue.SiteID = "dijon"

// mustAppend appends entries, which follow one another.
func mustAppend(t testing.TB, j journal.Journal, of queue.SiteID, entries []journal.Entry) {
	t.Helper()
	if err := j.Append(context.Background(), of, entries[0].Pos-1, entries); err != nil {
		t.Fatalf("append %d entries at position %d: %v", len(entries), entries[0].Pos, err)
	}
}

// fill appends an author's week, and returns all its entries.
func fill(t testing.TB, j journal.Journal, a *Author, ticketsADay int) []journal.Entry {
	t.Helper()
	var all []journal.Entry
	for _, day := range a.Week(ticketsADay) {
		mustAppend(t, j, a.Site, day)
		all = append(all, day...)
	}
	return all
}

// read returns what stands after a position, and what ended it.
func read(j journal.Journal, of queue.SiteID, after uint64) (list []journal.Entry, err error) {
	for e, err := range j.Read(context.Background(), of, after) {
		if err != nil {
			return list, err
		}
		list = append(list, e)
	}
	return list, nil
}

// mustRead holds what stands after a position against what is wanted.
func mustRead(t testing.TB, j journal.Journal, of queue.SiteID, after uint64, want []journal.Entry) {
	t.Helper()
	got, err := read(j, of, after)
	if err != nil {
		t.Fatalf("read %s after %d: %v", of, after, err)
	}
	if diff := differ(got, want); diff != "" {
		t.Fatalf("read %s after %d: %s", of, after, diff)
	}
}

// differ tells how two lists of entries differ, "" when they do not.
func differ(got, want []journal.Entry) string {
	for i := range min(len(got), len(want)) {
		g, w := &got[i], &want[i]
		if g.Pos != w.Pos || g.Chain != w.Chain || string(journal.Encode(g)) != string(journal.Encode(w)) {
			return fmt.Sprintf("entry %d of %d: got position %d, %s, want position %d, %s",
				i, len(want), g.Pos, journal.Encode(g), w.Pos, journal.Encode(w))
		}
	}
	if len(got) != len(want) {
		return fmt.Sprintf("got %d entries, want %d", len(got), len(want))
	}
	return ""
}

// mustVerify holds that a site's journal is in order up to a position.
func mustVerify(t testing.TB, j journal.Journal, of queue.SiteID, last uint64) {
	t.Helper()
	v, err := journal.Verify(context.Background(), j, of)
	if err != nil {
		t.Fatalf("verify %s: %v", of, err)
	}
	if v.Last != last {
		t.Fatalf("verify %s: got last position %d, want %d", of, v.Last, last)
	}
}
