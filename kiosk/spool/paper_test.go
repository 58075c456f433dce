package spool

import (
	"context"
	"errors"
	"log/slog"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"accueil/kiosk"
	"accueil/queue"
)

// A stuck printer prints when it is freed, whoever gives up meanwhile.
type stuck struct {
	begun chan kiosk.Receipt
	free  chan struct{}
}

func (p stuck) Print(_ context.Context, r kiosk.Receipt) error {
	p.begun <- r
	<-p.free
	return nil
}

func (p stuck) Status(context.Context) (kiosk.PrinterStatus, error) {
	return kiosk.PrinterStatus{}, nil
}

func (p stuck) Proves() bool { return true }

func (p stuck) Close() error { return nil }

// printing runs a driver's printer, and hears its messages.
func printing(t *testing.T, p kiosk.Printer) (d *Driver, stop func()) {
	d = NewDriver(DriverOptions{Spool: settled(t, 1, newHand()), Server: newHall(), Printer: p, Log: slog.New(slog.DiscardHandler)})
	ctx, cancel := context.WithCancel(t.Context())
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		d.print(ctx)
	}()
	return d, func() {
		cancel()
		<-ended
		if err := d.o.Spool.Close(); err != nil {
			t.Error(err)
		}
	}
}

// A cable is a printer that prints at once and says nothing of it, and that is asked
// how it is for as long as whoever asks has patience, or until it is told an error.
type cable struct {
	asked chan struct{}
	is    chan error
}

func (p cable) Print(context.Context, kiosk.Receipt) error { return nil }

func (p cable) Proves() bool { return false }

func (p cable) Status(ctx context.Context) (kiosk.PrinterStatus, error) {
	p.asked <- struct{}{}
	select {
	case err := <-p.is:
		return kiosk.PrinterStatus{}, err
	case <-ctx.Done():
		return kiosk.PrinterStatus{}, ctx.Err()
	}
}

func (p cable) Close() error { return nil }

func TestAReceiptDoesNotWaitUntilThePrinterHasSaidHowItIs(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p := cable{make(chan struct{}), make(chan error)}
		d, stop := printing(t, p)
		defer stop()
		<-p.asked
		began := time.Now()
		d.Do(kiosk.Print{Receipt: kiosk.Receipt{Ticket: "one", Number: "A01"}})
		until(d, func(m kiosk.PrintUnproved) bool { return m.Ticket == "one" })
		if took := time.Since(began); took > 0 {
			t.Errorf("it waited for %s", took)
		}
		if _, known := d.standing.known[queue.AlertPrinter]; known {
			t.Error("a printer that was not let speak is taken for one that has")
		}
		<-p.asked // again
	})
}

func TestWhatAPrinterDoesNotProveIsNotCalledPrinted(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p := cable{make(chan struct{}), make(chan error)}
		d, stop := printing(t, p)
		defer stop()
		<-p.asked
		d.Do(kiosk.Print{Receipt: kiosk.Receipt{Ticket: "one", Number: "A01"}})
		until(d, func(m kiosk.PrintUnproved) bool { return m.Ticket == "one" })
		if state, trouble := d.o.Spool.receipt(t, "one"); state != kiosk.ReceiptUnproved || trouble != kiosk.TroubleNone {
			t.Errorf("kept is %s, %s", state, trouble)
		}
	})
}

func TestWhyAPrinterDoesNotPrintIsLoggedOnceUntilItChanges(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p := cable{make(chan struct{}), make(chan error)}
		d, stop := printing(t, p)
		defer stop()
		var log strings.Builder
		d.o.Log = slog.New(slog.NewTextHandler(&log, nil))
		broken := func(why string) error {
			return &kiosk.PrintError{Trouble: kiosk.TroubleBroken, Err: errors.New(why)}
		}
		for _, why := range []error{broken("knife"), broken("knife"), broken("hot"), nil, broken("hot")} {
			<-p.asked
			p.is <- why
		}
		<-p.asked
		for why, want := range map[string]int{"error=knife": 1, "error=hot": 2} {
			if got := strings.Count(log.String(), why); got != want {
				t.Errorf("%s stands %d times in the log, want %d:\n%s", why, got, want, &log)
			}
		}
	})
}

// Until the printer has spoken nobody knows: after a crash neither.
func TestWhileAReceiptIsPrintedItIsKeptAsSent(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p := stuck{make(chan kiosk.Receipt), make(chan struct{}, 9)}
		d, stop := printing(t, p)
		defer stop()
		d.Do(kiosk.Print{Receipt: kiosk.Receipt{Ticket: "one"}})
		<-p.begun
		if state, _ := d.o.Spool.receipt(t, "one"); state != kiosk.ReceiptSent {
			t.Errorf("got %s, want sent", state)
		}
		p.free <- struct{}{}
	})
}

func TestAReceiptGivenBackIsNotPrinted(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p := stuck{make(chan kiosk.Receipt), make(chan struct{}, 9)}
		d, stop := printing(t, p)
		defer stop()
		for _, id := range []string{"one", "two", "three"} {
			d.Do(kiosk.Print{Receipt: kiosk.Receipt{Ticket: queue.TicketID(id)}})
		}
		if r := <-p.begun; r.Ticket != "one" {
			t.Errorf("got %s first", r.Ticket)
		}
		d.Do(kiosk.Cancel{Ticket: "two"})
		p.free <- struct{}{}
		if r := <-p.begun; r.Ticket != "three" {
			t.Errorf("got %s printed, want three: two was given back", r.Ticket)
		}
		p.free <- struct{}{}
	})
}

func TestAReceiptIsNotPrintedOnceItsVisitorWasToldToDoWithout(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p := stuck{make(chan kiosk.Receipt), make(chan struct{}, 9)}
		d, stop := printing(t, p)
		defer stop()
		d.Do(kiosk.Print{Receipt: kiosk.Receipt{Ticket: "one"}})
		<-p.begun
		d.Do(kiosk.Print{Receipt: kiosk.Receipt{Ticket: "two"}})
		<-time.After(kiosk.PrintTimeMax + time.Second)
		p.free <- struct{}{}
		for m := range d.Messages() {
			if failed, ok := m.(kiosk.PrintFailed); ok {
				if failed.Ticket != "two" {
					t.Errorf("got %+v, want that two is not printed", failed)
				}
				return
			}
		}
	})
}

func TestAPrinterThatHangsKeepsNobodyFromLeaving(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p := stuck{make(chan kiosk.Receipt), make(chan struct{})}
		s := settled(t, 1, newHand())
		d := NewDriver(DriverOptions{Spool: s, Server: newHall(), Printer: p, Log: slog.New(slog.DiscardHandler)})
		ctx, leave := context.WithCancel(t.Context())
		left := make(chan struct{})
		go func() {
			defer close(left)
			d.Run(ctx)
		}()
		d.Do(kiosk.Print{Receipt: kiosk.Receipt{Ticket: "one"}})
		<-p.begun
		leave()
		began := time.Now()
		<-left
		if took := time.Since(began); took > endTimeMax {
			t.Errorf("it took %s to leave", took)
		}
		close(p.free)
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	})
}
