package server

import (
	"testing"

	"accueil/queue"
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
