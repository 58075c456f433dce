package display

import (
	"accueil/configs/i18n"
	"accueil/queue"
	"accueil/queue/wire"
)

// A PhoneScreen is what a visitor's telephone shows of their ticket, in its language.
type PhoneScreen struct {
	Lang   string
	Title  string // of the page: what to do comes first
	Head   string // above the number
	Number string
	State  string   // in a sentence, the largest after the number
	Lines  []string // what else is known
	Called bool     // whoever holds it is to come now
	Over   bool     // nothing more will change
}

// PhoneOf returns what a telephone shows of a ticket.
func PhoneOf(v wire.PhoneView) PhoneScreen {
	w := i18n.For(v.Lang)
	s := PhoneScreen{Lang: w.Lang(), Head: w.KioskYourNumber(), Number: string(v.Number), Called: v.State == queue.Called}
	switch v.State {
	case queue.Waiting:
		s.State = w.KioskAhead(v.Ahead)
		if v.Wait != nil {
			s.Lines = append(s.Lines, w.KioskWait(v.Wait.LowMin, v.Wait.HighMin))
		}
	case queue.Called:
		s.State = w.PhoneTurn()
		s.Lines = append(s.Lines, w.PhoneGoTo(v.DeskName))
	case queue.Serving:
		s.State = w.PhoneServing(v.DeskName)
	case queue.Parked:
		s.State = w.PhoneParked()
	case queue.NoShow:
		s.State = w.PhoneNoShow()
	case queue.Done, queue.Cancelled, queue.Unserved:
		s.State, s.Over = w.PhoneOver(v.State.String()), true
	}
	s.Title = s.Number + " · " + s.State
	return s
}

// PhoneLost returns what stands under a link that leads nowhere, or no longer, in the
// first of some languages that is spoken here.
func PhoneLost(languages ...string) PhoneScreen {
	w := i18n.For(languages...)
	return PhoneScreen{Lang: w.Lang(), Title: w.PhoneLost(), State: w.PhoneLost(), Lines: []string{w.KioskAsk()}, Over: true}
}
