package server

import (
	"context"
	"crypto/rand"
	"errors"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/oklog/ulid/v2"

	"accueil/queue"
	"accueil/queue/access"
	"accueil/queue/engine"
	"accueil/queue/wire"
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

// A start leaves the day's texts alone; the day's turn leaves those of visits that
// still go on, and no other.
func TestTheDaysTurnEmptiesTheTextsOfWhatIsOver(t *testing.T) {
	synctest.Test(t, func(t *testing.T) { // a bubble begins at 01:00 in Dijon
		o := openOffice(&office{t: t, clock: engine.SystemClock(), quiet: true})
		noted := func(note string) string {
			id := string(o.call("ana", "POST", "tickets", `{"service":"droits"}`).want(201).ticket().ID)
			o.call("ana", "POST", "tickets/"+id+"/transfer", `{"service":"energie","note":"`+note+`"}`).want(200)
			return id
		}
		served := noted("has a bill")
		over := noted("has no papers")
		o.call("ana", "POST", "desks/1/open", "").want(200)
		o.call("ana", "POST", "tickets/"+served+"/call", `{"desk":"1"}`).want(200)
		o.call("ana", "POST", "tickets/"+served+"/start", "").want(200)
		o.call("ana", "PUT", "notice", `{"text":"closed at four"}`).want(200)
		var alert wire.Alert
		o.call("ana", "POST", "alerts", `{"kind":"colleague","text":"at the door"}`).want(201).into(&alert)
		o.call("head", "PUT", "appointments", `{"appointments":[{"id":"x","at":"2000-01-01T01:30:00+01:00","service":"droits","label":"Mr P"}]}`).want(200)
		of := func(id string) string { return o.access.Note("dijon", id) }
		texts := []string{served, over, wire.NoticeID, string(alert.ID), wire.AppointmentNote("x")}
		time.Sleep(time.Minute) // they are no longer fresh
		o.stop()
		o.start()
		synctest.Wait()
		for _, id := range texts {
			if of(id) == "" {
				t.Errorf("a start emptied the text of %s", id)
			}
		}
		time.Sleep(3 * time.Hour)
		synctest.Wait()
		for _, id := range texts {
			if kept := of(id) != ""; kept != (id == served) {
				t.Errorf("after the day's turn, the text of %s: got %q", id, of(id))
			}
		}
	})
}

// A text is stored before the journal says that there is one: a sweep in between
// leaves it.
func TestATextJustStoredIsLeftByTheSweep(t *testing.T) {
	now := time.Date(2031, 5, 6, 7, 8, 9, 0, time.UTC)
	c := caretaker{s: &Server{o: Options{Clock: func() time.Time { return now }}}}
	drawn := func(ago time.Duration) string {
		return ulid.MustNew(ulid.Timestamp(now.Add(-ago)), rand.Reader).String()
	}
	for id, want := range map[string]bool{
		drawn(time.Second): true, wire.AppointmentNote(queue.AppointmentID(drawn(time.Second))): true, drawn(sweepTimeMax + time.Second): false, "x": false,
	} {
		if got := c.fresh(id); got != want {
			t.Errorf("%s: got %t, want %t", id, got, want)
		}
	}
}
