package display

import (
	"strings"
	"testing"

	"accueil/configs/i18n"
	"accueil/queue"
	"accueil/queue/wire"
)

func (s *seat) toCode(tickets ...queue.Number) {
	s.view.Mine.ToCode = nil
	for _, n := range tickets {
		s.view.Mine.ToCode = append(s.view.Mine.ToCode, wire.Ticket{ID: queue.TicketID(n), Number: n})
	}
	s.show()
}

func TestWhatTheSiteLacksStandsBesideWhatIsToCode(t *testing.T) {
	for name, test := range map[string]struct {
		codes []queue.Number
		told  []Msg
		want  string
		touch bool // leads to the visits to code
	}{
		"not away":                      {nil, nil, "", false},
		"not away, something to code":   {[]queue.Number{"A01"}, nil, "À coder : 1", true},
		"away, and the site has all":    {nil, []Msg{Pending{Heard: true}}, "", false},
		"away":                          {nil, []Msg{Pending{Count: 12}}, "À transmettre : 12", false},
		"away, something to code":       {[]queue.Number{"A01", "A02"}, []Msg{Pending{Count: 3}}, "À coder : 2 · À transmettre : 3", true},
		"the site answers, not for all": {nil, []Msg{Pending{Count: 3}, Pending{Count: 2, Heard: true}}, "À transmettre : 2", false},
		"refused ones are still owed":   {nil, []Msg{Pending{Count: 3, Refused: 1, Heard: true}}, "À transmettre : 3", false},
		"all was sent":                  {[]queue.Number{"A01"}, []Msg{Pending{Count: 3}, Pending{Heard: true}}, "À coder : 1", true},
	} {
		t.Run(name, func(t *testing.T) {
			s := newSeat(t)
			for _, m := range test.told {
				s.tell(m)
			}
			s.toCode(test.codes...)
			screen := s.console.View()
			if screen.ToCode != test.want || (screen.Owed != "") != test.touch {
				t.Errorf("got %q that leads to %q, want %q", screen.ToCode, screen.Owed, test.want)
			}
			if len(s.asked) > 0 {
				t.Errorf("got %v, want nothing done for it, and no bell", s.asked)
			}
		})
	}
}

// told is what the console says, which is read and gone.
func (s *seat) told() string {
	text := s.console.View().Said
	s.console.said = said{}
	return text
}

func TestThatAllIsSentIsSaidOnce(t *testing.T) {
	const all = "Tout est transmis au site."
	s := newSeat(t)
	for i, step := range []struct {
		Pending
		want string
	}{
		{Pending{Heard: true}, ""}, // there was nothing to send
		{Pending{Count: 2}, ""},
		{Pending{Count: 1, Heard: true}, ""},
		{Pending{Heard: true}, all},
		{Pending{Heard: true}, ""},
		{Pending{}, ""},
		{Pending{Heard: true}, ""}, // heard again
		{Pending{Count: 1, Heard: true}, ""},
		{Pending{}, ""}, // nothing is owed, yet nobody said that it arrived
		{Pending{Count: 1, Refused: 1, Heard: true}, "Le site refuse"},
		{Pending{Heard: true}, all}, // it was mended there
	} {
		s.tell(step.Pending)
		trouble := s.console.View().Trouble
		if got := s.told(); !strings.HasPrefix(got, step.want) || step.want == "" && got != "" || trouble != strings.HasPrefix(got, "Le site refuse") {
			t.Errorf("step %d, %+v: got %q (trouble %t), want %q", i, step.Pending, got, trouble, step.want)
		}
	}
}

func TestARefusedVisitIsToldOnceForEachRise(t *testing.T) {
	s := newSeat(t)
	for i, step := range []struct {
		refused int
		want    string
	}{
		{0, ""},
		{1, "Le site refuse 1 visite : elle reste ici."},
		{1, ""},
		{3, "Le site refuse 3 visites : elles restent ici."},
		{3, ""},
		{2, ""}, // one was taken
		{3, "Le site refuse 3 visites : elles restent ici."},
		{0, ""},
		{1, "Le site refuse 1 visite : elle reste ici."},
	} {
		s.tell(Pending{Count: 5, Refused: step.refused, Heard: true})
		trouble := s.console.View().Trouble
		if got := s.told(); !strings.HasPrefix(got, step.want) || (got != "") != (step.want != "") || trouble != (step.want != "") {
			t.Errorf("step %d, %d refused: got %q (trouble %t), want %q", i, step.refused, got, trouble, step.want)
		}
	}
}

func TestAWrongPINIsToldByWhatTheLaptopCanKnow(t *testing.T) {
	words := i18n.For()
	ordinary, away := words.ConsoleSignInFailed("unauthenticated", ""), words.ConsoleSignInAway()
	for name, test := range map[string]struct {
		told []Msg
		kind queue.Kind
		want string
	}{
		"not away":                            {nil, queue.Unauthenticated, ordinary},
		"away, and the site answers":          {[]Msg{Pending{Heard: true}}, queue.Unauthenticated, ordinary},
		"away without the network":            {[]Msg{Pending{}}, queue.Unauthenticated, away},
		"the network went":                    {[]Msg{Pending{Heard: true}, Pending{}}, queue.Unauthenticated, away},
		"the network came":                    {[]Msg{Pending{}, Pending{Heard: true}}, queue.Unauthenticated, ordinary},
		"too often, away without the network": {[]Msg{Pending{}}, queue.TooMany, words.ConsoleSignInFailed("too_many", "")},
	} {
		t.Run(name, func(t *testing.T) {
			s := &seat{t: t, console: NewConsole()}
			for _, m := range test.told {
				s.tell(m)
			}
			s.keys("Samia⏎0000⏎")
			s.tell(SignInFailed{Kind: test.kind})
			if screen := s.console.View(); screen.Said != test.want || !screen.Trouble || screen.Question.Title != "Code de Samia" {
				t.Errorf("got %q (trouble %t, asked %q), want %q", screen.Said, screen.Trouble, screen.Question.Title, test.want)
			}
		})
	}
}

func TestWhatTheSiteLacksIsKeptOverASignOut(t *testing.T) {
	s := newSeat(t)
	s.tell(Pending{Count: 4, Refused: 1})
	s.tell(SignedOut{})
	s.keys("Karim⏎0000⏎")
	s.tell(SignInFailed{Kind: queue.Unauthenticated})
	if got, want := s.console.View().Said, i18n.For().ConsoleSignInAway(); got != want {
		t.Errorf("got %q, want %q: it is still known that there is no network", got, want)
	}
	s.tell(SignedIn{wire.Session{Person: "samia", PersonName: "Samia", Role: "mediator"}})
	s.show()
	if got := s.console.View().ToCode; got != "À transmettre : 4" {
		t.Errorf("got %q, want the count that was told", got)
	}
	s.told()
	s.tell(Pending{Count: 4, Refused: 1, Heard: true})
	if got := s.told(); got != "" {
		t.Errorf("got %q, want what was refused told once", got)
	}
}

// A page goes on with what it was told last, as a terminal does.
func TestAPageOfALaptopKeepsWhatItWasTold(t *testing.T) {
	s := newSeat(t)
	s.toCode("A01")
	s.tell(Pending{Count: 4, Absent: "Nora", Heard: true})
	page := s.resumed()
	if got, want := page.console.View().ToCode, "À coder : 1 · À transmettre : 4 (attend Nora)"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
	page.tell(Pending{Heard: true})
	if got, want := page.console.View().Said, "Tout est transmis au site."; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}

// What only reaches others at the site is not offered where nobody hears it.
func TestALaptopThatIsAwayCallsNobody(t *testing.T) {
	s := newSeat(t)
	s.tell(Pending{Count: 1, Strange: true, Heard: true})
	s.view.Desks[1].State, s.view.Desks[1].Person = queue.DeskClosed, ""
	s.show()
	screen := s.console.View()
	if screen.Question != nil || screen.Head[0] != "Permanence" || screen.ToCode != "À transmettre : 1 (attend une personne du site)" {
		t.Errorf("got %+v, %q, %q", screen.Question, screen.Head, screen.ToCode)
	}
	for _, key := range []string{"b", "c", "w", "n"} {
		s.keys(key)
		if said := s.told(); !strings.Contains(said, "seulement au site") || len(s.asked) != 0 || s.console.View().Question != nil {
			t.Errorf("%s: got %q and %v, want to hear that it is for the site", key, said, s.asked)
		}
	}
	s.keys("q")
	for _, o := range s.console.View().Question.Options {
		if strings.Contains(o.Label, "guichet reste ouvert") {
			t.Errorf("nobody has a desk, and yet: %q", o.Label)
		}
	}
}
