package kiosk

import (
	"slices"
	"strings"
	"testing"
	"time"

	"accueil/queue"
)

// newHallOf is a kiosk with settings of its own.
func newHallOf(t *testing.T, s Settings) *hall {
	s.IdleSeconds = 30
	h := &hall{t: t, m: New(s), wall: monday.Add(time.Hour)}
	h.passes(0)
	h.says(Configured{testSite()}, Health{})
	h.passes(settleTime)
	return h
}

func hoursOf(day time.Weekday, from, to queue.Clock) []queue.Hours {
	return []queue.Hours{{Weekday: day, From: from * 60, To: to * 60}}
}

// A kiosk with hours of its own gives tickets when both it and the site are open,
// and says when that is next.
func TestAKioskHasHoursOfItsOwn(t *testing.T) {
	for _, test := range []struct {
		name  string
		hours []queue.Hours
		at    time.Time
		kind  Kind
		want  string
	}{
		{"within both", hoursOf(time.Monday, 9, 11), monday.Add(119 * time.Minute), KindWelcome, "Pourquoi venez-vous ?"},
		{"after its own", hoursOf(time.Monday, 9, 11), monday.Add(2 * time.Hour), KindClosed, "Nous ouvrons lundi 30 novembre à 9 heures."},
		{"where people are received all the same", hoursOf(time.Monday, 9, 11), monday.Add(2 * time.Hour), KindClosed, "Demandez à une personne."},
		{"before the site's", hoursOf(time.Monday, 7, 11), monday.Add(-time.Hour), KindClosed, "Nous ouvrons aujourd'hui à 9 heures."},
		{"before its own", hoursOf(time.Tuesday, 14, 16), monday.Add(time.Hour), KindClosed, "Nous ouvrons demain à 14 heures."},
		{"at noon", slices.Concat(hoursOf(time.Monday, 9, 11), hoursOf(time.Monday, 12, 15)), monday.Add(3 * time.Hour), KindClosed, "Nous ouvrons aujourd'hui à 13 h 30."},
		{"in the site's last minutes", hoursOf(time.Monday, 9, 16), monday.Add(170 * time.Minute), KindClosed, "Nous ouvrons aujourd'hui à 13 h 30."},
		{"never", hoursOf(time.Sunday, 9, 11), monday.Add(-time.Hour), KindClosed, "C'est fermé."},
	} {
		t.Run(test.name, func(t *testing.T) {
			h := newHallOf(t, Settings{Hours: test.hours})
			h.wall = test.at
			h.passes(0)
			h.sees(test.kind)
			h.reads(test.want)
			if test.name == "never" && strings.Contains(readable(View(h.m)), "Nous ouvrons") {
				t.Error("says when it opens, which it never does")
			}
		})
	}
}

func TestItsOwnHoursHoldWhateverTheServerSays(t *testing.T) {
	h := newHallOf(t, Settings{Hours: hoursOf(time.Tuesday, 14, 16)})
	h.says(openFeed(0, 0, 0))
	h.sees(KindClosed)
	closed := Feed{OpensAt: monday.AddDate(0, 0, 7)}
	h.says(closed)
	h.reads("Nous ouvrons mardi 1er décembre à 14 heures.")
	h.says(Tick{Now{Wall: h.wall, Mono: h.mono}}, FeedLost{})
	h.sees(KindWelcome) // a clock not to be trusted closes no door
	h.passes(0)
	site := testSite()
	site.AlwaysOpen = true
	h.says(Configured{site})
	h.sees(KindWelcome)
}

func TestAKioskHasAMenuOfItsOwn(t *testing.T) {
	h := newHallOf(t, Settings{Services: []queue.ServiceID{"autre", "gone", "droits"}})
	feed := openFeed(0, 0, 0)
	feed.Appointments = []Booking{{"a", h.wall, "energie"}}
	h.says(feed)
	s := View(h.m)
	var got []TargetID
	for _, tile := range s.Tiles {
		got = append(got, tile.ID)
	}
	if want := []TargetID{"appointments", "service:autre", "service:droits"}; !slices.Equal(got, want) {
		t.Errorf("got %v, want %v", got, want)
	}
	if s.Tiles[1].Tone != 3 || s.Tiles[2].Tone != 1 {
		t.Errorf("a service keeps its colour everywhere: got %d and %d", s.Tiles[1].Tone, s.Tiles[2].Tone)
	}
	h.says(Touch{s.Serial, "service:energie"})
	if h.given != 0 {
		t.Error("gave a ticket of a service that is not on the menu")
	}
	h.touches("appointments")
	h.touches("appointment:a")
	if s := h.sees(KindTicket); s.Caption != "Le service energie" {
		t.Errorf("an appointment of a service that is not on the menu: got %q", s.Caption)
	}
}

func TestAMenuOfWhichNothingIsLeftOffersAll(t *testing.T) {
	h := newHallOf(t, Settings{Services: []queue.ServiceID{"gone"}})
	if s := View(h.m); len(s.Tiles) != len(testSite().Services) {
		t.Errorf("got %d tiles, want all services", len(s.Tiles))
	}
}

func TestWhoCallsTheNumber(t *testing.T) {
	h := newHall(t)
	h.touches("service:droits")
	h.reads("Une personne appelle votre numéro.")
	feed := openFeed(0, 0, 0)
	feed.Walls = true
	h.says(feed)
	h.reads("Regardez l'écran de la salle.")
	h.says(FeedLost{})
	h.reads("Une personne appelle votre numéro.")
}

func TestTheCodeSaysWhatItIsFor(t *testing.T) {
	h := newHall(t)
	h.touches("service:droits")
	if s := View(h.m); s.LinkText != "" {
		t.Errorf("without a link got %q", s.LinkText)
	}
	h.says(Placed{"T1", Place{Link: "https://example.org/t/x"}})
	if s := View(h.m); s.LinkText != "Suivez sur votre téléphone" {
		t.Errorf("got %q", s.LinkText)
	}
}
