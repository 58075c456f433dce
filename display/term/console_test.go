package term

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/gdamore/tcell/v2"

	"accueil/display"
	"accueil/display/paint"
	"accueil/queue"
	"accueil/queue/wire"
)

// worst is a console with as much on it as there can be.
func worst(lang string) display.Console {
	noon := time.Date(2026, 11, 24, 12, 0, 0, 0, time.UTC)
	c := display.NewConsole()
	tell := func(m display.Msg) { c, _ = c.Update(m) }
	tell(display.Tick{Now: display.Now{Wall: noon}})
	tell(display.SignedIn{Session: wire.Session{Person: "samia", PersonName: "Samia", Role: "supervisor"}})
	tell(display.SiteSeen{Site: wire.Site{Languages: []string{lang}, Services: []wire.Service{{ID: "droits", Prefix: "A", Name: queue.Name{lang: "Papiers et droits"}}}}})
	view := wire.ConsoleView{
		Site: wire.SiteName{Name: "PIMMS de Dijon"}, Open: true, Intake: wire.Intake{Open: true}, Notice: "Fermé à midi",
		Desks:  []wire.Desk{{ID: "2", Name: "Guichet 2", State: queue.DeskOpen, Person: "samia", PersonName: "Samia"}},
		Counts: []wire.WaitingConsole{{Service: "droits", Waiting: 30}},
		Alerts: []wire.Alert{{ID: "a", Kind: queue.AlertHelp, Name: "Entrée", Since: noon}, {ID: "b", Kind: queue.AlertPaperOut, Name: "Entrée", Since: noon}},
		Mine: wire.Mine{
			Visit: &wire.Ticket{ID: "t", Number: "A01", Service: "droits", State: queue.Called, Lang: "fr", ArrivedAt: noon, CalledAt: &noon},
			Why:   &wire.Why{Text: "Dépassé 3 fois, attendait depuis 45 minutes au moment de l'appel : passait en premier."}, ToCode: []wire.Ticket{{ID: "x"}},
		},
	}
	for i := range 30 {
		view.Tickets = append(view.Tickets, wire.ConsoleTicket{ID: queue.TicketID(fmt.Sprint(i)), Number: "A9100", Service: "droits", State: queue.Waiting, Lang: "uk", Class: queue.Priority})
	}
	tell(display.ConsoleSeen{Stamp: display.Stamp{At: noon}, View: view})
	return c
}

func busy() display.ConsoleScreen { return worst("fr").View() }

// seen returns a text as a canvas shows it: Arabic joined, and from right to left.
func seen(lang, text string) string {
	c := paint.NewCanvas(paint.Columns(text), 1, tcell.StyleDefault)
	c.Lang = lang
	c.Put(0, 0, c.Width, text, tcell.StyleDefault)
	return strings.TrimSpace(c.String())
}

func TestEveryKeyIsShownInEightyColumns(t *testing.T) {
	for _, lang := range []string{"fr", "en", "ar", "uk"} {
		c := worst(lang)
		for _, state := range []string{"a visit", "a line selected"} {
			screen := c.View()
			text := strings.Join(strings.Fields(layConsole(screen, 80, 24, consolePalette(256)).String()), " ")
			for _, k := range screen.Keys {
				if !strings.Contains(text, k.Key+" "+seen(lang, k.Label)) {
					t.Errorf("%s, %s: the key %s %q is not to be seen whole:\n%s", lang, state, k.Key, k.Label, layConsole(screen, 80, 24, consolePalette(256)))
				}
			}
			for _, what := range []string{"A01", "A9100", "Guichet 2"} {
				if !strings.Contains(text, what) {
					t.Errorf("%s, %s: %q is not to be seen", lang, state, what)
				}
			}
			c, _ = c.Update(display.Press{Key: display.KeyDown})
		}
	}
}

func TestTheDesksAreAlwaysSeen(t *testing.T) {
	s := busy()
	for i := range 7 {
		s.Desks = append(s.Desks, fmt.Sprintf("%d Marguerit… A%d", i+3, 201+i))
	}
	for rows, want := range map[int]int{24: 3, 30: 7, 40: 7} {
		text := layConsole(s, 80, rows, consolePalette(8)).String()
		seen := 0
		for _, desk := range s.Desks {
			if strings.Contains(text, desk) {
				seen++
			}
		}
		if seen < want || seen < len(s.Desks) && !strings.Contains(text, s.Desks[seen][:5]) {
			t.Errorf("80×%d: %d desks are to be seen, want %d:\n%s", rows, seen, want, text)
		}
	}
}

func TestAlertsWithoutRoomAreCounted(t *testing.T) {
	s := busy()
	s.Alerts = []string{"Entrée : un visiteur demande de l'aide (0 min)"}
	for i := range 5 {
		s.Alerts = append(s.Alerts, fmt.Sprintf("Médiateur %d a besoin d'un collègue (3 min)", i))
	}
	text := layConsole(s, 80, 24, consolePalette(256)).String()
	for _, want := range []string{"un visiteur demande de l'aide", "… et 4 autres (o)"} {
		if !strings.Contains(text, want) {
			t.Errorf("%q is not to be seen:\n%s", want, text)
		}
	}
}

func TestTheHelpShowsEveryKey(t *testing.T) {
	for _, lang := range []string{"fr", "en", "ar", "uk"} {
		asked, _ := worst(lang).Update(display.Type{Rune: '?'})
		screen := asked.View()
		text := strings.Join(strings.Fields(layConsole(screen, 80, 24, consolePalette(256)).String()), " ")
		for _, o := range screen.Question.Options {
			if !strings.Contains(text, seen(lang, o.Key+" "+o.Label)) && !strings.Contains(text, o.Key+" "+o.Label[:10]) {
				t.Errorf("%s: %s %q is not to be seen:\n%s", lang, o.Key, o.Label, layConsole(screen, 80, 24, consolePalette(256)))
			}
		}
	}
}

func TestTheHeadLeavesRoomForWhatIsToBeCoded(t *testing.T) {
	s := busy()
	s.Head = []string{"Guichet 2 : en pause jusqu'à 14 h 30", "Samia", "tickets arrêtés", "14:05", "PIMMS de Dijon"}
	text := layConsole(s, 80, 24, consolePalette(16)).String()
	if !strings.Contains(text, "tickets arrêtés") || !strings.Contains(text, s.ToCode) || strings.Contains(text, "Dijon") {
		t.Errorf("want the door and what is to be coded whole, rather than the site's name:\n%s", text)
	}
}

func TestWhatHasNoRoomInTheListIsCounted(t *testing.T) {
	c := worst("fr")
	text := layConsole(c.View(), 80, 24, consolePalette(256)).String()
	shown := strings.Count(text, "priorité")
	if want := fmt.Sprintf("… %d de plus", 30-shown); !strings.Contains(text, want) {
		t.Errorf("want %q:\n%s", want, text)
	}
}

func TestWhoIsBeyondAViewIsCountedToo(t *testing.T) {
	s := busy()
	s.Beyond = 70
	text := layConsole(s, 80, 24, consolePalette(256)).String()
	if want := fmt.Sprintf("… %d de plus", 70+30-strings.Count(text, "priorité")); !strings.Contains(text, want) {
		t.Errorf("want %q:\n%s", want, text)
	}
}

func TestANoteIsReadWholeOnTheSelectedLine(t *testing.T) {
	s := busy()
	s.Rows[1].Mark, s.Rows[1].Selected = "de côté jusqu'à 14 h 30 · Mot : attend un papier de la CAF", true
	if text := layConsole(s, 80, 24, consolePalette(256)).String(); !strings.Contains(text, s.Rows[1].Mark) {
		t.Errorf("the note is cut:\n%s", text)
	}
}

func TestAStaleConsoleIsDimmed(t *testing.T) {
	for _, colours := range []int{16, 256} {
		p := consolePalette(colours)
		if d := p.dimmed(); d.ground == p.ground || d.mine == p.mine || d.trouble != p.trouble {
			t.Errorf("%d colours: a stale console looks like any other", colours)
		}
		if w := wallPalette(colours); w.dim == w.ground {
			t.Errorf("%d colours: a stale wall looks like any other", colours)
		}
	}
}

func TestTheSelectedLineIsAlwaysSeen(t *testing.T) {
	c := worst("fr")
	for range 30 {
		c, _ = c.Update(display.Press{Key: display.KeyDown})
		if text := layConsole(c.View(), 80, 24, consolePalette(16)).String(); !strings.Contains(text, "▶") {
			t.Fatalf("no line is marked:\n%s", text)
		}
	}
}

func TestAQuestionLeavesWhoIsHereInSight(t *testing.T) {
	c := worst("fr")
	for _, key := range []rune{'t', 'm', 'i', 'q', '?'} {
		asked, _ := c.Update(display.Type{Rune: key})
		text := layConsole(asked.View(), 80, 24, consolePalette(1<<24)).String()
		if !strings.Contains(text, "A01") || !strings.Contains(text, "Échap") {
			t.Errorf("%c: want who is here, and how to go back:\n%s", key, text)
		}
	}
}

func TestEveryStyleKeepsAContrastOfSeven(t *testing.T) {
	for _, colours := range []int{8, 16, 256, 1 << 24} {
		w, c := wallPalette(colours), consolePalette(colours)
		for i, s := range []tcell.Style{w.ground, w.dim, w.call, w.dark, w.notice, w.trouble,
			c.ground, c.quiet, c.head, c.mine, c.selected, c.alert, c.trouble, c.good, c.keys, c.key} {
			if got := paint.Contrast(s); got < 7 {
				t.Errorf("%d colours, style %d: contrast %.1f, want at least 7", colours, i, got)
			}
		}
	}
}

func TestATicketThatWasGivenIsReadFromAfar(t *testing.T) {
	s := busy()
	s.Said, s.Given = "Ticket donné : A9100. Dites ce numéro à la personne.", "A9100"
	for _, test := range []struct{ width, height, scale int }{{80, 24, 0}, {80, 30, 1}, {80, 40, 2}, {120, 50, 4}, {200, 80, 6}} {
		d := layConsole(s, test.width, test.height, consolePalette(256))
		for scale := 1; scale <= 7; scale++ {
			number := paint.NewCanvas(d.Width, rowsOf(scale), d.colours.good)
			number.Bits((d.Width-scale*len(paint.Big(s.Given)[0]))/2, 0, scale, paint.Big(s.Given), d.colours.good)
			if got, want := strings.Contains(d.String(), number.String()), scale == test.scale; got != want {
				t.Errorf("%d×%d: the number at scale %d is there: %v, want %v:\n%s", test.width, test.height, scale, got, want, d)
			}
		}
		if text := d.String(); !strings.Contains(text, s.Said) || !strings.Contains(text, "▶") && strings.Count(text, "priorité") < 3 {
			t.Errorf("%d×%d: want it said, and the list:\n%s", test.width, test.height, d)
		}
	}
}
