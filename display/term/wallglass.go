package term

import (
	"math"

	"accueil/display/paint"
)

const (
	pixelsLeast = 8  // of a capital: with six, letters are not read back
	roomy       = 14 // capitals of a glass on which every call has its row
)

// A wallGlass is the cells of a terminal that are fine enough to be drawn on, and what
// they cover. Everything on it is measured in millimetres.
type wallGlass struct {
	columns, rows int
	w, h          float64 // what the cells cover
	least         float64 // capital that is read from where people sit, and can be drawn
	colours       int
}

func newWallGlass(p wallPage) wallGlass {
	w, h := paint.Covered(p.width, p.height, p.panelMM, p.cellPixels)
	g := wallGlass{columns: p.width, rows: p.height, w: w, h: h, least: perMetreMM * p.distance, colours: p.colours.count}
	if floor := g.floor(); floor > g.least && floor*roomy <= h {
		g.least = floor
	}
	return g
}

// fine reports whether letters can be drawn on it and read.
func (g wallGlass) fine() bool {
	if g.columns < wallColumns || g.rows < wallRows || g.colours < paint.PlainBelow || paint.LoadFonts() != nil {
		return false
	}
	return g.floor() <= g.least
}

// coarse reports whether nothing but the size of its cells keeps a terminal from being
// drawn on.
func (g wallGlass) coarse() bool {
	finer := g
	finer.columns, finer.rows = g.finest()
	return !g.fine() && finer.fine()
}

// finest returns how many columns and rows, twice as many as high, would do.
func (g wallGlass) finest() (columns, rows int) {
	cell := 2 * g.least / pixelsLeast
	return int(math.Ceil(2 * g.w / cell)), int(math.Ceil(g.h / cell))
}

// pixel is the size of one: two columns and two rows to a cell.
func (g wallGlass) pixel() (w, h float64) {
	return g.w / float64(2*g.columns), g.h / float64(2*g.rows)
}

// floor is the smallest capital that these pixels can draw.
func (g wallGlass) floor() float64 {
	w, h := g.pixel()
	return pixelsLeast * max(w, h)
}

// air is around what stands on the glass.
func (g wallGlass) air() float64 { return g.least / 5 }

// letters are the size and cut of a text.
type letters struct {
	capital      float64
	bold, narrow bool
}

// typeOf is how the pixels of this glass draw letters.
func (g wallGlass) typeOf(lang string, l letters) paint.Type {
	w, h := g.pixel()
	return paint.Type{Lang: lang, Bold: l.bold, Narrow: l.narrow, Cap: l.capital / h, Stretch: h / w}
}

// A block is a text in lines of one size.
type block struct {
	letters
	lines  []string
	w      float64 // of the widest
	above  float64 // what the ink takes over the first base line, a capital at least,
	below  float64 // and under the last
	pitch  float64 // from a base line to the next
	broken bool    // a word may be
}

const (
	pitchLeast = 1.4  // in capitals
	pitchClear = 0.08 // between a tail and the mark below it
)

// inner is from the first base line to the last.
func (b block) inner() float64 { return b.pitch * float64(max(0, len(b.lines)-1)) }

func (b block) h() float64 { return b.above + b.inner() + b.below }

// capitals is what a block's capitals take from the top of the first line's to the last
// base line.
func (b block) capitals() float64 { return b.capital + b.inner() }

func (g wallGlass) block(lang string, l letters, lines ...string) block {
	b := block{letters: l, lines: lines, above: l.capital, pitch: pitchLeast * l.capital}
	w, _ := g.pixel()
	b.w = g.typeOf(lang, l).Widest(lines) * w
	for i, line := range lines {
		above, below := g.ink(lang, l, line)
		if i == 0 {
			b.above = max(b.above, above)
		} else {
			b.pitch = max(b.pitch, b.below+above+pitchClear*l.capital)
		}
		b.below = below
	}
	return b
}

const inkCap = 32 // pixels at which ink is looked at, whatever its size

// ink is how far a line reaches over and under its base line.
func (g wallGlass) ink(lang string, l letters, line string) (above, below float64) {
	t := g.typeOf(lang, l)
	t.Bold, t.Cap, t.Stretch = t.Bold || t.Cap < paint.BoldBelow, inkCap, 1
	m := t.Draw(line)
	return float64(m.Base) / inkCap * l.capital, float64(m.H-m.Base) / inkCap * l.capital
}

// A room is what a text is to be fitted into: its width and lines, and the capitals from
// the most that is wished to the least that is borne.
type room struct {
	w           float64
	lines       int
	most, least float64
	bold        bool
}

const smaller = 0.95 // of a size, the next that is tried

// fit sets a text in the largest letters that a room holds, wide ones before narrow.
func (g wallGlass) fit(lang, text string, r room) (block, bool) {
	for c := r.most; c >= r.least*0.999; c = next(c, r.least) {
		for _, narrow := range []bool{false, true} {
			l := letters{c, r.bold, narrow}
			if lines := g.wrap(lang, l, text, r.w); len(lines) <= r.lines {
				if b := g.block(lang, l, lines...); b.w <= r.w {
					return b, true
				}
			}
		}
	}
	return block{}, false
}

// next is the size after c on the way down to least, which is not left out.
func next(c, least float64) float64 {
	if c > least {
		return max(c*smaller, least)
	}
	return 0
}

// after is next on the way down to floor, on which least is not left out either.
func after(c, least, floor float64) float64 {
	if c > least {
		return next(c, least)
	}
	return next(c, floor)
}

func (g wallGlass) wrap(lang string, l letters, text string, w float64) []string {
	pixel, _ := g.pixel()
	return g.typeOf(lang, l).Balanced(text, w/pixel)
}

// squeeze sets a text that fits nowhere in the smallest letters there are, words broken;
// what has no room in so many lines is left out.
func (g wallGlass) squeeze(lang, text string, r room) block {
	l := letters{g.floor(), r.bold, true}
	pixel, _ := g.pixel()
	var lines []string
	for _, line := range g.wrap(lang, l, text, r.w) {
		lines = append(lines, g.typeOf(lang, l).Broken(line, r.w/pixel)...)
	}
	b := g.block(lang, l, lines[:min(len(lines), r.lines)]...)
	b.broken = true
	return b
}
