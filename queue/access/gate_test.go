package access

import (
	"context"
	"errors"
	"net/netip"
	"slices"
	"testing"
	"testing/synctest"
)

func TestAGateTakesAddressesByTurns(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		g := newGate(1)
		leave, err := g.enter(t.Context(), netip.Addr{})
		if err != nil {
			t.Fatal(err)
		}
		var order []string
		ask := func(from string) {
			go func() {
				leave, err := g.enter(t.Context(), netip.MustParseAddr(from))
				if err != nil {
					t.Error(err)
					return
				}
				order = append(order, from) // the gate lets one in at once
				leave()
			}()
			synctest.Wait()
		}
		for range 3 {
			ask("10.0.0.1")
		}
		ask("10.0.0.2")
		ask("10.0.0.3")
		leave()
		synctest.Wait()
		if want := []string{"10.0.0.1", "10.0.0.2", "10.0.0.3", "10.0.0.1", "10.0.0.1"}; !slices.Equal(order, want) {
			t.Errorf("got %v, want %v", order, want)
		}
		if g.free != 1 || g.waiting != 0 || len(g.lines) != 0 || len(g.turns) != 0 {
			t.Errorf("got %+v, want it empty", g)
		}
	})
}

func TestAFloodFromOneAddressFillsItsOwnLineOnly(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		ctx, cancel := context.WithCancel(t.Context())
		g := newGate(1)
		leave, err := g.enter(ctx, netip.Addr{})
		if err != nil {
			t.Fatal(err)
		}
		flood, other := netip.MustParseAddr("10.0.0.1"), netip.MustParseAddr("10.0.0.2")
		for range lineMax {
			go func() {
				if _, err := g.enter(ctx, flood); !errors.Is(err, context.Canceled) {
					t.Errorf("got %v, want context.Canceled", err)
				}
			}()
		}
		synctest.Wait()
		var wait *TooMany
		if _, err := g.enter(ctx, flood); !errors.As(err, &wait) {
			t.Errorf("one more from the flood: got %v, want TooMany", err)
		}
		in := false
		go func() {
			if leave, err := g.enter(t.Context(), other); err == nil {
				in = true
				leave()
			}
		}()
		synctest.Wait()
		cancel() // the flood gives up
		synctest.Wait()
		if g.waiting != 1 {
			t.Errorf("got %d waiting, want the other", g.waiting)
		}
		leave()
		synctest.Wait()
		if !in || g.free != 1 {
			t.Errorf("got in %v with %d free, want true and 1", in, g.free)
		}
	})
}
