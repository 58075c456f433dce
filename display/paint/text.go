package paint

import (
	"strings"
	"unicode"

	"github.com/rivo/uniseg"
)

// Columns returns how many columns a line takes.
func Columns(text string) int { return uniseg.StringWidth(Harmless(text)) }

// Harmless leaves out control characters, and those that turn the direction of
// writing for the rest of a line; and the vowel marks of Arabic, which a voice needs
// and a reader does without: over small letters they are dirt.
func Harmless(text string) string {
	return strings.Map(func(r rune) rune {
		if r >= vowelFirst && r <= vowelLast || r == vowelAbove || unicode.IsControl(r) || unicode.Is(unicode.Bidi_Control, r) || r == unicode.ReplacementChar {
			return -1
		}
		return r
	}, text)
}

// The marks that Arabic is written without, from fathatan to sukun, and the alef above.
const (
	vowelFirst = '\u064B'
	vowelLast  = '\u0652'
	vowelAbove = '\u0670'
)

// NoBreak is a space at which no line is broken.
const NoBreak = "\u00a0"

// Wrap breaks text into lines of at most width columns, between words; a mark
// that French sets apart ("?", ":", "»") stays with its word. A word that is too
// long is broken.
func Wrap(text string, width int) []string {
	width = max(1, width)
	var lines []string
	line := ""
	for _, word := range words(text) {
		switch {
		case line == "":
			line = word
		case Columns(line)+1+Columns(word) <= width:
			line += " " + word
		default:
			lines, line = append(lines, line), word
		}
		for Columns(line) > width {
			head := Cut(line, width)
			if head == "" {
				return lines // not even one character fits
			}
			lines, line = append(lines, head), line[len(head):]
		}
	}
	if line != "" {
		lines = append(lines, line)
	}
	return lines
}

// words splits text where a line may break.
func words(text string) []string {
	var all []string
	glue := false
	for _, w := range strings.FieldsFunc(Harmless(text), func(r rune) bool { return unicode.IsSpace(r) && string(r) != NoBreak }) {
		lone := strings.Trim(w, "?!:;».,)") == ""
		if len(all) > 0 && (lone || glue) {
			all[len(all)-1] += " " + w
		} else {
			all = append(all, w)
		}
		glue = w == "«"
	}
	return all
}

// Cut returns as much of text as fits into width columns.
func Cut(text string, width int) string {
	state, rest, used := -1, text, 0
	for rest != "" {
		_, next, w, after := uniseg.FirstGraphemeClusterInString(rest, state)
		if used+w > width {
			break
		}
		used, rest, state = used+w, next, after
	}
	return text[:len(text)-len(rest)]
}
