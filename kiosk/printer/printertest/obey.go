package printertest

import (
	"bytes"

	"golang.org/x/text/encoding/charmap"
)

// A style is how the next line is printed.
type style struct {
	spacing int // dots
	high    int // times a letter's own height
	table   byte
	line    []byte
}

const letterDots = 24

func plainStyle() style { return style{spacing: 30, high: 1} }

// work obeys what is in the queue, as far as it has come and as long as it can.
func (p *Printer) work() {
	for len(p.queue) > 0 && (p.online() || p.rash) {
		size := p.next()
		if size == 0 || size > p.ripe {
			return
		}
		p.ripe -= size
		command := p.queue[:size]
		p.queue = p.queue[size:]
		p.obey(command)
	}
}

// lengths are those of commands whose length is always the same.
func lengths() map[string]int {
	all := map[string]int{
		"\x1b@": 2, "\x1b2": 2, "\x1b\\": 4, "\x1b$": 4, "\x1c.": 2, "\x1c&": 2, "\x1cS": 4, "\x1b\x06": 3,
		"\x1dL": 4, "\x1dW": 4, "\x10\x04": 3, "\x10\x05": 3,
	}
	for _, c := range "M {-EGJad3tRV!" {
		all["\x1b"+string(c)] = 3
	}
	for _, c := range "aB!rIb" {
		all["\x1d"+string(c)] = 3
	}
	for _, c := range "-!CW" {
		all["\x1c"+string(c)] = 3
	}
	return all
}

// next is the length of the command at the head of the queue, 0 when it is not there
// whole.
func (p *Printer) next() int {
	q := p.queue
	size := 1
	switch {
	case q[0] != 0x1b && q[0] != 0x1d && q[0] != 0x1c && q[0] != 0x10:
	case len(q) < 2:
		return 0
	case bytes.HasPrefix(q, []byte("\x1dv0")) && len(q) >= 8:
		size = 8 + (int(q[4])+int(q[5])<<8)*(int(q[6])+int(q[7])<<8)
	case bytes.HasPrefix(q, []byte("\x1dv")):
		return 0
	case q[1] == '(' && q[0] != 0x1b && len(q) >= 5:
		size = 5 + int(q[3]) + int(q[4])<<8
	case bytes.HasPrefix(q, []byte("\x1d8L")) && len(q) >= 7:
		size = 7 + int(q[3]) + int(q[4])<<8 + int(q[5])<<16
	case q[1] == '(' && q[0] != 0x1b, q[0] == 0x1d && q[1] == '8':
		return 0
	case bytes.HasPrefix(q, []byte("\x1dV")) && len(q) >= 3:
		size = 3
		if q[2] >= 65 {
			size = 4
		}
	case bytes.HasPrefix(q, []byte("\x1dV")):
		return 0
	default:
		var known bool
		if size, known = lengths()[string(q[:2])]; !known {
			p.misunderstood("% x", q[:2])
			size = 2
		}
	}
	if size > len(q) {
		return 0
	}
	return size
}

// obey does one command.
func (p *Printer) obey(c []byte) {
	last := int(c[len(c)-1])
	switch name := string(c[:min(2, len(c))]); {
	case c[0] == '\n':
		p.feedLine()
	case c[0] >= ' ' && c[0] != 0x7f:
		p.style.line = append(p.style.line, c[0])
	case len(c) == 1:
		if c[0] != 0 && c[0] != '\r' {
			p.misunderstood("% x", c)
		}
	case name == "\x1b@":
		p.style, p.unasked = plainStyle(), false
	case name == "\x1bt":
		p.style.table = byte(last)
	case name == "\x1b2":
		p.style.spacing = 30
	case name == "\x1b3":
		p.style.spacing = last
	case name == "\x1bJ":
		p.feed(last)
	case name == "\x1d!":
		p.style.high = last&7 + 1
	case name == "\x1dv":
		p.image(int(c[4])+int(c[5])<<8, c[8:])
	case name == "\x1da":
		if p.unasked = last != 0; p.unasked && !p.mute {
			p.line.say(p.back())
		}
	case name == "\x1dr" && !p.mute && !p.simple:
		p.line.say([]byte{p.back()[2] & 0x0f})
	case name == "\x1dI" && !p.mute:
		p.line.say([]byte("_FAKE\x00"))
	case name == "\x1dV":
		feed := 0
		if len(c) == 4 {
			feed = last + headToKnifeMM*dotsPerMM
		}
		if p.feed(feed) {
			p.tear()
		}
	}
}

// feed moves the paper, and reports whether there was enough.
func (p *Printer) feed(dots int) bool {
	mm := min(p.paper, float64(dots)/dotsPerMM)
	p.paper -= mm
	p.sheet.MM += mm
	if p.paper <= 0 && mm > 0 && p.unasked && !p.mute {
		p.line.say(p.back())
	}
	return p.paper > 0
}

// feedLine prints the line begun; without paper nothing of it is seen.
func (p *Printer) feedLine() {
	line := p.style.line
	p.style.line = nil
	if !p.feed(max(p.style.spacing, p.style.high*letterDots)) || len(line) == 0 || p.cover {
		return
	}
	text, err := charmap.Windows1252.NewDecoder().Bytes(line)
	if err != nil || p.style.table != 16 && bytes.ContainsFunc(text, func(r rune) bool { return r > '~' }) {
		p.misunderstood("text in table %d: % x", p.style.table, line)
	}
	p.sheet.Lines = append(p.sheet.Lines, string(text))
}

// image prints as much of an image as there is paper for.
func (p *Printer) image(across int, rows []byte) {
	if across == 0 {
		return
	}
	high := len(rows) / across
	seen := min(high, int(p.paper*dotsPerMM))
	p.feed(high)
	if p.cover {
		return
	}
	p.sheet.Rasters = append(p.sheet.Rasters, Raster{W: across * 8, H: seen, Rows: bytes.Clone(rows[:seen*across])})
}

// tear ends a sheet, wherever it is.
func (p *Printer) tear() {
	if p.sheet.MM > 0 {
		p.done = append(p.done, p.sheet)
	}
	p.sheet = Sheet{}
}
