package paint

import (
	"sync"
	"unicode/utf8"

	"github.com/gdamore/tcell/v2"
)

// Named limits of what a terminal may say of itself and of its keys.
const (
	columnsMax = 1024 // 4 pixels each on the widest glass
	rowsMax    = 512
	paramsMax  = 64 // bytes between "ESC [" and the letter that ends it
)

// A boundTTY is a terminal's line whose word is taken within limits. A size beyond
// them is cut off: the cells are kept in memory, and a terminal may claim 65,535
// columns and rows. What is typed is UTF-8: at anything else tcell turns in a circle
// for ever.
//
// A size is told one at a time: tcell takes each in on a goroutine of its own, and of
// two that overtook each other it would hold all touches against the older for ever.
// The next is told when resized says that the last has arrived.
type boundTTY struct {
	tcell.Tty
	keys *keyFilter // nil: every sequence is let through
	rest []byte     // of a letter that is not yet whole

	mu      sync.Mutex       // guards what is below
	told    tcell.WindowSize // the last
	arrived bool             // it has
	changed func()           // tells tcell that there may be another
}

// WindowSize never says more than columnsMax and rowsMax. Pixels are cut off alike.
func (t *boundTTY) WindowSize() (tcell.WindowSize, error) {
	size, err := t.Tty.WindowSize()
	if err != nil {
		return size, err
	}
	size.Width, size.PixelWidth = bounded(size.Width, size.PixelWidth, columnsMax)
	size.Height, size.PixelHeight = bounded(size.Height, size.PixelHeight, rowsMax)
	t.mu.Lock()
	defer t.mu.Unlock()
	switch {
	case size.Width == t.told.Width && size.Height == t.told.Height:
	case t.arrived || t.told == tcell.WindowSize{}:
		t.arrived = false
	default:
		return t.told, nil
	}
	t.told = size
	return size, nil
}

// NotifyResize has tcell told that the size may be another.
func (t *boundTTY) NotifyResize(changed func()) {
	t.mu.Lock()
	t.changed = changed
	t.mu.Unlock()
	t.Tty.NotifyResize(changed)
}

// resized takes in that tcell has taken in the size that it was told last.
func (t *boundTTY) resized() {
	t.mu.Lock()
	t.arrived = true
	changed := t.changed
	t.mu.Unlock()
	if changed != nil {
		changed()
	}
}

func bounded(cells, pixels, most int) (int, int) {
	if cells <= most {
		return cells, pixels
	}
	return most, pixels / cells * most
}

func (t *boundTTY) Read(p []byte) (int, error) {
	kept := copy(p, t.rest)
	n, err := t.Tty.Read(p[kept:])
	n += kept
	whole := makeValid(p[:n])
	if whole == len(p) && p[whole-1] == escape { // more is to come: alone it would be a key
		whole--
	}
	t.rest = append(t.rest[:0], p[whole:n]...)
	if t.keys != nil {
		t.keys.filter(p[:whole])
	}
	return whole, err
}

// makeValid replaces bytes that are no UTF-8 by NUL, and returns how many are of whole
// letters.
func makeValid(p []byte) (whole int) {
	for whole < len(p) && utf8.FullRune(p[whole:]) {
		r, size := utf8.DecodeRune(p[whole:])
		if r == utf8.RuneError && size == 1 {
			p[whole] = 0
		}
		whole += size
	}
	return whole
}

// A keyFilter keeps tcell able to hear. By some sequences that anybody can type, tcell
// swallows all that follows, touches too, until another that nobody types (ESC ] and its
// like), or it repeats a key two thousand million times (ESC [ … _). Each is changed, a
// byte for a byte, into one that tcell takes for nothing.
type keyFilter struct {
	state  filterState
	params int // since ESC [
}

type filterState uint8

const (
	filterGround filterState = iota
	filterEscape             // after ESC
	filterCSI                // after ESC [
)

const (
	escape  = 0x1B
	cancel  = 0x18 // ends a sequence that is under way
	ends    = '\\' // after ESC: the end of a string that never began
	unknown = 'y'  // after ESC [ …: no key
)

func (f *keyFilter) filter(p []byte) {
	for i, c := range p {
		p[i] = f.next(c)
	}
}

// next returns what tcell is to hear instead of c.
func (f *keyFilter) next(c byte) byte {
	state := f.state
	if c == escape {
		f.state = filterEscape
		return c
	}
	f.state = filterGround
	switch state {
	case filterGround:
	case filterEscape:
		switch c {
		case '[':
			f.state, f.params = filterCSI, 0
		case ']', 'X', '^', '_', 'N': // strings, and a shift that takes the next byte
			return ends
		}
	case filterCSI:
		return f.nextOfCSI(c)
	}
	return c
}

func (f *keyFilter) nextOfCSI(c byte) byte {
	switch {
	case c >= 0x20 && c < 0x40 && f.params < paramsMax:
		f.state, f.params = filterCSI, f.params+1
	case c >= 0x20 && c < 0x40:
		return cancel
	case c == '_', c == '[': // a key of Windows with a count, and one that takes the next byte
		return unknown
	}
	return c
}
