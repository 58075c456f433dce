package server

import (
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/gorilla/websocket"

	"accueil/queue/engine"
	"accueil/queue/wire"
)

// A leaping clock is the machine's, and whatever it was told to leap.
type leaping struct {
	engine.Clock
	leapt atomic.Int64
}

func (c *leaping) Wall() time.Time       { return c.Clock.Wall().Add(time.Duration(c.leapt.Load())) }
func (c *leaping) Mono() time.Duration   { return c.Clock.Mono() + time.Duration(c.leapt.Load()) }
func (c *leaping) leap(by time.Duration) { c.leapt.Add(int64(by)) }

func frameOf(t *testing.T, conn *websocket.Conn) wire.Frame {
	t.Helper()
	_ = conn.SetReadDeadline(time.Now().Add(20 * time.Second))
	var f wire.Frame
	if err := conn.ReadJSON(&f); err != nil {
		t.Fatal(err)
	}
	return f
}

// A wall announces the calls of the last half minute when it connects: an old
// frame would let it announce old ones.
func TestAScreenBeginsWithTheSiteAsItIs(t *testing.T) {
	clock := &leaping{Clock: engine.SystemClock()}
	o := openOffice(&office{t: t, clock: clock})
	early := o.watch("wall", "wall")
	first := frameOf(t, early)
	for range 3 {
		clock.leap(4 * time.Second)
		o.call("kiosk", "POST", "alerts", `{"kind":"help"}`).want(201) // no wall shows it
		before := clock.Wall()
		position := o.call("wall", "GET", "state?view=wall", "").want(200).header.Get(positionHeader)
		f := frameOf(t, o.watch("wall", "wall"))
		if at := (engine.Position{Epoch: o.engine.At().Epoch, Seq: f.Seq}); f.Beat || textOf(at) != position {
			t.Errorf("the first frame: got a beat %t at %s, want the whole at %s", f.Beat, textOf(at), position)
		}
		if f.At.Before(before.Add(-time.Second)) || f.At.After(clock.Wall()) {
			t.Errorf("the first frame is of %v, and it is %v", f.At, clock.Wall())
		}
	}
	if f := frameOf(t, early); !f.Beat || f.Seq < first.Seq {
		t.Errorf("who was there: got %+v, want a beat", f)
	}
}

// A view that nobody looks at any more costs nothing.
func TestAViewIsRenderedWhileItIsLookedAt(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		o := openOffice(&office{t: t, clock: engine.SystemClock(), quiet: true})
		var rendered atomic.Int32
		screens := []*screen{newScreen(place{key: topicKey{site: "dijon", view: "wall"}}, nil), newScreen(place{key: topicKey{site: "dijon", view: "wall"}}, nil)}
		for _, s := range screens {
			if !o.server.hub.join(s, o.engine, func(engine.Look) []byte { rendered.Add(1); return nil }) {
				t.Fatal("the screen was turned away")
			}
		}
		lasting := func() int32 {
			synctest.Wait()
			before := rendered.Load()
			time.Sleep(time.Minute)
			synctest.Wait()
			return rendered.Load() - before
		}
		if lasting() == 0 {
			t.Error("with two screens nothing was rendered in a minute")
		}
		o.server.hub.leave(screens[0])
		if lasting() == 0 {
			t.Error("with one screen left nothing was rendered in a minute")
		}
		o.server.hub.leave(screens[1])
		if n := lasting(); n > 0 {
			t.Errorf("with nobody there it was rendered %d times in a minute", n)
		}
	})
}
