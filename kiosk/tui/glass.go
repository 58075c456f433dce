package tui

import (
	"math"

	"accueil/display/paint"
	"accueil/kiosk"
)

// A glass is the cells of a terminal that are fine enough to be drawn on, and what
// they cover. Everything on it is measured in millimetres.
type glass struct {
	columns, rows int
	w, h          float64 // what the cells cover, in millimetres
	colours       int
}

// Figures of reading, in millimetres of capital height: 0.7° at 600 mm
// (EN 301 549, 5.1.4), and what LOOK asks of a kiosk.
const (
	capLeast    = 7.3
	capQuestion = 12
	capTile     = 8
	capTileMost = 10
	capNumber   = 40
	pixelsLeast = 8 // of a capital: with six, letters are not read back
)

const (
	coarseMM       = 10  // a smallest capital that is taller leaves no room for words
	glassLong      = 200 // a smaller panel has no room for four tiles
	glassWide      = 110
	referenceLong  = 344 // millimetres of the reference: 15.6 inches
	referenceShort = 194
	tilesUsual     = 6
	tilesWideMM    = 460 // of a panel with four tiles side by side
	tilesTallMM    = 460 // of one with four below each other
	langMM         = 47  // of a language's button, one with another
)

// newGlass measures the glass.
func newGlass(p page) glass {
	w, h := paint.Covered(p.width, p.height, p.panelMM, p.cellPixels)
	return glass{columns: p.width, rows: p.height, w: w, h: h, colours: p.colours.count}
}

// fine reports whether letters can be drawn on it and read.
func (g glass) fine() bool {
	if g.columns < columnsMin || g.rows < rowsMin || g.colours < paint.PlainBelow || paint.LoadFonts() != nil {
		return false
	}
	_, h := g.pixel()
	return pixelsLeast*h <= coarseMM && max(g.w, g.h) >= glassLong && min(g.w, g.h) >= glassWide
}

// pixel is the size of one: two columns and two rows to a cell.
func (g glass) pixel() (w, h float64) {
	return g.w / float64(2*g.columns), g.h / float64(2*g.rows)
}

// least is the smallest capital that is read on this glass.
func (g glass) least() float64 {
	_, h := g.pixel()
	return max(capLeast, pixelsLeast*h)
}

// scale is how much larger than the reference the glass is, at least 1: what may be
// large grows with it.
func (g glass) scale() float64 {
	long, short := max(g.w, g.h), min(g.w, g.h)
	return max(1, min(long/referenceLong, short/referenceShort))
}

func (g glass) tall() bool { return g.h > g.w }

func (g glass) small() bool { return max(g.w, g.h) < longMM || min(g.w, g.h) < shortMM }

// margin, gap and the rest are the air around things: less of it where room is dear.
func (g glass) margin() float64 { return g.air(10, 4) }

func (g glass) gap() float64 { return g.air(6, 2*g.h/float64(g.rows)) }

// pad is between a button's edge and its words, padTall above and below them, padTile
// within a tile.
func (g glass) pad() float64 { return g.air(3, 2) }

func (g glass) padTall() float64 { return g.air(2, 1.5) }

func (g glass) padTile() float64 { return g.air(3, 2) }

func (g glass) air(large, small float64) float64 {
	if g.small() {
		return small
	}
	return large
}

// tiles returns how many stand on a page, whatever they are: eight where each is then
// as large as one of six on the reference.
func (g glass) tiles() int {
	switch {
	case g.small():
		return tilesSmall
	case g.tall() && g.h >= tilesTallMM, !g.tall() && g.w >= tilesWideMM:
		return tilesMax
	}
	return tilesUsual
}

// sized is what fits. On a small panel the row of languages has no room beside a way
// back: they have a button then.
func (g glass) sized(s kiosk.Screen) kiosk.Sized {
	fits := kiosk.Sized{Tiles: g.tiles(), Langs: g.langs(), Pictures: true}
	if g.small() && s.Kind == kiosk.KindAppointments {
		fits.Langs = 1
	}
	return fits
}

// langs returns how many languages stand in a row, or in two on a tall panel.
func (g glass) langs() int {
	n := int((g.w - 2*g.margin() + g.gap()) / (langMM + g.gap()))
	if g.tall() {
		n *= 2
	}
	return n
}

// cells are those that a rectangle covers, at the nearest edges.
func (g glass) cells(r rect) paint.Rect {
	cw, ch := g.w/float64(g.columns), g.h/float64(g.rows)
	x, y := nearest(r.x/cw), nearest(r.y/ch)
	return paint.Box(x, y, nearest((r.x+r.w)/cw)-x, nearest((r.y+r.h)/ch)-y)
}

func nearest(f float64) int { return int(math.Round(f)) }

// A rect is in millimetres.
type rect struct{ x, y, w, h float64 }

func (r rect) inset(d float64) rect { return rect{r.x + d, r.y + d, r.w - 2*d, r.h - 2*d} }

func (r rect) right() float64 { return r.x + r.w }

func (r rect) bottom() float64 { return r.y + r.h }

// cutTop returns the upper h of r, and what is left below a gap.
func (r rect) cutTop(h, gap float64) (top, rest rect) {
	return rect{r.x, r.y, r.w, h}, rect{r.x, r.y + h + gap, r.w, r.h - h - gap}
}

// cutBottom returns the lower h of r, and what is left above a gap.
func (r rect) cutBottom(h, gap float64) (bottom, rest rect) {
	return rect{r.x, r.bottom() - h, r.w, h}, rect{r.x, r.y, r.w, r.h - h - gap}
}

// cutLeft returns the left w of r, and what is left beyond a gap.
func (r rect) cutLeft(w, gap float64) (left, rest rect) {
	return rect{r.x, r.y, w, r.h}, rect{r.x + w + gap, r.y, r.w - w - gap, r.h}
}

// cutRight returns the right w of r, and what is left before a gap.
func (r rect) cutRight(w, gap float64) (right, rest rect) {
	return rect{r.right() - w, r.y, w, r.h}, rect{r.x, r.y, r.w - w - gap, r.h}
}
