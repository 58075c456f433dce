// Package chart lays out the small charts of a day: where each bar, line and word goes.
//
// It is pure and knows no language: words and values come as they are to be read, and a
// skin draws what comes out, rectangle by rectangle, in its own colours. Whatever it is
// given, everything it lays out lies within the drawing.
package chart

import (
	"strconv"
	"unicode/utf8"
)

// A Column is one of several that stand along a day.
type Column struct {
	Label string // below it; left out where the one before reaches too far
	Value string // above it; left out of all where one is too wide
	Bar   int    // filled
	Frame int    // hollow, around the bar; 0 for none
	Mark  int    // a line across; 0 for none
}

// A Row is one of several below each other, with a bar each.
type Row struct {
	Label, Value string // above the bar, at its two ends
	Bar, Frame   int
}

// A Drawing is laid out: in units of its own width and height, from the top left.
type Drawing struct {
	Width, Height int
	Shapes        []Shape // the first lies lowest
	Words         []Word
}

// A Shape is a filled or hollow rectangle, by its class.
type Shape struct {
	Class               Class
	X, Y, Width, Height int
}

// A Word is text that stands on its line.
type Word struct {
	Class  Class
	Anchor Anchor
	X, Y   int
	Text   string
}

// A Class says what something is.
type Class string

// The classes.
const (
	Bar   Class = "bar"
	Frame Class = "frame"
	Mark  Class = "mark"
	Grid  Class = "grid"
	Tick  Class = "tick"  // a word at a line of the grid
	Label Class = "label" // of a column or row
	Value Class = "value"
)

// An Anchor says which part of a word stands at its place. Start and End are those of
// the direction in which the page runs.
type Anchor string

// The anchors.
const (
	Start  Anchor = "start"
	Middle Anchor = "middle"
	End    Anchor = "end"
)

// Units of a drawing: at 400 to a telephone's width its words are read without a glass.
const (
	width      = 400
	plotHeight = 150
	letter     = 9  // width of a letter, on the safe side
	line       = 18 // height of one
	gutter     = 34 // for the words at the lines of the grid
	markHeight = 4
	rowBar     = 16
	valueMax   = 1_000_000
)

// Columns lays columns out, from the left, or from the right where the page runs so. So
// many of a column's units are one at the lines of the grid: 60 where it counts seconds
// and is read in minutes.
func Columns(all []Column, units int, rightToLeft bool) Drawing {
	d := Drawing{Width: width, Height: line + plotHeight + line + line/2}
	units, top := max(units, 1), 0
	for _, c := range all {
		top = max(top, reach(c))
	}
	most := even((top + units - 1) / units)
	top = most * units
	base := line + plotHeight
	for _, at := range []int{0, most / 2, most} {
		y := base - at*plotHeight/most
		d.Shapes = append(d.Shapes, Shape{Grid, gutter, y, width - gutter, 1})
		d.Words = append(d.Words, Word{Tick, End, gutter - letter/2, y + line/4, strconv.Itoa(at)})
	}
	said, labelled := fits(all), 0
	for i, c := range all {
		from, to := gutter+i*(width-gutter)/len(all), gutter+(i+1)*(width-gutter)/len(all)
		gap := (to - from) / 6
		d.stand(c, Shape{X: from + gap, Width: max(1, to-from-2*gap)}, func(n int) int { return held(n) * plotHeight / top })
		middle := (from + to) / 2
		if said {
			d.Words = append(d.Words, Word{Value, Middle, middle, base - reach(c)*plotHeight/top - line/4, c.Value})
		}
		if half := wide(c.Label) / 2; c.Label != "" && middle-half >= labelled && middle+half <= width {
			d.Words = append(d.Words, Word{Label, Middle, middle, base + line, c.Label})
			labelled = middle + half + letter
		}
	}
	return d.turned(rightToLeft)
}

// stand draws a column's bar, frame and mark between the sides of a shape.
func (d *Drawing) stand(c Column, between Shape, high func(int) int) {
	base := line + plotHeight
	draw := func(class Class, y, height int) {
		d.Shapes = append(d.Shapes, Shape{class, between.X, y, between.Width, height})
	}
	if h := high(c.Bar); h > 0 {
		draw(Bar, base-h, h)
	}
	if h := high(c.Frame); h > 0 {
		draw(Frame, base-h, h)
	}
	if held(c.Mark) > 0 {
		draw(Mark, base-high(c.Mark)-markHeight/2, markHeight)
	}
}

// Rows lays rows out, each below the one before.
func Rows(all []Row, rightToLeft bool) Drawing {
	const high = line + rowBar + line/2
	d := Drawing{Width: width, Height: max(1, len(all)*high)}
	top := 1
	for _, r := range all {
		top = max(top, held(r.Bar), held(r.Frame))
	}
	for i, r := range all {
		y := i * high
		d.Words = append(d.Words, Word{Label, Start, 1, y + line - line/4, cut(r.Label, width-wide(r.Value)-2*letter)}, Word{Value, End, width - 1, y + line - line/4, r.Value})
		for _, part := range []Shape{{Class: Bar, Width: held(r.Bar)}, {Class: Frame, Width: held(r.Frame)}} {
			if part.Width > 0 {
				part.X, part.Y, part.Width, part.Height = 1, y+line, max(1, part.Width*(width-2)/top), rowBar
				d.Shapes = append(d.Shapes, part)
			}
		}
	}
	return d.turned(rightToLeft)
}

// turned is the drawing in a mirror, for a page that runs from right to left.
func (d Drawing) turned(rightToLeft bool) Drawing {
	if !rightToLeft {
		return d
	}
	for i, s := range d.Shapes {
		d.Shapes[i].X = d.Width - s.X - s.Width
	}
	for i, w := range d.Words {
		d.Words[i].X = d.Width - w.X
	}
	return d
}

// fits reports whether every value has room above its column.
func fits(all []Column) bool {
	for _, c := range all {
		if wide(c.Value)*len(all) > width-gutter {
			return false
		}
	}
	return true
}

func reach(c Column) int { return max(held(c.Bar), held(c.Frame), held(c.Mark)) }

// held keeps a value within what can be drawn.
func held(n int) int { return min(max(n, 0), valueMax) }

// even returns the least 2, 4, 6, 8 or 10 times a power of ten that n reaches up to: its
// half is a whole number.
func even(n int) int {
	for base := 1; ; base *= 10 {
		for times := 2; times <= 10; times += 2 {
			if n <= times*base {
				return times * base
			}
		}
	}
}

// cut leaves of a text what fits, and says that it did.
func cut(text string, room int) string {
	if wide(text) <= room {
		return text
	}
	return string([]rune(text)[:max(0, room/letter-1)]) + "…"
}

func wide(text string) int { return letter * utf8.RuneCountInString(text) }
