package web

import (
	"context"
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"net/url"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"accueil/configs"
	"accueil/display"
	"accueil/queue"
	"accueil/queue/access"
	"accueil/queue/engine"
	"accueil/queue/journal"
	"accueil/queue/server"
	"accueil/queue/wire"
)

// A desk is a mediator's browser at a whole server: pages, calls, journal.
type desk struct {
	t       *testing.T
	engine  *engine.Engine
	server  *server.Server
	access  *access.Access
	pages   http.Handler
	handler *Handler
	pin     string
	cookie  string
	broken  atomic.Bool      // the server says that it is unavailable to what changes something
	wrote   atomic.Int32     // calls of the pages that would change something
	away    *display.Pending // on a laptop outside
}

func atADesk(t *testing.T, change ...func(*queue.Config)) *desk {
	t.Helper()
	d := &desk{t: t}
	config := configs.Sample().Sites[0]
	config.AlwaysOpen, config.PublicURL = true, "https://accueil.example"
	for _, f := range change {
		f(&config)
	}
	book := journal.NewMemory()
	var err error
	d.access, err = access.New(access.NewMemory(), access.Options{
		Cost: access.Cost{Passes: 1, MemoryKiB: 8, Threads: 1}, AdminTokenFile: filepath.Join(t.TempDir(), "admin.token"),
	})
	d.must(err)
	d.engine, err = engine.Open(t.Context(), engine.Options{Journal: book, Site: config.ID, Config: config, Clock: engine.SystemClock()})
	d.must(err)
	t.Cleanup(d.leaves)
	d.server, err = server.New(server.Options{
		Sites: []server.Site{{ID: config.ID, Engine: d.engine}}, Journal: book, Access: d.access, Clock: time.Now, Version: "test",
	})
	d.must(err)
	d.serve()
	_, d.pin, err = d.access.AddPerson(t.Context(), access.NewPerson{Site: "dijon", Role: queue.RoleMediator, Name: "ana"})
	d.must(err)
	return d
}

// leaves ends the server; it may be called twice.
func (d *desk) leaves() {
	d.server.Goodbye(context.Background())
	_ = d.engine.Close()
	_ = d.access.Close()
}

// serve makes the pages anew, as a server that was started again does.
func (d *desk) serve() {
	d.t.Helper()
	names := func(id queue.SiteID) (Site, bool) {
		return Site{Name: "Dijon", Languages: []string{"fr"}}, id == "dijon"
	}
	walls := func(string) configs.Wall { return configs.Sample().Wall }
	h, err := New(Options{API: d, Sites: []queue.SiteID{"dijon"}, Names: names, Walls: walls, Pending: func() *display.Pending { return d.away }})
	d.must(err)
	d.pages, d.handler = h.Mount(d.server), h
}

// ServeHTTP is the server as the pages call it.
func (d *desk) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if r.Method != http.MethodGet && r.Method+r.URL.Path != "POST/api/v1/login" {
		if d.broken.Load() {
			w.WriteHeader(http.StatusServiceUnavailable)
			writeJSON(w, wire.NewProblem(queue.Unavailable, http.StatusServiceUnavailable, "try again"))
			return
		}
		d.wrote.Add(1)
	}
	d.server.ServeHTTP(w, r)
}

func (d *desk) must(err error) {
	d.t.Helper()
	if err != nil {
		d.t.Fatal(err)
	}
}

// ask makes a request of the browser.
func (d *desk) ask(method, path, body string, change ...func(*http.Request)) *httptest.ResponseRecorder {
	r := httptest.NewRequestWithContext(d.t.Context(), method, path, strings.NewReader(body))
	if d.cookie != "" {
		r.AddCookie(&http.Cookie{Name: wire.SessionCookie, Value: d.cookie})
	}
	for _, f := range change {
		f(r)
	}
	w := httptest.NewRecorder()
	d.pages.ServeHTTP(w, r)
	return w
}

func (d *desk) want(w *httptest.ResponseRecorder, status int) string {
	d.t.Helper()
	if w.Code != status {
		d.t.Fatalf("got %d %s, want %d", w.Code, w.Body, status)
	}
	return w.Body.String()
}

func (d *desk) signsIn(name, pin string, change ...func(*http.Request)) *httptest.ResponseRecorder {
	form := url.Values{"name": {name}, "pin": {pin}}.Encode()
	asForm := func(r *http.Request) { r.Header.Set("Content-Type", "application/x-www-form-urlencoded") }
	return d.ask("POST", "/console/dijon/sign-in", form, append(change, asForm)...)
}

// sits signs in, and takes a desk by the API.
func (d *desk) sits() *desk {
	d.t.Helper()
	w := d.signsIn("ana", d.pin)
	d.want(w, http.StatusSeeOther)
	d.cookie = w.Result().Cookies()[0].Value
	d.want(d.ask("POST", "/api/v1/sites/dijon/desks/1/open", ""), http.StatusOK)
	return d
}

// steps sends an event with what the page keeps, and returns what it is to show.
func (d *desk) steps(kept stepped, kind, value, nonce string) (stepped, string) {
	d.t.Helper()
	body, err := json.Marshal(step{Draft: kept.Draft, Event: event{kind, value}, Nonce: nonce, MonoMS: 60_000})
	d.must(err)
	got := d.want(d.ask("POST", "/console/dijon/step", string(body)), http.StatusOK)
	var shown stepped
	d.must(json.Unmarshal([]byte(got), &shown))
	return shown, got
}

func (d *desk) gives(note string) {
	d.t.Helper()
	d.want(d.ask("POST", "/api/v1/sites/dijon/tickets", `{"service":"droits"}`), http.StatusCreated)
	if note != "" {
		body, err := json.Marshal(map[string]string{"text": note})
		d.must(err)
		d.want(d.ask("PUT", "/api/v1/sites/dijon/notice", string(body)), http.StatusOK)
	}
}

func holds(t *testing.T, page string, texts ...string) {
	t.Helper()
	for _, text := range texts {
		if !strings.Contains(page, text) {
			t.Errorf("no %q in:\n%s", text, page)
		}
	}
}
