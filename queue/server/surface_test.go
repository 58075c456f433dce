package server

import (
	"context"
	"fmt"
	"iter"
	"net/http"
	"strings"
	"testing"

	"github.com/gorilla/websocket"

	"accueil/queue"
	"accueil/queue/journal"
	"accueil/queue/wire"
)

// A kiosk learns from any answer that the server was restored from a copy.
func TestEveryAnswerOfASiteSaysWhereItStands(t *testing.T) {
	o := newOffice(t)
	o.token["nobody"] = "no-such-token"
	o.call("ana", "POST", "tickets", `{"service":"droits"}`).want(201)
	stands := textOf(o.engine.At())
	for _, c := range []struct {
		as, method, path string
		status           int
	}{
		{"ana", "GET", "/api/v1/sites/dijon", 200},
		{"", "GET", "/api/v1/sites/dijon", 401},
		{"nobody", "GET", "state?view=wall", 401},
		{"wall", "POST", "tickets", 403},
		{"ana", "GET", "tickets/none", 404},
		{"ana", "GET", "moon", 404},
		{"ana", "GET", "/api/v1/sites/dijon/", 404},
		{"ana", "GET", "tickets/", 404},
		{"ana", "PUT", "tickets", 405},
		{"", "PUT", "tickets", 401},
		{"ana", "POST", "desks/1/next", 409},
		{"wall", "GET", "live?view=wall", 400},
	} {
		if got := o.call(c.as, c.method, c.path, "").want(c.status).header.Get(positionHeader); got != stands {
			t.Errorf("%s %s as %q: got position %q, want %q", c.method, c.path, c.as, got, stands)
		}
	}
	for range 300 {
		if a := o.call("", "GET", "state?view=wall", ""); a.status == 429 {
			if got := a.header.Get(positionHeader); got != stands {
				t.Errorf("too many: got position %q, want %q", got, stands)
			}
			break
		}
	}
	for _, path := range []string{"/api/v1/sites/lyon/state", "/api/v1/sites/dijon%2Fx/state", "/api/v1/sites", "/api/v1/me"} {
		if got := o.call("ana", "GET", path, "").header.Get(positionHeader); got != "" {
			t.Errorf("%s: got position %q, and it is of no site", path, got)
		}
	}
	header := http.Header{"Authorization": {"Bearer " + o.token["wall"]}}
	conn, response, err := websocket.DefaultDialer.DialContext(t.Context(), socketURL(o.http.URL)+"/api/v1/sites/dijon/live?view=wall", header)
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	if got := response.Header.Get(positionHeader); got != stands {
		t.Errorf("the upgrade: got position %q, want %q", got, stands)
	}
}

func TestAnotherMethodHasItsOwnProblem(t *testing.T) {
	o := newOffice(t)
	for path, allowed := range map[string]string{"tickets": "POST", "notice": "PUT", "alerts/x": "DELETE", "/api/v1/devices": "GET, POST", "/api/v1/login": "POST, DELETE", "/healthz": "GET"} {
		a := o.call("ana", "PATCH", path, "").want(405)
		var p wire.Problem
		a.into(&p)
		if p.Kind != "method_not_allowed" || p.Type != "urn:accueil:problem:method_not_allowed" || p.Status != 405 {
			t.Errorf("%s: got %+v", path, p)
		}
		if got := a.header.Get("Allow"); got != allowed {
			t.Errorf("%s: got Allow %q, want %q", path, got, allowed)
		}
	}
}

func TestABadHandshakeIsAProblem(t *testing.T) {
	o := newOffice(t)
	for name, change := range map[string]func(http.Header){
		"another version": func(h http.Header) { h.Set("Sec-WebSocket-Version", "8") },
		"no key":          func(h http.Header) { h.Del("Sec-WebSocket-Key") },
		"a bad key":       func(h http.Header) { h.Set("Sec-WebSocket-Key", "x") },
	} {
		r, err := http.NewRequestWithContext(t.Context(), "GET", o.http.URL+"/api/v1/sites/dijon/live?view=wall", nil)
		if err != nil {
			t.Fatal(err)
		}
		r.Header = http.Header{
			"Authorization": {"Bearer " + o.token["wall"]}, "Connection": {"Upgrade"}, "Upgrade": {"websocket"},
			"Sec-Websocket-Version": {"13"}, "Sec-Websocket-Key": {"AAAAAAAAAAAAAAAAAAAAAA=="},
		}
		change(r.Header)
		response, err := o.http.Client().Do(r)
		if err != nil {
			t.Fatal(err)
		}
		response.Body.Close()
		if kind := response.Header.Get("Content-Type"); response.StatusCode != 400 || kind != wire.ProblemType {
			t.Errorf("%s: got %s as %q, want 400 as a problem", name, response.Status, kind)
		}
	}
}

// A mistyped path in a console's loop is not a stranger's guess.
func TestWhoHasATokenIsNotLimitedLikeAStranger(t *testing.T) {
	o := newOffice(t)
	for range 300 {
		o.call("ana", "GET", "moon", "").want(404)
	}
	last := 0
	for range 300 {
		if last = o.call("", "GET", "/moon", "").status; last == 429 {
			break
		}
	}
	if last != 429 {
		t.Errorf("a stranger after 300 calls: got %d, want 429", last)
	}
	o.call("ana", "GET", "moon", "").want(404)
}

func TestACommandHasOneKey(t *testing.T) {
	o := newOffice(t)
	for _, c := range []struct {
		keys   []string
		status int
	}{{nil, 201}, {[]string{"a"}, 201}, {[]string{"a", "b"}, 400}, {[]string{"c", "c"}, 400}, {[]string{""}, 400}} {
		r, err := http.NewRequestWithContext(t.Context(), "POST", o.http.URL+"/api/v1/sites/dijon/tickets", strings.NewReader(`{"service":"droits"}`))
		if err != nil {
			t.Fatal(err)
		}
		r.Header = http.Header{"Authorization": {"Bearer " + o.token["ana"]}, "Idempotency-Key": c.keys}
		response, err := o.http.Client().Do(r)
		if err != nil {
			t.Fatal(err)
		}
		response.Body.Close()
		if response.StatusCode != c.status {
			t.Errorf("keys %q: got %s, want %d", c.keys, response.Status, c.status)
		}
	}
}

func TestWhenNoMoreAlertsFitWhoAsksIsToldToWait(t *testing.T) {
	o := newOffice(t)
	for i := range queue.AlertsMax {
		o.call("kiosk", "POST", "alerts", `{"kind":"help"}`, fmt.Sprint("alert ", i)).want(201)
	}
	a := o.call("kiosk", "POST", "alerts", `{"kind":"help"}`).want(429)
	if got := a.header.Get("Retry-After"); got == "" {
		t.Error("the refusal has no Retry-After")
	}
}

// A forgetting journal keeps what stands from position 8 on.
type forgetting struct{ journal.Journal }

func (f forgetting) Read(_ context.Context, site queue.SiteID, _ uint64) iter.Seq2[journal.Entry, error] {
	return func(yield func(journal.Entry, error) bool) {
		yield(journal.Entry{}, &journal.Forgotten{Site: site, First: 8})
	}
}

func TestWhoReadsAForgottenEntryIsToldTheFirstThatIsKept(t *testing.T) {
	o := newOffice(t)
	o.server.o.Journal = forgetting{o.book}
	var p wire.Problem
	o.call("admin", "GET", "journal?after=3", "").want(404).into(&p)
	if !strings.Contains(p.Detail, "after=7") {
		t.Errorf("got %q, want where the journal begins", p.Detail)
	}
}
