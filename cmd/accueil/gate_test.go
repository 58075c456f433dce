package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"accueil/queue"
	"accueil/queue/access"
	"accueil/queue/client"
	"accueil/queue/join"
	"accueil/queue/wire"
)

// A way is where what is sent to the site's server goes, until it is turned.
type way struct {
	mu sync.Mutex // guards to
	to http.RoundTripper
}

func (w *way) turn(to http.RoundTripper) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.to = to
}

func (w *way) RoundTrip(r *http.Request) (*http.Response, error) {
	w.mu.Lock()
	to := w.to
	w.mu.Unlock()
	return to.RoundTrip(r)
}

// A roundTrip answers in the place of the site's server.
type roundTrip func(*http.Request) (*http.Response, error)

func (f roundTrip) RoundTrip(r *http.Request) (*http.Response, error) { return f(r) }

func noNetwork() http.RoundTripper {
	return roundTrip(func(*http.Request) (*http.Response, error) { return nil, errors.New("no route to host") })
}

// answered is a network at whose other end something answers each call like this.
func answered(status int, kind, body string) http.RoundTripper {
	return roundTrip(func(r *http.Request) (*http.Response, error) {
		w := httptest.NewRecorder()
		w.Header().Set("Content-Type", kind)
		w.WriteHeader(status)
		_, _ = io.WriteString(w, body)
		response := w.Result()
		response.Request = r
		return response, nil
	})
}

// An outing is a laptop with its gate, and the server of its site.
type outing struct {
	t            *testing.T
	site, laptop *house
	own          string // address of the laptop's server
	way          *way
	gate         *gate
}

func newOuting(t *testing.T) *outing {
	t.Helper()
	o := &outing{t: t, way: &way{to: http.DefaultTransport}}
	var url string
	o.site, url, _ = instant(t, houseOptions{Data: t.TempDir()})
	site, err := client.New(client.Options{URL: url, Site: "dijon", HTTP: &http.Client{Transport: o.way}})
	if err != nil {
		t.Fatal(err)
	}
	o.gate = &gate{site: site, at: "dijon", log: slog.New(slog.DiscardHandler)}
	o.laptop, o.own, _ = instant(t, houseOptions{Data: t.TempDir(), Front: o.gate.before})
	ledger, err := join.OpenLedger(filepath.Join(t.TempDir(), "joined.db"))
	if err != nil {
		t.Fatal(err)
	}
	o.gate.access, o.gate.joiner = o.laptop.access, join.New(join.Options{
		Engine: engineOf(o.laptop, "dijon"), Ledger: ledger, Site: site, Log: o.gate.log, Tell: func(join.Standing) {},
	})
	ctx, cancel := context.WithCancel(context.Background())
	var work sync.WaitGroup
	work.Go(func() { o.gate.joiner.Run(ctx) })
	t.Cleanup(func() {
		cancel()
		work.Wait()
		if err := ledger.Close(); err != nil {
			t.Error(err)
		}
	})
	return o
}

// atSite adds a person there.
func (o *outing) atSite(name string, role queue.Role) (access.Person, string) {
	o.t.Helper()
	p, pin, err := o.site.access.AddPerson(o.t.Context(), access.NewPerson{Site: "dijon", Role: role, Name: name})
	if err != nil {
		o.t.Fatal(err)
	}
	return p, pin
}

// login signs in on the laptop.
func (o *outing) login(name, pin string) (wire.Session, error) {
	o.t.Helper()
	c, err := client.New(client.Options{URL: o.own, Site: "dijon"})
	if err != nil {
		o.t.Fatal(err)
	}
	return c.Once().Login(o.t.Context(), name, pin)
}

// enters fails unless name and PIN let in that person.
func (o *outing) enters(name, pin string, want access.Person) wire.Session {
	o.t.Helper()
	got, err := o.login(name, pin)
	if err != nil || got.Person != want.ID || got.PersonName != want.Name || got.Role != want.Role.String() {
		o.t.Fatalf("%s, who signs in here: got %+v, %v, want %+v", name, got, err, want)
	}
	return got
}

func (o *outing) staysOut(name, pin string) {
	o.t.Helper()
	if got, err := o.login(name, pin); queue.KindOf(err) != queue.Unauthenticated {
		o.t.Fatalf("%s, who signs in here: got %+v, %v, want Unauthenticated", name, got, err)
	}
}

// meets signs someone in with the network, and waits until the laptop knows for good
// that the site let them in.
func (o *outing) meets(name, pin string, p access.Person) wire.Session {
	o.t.Helper()
	session := o.enters(name, pin, p)
	await(o.t, "the laptop knows that the site let them in", func() bool {
		known, err := o.gate.joiner.Knows(o.t.Context(), p.ID)
		return err == nil && known
	})
	return session
}

func TestWhoIsLetInAtTheSiteIsLetInHereWithoutTheNetwork(t *testing.T) {
	o := newOuting(t)
	samia, pin := o.atSite("Samia", queue.RoleMediator)
	ines, her := o.atSite("Inès", queue.RoleSupervisor)
	late, his := o.atSite("Karim", queue.RoleMediator)
	o.enters("samia", pin, samia)
	o.enters(" Ine\u0300s", her, ines)
	o.way.turn(noNetwork())
	o.enters("Samia", pin, samia)
	o.enters("Inès", her, ines)
	o.staysOut("Samia", her)
	o.staysOut("Karim", his) // never seen with the network
	o.way.turn(http.DefaultTransport)
	o.enters("Karim", his, late)
}

func TestWhoIsRemovedAtTheSiteIsLetInHereNoLonger(t *testing.T) {
	for _, name := range []string{"Zoé", "zoé", " ZOE\u0301 "} { // as they are typed on one machine or another
		t.Run(fmt.Sprintf("%+q", name), func(t *testing.T) {
			o := newOuting(t)
			zoe, pin := o.atSite("Zoé", queue.RoleMediator)
			session := o.meets(name, pin, zoe)
			if err := o.site.access.RemovePerson(t.Context(), zoe.ID); err != nil {
				t.Fatal(err)
			}
			o.staysOut(name, pin)
			if _, err := o.laptop.access.Who(session.Token); queue.KindOf(err) != queue.Unauthenticated {
				t.Errorf("the session from before: got %v, want it ended", err)
			}
			o.way.turn(noNetwork())
			o.staysOut("Zoé", pin)
		})
	}
}

func TestAnotherPINAtTheSiteIsAnotherHere(t *testing.T) {
	o := newOuting(t)
	samia, pin := o.atSite("Samia", queue.RoleMediator)
	o.meets("Samia", pin, samia)
	next, err := o.site.access.ResetPIN(t.Context(), samia.ID, "")
	if err != nil {
		t.Fatal(err)
	}
	o.way.turn(noNetwork())
	o.enters("Samia", pin, samia) // nobody could know
	o.way.turn(http.DefaultTransport)
	o.enters("Samia", next, samia)
	o.staysOut("Samia", pin)
	o.way.turn(noNetwork())
	o.staysOut("Samia", pin)
	o.enters("Samia", next, samia)
}

func TestAWrongPINForgetsNobodyHere(t *testing.T) {
	o := newOuting(t)
	samia, pin := o.atSite("Samia", queue.RoleMediator)
	o.meets("Samia", pin, samia)
	o.staysOut("Samia", "0000")
	o.staysOut("nobody", pin)
	o.way.turn(noNetwork())
	o.enters("Samia", pin, samia)
}

func TestWhoIsKnownHereAloneStays(t *testing.T) {
	o := newOuting(t)
	essai, pin, err := o.laptop.access.AddPerson(t.Context(), access.NewPerson{Site: "dijon", Role: queue.RoleMediator, Name: essaiName})
	if err != nil {
		t.Fatal(err)
	}
	for range 2 {
		o.enters(essaiName, pin, essai) // the site says no
		o.way.turn(noNetwork())
	}
}

// What is no answer of the site about a person says nothing of them.
func TestWhatIsNoAnswerOfTheSiteForgetsNobody(t *testing.T) {
	problem := func(status int, kind string) http.RoundTripper {
		return answered(status, wire.ProblemType, fmt.Sprintf(`{"type":"about:blank","status":%d,"kind":%q}`, status, kind))
	}
	o := newOuting(t)
	samia, pin := o.atSite("Samia", queue.RoleMediator)
	o.meets("Samia", pin, samia)
	for name, to := range map[string]http.RoundTripper{
		"a hotel's page":           answered(http.StatusOK, "text/html", "<h1>Bienvenue</h1>"),
		"a hotel that wants money": answered(http.StatusUnauthorized, "text/html", "<h1>Payez</h1>"),
		"an answer of nobody":      answered(http.StatusOK, "application/json", "{}"),
		"no such site":             problem(http.StatusNotFound, "not_found"),
		"out of order":             problem(http.StatusInternalServerError, "internal"),
		"what stands before it":    answered(http.StatusBadGateway, "text/html", ""),
	} {
		t.Run(name, func(t *testing.T) {
			o.way.turn(to)
			o.enters("Samia", pin, samia)
		})
	}
}

// Who was removed at the site does not come in here behind too many wrong PINs there.
func TestWhoGuessesAtTheSiteDoesNotGoOnHere(t *testing.T) {
	o := newOuting(t)
	samia, pin := o.atSite("Samia", queue.RoleMediator)
	o.meets("Samia", pin, samia)
	o.way.turn(answered(http.StatusTooManyRequests, wire.ProblemType, `{"type":"about:blank","status":429,"kind":"too_many","detail":"wait"}`))
	if _, err := o.login("Samia", pin); queue.KindOf(err) != queue.TooMany {
		t.Errorf("got %v, want to be told to wait", err)
	}
	body := strings.NewReader(fmt.Sprintf(`{"name":"Samia","pin":%q,"site":"dijon"}`, pin))
	answer, err := http.Post(o.own+"/api/v1/login", "application/json", body)
	if err != nil {
		t.Fatal(err)
	}
	defer answer.Body.Close()
	if seconds := answer.Header.Get("Retry-After"); answer.StatusCode != http.StatusTooManyRequests || seconds == "" {
		t.Errorf("got %s and Retry-After %q, want 429 and for how long", answer.Status, seconds)
	}
}

func TestWhatIsNoLoginOfTheSitePassesUnchangedAndUnasked(t *testing.T) {
	site := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) { t.Errorf("the site was asked %s", r.URL.Path) }))
	defer site.Close()
	c, err := client.New(client.Options{URL: site.URL, Site: "dijon"})
	if err != nil {
		t.Fatal(err)
	}
	g := &gate{site: c, at: "dijon", log: slog.New(slog.DiscardHandler)}
	const login = `{"name":"Samia","pin":"4321","site":"dijon"}`
	for name, test := range map[string]struct{ method, path, body string }{
		"another site's login":   {"POST", "/api/v1/login", `{"name":"Samia","pin":"4321","site":"chenove"}`},
		"no site's login":        {"POST", "/api/v1/login", `{"name":"Samia","pin":"4321"}`},
		"not JSON":               {"POST", "/api/v1/login", "name=Samia&pin=4321"},
		"a PIN that is a number": {"POST", "/api/v1/login", `{"name":"Samia","pin":4321,"site":"dijon"}`},
		"cut short":              {"POST", "/api/v1/login", login[:20]},
		"more than one":          {"POST", "/api/v1/login", login + login},
		"nothing":                {"POST", "/api/v1/login", ""},
		"as large as may be":     {"POST", "/api/v1/login", strings.Repeat(" x", loginBodyMax/2)},
		"another way":            {"PUT", "/api/v1/login", login},
		"another call":           {"POST", "/api/v1/sites/dijon/visits", login},
		"below a login":          {"POST", "/api/v1/login/x", login},
	} {
		t.Run(name, func(t *testing.T) {
			var got string
			server := http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
				body, err := io.ReadAll(r.Body)
				if err != nil {
					t.Error(err)
				}
				got = r.Method + " " + r.URL.Path + " " + string(body)
				w.WriteHeader(http.StatusTeapot)
			})
			w := httptest.NewRecorder()
			g.before(server).ServeHTTP(w, httptest.NewRequest(test.method, test.path, strings.NewReader(test.body)))
			if want := test.method + " " + test.path + " " + test.body; got != want || w.Code != http.StatusTeapot {
				t.Errorf("got %.80q and %d, want %.80q and the server's answer", got, w.Code, want)
			}
		})
	}
	t.Run("too large is too large for the server", func(t *testing.T) {
		server := http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
			if body, err := io.ReadAll(r.Body); err != nil || len(body) <= loginBodyMax {
				t.Errorf("got %d bytes, %v, want more than it takes", len(body), err)
			}
		})
		g.before(server).ServeHTTP(httptest.NewRecorder(), httptest.NewRequest("POST", "/api/v1/login", strings.NewReader(strings.Repeat(" ", 2*loginBodyMax)+login)))
	})
}

// A neverending body begins and does not go on until nobody waits for it.
type neverending struct{ ctx context.Context }

func (n neverending) Read([]byte) (int, error) { <-n.ctx.Done(); return 0, n.ctx.Err() }
func (n neverending) Close() error             { return nil }

func TestASilentSiteHoldsUpNoSignInForLong(t *testing.T) {
	for name, silent := range map[string]roundTrip{
		"no answer": func(r *http.Request) (*http.Response, error) { <-r.Context().Done(); return nil, r.Context().Err() },
		"an answer without an end": func(r *http.Request) (*http.Response, error) {
			return &http.Response{StatusCode: http.StatusOK, Header: http.Header{}, Request: r, Body: neverending{r.Context()}}, nil
		},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				a, err := access.New(access.NewMemory(), access.Options{})
				if err != nil {
					t.Fatal(err)
				}
				defer func() { _ = a.Close() }()
				c, err := client.New(client.Options{URL: "http://site.test", Site: "dijon", HTTP: &http.Client{Transport: silent}})
				if err != nil {
					t.Fatal(err)
				}
				g := &gate{site: c, at: "dijon", log: slog.New(slog.DiscardHandler), access: a, joiner: join.New(join.Options{Site: c})}
				asked := false
				server := http.HandlerFunc(func(http.ResponseWriter, *http.Request) { asked = true })
				began := time.Now()
				g.before(server).ServeHTTP(httptest.NewRecorder(), httptest.NewRequest("POST", "/api/v1/login",
					strings.NewReader(`{"name":"Samia","pin":"4321","site":"dijon"}`)))
				if took := time.Since(began); took > siteLoginMax || !asked {
					t.Errorf("after %v the laptop's own server was asked: %t; want it after %v at most", took, asked, siteLoginMax)
				}
			})
		})
	}
}
