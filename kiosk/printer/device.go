package printer

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"time"

	"accueil/configs"
	"accueil/kiosk"
)

// A device is an ESC/POS printer, reached anew for each conversation, so that one
// that was switched off is found again.
type device struct {
	configs.Printer
	reach func(context.Context) (Link, error)

	mu     sync.Mutex // one conversation at a time; guards what follows
	unsure bool       // the last one did not end well
	owed   int        // answers to GS r that may still come, whoever listens then
}

const (
	owedAtStart = 8    // what an earlier run of the program may have left
	owedMax     = 1000 // of one that owes more nothing is asked before it was away
	askedAtOnce = 3    // questions that stand together, so that a line's noise is no answer
)

var errStuck = errors.New("the printer says how it is, but not that it has worked off what it was sent: " +
	"switch it off, wait a minute, switch it on; if it never says so, write ?status=realtime behind its address")

// Over returns the ESC/POS printer at the end of whatever reach opens. What an earlier
// run of the program left in its queue is not known.
func Over(p configs.Printer, reach func(context.Context) (Link, error)) kiosk.Printer {
	return &device{Printer: p, reach: reach, unsure: true, owed: owedAtStart}
}

// Print implements kiosk.Printer.
func (d *device) Print(ctx context.Context, r kiosk.Receipt) error {
	paper := lay(r, d.Dots)
	err := d.talk(ctx, func(ctx context.Context, t *talk) (err error) {
		switch d.Proof {
		case configs.ProofNone:
			err = d.printUnproved(ctx, t, paper)
		case configs.ProofRealtime:
			err = d.printRealtime(ctx, t, paper)
		case configs.ProofQueued:
			err = d.printQueued(ctx, t, paper)
		}
		d.unsure = err != nil
		return err
	})
	if err == nil {
		return nil
	}
	trouble := kiosk.TroubleBroken
	if known := (*kiosk.PrintError)(nil); errors.As(err, &known) {
		trouble = known.Trouble
	}
	return &kiosk.PrintError{Trouble: trouble, Err: fmt.Errorf("print ticket %s: %w", r.Number, err)}
}

// Proves implements kiosk.Printer.
func (d *device) Proves() bool { return d.Proof == configs.ProofQueued }

// Status implements kiosk.Printer. Of a printer that never answers it is known at most
// that it can be reached. What is left of a receipt that failed comes out now rather
// than under the next visitor's.
func (d *device) Status(ctx context.Context) (status kiosk.PrinterStatus, err error) {
	err = d.talk(ctx, func(ctx context.Context, t *talk) error {
		if d.Proof == configs.ProofNone {
			return nil
		}
		now, err := t.ask(ctx, askOnline, askOffline, askError, askPaper)
		if err != nil {
			d.unsure = true
			return err
		}
		status = now.status()
		if err := now.check(); err != nil || d.Proof != configs.ProofQueued {
			return err
		}
		return d.clear(ctx, t)
	})
	return status, err
}

// Close implements kiosk.Printer.
func (d *device) Close() error { return nil }

// talk reaches the printer and has a conversation with it.
func (d *device) talk(ctx context.Context, what func(context.Context, *talk) error) (err error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	ctx, cancel := context.WithTimeout(ctx, kiosk.PrintTimeMax)
	defer cancel()
	l, err := d.reach(ctx)
	if err != nil {
		if d.owed > owedMax && ctx.Err() == nil { // it was switched off, as errStuck asks for
			d.owed = owedAtStart
		}
		return err
	}
	t, stop := newTalk(ctx, l, d.Path != "")
	defer stop()
	if d.unsure && d.Proof != configs.ProofNone {
		err = t.settle(ctx)
	}
	if err == nil {
		err = what(ctx, t)
	}
	if closed := l.Close(); err == nil {
		err = closed
	}
	return err
}

// printQueued prints with the proof that all was worked off: the answers to questions
// that stand in the printer's queue behind the cut.
func (d *device) printQueued(ctx context.Context, t *talk, paper *roll) error {
	if err := t.well(ctx); err != nil {
		return err
	}
	if err := d.clear(ctx, t); err != nil {
		return err
	}
	if err := d.question(t, paper.out, askedAtOnce); err != nil {
		return err
	}
	for {
		err := t.worked(ctx, askedAtOnce, pollEvery)
		switch {
		case err == nil: // there are printers that answer without paper too
			d.owed = 0
			return t.well(ctx)
		case !errors.Is(err, errMute):
			return fmt.Errorf("the printer did not say that the receipt is out: %w", err)
		}
		if err := t.troubled(ctx); err != nil {
			return err
		}
	}
}

// question puts questions behind what else is sent.
func (d *device) question(t *talk, what []byte, times int) error {
	for range times {
		what = append(what, gs, 'r', 1)
	}
	d.owed += times
	return t.send(what...)
}

// clear makes sure that nothing is left in the printer's queue, and that it answers
// from there. One that was cut off in the midst of a raster takes all that follows for
// the rest of it: it gets that rest, white, and what came out is cut off.
func (d *device) clear(ctx context.Context, t *talk) error {
	err := d.ready(ctx, t)
	if d.unsure && errors.Is(err, errMute) {
		rest := newRoll(d.Dots)
		rest.feed(1)
		rest.cut()
		if err := t.send(append(d.restOfRaster(), rest.out...)...); err != nil {
			return err
		}
		err = d.ready(ctx, t)
	}
	if errors.Is(err, errMute) {
		err = errStuck
	}
	d.unsure = err != nil
	return err
}

// ready waits until the printer has come to the end of its queue. Answers to earlier
// questions come first, or never: so it is asked more often than answers are owed, and
// when as many have come one after the other, the last were to the questions of now. It
// is ready once nothing more is said: what came behind them would be taken for the
// receipt's.
func (d *device) ready(ctx context.Context, t *talk) error {
	if d.owed > owedMax {
		return errStuck
	}
	asked := d.owed + askedAtOnce
	if err := d.question(t, []byte{esc, '@', gs, 'a', 0}, asked); err != nil {
		return err
	}
	if err := t.worked(ctx, asked, queueTimeMax); err != nil {
		return err
	}
	if err := t.settle(ctx); err != nil {
		return err
	}
	d.owed = 0
	return nil
}

// restOfRaster is as much white as a raster command can still want. Where it wants
// nothing these bytes do nothing.
func (d *device) restOfRaster() []byte { return make([]byte, bandMax*d.Dots/8) }

// printRealtime prints with a weaker proof: the printer was well for as long as the
// paper takes, and still is.
func (d *device) printRealtime(ctx context.Context, t *talk, paper *roll) error {
	if err := t.well(ctx); err != nil {
		return err
	}
	if d.unsure {
		paper.out = append(d.restOfRaster(), paper.out...)
	}
	if err := t.send(paper.out...); err != nil {
		return err
	}
	out := time.Now().Add(time.Second + time.Second*time.Duration(paper.paper)/(dotsPerMM*mmPerSecond))
	for time.Now().Before(out) {
		if err := pause(ctx, pollEvery); err != nil {
			return err
		}
		if err := t.troubled(ctx); err != nil {
			return err
		}
	}
	return t.well(ctx)
}

// printUnproved hands a receipt over. What is closed too early takes the receipt's end
// with it: on a network while the printer says something all the same, at a cable before
// its last piece is through, which the one byte more waits for.
func (d *device) printUnproved(ctx context.Context, t *talk, paper *roll) error {
	err := t.send(paper.out...)
	switch {
	case err != nil:
		return err
	case d.Address != "":
		_ = t.settle(ctx)
		return nil
	}
	return t.send(0)
}
