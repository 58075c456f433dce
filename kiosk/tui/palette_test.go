package tui

import (
	"math"
	"testing"

	"github.com/gdamore/tcell/v2"

	"accueil/display/paint"
)

// contrast is WCAG 2's ratio of two colours, 1 to 21.
func contrast(a, b int32) float64 {
	la, lb := luminance(a), luminance(b)
	return (max(la, lb) + 0.05) / (min(la, lb) + 0.05)
}

func luminance(rgb int32) float64 {
	channel := func(v int32) float64 {
		c := float64(v&0xFF) / 255
		if c <= 0.04045 {
			return c / 12.92
		}
		return math.Pow((c+0.055)/1.055, 2.4)
	}
	return 0.2126*channel(rgb>>16) + 0.7152*channel(rgb>>8) + 0.0722*channel(rgb)
}

func TestEveryStyleKeepsAContrastOfSeven(t *testing.T) {
	for _, colours := range []int{8, 16, 256, 1 << 24} {
		p := paletteFor(colours)
		styles := append(append([]tcell.Style{p.ground, p.button, p.off}, p.tones[:]...), p.moods[:]...)
		for i, s := range styles {
			front, back, _ := s.Decompose()
			if got := contrast(front.Hex(), back.Hex()); got < 7 {
				t.Errorf("%d colours, style %d: contrast %.1f, want at least 7", colours, i, got)
			}
		}
	}
}

func TestEveryTileHasAColourOfItsOwn(t *testing.T) {
	seen := make(map[int]bool)
	for tone, c := range toneColours {
		if seen[c.Of256] {
			t.Errorf("tone %d shares its colour of 256 with another", tone)
		}
		seen[c.Of256] = true
	}
}

func TestBoldBlackStaysBlack(t *testing.T) {
	_, _, attributes := paint.Strong(plainPalette().tones[1]).Decompose()
	if attributes&tcell.AttrBold != 0 {
		t.Error("got bold black, which is grey on terminals of 16 colours")
	}
}
