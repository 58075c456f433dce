package spool

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"math/rand/v2"
	"time"

	"accueil/kiosk"
	"accueil/queue"
	"accueil/queue/client"
)

// A line is the way to the server: greet, send what waits, and begin again from
// the greeting whenever it breaks. The greeting comes first so that a server
// that was restored sees by our position that it was.
type line struct {
	spool  *Spool
	server Server
	log    *slog.Logger
	renew  chan struct{} // cap 1: greet soon

	known  func(queue.Config)                 // the site as it is now
	well   func(fault kiosk.Fault, why error) // how the line is
	placed func(kiosk.Placed)                 // may not wait
	failed func(queue.TicketID)               // a change of class was refused
	again  bool                               // offer all again at the next greeting
}

// run returns when ctx has ended and nothing is in flight.
func (l *line) run(ctx context.Context) {
	var wait backoff
	for ctx.Err() == nil {
		err := l.greet(ctx)
		if err == nil {
			l.well(kiosk.FaultNone, nil)
			p := pump{line: l}
			err = p.run(ctx)
			l.again = l.again || p.strange
			if p.moved || err == nil {
				wait = 0
			}
		}
		if err == nil || ctx.Err() != nil {
			continue
		}
		l.well(l.faultOf(err), err)
		l.pause(ctx, wait.next())
	}
}

// greet tells the server what we hold, and learns lane and site.
func (l *line) greet(ctx context.Context) error {
	ctx, cancel := context.WithTimeout(ctx, greetTimeMax)
	defer cancel()
	me, err := l.server.Me(ctx, l.spool.Hold())
	if queue.KindOf(err) == queue.Conflict {
		return lanesError{errors.Join(err, l.spool.Unlearn())}
	}
	if err != nil {
		return err // it says what was called and what was found
	}
	if err := me.check(); err != nil {
		return err
	}
	site, err := l.server.Site(ctx)
	if err != nil {
		return err
	}
	if err := l.spool.Learn(me); err != nil {
		return diskError{err}
	}
	offered, err := l.spool.Settle(site, l.again)
	if err != nil {
		return diskError{err}
	}
	l.again = false
	if offered > 0 {
		l.log.Warn("offer again what was sent: the server began another life", "commands", offered, "epoch", site.At.Epoch)
	}
	l.known(site.Config)
	if err := l.spool.Prune(); err != nil {
		return diskError{fmt.Errorf("forget what is old: %w", err)}
	}
	return nil
}

// faultOf is what a visitor has of a broken line: nothing, once there is a lane
// and the server has not disowned this kiosk.
func (l *line) faultOf(err error) kiosk.Fault {
	_, configured := l.spool.Config()
	switch {
	case errors.As(err, new(diskError)):
		return kiosk.FaultDisk
	case errors.As(err, new(lanesError)):
		return kiosk.FaultLanes
	case isRefused(err):
		return kiosk.FaultRefused
	case l.spool.Hold().Lane != 0 && configured:
		return kiosk.FaultNone
	case errors.Is(err, client.ErrStranger):
		return kiosk.FaultServer
	}
	return kiosk.FaultStarting
}

// tellOf passes on where the newest tickets stand; the others' screens are gone.
func (l *line) tellOf(list []verdict) {
	now := l.spool.keeper.now()
	for _, v := range list {
		age := l.spool.keeper.age(v.errand.touch, now)
		switch {
		case v.refused != "" && v.errand.kind == kindGive:
			l.log.Error("the server refuses a ticket that was handed out", "number", v.errand.born.Number,
				"ticket", v.errand.ticket, "because", v.refused)
		case v.refused != "":
			l.log.Warn("the server refuses a change", "number", v.errand.born.Number, "because", v.refused)
			if v.errand.kind == kindAmend {
				l.failed(v.errand.ticket)
			}
		case v.errand.kind == kindGive && age != queue.AgeUnknown && age < placeTimeMax:
			l.placed(kiosk.Placed{Ticket: v.errand.ticket, Place: v.answer.Place})
		}
	}
}

// pause waits, or until someone has seen the server again.
func (l *line) pause(ctx context.Context, d time.Duration) {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C:
	case <-l.renew:
	case <-ctx.Done():
	}
}

// nudge asks for a greeting.
func (l *line) nudge() {
	select {
	case l.renew <- struct{}{}:
	default:
	}
}

// A lanesError says that every lane is another's.
type lanesError struct{ error }

func (e lanesError) Unwrap() error { return e.error }

// A backoff is the last wait of a row of failures, 0 at first.
type backoff time.Duration

// next returns between half and the whole of a wait that doubles, so that kiosks
// which lost the server together do not return together.
func (b *backoff) next() time.Duration {
	*b = backoff(min(max(2*time.Duration(*b), retryDelayMin), retryDelayMax))
	half := time.Duration(*b) / 2
	return half + rand.N(half)
}
