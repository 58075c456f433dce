package tui

import (
	"slices"

	"accueil/display/paint"
)

// readCode makes a code of the screen's link; there is none without a link, or of one
// that is too long.
func (d *easel) readCode() {
	if d.screen.Link == "" {
		return
	}
	if modules, err := paint.QR(d.screen.Link); err == nil {
		d.modules = modules
	}
}

// codeRoom cuts the room for the code off r: a column on the right, a row where the
// panel is tall. A module is so many pixels high.
func (d *easel) codeRoom(r rect, rows int) (rest, at rect, ok bool) {
	if d.modules == nil {
		return r, rect{}, false
	}
	pw, ph := d.pixel()
	n := float64(len(d.modules) + 2*paint.QuietZone)
	w, h := n*float64(d.moduleColumns(rows))*pw, n*float64(rows)*ph
	if d.tall() {
		at, rest = r.cutBottom(h, d.gap())
		at.w = w
		return rest, at, rest.h > 0 && w <= r.w
	}
	column, rest := r.cutRight(max(w, d.corner.w), d.gap())
	if d.corner.w > 0 {
		_, column = column.cutTop(d.corner.h, d.gap())
	}
	return rest, rect{column.right() - w, column.y, w, h}, h <= column.h && rest.w > 0
}

// drawCode draws the code at r, and says what it is for: below it, or beside it on a
// tall panel.
func (d *easel) drawCode(r rect, rows int) {
	d.code = &code{r, d.modules, rows}
	m := d.measure()
	l := letters{d.least(), true, true, false}
	words := rect{r.x, r.bottom() + d.pad(), r.w, m.height(l, 3)}
	how := alignCenter
	if d.tall() {
		words, how = rect{r.right() + d.gap(), r.y, d.area().right() - r.right() - d.gap(), r.h}, alignStart
	}
	l, good := m.fit([]string{d.screen.LinkText}, words, 3, capTile, d.least())
	lines := m.wrap(l, d.screen.LinkText, words.w)
	y := words.y
	if d.tall() {
		y += (words.h - m.height(l, len(lines))) / 2
	}
	if good && !d.overlaps(rect{words.x, y, words.w, m.height(l, len(lines))}) {
		d.write(lines, words.below(y), style{l, how, ground})
	}
}

// overlaps reports whether something to touch is in the way.
func (d *easel) overlaps(r rect) bool {
	return slices.ContainsFunc(d.boxes, func(b box) bool {
		return b.x < r.right() && r.x < b.right() && b.y < r.bottom() && r.y < b.bottom()
	})
}
