// Package server is the outer surface of a queue server: HTTP routes, and the
// fan-out of live frames over websockets. It knows no HTML and no rules.
//
// A request goes one way: who calls (401), which site (404), may they (403), what
// do they say (400), and only then the domain, by one command to the site's
// engine (404 for what is not there, 409 for what the state does not allow).
// routes.go is the table of all calls; the OpenAPI document is made from it, so
// that neither can lie about the other. One table turns error kinds to statuses.
//
// Live frames: one topic a view and site renders and encodes once; each socket
// has a mailbox of one pointer to the newest message (topic.go, screen.go).
package server

import (
	"cmp"
	"context"
	"errors"
	"log/slog"
	"net/http"
	"net/netip"
	"net/url"
	"strconv"
	"strings"
	"sync"
	"time"

	"accueil/queue"
	"accueil/queue/access"
	"accueil/queue/engine"
	"accueil/queue/journal"
	"accueil/queue/wire"
)

const (
	bodyMax        = 64 << 10 // what a request may carry
	fullRetryAfter = "30"     // seconds, of what is full until people make room
)

// A Site is one that the server serves.
type Site struct {
	ID     queue.SiteID
	Engine *engine.Engine
}

// Options are what a server needs; all are owed but Origins, Log and Say.
type Options struct {
	Sites   []Site
	Journal journal.Journal
	Access  *access.Access
	Clock   func() time.Time
	Version string
	Origins []string // of browsers, besides the server's own
	Log     *slog.Logger

	// Say makes what is said of a call, as a WAV file. Its error is Unavailable where this
	// machine cannot, with what to do. nil: the server has no voice.
	Say func(context.Context, Announcement) ([]byte, error)
}

// A Server answers HTTP.
type Server struct {
	o         Options
	sites     map[queue.SiteID]*engine.Engine
	mux       *http.ServeMux
	hub       *hub
	presences *presences
	vigils    map[queue.SiteID]*vigil
	metrics   *metrics
	strangers *access.Limiter[netip.Addr]
	callers   *access.Limiter[queue.ActorID]
	crossing  *http.CrossOriginProtection
	openapi   []byte

	leaving context.Context // ends when the sockets are told goodbye
	leave   context.CancelFunc
	sockets sockets
	phones  phones
	noting  turns[noteKey]
	voice   *voice
	tending sync.WaitGroup
}

// New returns a server; it serves nothing by itself (see http.Server).
func New(o Options) (*Server, error) {
	if o.Log == nil {
		o.Log = slog.New(slog.DiscardHandler)
	}
	s := &Server{
		o: o, sites: map[queue.SiteID]*engine.Engine{}, mux: http.NewServeMux(), hub: newHub(o.Clock), presences: newPresences(o.Clock), vigils: map[queue.SiteID]*vigil{},
		strangers: access.NewAddrLimiter(o.Clock), callers: access.NewCallerLimiter(o.Clock),
	}
	s.leaving, s.leave = context.WithCancel(context.Background())
	s.voice = newVoice(s.leaving, o)
	s.phones.known = map[queue.SiteID]*secrets{}
	for _, site := range o.Sites {
		s.sites[site.ID] = site.Engine
	}
	s.metrics = newMetrics(s)
	for _, r := range routes() {
		s.mux.Handle(r.method+" "+r.path, s.handler(r))
	}
	s.mux.HandleFunc("/", s.nowhere)
	var err error
	if s.crossing, err = newCrossing(o.Origins); err != nil {
		return nil, err
	}
	if s.openapi, err = openAPI(routes(), o.Version); err != nil {
		return nil, err
	}
	s.tend()
	return s, nil
}

// tend lets each site's caretaker and vigil run, and frees the lanes of removed devices.
func (s *Server) tend() {
	s.o.Access.OnRemoved(func(ctx context.Context, d access.Device) {
		if e, ok := s.sites[d.Site]; ok {
			s.freeLanes(ctx, e, d.ID)
		}
	})
	for id, e := range s.sites {
		t := caretaker{s: s, site: id, engine: e}
		s.tending.Go(func() { t.run(s.leaving) })
		v := newVigil(s, id, e)
		s.vigils[id] = v
		s.tending.Go(func() { v.run(s.leaving) })
	}
}

// ServeHTTP answers one request.
func (s *Server) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	w.Header().Set("X-Content-Type-Options", "nosniff")
	w.Header().Set("Cache-Control", "no-store")
	s.mux.ServeHTTP(w, r)
}

// Goodbye tells every socket that the server goes away, and waits until they are
// closed or ctx ends.
func (s *Server) Goodbye(ctx context.Context) {
	s.leave()
	s.tending.Wait()
	s.sockets.wait(ctx)
}

// A call is one request on its way.
type call struct {
	s      *Server
	w      http.ResponseWriter
	r      *http.Request
	route  route
	caller access.Caller
	site   queue.SiteID
	engine *engine.Engine
	status int // that was answered; 0 while it is the route's own
}

// newCall returns a request on its way, with the site that its path is under,
// whether or not there is such a call: every answer there says where the site stands.
func (s *Server) newCall(w http.ResponseWriter, r *http.Request) *call {
	c := &call{s: s, w: w, r: r}
	if rest, ok := strings.CutPrefix(r.URL.EscapedPath(), api+"/sites/"); ok {
		id, _, _ := strings.Cut(rest, "/")
		id, _ = url.PathUnescape(id) // the mux has
		if engine, served := s.sites[queue.SiteID(id)]; served {
			c.site, c.engine = queue.SiteID(id), engine
		}
	}
	return c
}

// handler runs a route: who, where, may they, and then what it does.
func (s *Server) handler(r route) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, req *http.Request) {
		c := s.newCall(w, req)
		c.route = r
		started := s.o.Clock()
		err := c.admit()
		if err == nil {
			err = r.serve(c)
		}
		if err != nil {
			c.fail(err)
		}
		s.metrics.served(r.method+" "+r.path, cmp.Or(c.status, r.status), s.o.Clock().Sub(started))
	})
}

// admit checks token, site and role, in this order, and how often they call.
func (c *call) admit() error {
	c.r.Body = http.MaxBytesReader(c.w, c.r.Body, bodyMax+1)
	err := c.who()
	if c.route.role == queue.RoleNone && queue.KindOf(err) != queue.TooMany {
		return nil
	}
	if c.route.ended && queue.KindOf(err) == queue.Unauthenticated {
		return nil
	}
	if err != nil {
		return err
	}
	c.alive()
	if id := c.r.PathValue("site"); id != "" {
		if c.engine == nil {
			return queue.Refuse(queue.NotFound, "there is no site %q here", id)
		}
		return c.caller.May(c.route.role, c.site)
	}
	if c.caller.Role < c.route.role {
		return queue.Refuse(queue.Forbidden, "this is for a %s, not for a %s", c.route.role, c.caller.Role)
	}
	return nil
}

// who finds the caller of the token. It is TooMany for one who calls too often,
// Unauthenticated for nobody, and Forbidden for a cookie that another's page sends.
func (c *call) who() error {
	token, refused := c.s.token(c.r)
	switch {
	case refused != nil:
	case token != "":
		c.caller, refused = c.s.o.Access.Who(token)
	default:
		refused = queue.Refuse(queue.Unauthenticated, "no token: send it as Authorization: Bearer TOKEN")
	}
	if refused == nil && !c.s.callers.Allow(c.caller.ID) || refused != nil && !c.s.strangers.Allow(access.AddrOf(c.r.RemoteAddr)) {
		return &access.TooMany{RetryAfter: time.Second}
	}
	return refused
}

// alive takes in that a kiosk gives a sign of life.
func (c *call) alive() {
	if v, ok := c.s.vigils[c.caller.Site]; ok && c.caller.Role == queue.RoleKiosk {
		v.heard(c.caller.ID)
	}
}

// leaves takes in that a kiosk says goodbye, and not as an answer to this server's own.
func (c *call) leaves() {
	if c.s.leaving.Err() != nil {
		return
	}
	if v, ok := c.s.vigils[c.caller.Site]; ok && c.caller.Role == queue.RoleKiosk {
		v.left(c.caller.ID)
	}
}

// bearer returns the token of a request, "" when there is none.
func bearer(r *http.Request) string {
	scheme, token, _ := strings.Cut(r.Header.Get("Authorization"), " ")
	if !strings.EqualFold(scheme, "Bearer") {
		return ""
	}
	return strings.TrimSpace(token)
}

// key returns the idempotency key, "" when there is none.
func (c *call) key() (string, error) {
	keys := c.r.Header.Values("Idempotency-Key")
	if len(keys) == 0 {
		return "", nil
	}
	if len(keys) > 1 {
		return "", queue.Refuse(queue.Invalid, "Idempotency-Key stands %d times: a command has one key", len(keys))
	}
	key := keys[0]
	if len(key) == 0 || len(key) > 128 {
		return "", queue.Refuse(queue.Invalid, "Idempotency-Key has %d characters: expected 1 to 128", len(key))
	}
	for _, b := range []byte(key) {
		if b < 0x20 || b > 0x7e {
			return "", queue.Refuse(queue.Invalid, "Idempotency-Key holds what is not printable ASCII")
		}
	}
	return key, nil
}

// fail answers with a problem. What is our own mistake is logged and not told.
func (c *call) fail(err error) {
	var many *access.TooMany
	if errors.As(err, &many) {
		c.w.Header().Set("Retry-After", strconv.Itoa(many.Seconds()))
	}
	if c.engine != nil {
		c.stand(c.engine.At())
	}
	kind, text := queue.KindOf(err), err.Error()
	var told *queue.Error
	if errors.As(err, &told) {
		text = c.told(told)
	}
	switch {
	case errors.Is(err, context.Canceled), errors.Is(err, context.DeadlineExceeded):
		kind, text = queue.Unavailable, "the request ended before it was answered: ask again under the same key"
	case kind == queue.Internal:
		c.s.o.Log.Error("a call failed", "call", c.route.method+" "+c.route.path, "error", err)
		text = "something went wrong here, and stands in the server's log"
	}
	switch {
	case kind == queue.Unauthenticated:
		c.w.Header().Set("WWW-Authenticate", `Bearer realm="accueil"`)
	case kind == queue.TooMany && c.w.Header().Get("Retry-After") == "":
		c.w.Header().Set("Retry-After", fullRetryAfter)
	}
	c.write(wire.StatusOf(kind), "application/problem+json", wire.NewProblem(kind, wire.StatusOf(kind), text))
}

// told returns what a refusal says to the caller: a mediator reads the name of the
// person that the domain names by id, and nobody else's.
func (c *call) told(refused *queue.Error) string {
	if refused.Person == "" || c.caller.Role < queue.RoleMediator {
		return refused.Text
	}
	name := c.s.o.Access.Name(refused.Person)
	if name == "" {
		return refused.Text
	}
	return strings.ReplaceAll(refused.Text, string(refused.Person), name)
}

// nowhere answers what is no call at all.
func (s *Server) nowhere(w http.ResponseWriter, r *http.Request) {
	c := s.newCall(w, r)
	started := s.o.Clock()
	c.missed()
	s.metrics.served("no such call", c.status, s.o.Clock().Sub(started))
}

// missed says that there is no such call: who asks comes first, as of any call.
func (c *call) missed() {
	s, r := c.s, c.r
	err := c.who()
	if kind := queue.KindOf(err); kind == queue.TooMany || err != nil && strings.HasPrefix(r.URL.Path, api+"/") {
		c.fail(err)
		return
	}
	var allowed []string
	for _, method := range []string{"GET", "POST", "PUT", "DELETE"} {
		other := &http.Request{Method: method, URL: r.URL, Host: r.Host}
		if _, pattern := s.mux.Handler(other); pattern != "/" {
			allowed = append(allowed, method)
		}
	}
	if len(allowed) > 0 {
		c.w.Header().Set("Allow", strings.Join(allowed, ", "))
		if c.engine != nil {
			c.stand(c.engine.At())
		}
		c.write(http.StatusMethodNotAllowed, wire.ProblemType, wire.MethodNotAllowed("this is called by "+strings.Join(allowed, " or ")))
		return
	}
	c.fail(queue.Refuse(queue.NotFound, "there is no call %s %s: see /api/v1/openapi.json", r.Method, r.URL.Path))
}
