package display

import (
	"encoding/json"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"accueil/configs/i18n"
	"accueil/queue"
	"accueil/queue/wire"
)

// aHead looks at a calm morning: change makes it another.
func aHead(change ...func(*Manager)) Manager {
	closes := noon.Add(5 * time.Hour)
	m := Manager{
		Now: noon,
		View: wire.ManagerView{
			Site: wire.SiteName{ID: "dijon", Name: "PIMMS de Dijon"}, Open: true, ClosesAt: &closes, Day: queue.Day(noon.Format(time.DateOnly)),
			Intake: wire.Intake{Open: true}, Head: &wire.Head{LongWaitMinutes: 30, LongestWaitMinutes: 12},
			Today: wire.DayFigures{Waiting: 3, Arrived: 11, Served: 7, ByService: []wire.ServiceFigure{{Service: "droits", Arrived: 11, Waiting: 3, Served: 7}}},
		},
		Configuration: wire.Configuration{File: wire.File{
			Name: "PIMMS de Dijon", Languages: []string{"fr", "ar"}, Hours: []string{"mon-fri 09:00-12:00 13:30-17:00"}, Closed: []queue.Day{"2020-12-25", "2099-12-25"},
			Services: []wire.Service{{ID: "droits", Prefix: "A", Name: queue.Name{"fr": "Papiers et droits"}}, {ID: "energie", Prefix: "B", Name: queue.Name{"fr": "Énergie"}}},
			Desks:    []wire.SiteDesk{{ID: "1", Name: "Guichet 1"}}, Reasons: []wire.SiteReason{{ID: "etalement", Name: "Étalement"}, {ID: "dossier", Name: "Dossier"}},
			OutOfOrder: "no", WaitingList: "full", LongWaitMinutes: 30,
		}},
	}
	for _, f := range change {
		f(&m)
	}
	return m
}

func levels(s ManagerScreen) []ManagerLevel {
	var all []ManagerLevel
	for _, l := range s.Lines {
		all = append(all, l.Level)
	}
	return all
}

func TestACalmMorningSaysSoAndWhetherAllWillBeSeen(t *testing.T) {
	s := aHead().Screen()
	if got := s.Lines[0]; got != (ManagerLine{LevelGood, "Rien d'urgent."}) {
		t.Errorf("got %+v first, want that nothing is urgent", got)
	}
	if got := s.Lines[1].Text; !strings.Contains(got, "trop tôt") {
		t.Errorf("without an outlook the head reads %q", got)
	}
	s = aHead(func(m *Manager) { m.View.Head.Outlook = &wire.Outlook{ClosesAt: *m.View.ClosesAt} }).Screen()
	if got := s.Lines[1]; got.Level != LevelGood || !strings.Contains(got.Text, "tout le monde sera reçu") {
		t.Errorf("got %+v, want that all will be seen", got)
	}
	if s.Door != "ouvert · ferme à 17 heures" || s.Title != "(3) PIMMS de Dijon" {
		t.Errorf("got the door %q and the title %q", s.Door, s.Title)
	}
}

func TestTheMostUrgentStandsFirst(t *testing.T) {
	yesterday := 2
	since := noon.Add(-time.Hour)
	s := aHead(func(m *Manager) {
		m.View.Today.UnservedYesterday = &yesterday
		m.View.Head.LongWaiting, m.View.Head.LongestWaitMinutes = 2, 48
		m.View.Head.Outlook = &wire.Outlook{ClosesAt: *m.View.ClosesAt, Left: 5}
		m.View.Intake.Services = []queue.ServiceID{"energie"}
		m.View.Alerts = []wire.Alert{
			{ID: "1", Kind: queue.AlertPaperLow, Device: "k1", Name: "Entrée", Since: noon},
			{ID: "2", Kind: queue.AlertHelp, Device: "k1", Name: "Entrée", Since: noon},
			{ID: "3", Kind: queue.AlertKioskSilent, Device: "k2", Name: "Hall", Since: noon},
			{ID: "4", Kind: queue.AlertHelp, Name: "Couloir", Since: noon, AckedBy: "ana"},
		}
		m.View.Screens = []wire.Screen{
			{ID: "k2", Name: "Hall", Role: "kiosk", Since: &since}, {ID: "w1", Name: "Salle", Role: "wall", Since: &since},
			{ID: "w2", Name: "Cour", Role: "wall"}, {ID: "k1", Name: "Entrée", Role: "kiosk", Connected: true, Way: wire.WaySocket},
		}
		m.View.Consoles.Polling = 1
	}).Screen()
	want := []string{"Entrée : un visiteur demande", "Hall : la borne ne répond plus", "Salle : pas de nouvelles depuis 11:00",
		"Cour : pas de nouvelles depuis que le serveur est en marche", "Entrée : bientôt plus de papier", "2 personnes attendent depuis plus de 30 min. La plus longue attente : 48 min",
		"environ 5 personnes ne seront pas reçues", "Les tickets sont arrêtés : Énergie", "Hier, 2 personnes", "1 console"}
	if len(s.Lines) != len(want) {
		t.Fatalf("got %+v, want %d lines", s.Lines, len(want))
	}
	for i, text := range want {
		if !strings.Contains(s.Lines[i].Text, text) {
			t.Errorf("line %d: got %q, want %q", i, s.Lines[i].Text, text)
		}
	}
	if f := s.Figures[1]; f.Value != "48\u00a0min" || !f.Long {
		t.Errorf("got the longest wait %+v, want it marked", f)
	}
}

func TestAScreenThatIsOffWhileTheOfficeIsClosedIsNotUrgent(t *testing.T) {
	off := func(m *Manager) { m.View.Screens = []wire.Screen{{ID: "w1", Name: "Salle", Role: "wall"}} }
	if got := levels(aHead(off).Screen()); got[0] != LevelTrouble {
		t.Errorf("open: got %v", got)
	}
	if got := levels(aHead(off, func(m *Manager) { m.View.Open = false }).Screen()); got[0] != LevelGood {
		t.Errorf("closed: got %v", got)
	}
}

func TestAScreenThatPollsSaysWhy(t *testing.T) {
	s := aHead(func(m *Manager) {
		m.View.Screens = []wire.Screen{{ID: "w1", Name: "Salle", Role: "wall", Connected: true, Way: wire.WayPolling}, {ID: "k1", Name: "Entrée", Role: "kiosk"}}
	}).Screen()
	if got := s.Devices; got[0].Name != "Entrée" || !got[0].Silent || !strings.Contains(got[1].State, "Un intermédiaire coupe les liaisons permanentes") {
		t.Errorf("got %+v, want the silent first, and why the other polls", got)
	}
}

func TestChangesStandApartFromTheFile(t *testing.T) {
	s := aHead(func(m *Manager) {
		m.Configuration.Changes = wire.Changes{
			Closed:  []wire.ClosedChange{{Day: "2099-12-24", Closed: true, At: noon, PersonName: "Jeanne"}, {Day: "2099-12-25", At: noon}},
			Reasons: []wire.ReasonChange{{ID: "etalement", Name: "Facture impayée", Was: "Étalement", At: noon, PersonName: "Jeanne"}, {ID: "fax", Name: "Fax", At: noon}},
		}
	}).Screen()
	if len(s.Days) != 2 || s.Days[0].State != "fermé" || !strings.Contains(s.Days[0].From, "changé par Jeanne") || !s.Days[0].Changed {
		t.Errorf("got the days %+v, want the 24th closed by Jeanne, and none that is past", s.Days)
	}
	if d := s.Days[1]; d.State != "ouvert" || d.Closed || !strings.Contains(d.From, "qui n'est plus là") || !strings.Contains(d.Name, "25 décembre 2099") {
		t.Errorf("got %+v, want the 25th open, by someone who is gone", d)
	}
	if r := s.Renamed; len(r) != 2 || r[0].Was != "dans le fichier : Étalement" || r[1].Was != "n'est plus dans le fichier" {
		t.Errorf("got %+v, want both names", r)
	}
	if r := s.Reasons; r[0].Name != "Dossier" || r[1].Name != "Facture impayée" {
		t.Errorf("got %+v, want the names in force", r)
	}
	if i := slices.IndexFunc(s.Settings, func(l ManagerSetting) bool { return l.Name == "Motifs" }); !strings.Contains(s.Settings[i].Value, "Étalement") {
		t.Errorf("got %+v, want what the file says", s.Settings[i])
	}
	if i := slices.IndexFunc(s.Settings, func(l ManagerSetting) bool { return l.Name == "Heures d'ouverture" }); s.Settings[i].Value != "lundi – vendredi 09:00-12:00 13:30-17:00" {
		t.Errorf("got %+v, want the days in French", s.Settings[i])
	}
}

func TestServicesSayWhetherTicketsAreGiven(t *testing.T) {
	s := aHead(func(m *Manager) {
		m.View.Intake.Services = []queue.ServiceID{"energie"}
		m.View.Head.NotOffered = []wire.Shut{{Service: "energie", WhyClosed: queue.ClosedService}}
	}).Screen()
	want := []ManagerService{{ID: "droits", Name: "Papiers et droits", Counts: "attendent : 3 · arrivés : 11 · reçus : 7", State: "tickets donnés"}, {ID: "energie", Name: "Énergie", Counts: "attendent : 0 · arrivés : 0 · reçus : 0", Stopped: true, State: "tickets arrêtés"}}
	if !slices.Equal(s.Services, want) {
		t.Errorf("got %+v, want %+v", s.Services, want)
	}
}

func TestTheDayIsDrawnAndCounted(t *testing.T) {
	s := aHead(func(m *Manager) {
		m.View.Today.Slots = []wire.Slot{
			{At: noon.Add(-3 * time.Hour), Arrived: 2, Waits: 1, WaitMeanS: 300, WaitMaxS: 900, DesksOpen: 1.5, DesksServing: 1.2},
			{At: noon.Add(-150 * time.Minute), Arrived: 9},
		}
		m.View.Today.Waits, m.View.Today.WaitMeanS, m.View.Today.WaitMaxS = 1, 300, 900
		m.View.Today.ByDesk = []wire.DeskFigure{{Desk: "1", Visits: 3, ServingS: 7500, OpenS: 12000}}
	}).Screen()
	want := map[string][]string{
		"arrivals": {"De 09:00 à 10:00 : 11 arrivées. Le plus en une demi-heure : 9, à 09:30.", "09:30"},
		"waits":    {"attente moyenne 5\u00a0min, la plus longue 15\u00a0min.", "15\u00a0min"},
		"desks":    {"au plus 1,5 ouverts, à 09:00", "1,5"},
		"by_desk":  {"Guichet 1 : ouvert 3 h 20 min, avec un visiteur 2 h 05 min.", "3 h 20 min"},
	}
	for _, c := range s.Charts {
		cells := slices.Concat(c.Rows...)
		if w := want[c.ID]; w == nil || !strings.Contains(c.Says, w[0]) || !slices.Contains(cells, w[1]) || len(c.Drawing.Shapes) == 0 {
			t.Errorf("%s says %q, with the cells %q", c.ID, c.Says, cells)
		}
		for _, row := range c.Rows {
			if len(row) != len(c.Head) {
				t.Errorf("%s has a row %q under the heads %q", c.ID, row, c.Head)
			}
		}
		delete(want, c.ID)
	}
	if len(want) != 0 {
		t.Errorf("no chart of %v", want)
	}
	idle := aHead(func(m *Manager) { m.View.Today.Slots = []wire.Slot{{At: noon.Add(-time.Hour), Arrived: 1}} }).Screen().Charts
	if len(idle) != 3 || !strings.Contains(idle[1].Says, "personne n'a encore été appelé") || !strings.Contains(idle[2].Says, "aucun guichet ouvert") {
		t.Errorf("before anybody was called: got %+v", idle)
	}
	if got := aHead().Screen().Charts; len(got) != 0 {
		t.Errorf("before anything happened there is %+v", got)
	}
}

// Whatever a view holds, the page can be drawn, and nothing that steers stands on it.
func TestAnyViewIsDrawn(t *testing.T) {
	var golden wire.ManagerView
	body, err := os.ReadFile("../queue/wire/testdata/view_manager.json")
	if err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(body, &golden); err != nil {
		t.Fatal(err)
	}
	rapid.Check(t, func(t *rapid.T) {
		word := rapid.String()
		m := aHead(func(m *Manager) {
			m.View = golden
			m.View.Head = nil
			m.View.Notice, m.View.Site.Name = word.Draw(t, "notice"), word.Draw(t, "site")
			m.View.Today.Slots = nil
			for range rapid.IntRange(0, 60).Draw(t, "slots") {
				m.View.Today.Slots = append(m.View.Today.Slots, wire.Slot{At: noon, Arrived: rapid.Int().Draw(t, "arrived"),
					WaitMaxS: rapid.Int().Draw(t, "wait"), DesksOpen: rapid.Float64().Draw(t, "desks")})
			}
			m.View.Today.ByDesk = []wire.DeskFigure{{Desk: queue.DeskID(word.Draw(t, "desk")), OpenS: rapid.Int().Draw(t, "open")}}
			m.View.Screens = []wire.Screen{{Name: word.Draw(t, "screen"), Role: "wall", Connected: rapid.Bool().Draw(t, "connected")}}
			m.Configuration.File.Languages = []string{rapid.SampledFrom([]string{"fr", "ar", "uk", "en", "tlh"}).Draw(t, "language")}
			m.Configuration.File.Hours = []string{word.Draw(t, "hours")}
			m.Configuration.Changes.Closed = []wire.ClosedChange{{Day: queue.Day(word.Draw(t, "day")), PersonName: word.Draw(t, "person")}}
			m.People = []wire.Person{{Name: word.Draw(t, "name"), Role: "mediator"}}
		})
		s := m.Screen()
		texts := []string{s.Notice, s.Site, s.Title, s.People[0].Name, s.Devices[0].Name}
		for _, l := range s.Lines {
			texts = append(texts, l.Text)
		}
		for _, c := range s.Charts {
			for _, w := range c.Drawing.Words {
				texts = append(texts, w.Text)
			}
		}
		for _, text := range texts {
			if strings.ContainsFunc(text, steers) {
				t.Fatalf("%q steers", text)
			}
		}
	})
}

// Every name that this page gives a message is there in every language.
func TestTheHeadsPageHasItsWords(t *testing.T) {
	for _, lang := range []string{"fr", "en", "ar", "uk"} {
		w := i18n.For(lang)
		said := map[string]string{}
		check := func(name, text string) {
			if text == "" || strings.HasPrefix(text, "manager.") {
				t.Errorf("%s: %s says %q", lang, name, text)
			}
			said[name] = text
		}
		for _, role := range []queue.Role{queue.RoleWall, queue.RoleKiosk, queue.RoleMediator, queue.RoleSupervisor, queue.RoleAdmin} {
			check(role.String(), w.ManagerRole(role.String()))
		}
		for _, why := range []queue.ClosedBecause{queue.ClosedHours, queue.ClosedIntake, queue.ClosedService, queue.ClosedFull, "not"} {
			check(string(why), w.ManagerShut(string(why)))
		}
		for _, value := range []string{"free", "cause", "no", "full", "counts"} {
			check(value, w.ManagerValue(outOfOrder(value)))
		}
		m := aHead(func(m *Manager) {
			m.Configuration.File.Languages, m.Configuration.File.AlwaysOpen = []string{lang}, true
			m.View.Today.Slots = []wire.Slot{{At: noon}}
			m.View.Today.Waits, m.View.Today.NoShows, m.View.Today.WithoutTicket, m.View.Today.Reasons = 1, 1, 1, 1
			m.View.Today.ByDesk = []wire.DeskFigure{{Desk: "1"}}
		}).Screen()
		for _, f := range m.Figures {
			check("figure", f.Label)
		}
		for _, l := range m.Settings {
			check("setting", l.Name)
			check("value", l.Value)
		}
		for _, c := range m.Charts {
			check("chart", c.Title)
			for _, k := range c.Keys {
				check("key", k.Text)
			}
			for _, head := range c.Head {
				check("column", head)
			}
		}
	}
}
