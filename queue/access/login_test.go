package access

import (
	"context"
	"errors"
	"fmt"
	"net/netip"
	"strings"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"accueil/queue"
)

func request(name, pin string) LoginRequest {
	return LoginRequest{From: netip.MustParseAddr("192.0.2.1"), Site: dijon, Name: name, PIN: pin}
}

func requestFrom(from int, name, pin string) LoginRequest {
	r := request(name, pin)
	r.From = netip.AddrFrom4([4]byte{10, 0, byte(from >> 8), byte(from)})
	return r
}

func login(t *testing.T, a *Access, name, pin string) Session {
	t.Helper()
	s, err := a.Login(t.Context(), request(name, pin))
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func TestAWrongLoginDoesNotSayWhatWasWrong(t *testing.T) {
	a := inMemory(t, newClock().Now)
	addZoe(t, a)
	said := map[string]bool{}
	cases := map[string]LoginRequest{
		"the PIN":                request("Zoé", "4322"),
		"the name":               request("Zoe", "4321"),
		"the site":               {From: request("", "").From, Site: chenove, Name: "Zoé", PIN: "4321"},
		"a PIN with a letter":    request("Zoé", "432l"),
		"no PIN":                 requestFrom(1, "Zoé", ""),
		"a very long PIN":        requestFrom(2, "Zoé", strings.Repeat("4321", 10_000)),
		"a very long name":       request(strings.Repeat("Zoé", 10_000), "4321"),
		"a name that is no text": request("Zo\xff\x00", "4321"),
	}
	for name, r := range cases {
		t.Run(name, func(t *testing.T) {
			_, err := a.Login(t.Context(), r)
			kind(t, err, queue.Unauthenticated)
			said[err.Error()] = true
		})
	}
	if len(said) != 1 {
		t.Errorf("got %v, want one text for all", said)
	}
}

func TestFiveWrongLoginsForANameFromAnAddressThenWait(t *testing.T) {
	for _, name := range []string{"Zoé", "nobody"} {
		t.Run(name, func(t *testing.T) {
			clock := newClock()
			a := inMemory(t, clock.Now)
			addZoe(t, a)
			for range 5 {
				_, err := a.Login(t.Context(), request(name, "0000"))
				kind(t, err, queue.Unauthenticated)
			}
			for _, want := range []int{1, 2, 4, 8, 16, 32, 64, 128, 256, 300, 300} {
				for range 3 { // asking meanwhile makes it no longer
					tooMany(t, a, request(name, "0000"), want)
				}
				clock.forward(time.Duration(want)*time.Second - time.Millisecond)
				tooMany(t, a, request(name, "4321"), 1)
				clock.forward(time.Millisecond)
				_, err := a.Login(t.Context(), request(name, "0000"))
				kind(t, err, queue.Unauthenticated)
			}
		})
	}
}

func TestWhatTheWaitIsFor(t *testing.T) {
	cases := map[string]struct {
		then LoginRequest
		want queue.Kind
	}{
		"another name from there":        {request("Ana", "0000"), queue.Unauthenticated},
		"the name from elsewhere":        {requestFrom(1, "Zoé", "0000"), queue.Unauthenticated},
		"the name written otherwise":     {request(" ZOE\u0301 ", "4321"), queue.TooMany},
		"the same name at another site":  {LoginRequest{From: request("", "").From, Site: chenove, Name: "Zoé"}, queue.Unauthenticated},
		"the same IPv4 address, as IPv6": {LoginRequest{From: netip.MustParseAddr("::ffff:192.0.2.1"), Site: dijon, Name: "Zoé"}, queue.TooMany},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			a := inMemory(t, newClock().Now)
			addZoe(t, a)
			wrong(t, a, 5, request("Zoé", "0000"))
			_, err := a.Login(t.Context(), c.then)
			kind(t, err, c.want)
		})
	}
}

func TestAnIPv6HostIsOneAddressWhateverItCallsItself(t *testing.T) {
	a := inMemory(t, newClock().Now)
	for i := range 5 {
		r := request("Zoé", "0000")
		r.From = netip.MustParseAddr(fmt.Sprintf("2001:db8::%d", i+1))
		wrong(t, a, 1, r)
	}
	r := request("Zoé", "0000")
	r.From = netip.MustParseAddr("2001:db8::beef")
	tooMany(t, a, r, 1)
	r.From = netip.MustParseAddr("2001:db8:1::beef")
	wrong(t, a, 1, r)
}

func TestFiftyWrongLoginsForANameFromEverywhereThenWait(t *testing.T) {
	for _, name := range []string{"Zoé", "nobody"} {
		t.Run(name, func(t *testing.T) {
			clock := newClock()
			a := inMemory(t, clock.Now)
			addZoe(t, a)
			for i := range 50 {
				wrong(t, a, 1, requestFrom(i/4, name, "0000"))
			}
			tooMany(t, a, requestFrom(1000, name, "4321"), 1)
			clock.forward(time.Second)
			wrong(t, a, 1, requestFrom(1001, name, "0000"))
			tooMany(t, a, requestFrom(1002, name, "4321"), 2)
		})
	}
}

func TestARightLoginForgetsTheWrongOnesOfItsAddress(t *testing.T) {
	a := inMemory(t, newClock().Now)
	addZoe(t, a)
	for range 10 {
		wrong(t, a, 4, request("Zoé", "0000"))
		login(t, a, "Zoé", "4321")
	}
	if n := a.guesses.address.order.Len(); n != 0 {
		t.Errorf("got %d counters of addresses, want none", n)
	}
	wrong(t, a, 4, request("Zoé", "0000"))
	t.Run("but not those from everywhere", func(t *testing.T) {
		wrong(t, a, 1, request("Zoé", "0000"))
		wrong(t, a, 5, requestFrom(1, "Zoé", "0000"))
		tooMany(t, a, requestFrom(2, "Zoé", "4321"), 1)
	})
}

func TestWrongLoginsAreForgottenAfterADay(t *testing.T) {
	clock := newClock()
	a := inMemory(t, clock.Now)
	addZoe(t, a)
	wrong(t, a, 5, request("Zoé", "0000"))
	clock.forward(wrongKept)
	wrong(t, a, 5, request("Zoé", "0000"))
	tooMany(t, a, request("Zoé", "4321"), 1)
}

func TestAClockThatStepsBackKeepsNobodyOutForLong(t *testing.T) {
	clock := newClock()
	a := inMemory(t, clock.Now)
	addZoe(t, a)
	wrong(t, a, 5, request("Zoé", "0000"))
	clock.forward(-12 * time.Hour)
	tooMany(t, a, request("Zoé", "4321"), 1)
	clock.forward(time.Second)
	login(t, a, "Zoé", "4321")
}

// TestAHundredGuessesAtOnceAreFive races guesses for one name: those in hand
// count until they are decided.
func TestAHundredGuessesAtOnceAreFive(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		a := inMemory(t, nil)
		addZoe(t, a)
		var judged, told, other atomic.Int32
		for i := range 100 {
			go func() {
				_, err := a.Login(t.Context(), request("Zoé", fmt.Sprintf("%04d", i)))
				switch queue.KindOf(err) {
				case queue.Unauthenticated:
					judged.Add(1)
				case queue.TooMany:
					told.Add(1)
				default:
					other.Add(1)
				}
			}()
		}
		synctest.Wait()
		if judged.Load() != 5 || told.Load() != 95 || other.Load() != 0 {
			t.Errorf("got %d judged, %d told to wait, %d else; want 5, 95, 0", judged.Load(), told.Load(), other.Load())
		}
		_ = a.Close()
	})
}

func TestAHundredRightLoginsAtOnceAllComeIn(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		a := inMemory(t, nil)
		addZoe(t, a)
		var in atomic.Int32
		for range 100 {
			go func() {
				if _, err := a.Login(t.Context(), request("Zoé", "4321")); err == nil {
					in.Add(1)
				} else {
					t.Error(err)
				}
			}()
		}
		synctest.Wait()
		if in.Load() != 100 {
			t.Errorf("got %d in, want 100", in.Load())
		}
		_ = a.Close()
	})
}

func TestALoginThatWasNotJudgedCountsForNothing(t *testing.T) {
	a := inMemory(t, newClock().Now)
	addZoe(t, a)
	leave, err := a.gate.enter(t.Context(), netip.Addr{})
	if err != nil {
		t.Fatal(err)
	}
	a.gate.mu.Lock()
	spare := a.gate.free
	a.gate.free = 0
	a.gate.mu.Unlock()
	gone, cancel := context.WithCancel(t.Context())
	cancel()
	for range 20 {
		if _, err := a.Login(gone, request("Zoé", "0000")); !errors.Is(err, context.Canceled) {
			t.Fatalf("got %v, want context.Canceled", err)
		}
	}
	a.gate.mu.Lock()
	a.gate.free = spare
	a.gate.mu.Unlock()
	leave()
	login(t, a, "Zoé", "4321")
	if n := a.guesses.name.order.Len(); n != 0 {
		t.Errorf("got %d counters, want none", n)
	}
}

func TestANameThatIsNotKnownCostsTheSame(t *testing.T) {
	a := inMemory(t, newClock().Now)
	addZoe(t, a)
	if a.nobody.Passes != cheap().Passes || a.nobody.MemoryKiB != cheap().MemoryKiB || a.nobody.Threads != cheap().Threads ||
		len(a.nobody.Salt) != 16 || len(a.nobody.Hash) != 32 {
		t.Errorf("got %+v, want what a person's PIN has", a.nobody)
	}
}

func TestCountersAreBounded(t *testing.T) {
	g := newGuesses(newClock().Now)
	for i := range countersMax + 1000 {
		guess, err := g.admit(t.Context(), place{dijon, fmt.Sprint(i)}, netip.Addr{})
		if err != nil {
			t.Fatal(err)
		}
		guess.wrong()
	}
	if a, n := g.address.order.Len(), g.name.order.Len(); a != countersMax || n != countersMax {
		t.Errorf("got %d and %d counters, want %d", a, n, countersMax)
	}
}

func wrong(t *testing.T, a *Access, times int, r LoginRequest) {
	t.Helper()
	for range times {
		_, err := a.Login(t.Context(), r)
		kind(t, err, queue.Unauthenticated)
	}
}

func tooMany(t *testing.T, a *Access, r LoginRequest, seconds int) {
	t.Helper()
	_, err := a.Login(t.Context(), r)
	var wait *TooMany
	if !errors.As(err, &wait) || queue.KindOf(err) != queue.TooMany || wait.Seconds() != seconds {
		t.Errorf("got %v, want TooMany with %d s", err, seconds)
	}
}
