package engine

import (
	"context"
	"sync/atomic"
	"testing"
	"testing/synctest"

	"accueil/queue"
	"accueil/queue/journal"
)

// A gate is a journal that takes its time.
type gate struct {
	journal.Journal
	opens chan struct{}
}

func (g *gate) Append(ctx context.Context, site queue.SiteID, last uint64, entries []journal.Entry) error {
	<-g.opens
	return g.Journal.Append(ctx, site, last, entries)
}

func TestCloseFinishesWhatIsInHandAndTakesNoMore(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		book := journal.NewMemory()
		opened(t, book, newLeaper()).Close()
		slow := &gate{book, make(chan struct{})}
		e := opened(t, slow, newLeaper())
		var taken, closed atomic.Int64
		for range 10 { // one in flight, nine in line
			go func() {
				if err := e.Do(t.Context(), give(""), nil); err != nil {
					t.Error(err)
				}
				taken.Add(1)
			}()
			synctest.Wait()
		}
		go func() { _ = e.Close(); closed.Add(1) }()
		synctest.Wait()
		var refused atomic.Int64
		for range 20 {
			go func() {
				if err := e.Do(t.Context(), give(""), nil); queue.KindOf(err) == queue.Unavailable {
					refused.Add(1)
				}
			}()
		}
		synctest.Wait()
		if refused.Load() != 20 || closed.Load() != 0 {
			t.Errorf("while it ends, got %d of 20 refused; closed %d before what is in hand", refused.Load(), closed.Load())
		}
		close(slow.opens)
		synctest.Wait()
		if n := len(written[queue.TicketGiven](t, book)); n != 10 || taken.Load() != 10 || closed.Load() != 1 {
			t.Errorf("got %d tickets, %d answers, %d ends; want 10, 10, 1", n, taken.Load(), closed.Load())
		}
	})
}
