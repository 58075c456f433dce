package tui

import (
	"regexp"
	"sync"
	"testing"
	"unicode"
	"unicode/utf8"

	"github.com/gdamore/tcell/v2"

	"accueil/configs"
	"accueil/kiosk"
)

// ours are the sequences that tcell sends for an xterm: what a name may bring is none.
var ours = regexp.MustCompile(`^\x1b(?:\[[0-9;:?>]*[A-Za-z]|\[[0-9;]* q|\]8;;\x1b\\|[=>()][0B]?|[78])`)

// strayBytes returns the first of what a terminal was sent that is neither a sequence of
// ours nor something to read, or "".
func strayBytes(sent []byte) string {
	for i := 0; i < len(sent); {
		if m := ours.Find(sent[i:]); m != nil {
			i += len(m)
			continue
		}
		r, size := utf8.DecodeRune(sent[i:])
		bad := r == utf8.RuneError && size == 1 || unicode.Is(unicode.Bidi_Control, r) ||
			unicode.IsControl(r) && r != '\b' && r != '\r' && r != '\n' && r != 0x0f
		if bad {
			return string(sent[i:min(len(sent), i+20)])
		}
		i += size
	}
	return ""
}

// A wire keeps what a terminal is sent.
type wire struct {
	*tty
	mu   sync.Mutex // guards sent
	sent []byte
}

func (w *wire) Write(p []byte) (int, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.sent = append(w.sent, p...)
	return len(p), nil
}

func (w *wire) take() []byte {
	w.mu.Lock()
	defer w.mu.Unlock()
	all := w.sent
	w.sent = nil
	return all
}

// hostileScreens are those on which what a site is configured with, or a server says,
// is to be read.
func hostileScreens(name, notice string) []kiosk.Screen {
	b := newBooth()
	site := configs.Sample().Sites[0]
	site.Name = name
	for i := range site.Services {
		site.Services[i].Name = map[string]string{"fr": name, "ar": name}
		site.Services[i].Pictogram = notice
	}
	for i := range site.Desks {
		site.Desks[i].Name = name
	}
	site.PublicURL = notice
	b.says(kiosk.Configured{Config: site})
	f := feed(b)
	f.Notice = notice
	b.says(kiosk.Sized{Tiles: 6}, f)
	all := []kiosk.Screen{kiosk.View(b.m)}
	look := func() { all = append(all, kiosk.View(b.m)) }
	b.touches("appointments")
	look()
	b.touches("back")
	b.touches("lang:ar")
	look()
	b.touches("service:droits")
	b.says(kiosk.Given{Request: 1, Ticket: kiosk.Ticket{ID: "T", Number: "A07", Service: "droits", At: b.now.Wall, Link: notice}})
	look()
	b.says(kiosk.GoHome{}, kiosk.Health{Fault: kiosk.FaultStarting, Lost: name, Found: notice})
	look()
	return all
}

// What a configuration or a server names reaches the terminal as letters alone: as cells
// of its own in the plain layout, as pixels in the drawn one.
func FuzzNamesNeverSteerATerminal(f *testing.F) {
	for _, name := range []string{
		"Papiers", "\x1b[2J", "\x1b]0;title\x07", "\x9b31m", "\u009b31m", "\u202eevil", "a\r\nb", "\t\v\f\x00\x7f", "e\u0301\u0301\u0301", "👩‍👩‍👧", "\xff\xfe",
		"\u2028\u2029\u2066", "ادارية \x1b[31m", "\x1bP1$r\x1b\\", "\x0e\x0f", "%p1%d", "$<5>", "a\x1b", "a\u202e", "a\u009b",
	} {
		for screen := range uint8(8) {
			f.Add(name, name, screen)
		}
	}
	f.Setenv("TCELL_TRUECOLOR", "1")
	f.Setenv("TERM", "xterm-256color")
	f.Setenv("LC_ALL", "C.UTF-8")
	small, large := openWire(f, 80, 24), openWire(f, 256, 75)
	f.Fuzz(func(t *testing.T, name, notice string, drawn uint8) { // drawing takes long: one screen, and seldom
		if len(name)+len(notice) > 2000 {
			t.Skip()
		}
		for i, s := range hostileScreens(name, notice) {
			small.mustShow(t, s, page{width: 80, height: 24, panelMM: [2]int{344, 194}, colours: plainPalette()})
			if i == int(drawn) {
				large.mustShow(t, s, page{width: 256, height: 75, panelMM: [2]int{222, 125}, colours: paletteFor(1 << 24)})
			}
		}
	})
}

// A shown is a screen on a wire.
type shown struct {
	tcell.Screen
	wire *wire
}

func openWire(f *testing.F, columns, rows int) shown {
	w := &wire{tty: newTTY(columns, rows)}
	screen, err := tcell.NewTerminfoScreenFromTty(w)
	if err != nil {
		f.Fatal(err)
	}
	if err := screen.Init(); err != nil {
		f.Fatal(err)
	}
	f.Cleanup(screen.Fini)
	return shown{screen, w}
}

func (s shown) mustShow(t *testing.T, what kiosk.Screen, p page) {
	t.Helper()
	c := lay(what, p).Canvas
	if stray := strayBytes([]byte(c.String())); stray != "" {
		t.Fatalf("a cell holds %q on screen %d, and tcell alone is in its way", stray, what.Kind)
	}
	c.Copy(s.Screen)
	s.Show()
	if stray := strayBytes(s.wire.take()); stray != "" {
		t.Fatalf("the terminal was sent %q on screen %d", stray, what.Kind)
	}
}

// Without this the fuzzing above would prove nothing.
func TestWhatSteersATerminalIsFound(t *testing.T) {
	for sent, want := range map[string]bool{
		"\x1b[12;4H\x1b[38;2;1;2;3mPapiers": false, "\x1b]0;title\x07": true, "\x1bc": true, "\x1bP1$r": true, "a\x9b31m": true, "\u202e": true, "\x07": true, "\u009b31m": true,
	} {
		if got := strayBytes([]byte(sent)) != ""; got != want {
			t.Errorf("%q steers: got %t, want %t", sent, got, want)
		}
	}
}
