package display

import (
	"reflect"
	"strings"
	"testing"
	"time"

	"accueil/configs/i18n"
	"accueil/queue"
	"accueil/queue/wire"
)

// A seat is a console with its story.
type seat struct {
	t       *testing.T
	console Console
	mono    time.Duration
	view    wire.ConsoleView
	asked   []Effect
}

func site() wire.Site {
	return wire.Site{
		ID: "dijon", Name: "PIMMS de Dijon", Languages: []string{"fr", "en"}, OutOfOrder: "cause",
		Services: []wire.Service{
			{ID: "droits", Prefix: "A", Name: queue.Name{"fr": "Papiers et droits"}},
			{ID: "energie", Prefix: "E", Name: queue.Name{"fr": "Électricité"}, Partners: []queue.PartnerID{"edf"}},
		},
		Partners: []wire.Partner{{ID: "edf", Name: "EDF"}, {ID: "suez", Name: "Suez"}},
		Reasons: []wire.SiteReason{
			{ID: "courrier", Name: "Lecture d'un courrier"},
			{ID: "etalement", Name: "Étalement d'impayés", Partners: []queue.PartnerID{"suez", "edf"}},
		},
	}
}

// newSeat returns a console at which Samia has signed in and sits at desk 2.
func newSeat(t *testing.T) *seat {
	s := &seat{t: t, console: NewConsole(), view: wire.ConsoleView{
		Site: wire.SiteName{ID: "dijon", Name: "PIMMS de Dijon"}, Open: true, Intake: wire.Intake{Open: true},
		Desks: []wire.Desk{
			{ID: "1", Name: "Guichet 1", State: queue.DeskOpen, Person: "karim", PersonName: "Karim"},
			{ID: "2", Name: "Guichet 2", State: queue.DeskOpen, Person: "samia", PersonName: "Samia"},
		},
		Tickets: []wire.ConsoleTicket{
			{ID: "t1", Number: "A01", Service: "droits", State: queue.Waiting, ArrivedAt: noon.Add(-20 * time.Minute)},
			{ID: "t2", Number: "E01", Service: "energie", State: queue.Waiting, Class: queue.Priority, ArrivedAt: noon},
			{ID: "t3", Number: "A02", Service: "droits", State: queue.Parked, ArrivedAt: noon, ParkedTo: at(10)},
			{ID: "t4", Number: "A03", Service: "droits", State: queue.NoShow, ArrivedAt: noon, EndedAt: at(0)},
		},
		Counts: []wire.WaitingConsole{{Service: "droits", Waiting: 1}, {Service: "energie", Waiting: 1}},
		Alerts: []wire.Alert{{ID: "a1", Kind: queue.AlertHelp, Name: "Entrée", Since: noon}},
	}}
	s.tell(SignedIn{wire.Session{Person: "samia", PersonName: "Samia", Role: "mediator"}})
	s.tell(SiteSeen{site()})
	s.show()
	return s
}

func at(minutes int) *time.Time {
	t := noon.Add(time.Duration(minutes) * time.Minute)
	return &t
}

func (s *seat) tell(m Msg) {
	for _, m := range []Msg{Tick{Now{Wall: noon.Add(s.mono), Mono: s.mono}}, m} {
		next, effects := s.console.Update(m)
		s.console = next
		s.asked = append(s.asked, effects...)
	}
}

func (s *seat) show() { s.tell(ConsoleSeen{Stamp{Epoch: "1", At: noon.Add(s.mono)}, s.view}) }

// keys types characters; ⏎ ⎋ ↑ ↓ ⇥ ⌫ are the keys that are none.
func (s *seat) keys(all string) {
	named := map[rune]Key{'⏎': KeyEnter, '⎋': KeyEscape, '↑': KeyUp, '↓': KeyDown, '⇥': KeyTab, '⌫': KeyErase, '␡': KeyEraseAll, '⇞': KeyPageUp, '⇟': KeyPageDown, '⇱': KeyHome, '⇲': KeyEnd}
	for _, r := range all {
		if k, ok := named[r]; ok {
			s.tell(Press{k})
			continue
		}
		s.tell(Type{r})
	}
}

// command returns the last command, and answers it.
func (s *seat) command() Command {
	s.t.Helper()
	if len(s.asked) == 0 {
		s.t.Fatalf("nothing was asked; the console says %q", s.console.View().Said)
	}
	ask, ok := s.asked[len(s.asked)-1].(Ask)
	if !ok {
		s.t.Fatalf("got %T, want a command", s.asked[len(s.asked)-1])
	}
	s.tell(Done{Request: ask.Request})
	return ask.Command
}

// visit puts someone with the mediator.
func (s *seat) visit(state queue.TicketState) {
	s.view.Mine.Visit = &wire.Ticket{ID: "t0", Number: "E09", Service: "energie", State: state, ArrivedAt: noon, CalledAt: at(0), StartedAt: at(0)}
	s.view.Mine.Why = &wire.Why{Text: "Attendait depuis 12 minutes au moment de l'appel : le plus long."}
	s.show()
}

func TestEveryTransitionHasItsKeys(t *testing.T) {
	calm := func(*seat) {}
	called := func(s *seat) { s.visit(queue.Called) }
	serving := func(s *seat) { s.visit(queue.Serving) }
	paused := func(s *seat) { s.view.Desks[1].State = queue.DeskPaused; s.show() }
	for _, test := range []struct {
		name  string
		given func(*seat)
		keys  string
		want  Command
	}{
		{"next", calm, "s", Next{"2"}},
		{"next ends the visit before", serving, "s", Next{"2"}},
		{"recall", called, "r", TicketWord{"t0", WordRecall}},
		{"start", called, "d", TicketWord{"t0", WordStart}},
		{"no-show", called, "a", TicketWord{"t0", WordNoShow}},
		{"finish", serving, "f", TicketWord{"t0", WordFinish}},
		{"park who is here", serving, "p3", Park{"t0", 15}},
		{"park who waits", calm, "↓p1", Park{"t1", 5}},
		{"back again", calm, "↓↓↓v", TicketWord{"t3", WordUnpark}},
		{"undo a no-show", calm, "↓↓↓↓u", TicketWord{"t4", WordUndo}},
		{"transfer to a service, with a note", serving, "t1dossier prêt⏎", Transfer{Ticket: "t0", Service: "droits", Note: "dossier prêt"}},
		{"transfer to a desk", serving, "t3⏎", Transfer{Ticket: "t0", Desk: "1"}},
		{"call out of order, with a cause", calm, "↓↓⏎4", CallTicket{"t2", "2", "deadline"}},
		{"priority", calm, "↓y", Reclass{"t1", queue.Priority}},
		{"no priority", calm, "↓↓y", Reclass{"t2", queue.Normal}},
		{"cancel", calm, "↓x1", TicketWord{"t1", WordCancel}},
		{"print again", called, "e", TicketWord{"t0", WordReprint}},
		{"give a ticket", calm, "g2⏎⏎", Give{"energie", queue.Normal, "fr"}},
		{"give a priority ticket in another language", calm, "g122", Give{"droits", queue.Priority, "en"}},
		{"a visit by telephone", calm, "i1⏎courrier⏎⏎2", CodeVisit{queue.ChannelPhone, "", []wire.Reason{{Reason: "courrier", Quantity: 1}}, queue.No}},
		{"a visit in the corridor, for a service, the first of the year", calm, "i22*courrier⏎⏎", CodeVisit{queue.ChannelCorridor, "energie", []wire.Reason{{Reason: "courrier", Quantity: 1}}, queue.Yes}},
		{"reasons: twice, with an outcome, first of the year", serving, "metal edf⏎2⇥⏎1",
			Code{"t0", []wire.Reason{{Partner: "edf", Reason: "etalement", Quantity: 2, Outcome: "resolved"}}, queue.Yes}},
		{"reasons: the same again counts once more", serving, "m↓⏎↓⏎⏎3",
			Code{"t0", []wire.Reason{{Partner: "edf", Reason: "etalement", Quantity: 2}}, queue.Unknown}},
		{"reasons: the last taken back", serving, "m↓⏎courrier⏎⌫⏎⏎",
			Code{"t0", []wire.Reason{{Partner: "edf", Reason: "etalement", Quantity: 1}}, queue.Unknown}},
		{"a colleague", calm, "b", RaiseAlert{queue.AlertColleague}},
		{"take an alert", calm, "o1", AckAlert{"a1"}},
		{"an alert is over", func(s *seat) { s.view.Alerts[0].AckedBy = "samia"; s.show() }, "o⏎", DropAlert{"a1"}},
		{"pause", calm, "z1", PauseDesk{"2", 0}},
		{"pause with a time", calm, "z3", PauseDesk{"2", 10}},
		{"resume", paused, "z", ResumeDesk{"2"}},
		{"stop the tickets", calm, "w1", SetIntake{Open: false}},
		{"stop a service's tickets", calm, "w3", SetIntake{Open: false, Services: []queue.ServiceID{"energie"}}},
		{"reopen them all", func(s *seat) { s.view.Intake.Open = false; s.show() }, "w1", SetIntake{Open: true}},
		{"reopen a service's", func(s *seat) { s.view.Intake.Services = []queue.ServiceID{"energie"}; s.show() }, "w4",
			SetIntake{Open: true, Services: []queue.ServiceID{"energie"}}},
		{"another line on the screens", func(s *seat) { s.view.Notice = "Fermé à midi"; s.show() }, "n⌫⌫⌫⌫4 h⏎", SetNotice{"Fermé à 4 h"}},
		{"no line on the screens", func(s *seat) { s.view.Notice = "Fermé à midi"; s.show() }, "n␡⏎", SetNotice{""}},
		{"a reason that names no partner, with one", serving, "mcourrier suez⏎⏎⏎",
			Code{"t0", []wire.Reason{{Partner: "suez", Reason: "courrier", Quantity: 1}}, queue.Unknown}},
		{"a reason counted again is the one that digits are about", serving, "m↓⏎courrier⏎etal edf⏎⇥⏎⏎",
			Code{"t0", []wire.Reason{{Reason: "courrier", Quantity: 1}, {Partner: "edf", Reason: "etalement", Quantity: 2, Outcome: "resolved"}}, queue.Unknown}},
		{"a line on the screens", calm, "nBonjour⏎", SetNotice{"Bonjour"}},
		{"close", calm, "q1", CloseDesk{"2"}},
		{"another desk, taken over", calm, "q211", OpenDesk{"1", true}},
	} {
		t.Run(test.name, func(t *testing.T) {
			s := newSeat(t)
			test.given(s)
			s.asked = nil
			s.keys(test.keys)
			if got := s.command(); !reflect.DeepEqual(got, test.want) {
				t.Errorf("got %#v, want %#v", got, test.want)
			}
			if said := s.console.View().Said; said == "" {
				t.Error("the console says nothing of what was done")
			}
		})
	}
}

func TestNothingHappensBehindTheMediatorsBack(t *testing.T) {
	s := newSeat(t)
	s.keys("s")
	s.keys("sb")
	if len(s.asked) != 1 {
		t.Errorf("%d commands under way, want one", len(s.asked))
	}
	if screen := s.console.View(); !screen.Busy || !strings.Contains(screen.Said, "en cours") {
		t.Errorf("got %q, want that it is under way", screen.Said)
	}
	s.tell(Refused{Request: 1, Kind: queue.Conflict})
	if screen := s.console.View(); !screen.Trouble || !strings.Contains(screen.Said, "Guichet 2 (Samia)") {
		t.Errorf("got %q, want the reason", screen.Said)
	}
	s.tell(Done{Request: 1})
	if said := s.console.View().Said; !strings.Contains(said, "Guichet 2") {
		t.Errorf("an answer to what is no longer asked changed the screen: %q", said)
	}
	s.tell(Lost{Loss{Kind: LossUnreachable}, noon})
	s.asked = nil
	s.keys("s")
	if len(s.asked) != 0 || !s.console.View().Trouble || s.console.View().Stale == "" {
		t.Errorf("without a server: got %v, %q, want nothing asked and that it is said", s.asked, s.console.View().Said)
	}
}

func TestAKeyHeldDownCallsOnePerson(t *testing.T) {
	s := newSeat(t)
	s.asked = nil
	s.keys("s")
	s.tell(Done{Request: s.console.requests, Ticket: &wire.Ticket{Number: "A01"}})
	s.visit(queue.Called)
	for range 100 { // three seconds of a key's repetition
		s.mono += 30 * time.Millisecond
		s.keys("s")
	}
	if said := s.console.View().Said; len(s.asked) != 1 || !strings.Contains(said, "A01") {
		t.Errorf("got %d commands, %q, want one, and who was called", len(s.asked), said)
	}
	s.mono += nextReheld
	s.keys("s")
	if len(s.asked) != 2 {
		t.Error("the key pressed anew does nothing")
	}
}

func TestAPasteIsTextAndNeverKeys(t *testing.T) {
	s := newSeat(t)
	s.visit(queue.Called)
	s.asked = nil
	s.tell(Pasted{"aps\nf"})
	if q := s.console.View().Question; len(s.asked) != 0 || q != nil {
		t.Errorf("a paste with no question open did %v, asks %v", s.asked, q)
	}
	s.keys("t1")
	s.tell(Pasted{"dossier prêt\r\nvoir p. 2\n"})
	if q := s.console.View().Question; len(s.asked) != 0 || q == nil || q.Typed != "dossier prêt voir p. 2" {
		t.Fatalf("got %v, %+v, want one line in the note, not sent", s.asked, q)
	}
}

func TestCodingAgainKeepsWhatWasSaidOfTheFirstVisit(t *testing.T) {
	s := newSeat(t)
	s.visit(queue.Serving)
	for _, known := range []queue.Answer{queue.Yes, queue.No, queue.Unknown} {
		s.view.Mine.Visit.First = &wire.YesNoOrNull{Answer: known}
		s.show()
		s.keys("m")
		if q := s.console.View().Question; strings.Contains(q.Title, "première visite") != (known != queue.Unknown) {
			t.Errorf("got %q, want what is known, and only that", q.Title)
		}
		s.keys("⏎⏎")
		if got := s.command().(Code).First; got != known {
			t.Errorf("got %v, want %v", got, known)
		}
	}
}

func TestAKeyThatMeansNothingDoesNothingAndSaysSo(t *testing.T) {
	s := newSeat(t)
	for keys, want := range map[string]string{"k": "« k »", "r": "pas maintenant", "⏎": "pas maintenant", "z9": "chiffre"} {
		s.asked = nil
		s.keys(keys)
		if got := s.console.View().Said; len(s.asked) != 0 || !strings.Contains(got, want) {
			t.Errorf("%s: got %v, %q, want nothing, and %q", keys, s.asked, got, want)
		}
		s.keys("⎋")
	}
}

func TestWhatWasAskedAboutMayBeGone(t *testing.T) {
	s := newSeat(t)
	s.keys("↓p")
	s.view.Tickets = s.view.Tickets[1:]
	s.show()
	if screen := s.console.View(); screen.Question != nil || !strings.Contains(screen.Said, "A01") {
		t.Errorf("got %v, %q, want no question, and that A01 is gone", screen.Question, screen.Said)
	}
}

func TestSigningInAndTakingADesk(t *testing.T) {
	s := &seat{t: t, console: NewConsole()}
	s.keys("Samia⏎123456⏎")
	if len(s.asked) != 1 || s.asked[0] != (SignIn{"Samia", "123456"}) {
		t.Fatalf("got %v, want one sign-in", s.asked)
	}
	if typed := s.console.View().Question.Typed; strings.Contains(typed, "1") {
		t.Errorf("the PIN is shown: %q", typed)
	}
	s.tell(SignInFailed{Kind: queue.Unauthenticated})
	if screen := s.console.View(); !screen.Trouble || screen.Question.Title != "Code de Samia" || screen.Question.Typed != "" {
		t.Errorf("got %q, %q, want to be asked again", screen.Said, screen.Question.Title)
	}
	other := newSeat(t)
	other.view.Desks[1].Person = ""
	other.show()
	if q := other.console.View().Question; q == nil || !strings.Contains(q.Title, "guichet") {
		t.Fatalf("got %v, want to be asked for a desk", q)
	}
	other.keys("1")
	if q := other.console.View().Question; !strings.Contains(q.Title, "Karim") {
		t.Errorf("got %q, want to be asked whether to take over from Karim", q.Title)
	}
	other.tell(SignedOut{})
	if screen := other.console.View(); len(screen.Head) > 0 || screen.Question == nil {
		t.Errorf("a session that is over leaves %v on the screen", screen.Head)
	}
}

func TestOneWithAnotherWindowInFrontIsRungFor(t *testing.T) {
	s := newSeat(t)
	s.asked = nil
	s.view.Alerts = append(s.view.Alerts, wire.Alert{ID: "a2", Kind: queue.AlertColleague})
	s.show()
	s.show()
	if len(s.asked) != 1 || s.asked[0] != (Ring{}) {
		t.Errorf("got %v, want one ring for one alert", s.asked)
	}
	if title := s.console.View().Title; !strings.HasPrefix(title, "(2)") {
		t.Errorf("got the title %q, want how many wait", title)
	}
}

// Each name that the model asks the catalogue for is there, in every language.
func TestEveryNameHasItsWord(t *testing.T) {
	for _, lang := range []string{"fr", "en", "ar", "uk"} {
		w := i18n.For(lang)
		said := map[string]string{}
		for _, b := range bindings() {
			said["action "+string(b.action)] = w.ConsoleAction(string(b.action))
		}
		said["ask other"] = w.ConsoleAskOther("Finir", "A07", "Guichet 1")
		said["action sign_in"] = w.ConsoleAction(string(actSignIn))
		said["action open"], said["action close"] = w.ConsoleAction(string(actOpen)), w.ConsoleAction(string(actClose))
		for _, k := range []questionKind{askName, askPIN, askDesk, askTakeOver, askPark, askTransfer, askNote, askCancel, askCause, askGive,
			askClass, askLang, askChannel, askVisitService, askToCode, askReason, askFirst, askAlert, askPause, askNotice, askIntake, askDrop, askLeave, askHelp} {
			said["ask "+string(k)] = w.ConsoleAsk(string(k), "A01", "Samia")
			said["hint of "+string(k)] = w.ConsoleHint(question{kind: k}.hint())
		}
		for _, k := range []LossKind{LossSilent, LossUnreachable, LossUnpaired, LossStranger, LossToken, LossSite, LossVersion} {
			said["loss "+string(k)] = w.Lost(string(k), "200 OK")
		}
		for ch := queue.ChannelPhone; ch <= queue.ChannelOutside; ch++ {
			said["channel "+ch.String()] = w.ConsoleChannel(ch.String())
		}
		for _, o := range queue.OutcomeNames() {
			said["outcome "+string(o)] = w.ConsoleOutcome(string(o))
		}
		for _, c := range []queue.Class{queue.Priority, queue.Appointment} {
			said["class "+c.String()] = w.ConsoleClass(c.String())
		}
		for _, m := range []queue.DeskMode{queue.DeskClosed, queue.DeskPaused} {
			said["desk "+m.String()] = w.ConsoleDeskLine("1", m.String(), "")
		}
		for name, text := range said {
			if strings.Contains(text, "console.") || strings.Contains(text, "common.") || text == "" {
				t.Errorf("%s: %s has no word: %q", lang, name, text)
			}
		}
	}
}
