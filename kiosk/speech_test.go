package kiosk

import (
	"strings"
	"testing"
	"time"
)

// newVoice is a hall whose kiosk can read aloud.
func newVoice(t *testing.T) *hall {
	h := newHall(t)
	h.says(VoiceIs{There: true})
	return h
}

// hears takes what was wished to be said since it was last asked, newest last.
func (h *hall) hears() []Say {
	var all []Say
	for _, e := range h.effects {
		if say, ok := e.(Say); ok {
			all = append(all, say)
		}
	}
	h.effects = nil
	return all
}

// heard takes the newest of them, which replaced all others.
func (h *hall) heard(want ...string) Say {
	h.t.Helper()
	all := h.hears()
	if len(all) == 0 {
		h.t.Fatalf("heard nothing, want %q", want)
	}
	said := all[len(all)-1]
	for _, text := range want {
		if !strings.Contains(said.Text, text) {
			h.t.Errorf("heard %q, want %q in it", said.Text, text)
		}
	}
	return said
}

func (h *hall) presses(keys ...Key) {
	for _, k := range keys {
		h.passes(settleTime)
		h.says(Press{k})
	}
}

func TestWithoutAVoiceNobodyIsToldToListen(t *testing.T) {
	h := newHall(t)
	for _, target := range View(h.m).Targets() {
		if target.ID == targetListen {
			t.Error("offers to read aloud, and nothing can")
		}
	}
	h.presses(KeyNext)
	if all := h.hears(); len(all) > 0 {
		t.Errorf("said %v without a voice", all)
	}
}

func TestListenReadsTheWholeScreenAndThenLouder(t *testing.T) {
	h := newVoice(t)
	h.touches("listen")
	said := h.heard("Pourquoi venez-vous ? Touchez une image. Le service droits. Le service energie.", "Appeler quelqu'un.")
	if said.Lang != "fr" || said.Volume != volumeFirst || strings.Contains(said.Text, "Écouter") {
		t.Errorf("got %+v", said)
	}
	for _, next := range []struct {
		label  string
		volume int
	}{{"Plus fort", 3}, {"Plus fort", 4}, {"Moins fort", 1}, {"Plus fort", 2}} {
		h.reads(next.label)
		h.touches("listen")
		if said := h.heard("Pourquoi"); said.Volume != next.volume {
			t.Errorf("%s: got volume %d, want %d", next.label, said.Volume, next.volume)
		}
	}
}

func TestTheVolumeStaysUntilTheVisitorIsGone(t *testing.T) {
	h := newVoice(t)
	h.touches("listen")
	h.touches("listen")
	h.touches("service:droits")
	h.reads("Écouter")
	h.touches("listen")
	if said := h.heard("Votre numéro. A, 0, 1. Le service droits.", "Changer.", "C'est noté."); said.Volume != 3 {
		t.Errorf("got volume %d, want 3 as before", said.Volume)
	}
	h.touches("done")
	if n := count[Hush](h.effects); n != 1 {
		t.Errorf("on coming home: got %d wishes for silence, want 1", n)
	}
	h.reads("Écouter")
	h.touches("listen")
	if said := h.heard(); said.Volume != volumeFirst {
		t.Errorf("the next visitor: got volume %d, want %d", said.Volume, volumeFirst)
	}
}

func TestALanguageIsReadInItself(t *testing.T) {
	h := newVoice(t)
	h.touches("lang:en")
	if all := h.hears(); len(all) > 0 {
		t.Errorf("said %v to someone who never asked", all)
	}
	h.touches("listen")
	if said := h.heard("Why are you here?"); said.Lang != "en" {
		t.Errorf("got %q", said.Lang)
	}
	h.touches("lang:fr")
	h.reads("Écouter")
	if said := h.heard("Pourquoi venez-vous ?"); said.Lang != "fr" {
		t.Errorf("got %q", said.Lang)
	}
}

func TestTheFirstKeyStartsTheVoice(t *testing.T) {
	h := newVoice(t)
	feed := openFeed(3, 4, 9)
	h.says(feed)
	h.presses(KeyNext)
	if got, want := h.heard().Text, "Pourquoi venez-vous ? Une touche avance, une touche recule, une touche choisit. Le service droits."; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
	h.presses(KeyNext)
	if got, want := h.heard().Text, "Le service energie."; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
	h.presses(KeyPrevious, KeyPrevious)
	if said := h.heard("English."); said.Lang != "en" {
		t.Errorf("a language is named in itself: got %q", said.Lang)
	}
	h.presses(KeyNext, KeyChoose)
	h.heard("Votre numéro. A, 0, 1. Le service droits. Environ 7 personnes avant vous.", "Notez votre numéro")
	h.presses(KeyNext)
	h.heard("C'est noté.")
}

// The number changes each time that someone is called: who listens is told now and
// then, and never in the middle of a sentence.
func TestHowManyAreBeforeIsSaidAgain(t *testing.T) {
	h := newVoice(t)
	h.says(openFeed(3, 4, 9))
	h.presses(KeyNext, KeyChoose)
	h.heard("Environ 7 personnes avant vous.")
	h.says(Placed{"T1", Place{Ahead: 6}})
	h.passes(10 * time.Second)
	h.says(Placed{"T1", Place{Ahead: 5}})
	if due := max(h.m.aheadDue(), h.mono); h.m.Deadline() > due {
		t.Errorf("looks again at %s, want %s", h.m.Deadline(), due)
	}
	h.passes(max(aheadTime, h.m.voice.ends) - 10*time.Second - time.Millisecond)
	if all := h.hears(); len(all) > 0 {
		t.Errorf("said %v too soon", all)
	}
	h.passes(aheadTime)
	if all := h.hears(); len(all) != 1 || all[0].Text != "Environ 5 personnes avant vous." {
		t.Errorf("said %v, want five once", all)
	}
	h.says(Placed{"T1", Place{Ahead: 5, Wait: &WaitRange{10, 20}}})
	h.passes(5 * time.Second)
	if all := h.hears(); len(all) > 0 {
		t.Errorf("said %v, and nothing has changed", all)
	}
	h.says(Placed{"T1", Place{Ahead: 4}})
	h.touches("listen")
	h.heard("Environ 4 personnes avant vous.")
	h.passes(aheadTime)
	if all := h.hears(); len(all) > 0 {
		t.Errorf("said %v after it was read with the screen", all)
	}
	h.presses(KeyPrevious, KeyPrevious)
	h.heard("Priorité. Demandez à une personne.")
	h.says(Placed{"T1", Place{Ahead: 3}})
	h.passes(h.m.voice.ends - h.mono - time.Millisecond)
	if all := h.hears(); len(all) > 0 {
		t.Errorf("said %v in the middle of another sentence", all)
	}
	h.passes(time.Millisecond)
	h.heard("Environ 3 personnes avant vous.")
}

func TestWhoGaveATicketBackHearsNoMoreOfIt(t *testing.T) {
	h := newVoice(t)
	h.says(openFeed(3, 4, 9))
	h.presses(KeyNext, KeyChoose)
	h.touches("change")
	h.heard("Pourquoi venez-vous ?")
	h.passes(25 * time.Second)
	if all := h.hears(); len(all) > 0 {
		t.Errorf("said %v", all)
	}
}

func TestAVoiceThatIsLostAndFoundWaitsToBeAsked(t *testing.T) {
	h := newVoice(t)
	h.touches("listen")
	h.touches("listen")
	h.says(VoiceIs{})
	if n := count[Hush](h.effects); n != 1 {
		t.Errorf("got %d wishes for silence, want 1", n)
	}
	h.hears()
	h.touches("lang:en")
	h.says(VoiceIs{There: true})
	h.touches("lang:fr")
	if all := h.hears(); len(all) > 0 {
		t.Errorf("said %v", all)
	}
	h.touches("listen")
	if said := h.heard("Pourquoi"); said.Volume != volumeFirst {
		t.Errorf("got volume %d, want %d", said.Volume, volumeFirst)
	}
}

func TestAKeyThatAnswersStartsTheVoice(t *testing.T) {
	h := newVoice(t)
	h.touches("lang:en")
	h.passes(30 * time.Second)
	h.sees(KindStillThere)
	h.presses(KeyNext)
	if got, want := h.heard().Text, "Why are you here?"; !strings.HasPrefix(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
}

func TestNewsAreSaidToWhoListens(t *testing.T) {
	h := newVoice(t)
	h.touches("help")
	h.says(HelpSent{1, "X"})
	if all := h.hears(); len(all) > 0 {
		t.Errorf("said %v to someone who never asked", all)
	}
	h.touches("listen")
	feed := openFeed(0, 0, 0)
	feed.Acked = append(feed.Acked, "X")
	h.says(feed)
	if got := h.heard().Text; got != "Une personne arrive." {
		t.Errorf("got %q", got)
	}
}

func TestWhatBecomesOfThePaperIsSaidWithTheNumber(t *testing.T) {
	h := newVoice(t)
	h.says(PrinterIs{There: true})
	h.presses(KeyNext, KeyChoose)
	h.heard("A, 0, 1.", "Votre ticket arrive.")
	h.says(PrintFailed{"T1", TroublePaper})
	h.heard("A, 0, 1.", "Le papier est fini. Votre numéro est A, 0, 1.")
	h.says(Printed{"T1"})
	h.heard("A, 0, 1.", "Prenez votre ticket.")
}

func TestPriorityIsSaidToBeAskedFor(t *testing.T) {
	h := newVoice(t)
	h.touches("listen")
	h.touches("service:droits")
	h.hears()
	h.touches("priority")
	h.heard("Priorité. C'est demandé.")
}

// Whoever listens is not sent home in the middle of a sentence, nor do words that
// come by themselves keep an empty hall awake.
func TestNobodyIsHurriedWhileAScreenIsRead(t *testing.T) {
	h := newVoice(t)
	h.says(PrinterIs{There: true})
	h.touches("service:droits")
	h.says(Printed{"T1"})
	h.touches("listen")
	if h.m.voice.ends <= h.mono+2*time.Second {
		t.Fatalf("reading is reckoned to take %s", h.m.voice.ends-h.mono)
	}
	h.passes(h.m.voice.ends + printedHome - h.mono - time.Millisecond)
	h.sees(KindTicket)
	h.passes(time.Millisecond)
	h.sees(KindWelcome)

	h.touches("listen")
	h.passes(h.m.voice.ends - h.mono + 30*time.Second - time.Millisecond)
	h.sees(KindWelcome)
	h.passes(time.Millisecond)
	h.sees(KindStillThere)
	h.passes(h.m.voice.ends - h.mono + stillThereTime - time.Millisecond)
	h.sees(KindStillThere)
	h.passes(time.Millisecond)
	h.sees(KindWelcome)

	h.touches("listen")
	end := h.mono + speakTimeMax + 30*time.Second + stillThereTime + time.Minute
	for i := 0; h.mono < end; i++ { // the doors open and close again, and that is said
		feed := openFeed(0, 0, 0)
		feed.Open = i%2 == 1
		h.says(feed)
		h.passes(5 * time.Second)
	}
	if !h.m.Home() {
		t.Error("not home: news kept it awake")
	}
}

func TestLanguagesThatAreTooManyHaveAScreen(t *testing.T) {
	h := newVoice(t)
	h.says(Sized{Tiles: 2, Langs: 1})
	if s := View(h.m); len(s.Langs) != 0 {
		t.Errorf("got %v in a row, want none", s.Langs)
	}
	h.touches("more")
	h.touches("languages")
	if s := h.sees(KindLanguages); s.Title != "Quelle langue ?" || s.Tiles[0].ID != "lang:fr" || !s.Tiles[0].On {
		t.Errorf("got %q, %+v", s.Title, s.Tiles)
	}
	h.touches("lang:en")
	if s := h.sees(KindWelcome); s.Lang != "en" || s.Tiles[0].ID != "service:energie" {
		t.Errorf("got %q and %q first, want English and the page from before", s.Lang, s.Tiles[0].ID)
	}
	h.touches("languages")
	h.touches("back")
	h.sees(KindWelcome)
	h.touches("languages")
	h.passes(30 * time.Second)
	h.sees(KindStillThere)
	h.touches("yes")
	h.sees(KindLanguages)
	h.says(Feed{Open: false})
	h.touches("back")
	h.sees(KindClosed)
	h.touches("languages")
	h.touches("lang:fr")
	h.sees(KindClosed)
}

// A skin keeps the room that each target needs in any language.
func TestATargetKnowsWhatItSaysInOtherLanguages(t *testing.T) {
	h := newVoice(t)
	in := map[string]Screen{"fr": View(h.m)}
	h.touches("lang:en")
	in["en"] = View(h.m)
	for lang, other := range map[string]string{"fr": "en", "en": "fr"} {
		for i, target := range in[lang].Targets() {
			want := in[other].Targets()[i]
			if target.ID != want.ID || target.Label != want.Label && !strings.Contains(strings.Join(target.Also, "|"), want.Label) {
				t.Errorf("%s in %s: keeps room for %q, want %q", target.ID, lang, target.Also, want.Label)
			}
		}
	}
}
