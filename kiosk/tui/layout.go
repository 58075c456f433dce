package tui

import (
	"github.com/gdamore/tcell/v2"

	"accueil/configs/i18n"
	"accueil/display/paint"
	"accueil/kiosk"
)

// The smallest terminal that every screen fits.
const (
	columnsMin = 60
	rowsMin    = 21
)

// Figures of touch, in millimetres of glass.
const (
	targetMM   = 20  // what is touched is at least so large
	tallFifth  = 5   // nothing to touch in the top fifth of a tall panel
	longMM     = 300 // a smaller panel shows four tiles a page
	shortMM    = 170
	tilesSmall = 4
	tilesMax   = 8
)

// A page is what a layout is made for.
type page struct {
	width, height int    // cells
	panelMM       [2]int // of the glass that they cover
	cellPixels    [2]int // as the terminal says it, or zero
	colours       palette
	pressed       kiosk.TargetID // under a finger
}

// cellMM returns a cell's size on the glass.
func (p page) cellMM() (w, h float64) {
	return float64(p.panelMM[0]) / float64(max(1, p.width)), float64(p.panelMM[1]) / float64(max(1, p.height))
}

// reach returns how many columns and rows something to touch has at least.
func (p page) reach() (columns, rows int) {
	w, h := p.cellMM()
	return int(targetMM/w + 0.999), int(targetMM/h + 0.999)
}

// side is the margin to the left and right.
func (p page) side() int { return max(1, p.width/40) }

func (p page) tall() bool { return p.panelMM[1] > p.panelMM[0] }

// tiles returns how many fit on a page of choices, whatever they are, in every
// language: so that a language moves none.
func (p page) tiles(langs []kiosk.Target) int {
	least := tilesMax
	if long, short := max(p.panelMM[0], p.panelMM[1]), min(p.panelMM[0], p.panelMM[1]); long < longMM || short < shortMM {
		least = tilesSmall
	}
	_, reach := p.reach()
	w, h := p.tileMin()
	bars := max(barRows, reach)
	if d := (drawing{page: p}); d.natural(langs)+buttonColumns > p.width-2*p.side() {
		bars += max(barRows, reach) * len(d.folded(langs))
	}
	room := p.height - p.top() - p.head() - bars - bannerRows - 1
	return max(1, min(least, (p.width-2+tileGapX)/(w+tileGapX)*max(1, (room+tileGapY)/(h+tileGapY))))
}

// sized is what fits.
func (p page) sized(s kiosk.Screen) kiosk.Sized {
	if g := newGlass(p); g.fine() {
		return g.sized(s)
	}
	owed := 0
	for _, t := range s.Tiles {
		if _, ok := paint.Pictogram(t.Pictogram); ok {
			owed++
		}
	}
	return kiosk.Sized{Tiles: p.tiles(s.Langs), Langs: p.langs(), Pictures: owed > 0 && lay(s, p).pictures == owed}
}

// langs returns how many languages fit in a row.
func (p page) langs() int {
	reach, _ := p.reach()
	return max(1, (p.width-2*p.side()+barGap)/(max(langColumns, reach)+barGap))
}

// tileMin is the smallest tile whose words can be read.
func (p page) tileMin() (columns, rows int) {
	w, h := p.reach()
	return max(20, w), max(5, h)
}

// top is the first row that is drawn on.
func (p page) top() int {
	if p.tall() {
		return p.height / tallFifth
	}
	return min(2, (p.height-20)/6)
}

// head returns the rows of the question and what to do, with air above and below; in
// a low terminal there is none above, so that two rows of tiles fit.
func (p page) head() int {
	if p.height < lowRows && !p.tall() {
		return headRows - 1
	}
	return headRows
}

const (
	headRows   = 4
	lowRows    = 26
	barRows    = 3
	bannerRows = 2
	// buttonColumns are those of back, listen and help, in any language.
	buttonColumns = 51
	langColumns   = 14 // of a language by its own name
	tileGapX      = 2
	tileGapY      = 1
)

// lay draws a screen.
func lay(s kiosk.Screen, p page) *canvas {
	if g := newGlass(p); g.fine() {
		return drawSheet(s, g, p.pressed).print()
	}
	c := newCanvas(p.width, p.height, p.colours.ground)
	c.serial, c.Lang = s.Serial, s.Lang
	d := drawing{canvas: c, screen: s, page: p}
	if p.width < columnsMin || p.height < rowsMin {
		d.tooSmall()
		return c
	}
	bottom := d.bar(p.height)
	switch s.Kind {
	case kiosk.KindWelcome, kiosk.KindAppointments, kiosk.KindLanguages:
		d.choices(bottom)
	case kiosk.KindTicket:
		d.ticket(bottom)
	case kiosk.KindStillThere, kiosk.KindClosed, kiosk.KindTrouble, kiosk.KindOutOfOrder:
		d.message(bottom)
	}
	return c
}

// A drawing is one screen on its way to a canvas.
type drawing struct {
	*canvas
	screen kiosk.Screen
	page   page
}

func (d drawing) side() int { return d.page.side() }

func (d drawing) tooSmall() {
	text := i18n.For(d.screen.Lang).TooSmall(d.Width, d.Height, columnsMin, rowsMin)
	lines := paint.Wrap(text, d.Width)
	y := max(0, (d.Height-len(lines))/2)
	for i, line := range lines {
		d.Center(paint.Box(0, 0, d.Width, d.Height), y+i, line, d.page.colours.ground)
	}
}

// choices are the welcome screen and its like: a question, tiles, a banner.
func (d drawing) choices(bottom int) {
	side, y := d.side(), d.page.top()
	if !d.page.tall() {
		y += d.page.head() - headRows + 1
	}
	whole := paint.Box(side, 0, d.Width-2*side, d.Height)
	for _, line := range paint.Wrap(d.screen.Title, whole.W) {
		d.Start(whole, y, line, paint.Strong(d.page.colours.ground))
		y++
	}
	for _, text := range d.screen.Text {
		for _, line := range paint.Wrap(text, whole.W) {
			d.Start(whole, y, line, d.page.colours.ground)
			y++
		}
	}
	bottom = d.banner(bottom)
	d.tiles(paint.Box(side, y+1, whole.W, bottom-y-2))
}

// banner draws the line that came by itself above row bottom, and returns the
// row above which there is room. A row is kept for it when there is none, so
// that tiles do not move under a finger.
func (d drawing) banner(bottom int) int {
	news := d.screen.Banner
	if news.Text == "" {
		news = kiosk.Banner{Text: d.screen.Notice}
	}
	style := d.page.colours.moods[news.Mood]
	lines := paint.Wrap(news.Text, d.Width-2*d.side()-2)
	lines = lines[:min(len(lines), bannerRows)]
	room := max(1, len(lines))
	for i, line := range lines {
		r := paint.Box(d.side(), bottom-room+i, d.Width-2*d.side(), 1)
		d.Fill(r, style)
		d.Center(r, r.Y, line, style)
	}
	return bottom - room
}

// tiles fills r with the screen's tiles, in the grid whose tiles are largest.
func (d drawing) tiles(r paint.Rect) {
	tiles := d.screen.Tiles
	if len(tiles) == 0 || r.W < 1 || r.H < 1 {
		return
	}
	columns := d.grid(len(tiles), r)
	rows := (len(tiles) + columns - 1) / columns
	for i, t := range tiles {
		if t.ID == "" {
			continue // a place kept on a page that holds one tile fewer
		}
		x, right := share(r.W, columns, tileGapX, i%columns)
		y, below := share(r.H, rows, tileGapY, i/columns)
		d.tile(d.Mirrored(r, paint.Box(r.X+x, r.Y+y, right-x, below-y)), t)
	}
}

// share returns from where to where the i-th of n equal parts of size goes.
func share(size, n, gap, i int) (from, to int) {
	from = i * (size + gap) / n
	return from, (i+1)*(size+gap)/n - gap
}

// grid chooses the number of columns: the tile's shorter side is then longest.
func (d drawing) grid(n int, r paint.Rect) int {
	cw, ch := d.page.cellMM()
	wMin, _ := d.page.tileMin()
	best, bestSize := 1, 0.0
	for columns := 1; columns <= min(n, 4); columns++ {
		rows := (n + columns - 1) / columns
		w := (r.W - (columns-1)*tileGapX) / columns
		h := (r.H - (rows-1)*tileGapY) / rows
		if columns > 1 && w < min(wMin, r.W) {
			break
		}
		size := min(float64(w)*cw/1.4, float64(h)*ch)
		if size > bestSize {
			best, bestSize = columns, size
		}
	}
	return best
}

// tile draws one choice: a solid block, its pictogram when there is room, its
// words in the middle.
func (d drawing) tile(r paint.Rect, t kiosk.Target) {
	style := d.page.colours.tones[t.Tone]
	if t.Off {
		style = d.page.colours.off
	}
	down := d.down(t.ID)
	if down {
		style = paint.Inverted(style)
	}
	d.touchable(r, t, style)
	if t.Off || down {
		d.Frame(r, false, style)
	}
	d.focus(r, t, style)
	inner := r.Inset(2, 1)
	lines := paint.Wrap(t.Label, inner.W)
	lines = lines[:min(len(lines), inner.H)]
	notes := paint.Wrap(t.Note, inner.W)
	if len(lines)+len(notes) > inner.H {
		notes = nil
	}
	height := len(lines) + len(notes)
	y := inner.Y + (inner.H-height)/2
	if picture := d.pictogram(t, paint.Box(inner.X, inner.Y, inner.W, inner.H-height), style); picture > 0 {
		y = inner.Y + (inner.H-height-picture)/2 + picture
	}
	for _, line := range lines {
		d.Center(inner, y, line, paint.Strong(style))
		y++
	}
	for _, line := range notes {
		d.Center(inner, y, line, style.Bold(false))
		y++
	}
}

// pictogram draws a tile's into r, in the middle of what the words leave, and returns
// how many rows it took with air below; 0 when there is none, or no room.
func (d drawing) pictogram(t kiosk.Target, r paint.Rect, style tcell.Style) int {
	shape, ok := paint.Pictogram(t.Pictogram)
	rows := min(r.H-1, r.W/2)
	if !ok || rows < paint.PictogramRows {
		return 0
	}
	if paint.RightToLeft(d.Lang) {
		shape = shape.Mirrored()
	}
	d.canvas.pictures++
	d.Bits(r.X+(r.W-2*rows)/2, r.Y+(r.H-rows-1)/2, 1, shape.Bits(2*rows, 2*rows), style)
	return rows + 1
}

func (d drawing) down(id kiosk.TargetID) bool {
	return id != "" && (id == d.page.pressed || id == d.screen.UnderWay)
}

// touchable fills r and makes it an area.
func (d drawing) touchable(r paint.Rect, t kiosk.Target, style tcell.Style) {
	d.Fill(r, style)
	d.canvas.areas = append(d.canvas.areas, area{r, t.ID})
}

// focus shows where the three keys stand, by a double border.
func (d drawing) focus(r paint.Rect, t kiosk.Target, style tcell.Style) {
	if t.ID != d.screen.Focus {
		return
	}
	d.Frame(r, true, style)
	for y := r.Y + 1; y < r.Y+r.H-1; y++ {
		d.Set(r.X+1, y, "►", style)
		d.Set(r.X+r.W-2, y, "◄", style)
	}
}
