package printer

import (
	"context"
	"errors"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"accueil/kiosk"
	"accueil/kiosk/printer/printertest"
)

func TestAfterAReceiptNothingIsOwed(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p := wired(t, printertest.New(), "")
		if err := within(t, p, "A01"); err != nil {
			t.Fatal(err)
		}
		if owed := p.(*device).owed; owed != 0 {
			t.Errorf("got %d answers owed, want none: all have come", owed)
		}
	})
}

// Whose answer comes next of a printer that owes too many, nobody can tell: it is asked
// nothing more, nothing is given to it, and whoever looks after it reads what to do.
func TestAPrinterThatOwesTooManyAnswersIsSwitchedOffAndOn(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		other := printertest.New()
		p := wired(t, other, "").(*device)
		reach, off := p.reach, false
		p.reach = func(ctx context.Context) (Link, error) {
			if off {
				return nil, errors.New("nobody answers")
			}
			return reach(ctx)
		}
		other.Simple()
		for p.owed <= owedMax {
			_, _ = p.Status(t.Context())
		}
		for range 3 {
			owed := p.owed
			if _, err := p.Status(t.Context()); err == nil || !strings.Contains(err.Error(), "switch it off, wait a minute, switch it on") {
				t.Errorf("got %v, want what to do", err)
			}
			if err := within(t, p, "A01"); err == nil || p.owed != owed {
				t.Errorf("got %v, and %d answers owed instead of %d", err, p.owed, owed)
			}
		}
		if n := came(other, "A01"); n > 0 {
			t.Errorf("got %d sheets", n)
		}
		off = true
		_, _ = p.Status(t.Context())
		off, other = false, printertest.New()
		p.reach = wired(t, other, "").(*device).reach
		if err := within(t, p, "A02"); err != nil || came(other, "A02") != 1 {
			t.Errorf("switched on again: got %v and %d sheets", err, came(other, "A02"))
		}
	})
}

// A printer that did not answer may hold back what it says: the next conversation lets
// it come first.
func TestAfterAPrinterWasMuteItsLateAnswersAreDropped(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		other := printertest.New()
		p := wired(t, other, "").(*device)
		if err := within(t, p, "A01"); err != nil || p.unsure {
			t.Fatalf("got %v, unsure: %t", err, p.unsure)
		}
		other.Mute(true)
		if _, err := p.Status(t.Context()); err == nil || !p.unsure {
			t.Errorf("mute: got %v, unsure: %t", err, p.unsure)
		}
	})
}

// A context that ended before the wait does not have it wait.
func TestWhoHasLeftIsNotKeptByATalk(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		link, err := wired(t, printertest.New(), "").(*device).reach(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		defer link.Close()
		ctx, leave := context.WithCancel(t.Context())
		talk, stop := newTalk(ctx, link, false)
		stop() // its deadlines are not moved any more
		leave()
		began := time.Now()
		if err := talk.listen(ctx, time.Now().Add(time.Hour)); !errors.Is(err, context.Canceled) || time.Since(began) > 0 {
			t.Errorf("got %v after %s", err, time.Since(began))
		}
	})
}

func TestWhatWasSaidBeforeAQuestionDoesNotAnswerIt(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		other := printertest.New()
		other.Load(0)
		link, err := wired(t, other, "").(*device).reach(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		defer link.Close()
		talk, stop := newTalk(t.Context(), link, false)
		defer stop()
		talk.heard = []byte{0x12} // all is well
		if err := talk.well(t.Context()); troubleOf(err) != kiosk.TroublePaper {
			t.Errorf("got %v, want no paper", err)
		}
	})
}

func TestWhatAPrintersBytesMean(t *testing.T) {
	for name, c := range map[string]struct {
		bytes []byte
		want  []answer
	}{
		"answers":                      {[]byte{0x12, 0x00, 0x0f}, []answer{answerRealtime, answerQueued, answerQueued}},
		"said unasked":                 {[]byte{0x10, 0x00, 0x00, 0x00, 0x00}, []answer{answerNoise, answerNoise, answerNoise, answerNoise, answerQueued}},
		"said unasked, and broken off": {[]byte{0x10, 0x00, 0x12, 0x00, 0x00, 0x00}, []answer{answerNoise, answerNoise, answerRealtime, answerQueued, answerQueued, answerQueued}},
		"a full buffer":                {[]byte{0x13, 0x11}, []answer{answerNoise, answerNoise}},
	} {
		var s sorter
		for i, b := range c.bytes {
			if got := s.sort(b); got != c.want[i] {
				t.Errorf("%s: byte %d is %d, want %d", name, i, got, c.want[i])
			}
		}
	}
}

func TestWhatKeepsAPrinterFromPrinting(t *testing.T) {
	for name, c := range map[string]struct {
		state state
		want  kiosk.Trouble
		low   bool
	}{
		"nothing":                              {state{}, kiosk.TroubleNone, false},
		"the cover, which looks like no paper": {state{askOffline: 0x24, askPaper: 0x60}, kiosk.TroubleCover, false},
		"it stopped for want of paper":         {state{askOffline: 0x20}, kiosk.TroublePaper, false},
		"no paper, and it has not stopped yet": {state{askPaper: 0x6c}, kiosk.TroublePaper, false},
		"the roll is near its end":             {state{askPaper: 0x0c}, kiosk.TroubleNone, true},
		"the knife":                            {state{askError: 0x08}, kiosk.TroubleBroken, false},
		"too hot":                              {state{askError: 0x40}, kiosk.TroubleBroken, false},
		"it says so":                           {state{askOffline: 0x40}, kiosk.TroubleBroken, false},
		"offline":                              {state{askOnline: 0x08}, kiosk.TroubleBroken, false},
	} {
		if got, want := c.state.status(), (kiosk.PrinterStatus{Trouble: c.want, PaperLow: c.low}); got != want {
			t.Errorf("%s: got %+v, want %+v", name, got, want)
		}
	}
}
