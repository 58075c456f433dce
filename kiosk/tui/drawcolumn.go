package tui

import "accueil/kiosk"

// sideColumn draws buttons below one another at the right, as narrow as they may be,
// and returns the room beside.
func (d *easel) sideColumn(area rect, targets []kiosk.Target) rect {
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
	for _, note := range append([]string{t.Note}, t.NoteAlso...) {
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
