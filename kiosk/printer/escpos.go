package printer

import (
	"unicode"

	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/unicode/norm"

	"accueil/display/paint"
)

// What a printer obeys.
const (
	lf  = '\n'
	esc = 0x1b
	gs  = 0x1d
	dle = 0x10 // with one of the next three: at once, wherever it stands
	eot = 0x04
	enq = 0x05
	dc4 = 0x14
)

const (
	dotsPerMM  = 8
	bandMax    = 240 // rows of one raster command: what is no higher is never split
	feedMax    = 255
	letterWide = 12 // dots of the printer's own letters, and how high they are
	letterHigh = 24

	// From the print head to the knife, in mm: what is printed must get past it
	// before it is cut, and the next receipt begins with as much white.
	headToKnifeMM = 18
	pastKnifeDots = 8
)

// A roll is what a printer is to be sent, and the paper that it takes.
type roll struct {
	out   []byte
	width int // dots across
	paper int // dots along
}

// newRoll begins a receipt: whatever a printer was told before is forgotten, it says
// nothing unasked, and its letters are those of WPC1252.
func newRoll(width int) *roll {
	return &roll{width: width, out: []byte{esc, '@', gs, 'a', 0, esc, 't', 16}}
}

// A style is how large a line is, in the printer's own letters and in drawn ones.
type style struct {
	wide, high int // times the printer's own size
	bold       bool
	capital    float64 // dots
}

func (s style) rowDots() int { return s.high*letterHigh + 6 }

func (s style) columns(width int) int { return width / (letterWide * s.wide) }

func (s style) drawn(lang string) paint.Type {
	return paint.Type{Lang: lang, Bold: s.bold, Cap: s.capital}
}

// write prints a line of what say returned.
func (r *roll) write(line []byte, s style) {
	bold := byte(0)
	if s.bold {
		bold = 1
	}
	r.out = append(r.out, esc, 'E', bold, gs, '!', byte((s.wide-1)<<4|(s.high-1)), esc, '3', byte(s.rowDots()))
	r.out = append(append(r.out, line...), lf)
	r.paper += s.rowDots()
}

// feed leaves so many dots white.
func (r *roll) feed(dots int) {
	r.paper += dots
	for dots > 0 {
		r.out = append(r.out, esc, 'J', byte(min(dots, feedMax)))
		dots -= min(dots, feedMax)
	}
}

// raster prints a bitmap from the left edge.
func (r *roll) raster(b bitmap) {
	across := b.w / 8
	for from := 0; from < b.h; from += bandMax {
		to := min(from+bandMax, b.h)
		r.out = append(r.out, gs, 'v', '0', 0, byte(across), 0, byte(to-from), 0)
		r.out = append(r.out, harmless(b.rows[from*across:to*across])...)
	}
	r.paper += b.h
}

// cut ends the receipt, and leaves it hanging by a corner.
func (r *roll) cut() {
	r.out = append(r.out, gs, 'V', 66, pastKnifeDots)
	r.paper += pastKnifeDots + headToKnifeMM*dotsPerMM
}

// say returns a text in WPC1252, and false when it has other letters.
func say(text string) ([]byte, bool) {
	var line []byte
	for _, r := range norm.NFC.String(clean(text)) {
		b, ok := charmap.Windows1252.EncodeRune(r)
		if !ok {
			return nil, false
		}
		line = append(line, b)
	}
	return line, true
}

// clean leaves out what is not seen, and makes one kind of space of all.
func clean(text string) string {
	var out []rune
	for _, r := range paint.Harmless(text) {
		switch {
		case unicode.IsSpace(r):
			out = append(out, ' ')
		case r != '\u00ad' && !unicode.Is(unicode.Cf, r) || r == '\u200c' || r == '\u200d': // joiners shape letters
			out = append(out, r)
		}
	}
	return string(out)
}
