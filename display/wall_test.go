package display

import (
	"slices"
	"testing"
	"time"

	"accueil/queue"
	"accueil/queue/wire"
)

// noon is when every story begins, on the server's clock.
var noon = time.Date(2026, 11, 24, 12, 0, 0, 0, time.FixedZone("CET", 3600))

// A hall is a wall with its story: what is called, and how often it rang. A call is
// said for as long as saying.
type hall struct {
	t      *testing.T
	board  Board
	mono   time.Duration
	epoch  string
	calls  []wire.Call
	rings  int
	saying time.Duration
	said   map[uint64]time.Duration // when each will have been
}

func newHall(t *testing.T) *hall {
	return &hall{t: t, board: NewBoard(), epoch: "1", said: map[uint64]time.Duration{}}
}

func (h *hall) tell(m Msg) {
	for _, m := range []Msg{Tick{Now{Wall: noon.Add(h.mono), Mono: h.mono}}, m} {
		next, effects := h.board.Update(m)
		h.board = next
		h.hear(effects)
	}
}

func (h *hall) hear(effects []Effect) {
	for _, e := range effects {
		h.rings++
		if house := e.(Announce).House; house != "fr" {
			h.t.Errorf("a call is to be said in %q, want the house's language", house)
		}
		h.said[e.(Announce).Call] = h.mono + h.saying
	}
	for call, at := range h.said {
		if at <= h.mono {
			delete(h.said, call)
			h.tell(Announced{call})
		}
	}
}

// call calls a number now, and shows it.
func (h *hall) call(number, desk string) {
	h.calls = slices.Insert(h.calls, 0, wire.Call{
		Call: uint64(len(h.calls) + 1), Ticket: queue.TicketID(number), Number: queue.Number(number), DeskName: desk, CalledAt: noon.Add(h.mono), Times: 1,
	})
}

func (h *hall) show() {
	h.tell(WallSeen{Stamp{Epoch: h.epoch, At: noon.Add(h.mono)}, wire.WallView{Languages: []string{"fr"}, Open: true, Calls: slices.Clone(h.calls)}})
}

// after lets time pass, looking whenever the wall asks to be looked at.
func (h *hall) after(d time.Duration) {
	for end := h.mono + d; h.mono < end; {
		next := h.board.Deadline()
		for _, at := range h.said {
			next = min(next, at)
		}
		h.mono = min(end, max(h.mono+time.Millisecond, next))
		h.tell(Heard{noon.Add(h.mono)})
	}
}

func (h *hall) wantBand(number string) {
	h.t.Helper()
	s := h.board.View()
	switch {
	case s.Band == nil && number != "":
		h.t.Errorf("after %s: no band, want %s", h.mono, number)
	case s.Band != nil && s.Band.Number != number:
		h.t.Errorf("after %s: the band shows %s, want %q", h.mono, s.Band.Number, number)
	}
}

func (h *hall) wantRows(numbers ...string) {
	h.t.Helper()
	var got []string
	for _, r := range h.board.View().Rows {
		got = append(got, r.Number)
	}
	if !slices.Equal(got, numbers) {
		h.t.Errorf("after %s: rows %v, want %v", h.mono, got, numbers)
	}
}

func TestThreeCallsAtOnceShowAtOnceAndAreAnnouncedInOrder(t *testing.T) {
	h := newHall(t)
	h.show()
	h.call("A01", "Guichet 1")
	h.call("B01", "Guichet 2")
	h.call("J01", "Accueil")
	h.show()
	h.wantBand("A01")
	h.wantRows("J01", "B01")
	if s := h.board.View(); s.Band.Desk != "1" || s.Rows[0].Desk != "Accueil" {
		t.Errorf("got the desks %q and %q, want digits where a name has some: 1, Accueil", s.Band.Desk, s.Rows[0].Desk)
	}
	h.after(announceTime)
	h.wantBand("B01")
	h.wantRows("J01", "A01")
	h.after(announceTime)
	h.wantBand("J01")
	h.after(time.Hour)
	h.wantBand("J01")
	if h.rings != 3 {
		t.Errorf("it rang %d times, want once a call", h.rings)
	}
}

func TestTheBandWaitsUntilItsCallWasSaid(t *testing.T) {
	h := newHall(t)
	h.saying = 9 * time.Second
	h.call("A01", "Guichet 1")
	h.call("B01", "Guichet 2")
	h.show()
	h.after(h.saying - time.Millisecond)
	h.wantBand("A01")
	h.after(time.Millisecond)
	h.wantBand("B01")
}

func TestAVoiceThatNeverEndsHoldsNoCallBack(t *testing.T) {
	h := newHall(t)
	h.saying = time.Hour
	h.call("A01", "Guichet 1")
	h.call("B01", "Guichet 2")
	h.show()
	h.after(announceMost - time.Millisecond)
	h.wantBand("A01")
	h.after(time.Millisecond)
	h.wantBand("B01")
}

func TestARecallIsAnnouncedAgainAndStandsOnce(t *testing.T) {
	h := newHall(t)
	h.call("A01", "Guichet 1")
	h.call("B01", "Guichet 2")
	h.show()
	h.after(time.Minute)
	h.call("A01", "Guichet 1")
	h.show()
	h.wantBand("A01")
	h.wantRows("B01")
	if h.rings != 3 {
		t.Errorf("it rang %d times, want 3", h.rings)
	}
}

func TestAWallThatConnectsAnnouncesWhatIsYoungerThanHalfAMinute(t *testing.T) {
	h := newHall(t)
	h.call("A01", "Guichet 1")
	h.after(29 * time.Second)
	h.call("B01", "Guichet 2")
	h.after(2 * time.Second)
	h.show()
	h.wantBand("B01")
	h.wantRows("A01")
	h.tell(Lost{Loss{Kind: LossSilent}, noon.Add(h.mono)})
	h.call("E01", "Guichet 3")
	h.after(time.Minute)
	h.call("F01", "Guichet 4")
	h.show()
	h.wantBand("F01")
	h.after(time.Minute)
	h.wantBand("F01")
	if h.rings != 2 {
		t.Errorf("it rang %d times, want for B01 and F01 alone", h.rings)
	}
}

func TestAnotherLifeOfTheJournalCountsItsCallsAnew(t *testing.T) {
	h := newHall(t)
	for _, n := range []string{"A01", "A02", "A03"} {
		h.call(n, "Guichet 1")
	}
	h.show()
	h.after(time.Hour)
	h.epoch, h.calls = "2", nil
	h.call("B01", "Guichet 1")
	h.show()
	h.wantBand("B01")
}

func TestAnotherDayEmptiesTheWall(t *testing.T) {
	h := newHall(t)
	h.call("A01", "Guichet 1")
	h.call("A02", "Guichet 1")
	h.show()
	h.calls = nil
	h.show()
	h.wantBand("")
	h.wantRows()
	h.after(time.Minute)
	h.wantBand("")
}

func TestAWallThatConnectsLateShowsTheNewestCallInTheBand(t *testing.T) {
	h := newHall(t)
	h.call("A01", "Guichet 1")
	h.call("B01", "Guichet 2")
	h.after(time.Hour)
	h.show()
	h.wantBand("B01")
	h.wantRows("A01")
	if h.rings != 0 || h.board.View().Dark {
		t.Errorf("it rang %d times, want neither a ring nor a blink for an old call", h.rings)
	}
	h.call("E01", "Guichet 1")
	h.show()
	h.wantBand("E01")
}

func TestAWallSaysThatItIsClosedBesideTheCalls(t *testing.T) {
	h := newHall(t)
	h.call("A01", "Guichet 1")
	h.tell(WallSeen{Stamp{Epoch: h.epoch, At: noon}, wire.WallView{Languages: []string{"fr"}, Calls: h.calls}})
	h.wantBand("A01")
	if s := h.board.View(); s.Closed != "C'est fermé." {
		t.Errorf("got %q", s.Closed)
	}
}

func TestACallBlinksThreeTimesAtMostOnceASecond(t *testing.T) {
	h := newHall(t)
	h.call("A01", "Guichet 1")
	h.show()
	changes, was := 0, false
	for range 1000 {
		h.after(10 * time.Millisecond)
		if dark := h.board.View().Dark; dark != was {
			changes, was = changes+1, dark
		}
	}
	if changes != 2*blinks || was {
		t.Errorf("the band changed %d times in ten seconds, want %d, and then still", changes, 2*blinks)
	}
	if 2*blinkHalf < time.Second {
		t.Errorf("a blink lasts %s, want at least a second: faster is dangerous", 2*blinkHalf)
	}
}

func TestAWallSaysSinceWhenItKnowsNoMore(t *testing.T) {
	h := newHall(t)
	if s := h.board.View(); s.Stale == "" || s.Clock != "" {
		t.Errorf("a wall that never heard a server says %q, at %q of a zone that it does not know", s.Stale, s.Clock)
	}
	h.call("A01", "Guichet 1")
	h.show()
	if s := h.board.View(); s.Stale != "" || s.Clock != "12:00" {
		t.Errorf("a wall that hears says %q, at %q", s.Stale, s.Clock)
	}
	h.tell(Lost{Loss{Kind: LossUnreachable}, noon})
	h.after(10 * time.Minute)
	h.tell(Lost{Loss{Kind: LossUnreachable}, noon})
	s := h.board.View()
	if s.Stale != "Dernières nouvelles : 12:00. Une personne appelle votre numéro." || s.Detail != "Rien ne répond à l'adresse du serveur." {
		t.Errorf("got %q (%s)", s.Stale, s.Detail)
	}
	h.wantBand("A01")
	h.tell(Heard{noon.Add(h.mono)})
	if s := h.board.View(); s.Stale != "" {
		t.Errorf("a wall that hears again says %q", s.Stale)
	}
}

func TestAWallThatIsRefusedDoesNotSayThatItSearches(t *testing.T) {
	for loss, want := range map[Loss]string{
		{Kind: LossToken}: "Le serveur ne reconnaît plus cet écran. Il faut le relancer, ou l'inscrire de nouveau.",
		{Kind: LossStranger, Found: "200 OK text/html"}: "À l'adresse du serveur, autre chose répond : 200 OK text/html",
	} {
		h := newHall(t)
		h.tell(Lost{Loss: loss})
		if s := h.board.View(); s.Stale != want || s.Detail != "" {
			t.Errorf("got %q (%s), want %q", s.Stale, s.Detail, want)
		}
	}
}
