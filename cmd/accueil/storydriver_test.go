package main

import (
	"context"
	"strings"
	"testing"
	"time"
)

// A driver is somebody before one screen. What is seen is waited for by whoever tells
// the story, so that a terminal and a browser are told the same one.
type driver interface {
	// Types presses keys: characters, and in braces those that are none, by the names
	// that a browser gives them: {Enter}, {Escape}, {Tab}, {Backspace}, {ArrowUp}, {ArrowDown}.
	Types(keys string)
	// Touches presses and lifts on a text that is shown: a finger, or a mouse.
	Touches(text string)
	// Screen returns all text that is shown now, flat.
	Screen() string
}

// The screens of a story.
const (
	first  = "the first console"
	second = "the second console"
	wall   = "the wall"
)

// An office is where a story is told.
type office struct {
	t       *testing.T
	data    string
	server  *served
	clock   *ownTime // of the server; nil: the machine's
	screens map[string]driver
	called  map[string]time.Time          // when each console was last seen to call
	audit   func(t *testing.T, on string) // of a screen that has shown what it should; nil: none
}

// A sight is what is to be seen on a screen in the end, or no longer; in "A … B", both, in
// this order.
type sight struct {
	on, text string
	gone     bool
}

func sees(on, text string) sight  { return sight{on, text, false} }
func loses(on, text string) sight { return sight{on, text, true} }

func (s sight) there(screen string) bool {
	for part := range strings.SplitSeq(s.text, " … ") {
		_, rest, ok := strings.Cut(screen, flat(part))
		if !ok {
			return s.gone
		}
		screen = rest
	}
	return !s.gone
}

func (s sight) String() string {
	if s.gone {
		return s.on + " still shows " + s.text
	}
	return s.on + " never showed " + s.text
}

// A deed is one thing that is done, and what is then seen.
type deed struct {
	on      string
	types   string
	touches string
	calls   bool // presses next, once, when it may be pressed again
	happens func(*office)
	then    []sight
}

// A story is a line of what a mediator must be able to do.
type story struct {
	name  string
	deeds []deed
}

const (
	sightMax  = 30 * time.Second
	nextApart = 1600 * time.Millisecond // sooner after a call, next would be taken for a key that is held
)

// tell tells stories in their order; the next begins where the last one ended.
func (o *office) tell(stories []story) {
	for _, s := range stories {
		if !o.t.Run(s.name, func(t *testing.T) {
			for _, d := range s.deeds {
				o.do(d)
				o.await(t, d)
				if d.calls {
					o.called[d.on] = time.Now()
				}
				if o.audit != nil {
					o.audit(t, d.on)
				}
			}
		}) {
			return // whatever follows stands on it
		}
	}
}

func (o *office) do(d deed) {
	switch {
	case d.calls:
		<-time.After(time.Until(o.called[d.on].Add(nextApart)))
		o.screens[d.on].Types("s")
	case d.types != "":
		o.screens[d.on].Types(d.types)
	case d.touches != "":
		o.screens[d.on].Touches(d.touches)
	case d.happens != nil:
		d.happens(o)
	}
}

// await waits until all that a deed leads to is seen.
func (o *office) await(t testing.TB, d deed) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), sightMax)
	defer cancel()
	look := time.NewTicker(20 * time.Millisecond)
	defer look.Stop()
	for _, s := range d.then {
		for screen := o.screens[s.on].Screen(); !s.there(screen); screen = o.screens[s.on].Screen() {
			select {
			case <-look.C:
			case <-ctx.Done():
				t.Fatalf("after %q %q: %s:\n%s", d.types, d.touches, s, screen)
			}
		}
	}
}
