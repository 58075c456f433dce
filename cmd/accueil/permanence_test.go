package main

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"accueil/configs"
	"accueil/queue"
	"accueil/queue/access"
	"accueil/queue/join"
	"accueil/queue/wire"
)

// The morning of a permanence is sent five times, twice at once, cut in a request and in
// an answer, and killed between an answer and its note. It is counted once.
func TestAMorningAwayIsCountedOnce(t *testing.T) {
	t.Parallel()
	w := newTrip(t)
	samia := w.takes("Samia")
	w.codesAMorning(samia)
	want := count{visits: morning, reasons: 6 * morning, first: morning, by: map[queue.ActorID]int{samia.ID: morning}}
	once := func(after string) {
		t.Helper()
		if got := w.counts(w.site); fmt.Sprint(got) != fmt.Sprint(want) {
			t.Errorf("%s: got %+v, want %+v", after, got, want)
		}
		if got := w.coded(); got != morning {
			t.Errorf("%s: the site's journal has %d visits, want %d", after, got, morning)
		}
	}

	folder := t.TempDir()
	line := &cutLine{cuts: map[int]cut{3: inRequest, 9: inAnswer, 15: inRequest, 21: kill}}
	killed := w.sends(folder, line, samia)
	await(t, "the kill", func() bool { line.mu.Lock(); defer line.mu.Unlock(); return line.sent >= 21 })
	killed.end()
	again := w.sends(folder, &cutLine{cuts: map[int]cut{1: inAnswer}}, samia)
	await(t, "the morning joined", again.isThrough)
	once("sent over a line that is cut, and by a program that was killed")

	for n := range 2 { // with the ledger that knows, and after its loss
		more := w.sends(map[int]string{0: t.TempDir(), 1: folder}[n], &cutLine{}, samia)
		await(t, "nothing owed", more.isThrough)
		more.end()
	}
	once("sent again")

	one, other := w.sends(t.TempDir(), &cutLine{cuts: map[int]cut{5: inAnswer}}, samia), w.sends(t.TempDir(), &cutLine{cuts: map[int]cut{8: inRequest}}, samia)
	await(t, "both joined", func() bool { return one.isThrough() && other.isThrough() })
	once("sent from two copies of the folder at once")
}

// What is coded anew on the laptop is so at the site.
func TestReasonsToldAnewAwayAreSoAtTheSite(t *testing.T) {
	t.Parallel()
	w := newTrip(t)
	samia := w.takes("Samia")
	w.codes(samia, wire.Reason{Partner: "caf", Reason: caf, Quantity: 1})
	id := w.codes(samia, wire.Reason{Partner: "caf", Reason: caf, Quantity: 1})
	s := w.sends(t.TempDir(), &cutLine{}, samia)
	await(t, "both joined", s.isThrough)
	for _, quantity := range []wire.Quantity{5, 1, 5} { // said, taken back, and said again
		w.recodes(samia, id, quantity)
		await(t, fmt.Sprint("the site counts ", quantity), func() bool {
			got := w.counts(w.site)
			return got.visits == 2 && got.reasons == 1+int(quantity) && got.first == 1
		})
	}
	s.end()
	w.recodes(samia, id, 7)
	other := w.sends(t.TempDir(), &cutLine{}, samia) // its first offer is another than the site remembers
	await(t, "the change joined", other.isThrough)
	if got := w.counts(w.site); got.visits != 2 || got.reasons != 8 {
		t.Errorf("got %+v, want 2 visits and 8 reasons", got)
	}
}

// A site that lost its journal, or had an older one restored, is told all again.
func TestASiteThatLostItsJournalIsToldAgain(t *testing.T) {
	w := newTrip(t)
	samia := w.takes("Samia")
	w.codesAMorning(samia)
	folder := t.TempDir()
	s := w.sends(folder, &cutLine{}, samia)
	await(t, "the morning joined", s.isThrough)
	s.end()
	w.site, w.url, _ = instant(t, houseOptions{Data: t.TempDir()})
	if err := w.site.access.Mirror(t.Context(), samia.Person, samia.pin); err != nil {
		t.Fatal(err)
	}
	await(t, "the morning joined the new journal", w.sends(folder, &cutLine{}, samia).isThrough)
	if got := w.counts(w.site); got.visits != morning || got.reasons != 6*morning {
		t.Errorf("got %+v, want the morning once", got)
	}
}

// Whoever the site no longer lets in holds up nobody, and what they coded counts.
func TestWhomTheSiteNoLongerLetsInHoldsUpNobody(t *testing.T) {
	clock := newTown(t)
	w := &trip{t: t, data: t.TempDir()}
	w.site, w.url, _ = instant(t, houseOptions{Data: w.data, Clock: clock})
	w.laptop, w.own, _ = instant(t, houseOptions{Data: t.TempDir(), Clock: clock})
	nora, samia := w.takes("Nora"), w.takes("Samia")
	folder := t.TempDir()
	s := w.sends(folder, &cutLine{}, nora, samia)
	w.codes(nora, wire.Reason{Partner: "caf", Reason: caf, Quantity: 1})
	await(t, "the first visit joined", s.isThrough)
	s.end()
	w.codes(nora, wire.Reason{Partner: "caf", Reason: caf, Quantity: 1})
	w.codes(samia, wire.Reason{Partner: "caf", Reason: caf, Quantity: 1})
	s = w.sends(folder, &cutLine{}, samia)
	await(t, "it is said whose sign-in is missing", func() bool { return s.standing() == join.Standing{Owed: 1, Absent: nora.ID, Heard: true} })
	if err := w.site.access.RemovePerson(t.Context(), nora.ID); err != nil {
		t.Fatal(err)
	}
	s.joiner.SignedIn(nora.Name, nora.pin, nora.ID, "")
	await(t, "the site has refused her", func() bool { return strings.Contains(s.log.String(), "does not know who signed in") })
	await(t, "her visit waits: it may be a new PIN", func() bool { return s.standing() == join.Standing{Owed: 1, Absent: nora.ID, Heard: true} })
	clock.pass(49 * time.Hour)
	await(t, "the visits joined", s.isThrough)
	if got := w.counts(w.site); got.visits != 3 || got.by[nora.ID] != 1 || got.by[samia.ID] != 2 {
		t.Errorf("got %+v, want three visits, the last of Nora's in Samia's name", got)
	}
}

// A laptop that comes home after the site's own memory has ended says so: what it coded
// is owed, and never silently gone.
func TestAWeekAwayIsNeverSilentlyLost(t *testing.T) {
	clock := newTown(t)
	data, laptop := t.TempDir(), t.TempDir()
	w := &trip{t: t, data: data}
	w.site, w.url, _ = instant(t, houseOptions{Data: data, Clock: clock})
	var leave func()
	w.laptop, w.own, leave = instant(t, houseOptions{Data: laptop, Clock: clock})
	samia := w.takes("Samia")
	w.codes(samia, wire.Reason{Partner: "caf", Reason: caf, Quantity: 1})
	folder := t.TempDir()
	s := w.sends(folder, &cutLine{}) // nobody has signed in: nothing is sent
	await(t, "the visit is owed", func() bool { return s.standing().Owed == 1 })
	s.end()
	leave()
	clock.pass(8 * 24 * time.Hour)
	w.laptop, w.own, _ = instant(t, houseOptions{Data: laptop, Clock: clock})
	s = w.sends(folder, &cutLine{}, samia)
	await(t, "the visit is refused, and owed", func() bool { return s.standing() == join.Standing{Owed: 1, Refused: 1, Heard: true} })
}

// What was said, taken back and left so is not told as it was in between, when nothing
// else remembers it.
func TestWhatIsAsTheSiteHasItIsOwedNoMore(t *testing.T) {
	clock := newTown(t)
	laptop := t.TempDir()
	w := &trip{t: t, data: t.TempDir()}
	w.site, w.url, _ = instant(t, houseOptions{Data: w.data, Clock: clock})
	var leave func()
	w.laptop, w.own, leave = instant(t, houseOptions{Data: laptop, Clock: clock})
	samia := w.takes("Samia")
	id := w.codes(samia, wire.Reason{Partner: "caf", Reason: caf, Quantity: 1})
	w.recodes(samia, id, 1)
	folder := t.TempDir()
	s := w.sends(folder, &cutLine{}, samia)
	await(t, "the visit joined", s.isThrough)
	s.end()
	s = w.sends(folder, &cutLine{}) // nobody has signed in
	w.recodes(samia, id, 5)
	await(t, "it is owed", func() bool { return s.standing().Owed == 1 })
	w.recodes(samia, id, 1)
	await(t, "it is owed no more", func() bool { return s.standing().Owed == 0 })
	s.end()
	leave()
	clock.pass(8 * 24 * time.Hour)
	w.laptop, w.own, _ = instant(t, houseOptions{Data: laptop, Clock: clock})
	s = w.sends(folder, &cutLine{}, samia)
	await(t, "nothing is owed", s.isThrough)
}

// What is not known is not told: a disk that fails is not "the site has all".
func TestALedgerThatFailsIsNotNothingOwed(t *testing.T) {
	w := newTrip(t)
	samia := w.takes("Samia")
	w.codes(samia) // it waits for its reasons
	s := w.sends(t.TempDir(), &cutLine{}, samia)
	owed := join.Standing{Owed: 1, Heard: true}
	await(t, "the visit is owed", func() bool { return s.standing() == owed })
	if err := s.ledger.Close(); err != nil {
		t.Fatal(err)
	}
	await(t, "the fault is logged", func() bool { return strings.Contains(s.log.String(), "look at what is to be sent") })
	if got := s.standing(); got != owed {
		t.Errorf("got %+v, want what was known: %+v", got, owed)
	}
}

// What was coded by whom only the laptop knows is told in the name of whoever signs in
// at the site from there: a laptop may be set up without a network.
func TestWhatALocalPersonCodedIsToldInAnothersName(t *testing.T) {
	w := newTrip(t)
	p, pin, err := w.laptop.access.AddPerson(t.Context(), access.NewPerson{Site: "dijon", Role: queue.RoleMediator, Name: "Portable"})
	if err != nil {
		t.Fatal(err)
	}
	local := w.signsIn(p, pin)
	w.codes(local, wire.Reason{Partner: "caf", Reason: caf, Quantity: 1})
	s := w.sends(t.TempDir(), &cutLine{}, local)
	await(t, "it waits for anybody of the site", func() bool { return s.standing() == join.Standing{Owed: 1, Strange: true, Heard: true} })
	samia := w.takes("Samia")
	s.joiner.SignedIn(samia.Name, samia.pin, samia.ID, "")
	await(t, "the visit joined", s.isThrough)
	if got := w.counts(w.site); got.by[samia.ID] != 1 {
		t.Errorf("got %+v, want the visit in Samia's name", got)
	}
}

// A visit that the site does not take is told of, and stops none behind it.
func TestAVisitThatTheSiteRefusesStopsNone(t *testing.T) {
	file := configs.Sample()
	sites := slices.Clone(file.Sites)
	sites[0].Services = slices.Clone(sites[0].Services)[1:]
	fewer := *file
	fewer.Sites = sites
	w := newTrip(t)
	w.site, w.url, _ = instant(t, houseOptions{Data: t.TempDir(), Config: &fewer})
	samia := w.takes("Samia")
	refused := w.codes(samia, wire.Reason{Partner: "caf", Reason: caf, Quantity: 1})
	if _, err := samia.here.CodeVisit(t.Context(), "", wire.VisitRequest{Channel: "phone", Service: "energie", Reasons: []wire.Reason{{Partner: "edf", Reason: "etalement", Quantity: 1}}}); err != nil {
		t.Fatal(err)
	}
	s := w.sends(t.TempDir(), &cutLine{}, samia)
	await(t, "one refused, one joined", func() bool { return s.standing() == join.Standing{Owed: 1, Refused: 1, Heard: true} })
	if got := w.counts(w.site); got.visits != 1 {
		t.Errorf("got %+v, want the visit behind %s", got, refused)
	}
}

// A morning on a laptop whose network goes and comes: the mediator signs in with it and
// without it, is told what the site does not have, and then that it has all.
func TestAPermanenceInARealTerminal(t *testing.T) {
	t.Parallel()
	data, laptop := t.TempDir(), t.TempDir()
	s := serve(t, data)
	pin := s.person(t, data, "Samia")
	opens := func() terminal {
		p := terminal{newPane(t, 80, 24, "up", "--permanence", "--data", laptop, "--server", s.url, "--listen", "127.0.0.1:0")}
		p.until("Votre nom")
		p.Types("Samia{Enter}")
		p.until("Code de Samia")
		p.Types(pin + "{Enter}")
		p.until("Permanence · Samia")
		return p
	}
	codes := func(p terminal, keys string) {
		p.Types("i1" + keys) // outside
		p.until("tapez quelques lettres")
		p.Types("caf{Enter}")
		p.until("Enlever le dernier")
		p.Types("2{Enter}")
		p.until("remière visite")
		p.Types("1")
	}
	p := opens()
	s.kill()
	codes(p, "1")
	p.until("À transmettre : 1")
	codes(p, "2")
	p.until("À transmettre : 2")
	p.keys("C-c")
	p.until("left with 0")

	p = opens() // without the network
	p.until("À transmettre : 2")
	s = serve(t, data, "--listen", strings.TrimPrefix(s.url, "http://"))
	p.until("Tout est transmis au site.")
	p.gone("À transmettre")
	session, err := s.client(t, "").Login(t.Context(), "Samia", pin)
	if err != nil {
		t.Fatal(err)
	}
	frame, err := s.client(t, session.Token).State(t.Context(), wire.ViewConsole)
	if err != nil {
		t.Fatal(err)
	}
	var view wire.ConsoleView
	if err := json.Unmarshal(frame.State, &view); err != nil {
		t.Fatal(err)
	}
	if got := view.Mine.Today; got.Visits != 2 || got.Reasons != 4 {
		t.Errorf("the site counts %+v for Samia, want 2 visits and 4 reasons", got)
	}
}

func TestAServerOfTheSiteIsForAPermanence(t *testing.T) {
	status, _, errs := accueil(t, "up", "--data", t.TempDir(), "--server", "http://127.0.0.1:1")
	if status != 2 || !strings.Contains(errs, "--permanence") {
		t.Errorf("got %d %q, want 2 and what to do", status, errs)
	}
}
