package display

import (
	"slices"
	"strings"
	"testing"
	"time"

	"accueil/queue"
	"accueil/queue/wire"
)

func colleague(id queue.AlertID, person queue.ActorID, name string, since time.Time) wire.Alert {
	return wire.Alert{ID: id, Kind: queue.AlertColleague, Person: person, Name: name, Since: since}
}

func TestACallForHelpIsSeenBeforeEverythingElse(t *testing.T) {
	s := newSeat(t)
	s.view.Alerts = []wire.Alert{
		{ID: "p", Kind: queue.AlertPaperLow, Name: "Entrée", Since: noon},
		colleague("c1", "karim", "Karim", noon.Add(-9*time.Minute)), colleague("c2", "karim", "Karim", noon), colleague("c3", "karim", "Karim", noon),
		{ID: "h", Kind: queue.AlertHelp, Name: "Entrée", Since: noon},
	}
	s.show()
	screen := s.console.View()
	want := []string{"Entrée : un visiteur demande de l'aide (0\u00a0min)", "Karim a besoin d'un collègue × 3 (9\u00a0min)", "Entrée : bientôt plus de papier (0\u00a0min)"}
	if !slices.Equal(screen.Alerts, want) {
		t.Errorf("got %q, want %q", screen.Alerts, want)
	}
	if !strings.Contains(screen.Title, "demande de l'aide") {
		t.Errorf("the window's title does not say so: %q", screen.Title)
	}
	s.asked = nil
	s.keys("o1")
	if got := s.command(); got != (AckAlert{"h"}) {
		t.Errorf("got %#v, want the call for help taken", got)
	}
}

func TestAMachineThatAVisitorStandsBeforeComesBeforeOneThatCanWait(t *testing.T) {
	s := newSeat(t)
	s.view.Alerts = nil
	for i, kind := range []queue.AlertKind{
		queue.AlertKioskSilent, queue.AlertPrinter, queue.AlertPaperLow, queue.AlertSpoolGrowing, queue.AlertClock, "newer",
	} { // oldest first, which of equals would come last
		s.view.Alerts = append(s.view.Alerts, wire.Alert{ID: queue.AlertID(kind), Kind: kind, Name: "Entrée", Device: "k", Since: noon.Add(time.Duration(i-10) * time.Second)})
	}
	s.view.Alerts = append(s.view.Alerts, wire.Alert{ID: "leap", Kind: queue.AlertClock, Since: noon.Add(-time.Minute)})
	s.show()
	want := []string{
		"Entrée : l'imprimante est en panne", "Entrée : la borne ne répond plus", "Entrée : alerte",
		"Entrée : horloge à régler, l'heure de ses tickets est estimée", "Entrée : des tickets attendent d'arriver au serveur",
		"Entrée : bientôt plus de papier", "L'heure du serveur a sauté : vérifiez l'horloge",
	}
	for i, line := range s.console.View().Alerts {
		if i >= len(want) || !strings.HasPrefix(line, want[i]+" (") {
			t.Errorf("line %d is %q, want these in turn: %q", i+1, line, want)
		}
	}
}

func TestACallForAColleagueIsDiscreetAndAnswered(t *testing.T) {
	s := newSeat(t)
	s.view.Alerts = nil
	s.show()
	s.asked = nil
	s.view.Alerts = []wire.Alert{colleague("c", "samia", "Samia", noon)}
	s.show()
	if screen := s.console.View(); len(s.asked) != 0 || len(screen.Alerts) != 0 || !slices.Contains(screen.Desks, "collègue : demandé") {
		t.Errorf("got %v, %q, %q: want no ring, nothing at the top, and a quiet word", s.asked, screen.Alerts, screen.Desks)
	}
	s.keys("b")
	if said := s.console.View().Said; len(s.asked) != 0 || !strings.Contains(said, "déjà") {
		t.Errorf("a second call: got %v, %q", s.asked, said)
	}
	s.view.Alerts[0].AckedBy = "karim"
	s.show()
	if screen := s.console.View(); !slices.Contains(screen.Desks, "collègue : Karim vient") {
		t.Errorf("got %q, want who comes", screen.Desks)
	}
	s.keys("o1")
	if got := s.command(); got != (DropAlert{"c"}) {
		t.Errorf("got %#v, want one's own call taken back", got)
	}
}
