package term

import (
	"math"

	"github.com/gdamore/tcell/v2"

	"accueil/configs/i18n"
	"accueil/display"
	"accueil/display/paint"
)

// scale returns how many pixels a bit of a letter has, at least 1, so that
// capitals are mm high. A cell is two pixels high.
func (p wallPage) scale(mm float64) int {
	pixel := float64(p.panelMM[1]) / float64(2*p.height)
	return max(1, int(math.Ceil(mm/(pixel*paint.LetterHeight)-0.001)))
}

// rowsOf is the height of letters at a scale.
func rowsOf(scale int) int { return (paint.LetterHeight*scale + 1) / 2 }

// A wallDrawing is a wall on its way to a canvas.
type wallDrawing struct {
	*paint.Canvas
	page   wallPage
	screen display.WallScreen
	ground tcell.Style
	small  int // the scale of the earlier calls
	large  int // of the newest
	gap    int // rows between the earlier ones
}

// plainWall draws a wall: heads, the band of the call that is announced, as many
// earlier ones as fit at a legible size, and a line of what else there is to say.
func plainWall(s display.WallScreen, p wallPage) *paint.Canvas {
	ground := p.colours.ground
	if s.Stale != "" {
		ground = p.colours.dim
	}
	c := paint.NewCanvas(p.width, p.height, ground)
	c.Lang = s.Lang
	d := &wallDrawing{Canvas: c, page: p, screen: s, ground: ground}
	if p.width < wallColumns || p.height < wallRows {
		d.words(0, p.height, i18n.For(s.Lang).TooSmall(p.width, p.height, wallColumns, wallRows))
		return c
	}
	d.measure()
	bottom := d.foot()
	y := d.head()
	if s.Band == nil && len(s.Rows) == 0 {
		d.words(y, bottom, s.Empty)
		return c
	}
	y = d.band(y)
	for _, row := range s.Rows {
		if y+rowsOf(d.small) > bottom {
			break
		}
		d.row(y, d.small, row, ground)
		y += rowsOf(d.small) + d.gap
	}
	return c
}

// measure chooses the scales: the earlier calls as large as the distance asks,
// the newest larger, and as large as leaves room for three of them.
func (d *wallDrawing) measure() {
	d.small = d.page.scale(perMetreMM * d.page.distance)
	for d.small > 1 && !d.fits(d.small) {
		d.small-- // rather all of a number than large letters of a part
	}
	d.large = d.small
	want := d.page.scale(newestMM)
	for d.fits(d.large+1) && (d.needs(d.large+1, 1) <= d.Height || d.large < want && d.needs(d.large+1, 0) <= d.Height) {
		d.large++
	}
	if d.needs(d.large, 1) <= d.Height {
		d.gap = 1
	}
}

// needs returns how many rows the newest takes at a scale, with three earlier
// ones, the heads and a line below. Letters of an odd height bring half a row of
// air along; gap is what is added to it. Below the band a row is free without one:
// where it has no colour of its own, it would run into the number below.
func (d *wallDrawing) needs(large, gap int) int {
	return 1 + rowsOf(large) + 2 + rowsUnder*rowsOf(d.small) + max(1, rowsUnder*gap) + 1
}

func (d *wallDrawing) margin() int { return max(1, d.Width/40) }

// width of a text at a scale, in columns; one that has no letters is plain.
func (d *wallDrawing) width(scale int, text string) int {
	if !paint.HasLetters(text) {
		return paint.Columns(text)
	}
	return scale * len(paint.Big(text)[0])
}

func (d *wallDrawing) widestDesk() string {
	return d.widest(func(r display.WallRow) string { return r.Desk })
}

func (d *wallDrawing) widest(of func(display.WallRow) string) string {
	all := d.screen.Rows
	if d.screen.Band != nil {
		all = append(append([]display.WallRow{}, all...), *d.screen.Band)
	}
	best := ""
	for _, r := range all {
		if text := of(r); d.width(1, text) > d.width(1, best) {
			best = text
		}
	}
	return best
}

func (d *wallDrawing) fits(scale int) bool {
	number := d.widest(func(r display.WallRow) string { return r.Number })
	return d.width(scale, number)+d.width(scale, d.widestDesk())+2*d.margin()+4 <= d.Width
}

// head draws the names of the columns, and the clock between them.
func (d *wallDrawing) head() int {
	style := paint.Strong(d.ground)
	number, desk := paint.Columns(d.screen.HeadNumber), paint.Columns(d.screen.HeadDesk)
	d.Put(d.across(d.margin(), number), 0, d.Width, d.screen.HeadNumber, style)
	d.Center(paint.Box(0, 0, d.Width, 1), 0, d.screen.Clock, d.ground)
	d.Put(d.across(d.Width-d.margin()-desk, desk), 0, d.Width, d.screen.HeadDesk, style)
	return 1
}

// across returns where something stands that is so wide, x from the side at which the
// language begins.
func (d *wallDrawing) across(x, width int) int {
	return d.Mirrored(paint.Box(0, 0, d.Width, 1), paint.Box(x, 0, width, 1)).X
}

// band draws the call that is announced over the whole width.
func (d *wallDrawing) band(y int) int {
	if d.screen.Band == nil {
		return y + d.gap
	}
	style := d.page.colours.call
	if d.screen.Dark {
		style = d.page.colours.dark
	}
	if d.screen.Stale != "" {
		style = d.ground
	}
	height := rowsOf(d.large) + 2
	d.Fill(paint.Box(0, y, d.Width, height), style)
	d.row(y+1, d.large, *d.screen.Band, style)
	return y + height + max(1, d.gap)
}

// row draws a number where lines begin, and its desk at their end.
func (d *wallDrawing) row(y, scale int, r display.WallRow, style tcell.Style) {
	number, desk := d.width(scale, r.Number), d.width(scale, r.Desk)
	d.text(d.across(d.margin(), number), y, scale, r.Number, style)
	d.text(d.across(d.Width-d.margin()-desk, desk), y, scale, r.Desk, style)
}

func (d *wallDrawing) text(x, y, scale int, text string, style tcell.Style) {
	if !paint.HasLetters(text) {
		d.Put(x, y+rowsOf(scale)/2, d.Width-x, text, paint.Strong(style))
		return
	}
	d.Bits(x, y, scale, paint.Big(text), style)
}

// foot draws, from the lowest line up, what is wrong, the notice, and who waits;
// it returns the first row that is taken.
func (d *wallDrawing) foot() int {
	s, y := d.screen, d.Height
	add := func(text string, style tcell.Style) {
		for _, line := range backward(paint.Wrap(text, d.Width-2*d.margin())) {
			y--
			d.Fill(paint.Box(0, y, d.Width, 1), style)
			d.Center(paint.Box(0, y, d.Width, 1), y, line, style)
		}
	}
	if s.Stale != "" {
		add(s.Detail, d.page.colours.trouble.Bold(false))
		add(s.Stale, d.page.colours.trouble)
	}
	add(d.page.advice, d.ground)
	add(s.Notice, d.page.colours.notice)
	add(s.Closed, d.page.colours.notice)
	if s.Waiting != "" && s.Stale == "" {
		add(s.Waiting, d.ground)
	}
	return y
}

// words draws a text in the middle of some rows.
func (d *wallDrawing) words(from, to int, text string) {
	lines := paint.Wrap(text, d.Width-2*d.margin())
	y := max(from, (from+to-len(lines))/2)
	for i, line := range lines {
		d.Center(paint.Box(0, 0, d.Width, d.Height), y+i, line, paint.Strong(d.ground))
	}
}

func backward(lines []string) []string {
	all := make([]string, len(lines))
	for i, line := range lines {
		all[len(lines)-1-i] = line
	}
	return all
}
