package paint

import "sync"

const (
	drawnPixelsMax = 8 << 20 // a few screens of large letters in every language
	shapedBytesMax = 1 << 16
)

// A maskKey is a line of a type, or a pictogram of a size.
type maskKey struct {
	t    Type
	text string
	w, h int
}

type shapedKey struct {
	lang         string
	bold, narrow bool
	line         string
}

// drawn keeps what was shaped and drawn before. When it is full it begins anew:
// what a screen shows comes back with its next repaint.
var drawn memory

type memory struct {
	mu     sync.Mutex // guards all that follows, and the shaper, which is not for two at once
	masks  map[maskKey]Mask
	pixels int // of all masks
	lines  map[shapedKey]*shapedLine
	words  map[string][]string
	bytes  int // of all lines and words
	shaper
}

func (d *memory) mask(key maskKey, draw func() Mask) Mask {
	if m, ok := d.masks[key]; ok {
		return m
	}
	m := draw()
	if d.pixels += len(m.Ink); d.pixels > drawnPixelsMax || d.masks == nil {
		d.masks, d.pixels = map[maskKey]Mask{}, len(m.Ink)
	}
	d.masks[key] = m
	return m
}

// wordsOf splits text where a line may break.
func (d *memory) wordsOf(text string) []string {
	d.mu.Lock()
	defer d.mu.Unlock()
	if all, ok := d.words[text]; ok {
		return all
	}
	all := words(text)
	d.room(len(text))
	d.words[text] = all
	return all
}

// room begins anew when the lines and words are too many.
func (d *memory) room(more int) {
	if d.bytes += more + 1; d.bytes > shapedBytesMax || d.lines == nil {
		d.lines, d.words, d.bytes = map[shapedKey]*shapedLine{}, map[string][]string{}, more
	}
}
