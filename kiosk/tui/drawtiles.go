package tui

import (
	"slices"

	"accueil/display/paint"
	"accueil/kiosk"
)

// choices are the welcome screen and its like: a question and tiles. A small panel has
// no room for the house's own line: the question and the languages are worth more, and
// it is read aloud.
func (d *easel) choices() {
	head, body := d.frame()
	switch {
	case d.screen.Notice == "" || d.small():
	case d.tall(): // where nobody reaches
		head = d.strip(head, kiosk.Banner{Text: d.screen.Notice})
	default:
		body = d.strip(body, kiosk.Banner{Text: d.screen.Notice})
	}
	d.headline(head)
	d.tiles(body)
}

// strip writes news at the bottom of r, on as many lines as it needs up to two, and
// returns the room above.
func (d *easel) strip(r rect, news kiosk.Banner) rect {
	m := d.measure()
	lines := 1
	if !m.fits([]string{news.Text}, r.inset(d.pad()), 1, letters{d.least(), true, true, false}) {
		lines = 2
	}
	at, rest := r.cutBottom(m.height(d.buttonLetters(false), lines)+2*d.pad(), d.gap())
	d.boxes = append(d.boxes, box{rect: at, look: moodLook[news.Mood]})
	d.centred([]string{news.Text}, at.inset(d.pad()), capWordsMost*d.scale(), moodLook[news.Mood])
	return rest
}

// A tilePlan is how all tiles of a page are drawn, in every language alike.
type tilePlan struct {
	measure
	columns, rows int
	w, h          float64
	letters       letters
	note          letters
	lines         int     // of a label, at most
	picture       float64 // side of the pictogram; 0 for none
	beside        bool    // it stands beside the words, not above
	good          bool    // the words are as large as they should be
}

const (
	pictLeast  = 20  // millimetres: recognised
	pictGood   = 22  // seen first
	tileShape  = 2.2 // of a tile's width to its height, at best
	pictMost   = 44
	pictTiny   = 12  // less is none
	pictAir    = 2.5 // between pictogram and words
	columnsMax = 4

	besideShare = 0.26 // of a tile's width, for a pictogram beside the words

	capTimeMost = 14 // of a label without a pictogram
)

// tiles fills r with the screen's tiles, in the grid that shows them best. What an
// appointment is for is said in words; on a small panel by its pictogram.
func (d *easel) tiles(r rect) {
	all := slices.Clone(d.screen.Tiles)
	d.screen.Tiles = all
	for i, t := range all {
		switch {
		case d.screen.Kind != kiosk.KindAppointments || t.Pictogram == kiosk.PictogramNext:
		case d.small():
			all[i].Note, all[i].NoteAlso = "", nil
		default:
			all[i].Pictogram = ""
		}
	}
	if len(all) == 0 || r.w <= 0 || r.h <= 0 {
		return
	}
	p := d.bestGrid(r)
	for i, t := range all {
		at := rect{r.x + float64(i%p.columns)*(p.w+d.gap()), r.y + float64(i/p.columns)*(p.h+d.gap()), p.w, p.h}
		if t.ID != "" {
			d.tile(p, at, t)
		}
	}
}

// bestGrid chooses by the room alone, so that no language moves a tile: the grid whose
// tiles are largest, without holes if it can be. The pictogram stands above the words
// where all of them, in every language, have room there.
func (d *easel) bestGrid(r rect) tilePlan {
	var best tilePlan
	bestSize := 0.0
	n := len(d.screen.Tiles)
	for columns := 1; columns <= min(n, columnsMax); columns++ {
		rows := (n + columns - 1) / columns
		w := (r.w - float64(columns-1)*d.gap()) / float64(columns)
		h := (r.h - float64(rows-1)*d.gap()) / float64(rows)
		size := min(w/tileShape, h)
		if columns*rows != n {
			size *= 0.8
		}
		if size > bestSize {
			best, bestSize = tilePlan{measure: d.tallest(), columns: columns, rows: rows, w: w, h: h}, size
		}
	}
	beside := best
	beside.beside = true
	best.fill(d.screen.Tiles)
	if beside.fill(d.screen.Tiles); !best.good && (beside.good || beside.letters.capital > best.letters.capital) {
		return beside
	}
	return best
}

// fill chooses the letters, and gives the pictogram what they leave.
func (p *tilePlan) fill(tiles []kiosk.Target) {
	inner := rect{0, 0, p.w, p.h}.inset(p.padTile())
	p.note = letters{p.least(), true, p.small(), false}
	if !slices.ContainsFunc(tiles, func(t kiosk.Target) bool { return drawable(t.Pictogram) }) {
		p.choose(tiles, inner, 0, capTimeMost*p.scale())
		return
	}
	if p.beside {
		p.picture = min(inner.h, inner.w*besideShare, pictMost*p.scale())
		p.choose(tiles, inner, 0, capTileMost*p.scale())
	} else {
		if p.choose(tiles, inner, pictGood+pictAir, capTileMost*p.scale()); !p.good || p.letters.narrow || p.letters.capital < capTile {
			p.choose(tiles, inner, pictLeast+pictAir, capTileMost*p.scale())
		}
		p.picture = min(inner.h-p.measure.height(p.letters, p.lines)-pictAir, inner.w, pictMost*p.scale())
	}
	p.good = p.good && p.picture >= pictLeast
}

// choose takes the largest letters in which every tile's words have room, in every
// language, below a pictogram that takes above of it.
func (p *tilePlan) choose(tiles []kiosk.Target, room rect, above, most float64) {
	for _, least := range []float64{max(capTile, p.least()), p.least()} {
		sizes(max(most, least), least, true)(func(l letters, large bool) bool {
			p.letters, p.good = l, large
			return !p.holds(tiles, room, above)
		})
		if p.good {
			break
		}
	}
	for _, t := range tiles {
		for _, label := range append([]string{t.Label}, t.Also...) {
			p.lines = max(p.lines, len(p.wrap(p.letters, label, room.w)))
		}
	}
}

// holds reports whether the letters of p are small enough. A label has two lines at
// most; a tile that says more has a smaller pictogram, or none while it gives nothing.
func (p *tilePlan) holds(tiles []kiosk.Target, room rect, above float64) bool {
	for _, t := range tiles {
		left := room
		switch {
		case t.Off || !drawable(t.Pictogram):
		case p.beside:
			left.w -= p.picture + pictAir
		default:
			left.h -= above
		}
		lines := 0
		for _, note := range append([]string{t.Note}, t.NoteAlso...) {
			notes := p.wrap(p.note, note, left.w)
			if p.measure.width(p.note, notes...) > left.w {
				return false
			}
			lines = max(lines, len(notes))
		}
		left.h -= float64(lines) * p.pitch(p.note)
		if !p.fits(append([]string{t.Label}, t.Also...), left, 2, p.letters) {
			return false
		}
	}
	return true
}

// tile draws one choice.
func (d *easel) tile(p tilePlan, r rect, t kiosk.Target) {
	on := d.tileLook(t)
	d.boxes = append(d.boxes, box{rect: r, target: t.ID, look: on, focused: t.ID == d.screen.Focus})
	inner := r.inset(d.padTile())
	if !drawable(t.Pictogram) {
		d.label(p, inner, t)
		return
	}
	if p.beside {
		_, words := inner.cutLeft(p.picture, pictAir)
		if t.Off && !p.wordsHold(t, words) { // why it is closed is worth more
			d.label(p, inner, t)
			return
		}
		d.picture(rect{inner.x, inner.y + (inner.h-p.picture)/2, p.picture, p.picture}, t)
		d.label(p, words, t)
		return
	}
	words := p.wordsHeight(t, inner.w)
	if t.Note == "" {
		words = p.measure.height(p.letters, p.lines) // pictograms stand in a row
	}
	side := min(p.picture, inner.h-words-pictAir)
	if side < pictTiny {
		d.label(p, inner, t)
		return
	}
	y := inner.y + (inner.h-side-pictAir-words)/2
	d.picture(rect{inner.x + (inner.w-side)/2, y, side, side}, t)
	d.label(p, rect{inner.x, y + side + pictAir, inner.w, words}, t)
}

func (d *easel) picture(r rect, t kiosk.Target) {
	on := d.tileLook(t)
	if t.Off { // a service keeps its colour
		on.ink = on.edge
	}
	d.shapes = append(d.shapes, shape{rect: r, name: t.Pictogram, ink: on.ink, on: on.fill})
}

// wordsHeight is that of a tile's label and note at a width.
func (p tilePlan) wordsHeight(t kiosk.Target, width float64) float64 {
	height := p.measure.height(p.letters, len(p.wrap(p.letters, t.Label, width)))
	if t.Note != "" {
		height += float64(len(p.wrap(p.note, t.Note, width))) * p.pitch(p.note)
	}
	return height
}

// wordsHold reports whether a tile's label and note have room in r.
func (p tilePlan) wordsHold(t kiosk.Target, r rect) bool {
	return p.wordsHeight(t, r.w) <= r.h && p.measure.width(p.letters, p.wrap(p.letters, t.Label, r.w)...) <= r.w &&
		p.measure.width(p.note, p.wrap(p.note, t.Note, r.w)...) <= r.w
}

// label writes a tile's words in the middle of r.
func (d *easel) label(p tilePlan, r rect, t kiosk.Target) {
	on, m := d.tileLook(t), d.measure()
	lines := p.wrap(p.letters, t.Label, r.w)
	var notes []string
	if t.Note != "" {
		notes = p.wrap(p.note, t.Note, r.w)
	}
	height := m.ink(p.letters, len(lines)) + float64(len(notes))*m.pitch(p.note)
	y := d.write(lines, r.below(r.y+max(0, r.h-height)/2), style{p.letters, alignCenter, on})
	if len(notes) > 0 {
		y += m.tail(p.letters) - (m.pitch(p.letters) - p.letters.capital) + m.pitch(p.note) - p.note.capital
		d.write(notes, r.below(y), style{p.note, alignCenter, on})
	}
}

func (d *easel) tileLook(t kiosk.Target) look {
	tone := toneColours[t.Tone]
	on := look{fill: tone, ink: paint.White, edge: tone}
	if t.Off {
		on = look{fill: paint.Paper, ink: paint.Navy, edge: tone}
	}
	if d.down(t.ID) || t.On {
		on = look{fill: on.ink, ink: on.fill, edge: on.fill}
	}
	return on
}
