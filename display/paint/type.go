package paint

import (
	"math"
	"strings"
	"unicode"

	"github.com/rivo/uniseg"
)

// A Type is how a line of text is drawn: language, weight, and size in pixels.
type Type struct {
	Lang    string  // of the words: one that runs right to left is the way of what is neither
	Bold    bool    // always so below BoldBelow
	Narrow  bool    // where wide letters have no room; Arabic has no narrow ones
	Cap     float64 // height of a capital letter, in vertical pixels
	Stretch float64 // horizontal pixels as wide as one vertical pixel is high; 0 is 1
}

// BoldBelow is the height of a capital, in pixels, below which all text is bold:
// a thin stem would be less than a pixel wide.
const BoldBelow = 12

// Width returns how wide a line is, in horizontal pixels.
func (t Type) Width(line string) float64 {
	return t.shaped(line).advance * t.em() * t.stretch()
}

// em is the height of the type's em, in vertical pixels.
func (t Type) em() float64 { return t.Cap / capital }

func (t Type) stretch() float64 {
	if t.Stretch == 0 {
		return 1
	}
	return t.Stretch
}

// LineHeight is from one base line to the next, in vertical pixels: Arabic reaches
// further up and down than Latin.
func (t Type) LineHeight() float64 {
	if RightToLeft(t.Lang) {
		return t.em() * 1.2
	}
	return t.em() * 1.17
}

// Descent is how far letters reach below the base line, in vertical pixels.
func (t Type) Descent() float64 {
	if RightToLeft(t.Lang) {
		return t.em() * 0.3
	}
	return t.em() * 0.21
}

// Wrap breaks text into lines of at most width horizontal pixels, between words; a
// mark that French sets apart ("?", ":", "»") stays with its word. A word that is
// wider has a line of its own, and is wider than asked for.
func (t Type) Wrap(text string, width float64) []string {
	var lines []string
	line := ""
	for _, word := range drawn.wordsOf(text) {
		if longer := strings.TrimSpace(line + " " + word); line == "" || t.Width(longer) <= width {
			line = longer
			continue
		}
		lines, line = append(lines, line), word
	}
	if line != "" {
		lines = append(lines, line)
	}
	return lines
}

// Broken breaks a line that is wider than width, wherever that is, into lines that are
// not; a letter and its marks stay together. It is for names without a space.
func (t Type) Broken(line string, width float64) []string {
	var lines []string
	for line != "" && t.Width(line) > width {
		cut, state, rest := 0, -1, line
		for rest != "" {
			_, next, _, after := uniseg.FirstGraphemeClusterInString(rest, state)
			end := len(line) - len(next)
			if cut > 0 && t.Width(line[:end]) > width {
				break
			}
			cut, rest, state = end, next, after
		}
		if cut == len(line) {
			break
		}
		lines, line = append(lines, line[:cut]), line[cut:]
	}
	return append(lines, line)
}

// Balanced wraps like Wrap, into as few lines, of lengths as equal as can be.
func (t Type) Balanced(text string, width float64) []string {
	lines := t.Wrap(text, width)
	for low, high := 0.0, width; len(lines) > 1 && high-low > 1; {
		middle := (low + high) / 2
		if narrower := t.Wrap(text, middle); len(narrower) <= len(lines) && t.Widest(narrower) <= middle {
			lines, high = narrower, middle
		} else {
			low = middle
		}
	}
	return lines
}

// Widest returns the width of the widest line.
func (t Type) Widest(lines []string) float64 {
	widest := 0.0
	for _, line := range lines {
		widest = math.Max(widest, t.Width(line))
	}
	return widest
}

// RightToLeft reports whether a language's script runs from right to left.
func RightToLeft(lang string) bool {
	base, _, _ := strings.Cut(lang, "-")
	switch base {
	case "ar", "fa", "he", "ps", "ur", "yi", "ckb", "dv", "syr":
		return true
	}
	return false
}

// Missing returns what no font has a letter for, each once.
func Missing(text string) []rune {
	all, err := loadFonts()
	if err != nil {
		return []rune(text)
	}
	var missing []rune
	for _, r := range text {
		if unicode.IsSpace(r) || strings.ContainsRune(string(missing), r) {
			continue
		}
		if _, ok := all.plain.of(r).face.NominalGlyph(r); !ok {
			missing = append(missing, r)
		}
	}
	return missing
}

// Draw returns the ink of a line, shaped, in the order in which it is seen. Control
// characters are left out. The mask belongs to everyone: nobody writes to it.
func (t Type) Draw(line string) Mask {
	t.Bold = t.Bold || t.Cap < BoldBelow
	drawn.mu.Lock()
	defer drawn.mu.Unlock()
	return drawn.mask(maskKey{t: t, text: line}, func() Mask { return t.shapedLocked(line).draw(t) })
}

func (t Type) shaped(line string) *shapedLine {
	drawn.mu.Lock()
	defer drawn.mu.Unlock()
	t.Bold = t.Bold || t.Cap < BoldBelow
	return t.shapedLocked(line)
}

func (t Type) shapedLocked(line string) *shapedLine {
	key := shapedKey{t.Lang, t.Bold, t.Narrow, line}
	if s, ok := drawn.lines[key]; ok {
		return s
	}
	s := drawn.shape(t, line)
	drawn.room(len(line))
	drawn.lines[key] = s
	return s
}
