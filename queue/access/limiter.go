package access

import (
	"net/netip"
	"sync"
	"time"

	"golang.org/x/time/rate"

	"accueil/queue"
)

const (
	// TokenlessPerSecond bounds what comes without a valid token, by address;
	// so many at once are let through before it holds.
	TokenlessPerSecond = 100
	TokenlessBurst     = 200
	// CallsPerSecond bounds what comes with one, by device or person.
	CallsPerSecond = 10_000

	limitedMax = 50_000 // keys a limiter remembers; one longest unheard of is forgotten
)

// A Limiter lets so many calls a second through for each key. Its memory is
// bounded: of more than limitedMax keys the one longest unheard of starts anew.
type Limiter[K comparable] struct {
	clock func() time.Time
	rate  rate.Limit
	burst int

	mu   sync.Mutex // guards keys
	keys *lru[K, *rate.Limiter]
}

// NewAddrLimiter returns the limiter of what has no valid token; its keys come
// from AddrOf. A nil clock is time.Now.
func NewAddrLimiter(clock func() time.Time) *Limiter[netip.Addr] {
	return newLimiter[netip.Addr](clock, TokenlessPerSecond, TokenlessBurst)
}

// NewCallerLimiter returns the limiter of what has a valid token.
func NewCallerLimiter(clock func() time.Time) *Limiter[queue.ActorID] {
	return newLimiter[queue.ActorID](clock, CallsPerSecond, CallsPerSecond)
}

func newLimiter[K comparable](clock func() time.Time, perSecond rate.Limit, burst int) *Limiter[K] {
	if clock == nil {
		clock = time.Now
	}
	return &Limiter[K]{clock: clock, rate: perSecond, burst: burst, keys: newLRU[K, *rate.Limiter](limitedMax)}
}

// Allow counts a call of key and reports whether it may go on. After false, a
// second later there is room again.
func (l *Limiter[K]) Allow(key K) bool {
	now := l.clock()
	l.mu.Lock()
	defer l.mu.Unlock()
	of, ok := l.keys.get(key)
	if !ok {
		of = rate.NewLimiter(l.rate, l.burst)
		l.keys.put(key, of)
	}
	return of.AllowN(now, 1)
}
