package paint

import (
	"strings"

	"github.com/gdamore/tcell/v2"
	"github.com/rivo/uniseg"
)

// A Canvas is a screen's worth of cells.
type Canvas struct {
	Width, Height int
	Lang          string // of the words that are written: some run right to left
	cells         []cell
}

// A cell holds one grapheme cluster; the second cell of a wide one holds "".
type cell struct {
	text  string
	style tcell.Style
}

// A Rect is in cells.
type Rect struct{ X, Y, W, H int }

// Box returns the cells from x, y on, w columns wide and h rows high.
func Box(x, y, w, h int) Rect { return Rect{x, y, w, h} }

// Holds reports whether a cell is in r.
func (r Rect) Holds(x, y int) bool { return x >= r.X && x < r.X+r.W && y >= r.Y && y < r.Y+r.H }

// Inset returns r without a border of dx columns and dy rows.
func (r Rect) Inset(dx, dy int) Rect {
	return Rect{r.X + dx, r.Y + dy, max(0, r.W-2*dx), max(0, r.H-2*dy)}
}

// NewCanvas returns one that is empty.
func NewCanvas(width, height int, ground tcell.Style) *Canvas {
	c := &Canvas{Width: width, Height: height, cells: make([]cell, width*height)}
	for i := range c.cells {
		c.cells[i] = cell{" ", ground}
	}
	return c
}

// Set puts one grapheme cluster into a cell; outside, nothing happens.
func (c *Canvas) Set(x, y int, text string, style tcell.Style) {
	if x >= 0 && x < c.Width && y >= 0 && y < c.Height {
		c.cells[y*c.Width+x] = cell{text, style}
	}
}

// Fill empties r in a style.
func (c *Canvas) Fill(r Rect, style tcell.Style) {
	for y := r.Y; y < r.Y+r.H; y++ {
		for x := r.X; x < r.X+r.W; x++ {
			c.Set(x, y, " ", style)
		}
	}
}

// Put writes one line and cuts it off at width columns. What would steer a
// terminal is left out, whatever a configuration says.
func (c *Canvas) Put(x, y, width int, text string, style tcell.Style) {
	c.put(x, y, c.seen(text, width), style)
}

// seen returns as much of a line as fits into width columns, in the order in which it
// is seen. Two letters may share a column in it.
func (c *Canvas) seen(text string, width int) string {
	return visual(c.Lang, Cut(Harmless(text), width))
}

func (c *Canvas) put(x, y int, seen string, style tcell.Style) {
	state, rest := -1, seen
	for rest != "" {
		var cluster string
		var w int
		cluster, rest, w, state = uniseg.FirstGraphemeClusterInString(rest, state)
		if cluster == NoBreak {
			cluster = " " // not every font has it
		}
		c.Set(x, y, cluster, style)
		for i := 1; i < w; i++ {
			c.Set(x+i, y, "", style)
		}
		x += w
	}
}

// Start writes one line at the beginning of r's columns: at their right where the
// language runs from there.
func (c *Canvas) Start(r Rect, y int, text string, style tcell.Style) {
	seen := c.seen(text, r.W)
	x := r.X
	if RightToLeft(c.Lang) {
		x += r.W - Columns(seen)
	}
	c.put(x, y, seen, style)
}

// Center writes one line in the middle of r's columns.
func (c *Canvas) Center(r Rect, y int, text string, style tcell.Style) {
	seen := c.seen(text, r.W)
	c.put(r.X+(r.W-Columns(seen))/2, y, seen, style)
}

// Mirrored returns where in the columns of r a box of its stands whose place is told
// from the side at which the language begins.
func (c *Canvas) Mirrored(r, box Rect) Rect {
	if RightToLeft(c.Lang) {
		box.X = 2*r.X + r.W - box.X - box.W
	}
	return box
}

// Frame draws a border of one of the two kinds around r.
func (c *Canvas) Frame(r Rect, double bool, style tcell.Style) {
	line := []string{"┌", "─", "┐", "│", "└", "┘"}
	if double {
		line = []string{"╔", "═", "╗", "║", "╚", "╝"}
	}
	right, bottom := r.X+r.W-1, r.Y+r.H-1
	for x := r.X + 1; x < right; x++ {
		c.Set(x, r.Y, line[1], style)
		c.Set(x, bottom, line[1], style)
	}
	for y := r.Y + 1; y < bottom; y++ {
		c.Set(r.X, y, line[3], style)
		c.Set(right, y, line[3], style)
	}
	c.Set(r.X, r.Y, line[0], style)
	c.Set(right, r.Y, line[2], style)
	c.Set(r.X, bottom, line[4], style)
	c.Set(right, bottom, line[5], style)
}

// Bits draws a bitmap in half blocks, scale pixels to a bit, its corner at x, y.
// A cell is two pixels high. Nothing is bold: that brightens half blocks alone.
func (c *Canvas) Bits(x, y, scale int, rows []string, style tcell.Style) {
	style = style.Bold(false)
	lit := func(px, py int) bool {
		px, py = px/scale, py/scale
		return py < len(rows) && px < len(rows[py]) && rows[py][px] == '#'
	}
	for cy := 0; cy*2 < len(rows)*scale; cy++ {
		for cx := range len(rows[0]) * scale {
			top, bottom := lit(cx, cy*2), lit(cx, cy*2+1)
			switch {
			case top && bottom:
				c.Set(x+cx, y+cy, "█", style)
			case top:
				c.Set(x+cx, y+cy, "▀", style)
			case bottom:
				c.Set(x+cx, y+cy, "▄", style)
			}
		}
	}
}

// String returns what is written, a line a row.
func (c *Canvas) String() string {
	var b strings.Builder
	for i, cell := range c.cells {
		b.WriteString(cell.text)
		if (i+1)%c.Width == 0 {
			b.WriteByte('\n')
		}
	}
	return b.String()
}
