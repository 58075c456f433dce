package paint

import (
	"sync"
	"testing"

	"github.com/gdamore/tcell/v2"
)

// A shaky line is of a terminal that is dragged to other sizes.
type shaky struct {
	typist
	mu      sync.Mutex
	size    tcell.WindowSize
	changed func()
}

func (s *shaky) NotifyResize(changed func()) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.changed = changed
}

func (s *shaky) WindowSize() (tcell.WindowSize, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.size, nil
}

func (s *shaky) drag(width, height int) {
	s.mu.Lock()
	s.size.Width, s.size.Height = width, height
	changed := s.changed
	s.mu.Unlock()
	if changed != nil {
		changed()
	}
}

func TestSizesAreToldOneAfterTheOther(t *testing.T) {
	line := &shaky{size: tcell.WindowSize{Width: 120, Height: 40}}
	bound := &boundTTY{Tty: line}
	again := 0
	bound.NotifyResize(func() { again++ })
	wants := func(width, height int) {
		t.Helper()
		if size, err := bound.WindowSize(); err != nil || size.Width != width || size.Height != height {
			t.Errorf("got %d×%d, %v, want %d×%d", size.Width, size.Height, err, width, height)
		}
	}
	wants(120, 40)
	line.drag(1, 1)
	wants(120, 40) // not yet taken in
	bound.resized()
	wants(1, 1)
	line.drag(120, 40)
	line.drag(80, 24)
	wants(1, 1)
	if before := again; before == 0 {
		t.Error("the terminal's word does not arrive")
	} else if bound.resized(); again != before+1 {
		t.Error("that another size waits is not told")
	}
	wants(80, 24)
	bound.resized()
	line.size.PixelWidth = 800 // another font: the cells are as many
	if size, _ := bound.WindowSize(); size.PixelWidth != 800 {
		t.Errorf("got %d pixels, want 800", size.PixelWidth)
	}
	line.drag(1, 1)
	wants(1, 1)
}

// However fast the sizes come, the last is heard of last.
func TestTheLastOfManySizesIsHeardLast(t *testing.T) {
	line := &shaky{size: tcell.WindowSize{Width: 80, Height: 24}, typist: typist{
		begin: make(chan struct{}), rests: make(chan struct{}), still: make(chan struct{}), done: make(chan struct{}),
	}}
	screen, err := tcell.NewTerminfoScreenFromTty(&boundTTY{Tty: line})
	if err != nil {
		t.Fatal(err)
	}
	if err := screen.Init(); err != nil {
		t.Fatal(err)
	}
	heard := tap{Screen: screen, events: make(chan tcell.Event, eventsMax)}
	go func() {
		for range 100 {
			line.drag(1, 1)
			line.drag(120, 40)
		}
		line.drag(90, 30)
	}()
	for {
		if width, height := heard.PollEvent().(*tcell.EventResize).Size(); width == 90 && height == 30 {
			break
		}
	}
	close(line.begin)
	close(line.rests)
	<-line.still
	screen.Fini()
	if width, height := screen.Size(); width != 90 || height != 30 {
		t.Errorf("got %d×%d at the end, want 90×30", width, height)
	}
}
