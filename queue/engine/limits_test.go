package engine

import (
	"context"
	"fmt"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/oklog/ulid/v2"

	"accueil/queue"
	"accueil/queue/journal"
)

// inFlight returns an engine whose next append is under way until opens is closed.
func inFlight(t *testing.T) (book *journal.Memory, e *Engine, opens chan struct{}) {
	t.Helper()
	book = journal.NewMemory()
	_ = opened(t, book, newLeaper()).Close()
	slow := &gate{deaf{book}, make(chan struct{})}
	e = opened(t, slow, newLeaper())
	go func() { _ = e.Do(t.Context(), give(""), nil) }()
	synctest.Wait()
	return book, e, slow.opens
}

// A deaf journal ends an append that it has begun, whatever its context says.
type deaf struct{ journal.Journal }

func (d deaf) Append(ctx context.Context, site queue.SiteID, last uint64, entries []journal.Entry) error {
	return d.Journal.Append(context.WithoutCancel(ctx), site, last, entries)
}

func TestWhatDoesNotFitIntoABatchGoesIntoTheNext(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		_, e, opens := inFlight(t)
		const lists = 4
		var errs [lists]error
		for i := range lists {
			var w queue.SetAppointments
			for n := range 100 {
				id := queue.AppointmentID(fmt.Sprint(i, n) + strings.Repeat("<", 450)) // six bytes each
				w.List = append(w.List, queue.Booking{ID: id, At: time.Now(), Service: "droits"})
			}
			go func() { errs[i] = e.Do(t.Context(), Request{By: mediator(i), Key: "k", Wish: w}, nil) }()
			synctest.Wait()
		}
		close(opens)
		synctest.Wait()
		for i, err := range errs {
			if err != nil {
				t.Errorf("list %d: %v", i, err)
			}
		}
	})
}

func TestWhatFitsIntoNoBatchIsRefusedAlone(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		e := opened(t, journal.NewMemory(), newLeaper())
		var w queue.SetAppointments
		for n := range queue.BookingsMax {
			id := queue.AppointmentID(fmt.Sprint(n) + strings.Repeat("<", 450))
			w.List = append(w.List, queue.Booking{ID: id, At: time.Now(), Service: "droits"})
		}
		if err := e.Do(t.Context(), Request{By: mediator(1), Wish: w}, nil); queue.KindOf(err) != queue.Invalid {
			t.Errorf("got %v, want invalid", err)
		}
		e.given(t)
	})
}

// A whole house in service at the turn, each visit with all the reasons that it may
// have: the day turns all the same.
func TestTheLargestOpeningFits(t *testing.T) {
	book, clock := journal.NewMemory(), newHand()
	clock.wall = time.Date(2026, 11, 24, 0, 0, 0, 0, time.UTC)
	const desks = 100
	long := strings.Repeat("r", 40)
	c := dijon()
	c.Desks = nil
	for i := range desks {
		c.Desks = append(c.Desks, queue.Desk{ID: queue.DeskID(fmt.Sprint(i)), Name: "G"})
	}
	c.Reasons = []queue.Reason{{ID: queue.ReasonID(long), Name: "x"}}
	c.Partners = []queue.Partner{{ID: queue.PartnerID(long), Name: "x"}}
	open := func() *Engine {
		e, err := Open(t.Context(), Options{Journal: book, Site: "dijon", Config: c, Clock: clock})
		if err != nil {
			t.Fatal(err)
		}
		return e
	}
	e := open()
	var reasons []queue.Coded
	for range queue.ReasonsMax {
		reasons = append(reasons, queue.Coded{Partner: queue.PartnerID(long), Reason: queue.ReasonID(long), Quantity: 99, Outcome: "papers_missing"})
	}
	for i := range desks {
		id := e.given(t)
		e.called(t, i)
		e.answer(t, Request{By: mediator(i), Wish: queue.Start{Ticket: id}})
		e.answer(t, Request{By: mediator(i), Wish: queue.Code{Ticket: id, Reasons: reasons}})
	}
	_ = e.Close()
	clock.pass(4 * time.Hour)
	e = open()
	if day := e.day(t); day != "2026-11-24" {
		t.Errorf("after four the day is %s, want 2026-11-24", day)
	}
	_ = e.Close()
	entries := 0
	for entry, err := range book.Read(t.Context(), "dijon", 0) {
		if err != nil {
			t.Fatal(err)
		}
		entries = max(entries, len(journal.Encode(&entry)))
	}
	if most := journal.BytesMax - configBytes; entries > most {
		t.Errorf("the opening takes %d bytes: with the largest configuration, at most %d are left", entries, most)
	}
}

func TestAConfigurationThatWouldCrowdTheOpeningIsRefused(t *testing.T) {
	c := dijon()
	for i := range 1000 {
		c.Reasons = append(c.Reasons, queue.Reason{ID: queue.ReasonID(fmt.Sprint(i)), Name: strings.Repeat("é", 80)})
	}
	_, err := Open(t.Context(), Options{Journal: journal.NewMemory(), Site: "dijon", Config: c, Clock: newHand()})
	if queue.KindOf(err) != queue.Invalid || !strings.Contains(err.Error(), "configuration") {
		t.Errorf("got %v, want the configuration refused", err)
	}
}

func TestOneNewLifeForAllThatAreAhead(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		book, e, opens := inFlight(t)
		var at Position
		e.see(t, func(l Look) { at = l.At })
		at.Seq += 1000
		for range 5 {
			go func() { _ = e.NewEpoch(t.Context(), at) }()
			synctest.Wait()
		}
		close(opens)
		synctest.Wait()
		if n := len(written[queue.EpochBegun](t, book)); n != 1 {
			t.Errorf("five kiosks ahead began %d epochs, want 1", n)
		}
	})
}

// A hasty server writes between another's reading and its first entry.
type hasty struct {
	journal.Journal
	other *Engine
	once  sync.Once
}

func (h *hasty) Append(ctx context.Context, site queue.SiteID, last uint64, entries []journal.Entry) error {
	h.once.Do(func() { _ = h.other.Do(ctx, give(""), nil) })
	return h.Journal.Append(ctx, site, last, entries)
}

func TestAServerStartsWhileAnotherWrites(t *testing.T) {
	book, clock := journal.NewMemory(), newHand()
	first := opened(t, book, clock)
	config := dijon()
	config.Name = "another"
	e, err := Open(t.Context(), Options{Journal: &hasty{Journal: book, other: first}, Site: "dijon", Config: config, Clock: clock})
	if err != nil {
		t.Fatal(err)
	}
	defer e.Close()
	e.see(t, func(l Look) {
		if got := l.State.Config().Name; got != "another" {
			t.Errorf("the configuration in force is %q, want the second server's", got)
		}
	})
}

func TestANewLifeBeginsForWhoIsAheadAlone(t *testing.T) {
	for _, c := range []struct {
		name    string
		another bool // epoch
		ahead   int  // of our position
		want    int
	}{
		{"a kiosk that saw more than there is", false, 1, 1},
		{"one that saw all there is", false, 0, 0},
		{"one that saw less", false, -1, 0},
		{"one that saw more of another life", true, 1000, 0},
	} {
		t.Run(c.name, func(t *testing.T) {
			book := journal.NewMemory()
			e := opened(t, book, newHand())
			_, at := e.answer(t, give(""))
			seen := Position{Epoch: at.Epoch, Seq: at.Seq + uint64(c.ahead)}
			if c.another {
				seen.Epoch = ulid.Make()
			}
			for range 2 { // the second time it is of another life in any case
				if err := e.NewEpoch(t.Context(), seen); err != nil {
					t.Fatal(err)
				}
			}
			if n := len(written[queue.EpochBegun](t, book)); n != c.want {
				t.Errorf("got %d new epochs, want %d", n, c.want)
			}
			_, now := e.answer(t, give(""))
			if (now.Epoch != at.Epoch) != (c.want > 0) || now.Seq != at.Seq+uint64(c.want)+1 {
				t.Errorf("stands at %v after %v, want %d new epochs between", now, at, c.want)
			}
		})
	}
}

// A beaten journal has another server come first, so many times.
type beaten struct {
	journal.Journal
	other *Engine
	times atomic.Int64
}

func (b *beaten) Append(ctx context.Context, site queue.SiteID, last uint64, entries []journal.Entry) error {
	if b.times.Add(-1) >= 0 {
		if err := b.other.Do(ctx, give(""), nil); err != nil {
			return err
		}
	}
	return b.Journal.Append(ctx, site, last, entries)
}

func TestWhoIsBeatenByAnotherServerTooOftenIsTold(t *testing.T) {
	for times, told := range map[int64]bool{1: false, 8: false, 9: true} {
		t.Run(fmt.Sprint(times, " times"), func(t *testing.T) {
			memory, clock := journal.NewMemory(), newHand()
			book := &beaten{Journal: memory, other: opened(t, memory, clock)}
			e := opened(t, book, clock)
			book.times.Store(times)
			r := give("k")
			if err := e.Do(t.Context(), r, nil); (err != nil) != told || told && queue.KindOf(err) != queue.Unavailable {
				t.Errorf("got %v, want unavailable %v", err, told)
			}
			book.times.Store(0)
			o, _ := e.answer(t, r)
			e.mustBe(t, o.Ticket, queue.Waiting)
			if n := len(written[queue.TicketGiven](t, memory)); n != int(times)+1 {
				t.Errorf("got %d tickets, want the other's %d and one", n, times)
			}
		})
	}
}
