package server

import (
	"encoding/json"
	"net/http"
	"strings"
	"testing"

	"github.com/gorilla/websocket"

	"accueil/queue"
	"accueil/queue/wire"
)

const spoolID = "01KAQ5Z9GJ0000000000000001"

func TestAVisitorIsCalledAndTheWallShowsIt(t *testing.T) {
	o := newOffice(t)
	wall := o.watch("wall", "wall")
	until(t, wall, func(v wire.WallView) bool { return len(v.Calls) == 0 })

	var me wire.Me
	o.call("kiosk", "GET", "/api/v1/me?spool="+spoolID, "").want(200).into(&me)
	if me.Lane != 1 {
		t.Fatalf("the first kiosk's lane: got %d, want 1", me.Lane)
	}
	var site wire.Site
	o.call("kiosk", "GET", "/api/v1/sites/dijon", "").want(200).into(&site)
	body, _ := json.Marshal(map[string]any{
		"service": "droits", "id": "01KAQ5Z9GJ0000000000000002", "number": "A01", "day": site.Day, "age_ms": 1200, "lang": "fr",
	})
	given := o.call("kiosk", "POST", "tickets", string(body)).want(201).ticket()
	if given.Number != "A01" || given.State != queue.Waiting || given.Ahead != 0 {
		t.Errorf("the ticket: got %+v, want A01 waiting with nobody ahead", given)
	}
	older := strings.Replace(string(body), "1200", "9200", 1)
	if again := o.call("kiosk", "POST", "tickets", older).want(201).ticket(); again.ID != given.ID {
		t.Errorf("the same id, told later: got ticket %s, want %s", again.ID, given.ID)
	}

	o.call("ana", "POST", "desks/1/open", "").want(200)
	called := o.call("ana", "POST", "desks/1/next", "", "k1").want(200)
	if called.header.Get("Accueil-Position") == "" {
		t.Error("an answer of a site carries no Accueil-Position")
	}
	var first wire.Called
	called.into(&first)
	if first.Ticket.Number != "A01" || first.Why.Text == "" {
		t.Errorf("next: got %s because %q, want A01 and why", first.Ticket.Number, first.Why.Text)
	}
	until(t, wall, func(v wire.WallView) bool {
		return len(v.Calls) == 1 && v.Calls[0].Number == "A01" && v.Calls[0].DeskName == "Guichet 1"
	})
	o.call("ana", "POST", "tickets/"+string(given.ID)+"/finish", `{"reasons":[{"reason":"acces-droits"}]}`)
	o.call("ana", "POST", "desks/1/next", "", "k1").want(200) // a retry calls nobody else
	o.call("ana", "POST", "desks/1/next", "").want(204)
}

func TestTheSameKeyHasOneEffect(t *testing.T) {
	o := newOffice(t)
	a := o.call("ana", "POST", "tickets", `{"service":"droits"}`, "one").want(201).ticket()
	b := o.call("ana", "POST", "tickets", `{"service":"droits"}`, "one").want(201).ticket()
	if a.ID != b.ID || a.Number != b.Number {
		t.Errorf("the retry: got %s %s, want %s %s", b.ID, b.Number, a.ID, a.Number)
	}
	o.call("ana", "POST", "tickets", `{"service":"droits","class":"normal"}`, "one").want(201) // the same, in more words
	o.call("ana", "POST", "tickets", `{"service":"energie"}`, "one").want(409)
	if c := o.call("ben", "POST", "tickets", `{"service":"droits"}`, "one").want(201).ticket(); c.ID == a.ID {
		t.Error("another person's key is another key")
	}
	for _, key := range []string{strings.Repeat("k", 129), "clé"} {
		o.call("ana", "POST", "tickets", `{"service":"droits"}`, key).want(400)
	}
}

func TestChecksComeInTheirOrder(t *testing.T) {
	o := newOffice(t)
	ticket := o.call("ana", "POST", "tickets", `{"service":"droits"}`).want(201).ticket()
	call := "tickets/" + string(ticket.ID)
	for _, c := range []struct {
		name, as, method, path, body string
		status                       int
		says                         string
	}{
		{"no token", "", "POST", "/api/v1/sites/nowhere/tickets", "{", 401, "token"},
		{"an unknown site", "wall", "POST", "/api/v1/sites/nowhere/tickets", "{", 404, "nowhere"},
		{"too low a role", "wall", "POST", "tickets", "{", 403, "kiosk"},
		{"not JSON", "kiosk", "POST", "tickets", "{", 400, "JSON"},
		{"an unknown field", "kiosk", "POST", "tickets", `{"service":"nothing","colour":"red"}`, 400, "colour"},
		{"a control character", "kiosk", "POST", "alerts", `{"kind":"help","text":"a\u001b[2J"}`, 400, "control"},
		{"an owed field left out", "ana", "PUT", "intake", `{}`, 400, "field open is missing"},
		{"an owed field of null", "ana", "PUT", "notice", `{"text":null}`, 400, "field text is missing"},
		{"no body where one is owed", "head", "PUT", "appointments", "", 400, "field appointments is missing"},
		{"an alert of no known kind", "kiosk", "POST", "alerts", `{"kind":"kiosk_silent","text":"midi"}`, 400, "clock"},
		{"too large", "kiosk", "POST", "tickets", `{"service":"` + strings.Repeat("x", 70_000) + `"}`, 400, "large"},
		{"an unknown service", "kiosk", "POST", "tickets", `{"service":"nothing"}`, 404, "nothing"},
		{"an unknown desk", "ana", "POST", "desks/77/open", "", 404, "77"},
		{"an unknown ticket", "ana", "POST", "tickets/01KAQ5Z9GJ00000000000000ZZ/recall", "", 404, "01KAQ5Z9GJ00000000000000ZZ"},
		{"not in this state", "ana", "POST", call + "/recall", "", 409, "waiting"},
		{"half of a kiosk's ticket", "kiosk", "POST", "tickets", `{"service":"droits","number":"A01"}`, 400, "together"},
		{"no such view", "ana", "GET", "state?view=moon", "", 400, "moon"},
		{"a view above the role", "kiosk", "GET", "state?view=console", "", 403, "mediator"},
		{"an unknown call", "ana", "GET", "/api/v1/moon", "", 404, "moon"},
		{"another method", "ana", "PATCH", "tickets", "", 405, "POST"},
		{"another method, and no token", "", "PATCH", "tickets", "", 401, "token"},
		{"an unknown call, and no token", "", "GET", "/api/v1/moon", "", 401, "token"},
		{"nothing of the API", "", "GET", "/moon", "", 404, "moon"},
		{"a kiosk takes an alert", "kiosk", "POST", "alerts/none/ack", "", 403, "mediator"},
		{"a PIN of 600 digits", "", "POST", "/api/v1/login", `{"name":"ana","pin":"` + strings.Repeat("1", 600) + `","site":"dijon"}`, 401, "PIN"},
		{"a live view without an upgrade", "wall", "GET", "live?view=wall", "", 400, "websocket"},
		{"the journal", "head", "GET", "journal", "", 403, "admin"},
	} {
		t.Run(c.name, func(t *testing.T) {
			a := o.call(c.as, c.method, c.path, c.body).want(c.status)
			var p wire.Problem
			a.into(&p)
			if p.Status != c.status || p.Kind == "" || !strings.Contains(p.Detail, c.says) {
				t.Errorf("got %+v, want a problem that says %q", p, c.says)
			}
			if kind := a.header.Get("Content-Type"); kind != wire.ProblemType {
				t.Errorf("got content type %q, want %q", kind, wire.ProblemType)
			}
		})
	}
}

func TestEveryViewIsAnsweredOnceAndLive(t *testing.T) {
	o := newOffice(t)
	for as, view := range map[string]string{"wall": "wall", "kiosk": "kiosk", "ana": "console"} {
		var once wire.Frame
		o.call(as, "GET", "state?view="+view, "").want(200).into(&once)
		if once.V != 1 || once.View != view || len(once.State) == 0 {
			t.Errorf("%s: got %+v, want a frame of version 1", view, once)
		}
		until(t, o.watch(as, view), func(v map[string]any) bool { return v["site"] != nil })
	}
}

func TestARevokedTokenLosesItsSocket(t *testing.T) {
	o := newOffice(t)
	d := o.device("wall 2", queue.RoleWall)
	conn := o.watch("wall 2", "wall")
	o.call("head", "DELETE", "/api/v1/devices/"+string(d.ID), "").want(200)
	o.call("wall 2", "GET", "/api/v1/me", "").want(401)
	for {
		if _, _, err := conn.ReadMessage(); err != nil {
			if !websocket.IsCloseError(err, websocket.ClosePolicyViolation) {
				t.Errorf("got %v, want a close that says why", err)
			}
			return
		}
	}
}

func TestAnotherOriginIsRefusedBeforeTheUpgrade(t *testing.T) {
	o := newOffice(t)
	url := "ws" + strings.TrimPrefix(o.http.URL, "http") + "/api/v1/sites/dijon/live?view=wall"
	for _, c := range []struct {
		origin string
		status int
	}{{"null", 403}, {"http://elsewhere.example", 403}, {"", 403}, {o.http.URL, 101}} {
		header := http.Header{"Authorization": {"Bearer " + o.token["wall"]}, "Origin": {c.origin}}
		conn, response, err := websocket.DefaultDialer.DialContext(t.Context(), url, header)
		if response == nil || response.StatusCode != c.status {
			t.Errorf("origin %q: got %v %v, want %d", c.origin, response, err, c.status)
		}
		if conn != nil {
			conn.Close()
		}
	}
}

func TestTextsStandBesideTheJournal(t *testing.T) {
	o := newOffice(t)
	var a wire.Alert
	o.call("kiosk", "POST", "alerts", `{"kind":"help","text":"près de la porte"}`, "h").want(201).into(&a)
	if a.Text != "près de la porte" || a.Device == "" {
		t.Errorf("the alert: got %+v", a)
	}
	var again wire.Alert
	o.call("kiosk", "POST", "alerts", `{"kind":"help","text":"près de la porte"}`, "h").want(201).into(&again)
	if again.ID != a.ID {
		t.Errorf("its retry: got %s, want %s", again.ID, a.ID)
	}
	o.call("ana", "POST", "alerts/"+string(a.ID)+"/ack", "").want(200)
	o.call("ana", "DELETE", "alerts/"+string(a.ID), "").want(200)
	o.call("ana", "DELETE", "alerts/"+string(a.ID), "").want(404)
	o.call("ana", "PUT", "notice", `{"text":"Fermé à 16 h"}`).want(200)
	until(t, o.watch("wall", "wall"), func(v wire.WallView) bool { return v.Notice == "Fermé à 16 h" })
	o.call("ana", "PUT", "intake", `{"open":false}`).want(200)
	o.call("kiosk", "POST", "tickets", `{"service":"droits"}`).want(422)
}
