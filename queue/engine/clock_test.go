package engine

import (
	"fmt"
	"math/rand/v2"
	"testing"
	"testing/synctest"
	"time"

	"accueil/queue"
	"accueil/queue/journal"
)

func (e *Engine) clockAlert(t *testing.T) (alert queue.Alert, stands bool) {
	t.Helper()
	e.see(t, func(l Look) {
		for _, a := range l.State.Alerts() {
			if a.Kind == queue.AlertClock {
				alert, stands = a, true
			}
		}
	})
	return alert, stands
}

// A doubt is an engine at one in the night, three hours before its day turns,
// whose clock has just leapt to another time of Dijon.
func doubt(t *testing.T, book journal.Journal, to string) (*Engine, *leaper) {
	t.Helper()
	clock := newLeaper()
	clock.set(t, "2026-11-24 01:00:00")
	e := opened(t, book, clock)
	pass(time.Minute)
	clock.set(t, to)
	pass(tickEvery)
	return e, clock
}

func (e *Engine) mustHold(t *testing.T, when string) queue.Alert {
	t.Helper()
	alert, stands := e.clockAlert(t)
	if day := e.day(t); day != "2026-11-23" || !stands {
		t.Errorf("%s the day is %s, alert %v; want 2026-11-23 with an alert", when, day, stands)
	}
	return alert
}

func (e *Engine) mustGoOn(t *testing.T, when string, want queue.Day) {
	t.Helper()
	_, stands := e.clockAlert(t)
	if day := e.day(t); day != want || stands {
		t.Errorf("%s the day is %s, alert %v; want %s without one", when, day, stands, want)
	}
}

func TestAClockThatLeapsFarAheadIsDoubted(t *testing.T) {
	t.Run("for ten minutes, and then believed", func(t *testing.T) {
		synctest.Test(t, func(t *testing.T) {
			book := journal.NewMemory()
			e, _ := doubt(t, book, "2026-11-26 09:00:00")
			e.mustHold(t, "at once")
			id := e.given(t)
			pass(10*time.Minute - tickEvery)
			e.mustHold(t, "before ten minutes")
			pass(tickEvery)
			e.mustGoOn(t, "after ten minutes", "2026-11-26")
			e.mustBe(t, id, queue.Unserved)
			pass(time.Hour)
			if n := len(written[queue.AlertRaised](t, book)); n != 1 {
				t.Errorf("got %d alerts, want 1", n)
			}
		})
	})
	t.Run("until someone takes the alert", func(t *testing.T) {
		synctest.Test(t, func(t *testing.T) {
			e, _ := doubt(t, journal.NewMemory(), "2026-11-26 09:00:00")
			alert := e.mustHold(t, "at once")
			e.answer(t, Request{By: mediator(1), Wish: queue.AckAlert{Alert: alert.ID}})
			synctest.Wait()
			e.mustGoOn(t, "once it was confirmed", "2026-11-26")
		})
	})
	t.Run("until it is put right", func(t *testing.T) {
		synctest.Test(t, func(t *testing.T) {
			e, clock := doubt(t, journal.NewMemory(), "2026-11-26 09:00:00")
			e.mustHold(t, "at once")
			id := e.given(t)
			clock.set(t, "2026-11-24 01:02:00")
			pass(tickEvery)
			e.mustGoOn(t, "once it was put right", "2026-11-23")
			pass(20 * time.Minute)
			e.mustGoOn(t, "and after", "2026-11-23")
			e.mustBe(t, id, queue.Waiting)
		})
	})
	t.Run("on the same day too", func(t *testing.T) {
		synctest.Test(t, func(t *testing.T) {
			clock := newLeaper()
			clock.set(t, "2026-11-23 05:00:00")
			e := opened(t, journal.NewMemory(), clock)
			clock.leap(12*time.Hour + time.Minute)
			pass(tickEvery)
			e.mustHold(t, "at once")
			pass(10 * time.Minute)
			e.mustGoOn(t, "after ten minutes", "2026-11-23")
		})
	})
	t.Run("each time anew", func(t *testing.T) {
		synctest.Test(t, func(t *testing.T) {
			e, clock := doubt(t, journal.NewMemory(), "2026-11-26 09:00:00")
			clock.set(t, "2026-11-24 01:02:00")
			pass(tickEvery)
			clock.set(t, "2026-11-26 09:00:00")
			pass(tickEvery)
			e.mustHold(t, "the second time")
		})
	})
	t.Run("but not a leap of twelve hours", func(t *testing.T) {
		synctest.Test(t, func(t *testing.T) {
			clock := newLeaper()
			clock.set(t, "2026-11-24 01:00:00")
			e := opened(t, journal.NewMemory(), clock)
			synctest.Wait()
			clock.leap(12 * time.Hour)
			pass(tickEvery)
			e.mustGoOn(t, "at once", "2026-11-24")
		})
	})
	t.Run("nor what passed while it was off", func(t *testing.T) {
		synctest.Test(t, func(t *testing.T) {
			book := journal.NewMemory()
			e, clock := doubt(t, book, "2026-11-24 01:01:00")
			_ = e.Close()
			clock.leap(30 * 24 * time.Hour)
			opened(t, book, clock).mustGoOn(t, "at start", "2026-12-23")
		})
	})
}

func TestAParkRunsOutWhileTheDayIsHeld(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		clock := newLeaper()
		clock.set(t, "2026-11-24 01:00:00")
		e := opened(t, journal.NewMemory(), clock)
		id := e.given(t)
		e.park(t, id, 5)
		clock.leap(48 * time.Hour)
		pass(5 * time.Minute)
		e.mustHold(t, "after five minutes")
		e.mustBe(t, id, queue.Waiting)
	})
}

func TestAClockThatGoesBackTakesNoDayBack(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		book, clock := journal.NewMemory(), newLeaper()
		clock.set(t, "2026-11-24 01:00:00")
		e := opened(t, book, clock)
		pass(4 * time.Hour)
		id := e.given(t)
		clock.leap(-30 * time.Hour) // to the evening of the 22nd, in a day that ended twice
		pass(time.Minute)
		e.mustGoOn(t, "gone back", "2026-11-24")
		e.mustBe(t, id, queue.Waiting)
		again := e.given(t)
		e.see(t, func(l Look) {
			first, _ := l.State.Ticket(id)
			if second, _ := l.State.Ticket(again); second.Day != first.Day || second.Number == first.Number {
				t.Errorf("got %s of %s after %s of %s, want another number of the same day", second.Number, second.Day, first.Number, first.Day)
			}
		})
		pass(50 * time.Hour)
		e.mustGoOn(t, "while it catches up", "2026-11-24")
		pass(3 * time.Hour)
		e.mustGoOn(t, "once it has caught up", "2026-11-25")
		if n := len(written[queue.DayOpened](t, book)); n != 3 {
			t.Errorf("got %d openings, want 3", n)
		}
	})
}

// Whatever the wall clock does, what passes while an engine runs is what elapses.
func TestElapsedNeverGoesBack(t *testing.T) {
	for seed := range uint64(8) {
		t.Run(fmt.Sprint("seed ", seed), func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				chance := rand.New(rand.NewPCG(seed, 1))
				book, clock := journal.NewMemory(), newLeaper()
				e := opened(t, book, clock)
				var last time.Duration
				for range 100 {
					switch chance.IntN(8) {
					case 0:
						_ = e.Close()
						e = opened(t, book, clock)
					case 1:
						clock.leap(time.Duration(chance.Int64N(int64(96*time.Hour))) - 48*time.Hour)
					}
					e.given(t)
					now, while := e.elapsed(t), time.Duration(chance.Int64N(int64(10*time.Minute)))
					pass(while)
					if got := e.elapsed(t) - now; got != while {
						t.Errorf("elapsed advanced by %s, want %s", got, while)
					}
					if now < last {
						t.Errorf("elapsed went from %s back to %s", last, now)
					}
					last = now
				}
				if _, err := journal.Verify(t.Context(), book, "dijon"); err != nil {
					t.Error(err)
				}
			})
		})
	}
}

// Elapsed is the journal's: a server whose own is behind takes over the other's.
func TestElapsedNeverGoesBackBehindAnotherServer(t *testing.T) {
	book, clocks := journal.NewMemory(), [2]*hand{newHand(), newHand()}
	var engines [2]*Engine
	for i := range engines {
		engines[i] = opened(t, book, clocks[i])
	}
	for _, c := range []struct {
		name   string
		server int
		passes time.Duration // by its own clock alone
		want   time.Duration
	}{
		{"the first goes ahead", 0, time.Hour, time.Hour},
		{"the second has had no time pass", 1, 0, time.Hour},
		{"and counts on from there", 1, time.Minute, time.Hour + time.Minute},
		{"the first, whose own is behind", 0, time.Second, time.Hour + time.Minute},
		{"the second, whose own is ahead", 1, 2 * time.Minute, time.Hour + 3*time.Minute},
	} {
		clocks[c.server].pass(c.passes)
		engines[c.server].given(t)
		list := written[queue.TicketGiven](t, book)
		if got := list[len(list)-1].Elapsed; got != c.want {
			t.Errorf("%s: got an entry at %s, want at %s", c.name, got, c.want)
		}
	}
	if _, err := journal.Verify(t.Context(), book, "dijon"); err != nil {
		t.Error(err)
	}
}

func TestARestartAdvancesElapsedByTheWallClock(t *testing.T) {
	for _, c := range []struct{ wall, want time.Duration }{
		{-30 * 24 * time.Hour, 0},
		{-time.Second, 0},
		{0, 0},
		{time.Second, time.Second},
		{12 * time.Hour, 12 * time.Hour},
		{12*time.Hour + time.Second, 12 * time.Hour},
		{30 * 24 * time.Hour, 12 * time.Hour},
	} {
		t.Run(c.wall.String(), func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				book, clock := journal.NewMemory(), newLeaper()
				clock.set(t, "2026-11-23 05:00:00")
				e := opened(t, book, clock)
				pass(time.Hour)
				e.given(t)
				before := e.elapsed(t)
				pass(time.Hour) // unwritten: the wall clock alone knows of it
				_ = e.Close()
				clock.leap(c.wall - time.Hour)
				e = opened(t, book, clock)
				if got := e.elapsed(t) - before; got != c.want {
					t.Errorf("elapsed advanced by %s, want %s", got, c.want)
				}
				pass(time.Minute)
				if got := e.elapsed(t) - before; got != c.want+time.Minute {
					t.Errorf("a minute later elapsed has advanced by %s, want %s", got, c.want+time.Minute)
				}
			})
		})
	}
}

func (e *Engine) elapsed(t *testing.T) (elapsed time.Duration) {
	t.Helper()
	e.see(t, func(l Look) { elapsed = l.Now.Elapsed })
	return elapsed
}

func TestASecondLeapHoldsItsOwnTenMinutes(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		e, clock := doubt(t, journal.NewMemory(), "2026-11-26 09:00:00")
		pass(jumpBelievedFor - 2*tickEvery)
		clock.leap(365 * 24 * time.Hour)
		pass(3 * tickEvery)
		e.mustHold(t, "six seconds after the second")
		pass(jumpBelievedFor)
		e.mustGoOn(t, "ten minutes after it", "2027-11-26")
	})
}

func TestAnAlertOfADoubtThatIsOverConfirmsNothing(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		book, clock := journal.NewMemory(), newLeaper()
		clock.set(t, "2026-11-23 05:00:00")
		e := opened(t, book, clock)
		clock.leap(13 * time.Hour) // within the day
		pass(tickEvery)
		e.mustHold(t, "at once")
		_ = e.Close()
		e = opened(t, book, clock)
		pass(tickEvery)
		e.mustGoOn(t, "after a restart, which believes", "2026-11-23")
		clock.leap(72 * time.Hour)
		pass(tickEvery)
		e.mustHold(t, "a leap that nobody saw")
	})
}

// Two servers on one journal doubt the same leap: it is one alert, and who takes it
// has answered both.
func TestADoubtThatAnotherServerToldOfIsConfirmedByItsAlert(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		book, clock := journal.NewMemory(), newLeaper()
		clock.set(t, "2026-11-24 01:00:00")
		first, second := opened(t, book, clock), opened(t, book, clock)
		pass(time.Minute)
		clock.set(t, "2026-11-24 14:30:00")
		pass(time.Minute)
		if n := len(written[queue.AlertRaised](t, book)); n != 1 {
			t.Errorf("got %d alerts, want 1", n)
		}
		first.mustHold(t, "the first")
		alert := second.mustHold(t, "the second")
		second.answer(t, Request{By: mediator(1), Wish: queue.AckAlert{Alert: alert.ID}})
		pass(time.Minute)
		second.mustGoOn(t, "once it was confirmed", "2026-11-24")
	})
}

func TestTheClocksAlertComesThroughAHundredOthers(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		clock := newLeaper()
		clock.set(t, "2026-11-24 01:00:00")
		e := opened(t, journal.NewMemory(), clock)
		for i := range queue.AlertsMax {
			e.answer(t, Request{By: mediator(1), Wish: queue.RaiseAlert{Alert: queue.AlertID(fmt.Sprint(i)), Kind: queue.AlertHelp}})
		}
		clock.leap(72 * time.Hour)
		pass(tickEvery)
		e.mustHold(t, "with a hundred alerts")
	})
}
