package term

import (
	"accueil/display"
	"accueil/display/paint"
)

const (
	keyRowsMax = 6
	keyGap     = 2 // columns between two
)

// keys draws what each key does now, in the last rows, and returns the row above. While
// a question stands, they are its own.
func (d *consoleDrawing) keys(bottom int) int {
	all := d.screen.Keys
	if q := d.screen.Question; q != nil {
		all = q.Keys
	}
	lines := keyLines(all, d.Width-1)
	lines = lines[:min(len(lines), keyRowsMax)]
	for i, line := range lines {
		x, y, about := 1, bottom-len(lines)+i, ""
		d.Fill(paint.Box(0, y, d.Width, 1), d.colours.keys)
		for _, k := range line {
			if k.About != about && k.About != "" {
				d.Put(x, y, d.Width-x, k.About, paint.Strong(d.colours.mine))
				x += paint.Columns(k.About) + 1
			}
			about = k.About
			d.Put(x, y, d.Width-x, k.Key, d.colours.key)
			d.Put(x+paint.Columns(k.Key)+1, y, d.Width-x, k.Label, d.colours.keys)
			d.offers(paint.Box(x, y, keyWidth(k)-keyGap, 1), k.Target)
			x += keyWidth(k)
		}
	}
	return bottom - len(lines)
}

// keyLines breaks the keys into lines. Each line begins with whom its keys are
// about, and holds no others; only what is about nobody and comes first, next, is
// followed in its line.
func keyLines(keys []display.KeyScreen, room int) (lines [][]display.KeyScreen) {
	width, about := 0, ""
	for i, k := range keys {
		w := keyWidth(k)
		if k.About != about {
			w += paint.Columns(k.About) + 1
		}
		if i == 0 || width+w-keyGap > room || k.About != about && i > 1 {
			lines, width = append(lines, nil), 0
			w = keyWidth(k) + paint.Columns(k.About) + 1
		}
		lines[len(lines)-1] = append(lines[len(lines)-1], k)
		width, about = width+w, k.About
	}
	return lines
}

func keyWidth(k display.KeyScreen) int {
	return paint.Columns(k.Key) + 1 + paint.Columns(k.Label) + keyGap
}
