package tui

import (
	"fmt"
	"math"
	"slices"
	"strings"
	"testing"

	"accueil/display/paint"
	"accueil/kiosk"
)

// A panel is glass that a kiosk must serve, with the cells that its terminal is set to.
type panel struct {
	name string
	page page
}

// panels are those of LOOK: the reference, ten inches in two resolutions, upright, and
// larger ones, whose pixels are not twice as high as wide.
func panels(colours int) []panel {
	make := func(name string, columns, rows, w, h int) panel {
		return panel{name, page{width: columns, height: rows, panelMM: [2]int{w, h}, colours: paletteFor(colours)}}
	}
	return []panel{
		make("1920×1080, 15.6 inches", 384, 108, 344, 194),
		make("1280×800, 10 inches", 256, 80, 216, 135),
		make("1024×600, 10 inches", 256, 75, 222, 125),
		make("1080×1920, 15.6 inches upright", 216, 192, 194, 344),
		make("1920×1080, 21.5 inches", 384, 154, 476, 268),
		make("1080×1920, 21.5 inches upright", 216, 274, 268, 476),
	}
}

// drawn returns every scene on a panel, in every language.
func drawn(p panel) map[string]*sheet {
	g := newGlass(p.page)
	all := map[string]*sheet{}
	for _, s := range scenesOf(g.sized) {
		name := s.name
		for all[name] != nil {
			name += " again"
		}
		all[name] = drawSheet(s.screen, g, "")
	}
	return all
}

func TestFineCellsAreDrawnOn(t *testing.T) {
	for _, p := range panels(1 << 24) {
		if !newGlass(p.page).fine() {
			t.Errorf("%s: drawn plainly", p.name)
		}
	}
	for _, test := range []struct {
		name string
		page page
	}{
		{"an ordinary terminal", page{width: 80, height: 24, panelMM: [2]int{344, 194}, colours: paletteFor(1 << 24)}},
		{"cells of 8×16", page{width: 240, height: 67, panelMM: [2]int{344, 194}, colours: paletteFor(1 << 24)}},
		{"sixteen colours", page{width: 384, height: 108, panelMM: [2]int{344, 194}, colours: paletteFor(16)}},
	} {
		if newGlass(test.page).fine() {
			t.Errorf("%s: letters are drawn, which nobody can read there", test.name)
		}
	}
}

// A terminal that does not fill the glass keeps its letters in shape.
func TestATerminalIsTakenAtItsWordForItsShape(t *testing.T) {
	p := page{width: 200, height: 108, panelMM: [2]int{344, 194}, colours: paletteFor(1 << 24), cellPixels: [2]int{5, 10}}
	if w, h := newGlass(p).pixel(); math.Abs(2*w-h) > 0.01 {
		t.Errorf("got pixels of %.2f×%.2f mm, want half as wide as high", w, h)
	}
	p.cellPixels = [2]int{0, 0}
	if g := newGlass(p); g.w != 344 || g.h != 194 {
		t.Errorf("got %v×%v mm of a terminal that says nothing, want the panel's", g.w, g.h)
	}
	p.cellPixels = [2]int{1000, 1}
	if g := newGlass(p); g.w != 344 || g.h != 194 {
		t.Errorf("got %v×%v mm of a terminal that lies, want the panel's", g.w, g.h)
	}
}

// What EN 301 549 asks of letters and a finger of targets, on every screen, panel and
// language.
func TestEveryScreenIsReadAndTouched(t *testing.T) {
	for _, p := range panels(1 << 24) {
		for name, s := range drawn(p) {
			for _, fault := range slices.Concat(s.illegible(), s.untouchable(), s.disorder()) {
				t.Errorf("%s, %s: %s", p.name, name, fault)
			}
		}
	}
}

const measured = 0.005 // millimetres that reckoning may lose

// illegible returns what is too small to be read, or stands out too little.
func (s *sheet) illegible() []string {
	var all []string
	for _, l := range s.lines {
		if l.letters.capital < capLeast-measured && !l.small {
			all = append(all, fmt.Sprintf("%q has capitals of %.1f mm", l.text, l.letters.capital))
		}
		if c := paint.Contrast(paint.Style(1<<24, l.ink, l.on)); c < 7 {
			all = append(all, fmt.Sprintf("%q has a contrast of %.1f", l.text, c))
		}
		if missing := paint.Missing(l.text); len(missing) > 0 {
			all = append(all, fmt.Sprintf("%q lacks the letters %q", l.text, string(missing)))
		}
	}
	return all
}

// untouchable returns what a finger may miss, or not reach.
func (s *sheet) untouchable() []string {
	var all []string
	cw, ch := s.w/float64(s.columns), s.h/float64(s.rows)
	for _, b := range s.boxes {
		if b.target == "" {
			continue
		}
		c := s.cells(b.rect)
		if w, h := float64(c.W)*cw, float64(c.H)*ch; w < targetMM-measured || h < targetMM-measured {
			all = append(all, fmt.Sprintf("%s is %.1f×%.1f mm", b.target, w, h))
		}
		if s.tall() && b.y < s.h/tallFifth-measured {
			all = append(all, fmt.Sprintf("%s is out of reach for who is sitting", b.target))
		}
	}
	return all
}

// disorder returns what lies outside, or over something else.
func (s *sheet) disorder() []string {
	var all []string
	glass := rect{0, 0, s.w, s.h}
	for i, b := range s.boxes {
		if !within(b.rect, glass) {
			all = append(all, fmt.Sprintf("a box of %s lies outside", b.target))
		}
		for _, other := range s.boxes[:i] {
			if over(b.rect, other.rect) {
				all = append(all, fmt.Sprintf("%s lies over %s", b.target, other.target))
			}
		}
	}
	for i, l := range s.lines {
		r := s.ink(l)
		if !within(r, glass) {
			all = append(all, fmt.Sprintf("%q lies outside", l.text))
		}
		for _, b := range s.boxes {
			if over(r, b.rect) && !within(r, b.rect) {
				all = append(all, fmt.Sprintf("%q runs out of %s", l.text, b.target))
			}
		}
		for _, other := range s.lines[:i] {
			if over(r, s.ink(other)) {
				all = append(all, fmt.Sprintf("%q lies over %q", l.text, other.text))
			}
		}
		for _, p := range s.shapes {
			if over(r, p.rect) {
				all = append(all, fmt.Sprintf("%q lies over the pictogram %s", l.text, p.name))
			}
		}
		if s.code != nil && over(r, s.code.rect) {
			all = append(all, fmt.Sprintf("%q lies over the code", l.text))
		}
	}
	return all
}

// ink is where a line's capitals stand.
func (s *sheet) ink(l line) rect {
	pw, _ := s.pixel()
	w := s.typeOf(s.lang, l.letters).Width(l.text) * pw
	x := l.x
	switch l.align {
	case alignStart:
	case alignCenter:
		x += (l.w - w) / 2
	case alignEnd:
		x += l.w - w
	}
	return rect{x, l.base - l.letters.capital, w, l.letters.capital}
}

func within(a, b rect) bool {
	const e = 0.1
	return a.x >= b.x-e && a.y >= b.y-e && a.right() <= b.right()+e && a.bottom() <= b.bottom()+e
}

func over(a, b rect) bool {
	const e = 0.1
	return a.x < b.right()-e && b.x < a.right()-e && a.y < b.bottom()-e && b.y < a.bottom()-e
}

// Every word of a screen is on it. On a panel of ten inches the sentence below a
// question may go, and of a ticket what is known: what to do stays. On a tall one a
// notice takes that sentence's place.
func TestEveryWordIsDrawn(t *testing.T) {
	for _, p := range panels(1 << 24) {
		g := newGlass(p.page)
		for _, scene := range scenesOf(g.sized) {
			s := drawSheet(scene.screen, g, "")
			var written []string
			for _, l := range s.lines {
				written = append(written, strings.Fields(l.text)...)
			}
			for _, text := range owed(scene.screen, g) {
				for _, word := range strings.Fields(paint.Harmless(text)) {
					at := slices.Index(written, word)
					if at < 0 {
						t.Errorf("%s, %s: %q of %q is not drawn", p.name, scene.name, word, text)
						continue
					}
					written = slices.Delete(written, at, at+1)
				}
			}
		}
	}
}

// owed are the texts that a panel must show.
func owed(s kiosk.Screen, g glass) []string {
	var all []string
	small := g.small()
	switch s.Kind {
	case kiosk.KindWelcome, kiosk.KindAppointments, kiosk.KindLanguages:
		switch {
		case s.Banner.Text != "":
			all = append(all, s.Banner.Text)
		case small || g.tall() && s.Notice != "":
			all = append(all, s.Title)
		default:
			all = append(append(all, s.Title), s.Text...)
		}
		if !small {
			all = append(all, s.Notice)
		}
	case kiosk.KindTicket:
		advice := s.Advice
		if small && len(advice) > 2 {
			advice = advice[1:] // the reason for there being no paper
		}
		all = append([]string{string(s.Number), s.Banner.Text}, advice...)
		if !small {
			all = slices.Concat(all, s.Text, []string{s.Title, s.Caption})
		}
	default:
		all = append([]string{s.Title, s.Banner.Text}, s.Text...)
	}
	for _, t := range s.Targets() {
		if !small || g.tall() || s.Kind != kiosk.KindTicket || t.Pictogram != kiosk.PictogramListen { // its ear alone
			all = append(all, t.Label)
		}
		if !small || s.Kind != kiosk.KindAppointments || t.Pictogram == kiosk.PictogramNext {
			all = append(all, t.Note)
		}
	}
	return all
}

// A touch on a language moves nothing that may be touched; in one that runs right to
// left everything stands mirrored.
func TestNoLanguageMovesATarget(t *testing.T) {
	for _, p := range panels(1 << 24) {
		places := map[string]map[kiosk.TargetID]rect{}
		for name, s := range drawn(p) {
			lang, scene, _ := strings.Cut(name, " ")
			at := map[kiosk.TargetID]rect{}
			for _, b := range s.boxes {
				if b.target == "" {
					continue
				}
				r := b.rect
				if paint.RightToLeft(lang) && !b.fixed {
					r.x = s.w - r.right()
				}
				at[b.target] = r
			}
			if !strings.HasPrefix(scene, "welcome") || strings.Contains(scene, "told") {
				continue
			}
			if first := places[scene]; first == nil {
				places[scene] = at
			} else {
				for target, r := range at {
					if f, ok := first[target]; ok && !strings.HasPrefix(string(target), "lang:") && (math.Abs(f.x-r.x) > 1 || math.Abs(f.y-r.y) > 1 || math.Abs(f.w-r.w) > 1) {
						t.Errorf("%s, %s in %s: %s moved from %v to %v", p.name, scene, lang, target, f, r)
					}
				}
			}
		}
	}
}

func TestTheReferenceHasTheSizesItShould(t *testing.T) {
	for name, s := range drawn(panels(1 << 24)[0]) {
		if !strings.Contains(name, "welcome") && !strings.HasSuffix(name, "ticket") {
			continue
		}
		for _, l := range s.lines {
			if l.letters.capital >= capNumber-measured {
				name = "" // a number of its size
			}
		}
		if strings.HasSuffix(name, "ticket") {
			t.Errorf("%s: its number is smaller than %d mm", name, capNumber)
		}
		for _, p := range s.shapes {
			if strings.Contains(name, "welcome") && p.y > 40 && p.y < 150 && p.w < pictLeast && p.name != kiosk.PictogramNext {
				t.Errorf("%s: the pictogram %s is %.1f mm wide", name, p.name, p.w)
			}
		}
	}
}
