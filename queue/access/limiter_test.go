package access

import (
	"net/netip"
	"testing"
	"time"

	"accueil/queue"
)

func TestWhatHasNoTokenIsLimitedByAddress(t *testing.T) {
	clock := newClock()
	l := NewAddrLimiter(clock.Now)
	here, there := AddrOf("192.0.2.1:1234"), AddrOf("192.0.2.2:1234")
	if got := allowed(l, here, 1000); got != 200 {
		t.Errorf("at once: got %d through, want 200", got)
	}
	if !l.Allow(there) {
		t.Error("another address is refused")
	}
	clock.forward(time.Second)
	if got := allowed(l, here, 1000); got != 100 {
		t.Errorf("a second later: got %d through, want 100", got)
	}
}

func TestACallerIsNotLimitedBelowTenThousandASecond(t *testing.T) {
	clock := newClock()
	l := NewCallerLimiter(clock.Now)
	if got := allowed(l, queue.ActorID("a"), 20_000); got != 10_000 {
		t.Errorf("at once: got %d through, want 10000", got)
	}
	clock.forward(time.Second)
	if got := allowed(l, queue.ActorID("a"), 20_000); got != 10_000 {
		t.Errorf("a second later: got %d through, want 10000", got)
	}
	if !l.Allow("b") {
		t.Error("another caller is refused")
	}
}

func TestALimiterIsBoundedAndForgetsTheOneLongestUnheardOf(t *testing.T) {
	l := NewAddrLimiter(newClock().Now)
	first := netip.AddrFrom4([4]byte{})
	allowed(l, first, TokenlessBurst)
	for i := range limitedMax - 1 {
		l.Allow(netip.AddrFrom4([4]byte{1, byte(i >> 16), byte(i >> 8), byte(i)}))
	}
	if l.Allow(first) {
		t.Error("the first is forgotten while there is room")
	}
	for i := range limitedMax {
		l.Allow(netip.AddrFrom4([4]byte{2, byte(i >> 16), byte(i >> 8), byte(i)}))
	}
	if got := len(l.keys.items); got != limitedMax || l.keys.order.Len() != limitedMax {
		t.Errorf("got %d keys, want %d", got, limitedMax)
	}
	if !l.Allow(first) {
		t.Error("the first is remembered, and should have been forgotten")
	}
}

func TestAnAddressIsTakenFromWhatHTTPSays(t *testing.T) {
	cases := map[string]string{
		"192.0.2.1:80":           "192.0.2.1",
		"[::ffff:192.0.2.1]:80":  "192.0.2.1",
		"[2001:db8::1:2:3:4]:80": "2001:db8::",
		"[fe80::1%eth0]:80":      "fe80::",
		"pipe":                   "invalid IP",
		"":                       "invalid IP",
	}
	for remote, want := range cases {
		if got := AddrOf(remote).String(); got != want {
			t.Errorf("%q: got %s, want %s", remote, got, want)
		}
	}
}

func allowed[K comparable](l *Limiter[K], key K, of int) (n int) {
	for range of {
		if l.Allow(key) {
			n++
		}
	}
	return n
}

func BenchmarkLimiter(b *testing.B) {
	l := NewCallerLimiter(nil)
	b.ReportAllocs()
	for b.Loop() {
		l.Allow("a")
	}
}
