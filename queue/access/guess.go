package access

import (
	"context"
	"crypto/sha256"
	"net/netip"
	"sync"
	"time"
)

const (
	wrongFromAddressMax = 5  // for a name from an address, before the first delay
	wrongForNameMax     = 50 // for a name from everywhere
	delayMin            = time.Second
	delayMax            = 5 * time.Minute
	wrongKept           = 24 * time.Hour // since the first of them
	// countersMax bounds each kind of counter; beyond, the one longest untouched
	// is forgotten. To make a counter one has to guess, and the gate lets some
	// forty guesses a second through: flooding out a counter takes longer than
	// waiting for it.
	countersMax = 50_000
	// undecidedMax bounds the logins that wait to hear of others of their name.
	undecidedMax = 256
)

// guesses counts wrong logins, for a name known or not, from an address and from
// everywhere. Once either count is full each further one must wait: a second,
// then two, four, up to delayMax. Logins in hand are counted as if they were
// wrong: those beyond the limit wait for the outcome of the others, so that a
// hundred guesses at once are not a hundred chances, and a hundred right logins
// at once all come in.
type guesses struct {
	clock func() time.Time

	mu      sync.Mutex // guards the fields below
	address *lru[guessKey, *counter]
	name    *lru[guessKey, *counter]
	waiting int
	decided chan struct{} // closed when a login was decided
}

// A guessKey stands for a name at a site, with an address or without: a digest,
// so that all counters are of one size and hold no name.
type guessKey [16]byte

type counter struct {
	key    guessKey
	most   int // wrong ones before the first delay
	wrong  int
	inHand int
	first  time.Time // of the wrong ones
	last   time.Time
	delay  time.Duration // since the last, before another
}

// A guess is a login that was let through and must be decided.
type guess struct {
	of            *guesses
	address, name *counter
}

func newGuesses(clock func() time.Time) *guesses {
	return &guesses{
		clock:   clock,
		address: newLRU[guessKey, *counter](countersMax),
		name:    newLRU[guessKey, *counter](countersMax),
		decided: make(chan struct{}),
	}
}

// admit lets a login through, or returns *TooMany.
func (g *guesses) admit(ctx context.Context, at place, from netip.Addr) (guess, error) {
	byAddress, byName := keyOf(at, network(from).String()), keyOf(at, "")
	for {
		g.mu.Lock()
		now := g.clock()
		t := guess{
			of:      g,
			address: g.counter(g.address, byAddress, wrongFromAddressMax),
			name:    g.counter(g.name, byName, wrongForNameMax),
		}
		if wait := max(t.address.wait(now), t.name.wait(now)); wait > 0 {
			g.mu.Unlock()
			return guess{}, &TooMany{RetryAfter: wait}
		}
		if t.address.room() && t.name.room() {
			t.address.inHand++
			t.name.inHand++
			g.mu.Unlock()
			return t, nil
		}
		if g.waiting >= undecidedMax {
			g.mu.Unlock()
			return guess{}, &TooMany{RetryAfter: delayMin}
		}
		g.waiting++
		decided := g.decided
		g.mu.Unlock()
		select {
		case <-ctx.Done():
		case <-decided:
		}
		g.mu.Lock()
		g.waiting--
		g.mu.Unlock()
		if err := ctx.Err(); err != nil {
			return guess{}, err
		}
	}
}

// counter returns the counter of a key, a new one when there is none; mu is held.
func (g *guesses) counter(in *lru[guessKey, *counter], key guessKey, most int) *counter {
	if c, ok := in.get(key); ok {
		return c
	}
	c := &counter{key: key, most: most}
	in.put(key, c)
	return c
}

// wrong counts the login.
func (t guess) wrong() {
	t.decide(func(now time.Time) {
		t.address.add(now)
		t.name.add(now)
	})
}

// right forgets what was wrong for the name from this address before.
func (t guess) right() {
	t.decide(func(time.Time) { t.address.wrong, t.address.delay = 0, 0 })
}

// unjudged gives back a login that was not looked at.
func (t guess) unjudged() { t.decide(func(time.Time) {}) }

func (t guess) decide(outcome func(now time.Time)) {
	g := t.of
	g.mu.Lock()
	defer g.mu.Unlock()
	t.address.inHand--
	t.name.inHand--
	outcome(g.clock())
	g.tidy(g.address, t.address)
	g.tidy(g.name, t.name)
	close(g.decided)
	g.decided = make(chan struct{})
}

// tidy drops a counter that has nothing to say.
func (g *guesses) tidy(in *lru[guessKey, *counter], c *counter) {
	if c.wrong > 0 || c.inHand > 0 {
		return
	}
	if current, ok := in.get(c.key); ok && current == c {
		in.drop(c.key)
	}
}

// room reports whether another login may be judged: so many as may still be
// wrong, else one at a time.
func (c *counter) room() bool {
	return c.inHand == 0 || c.wrong+c.inHand < c.most
}

// wait returns how long no login may be judged. It forgets wrong ones of long
// ago; a clock that was set back begins the delay anew, and no more.
func (c *counter) wait(now time.Time) time.Duration {
	if now.Before(c.last) {
		c.first, c.last = now, now
	}
	if c.wrong > 0 && now.Sub(c.first) >= wrongKept {
		c.wrong, c.delay = 0, 0
	}
	return c.delay - now.Sub(c.last)
}

func (c *counter) add(now time.Time) {
	if c.wrong == 0 {
		c.first = now
	}
	c.wrong++
	c.last = now
	if over := c.wrong - c.most; over >= 0 {
		c.delay = min(delayMin<<min(over, 20), delayMax)
	}
}

func keyOf(at place, from string) guessKey {
	sum := sha256.Sum256([]byte(string(at.site) + "\x00" + at.name + "\x00" + from))
	return guessKey(sum[:len(guessKey{})])
}
