package paint

import (
	"slices"
	"testing"
)

// The pixels of a pictogram of 20 mm on the glass of the reference.
const glassW, glassH = 44, 22

func TestEveryPictogramIsDrawnInsideItsBox(t *testing.T) {
	for _, name := range PictogramNames() {
		s, err := readShape(pictograms[name])
		if err != nil {
			t.Errorf("%s: %v", name, err)
		}
		for _, l := range s.layers {
			for _, p := range slices.Concat(l.contours...) {
				if !l.cut && (p.x < 0 || p.x > BoxUnits || p.y < 0 || p.y > BoxUnits) {
					t.Errorf("%s: ink at %.1f,%.1f is outside its box", name, p.x, p.y)
				}
			}
		}
	}
}

func TestAPictogramIsNeitherFaintNorABlock(t *testing.T) {
	for _, name := range PictogramNames() {
		s, _ := Pictogram(name)
		sum := 0
		for _, ink := range s.Draw(glassW, glassH).Ink {
			sum += int(ink)
		}
		if percent := sum * 100 / (255 * glassW * glassH); percent < 15 || percent > 80 {
			t.Errorf("%s: ink covers %d %%, want 15 to 80", name, percent)
		}
	}
}

func TestNoTwoPictogramsAreAlike(t *testing.T) {
	all := PictogramNames()
	for i, a := range all {
		for _, b := range all[i+1:] {
			first, _ := Pictogram(a)
			second, _ := Pictogram(b)
			if percent := differs(first, second); percent < alike {
				t.Errorf("%s and %s differ in %d %% of what is drawn, want %d", a, b, percent, alike)
			}
		}
	}
}

// alike is the part of their ink, in percent, below which two are taken for one another.
const alike = 20

// differs returns how much of what either shape draws only one of them draws.
func differs(a, b Shape) (percent int) {
	first, second := a.Draw(glassW, glassH), b.Draw(glassW, glassH)
	apart, either := 0, 0
	for i := range first.Ink {
		low, high := min(first.Ink[i], second.Ink[i]), max(first.Ink[i], second.Ink[i])
		apart, either = apart+int(high-low), either+int(high)
	}
	return apart * 100 / either
}

func TestWhatHasADirectionTurnsWhereWordsRunRightToLeft(t *testing.T) {
	for _, name := range turning {
		s, ok := Pictogram(name)
		if !ok {
			t.Errorf("%s: there is none", name)
			continue
		}
		if differs(s, s.Mirrored()) == 0 {
			t.Errorf("%s: does not turn, or looks the same from both sides", name)
		}
		if differs(s, s.Mirrored().Mirrored()) > 0 {
			t.Errorf("%s: turned twice, it is another", name)
		}
	}
	for _, name := range []string{"clock", "check", "bill", "language"} {
		s, _ := Pictogram(name)
		if differs(s, s.Mirrored()) > 0 {
			t.Errorf("%s: turns, and would be wrong", name)
		}
	}
	next, _ := Pictogram("next")
	back, _ := Pictogram("back")
	if differs(next.Mirrored(), back) > 0 {
		t.Error("next, turned, is not back")
	}
}

func TestThereIsNoPictogramOfAnotherName(t *testing.T) {
	for _, name := range []string{"", "nothing", "Paper"} {
		if _, ok := Pictogram(name); ok {
			t.Errorf("%q: got a pictogram", name)
		}
	}
}
