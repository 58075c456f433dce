package server

import (
	"fmt"
	"net/http"
	"net/netip"
	"strings"
	"testing"

	"github.com/gorilla/websocket"

	"accueil/queue"
	"accueil/queue/wire"
)

// A ticket's link may be passed on, and must not take the screens' places.
func TestATicketIsFollowedByAFewTelephones(t *testing.T) {
	o := newOffice(t, func(c *queue.Config) { c.PublicURL = "https://accueil.example" })
	link := o.call("ana", "POST", "tickets", `{"service":"droits"}`).want(201).ticket().Link
	path := "/t/" + link[strings.LastIndex(link, "/")+1:] + "/live"
	for range socketsTicketMax {
		until(t, o.dial("", path), func(v wire.PhoneView) bool { return v.Number != "" })
	}
	conn, response, err := websocket.DefaultDialer.DialContext(t.Context(), socketURL(o.http.URL)+path, nil)
	if err == nil {
		conn.Close()
		t.Fatal("one more telephone follows the ticket")
	}
	defer response.Body.Close()
	if response.StatusCode != http.StatusTooManyRequests || response.Header.Get("Retry-After") == "" {
		t.Errorf("got %s, want 429 and when to come again", response.Status)
	}
	until(t, o.watch("wall", "wall"), func(map[string]any) bool { return true })
}

func TestSocketsHaveTheirLimits(t *testing.T) {
	phone := func(ticket, address int) place {
		return place{topicKey{site: "dijon", view: wire.ViewPhone, of: fmt.Sprint(ticket)}, netip.AddrFrom4([4]byte{10, 0, byte(address >> 8), byte(address)})}
	}
	wall := place{key: topicKey{site: "dijon", view: wire.ViewWall}}
	for _, c := range []struct {
		name  string
		max   int
		of    func(n int) place
		kind  queue.Kind
		other place // that there is room for, unless the server is full
	}{
		{"of telephones that follow a ticket", socketsTicketMax, func(n int) place { return phone(1, n) }, queue.TooMany, phone(2, 0)},
		{"of telephones of an address", socketsAddressMax, func(n int) place { return phone(n, 1) }, queue.TooMany, phone(socketsAddressMax+1, 2)},
		{"of all", socketsMax, func(int) place { return wall }, queue.Unavailable, place{}},
	} {
		t.Run(c.name, func(t *testing.T) {
			var s sockets
			for n := range c.max {
				if err := s.enter(c.of(n)); err != nil {
					t.Fatalf("the %dth: %v", n+1, err)
				}
			}
			if err := s.enter(c.of(c.max)); err == nil || queue.KindOf(err) != c.kind {
				t.Errorf("one more: got %v, want %s", err, c.kind)
			}
			if c.kind == queue.TooMany {
				for _, p := range []place{wall, c.other} {
					if err := s.enter(p); err != nil {
						t.Errorf("%+v: got %v, want room", p, err)
					}
				}
			}
			s.exit(c.of(0))
			if err := s.enter(c.of(0)); err != nil {
				t.Errorf("after one has gone: got %v, want room", err)
			}
		})
	}
}

func TestSocketsThatHaveGoneAreForgotten(t *testing.T) {
	var s sockets
	p := place{key: topicKey{site: "dijon", view: wire.ViewPhone, of: "x"}}
	for range 2 {
		if err := s.enter(p); err != nil {
			t.Fatal(err)
		}
	}
	s.exit(p)
	s.exit(p)
	if s.open != 0 || len(s.tickets) != 0 || len(s.addresses) != 0 {
		t.Errorf("got %d open, %v, %v, want nothing left", s.open, s.tickets, s.addresses)
	}
}
