package tui

import (
	"slices"
	"strings"
	"testing"

	"github.com/gdamore/tcell/v2"

	"accueil/display/paint"
)

// What is left of a contrast of 7 when letters are painted. Measured: of the pixels that
// a letter covers, at worst 83 % keep 7:1 in true colour, and 78 % with 256 colours,
// where white on blue begins at 7.0; both are bold letters of 9 pixels, white on a tile.
// The faintest piece of a letter, a hyphen in narrow letters, has a pixel of 6.8:1, and
// 6.0:1; of the others none is under 7.0:1, and 6.5:1.
var paintedLeast = []struct {
	colours int
	share   float64 // of the covered pixels, that keep inkContrast
	piece   float64 // contrast of the strongest pixel of a piece of a letter
}{
	{1 << 24, 0.8, 6.7},
	{256, 0.75, 5.9},
}

const (
	inkContrast = 7
	covered     = 224 // of 255: seven eighths of a pixel
	touched     = 32  // an eighth: less is no ink to speak of
)

// paintedScenes have the smallest letters and the most colours.
var paintedScenes = []string{"welcome with appointments and a closed service", "appointments with help", "ticket of who called for help"}

func TestLettersKeepTheirContrastWhenPainted(t *testing.T) {
	for _, p := range panels(1 << 24) {
		g := newGlass(p.page)
		for _, scene := range scenesOf(g.sized) {
			if _, name, _ := strings.Cut(scene.name, " "); !slices.Contains(paintedScenes, name) {
				continue
			}
			s := drawSheet(scene.screen, g, "")
			for _, least := range paintedLeast {
				s.colours = least.colours
				c := s.print()
				for _, l := range s.lines {
					share, piece := s.painted(c, l)
					if share < least.share || piece < least.piece {
						t.Errorf("%s, %d colours, %s: of %q %.0f %% has a contrast of %d, and its faintest piece one of %.1f; want %.0f %% and %.1f",
							p.name, least.colours, scene.name, l.text, 100*share, inkContrast, piece, 100*least.share, least.piece)
					}
				}
			}
		}
	}
}

// painted measures a line on a canvas: the share of the pixels it covers whose contrast
// is inkContrast, and of its pieces, apart by a column without ink, the faintest one's.
func (s *sheet) painted(c *canvas, l line) (share, piece float64) {
	left, base, letters := s.stands(l)
	m := letters.Draw(l.text)
	_, ground, _ := paint.Style(s.colours, l.ink, l.on).Decompose()
	whole, kept, strongest := 0, 0, 0.0
	piece = 21
	for x := range m.W {
		ink := false
		for y := range m.H {
			if m.At(x, y) < touched {
				continue
			}
			ink = true
			at := tcell.NewHexColor(c.Pixel(left-m.Left+x, base-m.Base+y))
			contrast := paint.Contrast(tcell.StyleDefault.Foreground(at).Background(ground))
			strongest = max(strongest, contrast)
			if m.At(x, y) >= covered {
				whole++
				if contrast >= inkContrast {
					kept++
				}
			}
		}
		if strongest > 0 && (!ink || x == m.W-1) {
			piece, strongest = min(piece, strongest), 0
		}
	}
	return float64(kept) / float64(max(1, whole)), piece
}
