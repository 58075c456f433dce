package spool

import (
	"context"
	"errors"
	"fmt"
	"time"

	"accueil/queue"
)

// A pump sends what waits while the line holds: several commands in flight, those
// of one ticket one after the other. It belongs to the goroutine of run.
type pump struct {
	*line
	window  []errand // read and not yet sent, oldest first
	last    int64    // of what was read
	dry     bool     // there was no more to read
	busy    map[queue.TicketID]bool
	flying  int
	landed  chan flight // cap inFlightMax: a sender never waits
	moved   bool        // something was settled
	strange bool        // an answer came from another life of the server
	trouble error       // why nothing more is begun
}

// A flight is an errand on its way.
type flight struct {
	verdict
	from Position // what had been told before it left
	err  error
	fate fate
}

// A fate is what is done about an answer.
type fate uint8

const (
	fateSettled fate = iota // taken, or refused for good
	fateAside               // the server stumbled over this one: later
	fateTrouble             // the line, or all of us: again from the greeting
)

// fateOf decides by kind. Whatever the server will never take is settled: it
// must stop nobody behind it.
func fateOf(k kind, err error) fate {
	var known *queue.Error
	if err == nil {
		return fateSettled
	}
	if !errors.As(err, &known) {
		return fateTrouble
	}
	switch known.Kind {
	case queue.Invalid, queue.NotFound, queue.Conflict, queue.Closed:
		return fateSettled
	case queue.Forbidden:
		if k == kindGive {
			return fateTrouble
		}
		return fateSettled
	case queue.TooMany:
		if k == kindAlert {
			return fateAside
		}
		return fateTrouble
	case queue.Internal:
		return fateAside
	case queue.Unauthenticated, queue.Unavailable:
		return fateTrouble
	}
	return fateTrouble
}

// asideMax is how many the server may stumble over before it is the server's trouble.
const asideMax = inFlightMax

// run sends until ctx ends, the line breaks, or it is time to greet again, which
// is no error. It returns when nothing is in flight any more.
func (p *pump) run(ctx context.Context) error {
	renew := time.NewTimer(renewAfter)
	defer renew.Stop()
	p.busy, p.landed = map[queue.TicketID]bool{}, make(chan flight, inFlightMax)
	aside, ending := 0, false
	for {
		for !ending && p.trouble == nil && p.flying < inFlightMax && p.launch(ctx) {
		}
		if p.flying == 0 && (ending || p.trouble != nil) {
			return p.trouble
		}
		select {
		case f := <-p.landed:
			stumbled := p.land(f)
			if stumbled > 0 && aside == 0 {
				renew.Reset(asideFor)
			}
			if aside += stumbled; aside > asideMax && p.trouble == nil {
				p.trouble = fmt.Errorf("the server stumbles over everything: %w", f.err)
			}
			ending = ending || p.strange
		case <-p.spool.wake:
			p.dry = false
		case <-renew.C:
			ending = true
		case <-p.renew:
			ending = true
		case <-ctx.Done():
			ending = true
		}
	}
}

// launch begins the oldest errand whose ticket has none under way, and returns
// false when there is none.
func (p *pump) launch(ctx context.Context) bool {
	for {
		for i, e := range p.window {
			if !p.busy[e.ticket] {
				p.window = append(p.window[:i], p.window[i+1:]...)
				p.fly(ctx, e)
				return true
			}
		}
		if p.dry || len(p.window) >= waitingMax {
			return false
		}
		more, err := p.spool.waitingAfter(ctx, p.last)
		if err != nil {
			p.trouble = diskError{err}
			return false
		}
		p.dry = len(more) < windowMax
		if len(more) == 0 {
			return false
		}
		p.last = more[len(more)-1].n
		p.window = append(p.window, more...)
	}
}

func (p *pump) fly(ctx context.Context, e errand) {
	p.busy[e.ticket] = true
	p.flying++
	from := p.spool.Hold().At
	go func() {
		ctx, cancel := context.WithTimeout(ctx, sendTimeMax)
		defer cancel()
		f := flight{verdict: verdict{errand: e}, from: from}
		f.answer, f.err = p.deliver(ctx, e)
		f.fate = fateOf(e.kind, f.err)
		if f.err != nil && f.fate == fateSettled {
			f.refused = cut(f.err.Error())
		}
		p.landed <- f
	}()
}

// deliver says an errand once. A ticket that was undated is first told with the
// day that the server gave it earlier; one that still has it knows another
// command under that key, and gets that one.
func (p *pump) deliver(ctx context.Context, e errand) (Answer, error) {
	age := p.spool.keeper.age(e.touch, p.spool.keeper.now())
	switch e.kind {
	case kindGive:
		born := Born{Ticket: e.born, Age: age}
		if born.Ticket.Day == "" && e.counted != "" {
			born.Ticket.Day = e.counted
			a, err := p.server.Give(ctx, born)
			if queue.KindOf(err) != queue.Conflict {
				return a, err
			}
			born.Ticket.Day = ""
		}
		return p.server.Give(ctx, born)
	case kindAmend:
		return p.server.Amend(ctx, Change{Key: e.key, Ticket: e.ticket, Class: e.class, Age: age})
	case kindCancel:
		return p.server.Cancel(ctx, Change{Key: e.key, Ticket: e.ticket, Age: age})
	case kindAlert:
		_, err := p.server.Alert(ctx, Ring{Key: e.key, Kind: queue.AlertRefusedTicket, Text: e.said})
		return Answer{}, err
	}
	return Answer{}, queue.Refuse(queue.Invalid, "command %d is of kind %d, which this version does not know", e.n, e.kind)
}

// land takes in a flight and whatever has landed with it, and keeps their
// verdicts at once. It returns how many the server stumbled over.
func (p *pump) land(f flight) (stumbled int) {
	var list []verdict
	for more := true; more; {
		p.flying--
		switch f.fate {
		case fateSettled:
			list = append(list, f.verdict)
			delete(p.busy, f.errand.ticket)
			p.strange = p.strange || isStrange(f.from, f.answer.At)
		case fateAside: // its ticket stays busy until the next greeting
			stumbled++
			p.log.Warn("the server stumbles over a command", "number", f.errand.born.Number, "error", f.err)
		case fateTrouble:
			p.trouble = f.err
		}
		select {
		case f = <-p.landed:
		default:
			more = false
		}
	}
	if len(list) == 0 {
		return stumbled
	}
	if err := p.spool.settle(list); err != nil {
		p.trouble = diskError{err}
		return stumbled
	}
	p.moved = true
	p.tellOf(list)
	return stumbled
}

// isStrange reports whether an answer shows another life of the server than what
// was told before its question, or an earlier moment of the same.
func isStrange(before, answered Position) bool {
	return before.Epoch != "" && answered.Epoch != "" &&
		(answered.Epoch != before.Epoch || answered.Seq < before.Seq)
}

// A diskError is our own disk's, not the line's.
type diskError struct{ error }

func (e diskError) Unwrap() error { return e.error }
