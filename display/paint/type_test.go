package paint

import (
	"slices"
	"strings"
	"testing"
	"unicode/utf8"
)

func reading(lang string) Type { return Type{Lang: lang, Cap: 20} }

func TestFontsLoad(t *testing.T) {
	if err := LoadFonts(); err != nil {
		t.Fatal(err)
	}
	if _, err := readFamily(fontFile{"Roboto", []byte("no font")}); err == nil || !strings.Contains(err.Error(), "Roboto") {
		t.Errorf("got %v, want an error that names the font", err)
	}
}

func TestACapitalIsAsTallAsAsked(t *testing.T) {
	for _, c := range []float64{8, 12, 41} {
		m := Type{Cap: c}.Draw("H")
		top := slices.IndexFunc(m.Ink, func(ink uint8) bool { return ink > 127 }) / m.W
		if got := m.Base - top; got < int(c)-1 || got > int(c)+1 {
			t.Errorf("capitals of %v pixels: got %d", c, got)
		}
	}
}

func TestTheStretchMakesLettersWiderAndNoTaller(t *testing.T) {
	square, wide := Type{Cap: 20}, Type{Cap: 20, Stretch: 2}
	if got, want := wide.Width("Bonjour"), 2*square.Width("Bonjour"); got != want {
		t.Errorf("got %v wide, want %v", got, want)
	}
	if got, want := wide.Draw("Bonjour").H, square.Draw("Bonjour").H; got != want {
		t.Errorf("got %d tall, want %d", got, want)
	}
}

// Letters of Arabic stand joined: less wide than one by one, and without a column of
// nothing within a word whose letters all join.
func TestArabicIsJoined(t *testing.T) {
	const word = "سيس"
	ty := reading("ar")
	alone := 0.0
	for _, r := range word {
		alone += ty.Width(string(r))
	}
	if joined := ty.Width(word); joined >= alone*0.8 {
		t.Errorf("got %.0f wide, as if alone: %.0f", joined, alone)
	}
	if gaps := gapsIn(ty.Draw(word)); gaps != 0 {
		t.Errorf("got %d gaps within a joined word", gaps)
	}
}

// gapsIn counts the runs of empty columns between inked ones.
func gapsIn(m Mask) int {
	gaps, seen, empty := 0, false, false
	for x := range m.W {
		inked := false
		for y := range m.H {
			inked = inked || m.At(x, y) > 64
		}
		if inked && seen && empty {
			gaps++
		}
		seen, empty = seen || inked, !inked
	}
	return gaps
}

// What runs right to left is seen so: its first word is at the right, and a number in
// it reads from left to right.
func TestDirectionsAreKept(t *testing.T) {
	ty := reading("ar")
	line := ty.Draw("رقمكم A07")
	for _, side := range []struct {
		name string
		word Mask
		at   int
	}{
		{"the number on the left", ty.Draw("A07"), 0},
		{"the first word on the right", ty.Draw("رقمكم"), line.W - ty.Draw("رقمكم").W},
	} {
		if got := likeness(line, side.word, side.at); got < 0.8 {
			t.Errorf("%s: %.0f %% of its ink is there", side.name, got*100)
		}
	}
}

// likeness is how much of a word's ink stands in a line at a column, give or take a
// pixel.
func likeness(line, word Mask, column int) float64 {
	best := 0.0
	for shift := -2; shift <= 2; shift++ {
		both, all := 0, 0
		for y := range word.H {
			for x := range word.W {
				if word.At(x, y) > 127 {
					all++
					if line.At(column+shift+x, line.Base-word.Base+y) > 127 {
						both++
					}
				}
			}
		}
		best = max(best, float64(both)/float64(all))
	}
	return best
}

func TestLinesBreakBetweenWords(t *testing.T) {
	ty := reading("fr")
	for _, width := range []float64{80, 150, 400} {
		lines := ty.Wrap("Pourquoi venez-vous ici aujourd'hui ?", width)
		if got := strings.Join(lines, " "); got != "Pourquoi venez-vous ici aujourd'hui ?" {
			t.Errorf("%v: got %q", width, lines)
		}
		for _, line := range lines {
			if ty.Width(line) > width && strings.Contains(strings.TrimSuffix(line, " ?"), " ") {
				t.Errorf("%v: %q is %v wide", width, line, ty.Width(line))
			}
			if line == "?" {
				t.Errorf("%v: the mark stands alone", width)
			}
		}
	}
}

func TestBalancedLinesAreAsManyAndNoWider(t *testing.T) {
	ty := reading("fr")
	const text = "Papiers et droits de toutes les familles"
	for _, width := range []float64{200, 260, 340} {
		plain, even := ty.Wrap(text, width), ty.Balanced(text, width)
		if len(even) != len(plain) || ty.Widest(even) > ty.Widest(plain) {
			t.Errorf("%v: got %q, from %q", width, even, plain)
		}
	}
}

func TestWhatNoFontHasIsMissed(t *testing.T) {
	if got := Missing("Électricité, Їжак, مرحبا — « œ » …’"); len(got) > 0 {
		t.Errorf("got %q missing", string(got))
	}
	if got := string(Missing("漢字漢")); got != "漢字" {
		t.Errorf("got %q, want what no font of ours has, once", got)
	}
	if box := (Type{Cap: 20}).Draw("漢"); len(box.Ink) == 0 || slices.Max(box.Ink) < 200 {
		t.Error("a letter that no font has is invisible")
	}
}

func FuzzText(f *testing.F) {
	for _, s := range []string{"Bonjour", "رقمكم A07", "\u202eabc", "e\u0301\u0301\u0301", "\U0001F600", "\x1b[2J", "a\u0000b"} {
		f.Add(s, "ar", 8.5)
	}
	f.Fuzz(func(t *testing.T, text, lang string, capital float64) {
		if len(text) > 200 || !utf8.ValidString(lang) || !(capital > 0.1 && capital < 100) {
			return
		}
		ty := Type{Lang: lang, Cap: capital, Stretch: 2}
		m := ty.Draw(text)
		if len(m.Ink) != m.W*m.H || ty.Width(text) < 0 {
			t.Errorf("got %d×%d pixels in %d bytes, %v wide", m.W, m.H, len(m.Ink), ty.Width(text))
		}
		for _, line := range ty.Wrap(text, 100) {
			ty.Draw(line)
		}
	})
}

// A line that begins with Arabic runs from right to left in a house of any language: its
// full stop stands at the left.
func TestALineRunsAsItBegins(t *testing.T) {
	const line = "سيس. A07"
	if got, want := reading("fr").Draw(line), reading("ar").Draw(line); !slices.Equal(got.Ink, want.Ink) {
		t.Error("in a French house a line of Arabic is drawn otherwise")
	}
	if got, want := reading("fr").Draw("A07 "+line), reading("ar").Draw("A07 "+line); slices.Equal(got.Ink, want.Ink) {
		t.Error("a line that begins with Latin letters runs from right to left in a French house")
	}
}
