package printer

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"time"
)

// How long a printer may take.
const (
	reachTimeMax  = 2 * time.Second         // to take a call
	answerTimeMax = time.Second             // to a question that it answers at once
	queueTimeMax  = 2500 * time.Millisecond // to one behind an earlier receipt at most
	pollEvery     = 500 * time.Millisecond  // while it prints it is asked for trouble
	quietTime     = 200 * time.Millisecond  // after which nothing more comes of what was before
	emptyPause    = 20 * time.Millisecond   // of a cable's device that has nothing to say
	mmPerSecond   = 50                      // a slow one
)

// A Link is a way to a printer; net.Conn and *os.File are.
type Link interface {
	io.ReadWriteCloser
	SetReadDeadline(time.Time) error
	SetWriteDeadline(time.Time) error
}

// A talk is one conversation. It ends when its context does.
type talk struct {
	Link
	sorter
	cable bool // an end of file is no end: there was nothing to read
	buf   [64]byte
	heard []byte // answers to DLE EOT not yet taken
	late  bool   // such a one may still come
	run          // of answers to GS r
}

// A run is of equal answers to GS r, one right behind the other: so come those to
// questions that stand together in the printer's queue, for nothing is printed between
// them. What a line makes of itself (a converter's noise, a banner) comes otherwise.
type run struct {
	answer  byte
	last    time.Time
	length  int
	longest int // of all of them
}

// take counts an answer.
func (r *run) take(answer byte, now time.Time) {
	if answer != r.answer || now.Sub(r.last) > quietTime {
		r.length = 0
	}
	r.answer, r.last = answer, now
	r.length++
	r.longest = max(r.longest, r.length)
}

// errMute says that an answer did not come in time.
var errMute = errors.New("the printer does not answer: is it switched on? (one that never does: write ?status=none behind its address)")

// newTalk bounds all that is said to the life of ctx; stop ends that.
func newTalk(ctx context.Context, l Link, cable bool) (t *talk, stop func() bool) {
	deadline, _ := ctx.Deadline()
	_ = l.SetWriteDeadline(deadline) // a plain file needs none
	return &talk{Link: l, cable: cable}, context.AfterFunc(ctx, func() {
		_ = l.SetWriteDeadline(time.Unix(1, 0))
		_ = l.SetReadDeadline(time.Unix(1, 0))
	})
}

// send hands bytes over, all of them or with an error.
func (t *talk) send(bytes ...byte) error {
	_, err := t.Write(bytes)
	return err
}

// await returns the next answer to DLE EOT, and errMute when it does not come in time.
func (t *talk) await(ctx context.Context) (byte, error) {
	deadline := time.Now().Add(answerTimeMax)
	for len(t.heard) == 0 {
		if err := t.listen(ctx, deadline); err != nil {
			return 0, err
		}
	}
	b := t.heard[0]
	t.heard = t.heard[1:]
	return b, nil
}

// worked returns when as many questions as GS r asked together were answered, and
// errMute when they are not within patience.
func (t *talk) worked(ctx context.Context, questions int, patience time.Duration) error {
	deadline := time.Now().Add(patience)
	for t.longest < questions {
		if err := t.listen(ctx, deadline); err != nil {
			return err
		}
	}
	return nil
}

// listen waits for bytes until a moment; errMute says that none came.
func (t *talk) listen(ctx context.Context, until time.Time) error {
	_ = t.SetReadDeadline(until)
	if err := ctx.Err(); err != nil { // it may have ended before the deadline was set
		return err
	}
	n, err := t.Read(t.buf[:])
	for t.cable && n == 0 && errors.Is(err, io.EOF) && time.Now().Before(until) {
		if err := pause(ctx, emptyPause); err != nil {
			return err
		}
		n, err = t.Read(t.buf[:])
	}
	for _, b := range t.buf[:n] {
		switch t.sort(b) {
		case answerRealtime:
			t.heard = append(t.heard, b)
		case answerQueued:
			t.take(b, time.Now())
		case answerNoise:
		}
	}
	switch {
	case n > 0 || err == nil:
		return nil
	case ctx.Err() != nil:
		return ctx.Err()
	case errors.Is(err, os.ErrDeadlineExceeded) || t.cable && errors.Is(err, io.EOF):
		return errMute
	}
	return fmt.Errorf("the printer hung up: %w", err)
}

// settle drops what still comes of an earlier conversation.
func (t *talk) settle(ctx context.Context) error {
	for {
		err := t.listen(ctx, time.Now().Add(quietTime))
		t.heard, t.late, t.run = nil, false, run{}
		if errors.Is(err, errMute) {
			return nil
		}
		if err != nil {
			return err
		}
	}
}

// ask has the questions answered one after the other: there are printers that hear
// only one of two.
func (t *talk) ask(ctx context.Context, questions ...byte) (s state, err error) {
	if t.late {
		if err := t.settle(ctx); err != nil {
			return s, err
		}
	}
	for _, q := range questions {
		t.heard = nil // nothing said before it answers it
		if err := t.send(dle, eot, q); err != nil {
			return s, err
		}
		if s[q], err = t.await(ctx); err != nil {
			t.late = true
			return s, err
		}
	}
	return s, nil
}

// well asks whether anything keeps the printer from printing.
func (t *talk) well(ctx context.Context) error {
	now, err := t.ask(ctx, askOnline, askOffline, askError, askPaper)
	if err != nil {
		return err
	}
	return now.check()
}

// troubled asks a printer at work for what would stop it. One that is too busy to say
// is asked no more.
func (t *talk) troubled(ctx context.Context) error {
	if t.late {
		return nil
	}
	now, err := t.ask(ctx, askOffline, askPaper)
	if errors.Is(err, errMute) {
		return nil
	}
	if err != nil {
		return err
	}
	return now.check()
}

func pause(ctx context.Context, d time.Duration) error {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}
