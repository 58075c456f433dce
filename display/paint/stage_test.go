package paint

import (
	"testing"

	"github.com/gdamore/tcell/v2"
	"github.com/rivo/tview"
)

func TestALargeLetterHasNoHairlines(t *testing.T) {
	screen := tcell.NewSimulationScreen("UTF-8")
	if err := screen.Init(); err != nil {
		t.Fatal(err)
	}
	defer screen.Fini()
	style := Style(256, Navy, Amber).Bold(true)
	c := NewCanvas(4, 1, style)
	c.Bits(0, 0, 1, []string{"##", "# "}, style)
	(&surface{Box: tview.NewBox(), canvas: c}).Draw(screen)
	for x, want := range []struct {
		text        string
		front, back Colour
	}{{" ", Amber, Navy}, {"▀", Navy, Amber}, {" ", Navy, Amber}} {
		text, got, _ := screen.Get(x, 0)
		front, back, attributes := got.Decompose()
		if text != want.text || front != want.front.shown(256) || back != want.back.shown(256) || x < 2 && attributes&tcell.AttrBold != 0 {
			t.Errorf("column %d: got %q, %v on %v, %v", x, text, front, back, attributes)
		}
	}
}
