package server

import (
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/gorilla/websocket"

	"accueil/queue"
	"accueil/queue/wire"
)

// A described office holds all that it says and hears against its own document.
type described struct {
	*office
	judge    judge
	paths    map[string]map[string]map[string]any
	answered map[string]bool // calls by "METHOD path", answered as they should be
}

func describe(o *office) *described {
	var document struct {
		Paths      map[string]map[string]map[string]any
		Components struct{ Schemas map[string]any }
	}
	o.call("", "GET", "/api/v1/openapi.json", "").want(200).into(&document)
	d := &described{office: o, judge: judge{document.Components.Schemas}, paths: document.Paths, answered: map[string]bool{}}
	o.heard = d.hold
	return d
}

// schemaOf walks into a described call.
func schemaOf(operation map[string]any, path ...string) (map[string]any, bool) {
	ok := true
	for _, step := range path {
		if operation, ok = operation[step].(map[string]any); !ok {
			return nil, false
		}
	}
	return operation, true
}

// hold holds a call against the document: what was said, if it was taken, and
// what came back.
func (d *described) hold(sent *http.Request, said string, got answer) {
	d.t.Helper()
	_, pattern := d.server.mux.Handler(&http.Request{Method: sent.Method, URL: &url.URL{Path: sent.URL.Path}})
	method, path, _ := strings.Cut(pattern, " ")
	operation, ok := d.paths[path][strings.ToLower(method)]
	if !ok {
		return // no call at all
	}
	if got.status < 300 && said != "" && said != "{}" {
		schema, ok := schemaOf(operation, "requestBody", "content", "application/json", "schema")
		if !ok {
			d.t.Errorf("%s: the body is not described", got.what)
			return
		}
		d.must(schema, []byte(said), got.what)
	}
	answer, ok := schemaOf(operation, "responses", fmt.Sprint(got.status))
	if !ok {
		answer, _ = schemaOf(operation, "responses", "default")
	} else {
		d.answered[pattern] = true
	}
	if len(got.body) == 0 {
		if answer["content"] != nil {
			d.t.Errorf("%s: the answer is empty, and was to be %v", got.what, answer["content"])
		}
		return
	}
	media, _, _ := strings.Cut(got.header.Get("Content-Type"), ";")
	schema, ok := schemaOf(answer, "content", media, "schema")
	switch {
	case !ok:
		d.t.Errorf("%s: an answer of %d as %s is not described", got.what, got.status, media)
	case media == "application/json" || media == wire.ProblemType:
		d.must(schema, got.body, got.what)
	case schema["type"] != "string":
		d.t.Errorf("%s: an answer as %s is described as %v", got.what, media, schema)
	}
}

func (d *described) must(schema map[string]any, body []byte, what string) {
	d.t.Helper()
	var v any
	if err := json.Unmarshal(body, &v); err != nil {
		d.t.Errorf("%s: %v", what, err)
		return
	}
	if wrong := d.judge.judge(schema, v, "body"); wrong != "" {
		d.t.Errorf("%s: %s\nin %s", what, wrong, body)
	}
}

func TestTheDocumentDescribesWhatIsSaidInADay(t *testing.T) {
	clock := newHand()
	o := openOffice(&office{t: t, clock: clock}, func(c *queue.Config) { c.PublicURL = "https://accueil.example" })
	o.speaks(func(context.Context, Announcement) ([]byte, error) { return []byte("RIFF"), nil })
	d := describe(o)
	d.call("kiosk", "GET", "/api/v1/me?spool="+spoolID, "").want(200)
	d.live()
	last := d.call("ana", "POST", "tickets", `{"service":"droits","class":"priority","lang":"ar"}`).want(201).ticket()
	d.call("ana", "GET", "tickets/"+string(last.ID), "").want(200)
	d.call("ana", "POST", "tickets", `{"service":"droits"}`).want(201)
	d.call("ana", "POST", "desks/1/open", "").want(200)
	d.call("ana", "POST", "desks/1/next", "").want(200)
	d.call("ana", "POST", "visits", `{"channel":"corridor","reasons":[],"first_this_year":"unknown","id":null,"day":null,"age_ms":null}`).want(201)
	d.call("ana", "PUT", "notice", `{"text":"Fermé à 16 h"}`).want(200)
	d.call("kiosk", "POST", "alerts", `{"kind":"paper_low"}`).want(201)
	d.call("kiosk", "POST", "alerts", `{"kind":"paper_low"}`).want(200)
	for d.call("ana", "POST", "desks/1/next", "").status == 200 {
	}
	d.call("ana", "POST", "tickets", `{"service":"droits"}`).want(201)
	d.call("ana", "POST", "desks/1/next", "").want(200)
	d.call("ana", "POST", "tickets", `{"service":"energie","lang":"uk"}`).want(201)
	d.call("ana", "POST", "desks/1/open", `{"minutes":5}`).want(400)
	d.call("wall", "POST", "tickets", `{"service":"droits"}`).want(403)
	for _, c := range [][2]string{
		{"", "/healthz"}, {"", "/readyz"}, {"", "/metrics"}, {"", "/api/v1/openapi.json"},
		{"wall", "/api/v1/sites"}, {"wall", "/api/v1/sites/dijon"}, {"wall", "/api/v1/me"},
		{"wall", "state?view=wall"}, {"kiosk", "state?view=kiosk"}, {"ana", "state?view=console"}, {"head", "state?view=manager"},
		{"head", "configuration"}, {"admin", "journal?after=1"},
		{"head", "/api/v1/devices"}, {"head", "/api/v1/people"}, {"wall", "say/A07/1?lang=fr"},
	} {
		d.call(c[0], "GET", c[1], "")
	}
	var device wire.Device
	d.call("head", "POST", "/api/v1/devices", `{"site":"dijon","role":"wall","name":"Salle 2"}`).want(201).into(&device)
	d.call("head", "DELETE", "/api/v1/devices/"+string(device.ID), "").want(200)
	var person wire.Person
	d.call("head", "POST", "/api/v1/people", `{"site":"dijon","role":"mediator","name":"Zoé"}`).want(201).into(&person)
	d.call("head", "POST", "/api/v1/people/"+string(person.ID)+"/pin", `{"pin":"123456"}`).want(200)
	d.call("", "POST", "/api/v1/login", `{"name":"Zoé","pin":"123456","site":"dijon"}`).want(200)
	d.call("ben", "DELETE", "/api/v1/login", "").want(204)
	d.call("head", "DELETE", "/api/v1/people/"+string(person.ID), "").want(200)
	for _, r := range routes() {
		if call := r.method + " " + r.path; !d.answered[call] && r.status != http.StatusSwitchingProtocols {
			t.Errorf("%s was not held against the document: make it here", call)
		}
	}
	d.mustDescribeFrames(clock, last.Link)
}

// mustDescribeFrames holds the first frames and a beat of every live view.
func (d *described) mustDescribeFrames(clock *hand, link string) {
	d.t.Helper()
	live := d.paths["/api/v1/sites/{site}/live"]["get"]
	schema, ok := schemaOf(live, "x-frames", "application/json", "schema")
	if !ok {
		d.t.Fatal("the frames are not described")
	}
	for as, view := range map[string]string{"wall": "wall", "kiosk": "kiosk", "ana": "console", "head": "manager"} {
		conn := d.watch(as, view)
		_, body, err := conn.ReadMessage()
		if err != nil {
			d.t.Fatal(err)
		}
		d.must(schema, body, "a frame of "+view)
		d.mustBeat(conn, schema, view, func() {
			clock.pass(time.Second)
			d.watch(as, view)
		})
	}
	conn := d.dial("", strings.TrimPrefix(link, "https://accueil.example")+"/live")
	schema, _ = schemaOf(d.paths["/t/{secret}/live"]["get"], "x-frames", "application/json", "schema")
	_, body, err := conn.ReadMessage()
	if err != nil {
		d.t.Fatal(err)
	}
	d.must(schema, body, "a telephone's frame")
}

// mustBeat lets another look at a view until who was there gets a beat: a head sees, first,
// that the screens before have come or gone.
func (d *described) mustBeat(conn *websocket.Conn, schema map[string]any, view string, look func()) {
	d.t.Helper()
	for range len(views()) + 1 {
		look()
		_, body, err := conn.ReadMessage()
		if err != nil {
			d.t.Fatal(err)
		}
		d.must(schema, body, "a frame or beat of "+view)
		if strings.Contains(string(body), `"beat":true`) {
			return
		}
	}
	d.t.Fatalf("%s never gets a beat", view)
}

// The document says of a request what the server takes: what it calls owed is
// missed when it is left out.
func TestTheDocumentSaysWhatIsOwed(t *testing.T) {
	d := describe(newOffice(t))
	for path, methods := range d.paths {
		for method, operation := range methods {
			body, ok := operation["requestBody"].(map[string]any)
			if !ok {
				continue
			}
			schema, _ := schemaOf(body, "content", "application/json", "schema")
			name := strings.TrimPrefix(schema["$ref"].(string), "#/components/schemas/")
			owed, _ := d.judge.components[name].(map[string]any)["required"].([]any)
			if body["required"] != (len(owed) > 0) {
				t.Errorf("%s %s: the body is required: %v, and owes %v", method, path, body["required"], owed)
			}
			if len(owed) == 0 {
				continue
			}
			as, where := "head", strings.NewReplacer("{site}", "dijon", "{id}", "x", "{desk}", "1", "{day}", "2026-12-24", "{reason}", "rsa").Replace(path)
			a := d.call(as, strings.ToUpper(method), where, "{}").want(400)
			var p wire.Problem
			if a.into(&p); p.Detail != fmt.Sprintf("field %s is missing", owed[0]) {
				t.Errorf("%s %s: got %q, want it to miss %s", method, path, p.Detail, owed[0])
			}
		}
	}
}

func TestNamesOfShapesAreThoseThatToolsTake(t *testing.T) {
	d := describe(newOffice(t))
	for name := range d.judge.components {
		if !regexp.MustCompile(`^[A-Za-z0-9._-]+$`).MatchString(name) {
			t.Errorf("got a shape named %q", name)
		}
	}
	ticket := d.judge.components["Ticket"].(map[string]any)
	want := []any{"id", "number", "site", "day", "service", "class", "channel", "state", "lang", "arrived_at", "ahead", "wait"}
	if owed := ticket["required"]; !slices.Equal(owed.([]any), want) {
		t.Errorf("a ticket has always: got %v, want %v", owed, want)
	}
	class, _ := schemaOf(ticket, "properties", "class")
	if want := []any{"normal", "priority", "appointment"}; class["type"] != "string" || !slices.Equal(class["enum"].([]any), want) {
		t.Errorf("a class: got %v, want %v", class, want)
	}
}

// calls are those of the outer surface that this server has: what is added there
// is added here.
var calls = strings.Fields(`
GET/healthz GET/readyz GET/metrics GET/api/v1/openapi.json
POST/api/v1/login DELETE/api/v1/login GET/api/v1/me GET/api/v1/sites GET/api/v1/sites/{site}
POST…/tickets GET…/tickets/{id} POST…/tickets/{id}/amend POST…/tickets/{id}/cancel
POST…/desks/{desk}/open POST…/desks/{desk}/pause POST…/desks/{desk}/resume POST…/desks/{desk}/close POST…/desks/{desk}/next
POST…/tickets/{id}/call POST…/tickets/{id}/recall POST…/tickets/{id}/start POST…/tickets/{id}/park POST…/tickets/{id}/unpark
POST…/tickets/{id}/no-show POST…/tickets/{id}/transfer POST…/tickets/{id}/undo POST…/tickets/{id}/reprint
PUT…/tickets/{id}/reasons POST…/tickets/{id}/finish POST…/visits
POST…/alerts POST…/alerts/{alert}/ack DELETE…/alerts/{alert} PUT…/intake PUT…/notice PUT…/appointments
GET…/configuration PUT…/changes/closed/{day} DELETE…/changes/closed/{day} PUT…/changes/reasons/{reason} DELETE…/changes/reasons/{reason}
GET…/say/{number}/{desk} GET…/state GET…/live GET…/journal GET/t/{secret}/live
POST/api/v1/devices GET/api/v1/devices DELETE/api/v1/devices/{id}
POST/api/v1/people GET/api/v1/people DELETE/api/v1/people/{id} POST/api/v1/people/{id}/pin
`)

func TestTheDocumentNamesEveryCallAndNoOther(t *testing.T) {
	d := describe(newOffice(t))
	described := map[string]bool{}
	for path, methods := range d.paths {
		for method := range methods {
			described[strings.ToUpper(method)+strings.Replace(path, site+"/", "…/", 1)] = true
		}
	}
	if got, want := slices.Sorted(maps.Keys(described)), slices.Sorted(slices.Values(calls)); !slices.Equal(got, want) {
		t.Errorf("got  %v\nwant %v", got, want)
	}
}
