package term

import (
	"bufio"
	"bytes"
	"context"
	"flag"
	"fmt"
	"image"
	"log/slog"
	"net"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"accueil/display"
	"accueil/display/paint"
	"accueil/kiosk/tui/xtermtest"
)

var keepPictures = flag.String("pictures", "", "keep the pictures of all walls in this `FOLDER`")

// beTheWall tells a child of this test, by the socket on which it is told which, to show
// scenes.
const beTheWall = "ACCUEIL_TEST_SHOW_WALL"

func TestMain(m *testing.M) {
	if socket := os.Getenv(beTheWall); socket != "" {
		if err := showWalls(socket, os.Args[len(os.Args)-1]); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		os.Exit(0)
	}
	os.Exit(m.Run())
}

// A still is a wall in which no time passes.
type still struct {
	*wall
	screen display.WallScreen
}

func (s still) deadline() time.Duration { return time.Hour }

func (s still) lay(width, height int) *paint.Canvas { return s.layScreen(s.screen, width, height) }

func (s still) title() string { return s.screen.Title }

// photographed are panes with a cell that xterm has, a plain one last.
func photographed() []pane {
	all := panes(1 << 24)[:3]
	coarse := wallPage{width: 80, height: 24, panelMM: [2]int{952, 535}, distance: 5, colours: wallPalette(1 << 24)}
	return append(all, pane{"80×24 cells", coarse})
}

// photographedCells are the cells of each.
var photographedCells = []string{"8x16", "5x10", "8x16", "8x16"}

// showWalls shows, by a wall's own loop, the scenes that it is told language and number
// of, until the socket is closed.
func showWalls(socket, onPane string) error {
	told, err := net.Dial("unix", socket)
	if err != nil {
		return err
	}
	defer told.Close()
	all := photographed()
	p := all[slices.IndexFunc(all, func(p pane) bool { return p.name == onPane })]
	end := func() error { return nil }
	for lines := bufio.NewScanner(told); lines.Scan(); {
		var lang string
		var i int
		if _, err := fmt.Sscan(lines.Text(), &lang, &i); err != nil {
			return err
		}
		if err := end(); err != nil {
			return err
		}
		end = showWall(p, wallScenes(lang)[i].screen)
	}
	return end()
}

// showWall starts a wall, and returns what ends it.
func showWall(p pane, screen display.WallScreen) (end func() error) {
	ctx, leave := context.WithCancel(context.Background())
	ended := make(chan error, 1)
	o := Options{PanelMM: p.page.panelMM, Distance: p.page.distance, Do: func(context.Context, display.Effect) {}}.complete()
	go func() {
		ended <- run(ctx, o, func(stage *paint.Stage) skin { return still{newWall(o, stage), screen} })
	}()
	return func() error {
		leave()
		return <-ended
	}
}

// An exhibition is a terminal in which walls are shown.
type exhibition struct {
	*xtermtest.Xterm
	tell net.Conn
}

func exhibit(t *testing.T, p pane, cell string) *exhibition {
	t.Helper()
	xtermtest.Required(t)
	socket := filepath.Join(t.TempDir(), "socket")
	listener, err := net.Listen("unix", socket)
	if err != nil {
		t.Fatal(err)
	}
	defer listener.Close()
	x := &exhibition{Xterm: xtermtest.Open(t, xtermtest.Setting{
		Columns: p.page.width, Rows: p.page.height, Cell: cell, Command: []string{os.Args[0], p.name}, Env: []string{beTheWall + "=" + socket},
	})}
	if x.tell, err = listener.Accept(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = x.tell.Close() })
	return x
}

func (x *exhibition) show(t *testing.T, lang string, number int) {
	t.Helper()
	if _, err := fmt.Fprintln(x.tell, lang, number); err != nil {
		t.Fatal(err)
	}
}

func keep(t *testing.T, name string, picture image.Image) {
	t.Helper()
	if *keepPictures != "" {
		name = strings.NewReplacer(" ", "-", "/", "-", "×", "x").Replace(name)
		xtermtest.Save(t, filepath.Join(*keepPictures, name+".png"), picture)
	}
}

// Letters that nobody can read on the glass are none: a reader that knows the language,
// and not what was written, reads every line of a picture.
func TestEveryLineOfAWallIsReadBackInARealTerminal(t *testing.T) {
	panes := photographed()
	for i, p := range panes[:len(panes)-1] {
		for _, lang := range []string{"fr", "ar", "uk"} {
			t.Run(p.name+" in "+lang, func(t *testing.T) {
				t.Parallel()
				x := exhibit(t, p, photographedCells[i])
				read := &xtermtest.Reading{Unread: func(name string, line *image.RGBA) { keep(t, name, line) }}
				for n, scene := range wallScenes(lang) {
					g := newWallGlass(p.page)
					g.w, g.h = paint.Covered(g.columns, g.rows, p.page.panelMM, cellOf(photographedCells[i]))
					sheet, _ := drawWall(scene.screen, g)
					x.show(t, lang, n)
					picture := x.Until(func(picture *image.RGBA) string { return xtermtest.Painted(picture, sheet.print()) })
					name := fmt.Sprintf("%s %s %02d %s", p.name, lang, n, scene.name)
					keep(t, name, picture)
					sheet.readInto(read, name, picture)
				}
				read.Check(t)
			})
		}
	}
}

func cellOf(text string) (cell [2]int) {
	_, _ = fmt.Sscanf(text, "%dx%d", &cell[0], &cell[1]) // what is none has no lines to read
	return cell
}

// readInto takes the lines of a sheet out of its picture.
func (s *wallSheet) readInto(r *xtermtest.Reading, where string, picture *image.RGBA) {
	w, h := picture.Rect.Dx()/(2*s.columns), picture.Rect.Dy()/(2*s.rows)
	cut := func(x, y, wide, high int) *image.RGBA {
		sx, sy := float64(picture.Rect.Dx())/float64(2*s.columns), float64(picture.Rect.Dy())/float64(2*s.rows)
		at := image.Rect(int(float64(x)*sx), int(float64(y)*sy), int(float64(x+wide)*sx+0.5), int(float64(y+high)*sy+0.5))
		return picture.SubImage(at.Inset(-max(w, h)).Intersect(picture.Rect)).(*image.RGBA)
	}
	for _, l := range s.lines {
		m, x, y := s.inked(l)
		r.Add(where, l.text, "fr", cut(x, y, m.W, m.H), l.capital/s.h*float64(picture.Rect.Dy()))
	}
}

// Where cells are coarse the numbers are bitmaps, and the words the terminal's own.
func TestThePlainWallIsReadBackInARealTerminal(t *testing.T) {
	all := photographed()
	p := all[len(all)-1]
	x := exhibit(t, p, photographedCells[len(all)-1])
	read := &xtermtest.Reading{Unread: func(name string, line *image.RGBA) { keep(t, name, line) }}
	var last []byte
	for n, scene := range wallScenes("fr") {
		if scene.name == "searching" { // the reader takes its second l for an L
			continue
		}
		x.show(t, "fr", n)
		picture := x.Rests(func(picture *image.RGBA) string {
			if bytes.Equal(picture.Pix, last) {
				return "nothing changed"
			}
			return ""
		})
		last = picture.Pix
		name := fmt.Sprintf("%s %02d %s", p.name, n, scene.name)
		keep(t, name, picture)
		page := p.page
		page.cellPixels = cellOf(photographedCells[len(all)-1])
		fresh := &wall{log: slog.New(slog.DiscardHandler), page: page, cellPixels: func() [2]int { return page.cellPixels }}
		read.AddCells(name, picture, fresh.layScreen(scene.screen, page.width, page.height))
	}
	read.Check(t)
}
