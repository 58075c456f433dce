package kiosk

import (
	"testing"
	"time"
)

func TestAFingerThatWentDownOnChangeInTimeLiftsAMomentLater(t *testing.T) {
	h := newHall(t)
	h.touches("service:droits")
	h.passes(9900 * time.Millisecond)
	down := View(h.m).Serial
	h.passes(400 * time.Millisecond)
	h.says(Touch{down, "change"})
	h.sees(KindWelcome)
	if n := count[Cancel](h.effects); n != 1 {
		t.Errorf("got %d tickets given back, want 1", n)
	}
}

func TestATouchBelongsToItsScreen(t *testing.T) {
	h := newHall(t)
	h.held = true
	serial := View(h.m).Serial
	h.says(Touch{serial, "service:droits"}, Touch{serial, "service:energie"})
	h.touches("service:autre")
	if n := count[Give](h.effects); n != 1 {
		t.Errorf("got %d tickets wished for, want 1", n)
	}
	h = newHall(t)
	serial = View(h.m).Serial
	h.says(Touch{serial, "lang:en"}, Touch{serial, "service:energie"})
	h.reads("Your number")
}

// In the same place lie Changer and help, and C'est noté and a language.
func TestASecondTapInTheSamePlaceIsNothing(t *testing.T) {
	h := newHall(t)
	h.touches("service:droits")
	h.touches("change")
	h.passes(150 * time.Millisecond)
	h.says(Touch{View(h.m).Serial, "help"})
	if n := count[CallHelp](h.effects); n != 0 {
		t.Errorf("a double tap on Changer: got %d calls for help, want none", n)
	}
	h.touches("service:energie")
	h.touches("done")
	h.passes(150 * time.Millisecond)
	h.says(Touch{View(h.m).Serial, "lang:en"})
	if !h.m.Home() {
		t.Errorf("a double tap on C'est noté: the next visitor reads %q", View(h.m).Title)
	}
	h.touches("lang:en")
	h.passes(100 * time.Millisecond)
	h.says(Touch{View(h.m).Serial, "service:autre"})
	h.reads("Your number")
}

func TestATouchThatTakesLongShowsIt(t *testing.T) {
	h := newHall(t)
	h.held = true
	h.touches("service:droits")
	if s := View(h.m); s.UnderWay != "service:droits" || s.Banner.Text != "" {
		t.Errorf("at once: got %q under way and %q", s.UnderWay, s.Banner.Text)
	}
	h.passes(300 * time.Millisecond)
	h.reads("Un moment…")
	h.passes(10 * time.Second)
	h.sees(KindTrouble)
	h.says(Given{1, h.ticket(Order{Service: "droits"})})
	if got := h.effects[len(h.effects)-1]; got != (Cancel{"T0"}) {
		t.Errorf("a ticket nobody saw: got %v, want it cancelled", got)
	}
	h.passes(20 * time.Second)
	h.sees(KindWelcome)
}
