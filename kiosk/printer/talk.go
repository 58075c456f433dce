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
	heard [answerQueued + 1][]byte // not yet asked for, by kind
	late  bool                     // an answer to DLE EOT may still come
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

// await returns the next answer of a kind, and errMute when it does not come within
// patience.
func (t *talk) await(ctx context.Context, kind answer, patience time.Duration) (byte, error) {
	deadline := time.Now().Add(patience)
	for len(t.heard[kind]) == 0 {
		if err := t.listen(ctx, deadline); err != nil {
			return 0, err
		}
	}
	b := t.heard[kind][0]
	t.heard[kind] = t.heard[kind][1:]
	return b, nil
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
		if kind := t.sort(b); kind != answerNoise {
			t.heard[kind] = append(t.heard[kind], b)
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
		t.heard, t.late = [answerQueued + 1][]byte{}, false
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
		if err := t.send(dle, eot, q); err != nil {
			return s, err
		}
		if s[q], err = t.await(ctx, answerRealtime, answerTimeMax); err != nil {
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
