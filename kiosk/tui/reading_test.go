package tui

import (
	"image"
	"image/draw"
	"testing"

	"accueil/display/paint"
	"accueil/kiosk/tui/xtermtest"
)

// newReading keeps what nobody can read, where pictures are kept.
func newReading(t *testing.T) *xtermtest.Reading {
	return &xtermtest.Reading{Unread: func(name string, line *image.RGBA) { keep(t, name, line) }}
}

// addSheet takes the lines of a sheet out of its picture.
func addSheet(r *xtermtest.Reading, where string, picture *image.RGBA, s *sheet) {
	for i, l := range s.lines {
		r.Add(where, l.text, s.lang, s.cut(picture, i), l.letters.capital/s.h*float64(picture.Rect.Dy()))
	}
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
