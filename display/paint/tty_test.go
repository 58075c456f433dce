package paint

import (
	"testing"

	"github.com/gdamore/tcell/v2"
)

// heard returns what tcell makes of bytes, as they come in chunks of a size.
func heard(typed []byte, chunk int) []tcell.Event {
	events, all := make(chan tcell.Event), make(chan []tcell.Event)
	go func() {
		var list []tcell.Event
		for e := range events {
			list = append(list, e)
		}
		all <- list
	}()
	in, f := tcell.NewInputProcessor(events), keyFilter{}
	for len(typed) > 0 {
		part := append([]byte{}, typed[:min(chunk, len(typed))]...)
		typed = typed[len(part):]
		f.filter(part)
		in.ScanUTF8(part)
	}
	close(events)
	return <-all
}

const touched = "\x1b[<0;5;6M"

// isTouched reports whether a terminal of unknown size said that a finger went down.
func isTouched(e tcell.Event) bool {
	m, ok := e.(*tcell.EventMouse)
	return ok && m.Buttons() == tcell.Button1
}

var garbage = []string{
	"", "\x1b", "\x1b\x1b", "\x1b[", "\x1b[[", "\x1b[12;", "\x1bO", "\x1bN", "\x1b]", "\x1b]52;c;", "\x1bX", "\x1b^", "\x1b_",
	"\x1bP", "\x1b]\x1b", "\x1b]a\x1b]b", "\x1b[200~\t\r", "\x1b[13;0;0;1;0;2147483647_", "\x1b[0;0;93;1;0;1_", "\x1b[9;1u",
	"\x1b[<0;99999999;-5M", "\x1b[<0;1M", "\x1b[I\x1b[O", "\xc3", "\xff\xfe", "\u009d", "\u009b", "é", "\x18", "\x1a", "\x00",
}

func TestATouchIsHeardWhateverWasTypedBefore(t *testing.T) {
	for _, typed := range garbage {
		events := heard([]byte(typed+touched), 128)
		if len(events) == 0 || !isTouched(events[len(events)-1]) {
			t.Errorf("after %q a finger is not felt: %v", typed, events)
		}
	}
}

func TestKeysAreStillKeys(t *testing.T) {
	for typed, want := range map[string]tcell.Key{
		"\t": tcell.KeyTab, "\x1b[Z": tcell.KeyBacktab, "\r": tcell.KeyEnter, "\x03": tcell.KeyCtrlC, "\x1b[9u": tcell.KeyTab,
		"\x1bOP": tcell.KeyF1, "\x1b[15~": tcell.KeyF5, "x": tcell.KeyRune, "\x1b[": 0, "\x1b]": 0,
	} {
		var got tcell.Key
		for _, e := range heard([]byte(typed), 128) {
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
		events := heard(append(typed, touched...), int(chunk%130)+1)
		if len(events) == 0 || !isTouched(events[len(events)-1]) {
			t.Fatalf("after %q a finger is not felt", typed)
		}
		if len(events) > len(typed)+1 {
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
	if got, err := (boundTTY{Tty: vast{}}).WindowSize(); err != nil || got != want {
		t.Errorf("got %+v, %v, want %+v", got, err, want)
	}
}
