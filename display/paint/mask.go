package paint

import (
	"image"
	"math"

	"golang.org/x/image/vector"
)

// A Mask is coverage, row by row: 0 is nothing, 255 all of a pixel.
type Mask struct {
	W, H int
	Ink  []uint8
	Left int // the column at which a line of text begins; what slants over may lie before it
	Base int // the row on which a line of text stands
}

// At returns the coverage of a pixel; outside there is none.
func (m Mask) At(x, y int) uint8 {
	if x < 0 || y < 0 || x >= m.W || y >= m.H {
		return 0
	}
	return m.Ink[y*m.W+x]
}

// RoundBox returns a box of w by h pixels with round corners of rx by ry.
func RoundBox(w, h int, rx, ry float64) Mask {
	const k = 0.5523 // of a quarter circle's Bézier
	x, y := float32(min(rx, float64(w)/2)), float32(min(ry, float64(h)/2))
	r, b := float32(w), float32(h)
	z := vector.NewRasterizer(w, h)
	z.MoveTo(x, 0)
	z.LineTo(r-x, 0)
	z.CubeTo(r-x+k*x, 0, r, y-k*y, r, y)
	z.LineTo(r, b-y)
	z.CubeTo(r, b-y+k*y, r-x+k*x, b, r-x, b)
	z.LineTo(x, b)
	z.CubeTo(x-k*x, b, 0, b-y+k*y, 0, b-y)
	z.LineTo(0, y)
	z.CubeTo(0, y-k*y, x-k*x, 0, x, 0)
	z.ClosePath()
	return filled(z)
}

// filled rasterises outlines with anti-aliasing; overlaps count once.
func filled(z *vector.Rasterizer) Mask {
	size := z.Size()
	ink := image.NewAlpha(image.Rectangle{Max: size})
	z.Draw(ink, ink.Bounds(), image.Opaque, image.Point{})
	return Mask{W: size.X, H: size.Y, Ink: ink.Pix}
}

func ceil(f float64) int { return int(math.Ceil(f)) }
