package term

import (
	"fmt"
	"strings"
	"testing"

	"accueil/display"
	"accueil/display/paint"
)

func hall(numbers ...string) display.WallScreen {
	s := display.WallScreen{Lang: "fr", HeadNumber: "Numéro", HeadDesk: "Guichet", Clock: "14:30", Waiting: "12 personnes attendent"}
	for _, n := range numbers[1:] {
		s.Rows = append(s.Rows, display.WallRow{Number: n, Desk: "2"})
	}
	s.Band = &display.WallRow{Number: numbers[0], Desk: "12"}
	return s
}

// A number is on a wall when its bitmap, at a scale, stands somewhere on it.
func stands(c *paint.Canvas, text string, scale int) bool {
	want := paint.NewCanvas(scale*len(paint.Big(text)[0]), rowsOf(scale), wallPalette(1<<24).ground)
	want.Bits(0, 0, scale, paint.Big(text), wallPalette(1<<24).ground)
	pattern := strings.Split(strings.TrimSuffix(want.String(), "\n"), "\n")
	lines := strings.Split(c.String(), "\n")
	for y := 0; y+len(pattern) <= len(lines); y++ {
		for x := 0; x+want.Width <= c.Width; x++ {
			if matches(lines[y:], x, pattern) {
				return true
			}
		}
	}
	return false
}

func matches(lines []string, x int, pattern []string) bool {
	for i, want := range pattern {
		if got := []rune(lines[i]); string(got[x:x+len([]rune(want))]) != want {
			return false
		}
	}
	return true
}

func TestLettersAreAsLargeAsTheDistanceAsks(t *testing.T) {
	for _, test := range []struct {
		columns, rows int
		panel         [2]int
		distance      float64
	}{
		{80, 24, [2]int{952, 535}, 5},
		{96, 27, [2]int{952, 535}, 5},
		{240, 67, [2]int{952, 535}, 5},
		{240, 67, [2]int{1210, 680}, 8},
		{120, 67, [2]int{535, 952}, 4},
	} {
		t.Run(fmt.Sprintf("%d×%d cells on %d×%d mm at %g m", test.columns, test.rows, test.panel[0], test.panel[1], test.distance), func(t *testing.T) {
			p := wallPage{width: test.columns, height: test.rows, panelMM: test.panel, distance: test.distance, colours: wallPalette(1 << 24)}
			c := plainWall(hall("A07", "B12", "A06", "J03", "E01", "F04"), p)
			pixel := float64(test.panel[1]) / float64(2*test.rows)
			smallest, shown := 0.0, 0
			for _, n := range []string{"B12", "A06", "J03"} {
				for scale := 1; scale < 40; scale++ {
					if stands(c, n, scale) {
						shown, smallest = shown+1, float64(scale*paint.LetterHeight)*pixel
						break
					}
				}
			}
			newest := 0.0
			for scale := 1; scale < 60; scale++ {
				if stands(c, "A07", scale) {
					newest = float64(scale*paint.LetterHeight) * pixel
				}
			}
			if least := perMetreMM * test.distance; shown < 3 || smallest < least-0.1 || newest < smallest {
				t.Errorf("newest %.0f mm, %d of 3 earlier ones at %.0f mm: want all, at least %.0f mm\n%s", newest, shown, smallest, least, c)
			}
			if test.distance == 5 && newest < newestMM {
				t.Errorf("newest %.0f mm, want at least %d", newest, newestMM)
			}
		})
	}
}

func TestARowIsFreeBelowTheBand(t *testing.T) {
	for rows := wallRows; rows <= 40; rows++ {
		c := plainWall(hall("A07", "B12", "A06", "J03"), wallPage{width: 80, height: rows, panelMM: [2]int{952, 535}, distance: 5, colours: wallPalette(8)})
		lines := strings.Split(c.String(), "\n")
		first, last := 0, 0
		for y, line := range lines {
			if first == 0 && y > 0 && strings.TrimSpace(line) != "" {
				first = y
			}
			if first > 0 && last == 0 && y > first && strings.TrimSpace(line) == "" {
				last = y // below the letters: the band's own lower edge
			}
		}
		if first == 0 || strings.TrimSpace(lines[last+1]) != "" {
			t.Errorf("%d rows: the first earlier call touches the band:\n%s", rows, c)
		}
	}
}

func TestANumberIsNeverSplit(t *testing.T) {
	for columns := wallColumns; columns <= 200; columns += 19 {
		for rows := wallRows; rows <= 70; rows += 9 {
			p := wallPage{width: columns, height: rows, panelMM: [2]int{952, 535}, distance: 5, colours: wallPalette(16)}
			c := plainWall(hall("A9100", "B12"), p)
			found := false
			for scale := 1; scale < 40 && !found; scale++ {
				found = stands(c, "A9100", scale) && stands(c, "12", scale)
			}
			if !found {
				t.Fatalf("%d×%d: A9100 and its desk are not whole:\n%s", columns, rows, c)
			}
		}
	}
}

func TestAStaleWallSaysSoAndDims(t *testing.T) {
	s := hall("A07", "B12")
	s.Stale, s.Detail = "Dernières nouvelles : 14:20.", "connection refused"
	c := plainWall(s, wallPage{width: 80, height: 24, panelMM: [2]int{952, 535}, distance: 5, colours: wallPalette(256)})
	if text := c.String(); !strings.Contains(text, s.Stale) || !strings.Contains(text, s.Detail) || strings.Contains(text, "attendent") {
		t.Errorf("want the sentence, its detail, and no count that may be wrong:\n%s", text)
	}
}

func TestAClosedOfficeIsSaidBelowTheCalls(t *testing.T) {
	s := hall("A07", "B12")
	s.Closed = "C'est fermé."
	if c := plainWall(s, wallPage{width: 80, height: 24, panelMM: [2]int{952, 535}, distance: 5, colours: wallPalette(256)}); !strings.Contains(c.String(), s.Closed) || !stands(c, "A07", 1) && !stands(c, "A07", 2) {
		t.Errorf("want the call and that it is closed:\n%s", c)
	}
}

func TestATerminalTooSmallIsSaid(t *testing.T) {
	for _, size := range [][2]int{{1, 1}, {20, 5}, {wallColumns - 1, 30}, {60, wallRows - 1}} {
		wall := plainWall(hall("A07", "B12"), wallPage{width: size[0], height: size[1], panelMM: [2]int{952, 535}, distance: 5, colours: wallPalette(256)})
		console := layConsole(busy(), size[0], size[1], consolePalette(256))
		for _, c := range []*paint.Canvas{wall, console.Canvas} {
			if size[0] >= 20 && !strings.Contains(strings.ReplaceAll(c.String(), "\n", " "), fmt.Sprintf("%d×%d", size[0], size[1])) && c.Width < consoleColumns {
				t.Errorf("%v: want its size to be said:\n%s", size, c)
			}
		}
	}
}
