package term

import (
	"math"

	"accueil/display/paint"
)

// A wallSheet is a wall measured out on the glass: what is to be drawn, and where. It
// knows nothing of pixels, so that a test can measure it.
type wallSheet struct {
	wallGlass
	lang   string
	ground paint.Colour
	part
}

// A part is some of a wall, measured from its own upper edge.
type part struct {
	high   float64
	boxes  []box
	lines  []wallLine
	shapes []wallShape
}

// A rect is in millimetres.
type rect struct{ x, y, w, h float64 }

// A box is filled.
type box struct {
	rect
	fill paint.Colour
}

// A wallLine is a line of text that stands on base, from x on.
type wallLine struct {
	text string
	x, w float64
	base float64
	letters
	ink, on paint.Colour
	small   bool // for whoever mends the machine
}

// A wallShape is a pictogram.
type wallShape struct {
	rect
	name    string
	ink, on paint.Colour
}

// place puts a part on another, y below its upper edge.
func (p *part) place(other part, y float64) {
	for _, b := range other.boxes {
		b.y += y
		p.boxes = append(p.boxes, b)
	}
	for _, l := range other.lines {
		l.base += y
		p.lines = append(p.lines, l)
	}
	for _, s := range other.shapes {
		s.y += y
		p.shapes = append(p.shapes, s)
	}
}

// tint is what a text is drawn in, and on what.
type tint struct{ ink, on paint.Colour }

// A spot is where a block is written: its first base line, and its lines at a place
// across w: 0 from x on, 0.5 in the middle, 1 at the end.
type spot struct{ x, w, base, across float64 }

// mirror turns the sheet for a language that runs from right to left.
func (s *wallSheet) mirror() {
	for i, b := range s.boxes {
		s.boxes[i].x = s.w - b.x - b.w
	}
	for i, l := range s.lines {
		s.lines[i].x = s.w - l.x - l.w
	}
	for i, p := range s.shapes {
		s.shapes[i].x = s.w - p.x - p.w
	}
}

// print draws the sheet.
func (s *wallSheet) print() *paint.Canvas {
	r := paint.NewRaster(s.columns, s.rows, s.colours, s.ground)
	pw, ph := s.pixel()
	for _, b := range s.boxes { // whole cells: an edge within one would blur
		x, y := 2*nearest(b.x/pw/2), 2*nearest(b.y/ph/2)
		r.Fill(x, y, 2*nearest((b.x+b.w)/pw/2)-x, 2*nearest((b.y+b.h)/ph/2)-y, b.fill)
	}
	for _, p := range s.shapes {
		if drawn, ok := paint.Pictogram(p.name); ok {
			if paint.RightToLeft(s.lang) {
				drawn = drawn.Mirrored()
			}
			r.Ink(nearest(p.x/pw), nearest(p.y/ph), drawn.Draw(nearest(p.w/pw), nearest(p.h/ph)), p.ink)
		}
	}
	for _, l := range s.lines {
		x, base := s.stands(l)
		r.Text(x, base, s.typeOf(s.lang, l.letters), l.text, l.ink)
	}
	return r.Canvas()
}

// stands returns the pixel at which a line begins, and the row that it stands on.
func (s *wallSheet) stands(l wallLine) (left, base int) {
	pw, ph := s.pixel()
	return nearest(l.x / pw), nearest(l.base / ph)
}

func nearest(f float64) int { return int(math.Round(f)) }
