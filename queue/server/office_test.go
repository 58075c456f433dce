package server

import (
	"bytes"
	"context"
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/gorilla/websocket"

	"accueil/configs"
	"accueil/queue"
	"accueil/queue/access"
	"accueil/queue/engine"
	"accueil/queue/journal"
	"accueil/queue/journal/sqlite"
	"accueil/queue/wire"
)

// An office is a whole server in a test: real HTTP on 127.0.0.1, a journal in
// memory or in a file, the embedded sample's site, open at any hour.
type office struct {
	t      testing.TB
	config queue.Config
	clock  engine.Clock
	path   string // of the journal's file, "" for the one in memory
	book   journal.Journal
	engine *engine.Engine
	server *Server
	http   *httptest.Server
	access *access.Access
	store  access.Store      // nil: one in memory
	quiet  bool              // calls go to the server without a socket, as a synctest bubble needs
	token  map[string]string // by name
	heard  func(sent *http.Request, body string, got answer)
}

func newOffice(t testing.TB, change ...func(*queue.Config)) *office {
	t.Helper()
	return openOffice(&office{t: t, clock: engine.SystemClock()}, change...)
}

// openOffice opens an office for the first time, and lets its people in.
func openOffice(o *office, change ...func(*queue.Config)) *office {
	o.t.Helper()
	o.config = configs.Sample().Sites[0]
	o.config.Hours, o.config.ClosedDays = nil, nil
	for _, f := range change {
		f(&o.config)
	}
	o.book, o.token = journal.NewMemory(), map[string]string{}
	var err error
	admin := o.t.TempDir() + "/admin.token"
	if o.store == nil {
		o.store = access.NewMemory()
	}
	o.access, err = access.New(o.store, access.Options{Cost: access.Cost{Passes: 1, MemoryKiB: 8, Threads: 1}, AdminTokenFile: admin})
	if err != nil {
		o.t.Fatal(err)
	}
	token, err := os.ReadFile(admin)
	if err != nil {
		o.t.Fatal(err)
	}
	o.token["admin"] = strings.TrimSpace(string(token))
	o.start()
	o.t.Cleanup(o.close)
	o.device("kiosk", queue.RoleKiosk)
	o.device("wall", queue.RoleWall)
	o.person("ana", queue.RoleMediator)
	o.person("ben", queue.RoleMediator)
	o.person("head", queue.RoleSupervisor)
	return o
}

// start opens the engine on what the journal holds, and serves it at a new address.
func (o *office) start() {
	o.t.Helper()
	if o.path != "" {
		file, err := sqlite.Open(o.path)
		if err != nil {
			o.t.Fatal(err)
		}
		o.book = file
	}
	var err error
	o.engine, err = engine.Open(o.t.Context(), engine.Options{Journal: o.book, Site: o.config.ID, Config: o.config, Clock: o.clock})
	if err != nil {
		o.t.Fatal(err)
	}
	o.server, err = New(Options{Sites: []Site{{o.config.ID, o.engine}}, Journal: o.book, Access: o.access, Clock: time.Now, Version: "test"})
	if err != nil {
		o.t.Fatal(err)
	}
	if !o.quiet {
		o.http = httptest.NewServer(o.server)
	}
}

// close ends the office; it may be called twice.
func (o *office) close() {
	o.stop()
	_ = o.access.Close()
}

// stop ends the server as its program does.
func (o *office) stop() {
	ctx, cancel := context.WithTimeout(context.Background(), 5*time.Second)
	defer cancel()
	o.server.Goodbye(ctx)
	if !o.quiet {
		o.http.Close()
	}
	_ = o.engine.Close()
	if file, ok := o.book.(io.Closer); ok {
		_ = file.Close()
	}
}

func (o *office) device(name string, role queue.Role) access.Device {
	o.t.Helper()
	d, token, err := o.access.AddDevice(o.t.Context(), "dijon", role, name)
	if err != nil {
		o.t.Fatal(err)
	}
	o.token[name] = token
	return d
}

func (o *office) person(name string, role queue.Role) {
	o.t.Helper()
	_, pin, err := o.access.AddPerson(o.t.Context(), access.NewPerson{Site: "dijon", Role: role, Name: name})
	if err != nil {
		o.t.Fatal(err)
	}
	var session wire.Session
	body, _ := json.Marshal(wire.LoginRequest{Name: name, PIN: pin, Site: "dijon"})
	o.call("", "POST", "/api/v1/login", string(body)).want(200).into(&session)
	o.token[name] = session.Token
}

// An answer is what came back.
type answer struct {
	t      testing.TB
	what   string
	status int
	header http.Header
	body   []byte
}

// call asks as someone, or as nobody, from any goroutine; words behind the body are an idempotency key.
func (o *office) call(as, method, path, body string, key ...string) answer {
	o.t.Helper()
	if !strings.HasPrefix(path, "/") {
		path = "/api/v1/sites/dijon/" + path
	}
	r := httptest.NewRequestWithContext(o.t.Context(), method, path, strings.NewReader(body))
	if as != "" {
		r.Header.Set("Authorization", "Bearer "+o.token[as])
	}
	if len(key) > 0 {
		r.Header.Set("Idempotency-Key", key[0])
	}
	response, err := o.carry(r)
	if err != nil {
		o.t.Errorf("%s %s: %v", method, path, err) // of any goroutine: its answer has no status
		return answer{t: o.t, what: method + " " + path}
	}
	defer response.Body.Close()
	read, err := io.ReadAll(response.Body)
	if err != nil {
		o.t.Errorf("%s %s: %v", method, path, err)
	}
	got := answer{o.t, method + " " + path + " " + body, response.StatusCode, response.Header, bytes.TrimSpace(read)}
	if o.heard != nil {
		o.heard(r, body, got)
	}
	return got
}

// carry brings a request to the server, over a socket unless the office is quiet.
func (o *office) carry(r *http.Request) (*http.Response, error) {
	if o.quiet {
		w := httptest.NewRecorder()
		o.server.ServeHTTP(w, r)
		return w.Result(), nil
	}
	at, err := r.URL.Parse(o.http.URL)
	if err != nil {
		return nil, err
	}
	at.Path, at.RawPath, at.RawQuery = r.URL.Path, r.URL.RawPath, r.URL.RawQuery
	r.URL, r.Host, r.RequestURI = at, "", ""
	return o.http.Client().Do(r)
}

func (a answer) want(status int) answer {
	a.t.Helper()
	if a.status != status {
		a.t.Fatalf("%s: got %d %s, want %d", a.what, a.status, a.body, status)
	}
	return a
}

func (a answer) into(v any) answer {
	a.t.Helper()
	if err := json.Unmarshal(a.body, v); err != nil {
		a.t.Errorf("%s: %v in %s", a.what, err, a.body) // of any goroutine
	}
	return a
}

func (a answer) ticket() wire.Ticket {
	a.t.Helper()
	var t wire.Ticket
	a.into(&t)
	return t
}

// watch opens a live view.
func (o *office) watch(as, view string) *websocket.Conn {
	o.t.Helper()
	return o.dial(as, "/api/v1/sites/dijon/live?view="+view)
}

func (o *office) dial(as, path string) *websocket.Conn {
	o.t.Helper()
	header := http.Header{"Authorization": {"Bearer " + o.token[as]}}
	conn, _, err := websocket.DefaultDialer.DialContext(o.t.Context(), socketURL(o.http.URL)+path, header)
	if err != nil {
		o.t.Fatal(err)
	}
	o.t.Cleanup(func() { conn.Close() })
	return conn
}

// until reads frames until one's state satisfies ok.
func until[V any](t testing.TB, conn *websocket.Conn, ok func(V) bool) wire.Frame {
	t.Helper()
	_ = conn.SetReadDeadline(time.Now().Add(20 * time.Second))
	for {
		var f wire.Frame
		if err := conn.ReadJSON(&f); err != nil {
			t.Fatal(err)
		}
		var v V
		if f.Beat {
			continue
		}
		if err := json.Unmarshal(f.State, &v); err != nil {
			t.Fatal(err)
		}
		if ok(v) {
			return f
		}
	}
}
