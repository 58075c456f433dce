package kiosk

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"accueil/queue"
)

// A monday is open from 9 to 12 and from 13:30 to 17, tickets until a quarter before.
var monday = time.Date(2026, 11, 23, 9, 0, 0, 0, time.UTC)

func testSite() queue.Config {
	site := queue.Config{ID: "dijon", Name: "PIMMS", TimeZone: "UTC", Languages: []string{"fr", "en"}, LastTicketMinutes: 15}
	for i, id := range []string{"droits", "energie", "autre"} {
		site.Services = append(site.Services, queue.Service{
			ID: queue.ServiceID(id), Prefix: byte('A' + i), Name: queue.Name{"fr": "Le service " + id, "en": "Service " + id},
		})
	}
	site.Desks = []queue.Desk{{ID: "1", Services: []queue.ServiceID{"droits", "energie"}}, {ID: "2", Services: []queue.ServiceID{"autre"}}}
	for d := time.Monday; d <= time.Friday; d++ {
		site.Hours = append(site.Hours, queue.Hours{Weekday: d, From: 9 * 60, To: 12 * 60}, queue.Hours{Weekday: d, From: 13*60 + 30, To: 17 * 60})
	}
	return site
}

// A hall is a kiosk and whoever stands before it. Its spool answers at once
// unless it is held.
type hall struct {
	t       *testing.T
	m       Model
	wall    time.Time
	mono    time.Duration
	effects []Effect
	held    bool // the spool does not answer
	given   int
}

func newHall(t *testing.T) *hall {
	h := &hall{t: t, m: New(Settings{IdleSeconds: 30}), wall: monday.Add(time.Hour)}
	h.passes(0)
	h.says(Configured{testSite()}, Health{}, Sized{Tiles: 6, Pictures: true})
	h.passes(settleTime)
	return h
}

func (h *hall) says(all ...Msg) {
	for _, msg := range all {
		var effects []Effect
		h.m, effects = Update(h.m, msg)
		h.effects = append(h.effects, effects...)
		for _, e := range effects {
			if give, ok := e.(Give); ok && !h.held {
				h.given++
				h.says(Given{give.Request, h.ticket(give.Order)})
			}
		}
	}
}

func (h *hall) ticket(o Order) Ticket {
	return Ticket{
		ID: queue.TicketID(fmt.Sprint("T", h.given)), Number: queue.MakeNumber('A', 1, h.given), Service: o.Service,
		Class: o.Class, Lang: o.Lang, At: h.wall, Appointment: o.Appointment,
	}
}

// passes moves time on, ticking whenever the model wants it to.
func (h *hall) passes(d time.Duration) {
	for end := h.mono + d; ; {
		step := min(h.m.Deadline(), end) - h.mono
		h.mono, h.wall = h.mono+step, h.wall.Add(step)
		h.says(Tick{Now{Wall: h.wall, Mono: h.mono, WallTrusted: true}})
		if h.mono >= end {
			return
		}
	}
}

// touches what is seen, once it can be seen.
func (h *hall) touches(target TargetID) {
	h.passes(max(0, h.m.settled-h.mono))
	h.says(Touch{View(h.m).Serial, target})
}

func (h *hall) sees(want Kind) Screen {
	h.t.Helper()
	s := View(h.m)
	if s.Kind != want {
		h.t.Fatalf("sees screen %d (%q), want %d", s.Kind, s.Title, want)
	}
	return s
}

func (h *hall) reads(want string) {
	h.t.Helper()
	if all := readable(View(h.m)); !strings.Contains(all, want) {
		h.t.Errorf("reads:\n%s\nwant %q in it", all, want)
	}
}

func readable(s Screen) string {
	all := append([]string{s.Title, string(s.Number), s.Caption, s.Banner.Text}, s.Text...)
	all = append(all, s.Advice...)
	for _, t := range s.Targets() {
		all = append(all, t.Label, t.Note)
	}
	return strings.Join(all, "\n")
}

func count[E Effect](effects []Effect) int {
	n := 0
	for _, e := range effects {
		if _, ok := e.(E); ok {
			n++
		}
	}
	return n
}

func TestOneTouchAndANumber(t *testing.T) {
	h := newHall(t)
	h.says(PrinterIs{There: true})
	h.touches("service:droits")
	s := h.sees(KindTicket)
	if s.Number != "A01" || s.Caption != "Le service droits" {
		t.Errorf("got number %s for %q", s.Number, s.Caption)
	}
	h.reads("Votre ticket arrive.")
	h.says(Printed{"T1"})
	h.reads("Prenez votre ticket.")
	h.passes(11 * time.Second)
	h.sees(KindTicket)
	h.passes(time.Second)
	h.sees(KindWelcome)
	if !h.m.Home() {
		t.Error("not home after 12 seconds")
	}
}

func TestANumberNotPrintedStaysAMinute(t *testing.T) {
	h := newHall(t)
	h.touches("service:droits")
	h.reads("Notez votre numéro ou prenez une photo.")
	h.reads("C'est noté")
	h.passes(59 * time.Second)
	h.sees(KindTicket)
	h.passes(time.Second)
	h.sees(KindWelcome)
}

// A printer that does not say what it prints may be without paper.
func TestANumberGivenToAPrinterThatSaysNothingIsNotedToo(t *testing.T) {
	h := newHall(t)
	h.says(PrinterIs{There: true})
	h.touches("service:droits")
	h.says(PrintUnproved{"T1"})
	h.reads("Prenez votre ticket.")
	h.reads("Notez votre numéro ou prenez une photo.")
	h.reads("C'est noté")
	h.passes(59 * time.Second)
	h.sees(KindTicket)
}

func TestWhatAVisitorIsToldOfThePrinter(t *testing.T) {
	for _, test := range []struct {
		trouble Trouble
		want    string
	}{
		{TroublePaper, "Le papier est fini. Votre numéro est A01."},
		{TroubleBroken, "L'imprimante est en panne. Votre numéro est A01."},
		{TroubleCover, "L'imprimante est en panne. Votre numéro est A01."},
	} {
		h := newHall(t)
		h.says(PrinterIs{There: true})
		h.touches("service:droits")
		h.says(PrintFailed{"T1", test.trouble})
		h.reads(test.want)
		h.reads("Notez-le ou prenez une photo.")
		h.passes(59 * time.Second)
		h.sees(KindTicket)
	}
}

// A printer known to be in trouble keeps nobody from a number, nor from paper once it
// was mended.
func TestAPrinterInTroubleIsToldAtOnce(t *testing.T) {
	h := newHall(t)
	h.says(PrinterIs{There: true, PrinterStatus: PrinterStatus{Trouble: TroublePaper}})
	h.sees(KindWelcome)
	h.touches("service:droits")
	h.reads("Le papier est fini. Votre numéro est A01.")
	if n := count[Print](h.effects); n != 1 {
		t.Errorf("got %d receipts, want one to be tried", n)
	}
	h.passes(PrintTimeMax)
	h.reads("Le papier est fini.")
	h.says(Printed{"T1"})
	h.reads("Prenez votre ticket.")
	h.touches("done")
	h.says(PrinterIs{There: true})
	h.touches("service:energie")
	h.reads("Votre ticket arrive.")
}

func TestAMutePrinterIsGivenUp(t *testing.T) {
	h := newHall(t)
	h.says(PrinterIs{There: true})
	h.touches("service:droits")
	h.passes(PrintTimeMax)
	h.reads("L'imprimante est en panne.")
	h.says(Printed{"T1"})
	h.reads("Prenez votre ticket.")
}

func TestTheReceiptSaysWhatTheScreenDoes(t *testing.T) {
	h := newHall(t)
	feed := openFeed(3, 4, 9)
	feed.Walls = true
	h.says(PrinterIs{There: true}, feed)
	h.touches("lang:en")
	h.touches("service:energie")
	var got Receipt
	for _, e := range h.effects {
		if p, ok := e.(Print); ok {
			got = p.Receipt
		}
	}
	want := Receipt{
		Ticket: "T1", Lang: "en", Site: "PIMMS", Number: "A01", Service: "Service energie",
		When: "Monday 23 November, 10:00", Ahead: "About 7 people before you", Advice: "Watch the screen in the room.",
	}
	if got != want {
		t.Errorf("got %+v\nwant %+v", got, want)
	}
}

func openFeed(waiting ...int) Feed {
	f := Feed{Open: true}
	for i, s := range testSite().Services {
		f.Services = append(f.Services, ServiceStatus{Service: s.ID, Waiting: waiting[i]})
	}
	return f
}

func TestTheSameTileWithinFiveSecondsShowsTheSameTicket(t *testing.T) {
	h := newHall(t)
	h.touches("service:droits")
	h.passes(2 * time.Second)
	h.touches("done")
	h.touches("service:droits")
	if s := h.sees(KindTicket); s.Number != "A01" || h.given != 1 {
		t.Errorf("got number %s and %d tickets, want A01 again and 1", s.Number, h.given)
	}
	h.touches("done")
	h.touches("service:energie")
	if h.given != 2 {
		t.Errorf("another tile: got %d tickets, want 2", h.given)
	}
	h.passes(5 * time.Second)
	h.touches("done")
	h.touches("service:energie")
	if h.given != 3 {
		t.Errorf("after five seconds: got %d tickets, want 3", h.given)
	}
}

func TestChangeGivesTheTicketBackForTenSeconds(t *testing.T) {
	h := newHall(t)
	h.touches("lang:en")
	h.touches("service:droits")
	h.passes(9 * time.Second)
	h.touches("change")
	h.sees(KindWelcome)
	h.reads("Why are you here?")
	if got := h.effects[len(h.effects)-1]; got != (Cancel{"T1"}) {
		t.Errorf("got %v, want the ticket cancelled", got)
	}
	h.touches("service:droits")
	if h.given != 2 {
		t.Errorf("got %d tickets, want a new one for the same tile", h.given)
	}
	h.passes(10 * time.Second)
	if strings.Contains(readable(View(h.m)), "Change") {
		t.Error("Change is still shown after ten seconds")
	}
	h.passes(liftTime)
	h.touches("change")
	h.sees(KindTicket)
}

func TestPriorityRaisesTheClassOnce(t *testing.T) {
	h := newHall(t)
	h.touches("service:droits")
	h.touches("priority")
	h.touches("priority")
	if n := count[Amend](h.effects); n != 1 {
		t.Errorf("got %d amendments, want 1", n)
	}
	h.reads("C'est demandé")
}

// A mediator's kiosk grants priority for a minute: what can no longer be had is
// not offered, and what was refused is not said to be asked for.
func TestPriorityIsOnlySaidToBeAskedForWhenItIs(t *testing.T) {
	h := newHall(t)
	h.touches("service:droits")
	h.passes(priorityTime)
	h.reads("Demandez à une personne.")
	h.passes(liftTime)
	h.touches("priority")
	if n := count[Amend](h.effects); n != 0 {
		t.Errorf("asked for after %s: got %d amendments, want none", priorityTime+liftTime, n)
	}
	if h.m.ticket.at+priorityTime+liftTime >= h.m.ticket.at+queue.KioskGrace {
		t.Error("a touch at the last moment is refused by the server")
	}
	h = newHall(t)
	h.touches("service:droits")
	h.touches("priority")
	h.says(AmendFailed{"T1"})
	h.reads("Demandez à une personne.")
	if strings.Contains(readable(View(h.m)), "C'est demandé") {
		t.Error("a refused priority is said to be asked for")
	}
	h.touches("priority")
	if n := count[Amend](h.effects); n != 1 {
		t.Errorf("got %d amendments, want no second one", n)
	}
}

func TestASpoolThatFailsIsSaid(t *testing.T) {
	h := newHall(t)
	h.held = true
	h.touches("service:droits")
	h.says(GiveFailed{1}, Health{Fault: FaultDisk, Lost: "disk"})
	h.sees(KindTrouble)
	h.touches("done")
	s := h.sees(KindOutOfOrder)
	h.reads("Cette machine est en panne.")
	if s.Detail != "Le disque de cette machine est plein ou en panne." {
		t.Errorf("detail: got %q", s.Detail)
	}
	h.says(Health{})
	h.sees(KindWelcome)
}

func TestBeforeItKnowsItsLaneItIsStarting(t *testing.T) {
	m := New(Settings{IdleSeconds: 30})
	if s := View(m); s.Kind != KindOutOfOrder || s.Title != "La machine démarre." {
		t.Errorf("got %d, %q", s.Kind, s.Title)
	}
}

func TestTheMachineSpeaksWithoutNegation(t *testing.T) {
	h := newHall(t)
	h.touches("service:droits")
	for _, word := range strings.Fields(readable(View(h.m))) {
		if slices.Contains([]string{"ne", "pas", "non", "aucun", "je"}, strings.ToLower(strings.Trim(word, ".,!?"))) {
			t.Errorf("the ticket says %q", word)
		}
	}
}

// Whoever gives a ticket back and touches the same tile at once gets a new one.
func TestATicketGivenBackIsNotShownAgain(t *testing.T) {
	h := newHall(t)
	h.touches("service:droits")
	first := View(h.m).Number
	h.passes(time.Second)
	h.touches("change")
	h.passes(time.Second)
	h.touches("service:droits")
	if got := View(h.m).Number; got == first || count[Give](h.effects) != 2 {
		t.Errorf("got %s after %s was given back, and %d wishes for a ticket", got, first, count[Give](h.effects))
	}
}
