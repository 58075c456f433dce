package tui

import (
	"math"
	"time"

	"github.com/gdamore/tcell/v2"

	"accueil/kiosk"
)

const (
	slideMM      = 10                     // a finger that slides so far still meant where it went down
	wheelGapMax  = 200 * time.Millisecond // within one burst of the wheel
	anyWheel     = tcell.WheelUp | tcell.WheelDown | tcell.WheelLeft | tcell.WheelRight
	nothingWheel = time.Duration(math.MaxInt64)
)

// fingers makes touches of what a terminal says of its mouse. A finger slides,
// and cells may be 1 mm; so a touch is a finger that lifts within 10 mm of where
// it went down, or anywhere on the target where it did. It means what was drawn
// when it went down.
//
// A terminal without drags of its own (foot) says nothing before the finger
// lifts, and makes a burst of wheel events of a slide. A burst that begins and
// ends in one target is a touch on it; any other is nothing.
type fingers struct {
	down  *contact
	wheel *contact
	ends  time.Duration // when the burst is over
}

// A contact is a finger on the glass, or a burst of the wheel.
type contact struct {
	drawn        *canvas // what it saw
	target       kiosk.TargetID
	x, y         int // where it began
	lastX, lastY int // where it is
	mmX, mmY     float64
}

// A seat is what fingers must know of the screen.
type seat struct {
	drawn    *canvas
	mmX, mmY float64 // a cell's size
	now      time.Duration
}

// mouse takes in one event and returns the touches that it completes: a burst that
// was over before it, and its own.
func (f *fingers) mouse(event *tcell.EventMouse, s seat) []kiosk.Touch {
	touches := f.rest(s.now)
	x, y := event.Position()
	buttons := event.Buttons()
	switch {
	case buttons&anyWheel != 0:
		if f.down == nil {
			f.roll(x, y, s)
		}
	case buttons&tcell.ButtonPrimary != 0 && f.down == nil:
		f.down = s.contact(x, y)
	case buttons&tcell.ButtonPrimary != 0:
		f.down.lastX, f.down.lastY = x, y
	case f.down != nil:
		c := f.down
		f.down = nil
		c.lastX, c.lastY = x, y
		touches = append(touches, c.touch(c.holds()))
	}
	return touches
}

func (s seat) contact(x, y int) *contact {
	return &contact{drawn: s.drawn, target: s.drawn.at(x, y), x: x, y: y, lastX: x, lastY: y, mmX: s.mmX, mmY: s.mmY}
}

// roll takes in one event of the wheel.
func (f *fingers) roll(x, y int, s seat) {
	if f.wheel == nil {
		f.wheel = s.contact(x, y)
	}
	f.wheel.lastX, f.wheel.lastY = x, y
	f.ends = s.now + wheelGapMax
}

// wheelEnds returns when a burst is over unless more of it comes.
func (f *fingers) wheelEnds() time.Duration {
	if f.wheel == nil {
		return nothingWheel
	}
	return f.ends
}

// rest returns the touch of a burst that is over at now, if there is one.
func (f *fingers) rest(now time.Duration) []kiosk.Touch {
	if f.wheel == nil || now < f.ends {
		return nil
	}
	c := f.wheel
	f.wheel = nil
	return []kiosk.Touch{c.touch(c.within())}
}

// pressed is the target to show as touched, or "".
func (f *fingers) pressed() kiosk.TargetID {
	if f.down == nil || !f.down.holds() {
		return ""
	}
	return f.down.target
}

// touch is what a contact meant. One that meant nothing is a sign of life.
func (c *contact) touch(meant bool) kiosk.Touch {
	t := kiosk.Touch{Screen: c.drawn.serial, Target: c.target}
	if !meant {
		t.Target = ""
	}
	return t
}

// holds reports whether a finger that lifted now would have touched its target.
func (c *contact) holds() bool { return c.within() || c.slide() <= slideMM }

func (c *contact) within() bool { return c.drawn.at(c.lastX, c.lastY) == c.target }

// slide is how far the finger went at least, in millimetres: it may have begun
// and ended at the near edges of its cells.
func (c *contact) slide() float64 {
	dx := math.Max(0, math.Abs(float64(c.lastX-c.x))-1) * c.mmX
	dy := math.Max(0, math.Abs(float64(c.lastY-c.y))-1) * c.mmY
	return math.Hypot(dx, dy)
}
