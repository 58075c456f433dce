package main

import (
	"fmt"
	"regexp"
	"strings"

	"accueil/display/paint"
)

// A board is a wall in a terminal. Its numbers are drawn in colours, and its bell is heard:
// whoever looks at Screen reads both.
type board struct{ terminal }

// newBoard opens a wall whose bell is counted from the first.
func (o *office) newBoard(columns, rows int) board {
	b := board{o.newTerminal(columns, rows, "wall")}
	b.do("set-hook", "-g", "alert-bell", "set-option -ag @rung x")
	return b
}

// Screen is what a terminal shows; then each row of large letters, such as "A901 1"; then
// "rang 1 rang 2" after two rings.
func (b board) Screen() string {
	b.t.Helper()
	parts := append([]string{b.do("capture-pane", "-p")}, large(b.do("capture-pane", "-p", "-e", "-N"))...)
	for n := range strings.Count(b.do("show-options", "-gqv", "@rung"), "x") {
		parts = append(parts, fmt.Sprint("rang ", n+1))
	}
	return flat(strings.Join(parts, "\n"))
}

// A drawing is the colour of each dot: a cell is two dots high.
type drawing [][]string

var styled = regexp.MustCompile(`\x1b\[([\d;]*)m|[^\x1b]`)

// drawn returns the dots of a screen as tmux captures it with its colours.
func drawn(screen string) drawing {
	var d drawing
	ink, ground := "", ""
	for _, line := range strings.Split(screen, "\n") {
		var upper, lower []string
		for _, part := range styled.FindAllStringSubmatch(line, -1) {
			switch cell, style := part[0], part[1]; {
			case cell[0] != 0x1b:
				upper = append(upper, inked(cell, "▀█", ink, ground))
				lower = append(lower, inked(cell, "▄█", ink, ground))
			case strings.HasPrefix(style, "38;"):
				ink = style[3:]
			case strings.HasPrefix(style, "48;"):
				ground = style[3:]
			case style == "" || style == "0":
				ink, ground = "", ""
			}
		}
		d = append(d, upper, lower)
	}
	return d
}

func inked(cell, blocks, ink, ground string) string {
	if strings.Contains(blocks, cell) {
		return ink
	}
	return ground
}

// large returns what stands on a screen in drawn letters of any size, row by row.
func large(screen string) (rows []string) {
	letters := map[rune][]string{}
	for _, letter := range "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ" {
		letters[letter] = paint.Big(string(letter))
	}
	d := drawn(screen)
	for y := 0; y < len(d); y += 2 {
		for scale := 1; y+scale*paint.LetterHeight <= len(d); scale++ {
			if row := d.row(y, scale, letters); row != "" {
				rows = append(rows, row)
			}
		}
	}
	return rows
}

// row reads from left to right, with a space where more than the gap of two letters is
// between them.
func (d drawing) row(y, scale int, letters map[rune][]string) string {
	var read strings.Builder
	for x, end := 1, 0; x < len(d[y]); x++ {
		for letter, dots := range letters {
			if !d.shows(dots, x, y, scale) {
				continue
			}
			if end > 0 && x > end+scale {
				read.WriteByte(' ')
			}
			read.WriteRune(letter)
			end = x + scale*paint.LetterWidth
			break
		}
	}
	return read.String()
}

// shows reports whether a letter stands by itself with its corner at x, y: in one colour on
// another.
func (d drawing) shows(letter []string, x, y, scale int) bool {
	ground, ink := d[y][x-1], ""
	for dy := range scale * paint.LetterHeight {
		row := d[y+dy]
		if x+scale*paint.LetterWidth >= len(row) {
			return false
		}
		for dx := -1; dx <= scale*paint.LetterWidth; dx++ {
			want := ground
			if dx >= 0 && dx < scale*paint.LetterWidth && letter[dy/scale][dx/scale] == '#' {
				if ink == "" {
					ink = row[x+dx]
				}
				want = ink
			}
			if row[x+dx] != want || ink == ground {
				return false
			}
		}
	}
	return true
}
