package server

import (
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/gorilla/websocket"

	"accueil/queue"
	"accueil/queue/access"
	"accueil/queue/wire"
)

func TestWhoSignsOutIsOutThereAndNowhereElse(t *testing.T) {
	o := newOffice(t)
	_, pin, err := o.access.AddPerson(t.Context(), access.NewPerson{Site: "dijon", Role: queue.RoleMediator, Name: "zoe"})
	if err != nil {
		t.Fatal(err)
	}
	body, _ := json.Marshal(wire.LoginRequest{Name: "zoe", PIN: pin, Site: "dijon"})
	for _, at := range []string{"zoe here", "zoe there"} {
		var session wire.Session
		o.call("", "POST", "/api/v1/login", string(body)).want(200).into(&session)
		o.token[at] = session.Token
	}
	o.call("zoe here", "POST", "desks/1/open", "").want(200)
	here, there := o.watch("zoe here", "console"), o.watch("zoe there", "console")
	for range 2 { // whoever lost the answer asks again
		if a := o.call("zoe here", "DELETE", "/api/v1/login", "").want(204); len(a.body) != 0 {
			t.Errorf("got %s, want nothing", a.body)
		}
		o.call("zoe here", "GET", "/api/v1/me", "").want(401)
	}
	for {
		if _, _, err = here.ReadMessage(); err != nil {
			break
		}
	}
	if !websocket.IsCloseError(err, websocket.ClosePolicyViolation) {
		t.Errorf("its socket: got %v, want a close that says why", err)
	}
	o.call("ana", "PUT", "notice", `{"text":"Fermé à 16 h"}`).want(200)
	until(t, there, func(v wire.ConsoleView) bool {
		return v.Notice == "Fermé à 16 h" && v.Desks[0].State == queue.DeskOpen
	})
	o.call("zoe there", "GET", "/api/v1/me", "").want(200)
}

func TestOnlyAPersonsOwnTokenSignsOut(t *testing.T) {
	o := newOffice(t)
	o.token["mistyped"] = "no-such-token"
	for as, status := range map[string]int{"": 401, "mistyped": 401, "wall": 403, "kiosk": 403, "admin": 403} {
		o.call(as, "DELETE", "/api/v1/login", "").want(status)
		if status == 403 {
			o.call(as, "GET", "/api/v1/me", "").want(200)
		}
	}
	r := httptest.NewRequest("DELETE", "/api/v1/login", nil)
	r.AddCookie(&http.Cookie{Name: wire.SessionCookie, Value: o.token["ana"]})
	r.Header.Set("Origin", "https://evil.example")
	w := httptest.NewRecorder()
	o.server.ServeHTTP(w, r)
	if w.Code != 403 {
		t.Errorf("another site's page: got %d, want 403", w.Code)
	}
	o.call("ana", "GET", "/api/v1/me", "").want(200)
}

// A token that nobody has is answered like one that has ended; whoever tries many is
// held up like any stranger.
func TestWhoSignsManyTokensOutIsHeldUp(t *testing.T) {
	o := newOffice(t)
	o.token["nobody"] = strings.Repeat("A", len(o.token["ana"]))
	for range 300 {
		if a := o.call("nobody", "DELETE", "/api/v1/login", ""); a.status != 204 {
			a.want(429)
			return
		}
	}
	t.Error("300 tokens were signed out of, and no end")
}
