package tui

import "accueil/display/paint"

// What makes texts fit: the largest letters in which they do.

const (
	capStep = 0.25 // millimetres, from one size tried to the next
	slack   = 0.01 // pixels, that reckoning may lose
)

// measure is a drawing's way to ask how much room words take.
type measure struct {
	glass
	lang string
}

// width is that of the widest of texts, each on one line.
func (m measure) width(l letters, texts ...string) float64 {
	pw, _ := m.pixel()
	return m.typeOf(m.lang, l).Widest(texts) * pw
}

// wrap breaks a text into lines of about the same length.
func (m measure) wrap(l letters, text string, width float64) []string {
	pw, _ := m.pixel()
	t, room := m.typeOf(m.lang, l), width/pw+slack
	if !l.broken {
		return t.Balanced(text, room)
	}
	var lines []string
	for _, line := range t.Wrap(text, room) {
		lines = append(lines, t.Broken(line, room)...)
	}
	return lines
}

// height is that of so many lines, from the top of their capitals to below their tails.
func (m measure) height(l letters, lines int) float64 {
	if lines == 0 {
		return 0
	}
	return l.capital + float64(lines-1)*m.pitch(l) + m.tail(l)
}

// ink is height without the tails: what the eye centres.
func (m measure) ink(l letters, lines int) float64 { return m.height(l, lines) - m.tail(l)*0.7 }

// pitch is from one base line to the next.
func (m measure) pitch(l letters) float64 {
	_, ph := m.pixel()
	return m.typeOf(m.lang, l).LineHeight() * ph
}

func (m measure) tail(l letters) float64 {
	_, ph := m.pixel()
	return m.typeOf(m.lang, l).Descent() * ph
}

// sizes yields letters from the largest on, wide before narrow, and at last narrow
// ones that break words, below the least too, for what must be seen all the same.
func sizes(most, least float64, bold bool) func(yield func(l letters, good bool) bool) {
	return func(yield func(letters, bool) bool) {
		for _, narrow := range []bool{false, true} {
			for c := max(most, least); ; c -= capStep {
				if !yield(letters{max(c, least), bold, narrow, false}, true) {
					return
				}
				if c <= least {
					break
				}
			}
		}
		for c := least; c > 1; c -= capStep {
			if !yield(letters{c, bold, true, true}, false) {
				return
			}
		}
	}
}

// fit returns the letters in which each of texts takes at most lines lines of room,
// and whether they are at least as large as asked.
func (m measure) fit(texts []string, room rect, lines int, most, least float64) (letters, bool) {
	found, good := letters{least, true, true, true}, false
	sizes(most, least, true)(func(l letters, large bool) bool {
		if !m.fits(texts, room, lines, l) {
			return true
		}
		found, good = l, large
		return false
	})
	return found, good
}

func (m measure) fits(texts []string, room rect, lines int, l letters) bool {
	pw, _ := m.pixel()
	t, width := m.typeOf(m.lang, l), room.w/pw+slack
	for _, text := range texts {
		wrapped := t.Wrap(text, width)
		if l.broken {
			wrapped = m.wrap(l, text, room.w)
		}
		if len(wrapped) > lines || t.Widest(wrapped) > width || m.height(l, len(wrapped)) > room.h {
			return false
		}
	}
	return true
}

// narrowest returns the least width at which texts take at most lines lines.
func (m measure) narrowest(texts []string, lines int, l letters) float64 {
	pw, _ := m.pixel()
	t := m.typeOf(m.lang, l)
	widest := 0.0
	for _, text := range texts {
		low, high := 0.0, t.Width(text)
		for high-low > 1 {
			middle := (low + high) / 2
			if wrapped := t.Wrap(text, middle); len(wrapped) <= lines && t.Widest(wrapped) <= middle {
				high = middle
			} else {
				low = middle
			}
		}
		widest = max(widest, high*pw)
	}
	return widest
}

// A style is how lines are written.
type style struct {
	letters letters
	align   align
	on      look
}

// write puts lines below one another, the first one's capitals reaching up to the top
// of r, and returns where the next may begin.
func (d *easel) write(lines []string, r rect, s style) float64 {
	base := r.y + s.letters.capital
	for _, text := range lines {
		d.lines = append(d.lines, line{text: text, x: r.x, w: r.w, base: base, letters: s.letters, align: s.align, ink: s.on.ink, on: s.on.fill})
		base += d.measure().pitch(s.letters)
	}
	return base - s.letters.capital
}

// below is r without what lies above y.
func (r rect) below(y float64) rect { return rect{r.x, y, r.w, r.bottom() - y} }

var ground = look{fill: paint.Paper, ink: paint.Navy, edge: paint.Paper}
