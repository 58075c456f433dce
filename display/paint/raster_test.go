package paint

import (
	"testing"

	"github.com/gdamore/tcell/v2"
)

func TestACellShowsFourPixelsWhereTwoColoursDo(t *testing.T) {
	for _, test := range []struct {
		name string
		lit  [][2]int
		want string
	}{
		{"nothing", nil, " "},
		{"the upper half", [][2]int{{0, 0}, {1, 0}}, "▀"},
		{"the left half", [][2]int{{0, 0}, {0, 1}}, "▌"},
		{"a diagonal", [][2]int{{0, 0}, {1, 1}}, "▚"},
		{"a corner", [][2]int{{1, 1}}, "▗"},
	} {
		t.Run(test.name, func(t *testing.T) {
			r := NewRaster(1, 1, 1<<24, Paper)
			for _, p := range test.lit {
				r.Fill(p[0], p[1], 1, 1, Navy)
			}
			c := r.Canvas()
			if got := c.cells[0].text; got != test.want {
				t.Errorf("got %q, want %q", got, test.want)
			}
			for y := range 2 {
				for x := range 2 {
					if got, want := c.Pixel(x, y), r.pix[y*2+x]; got != int32(want) {
						t.Errorf("pixel %d, %d: got %06x, want %06x", x, y, got, want)
					}
				}
			}
		})
	}
}

// Three colours in a cell: the two that are alike become one.
func TestTheDivisionThatErrsLeastIsChosen(t *testing.T) {
	r := NewRaster(1, 1, 1<<24, Navy)
	r.Fill(0, 0, 2, 1, White)
	r.Fill(0, 0, 1, 1, Paper)
	if got := r.Canvas().cells[0].text; got != "▀" {
		t.Errorf("got %q, want white and paper over navy", got)
	}
}

func TestWith256ColoursTheHousesAreThoseOfTheirTable(t *testing.T) {
	for _, c := range []Colour{Paper, Navy, White, Amber, Mint, Rose, Slate} {
		r := NewRaster(1, 1, 256, c)
		_, back, _ := r.Canvas().cells[0].style.Decompose()
		if want := tcell.PaletteColor(c.Of256); back != want {
			t.Errorf("%06x: got %v, want %v", c.RGB, back, want)
		}
	}
}

func TestInkOutsideIsNoInk(t *testing.T) {
	r := NewRaster(4, 4, 1<<24, Paper)
	m := Type{Cap: 20}.Draw("W")
	for _, at := range [][2]int{{-100, 0}, {0, -100}, {100, 100}, {-3, -3}, {7, 7}} {
		r.Ink(at[0], at[1], m, Navy)
	}
}
