package server

import (
	"bytes"
	"context"
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/gorilla/websocket"

	"accueil/configs"
	"accueil/queue"
	"accueil/queue/access"
	"accueil/queue/engine"
	"accueil/queue/journal"
	"accueil/queue/wire"
)

// An office is a whole server in a test: real HTTP on 127.0.0.1, a journal in
// memory unless told otherwise, the embedded sample's site, open at any hour.
type office struct {
	t      testing.TB
	server *Server
	http   *httptest.Server
	access *access.Access
	token  map[string]string // by name
}

func newOffice(t testing.TB, change ...func(*queue.Config)) *office {
	t.Helper()
	return newOfficeOn(t, journal.NewMemory(), change...)
}

func newOfficeOn(t testing.TB, book journal.Journal, change ...func(*queue.Config)) *office {
	t.Helper()
	config := configs.Sample().Sites[0]
	config.AlwaysOpen = true
	for _, f := range change {
		f(&config)
	}
	clock := engine.SystemClock()
	e, err := engine.Open(t.Context(), engine.Options{Journal: book, Site: config.ID, Config: config, Clock: clock})
	if err != nil {
		t.Fatal(err)
	}
	a, err := access.New(access.NewMemory(), access.Options{Cost: access.Cost{Passes: 1, MemoryKiB: 8, Threads: 1}, AdminTokenFile: t.TempDir() + "/admin.token"})
	if err != nil {
		t.Fatal(err)
	}
	s, err := New(Options{Sites: []Site{{config.ID, e}}, Journal: book, Access: a, Clock: time.Now, Version: "test"})
	if err != nil {
		t.Fatal(err)
	}
	o := &office{t: t, server: s, http: httptest.NewServer(s), access: a, token: map[string]string{}}
	t.Cleanup(func() {
		ctx, cancel := context.WithTimeout(context.Background(), 5*time.Second)
		defer cancel()
		s.Goodbye(ctx)
		o.http.Close()
		_ = e.Close()
		_ = a.Close()
	})
	o.device("kiosk", queue.RoleKiosk)
	o.device("wall", queue.RoleWall)
	o.person("ana", queue.RoleMediator)
	o.person("ben", queue.RoleMediator)
	o.person("head", queue.RoleSupervisor)
	return o
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

// call asks as someone, or as nobody; words behind the body are an idempotency key.
func (o *office) call(as, method, path, body string, key ...string) answer {
	o.t.Helper()
	if !strings.HasPrefix(path, "/") {
		path = "/api/v1/sites/dijon/" + path
	}
	r, err := http.NewRequestWithContext(o.t.Context(), method, o.http.URL+path, strings.NewReader(body))
	if err != nil {
		o.t.Fatal(err)
	}
	if as != "" {
		r.Header.Set("Authorization", "Bearer "+o.token[as])
	}
	if len(key) > 0 {
		r.Header.Set("Idempotency-Key", key[0])
	}
	response, err := o.http.Client().Do(r)
	if err != nil {
		o.t.Fatal(err)
	}
	defer response.Body.Close()
	read, err := io.ReadAll(response.Body)
	if err != nil {
		o.t.Fatal(err)
	}
	return answer{o.t, method + " " + path + " " + body, response.StatusCode, response.Header, bytes.TrimSpace(read)}
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
		a.t.Fatalf("%s: %v in %s", a.what, err, a.body)
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
	url := "ws" + strings.TrimPrefix(o.http.URL, "http") + "/api/v1/sites/dijon/live?view=" + view
	conn, _, err := websocket.DefaultDialer.DialContext(o.t.Context(), url, http.Header{"Authorization": {"Bearer " + o.token[as]}})
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
