package server

import (
	"context"
	"strings"
	"sync"
	"testing"
	"testing/synctest"

	"accueil/queue/access"
	"accueil/queue/engine"
)

// A gated store does something after it has stored a text that holds a word.
type gatedStore struct {
	access.Store
	word string
	then func()
	once sync.Once
}

func (s *gatedStore) Put(ctx context.Context, bucket, key string, value []byte) (uint64, error) {
	rev, err := s.Store.Put(ctx, bucket, key, value)
	if bucket == "note" && strings.Contains(string(value), s.word) {
		s.once.Do(s.then)
	}
	return rev, err
}

// Whose transfer is refused has changed nothing, also of what others write meanwhile.
func TestARefusedTransferLeavesTheNoteOfAnother(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		store := &gatedStore{Store: access.NewMemory(), word: "wrong one"}
		o := openOffice(&office{t: t, clock: engine.SystemClock(), quiet: true, store: store})
		id := string(o.call("ana", "POST", "tickets", `{"service":"droits"}`).want(201).ticket().ID)
		var other sync.WaitGroup
		store.then = func() {
			other.Go(func() { o.call("ana", "POST", "tickets/"+id+"/transfer", `{"service":"energie","note":"has a bill"}`) })
			synctest.Wait()
		}
		o.call("ben", "POST", "tickets/"+id+"/transfer", `{"service":"nowhere","note":"wrong one"}`).want(404)
		other.Wait()
		if got := o.note(id); got != "has a bill" {
			t.Errorf("got the note %q, want the one of the transfer that was done", got)
		}
	})
}

func TestARefusedTransferPutsTheNoteBeforeItBack(t *testing.T) {
	o := newOffice(t)
	id := string(o.call("ana", "POST", "tickets", `{"service":"droits"}`).want(201).ticket().ID)
	o.call("ana", "POST", "tickets/"+id+"/transfer", `{"service":"energie","note":"has a bill"}`).want(200)
	o.call("ben", "POST", "tickets/"+id+"/transfer", `{"service":"nowhere","note":"wrong one"}`).want(404)
	if got := o.note(id); got != "has a bill" {
		t.Errorf("got the note %q, want the one before", got)
	}
}

// Whoever waits for another's note to be written gives up when its asker does.
func TestATurnIsWaitedForOnlyAsLongAsItsAskerWaits(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var all turns[string]
		done, err := all.take(t.Context(), "note")
		if err != nil {
			t.Fatal(err)
		}
		if other, err := all.take(t.Context(), "another"); err != nil {
			t.Errorf("of another note: got %v, want no wait", err)
		} else {
			other()
		}
		hurried, cancel := context.WithCancel(t.Context())
		cancel()
		if _, err := all.take(hurried, "note"); err == nil {
			t.Error("got a turn that another has")
		}
		next := make(chan func())
		go func() {
			done, _ := all.take(t.Context(), "note")
			next <- done
		}()
		synctest.Wait()
		done()
		(<-next)()
		if len(all.taken) != 0 {
			t.Errorf("%d turns are left over", len(all.taken))
		}
	})
}

// note returns a ticket's note, as a mediator sees it.
func (o *office) note(ticket string) string {
	o.t.Helper()
	var got map[string]any
	o.call("ana", "GET", "tickets/"+ticket, "").want(200).into(&got)
	note, _ := got["note"].(string)
	return note
}
