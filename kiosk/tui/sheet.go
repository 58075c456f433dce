package tui

import (
	"accueil/display/paint"
	"accueil/kiosk"
)

// A sheet is a screen measured out on the glass: what is to be drawn, and where.
// It knows nothing of pixels, so that a test can measure it.
type sheet struct {
	glass
	serial uint64
	lang   string
	boxes  []box
	lines  []line
	shapes []shape
	code   *code
}

// A box is filled, with round corners, and may be something to touch.
type box struct {
	rect
	target  kiosk.TargetID // "" for none
	look    look
	focused bool
	fixed   bool // is not mirrored
}

// A look is the colours of a box and of what stands on it.
type look struct {
	fill, ink, edge paint.Colour
}

// A line of text stands on base, within the columns from x on.
type line struct {
	text    string
	x, w    float64
	base    float64
	letters letters
	align   align
	ink, on paint.Colour
	small   bool // for whoever mends the machine
	fixed   bool // is not mirrored
}

// letters are the size and cut of a text.
type letters struct {
	capital      float64
	bold, narrow bool
	broken       bool // words may be, that are wider than their room
}

type align uint8

const (
	alignStart align = iota // left, or right where a language runs so
	alignCenter
	alignEnd
)

// A shape is a pictogram.
type shape struct {
	rect
	name    string
	ink, on paint.Colour
	fixed   bool // is not mirrored
}

// A code is a QR code with its quiet zone.
type code struct {
	rect
	modules [][]bool
	rows    int // of pixels to a module
}

// mirror turns the sheet for a language that runs from right to left, but the row of
// languages: whoever taps twice, or chose the wrong one, finds each in its place.
func (s *sheet) mirror() {
	for i, b := range s.boxes {
		if !b.fixed {
			s.boxes[i].x = s.w - b.right()
		}
	}
	for i, p := range s.shapes {
		if !p.fixed {
			s.shapes[i].x = s.w - p.right()
		}
	}
	for i, l := range s.lines {
		if l.fixed {
			continue
		}
		s.lines[i].x = s.w - l.x - l.w
		switch l.align {
		case alignStart:
			s.lines[i].align = alignEnd
		case alignEnd:
			s.lines[i].align = alignStart
		case alignCenter:
		}
	}
	if s.code != nil {
		s.code.x = s.w - s.code.right()
	}
}

// print draws the sheet.
func (s *sheet) print() *canvas {
	r := paint.NewRaster(s.columns, s.rows, s.colours, paint.Paper)
	for _, b := range s.boxes {
		s.printBox(r, b)
	}
	for _, p := range s.shapes {
		s.printShape(r, p)
	}
	for _, l := range s.lines {
		s.printLine(r, l)
	}
	if s.code != nil {
		s.printCode(r)
	}
	c := &canvas{Canvas: r.Canvas(), serial: s.serial}
	for _, b := range s.boxes {
		if b.target != "" {
			c.areas = append(c.areas, area{s.cells(b.rect), b.target})
		}
	}
	return c
}

const (
	cornerMM = 3
	edgeMM   = 0.9
	ringMM   = 2.6 // around what the keys stand on
)

// printBox draws a box; the ring of the focus is a shape around it, never a colour
// alone.
func (s *sheet) printBox(r *paint.Raster, b box) {
	inner := s.cells(b.rect)
	pw, ph := s.pixel()
	grown := func(mm float64, c paint.Colour) {
		dx, dy := nearest(mm/pw), nearest(mm/ph)
		w, h := 2*inner.W+2*dx, 2*inner.H+2*dy
		if w <= 0 || h <= 0 {
			return
		}
		r.Ink(2*inner.X-dx, 2*inner.Y-dy, paint.RoundBox(w, h, max(0, cornerMM+mm)/pw, max(0, cornerMM+mm)/ph), c)
	}
	if b.focused {
		grown(ringMM+edgeMM, paint.Navy)
		grown(ringMM, paint.Amber)
		grown(edgeMM, paint.Paper)
	}
	grown(0, b.look.edge)
	if b.look.edge != b.look.fill {
		grown(-edgeMM, b.look.fill)
	}
}

func (s *sheet) printShape(r *paint.Raster, p shape) {
	drawn, ok := paint.Pictogram(p.name)
	if !ok {
		return
	}
	if paint.RightToLeft(s.lang) {
		drawn = drawn.Mirrored()
	}
	pw, ph := s.pixel()
	x, y := nearest(p.x/pw), nearest(p.y/ph)
	r.Ink(x, y, drawn.Draw(nearest(p.w/pw), nearest(p.h/ph)), p.ink)
}

func (s *sheet) printLine(r *paint.Raster, l line) {
	x, base, t := s.stands(l)
	r.Text(x, base, t, l.text, l.ink)
}

// stands returns the pixel at which a line begins, the row that it stands on, and how
// it is drawn.
func (s *sheet) stands(l line) (left, base int, t paint.Type) {
	pw, ph := s.pixel()
	t = s.typeOf(s.lang, l.letters)
	room := l.w/pw - t.Width(l.text)
	x := l.x / pw
	switch l.align {
	case alignStart:
	case alignCenter:
		x += room / 2
	case alignEnd:
		x += room
	}
	return nearest(x), nearest(l.base / ph), t
}

func (s *sheet) printCode(r *paint.Raster) {
	columns := s.moduleColumns(s.code.rows)
	pw, ph := s.pixel()
	x, y := nearest(s.code.x/pw), nearest(s.code.y/ph)
	n := len(s.code.modules) + 2*paint.QuietZone
	r.Fill(x, y, n*columns, n*s.code.rows, paint.White)
	for my, row := range s.code.modules {
		for mx, dark := range row {
			if dark {
				r.Fill(x+(mx+paint.QuietZone)*columns, y+(my+paint.QuietZone)*s.code.rows, columns, s.code.rows, paint.Navy)
			}
		}
	}
}

// moduleRows are the heights of a module, in pixels, at which it is square enough for a
// telephone, the largest first.
func (g glass) moduleRows() []int {
	var all []int
	pw, ph := g.pixel()
	for _, rows := range []int{3, 2, 1} {
		if w, h := float64(g.moduleColumns(rows))*pw, float64(rows)*ph; w < h*1.25 && h < w*1.25 && h <= moduleMM {
			all = append(all, rows)
		}
	}
	return all
}

const moduleMM = 2 // larger, a code is no easier to read

// moduleColumns is how many columns of pixels make a module square.
func (g glass) moduleColumns(rows int) int {
	pw, ph := g.pixel()
	return max(1, nearest(float64(rows)*ph/pw))
}

// typeOf is how the pixels of this glass draw letters.
func (g glass) typeOf(lang string, l letters) paint.Type {
	pw, ph := g.pixel()
	return paint.Type{Lang: lang, Bold: l.bold, Narrow: l.narrow, Cap: l.capital / ph, Stretch: ph / pw}
}
