package server

import (
	"context"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"accueil/queue"
	"accueil/queue/engine"
	"accueil/queue/wire"
)

// A visitor who hangs up while the links are reckoned takes nothing from the others.
func TestALinkLivesThoughTheFirstWhoFollowsItHangsUp(t *testing.T) {
	for range 10 { // of two ends at once, either may be seen first
		o := newOffice(t)
		id := string(o.call("ana", "POST", "tickets", `{"service":"droits"}`).want(201).ticket().ID)
		o.config.PublicURL = "https://accueil.example"
		configured := engine.Request{By: queue.Actor{Role: queue.RoleAdmin}, Wish: queue.Configure{Config: o.config}}
		if err := o.engine.Do(t.Context(), configured, nil); err != nil {
			t.Fatal(err)
		}
		gone, hangUp := context.WithCancel(t.Context())
		hangUp()
		_, _, _ = o.server.phones.find(gone, o.server, "x")
		link := o.call("ana", "GET", "tickets/"+id, "").want(200).ticket().Link
		_, found, err := o.server.phones.find(t.Context(), o.server, link[strings.LastIndex(link, "/")+1:])
		if string(found) != id {
			t.Fatalf("got %q, %v, want the ticket of the link", found, err)
		}
		o.close()
	}
}

// Where no websocket comes through, a telephone asks for its frame again and again.
func TestATelephoneWithoutAWebsocketGetsItsFrame(t *testing.T) {
	o := newOffice(t, func(c *queue.Config) { c.PublicURL = "https://accueil.example" })
	link := o.call("ana", "POST", "tickets", `{"service":"droits"}`).want(201).ticket().Link
	var frame wire.Frame
	o.call("", "GET", "/t/"+secretOf(link)+"/live", "").want(200).into(&frame)
	if frame.View != wire.ViewPhone || !strings.Contains(string(frame.State), `"number":"A901"`) {
		t.Errorf("got %+v, want the ticket", frame)
	}
}

func secretOf(link string) string { return link[strings.LastIndex(link, "/")+1:] }

// A link lasts for a week, and is forgotten with its ticket.
func TestALinkLastsAWeek(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		clock := &leaping{Clock: engine.SystemClock()}
		o := openOffice(&office{t: t, clock: clock, quiet: true}, func(c *queue.Config) { c.PublicURL = "https://accueil.example" })
		link := o.call("kiosk", "POST", "tickets", `{"service":"droits"}`).want(201).ticket().Link
		secret := link[strings.LastIndex(link, "/")+1:]
		for day := range 9 {
			_, _, err := o.server.phones.find(t.Context(), o.server, secret)
			if day < 7 && err != nil {
				t.Errorf("on day %d: %v, want the ticket", day, err)
			}
			if day == 8 && queue.KindOf(err) != queue.NotFound {
				t.Errorf("on day %d: got %v, want nothing there", day, err)
			}
			for range 3 { // a longer leap would be doubted
				clock.leap(8 * time.Hour)
				time.Sleep(time.Minute)
				synctest.Wait()
			}
		}
		if known := o.server.phones.known["dijon"]; len(known.ids)+len(known.ticket) != 0 {
			t.Errorf("%d tickets are still remembered", len(known.ids))
		}
	})
}
