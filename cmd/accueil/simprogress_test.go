package main

import (
	"bytes"
	"context"
	"testing"
	"time"
)

func TestASimulatedDayTellsHowFarItHasCome(t *testing.T) {
	var told bytes.Buffer
	day := &simulation{told: &told}
	day.tally.count("tickets given", 12)
	day.tally.count("visits finished", 9)
	ctx, stop := context.WithCancel(t.Context())
	ticks, ended := make(chan time.Time), make(chan struct{})
	go func() {
		defer close(ended)
		day.tell(ctx, ticks)
	}()
	ticks <- time.Time{}
	stop()
	<-ended
	if want := "simulate: 12 tickets given, 9 visits finished\n"; told.String() != want {
		t.Errorf("got %q, want %q", told.String(), want)
	}
	day.speed, day.start, day.plan.Length = 60, time.Now().Add(-3*time.Minute), 8*time.Hour
	if got, want := day.progress(), "simulate: 12 tickets given, 9 visits finished, 3h0m0s of 8h0m0s"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}
