package main

import (
	"context"
	"fmt"
	"time"
)

const progressEvery = 5 * time.Second

// telling begins to tell how the day goes; what it returns ends that.
func (s *simulation) telling(ctx context.Context) (end func()) {
	ctx, stop := context.WithCancel(ctx)
	ended := make(chan struct{})
	ticker := time.NewTicker(progressEvery)
	go func() {
		defer close(ended)
		s.tell(ctx, ticker.C)
	}()
	return func() {
		ticker.Stop()
		stop()
		<-ended
	}
}

// tell writes how far the day has come at every tick, until ctx ends: a day in its
// own time takes eight hours, and would otherwise be silent to its end.
func (s *simulation) tell(ctx context.Context, ticks <-chan time.Time) {
	for {
		select {
		case <-ticks:
			fmt.Fprintln(s.told, s.progress())
		case <-ctx.Done():
			return
		}
	}
}

// progress is a line about the day so far.
func (s *simulation) progress() string {
	came, received := s.tally.of("tickets given"), s.tally.of("visits finished")
	line := fmt.Sprintf("simulate: %d tickets given, %d visits finished", came, received)
	if s.speed == 0 {
		return line
	}
	return fmt.Sprintf("%s, %s of %s", line, s.now().Round(time.Minute), s.plan.Length)
}

// of is how often something was counted.
func (t *tally) of(what string) int {
	t.mu.Lock()
	defer t.mu.Unlock()
	return t.counts[what]
}
