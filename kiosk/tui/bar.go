package tui

import (
	"slices"

	"accueil/display/paint"
	"accueil/kiosk"
)

const (
	barGap     = 1
	ticketRows = 14 // of a ticket's number and words
	detailRows = 3  // at most, for whoever mends the machine
)

// bar draws buttons and languages in the last rows before bottom, in one row
// when they fit in one, and returns the row above it.
func (d drawing) bar(bottom int) int {
	if d.Height > lowRows {
		bottom--
	}
	for _, row := range d.barRows() {
		height := d.barHeight(row)
		d.barRow(paint.Box(d.side(), bottom-height, d.Width-2*d.side(), height), row)
		bottom -= height
	}
	detail := paint.Wrap(d.screen.Detail, d.Width-2*d.side())
	detail = detail[:min(len(detail), detailRows)]
	bottom -= len(detail)
	for i, line := range detail {
		d.Center(paint.Box(d.side(), bottom, d.Width-2*d.side(), 1), bottom+i, line, d.page.colours.ground)
	}
	return bottom
}

// barRows returns what stands in each row, the lowest first.
func (d drawing) barRows() [][]kiosk.Target {
	both := append(append([]kiosk.Target{}, d.screen.Buttons...), d.screen.Langs...)
	if len(both) == 0 {
		return nil
	}
	if d.natural(both) <= d.Width-2*d.side() {
		return [][]kiosk.Target{both}
	}
	var rows [][]kiosk.Target
	for _, group := range [][]kiosk.Target{d.screen.Langs, d.screen.Buttons} {
		rows = append(rows, d.folded(group)...)
	}
	return rows
}

// folded breaks what is too long for a row into several.
func (d drawing) folded(group []kiosk.Target) [][]kiosk.Target {
	var rows [][]kiosk.Target
	for len(group) > 0 {
		n := len(group)
		for n > 1 && d.natural(group[:n]) > d.page.width-2*d.side() {
			n--
		}
		rows = append([][]kiosk.Target{group[:n]}, rows...)
		group = group[n:]
	}
	return rows
}

// natural is the width of a row whose buttons are as narrow as they may be.
func (d drawing) natural(row []kiosk.Target) int {
	width := -barGap
	for _, t := range row {
		width += d.buttonWidth(t) + barGap
	}
	return width
}

func (d drawing) buttonWidth(t kiosk.Target) int {
	reach, _ := d.page.reach()
	words := max(paint.Columns(t.Label), paint.Columns(t.Note))
	for _, other := range slices.Concat(t.Also, t.NoteAlso) {
		words = max(words, paint.Columns(other))
	}
	return max(words+4, reach)
}

func (d drawing) barHeight(row []kiosk.Target) int {
	_, height := d.page.reach()
	if d.screen.Kind == kiosk.KindTicket { // a low terminal: the words before the buttons' height
		height = min(height, (d.Height-ticketRows)/len(d.barRows()))
	}
	height = max(height, barRows)
	for _, t := range row {
		if t.Note != "" {
			height = max(height, barRows+1)
		}
	}
	return min(height, d.Height/4)
}

// barRow draws buttons side by side, from where the language begins; what is left over
// widens each alike.
func (d drawing) barRow(r paint.Rect, row []kiosk.Target) {
	spare := max(0, r.W-d.natural(row))
	stays := len(d.screen.Langs) > 0 && slices.ContainsFunc(row, func(t kiosk.Target) bool { return t.ID == d.screen.Langs[0].ID })
	x := r.X
	for i, t := range row {
		w := d.buttonWidth(t) + spare*(i+1)/len(row) - spare*i/len(row)
		box := paint.Box(x, r.Y, min(w, r.X+r.W-x), r.H)
		if !stays { // whoever taps a language twice finds it in its place
			box = d.Mirrored(r, box)
		}
		if t.ID != "" {
			d.button(box, t)
		}
		x += w + barGap
	}
}

// button draws one: a border and its words; solid when it is chosen already, and
// words alone when it gives nothing.
func (d drawing) button(r paint.Rect, t kiosk.Target) {
	style := d.page.colours.button
	if t.On != d.down(t.ID) {
		style = paint.Inverted(style)
	}
	if t.Off {
		style = d.page.colours.off
	}
	d.touchable(r, t, style)
	if !t.Off {
		d.Frame(r, false, style)
	}
	d.focus(r, t, style)
	inner := r.Inset(1, 1)
	y := inner.Y + (inner.H-1)/2
	if t.Note != "" {
		y = inner.Y + (inner.H-2)/2
		d.Center(inner, y+1, t.Note, style.Bold(false))
	}
	d.Center(inner, y, t.Label, style)
}
