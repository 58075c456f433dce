package kiosk

import (
	"slices"

	"accueil/queue"
)

// A Screen is what is to be seen, as data. Skins draw it and know no rules.
type Screen struct {
	Serial uint64 // goes back with a Touch
	Kind   Kind
	Lang   string // of its words; the skin mirrors for a language that runs right to left

	Title    string       // the one idea
	Text     []string     // sentences below it, each its own line
	Number   queue.Number // as large as the screen allows; "" on screens without one
	Caption  string       // below the number: its service
	Tone     Tone         // of that service
	Advice   []string     // what to do now with the number
	Tiles    []Target     // choices, the largest things; each page has as many
	Buttons  []Target     // what else may be done, in a row
	Langs    []Target     // languages, in a row; none where they have a screen of their own
	Banner   Banner       // one line that came by itself, and answers a touch
	Notice   string       // the house's own line
	Detail   string       // for whoever mends the machine, small
	Focus    TargetID     // where the three keys stand, or ""
	Link     string       // to be drawn as a QR code, or ""
	LinkText string       // says what the code is for; "" without Link
	UnderWay TargetID     // touched, and not yet answered: shown pressed
}

// Kind is which screen it is.
type Kind uint8

const (
	KindWelcome Kind = iota + 1
	KindAppointments
	KindLanguages
	KindTicket
	KindStillThere
	KindClosed
	KindTrouble    // this number could not be given
	KindOutOfOrder // no number can be
)

// A TargetID names what may be touched. It is the same for the same thing in
// every language and on every screen.
type TargetID string

// A Target is something to touch; without an ID it is the place of one that is
// not there now.
type Target struct {
	ID        TargetID
	Label     string
	Note      string // a second, smaller line: why it is closed
	Pictogram string // as configured, or one of the names below; "" for none
	Tone      Tone
	Off       bool // shown, and says in Note why it gives nothing
	On        bool // chosen already
	// Also is what Label says at other times and in the site's other languages, and
	// NoteAlso likewise. Room is kept for it, so that nothing moves under a finger.
	Also, NoteAlso []string
}

// Pictograms that are not of a service.
const (
	PictogramAppointment = "appointment"
	PictogramHelp        = "help"
	PictogramLanguage    = "language"
	PictogramListen      = "listen"
	PictogramNext        = "next"
	PictogramPriority    = "priority"
	PictogramQuestion    = "question"
)

// A Tone is the colour that a service keeps everywhere; the skin knows which.
type Tone uint8

const (
	ToneNone Tone = iota
	ToneBlue
	ToneGreen
	TonePlum
	ToneBrick
	ToneTeal
	ToneSlate
)

const toneCount = 6

// A Banner is a line that came by itself.
type Banner struct {
	Text string // "" for none
	Mood Mood
}

// Mood is what kind of news it is.
type Mood uint8

const (
	MoodPlain   Mood = iota
	MoodGood         // someone comes
	MoodTrouble      // the printer is broken
)

// choices reports whether it is one of those that offer tiles to choose from.
func (s Screen) choices() bool {
	return s.Kind == KindWelcome || s.Kind == KindAppointments || s.Kind == KindLanguages
}

// Targets returns everything that may be touched, in the order of the keys.
func (s Screen) Targets() []Target {
	all := slices.Concat(s.Tiles, s.Buttons, s.Langs)
	return slices.DeleteFunc(all, func(t Target) bool { return t.ID == "" })
}
