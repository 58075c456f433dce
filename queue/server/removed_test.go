package server

import (
	"testing"

	"accueil/queue"
	"accueil/queue/access"
	"accueil/queue/wire"
)

func TestTheDeskOfARemovedPersonIsForAnyone(t *testing.T) {
	o := newOffice(t)
	var desk wire.Desk
	o.call("ana", "POST", "desks/1/open", "").want(200).into(&desk)
	o.call("ben", "POST", "desks/1/open", "").want(409)
	o.call("head", "DELETE", "/api/v1/people/"+string(desk.Person), "").want(200)
	o.call("ben", "POST", "desks/1/open", "").want(200)
}

func TestWhoWaitsAgainIsAtNoDesk(t *testing.T) {
	o := newOffice(t)
	id := string(o.call("ana", "POST", "tickets", `{"service":"droits"}`).want(201).ticket().ID)
	o.call("ana", "POST", "desks/1/open", "").want(200)
	o.call("ana", "POST", "desks/1/next", "").want(200)
	o.call("ana", "POST", "tickets/"+id+"/start", "").want(200)
	back := o.call("ana", "POST", "tickets/"+id+"/transfer", `{"service":"energie"}`).want(200).ticket()
	if back.State != queue.Waiting || back.CalledAt != nil || back.StartedAt != nil || back.Desk != "" || back.Person != "" {
		t.Errorf("got %+v, want nothing of the desk that it was at", back)
	}
}

// Another configuration may serve a site less; its people can still be removed.
func TestAPersonOfASiteNoLongerServedIsRemoved(t *testing.T) {
	o := newOffice(t)
	p, _, err := o.access.AddPerson(t.Context(), access.NewPerson{Site: "talant", Role: queue.RoleMediator, Name: "zoe"})
	if err != nil {
		t.Fatal(err)
	}
	o.call("admin", "DELETE", "/api/v1/people/"+string(p.ID), "").want(200)
	if _, err := o.access.Person(p.ID); queue.KindOf(err) != queue.NotFound {
		t.Errorf("got %v, want nobody there", err)
	}
}
