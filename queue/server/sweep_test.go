package server

import (
	"context"
	"errors"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"accueil/queue/access"
	"accueil/queue/engine"
)

// A full store deletes nothing, and counts how often it was asked to.
type fullStore struct {
	access.Store
	full  atomic.Bool
	asked atomic.Int32
}

func (s *fullStore) Delete(ctx context.Context, bucket string, keys ...string) (uint64, error) {
	if s.full.Load() && bucket == "note" {
		s.asked.Add(1)
		return 0, errors.New("the disk is full")
	}
	return s.Store.Delete(ctx, bucket, keys...)
}

// What cannot be emptied is tried again after a minute, however much happens at
// the site meanwhile.
func TestTextsThatCannotBeEmptiedAreTriedAgainAMinuteLater(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		store := &fullStore{Store: access.NewMemory()}
		o := openOffice(&office{t: t, clock: engine.SystemClock(), quiet: true, store: store})
		o.stop()
		if err := o.access.PutNote(t.Context(), "dijon", "old", "text"); err != nil {
			t.Fatal(err)
		}
		synctest.Wait()
		store.full.Store(true)
		o.start()
		for range 50 {
			o.call("ana", "PUT", "intake", `{"open":false}`).want(200)
			o.call("ana", "PUT", "intake", `{"open":true}`).want(200)
			time.Sleep(time.Second)
		}
		synctest.Wait()
		if got := store.asked.Load(); got != 1 {
			t.Errorf("within a minute: got %d tries, want 1", got)
		}
		time.Sleep(sweepAgain)
		synctest.Wait()
		if got := store.asked.Load(); got != 2 {
			t.Errorf("a minute later: got %d tries, want 2", got)
		}
		store.full.Store(false)
		time.Sleep(sweepAgain)
		synctest.Wait()
		if got := o.access.Note("dijon", "old"); got != "" {
			t.Errorf("got %q, want it emptied at last", got)
		}
	})
}
