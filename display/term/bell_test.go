package term

import (
	"context"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/gdamore/tcell/v2"

	"accueil/display"
	"accueil/queue"
	"accueil/queue/wire"
)

// A ringing screen counts how often its bell sounded.
type ringing struct {
	tcell.SimulationScreen
	rung *atomic.Int64
}

func (r ringing) Beep() error {
	r.rung.Add(1)
	return nil
}

// An office is a console that runs at desk 2, where energy alone is served, in a bubble
// of time; another window is in front.
type office struct {
	screen   ringing
	messages chan display.Msg
	view     wire.ConsoleView
}

func runOffice(t *testing.T) *office {
	o := &office{screen: ringing{tcell.NewSimulationScreen("UTF-8"), new(atomic.Int64)}, messages: make(chan display.Msg)}
	ctx, leave := context.WithCancel(t.Context())
	ended := make(chan error, 1)
	go func() {
		ended <- Console(ctx, Options{Screen: o.screen, Messages: o.messages, Do: func(context.Context, display.Effect) {}})
	}()
	synctest.Wait()
	o.screen.SetSize(80, 24)
	t.Cleanup(func() {
		leave()
		if err := <-ended; err != nil {
			t.Error(err)
		}
	})
	o.messages <- display.SignedIn{Session: wire.Session{Person: "samia", PersonName: "Samia", Role: "supervisor"}}
	o.messages <- display.SiteSeen{Site: wire.Site{
		Languages: []string{"fr"}, Desks: []wire.SiteDesk{{ID: "2", Services: []queue.ServiceID{"energie"}}},
		Services: []wire.Service{{ID: "droits", Prefix: "A"}, {ID: "energie", Prefix: "E"}},
	}}
	o.view = wire.ConsoleView{
		Open: true, Intake: wire.Intake{Open: true}, Head: &wire.Head{},
		Desks: []wire.Desk{
			{ID: "1", Name: "Guichet 1", State: queue.DeskOpen, Person: "karim", PersonName: "Karim"},
			{ID: "2", Name: "Guichet 2", State: queue.DeskOpen, Person: "samia", PersonName: "Samia"},
		},
		Alerts: []wire.Alert{{ID: "old", Kind: queue.AlertPaperLow, Name: "Entrée", Since: time.Now()}},
		Counts: []wire.WaitingConsole{{Service: "droits"}, {Service: "energie"}},
	}
	return o
}

// comes brings a view, and returns how often it rang.
func (o *office) comes() int64 {
	o.view.Alerts, o.view.Desks = slices.Clone(o.view.Alerts), slices.Clone(o.view.Desks)
	o.view.Counts, o.view.Tickets = slices.Clone(o.view.Counts), slices.Clone(o.view.Tickets)
	before := o.screen.rung.Load()
	o.messages <- display.ConsoleSeen{Stamp: display.Stamp{At: time.Now()}, View: o.view}
	synctest.Wait()
	return o.screen.rung.Load() - before
}

func (o *office) shows() string {
	cells, width, height := o.screen.GetContents()
	var all strings.Builder
	for i := range width * height {
		if i%width == 0 {
			all.WriteByte('\n')
		}
		all.WriteString(string(cells[i].Runes))
	}
	return all.String()
}

// waits puts so many in the queues.
func (o *office) waits(droits, energie int) {
	o.view.Counts[0].Waiting, o.view.Counts[1].Waiting = droits, energie
}

func TestTheBellAndTheWindowCallWhoeverLooksElsewhere(t *testing.T) {
	nothing := func(*office) {}
	one := func(o *office) { o.waits(0, 1) }
	for _, test := range []struct {
		name          string
		before, comes func(*office)
		rings         int64
		title         string
	}{
		{"what stood at the first look", nothing, nothing, 0, "Entrée : bientôt plus de papier · Guichet 2"},
		{"a visitor's call for help", nothing, func(o *office) {
			o.view.Alerts = append(o.view.Alerts, wire.Alert{ID: "new", Kind: queue.AlertHelp, Name: "Couloir", Since: time.Now()})
		}, 1, "Couloir : un visiteur demande de l'aide · Guichet 2"},
		{"two alerts at once", nothing, func(o *office) {
			o.view.Alerts = append(o.view.Alerts, wire.Alert{ID: "new", Kind: queue.AlertHelp, Name: "Couloir"}, wire.Alert{ID: "other", Kind: queue.AlertColleague, Name: "Karim"})
		}, 1, "Couloir : un visiteur demande de l'aide · Guichet 2"},
		{"one's own call for a colleague", nothing, func(o *office) {
			o.view.Alerts = append(o.view.Alerts, wire.Alert{ID: "new", Kind: queue.AlertColleague, Person: "samia"})
		}, 0, "Entrée : bientôt plus de papier"},
		{"an alert that somebody took at once", nothing, func(o *office) {
			o.view.Alerts = append(o.view.Alerts, wire.Alert{ID: "new", Kind: queue.AlertHelp, AckedBy: "karim"})
		}, 0, "Entrée : bientôt plus de papier"},
		{"an alert that was taken", nothing, func(o *office) { o.view.Alerts[0].AckedBy = "karim" }, 0, "Guichet 2"},
		{"someone where nobody waited", nothing, one, 1, "(1) Entrée"},
		{"a third", func(o *office) { o.waits(0, 2) }, func(o *office) { o.waits(0, 3) }, 0, "(3) Entrée"},
		{"someone for other desks", nothing, func(o *office) { o.waits(1, 0) }, 0, "(1) Entrée"},
		{"one who is back from outside, where nobody waits", func(o *office) {
			o.view.Tickets = []wire.ConsoleTicket{{ID: "t", Number: "E01", Service: "energie", State: queue.Parked, ParkedTo: new(time.Time)}}
		}, func(o *office) {
			o.view.Tickets[0].State = queue.Waiting
			o.waits(0, 1)
		}, 1, "(1) Entrée"},
		{"one who waits too long", one, func(o *office) {
			o.view.Head = &wire.Head{LongWaitMinutes: 1, LongWaiting: 1, LongestWaitMinutes: 1}
		}, 0, "(1) Entrée"},
		{"the last who was called", one, func(o *office) { o.waits(0, 0) }, 0, "Entrée"},
		{"a desk that another took", nothing, func(o *office) { o.view.Desks[1].Person, o.view.Desks[1].PersonName = "luc", "Luc" }, 1, "Entrée"},
		{"another's desk that was closed", nothing, func(o *office) { o.view.Desks[0] = wire.Desk{ID: "1", Name: "Guichet 1"} }, 0, "Entrée"},
	} {
		t.Run(test.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				o := runOffice(t)
				test.before(o)
				if rung := o.comes(); rung != 0 {
					t.Errorf("it rang %d times before", rung)
				}
				test.comes(o)
				if rung := o.comes(); rung != test.rings {
					t.Errorf("it rang %d times, want %d", rung, test.rings)
				}
				if title := o.screen.GetTitle(); !strings.HasPrefix(title, test.title) {
					t.Errorf("the window is named %q, want %q", title, test.title)
				}
			})
		})
	}
}

func TestAHiddenListIsSaidInItsPlace(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		o := runOffice(t)
		o.view.Hidden = true
		o.waits(1, 2)
		o.view.Tickets = []wire.ConsoleTicket{{ID: "t", Number: "E09", Service: "energie", State: queue.Parked, ParkedTo: new(time.Time)}}
		o.comes()
		shown := o.shows()
		for _, want := range []string{"liste cachée · 3 personnes attendent · 1 de côté", "A 1, E 2", "Ici, la liste de ceux qui attendent est cachée", "E09"} {
			if !strings.Contains(shown, want) {
				t.Errorf("%q is not to be seen:\n%s", want, shown)
			}
		}
		if strings.Contains(shown, "de plus") {
			t.Errorf("who is hidden is counted as left out:\n%s", shown)
		}
	})
}
