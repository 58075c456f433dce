package spool

import (
	"context"
	"errors"
	"slices"
	"sync"
	"time"

	"accueil/kiosk"
	"accueil/queue"
)

// A sheet is a receipt not yet begun.
type sheet struct {
	receipt kiosk.Receipt
	since   time.Time
}

// A pile is the sheets, oldest first.
type pile struct {
	more chan struct{} // cap 1: something was added

	mu     sync.Mutex // guards what follows
	sheets []sheet
	yield  context.CancelFunc // ends what a sheet need not wait for; nil: nothing is under way
}

// add returns false when there are too many.
func (p *pile) add(r kiosk.Receipt) bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	if len(p.sheets) >= receiptsMax {
		return false
	}
	p.sheets = append(p.sheets, sheet{r, time.Now()})
	if p.yield != nil {
		p.yield()
	}
	select {
	case p.more <- struct{}{}:
	default:
	}
	return true
}

// before has yield called when a sheet comes, or at once when one is there.
func (p *pile) before(yield context.CancelFunc) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.yield = yield; yield != nil && len(p.sheets) > 0 {
		yield()
	}
}

// drop takes the sheets of a ticket away.
func (p *pile) drop(id queue.TicketID) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.sheets = slices.DeleteFunc(p.sheets, func(s sheet) bool { return s.receipt.Ticket == id })
}

// take returns the oldest, and false when there is none.
func (p *pile) take() (sheet, bool) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if len(p.sheets) == 0 {
		return sheet{}, false
	}
	oldest := p.sheets[0]
	p.sheets = slices.Delete(p.sheets, 0, 1)
	return oldest, true
}

// print puts receipts on paper, one after the other, and asks the printer now and
// then how it is: never both at once.
func (d *Driver) print(ctx context.Context) {
	if d.o.Printer == nil {
		d.tell(kiosk.PrinterIs{})
		d.printerTold(kiosk.PrinterStatus{})
		return
	}
	d.tell(kiosk.PrinterIs{There: true})
	d.tellInterrupted()
	var was known
	probe := time.NewTimer(0)
	defer probe.Stop()
	for {
		next := probeEvery
		select {
		case <-ctx.Done():
			return
		case <-probe.C:
			if now, ok := d.askPrinter(ctx); ok {
				was = d.printerIs(was, now)
			}
		case <-d.receipts.more:
			for s, ok := d.receipts.take(); ok && ctx.Err() == nil; s, ok = d.receipts.take() {
				if err := d.printOne(ctx, s); err != nil {
					was = d.printerIs(was, knownBy(err))
				}
			}
			next = probeSoon
		}
		probe.Reset(next)
	}
}

// tellInterrupted logs of which receipts nobody knows whether they came out.
func (d *Driver) tellInterrupted() {
	numbers, err := d.o.Spool.Interrupted()
	if err != nil {
		d.o.Log.Error("it is not known whether a receipt was interrupted", "error", err)
	}
	for _, number := range numbers {
		d.o.Log.Warn("a receipt was being printed when the kiosk stopped: ask whether the paper came out", "number", number)
	}
}

// A known is how a printer is, and why it does not print, for whoever mends it.
type known struct {
	kiosk.PrinterStatus
	why string
}

func knownBy(err error) known {
	return known{kiosk.PrinterStatus{Trouble: troubleOf(err)}, err.Error()}
}

// askPrinter returns how the printer is now, and false when a receipt came, which does
// not wait for the answer.
func (d *Driver) askPrinter(ctx context.Context) (now known, ok bool) {
	ctx, cancel := context.WithTimeout(ctx, kiosk.PrintTimeMax)
	defer cancel()
	d.receipts.before(cancel)
	defer d.receipts.before(nil)
	status, err := d.o.Printer.Status(ctx)
	switch {
	case err == nil:
		return known{PrinterStatus: status}, true
	case errors.Is(ctx.Err(), context.Canceled):
		return known{}, false
	}
	return knownBy(err), true
}

// printerIs takes in how the printer is, tells of it when that is news, logs it when
// the reason is, and returns it.
func (d *Driver) printerIs(was, now known) known {
	d.printerTold(now.PrinterStatus)
	if now.why != was.why && now.why != "" {
		d.o.Log.Warn("the printer does not print", "error", now.why)
	}
	if now.PrinterStatus != was.PrinterStatus {
		d.o.Log.Info("the printer has changed", "trouble", now.Trouble, "paper_low", now.PaperLow)
		d.tell(kiosk.PrinterIs{There: true, PrinterStatus: now.PrinterStatus})
	}
	return now
}

// printOne prints a sheet, unless it lay so long that its visitor was told to do
// without. It returns why the printer printed nothing.
func (d *Driver) printOne(ctx context.Context, s sheet) error {
	r := s.receipt
	if time.Since(s.since) > kiosk.PrintTimeMax {
		d.o.Log.Error("no paper came out", "number", r.Number, "error", "the printer was not free in time")
		d.keep(r, kiosk.ReceiptFailed, kiosk.TroubleBroken)
		d.tell(kiosk.PrintFailed{Ticket: r.Ticket, Trouble: kiosk.TroubleBroken})
		return nil
	}
	ctx, cancel := context.WithTimeout(ctx, kiosk.PrintTimeMax)
	defer cancel()
	d.keep(r, kiosk.ReceiptSent, kiosk.TroubleNone)
	if err := d.o.Printer.Print(ctx, r); err != nil {
		d.o.Log.Error("no paper came out", "number", r.Number, "error", err)
		d.keep(r, kiosk.ReceiptFailed, troubleOf(err))
		d.tell(kiosk.PrintFailed{Ticket: r.Ticket, Trouble: troubleOf(err)})
		return err
	}
	if !d.o.Printer.Proves() {
		d.o.Log.Info("given to a printer that does not say what it prints", "number", r.Number)
		d.keep(r, kiosk.ReceiptUnproved, kiosk.TroubleNone)
		d.tell(kiosk.PrintUnproved{Ticket: r.Ticket})
		return nil
	}
	d.o.Log.Info("printed", "number", r.Number)
	d.keep(r, kiosk.ReceiptPrinted, kiosk.TroubleNone)
	d.tell(kiosk.Printed{Ticket: r.Ticket})
	return nil
}

// keep keeps how far a receipt came. Where the disk does not take it, paper does all
// the same.
func (d *Driver) keep(r kiosk.Receipt, state kiosk.ReceiptState, trouble kiosk.Trouble) {
	if err := d.o.Spool.KeepReceipt(r.Ticket, state, trouble); err != nil {
		d.o.Log.Error("it will not be known whether a receipt came out", "number", r.Number, "error", err)
	}
}

// troubleOf is what keeps a printer from printing, as its error says.
func troubleOf(err error) kiosk.Trouble {
	var trouble *kiosk.PrintError
	if errors.As(err, &trouble) {
		return trouble.Trouble
	}
	return kiosk.TroubleBroken
}

// reprint prints what a mediator asked for and has not been printed yet. It is
// kept before it is printed: whoever sees no paper asks again, and nobody gets
// two.
func (d *Driver) reprint(v View) {
	config, ok := d.o.Spool.Config()
	if !ok || d.o.Printer == nil {
		return
	}
	for _, r := range v.Reprints {
		fresh, err := d.o.Spool.Reprint(v.At.Epoch, r.Count)
		if err != nil {
			d.o.Log.Error("a receipt is not printed again", "number", r.Number, "error", err)
			return
		}
		if !fresh {
			continue
		}
		t, err := d.o.Spool.Ticket(r.Ticket)
		if err != nil { // of an earlier disk of this kiosk
			t = kiosk.Ticket{ID: r.Ticket, Number: r.Number, Service: r.Service, Lang: r.Lang, At: v.Wall}
		}
		if !d.receipts.add(kiosk.NewReceipt(&config, t, v.Feed.Walls)) {
			d.o.Log.Error("a receipt is not printed again: too many wait for the printer", "number", r.Number)
		}
	}
}
