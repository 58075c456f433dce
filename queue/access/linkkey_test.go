package access

import (
	"bytes"
	"testing"
	"testing/synctest"
	"time"

	"accueil/queue"
)

func TestADaysLinkKeyIsMadeOnceAndKept(t *testing.T) {
	dir := t.TempDir()
	clock := newClock()
	a := open(t, dir, clock.Now)
	first := linkKey(t, a, dijon, "2026-11-23")
	if len(first) < 16 || !bytes.Equal(linkKey(t, a, dijon, "2026-11-23"), first) {
		t.Errorf("got %x and another, want the same 16 bytes or more", first)
	}
	for _, other := range [][]byte{linkKey(t, a, dijon, "2026-11-24"), linkKey(t, a, chenove, "2026-11-23")} {
		if bytes.Equal(other, first) {
			t.Error("another day or site has the same key")
		}
	}
	if err := a.Close(); err != nil {
		t.Fatal(err)
	}
	a = open(t, dir, clock.Now)
	if !bytes.Equal(linkKey(t, a, dijon, "2026-11-23"), first) {
		t.Error("a restart changed the key")
	}
}

func TestALinkKeyIsDeletedEightDaysAfterItsDay(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		a := inMemory(t, nil)
		day := queue.Day(time.Now().UTC().Format(time.DateOnly))
		key := linkKey(t, a, dijon, day)
		time.Sleep(9*24*time.Hour - time.Minute) // the bubble's time
		if !bytes.Equal(linkKey(t, a, dijon, day), key) {
			t.Error("the key was deleted too early")
		}
		time.Sleep(time.Minute + tendEvery)
		synctest.Wait()
		_, err := a.LinkKey(t.Context(), dijon, day)
		kind(t, err, queue.NotFound)
		all, _, err := a.store.List(t.Context())
		if err != nil || len(all) != 0 {
			t.Errorf("got %v, %v, want an empty store", texts(all), err)
		}
		_ = a.Close()
	})
}

func TestWhatIsNoDayNearEnoughHasNoLinkKey(t *testing.T) {
	a := inMemory(t, newClock().Now)
	for _, day := range []queue.Day{"", "today", "2026-02-30", "2027-01-01", "9999-12-31"} {
		_, err := a.LinkKey(t.Context(), dijon, day)
		kind(t, err, queue.Invalid)
	}
	linkKey(t, a, dijon, "2026-11-30") // a kiosk asks a week ahead
}

func linkKey(t *testing.T, a *Access, site queue.SiteID, day queue.Day) []byte {
	t.Helper()
	key, err := a.LinkKey(t.Context(), site, day)
	if err != nil {
		t.Fatal(err)
	}
	return key
}
