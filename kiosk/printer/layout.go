package printer

import (
	"strings"

	"accueil/display/paint"
	"accueil/kiosk"
	"accueil/queue"
)

const (
	paperMaxMM    = 90.0
	numberMM      = 15.0 // a capital of the number, at least
	numberMaxMM   = 22.0
	numberSqueeze = 0.5  // narrower than so much of its own width no number is drawn
	lineSqueeze   = 0.88 // rather than a second line
	linesMax      = 2    // of one thing said
	lettersMax    = 200  // of it, which no two lines hold
	gapMM         = 1.5
	qrDotsMax     = 5   // of a module: 0.6 mm
	qrDots        = 4   // 0.5 mm, which a telephone still reads at arm's length
	narrow        = 512 // dots across, below which drawn letters are smaller
)

// styles are how large the lines of a receipt are: 48 letters of the printer's own
// stand in a line of 72 mm.
func styles(width int) (small, plain, loud style) {
	small, plain = style{wide: 1, high: 1, capital: 19}, style{wide: 1, high: 2, capital: 27}
	loud = style{wide: 2, high: 2, bold: true, capital: 35}
	if width < narrow {
		plain.capital, loud.capital = 24, 31
	}
	return small, plain, loud
}

// A receipt is laid out for one printer: from above, whose it is, the number with the
// code beside it, the service, who is before, what to do, and when it was given.
type layout struct {
	*roll
	kiosk.Receipt
	drawn bool // all words are drawn, for one of them has letters that the printer lacks
	right bool // it is read from the right
	tight bool // number and code are no larger than they must be
}

// lay returns the receipt for a printer so many dots wide. One that would be too long
// has a smaller number and code; one that still is has no code.
func lay(receipt kiosk.Receipt, width int) *roll {
	r := layOut(receipt, width, false)
	if r.paper > paperMaxMM*dotsPerMM {
		r = layOut(receipt, width, true)
	}
	if r.paper > paperMaxMM*dotsPerMM {
		receipt.Link = ""
		r = layOut(receipt, width, true)
	}
	return r
}

func layOut(receipt kiosk.Receipt, width int, tight bool) *roll {
	for _, text := range []*string{&receipt.Site, &receipt.Service, &receipt.Ahead, &receipt.Advice, &receipt.When} {
		*text = cut(clean(*text))
	}
	receipt.Number = queue.Number(cut(clean(string(receipt.Number))))
	l := layout{roll: newRoll(width), Receipt: receipt, right: paint.RightToLeft(receipt.Lang), tight: tight}
	l.drawn = l.right
	for _, text := range []string{receipt.Site, receipt.Service, receipt.Ahead, receipt.Advice, receipt.When} {
		if _, ok := say(text); !ok {
			l.drawn = true
		}
	}
	small, plain, loud := styles(width)
	l.text(receipt.Site, small)
	l.number()
	l.text(receipt.Service, loud)
	l.text(receipt.Ahead, plain)
	l.text(receipt.Advice, plain)
	l.text(receipt.When, small)
	l.cut()
	return l.roll
}

// text prints what is said in so few lines, with white below it.
func (l layout) text(text string, s style) {
	if text == "" {
		return
	}
	if l.drawn {
		t := s.drawn(l.Lang)
		lines := []string{text}
		if t.Width(text) > float64(l.width)/lineSqueeze {
			lines = first(t.Balanced(text, float64(l.width)))
		}
		for _, line := range lines {
			l.line(line, t)
		}
	} else {
		for _, line := range first(wrapped(text, s.columns(l.width))) {
			said, _ := say(line)
			l.write(said, s)
		}
	}
	l.feed(dotsOf(gapMM))
}

// wrapped breaks a text of the printer's own letters into as few lines, as equal in
// length as can be without breaking a word.
func wrapped(text string, columns int) []string {
	lines := paint.Wrap(text, columns)
	for columns > 1 {
		columns--
		narrower := paint.Wrap(text, columns)
		if len(narrower) > len(lines) || strings.Join(narrower, " ") != strings.Join(lines, " ") {
			break
		}
		lines = narrower
	}
	return lines
}

// cut keeps as many letters as could be printed at all.
func cut(text string) string {
	letters := []rune(text)
	return string(letters[:min(len(letters), lettersMax)])
}

func first(lines []string) []string { return lines[:min(len(lines), linesMax)] }

// line prints a drawn line; one that is too wide is squeezed.
func (l layout) line(line string, t paint.Type) {
	if wide := t.Width(line); wide > float64(l.width) {
		t.Stretch = float64(l.width) / wide
	}
	mask := t.Draw(line)
	b := newBitmap(l.width, int(t.LineHeight()+0.5))
	x := -mask.Left
	if l.right {
		x = l.width - mask.W + mask.Left
	}
	b.stamp(mask, x, b.h-int(t.Descent())-mask.Base)
	l.raster(b)
}

// number prints the number and the code: side by side where the number stays large,
// else one above the other.
func (l layout) number() {
	l.feed(dotsOf(gapMM))
	defer l.feed(dotsOf(2 * gapMM))
	code, err := paint.QR(l.Link)
	if err != nil || l.Link == "" || qrSize(code, qrDots) > l.width { // without a code: the number is what counts
		digits, _ := l.digits(l.width)
		l.pair(digits, nil, 0)
		return
	}
	for _, dots := range []int{qrDotsMax, qrDots} {
		digits, squeeze := l.digits(max(1, l.width-qrSize(code, dots)-dotsOf(2*gapMM)))
		if dots == qrDotsMax && squeeze == 1 && !l.tight || dots == qrDots && squeeze >= numberSqueeze {
			l.pair(digits, code, dots)
			return
		}
	}
	digits, _ := l.digits(l.width)
	l.pair(digits, nil, 0)
	l.pair(paint.Mask{}, code, qrDots)
}

// digits draws the number as large as the room allows, no lower than it must be, and
// tells by how much it had to be squeezed.
func (l layout) digits(room int) (digits paint.Mask, squeeze float64) {
	t := paint.Type{Bold: true, Cap: numberMM * dotsPerMM}
	number := string(l.Number)
	if !l.tight {
		t.Cap = min(numberMaxMM*dotsPerMM, max(t.Cap, t.Cap*float64(room)/t.Width(number)))
	}
	t.Stretch = min(1, float64(room)/t.Width(number))
	return trimmed(t.Draw(number)), t.Stretch
}

// pair prints number and code, either of which may be nothing, at the two edges.
func (l layout) pair(digits paint.Mask, code [][]bool, dots int) {
	if digits.W == 0 && code == nil { // no font can be read: the printer's own letters are no less large
		number, _ := say(string(l.Number))
		l.write(number, style{wide: max(1, min(8, l.width/letterWide/max(1, len(number)))), high: 8})
		return
	}
	side := 0
	if code != nil {
		side = qrSize(code, dots)
	}
	b := newBitmap(l.width, max(digits.H, side))
	left, right := 0, l.width-side
	if l.right {
		left, right = l.width-digits.W, 0
	}
	b.stamp(digits, left, (b.h-digits.H)/2)
	b.stampQR(code, dots, right, (b.h-side)/2)
	l.raster(b)
}
