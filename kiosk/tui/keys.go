package tui

import (
	"slices"
	"time"

	"github.com/gdamore/tcell/v2"

	"accueil/kiosk"
)

const (
	exitGapMax  = 5 * time.Second        // between the owner's keys
	pasteGapMax = 100 * time.Millisecond // a key so soon after a letter was pasted
)

// keys knows the three keys and the owner's, and takes all others for nothing.
// What a terminal pastes arrives as keys too, tabs and returns among letters; no
// tactile keypad has letters.
type keys struct {
	exit   []rune // empty: Ctrl-C leaves
	typed  []rune // the last ones, as many as exit at most
	last   time.Duration
	letter time.Duration // the last key that is none of the three, plus pasteGapMax
}

// What a key does.
type keyMeaning uint8

const (
	keyNothing keyMeaning = iota
	keyActs
	keyLeaves
)

// press takes in a key at a time of the monotonic clock.
func (k *keys) press(event *tcell.EventKey, now time.Duration) (keyMeaning, kiosk.Key) {
	which := threeKeys(event)
	if which != 0 {
		k.typed = nil
		if now < k.letter {
			return keyNothing, 0
		}
		return keyActs, which
	}
	k.letter = now + pasteGapMax
	if len(k.exit) == 0 {
		if event.Key() == tcell.KeyCtrlC {
			return keyLeaves, 0
		}
		return keyNothing, 0
	}
	if k.typesExit(event, now) {
		return keyLeaves, 0
	}
	return keyNothing, 0
}

// threeKeys returns which of the three it is, or 0.
func threeKeys(event *tcell.EventKey) kiosk.Key {
	switch event.Key() {
	case tcell.KeyTab:
		return kiosk.KeyNext
	case tcell.KeyBacktab:
		return kiosk.KeyPrevious
	case tcell.KeyEnter:
		return kiosk.KeyChoose
	}
	return 0
}

// typesExit reports whether the owner's keys are now complete: they and no other,
// one after the other. A paste of them is no less the owner's.
func (k *keys) typesExit(event *tcell.EventKey, now time.Duration) bool {
	plain := event.Key() == tcell.KeyRune && event.Modifiers()&^tcell.ModShift == 0
	if !plain || now > k.last+exitGapMax {
		k.typed = nil
	}
	k.last = now
	if !plain {
		return false
	}
	k.typed = append(k.typed, event.Rune())
	k.typed = k.typed[max(0, len(k.typed)-len(k.exit)):]
	return slices.Equal(k.typed, k.exit)
}
