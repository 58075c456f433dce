package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"runtime/debug"
	"strings"
	"syscall"
	"time"

	"accueil/configs"
	"accueil/display"
	"accueil/display/web"
	"accueil/queue"
	"accueil/queue/access"
	"accueil/queue/engine"
	"accueil/queue/server"
)

// How long a server takes to end: within five seconds of a SIGTERM.
const (
	goodbyeTimeMax  = 1500 * time.Millisecond
	shutdownTimeMax = 2 * time.Second
)

// Limits of a connection that says little or nothing.
const (
	headerTimeMax = 10 * time.Second
	idleTimeMax   = 2 * time.Minute
	bodyTimeMax   = 30 * time.Second
	headerMax     = 16 << 10 // bytes
)

// A house is a server with its parts, from the ground up:
//
//	lock ── journal ── engine a site ──┐
//	     └─ access ── pair.sock        ├── server ── http
//	                  └────────────────┘
type house struct {
	undo   []func() error // what was opened, to be closed in the opposite order
	log    *slog.Logger
	sites  []server.Site
	access *access.Access
	server *server.Server
	pages  http.Handler // the server's calls, and what a browser opens
	pairs  *net.UnixListener
	lock   *lock // nil: it speaks plain HTTP
}

// houseOptions say what is served, and from where.
type houseOptions struct {
	Data       string
	Config     *configs.File
	AlwaysOpen bool
	Clock      engine.Clock // nil: the machine's
	Log        *slog.Logger
	Essai      func(context.Context, *access.Access) error // makes or forgets who tries the sample; nil: neither
	Front      func(http.Handler) http.Handler             // stands before the server; nil: nothing does
	Pending    func() *display.Pending                     // for the pages of a laptop that is away; nil: for none
	TLS        *tlsOptions                                 // nil: plain HTTP
}

// openHouse opens every part, or none.
func openHouse(ctx context.Context, o houseOptions) (h *house, err error) {
	h = &house{log: o.Log}
	defer func() {
		if err != nil {
			err = errors.Join(err, h.close())
		}
	}()
	folder, err := openFolder(ctx, o)
	if err != nil {
		return h, err
	}
	h.undo, h.access = folder.undo, folder.access
	if h.pairs, err = access.ListenPairs(filepath.Join(o.Data, "pair.sock")); err != nil {
		return h, err
	}
	h.undo = append(h.undo, func() error { return ignoreClosed(h.pairs.Close()) })
	if h.lock, err = openLock(o); err != nil {
		return h, err
	}
	if o.Essai != nil {
		if err := o.Essai(ctx, h.access); err != nil {
			return h, err
		}
	}
	clock := o.Clock
	if clock == nil {
		clock = engine.SystemClock()
	}
	var origins []string
	for _, config := range o.Config.Sites {
		if config.PublicURL != "" {
			origins = append(origins, originOf(config.PublicURL))
		}
		config.AlwaysOpen = o.AlwaysOpen
		e, err := engine.Open(ctx, engine.Options{Journal: folder.book, Site: config.ID, Config: config, Clock: clock, Log: o.Log})
		if err != nil {
			return h, fmt.Errorf("open site %s: %w", config.ID, err)
		}
		h.undo = append(h.undo, e.Close)
		h.sites = append(h.sites, server.Site{ID: config.ID, Engine: e})
	}
	h.server, err = server.New(server.Options{
		Sites: h.sites, Journal: folder.book, Access: h.access, Clock: clock.Wall, Version: version(), Log: o.Log,
		Origins: origins, Say: newTeller(o.Config, o.Log).say,
	})
	if err != nil {
		return h, err
	}
	var api http.Handler = h.server
	if o.Front != nil {
		api = o.Front(api)
	}
	pages, err := web.New(web.Options{API: api, Sites: idsOf(o.Config), Names: namesOf(o.Config), Walls: wallsOf(o.Config), Origins: origins, Pending: o.Pending, Log: o.Log})
	if err != nil {
		return h, err
	}
	h.pages = h.lock.before(pages.Mount(api))
	return h, nil
}

// idsOf are the sites, in the order of the file.
func idsOf(file *configs.File) []queue.SiteID {
	var all []queue.SiteID
	for _, s := range file.Sites {
		all = append(all, s.ID)
	}
	return all
}

// namesOf is what pages say of the sites before anybody is signed in.
func namesOf(file *configs.File) func(queue.SiteID) (web.Site, bool) {
	return func(id queue.SiteID) (web.Site, bool) {
		config, ok := file.Site(id)
		return web.Site{Name: config.Name, Languages: config.Languages}, ok
	}
}

// wallsOf is what walls in a browser are read on.
func wallsOf(file *configs.File) func(string) configs.Wall {
	return func(name string) configs.Wall {
		settings, _ := file.WallNamed(name)
		return settings
	}
}

// originOf returns the origin of the pages at an address, as browsers write it.
func originOf(address string) string {
	u, err := url.Parse(address)
	if err != nil {
		return "" // never: it was read with the configuration
	}
	host := strings.ToLower(u.Host)
	for scheme, port := range map[string]string{"http": ":80", "https": ":443"} {
		if u.Scheme == scheme {
			host = strings.TrimSuffix(host, port)
		}
	}
	return u.Scheme + "://" + host
}

// which returns the site that is meant: the one named, or the only one.
func (h *house) which(site queue.SiteID) (queue.SiteID, error) {
	names := make([]string, len(h.sites))
	for i, s := range h.sites {
		if s.ID == site || site == "" && len(h.sites) == 1 {
			return s.ID, nil
		}
		names[i] = string(s.ID)
	}
	return "", queue.Refuse(queue.NotFound, "there is no site %q here: name one of %s with --site", site, strings.Join(names, ", "))
}

// collectAt is how far, in hundredths, the heap grows over what lives before it is
// collected: what a server holds is small and lives for days, and at Go's own 100 a
// fifth of a ticket's cost was to look at it again. GOGC says otherwise.
const collectAt = 400

// serve answers at the listener until ctx ends, and then stops taking, finishes
// what is in hand, and says goodbye to the sockets.
func (h *house) serve(ctx context.Context, listener net.Listener) error {
	if os.Getenv("GOGC") == "" {
		debug.SetGCPercent(collectAt)
	}
	web := &http.Server{
		Handler: h.pages, ReadHeaderTimeout: headerTimeMax, ReadTimeout: bodyTimeMax, IdleTimeout: idleTimeMax,
		MaxHeaderBytes: headerMax, ErrorLog: slog.NewLogLogger(h.log.Handler(), slog.LevelDebug),
	}
	pairing, stopPairing := context.WithCancel(ctx)
	defer stopPairing()
	paired := make(chan error, 1)
	go func() { paired <- h.access.ServePairs(pairing, h.pairs, h.which) }()
	served := make(chan error, 1)
	go func() { served <- h.lock.serve(pairing, web, listener) }()
	var err error
	select {
	case err = <-served:
	case <-ctx.Done():
	}
	stopPairing()
	ending, cancel := context.WithTimeout(context.WithoutCancel(ctx), shutdownTimeMax)
	defer cancel()
	shut := make(chan error, 1)
	go func() { shut <- web.Shutdown(ending) }()
	goodbye, cancelGoodbye := context.WithTimeout(ending, goodbyeTimeMax)
	defer cancelGoodbye()
	h.server.Goodbye(goodbye)
	if errors.Is(<-shut, context.DeadlineExceeded) {
		_ = web.Close() // whoever still speaks asks again under the same key
	}
	return errors.Join(ignoreClosed(err), <-paired)
}

func ignoreClosed(err error) error {
	if errors.Is(err, http.ErrServerClosed) || errors.Is(err, net.ErrClosed) {
		return nil
	}
	return err
}

// close closes what was opened, the last first.
func (h *house) close() error {
	steps := h.undo
	h.undo = nil
	return undo(steps)
}

// listen opens the port, and says what to do when it is taken.
func listen(ctx context.Context, addr string) (net.Listener, error) {
	listener, err := (&net.ListenConfig{}).Listen(ctx, "tcp", addr)
	if errors.Is(err, syscall.EADDRINUSE) {
		return nil, fmt.Errorf("%s is in use by another program: give another address with --listen, such as 127.0.0.1:0", addr)
	}
	if err != nil {
		return nil, fmt.Errorf("listen on %s: %w: give another address with --listen", addr, err)
	}
	return listener, nil
}

// serveCommand runs a server until it is told to stop.
func serveCommand(e *env) func(context.Context) error {
	config, data, addr, always, encrypted := e.configFlag(), e.dataFlag(), e.listenFlag(), e.alwaysOpenFlag(), e.tlsFlags()
	return func(ctx context.Context) error {
		file, err := e.readConfig(*config)
		if err != nil {
			return err
		}
		o := houseOptions{Data: *data, Config: file, AlwaysOpen: *always, Log: slog.New(slog.NewTextHandler(e.err, nil))}
		if o.TLS, err = encrypted(*addr); err != nil {
			return err
		}
		if *config != "" {
			o.Essai = forgetEssai(*data)
		}
		return e.serve(ctx, o, *addr)
	}
}

// serve opens a house, says when it answers, and serves until ctx ends.
func (e *env) serve(ctx context.Context, o houseOptions, addr string) (err error) {
	listener, err := listen(ctx, addr)
	if err != nil {
		return err
	}
	h, err := openHouse(ctx, o)
	if err != nil {
		return errors.Join(err, listener.Close())
	}
	defer func() { err = errors.Join(err, h.close()) }()
	if _, err := fmt.Fprintf(e.out, "ready %s\n", h.url(listener)); err != nil {
		return errors.Join(err, listener.Close())
	}
	return h.serve(ctx, listener)
}
