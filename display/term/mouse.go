package term

import (
	"github.com/gdamore/tcell/v2"

	"accueil/display"
	"accueil/display/paint"
)

const slipMax = 2 // cells that a finger or a mouse may slip and still mean where it went down

// An area is what a touch on some cells means.
type area struct {
	box    paint.Rect
	target display.Target
}

// offers lets cells be touched.
func (d *consoleDrawing) offers(box paint.Rect, target display.Target) {
	if target != "" {
		d.areas = append(d.areas, area{box, target})
	}
}

// at returns what may be touched at a cell, or "".
func (d *consoleDrawing) at(x, y int) display.Target {
	for _, a := range d.areas {
		if a.box.Holds(x, y) {
			return a.target
		}
	}
	return ""
}

// A press is a button or a finger that is down, on the screen that it saw.
type press struct {
	target display.Target
	x, y   int
}

// mouse returns what a button, a finger or the wheel means: a touch is one that lifts
// about where it went down, and means what was drawn there then.
func (c *console) mouse(event *tcell.EventMouse) display.Msg {
	x, y := event.Position()
	switch buttons := event.Buttons(); {
	case buttons&tcell.WheelUp != 0:
		return display.Press{Key: display.KeyUp}
	case buttons&tcell.WheelDown != 0:
		return display.Press{Key: display.KeyDown}
	case buttons&tcell.ButtonPrimary != 0 && c.down == nil && c.drawn != nil:
		c.down = &press{c.drawn.at(x, y), x, y}
	case buttons == tcell.ButtonNone && c.down != nil:
		was := *c.down
		c.down = nil
		slipped := max(was.x-x, x-was.x, was.y-y, y-was.y) > slipMax
		if was.target != "" && (!slipped || c.drawn.at(x, y) == was.target) {
			return display.Point{Target: was.target}
		}
	}
	return nil
}
