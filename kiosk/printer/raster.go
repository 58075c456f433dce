package printer

import (
	"math"

	"accueil/display/paint"
)

// A bitmap is black on white, eight dots a byte, as a printer's raster is.
type bitmap struct {
	w, h int // dots; w is a multiple of 8
	rows []byte
}

func newBitmap(w, h int) bitmap {
	w = (w + 7) &^ 7
	return bitmap{w: w, h: h, rows: make([]byte, w/8*h)}
}

// blacken sets a dot; outside nothing happens.
func (b bitmap) blacken(x, y int) {
	if x >= 0 && y >= 0 && x < b.w && y < b.h {
		b.rows[y*b.w/8+x/8] |= 0x80 >> (x % 8)
	}
}

// stamp puts a mask's ink with its upper left corner at x, y.
func (b bitmap) stamp(m paint.Mask, x, y int) {
	for row := range m.H {
		for column := range m.W {
			if m.Ink[row*m.W+column] >= 128 {
				b.blacken(x+column, y+row)
			}
		}
	}
}

// stampQR draws a code's modules, of so many dots each, within its quiet zone.
func (b bitmap) stampQR(code [][]bool, dots, x, y int) {
	for row, modules := range code {
		for column, dark := range modules {
			for i := range dots * dots {
				if dark {
					b.blacken(x+(paint.QuietZone+column)*dots+i%dots, y+(paint.QuietZone+row)*dots+i/dots)
				}
			}
		}
	}
}

// qrSize is the side of a code with its quiet zone.
func qrSize(code [][]bool, dots int) int { return (len(code) + 2*paint.QuietZone) * dots }

// trimmed is a mask without the empty rows and columns around its ink.
func trimmed(m paint.Mask) paint.Mask {
	left, top, right, bottom := m.W, m.H, 0, 0
	for i, ink := range m.Ink {
		if ink >= 128 {
			x, y := i%m.W, i/m.W
			left, top, right, bottom = min(left, x), min(top, y), max(right, x+1), max(bottom, y+1)
		}
	}
	if left >= right {
		return paint.Mask{}
	}
	out := paint.Mask{W: right - left, H: bottom - top}
	for y := top; y < bottom; y++ {
		out.Ink = append(out.Ink, m.Ink[y*m.W+left:y*m.W+right]...)
	}
	return out
}

// dotsOf is a length in dots.
func dotsOf(mm float64) int { return int(math.Round(mm * dotsPerMM)) }

// harmless thickens a lone dot wherever the bytes of a raster would be a real-time
// command: a printer obeys those wherever they stand.
func harmless(rows []byte) []byte {
	for i := 0; i+1 < len(rows); i++ {
		if rows[i] == dle && (rows[i+1] == eot || rows[i+1] == enq || rows[i+1] == dc4) {
			rows[i] |= dle >> 1
		}
	}
	return rows
}
