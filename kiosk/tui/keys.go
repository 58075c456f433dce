package tui

import (
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
	typed  int    // of exit, in order
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

// typesExit reports whether the owner's keys are now complete.
func (k *keys) typesExit(event *tcell.EventKey, now time.Duration) bool {
	if now > k.last+exitGapMax {
		k.typed = 0
	}
	k.last = now
	switch {
	case event.Key() != tcell.KeyRune:
		k.typed = 0
	case event.Rune() == k.exit[k.typed]:
		k.typed++
	case event.Rune() == k.exit[0]:
		k.typed = 1
	default:
		k.typed = 0
	}
	if k.typed < len(k.exit) {
		return false
	}
	k.typed = 0
	return true
}
