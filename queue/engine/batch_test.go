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

	"accueil/queue"
	"accueil/queue/journal"
)

// A counter is a journal that remembers what each append held.
type counter struct {
	journal.Journal
	mu      sync.Mutex // guards appends
	appends [][]journal.Entry
}

func (c *counter) Append(ctx context.Context, site queue.SiteID, last uint64, entries []journal.Entry) error {
	c.mu.Lock()
	c.appends = append(c.appends, entries)
	c.mu.Unlock()
	return c.Journal.Append(ctx, site, last, entries)
}

// since returns the appends after the first n.
func (c *counter) since(n int) [][]journal.Entry {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.appends[n:]
}

// A door is an engine whose next append is under way until it opens, while others
// knock: those go into one batch, if they fit.
type door struct {
	*Engine
	t    *testing.T
	book *counter
	slow chan struct{}
	wait sync.WaitGroup
	past int // appends before it shut
}

// newDoor shuts a door after what happened before, at a time of Dijon.
func newDoor(t *testing.T, local string, before func(*Engine)) *door {
	t.Helper()
	clock := newLeaper()
	clock.set(t, local)
	d := &door{t: t, book: &counter{Journal: journal.NewMemory()}, slow: make(chan struct{})}
	e := opened(t, d.book, clock)
	before(e)
	_ = e.Close()
	d.Engine = opened(t, &gate{d.book, d.slow}, clock)
	d.knock(Request{By: mediator(0), Wish: queue.SetNotice{}})
	d.past = len(d.book.since(0))
	return d
}

// A reply is how a command was answered.
type reply struct {
	outcome queue.Outcome
	err     error
}

// knock sends a command that waits behind the others.
func (d *door) knock(r Request) *reply {
	var p reply
	d.wait.Go(func() { p.err = d.Do(d.t.Context(), r, func(l Look) { p.outcome = l.Outcome }) })
	synctest.Wait()
	return &p
}

// open lets the journal go on, and waits for the answers.
func (d *door) open() {
	close(d.slow)
	d.wait.Wait()
	synctest.Wait()
}

// behind returns the appends that followed the one under way.
func (d *door) behind() [][]journal.Entry { return d.book.since(d.past + 1) }

func TestAKeyThatComesAgainWhileItsCommandIsInHand(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var first, second queue.TicketID
		d := newDoor(t, "2026-11-23 09:00:00", func(e *Engine) {
			first, second = e.given(t), e.given(t)
			for i := 1; i <= 2; i++ {
				e.answer(t, Request{By: mediator(i), Wish: queue.OpenDesk{Desk: queue.DeskID(fmt.Sprint(i))}})
			}
		})
		next := Request{By: mediator(1), Key: "k", Wish: queue.Next{Desk: "1"}}
		another := Request{By: mediator(1), Key: "k", Print: [16]byte{1}, Wish: queue.SetNotice{Noted: true}}
		anothers := Request{By: mediator(2), Key: "k", Wish: queue.Next{Desk: "2"}}
		called, again, refused, theirs := d.knock(next), d.knock(next), d.knock(another), d.knock(anothers)
		ticket := give("g")
		given, sameID := d.knock(ticket), d.knock(Request{By: mediator(3), Key: "h", Wish: ticket.Wish})
		otherID := d.knock(Request{By: mediator(3), Key: "i", Print: [16]byte{1}, Wish: ticket.Wish})
		d.open()

		if called.err != nil || called.outcome.Ticket != first {
			t.Errorf("the first got %+v, want %s called", called, first)
		}
		if again.err != nil || again.outcome.Ticket != first || again.outcome.Why != called.outcome.Why {
			t.Errorf("the same command under its key got %+v, want as at first %+v", again, called)
		}
		if queue.KindOf(refused.err) != queue.Conflict {
			t.Errorf("another command under its key got %+v, want conflict", refused)
		}
		if theirs.err != nil || theirs.outcome.Ticket != second {
			t.Errorf("another's command under the same word got %+v, want %s called", theirs, second)
		}
		if given.err != nil || sameID.err != nil || sameID.outcome.Ticket != given.outcome.Ticket || !sameID.outcome.Made {
			t.Errorf("the same ticket under another key got %+v, want as at first %+v", sameID, given)
		}
		if queue.KindOf(otherID.err) != queue.Conflict {
			t.Errorf("another ticket of the same id got %+v, want conflict", otherID)
		}
		if list := d.behind(); len(list) != 1 || len(list[0]) != 3 {
			t.Errorf("seven commands were stored as %d appends, want as one of three entries", len(list))
		}
		d.see(t, func(l Look) {
			if l.State.NoticeNoted() {
				t.Error("what was refused was done")
			}
		})
	})
}

func mustBeAnswered(t *testing.T, replies []*reply) {
	t.Helper()
	for i, r := range replies {
		if r.err != nil {
			t.Fatalf("command %d: %v", i, r.err)
		}
	}
}

// mustLeaveRoom holds that appends stay well below what a journal takes.
func mustLeaveRoom(t *testing.T, appends [][]journal.Entry, entries int) {
	t.Helper()
	n := 0
	for i, list := range appends {
		n += len(list)
		if most := journal.EntriesMax / 2; len(list) > most {
			t.Errorf("append %d holds %d entries, want at most %d", i, len(list), most)
		}
		size := 0
		for j := range list {
			if most := journal.BytesMax * 3 / 4; size >= most {
				t.Errorf("append %d goes on after %d bytes, want it closed at %d", i, size, most)
			}
			size += len(journal.Encode(&list[j]))
		}
	}
	if n != entries {
		t.Errorf("got %d entries in all, want %d", n, entries)
	}
}

func TestABatchIsClosedBeforeItIsFull(t *testing.T) {
	t.Run("of commands that are many", func(t *testing.T) {
		synctest.Test(t, func(t *testing.T) {
			d := newDoor(t, "2026-11-23 09:00:00", func(*Engine) {})
			const many = journal.EntriesMax + 100
			replies := make([]*reply, many)
			for i := range replies {
				replies[i] = d.knock(give(fmt.Sprint(i)))
			}
			d.open()
			mustBeAnswered(t, replies)
			mustLeaveRoom(t, d.behind(), many)
		})
	})
	t.Run("of commands that are long", func(t *testing.T) {
		synctest.Test(t, func(t *testing.T) {
			d := newDoor(t, "2026-11-23 09:00:00", func(*Engine) {})
			const long = 50
			replies := make([]*reply, long)
			for i := range replies {
				list := queue.SetAppointments{List: []queue.Booking{{
					ID: queue.AppointmentID(strings.Repeat("x", 16<<10)), At: time.Now(), Service: "droits",
				}}}
				replies[i] = d.knock(Request{By: mediator(1), Key: fmt.Sprint(i), Wish: list})
			}
			d.open()
			mustBeAnswered(t, replies)
			mustLeaveRoom(t, d.behind(), long)
		})
	})
	t.Run("of what time causes, with commands behind it", func(t *testing.T) {
		synctest.Test(t, func(t *testing.T) {
			const parks, commands = journal.EntriesMax + 50, 300
			d := newDoor(t, "2026-11-23 09:00:00", func(e *Engine) {
				for range parks {
					e.park(t, e.given(t), 1)
				}
				pass(time.Minute - time.Second)
			})
			pass(2 * time.Second)
			replies := make([]*reply, commands)
			for i := range replies {
				replies[i] = d.knock(give(fmt.Sprint(i)))
			}
			d.open()
			mustBeAnswered(t, replies)
			mustLeaveRoom(t, d.behind(), parks+commands)
			d.see(t, func(l Look) {
				if got := l.State.Waiting("droits"); got != parks+commands {
					t.Errorf("%d wait, want %d", got, parks+commands)
				}
			})
		})
	})
}

// A day opens first in its append, and whoever comes after it is of the new day,
// whatever else became due while the journal took its time.
func TestWhoComesWhileATurnIsDueIsOfTheNewDay(t *testing.T) {
	for name, withPark := range map[string]bool{"the turn alone": false, "a park ran out before it": true} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				var away queue.TicketID
				d := newDoor(t, "2026-11-24 03:58:55", func(e *Engine) {
					if away = e.given(t); withPark {
						e.park(t, away, 1)
					}
					pass(50 * time.Second)
				})
				pass(16 * time.Second)
				comes := d.knock(give("k"))
				d.open()
				if comes.err != nil {
					t.Fatal(comes.err)
				}
				d.mustBe(t, away, queue.Unserved)
				d.mustBe(t, comes.outcome.Ticket, queue.Waiting)
				d.see(t, func(l Look) {
					if got, _ := l.State.Ticket(comes.outcome.Ticket); got.Day != "2026-11-24" || got.Number != "A901" {
						t.Errorf("got ticket %s of %s, want the first of 2026-11-24", got.Number, got.Day)
					}
				})
				openings := 0
				for _, list := range d.behind() {
					for i := range list {
						if _, opens := journal.OpeningOf(&list[i]); opens {
							openings++
							if i > 0 {
								t.Errorf("a day opens in entry %d of its append, want the first", i)
							}
						}
					}
				}
				if openings != 1 {
					t.Errorf("got %d openings, want 1", openings)
				}
			})
		})
	}
}

// A steady disk takes a while for each append.
type steady struct {
	journal.Journal
	takes   time.Duration
	appends atomic.Int64
}

func (s *steady) Append(ctx context.Context, site queue.SiteID, last uint64, entries []journal.Entry) error {
	s.appends.Add(1)
	time.Sleep(s.takes)
	return s.Journal.Append(ctx, site, last, entries)
}

// Many who ask one thing after the other come to share each append; one alone, or
// two, never wait for others.
func TestThoseWhoAskAtOnceShareAnAppend(t *testing.T) {
	const each, takes = 5, 10 * time.Millisecond
	for clients, most := range map[int]int{1: each, 2: 2 * each, 8: each + 1} {
		t.Run(fmt.Sprint(clients, " at once"), func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				book := &steady{Journal: journal.NewMemory(), takes: takes}
				e := opened(t, book, newLeaper())
				before, began := book.appends.Load(), time.Now()
				var work sync.WaitGroup
				for c := range clients {
					work.Go(func() {
						for i := range each {
							if err := e.Do(t.Context(), give(fmt.Sprint(c, "-", i)), nil); err != nil {
								t.Error(err)
							}
						}
					})
				}
				work.Wait()
				appends := int(book.appends.Load() - before)
				if appends > most {
					t.Errorf("got %d appends, want at most %d", appends, most)
				}
				if took := time.Since(began); took > time.Duration(appends)*(takes+gatherTimeMax) || clients < gatherMin && took != time.Duration(appends)*takes {
					t.Errorf("%d appends took %s", appends, took)
				}
			})
		})
	}
}
