package access

import (
	"strings"
	"testing"

	"accueil/queue"
)

func TestNotesStayBesideTheJournalUntilTheDayEnds(t *testing.T) {
	dir := t.TempDir()
	a := open(t, dir, nil)
	for _, n := range []struct {
		site     queue.SiteID
		id, text string
	}{
		{dijon, "a", "first"}, {dijon, "a", "une dame attend"}, {dijon, "b", "dropped"}, {dijon, "c", "kept"}, {chenove, "a", "theirs"},
	} {
		if err := a.PutNote(t.Context(), n.site, n.id, n.text); err != nil {
			t.Fatal(err)
		}
	}
	if err := a.DropNote(t.Context(), dijon, "b"); err != nil {
		t.Fatal(err)
	}
	if err := a.DropNote(t.Context(), dijon, "never there"); err != nil {
		t.Fatal(err)
	}
	if err := a.Close(); err != nil {
		t.Fatal(err)
	}
	a = open(t, dir, nil)
	want := func(site queue.SiteID, id, text string) {
		t.Helper()
		if got := a.Note(site, id); got != text {
			t.Errorf("%s/%s: got %q, want %q", site, id, got, text)
		}
	}
	want(dijon, "a", "une dame attend")
	want(dijon, "b", "")
	if err := a.EmptyNotes(t.Context(), dijon, func(id string) bool { return id == "c" }); err != nil {
		t.Fatal(err)
	}
	want(dijon, "a", "")
	want(dijon, "c", "kept")
	want(chenove, "a", "theirs")
}

func TestANoteThatCannotBeKeptIsRefused(t *testing.T) {
	a := inMemory(t, nil)
	for _, text := range []string{strings.Repeat("x", noteBytesMax+1), "a\xff"} {
		kind(t, a.PutNote(t.Context(), dijon, "a", text), queue.Invalid)
	}
}
