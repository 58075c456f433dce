package paint

import (
	"fmt"
	"strings"
	"unicode"
)

// A way is where a pen goes before it is lifted.
type way struct {
	points []point
	closed bool // back to where it began, which is then its last point too
}

// operands says how many numbers each letter of a path takes.
var operands = map[rune]int{'M': 2, 'L': 2, 'H': 1, 'V': 1, 'C': 6, 'Q': 4, 'Z': 0}

// readPath reads letters, each with its numbers.
func readPath(text string) ([]way, error) {
	if !strings.HasPrefix(text, "M") {
		return nil, fmt.Errorf("a path begins with M, got %q", text)
	}
	var p pen
	for text != "" {
		letter := rune(text[0])
		count, ok := operands[unicode.ToUpper(letter)]
		if !ok {
			return nil, fmt.Errorf("%q is no letter of a path", letter)
		}
		end := strings.IndexFunc(text[1:], unicode.IsLetter) + 1
		if end == 0 {
			end = len(text)
		}
		n, err := readNumbers(text[1:end], count)
		if err != nil {
			return nil, fmt.Errorf("%q: %w", text[:end], err)
		}
		p.draw(letter, n)
		text = text[end:]
	}
	return p.ways, nil
}

// A pen follows a path.
type pen struct {
	ways []way
	at   point
}

// draw does what one letter with its numbers asks for.
func (p *pen) draw(letter rune, n []float64) {
	from := point{}
	if unicode.IsLower(letter) {
		from = p.at
	}
	to := func(i int) point { return point{from.x + n[i], from.y + n[i+1]} }
	switch unicode.ToUpper(letter) {
	case 'M':
		p.ways = append(p.ways, way{})
		p.reach(to(0))
	case 'L':
		p.reach(to(0))
	case 'H':
		p.reach(point{from.x + n[0], p.at.y})
	case 'V':
		p.reach(point{p.at.x, from.y + n[0]})
	case 'Q':
		c, end := to(0), to(2)
		p.curve(mix(p.at, c, 2./3), mix(end, c, 2./3), end)
	case 'C':
		p.curve(to(0), to(2), to(4))
	case 'Z':
		w := &p.ways[len(p.ways)-1]
		w.closed = true
		p.reach(w.points[0])
	}
}

// reach goes straight to a point.
func (p *pen) reach(to point) {
	w := &p.ways[len(p.ways)-1]
	if len(w.points) == 0 || to != p.at {
		w.points = append(w.points, to)
	}
	p.at = to
}

// curveSteps is how many straight pieces a curve is drawn in.
const curveSteps = 24

// curve goes to a point along a cubic Bézier curve.
func (p *pen) curve(c1, c2, end point) {
	start := p.at
	for i := 1; i <= curveSteps; i++ {
		t := float64(i) / curveSteps
		a, b, c := mix(start, c1, t), mix(c1, c2, t), mix(c2, end, t)
		p.reach(mix(mix(a, b, t), mix(b, c, t), t))
	}
}

// mix returns the point that lies a part t of the way from a to b.
func mix(a, b point, t float64) point {
	return point{a.x + (b.x-a.x)*t, a.y + (b.y-a.y)*t}
}
