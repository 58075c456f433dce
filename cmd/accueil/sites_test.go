package main

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"accueil/configs"
)

// An officeDay is a part of a mediator's day at an office of its own, whose time passes when
// the story says so.
type officeDay struct {
	name    string
	differs []string // from the sample: lines of its file
	stories []story
}

func officeDays() []officeDay {
	return []officeDay{
		{"who was parked is back by itself", nil, parkedForATime()},
		{"the list is hidden, and who is listed is called freely", []string{`waiting_list = "counts"`, `out_of_order = "free"`}, hiddenAndFree()},
		{"nobody is called out of order", []string{`out_of_order = "no"`}, neverOutOfOrder()},
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

func hiddenAndFree() []story {
	return []story{
		sits(),
		{"a mediator sees how many wait, and the head who", []deed{
			{on: second, types: "g111", then: []sight{sees(second, "Ticket donné : A901")}},
			{on: second, types: "g111", then: []sight{sees(second, "Ticket donné : A902")}},
			{on: second, types: "g211", then: []sight{sees(second, "A901 … A902 … E901"), loses(second, "liste cachée"),
				sees(first, "liste cachée · 3 personnes attendent"), sees(first, "A 2, E 1"), sees(first, "Ici, la liste de ceux qui attendent est cachée"),
				loses(first, "A901"), loses(first, "A902"), loses(first, "E901")}},
		}},
		{"nobody is chosen", []deed{
			{on: first, types: "{ArrowDown}{Enter}", then: []sight{sees(first, "« Appeler » : pas maintenant"), sees(first, "ici ceux qui attendent sont cachés")}},
			{on: first, calls: true, then: []sight{sees(first, "A901 · Papiers et droits · appelé"), sees(first, "liste cachée · 2 personnes attendent"), sees(second, "1 Samia A901")}},
		}},
		{"who is parked is listed, and hidden again when the time is up", []deed{
			{on: first, types: "p1", then: []sight{sees(first, "De côté : A901."), sees(first, "1 de côté"), sees(first, "de côté jusqu'à")}},
			{happens: passes(5 * time.Minute), then: []sight{loses(first, "de côté jusqu'à"), sees(first, "liste cachée · 3 personnes attendent"), sees(second, "A901 … A902 … E901")}},
		}},
		{"transfer to a desk, where who comes is listed", []deed{
			{on: second, touches: "E901", then: []sight{sees(second, "Transférer")}},
			{on: second, types: "t", then: []sight{sees(second, "Guichet 1 (Samia)")}},
			{on: second, touches: "Guichet 1 (Samia)", then: []sight{sees(second, "Un mot pour la suite de E901")}},
			{on: second, types: "compteur{Enter}", then: []sight{sees(second, "Transférer : E901."), sees(second, "pour Guichet 1"),
				sees(first, "E901"), sees(first, "pour Guichet 1"), sees(first, "liste cachée · 3 personnes attendent"), loses(first, "A902")}},
		}},
		{"who is listed is called freely: no cause is asked for", []deed{
			{on: first, touches: "E901", then: []sight{sees(first, "Appeler")}},
			{on: first, types: "{Enter}", then: []sight{sees(first, "E901 · Électricité, gaz, eau · appelé"), sees(first, "Mot : compteur"), sees(first, "Hors de l'ordre"),
				sees(second, "1 Samia E901")}},
			{on: second, touches: "A902", then: []sight{sees(second, "Appeler")}},
			{on: second, types: "{Enter}", then: []sight{sees(second, "A902 · Papiers et droits · appelé"), sees(second, "Hors de l'ordre"), sees(first, "2 Nora A902")}},
		}},
	}
}

func neverOutOfOrder() []story {
	return []story{
		sits(),
		{"all is listed", []deed{
			{on: first, types: "g111", then: []sight{sees(first, "Ticket donné : A901")}},
			{on: first, types: "g111", then: []sight{sees(first, "Ticket donné : A902"), sees(first, "2 personnes attendent"), loses(first, "liste cachée"), sees(second, "A901 … A902")}},
		}},
		{"who waits is not called before their turn, by the head neither", []deed{
			{on: first, touches: "A902", then: []sight{sees(first, "Transférer"), loses(first, "Appeler")}},
			{on: first, types: "{Enter}", then: []sight{sees(first, "« Appeler » : pas maintenant, mais sur un site qui permet d'appeler hors du tour"), sees(first, "Personne avec vous")}},
			{on: second, touches: "A902", then: []sight{sees(second, "Transférer"), loses(second, "Appeler")}},
			{on: second, types: "{Enter}", then: []sight{sees(second, "« Appeler » : pas maintenant, mais sur un site qui permet d'appeler hors du tour"), sees(second, "Personne avec vous")}},
		}},
		{"who was sent to a desk is called there by next, and nowhere else", []deed{
			{on: first, calls: true, then: []sight{sees(first, "A901 · Papiers et droits · appelé"), sees(second, "1 Samia A901")}},
			{on: first, types: "t7", then: []sight{sees(first, "Un mot pour la suite de A901")}},
			{on: first, types: "{Enter}", then: []sight{sees(first, "Transférer : A901."), sees(first, "pour Guichet 2"), sees(second, "pour Guichet 2")}},
			{on: first, calls: true, then: []sight{sees(first, "A902 · Papiers et droits · appelé")}},
			{on: second, calls: true, then: []sight{sees(second, "A901 · Papiers et droits · appelé")}},
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

// file returns the sample with the lines in which the office differs.
func (d officeDay) file(t *testing.T) string {
	t.Helper()
	sample, err := os.ReadFile(filepath.Join("..", "..", "configs", "dijon.toml"))
	if err != nil {
		t.Fatal(err)
	}
	text := string(sample)
	for _, line := range d.differs {
		key, _, _ := strings.Cut(line, "=")
		was := regexp.MustCompile(`(?m)^` + key + `=[^#\n]*`)
		if !was.MatchString(text) {
			t.Fatalf("the sample has no line %s=", key)
		}
		text = was.ReplaceAllString(text, line+" ")
	}
	return text
}

// passes lets time pass for the server alone.
func passes(d time.Duration) func(*office) { return func(o *office) { o.clock.ahead.Add(int64(d)) } }

// newOfficeElsewhere opens the office of a day. Its server is in this process, and has its
// own time.
func newOfficeElsewhere(t *testing.T, day officeDay) *office {
	t.Helper()
	config, err := configs.Parse("office.toml", []byte(day.file(t)))
	if err != nil {
		t.Fatal(err)
	}
	o := &office{t: t, data: t.TempDir(), clock: &ownTime{began: time.Now()}, screens: map[string]driver{}, called: map[string]time.Time{}}
	_, url, _ := instant(t, houseOptions{Data: o.data, Config: config, Clock: o.clock})
	o.server = &served{url: url}
	return o
}

func TestTheMediatorsDayElsewhereInARealTerminal(t *testing.T) {
	t.Parallel()
	for _, day := range officeDays() {
		t.Run(day.name, func(t *testing.T) {
			t.Parallel()
			o := newOfficeElsewhere(t, day)
			o.screens[first] = o.signsIn(80, 24, "Samia", o.hires("mediator", "Samia"))
			o.screens[second] = o.signsIn(120, 40, "Nora", o.hires("supervisor", "Nora"))
			o.tell(day.stories)
		})
	}
}

func TestTheMediatorsDayElsewhereInChromium(t *testing.T) {
	t.Parallel()
	browser := newBrowser(t)
	for _, day := range officeDays() {
		t.Run(day.name, func(t *testing.T) {
			t.Parallel()
			o := newOfficeElsewhere(t, day)
			o.screens[first] = o.signsInAt(browser, 1024, 600, "Samia", o.hires("mediator", "Samia"))
			o.screens[second] = o.signsInAt(browser, 1280, 900, "Nora", o.hires("supervisor", "Nora"))
			o.tell(day.stories)
		})
	}
}
