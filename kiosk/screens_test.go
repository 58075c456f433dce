package kiosk

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"accueil/queue"
)

func TestAreYouStillThere(t *testing.T) {
	h := newHall(t)
	h.passes(time.Hour)
	h.sees(KindWelcome)
	h.touches("lang:en")
	h.passes(29 * time.Second)
	h.sees(KindWelcome)
	old := View(h.m).Serial
	h.passes(time.Second)
	h.sees(KindStillThere)
	h.reads("Are you still there?")
	h.says(Touch{old, "service:droits"}) // began before the question came
	h.sees(KindWelcome)
	h.reads("Why are you here?")
	h.passes(50 * time.Second)
	if !h.m.Home() || View(h.m).Title != "Pourquoi venez-vous ?" {
		t.Errorf("20 seconds unanswered: got %q, want home", View(h.m).Title)
	}
	if h.given != 0 {
		t.Error("a touch on the question drew a ticket")
	}
}

func TestClosedSaysWhenItOpens(t *testing.T) {
	for _, test := range []struct {
		name string
		at   time.Time
		want string
	}{
		{"at night", monday.Add(-3 * time.Hour), "Nous ouvrons aujourd'hui à 9 heures."},
		{"at noon", monday.Add(3*time.Hour + time.Minute), "Nous ouvrons aujourd'hui à 13 h 30."},
		{"on Friday evening", monday.AddDate(0, 0, 4).Add(9 * time.Hour), "Nous ouvrons lundi à 9 heures."},
		{"in the last minutes of the morning", monday.Add(2*time.Hour + 50*time.Minute), "Nous ouvrons aujourd'hui à 13 h 30."},
	} {
		t.Run(test.name, func(t *testing.T) {
			h := newHall(t)
			h.wall = test.at
			h.passes(0)
			h.sees(KindClosed)
			h.reads(test.want)
			h.touches("service:droits")
			if h.given != 0 {
				t.Error("gave a ticket while closed")
			}
		})
	}
}

func TestItOpensAndClosesByItself(t *testing.T) {
	h := newHall(t)
	h.passes(100 * time.Minute) // until 11:40
	h.sees(KindWelcome)
	h.passes(6 * time.Minute)
	h.sees(KindClosed)
	h.passes(2 * time.Hour)
	h.sees(KindWelcome)
}

func TestAClockNotToBeTrustedClosesNoDoor(t *testing.T) {
	h := newHall(t)
	h.says(Tick{Now{Wall: time.Unix(0, 0), Mono: h.mono}})
	h.touches("service:droits")
	h.sees(KindTicket)
}

func TestStoppedTicketsAreSaid(t *testing.T) {
	h := newHall(t)
	h.says(Feed{Open: false})
	h.sees(KindClosed)
	h.reads("Les tickets sont finis pour aujourd'hui.")
	h.reads("Appeler quelqu'un")
	h.says(FeedLost{})
	h.sees(KindWelcome)
}

func TestAServiceThatIsClosedSaysWhy(t *testing.T) {
	h := newHall(t)
	feed := openFeed(0, 0, 0)
	feed.Services[1].Closed = queue.ClosedFull
	h.says(feed)
	h.reads("Complet aujourd'hui")
	h.touches("service:energie")
	h.sees(KindWelcome)
	h.reads("Le service energie : Complet aujourd'hui. Demandez à une personne.")
	if h.given != 0 {
		t.Error("gave a ticket of a closed service")
	}
}

func TestAppointmentsAreOfferedByTime(t *testing.T) {
	h := newHall(t)
	if strings.Contains(readable(View(h.m)), "rendez-vous") {
		t.Error("offers appointments where there are none")
	}
	feed := openFeed(0, 0, 0)
	feed.Appointments = []Booking{
		{"late", h.wall.Add(time.Hour), "droits"}, {"soon", h.wall, "autre"}, {"twin", h.wall, "autre"},
		{"past", h.wall.Add(-3 * time.Hour), "autre"},
	}
	h.says(feed, FeedLost{})
	h.touches("appointments")
	s := h.sees(KindAppointments)
	var got []TargetID
	for _, tile := range s.Tiles {
		got = append(got, tile.ID)
	}
	if want := []TargetID{"appointment:soon", "appointment:late"}; !slices.Equal(got, want) {
		t.Fatalf("got %v, want %v", got, want)
	}
	h.touches("appointment:soon")
	h.sees(KindTicket)
	if o := h.effects[0].(Give).Order; o.Class != queue.Appointment || o.Appointment != "soon" || o.Service != "autre" {
		t.Errorf("wished for %+v", o)
	}
	h.touches("done")
	h.touches("appointments")
	if s = View(h.m); s.Tiles[0].ID != "appointment:twin" {
		t.Errorf("after it was taken got %v first, want its twin", s.Tiles[0].ID)
	}
	h.touches("back")
	h.sees(KindWelcome)
}

func TestMoreServicesThanFitHavePages(t *testing.T) {
	h := newHall(t)
	h.says(Sized{Tiles: 2})
	h.reads("1 sur 3")
	old := View(h.m)
	h.touches("more")
	s := h.sees(KindWelcome)
	if len(s.Tiles) != 2 || s.Tiles[0].ID != "service:energie" || s.Tiles[1].ID != "more" {
		t.Errorf("second page: got %v", s.Tiles)
	}
	h.says(Touch{old.Serial, "service:droits"})
	if h.given != 0 {
		t.Error("a touch meant for the first page drew a ticket")
	}
	h.touches("more")
	h.touches("more")
	if View(h.m).Tiles[0].ID != old.Tiles[0].ID {
		t.Error("after the last page, want the first")
	}
}

// What turns the pages lies in the same place on each, and all but the last are full.
func TestPagesAreAlike(t *testing.T) {
	h := newHall(t)
	for tiles := 2; tiles < 12; tiles++ {
		site := testSite()
		site.Services = nil
		for i := range 11 {
			site.Services = append(site.Services, queue.Service{ID: queue.ServiceID(fmt.Sprint(i)), Prefix: byte('A' + i)})
		}
		h.says(Configured{site}, Sized{Tiles: tiles}, GoHome{})
		seen, places := 0, len(View(h.m).Tiles)
		for page := range h.m.pages() {
			s := View(h.m)
			if last := s.Tiles[len(s.Tiles)-1]; last.ID != "more" && h.m.pages() > 1 || len(s.Tiles) != places || places > tiles {
				t.Errorf("%d tiles a page: got %d places, want %d, the last to turn the page: got %q", tiles, len(s.Tiles), places, last.ID)
			}
			n := 0
			for _, tile := range s.Tiles {
				if strings.HasPrefix(string(tile.ID), servicePrefix) {
					n++
				}
			}
			if page < h.m.pages()-1 && n != tiles-1 {
				t.Errorf("%d tiles a page: got %d on page %d, want it full", tiles, n, page+1)
			}
			seen += n
			h.touches("more")
		}
		if seen != 11 {
			t.Errorf("%d tiles a page: got %d of 11 services", tiles, seen)
		}
	}
}

// Whoever does not know where they belong finds the tile that says so on each page.
func TestIDoNotKnowStandsOnEveryPage(t *testing.T) {
	for tiles := 2; tiles < 12; tiles++ {
		for at := range 11 {
			h := newHall(t)
			site := testSite()
			site.Services = nil
			for i := range 11 {
				site.Services = append(site.Services, queue.Service{ID: queue.ServiceID(fmt.Sprint(i)), Prefix: byte('A' + i), Pictogram: "paper"})
			}
			site.Services[at].Pictogram = PictogramQuestion
			h.says(Configured{site}, Sized{Tiles: tiles})
			seen := map[TargetID]int{}
			pages := h.m.pages()
			for page := range pages {
				s := View(h.m)
				if len(s.Tiles) != min(tiles, 11) {
					t.Errorf("%d tiles a page: got %d places on page %d", tiles, len(s.Tiles), page+1)
				}
				if before := s.Tiles[len(s.Tiles)-min(2, len(s.Tiles))]; pages > 1 && tiles > 2 && before.Pictogram != PictogramQuestion {
					t.Errorf("%d tiles a page: before what turns page %d stands %q", tiles, page+1, before.ID)
				}
				for i, tile := range s.Tiles {
					seen[tile.ID]++
					if tile.ID == "" && page < pages-1 {
						t.Errorf("%d tiles a page: place %d of page %d is empty", tiles, i, page+1)
					}
				}
				h.touches("more")
			}
			want := 1
			if tiles > 2 {
				want = pages
			}
			for i := range 11 {
				id := TargetID(servicePrefix + fmt.Sprint(i))
				if n := seen[id]; i == at && n != want || i != at && n != 1 {
					t.Errorf("%d tiles a page, the question is %d: got %s on %d of %d pages", tiles, at, id, n, pages)
				}
			}
		}
	}
}

// An appointment is one of its own also where it is for such a question.
func TestNoAppointmentStandsOnTwoPages(t *testing.T) {
	h := newHall(t)
	site := testSite()
	site.Services[2].Pictogram = PictogramQuestion
	feed := openFeed(0, 0, 0)
	for i := range 5 {
		feed.Appointments = append(feed.Appointments, Booking{queue.AppointmentID(fmt.Sprint(i)), h.wall.Add(time.Duration(i) * time.Hour), "autre"})
	}
	h.says(Configured{site}, feed, Sized{Tiles: 4})
	h.touches("appointments")
	seen := map[TargetID]int{}
	for range h.m.pages() {
		for _, tile := range View(h.m).Tiles {
			seen[tile.ID]++
		}
		h.touches("more")
	}
	for i := range 5 {
		if n := seen[TargetID(appointmentPrefix+fmt.Sprint(i))]; n != 1 {
			t.Errorf("appointment %d stands on %d pages", i, n)
		}
	}
}

// Where the skin has no room for pictures nobody is told to touch one.
func TestAPictureIsOnlySpokenOfWhereThereIsOne(t *testing.T) {
	h := newHall(t)
	h.reads("Touchez une image.")
	h.says(Sized{Tiles: 6})
	h.reads("Touchez votre réponse.")
}

func TestUpdateLeavesTheModelItWasGiven(t *testing.T) {
	h := newHall(t)
	h.touches("service:droits")
	before, seen := h.m, View(h.m)
	for _, msg := range []Msg{Printed{"T1"}, Placed{"T1", Place{Ahead: 3}}, Touch{seen.Serial, "priority"}, GoHome{}} {
		Update(before, msg)
		if got := readable(View(before)); got != readable(seen) {
			t.Errorf("%T changed the model before it:\n%s", msg, got)
		}
	}
}

func TestTimesAreTheSitesOwn(t *testing.T) {
	h := newHall(t)
	site := testSite()
	site.TimeZone = "Europe/Paris"
	h.wall = monday.Add(-3 * time.Hour) // 7 in Paris
	h.passes(0)
	h.says(Configured{site})
	h.reads("Nous ouvrons aujourd'hui à 9 heures.")
	h.passes(3 * time.Hour) // 9 in UTC, 10 in Paris
	h.says(PrinterIs{There: true})
	h.touches("service:droits")
	if got := h.effects[1].(Print).Receipt.When; got != "lundi 23 novembre, 10 heures" {
		t.Errorf("the receipt says %q", got)
	}
}
