package kiosk

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"accueil/queue"
)

func TestHowManyAreBefore(t *testing.T) {
	h := newHall(t)
	h.touches("service:droits")
	if s := View(h.m); len(s.Text) != 0 {
		t.Errorf("without a server got %q, want nothing said", s.Text)
	}
	h.touches("done")
	h.passes(10 * time.Second)
	h.says(openFeed(3, 4, 9))
	h.touches("service:droits")
	h.reads("Environ 7 personnes avant vous")
	h.says(Placed{"T2", Place{Ahead: 1, Wait: &WaitRange{10, 20}}})
	h.reads("Environ 1 personne avant vous")
	h.reads("Attente : 10 à 20 minutes")
	h.says(Placed{"T2", Place{Ahead: 0, Wait: &WaitRange{100, 130}}})
	h.reads("Votre tour est le prochain.")
	h.reads("Nous fermons à midi. L'attente peut être plus longue.")
}

// A forecast is believed. Without one only what is sure is said: one desk that takes
// twenty minutes a visit receives six people in the two hours before noon, at the most.
func TestAWaitThatMayOutlastTheHoursIsSaid(t *testing.T) {
	for _, test := range []struct {
		name    string
		desks   int
		place   Place
		trusted bool
		want    bool
	}{
		{"as many as a desk can take", 1, Place{Ahead: 6}, true, false},
		{"one more", 1, Place{Ahead: 7}, true, true},
		{"two desks take twice as many", 2, Place{Ahead: 12}, true, false},
		{"and no more", 2, Place{Ahead: 13}, true, true},
		{"a forecast knows better", 1, Place{Ahead: 7, Wait: &WaitRange{30, 60}}, true, false},
		{"also for the worse", 1, Place{Ahead: 1, Wait: &WaitRange{30, 121}}, true, true},
		{"no desk is known to take any", 0, Place{Ahead: 70}, true, false},
		{"a clock that knows no hour", 1, Place{Ahead: 70}, false, false},
	} {
		t.Run(test.name, func(t *testing.T) {
			h := newHall(t)
			site := testSite()
			site.Services[0].Minutes = 20
			site.Desks = []queue.Desk{{ID: "3", Services: []queue.ServiceID{"autre"}}}
			for i := range test.desks {
				site.Desks = append(site.Desks, queue.Desk{ID: queue.DeskID(fmt.Sprint(i)), Services: []queue.ServiceID{"droits"}})
			}
			h.says(Configured{site})
			h.wall = monday.Add(time.Hour) // two before noon
			h.touches("service:droits")
			h.says(Tick{Now{Wall: monday.Add(time.Hour), Mono: h.mono, WallTrusted: test.trusted}}, Placed{"T1", test.place})
			if got := strings.Contains(readable(View(h.m)), "Nous fermons à midi."); got != test.want {
				t.Errorf("says so: got %t, want %t", got, test.want)
			}
		})
	}
}
