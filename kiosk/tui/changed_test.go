package tui

import (
	"context"
	"testing"

	"accueil/display/paint"
	"accueil/kiosk"
)

// cursorWorth is what placing and hiding the cursor takes, in bytes.
const cursorWorth = 32

// A terminal is told what has changed, and no more.
func TestOnlyChangedCellsAreSent(t *testing.T) {
	tty := newTTY(384, 108)
	screen := openTTY(t, tty)
	stage, err := paint.OpenStage(screen, true)
	if err != nil {
		t.Fatal(err)
	}
	p := page{width: 384, height: 108, panelMM: [2]int{344, 194}, colours: paletteFor(1 << 24)}
	sent := func() int {
		before := tty.written
		stage.Show(lay(kiosk.View(newBooth().m), p).Canvas)
		return tty.written - before
	}
	err = stage.Run(t.Context(), func(context.Context) {
		all := sent()
		if again := sent(); again > cursorWorth {
			t.Errorf("the same screen again takes %d bytes, want at most %d", again, cursorWorth)
		}
		p.pressed = "service:droits"
		if tile := sent(); tile == 0 || tile > all/4 {
			t.Errorf("a touched tile takes %d bytes, want some, and at most a quarter of %d", tile, all)
		}
	})
	if err != nil {
		t.Fatal(err)
	}
}
