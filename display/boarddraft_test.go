package display

import (
	"encoding/json"
	"testing"
	"time"
)

// asAPage keeps the wall as a page does, as JSON, and takes it up again: on the same
// clock, or on one that began anew when the page was opened again.
func (h *hall) asAPage(opened bool) {
	h.t.Helper()
	text, err := json.Marshal(h.board.Draft())
	if err != nil {
		h.t.Fatal(err)
	}
	var d BoardDraft
	if err := json.Unmarshal(text, &d); err != nil {
		h.t.Fatal(err)
	}
	now := Now{Wall: noon.Add(h.mono), Mono: h.mono}
	if opened {
		now.Mono = 0
	}
	h.board = ResumeBoard(d, now)
}

func TestAPageAnnouncesInTurnBetweenItsSteps(t *testing.T) {
	h := newHall(t)
	h.show()
	h.call("A01", "Guichet 1")
	h.call("B01", "Guichet 2")
	h.show()
	h.asAPage(false)
	h.show()
	h.wantBand("A01")
	if wait, waits := h.board.Waits(); !waits || wait != announceTime {
		t.Errorf("the next call waits %s (%t), want %s", wait, waits, announceTime)
	}
	h.mono += announceTime
	h.asAPage(false)
	h.show()
	h.wantBand("B01")
	if _, waits := h.board.Waits(); waits || h.rings != 2 {
		t.Errorf("it rang %d times, want 2 and nothing that waits (%t)", h.rings, waits)
	}
}

func TestAPageThatIsOpenedAgainAnnouncesNothingTwice(t *testing.T) {
	h := newHall(t)
	h.call("A01", "Guichet 1")
	h.show()
	h.after(time.Second)
	h.asAPage(true)
	h.mono = 0
	h.show()
	h.wantBand("A01")
	if h.rings != 1 || h.board.View().Fresh {
		t.Errorf("it rang %d times, want once, and no second blink", h.rings)
	}
}

func TestAPageWhoseLineWasLostAnnouncesWhatIsYoungerThanHalfAMinute(t *testing.T) {
	h := newHall(t)
	h.show()
	h.call("A01", "Guichet 1")
	h.mono += time.Minute
	h.call("B01", "Guichet 2")
	h.asAPage(false)
	h.show()
	h.wantBand("B01")
	h.wantRows("A01")
	if h.rings != 1 {
		t.Errorf("it rang %d times, want for B01 alone", h.rings)
	}
}

func TestAPageThatIsOpenedAgainLosesNoCallThatWasNotHeard(t *testing.T) {
	h := newHall(t)
	h.saying = 10 * time.Second
	h.show()
	h.call("A01", "Guichet 1")
	h.show()
	h.after(time.Second)
	h.asAPage(true)
	h.mono = 0
	h.show()
	h.wantBand("A01")
	if h.rings != 2 || !h.board.View().Fresh {
		t.Errorf("it rang %d times, want once more after a chime that nobody heard the end of", h.rings)
	}
}
