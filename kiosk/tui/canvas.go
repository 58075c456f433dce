package tui

import (
	"strings"
	"unicode"

	"github.com/gdamore/tcell/v2"
	"github.com/rivo/uniseg"

	"accueil/kiosk"
)

// A canvas is a screen's worth of cells, and where it may be touched.
type canvas struct {
	serial uint64 // of the kiosk.Screen that it shows
	width  int
	height int
	cells  []cell
	areas  []area
}

// A cell holds one grapheme cluster; the second cell of a wide one holds "".
type cell struct {
	text  string
	style tcell.Style
}

// An area is what a finger means when it goes down there.
type area struct {
	box    rect
	target kiosk.TargetID
}

// A rect is in cells.
type rect struct{ x, y, w, h int }

func (r rect) holds(x, y int) bool { return x >= r.x && x < r.x+r.w && y >= r.y && y < r.y+r.h }

// inset returns r without a border of dx columns and dy rows.
func (r rect) inset(dx, dy int) rect {
	return rect{r.x + dx, r.y + dy, max(0, r.w-2*dx), max(0, r.h-2*dy)}
}

func newCanvas(width, height int, ground tcell.Style) *canvas {
	c := &canvas{width: width, height: height, cells: make([]cell, width*height)}
	for i := range c.cells {
		c.cells[i] = cell{" ", ground}
	}
	return c
}

// at returns what may be touched at a cell, or "".
func (c *canvas) at(x, y int) kiosk.TargetID {
	for _, a := range c.areas {
		if a.box.holds(x, y) {
			return a.target
		}
	}
	return ""
}

func (c *canvas) set(x, y int, text string, style tcell.Style) {
	if x >= 0 && x < c.width && y >= 0 && y < c.height {
		c.cells[y*c.width+x] = cell{text, style}
	}
}

func (c *canvas) fill(r rect, style tcell.Style) {
	for y := r.y; y < r.y+r.h; y++ {
		for x := r.x; x < r.x+r.w; x++ {
			c.set(x, y, " ", style)
		}
	}
}

// put writes one line and cuts it off at width columns. What would steer a
// terminal is left out, whatever a configuration says.
func (c *canvas) put(x, y, width int, text string, style tcell.Style) {
	state, rest := -1, harmless(text)
	for rest != "" {
		var cluster string
		var w int
		cluster, rest, w, state = uniseg.FirstGraphemeClusterInString(rest, state)
		if w > width {
			return
		}
		c.set(x, y, cluster, style)
		for i := 1; i < w; i++ {
			c.set(x+i, y, "", style)
		}
		x, width = x+w, width-w
	}
}

// center writes one line in the middle of r's columns.
func (c *canvas) center(r rect, y int, text string, style tcell.Style) {
	w := min(columns(text), r.w)
	c.put(r.x+(r.w-w)/2, y, r.w, text, style)
}

// frame draws a border of one of the two kinds around r.
func (c *canvas) frame(r rect, double bool, style tcell.Style) {
	line := []string{"┌", "─", "┐", "│", "└", "┘"}
	if double {
		line = []string{"╔", "═", "╗", "║", "╚", "╝"}
	}
	right, bottom := r.x+r.w-1, r.y+r.h-1
	for x := r.x + 1; x < right; x++ {
		c.set(x, r.y, line[1], style)
		c.set(x, bottom, line[1], style)
	}
	for y := r.y + 1; y < bottom; y++ {
		c.set(r.x, y, line[3], style)
		c.set(right, y, line[3], style)
	}
	c.set(r.x, r.y, line[0], style)
	c.set(right, r.y, line[2], style)
	c.set(r.x, bottom, line[4], style)
	c.set(right, bottom, line[5], style)
}

// bits draws a bitmap in half blocks, scale pixels to a bit, its corner at x, y.
// A cell is two pixels high.
func (c *canvas) bits(x, y, scale int, rows []string, style tcell.Style) {
	lit := func(px, py int) bool {
		px, py = px/scale, py/scale
		return py < len(rows) && px < len(rows[py]) && rows[py][px] == '#'
	}
	for cy := 0; cy*2 < len(rows)*scale; cy++ {
		for cx := range len(rows[0]) * scale {
			top, bottom := lit(cx, cy*2), lit(cx, cy*2+1)
			switch {
			case top && bottom:
				c.set(x+cx, y+cy, "█", style)
			case top:
				c.set(x+cx, y+cy, "▀", style)
			case bottom:
				c.set(x+cx, y+cy, "▄", style)
			}
		}
	}
}

// columns returns how many columns a line takes.
func columns(text string) int { return uniseg.StringWidth(harmless(text)) }

// harmless leaves out control characters, and those that turn the direction of
// writing for the rest of a line.
func harmless(text string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsControl(r) || unicode.Is(unicode.Bidi_Control, r) || r == unicode.ReplacementChar {
			return -1
		}
		return r
	}, text)
}

// wrap breaks text into lines of at most width columns, between words; a mark
// that French sets apart ("?", ":", "»") stays with its word. A word that is too
// long is broken.
func wrap(text string, width int) []string {
	width = max(1, width)
	var lines []string
	line := ""
	for _, word := range words(text) {
		switch {
		case line == "":
			line = word
		case columns(line)+1+columns(word) <= width:
			line += " " + word
		default:
			lines, line = append(lines, line), word
		}
		for columns(line) > width {
			head := cut(line, width)
			if head == "" {
				return lines // not even one character fits
			}
			lines, line = append(lines, head), line[len(head):]
		}
	}
	if line != "" {
		lines = append(lines, line)
	}
	return lines
}

// words splits text where a line may break.
func words(text string) []string {
	var all []string
	glue := false
	for _, w := range strings.Fields(harmless(text)) {
		lone := strings.ContainsAny(w, "?!:;»") && columns(w) == 1
		if len(all) > 0 && (lone || glue) {
			all[len(all)-1] += " " + w
		} else {
			all = append(all, w)
		}
		glue = w == "«"
	}
	return all
}

// cut returns as much of text as fits into width columns.
func cut(text string, width int) string {
	state, rest, used := -1, text, 0
	for rest != "" {
		var cluster, next string
		var w int
		cluster, next, w, state = uniseg.FirstGraphemeClusterInString(rest, state)
		if used+w > width {
			break
		}
		used, rest = used+w, next
		_ = cluster
	}
	return text[:len(text)-len(rest)]
}
