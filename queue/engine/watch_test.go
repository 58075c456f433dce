package engine

import (
	"context"
	"fmt"
	"math/rand/v2"
	"strconv"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"accueil/queue"
	"accueil/queue/journal"
)

// waiting renders how many wait.
func waiting(l Look) []byte { return strconv.AppendInt(nil, int64(l.State.Waiting("droits")), 10) }

// mustShow holds that a watch has news, and what they are.
func (w *Watch) mustShow(t *testing.T, when string, at uint64, body string) {
	t.Helper()
	select {
	case <-w.C:
	default:
		t.Errorf("%s there is no news", when)
	}
	if f := w.Frame(); f.At.Seq != at || string(f.Body) != body {
		t.Errorf("%s got %q at %d, want %q at %d", when, f.Body, f.At.Seq, body, at)
	}
}

func (w *Watch) mustBeSilent(t *testing.T, when string) {
	t.Helper()
	select {
	case <-w.C:
		t.Errorf("%s there is news: %q", when, w.Frame().Body)
	default:
	}
}

func TestAWatchBeginsAtOnce(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		e := opened(t, journal.NewMemory(), newLeaper())
		_, at := e.answer(t, give(""))
		w := e.Watch(waiting)
		synctest.Wait()
		w.mustShow(t, "at once", at.Seq, "1")
		if f := w.Frame(); f.At != at || !f.Wall.Equal(time.Now()) {
			t.Errorf("got a frame of %v at %v, want of %v at %v", f.At, f.Wall, at, time.Now())
		}
	})
}

func TestASlowReaderGetsTheNewest(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		e := opened(t, journal.NewMemory(), newLeaper())
		w := e.Watch(waiting)
		var at Position
		for range 100 { // each is answered, though nobody looks
			_, at = e.answer(t, give(""))
			pass(renderEvery / 3)
		}
		pass(renderEvery)
		w.mustShow(t, "after a while", at.Seq, "100")
		w.mustBeSilent(t, "then")
	})
}

func TestAWatchIsRenderedAnewForWhoAsks(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		e := opened(t, journal.NewMemory(), newLeaper())
		w := e.Watch(waiting)
		pass(time.Second)
		before := w.Frame()
		w.Refresh()
		synctest.Wait()
		if f := w.Frame(); f == before || !f.Wall.Equal(time.Now()) {
			t.Errorf("got a frame of %v, want of %v", f.Wall, time.Now())
		}
	})
}

func TestAnAnswerIsNeverAheadOfThePositionForAll(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		e := opened(t, journal.NewMemory(), newLeaper())
		for range 10 {
			if _, at := e.answer(t, give("")); e.At() != at {
				t.Errorf("got %v, want %v as answered", e.At(), at)
			}
		}
	})
}

func TestAFrameIsNeverChanged(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		e := opened(t, journal.NewMemory(), newLeaper())
		w := e.Watch(waiting)
		synctest.Wait()
		f := w.Frame()
		before := *f
		e.given(t)
		pass(renderEvery)
		if string(f.Body) != "0" || f.At != before.At || f == w.Frame() {
			t.Errorf("a frame in hand became %q at %v", f.Body, f.At)
		}
	})
}

func TestAWatchIsRenderedAtMostTwentyTimesASecond(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		e := opened(t, journal.NewMemory(), newLeaper())
		var rendered atomic.Int64
		w := e.Watch(func(l Look) []byte { rendered.Add(1); return waiting(l) })
		for range 1000 { // a second, its two ends included
			e.given(t)
			w.Refresh()
			pass(time.Millisecond)
		}
		if n := rendered.Load(); n < 15 || n > 20 {
			t.Errorf("got %d renderings of a thousand changes in a second, want about 19", n)
		}
		pass(time.Second)
		rendered.Store(0)
		pass(time.Minute)
		if n := rendered.Load(); n < 11 || n > 13 {
			t.Errorf("got %d renderings in a minute without a change, want 12", n)
		}
	})
}

// Many give at any time, many look as fast as they can: what each sees goes
// only ahead, is of one moment, and ends as the journal does.
func TestAPositionNeverGoesBack(t *testing.T) {
	for seed := range uint64(4) {
		t.Run(fmt.Sprint("seed ", seed), func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				book := &faulty{Journal: journal.NewMemory(), random: rand.New(rand.NewPCG(seed, 9))}
				opened(t, book.Journal, newLeaper()).Close()
				e := opened(t, book, newLeaper())
				ctx, stop := context.WithCancel(t.Context())
				defer stop()
				var givers sync.WaitGroup
				watches := make([]*Watch, 8)
				for i := range watches {
					watches[i] = e.Watch(waiting)
					go look(ctx, t, watches[i])
					givers.Go(func() {
						for n := range 50 {
							if _, err := e.insist(ctx, give(fmt.Sprint(i, n))); err != nil {
								t.Error(err)
							}
							time.Sleep(time.Duration(i+1) * time.Millisecond)
						}
					})
				}
				givers.Wait()
				pass(renderEvery)
				stop()
				synctest.Wait()
				for _, w := range watches {
					if got := string(w.Frame().Body); got != "400" {
						t.Errorf("the last frame says %s, want 400", got)
					}
				}
			})
		})
	}
}

// look reads every frame that there is until ctx ends.
func look(ctx context.Context, t *testing.T, w *Watch) {
	var at, count int
	for {
		select {
		case <-ctx.Done():
			return
		case <-w.C:
		}
		f := w.Frame()
		n, err := strconv.Atoi(string(f.Body))
		if err != nil || int(f.At.Seq) < at || n < count || int(f.At.Seq)-at < n-count {
			t.Errorf("got %q at %d after %d at %d: %v", f.Body, f.At.Seq, count, at, err)
		}
		at, count = int(f.At.Seq), n
	}
}

func TestAWatchEndsWithItsReader(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		e := opened(t, journal.NewMemory(), newLeaper())
		ctx, leave := context.WithCancel(t.Context())
		var rendered atomic.Int64
		gone := e.Watch(func(l Look) []byte { rendered.Add(1); return waiting(l) })
		stays := e.Watch(waiting)
		context.AfterFunc(ctx, gone.Close)
		synctest.Wait()
		leave()
		synctest.Wait()
		before := rendered.Load()
		_, at := e.answer(t, give(""))
		pass(time.Minute)
		if n := rendered.Load(); n != before {
			t.Errorf("a watch was rendered %d times after its end", n-before)
		}
		stays.mustShow(t, "to another", at.Seq, "1")
		gone.Close() // once more is nothing
	})
}

func TestCloseEndsAll(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		book := journal.NewMemory()
		e := opened(t, book, newLeaper())
		_, at := e.answer(t, give(""))
		var rendered atomic.Int64
		w := e.Watch(func(l Look) []byte { rendered.Add(1); return waiting(l) })
		synctest.Wait()
		if err := e.Close(); err != nil {
			t.Fatal(err)
		}
		before := rendered.Load()
		pass(48 * time.Hour)
		if n := rendered.Load(); n != before {
			t.Errorf("a watch was rendered %d times after the end", n-before)
		}
		w.mustShow(t, "the last frame stays:", at.Seq, "1")
		w.Close()
		if again := e.Watch(waiting); again != nil {
			t.Error("a closed engine gave a watch")
		}
		never := func(Look) { t.Error("a closed engine showed its state") }
		for range 20 {
			for what, err := range map[string]error{
				"a command":   e.Do(t.Context(), give(""), never),
				"a question":  e.Read(t.Context(), never),
				"a new epoch": e.NewEpoch(t.Context(), at),
			} {
				if queue.KindOf(err) != queue.Unavailable {
					t.Errorf("%s: got %v, want unavailable", what, err)
				}
			}
		}
		if err := e.Close(); err != nil {
			t.Errorf("closed again: %v", err)
		}
		if n := len(written[queue.TicketGiven](t, book)); n != 1 {
			t.Errorf("got %d tickets, want 1", n)
		}
	})
}
