package kiosk

import (
	"testing"
	"time"

	"accueil/queue"
)

// comes is the server's word that someone took the call X.
func comes() Feed {
	feed := openFeed(0, 0, 0)
	feed.Acked = []queue.AlertID{"X"}
	return feed
}

// says nothing of anyone, but that someone comes if they do.
func (h *hall) isHome(banner string) {
	h.t.Helper()
	if s := View(h.m); !h.m.Home() || s.Banner.Text != banner || s.Lang != "fr" {
		h.t.Errorf("home: %t, reads %q in %s, want %q", h.m.Home(), s.Banner.Text, s.Lang, banner)
	}
}

func TestHelpIsSaidToBeSentOnlyWhenItIs(t *testing.T) {
	h := newHall(t)
	h.touches("help")
	h.touches("help")
	if n := count[CallHelp](h.effects); n != 1 {
		t.Errorf("got %d calls, want 1", n)
	}
	h.reads("Votre appel part…")
	h.says(HelpSent{1, "X"})
	h.reads("Votre appel est envoyé.")
	h.says(comes())
	h.reads("Une personne arrive.")
}

func TestHelpThatReachesNobodyIsSaidAndMayBeCalledAgain(t *testing.T) {
	h := newHall(t)
	h.touches("help")
	h.passes(helpTimeMax - time.Millisecond)
	h.reads("Votre appel part…")
	h.passes(time.Millisecond)
	h.reads("L'appel est en panne. Allez voir une personne.")
	h.touches("help")
	if n := count[CallHelp](h.effects); n != 2 {
		t.Errorf("got %d calls, want 2", n)
	}
	h.says(HelpFailed{2})
	h.reads("L'appel est en panne.")
	h.says(HelpSent{1, "X"})
	h.reads("L'appel est en panne.")
	h.says(HelpSent{2, "Y"}) // late, and there
	h.reads("Votre appel est envoyé.")
}

// Whoever called and waits is asked nothing, for three minutes.
func TestWhoWaitsForHelpIsLeftToWait(t *testing.T) {
	h := newHall(t)
	h.touches("lang:en")
	h.touches("help")
	h.says(HelpSent{1, "X"})
	h.passes(helpWaitMax - time.Millisecond)
	h.sees(KindWelcome)
	h.reads("Your call has arrived.")
	h.passes(time.Millisecond)
	h.sees(KindStillThere)
	h.reads("Your call has arrived.")
	h.passes(stillThereTime - time.Second)
	h.says(comes()) // and then the question has its time again
	h.reads("Someone is coming.")
	h.passes(stillThereTime - time.Millisecond)
	h.sees(KindStillThere)
	h.passes(time.Millisecond)
	h.sees(KindWelcome)
}

func TestTheIdleTimeCountsAnewOnceSomeoneComes(t *testing.T) {
	h := newHall(t)
	h.touches("help")
	h.says(HelpSent{1, "X"})
	h.passes(time.Minute)
	h.says(comes())
	h.passes(30*time.Second - time.Millisecond)
	h.sees(KindWelcome)
	h.reads("Une personne arrive.")
	h.passes(time.Millisecond)
	h.sees(KindStillThere)
}

func TestACallOnItsWayIsNotHurriedEither(t *testing.T) {
	h := newHall(t)
	h.m.settings.IdleSeconds = 2
	h.touches("help")
	h.passes(3 * time.Second)
	h.sees(KindWelcome)
	h.says(HelpFailed{1})
	h.passes(0)
	h.sees(KindStillThere)
}

// Where the machine has a problem, and there is nothing to do but to wait for someone.
func TestWhoWaitsForHelpBeforeAProblemIsNotSentHome(t *testing.T) {
	h := newHall(t)
	h.held = true
	h.touches("service:droits")
	h.says(GiveFailed{1})
	h.touches("help")
	h.says(HelpSent{2, "X"})
	h.passes(helpWaitMax - time.Millisecond)
	h.sees(KindTrouble)
	h.passes(time.Millisecond)
	h.isHome("")
}

// A call is the visitor's also after the screen went home, until another comes.
func TestSomeoneWhoComesIsSaidAtHome(t *testing.T) {
	went := func() *hall {
		h := newHall(t)
		h.touches("lang:en")
		h.touches("help")
		h.says(HelpSent{1, "X"})
		h.touches("service:droits")
		h.touches("done")
		h.isHome("")
		h.passes(time.Second)
		return h
	}
	h := went()
	h.says(comes())
	h.isHome("Une personne arrive.")
	if got := h.m.Deadline() - h.mono; got != comingTime {
		t.Errorf("looks again after %s, want %s", got, comingTime)
	}
	h.passes(comingTime - time.Millisecond)
	h.isHome("Une personne arrive.")
	h.passes(time.Millisecond)
	h.isHome("")

	h = went()
	h.says(comes())
	h.touches("lang:fr")
	h.isHome("")

	h = went()
	h.says(comes(), Press{KeyNext})
	if got := View(h.m).Banner.Text; got != "" {
		t.Errorf("whoever presses a key reads %q", got)
	}

	h = went()
	h.touches("service:energie")
	h.touches("done")
	h.says(comes())
	h.isHome("")
}

func TestACallOnItsWayOutlastsItsVisitor(t *testing.T) {
	h := newHall(t)
	h.touches("help")
	h.touches("service:droits")
	h.touches("done")
	h.says(HelpSent{1, "X"})
	h.isHome("")
	h.says(comes())
	h.isHome("Une personne arrive.")
}

// Who reads it as the screen goes home goes on reading.
func TestSomeoneWhoComesIsSaidForAWhile(t *testing.T) {
	h := newHall(t)
	h.says(PrinterIs{There: true})
	h.touches("help")
	h.says(HelpSent{1, "X"})
	h.touches("service:droits")
	h.says(Printed{"T2"}, Printed{"T1"})
	h.passes(printedHome - time.Second)
	h.says(comes())
	h.reads("Une personne arrive.")
	h.passes(comingTime - time.Millisecond)
	h.isHome("Une personne arrive.")
	h.passes(time.Millisecond)
	h.isHome("")
}

func TestWhoGivesATicketBackStillWaitsForHelp(t *testing.T) {
	h := newHall(t)
	h.touches("help")
	h.says(HelpSent{1, "X"})
	h.touches("service:droits")
	h.touches("change")
	h.sees(KindWelcome)
	h.reads("Votre appel est envoyé.")
}
