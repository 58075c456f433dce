package paint

import "golang.org/x/image/vector"

// BoxUnits is the width and the height of the box in which shapes are described.
const BoxUnits = 48

// A Shape is a solid picture, resolution-free: layers put on one after another,
// as one would with paper and scissors. The zero Shape is empty.
type Shape struct {
	name   string // of a pictogram, and which way it is turned; "" for none
	layers []layer
	turns  bool // it has a direction, which is another where words run right to left
}

// A layer adds ink, or cuts away what lies below it. Within one layer what is
// wound around is filled, however often (non-zero winding).
type layer struct {
	cut      bool
	contours [][]point // closed, in units
}

type point struct{ x, y float64 }

// Draw fills s, stretched to w×h pixels. That need not be square: where pixels are
// twice as high as wide, a square is twice as many wide as high.
func (s Shape) Draw(w, h int) Mask {
	w, h = max(0, w), max(0, h)
	if s.name == "" {
		return s.draw(w, h)
	}
	drawn.mu.Lock()
	defer drawn.mu.Unlock()
	return drawn.mask(maskKey{text: s.name, w: w, h: h}, func() Mask { return s.draw(w, h) })
}

func (s Shape) draw(w, h int) Mask {
	m := Mask{W: w, H: h, Ink: make([]uint8, w*h)}
	for _, l := range s.layers {
		for i, ink := range l.draw(w, h).Ink {
			if l.cut {
				m.Ink[i] = min(m.Ink[i], 255-ink)
			} else {
				m.Ink[i] = max(m.Ink[i], ink)
			}
		}
	}
	return m
}

// draw fills the layer alone.
func (l layer) draw(w, h int) Mask {
	sx, sy := float64(w)/BoxUnits, float64(h)/BoxUnits
	z := vector.NewRasterizer(w, h)
	for _, contour := range l.contours {
		for i, p := range contour {
			if x, y := float32(p.x*sx), float32(p.y*sy); i == 0 {
				z.MoveTo(x, y)
			} else {
				z.LineTo(x, y)
			}
		}
		z.ClosePath()
	}
	return filled(z)
}

// Bits returns s for Canvas.Bits: w×h pixels that are lit or not.
func (s Shape) Bits(w, h int) []string {
	m := s.Draw(w, h)
	rows := make([]string, m.H)
	for y := range rows {
		row := make([]byte, m.W)
		for x := range row {
			row[x] = '.'
			if m.At(x, y) >= lit {
				row[x] = '#'
			}
		}
		rows[y] = string(row)
	}
	return rows
}

// lit is the coverage of a pixel that is lit when there is no other light: a
// little under a half, so that a line between two pixels is not lost.
const lit = 116

// Mirrored returns s as it is drawn where words run right to left. What has a
// direction of reading, sounding or going is turned; a clock, a letter, a tick are
// the same everywhere.
func (s Shape) Mirrored() Shape {
	if !s.turns {
		return s
	}
	turned := Shape{turns: true, name: s.name + " turned"}
	for _, l := range s.layers {
		m := layer{cut: l.cut}
		for _, contour := range l.contours {
			points := make([]point, len(contour))
			for i, p := range contour {
				points[i] = point{BoxUnits - p.x, p.y}
			}
			m.contours = append(m.contours, points)
		}
		turned.layers = append(turned.layers, m)
	}
	return turned
}
