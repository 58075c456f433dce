package term

import (
	"log/slog"
	"strings"
	"testing"

	"accueil/queue/wire"
)

func TestCoarseCellsAreToldTheSizeThatWouldDoUntilSomebodyIsCalled(t *testing.T) {
	for _, test := range []struct {
		name  string
		page  wallPage
		says  string // "": nothing
		wants string
	}{
		{"cells of 24×45", wallPage{width: 80, height: 24, cellPixels: [2]int{24, 45}, colours: wallPalette(1 << 24)}, "15×30 pixels", "125×36"},
		{"a terminal that says nothing of pixels", wallPage{width: 80, height: 24, colours: wallPalette(256)}, "", "125×36"},
		{"fine ones", wallPage{width: 240, height: 67, cellPixels: [2]int{8, 16}, colours: wallPalette(256)}, "", ""},
		{"too few colours", wallPage{width: 80, height: 24, cellPixels: [2]int{24, 45}, colours: wallPalette(16)}, "", ""},
	} {
		t.Run(test.name, func(t *testing.T) {
			var log strings.Builder
			test.page.panelMM, test.page.distance = [2]int{952, 535}, 5
			w := &wall{log: slog.New(slog.NewTextHandler(&log, nil)), page: test.page, cellPixels: func() [2]int { return test.page.cellPixels }}
			shows := func(view wire.WallView) string {
				return w.layScreen(shown("fr", view), test.page.width, test.page.height).String()
			}
			for range 2 {
				if nobody := shows(wire.WallView{Open: true}); strings.Contains(nobody, "police du terminal") != (test.says != "") || !strings.Contains(nobody, test.says) {
					t.Errorf("want %q, got:\n%s", test.says, nobody)
				}
			}
			if n := strings.Count(log.String(), "wants="+test.wants); (n == 1) != (test.wants != "") || n > 1 {
				t.Errorf("logged %d times, want once %q: %s", n, test.wants, &log)
			}
			shows(wire.WallView{Open: true, Calls: called("A07 Guichet 1")})
			if later := shows(wire.WallView{Open: true}); strings.Contains(later, "police du terminal") {
				t.Errorf("visitors read:\n%s", later)
			}
		})
	}
}
