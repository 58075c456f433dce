package spool

import (
	"context"
	"errors"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"accueil/kiosk"
	"accueil/queue"
	"accueil/queue/client"
	"accueil/queue/wire"
)

// An age that was true when a ticket was first sent is not sent again later:
// whoever came before would stand behind.
func TestNoAgeIsSentASecondTime(t *testing.T) {
	var calls atomic.Int32
	away := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		calls.Add(1)
		w.Header().Set("Content-Type", "application/problem+json")
		w.WriteHeader(http.StatusServiceUnavailable)
		_, _ = w.Write([]byte(`{"type":"urn:accueil:problem:unavailable","kind":"unavailable","status":503,"detail":"starting"}`))
	}))
	defer away.Close()
	c, err := client.New(client.Options{URL: away.URL, Site: "dijon"})
	if err != nil {
		t.Fatal(err)
	}
	server := Over(c)
	told := map[string]func() error{
		"a ticket": func() error {
			_, err := server.Give(t.Context(), Born{Ticket: kiosk.Ticket{ID: "T", Number: "A01"}, Age: time.Second})
			return err
		},
		"a change": func() error {
			_, err := server.Amend(t.Context(), Change{Key: "k", Ticket: "T", Age: time.Second})
			return err
		},
		"a ticket given back": func() error {
			_, err := server.Cancel(t.Context(), Change{Key: "k", Ticket: "T", Age: time.Second})
			return err
		},
	}
	for what, tell := range told {
		t.Run(what, func(t *testing.T) {
			calls.Store(0)
			if err := tell(); queue.KindOf(err) != queue.Unavailable {
				t.Errorf("got %v, want unavailable", err)
			}
			if n := calls.Load(); n != 1 {
				t.Errorf("it was sent %d times under one age, want once", n)
			}
		})
	}
}

// A kiosk that pairs itself needs nobody when its token was replaced, or when it
// was started before its server and has none.
func TestAKioskThatTheServerDoesNotKnowPairsAgain(t *testing.T) {
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Header.Get("Authorization") == "Bearer second" {
			_, _ = w.Write([]byte(`{"id":"x","role":"kiosk","site":"dijon","lane":3}`))
			return
		}
		w.Header().Set("Content-Type", "application/problem+json")
		w.WriteHeader(http.StatusUnauthorized)
		_, _ = w.Write([]byte(`{"type":"urn:accueil:problem:unauthenticated","kind":"unauthenticated","status":401,"detail":"no"}`))
	}))
	defer server.Close()
	for _, token := range []string{"", "first"} {
		c, err := client.New(client.Options{URL: server.URL, Token: token, Site: "dijon"})
		if err != nil {
			t.Fatal(err)
		}
		var pairing error
		over := OverPaired(c, func(context.Context) (string, error) { return "second", pairing })
		pairing = errors.New("nobody answers at pair.sock")
		if _, err := over.Me(t.Context(), Hold{}); queue.KindOf(err) != queue.Unauthenticated || !strings.Contains(err.Error(), "pair.sock") {
			t.Errorf("token %q, and nobody to pair with: got %v, want that the server does not know it, and why", token, err)
		}
		pairing = nil
		for range 2 {
			if me, err := over.Me(t.Context(), Hold{}); err != nil || me.Lane != 3 || me.Role != queue.RoleKiosk {
				t.Errorf("token %q: got %+v, %v, want a kiosk of lane 3", token, me, err)
			}
		}
	}
}

func TestAViewBringsTheKiosksAlertsAndWhetherAWallCalls(t *testing.T) {
	alerts := []wire.Alert{{ID: "1", Kind: queue.AlertPrinter, Text: "capot ouvert"}, {ID: "2", Kind: queue.AlertHelp, AckedBy: "ana"}}
	got := viewOf(wire.Frame{}, wire.KioskView{Walls: true, Alerts: alerts})
	want := []Alert{{"1", queue.AlertPrinter, "capot ouvert"}, {"2", queue.AlertHelp, ""}}
	if !got.Feed.Walls || !slices.Equal(got.Alerts, want) || !slices.Equal(got.Feed.Acked, []queue.AlertID{"2"}) {
		t.Errorf("got walls %t, alerts %+v, acked %v", got.Feed.Walls, got.Alerts, got.Feed.Acked)
	}
}
