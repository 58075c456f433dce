package display

import (
	"slices"
	"strings"
	"testing"

	"accueil/queue"
	"accueil/queue/wire"
)

// at returns the keys that are about a number, in their order.
func (s *seat) at(number string) string {
	keys := ""
	for _, k := range s.console.View().Keys {
		if k.About == number {
			keys += k.Key + " "
		}
	}
	return strings.TrimSpace(keys)
}

// elsewhere puts someone with a colleague, in the first line of the list.
func (s *seat) elsewhere(state queue.TicketState) {
	s.view.Tickets = append([]wire.ConsoleTicket{{ID: "t7", Number: "A07", Service: "droits", State: state, Desk: "1", ArrivedAt: noon}}, s.view.Tickets...)
	s.show()
}

func TestEachKeySaysWhomItIsAbout(t *testing.T) {
	s := newSeat(t)
	s.visit(queue.Called)
	if got := s.at("E09"); got != "r d a f m p t x e" {
		t.Errorf("with E09 here: got %q", got)
	}
	s.keys("↓")
	if here, line := s.at("E09"), s.at("A01"); here != "r d a f m" || line != "p t y x e" {
		t.Errorf("with E09 here and A01 selected: got %q and %q", here, line)
	}
	s.keys("p1")
	s.command()
	if got := s.at("A01"); got != "" || s.console.selected != "" {
		t.Errorf("after a command %q is still selected, with the keys %q", s.console.selected, got)
	}
}

func TestAKeyThatWouldBeRefusedIsNotOffered(t *testing.T) {
	t.Run("a colleague's visitor", func(t *testing.T) {
		s := newSeat(t)
		s.elsewhere(queue.Called)
		s.keys("↓")
		if got := s.at("A07"); got != "e" {
			t.Errorf("got %q, want to print again alone", got)
		}
	})
	t.Run("out of order, where the site calls in order alone", func(t *testing.T) {
		s := newSeat(t)
		office := site()
		office.OutOfOrder = "no"
		s.tell(SiteSeen{office})
		s.keys("↓")
		if slices.ContainsFunc(s.console.View().Keys, func(k KeyScreen) bool { return k.Key == "Entrée" }) {
			t.Error("Enter is offered")
		}
	})
}

func TestASupervisorEndsTheVisitOfSomeoneWhoLeft(t *testing.T) {
	s := newSeat(t)
	s.tell(SignedIn{wire.Session{Person: "samia", PersonName: "Samia", Role: "supervisor"}})
	s.elsewhere(queue.Called)
	s.keys("↓")
	if got := s.at("A07"); got != "r d a f p t x e" {
		t.Errorf("got the keys %q", got)
	}
	s.keys("f")
	if q := s.console.View().Question; q == nil || q.Title != "Finir : A07 est à Guichet 1. Le faire à sa place ?" {
		t.Fatalf("got the question %+v, want to be asked once", q)
	}
	s.keys("2")
	if q := s.console.View().Question; q != nil || len(s.asked) > 0 {
		t.Fatalf("answered no: got %+v, %v", q, s.asked)
	}
	s.keys("f1")
	if got := s.command(); got != (TicketWord{"t7", WordFinish}) {
		t.Errorf("got %#v, want A07 finished", got)
	}
}

func TestWhoIsHereIsMeantWhateverASupervisorSelects(t *testing.T) {
	s := newSeat(t)
	s.tell(SignedIn{wire.Session{Person: "samia", PersonName: "Samia", Role: "supervisor"}})
	s.visit(queue.Called)
	s.elsewhere(queue.Serving)
	s.keys("↓")
	if here, there := s.at("E09"), s.at("A07"); here != "r d a f m" || there != "p t e" {
		t.Errorf("got the keys %q for E09, %q for A07", here, there)
	}
	s.keys("f")
	if got := s.command(); got != (TicketWord{"t0", WordFinish}) {
		t.Errorf("got %#v, want E09 finished", got)
	}
}

func TestTheLastNoShowIsTakenBackWithoutLookingForIt(t *testing.T) {
	s := newSeat(t)
	s.visit(queue.Called)
	s.keys("a")
	s.command()
	s.view.Mine.Visit = nil
	s.view.Tickets = append(s.view.Tickets, wire.ConsoleTicket{ID: "t0", Number: "E09", State: queue.NoShow, EndedAt: at(0)})
	s.show()
	if got := s.at("E09"); got != "u" {
		t.Errorf("got the keys %q for E09", got)
	}
	s.keys("u")
	if got := s.command(); got != (TicketWord{"t0", WordUndo}) {
		t.Errorf("got %#v", got)
	}
	s.view.Tickets = s.view.Tickets[:len(s.view.Tickets)-1]
	s.show()
	if got := s.at("E09"); got != "" {
		t.Errorf("what is no more can still be taken back: %q", got)
	}
}
