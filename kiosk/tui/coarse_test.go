package tui

import (
	"log/slog"
	"strings"
	"testing"
	"testing/synctest"

	"accueil/kiosk"
)

func TestCoarseCellsAreToldTheSizeThatWouldDo(t *testing.T) {
	for _, test := range []struct {
		name   string
		page   page
		coarse bool
		cell   [2]int
	}{
		{"8×16 on the reference", page{width: 240, height: 67, panelMM: [2]int{344, 194}, cellPixels: [2]int{8, 16}, colours: paletteFor(1 << 24)}, true, [2]int{5, 10}},
		{"a terminal that says nothing of pixels", page{width: 240, height: 67, panelMM: [2]int{344, 194}, colours: paletteFor(256)}, true, [2]int{}},
		{"8×16 on 21.5 inches", page{width: 240, height: 67, panelMM: [2]int{476, 268}, cellPixels: [2]int{8, 16}, colours: paletteFor(256)}, true, [2]int{4, 7}},
		{"fine ones", page{width: 384, height: 108, panelMM: [2]int{344, 194}, cellPixels: [2]int{5, 10}, colours: paletteFor(256)}, false, [2]int{}},
		{"too few colours", page{width: 240, height: 67, panelMM: [2]int{344, 194}, cellPixels: [2]int{8, 16}, colours: paletteFor(16)}, false, [2]int{}},
		{"too small a panel", page{width: 100, height: 30, panelMM: [2]int{154, 90}, cellPixels: [2]int{8, 16}, colours: paletteFor(256)}, false, [2]int{}},
	} {
		t.Run(test.name, func(t *testing.T) {
			if got := newGlass(test.page).coarse(); got != test.coarse {
				t.Fatalf("coarse: got %t, want %t", got, test.coarse)
			}
			if wide, high := test.page.finerCell(); test.coarse && [2]int{wide, high} != test.cell {
				t.Errorf("got cells of %d×%d, want %d", wide, high, test.cell)
			}
		})
	}
}

func TestCoarseCellsAreToldUntilSomebodyIsThere(t *testing.T) {
	l := &loop{options: Options{Log: slog.New(slog.DiscardHandler)}}
	p := page{width: 240, height: 67, panelMM: [2]int{344, 194}, cellPixels: [2]int{8, 16}, colours: paletteFor(256)}
	home := kiosk.View(newBooth().m)
	if got := l.advise(home, p).Banner.Text; !strings.Contains(got, "5×10 pixels") {
		t.Errorf("got %q, want the cells that would do", got)
	}
	l.met = true
	if got := l.advise(home, p).Banner.Text; got != "" {
		t.Errorf("got %q for a visitor", got)
	}
}

func TestCoarseCellsAreLoggedOnce(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := runs(t, gives, nil)
		s.messages <- kiosk.PrinterIs{There: true}
		s.rests()
		if n := strings.Count(s.log.String(), "wants=377×107"); n != 1 {
			t.Errorf("logged %d times, want once: %s", n, &s.log)
		}
	})
}
