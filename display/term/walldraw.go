package term

import (
	"strconv"

	"accueil/display"
	"accueil/display/paint"
)

// Figures of a drawn wall.
const (
	newestMore  = 1.8 // the newest call's capitals, of the least there is
	growthMost  = 2.5 // of all letters, where there is room for every call
	bandPad     = 0.15
	rowGap      = 1.0 / 3
	rowGapLeast = 0.08
	footPad     = 0.25
	footGap     = 0.15
	numberMost  = 0.7 // of the width, so that a desk has some
	deskLines   = 2
	emptyLines  = 4
	rowsAll     = 7 // earlier calls that a view has at most
	detailMM    = 12
	detailRows  = 2
	personSize  = 1.25
)

// A wallEasel is a wall on its way to a sheet. Sizes are in capitals of its letters.
type wallEasel struct {
	*wallSheet
	screen display.WallScreen
	ink    paint.Colour // of what is on the ground
}

// drawWall measures a wall out: heads, the band of the call that is announced, the
// earlier ones, and what else there is to say. Letters are as large as leaves every call
// its row, and at least of the size that the distance asks; then there are as many rows
// as fit. It reports false where not even a number has room.
func drawWall(s display.WallScreen, g wallGlass) (*wallSheet, bool) {
	d := &wallEasel{screen: s, ink: paint.White}
	if s.Stale != "" {
		d.ink = paint.Ash
	}
	for c := growthMost * g.least; c > 0; c = after(c, g.least, g.floor()) {
		d.wallSheet = &wallSheet{wallGlass: g, lang: s.Lang, ground: paint.Navy}
		if d.compose(c) {
			if paint.RightToLeft(s.Lang) {
				d.mirror()
			}
			return d.wallSheet, true
		}
	}
	return nil, false
}

// inner is the width between the margins.
func (d *wallEasel) inner() float64 { return d.w - 2*d.air() }

// compose draws a wall in letters of c, or reports that it has no room. Letters that are
// larger than is owed are for a wall on which nothing is smaller for it.
func (d *wallEasel) compose(c float64) bool {
	large := c > d.least
	nobody := d.screen.Band == nil && len(d.screen.Rows) == 0
	head, clocked, good := d.head(c, nobody)
	if !good && large {
		return false
	}
	foot, good := d.foot(c, d.h-d.air()-head.high-d.call(c))
	if !good && large {
		return false
	}
	d.place(head, d.air())
	top, bottom := d.air()+head.high, d.h-foot.high
	d.place(foot, bottom)
	if nobody {
		return d.nobody(c, top, bottom, clocked)
	}
	return d.calls(calling{c, top, bottom - d.air(), clocked})
}

// call is what the newest call takes at least, with the air below.
func (d *wallEasel) call(c float64) float64 {
	band, _ := d.band(c)
	return max(c, band.high) + d.air()
}

// rowHeight is that of a row and the gap below it.
func (d *wallEasel) rowHeight(c float64) float64 { return c * (1 + rowGap) }

// gap is below a row that is so high: marks and tails may reach into it, but not far.
func (d *wallEasel) gap(high, c float64) float64 { return max(rowGapLeast*c, d.rowHeight(c)-high) }

// head says what stands below: number and desk, the clock between them where it has
// room; before anybody is called, where this is. It is good in letters of the whole size.
func (d *wallEasel) head(c float64, nobody bool) (p part, clocked, good bool) {
	if nobody { // what to do is said larger
		c = min(c, d.least)
	}
	h := d.heading(c, nobody)
	y, end := h.start.above, h.start.above
	if h.below {
		end += h.start.inner() + h.start.below + pitchClear*c + h.end.above
	} else {
		y = max(y, h.end.above)
		end = y
	}
	d.span(&p, h.start, spot{x: d.air(), base: y, w: h.start.w})
	d.span(&p, h.end, spot{x: d.w - d.air() - h.end.w, base: end, w: h.end.w, across: 1})
	if h.clocked {
		across := 0.5
		if nobody {
			across = 1
		}
		d.span(&p, h.clock, spot{x: d.air() + h.start.w, base: y, w: d.inner() - h.start.w - h.end.w, across: across})
	}
	tail := max(h.start.below+h.start.inner()-(end-y), h.end.below)
	p.high = end + tail + max(rowGapLeast*c, rowGap*c-tail)
	return p, h.clocked, h.start.capital == c
}

// A heading is what stands over the calls.
type heading struct {
	start, clock, end block
	clocked           bool // the clock has room
	below             bool // the end stands in a line below the start
}

// heading chooses its letters: with the clock before without, wide before narrow, in two
// lines where they are too long for one, and at last smaller.
func (d *wallEasel) heading(c float64, nobody bool) (h heading) {
	start, end := d.screen.HeadNumber, d.screen.HeadDesk
	if nobody {
		start, end = d.screen.Title, ""
	}
	for _, clocked := range []bool{true, false} {
		for _, narrow := range []bool{false, true} {
			l := letters{c, false, narrow}
			h = heading{start: d.block(d.lang, l, start), clock: d.block(d.lang, l, d.screen.Clock), end: d.block(d.lang, l, end)}
			free := d.inner() - h.start.w - h.end.w - c/2
			if clocked && d.screen.Clock != "" {
				free -= h.clock.w + c/2
				h.clocked = free >= 0
			}
			if free >= 0 {
				return h
			}
		}
	}
	lines := room{w: d.inner(), lines: deskLines, most: c, least: d.floor()}
	return heading{start: d.fitted(start, lines), end: d.fitted(end, lines), below: end != ""}
}

// fitted is fit for what has to be shown all the same.
func (d *wallEasel) fitted(text string, r room) block {
	if b, good := d.fit(d.lang, text, r); good {
		return b
	}
	return d.squeeze(d.lang, text, r)
}

// span writes a block on the ground.
func (d *wallEasel) span(p *part, b block, at spot) { d.put(p, b, at, tint{d.ink, d.ground}) }

func (d *wallEasel) put(p *part, b block, at spot, t tint) {
	pixel, _ := d.pixel()
	for i, text := range b.lines {
		if text == "" {
			continue
		}
		w := d.typeOf(d.lang, b.letters).Width(text) * pixel
		p.lines = append(p.lines, wallLine{
			text: text, x: at.x + at.across*(at.w-w), w: w, base: at.base + float64(i)*b.pitch, letters: b.letters, ink: t.ink, on: t.on,
		})
	}
}

// nobody says what to do before anybody is called.
func (d *wallEasel) nobody(c, top, bottom float64, clocked bool) bool {
	status := d.status(min(c, d.least), clocked)
	if status.high > 0 && bottom-status.high-top > 2*c {
		bottom -= status.high
		d.place(status, bottom)
	}
	if d.screen.Empty == "" {
		return true
	}
	most := max(newestMM, newestMore*d.least)
	r := room{w: d.inner(), lines: emptyLines, most: most, least: min(c, most)}
	for {
		b, good := d.fit(d.lang, d.screen.Empty, r)
		if !good {
			return false
		}
		if b.h() <= bottom-top {
			var p part
			d.span(&p, b, spot{x: d.air(), base: b.above, w: d.inner(), across: 0.5})
			d.place(p, top+(bottom-top-b.h())/2)
			return true
		}
		if r.most = next(b.capital, r.least); r.most == 0 {
			return false
		}
	}
}

// A calling is the room of the calls: letters of c between top and bottom.
type calling struct {
	c           float64
	top, bottom float64
	clocked     bool // the clock has its place already
}

// calls draws the band and as many rows as fit; the newest call is smaller before there
// is no other.
func (d *wallEasel) calls(at calling) bool {
	most := max(newestMM, newestMore*at.c)
	if d.screen.Stale != "" || d.screen.Band == nil { // it is a row like the others
		most = at.c
	}
	for size := most; size > 0; size = next(size, at.c) {
		band, worth := d.band(size)
		room := at.bottom - at.top - band.high
		under := int(room / d.rowHeight(at.c)) // each has its gap above
		switch {
		case at.c > d.least:
			if worth < rowWhole || under <= rowsAll || !d.whole(at.c) { // a row is for who waits
				return false
			}
		case size > at.c && (under < 1 || worth < rowRead):
			continue
		case room < 0:
			return false
		}
		d.place(band, at.top)
		if at.top += band.high; band.high > 0 {
			at.top += rowGap * at.c
		}
		d.rows(at)
		return true
	}
	return false
}

// whole reports whether every row is in wide letters of this size.
func (d *wallEasel) whole(c float64) bool {
	for _, r := range d.screen.Rows {
		if _, worth := d.row(r, c, tint{d.ink, d.ground}); worth < rowWhole {
			return false
		}
	}
	return true
}

// rows draws the earlier calls; who waits is told below them where three keep their room.
func (d *wallEasel) rows(at calling) {
	var rows []part
	for _, r := range d.screen.Rows {
		p, _ := d.row(r, at.c, tint{d.ink, d.ground})
		rows = append(rows, p)
	}
	owed := 0.0
	for _, p := range rows[:min(len(rows), rowsUnder)] {
		owed += p.high + d.gap(p.high, at.c)
	}
	if status := d.status(at.c, at.clocked); status.high > 0 && at.top+owed+status.high <= at.bottom {
		at.bottom -= status.high
		d.place(status, at.bottom)
	}
	for _, p := range rows {
		if at.top+p.high > at.bottom {
			return
		}
		d.place(p, at.top)
		at.top += p.high + d.gap(p.high, at.c)
	}
}

// band is the call that is announced, over the whole width.
func (d *wallEasel) band(c float64) (part, rowWorth) {
	if d.screen.Band == nil {
		return part{}, rowWhole
	}
	t, pad := tint{paint.Navy, paint.Amber}, bandPad*c
	switch {
	case d.screen.Stale != "":
		t, pad = tint{d.ink, d.ground}, 0
	case d.screen.Dark:
		t = tint{paint.Amber, d.ground}
	}
	row, worth := d.row(*d.screen.Band, c, t)
	p := part{high: row.high + 2*pad}
	if t.on != d.ground {
		p.boxes = append(p.boxes, box{rect{0, 0, d.w, row.high + 2*pad}, t.on})
	}
	p.place(row, pad)
	return p, worth
}

// A rowWorth is how well a row can be read.
type rowWorth uint8

const (
	rowSqueezed rowWorth = iota // some of it is smaller than is owed
	rowRead
	rowWhole // wide letters of the size that was wished
)

// row is a number and its desk, at the two ends of a line. A number is never split, and a
// desk's name is where it must be.
func (d *wallEasel) row(r display.WallRow, c float64, t tint) (p part, worth rowWorth) {
	number := d.number(r.Number, c)
	desk := d.desk(r.Desk, d.inner()-number.w-c/2, c)
	over := max(number.above-number.capital/2, desk.above-desk.capital+desk.capitals()/2)
	under := max(number.below+number.capital/2, desk.below+desk.capitals()/2)
	d.put(&p, number, spot{x: d.air(), base: over + number.capital/2, w: number.w}, t)
	d.put(&p, desk, spot{x: d.w - d.air() - desk.w, base: over - desk.capitals()/2 + desk.capital, w: desk.w, across: 1}, t)
	p.high = over + under
	switch owed := min(c, d.least); {
	case number.capital == c && !number.narrow && desk.capital == c && !desk.narrow:
		return p, rowWhole
	case number.capital < owed || desk.capital < owed || desk.broken:
		return p, rowSqueezed
	}
	return p, rowRead
}

func (d *wallEasel) number(text string, c float64) block {
	return d.fitted(text, room{w: numberMost * d.inner(), lines: 1, most: c, least: d.floor(), bold: true})
}

// desk sets a desk's name beside a number of this size: in a line as long as its letters
// are as large as they should be, then in two, then smaller.
func (d *wallEasel) desk(text string, w, c float64) block {
	least := min(c, d.least)
	for _, lines := range []int{1, deskLines} {
		if b, good := d.fit(d.lang, text, room{w: w, lines: lines, most: c, least: least, bold: true}); good {
			return b
		}
	}
	return d.fitted(text, room{w: w, lines: deskLines, most: least, least: d.floor(), bold: true})
}

// status is who waits, as a picture and a number, and the clock where it has no place yet.
func (d *wallEasel) status(c float64, clocked bool) (p part) {
	l := letters{c, false, false}
	size := personSize * c
	base := rowGap*c + size - (size-c)/2
	waiting, clock := d.block(d.lang, l, strconv.Itoa(d.screen.WaitingCount)), d.block(d.lang, l, d.screen.Clock)
	taken := 0.0
	if d.screen.Waiting != "" && d.screen.Stale == "" {
		p.shapes = append(p.shapes, wallShape{rect{d.air(), rowGap * c, size, size}, "waiting", d.ink, d.ground})
		d.span(&p, waiting, spot{x: d.air() + size + c/3, base: base, w: waiting.w})
		taken = size + c/3 + waiting.w + c/2
	}
	if d.screen.Clock != "" && !clocked && taken+clock.w <= d.inner() {
		d.span(&p, clock, spot{x: d.w - d.air() - clock.w, base: base, w: clock.w})
	}
	if len(p.lines) > 0 {
		p.high = rowGap*c + size + d.air()
	}
	return p
}
