package tui

import (
	"bufio"
	"context"
	"flag"
	"fmt"
	"image"
	"maps"
	"net"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"accueil/kiosk"
	"accueil/kiosk/tui/xtermtest"
)

var keepPictures = flag.String("pictures", "", "keep the pictures of all screens in this `FOLDER`")

// beTheScenes tells a child of this test, by the socket on which it is told which,
// to show scenes.
const beTheScenes = "ACCUEIL_TEST_SHOW_SCENES"

func TestMain(m *testing.M) {
	if socket := os.Getenv(beTheScenes); socket != "" {
		if err := showScenes(socket, os.Args[len(os.Args)-1]); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		os.Exit(0)
	}
	os.Exit(m.Run())
}

// showScenes is a kiosk in this process's terminal that shows, by the kiosk's own
// loop, the scene that it is told the number of, until the socket is closed.
func showScenes(socket, onPanel string) error {
	told, err := net.Dial("unix", socket)
	if err != nil {
		return err
	}
	defer told.Close()
	all := append(panels(1<<24), plainPanels()...)
	p := all[slices.IndexFunc(all, func(p panel) bool { return p.name == onPanel })]
	scenes := scenesOf(p.page.sized)
	end := func() error { return nil }
	for lines := bufio.NewScanner(told); lines.Scan(); {
		var i int
		if _, err := fmt.Sscan(lines.Text(), &i); err != nil {
			return err
		}
		if err := end(); err != nil {
			return err
		}
		end = scenes[i].show(p)
	}
	return end()
}

// show starts a kiosk in which no time passes, and returns what ends it.
func (s scene) show(p panel) (end func() error) {
	ctx, leave := context.WithCancel(context.Background())
	ended := make(chan error, 1)
	go func() {
		ended <- Run(ctx, Options{
			Model: s.booth.m, Clock: func() kiosk.Now { return s.booth.now }, PanelMM: p.page.panelMM, Do: func(kiosk.Effect) {},
		})
	}()
	return func() error {
		leave()
		return <-ended
	}
}

// A showing is a terminal in which scenes are shown.
type showing struct {
	*xtermtest.Xterm
	panel panel
	tell  net.Conn
}

// open starts a terminal of a panel.
func open(t *testing.T, p panel, cell, term string) *showing {
	t.Helper()
	xtermtest.Required(t)
	socket := filepath.Join(t.TempDir(), "socket")
	listener, err := net.Listen("unix", socket)
	if err != nil {
		t.Fatal(err)
	}
	defer listener.Close()
	s := &showing{panel: p}
	s.Xterm = xtermtest.Open(t, xtermtest.Setting{
		Columns: p.page.width, Rows: p.page.height, Cell: cell, Term: term,
		Command: []string{os.Args[0], p.name}, Env: []string{beTheScenes + "=" + socket},
	})
	if s.tell, err = listener.Accept(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = s.tell.Close() })
	return s
}

// keep saves a picture where that is wanted.
func keep(t *testing.T, name string, picture image.Image) {
	t.Helper()
	if *keepPictures != "" {
		name = strings.NewReplacer(" ", "-", "/", "-", ",", "").Replace(name)
		xtermtest.Save(t, filepath.Join(*keepPictures, name+".png"), picture)
	}
}

// take returns the picture of a scene, as soon as the terminal paints every pixel of
// it as it is meant.
func (s *showing) take(t *testing.T, number int, want *canvas) *image.RGBA {
	t.Helper()
	if _, err := fmt.Fprintln(s.tell, number); err != nil {
		t.Fatal(err)
	}
	return s.Until(func(picture *image.RGBA) string { return xtermtest.Painted(picture, want.Canvas) })
}

// pictured are the panels and what is shown on each: every screen on the reference,
// a language at a time, and what most people see on the others.
func pictured(t *testing.T, test func(t *testing.T, s *showing, scenes map[int]scene)) {
	cells := []string{"5x10", "5x10", "4x8", "5x10"}
	for i, p := range panels(1 << 24)[:len(cells)] { // larger ones have larger letters
		all := scenesOf(newGlass(p.page).sized)
		parts, seen := map[string]map[int]scene{}, map[string]bool{}
		for n, s := range all {
			lang, name, _ := strings.Cut(s.name, " ")
			if i > 0 && !strings.HasPrefix(name, "welcome") && !strings.HasPrefix(name, "ticket") {
				continue
			}
			screen := s.screen
			screen.Serial = 0 // the number of a screen is not to be seen
			same := fmt.Sprint(screen)
			if seen[same] {
				continue
			}
			seen[same] = true
			if parts[lang] == nil {
				parts[lang] = map[int]scene{}
			}
			parts[lang][n] = s
		}
		for _, lang := range shipped("fr") {
			t.Run(p.name+", "+lang, func(t *testing.T) {
				t.Parallel()
				test(t, open(t, p, cells[i], ""), parts[lang])
			})
		}
	}
}

// Letters that nobody can read on the glass are none, whatever was meant: a reader
// that knows the language, and not what was written, reads every line of a picture.
func TestEveryLineOfAPictureIsReadBackInARealTerminal(t *testing.T) {
	pictured(t, func(t *testing.T, s *showing, scenes map[int]scene) {
		read := newReading(t)
		coded := 0
		for _, n := range slices.Sorted(maps.Keys(scenes)) {
			sheet := drawSheet(scenes[n].screen, newGlass(s.panel.page), "")
			picture := s.take(t, n, sheet.print())
			name := fmt.Sprintf("%s %03d %s", s.panel.name, n, scenes[n].name)
			keep(t, name, picture)
			addSheet(read, name, picture, sheet)
			if sheet.code != nil {
				coded++
				if got := xtermtest.Codes(t, picture); !slices.Equal(got, []string{link}) {
					t.Errorf("%s: its code says %q, want %q", name, got, link)
				}
			}
		}
		if coded == 0 && !newGlass(s.panel.page).small() { // a small panel leaves it to the paper
			t.Error("no ticket has a code")
		}
		read.Check(t)
	})
}
