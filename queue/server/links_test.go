package server

import (
	"context"
	"strings"
	"testing"

	"accueil/queue"
	"accueil/queue/engine"
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
