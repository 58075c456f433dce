package engine

import (
	"context"
	"iter"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"accueil/queue"
	"accueil/queue/journal"
)

// A sick journal takes nothing, or is not even read, while it is so.
type sick struct {
	journal.Journal
	refuses, hides atomic.Bool
	tries          atomic.Int64
}

// triesMax keeps an engine that asks without a rest from never coming to an end.
const triesMax = 1000

func (s *sick) try() {
	if s.tries.Add(1) > triesMax {
		time.Sleep(time.Second)
	}
}

func (s *sick) Append(ctx context.Context, site queue.SiteID, last uint64, entries []journal.Entry) error {
	if s.refuses.Load() {
		s.try()
		return errBroken
	}
	return s.Journal.Append(ctx, site, last, entries)
}

func (s *sick) Read(ctx context.Context, site queue.SiteID, after uint64) iter.Seq2[journal.Entry, error] {
	if s.hides.Load() {
		return func(yield func(journal.Entry, error) bool) {
			s.try()
			yield(journal.Entry{}, errBroken)
		}
	}
	return s.Journal.Read(ctx, site, after)
}

// What is due is tried again now and then, not as fast as the disk can refuse.
func TestTheTurnRestsWhileTheJournalIsSick(t *testing.T) {
	for name, hides := range map[string]bool{"and takes nothing": false, "and is not read": true} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				book, clock := &sick{Journal: journal.NewMemory()}, newLeaper()
				clock.set(t, "2026-11-24 03:59:00")
				e := opened(t, book, clock)
				id := e.given(t)
				book.refuses.Store(true)
				book.hides.Store(hides)
				pass(2 * time.Minute)
				if n := book.tries.Load(); n < 10 || n > 60 {
					t.Errorf("the journal was asked %d times in a minute, want once or twice every %s", n, tickEvery)
				}
				e.mustBe(t, id, queue.Waiting)
				if err := e.Do(t.Context(), give("k"), nil); queue.KindOf(err) != queue.Unavailable {
					t.Errorf("meanwhile: got %v, want unavailable", err)
				}
				book.refuses.Store(false)
				book.hides.Store(false)
				pass(tickEvery)
				e.mustBe(t, id, queue.Unserved)
				e.mustGoOn(t, "once it is well", "2026-11-24")
			})
		})
	}
}

func TestTheClocksAlertOutlivesASickJournal(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		book, clock := &sick{Journal: journal.NewMemory()}, newLeaper()
		clock.set(t, "2026-11-24 01:00:00")
		e := opened(t, book, clock)
		pass(time.Minute)
		book.refuses.Store(true)
		clock.leap(48 * time.Hour)
		pass(time.Minute)
		book.refuses.Store(false)
		pass(tickEvery)
		e.mustHold(t, "once it is well")
		book.refuses.Store(true)
		clock.leap(-48 * time.Hour)
		pass(time.Minute)
		book.refuses.Store(false)
		pass(tickEvery)
		e.mustGoOn(t, "put right while it was sick", "2026-11-23")
		if n := len(written[queue.AlertRaised](t, book)); n != 1 {
			t.Errorf("got %d alerts, want 1", n)
		}
	})
}

// A disk full at the turn: whoever asks is told, whatever is due.
func TestWhoAsksAtTheTurnIsToldThatTheJournalIsSick(t *testing.T) {
	for name, withPark := range map[string]bool{"the turn alone": false, "a park ran out a minute before": true} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				book, clock := &sick{Journal: journal.NewMemory()}, newLeaper()
				clock.set(t, "2026-11-24 03:30:00")
				e := opened(t, book, clock)
				if id := e.given(t); withPark {
					e.park(t, id, 29)
				}
				pass(28 * time.Minute)
				book.refuses.Store(true)
				pass(5 * time.Minute)
				before := book.tries.Load()
				for range 3 {
					if err := e.Do(t.Context(), give("k"), nil); queue.KindOf(err) != queue.Unavailable {
						t.Errorf("got %v, want unavailable", err)
					}
				}
				if n := book.tries.Load() - before; n > 6 {
					t.Errorf("three commands had the journal tried %d times", n)
				}
				book.refuses.Store(false)
				pass(tickEvery)
				e.mustGoOn(t, "once it is well", "2026-11-24")
			})
		})
	}
}

// A journal that hangs: nothing is decided, and questions go on.
func TestQuestionsGoOnWhileTheJournalHangs(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		book := &hanging{Journal: journal.NewMemory()}
		e := opened(t, book, newLeaper())
		book.hangs.Store(true)
		for _, key := range []string{"a", "b"} {
			go func() {
				if err := e.Do(t.Context(), give(key), nil); queue.KindOf(err) != queue.Unavailable {
					t.Errorf("%s: got %v, want unavailable", key, err)
				}
			}()
			synctest.Wait()
			began := time.Now()
			e.see(t, func(Look) {})
			if took := time.Since(began); took > 0 {
				t.Errorf("a question after %s was answered after %s", key, took)
			}
		}
		time.Sleep(2 * appendDeadline)
		book.hangs.Store(false)
		time.Sleep(appendDeadline)
		e.given(t)
	})
}

// A hanging journal says no to what it is to store, and nothing when it is read.
type hanging struct {
	journal.Journal
	hangs atomic.Bool
}

func (h *hanging) Append(ctx context.Context, site queue.SiteID, last uint64, entries []journal.Entry) error {
	if h.hangs.Load() {
		return errBroken
	}
	return h.Journal.Append(ctx, site, last, entries)
}

func (h *hanging) Read(ctx context.Context, site queue.SiteID, after uint64) iter.Seq2[journal.Entry, error] {
	if !h.hangs.Load() {
		return h.Journal.Read(ctx, site, after)
	}
	return func(yield func(journal.Entry, error) bool) {
		<-ctx.Done()
		yield(journal.Entry{}, ctx.Err())
	}
}

// A disk that hangs in the middle of an append: who waits is told that the outcome
// is unknown, questions go on, and what was stored after all is taken in.
func TestWhoWaitsForADiskThatHangsIsTold(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		_, e, opens := inFlight(t)
		began := time.Now()
		answers := make(chan error, 2)
		go func() { answers <- e.Do(t.Context(), give("in flight"), nil) }()
		synctest.Wait()
		time.Sleep(appendDeadline)
		synctest.Wait()
		go func() { answers <- e.Do(t.Context(), give("behind it"), nil) }()
		for range 2 {
			if err := <-answers; queue.KindOf(err) != queue.Unavailable {
				t.Errorf("got %v, want unavailable", err)
			}
		}
		if took := time.Since(began); took > appendDeadline {
			t.Errorf("they were told after %s, want %s at most", took, appendDeadline)
		}
		e.see(t, func(Look) {})
		close(opens)
		synctest.Wait()
		e.see(t, func(l Look) {
			if n := l.State.Waiting("droits"); n != 1 {
				t.Errorf("%d wait, want the one whose append ended after all", n)
			}
		})
		e.given(t)
	})
}

// A server ends though its disk hangs.
func TestCloseDoesNotWaitForADiskThatHangs(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		_, e, opens := inFlight(t)
		defer close(opens)
		began := time.Now()
		_ = e.Close()
		if took := time.Since(began); took > appendDeadline {
			t.Errorf("it ended after %s, want %s at most", took, appendDeadline)
		}
	})
}
