package tui

import (
	"testing"
	"time"

	"github.com/gdamore/tcell/v2"

	"accueil/display/paint"
	"accueil/kiosk"
)

// twoButtons are two buttons side by side on cells of 1×2 mm, as serial 7.
func twoButtons() *canvas {
	c := newCanvas(100, 20, tcell.StyleDefault)
	c.serial = 7
	c.areas = []area{{paint.Box(0, 0, 40, 10), "left"}, {paint.Box(41, 0, 40, 10), "right"}}
	return c
}

// A bit is one event of a gesture.
type bit struct {
	buttons tcell.ButtonMask
	x, y    int
	after   time.Duration
}

func TestAFingerIsNotAMouse(t *testing.T) {
	const down, up, wheel = tcell.Button1, tcell.ButtonNone, tcell.WheelDown
	for _, test := range []struct {
		name    string
		gesture []bit
		want    []kiosk.TargetID
	}{
		{"a touch that stays", []bit{{down, 5, 5, 0}, {up, 5, 5, 0}}, []kiosk.TargetID{"left"}},
		{"a release one cell away", []bit{{down, 5, 5, 0}, {up, 6, 5, 0}}, []kiosk.TargetID{"left"}},
		{"a slide of 10 mm onto the other button", []bit{{down, 38, 5, 0}, {down, 44, 5, 0}, {up, 48, 5, 0}}, []kiosk.TargetID{"left"}},
		{"a slide of 30 mm that ends where it began", []bit{{down, 2, 5, 0}, {down, 60, 15, 0}, {up, 32, 5, 0}}, []kiosk.TargetID{"left"}},
		{"a slide of 30 mm onto the other button", []bit{{down, 30, 5, 0}, {up, 60, 5, 0}}, []kiosk.TargetID{""}},
		{"a touch beside everything", []bit{{down, 5, 15, 0}, {up, 5, 15, 0}}, []kiosk.TargetID{""}},
		{"two quick touches on two buttons", []bit{{down, 5, 5, 0}, {up, 5, 5, 0}, {down, 50, 5, 90 * time.Millisecond}, {up, 50, 5, 0}},
			[]kiosk.TargetID{"left", "right"}},
		{"a burst of the wheel in one target", []bit{{wheel, 5, 5, 0}, {wheel, 60, 5, 50 * time.Millisecond}, {wheel, 9, 6, 50 * time.Millisecond}},
			[]kiosk.TargetID{"left"}},
		{"a burst of the wheel from one to the other", []bit{{wheel, 5, 5, 0}, {wheel, 50, 5, 50 * time.Millisecond}}, []kiosk.TargetID{""}},
		{"two bursts", []bit{{wheel, 5, 5, 0}, {wheel, 50, 5, time.Second}}, []kiosk.TargetID{"left", "right"}},
		{"the wheel under a finger", []bit{{down, 5, 5, 0}, {wheel, 50, 5, 0}, {up, 5, 5, 0}}, []kiosk.TargetID{"left"}},
		{"the other buttons of a mouse", []bit{{tcell.Button2, 5, 5, 0}, {up, 5, 5, 0}}, nil},
	} {
		t.Run(test.name, func(t *testing.T) {
			got := play(test.gesture)
			if len(got) != len(test.want) {
				t.Fatalf("got %v, want touches on %q", got, test.want)
			}
			for i, touch := range got {
				if touch.Target != test.want[i] || touch.Screen != 7 {
					t.Errorf("touch %d: got %+v, want %q on screen 7", i, touch, test.want[i])
				}
			}
		})
	}
}

// play returns the touches of a gesture and of the quiet after it.
func play(gesture []bit) []kiosk.Touch {
	var f fingers
	var got []kiosk.Touch
	s := seat{drawn: twoButtons(), mmX: 1, mmY: 2}
	for _, b := range gesture {
		s.now += b.after
		got = append(got, f.mouse(tcell.NewEventMouse(b.x, b.y, b.buttons, 0), s)...)
	}
	return append(got, f.rest(s.now+wheelGapMax)...)
}

func TestATouchBelongsToTheScreenUnderTheFinger(t *testing.T) {
	var f fingers
	old, next := twoButtons(), twoButtons()
	next.serial, next.areas = 8, nil
	f.mouse(tcell.NewEventMouse(5, 5, tcell.Button1, 0), seat{drawn: old, mmX: 1, mmY: 2})
	if f.pressed() != "left" {
		t.Errorf("pressed %q, want left at once", f.pressed())
	}
	got := f.mouse(tcell.NewEventMouse(5, 5, 0, 0), seat{drawn: next, mmX: 1, mmY: 2})
	if want := (kiosk.Touch{Screen: 7, Target: "left"}); len(got) != 1 || got[0] != want {
		t.Errorf("got %+v, want left on screen 7, drawn when the finger went down", got)
	}
}

func TestAFingerThatSlidAwayPressesNothing(t *testing.T) {
	var f fingers
	s := seat{drawn: twoButtons(), mmX: 1, mmY: 2}
	f.mouse(tcell.NewEventMouse(5, 5, tcell.Button1, 0), s)
	f.mouse(tcell.NewEventMouse(70, 5, tcell.Button1, 0), s)
	if f.pressed() != "" {
		t.Errorf("pressed %q, want nothing", f.pressed())
	}
}
