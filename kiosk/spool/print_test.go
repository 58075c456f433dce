package spool

import (
	"context"
	"database/sql"
	"errors"
	"log/slog"
	"net"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"accueil/configs"
	"accueil/kiosk"
	"accueil/kiosk/printer"
	"accueil/kiosk/printer/printertest"
	"accueil/queue"
)

// A shop is a kiosk's driver with its spool and, at the end of a wire, its printer.
type shop struct {
	*Driver
	*Spool
	paper *printertest.Printer
}

// inShop runs what happens in a shop, in time of its own.
func inShop(t *testing.T, what func(*testing.T, shop)) {
	t.Helper()
	synctest.Test(t, func(t *testing.T) {
		paper := printertest.New()
		setting, err := configs.ParsePrinter("tcp://printer:9100")
		if err != nil {
			t.Fatal(err)
		}
		var work sync.WaitGroup
		p := printer.Over(setting, func(context.Context) (printer.Link, error) {
			here, there := net.Pipe()
			work.Go(func() { paper.Serve(there) })
			return here, nil
		})
		s := settled(t, 1, newHand())
		d := NewDriver(DriverOptions{Spool: s, Server: newHall(), Printer: p, Log: slog.New(slog.DiscardHandler)})
		ctx, leave := context.WithCancel(t.Context())
		work.Go(func() { d.Run(ctx) })
		what(t, shop{d, s, paper})
		leave()
		work.Wait()
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	})
}

// until hears messages up to one that is wanted.
func until[M kiosk.Msg](d interface{ Messages() <-chan kiosk.Msg }, wanted func(M) bool) M {
	for m := range d.Messages() {
		if m, ok := m.(M); ok && wanted(m) {
			return m
		}
	}
	panic("no more messages")
}

// print gives a ticket and has it printed as a screen does, and returns what the screen
// is told, within the time that it waits.
func (s shop) print(t *testing.T) (ticket kiosk.Ticket, printed bool, trouble kiosk.Trouble) {
	t.Helper()
	ticket = s.must(t, "droits")
	config, _ := s.Config()
	began := time.Now()
	s.Do(kiosk.Print{Receipt: kiosk.NewReceipt(&config, ticket, true)})
	if held := time.Since(began); held > 0 {
		t.Errorf("the screen was held for %s", held)
	}
	for m := range s.Messages() {
		switch m := m.(type) {
		case kiosk.Printed:
			printed = m.Ticket == ticket.ID
		case kiosk.PrintFailed:
			if m.Ticket != ticket.ID {
				continue
			}
			trouble = m.Trouble
		}
		if printed || trouble != kiosk.TroubleNone {
			break
		}
	}
	if took := time.Since(began); took > kiosk.PrintTimeMax {
		t.Errorf("the screen was told after %s, want at most %s", took, kiosk.PrintTimeMax)
	}
	return ticket, printed, trouble
}

func TestThePrintPathThroughEveryFault(t *testing.T) {
	soon := func(p *printertest.Printer, what func()) { // while it prints
		p.Pace(200 * time.Microsecond)
		time.AfterFunc(time.Second, what)
	}
	for name, c := range map[string]struct {
		fault func(*printertest.Printer)
		want  kiosk.Trouble
	}{
		"none":                       {func(*printertest.Printer) {}, kiosk.TroubleNone},
		"the roll is near its end":   {func(p *printertest.Printer) { p.Load(900) }, kiosk.TroubleNone},
		"it is slow":                 {func(p *printertest.Printer) { p.Pace(200 * time.Microsecond) }, kiosk.TroubleNone},
		"it is much too slow":        {func(p *printertest.Printer) { p.Pace(time.Second) }, kiosk.TroubleBroken},
		"no paper before":            {func(p *printertest.Printer) { p.Load(0) }, kiosk.TroublePaper},
		"no paper during":            {func(p *printertest.Printer) { p.Load(30) }, kiosk.TroublePaper},
		"no paper after":             {func(p *printertest.Printer) { p.Load(70) }, kiosk.TroublePaper},
		"cover open":                 {func(p *printertest.Printer) { p.OpenCover(true) }, kiosk.TroubleCover},
		"cover opened":               {func(p *printertest.Printer) { soon(p, func() { p.OpenCover(true) }) }, kiosk.TroubleCover},
		"knife stuck":                {func(p *printertest.Printer) { soon(p, func() { p.Break(true) }) }, kiosk.TroubleBroken},
		"unplugged at once":          {func(p *printertest.Printer) { p.Unplug(1) }, kiosk.TroubleBroken},
		"unplugged in the raster":    {func(p *printertest.Printer) { p.Unplug(3000) }, kiosk.TroubleBroken},
		"mute from the first":        {func(p *printertest.Printer) { p.Mute(true) }, kiosk.TroubleBroken},
		"mute while it prints":       {func(p *printertest.Printer) { soon(p, func() { p.Mute(true) }) }, kiosk.TroubleBroken},
		"it does not know the queue": {func(p *printertest.Printer) { p.Simple() }, kiosk.TroubleBroken},
	} {
		t.Run(name, func(t *testing.T) {
			inShop(t, func(t *testing.T, s shop) {
				if _, printed, trouble := s.print(t); !printed {
					t.Fatalf("before any fault: got trouble %s", trouble)
				}
				before := len(s.paper.Sheets())
				c.fault(s.paper)
				ticket, printed, trouble := s.print(t)
				if printed != (c.want == kiosk.TroubleNone) || trouble != c.want {
					t.Errorf("got printed %t, trouble %s, want trouble %s", printed, trouble, c.want)
				}
				if printed && len(s.paper.Sheets()) != before+1 {
					t.Errorf("called printed, and %d sheets came out", len(s.paper.Sheets())-before)
				}
				if kept, err := s.Ticket(ticket.ID); err != nil || kept.Number != ticket.Number {
					t.Errorf("the number is lost: got %+v, %v", kept, err)
				}
				want := kiosk.ReceiptPrinted
				if c.want != kiosk.TroubleNone {
					want = kiosk.ReceiptFailed
				}
				if state, why := s.receipt(t, ticket.ID); state != want || why != c.want {
					t.Errorf("kept is %s, %s, want %s, %s", state, why, want, c.want)
				}
			})
		})
	}
}

func TestItIsToldWhenThePrinterChanges(t *testing.T) {
	inShop(t, func(t *testing.T, s shop) {
		is := func(want kiosk.PrinterStatus) {
			began := time.Now()
			until(s, func(m kiosk.PrinterIs) bool { return m.There && m.PrinterStatus == want })
			if took := time.Since(began); took > probeEvery+time.Second {
				t.Errorf("told after %s", took)
			}
		}
		is(kiosk.PrinterStatus{})
		s.paper.Load(900)
		is(kiosk.PrinterStatus{PaperLow: true})
		s.paper.Load(0)
		is(kiosk.PrinterStatus{Trouble: kiosk.TroublePaper})
		s.paper.OpenCover(true)
		is(kiosk.PrinterStatus{Trouble: kiosk.TroubleCover})
		s.paper.LoadFull()
		s.paper.OpenCover(false)
		is(kiosk.PrinterStatus{})
		s.paper.Mute(true)
		is(kiosk.PrinterStatus{Trouble: kiosk.TroubleBroken})
		s.paper.Mute(false)
		is(kiosk.PrinterStatus{})
	})
}

func TestAReceiptThatFailedTellsOfThePrinterAtOnce(t *testing.T) {
	inShop(t, func(t *testing.T, s shop) {
		s.print(t)
		s.paper.Load(0)
		if _, _, trouble := s.print(t); trouble != kiosk.TroublePaper {
			t.Fatalf("got trouble %s", trouble)
		}
		began := time.Now()
		until(s, func(m kiosk.PrinterIs) bool { return m.Trouble == kiosk.TroublePaper })
		if took := time.Since(began); took > 0 {
			t.Errorf("told after %s", took)
		}
		s.paper.LoadFull()
		until(s, func(m kiosk.PrinterIs) bool { return m.Trouble == kiosk.TroubleNone })
		if _, printed, trouble := s.print(t); !printed {
			t.Errorf("with paper: got trouble %s", trouble)
		}
	})
}

// receipt returns how far a ticket's receipt came, and what kept it from paper.
func (s *Spool) receipt(t *testing.T, id queue.TicketID) (state kiosk.ReceiptState, trouble kiosk.Trouble) {
	t.Helper()
	err := s.db.QueryRow("SELECT state, trouble FROM receipt WHERE ticket = ?", id).Scan(&state, &trouble)
	if err != nil && !errors.Is(err, sql.ErrNoRows) {
		t.Fatal(err)
	}
	return state, trouble
}

// A kiosk that stopped while it printed asks once, after its start, for what nobody knows.
func TestWhatWasOnlySentIsNeverCalledPrinted(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		clock := newHand()
		s := settled(t, 1, clock)
		made, ticket := s.must(t, "droits"), s.must(t, "droits")
		path := pathOf(t, s)
		for _, state := range []kiosk.ReceiptState{kiosk.ReceiptFailed, kiosk.ReceiptSent} {
			if err := s.KeepReceipt(ticket.ID, state, kiosk.TroubleNone); err != nil {
				t.Fatal(err)
			}
		}
		if err := s.Close(); err != nil {
			t.Fatal(err)
		}
		for _, want := range []int{1, 0} {
			again := open(t, path, clock)
			var log strings.Builder
			d := NewDriver(DriverOptions{Spool: again, Server: newHall(), Printer: cable{make(chan struct{}, 1), nil}, Log: slog.New(slog.NewTextHandler(&log, nil))})
			ctx, stop := context.WithCancel(t.Context())
			ended := make(chan struct{})
			go func() {
				defer close(ended)
				d.print(ctx)
			}()
			synctest.Wait()
			stop()
			<-ended
			if got := strings.Count(log.String(), "ask whether the paper came out\" number="+string(ticket.Number)); got != want || strings.Contains(log.String(), string(made.Number)) {
				t.Errorf("told %d times, want %d of %s alone: %s", got, want, ticket.Number, &log)
			}
			if state, _ := again.receipt(t, ticket.ID); state != kiosk.ReceiptUnproved {
				t.Errorf("after a start: got %s, want unproved", state)
			}
			if err := again.Close(); err != nil {
				t.Fatal(err)
			}
		}
	})
}
