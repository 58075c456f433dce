package term

import "accueil/display/paint"

// A footing is a text at the lower edge, and the colours of its box.
type footing struct {
	text, detail string
	tint
}

func (d *wallEasel) footings() (all []footing) {
	notice := tint{paint.Navy, paint.Paper}
	for _, text := range []string{d.screen.Closed, d.screen.Notice} {
		if text != "" {
			all = append(all, footing{text, "", notice})
		}
	}
	if d.screen.Stale != "" {
		all = append(all, footing{d.screen.Stale, d.screen.Detail, tint{paint.Navy, paint.Rose}})
	}
	return all
}

// foot says what else there is: that it is closed, the notice, what is wrong. Where it
// would leave no call its row, the detail goes, then letters are smaller, and at last text
// is left out; good is a foot with all of it in letters of the whole size.
func (d *wallEasel) foot(c, most float64) (p part, good bool) {
	all := d.footings()
	if p, good = d.footOf(all, c, linesMax); good && p.high <= most {
		return p, true
	}
	for i := range all {
		all[i].detail = ""
	}
	for size := c; size > 0; size = next(size, d.floor()) {
		if p, good = d.footOf(all, size, linesMax); good && p.high <= most {
			return p, false
		}
	}
	for lines := emptyLines; lines > 0 && p.high > most; lines-- {
		p, _ = d.footOf(all, d.floor(), lines)
	}
	return p, false
}

const linesMax = 100 // of a notice: more than any glass has

// footOf sets texts of at most so many lines below each other; good are letters of the
// whole size.
func (d *wallEasel) footOf(all []footing, c float64, lines int) (p part, good bool) {
	good = true
	for i, f := range all {
		if i > 0 {
			p.high += footGap * c
		}
		set, fits := d.footing(f, c, lines)
		p.place(set, p.high)
		p.high, good = p.high+set.high, good && fits
	}
	return p, good
}

func (d *wallEasel) footing(f footing, c float64, lines int) (p part, good bool) {
	b := d.sentence(f.text, c, lines)
	pad := footPad * c
	d.put(&p, b, spot{x: d.air(), base: pad + b.above, w: d.inner(), across: 0.5}, f.tint)
	p.high = pad + b.h()
	if f.detail != "" { // for whoever mends it, who stands near
		small := max(d.floor(), min(c, detailMM))
		b := d.sentence(f.detail, small, detailRows)
		p.high += small / 2
		before := len(p.lines)
		d.put(&p, b, spot{x: d.air(), base: p.high + b.above, w: d.inner(), across: 0.5}, f.tint)
		for i := range p.lines[before:] {
			p.lines[before+i].small = true
		}
		p.high += b.h()
	}
	p.high += pad
	p.boxes = append(p.boxes, box{rect{0, 0, d.w, p.high}, f.on})
	return p, b.capital == c
}

// sentence sets a text in letters of a size: narrow ones where they spare a line.
func (d *wallEasel) sentence(text string, c float64, lines int) block {
	wide, narrow := letters{c, false, false}, letters{c, false, true}
	l, all := wide, d.wrap(d.lang, wide, text, d.inner())
	if fewer := d.wrap(d.lang, narrow, text, d.inner()); len(fewer) < len(all) || d.block(d.lang, wide, all...).w > d.inner() {
		l, all = narrow, fewer
	}
	b := d.block(d.lang, l, all[:min(len(all), lines)]...)
	if b.w > d.inner() { // of a word without end
		return d.squeeze(d.lang, text, room{w: d.inner(), lines: lines})
	}
	return b
}
