package engine

import (
	"fmt"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"accueil/queue"
	"accueil/queue/journal"
)

// A leaper is the clock of a synctest bubble, whose wall can be set.
type leaper struct {
	start time.Time
	ahead atomic.Int64 // of the wall
}

func newLeaper() *leaper { return &leaper{start: time.Now()} }

func (l *leaper) Wall() time.Time      { return time.Now().Add(time.Duration(l.ahead.Load())) }
func (l *leaper) Mono() time.Duration  { return time.Since(l.start) }
func (l *leaper) leap(d time.Duration) { l.ahead.Add(int64(d)) }

// set puts the wall clock to a time of Dijon.
func (l *leaper) set(t *testing.T, local string) {
	t.Helper()
	at, err := time.ParseInLocation(time.DateTime, local, paris(t))
	if err != nil {
		t.Fatal(err)
	}
	l.leap(at.Sub(l.Wall()))
}

func paris(t *testing.T) *time.Location {
	t.Helper()
	loc, err := time.LoadLocation("Europe/Paris")
	if err != nil {
		t.Fatal(err)
	}
	return loc
}

// pass lets the bubble's time pass, and all that it causes happen.
func pass(d time.Duration) {
	time.Sleep(d)
	synctest.Wait()
}

func (e *Engine) given(t *testing.T) queue.TicketID {
	t.Helper()
	o, _ := e.answer(t, give(""))
	return o.Ticket
}

// called has mediator i open desk i and call whoever should come there.
func (e *Engine) called(t *testing.T, i int) queue.TicketID {
	t.Helper()
	desk := queue.DeskID(fmt.Sprint(i))
	e.answer(t, Request{By: mediator(i), Wish: queue.OpenDesk{Desk: desk}})
	o, _ := e.answer(t, Request{By: mediator(i), Wish: queue.Next{Desk: desk}})
	if !o.Called {
		t.Fatalf("nobody was called to desk %s", desk)
	}
	return o.Ticket
}

func (e *Engine) park(t *testing.T, id queue.TicketID, minutes int) {
	t.Helper()
	e.answer(t, Request{By: mediator(0), Wish: queue.Park{Ticket: id, Minutes: minutes}})
}

func (e *Engine) mustBe(t *testing.T, id queue.TicketID, want queue.TicketState) {
	t.Helper()
	e.see(t, func(l Look) {
		if ticket, ok := l.State.Ticket(id); !ok || ticket.State != want {
			t.Errorf("got ticket %+v, want it %s", ticket, want)
		}
	})
}

func (e *Engine) see(t *testing.T, look func(Look)) {
	t.Helper()
	if err := e.Read(t.Context(), look); err != nil {
		t.Fatal(err)
	}
}

func (e *Engine) day(t *testing.T) (day queue.Day) {
	t.Helper()
	e.see(t, func(l Look) { day = l.State.Day() })
	return day
}

// written returns the entries of a journal that hold an event of a kind.
func written[E queue.Event](t *testing.T, book journal.Journal) []journal.Entry {
	t.Helper()
	var list []journal.Entry
	for entry, err := range book.Read(t.Context(), "dijon", 0) {
		if err != nil {
			t.Fatal(err)
		}
		for _, event := range entry.Events {
			if _, is := event.(E); is {
				list = append(list, entry)
			}
		}
	}
	return list
}

func TestTheDayTurnsAtFour(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		book, clock := journal.NewMemory(), newLeaper()
		clock.set(t, "2026-11-24 01:00:00")
		e := opened(t, book, clock)
		served, missed, waits, away := e.given(t), e.given(t), e.given(t), e.given(t)
		e.called(t, 1)
		e.answer(t, Request{By: mediator(1), Wish: queue.Start{Ticket: served}})
		e.called(t, 2)
		e.park(t, away, 4*60)
		pass(3*time.Hour - 1)
		if day := e.day(t); day != "2026-11-23" {
			t.Errorf("a moment before four the day is %s, want 2026-11-23", day)
		}
		e.mustBe(t, waits, queue.Waiting)
		pass(1)
		if day := e.day(t); day != "2026-11-24" {
			t.Errorf("at four the day is %s, want 2026-11-24", day)
		}
		e.mustBe(t, served, queue.Serving)
		e.mustBe(t, missed, queue.NoShow)
		e.mustBe(t, waits, queue.Unserved)
		e.mustBe(t, away, queue.Unserved)
		e.see(t, func(l Look) {
			for desk, want := range map[queue.DeskID]queue.DeskMode{"1": queue.DeskOpen, "2": queue.DeskClosed} {
				if got, _ := l.State.Desk(desk); got.Mode != want {
					t.Errorf("desk %s is %s after the turn, want %s", desk, got.Mode, want)
				}
			}
		})
		pass(time.Hour)
		if n := len(written[queue.TicketUnparked](t, book)); n != 0 {
			t.Errorf("%d parks ran out after their day", n)
		}
	})
}

// A turn is at four by the clock on the wall, also in the nights that have an
// hour more or less; the next is a date later.
func TestTheDayTurnsAtFourInEverySeason(t *testing.T) {
	for night, hours := range map[string]int{
		"2026-12-31": 4, "2028-02-29": 4, "2026-03-29": 3, "2026-10-25": 5,
	} {
		t.Run(night, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				book, clock := journal.NewMemory(), newLeaper()
				clock.set(t, night+" 00:00:00")
				e := opened(t, book, clock)
				pass(time.Duration(hours)*time.Hour + 24*time.Hour)
				openings := written[queue.DayOpened](t, book)
				if len(openings) != 3 {
					t.Fatalf("got %d openings, want 3", len(openings))
				}
				if at := openings[1].At.In(paris(t)).Format(time.DateTime); at != night+" 04:00:00" {
					t.Errorf("the day turned at %s, want %s 04:00:00", at, night)
				}
				if after := openings[1].Elapsed - openings[0].Elapsed; after != time.Duration(hours)*time.Hour {
					t.Errorf("the day turned after %s, want %dh", after, hours)
				}
				if want := queue.Day(night).Add(1); e.day(t) != want {
					t.Errorf("a date later the day is %s, want %s", e.day(t), want)
				}
			})
		})
	}
}

func TestTwoServersTurnADayOnce(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		book, clock := journal.NewMemory(), newLeaper()
		clock.set(t, "2026-11-24 03:00:00")
		engines := []*Engine{opened(t, book, clock), opened(t, book, clock)}
		id := engines[0].given(t)
		engines[0].park(t, id, 30)
		engines[1].given(t) // and so it has met the other's
		pass(time.Hour)
		for _, e := range engines {
			e.mustGoOn(t, "at four", "2026-11-24")
			e.mustBe(t, id, queue.Unserved)
		}
		if turns, parks := len(written[queue.DayOpened](t, book)), len(written[queue.TicketUnparked](t, book)); turns != 2 || parks != 1 {
			t.Errorf("got %d openings and %d ends of a park, want 2 and 1", turns, parks)
		}
	})
}

func TestAParkRunsOutAtItsMoment(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		book := journal.NewMemory()
		e := opened(t, book, newLeaper())
		late, soon := e.given(t), e.given(t)
		e.park(t, late, 10)
		e.park(t, soon, 5)
		pass(5*time.Minute - 1)
		e.mustBe(t, soon, queue.Parked)
		pass(1)
		e.mustBe(t, soon, queue.Waiting)
		e.mustBe(t, late, queue.Parked)
		pass(5 * time.Minute)
		e.mustBe(t, late, queue.Waiting)
		for i, entry := range written[queue.TicketUnparked](t, book) {
			if want := time.Duration(i+1) * 5 * time.Minute; entry.Elapsed != want {
				t.Errorf("park %d ran out after %s, want %s", i, entry.Elapsed, want)
			}
		}
	})
}

func TestAParkIsCountedWhateverTheWallClockSays(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		clock := newLeaper()
		clock.set(t, "2026-11-23 12:00:00")
		e := opened(t, journal.NewMemory(), clock)
		id := e.given(t)
		e.park(t, id, 30)
		clock.leap(2 * time.Hour)
		pass(10 * time.Minute)
		e.mustBe(t, id, queue.Parked)
		clock.leap(-4 * time.Hour)
		pass(20 * time.Minute)
		e.mustBe(t, id, queue.Waiting)
	})
}

func TestWhatIsOverdueIsDecidedAtStart(t *testing.T) {
	start := func(t *testing.T, off time.Duration) (e *Engine, waits, away queue.TicketID) {
		book, clock := journal.NewMemory(), newLeaper()
		clock.set(t, "2026-11-23 09:00:00")
		e = opened(t, book, clock)
		waits, away = e.given(t), e.given(t)
		e.park(t, away, 30)
		_ = e.Close()
		pass(off)
		return opened(t, book, clock), waits, away
	}
	t.Run("nothing when nothing is", func(t *testing.T) {
		synctest.Test(t, func(t *testing.T) {
			e, waits, away := start(t, 29*time.Minute)
			e.mustBe(t, waits, queue.Waiting)
			e.mustBe(t, away, queue.Parked)
			pass(time.Minute)
			e.mustBe(t, away, queue.Waiting)
		})
	})
	t.Run("a park that ran out", func(t *testing.T) {
		synctest.Test(t, func(t *testing.T) {
			e, waits, away := start(t, time.Hour)
			e.mustBe(t, waits, queue.Waiting)
			e.mustBe(t, away, queue.Waiting)
		})
	})
	t.Run("the day's turn, missed by four days", func(t *testing.T) {
		synctest.Test(t, func(t *testing.T) {
			e, waits, away := start(t, 4*24*time.Hour)
			if day := e.day(t); day != "2026-11-27" {
				t.Errorf("the day is %s, want 2026-11-27", day)
			}
			e.mustBe(t, waits, queue.Unserved)
			e.mustBe(t, away, queue.Unserved)
			first := e.given(t)
			e.see(t, func(l Look) {
				if got, _ := l.State.Ticket(first); got.Number != "A901" {
					t.Errorf("the day's first number is %s, want A901", got.Number)
				}
			})
		})
	})
}

func TestANoShowIsUndoneForTenMinutes(t *testing.T) {
	undo := func(e *Engine, t *testing.T, id queue.TicketID) error {
		return e.Do(t.Context(), Request{By: mediator(1), Wish: queue.Undo{Ticket: id}}, nil)
	}
	missed := func(t *testing.T) (*journal.Memory, *leaper, *Engine, queue.TicketID) {
		book, clock := journal.NewMemory(), newLeaper()
		clock.set(t, "2026-11-23 09:00:00")
		e := opened(t, book, clock)
		e.given(t)
		id := e.called(t, 1)
		e.answer(t, Request{By: mediator(1), Wish: queue.MarkNoShow{Ticket: id}})
		return book, clock, e, id
	}
	t.Run("to the last moment", func(t *testing.T) {
		synctest.Test(t, func(t *testing.T) {
			_, clock, e, id := missed(t)
			clock.leap(time.Hour)
			pass(10 * time.Minute)
			if err := undo(e, t, id); err != nil {
				t.Errorf("after ten minutes: %v", err)
			}
			e.mustBe(t, id, queue.Waiting)
		})
	})
	t.Run("and not after", func(t *testing.T) {
		synctest.Test(t, func(t *testing.T) {
			_, clock, e, id := missed(t)
			clock.leap(-time.Hour)
			pass(10*time.Minute + 1)
			if err := undo(e, t, id); queue.KindOf(err) != queue.Conflict {
				t.Errorf("after ten minutes and a moment: got %v, want conflict", err)
			}
		})
	})
	t.Run("a restart included", func(t *testing.T) {
		synctest.Test(t, func(t *testing.T) {
			book, clock, e, id := missed(t)
			pass(5 * time.Minute)
			_ = e.Close()
			pass(6 * time.Minute)
			if err := undo(opened(t, book, clock), t, id); queue.KindOf(err) != queue.Conflict {
				t.Errorf("eleven minutes after: got %v, want conflict", err)
			}
		})
	})
}
