package display

import (
	"slices"
	"strings"
	"testing"

	"accueil/queue"
	"accueil/queue/wire"
)

func (s *seat) supervises(finished ...wire.Finished) {
	s.view.Mine.Role = "supervisor"
	s.view.Head = &wire.Head{Finished: finished}
	s.view.Desks = append(s.view.Desks, wire.Desk{ID: "3", Name: "Guichet 3", State: queue.DeskClosed})
	s.show()
}

// The head takes back whoever's end of a visit, and sees every desk.
func TestAHeadTakesBackAnothersFinish(t *testing.T) {
	s := newSeat(t)
	s.keys("u")
	if q := s.console.View().Question; q != nil {
		t.Errorf("a mediator is asked %q", q.Title)
	}
	s.visit(queue.Serving)
	s.keys("f") // her own, just now
	s.command()
	s.view.Mine.Visit = nil
	s.tell(Done{Request: 1})
	s.supervises(wire.Finished{Ticket: "t8", Number: "B02", PersonName: "Karim", EndedAt: noon}, wire.Finished{Ticket: "t9", Number: "A09", PersonName: "Samia", EndedAt: noon})
	if got := s.console.View().Desks; !slices.Contains(got, "3 : fermé") {
		t.Errorf("the head sees the desks %q, want the closed one too", got)
	}
	s.keys("u")
	q := s.console.View().Question
	if q == nil || len(q.Options) != 2 || q.Options[0].Label != "B02 · Karim · midi" {
		t.Fatalf("got %+v, want the visits that ended", q)
	}
	s.view.Head.Finished = []wire.Finished{{Ticket: "t7", Number: "A08", PersonName: "Karim", EndedAt: noon}}
	s = s.resumed() // on a page, between two keys of which another visit ended
	s.keys("1")
	if got, want := s.command(), (TicketWord{"t8", WordUndo}); got != want {
		t.Errorf("got %v, want %v", got, want)
	}
}

// Enter alone does nothing that cannot be taken back, or that is another's.
func TestEnterAloneTakesNothingFromAnybody(t *testing.T) {
	for name, keys := range map[string]string{"cancel": "↓x⏎", "take a desk over": "q21⏎"} {
		s := newSeat(t)
		s.keys(strings.TrimSuffix(keys, "⏎"))
		if q := s.console.View().Question; q == nil || !strings.Contains(q.Title, "?") || len(q.Options) != 2 {
			t.Fatalf("%s: got %+v, want to be asked", name, q)
		}
		s.keys("⏎")
		if len(s.asked) != 0 {
			t.Errorf("%s: got %v, want nothing", name, s.asked)
		}
	}
}

func TestWhoHasADeskAndWantsNoneClosesIt(t *testing.T) {
	s := newSeat(t)
	s.keys("q2")
	q := s.console.View().Question
	for _, o := range q.Options {
		if o.Label == "Sans guichet" {
			s.keys(o.Key)
		}
	}
	if got, want := s.command(), (CloseDesk{"2"}); got != want {
		t.Errorf("got %v, want %v", got, want)
	}
	s.view.Desks[1].State, s.view.Desks[1].Person = queue.DeskClosed, ""
	s.tell(Done{Request: 1})
	s.show()
	if s.console.View().Question != nil {
		t.Error("who wanted no desk is asked for one")
	}
}
