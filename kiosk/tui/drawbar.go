package tui

import (
	"math"

	"accueil/display/paint"
	"accueil/kiosk"
)

const (
	buttonPict = 16 // millimetres of a button's pictogram, at most
	stretchMax = 1.5
)

// A barPlan is how buttons are drawn in rows of a width.
type barPlan struct {
	measure
	width, height float64
	letters       letters
	lines         int
}

// plan chooses the plainest way in which the buttons stand in one row: wide letters
// before narrow, few lines before many. Where none does, they are folded, as low as
// they can be.
func (m measure) plan(targets []kiosk.Target, width float64, linesMin, linesMax int) barPlan {
	var best barPlan
	least := math.Inf(1)
	for lines := linesMin; lines <= linesMax; lines++ {
		for _, narrow := range []bool{false, true} {
			l := letters{m.least(), true, narrow, false}
			p := barPlan{m, width, m.rowHeight(lines, l), l, lines}
			rows := p.rows(targets)
			height := float64(len(rows)) * p.height
			for _, row := range rows {
				if p.natural(row) > width { // one button alone is wider
					height += math.MaxInt16
				}
			}
			if len(rows) == 1 && height < math.MaxInt16 {
				return p
			}
			if height < least {
				best, least = p, height
			}
		}
	}
	return best
}

// rowHeight is that of buttons with so many lines: never less than a finger needs.
func (m measure) rowHeight(lines int, l letters) float64 {
	return m.wholeRows(max(targetMM, m.height(l, lines)+2*m.padTall()))
}

// wholeRows and wholeColumns are at least mm, in whole cells: so much is painted,
// wherever it stands.
func (g glass) wholeRows(mm float64) float64 {
	cell := g.h / float64(g.rows)
	return math.Ceil(mm/cell-slack) * cell
}

func (g glass) wholeColumns(mm float64) float64 {
	cell := g.w / float64(g.columns)
	return math.Ceil(mm/cell-slack) * cell
}

// rows folds the buttons, into rows of as many if those fit.
func (p barPlan) rows(targets []kiosk.Target) [][]kiosk.Target {
	rows := p.folded(targets)
	if len(rows) < 2 {
		return rows
	}
	var even [][]kiosk.Target
	for i := range rows {
		row := targets[i*len(targets)/len(rows) : (i+1)*len(targets)/len(rows)]
		if p.natural(row) > p.width {
			return rows
		}
		even = append(even, row)
	}
	return even
}

func (p barPlan) folded(targets []kiosk.Target) [][]kiosk.Target {
	var rows [][]kiosk.Target
	for len(targets) > 0 {
		n := 1
		for n < len(targets) && p.natural(targets[:n+1]) <= p.width {
			n++
		}
		rows, targets = append(rows, targets[:n]), targets[n:]
	}
	return rows
}

// natural is the width of a row whose buttons are as narrow as they may be.
func (p barPlan) natural(row []kiosk.Target) float64 {
	width := -p.gap()
	for _, t := range row {
		width += p.button(t) + p.gap()
	}
	return width
}

// button is the least width of one, with all that it ever says.
func (p barPlan) button(t kiosk.Target) float64 {
	labels, notes := append([]string{t.Label}, t.Also...), append([]string{t.Note}, t.NoteAlso...)
	lines := p.lines
	if t.Note != "" {
		lines = 1
	}
	words := p.narrowest(labels, lines, p.letters)
	if t.Note != "" && p.lines > 1 {
		words = max(words, p.narrowest(notes, p.lines-1, p.letters))
	}
	width := words + 2*p.pad() + p.pictogram(t)
	return max(width, p.wholeColumns(targetMM))
}

// pictogram is the width that a button's takes, with air.
func (p barPlan) pictogram(t kiosk.Target) float64 {
	if !drawable(t.Pictogram) {
		return 0
	}
	return min(p.height-2*p.pad(), buttonPict) + p.pad()
}

func drawable(pictogram string) bool {
	_, ok := paint.Pictogram(pictogram)
	return ok
}

// drawRow draws buttons side by side in the middle of r; what is left over widens
// them alike, up to a half where they are in a row by themselves.
func (d *easel) drawRow(p barPlan, r rect, row []kiosk.Target, alone bool) {
	natural := p.natural(row)
	width := r.w
	if alone {
		width = max(min(r.w, natural*stretchMax), min(natural, r.w))
	}
	each := (width - natural) / float64(len(row))
	x := r.x + (r.w-width)/2
	for _, t := range row {
		w := p.button(t) + each
		if t.ID != "" {
			d.button(p, rect{x, r.y, w, r.h}, t)
		}
		x += w + d.gap()
	}
}

func (d *easel) button(p barPlan, r rect, t kiosk.Target) {
	on := look{fill: paint.Paper, ink: paint.Navy, edge: paint.Navy}
	if t.On != d.down(t.ID) {
		on = look{fill: paint.Navy, ink: paint.White, edge: paint.Navy}
	}
	if t.Off {
		on.edge = on.fill
	}
	d.boxes = append(d.boxes, box{rect: r, target: t.ID, look: on, focused: t.ID == d.screen.Focus})
	inner := r.inset(d.pad())
	side, air := 0.0, 0.0
	if drawable(t.Pictogram) {
		side, air = p.pictogram(t)-p.pad(), p.pad()
	}
	lines := p.wrapped(t, inner.w-side-air)
	if t.Label == "" {
		air = 0
	}
	inset := max(0, (inner.w-side-air-p.wordsWidth(lines))/2)
	if side > 0 {
		at := rect{inner.x + inset, inner.y + (inner.h-side)/2, side, side}
		d.shapes = append(d.shapes, shape{rect: at, name: t.Pictogram, ink: on.ink, on: on.fill})
	}
	words := rect{inner.x + inset + side + air, inner.y, inner.w - 2*inset - side - air, inner.h}
	d.write(lines, words.below(words.y+(words.h-d.measure().ink(p.letters, len(lines)))/2), style{p.letters, alignCenter, on})
}

func (p barPlan) wordsWidth(lines []string) float64 { return p.measure.width(p.letters, lines...) }

// wrapped are the lines of a button.
func (p barPlan) wrapped(t kiosk.Target, width float64) []string {
	if t.Note == "" {
		return p.wrap(p.letters, t.Label, width)
	}
	return append(p.wrap(p.letters, t.Label, width), p.wrap(p.letters, t.Note, width)...)
}

func (d *easel) down(id kiosk.TargetID) bool {
	return id != "" && (id == d.pressed || id == d.screen.UnderWay)
}
