package display

import (
	"reflect"
	"slices"
	"strconv"
	"strings"
	"testing"
	"unicode/utf8"

	"accueil/configs"
	"accueil/queue"
	"accueil/queue/wire"
)

// sampleSite is the office that comes with the program.
func sampleSite(t *testing.T) wire.Site {
	t.Helper()
	s, now := queue.NewState("dijon"), queue.Now{Wall: noon}
	events, err := queue.Decide(s, queue.Command{By: queue.Actor{Role: queue.RoleAdmin}, Wish: queue.Configure{Config: configs.Sample().Sites[0]}}, now)
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range events {
		s.Apply(e, queue.Stamp{At: now.Wall})
	}
	return wire.SiteOf(s, now)
}

// With somebody talking across the desk: nothing is set up for it, and the pointing
// hand stays where it is.
func TestFiveReasonsAreCodedInUnderTwentyKeys(t *testing.T) {
	s := newSeat(t)
	s.tell(SiteSeen{sampleSite(t)})
	s.visit(queue.Serving)
	s.view.Mine.Visit.Service = "factures"
	s.show()
	const pressed = "mk⏎2g⏎3e⏎2s⏎2i⏎2*⏎"
	s.keys(pressed)
	got, ok := s.command().(Code)
	if !ok || got.Ticket != "t0" || got.First != queue.Yes {
		t.Fatalf("got %#v, want the reasons, and the first visit", got)
	}
	var partners []queue.PartnerID
	for _, r := range got.Reasons {
		partners = append(partners, r.Partner)
		if r.Quantity < 2 {
			t.Errorf("%v is counted %d times", r, r.Quantity)
		}
	}
	if want := []queue.PartnerID{"keolis", "gdh", "edf", "suez", "dgfip"}; !slices.Equal(partners, want) {
		t.Errorf("got %v, want %v", partners, want)
	}
	if keys := utf8.RuneCountInString(pressed); keys >= 20 {
		t.Errorf("it took %d keys", keys)
	}
}

// labels are the answers that are offered, as far as n.
func (s *seat) labels(n int) []string {
	var all []string
	for _, o := range s.console.View().Question.Options {
		all = append(all, o.Label)
	}
	return all[:min(n, len(all))]
}

func TestTheLastReasonsAndThenTheUsualOnesAreOfferedFirst(t *testing.T) {
	s := newSeat(t)
	s.visit(queue.Serving)
	s.view.Usual = []wire.Usual{
		{Service: "droits", Reason: "courrier"},
		{Service: "energie", Partner: "edf", Reason: "courrier"},
		{Service: "energie", Partner: "suez", Reason: "etalement"},
		{Service: "energie", Partner: "nobody", Reason: "etalement"},
		{Reason: "courrier"},
	}
	s.show()
	s.keys("m")
	if got, want := s.labels(2), []string{"EDF · Lecture d'un courrier", "Suez · Étalement d'impayés"}; !slices.Equal(got, want) {
		t.Errorf("before anything was coded: got %q, want the usual ones of the service, %q", got, want)
	}
	s.keys("↓⏎")
	if got := s.labels(1); !slices.Equal(got, []string{"Suez · Étalement d'impayés"}) {
		t.Errorf("got %q, want what stands already not offered first again", got)
	}
	s.keys("*⏎")
	s.command()
	s.visit(queue.Serving)
	s.keys("msuez courrier⏎edf etal⏎⏎3")
	s.command()
	s.keys("m")
	want := []string{"EDF · Étalement d'impayés", "Suez · Lecture d'un courrier", "EDF · Lecture d'un courrier", "Suez · Étalement d'impayés"}
	if got := s.labels(4); !slices.Equal(got, want) {
		t.Errorf("got %q, want the last first, then the usual: %q", got, want)
	}
	if got := s.resumed().labels(4); !slices.Equal(got, want) {
		t.Errorf("a page that goes on offers %q, want %q", got, want)
	}
	all := s.labels(99)
	slices.Sort(all)
	if n := len(all); n != 5 || len(slices.Compact(all)) != n {
		t.Errorf("got %q, want each once", all)
	}
	s.view.Mine.Visit.Service, s.view.Usual = "accueil", []wire.Usual{{Reason: "courrier"}}
	s.console.recent = nil
	s.show()
	s.keys("⎋m")
	if got := s.labels(1); !slices.Equal(got, []string{"Lecture d'un courrier"}) {
		t.Errorf("a service without usual ones: got %q, want those of all", got)
	}
}

func TestWhatBeginsAsItWasTypedComesFirst(t *testing.T) {
	s := newSeat(t)
	s.tell(SiteSeen{sampleSite(t)})
	s.visit(queue.Serving)
	for typed, want := range map[string]string{"enedis": "Enedis · ", "cheq": "EDF · Chèque énergie", "CHEQ": "EDF · Chèque énergie", "loy": "Grand Dijon Habitat · Loyer ou charges", "voi": "La Poste · Envoi"} {
		s.keys("m" + typed)
		if got := s.labels(1); len(got) == 0 || !strings.HasPrefix(got[0], want) {
			t.Errorf("%q: got %q, want %q", typed, got, want)
		}
		s.keys("⎋")
	}
}

// One key, on any keyboard, wherever the search is.
func TestTheFirstVisitIsSaidInTheMidstOfASearch(t *testing.T) {
	s := newSeat(t)
	s.visit(queue.Serving)
	s.keys("mcour")
	for i, want := range []string{"oui", "non", "on ne sait pas", "oui"} {
		s.keys(string("*/"[i%2]))
		if q := s.console.View().Question; q.Typed != "cour" || !strings.HasSuffix(q.Title, "première visite de l'année : "+want) {
			t.Fatalf("got %q, %q, want the search as it was, and %q", q.Typed, q.Title, want)
		}
	}
	s.keys("⏎⏎")
	want := Code{"t0", []wire.Reason{{Reason: "courrier", Quantity: 1}}, queue.Yes}
	if got := s.command(); !reflect.DeepEqual(got, want) {
		t.Errorf("got %#v, want %#v, and no question after it", got, want)
	}
	s.keys("m*⎋")
	if q := s.console.View().Question; q == nil || !strings.Contains(q.Title, "abandonner") {
		t.Errorf("got %+v, want to be asked whether that is to be forgotten", q)
	}
}

func TestEscapeLeadsBackThroughAVisitWithoutATicket(t *testing.T) {
	s := newSeat(t)
	s.asked = nil
	s.keys("i2")
	if q := s.console.View().Question; !strings.Contains(q.Title, "quel service") || !q.Options[len(q.Options)-1].On {
		t.Fatalf("got %+v, want the service, and none of them under the cursor", q)
	}
	s.keys("⎋⎋")
	if q := s.console.View().Question; q != nil || len(s.asked) != 0 {
		t.Errorf("got %+v, %v, want nothing", q, s.asked)
	}
}

// Whoever has no keyboard touches all that there is.
func TestReasonsAreCodedByTouchAlone(t *testing.T) {
	s := newSeat(t)
	s.visit(queue.Serving)
	s.asked = nil
	s.tell(Point{"key:m"})
	s.tell(Wrote{"etal"})
	s.tell(Point{"option:0"})
	s.touch("× 3")
	s.touch("Suite donnée")
	s.touch("Première visite de l'année")
	s.touch("C'est fini")
	want := Code{"t0", []wire.Reason{{Partner: "edf", Reason: "etalement", Quantity: 3, Outcome: "resolved"}}, queue.Yes}
	if got := s.command(); !reflect.DeepEqual(got, want) {
		t.Errorf("got %#v, want %#v", got, want)
	}
	s.tell(Point{"key:m"})
	s.tell(Wrote{"cour"})
	s.touch("Ajouter")
	s.touch("Enlever le dernier")
	s.touch("Retour")
	if q := s.console.View().Question; q != nil {
		t.Errorf("got %+v, want to be back", q)
	}
}

// touch touches the key of the question that says so.
func (s *seat) touch(label string) {
	s.t.Helper()
	for _, k := range s.console.View().Question.Keys {
		if k.Label == label {
			s.tell(Point{k.Target})
			return
		}
	}
	s.t.Fatalf("no key says %q: %+v", label, s.console.View().Question.Keys)
}

func TestTheUpperRowOfAFrenchKeyboardCountsWithoutShift(t *testing.T) {
	for _, how := range []struct {
		name   string
		writes func(*seat, string)
	}{
		{"by its keys", (*seat).keys},
		{"in the field of a page", func(s *seat, keys string) {
			for _, r := range keys {
				s.tell(Wrote{s.console.View().Question.Typed + string(r)})
			}
		}},
	} {
		for keys, want := range map[string]struct {
			times int
			typed string
		}{
			"&": {1, ""}, "\"": {3, ""}, "'": {4, ""}, "(": {5, ""}, "-": {6, ""}, "_": {8, ""}, "5": {5, ""},
			"é": {1, "é"}, "è": {1, "è"}, "ç": {1, "ç"}, "à": {1, "à"},
			"lecture d'un": {1, "lecture d'un"}, "rendez-v": {1, "rendez-v"}, "cour (": {5, "cour "}, "cour '": {4, "cour "}, "cour_": {8, "cour"},
		} {
			s := newSeat(t)
			s.visit(queue.Serving)
			s.keys("mcourrier⏎")
			how.writes(s, keys)
			line := "Lecture d'un courrier"
			if want.times > 1 {
				line += " × " + strconv.Itoa(want.times)
			}
			if q := s.console.View().Question; q.Typed != want.typed || !slices.Equal(q.Lines, []string{line}) {
				t.Errorf("%s, %s: got %q and %q, want %q and %q", how.name, keys, q.Typed, q.Lines, want.typed, line)
			}
		}
	}
}

// A keyboard on glass says nothing of its keys: a page learns of the whole text alone.
func TestAFieldOfAPageHoldsNoKeysOfTheReasons(t *testing.T) {
	s := newSeat(t)
	s.visit(queue.Serving)
	s.tell(Point{"key:m"})
	s.tell(Wrote{"cour"})
	s.keys("⏎")
	s.tell(Wrote{"4"})
	s.tell(Wrote{"edf*"})
	q := s.console.View().Question
	if q.Typed != "edf" || !slices.Equal(q.Lines, []string{"Lecture d'un courrier × 4"}) || !strings.HasSuffix(q.Title, ": oui") {
		t.Errorf("got %q, %q, %q", q.Typed, q.Lines, q.Title)
	}
}

// Twelve cannot be said by two digits: that it is not twelve is said.
func TestTwoDigitsAreNotSilentlyTheSecond(t *testing.T) {
	s := newSeat(t)
	s.visit(queue.Serving)
	s.keys("metal⏎12")
	screen := s.console.View()
	if !screen.Trouble || screen.Said != "Un seul chiffre, 9 au plus : c'est 2 fois." || !strings.Contains(screen.Question.Lines[0], "× 2") {
		t.Errorf("got %q, %q", screen.Said, screen.Question.Lines)
	}
	s.keys("⇥")
	s.keys("3") // another thought: no second digit
	if said := s.console.View().Said; said != "" {
		t.Errorf("got %q, want nothing said", said)
	}
}

// What a slow line brings of a field at once means what its keys mean one by one.
func TestKeysThatComeTogetherCountEach(t *testing.T) {
	s := newSeat(t)
	s.visit(queue.Serving)
	s.keys("metal⏎")
	s.tell(Wrote{"12"})
	if said := s.console.View().Said; said != "Un seul chiffre, 9 au plus : c'est 2 fois." {
		t.Errorf("got %q, want what two digits are told", said)
	}
	s.keys("⇥")
	s.tell(Wrote{"3e"})
	if q := s.console.View().Question; !strings.Contains(q.Lines[0], "× 3") || q.Typed != "e" {
		t.Errorf("got %q, %q, want three, and the letter", q.Lines, q.Typed)
	}
}
