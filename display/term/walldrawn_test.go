package term

import (
	"fmt"
	"math"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/gdamore/tcell/v2"

	"accueil/display"
	"accueil/display/paint"
	"accueil/queue"
	"accueil/queue/wire"
)

// A pane is glass that a wall must serve, with the cells that its terminal is set to.
type pane struct {
	name string
	page wallPage
}

// panes are 43 inches with an ordinary terminal's cells and with a kiosk's, upright, with
// the coarsest that are drawn on, larger, and read from nearer.
func panes(colours int) []pane {
	make := func(columns, rows, w, h int, distance float64) pane {
		return pane{
			fmt.Sprintf("%d×%d cells on %d×%d mm at %g m", columns, rows, w, h, distance),
			wallPage{width: columns, height: rows, panelMM: [2]int{w, h}, distance: distance, colours: wallPalette(colours)},
		}
	}
	return []pane{
		make(240, 67, 952, 535, 5), make(384, 108, 952, 535, 5), make(135, 120, 535, 952, 5), make(120, 40, 952, 535, 5),
		make(240, 67, 1430, 805, 5), make(240, 67, 1430, 805, 8), make(240, 67, 952, 535, 2),
	}
}

// A wallScene is a wall with its story: what a board shows of it.
type wallScene struct {
	name   string
	screen display.WallScreen
}

// noon is when every scene is seen, half an hour after its calls.
var noon = time.Date(2026, 11, 24, 12, 0, 0, 0, time.UTC)

// shown is what a board shows of a view, in a house of a language.
func shown(lang string, view wire.WallView, then ...display.Msg) display.WallScreen {
	view.Languages, view.Site = []string{lang}, wire.SiteName{Name: "PIMMS de Dijon"}
	view.Waiting = []wire.WaitingWall{{Count: 7}, {Count: 5}}
	b := display.NewBoard()
	for _, m := range append([]display.Msg{display.Tick{Now: display.Now{Wall: noon}}, display.WallSeen{Stamp: display.Stamp{Epoch: "1", At: noon}, View: view}}, then...) {
		b, _ = b.Update(m)
	}
	return b.View()
}

// called are calls, the newest first, of "A07 Guichet 2".
func called(all ...string) (calls []wire.Call) {
	for i, text := range all {
		number, desk, _ := strings.Cut(text, " ")
		calls = append(calls, wire.Call{
			Call: uint64(len(all) - i), Ticket: queue.TicketID(number), Number: queue.Number(number), DeskName: desk, CalledAt: noon.Add(-30 * time.Minute),
		})
	}
	return calls
}

// wallScenes are what a wall shows in a day, in a house of a language.
func wallScenes(lang string) []wallScene {
	day := called("A07 Guichet 12", "B12 Guichet 1", "A06 Accueil", "J03 Guichet 3", "E01 Guichet 2", "F04 Guichet 4", "D209 Guichet 5", "A05 Guichet 2")
	full := wire.WallView{Open: true, Calls: day}
	with := func(change func(*wire.WallView)) wire.WallView {
		v := full
		change(&v)
		return v
	}
	lost := display.Lost{Loss: display.Loss{Kind: display.LossUnreachable}, Since: noon}
	searching, _ := display.NewBoard().Update(display.Tick{Now: display.Now{Wall: noon}})
	return []wallScene{
		{"searching", searching.View()},
		{"nobody", shown(lang, wire.WallView{Open: true})},
		{"closed", shown(lang, wire.WallView{})},
		{"one call", shown(lang, with(func(v *wire.WallView) { v.Calls = day[:1] }))},
		{"two calls", shown(lang, with(func(v *wire.WallView) { v.Calls = day[:2] }))},
		{"a day", shown(lang, full)},
		{"long numbers", shown(lang, with(func(v *wire.WallView) { v.Calls = called("A9100 Guichet 12", "A9101 Guichet 11", "A9102 Guichet 10") }))},
		{"desks with names", shown(lang, with(func(v *wire.WallView) {
			v.Calls = called("A07 الاستقبال", "B12 Зустріч", "J03 Bureau de l'accueil", "E01 Guichet 2")
		}))},
		{"a notice", shown(lang, with(func(v *wire.WallView) { v.Notice = "Fermé à midi" }))},
		{"a notice in Ukrainian", shown(lang, with(func(v *wire.WallView) { v.Notice = "Сьогодні ми працюємо до обіду" }))},
		{"a notice in Arabic", shown(lang, with(func(v *wire.WallView) { v.Notice = "المكتب مغلق بعد الظهر." }))},
		{"an endless notice", shown(lang, with(func(v *wire.WallView) { v.Notice = strings.Repeat("Apportez vos papiers. ", 9) }))},
		{"closed after a day", shown(lang, with(func(v *wire.WallView) { v.Open = false }))},
		{"stale", shown(lang, full, lost)},
		{"stale with a notice", shown(lang, with(func(v *wire.WallView) { v.Notice = "Fermé à midi" }), lost)},
	}
}

// drawnWalls returns every scene on a pane, in houses of some languages.
func drawnWalls(t *testing.T, p pane, langs ...string) map[string]*wallSheet {
	all := map[string]*wallSheet{}
	for _, lang := range langs {
		for _, scene := range wallScenes(lang) {
			g := newWallGlass(p.page)
			sheet, ok := drawWall(scene.screen, g)
			if !ok || !g.fine() {
				t.Errorf("%s, %s in %s: drawn plainly", p.name, scene.name, lang)
				continue
			}
			all[scene.name+" in "+lang] = sheet
		}
	}
	return all
}

const measured = 0.005 // millimetres that reckoning may lose

// What is too much for any size is read by whoever steps nearer, and has no other way.
var endless = []string{"an endless notice", "stale with a notice", "desks with names"}

// What LOOK asks of letters, on every screen, pane and language.
func TestEveryWordOnAWallIsReadFromWherePeopleSit(t *testing.T) {
	for _, p := range panes(1 << 24) {
		for name, s := range drawnWalls(t, p, "fr", "en", "ar", "uk") {
			scene, _, _ := strings.Cut(name, " in ")
			for _, l := range s.lines {
				if least := perMetreMM * p.page.distance; l.capital < least-measured && !l.small && !slices.Contains(endless, scene) {
					t.Errorf("%s, %s: %q has capitals of %.1f mm, want %.1f", p.name, name, l.text, l.capital, least)
				}
				if l.capital < s.floor()-measured {
					t.Errorf("%s, %s: %q has fewer than %d pixels", p.name, name, l.text, pixelsLeast)
				}
				if c := paint.Contrast(paint.Style(1<<24, l.ink, l.on)); c < 7 {
					t.Errorf("%s, %s: %q has a contrast of %.1f", p.name, name, l.text, c)
				}
				if missing := paint.Missing(l.text); len(missing) > 0 {
					t.Errorf("%s, %s: %q lacks the letters %q", p.name, name, l.text, string(missing))
				}
			}
			for _, fault := range s.disorder() {
				t.Errorf("%s, %s: %s", p.name, name, fault)
			}
		}
	}
}

// inked is the ink of a line, in pixels.
func (s *wallSheet) inked(l wallLine) (m paint.Mask, x, y int) {
	left, base := s.stands(l)
	m = s.typeOf(s.lang, l.letters).Draw(l.text)
	return m, left - m.Left, base - m.Base
}

// disorder returns what lies outside, over something else, or half on a box.
func (s *wallSheet) disorder() (all []string) {
	type stain struct {
		what       string
		x, y, w, h int
	}
	var stains []stain
	pw, ph := s.pixel()
	for _, l := range s.lines {
		m, x, y := s.inked(l)
		stains = append(stains, stain{l.text, x, y, m.W, m.H})
	}
	for _, p := range s.shapes {
		stains = append(stains, stain{p.name, nearest(p.x / pw), nearest(p.y / ph), nearest(p.w / pw), nearest(p.h / ph)})
	}
	for i, a := range stains {
		if a.x < 0 || a.y < 0 || a.x+a.w > 2*s.columns || a.y+a.h > 2*s.rows {
			all = append(all, fmt.Sprintf("%q lies outside", a.what))
		}
		for _, b := range stains[:i] {
			if a.x < b.x+b.w && b.x < a.x+a.w && a.y < b.y+b.h-1 && b.y < a.y+a.h-1 { // masks have a margin
				all = append(all, fmt.Sprintf("%q lies over %q", a.what, b.what))
			}
		}
		for _, b := range s.boxes {
			top, bottom := nearest(b.y/ph), nearest((b.y+b.h)/ph)
			if in := a.y >= top-1 && a.y+a.h <= bottom+1; !in && a.y < bottom-1 && a.y+a.h > top+1 {
				all = append(all, fmt.Sprintf("%q runs out of its box", a.what))
			}
		}
	}
	return all
}

// On 43 inches at five metres: the newest call 110 mm high, and three earlier ones at 61.
func TestTheReferenceHasTheSizesItShould(t *testing.T) {
	for _, lang := range []string{"fr", "en", "ar", "uk"} {
		for _, p := range panes(1 << 24)[:3] {
			s, _ := drawWall(shown(lang, wire.WallView{Open: true, Calls: called("A07 Guichet 12", "B12 Guichet 1", "A06 Guichet 2", "J03 Guichet 3", "E01 Guichet 2")}), newWallGlass(p.page))
			for number, least := range map[string]float64{"A07": newestMM, "12": newestMM, "B12": 61, "1": 61, "A06": 61, "J03": 61} {
				if got := s.capitalOf(number); got < least-measured {
					t.Errorf("%s, %s: %s is %.1f mm high, want %.0f", lang, p.name, number, got, least)
				}
			}
		}
	}
}

func (s *wallSheet) capitalOf(text string) float64 {
	for _, l := range s.lines {
		if l.text == text {
			return l.capital
		}
	}
	return 0
}

// Millimetres are counted where they are seen: on the pixels that a terminal paints.
func TestPaintedNumbersAreAsHighAsTheyShould(t *testing.T) {
	for _, colours := range []int{1 << 24, 256} {
		for _, p := range panes(colours) {
			s, _ := drawWall(shown("fr", wire.WallView{Open: true, Calls: called("A07 Guichet 12", "B12 Guichet 1", "E06 Guichet 2")}), newWallGlass(p.page))
			c := s.print()
			_, ph := s.pixel()
			for _, l := range s.lines {
				m, x, y := s.inked(l)
				_, ground, _ := paint.Style(colours, l.ink, l.on).Decompose()
				first, last := math.MaxInt, 0
				for py := y; py < y+m.H; py++ {
					for px := x; px < x+m.W; px++ {
						if paint.Contrast(tcell.StyleDefault.Foreground(tcell.NewHexColor(c.Pixel(px, py))).Background(ground)) >= 3 {
							first, last = min(first, py), max(last, py)
						}
					}
				}
				if got := float64(last-first+1) * ph; got < l.capital-ph {
					t.Errorf("%s, %d colours: %q is painted %.1f mm high, want %.1f", p.name, colours, l.text, got, l.capital)
				}
			}
		}
	}
}

// paintedScenes have the smallest letters and every colour.
var paintedScenes = []string{"a day", "desks with names", "an endless notice", "stale"}

// A letter's inner pixels keep the contrast of its colours.
func TestPaintedLettersKeepAContrastOfSeven(t *testing.T) {
	const covered, kept = 224, 0.75 // of 255; of the pixels that a letter covers
	for _, colours := range []int{1 << 24, 256} {
		for _, p := range panes(colours) {
			for name, s := range drawnWalls(t, p, "fr", "ar") {
				if scene, _, _ := strings.Cut(name, " in "); !slices.Contains(paintedScenes, scene) {
					continue
				}
				c := s.print()
				for _, l := range s.lines {
					m, x, y := s.inked(l)
					_, ground, _ := paint.Style(colours, l.ink, l.on).Decompose()
					whole, good := 0, 0
					for i, ink := range m.Ink {
						if ink < covered {
							continue
						}
						whole++
						if paint.Contrast(tcell.StyleDefault.Foreground(tcell.NewHexColor(c.Pixel(x+i%m.W, y+i/m.W))).Background(ground)) >= 7 {
							good++
						}
					}
					if float64(good) < kept*float64(whole) {
						t.Errorf("%s, %d colours, %s: %.0f %% of %q has a contrast of 7", p.name, colours, name, 100*float64(good)/float64(whole), l.text)
					}
				}
			}
		}
	}
}

func TestAHouseThatReadsFromTheRightHasItsNumbersThere(t *testing.T) {
	view := wire.WallView{Open: true, Calls: called("A07 Guichet 12", "B12 Guichet 1")}
	for lang, right := range map[string]bool{"fr": false, "ar": true} {
		s, _ := drawWall(shown(lang, view), newWallGlass(panes(1 << 24)[0].page))
		where := map[string]float64{}
		for _, l := range slices.Backward(s.lines) { // who waits is told last
			where[l.text] = l.x
		}
		for _, pair := range [][2]string{{"A07", "12"}, {"B12", "1"}, {s.lines[0].text, s.lines[1].text}} {
			if (where[pair[0]] > where[pair[1]]) != right {
				t.Errorf("%s: %q stands at %.0f mm and %q at %.0f", lang, pair[0], where[pair[0]], pair[1], where[pair[1]])
			}
		}
		plain := strings.Split(plainWall(shown(lang, view), wallPage{width: 80, height: 24, panelMM: [2]int{952, 535}, distance: 5, colours: wallPalette(256)}).String(), "\n")[0]
		if first := strings.Fields(plain)[0]; (first == s.screenHeads()[0]) == right {
			t.Errorf("%s: the plain heads are %q", lang, plain)
		}
	}
}

// screenHeads are the heads as a line's beginning has them, in the plain layout too.
func (s *wallSheet) screenHeads() []string { return []string{s.lines[0].text, s.lines[1].text} }

func TestMoreCallsStandOnALargerPanel(t *testing.T) {
	count := func(p pane) (n int) {
		s, _ := drawWall(wallScenes("fr")[5].screen, newWallGlass(p.page))
		for _, l := range s.lines {
			if strings.ContainsAny(l.text[:1], "ABDEFJ") && len(l.text) <= 4 {
				n++
			}
		}
		return n
	}
	all := panes(1 << 24)
	if small, large := count(all[0]), count(all[4]); small != 4 || large <= small {
		t.Errorf("43 inches show %d calls and 65 inches %d, want four and more", small, large)
	}
}

func TestWhoWaitsIsAPictureAndANumberWhereThereIsRoom(t *testing.T) {
	for name, test := range map[string]struct {
		screen display.WallScreen
		shapes int
	}{
		"one call":  {wallScenes("fr")[3].screen, 1},
		"a day":     {wallScenes("fr")[5].screen, 0},
		"when lost": {shown("fr", wire.WallView{Open: true, Calls: called("A07 Guichet 1")}, display.Lost{Since: noon}), 0},
	} {
		s, _ := drawWall(test.screen, newWallGlass(panes(1 << 24)[0].page))
		if len(s.shapes) != test.shapes || test.shapes > 0 && s.capitalOf("12") == 0 {
			t.Errorf("%s: %d pictures, want %d, and the number 12 beside it", name, len(s.shapes), test.shapes)
		}
	}
}

// BenchmarkWallToCells measures a wall of a full day, from what is to be seen to the cells
// of the finest terminal.
func BenchmarkWallToCells(b *testing.B) {
	p, screen := panes(1 << 24)[1].page, wallScenes("fr")[5].screen
	for b.Loop() {
		screen.Dark = !screen.Dark
		layWall(screen, p)
	}
	b.ReportMetric(float64(b.Elapsed())/float64(b.N)/float64(viewMax), "of-the-limit")
}
