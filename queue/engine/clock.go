package engine

import (
	"time"

	"accueil/queue"
)

// A Clock is where the engine reads the time: the wall's, for people, and a
// monotonic one since any fixed moment, for waits.
type Clock interface {
	Wall() time.Time
	Mono() time.Duration
}

// SystemClock returns the machine's clock.
func SystemClock() Clock { return systemClock{start: time.Now()} }

type systemClock struct{ start time.Time }

func (systemClock) Wall() time.Time       { return time.Now() }
func (c systemClock) Mono() time.Duration { return time.Since(c.start) }

// What a jump of the wall clock means.
const (
	jumpMax         = 12 * time.Hour   // further ahead than this is not believed at once
	jumpBelievedFor = 10 * time.Minute // but after it has held so long
	gapMax          = 12 * time.Hour   // what elapsed advances at most across a restart
)

// A watchman turns a Clock into queue.Now: elapsed time that never goes back,
// and doubt about a wall clock that jumped far ahead while we were running.
type watchman struct {
	clock   Clock
	elapsed time.Duration // at mono
	mono    time.Duration

	wall      time.Time // last believed, at wallMono
	wallMono  time.Duration
	doubted   bool
	doubtedAt time.Duration // mono, when it leapt to
	leaptTo   time.Time     // what is doubted
}

// newWatchman starts where the last entry left off: elapsed then, and the wall
// clock then (zero for an empty journal).
func newWatchman(c Clock, elapsed time.Duration, at time.Time) *watchman {
	w := &watchman{clock: c, elapsed: elapsed, mono: c.Mono(), wall: c.Wall(), wallMono: c.Mono()}
	if !at.IsZero() {
		w.elapsed += min(max(w.wall.Sub(at), 0), gapMax)
	}
	return w
}

// now reads the time. It is called at least every few seconds, so that a jump is seen.
func (w *watchman) now() queue.Now {
	mono, wall := w.clock.Mono(), w.clock.Wall().Round(0)
	expected := w.wall.Add(mono - w.wallMono)
	leapt := w.doubted && wall.Sub(w.leaptTo.Add(mono-w.doubtedAt)).Abs() > jumpMax // again, to another time
	switch ahead := wall.Sub(expected) > jumpMax; {
	case ahead && (!w.doubted || leapt):
		w.doubted, w.doubtedAt, w.leaptTo = true, mono, wall
	case ahead && mono-w.doubtedAt < jumpBelievedFor:
	default:
		w.believe(wall, mono)
	}
	return queue.Now{Wall: wall, Elapsed: w.elapsed + (mono - w.mono), HoldDay: w.doubted}
}

func (w *watchman) believe(wall time.Time, mono time.Duration) {
	w.doubted, w.wall, w.wallMono = false, wall, mono
}

// confirm believes the wall clock as it stands.
func (w *watchman) confirm() { w.believe(w.clock.Wall().Round(0), w.clock.Mono()) }

// adopt takes over the elapsed time of another server's entry, if it is ahead.
func (w *watchman) adopt(elapsed time.Duration) {
	if mono := w.clock.Mono(); elapsed > w.elapsed+(mono-w.mono) {
		w.elapsed, w.mono = elapsed, mono
	}
}
