package display

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"accueil/queue"
	"accueil/queue/wire"
)

func TestWhoeverLosesTheirDeskIsTold(t *testing.T) {
	s := newSeat(t)
	s.asked = nil
	s.view.Desks = slices.Clone(s.view.Desks)
	s.view.Desks[1].Person, s.view.Desks[1].PersonName = "luc", "Luc"
	s.show()
	if screen := s.console.View(); !slices.Equal(s.asked, []Effect{Ring{}}) || screen.Said != "Luc a pris Guichet 2." || screen.Question == nil {
		t.Errorf("got %v, %q, want a ring, who took it, and to be asked for another", s.asked, screen.Said)
	}
}

func TestADeskIsTakenLater(t *testing.T) {
	s := newSeat(t)
	s.view.Desks[1] = wire.Desk{ID: "2", Name: "Guichet 2"}
	s.show()
	s.keys("⎋c2")
	if got := s.command(); got != (OpenDesk{Desk: "2"}) {
		t.Errorf("got %#v", got)
	}
}

// A console that shows the visitor takes the keys for one.
func TestAViewWaitsForTheAnswerToWhatMadeIt(t *testing.T) {
	s := newSeat(t)
	s.keys("s")
	s.view.Mine.Visit = &wire.Ticket{ID: "t1", Number: "A01", Service: "droits", State: queue.Called}
	s.show()
	if mine := s.console.View().Mine[0]; strings.Contains(mine, "A01") {
		t.Errorf("got %q while a key would be told to wait", mine)
	}
	s.tell(Done{s.console.requests, s.view.Mine.Visit})
	if mine := s.console.View().Mine[0]; !strings.Contains(mine, "A01") {
		t.Errorf("got %q, want A01 with the answer", mine)
	}
	s.keys("d")
	if got := s.command(); got != (TicketWord{"t1", WordStart}) {
		t.Errorf("got %#v, want that A01 has come", got)
	}
	s.keys("r")
	s.view.Notice = "seen without the answer"
	s.show()
	s.mono = s.console.Deadline()
	s.tell(Heard{noon.Add(s.mono)})
	if got := s.console.View().Notice; !strings.Contains(got, s.view.Notice) || s.mono > 2*time.Second {
		t.Errorf("got %q after %s, want the view though there is no answer", got, s.mono)
	}
}

// The view may come before the answer.
func TestWhoClosesTheirDeskIsAskedForAnother(t *testing.T) {
	s := newSeat(t)
	s.keys("q1")
	s.view.Desks = []wire.Desk{{ID: "2", Name: "Guichet 2"}}
	s.show()
	s.tell(Done{Request: s.console.requests})
	if q := s.console.View().Question; q == nil || !strings.Contains(q.Title, "guichet") {
		t.Errorf("got %+v, want the question of the desk", q)
	}
}

func TestAnOlderViewIsASignOfLifeAlone(t *testing.T) {
	s := newSeat(t)
	view := func(epoch string, seq uint64, notice string) {
		s.view.Notice = notice
		s.tell(ConsoleSeen{Stamp{Epoch: epoch, Seq: seq, At: noon}, s.view})
	}
	view("1", 7, "newer")
	s.tell(Lost{Loss{Kind: LossSilent}, noon})
	view("1", 6, "older")
	if screen := s.console.View(); !strings.Contains(screen.Notice, "newer") || screen.Stale != "" {
		t.Errorf("got %q, stale %q, want the newer view, and the line there", screen.Notice, screen.Stale)
	}
	view("1", 7, "the clock's")
	if got := s.console.View().Notice; !strings.Contains(got, "the clock's") {
		t.Errorf("got %q, want what came last of two that are equally far", got)
	}
	view("2", 1, "restored")
	if got := s.console.View().Notice; !strings.Contains(got, "restored") {
		t.Errorf("got %q, want that of the journal's new life", got)
	}
}

func TestSigningInIsSeenAndKeepsItsName(t *testing.T) {
	s := &seat{t: t, console: NewConsole()}
	s.keys("Samia⏎123456⏎")
	s.keys("x⏎⎋")
	screen := s.console.View()
	if !screen.Busy || screen.Said != "Connexion : en cours…" || screen.Question.Typed != "••••••" {
		t.Errorf("got %q, %q, want that it is under way, and no text taken", screen.Said, screen.Question.Typed)
	}
	s.tell(SignInFailed{Kind: queue.Unauthenticated})
	s.keys("12") // at once, as anyone does
	if q := s.console.View().Question; q.Title != "Code de Samia" || q.Typed != "••" {
		t.Errorf("got %q, %q, want the PIN asked for again, and not shown", q.Title, q.Typed)
	}
	s.keys("⎋")
	if q := s.console.View().Question; q.Title != "Votre nom" || q.Typed != "Samia" {
		t.Errorf("got %q, %q, want the name, to be changed", q.Title, q.Typed)
	}
}

func TestThatNothingIsDoneIsNotSaidOnceTheLineIsBack(t *testing.T) {
	s := newSeat(t)
	s.tell(Lost{Loss{Kind: LossSilent}, noon})
	s.keys("s")
	if s.console.View().Said == "" {
		t.Fatal("nothing is said")
	}
	s.tell(Heard{noon})
	if said := s.console.View().Said; said != "" {
		t.Errorf("the line is back, and the console says %q", said)
	}
}

func TestTheBellRingsForOnesOwnServices(t *testing.T) {
	s := newSeat(t)
	office := site()
	office.Desks = []wire.SiteDesk{{ID: "2", Services: []queue.ServiceID{"energie"}}}
	s.tell(SiteSeen{office})
	s.view.Counts = []wire.WaitingConsole{{Service: "droits", Waiting: 1}, {Service: "energie"}}
	s.show()
	s.asked = nil
	s.view.Counts = []wire.WaitingConsole{{Service: "droits", Waiting: 9}, {Service: "energie"}}
	s.show()
	if len(s.asked) != 0 {
		t.Error("it rang for a service of other desks")
	}
	s.view.Counts = []wire.WaitingConsole{{Service: "droits", Waiting: 9}, {Service: "energie", Waiting: 1}}
	s.show()
	if len(s.asked) != 1 {
		t.Error("it did not ring, though others waited elsewhere before")
	}
}

func TestReasonsAreNotLostByEscape(t *testing.T) {
	s := newSeat(t)
	s.visit(queue.Serving)
	s.keys("mcourrier⏎")
	s.keys("⏎⎋") // from the first visit of the year
	if q := s.console.View().Question; q == nil || len(q.Lines) != 1 {
		t.Fatalf("got %+v, want the reasons again", q)
	}
	s.keys("⎋⎋") // asked whether, and no
	if q := s.console.View().Question; q == nil || len(q.Lines) != 1 {
		t.Fatalf("got %+v, want the reasons again", q)
	}
	s.keys("⎋1")
	if q := s.console.View().Question; q != nil {
		t.Errorf("got %+v, want the reasons dropped", q)
	}
	s.keys("m⎋")
	if q := s.console.View().Question; q != nil {
		t.Errorf("with nothing to lose: got the question %q", q.Title)
	}
}

func TestADigitBeforeAnyReasonSaysWhatItWouldDo(t *testing.T) {
	s := newSeat(t)
	s.visit(queue.Serving)
	s.keys("m2")
	if screen := s.console.View(); !screen.Trouble || !strings.Contains(screen.Said, "choisissez d'abord un motif") {
		t.Errorf("got %q", screen.Said)
	}
	s.keys("cour⏎3")
	if screen := s.console.View(); screen.Said != "" || !slices.Contains(screen.Question.Lines, "Lecture d'un courrier × 3") {
		t.Errorf("got %q, %q", screen.Question.Lines, screen.Said)
	}
}

func TestAPriorityIsSaidFirst(t *testing.T) {
	s := newSeat(t)
	s.view.Tickets[3].Class = queue.Priority
	s.show()
	if got := s.console.View().Rows[3].Mark; !strings.HasPrefix(got, "priorité · absent depuis") {
		t.Errorf("got %q", got)
	}
}

func TestTheReasonThatEnterTakesIsMarked(t *testing.T) {
	s := newSeat(t)
	s.visit(queue.Serving)
	s.keys("mcour")
	if o := s.console.View().Question.Options; len(o) == 0 || !o[0].On {
		t.Errorf("got %+v, want the first marked", o)
	}
}

func TestAFrenchKeyboardNeedsNoShift(t *testing.T) {
	s := newSeat(t)
	s.visit(queue.Serving)
	s.keys("pé")
	if got := s.command(); got != (Park{"t0", 10}) {
		t.Errorf("got %#v", got)
	}
}

func TestAViewMayComeBeforeTheSite(t *testing.T) {
	s := newSeat(t)
	s.console.site = nil
	s.visit(queue.Serving)
	s.view.Mine.Visit.Reasons = []wire.Reason{{Partner: "edf", Reason: "etalement", Quantity: 1}}
	s.show()
	if mine := s.console.View().Mine; mine[len(mine)-1] != "etalement" {
		t.Errorf("got %q", mine)
	}
}

func TestKeysLeadThroughALongList(t *testing.T) {
	s := newSeat(t)
	s.view.Tickets = nil
	for i := range 30 {
		s.view.Tickets = append(s.view.Tickets, wire.ConsoleTicket{ID: queue.TicketID(fmt.Sprint(i)), State: queue.Waiting})
	}
	s.show()
	for keys, want := range map[string]queue.TicketID{"↑": "29", "↓": "0", "↓↑": "", "⇲": "29", "⇱": "0", "⇟": "7", "⇟⇟": "15", "⇲⇞": "21", "⇲⇟": "29", "⇞": "0"} {
		s.keys("⎋" + keys)
		if got := s.console.selected; got != want {
			t.Errorf("%s: got line %q, want %q", keys, got, want)
		}
	}
}

func TestTheOtherDesksAreSaidInFewLetters(t *testing.T) {
	s := newSeat(t)
	s.view.Desks[0].Ticket = "t7"
	s.elsewhere(queue.Called)
	s.view.Desks = append(s.view.Desks,
		wire.Desk{ID: "3", Name: "Guichet 3", State: queue.DeskPaused, Person: "m", PersonName: "Marguerite-Anne"},
		wire.Desk{ID: "4", Name: "Permanence du mardi", State: queue.DeskOpen, Person: "l", PersonName: "Luc"},
		wire.Desk{ID: "5", Name: "Guichet 5", State: queue.DeskClosed})
	s.show()
	want := []string{"1 Karim A07", "3 Marguerit… : en pause", "Permanenc… Luc"}
	if got := s.console.View().Desks; !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
}

func TestWhoIsElsewhereIsCounted(t *testing.T) {
	s := newSeat(t)
	if counts := s.console.View().Counts; !strings.Contains(counts, "1 de côté · 1 absent") {
		t.Errorf("got %q", counts)
	}
	if s.console.View().Beyond != 0 {
		t.Errorf("a whole view: got %d beyond it", s.console.View().Beyond)
	}
	s.view.Counts[0].Waiting = 61
	s.show()
	if screen := s.console.View(); screen.Beyond != 60 || screen.Counts != "62 personnes attendent · 1 de côté · 1 absent · A 61, E 1" {
		t.Errorf("got %d beyond the view, %q", screen.Beyond, screen.Counts)
	}
	s.view.Intake.Services = []queue.ServiceID{"energie"}
	s.view.Notice = "Fermé à midi"
	s.show()
	screen := s.console.View()
	if !slices.Contains(screen.Head, "tickets arrêtés : E") || screen.Notice != "Message aux écrans : Fermé à midi" {
		t.Errorf("got %q, %q", screen.Head, screen.Notice)
	}
}

// An answer that takes its time comes behind what it made: whoever closed a desk is asked
// for another all the same.
func TestWhoClosesADeskByASlowAnswerIsAskedForAnother(t *testing.T) {
	s := newSeat(t)
	s.keys("q1")
	s.view.Desks = []wire.Desk{{ID: "2", Name: "Guichet 2", State: queue.DeskClosed}}
	s.mono = 2 * heldMax
	s.show()
	if q := s.console.View().Question; q != nil {
		t.Errorf("before the answer: %q is asked", q.Title)
	}
	s.tell(Done{Request: s.console.requests})
	if q := s.console.View().Question; q == nil || q.Title != "À quel guichet êtes-vous ?" {
		t.Errorf("got %+v, want to be asked for a desk", q)
	}
}
