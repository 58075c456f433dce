package spool

import (
	"context"
	"log/slog"
	"sync"
	"sync/atomic"
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
//	                 standing ──▶    (what printer, spool and clock are in trouble with)
type Driver struct {
	o        DriverOptions
	out      chan kiosk.Msg
	receipts pile
	calls    chan kiosk.CallHelp
	line     *line
	standing *standing
	undated  atomic.Int64  // tickets given since the clock was last believed
	done     chan struct{} // closed when Run ends: nobody takes messages any more
}

// NewDriver returns a driver that does nothing to server or printer before Run.
func NewDriver(o DriverOptions) *Driver {
	d := &Driver{
		o: o, out: make(chan kiosk.Msg, effectsMax), receipts: pile{more: make(chan struct{}, 1)},
		calls: make(chan kiosk.CallHelp, effectsMax), done: make(chan struct{}), standing: newStanding(o.Server, o.Log),
	}
	d.line = &line{
		spool: o.Spool, server: o.Server, log: o.Log, renew: make(chan struct{}, 1),
		known:  func(c queue.Config) { d.tell(kiosk.Configured{Config: c}) },
		well:   d.health,
		placed: func(p kiosk.Placed) { d.offer(p) },
		failed: func(id queue.TicketID) { d.tell(kiosk.AmendFailed{Ticket: id}) },
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
		if err != nil {
			d.o.Log.Error("no number can be given", "error", err)
			d.tell(kiosk.GiveFailed{Request: e.Request})
			return
		}
		d.tell(kiosk.Given{Request: e.Request, Ticket: t})
		if t.Day == "" {
			d.clockDoubted()
		}
	case kiosk.Amend:
		if !d.changed(d.o.Spool.Amend(e.Ticket, e.Class)) {
			d.tell(kiosk.AmendFailed{Ticket: e.Ticket})
		}
	case kiosk.Cancel:
		d.receipts.drop(e.Ticket)
		d.changed(d.o.Spool.Cancel(e.Ticket))
	case kiosk.Print:
		if !d.receipts.add(e.Receipt) {
			d.tell(kiosk.PrintFailed{Ticket: e.Receipt.Ticket, Trouble: kiosk.TroubleBroken})
		}
	case kiosk.CallHelp:
		select {
		case d.calls <- e:
		default:
			d.tell(kiosk.HelpFailed(e))
		}
	case kiosk.Say, kiosk.Hush: // are the voice's
	}
}

func (d *Driver) changed(err error) bool {
	if err != nil {
		d.o.Log.Error("a change of a ticket is not kept", "error", err)
	}
	return err == nil
}

// health tells how the line is.
func (d *Driver) health(fault kiosk.Fault, why error) {
	told := kiosk.Health{Fault: fault}
	if why != nil {
		loss := lossOf(why)
		told.Lost, told.Found = string(loss.Kind), loss.Found
		d.o.Log.Warn("the line to the server is broken", "error", why)
	}
	d.tell(told)
}

// Run works until ctx ends, and returns when nothing is in flight, or soon after:
// a disk or a printer that hangs keeps nobody from leaving.
func (d *Driver) Run(ctx context.Context) {
	if config, ok := d.o.Spool.Config(); ok {
		d.tell(kiosk.Configured{Config: config})
		if d.o.Spool.Hold().Lane != 0 {
			d.tell(kiosk.Health{})
		}
	}
	var work sync.WaitGroup
	for _, part := range []func(context.Context){d.line.run, d.print, d.help, d.view, d.standing.run, d.lookout} {
		work.Go(func() { part(ctx) })
	}
	<-ctx.Done()
	close(d.done)
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		work.Wait()
	}()
	patience := time.NewTimer(endTimeMax)
	defer patience.Stop()
	select {
	case <-ended:
	case <-patience.C:
		d.o.Log.Error("leave while something is still under way: does the printer hang?")
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
	var said string // why there was no view, logged once
	for ctx.Err() == nil {
		for v, err := range d.o.Server.Watch(ctx) {
			if err != nil {
				if why := err.Error(); why != said && ctx.Err() == nil {
					said = why
					d.o.Log.Warn("the server's view is not heard", "error", why)
				}
				break
			}
			wait, said = 0, ""
			d.o.Spool.Compare(v.Wall)
			if v.Beat {
				continue
			}
			if at := d.o.Spool.Hold().At; isStrange(at, v.At) {
				d.line.nudge()
			}
			d.standing.shows(v.At.Epoch, v.Alerts)
			d.tell(v.Feed)
			d.reprint(v)
		}
		if ctx.Err() != nil {
			return
		}
		d.standing.lost()
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
