package display

import (
	"slices"
	"strings"
	"unicode"

	"accueil/queue"
	"accueil/queue/wire"
)

// pressedList moves in the list, or takes its line.
func (c Console) pressedList(k Key) (Console, []Effect) {
	switch k {
	case KeyEscape:
		c.selected, c.said = "", said{}
	case KeyUp, KeyDown, KeyPageUp, KeyPageDown, KeyHome, KeyEnd:
		c.selected = c.beside(k)
	case KeyEnter:
		return c.act(0)
	case KeyTab:
		return c.noSuchKey(c.words().ConsoleTabKey()), nil
	case KeyErase, KeyEraseAll:
		return c.noSuchKey(c.words().ConsoleEraseKey()), nil
	}
	return c, nil
}

const pageRows = 8 // of a list, that a key for a page moves by

// moved is where a key leads from a place of 0 to last.
func moved(at int, k Key, last int) int {
	switch k {
	case KeyUp:
		at--
	case KeyDown:
		at++
	case KeyPageUp:
		at -= pageRows
	case KeyPageDown:
		at += pageRows
	case KeyHome:
		at = 0
	case KeyEnd:
		at = last
	case KeyEnter, KeyEscape, KeyTab, KeyErase, KeyEraseAll:
	}
	return max(0, min(at, last))
}

// beside returns the line to which a key leads: round from the first to no line, and
// up from none to the last, where those are who stepped out or did not come.
func (c Console) beside(k Key) queue.TicketID {
	lines := c.lines()
	at := slices.IndexFunc(lines, func(t wire.ConsoleTicket) bool { return t.ID == c.selected })
	switch {
	case len(lines) == 0 || k == KeyUp && at == 0:
		return ""
	case k == KeyUp && at < 0:
		k = KeyEnd
	}
	return lines[moved(at, k, len(lines)-1)].ID
}

// found selects the line of a number, as it was typed: "a7" is A07.
func (c Console) found(typed string) Console {
	wanted := shortNumber(typed)
	for _, t := range c.lines() {
		if wanted != "" && shortNumber(string(t.Number)) == wanted {
			c.selected, c.question, c.said = t.ID, nil, said{}
			return c
		}
	}
	c.said = said{c.words().ConsoleNoSuchNumber(typed), true}
	return c
}

// shortNumber is a number without capitals, spaces and the noughts before its digits.
func shortNumber(n string) string {
	n = strings.ToLower(strings.Join(strings.Fields(n), ""))
	digits := strings.TrimLeftFunc(n, func(r rune) bool { return !unicode.IsDigit(r) })
	return strings.TrimSuffix(n, digits) + strings.TrimLeft(digits, "0")
}
