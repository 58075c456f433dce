// Package xtermtest is the terminal of the kiosk's own session for tests: xterm, with
// the fonts, flags and resources of configs/deploy/kiosk, on an X server whose glass
// is memory (Xvfb). Pictures of it are taken by ImageMagick's import, fingers and keys
// are xdotool's, and what is on a picture is read by tesseract and zbarimg: nothing
// here knows what a kiosk meant to show.
package xtermtest

import (
	"bufio"
	"bytes"
	"context"
	"fmt"
	"image"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"
)

// programs are what this package runs, beside tesseract's languages.
func programs() []string {
	return []string{"Xvfb", "xterm", "xdotool", "import", "tesseract", "zbarimg"}
}

const (
	restMax  = 30 * time.Second
	restLook = 20 * time.Millisecond
	tidyMax  = 5 * time.Second
)

// A Setting is what a terminal is started with.
type Setting struct {
	Columns, Rows int
	Cell          string // as the kiosk's session knows it, such as "5x10"; or "8x16", an ordinary terminal's
	Term          string // "" is the session's
	Command       []string
	Env           []string // beside the test's own
}

// An Xterm is one on a glass that it fills.
type Xterm struct {
	tb      testing.TB
	display string
}

// Required skips a test where the programs are missing, or fails it where
// ACCUEIL_REQUIRE names them.
func Required(tb testing.TB) {
	tb.Helper()
	for _, name := range programs() {
		if _, err := exec.LookPath(name); err == nil {
			continue
		}
		if slices.Contains(strings.Split(os.Getenv("ACCUEIL_REQUIRE"), ","), name) {
			tb.Fatalf("%s is required and is not here: install it", name)
		}
		tb.Skipf("%s is not here: this test needs a real terminal", name)
	}
}

// Open starts a terminal; it ends with the test.
func Open(tb testing.TB, s Setting) *Xterm {
	tb.Helper()
	Required(tb)
	var w, h int
	if _, err := fmt.Sscanf(s.Cell, "%dx%d", &w, &h); err != nil {
		tb.Fatalf("a cell of %q: %v", s.Cell, err)
	}
	x := &Xterm{tb: tb}
	x.serve(w*s.Columns, h*s.Rows)
	session := sessionOf(tb)
	args := session.flags
	if s.Term != "" {
		args = append(args, "-tn", s.Term) // the last one counts
	}
	args = append(append(args, session.font(tb, s.Cell)...), "-geometry", fmt.Sprintf("%dx%d+0+0", s.Columns, s.Rows), "-e")
	run(tb, "xterm", append(args, s.Command...), func(c *exec.Cmd) {
		c.Env = append(append(os.Environ(), "DISPLAY="+x.display, "XENVIRONMENT="+session.resources), s.Env...)
		if s.Term == "" {
			c.Env = append(c.Env, "TCELL_TRUECOLOR=1")
		}
	})
	return x
}

// serve starts an X server with a glass of so many pixels.
func (x *Xterm) serve(width, height int) {
	x.tb.Helper()
	said, says, err := os.Pipe()
	if err != nil {
		x.tb.Fatal(err)
	}
	defer said.Close()
	args := []string{"-displayfd", "3", "-noreset", "-nolisten", "tcp", "-screen", "0", fmt.Sprintf("%dx%dx24", width, height)}
	run(x.tb, "Xvfb", args, func(c *exec.Cmd) { c.ExtraFiles = []*os.File{says} })
	_ = says.Close() // the server has its own
	line, err := bufio.NewReader(said).ReadString('\n')
	if err != nil {
		x.tb.Fatalf("the X server said nothing: %v", err)
	}
	x.display = ":" + strings.TrimSpace(line)
}

// run starts a program that ends with the test; it may tidy up.
func run(tb testing.TB, name string, args []string, with func(*exec.Cmd)) {
	tb.Helper()
	ctx, end := context.WithCancel(context.WithoutCancel(tb.Context()))
	c := exec.CommandContext(ctx, name, args...)
	c.Cancel = func() error { return c.Process.Signal(syscall.SIGTERM) }
	c.WaitDelay = tidyMax
	with(c)
	if err := c.Start(); err != nil {
		end()
		tb.Fatal(err)
	}
	tb.Cleanup(func() {
		end()
		_ = c.Wait() // it was told to end
	})
}

// A session is what configs/deploy/kiosk starts xterm with.
type session struct {
	script, resources string
	flags             []string
}

func sessionOf(tb testing.TB) session {
	tb.Helper()
	root, err := os.Getwd()
	for err == nil {
		if _, err := os.Stat(filepath.Join(root, "go.mod")); err == nil {
			break
		}
		root = filepath.Dir(root)
	}
	folder := filepath.Join(root, "configs", "deploy", "kiosk")
	script, err := os.ReadFile(filepath.Join(folder, "session-xorg"))
	if err != nil {
		tb.Fatal(err)
	}
	flags := regexp.MustCompile(`(?m)^\s*xterm (.*) -geometry`).FindSubmatch(script)
	if flags == nil {
		tb.Fatal("session-xorg starts no xterm")
	}
	return session{string(script), filepath.Join(folder, "xterm.resources"), strings.Fields(string(flags[1]))}
}

// font returns the flags for a cell.
func (s session) font(tb testing.TB, cell string) []string {
	tb.Helper()
	if cell == "8x16" {
		return []string{"-fa", "DejaVu Sans Mono:pixelsize=12.8"}
	}
	m := regexp.MustCompile(`(?m)^` + cell + `\) set -- "\$\{1-\}" (-f[an]) '(.*)' ;;$`).FindStringSubmatch(s.script)
	if m == nil {
		tb.Fatalf("session-xorg knows no cell %s", cell)
	}
	return m[1:]
}

// do runs a program on the terminal's display, and returns what it says.
func (x *Xterm) do(name string, args ...string) []byte {
	x.tb.Helper()
	ctx, cancel := context.WithTimeout(x.tb.Context(), restMax)
	defer cancel()
	c := exec.CommandContext(ctx, name, args...)
	c.Env = append(os.Environ(), "DISPLAY="+x.display)
	var errs bytes.Buffer
	c.Stderr = &errs
	out, err := c.Output()
	if err != nil {
		x.tb.Fatalf("%s %s: %v %s", name, args, err, &errs)
	}
	return out
}

// Touch puts a finger down and lifts it, at a pixel.
func (x *Xterm) Touch(at image.Point) {
	x.tb.Helper()
	x.do("xdotool", "mousemove", fmt.Sprint(at.X), fmt.Sprint(at.Y), "click", "1")
}

// Press presses keys, as xdotool names them.
func (x *Xterm) Press(keys ...string) {
	x.tb.Helper()
	x.do("xdotool", append([]string{"key", "--clearmodifiers"}, keys...)...)
}

// Picture is what is to be seen now.
func (x *Xterm) Picture() *image.RGBA {
	x.tb.Helper()
	out := x.do("import", "-silent", "-window", "root", "-depth", "8", "ppm:-")
	var w, h, deep int
	if _, err := fmt.Sscanf(string(out[:min(len(out), 32)]), "P6\n%d %d\n%d", &w, &h, &deep); err != nil {
		x.tb.Fatalf("a picture that is none: %v", err)
	}
	head := len(out) - 3*w*h
	picture := image.NewRGBA(image.Rect(0, 0, w, h))
	for i := range w * h {
		copy(picture.Pix[4*i:4*i+3], out[head+3*i:])
		picture.Pix[4*i+3] = 0xFF
	}
	return picture
}

// Until returns the first picture with which nothing is wrong. What is still wrong
// with one after a while fails the test.
func (x *Xterm) Until(wrong func(*image.RGBA) string) *image.RGBA {
	x.tb.Helper()
	ctx, cancel := context.WithTimeout(x.tb.Context(), restMax)
	defer cancel()
	look := time.NewTicker(restLook)
	defer look.Stop()
	for {
		picture := x.Picture()
		complaint := wrong(picture)
		if complaint == "" {
			return picture
		}
		select {
		case <-look.C:
		case <-ctx.Done():
			x.tb.Fatal(complaint)
		}
	}
}

// Rests returns the first picture with which nothing is wrong and that has stood
// still for a while.
func (x *Xterm) Rests(wrong func(*image.RGBA) string) *image.RGBA {
	x.tb.Helper()
	const still = 500 * time.Millisecond // a touch on a new screen is meant for the one before
	var last []byte
	var since time.Time
	return x.Until(func(picture *image.RGBA) string {
		if !bytes.Equal(picture.Pix, last) {
			last, since = picture.Pix, time.Now()
		}
		if complaint := wrong(picture); complaint != "" {
			return complaint
		}
		if time.Since(since) < still {
			return "the screen never stood still"
		}
		return ""
	})
}
