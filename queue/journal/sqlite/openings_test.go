package sqlite

import (
	"context"
	"path/filepath"
	"slices"
	"testing"

	"accueil/queue/journal"
	"accueil/queue/journal/journaltest"
)

// Openings are read a page at a time, and are all there however many they are.
func TestOpeningsGoOnOverPages(t *testing.T) {
	t.Parallel()
	j := opened(t, filepath.Join(t.TempDir(), "journal.db"))
	a := &journaltest.Author{Site: site}
	var want []journal.Opening
	for n := range 2*pageOpenings + 2 {
		e := a.Open(n)
		mustAppend(t, j, append([]journal.Entry{e}, a.Tickets(n%3)...))
		want = append(want, journal.Opening{Pos: e.Pos, Day: journaltest.Day(n)})
		var got []journal.Opening
		for o, err := range j.Openings(context.Background(), site) {
			if err != nil {
				t.Fatal(err)
			}
			got = append(got, o)
		}
		slices.Reverse(got)
		if !slices.Equal(got, want) {
			t.Fatalf("after %d days got %v, want %v", n+1, got, want)
		}
	}
}
