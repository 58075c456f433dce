package web

import (
	"context"
	"embed"
	"html/template"
	"log/slog"
	"net/http"
	"slices"
	"strings"
	"time"

	"accueil/configs"
	"accueil/display"
	"accueil/queue"
	"accueil/queue/wire"
)

// Options are what pages need; all are owed but Pending and Log.
type Options struct {
	API     http.Handler                    // the queue server's own
	Sites   []queue.SiteID                  // in the order of the home page
	Names   func(queue.SiteID) (Site, bool) // false: it is not served here
	Walls   func(name string) configs.Wall  // of a wall's device; "" for a browser without one
	Origins []string                        // of pages that may change things, besides the server's own
	Pending func() *display.Pending         // on a laptop that is away; nil, or its answer: nothing is told
	Log     *slog.Logger
}

// A Site is what a page says of its site before anybody is signed in.
type Site struct {
	Name      string
	Languages []string
}

// A Handler answers with pages.
type Handler struct {
	o        Options
	mux      *http.ServeMux
	crossing *http.CrossOriginProtection
	pages    *template.Template
	assets   assets
	recent   recent
	packer   packer
	waits    waits
	deeds    deeds

	televisions televisions
}

//go:embed pages/*.html
var pageFiles embed.FS

// policy allows a page this server's own files, and nothing that is written into it.
const policy = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; connect-src 'self'; " +
	"form-action 'self'; base-uri 'none'; frame-ancestors 'none'"

// New returns the pages. Mount lets them answer where they are asked for.
func New(o Options) (*Handler, error) {
	if o.Log == nil {
		o.Log = slog.New(slog.DiscardHandler)
	}
	h := &Handler{o: o, mux: http.NewServeMux(), crossing: http.NewCrossOriginProtection(), waits: waits{pages: map[string]waitPage{}}}
	for _, origin := range o.Origins {
		if err := h.crossing.AddTrustedOrigin(origin); err != nil {
			return nil, err
		}
	}
	var err error
	if h.assets, err = readAssets(); err != nil {
		return nil, err
	}
	h.pages, err = template.New("").ParseFS(pageFiles, "pages/*.html")
	if err != nil {
		return nil, err
	}
	h.mux.Handle("GET /{$}", h.frames(h.home))
	h.mux.Handle("GET /console/{site}", h.frames(h.console))
	h.mux.Handle("POST /console/{site}/sign-in", h.page(h.signInTo(h.frame)))
	h.mux.Handle("POST /console/{site}/step", h.page(h.step))
	h.mux.Handle("GET /wall/{site}", h.frames(h.wall))
	h.mux.Handle("POST /wall/{site}/step", h.page(h.wallStep))
	h.mux.Handle("POST /wall/{site}/knock", h.page(h.knock))
	h.mux.Handle("POST /wall/{site}/let-in", h.page(h.letIn))
	h.mux.Handle("GET /manager/{site}", h.page(h.manager))
	h.mux.Handle("POST /manager/{site}", h.page(h.act))
	h.mux.Handle("POST /manager/{site}/sign-in", h.page(h.signInTo(h.managerFrame)))
	h.mux.Handle("POST /manager/{site}/sign-out", h.page(h.managerSignOut))
	h.mux.Handle("POST /manager/{site}/step", h.page(h.managerStep))
	h.mux.Handle("GET /t/{secret}", h.page(h.phone))
	h.mux.Handle("GET "+h.assets.path+"{name}", h.assets)
	return h, nil
}

// Mount adds the pages to a server's other calls.
func (h *Handler) Mount(other http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if _, pattern := h.mux.Handler(r); pattern != "" {
			h.mux.ServeHTTP(w, r)
			return
		}
		other.ServeHTTP(w, r)
	})
}

// page serves what a browser asks for: nothing of it is kept, framed or guessed at, and
// what changes something comes from the server's own pages. It carries a tag all the same,
// for a script that asks whether there is anything new.
func (h *Handler) page(serve func(http.ResponseWriter, *http.Request) error) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		header := w.Header()
		header.Set("Content-Security-Policy", policy)
		header.Set("X-Content-Type-Options", "nosniff")
		header.Set("Referrer-Policy", "same-origin") // with no-referrer a form says that it comes from nowhere
		header.Set("Cross-Origin-Opener-Policy", "same-origin")
		header.Set("Cache-Control", "no-store")
		got := &answer{header: header}
		err := h.crossing.Check(r)
		if err != nil {
			err = queue.Refuse(queue.Forbidden, "another site's page may change nothing here: open the server's own")
		} else {
			err = serve(got, r)
		}
		if err != nil {
			header.Set("Cache-Control", "no-store")
			h.fail(got, r, err)
		}
		h.packer.send(w, r, got)
	})
}

// frames is page for what stands around a screen and is the same for everybody: words, and
// nothing of anybody's, who may sit at a machine that others share. A browser keeps it, and
// asks each time whether it is still so. What people's screens show comes by other ways,
// which are kept nowhere.
func (h *Handler) frames(serve func(http.ResponseWriter, *http.Request) error) http.Handler {
	return h.page(func(w http.ResponseWriter, r *http.Request) error {
		w.Header().Set("Cache-Control", "no-cache, private")
		return serve(w, r)
	})
}

// site returns the site of a request's path.
func (h *Handler) site(r *http.Request) (queue.SiteID, Site, error) {
	id := queue.SiteID(r.PathValue("site"))
	known, ok := h.o.Names(id)
	if !ok {
		return id, known, queue.Refuse(queue.NotFound, "there is no site %q here", id)
	}
	return id, known, nil
}

// api returns the way to the API for a request's browser. A browser of which nobody is
// signed in is counted as any other that has no token.
func (h *Handler) api(r *http.Request) (api, error) {
	a, err := h.apiBy(r, wire.SessionCookie)
	if queue.KindOf(err) == queue.Unauthenticated {
		if err := h.count(r); err != nil {
			return a, err
		}
	}
	return a, err
}

// apiBy returns it with the token of a cookie.
func (h *Handler) apiBy(r *http.Request, name string) (api, error) {
	id, _, err := h.site(r)
	if err != nil {
		return api{}, err
	}
	a := api{handler: h.o.API, site: id, from: r.RemoteAddr}
	cookie, err := r.Cookie(name)
	if err != nil || cookie.Value == "" {
		return a, queue.Refuse(queue.Unauthenticated, "nobody is signed in: sign in on the page")
	}
	a.token = cookie.Value
	return a, nil
}

// count has the server count a request that asks it for nothing: who asks too often is
// refused here as there, and before there is any work.
func (h *Handler) count(r *http.Request) error {
	_, err := api{handler: h.o.API, from: r.RemoteAddr}.call(r.Context(), request{method: http.MethodGet, path: "/healthz"})
	return err
}

// remember gives the browser a session's token, until it ends.
func (h *Handler) remember(w http.ResponseWriter, r *http.Request, s wire.Session) {
	http.SetCookie(w, h.cookieOf(r, s.Token, s.ExpiresAt))
}

// signOut ends the browser's session. Where the server cannot, the browser loses its token
// all the same: whoever sits there next is not them.
func (h *Handler) signOut(w http.ResponseWriter, r *http.Request, a api) {
	h.forget(w, r)
	_, err := a.call(context.WithoutCancel(r.Context()), request{method: http.MethodDelete, path: "/api/v1/login"})
	if err != nil {
		h.o.Log.Error("a session that is over stays good until its hour", "error", err)
	}
	h.recent.drop(sessionOf(a.token))
}

// forget takes it back.
func (h *Handler) forget(w http.ResponseWriter, r *http.Request) {
	http.SetCookie(w, h.cookieOf(r, "", time.Unix(1, 0)))
}

// cookieOf is for encrypted lines alone where the page came over one, though a proxy may
// have taken that off: its form says so, or the address is the public one.
func (h *Handler) cookieOf(r *http.Request, token string, until time.Time) *http.Cookie {
	secure := r.TLS != nil || strings.HasPrefix(r.Header.Get("Origin"), "https://") || slices.Contains(h.o.Origins, "https://"+strings.ToLower(r.Host))
	return &http.Cookie{
		Name: wire.SessionCookie, Value: token, Path: "/", Expires: until,
		HttpOnly: true, SameSite: http.SameSiteStrictMode, Secure: secure,
	}
}
