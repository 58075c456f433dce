package term

import (
	"strings"
	"testing"

	"github.com/gdamore/tcell/v2"

	"accueil/display"
)

// A desk is a console on a screen of 80×24, under somebody's finger.
type desk struct {
	t *testing.T
	*console
}

func newDesk(t *testing.T) *desk {
	d := &desk{t, &console{model: worst("fr"), colours: consolePalette(256)}}
	d.lay(80, 24)
	return d
}

// find returns where a text stands.
func (d *desk) find(text string) (x, y int) {
	d.t.Helper()
	for y, line := range strings.Split(d.drawn.String(), "\n") {
		if before, _, ok := strings.Cut(line, text); ok {
			return len([]rune(before)), y
		}
	}
	d.t.Fatalf("%q is not to be seen:\n%s", text, d.drawn)
	return 0, 0
}

// feels goes down at a cell and lifts at another, and returns what was meant.
func (d *desk) feels(x, y, toX, toY int) display.Msg {
	if msg := d.mouse(tcell.NewEventMouse(x, y, tcell.ButtonPrimary, 0)); msg != nil {
		d.t.Errorf("a finger that goes down means %v already", msg)
	}
	d.mouse(tcell.NewEventMouse(toX, toY, tcell.ButtonPrimary, 0))
	return d.mouse(tcell.NewEventMouse(toX, toY, tcell.ButtonNone, 0))
}

func (d *desk) touches(text string) {
	d.t.Helper()
	x, y := d.find(text)
	if msg := d.feels(x, y, x+1, y); msg != nil {
		d.update(msg)
	}
	d.lay(80, 24)
}

func TestEverythingThatIsOfferedIsTouched(t *testing.T) {
	d := newDesk(t)
	d.touches("A9100")
	if rows := d.model.View().Rows; !rows[0].Selected {
		t.Error("the line that was touched is not selected")
	}
	d.touches("Transférer")
	if q := d.model.View().Question; q == nil {
		t.Fatal("the key that was touched asks nothing")
	}
	d.touches("A  Papiers et droits")
	if q := d.model.View().Question; q == nil || !q.Typing {
		t.Fatalf("the answer that was touched is not taken: %+v", q)
	}
	for d.model.View().Question != nil {
		d.touches("Échap")
	}
	d.touches("Entrée : un")
	if q := d.model.View().Question; q == nil || len(q.Options) != 2 {
		t.Errorf("the alerts that were touched are not shown: %+v", q)
	}
}

func TestASlideIsNoTouch(t *testing.T) {
	d := newDesk(t)
	x, y := d.find("Transférer")
	for _, test := range []struct {
		name     string
		toX, toY int
		meant    bool
	}{
		{"two cells beside", x + 2, y, true},
		{"far, within its own key", x + 5, y, true},
		{"far, onto another", x + 30, y - 3, false},
	} {
		if got := d.feels(x, y, test.toX, test.toY) != nil; got != test.meant {
			t.Errorf("%s: meant is %v, want %v", test.name, got, test.meant)
		}
	}
	if msg := d.mouse(tcell.NewEventMouse(1, 9, tcell.WheelDown, 0)); msg != (display.Press{Key: display.KeyDown}) {
		t.Errorf("the wheel means %v, want a line down", msg)
	}
}

// What is drawn while a finger is down is not what it touched.
func TestATouchIsOfTheScreenThatItSaw(t *testing.T) {
	d := newDesk(t)
	x, y := d.find("Transférer")
	saw := d.drawn.at(x, y)
	d.mouse(tcell.NewEventMouse(x, y, tcell.ButtonPrimary, 0))
	d.update(display.Type{Rune: '?'})
	d.lay(80, 24)
	if msg := d.mouse(tcell.NewEventMouse(x, y, tcell.ButtonNone, 0)); msg != (display.Point{Target: saw}) {
		t.Errorf("got %v, want %s", msg, saw)
	}
}
