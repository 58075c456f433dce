package main

import (
	"sync/atomic"
	"testing"
	"time"
)

// An officeDay is a part of a mediator's day at an office of its own, whose time passes when
// the story says so.
type officeDay struct {
	name    string
	stories []story
}

func officeDays() []officeDay {
	return []officeDay{
		{"who was parked is back by itself", parkedForATime()},
	}
}

// sits are the first words of each day.
func sits() story {
	return story{"both sit down", []deed{
		{on: first, types: "1", then: []sight{sees(first, "Guichet 1 · Samia")}},
		{on: second, types: "2", then: []sight{sees(second, "Guichet 2 · Nora"), sees(first, "2 Nora")}},
	}}
}

func parkedForATime() []story {
	return []story{
		sits(),
		{"one is with the mediator, and two wait", []deed{
			{on: first, types: "g111", then: []sight{sees(first, "Ticket donné : A901")}},
			{on: first, calls: true, then: []sight{sees(first, "A901 · Papiers et droits · appelé")}},
			{on: first, types: "g111", then: []sight{sees(first, "Ticket donné : A902")}},
			{on: first, types: "g211", then: []sight{sees(first, "Ticket donné : E901"), sees(first, "2 personnes attendent"), sees(second, "E901")}},
		}},
		{"a park for five minutes", []deed{
			{on: first, types: "p1", then: []sight{sees(first, "De côté : A901."), sees(first, "1 de côté"), sees(first, "2 personnes attendent"),
				sees(first, "A902 … E901 … A901 … de côté jusqu'à 10 h"), sees(second, "A902 … E901 … A901 … de côté jusqu'à 10 h")}},
		}},
		{"when the time is up it waits again, in its old place", []deed{
			{happens: passes(5 * time.Minute), then: []sight{loses(first, "de côté jusqu'à"), loses(first, "1 de côté"), sees(first, "3 personnes attendent"),
				sees(second, "A901 … A902 … E901")}},
			{on: second, calls: true, then: []sight{sees(second, "A901 · Papiers et droits · appelé"),
				sees(second, "Attendait depuis … minutes au moment de l'appel : le plus long.")}},
		}},
	}
}

// An ownTime begins on a Monday at ten in Dijon, and can be put ahead. Like town, but it
// goes on by itself: screens are not told of anything while no time passes.
type ownTime struct {
	began time.Time
	ahead atomic.Int64 // in nanoseconds
}

func (c *ownTime) Mono() time.Duration { return time.Since(c.began) + time.Duration(c.ahead.Load()) }

func (c *ownTime) Wall() time.Time {
	return time.Date(2026, 11, 23, 9, 0, 0, 0, time.UTC).Add(c.Mono())
}

// passes lets time pass for the server alone.
func passes(d time.Duration) func(*office) { return func(o *office) { o.clock.ahead.Add(int64(d)) } }

// newOfficeElsewhere opens an office whose server is in this process, and has its own time.
func newOfficeElsewhere(t *testing.T) *office {
	o := &office{t: t, data: t.TempDir(), clock: &ownTime{began: time.Now()}, screens: map[string]driver{}, called: map[string]time.Time{}}
	_, url, _ := instant(t, houseOptions{Data: o.data, Clock: o.clock})
	o.server = &served{url: url}
	return o
}

func TestTheMediatorsDayElsewhereInARealTerminal(t *testing.T) {
	t.Parallel()
	for _, day := range officeDays() {
		t.Run(day.name, func(t *testing.T) {
			t.Parallel()
			o := newOfficeElsewhere(t)
			o.screens[first] = o.signsIn(80, 24, "Samia", o.hires("mediator", "Samia"))
			o.screens[second] = o.signsIn(120, 40, "Nora", o.hires("supervisor", "Nora"))
			o.tell(day.stories)
		})
	}
}

func TestTheMediatorsDayElsewhereInChromium(t *testing.T) {
	t.Parallel()
	for _, day := range officeDays() {
		t.Run(day.name, func(t *testing.T) {
			t.Parallel()
			browser := newBrowser(t)
			o := newOfficeElsewhere(t)
			o.screens[first] = o.signsInAt(browser, 1024, 600, "Samia", o.hires("mediator", "Samia"))
			o.screens[second] = o.signsInAt(browser, 1280, 900, "Nora", o.hires("supervisor", "Nora"))
			o.tell(day.stories)
		})
	}
}
