package paint

import "testing"

// A picture is drawn 20 mm high at least, and nothing in it may be under 2 mm.
const (
	leastMM    = 20
	detailMM   = 2
	fine       = 240 // pixels in which details are measured
	detail     = detailMM * fine / leastMM
	cornerArea = 170 // pixels that rounding a corner may take: of 45° or more
)

func TestNoDetailOfAPictogramIsUnderTwoMillimetres(t *testing.T) {
	for _, name := range PictogramNames() {
		s, _ := Pictogram(name)
		ink := bitmapOf(s)
		for what, part := range map[string]bitmap{"ink": ink, "gap": ink.inverse()} {
			if area, x, y := part.thin(); area > cornerArea {
				t.Errorf("%s: %s of %d pixels around unit %d,%d is thinner than %d mm at %d mm",
					name, what, area, x*BoxUnits/fine, y*BoxUnits/fine, detailMM, leastMM)
			}
		}
	}
}

func TestADetailUnderTwoMillimetresIsFound(t *testing.T) {
	for text, thin := range map[string]struct{ ink, gap bool }{
		"line 5 M10 10L40 30":                        {false, false},
		"line 4 M10 10L40 30":                        {true, false},
		"box 4 4 40 40 3; -line 5 M24 12V36":         {false, false},
		"box 4 4 40 40 3; -line 4 M24 12V36":         {false, true},
		"box 4 4 18 40 0; box 26 4 18 40 0":          {false, true},
		"box 4 4 40 40 3; -disc 24 24 17; M0 0H3V3Z": {true, false},
	} {
		s, err := readShape(text)
		if err != nil {
			t.Fatal(err)
		}
		ink := bitmapOf(s)
		inkArea, _, _ := ink.thin()
		gapArea, _, _ := ink.inverse().thin()
		if got := (struct{ ink, gap bool }{inkArea > cornerArea, gapArea > cornerArea}); got != thin {
			t.Errorf("%s: got %+v, want %+v", text, got, thin)
		}
	}
}

// A bitmap is fine pixels each way, with a margin of nothing around it.
type bitmap [][]bool

const margin = 2 * detail

func bitmapOf(s Shape) bitmap {
	m := s.Draw(fine, fine)
	b := newBitmap()
	for y := range fine {
		for x := range fine {
			b[y+margin][x+margin] = m.Ink[y*fine+x] >= 128
		}
	}
	return b
}

func newBitmap() bitmap {
	b := make(bitmap, fine+2*margin)
	for y := range b {
		b[y] = make([]bool, len(b))
	}
	return b
}

func (b bitmap) inverse() bitmap {
	other := newBitmap()
	for y := range b {
		for x := range b {
			other[y][x] = !b[y][x]
		}
	}
	return other
}

func (b bitmap) without(other bitmap) bitmap {
	rest := newBitmap()
	for y := range b {
		for x := range b {
			rest[y][x] = b[y][x] && !other[y][x]
		}
	}
	return rest
}

// opened keeps what a disc of a radius can reach without leaving b.
func (b bitmap) opened(radius float64) bitmap {
	return b.inverse().grown(radius).inverse().grown(radius)
}

// grown adds whatever is within a radius of b: a disc around each pixel of its edge.
func (b bitmap) grown(radius float64) bitmap {
	var disc [][2]int
	for reach, dy := int(radius), -int(radius); dy <= reach; dy++ {
		for dx := -reach; dx <= reach; dx++ {
			if float64(dx*dx+dy*dy) <= radius*radius {
				disc = append(disc, [2]int{dx, dy})
			}
		}
	}
	wide := newBitmap()
	for y := range b {
		for x := range b {
			if !b[y][x] {
				continue
			}
			wide[y][x] = true
			if b.holds(x-1, y) && b.holds(x+1, y) && b.holds(x, y-1) && b.holds(x, y+1) {
				continue
			}
			for _, d := range disc {
				if wx, wy := x+d[0], y+d[1]; wx >= 0 && wx < len(b) && wy >= 0 && wy < len(b) {
					wide[wy][wx] = true
				}
			}
		}
	}
	return wide
}

// holds reports whether a pixel is in b; beyond the margin all goes on as it was.
func (b bitmap) holds(x, y int) bool {
	return x < 0 || y < 0 || x >= len(b) || y >= len(b) || b[y][x]
}

// thin returns how large the largest piece of b is that a disc of the least
// detail cannot reach, and where.
func (b bitmap) thin() (area, x, y int) {
	return b.without(b.opened(detail/2 - 0.5)).largest()
}

// largest returns the size of the largest connected piece of b, and where in the
// picture it is.
func (b bitmap) largest() (area, x, y int) {
	seen := newBitmap()
	for y0 := range b {
		for x0 := range b {
			size := 0
			for todo := [][2]int{{x0, y0}}; len(todo) > 0; {
				px, py := todo[0][0], todo[0][1]
				todo = todo[1:]
				if px < 0 || py < 0 || px >= len(b) || py >= len(b) || seen[py][px] || !b[py][px] {
					continue
				}
				seen[py][px] = true
				size++
				todo = append(todo, [2]int{px + 1, py}, [2]int{px - 1, py}, [2]int{px, py + 1}, [2]int{px, py - 1})
			}
			if size > area {
				area, x, y = size, x0-margin, y0-margin
			}
		}
	}
	return area, x, y
}
