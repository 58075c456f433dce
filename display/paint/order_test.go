package paint

import (
	"bytes"
	"io"
	"strings"
	"sync"
	"testing"

	"github.com/gdamore/tcell/v2"
)

// A terminal that orders letters by itself does not do it while a stage stands on it.
func TestAStageOrdersLettersItself(t *testing.T) {
	t.Setenv("TERM", "xterm-256color")
	heard := &ear{closed: make(chan struct{})}
	screen, err := tcell.NewTerminfoScreenFromTty(heard)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := OpenStage(screen, false); err != nil {
		t.Fatal(err)
	}
	if got := heard.text(); !strings.Contains(got, "\x1b[8l") || strings.Contains(got, "\x1b[8h") {
		t.Errorf("at the start, got %q, want the terminal's order turned off", got)
	}
	tap{Screen: screen}.Fini()
	if got := heard.text(); strings.Count(got, "\x1b[8h") != 1 || strings.LastIndex(got, "\x1b[8h") < strings.LastIndex(got, "\x1b[8l") {
		t.Errorf("at the end, got %q, want the terminal's order turned on again", got)
	}
}

// An ear is a terminal that only remembers what it was told.
type ear struct {
	mu     sync.Mutex // guards said
	said   bytes.Buffer
	closed chan struct{}
}

func (e *ear) text() string {
	e.mu.Lock()
	defer e.mu.Unlock()
	return e.said.String()
}

func (e *ear) Write(p []byte) (int, error) {
	e.mu.Lock()
	defer e.mu.Unlock()
	return e.said.Write(p)
}

func (e *ear) Read([]byte) (int, error) {
	<-e.closed
	return 0, io.EOF
}

func (e *ear) Start() error        { return nil }
func (e *ear) Stop() error         { return nil }
func (e *ear) Drain() error        { close(e.closed); return nil }
func (e *ear) Close() error        { return nil }
func (e *ear) NotifyResize(func()) {}
func (e *ear) WindowSize() (tcell.WindowSize, error) {
	return tcell.WindowSize{Width: 80, Height: 24}, nil
}
