package main

import (
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"
)

// memoryMax is what an idle kiosk may hold, with all its fonts.
const memoryMax = 64 << 20

// BenchmarkIdleKiosk is what the built program holds in memory, on the reference glass in
// all its colours, after a visit in each language: of 64 MiB. It also says what it takes
// of a processor while nobody comes.
func BenchmarkIdleKiosk(b *testing.B) {
	data := b.TempDir()
	s := serve(b, data)
	built := filepath.Join(b.TempDir(), "accueil")
	if out, err := exec.CommandContext(b.Context(), "go", "build", "-o", built, ".").CombinedOutput(); err != nil {
		b.Fatalf("build it: %v %s", err, out)
	}
	line, end := openPTY(b)
	g := &glass{t: b, line: line, done: make(chan struct{}), built: built, text: newPage(384, 108)}
	g.resize(384, 108)
	g.starts(end, []string{"TCELL_TRUECOLOR=1"}, "kiosk", "--data", data, "--server", s.url)
	for b.Loop() {
		b.StopTimer()
		for _, lang := range []int{4, 3, 2, 1} { // from the right: uk, ar, en, fr
			g.touchesFor(time.Second, cell{384 * lang / 5, 100})
			g.touchesFor(time.Second, cell{96, 40})
			g.touchesFor(time.Second, cell{340, 98})
		}
		g.touchesFor(70 * time.Second) // the last visitor is gone
		before := g.ticks()
		g.touchesFor(30 * time.Second)
		b.StartTimer()
		b.ReportMetric(float64(g.ticks()-before)/30, "%-of-a-processor") // of 1/100 s each
	}
	b.ReportMetric(float64(g.memory())/memoryMax, "of-the-limit")
	b.ReportMetric(float64(g.memory())/(1<<20), "MiB")
}

// touchesFor touches places, then lets time pass.
func (g *glass) touchesFor(pause time.Duration, places ...cell) {
	for _, at := range places {
		g.types(tap(at))
	}
	g.ends(pause)
}

// ticks is what the running program has used of a processor, in hundredths of a second.
func (g *glass) ticks() int {
	g.t.Helper()
	fields := strings.Fields(g.proc("stat"))
	user, err := strconv.Atoi(fields[13])
	if err != nil {
		g.t.Fatal(err)
	}
	system, err := strconv.Atoi(fields[14])
	if err != nil {
		g.t.Fatal(err)
	}
	return user + system
}
