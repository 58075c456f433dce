package paint

import (
	"io"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/gdamore/tcell/v2"
)

// A typist is a line that brings what is typed, so many bytes at a time.
type typist struct {
	tcell.Tty
	typed []byte
	chunk int
	begin chan struct{} // closed: tcell knows how large it is, and where a finger may be
	rests chan struct{} // closed: nobody types any more
	still chan struct{} // closed when nothing more comes
	done  chan struct{}
}

func (t *typist) Read(p []byte) (int, error) {
	<-t.begin
	select {
	case <-t.rests:
		t.typed = nil
	default:
	}
	if len(t.typed) == 0 {
		close(t.still)
		<-t.done
		return 0, io.EOF
	}
	n := copy(p[:min(len(p), t.chunk)], t.typed)
	t.typed = t.typed[n:]
	return n, nil
}

func (t *typist) Write(p []byte) (int, error) { return len(p), nil }
func (t *typist) Start() error                { return nil }
func (t *typist) Stop() error                 { return nil }
func (t *typist) Drain() error                { close(t.done); return nil }
func (t *typist) Close() error                { return nil }
func (t *typist) NotifyResize(func())         {}
func (t *typist) WindowSize() (tcell.WindowSize, error) {
	return tcell.WindowSize{Width: 80, Height: 24}, nil
}

// touched is a finger at a place where no other is put down.
const (
	touched = "\x1b[<0;78;23M"
	touches = 3
)

// heard returns what tcell makes of bytes that come in chunks of a size, and of touches
// after them; ok is false when none is felt. One may be lost, where a slow machine takes
// the beginning of its sequence for a key.
func heard(t *testing.T, typed []byte, chunk int) (events []tcell.Event, ok bool) {
	t.Helper()
	line := &typist{
		typed: append(slices.Clip(typed), strings.Repeat(touched, touches)...), chunk: chunk,
		begin: make(chan struct{}), rests: make(chan struct{}), still: make(chan struct{}), done: make(chan struct{}),
	}
	screen, err := tcell.NewTerminfoScreenFromTty(&boundTTY{Tty: line, keys: &keyFilter{}})
	if err != nil {
		t.Fatal(err)
	}
	if err := screen.Init(); err != nil {
		t.Fatal(err)
	}
	queue := screen.(interface{ EventQ() chan tcell.Event }).EventQ()
	begun := false
	defer func() { // tcell ends for certain once nothing more is typed
		close(line.rests)
		if !begun {
			close(line.begin)
		}
		for {
			select {
			case <-queue:
			case <-line.still:
				screen.Fini()
				return
			}
		}
	}()
	patience := time.After(5 * time.Second)
	for {
		select {
		case e := <-queue:
			if m, is := e.(*tcell.EventMouse); is && m.Buttons() == tcell.Button1 {
				if x, y := m.Position(); x == 77 && y == 22 {
					return events, true
				}
			}
			if _, is := e.(*tcell.EventResize); !is {
				events = append(events, e)
			} else if !begun {
				begun = true
				close(line.begin)
			}
		case <-patience:
			return events, false
		}
	}
}

func TestMain(m *testing.M) {
	os.Setenv("TERM", "xterm-256color")
	os.Setenv("LC_ALL", "C.UTF-8")
	os.Exit(m.Run())
}

var garbage = []string{
	"", "\x1b", "\x1b\x1b", "\x1b[", "\x1b[[", "\x1b[12;", "\x1bO", "\x1bN", "\x1b]", "\x1b]52;c;", "\x1bX", "\x1b^", "\x1b_",
	"\x1bP", "\x1b]\x1b", "\x1b]a\x1b]b", "\x1b[200~\t\r", "\x1b[13;0;0;1;0;2147483647_", "\x1b[0;0;93;1;0;1_", "\x1b[9;1u",
	"\x1b[<0;99999999;-5M", "\x1b[<0;1M", "\x1b[I\x1b[O", "\xc3", "\xff\xfe", "\u009d", "\u009b", "é", "\x18", "\x1a", "\x00",
}

func TestATouchIsHeardWhateverWasTypedBefore(t *testing.T) {
	for _, typed := range garbage {
		for _, chunk := range []int{1, 2, 128} {
			if events, ok := heard(t, []byte(typed), chunk); !ok {
				t.Errorf("after %q a finger is not felt: %v", typed, events)
			}
		}
	}
}

func TestKeysAreStillKeys(t *testing.T) {
	for typed, want := range map[string]tcell.Key{
		"\t": tcell.KeyTab, "\x1b[Z": tcell.KeyBacktab, "\r": tcell.KeyEnter, "\x03": tcell.KeyCtrlC, "\x1b[9u": tcell.KeyTab,
		"\x1bOP": tcell.KeyF1, "\x1b[15~": tcell.KeyF5, "x": tcell.KeyRune, "\x1b[": 0, "\x1b]": 0,
	} {
		var got tcell.Key
		events, _ := heard(t, []byte(typed), 128)
		for _, e := range events {
			if key, ok := e.(*tcell.EventKey); ok {
				got = key.Key()
			}
		}
		if got != want {
			t.Errorf("%q: got the key %d, want %d", typed, got, want)
		}
	}
}

// Whatever bytes come, in whatever pieces: the next touch is felt, and nothing is done
// more often than it was typed.
func FuzzNothingTypedMakesDeaf(f *testing.F) {
	for i, typed := range garbage {
		f.Add([]byte(typed), uint8(i))
	}
	f.Fuzz(func(t *testing.T, typed []byte, chunk uint8) {
		events, ok := heard(t, typed, int(chunk%128)+1)
		if !ok {
			t.Fatalf("after %q a finger is not felt", typed)
		}
		if len(events) > len(typed)+touches*len(touched) {
			t.Fatalf("%q: %d events of %d bytes", typed, len(events), len(typed))
		}
	})
}

type vast struct{ tcell.Tty }

func (vast) WindowSize() (tcell.WindowSize, error) {
	return tcell.WindowSize{Width: 65535, Height: 40, PixelWidth: 5 * 65535, PixelHeight: 400}, nil
}

func TestASizeIsTakenWithinLimits(t *testing.T) {
	want := tcell.WindowSize{Width: columnsMax, Height: 40, PixelWidth: 5 * columnsMax, PixelHeight: 400}
	if got, err := (&boundTTY{Tty: vast{}}).WindowSize(); err != nil || got != want {
		t.Errorf("got %+v, %v, want %+v", got, err, want)
	}
}
