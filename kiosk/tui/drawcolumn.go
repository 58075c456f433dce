package tui

import "accueil/kiosk"

// sideColumn draws a small panel's buttons below one another at the right, as narrow as
// they may be, and returns the room beside. Listening is its ear alone, and shares a row:
// the number needs the room.
func (d *easel) sideColumn(area rect, targets []kiosk.Target) rect {
	rows := columnRows(targets)
	best, found := d.narrowestColumn(rows, area.h)
	if !found {
		return d.lowerRows(area, targets)
	}
	column, rest := area.cutRight(best.width, d.gap())
	spare := max(0, area.h-best.columnHeight(rows)) / float64(len(rows))
	for _, row := range rows {
		var at rect
		at, column = column.cutTop(best.ownHeight(row)+spare, d.gap())
		if len(row) > 1 {
			var ear rect
			ear, at = at.cutLeft(best.wholeColumns(targetMM), d.gap())
			d.button(best, ear, row[0])
		}
		if t := row[len(row)-1]; t.ID != "" {
			d.button(best, at, t)
		}
	}
	return rest
}

// columnRows are the buttons, one a row, but the first two where one is listening.
func columnRows(targets []kiosk.Target) [][]kiosk.Target {
	var rows [][]kiosk.Target
	for i, t := range targets {
		switch {
		case t.Pictogram == kiosk.PictogramListen:
			t.Label, t.Also = "", nil
		case t.Note != "": // its words need all the width
			t.Pictogram = ""
		}
		if i == 1 && targets[0].Pictogram == kiosk.PictogramListen {
			rows[0] = append(rows[0], t)
			continue
		}
		rows = append(rows, []kiosk.Target{t})
	}
	return rows
}

// narrowestColumn chooses the narrowest way that is no higher; wide letters where they
// cost little.
func (d *easel) narrowestColumn(rows [][]kiosk.Target, height float64) (best barPlan, found bool) {
	m := d.tallest()
	for lines := 2; lines <= 5; lines++ {
		for _, narrow := range []bool{false, true} {
			p := barPlan{measure: m, letters: d.buttonLetters(narrow), lines: lines, height: m.rowHeight(2, d.buttonLetters(narrow))}
			for _, row := range rows {
				width := p.button(row[len(row)-1])
				if len(row) > 1 {
					width += p.wholeColumns(targetMM) + p.gap()
				}
				p.width = max(p.width, width)
			}
			if p.columnHeight(rows) <= height && (!found || p.width < best.width*0.95) {
				best, found = p, true
			}
		}
	}
	return best, found
}

// ownHeight is what a row needs in a column, with all that it ever says.
func (p barPlan) ownHeight(row []kiosk.Target) float64 {
	t := row[len(row)-1]
	room := p.width - 2*p.pad() - p.pictogram(t)
	if len(row) > 1 {
		room -= p.wholeColumns(targetMM) + p.gap()
	}
	lines := 0
	for _, label := range append([]string{t.Label}, t.Also...) {
		lines = max(lines, len(p.wrap(p.letters, label, room)))
	}
	notes := 0
	if t.Note != "" {
		for _, note := range append([]string{t.Note}, t.NoteAlso...) {
			notes = max(notes, len(p.wrap(p.letters, note, room)))
		}
	}
	return p.rowHeight(lines+notes, p.letters)
}

func (p barPlan) columnHeight(rows [][]kiosk.Target) float64 {
	height := -p.gap()
	for _, row := range rows {
		height += p.ownHeight(row) + p.gap()
	}
	return height
}
