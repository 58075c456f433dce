package spool

import (
	"context"
	"log/slog"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"accueil/kiosk"
	"accueil/queue"
)

// A moody server says what it thinks of a ticket before it takes it, and counts
// the greetings. Only a bubble that rests may change its mood.
type moody struct {
	*hall
	thinks   func(queue.Number) error
	greeting int
}

func (m *moody) Me(ctx context.Context, h Hold) (Me, error) {
	m.mu.Lock()
	m.greeting++
	m.mu.Unlock()
	return m.hall.Me(ctx, h)
}

func (m *moody) Give(ctx context.Context, b Born) (Answer, error) {
	m.mu.Lock()
	err := m.thinks(b.Ticket.Number)
	m.mu.Unlock()
	if err != nil {
		return Answer{}, err
	}
	return m.hall.Give(ctx, b)
}

func (m *moody) becomes(thinks func(queue.Number) error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.thinks = thinks
}

// took returns the numbers it has, in order, and how often it was greeted.
func (m *moody) took() (numbers []queue.Number, greetings int) {
	m.mu.Lock()
	defer m.mu.Unlock()
	return slices.Sorted(slices.Values(m.given)), m.greeting
}

func kindly(queue.Number) error { return nil }

// of thinks so of the first n numbers of the day.
func of(n int, err error) func(queue.Number) error {
	return func(number queue.Number) error {
		if number <= queue.MakeNumber('A', 1, n) {
			return err
		}
		return nil
	}
}

// exported is what the server would not have.
func (s *Spool) exported(t *testing.T) string {
	t.Helper()
	var out strings.Builder
	if err := s.Export(t.Context(), &out); err != nil {
		t.Fatal(err)
	}
	return out.String()
}

// inABubble is a test of a kiosk that has given so many numbers alone.
func inABubble(t *testing.T, tickets int, test func(t *testing.T, s *Spool, m *moody)) {
	t.Helper()
	synctest.Test(t, func(t *testing.T) {
		s := settled(t, 1, newHand())
		for range tickets {
			s.must(t, "droits")
		}
		test(t, s, &moody{hall: newHall(), thinks: kindly})
	})
}

// A kiosk that was removed by mistake and is added again brings its tickets with it.
func TestAServerThatDisownsTheKioskLosesNoTicket(t *testing.T) {
	inABubble(t, 3, func(t *testing.T, s *Spool, m *moody) {
		m.becomes(of(99, queue.Refuse(queue.Forbidden, "who is this?")))
		drive(t, s, m)
		synctest.Wait()
		if got := s.exported(t); s.Unsent() != 3 || got != "" {
			t.Errorf("disowned: got %d waiting and %q refused, want all three waiting", s.Unsent(), got)
		}
		m.becomes(kindly)
		<-time.After(2 * retryDelayMax)
		synctest.Wait()
		if got, _ := m.took(); s.Unsent() != 0 || len(got) != 3 {
			t.Errorf("known again: got %d waiting and %v taken, want all three taken", s.Unsent(), got)
		}
	})
}

// A change that may no longer be made is no trouble of the line's.
func TestAChangeThatIsForbiddenIsSettled(t *testing.T) {
	inABubble(t, 1, func(t *testing.T, s *Spool, m *moody) {
		first, err := s.waitingAfter(t.Context(), 0)
		if err != nil {
			t.Fatal(err)
		}
		if err := s.Cancel(first[0].ticket); err != nil {
			t.Fatal(err)
		}
		drive(t, s, late{m})
		synctest.Wait()
		if _, greetings := m.took(); s.Unsent() != 0 || greetings != 1 {
			t.Errorf("got %d waiting after %d greetings, want none after one", s.Unsent(), greetings)
		}
	})
}

// A late server lets nobody give a ticket back.
type late struct{ *moody }

func (late) Cancel(context.Context, Change) (Answer, error) {
	return Answer{}, queue.Refuse(queue.Forbidden, "its minute is over")
}

// A ticket that the server stumbles over, because of a fault of its own, is not
// given up, stops nobody, and is tried again within two minutes.
func TestATicketThatTheServerStumblesOverWaitsAside(t *testing.T) {
	for _, stumbles := range []int{1, asideMax} {
		inABubble(t, asideMax+8, func(t *testing.T, s *Spool, m *moody) {
			m.becomes(of(stumbles, queue.Refuse(queue.Internal, "something went wrong")))
			drive(t, s, m)
			synctest.Wait()
			got, greetings := m.took()
			if want := asideMax + 8 - stumbles; len(got) != want || s.Unsent() != stumbles || greetings != 1 {
				t.Errorf("over %d: got %d taken, %d waiting, %d greetings, want all the others taken at once",
					stumbles, len(got), s.Unsent(), greetings)
			}
			m.becomes(kindly)
			<-time.After(2 * asideFor)
			synctest.Wait()
			if got := s.exported(t); s.Unsent() != 0 || got != "" {
				t.Errorf("mended: got %d waiting, %q refused, want none", s.Unsent(), got)
			}
		})
	}
}

// A server that stumbles over more than that is not well: it is left in peace,
// and greeted again after a while.
func TestAServerThatStumblesOverEverythingIsLeftInPeace(t *testing.T) {
	inABubble(t, 10*inFlightMax, func(t *testing.T, s *Spool, m *moody) {
		tried := 0
		m.becomes(func(queue.Number) error {
			tried++
			return queue.Refuse(queue.Internal, "something went wrong")
		})
		drive(t, s, m)
		synctest.Wait()
		if limit := asideMax + inFlightMax + 1; tried > limit {
			t.Errorf("got %d tickets tried at once, want at most %d", tried, limit)
		}
		m.becomes(kindly)
		<-time.After(2 * retryDelayMin)
		synctest.Wait()
		if got, _ := m.took(); s.Unsent() != 0 || len(got) != 10*inFlightMax {
			t.Errorf("mended: got %d taken and %d waiting, want all taken", len(got), s.Unsent())
		}
	})
}

// Nothing else may come along for an hour to take the alert with it.
func TestTheOnlyTicketOfTheDayIsRungForWhenItIsRefused(t *testing.T) {
	inABubble(t, 1, func(t *testing.T, s *Spool, m *moody) {
		m.refuses["A01"] = true
		drive(t, s, m)
		synctest.Wait()
		if want := []string{"refused_ticket A01: A01 is another ticket's"}; !slices.Equal(m.rung, want) || s.Unsent() != 0 {
			t.Errorf("got %q and %d waiting, want %q and none", m.rung, s.Unsent(), want)
		}
	})
}

// A deaf server answers a call for help the third time.
type deaf struct {
	*hall
	keys chan string
}

func (d deaf) Alert(_ context.Context, r Ring) (queue.AlertID, error) {
	d.keys <- r.Key
	if len(d.keys) < cap(d.keys) {
		return "", errAway
	}
	return "alert", nil
}

// Who calls once is one person who needs help, however often it was said.
func TestACallForHelpGoesUnderOneKey(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := settled(t, 1, newHand())
		server := deaf{newHall(), make(chan string, 3)}
		d := NewDriver(DriverOptions{Spool: s, Server: server, Log: slog.New(slog.DiscardHandler)})
		ctx, stop := context.WithCancel(t.Context())
		ended := make(chan struct{})
		go func() {
			defer close(ended)
			d.help(ctx)
		}()
		defer func() {
			stop()
			<-ended
		}()
		d.Do(kiosk.CallHelp{Request: 7})
		if sent, ok := (<-d.Messages()).(kiosk.HelpSent); !ok || sent.Request != 7 || sent.Alert != "alert" {
			t.Errorf("got %+v, want that call 7 was sent", sent)
		}
		if a, b, c := <-server.keys, <-server.keys, <-server.keys; a != b || b != c || a == "" {
			t.Errorf("it was said under the keys %q, %q and %q, want one", a, b, c)
		}
	})
}
