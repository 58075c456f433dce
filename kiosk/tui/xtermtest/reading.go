package xtermtest

import (
	"bytes"
	"image"
	"regexp"
	"strings"
	"testing"
	"unicode"

	"accueil/display/paint"
)

// readLeast is how much of a line's letters must be read back.
const readLeast = 0.98

// A Reading is lines of pictures, and what stands there. The same pixels are read
// once.
type Reading struct {
	Unread func(name string, line *image.RGBA) // is given what nobody can read; nil: nobody
	lines  []printed
}

type printed struct {
	where, text, lang string
	part              *image.RGBA // of the picture
	capital           float64     // pixels of part
	best              string      // as it was read
}

// Add takes a line in: a part of a picture with capitals of so many pixels, and what it
// says in a language.
func (r *Reading) Add(where, text, lang string, part *image.RGBA, capital float64) {
	for reader, words := range readers(text, lang) {
		p := printed{where: where, text: words, lang: reader, part: part, capital: capital}
		if legible(words) != "" && !r.holds(p) {
			r.lines = append(r.lines, p)
		}
	}
}

// AddCells takes what is written in French in cells out of a picture; a number in blocks is no
// writing.
func (r *Reading) AddCells(where string, picture *image.RGBA, c *paint.Canvas) {
	words := regexp.MustCompile(`[^ ═║╔╗╚╝│─┌┐└┘►◄█▀▄]+( [^ ═║╔╗╚╝│─┌┐└┘►◄█▀▄]+)*`)
	w, h := picture.Rect.Dx()/c.Width, picture.Rect.Dy()/c.Height
	for y, row := range strings.Split(strings.TrimSuffix(c.String(), "\n"), "\n") {
		for _, at := range words.FindAllStringIndex(row, -1) {
			from := len([]rune(row[:at[0]]))
			to := from + len([]rune(row[at[0]:at[1]]))
			text := row[at[0]:at[1]]
			if strings.ContainsFunc(text, func(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) }) && !strings.ContainsFunc(text, foreign) {
				part := picture.SubImage(image.Rect(from*w, y*h, to*w, (y+1)*h)).(*image.RGBA)
				r.Add(where, text, "fr", part, float64(h)*0.6)
			}
		}
	}
}

// foreign are letters of other readers than French ones.
func foreign(r rune) bool { return unicode.In(r, unicode.Arabic, unicode.Cyrillic) }

func (r *Reading) holds(p printed) bool {
	for _, other := range r.lines {
		if other.text == p.text && other.part.Rect.Size() == p.part.Rect.Size() && bytes.Equal(other.part.Pix, p.part.Pix) {
			return true
		}
	}
	return false
}

// readers share a line's words out to those who can read them, by tesseract's names
// of their languages.
func readers(text, lang string) map[string]string {
	words := map[string]string{}
	var of string
	for _, word := range strings.Fields(text) {
		switch {
		case strings.ContainsFunc(word, func(r rune) bool { return unicode.Is(unicode.Arabic, r) }):
			of = "ara"
		case strings.ContainsFunc(word, func(r rune) bool { return unicode.Is(unicode.Cyrillic, r) }):
			of = "ukr"
		case lang == "fr", strings.Contains(word, "ç"):
			of = "fra"
		case of == "", strings.ContainsFunc(word, unicode.IsLetter):
			of = "eng"
		}
		words[of] += word + " "
	}
	return words
}

// A glance is how a line is looked at until it is read: tesseract reads one letter
// better small and another large, and as a line of print or as it stands.
type glance struct {
	capital float64 // pixels
	mode    int     // tesseract's --psm
}

const asPrint, asItStands = 7, 13

func glances() []glance {
	all := []glance{{24, asPrint}, {36, asPrint}, {30, asPrint}}
	for _, capital := range []float64{36, 30, 44, 24, 20, 60, 33, 27, 40, 50, 22, 54, 18, 28, 38} {
		all = append(all, glance{capital, asItStands}, glance{capital, asPrint})
	}
	return all
}

// Check has all lines read.
func (r *Reading) Check(t *testing.T) {
	t.Helper()
	unread := r.lines
	for _, l := range glances() {
		by := map[string][]*image.Gray{}
		for _, p := range unread {
			by[p.lang] = append(by[p.lang], Print(p.part, l.capital/p.capital))
		}
		got := map[string][]string{}
		for lang, prints := range by {
			got[lang] = Read(t, lang, l.mode, prints)
		}
		var rest []printed
		for _, p := range unread {
			said := strings.TrimSpace(got[p.lang][0])
			got[p.lang] = got[p.lang][1:]
			if readBack(said, p.text) > readBack(p.best, p.text) {
				p.best = said
			}
			if readBack(p.best, p.text) < readLeast {
				rest = append(rest, p)
			}
		}
		unread = rest
	}
	for _, p := range unread {
		t.Errorf("%s: %.0f %% of %q are read: %q", p.where, 100*readBack(p.best, p.text), p.text, p.best)
		if r.Unread != nil {
			r.Unread("unread "+p.where+" "+p.text, p.part)
		}
	}
}

// readBack is the part of a text's letters that were read, in their order.
func readBack(got, want string) float64 {
	g, w := []rune(legible(got)), []rune(legible(want))
	row := make([]int, len(g)+1)
	for _, r := range w {
		before := 0
		for i, s := range g {
			above := row[i+1]
			if r == s {
				row[i+1] = before + 1
			} else {
				row[i+1] = max(above, row[i])
			}
			before = above
		}
	}
	return float64(row[len(g)]) / float64(len(w))
}

// legible are the letters and digits of a text; what stands above or below an Arabic
// letter is no letter.
func legible(text string) string {
	return alike().Replace(strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsDigit(r) || r == '|' {
			return r
		}
		return -1
	}, text))
}

// alike are letters that look the same, and are told apart by knowing the word: the
// left ones count as the right ones.
func alike() *strings.Replacer {
	return strings.NewReplacer(
		"А", "A", "В", "B", "Е", "E", "І", "I", "К", "K", "М", "M", "Н", "H", "О", "O", "Р", "P", "С", "C", "Т", "T", "Х", "X", // of two scripts
		"а", "a", "е", "e", "і", "i", "о", "o", "р", "p", "с", "c", "х", "x", "у", "y",
		"ظ", "ط", "ة", "ه", "ء", "ع", // tesseract takes these dots and tails from the words that it expects
		"0", "O", "|", "I", "l", "I", "1", "I", "З", "3", "з", "3", // a digit or a letter
	)
}
