package server

import (
	"context"
	"testing"
	"testing/synctest"

	"accueil/queue"
	"accueil/queue/engine"
)

// A busy office has a second site, talant, whose owner answers nobody until it is
// let go.
func busySite(t *testing.T) (o *office, talant *engine.Engine, release func()) {
	t.Helper()
	o = openOffice(&office{t: t, clock: engine.SystemClock(), quiet: true})
	config := o.config
	config.ID = "talant"
	talant, err := engine.Open(t.Context(), engine.Options{Journal: o.book, Site: "talant", Config: config, Clock: o.clock})
	if err != nil {
		t.Fatal(err)
	}
	free, busy := make(chan struct{}), make(chan struct{})
	go func() {
		_ = talant.Read(context.Background(), func(engine.Look) { close(busy); <-free })
	}()
	<-busy
	t.Cleanup(func() { _ = talant.Close() })
	return o, talant, func() { close(free) }
}

// What one site's owner takes its time for keeps no other site's screens waiting.
func TestABusySiteKeepsNoOtherWaiting(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		o, talant, release := busySite(t)
		nothing := func(engine.Look) []byte { return nil }
		first := newScreen(place{key: topicKey{site: "talant", view: "wall"}}, nil)
		second := newScreen(place{key: topicKey{site: "talant", view: "wall"}}, nil)
		joined := make(chan bool, 2)
		go func() { joined <- o.server.hub.join(first, talant, nothing) }()
		synctest.Wait()
		if !o.server.hub.mu.TryLock() {
			release()
			t.Fatal("a screen that joins a busy site holds the lock of all")
		}
		o.server.hub.mu.Unlock()
		go func() { joined <- o.server.hub.join(second, talant, nothing) }()
		synctest.Wait()
		release()
		for range 2 {
			if !<-joined {
				t.Error("a screen of the busy site was turned away, want it served later")
			}
		}
		synctest.Wait()
		for _, s := range []*screen{first, second} {
			if len(s.wake) == 0 || s.topic.newest.Load() == nil {
				t.Error("a screen of the busy site got no frame")
			}
			o.server.hub.leave(s)
		}
	})
}

func TestALinkOfABusySiteKeepsNobodyElseWaiting(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		o, talant, release := busySite(t)
		o.server.sites["talant"] = talant
		found := make(chan error)
		go func() {
			_, _, err := o.server.phones.find(t.Context(), o.server, "x")
			found <- err
		}()
		synctest.Wait()
		if !o.server.phones.mu.TryLock() {
			t.Error("who looks for a link at a busy site holds the lock of all")
		} else {
			o.server.phones.mu.Unlock()
		}
		release()
		if err := <-found; queue.KindOf(err) != queue.NotFound {
			t.Errorf("got %v, want nothing found", err)
		}
		delete(o.server.sites, "talant")
	})
}
