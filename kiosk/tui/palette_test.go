package tui

import (
	"testing"

	"github.com/gdamore/tcell/v2"

	"accueil/display/paint"
)

func TestEveryStyleKeepsAContrastOfSeven(t *testing.T) {
	for _, colours := range []int{8, 16, 256, 1 << 24} {
		p := paletteFor(colours)
		styles := append(append([]tcell.Style{p.ground, p.button, p.off, paint.Inverted(p.button)}, p.tones[:]...), p.moods[:]...)
		for i, s := range styles {
			if got := paint.Contrast(s); got < 7 {
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
