package display

import (
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"
	"unicode"

	"accueil/configs/i18n"
	"accueil/queue"
	"accueil/queue/wire"
)

func TestOnesOwnDayStandsBesideTheDesks(t *testing.T) {
	s := newSeat(t)
	if got := s.console.View().Desks; len(got) != 1 {
		t.Errorf("before the first visit: got %q, want the other desk alone", got)
	}
	s.view.Mine.Today = wire.Today{Visits: 7, Reasons: 12, ServedMinutes: 145}
	s.show()
	if got, want := s.console.View().Desks, []string{"1 Karim", "aujourd'hui : 7 visites · 12 motifs · 145\u00a0min"}; !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
	s.view.Mine.Today = wire.Today{NoShows: 1}
	s.show()
	if got := s.console.View().Desks[1]; got != "aujourd'hui : 0 visite · 0 motif · 0\u00a0min · 1 absent" {
		t.Errorf("got %q", got)
	}
}

func TestAHiddenListSaysHowManyAndWhyNobodyIsListed(t *testing.T) {
	s := newSeat(t)
	if s.console.View().Hidden != "" {
		t.Error("a list that is shown says that it is hidden")
	}
	s.view.Hidden = true
	s.view.Tickets = s.view.Tickets[2:] // parked, gone
	s.show()
	screen := s.console.View()
	if want := "liste cachée · 2 personnes attendent · 1 de côté · 1 absent · A 1, E 1"; screen.Counts != want || screen.Beyond != 0 {
		t.Errorf("got %q and %d beyond, want %q and none", screen.Counts, screen.Beyond, want)
	}
	if !strings.Contains(screen.Hidden, "cachée") || len(screen.Rows) != 2 {
		t.Errorf("got %q, %d lines", screen.Hidden, len(screen.Rows))
	}
	for _, key := range []string{"⏎", "y"} {
		s.keys(key)
		if said := s.console.View().Said; !strings.Contains(said, "sont cachés") {
			t.Errorf("%s: got %q, want why", key, said)
		}
	}
}

func TestAKeyThatIsNotPossibleSaysWhenItIs(t *testing.T) {
	s := newSeat(t)
	s.console.site.OutOfOrder = "no"
	s.asked = nil
	for keys, want := range map[string]string{
		"r": "« Rappeler » : pas maintenant, mais quand quelqu'un vient d'être appelé.",
		"v": "quand une ligne mise de côté est choisie (↑ ↓).",
		"u": "« Annuler l'absence » : pas maintenant, mais quand un absent est choisi",
		"c": "quand vous êtes sans guichet",
		"⏎": "sur un site qui permet d'appeler hors du tour",
		"m": "quand quelqu'un est avec vous, ou qu'une visite est à coder",
		"k": "La touche « k » ne fait rien. Maintenant : s l g i o b z w n q ?",
		"⇥": "La touche « Tab » ne fait rien.",
		"⌫": "La touche « Effacer » ne fait rien.",
	} {
		s.keys("⎋" + keys)
		if screen := s.console.View(); !strings.Contains(screen.Said, want) || !screen.Trouble || len(s.asked) != 0 {
			t.Errorf("%s: got %q, %v, want %q", keys, screen.Said, s.asked, want)
		}
	}
	s.keys("⎋p")
	s.keys("↓p⇥")
	if screen := s.console.View(); !strings.Contains(screen.Said, "Chiffre ou ↑ ↓ Entrée") || screen.Question == nil {
		t.Errorf("got %q, want what the question takes", screen.Said)
	}
}

// Whatever a key is, and whenever it is not possible, there are words for when it is.
func TestEveryActionSaysWhenInEveryLanguage(t *testing.T) {
	w := newSeat(t)
	empty := Console{person: "samia"}
	for _, c := range []Console{w.console, empty} {
		said := map[rune]bool{}
		for _, b := range bindings() {
			first := !said[b.key] // of those that share a key, the first is named
			said[b.key] = true
			if !first || b.can(c) {
				continue
			}
			for _, lang := range []string{"fr", "en", "ar", "uk"} {
				if said := i18n.For(lang).ConsoleNotNow("x", c.when(b.action)); strings.Contains(said, "console.") {
					t.Errorf("%s: %s, %s has no word: %q", lang, b.action, c.when(b.action), said)
				}
			}
		}
	}
	for _, lang := range []string{"fr", "en", "ar", "uk"} {
		words := i18n.For(lang)
		said := []string{words.ConsoleClass("normal")}
		for _, command := range []Command{OpenDesk{}, Next{}, Code{}, CodeVisit{}, RaiseAlert{}, SetNotice{}, Park{}} {
			said = append(said, words.ConsoleUnanswered("x", lookAt(command)))
		}
		for _, a := range firstAnswers() {
			said = append(said, words.ConsoleFirst(firstName(a)))
		}
		for _, text := range said {
			if strings.Contains(text, "console.") {
				t.Errorf("%s: got %q", lang, text)
			}
		}
	}
}

func TestARefusalSaysHowThingsStand(t *testing.T) {
	for _, test := range []struct {
		name, keys string
		before     func(*seat)
		kind       queue.Kind
		want       string
	}{
		{"one who still waits", "↓p1", func(*seat) {}, queue.Conflict, "Maintenant : A01 · attend depuis 20 min."},
		{"one who is here", "p1", func(s *seat) { s.visit(queue.Serving) }, queue.Conflict, "Maintenant : E09 · reçu depuis 0 min."},
		{"one who is no longer listed", "f", func(s *seat) { s.visit(queue.Serving) }, queue.NotFound, "ce ticket n'est plus dans la liste"},
		{"a desk", "s", func(*seat) {}, queue.Forbidden, "Ce n'est pas permis"},
		{"nobody answers next", "s", func(*seat) {}, queue.Unavailable, "On ne sait pas si c'est fait. Regardez qui est avec vous"},
		{"nobody answers a ticket", "g1⏎⏎", func(*seat) {}, queue.Unavailable, "On ne sait pas si c'est fait. Regardez la liste"},
		{"nobody answers a visit", "i1⏎⏎3", func(*seat) {}, queue.Unavailable, "Regardez vos visites du jour"},
	} {
		t.Run(test.name, func(t *testing.T) {
			s := newSeat(t)
			test.before(s)
			s.keys(test.keys)
			if test.kind == queue.NotFound {
				s.view.Mine.Visit = nil
				s.show()
			}
			s.tell(Refused{Request: s.console.requests, Kind: test.kind})
			screen := s.console.View()
			if !strings.Contains(strings.ToLower(screen.Said), strings.ToLower(test.want)) || !screen.Trouble || screen.Busy {
				t.Errorf("got %q, want %q", screen.Said, test.want)
			}
		})
	}
}

func TestACommandUnderWayWhileTheLineIsCutSaysThatItIsAskedAgain(t *testing.T) {
	s := newSeat(t)
	s.keys("s")
	s.tell(Lost{Loss{Kind: LossSilent}, noon})
	screen := s.console.View()
	if !strings.Contains(screen.Said, "Suivant : la ligne est coupée. La demande repart") || !screen.Busy || screen.Stale == "" {
		t.Errorf("got %q", screen.Said)
	}
	s.asked = nil
	s.keys("g1⏎⏎")
	if len(s.asked) != 0 {
		t.Errorf("a key was kept for later: %v", s.asked)
	}
}

func TestTheNumberOfATicketThatIsGivenIsThereToBeSaid(t *testing.T) {
	s := newSeat(t)
	s.keys("g2⏎⏎")
	s.tell(Done{Request: s.console.requests, Ticket: &wire.Ticket{Number: "E12"}})
	for _, c := range []Console{s.console, s.resumed().console} {
		if screen := c.View(); screen.Given != "E12" || !strings.Contains(screen.Said, "E12") {
			t.Errorf("got %q, %q, want E12 large, and said", screen.Given, screen.Said)
		}
	}
	s.keys("k")
	if got := s.console.View().Given; got != "" {
		t.Errorf("when something else is said: got %q", got)
	}
}

func TestASiteWithOneLanguageAsksForNone(t *testing.T) {
	s := newSeat(t)
	s.console.site.Languages = []string{"fr"}
	s.keys("g12")
	if got, want := s.command(), (Give{Service: "droits", Class: queue.Priority}); got != want {
		t.Errorf("got %#v, want %#v", got, want)
	}
}

func TestALineIsFoundByItsNumber(t *testing.T) {
	s := newSeat(t)
	for typed, want := range map[string]queue.TicketID{"e1": "t2", "A02": "t3", " a 3 ": "t4"} {
		s.keys("l" + typed + "⏎")
		if got := s.console.selected; got != want || s.console.question != nil {
			t.Errorf("%q: got %q, want %q", typed, got, want)
		}
	}
	for _, typed := range []string{"", "x9", "a"} {
		s.keys("l" + typed + "⏎")
		if screen := s.console.View(); !screen.Trouble || screen.Question == nil {
			t.Errorf("%q: got %q, want to be asked again", typed, screen.Said)
		}
		s.keys("⎋")
	}
}

// head is what a supervisor's view carries.
func head() *wire.Head {
	return &wire.Head{
		LongWaitMinutes: 15, LongWaiting: 3, LongestWaitMinutes: 52, Given: 18, Priority: 5, PriorityHigh: true,
		Outlook:    &wire.Outlook{ClosesAt: time.Date(2026, 11, 23, 17, 0, 0, 0, time.UTC), Waiting: 13, PerHour: 6, ServedByClosing: 9, Left: 4},
		ClosedDays: []queue.Day{"2026-12-25", "2027-01-01", "no day"}, Appointments: wire.Appointed{Booked: 6, Come: 4, Late: 1, Absent: 1},
		NotOffered: []wire.Shut{{Service: "energie", WhyClosed: queue.ClosedService}, {Service: "droits", WhyClosed: queue.ClosedFull}},
	}
}

func TestTheHeadOfTheSiteSeesHowTheDayGoes(t *testing.T) {
	s := newSeat(t)
	if got := s.console.View().Site; got != nil {
		t.Errorf("a mediator is shown %q", got)
	}
	s.view.Head = head()
	s.view.Intake.Services = []queue.ServiceID{"energie"}
	s.show()
	screen := s.console.View()
	want := []string{
		"3 attendent plus de 15 min, le plus long 52 min",
		"environ 9 seront reçus avant 17 heures, 4 non",
		"priorités : 5 sur 18, 28 %",
		"rendez-vous : 6 · venus : 4 · en retard : 1 · absents : 1",
		"services arrêtés : Électricité",
		"services complets aujourd'hui : Papiers et droits",
		"jours de fermeture : vendredi 25 décembre et vendredi 1er janvier",
	}
	if !slices.Equal(screen.Site, want) {
		t.Errorf("got  %q\nwant %q", screen.Site, want)
	}
	if last := screen.Alerts[len(screen.Alerts)-1]; len(screen.Alerts) != 2 || last != "Beaucoup de priorités : 5 sur 18, 28 %" {
		t.Errorf("got %q, want the priorities after the call for help", screen.Alerts)
	}
	for i, long := range []bool{true, false, false, false} {
		if row := screen.Rows[i]; row.Long != long || strings.Contains(row.Mark, "attend trop") != long {
			t.Errorf("%s: got %v, %q, want %v, and the same in words", row.Number, row.Long, row.Mark, long)
		}
	}
	s.view.ClosesAt, s.view.Head = &s.view.Head.Outlook.ClosesAt, head()
	s.view.Head.NotOffered = []wire.Shut{{Service: "droits", WhyClosed: queue.ClosedHours}, {Service: "energie", WhyClosed: queue.ClosedHours}}
	s.show()
	if got := s.console.View().Site[5]; got != "plus de tickets avant la fermeture, 17 heures" {
		t.Errorf("before closing: got %q", got)
	}
	quiet := &wire.Head{LongWaitMinutes: 30, Outlook: &wire.Outlook{ClosesAt: noon, ServedByClosing: 2}}
	s.view.Head, s.view.Intake.Services = quiet, nil
	s.show()
	if got := s.console.View(); len(got.Alerts) != 1 || len(got.Site) != 1 || !strings.HasPrefix(got.Site[0], "tous ceux qui attendent") {
		t.Errorf("on a quiet day: got %q, %q", got.Alerts, got.Site)
	}
}

func TestARoleThatChangedIsTheViews(t *testing.T) {
	s := newSeat(t)
	s.view.Mine.Role = "supervisor"
	s.elsewhere(queue.Called)
	s.keys("↓f1")
	if got := s.command(); !reflect.DeepEqual(got, TicketWord{"t7", WordFinish}) {
		t.Errorf("got %#v", got)
	}
}

func TestAlertsAndOwedReasonsAreTouched(t *testing.T) {
	s := newSeat(t)
	if screen := s.console.View(); screen.Owed != "" {
		t.Error("nothing is owed, and may be touched")
	}
	s.tell(Point{s.console.View().Alert})
	if q := s.console.View().Question; q == nil || q.Title != "Quelle alerte ?" {
		t.Fatalf("got %+v, want the alerts", q)
	}
	s.keys("⎋")
	s.view.Mine.ToCode = []wire.Ticket{{ID: "t8", Number: "A08", Service: "droits"}}
	s.visit(queue.Serving)
	s.tell(Point{s.console.View().Owed})
	if q := s.console.View().Question; q == nil || !strings.Contains(q.Title, "A08") {
		t.Errorf("got %+v, want the reasons of what is owed, though someone is here", q)
	}
}

const hostile = "<b>x</b>\x1b]0;y\x07\x9b2J\u202eabc\u2028\r\n\x00é\u0645\xff"

// soil puts it into every text of a value.
func soil(v reflect.Value) {
	switch v.Kind() {
	case reflect.String:
		if v.Type() == reflect.TypeFor[string]() || v.Type() == reflect.TypeFor[queue.Number]() {
			v.SetString(hostile)
		}
	case reflect.Pointer:
		if !v.IsNil() && v.Type() != reflect.TypeFor[*time.Time]() {
			soil(v.Elem())
		}
	case reflect.Slice:
		for i := range v.Len() {
			soil(v.Index(i))
		}
	case reflect.Map:
		for _, k := range v.MapKeys() {
			v.SetMapIndex(k, reflect.ValueOf(hostile))
		}
	case reflect.Struct:
		for i := range v.NumField() {
			if f := v.Field(i); f.CanSet() && v.Type() != reflect.TypeFor[time.Time]() {
				soil(f)
			}
		}
	default:
	}
}

// shown are all texts of a screen, but not its targets.
func shown(v reflect.Value, say func(string)) {
	switch v.Kind() {
	case reflect.String:
		if v.Type() != reflect.TypeFor[Target]() {
			say(v.String())
		}
	case reflect.Pointer:
		if !v.IsNil() {
			shown(v.Elem(), say)
		}
	case reflect.Slice:
		for i := range v.Len() {
			shown(v.Index(i), say)
		}
	case reflect.Struct:
		for i := range v.NumField() {
			shown(v.Field(i), say)
		}
	default:
	}
}

// Whatever stands in a name, a note or a notice, a skin is given text and nothing else.
func TestNoTextOfAScreenSteersAnything(t *testing.T) {
	s := newSeat(t)
	s.visit(queue.Serving)
	s.view.Intake.Services = []queue.ServiceID{"energie"}
	s.view.Head, s.view.Notice, s.view.Mine.Visit.Note = head(), "x", "x"
	s.view.Mine.Visit.Reasons = []wire.Reason{{Partner: "edf", Reason: "etalement", Quantity: 2, Outcome: hostile}, {Reason: hostile}}
	s.view.Mine.ToCode = []wire.Ticket{{ID: "t8"}}
	s.view.Tickets[0].Note, s.view.Tickets[0].Lang = "x", "x"
	office := site()
	soil(reflect.ValueOf(&s.view).Elem())
	soil(reflect.ValueOf(&office).Elem())
	office.Languages = []string{"fr", hostile}
	s.tell(SignedIn{wire.Session{Person: "samia", PersonName: hostile, Role: "mediator"}})
	s.tell(SiteSeen{office})
	s.show()
	seen := 0
	for _, keys := range []string{"", "⎋↓", "p", "t", "t1", "x", "g", "g1⏎", "i", "i1", "m", "m⏎", "o", "z", "w", "n", "q", "?", "l\x1b\u202e", "c"} {
		s.keys("⎋⎋1⎋" + keys)
		s.asked = nil
		shown(reflect.ValueOf(s.console.View()), func(text string) {
			seen += strings.Count(text, "<b>x</b>")
			bad := func(r rune) bool {
				return unicode.IsControl(r) || r == '\u202e' || r == '\u2028' || r == unicode.ReplacementChar
			}
			if strings.ContainsFunc(text, bad) {
				t.Errorf("%q: got %q", keys, text)
			}
		})
	}
	s.tell(Lost{Loss{Kind: LossStranger, Found: hostile}, noon})
	shown(reflect.ValueOf(s.console.View()), func(text string) {
		if strings.ContainsFunc(text, unicode.IsControl) {
			t.Errorf("a stranger's word: got %q", text)
		}
	})
	if seen < 100 {
		t.Errorf("markup was shown as text %d times: the test looks at too little", seen)
	}
}
