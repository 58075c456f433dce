package kiosk

import (
	"strings"
	"testing"
	"time"
)

func TestThreeKeysDoEverything(t *testing.T) {
	h := newHall(t)
	press := func(keys ...Key) {
		for _, k := range keys {
			h.passes(settleTime)
			h.says(Press{k})
		}
	}
	press(KeyChoose)
	if h.given != 0 || View(h.m).Focus != "service:droits" {
		t.Fatalf("the first key only shows where it stands: got %q", View(h.m).Focus)
	}
	press(KeyPrevious)
	if View(h.m).Focus != "lang:en" {
		t.Fatalf("got %q, want the last target", View(h.m).Focus)
	}
	press(KeyChoose, KeyNext, KeyNext, KeyChoose)
	if s := h.sees(KindTicket); s.Caption != "Service energie" || s.Focus != "" {
		t.Errorf("got %q, focus %q", s.Caption, s.Focus)
	}
	press(KeyPrevious, KeyChoose)
	if !h.m.Home() {
		t.Error("the last key of a ticket is Done: want home")
	}
}

func TestAKeyThatIsHeldDownChoosesOnce(t *testing.T) {
	h := newHall(t)
	h.says(Press{KeyNext}, Press{KeyChoose})
	h.sees(KindTicket)
	h.passes(600 * time.Millisecond) // then a keyboard repeats it
	for range 60 {
		h.says(Press{KeyChoose})
		h.passes(33 * time.Millisecond)
	}
	if s := h.sees(KindTicket); s.Focus != "done" || h.given != 1 {
		t.Errorf("got focus %q and %d tickets, want the focus on done and 1", s.Focus, h.given)
	}
}

func TestTheKeysMakeItLouder(t *testing.T) {
	h := newVoice(t)
	h.presses(KeyNext, KeyNext, KeyNext, KeyNext)
	h.heard("Écouter.")
	h.presses(KeyChoose)
	h.heard("Pourquoi venez-vous ?", "Appeler quelqu'un.")
	h.presses(KeyChoose)
	if said := h.heard("Pourquoi venez-vous ?"); said.Volume != volumeFirst+1 {
		t.Errorf("got volume %d", said.Volume)
	}
}

func TestAKeyHeldDownWhileLeavingStartsNoVoice(t *testing.T) {
	h := newVoice(t)
	h.presses(KeyNext, KeyChoose, KeyNext, KeyChoose)
	h.hears()
	for range 60 {
		h.passes(33 * time.Millisecond)
		h.says(Press{KeyChoose})
	}
	if all := h.hears(); len(all) > 0 || !h.m.Home() {
		t.Errorf("said %v to nobody", all)
	}
}

func TestWhoGoesByKeysHearsOnceHowTheyWork(t *testing.T) {
	h := newVoice(t)
	h.presses(KeyNext)
	h.touches("lang:en")
	if said := h.heard("Why are you here?"); strings.Contains(said.Text, "key") || strings.Contains(said.Text, "Touch") {
		t.Errorf("on another screen: said %q", said.Text)
	}
	h.touches("listen") // who asks for the whole screen hears the whole
	if said := h.heard("Why are you here? One key goes on, one key goes back, one key chooses."); strings.Contains(said.Text, "Touch") {
		t.Errorf("read aloud: said %q", said.Text)
	}
	h.passes(h.m.idleAt() - h.mono)
	h.sees(KindStillThere)
	h.reads("Press any key to continue.")
	h.heard("Are you still there? Press any key to continue.")

	h = newVoice(t)
	h.touches("listen")
	h.presses(KeyNext)
	for _, say := range h.hears() {
		if strings.Contains(say.Text, "touche avance") {
			t.Errorf("who began by touch hears %q", say.Text)
		}
	}
	h.passes(h.m.idleAt() - h.mono)
	h.reads("Touchez « Oui » pour continuer.")

	h = newHall(t)
	h.presses(KeyNext)
	h.passes(h.m.idleAt() - h.mono)
	h.reads("Appuyez sur une touche pour continuer.") // without a voice too
	h.passes(stillThereTime)
	h.isHome("")
	h.touches("lang:en")
	h.passes(h.m.idleAt() - h.mono)
	h.reads("Touch “Yes” to continue.")
}

func TestAKeyBeforeItHasStartedIsForgotten(t *testing.T) {
	h := newHall(t)
	h.m = New(Settings{IdleSeconds: 30})
	h.passes(time.Second)
	h.says(Press{KeyNext})
	h.passes(30 * time.Second)
	h.says(Configured{testSite()}, Health{})
	h.touches("lang:en")
	h.passes(30 * time.Second)
	h.reads("Touch “Yes” to continue.")
}

func TestWhoGivesATicketBackByKeysKnowsThem(t *testing.T) {
	h := newVoice(t)
	h.presses(KeyNext, KeyChoose)
	h.hears()
	h.touches("change")
	if said := h.heard("Pourquoi venez-vous ?"); strings.Contains(said.Text, "ouche") {
		t.Errorf("said %q", said.Text)
	}
}

func TestATicketOnItsWayIsNoNewScreen(t *testing.T) {
	h := newVoice(t)
	h.held = true
	h.presses(KeyNext)
	h.hears()
	h.presses(KeyChoose)
	if all := h.hears(); len(all) > 0 {
		t.Errorf("said %v before the ticket", all)
	}
	h.passes(slowAfter)
	if got := h.heard().Text; got != "Un moment…" {
		t.Errorf("said %q, want that it takes a moment", got)
	}
	h.says(Given{1, h.ticket(Order{Service: "droits"})})
	h.heard("Votre numéro.")
}
