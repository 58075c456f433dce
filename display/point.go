package display

import (
	"strconv"
	"strings"
	"unicode/utf8"

	"accueil/queue"
)

// A Target is what may be touched or clicked on a ConsoleScreen. A skin hands it back in
// a Point, and knows no more of it.
type Target string

// The kinds of targets: each does what its key would.
const (
	targetKey    = "key:"    // a character
	targetPress  = "press:"  // a key that is none
	targetRow    = "row:"    // a line of the list, by its ticket
	targetOption = "option:" // an answer, counted from 0
	targetOwed   = "owed:"   // the visits whose reasons are owed
)

// Of a screen that is touched, what stands for a key without a character.
const (
	TargetEnter  Target = targetPress + "enter"
	TargetEscape Target = targetPress + "escape"
	TargetTab    Target = targetPress + "tab"
	TargetErase  Target = targetPress + "erase"
)

type (
	// Point is a touch or a click.
	Point struct{ Target Target }
	// Wrote is the whole text of the field that stands, where a skin has one of its own.
	Wrote struct{ Text string }
)

func (Point) msg() {}
func (Wrote) msg() {}

func keyTarget(key rune) Target {
	if key == 0 {
		return TargetEnter
	}
	return Target(targetKey + string(key))
}

func rowTarget(id queue.TicketID) Target { return Target(targetRow + string(id)) }

func optionTarget(i int) Target { return Target(targetOption + strconv.Itoa(i)) }

// pointed does what a target means. One that is no longer there means nothing: the
// screen changed under the finger.
func (c Console) pointed(t Target) (Console, []Effect) {
	if c.signingIn() {
		return c, nil
	}
	kind, of, _ := strings.Cut(string(t), ":")
	switch kind + ":" {
	case targetKey:
		if key, size := utf8.DecodeRuneInString(of); size == len(of) && !c.writes(key) {
			return c.typed(key)
		}
	case targetPress:
		if k, ok := map[Target]Key{TargetEnter: KeyEnter, TargetEscape: KeyEscape, TargetTab: KeyTab, TargetErase: KeyErase}[t]; ok {
			return c.pressed(k)
		}
	case targetRow:
		return c.pointedRow(queue.TicketID(of)), nil
	case targetOwed:
		if c.question == nil && c.view != nil && len(c.view.Mine.ToCode) > 0 {
			return c.beginOwed()
		}
	case targetOption:
		return c.pointedOption(of)
	}
	return c, nil
}

// writes reports whether a character would be text in the field that stands.
func (c Console) writes(key rune) bool {
	return c.question != nil && c.question.typing() && c.question.codes(key) == 0
}

// pointedRow selects a line; once more, and it is no longer selected.
func (c Console) pointedRow(id queue.TicketID) Console {
	if c.question != nil {
		return c
	}
	if _, there := c.listed(id); !there || c.selected == id {
		c.selected = ""
		return c
	}
	c.selected, c.said = id, said{}
	return c
}

func (c Console) pointedOption(at string) (Console, []Effect) {
	i, err := strconv.Atoi(at)
	if err != nil || c.question == nil || i < 0 {
		return c, nil
	}
	q := *c.question
	if i >= len(c.options()) {
		return c, nil
	}
	q.cursor = i + q.offset()
	c.question = &q
	return c.entered(q)
}

// rewrote takes the text of a field as a whole. What is a key and no text while reasons
// are searched for is never in it, and does what it means, each in its turn: a keyboard
// on glass says nothing of its keys, and a slow line brings several at once.
func (c Console) rewrote(text string) Console {
	if c.signingIn() || c.question == nil || !c.question.typing() {
		return c
	}
	q := *c.question
	q.typed, q.cursor = "", 0
	c.question = &q
	told := c.said
	for _, r := range text {
		if key := c.question.codes(r); key != 0 {
			c = c.codedBy(key)
			told = c.said
		} else {
			c = c.wrote(r)
		}
	}
	c.said = told
	return c
}
