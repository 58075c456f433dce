package tui

import (
	"slices"

	"accueil/display/paint"
)

// A ticketPlan is one way to show a ticket.
type ticketPlan struct {
	number letters
	words  letters
	align  align
	beside bool // what is known stands beside the number, not below
	title  bool // "your number" is said; a small panel may have no room for what is plain
}

const (
	capNumberMost = 64
	capWordsMost  = 9
	paragraph     = 0.3 // of a line's pitch, between two sentences
)

// ticket draws the number as large as the screen allows, what is known, and what to
// do. The code for telephones has a column of its own, or on a tall panel a row, but
// costs the number nothing that it is owed.
func (d *easel) ticket() {
	area := d.ticketButtons(d.area())
	if d.screen.Banner.Text != "" {
		area = d.strip(area, d.screen.Banner)
	}
	d.readCode()
	for _, rows := range d.moduleRows() {
		if rest, at, ok := d.codeRoom(area, rows); ok && d.anyPlan(d.owedPlans(), rest) {
			d.drawCode(at, rows)
			return
		}
	}
	d.ticketWithoutCode(area)
}

// ticketButtons draws what may be touched, and returns the room it leaves: in rows at
// the bottom, but on a small panel that is wide in a column.
func (d *easel) ticketButtons(area rect) rect {
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

// ticketWithoutCode writes what there is room for: on a small panel, or where a name
// is endless, words go that say less than others, and at last all but the number.
func (d *easel) ticketWithoutCode(r rect) {
	plans := d.ticketPlans()
	for !d.anyPlan(plans, r) {
		text, advice := d.screen.Text, d.screen.Advice
		switch {
		case len(text) > 2: // the range, before who is before and what may outlast the day
			d.screen.Text = []string{text[0], text[2]}
		case d.screen.Caption != "":
			d.screen.Caption = ""
		case len(advice) > 2: // the large number says it
			d.screen.Advice = advice[1:]
		case len(text) > 0:
			d.screen.Text = text[:len(text)-1]
		case len(advice) > 0:
			d.screen.Advice = advice[1:]
		default:
			d.numberAlone(r)
			return
		}
	}
}

// numberAlone draws a number as large as r lets it.
func (d *easel) numberAlone(r rect) {
	p := ticketPlan{number: letters{capital: 1, bold: true}}
	band := d.band(p)
	p.number.capital = min(r.w/band.w, r.h/band.h)
	d.drawNumber(p, rect{r.x, r.y, band.w * p.number.capital, band.h * p.number.capital})
}

// ticketPlans lists the ways, the best first: a number of the size that is owed before
// wide letters, and wide letters before narrow.
func (d *easel) ticketPlans() []ticketPlan {
	all := d.owedPlans()
	for _, n := range []float64{36, 32, 28, 24, 20} {
		all = append(all, d.titledOrNot([]float64{n})...)
	}
	return all
}

// owedPlans are those with a number that is as large as it should be.
func (d *easel) owedPlans() []ticketPlan {
	most := capNumberMost * d.scale()
	return d.titledOrNot([]float64{most, (2*most + capNumber) / 3, (most + 2*capNumber) / 3, capNumber})
}

func (d *easel) titledOrNot(numbers []float64) []ticketPlan {
	all := d.plansOf(numbers, true)
	if d.small() {
		all = append(all, d.plansOf(numbers, false)...)
	}
	return all
}

// plansOf are those with numbers of these sizes.
func (d *easel) plansOf(numbers []float64, title bool) []ticketPlan {
	var all []ticketPlan
	for _, narrow := range []bool{false, true} {
		for _, beside := range []bool{false, true} {
			for words := max(capWordsMost*d.scale(), d.least()); words > d.least()-2*capStep; words -= 2 * capStep {
				for _, n := range numbers {
					number, text := letters{n, true, false, false}, letters{max(words, d.least()), true, narrow, false}
					all = append(all, ticketPlan{number, text, alignStart, beside, title})
				}
			}
		}
	}
	return all
}

// anyPlan draws the first plan for which there is room.
func (d *easel) anyPlan(plans []ticketPlan, r rect) bool {
	for _, p := range plans {
		boxes, lines := len(d.boxes), len(d.lines)
		if d.tryTicket(p, r) {
			return true
		}
		d.boxes, d.lines = d.boxes[:boxes], d.lines[:lines]
	}
	return false
}

// tryTicket draws a plan, or reports that it has no room in r for everything; what it
// drew until then is in vain.
func (d *easel) tryTicket(p ticketPlan, r rect) bool {
	band := d.band(p)
	if band.w > r.w || band.h > r.h {
		return false
	}
	if p.beside {
		return d.ticketBeside(p, r, band)
	}
	return d.ticketBelow(p, r, band)
}

// band is the size of what the number stands on.
func (d *easel) band(p ticketPlan) rect {
	pad := p.number.capital / 6
	return rect{0, 0, d.measure().width(p.number, string(d.screen.Number)) + 2*pad, p.number.capital + 2*pad}
}

// title and service say what the number is, and what for.
func (d *easel) title(p ticketPlan) []string {
	if !p.title {
		return nil
	}
	return []string{d.screen.Title}
}

func (d *easel) service() []string {
	if d.screen.Caption == "" {
		return nil
	}
	return []string{d.screen.Caption}
}

// known are what is known and what to do.
func (d *easel) known() []string { return slices.Concat(d.screen.Text, d.screen.Advice) }

// ticketBeside stands number, what it is, and its service in a column of their own, and
// the rest beside it.
func (d *easel) ticketBeside(p ticketPlan, r, band rect) bool {
	left, right := r.cutLeft(band.w, 1.5*d.gap())
	if d.cornered(left) || right.w < targetMM {
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
	d.drawNumber(p, top)
	return d.say(p, d.title(p), title) && d.say(p, d.service(), below) && d.say(p, d.known(), right)
}

// ticketBelow stands the title above the number, the service beside it, and the rest
// below; or, where there is no room beside, all below one another.
func (d *easel) ticketBelow(p ticketPlan, r, band rect) bool {
	lines := len(d.lines)
	whole := r
	var title rect
	if p.title {
		title, r = r.cutTop(d.measure().height(p.words, 1), d.gap()/2)
	}
	top, rest := r.cutTop(band.h, d.gap())
	number, beside := top.cutLeft(band.w, d.gap())
	if d.corner.w > 0 && d.corner.x < beside.right() && d.corner.bottom() > beside.y {
		_, beside = beside.cutTop(d.corner.bottom()-beside.y, d.pad())
	}
	if d.cornered(number) {
		return false
	}
	if d.tall() || beside.w < targetMM || !d.say(p, d.service(), d.middle(p, beside)) {
		d.lines = d.lines[:lines]
		return d.ticketStacked(p, whole, band)
	}
	d.drawNumber(p, number)
	return d.say(p, d.title(p), title) && d.say(p, d.known(), rest)
}

// cornered reports whether what begins at the left reaches what stands in the corner.
func (d *easel) cornered(r rect) bool { return d.corner.w > 0 && r.right()+d.gap() > d.corner.x }

// middle is where the service stands in the middle of r.
func (d *easel) middle(p ticketPlan, r rect) rect {
	m := d.measure()
	lines := m.wrap(p.words, d.screen.Caption, r.w)
	return r.below(r.y + max(0, r.h-m.ink(p.words, len(lines)))/2)
}

// ticketStacked stands everything below one another; in the middle, but for a small
// panel.
func (d *easel) ticketStacked(p ticketPlan, r, band rect) bool {
	if !d.small() {
		p.align = alignCenter
	}
	var title rect
	if p.title {
		title, r = r.cutTop(d.measure().height(p.words, 1), d.gap()/2)
	}
	number, rest := r.cutTop(band.h, d.gap())
	if number.w = band.w; p.align == alignCenter {
		number.x += (r.w - band.w) / 2
	}
	if d.cornered(number) {
		return false
	}
	d.drawNumber(p, number)
	return d.say(p, d.title(p), title) && d.say(p, append(d.service(), d.known()...), rest)
}

// drawNumber draws the number on its band.
func (d *easel) drawNumber(p ticketPlan, r rect) {
	tone := toneColours[d.screen.Tone]
	on := look{fill: tone, ink: paint.White, edge: tone}
	d.boxes = append(d.boxes, box{rect: r, look: on})
	d.write([]string{string(d.screen.Number)}, r.below(r.y+(r.h-p.number.capital)/2), style{p.number, alignCenter, on})
}

// say writes sentences, each from a line of its own on, and reports whether they had
// room in r.
func (d *easel) say(p ticketPlan, texts []string, r rect) bool {
	m := d.measure()
	y := r.y
	for i, text := range texts {
		if i > 0 {
			y += m.pitch(p.words) * paragraph
		}
		lines := m.wrap(p.words, text, r.w)
		if y += m.height(p.words, len(lines)); m.width(p.words, lines...) > r.w+slack || y > r.bottom()+slack {
			return false
		}
		d.write(lines, r.below(y-m.height(p.words, len(lines))), style{p.words, p.align, ground})
	}
	return true
}
