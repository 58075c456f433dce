package tui

import (
	"slices"

	"accueil/display/paint"
	"accueil/kiosk"
)

// A ticketPlan is one way to show a ticket.
type ticketPlan struct {
	number letters
	words  letters
	beside bool // what is known stands beside the number, not below
	title  bool // "your number" is said; a small panel may have no room for what is plain
}

const (
	capNumberMost = 64
	capWordsMost  = 9
	paragraph     = 0.3 // of a line's pitch, between two sentences
)

// ticket draws the number as large as the screen allows, what is known, and what to
// do. The code for telephones has a column of its own, or on a tall panel a row.
func (d *desk) ticket() {
	area := d.ticketButtons(d.area())
	if d.screen.Banner.Text != "" {
		area = d.strip(area, d.screen.Banner)
	}
	for _, rows := range d.moduleRows() {
		if rest, at, ok := d.codeRoom(area, rows); ok && d.bestTicket(rest, true) {
			d.drawCode(at, rows)
			return
		}
	}
	d.bestTicket(area, false)
}

// ticketButtons draws what may be touched, and returns the room it leaves: in rows at
// the bottom, but on a small panel that is wide in a column.
func (d *desk) ticketButtons(area rect) rect {
	aids, others := d.aids()
	switch {
	case d.tall():
		return d.lowerRows(area, append(aids, others...))
	case d.small():
		return d.sideColumn(area, append(aids, others...))
	}
	area = d.lowerRows(area, others)
	if len(aids) > 0 {
		p := d.tallest().plan(aids, area.w/2, 1, 2)
		d.corner = rect{area.right() - p.natural(aids), area.y, p.natural(aids), p.height}
		d.drawRow(p, d.corner, aids, true)
	}
	return area
}

// bestTicket writes the number and the words into the first plan that has room for
// them. Where none has, it gives up if it may, or else writes them small.
func (d *desk) bestTicket(r rect, mayFail bool) bool {
	for _, p := range d.ticketPlans() {
		if d.tryTicket(p, r, false) {
			return d.tryTicket(p, r, true)
		}
	}
	if mayFail {
		return false
	}
	if n := len(d.screen.Text); n > 0 && d.small() { // who is before says most
		d.screen.Text = d.screen.Text[:n-1]
		return d.bestTicket(r, false)
	}
	if d.screen.Caption != "" && d.small() {
		d.screen.Caption = ""
		return d.bestTicket(r, false)
	}
	for c := d.least(); c > 1; c -= capStep {
		p := ticketPlan{number: letters{3 * c, true, false}, words: letters{c, true, true}}
		if d.tryTicket(p, r, false) {
			return d.tryTicket(p, r, true)
		}
	}
	return false
}

// ticketPlans lists the ways, the best first: a number of the size that is owed before
// wide letters, and wide letters before narrow.
func (d *desk) ticketPlans() []ticketPlan {
	var all []ticketPlan
	titles := []bool{true}
	if d.small() {
		titles = []bool{true, false}
	}
	most := capNumberMost * d.scale()
	steps := []float64{most, (2*most + capNumber) / 3, (most + 2*capNumber) / 3, capNumber}
	for _, numbers := range [][]float64{steps, {36}, {32}, {28}, {24}, {20}} {
		for _, title := range titles {
			for _, narrow := range []bool{false, true} {
				for words := capWordsMost * d.scale(); words >= d.least()-0.001; words -= 2 * capStep {
					for _, n := range numbers {
						for _, beside := range []bool{!d.tall(), d.tall()} {
							all = append(all, ticketPlan{letters{n, true, false}, letters{max(words, d.least()), true, narrow}, beside, title})
						}
					}
				}
			}
		}
	}
	return all
}

// band is the size of what the number stands on.
func (d *desk) band(p ticketPlan) rect {
	pad := p.number.capital / 6
	return rect{0, 0, d.measure().width(p.number, string(d.screen.Number)) + 2*pad, p.number.capital + 2*pad}
}

// tryTicket reports whether a plan has room for everything in r, and draws it if
// asked to.
func (d *desk) tryTicket(p ticketPlan, r rect, draw bool) bool {
	band := d.band(p)
	if band.w > r.w || band.h > r.h {
		return false
	}
	if p.beside {
		return d.ticketBeside(p, r, band, draw)
	}
	return d.ticketBelow(p, r, band, draw)
}

// title and service say what the number is, and what for.
func (d *desk) title(p ticketPlan) []string {
	if !p.title {
		return nil
	}
	return []string{d.screen.Title}
}

func (d *desk) service() []string {
	if d.screen.Caption == "" {
		return nil
	}
	return []string{d.screen.Caption}
}

func (d *desk) about(p ticketPlan) []string { return append(d.title(p), d.service()...) }

// known are what is known and what to do.
func (d *desk) known() []string { return slices.Concat(d.screen.Text, d.screen.Advice) }

// ticketBeside stands number, what it is, and its service in a column of their own, and
// the rest beside it.
func (d *desk) ticketBeside(p ticketPlan, r, band rect, draw bool) bool {
	left, right := r.cutLeft(band.w, 1.5*d.gap())
	if d.cornered(left) {
		return false
	}
	if d.corner.w > 0 && d.corner.x < right.right() {
		_, right = right.cutTop(d.corner.h, d.gap())
	}
	var title rect
	if p.title {
		title, left = left.cutTop(d.measure().height(p.words, 1), d.gap()/2)
	}
	top, below := left.cutTop(band.h, d.gap())
	if right.w < targetMM || !d.say(p, d.title(p), title, false, alignStart) ||
		!d.say(p, d.service(), below, false, alignStart) || !d.say(p, d.known(), right, false, alignStart) {
		return false
	}
	if draw {
		d.drawNumber(p, top)
		d.say(p, d.title(p), title, true, alignStart)
		d.say(p, d.service(), below, true, alignStart)
		d.say(p, d.known(), right, true, alignStart)
	}
	return true
}

// ticketBelow stands title and service beside the number, and the rest below; or, where
// there is no room beside, the title above.
func (d *desk) ticketBelow(p ticketPlan, r, band rect, draw bool) bool {
	top, rest := r.cutTop(band.h, d.gap())
	number, beside := top.cutLeft(band.w, d.gap())
	if d.cornered(number) {
		return false
	}
	if d.corner.w > 0 && d.corner.x < beside.right() {
		_, beside = beside.cutTop(d.corner.h, d.pad())
	}
	if d.tall() || d.measure().width(p.words, d.title(p)...) > beside.w || !d.say(p, d.about(p), beside, false, alignStart) {
		return d.ticketStacked(p, r, band, draw)
	}
	if !d.say(p, d.known(), rest, false, alignStart) {
		return false
	}
	if draw {
		d.drawNumber(p, number)
		d.say(p, d.about(p), d.middle(p, beside), true, alignStart)
		d.say(p, d.known(), rest, true, alignStart)
	}
	return true
}

// cornered reports whether what begins at the left reaches what stands in the corner.
func (d *desk) cornered(r rect) bool { return d.corner.w > 0 && r.right()+d.gap() > d.corner.x }

// middle is where title and service stand in the middle of r, their lines one below
// another.
func (d *desk) middle(p ticketPlan, r rect) rect {
	m, lines := d.measure(), 0
	for _, text := range d.about(p) {
		lines += len(m.wrap(p.words, text, r.w))
	}
	spare := r.h - m.ink(p.words, lines) - m.pitch(p.words)*paragraph
	if spare > 0 {
		r.y, r.h = r.y+spare/2, r.h-spare/2
	}
	return r
}

// ticketStacked stands everything below one another; in the middle, but for a small
// panel.
func (d *desk) ticketStacked(p ticketPlan, r, band rect, draw bool) bool {
	how := alignCenter
	if d.small() {
		how = alignStart
	}
	var title rect
	if p.title {
		title, r = r.cutTop(d.measure().height(p.words, 1), d.gap()/2)
	}
	number, rest := r.cutTop(band.h, d.gap())
	if number.w = band.w; how == alignCenter {
		number.x += (r.w - band.w) / 2
	}
	if d.cornered(number) {
		return false
	}
	texts := append(d.service(), d.known()...)
	if !d.say(p, d.title(p), title, false, how) || !d.say(p, texts, rest, false, how) {
		return false
	}
	if draw {
		d.drawNumber(p, number)
		d.say(p, d.title(p), title, true, how)
		d.say(p, texts, rest, true, how)
	}
	return true
}

// drawNumber draws the number on its band.
func (d *desk) drawNumber(p ticketPlan, r rect) {
	tone := toneColours[d.screen.Tone]
	on := look{fill: tone, ink: paint.White, edge: tone}
	d.boxes = append(d.boxes, box{rect: r, look: on})
	d.write([]string{string(d.screen.Number)}, r.x, r.w, r.y+(r.h-p.number.capital)/2, p.number, alignCenter, on)
}

// say reports whether sentences, each from a line of its own on, have room in r,
// and writes them if asked to.
func (d *desk) say(p ticketPlan, texts []string, r rect, draw bool, how align) bool {
	m := d.measure()
	air := m.pitch(p.words) * paragraph
	y := r.y
	for i, text := range texts {
		lines := m.wrap(p.words, text, r.w)
		if m.width(p.words, lines...) > r.w {
			return false
		}
		if i > 0 {
			y += air
		}
		if draw {
			d.write(lines, r.x, r.w, y, p.words, how, ground)
		}
		y += m.height(p.words, len(lines))
	}
	return y <= r.bottom()+0.01
}

// codeRoom cuts the room for the code off r: a column on the right, a row where the
// panel is tall. A module is so many pixels high.
func (d *desk) codeRoom(r rect, rows int) (rest, at rect, ok bool) {
	modules, err := paint.QR(d.screen.Link)
	if d.screen.Link == "" || err != nil {
		return r, rect{}, false
	}
	pw, ph := d.pixel()
	n := float64(len(modules) + 2*paint.QuietZone)
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
func (d *desk) drawCode(r rect, rows int) {
	modules, err := paint.QR(d.screen.Link)
	if err != nil {
		return
	}
	d.code = &code{r, modules, rows}
	m := d.measure()
	l := letters{d.least(), true, true}
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
		d.write(lines, words.x, words.w, y, l, how, ground)
	}
}

// overlaps reports whether something to touch is in the way.
func (d *desk) overlaps(r rect) bool {
	return slices.ContainsFunc(d.boxes, func(b box) bool {
		return b.x < r.right() && r.x < b.right() && b.y < r.bottom() && r.y < b.bottom()
	})
}

// sideColumn draws buttons below one another at the right, as narrow as they may be,
// and returns the room beside.
func (d *desk) sideColumn(area rect, targets []kiosk.Target) rect {
	m := d.tallest()
	for i, t := range targets {
		if t.Note != "" { // its words need all the width
			targets[i].Pictogram = ""
		}
	}
	var best barPlan
	for lines := 2; lines <= 4; lines++ {
		for _, narrow := range []bool{false, true} {
			p := barPlan{measure: m, letters: d.buttonLetters(narrow), lines: lines, height: m.rowHeight(2, d.buttonLetters(narrow))}
			for _, t := range targets {
				p.width = max(p.width, p.button(t))
			}
			if p.columnHeight(targets) <= area.h && (best.width == 0 || p.width < best.width*0.95) {
				best = p
			}
		}
	}
	if best.width == 0 {
		return d.lowerRows(area, targets)
	}
	column, rest := area.cutRight(best.width, d.gap())
	spare := (area.h - best.columnHeight(targets)) / float64(len(targets))
	for _, t := range targets {
		h := best.ownHeight(t) + spare
		var at rect
		at, column = column.cutTop(h, d.gap())
		if t.ID != "" {
			d.button(best, at, t)
		}
	}
	return rest
}

// ownHeight is what a button needs in a column, with all that it ever says.
func (p barPlan) ownHeight(t kiosk.Target) float64 {
	room := p.width - 2*p.pad() - p.pictogram(t)
	lines := len(p.wrap(p.letters, t.Label, room))
	if t.Note == "" {
		for _, other := range t.Also {
			lines = max(lines, len(p.wrap(p.letters, other, room)))
		}
		return p.rowHeight(lines, p.letters)
	}
	notes := 0
	for _, note := range append([]string{t.Note}, t.Also...) {
		notes = max(notes, len(p.wrap(p.letters, note, room)))
	}
	return p.rowHeight(lines+notes, p.letters)
}

func (p barPlan) columnHeight(targets []kiosk.Target) float64 {
	height := -p.gap()
	for _, t := range targets {
		height += p.ownHeight(t) + p.gap()
	}
	return height
}
