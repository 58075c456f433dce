package tui

import (
	"fmt"
	"math"

	"accueil/configs/i18n"
	"accueil/kiosk"
)

// coarse reports whether nothing but the size of its cells keeps a terminal from being
// drawn on.
func (g glass) coarse() bool {
	finer := g
	finer.columns, finer.rows = finest(g)
	return !g.fine() && finer.fine()
}

// finest returns how many columns and rows, twice as many as high, bring the letters of
// EN 301 549 to this glass.
func finest(g glass) (columns, rows int) {
	const cellMM = 2 * capLeast / pixelsLeast
	return int(math.Ceil(2 * g.w / cellMM)), int(math.Ceil(g.h / cellMM))
}

// finerCell is the largest cell, in pixels, that would do on a page whose cells are too
// coarse; 0 where its terminal does not say how many pixels it has.
func (p page) finerCell() (wide, high int) {
	_, rows := finest(newGlass(p))
	if high = p.height * p.cellPixels[1] / rows; high < 2 {
		return 0, 0
	}
	return (high + 1) / 2, high
}

// advise tells whoever sets the machine up, on the plain layout and in the log, which
// cells would bring large letters: once, until somebody is there.
func (l *loop) advise(s kiosk.Screen, p page) kiosk.Screen {
	g := newGlass(p)
	if l.met || !g.coarse() {
		return s
	}
	wide, high := p.finerCell()
	if !l.advised {
		l.advised = true
		columns, rows := finest(g)
		l.options.Log.Warn("letters are small and there are no pictures: the terminal's cells are too large; choose a smaller font",
			"has", fmt.Sprintf("%d×%d cells", p.width, p.height), "wants", fmt.Sprintf("%d×%d", columns, rows), "pixels a cell", fmt.Sprintf("%d×%d", wide, high))
	}
	if high > 0 && s.Banner.Text == "" {
		s.Banner = kiosk.Banner{Text: i18n.For(s.Lang).Coarse(wide, high)}
	}
	return s
}
