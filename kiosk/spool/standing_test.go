package spool

import (
	"context"
	"fmt"
	"iter"
	"log/slog"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"accueil/kiosk"
	"accueil/queue"
)

// A board is a server that keeps alerts as the real one does, shows them in its
// view, and counts what it was told.
type board struct {
	*moody
	alerts  []Alert
	told    []string // what changed its journal
	calls   int
	unknown queue.AlertKind // it is older than this
	wall    time.Time
	lives   int
	changed chan struct{} // closed at each change of the view
}

func newBoard(clock *hand) *board {
	return &board{
		moody: &moody{hall: newHall(), thinks: kindly}, wall: clock.Read().Wall,
		changed: make(chan struct{}),
	}
}

// change lets the board change and show it.
func (b *board) change(f func()) {
	b.mu.Lock()
	f()
	close(b.changed)
	b.changed = make(chan struct{})
	b.mu.Unlock()
	synctest.Wait()
}

func (b *board) Alert(_ context.Context, r Ring) (queue.AlertID, error) {
	leave, err := b.enter()
	if err != nil {
		return "", err
	}
	defer leave()
	b.calls++
	if r.Kind == b.unknown {
		return "", queue.Refuse(queue.Invalid, "kind %q", r.Kind)
	}
	i := slices.IndexFunc(b.alerts, func(a Alert) bool { return a.Kind == r.Kind })
	if i < 0 {
		i = len(b.alerts)
		b.alerts = append(b.alerts, Alert{ID: queue.AlertID(fmt.Sprint(r.Kind, " ", b.calls)), Kind: r.Kind})
		b.told = append(b.told, "+"+string(r.Kind))
	}
	b.alerts[i].Text = r.Text
	close(b.changed)
	b.changed = make(chan struct{})
	return b.alerts[i].ID, nil
}

func (b *board) Withdraw(_ context.Context, id queue.AlertID) error {
	leave, err := b.enter()
	if err != nil {
		return err
	}
	defer leave()
	b.calls++
	i := slices.IndexFunc(b.alerts, func(a Alert) bool { return a.ID == id })
	if i < 0 {
		return queue.Refuse(queue.NotFound, "there is no alert %q", id)
	}
	b.told = append(b.told, "-"+string(b.alerts[i].Kind))
	b.alerts = slices.Delete(b.alerts, i, i+1)
	close(b.changed)
	b.changed = make(chan struct{})
	return nil
}

func (b *board) Watch(ctx context.Context) iter.Seq2[View, error] {
	return func(yield func(View, error) bool) {
		for {
			b.mu.Lock()
			v := View{At: Position{fmt.Sprint("E", b.lives), 1}, Wall: b.wall, Alerts: slices.Clone(b.alerts)}
			changed, away := b.changed, b.away
			b.mu.Unlock()
			if away {
				yield(View{}, errAway)
				return
			}
			if !yield(v, nil) {
				return
			}
			select {
			case <-changed:
			case <-ctx.Done():
				yield(View{}, ctx.Err())
				return
			}
		}
	}
}

// stands is what consoles see, as "kind" or "kind: text".
func (b *board) stands(t *testing.T, when string, want ...string) {
	t.Helper()
	synctest.Wait()
	b.mu.Lock()
	defer b.mu.Unlock()
	var got []string
	for _, a := range b.alerts {
		got = append(got, strings.TrimSuffix(fmt.Sprint(a.Kind, ": ", a.Text), ": "))
	}
	if slices.Sort(got); !slices.Equal(got, want) {
		t.Errorf("%s: got %q, want %q", when, got, want)
	}
}

// A gauge is a printer that is as it is said to be.
type gauge struct {
	tray
	is chan kiosk.PrinterStatus // cap 1: it holds what it is
}

func (g gauge) Status(context.Context) (kiosk.PrinterStatus, error) {
	now := <-g.is
	g.is <- now
	return now, nil
}

func (g gauge) becomes(s kiosk.PrinterStatus) {
	<-g.is
	g.is <- s
	time.Sleep(probeEvery)
	synctest.Wait()
}

// A troubled kiosk is one in a bubble, with all that may be in trouble.
type troubled struct {
	*Driver
	t       *testing.T
	board   *board
	printer gauge
	clock   *hand
}

func inTrouble(t *testing.T, test func(k troubled), before ...func(b *board)) {
	t.Helper()
	synctest.Test(t, func(t *testing.T) {
		clock := newHand()
		k := troubled{t: t, board: newBoard(clock), printer: gauge{tray{make(chan kiosk.Receipt, 100)}, make(chan kiosk.PrinterStatus, 1)}, clock: clock}
		k.printer.is <- kiosk.PrinterStatus{}
		for _, f := range before {
			f(k.board)
		}
		k.Driver = driveWith(t, DriverOptions{Spool: settled(t, 1, clock), Server: k.board, Printer: k.printer, Log: slog.New(slog.DiscardHandler)})
		synctest.Wait()
		test(k)
	})
}

func (k troubled) passes(d time.Duration) {
	time.Sleep(d)
	synctest.Wait()
}

func TestThePrintersTroubleStandsAsLongAsItLasts(t *testing.T) {
	inTrouble(t, func(k troubled) {
		k.board.stands(t, "a printer that is well")
		for _, c := range []struct {
			is   kiosk.PrinterStatus
			want []string
		}{
			{kiosk.PrinterStatus{PaperLow: true}, []string{"paper_low"}},
			{kiosk.PrinterStatus{Trouble: kiosk.TroublePaper, PaperLow: true}, []string{"paper_out"}},
			{kiosk.PrinterStatus{Trouble: kiosk.TroubleCover}, []string{"paper_out", "printer: capot ouvert"}},
			{kiosk.PrinterStatus{}, nil},
			{kiosk.PrinterStatus{Trouble: kiosk.TroubleBroken}, []string{"printer: en défaut ou sans réponse"}},
			{kiosk.PrinterStatus{}, []string{"printer: en défaut ou sans réponse"}}, // it flaps
		} {
			k.printer.becomes(c.is)
			k.board.stands(t, fmt.Sprintf("%+v", c.is), c.want...)
		}
		k.passes(15 * time.Minute)
		k.board.stands(t, "after a quarter of an hour of rest")
	})
}

func TestAnAlertsTextFollowsWhatItSays(t *testing.T) {
	inTrouble(t, func(k troubled) {
		k.printer.becomes(kiosk.PrinterStatus{Trouble: kiosk.TroubleCover})
		k.board.stands(t, "open", "printer: capot ouvert")
		k.printer.becomes(kiosk.PrinterStatus{Trouble: kiosk.TroubleBroken})
		k.passes(sayAgainAfter)
		k.board.stands(t, "then mute", "printer: en défaut ou sans réponse")
		if want := []string{"+printer"}; !slices.Equal(k.board.told, want) {
			t.Errorf("got %q, want %q: one alert, since the same moment", k.board.told, want)
		}
	})
}

func TestARestartedKioskFindsItsAlertsAgain(t *testing.T) {
	inTrouble(t, func(k troubled) {
		k.board.stands(t, "with a printer that is well, and a spool not looked at yet", "spool_growing: old")
		k.passes(growingHeard + lookEvery)
		k.board.stands(t, "once all was looked at")
	}, func(b *board) {
		b.alerts = []Alert{{"1", queue.AlertPaperOut, ""}, {"2", queue.AlertSpoolGrowing, "old"}, {"3", queue.AlertClock, "4 tickets"}}
	})
}

func TestWhatOneMayTakeDownAnotherLeavesAlone(t *testing.T) {
	inTrouble(t, func(k troubled) {
		k.passes(time.Hour)
		k.board.stands(t, "after an hour", "help", "refused_ticket: A01")
	}, func(b *board) {
		b.alerts = []Alert{{"1", queue.AlertHelp, ""}, {"2", queue.AlertRefusedTicket, "A01"}}
	})
}

func TestWithTheServerAwayNobodyIsToldAndOnItsReturnWhatStillHolds(t *testing.T) {
	inTrouble(t, func(k troubled) {
		k.board.change(func() { k.board.away = true })
		k.printer.becomes(kiosk.PrinterStatus{PaperLow: true})
		k.printer.becomes(kiosk.PrinterStatus{Trouble: kiosk.TroublePaper})
		k.passes(time.Hour)
		k.board.change(func() { k.board.away = false })
		k.passes(2 * retryDelayMax)
		k.board.stands(t, "on its return", "paper_out")
		if want := []string{"+paper_out"}; !slices.Equal(k.board.told, want) {
			t.Errorf("got %q, want %q", k.board.told, want)
		}
	})
}

// A printer that flaps all day long fills neither the journal nor the screen.
func TestWhatFlapsIsNotToldEachTime(t *testing.T) {
	inTrouble(t, func(k troubled) {
		for range 4 * time.Hour / (2 * probeEvery) {
			k.printer.becomes(kiosk.PrinterStatus{Trouble: kiosk.TroubleCover})
			k.printer.becomes(kiosk.PrinterStatus{})
		}
		if want := []string{"+printer", "-printer", "+printer"}; !slices.Equal(k.board.told, want) {
			t.Errorf("got %q, want %q", k.board.told, want)
		}
	})
}

func TestWhatSomeoneTookDownIsToldAgainOnlyIfItLasts(t *testing.T) {
	inTrouble(t, func(k troubled) {
		k.printer.becomes(kiosk.PrinterStatus{PaperLow: true})
		takeDown := func() { k.board.change(func() { k.board.alerts = nil }) }
		takeDown()
		k.passes(remindAfter - time.Second)
		k.board.stands(t, "while someone may be at it")
		k.passes(lookEvery + time.Second)
		k.board.stands(t, "when nobody was", "paper_low")
		takeDown()
		k.printer.becomes(kiosk.PrinterStatus{})
		k.printer.becomes(kiosk.PrinterStatus{PaperLow: true})
		k.board.stands(t, "when it was over, and is so anew", "paper_low")
	})
}

func TestAServerOfAnotherLifeIsToldAnew(t *testing.T) {
	inTrouble(t, func(k troubled) {
		k.printer.becomes(kiosk.PrinterStatus{PaperLow: true})
		k.board.change(func() { k.board.alerts, k.board.lives = nil, 1 })
		k.board.stands(t, "restored from a copy", "paper_low")
	})
}

func TestAServerThatDoesNotKnowAKindIsLeftInPeace(t *testing.T) {
	inTrouble(t, func(k troubled) {
		k.printer.becomes(kiosk.PrinterStatus{Trouble: kiosk.TroubleCover})
		k.passes(10 * time.Minute)
		if k.board.calls != 1 {
			t.Errorf("it was told %d times in ten minutes, want once", k.board.calls)
		}
	}, func(b *board) { b.unknown = queue.AlertPrinter })
}

func TestASpoolThatGrowsWhileTheServerIsHeardIsTold(t *testing.T) {
	for _, c := range []struct {
		name    string
		tickets int
		after   time.Duration
	}{
		{"many", growingUnsent + 1, 0},
		{"one, for long", 1, growingAge + time.Second},
	} {
		t.Run(c.name, func(t *testing.T) {
			inTrouble(t, func(k troubled) {
				k.board.becomes(of(99, queue.Refuse(queue.Internal, "it stumbles")))
				for range c.tickets {
					k.Do(kiosk.Give{Order: kiosk.Order{Service: "droits", Lang: "fr"}})
				}
				k.clock.pass(c.after)
				k.board.change(func() { k.board.wall = k.clock.Read().Wall })
				k.board.stands(t, "at first")
				k.passes(growingHeard + lookEvery)
				k.board.stands(t, "once it was looked at", "spool_growing: "+k.words().AlertUnsent(c.tickets))
				k.board.becomes(kindly)
				k.passes(asideFor + retryDelayMax + lookEvery)
				k.board.stands(t, "when all have arrived")
			})
		})
	}
}

// What a server finds on its return is on its way; to count it would be a false alarm.
func TestASpoolThatIsOnItsWayIsNotTold(t *testing.T) {
	inTrouble(t, func(k troubled) {
		k.board.change(func() { k.board.away = true })
		for range 2 * growingUnsent {
			k.Do(kiosk.Give{Order: kiosk.Order{Service: "droits", Lang: "fr"}})
		}
		k.passes(time.Hour)
		k.board.change(func() { k.board.away = false })
		k.passes(time.Hour)
		if len(k.board.told) != 0 {
			t.Errorf("got %q, want nothing told", k.board.told)
		}
	})
}

func TestTicketsOfAClockNotToBeTrustedAreTold(t *testing.T) {
	inTrouble(t, func(k troubled) {
		right := k.board.wall
		k.board.change(func() { k.board.wall = right.Add(2 * denyBeyond) })
		k.passes(time.Hour)
		k.board.stands(t, "while no ticket is given")
		give := func() { k.Do(kiosk.Give{Order: kiosk.Order{Service: "droits", Lang: "fr"}}) }
		give()
		k.board.stands(t, "with the first", "clock: 1 ticket")
		give()
		give()
		k.passes(sayAgainAfter + lookEvery)
		k.board.stands(t, "with more", "clock: 3 tickets")
		k.board.change(func() { k.board.wall = right })
		k.passes(lookEvery)
		k.board.stands(t, "when it is trusted again")
		k.passes(time.Hour)
		k.board.change(func() { k.board.wall = right.Add(2 * denyBeyond) })
		give()
		k.board.stands(t, "when it is not, an hour later", "clock: 1 ticket")
		if want := []string{"+clock", "-clock", "+clock"}; !slices.Equal(k.board.told, want) {
			t.Errorf("got %q, want %q", k.board.told, want)
		}
	})
}

// Views that were drawn before our last word are no news.
func TestAViewMayBeOlderThanWhatWasTold(t *testing.T) {
	now := time.Now()
	raise, none := deed{raise: true}, deed{}
	for _, c := range []struct {
		name  string
		is    condition
		shown Alert
		want  deed
	}{
		{"raised, and not shown yet", condition{holds: true, told: true}, Alert{}, none},
		{"withdrawn, and still shown", condition{withdrawn: "1"}, Alert{ID: "1"}, none},
		{"withdrawn, still shown, and begun anew", condition{holds: true, withdrawn: "1"}, Alert{ID: "1"}, raise},
		{"withdrawn, and another one found", condition{withdrawn: "1"}, Alert{ID: "2"}, deed{withdraw: "2"}},
	} {
		if got := c.is.deed(c.shown, now); got != c.want {
			t.Errorf("%s: got %+v, want %+v", c.name, got, c.want)
		}
	}
}

func TestWhatWasFoundAndTakenDownBySomeoneIsNotRaisedAtOnce(t *testing.T) {
	c := condition{holds: true}
	now := time.Now()
	for _, step := range []struct {
		after time.Duration
		shown Alert
		want  deed
	}{
		{0, Alert{ID: "1"}, deed{}}, {time.Minute, Alert{}, deed{}}, {time.Minute + remindAfter, Alert{}, deed{raise: true}},
	} {
		if got := c.deed(step.shown, now.Add(step.after)); got != step.want {
			t.Errorf("after %s: got %+v, want %+v", step.after, got, step.want)
		}
	}
}
