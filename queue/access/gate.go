package access

import (
	"context"
	"net/netip"
	"runtime"
	"slices"
	"sync"
	"time"
)

const (
	lineMax = 64   // logins of one address that wait to be judged
	gateMax = 1024 // and of all
)

// judgesAtOnce is how many PINs are judged at once: a quarter of the machine, so
// that whoever floods the login leaves the rest to those who work.
func judgesAtOnce() int { return max(1, runtime.GOMAXPROCS(0)/4) }

// A gate lets few in at once, and those who wait by turns of their addresses: a
// flood from one address makes itself wait, and another address one turn.
type gate struct {
	mu      sync.Mutex // guards the fields below
	free    int
	waiting int
	lines   map[netip.Addr][]chan struct{} // who waits, first come first; closed to let in
	turns   []netip.Addr                   // addresses that have a line, whose turn is next first
}

func newGate(atOnce int) *gate {
	return &gate{free: atOnce, lines: make(map[netip.Addr][]chan struct{})}
}

// enter waits for its turn; leave must be called after. It returns *TooMany when
// too many wait already, or the context's error.
func (g *gate) enter(ctx context.Context, from netip.Addr) (leave func(), err error) {
	from = network(from)
	g.mu.Lock()
	if g.free > 0 {
		g.free--
		g.mu.Unlock()
		return g.next, nil
	}
	if len(g.lines[from]) >= lineMax || g.waiting >= gateMax {
		g.mu.Unlock()
		return nil, &TooMany{RetryAfter: 2 * time.Second}
	}
	if len(g.lines[from]) == 0 {
		g.turns = append(g.turns, from)
	}
	mine := make(chan struct{})
	g.lines[from] = append(g.lines[from], mine)
	g.waiting++
	g.mu.Unlock()
	select {
	case <-mine:
		return g.next, nil
	case <-ctx.Done():
		g.abandon(from, mine)
		return nil, ctx.Err()
	}
}

// next gives a place to the first of the address whose turn it is.
func (g *gate) next() {
	g.mu.Lock()
	defer g.mu.Unlock()
	if len(g.turns) == 0 {
		g.free++
		return
	}
	from := g.turns[0]
	first := g.lines[from][0]
	g.turns = g.turns[1:]
	g.lines[from] = g.lines[from][1:]
	if len(g.lines[from]) > 0 {
		g.turns = append(g.turns, from)
	} else {
		delete(g.lines, from)
	}
	g.waiting--
	close(first)
}

// abandon leaves the line, or passes on the place that came at the same moment.
func (g *gate) abandon(from netip.Addr, mine chan struct{}) {
	g.mu.Lock()
	at := slices.Index(g.lines[from], mine)
	if at < 0 {
		g.mu.Unlock()
		g.next()
		return
	}
	defer g.mu.Unlock()
	g.waiting--
	g.lines[from] = slices.Delete(g.lines[from], at, at+1)
	if len(g.lines[from]) == 0 {
		delete(g.lines, from)
		g.turns = slices.DeleteFunc(g.turns, func(a netip.Addr) bool { return a == from })
	}
}
