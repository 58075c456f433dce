package paint

import (
	"strings"
	"testing"
)

func TestAShapeIsDrawnAsItIsWritten(t *testing.T) {
	for _, want := range []struct{ text, rows string }{
		{"M8 8H40V40H8Z", "...... .####. .####. .####. .####. ......"},
		{"M8 8h32v32h-32z", "...... .####. .####. .####. .####. ......"},
		{"box 8 8 32 32 0", "...... .####. .####. .####. .####. ......"},
		{"box 8 8 32 32 0; -box 16 16 16 16 0", "...... .####. .#..#. .#..#. .####. ......"},
		{"box 8 8 32 32 0; -box 16 16 16 16 0; box 16 16 8 8 0", "...... .####. .##.#. .#..#. .####. ......"},
		{"M8 8H40V40H8ZM16 16H32V32H16Z", "...... .####. .####. .####. .####. ......"},
		{"M8 8H40V40H8ZM16 16V32H32V16Z", "...... .####. .#..#. .#..#. .####. ......"},
		{"line 8 M4 4H44", "###### ...... ...... ...... ...... ......"},
		{"line 8 M4 4H44V44H4Z", "###### #....# #....# #....# #....# ######"},
		{"line 8 M44 4V44H4", ".....# .....# .....# .....# .....# ######"},
		{"disc 24 24 16", "...... ..##.. .####. .####. ..##.. ......"},
		{"M0 48Q0 0 48 0V48Z", "...### .##### .##### ###### ###### ######"},
		{"M0 48C0 16 16 0 48 0V48Z", "...### .##### .##### ###### ###### ######"},
	} {
		s, err := readShape(want.text)
		if err != nil {
			t.Errorf("%s: %v", want.text, err)
			continue
		}
		if got := strings.Join(s.Bits(6, 6), " "); got != want.rows {
			t.Errorf("%s:\n got %s\nwant %s", want.text, got, want.rows)
		}
	}
}

func TestAnArcIsPartOfARing(t *testing.T) {
	read := func(text string) Shape {
		s, err := readShape(text)
		if err != nil {
			t.Fatal(err)
		}
		return s
	}
	ring := read("disc 24 24 19; -disc 24 24 13")
	if percent := differs(read("arc 24 24 16 0 360"), ring); percent > 1 {
		t.Errorf("all around: %d %% differs from a ring", percent)
	}
	right := read("arc 24 24 16 -60 60").Draw(BoxUnits, BoxUnits)
	for at, inked := range map[[2]int]bool{{40, 24}: true, {35, 36}: true, {35, 12}: true, {24, 8}: false, {8, 24}: false, {24, 40}: false} {
		if got := right.At(at[0], at[1]) > 0; got != inked {
			t.Errorf("from -60 to 60 degrees: ink at %v: got %v, want %v", at, got, inked)
		}
	}
}

func TestAShapeCanBeAnySize(t *testing.T) {
	s, _ := Pictogram("paper")
	for _, size := range [][2]int{{0, 0}, {-1, 5}, {5, -1}, {1, 1}, {1, 300}, {700, 3}} {
		m := s.Draw(size[0], size[1])
		if len(m.Ink) != m.W*m.H || m.W != max(0, size[0]) || m.H != max(0, size[1]) {
			t.Errorf("%v: got %d×%d with %d pixels", size, m.W, m.H, len(m.Ink))
		}
	}
}

func TestWhatIsNotWrittenAsAShapeIsRefused(t *testing.T) {
	for _, text := range []string{
		"", ";", "H4", "M4", "M4 4L5", "M4 4 5 5", "M4 4A1 2 3", "M4 x", "disc 1 2", "disc 1 2 x",
		"box 1 2 3 4", "arc 1 2 3 4", "line", "line 4", "line x M4 4H5", "line 4 5 M4 4H5", "circle 1 2 3", "M4 4H5;",
	} {
		if _, err := readShape(text); err == nil {
			t.Errorf("%q: read as a shape", text)
		}
	}
}
