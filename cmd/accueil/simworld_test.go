package main

import (
	"testing"
	"testing/synctest"

	"accueil/queue/wire"
)

// Who is called while the kiosk still waits for the answer is known all the same,
// and nobody else waits for it.
func TestWhoIsCalledAtOnceIsKnown(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var w world
		w.init()
		answer, called := make(chan wire.Ticket), make(chan *guest)
		mine := &guest{}
		given := make(chan error)
		go func() {
			_, err := w.give(mine, func() (wire.Ticket, error) { return <-answer, nil })
			given <- err
		}()
		synctest.Wait()
		go func() { called <- w.guest(t.Context(), "T") }()
		synctest.Wait()
		if !w.mu.TryLock() {
			t.Fatal("the world is locked while the server is asked")
		}
		w.mu.Unlock()
		answer <- wire.Ticket{ID: "T"}
		if got := <-called; got != mine {
			t.Errorf("got %v, want the guest who came", got)
		}
		if err := <-given; err != nil {
			t.Error(err)
		}
		if got := w.guest(t.Context(), "another"); got != nil {
			t.Errorf("of a real visitor: got %v, want nobody known", got)
		}
	})
}
