package spool

import (
	"context"
	"log/slog"
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

func (p stuck) Close() error { return nil }

// printing runs a driver's printer, and hears its messages.
func printing(t *testing.T, p stuck) (d *Driver, stop func()) {
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
