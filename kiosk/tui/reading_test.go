package tui

import (
	"bytes"
	"image"
	"image/draw"
	"strings"
	"testing"
	"unicode"

	"accueil/display/paint"
	"accueil/kiosk/tui/xtermtest"
)

// readLeast is how much of a line's letters must be read back.
const readLeast = 0.98

// A reading is lines of pictures, and what stands there. The same pixels are read
// once.
type reading struct{ lines []printed }

type printed struct {
	where, text, lang string
	part              *image.RGBA // of the picture
	capital           float64     // pixels of part
	best              string      // as it was read
}

// add takes the lines of a sheet out of its picture.
func (r *reading) add(where string, picture *image.RGBA, s *sheet) {
	for i, l := range s.lines {
		part, capital := s.cut(picture, i), l.letters.capital/s.h*float64(picture.Rect.Dy())
		for lang, text := range readers(l.text, s.lang) {
			p := printed{where: where, text: text, lang: lang, part: part, capital: capital}
			if legible(text) != "" && !r.holds(p) {
				r.lines = append(r.lines, p)
			}
		}
	}
}

func (r *reading) holds(p printed) bool {
	for _, other := range r.lines {
		if other.text == p.text && other.part.Rect.Size() == p.part.Rect.Size() && bytes.Equal(other.part.Pix, p.part.Pix) {
			return true
		}
	}
	return false
}

// cut returns a line as it stands on a picture, without what other lines drew there:
// the tails of the one above, and the dots of the one below.
func (s *sheet) cut(picture *image.RGBA, number int) *image.RGBA {
	w, h := float64(picture.Rect.Dx())/float64(2*s.columns), float64(picture.Rect.Dy())/float64(2*s.rows)
	scaled := func(r image.Rectangle) image.Rectangle {
		at := func(v int, by float64) int { return int(float64(v)*by + 0.5) }
		return image.Rect(at(r.Min.X, w), at(r.Min.Y, h), at(r.Max.X, w), at(r.Max.Y, h)).Intersect(picture.Rect)
	}
	own, place := s.inked(s.lines[number])
	around := place.Inset(-2) // what is blended into the ground
	part := image.NewRGBA(scaled(around))
	draw.Draw(part, part.Rect, picture, part.Rect.Min, draw.Src)
	ground := image.NewUniform(picture.At(part.Rect.Min.X, part.Rect.Min.Y))
	for i, other := range s.lines {
		ink, at := s.inked(other)
		if i == number || !at.Overlaps(around) {
			continue
		}
		for y := at.Min.Y; y < at.Max.Y; y++ {
			for x := at.Min.X; x < at.Max.X; x++ {
				if inkAt(ink, at, x, y) && !inkAt(own, place, x, y) {
					draw.Draw(part, scaled(image.Rect(x, y, x+1, y+1)), ground, image.Point{}, draw.Src)
				}
			}
		}
	}
	return part
}

// inked is the ink of a line, and where it is, in pixels of the glass.
func (s *sheet) inked(l line) (paint.Mask, image.Rectangle) {
	pw, ph := s.pixel()
	mask := s.typeOf(s.lang, l.letters).Draw(l.text)
	at := image.Pt(nearest(s.ink(l).x/pw), nearest(l.base/ph)-mask.Base)
	return mask, image.Rectangle{Min: at, Max: at.Add(image.Pt(mask.W, mask.H))}
}

func inkAt(m paint.Mask, at image.Rectangle, x, y int) bool {
	return image.Pt(x, y).In(at) && m.Ink[(y-at.Min.Y)*m.W+x-at.Min.X] > 0
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

// check has all lines read.
func (r *reading) check(t *testing.T) {
	t.Helper()
	unread := r.lines
	for _, l := range glances() {
		by := map[string][]*image.Gray{}
		for _, p := range unread {
			by[p.lang] = append(by[p.lang], xtermtest.Print(p.part, l.capital/p.capital))
		}
		got := map[string][]string{}
		for lang, prints := range by {
			got[lang] = xtermtest.Read(t, lang, l.mode, prints)
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
		keep(t, "unread "+p.where+" "+p.text, p.part)
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
