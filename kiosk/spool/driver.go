package spool

import (
	"context"
	"errors"
	"log/slog"
	"sync"
	"time"

	"accueil/kiosk"
	"accueil/queue"
)

// DriverOptions are what a Driver works with; Printer may be nil, for none.
type DriverOptions struct {
	Spool   *Spool
	Server  Server
	Printer kiosk.Printer
	Log     *slog.Logger
}

// A Driver does what a kiosk.Model wishes, and tells it what the world says. It
// never waits for server or printer while a number is to be given: those have
// goroutines of their own, behind short queues.
//
//	Do ──Give, Amend, Cancel──▶ spool ──wake──▶ line ──▶ server
//	   ├─Print──▶ receipts ──▶ printer
//	   └─CallHelp──▶ calls ──▶ server ◀── view
type Driver struct {
	o        DriverOptions
	out      chan kiosk.Msg
	receipts chan kiosk.Receipt
	calls    chan kiosk.CallHelp
	line     *line
	done     chan struct{} // closed when Run ends: nobody takes messages any more
}

// NewDriver returns a driver that does nothing to server or printer before Run.
func NewDriver(o DriverOptions) *Driver {
	d := &Driver{
		o: o, out: make(chan kiosk.Msg, effectsMax), receipts: make(chan kiosk.Receipt, receiptsMax),
		calls: make(chan kiosk.CallHelp, effectsMax), done: make(chan struct{}),
	}
	d.line = &line{
		spool: o.Spool, server: o.Server, log: o.Log, renew: make(chan struct{}, 1),
		known:  func(c queue.Config) { d.tell(kiosk.Configured{Config: c}) },
		well:   d.health,
		placed: func(p kiosk.Placed) { d.offer(p) },
	}
	return d
}

// Messages is what the model is to be told.
func (d *Driver) Messages() <-chan kiosk.Msg { return d.out }

// tell waits until the model hears.
func (d *Driver) tell(m kiosk.Msg) {
	select {
	case d.out <- m:
	case <-d.done:
	}
}

// offer does not wait: what is not heard now will be said again.
func (d *Driver) offer(m kiosk.Msg) {
	select {
	case d.out <- m:
	default:
	}
}

// Do does what was wished. It waits for the disk alone.
func (d *Driver) Do(e kiosk.Effect) {
	switch e := e.(type) {
	case kiosk.Give:
		t, err := d.o.Spool.Give(e.Order)
		var refused *kiosk.SpoolError
		switch {
		case err == nil:
			d.tell(kiosk.Given{Request: e.Request, Ticket: t})
		case errors.As(err, &refused):
			d.o.Log.Error("no number can be given", "error", err)
			d.tell(kiosk.GiveFailed{Request: e.Request, Fault: refused.Fault})
		default:
			d.o.Log.Error("no number can be given", "error", err)
			d.tell(kiosk.GiveFailed{Request: e.Request, Fault: kiosk.FaultDisk})
		}
	case kiosk.Amend:
		d.changed(d.o.Spool.Amend(e.Ticket, e.Class))
	case kiosk.Cancel:
		d.changed(d.o.Spool.Cancel(e.Ticket))
	case kiosk.Print:
		select {
		case d.receipts <- e.Receipt:
		default:
			d.tell(kiosk.PrintFailed{Ticket: e.Receipt.Ticket, Trouble: kiosk.TroubleBroken})
		}
	case kiosk.CallHelp:
		select {
		case d.calls <- e:
		default:
			d.tell(kiosk.HelpFailed(e))
		}
	}
}

func (d *Driver) changed(err error) {
	if err != nil {
		d.o.Log.Error("a change of a ticket is not kept", "error", err)
	}
}

// health tells how the line is.
func (d *Driver) health(fault kiosk.Fault, why error) {
	detail := ""
	if why != nil {
		detail = cut(why.Error())
		d.o.Log.Warn("the line to the server is broken", "error", why)
	}
	d.tell(kiosk.Health{Fault: fault, Detail: detail})
}

// Run works until ctx ends, and returns when nothing is in flight.
func (d *Driver) Run(ctx context.Context) {
	if config, ok := d.o.Spool.Config(); ok {
		d.tell(kiosk.Configured{Config: config})
		if d.o.Spool.Hold().Lane != 0 {
			d.tell(kiosk.Health{})
		}
	}
	var work sync.WaitGroup
	for _, part := range []func(context.Context){d.line.run, d.print, d.help, d.view} {
		work.Go(func() { part(ctx) })
	}
	<-ctx.Done()
	close(d.done)
	work.Wait()
}

// print puts receipts on paper, one after the other.
func (d *Driver) print(ctx context.Context) {
	d.tell(kiosk.PrinterIs{There: d.o.Printer != nil})
	if d.o.Printer == nil {
		return
	}
	look := time.NewTicker(statusEvery)
	defer look.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case r := <-d.receipts:
			d.printOne(ctx, r)
		case <-look.C:
			status, err := d.o.Printer.Status(ctx)
			if err != nil {
				status.Trouble = kiosk.TroubleBroken
			}
			d.tell(kiosk.PrinterIs{There: true, Status: status})
		}
	}
}

func (d *Driver) printOne(ctx context.Context, r kiosk.Receipt) {
	ctx, cancel := context.WithTimeout(ctx, kiosk.PrintTimeMax)
	defer cancel()
	err := d.o.Printer.Print(ctx, r)
	var trouble *kiosk.PrintError
	switch {
	case err == nil:
		d.tell(kiosk.Printed{Ticket: r.Ticket})
	case errors.As(err, &trouble):
		d.o.Log.Error("no paper came out", "number", r.Number, "error", err)
		d.tell(kiosk.PrintFailed{Ticket: r.Ticket, Trouble: trouble.Trouble})
	default:
		d.o.Log.Error("no paper came out", "number", r.Number, "error", err)
		d.tell(kiosk.PrintFailed{Ticket: r.Ticket, Trouble: kiosk.TroubleBroken})
	}
}

// help rings on the consoles, under one key for all tries of a call.
func (d *Driver) help(ctx context.Context) {
	for {
		select {
		case <-ctx.Done():
			return
		case call := <-d.calls:
			d.ring(ctx, call)
		}
	}
}

func (d *Driver) ring(ctx context.Context, call kiosk.CallHelp) {
	ctx, cancel := context.WithTimeout(ctx, helpTimeMax)
	defer cancel()
	ring := Ring{Key: newID(), Kind: queue.AlertHelp}
	var wait backoff
	for {
		id, err := d.o.Server.Alert(ctx, ring)
		if err == nil {
			d.tell(kiosk.HelpSent{Request: call.Request, Alert: id})
			return
		}
		timer := time.NewTimer(wait.next())
		select {
		case <-timer.C:
			continue
		case <-ctx.Done():
		}
		timer.Stop()
		d.o.Log.Error("a call for help reached nobody", "error", err)
		d.tell(kiosk.HelpFailed(call))
		return
	}
}

// view follows what the server shows its kiosks.
func (d *Driver) view(ctx context.Context) {
	var wait backoff
	for ctx.Err() == nil {
		for v, err := range d.o.Server.Watch(ctx) {
			if err != nil {
				break
			}
			wait = 0
			d.o.Spool.Compare(v.Wall)
			if at := d.o.Spool.Hold().At; isStrange(at, v.At) {
				d.line.nudge()
			}
			d.tell(v.Feed)
			d.reprint(v)
		}
		if ctx.Err() != nil {
			return
		}
		d.tell(kiosk.FeedLost{})
		timer := time.NewTimer(wait.next())
		select {
		case <-timer.C:
			d.line.nudge() // whoever sees the server again sends what waits
		case <-ctx.Done():
		}
		timer.Stop()
	}
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
		select {
		case d.receipts <- kiosk.NewReceipt(&config, t):
		default:
			d.o.Log.Error("a receipt is not printed again: too many wait for the printer", "number", r.Number)
		}
	}
}
