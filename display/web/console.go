package web

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"net/url"

	"accueil/configs/i18n"
	"accueil/display"
	"accueil/queue"
	"accueil/queue/wire"
)

// A frame is what stands around a page.
type frame struct {
	i18n.Words
	Site   string
	Path   string // of the page
	Live   string // of its frames
	Assets string // where its files are
	Failed string // why the last sign-in was none
	Name   string // as it was typed

	Console, Manager, Wall string // a mediator's page, the head's, and the waiting room's
}

// Dir is how the page's language is written.
func (f frame) Dir() string {
	if f.RightToLeft() {
		return "rtl"
	}
	return "ltr"
}

func (h *Handler) frame(id queue.SiteID, site Site) frame {
	below := func(page string) string { return "/" + page + "/" + url.PathEscape(string(id)) }
	return frame{
		Words: i18n.For(site.Languages...), Site: site.Name, Path: below("console"), Assets: h.assets.path,
		Console: below("console"), Manager: below("manager"), Wall: below("wall"),
		Live: "/api/v1/sites/" + url.PathEscape(string(id)) + "/live?view=" + wire.ViewConsole,
	}
}

// home leads whoever opened the bare address to the consoles.
func (h *Handler) home(w http.ResponseWriter, r *http.Request) error {
	if err := h.count(r); err != nil {
		return err
	}
	var all struct {
		frame
		Sites []frame
	}
	for _, id := range h.o.Sites {
		if site, ok := h.o.Names(id); ok {
			all.Sites = append(all.Sites, h.frame(id, site))
		}
	}
	if len(all.Sites) == 0 {
		return queue.Refuse(queue.NotFound, "no site is served here")
	}
	all.frame = all.Sites[0]
	return h.show(w, http.StatusOK, "home", all)
}

// console answers the console's page, or the form to sign in.
func (h *Handler) console(w http.ResponseWriter, r *http.Request) error {
	id, site, err := h.site(r)
	if err != nil {
		return err
	}
	a, err := h.api(r)
	if err == nil {
		if _, err = a.look(r.Context()); err == nil {
			return h.show(w, http.StatusOK, "console", h.frame(id, site))
		}
		if signedOut(err) {
			h.forget(w, r)
		}
	}
	if !signedOut(err) {
		return err
	}
	return h.show(w, http.StatusOK, "sign-in", h.frame(id, site))
}

// signedOut reports whether a token opens no console: it has ended, or is of another site.
func signedOut(err error) bool {
	kind := queue.KindOf(err)
	return kind == queue.Unauthenticated || kind == queue.Forbidden
}

const formMax = 4 << 10 // bytes

// signInTo takes a name and a PIN from the form, leads to a page, and asks again where they
// are wrong.
func (h *Handler) signInTo(page func(queue.SiteID, Site) frame) func(http.ResponseWriter, *http.Request) error {
	return func(w http.ResponseWriter, r *http.Request) error {
		id, site, err := h.site(r)
		if err != nil {
			return err
		}
		return h.signIn(w, r, page(id, site))
	}
}

func (h *Handler) signIn(w http.ResponseWriter, r *http.Request, f frame) error {
	id, _, err := h.site(r)
	if err != nil {
		return err
	}
	r.Body = http.MaxBytesReader(w, r.Body, formMax)
	if err := r.ParseForm(); err != nil {
		return queue.Refuse(queue.Invalid, "the form cannot be read: open the page again")
	}
	a := api{handler: h.o.API, site: id, from: r.RemoteAddr}
	said := wire.LoginRequest{Site: id, Name: r.PostForm.Get("name"), PIN: r.PostForm.Get("pin")}
	got, err := a.call(r.Context(), request{method: http.MethodPost, path: "/api/v1/login", body: said})
	if err == nil {
		var session wire.Session
		if err := json.Unmarshal(got.body.Bytes(), &session); err != nil {
			return err
		}
		h.remember(w, r, session)
		http.Redirect(w, r, f.Path, http.StatusSeeOther)
		return nil
	}
	var refused *queue.Error
	if !errors.As(err, &refused) || refused.Kind == queue.Internal {
		return err
	}
	if after := got.header.Get("Retry-After"); after != "" {
		w.Header().Set("Retry-After", after)
	}
	f.Name, f.Failed = said.Name, f.ConsoleSignInFailed(refused.Kind.String(), f.Lost(string(display.LossSilent), ""))
	if away := h.away(); away != nil && !away.Heard && refused.Kind == queue.Unauthenticated {
		f.Failed = f.ConsoleSignInAway()
	}
	return h.show(w, wire.StatusOf(refused.Kind), "sign-in", f)
}

const htmlType = "text/html; charset=utf-8"

// show answers with a page, whole or not at all.
func (h *Handler) show(w http.ResponseWriter, status int, name string, of any) error {
	var page bytes.Buffer
	if err := h.pages.ExecuteTemplate(&page, name, of); err != nil {
		return err
	}
	w.Header().Set("Content-Type", htmlType)
	w.WriteHeader(status)
	_, _ = page.WriteTo(w) // who has gone asks again
	return nil
}

// part returns a part of a page.
func (h *Handler) part(name string, of any) (string, error) {
	var part bytes.Buffer
	err := h.pages.ExecuteTemplate(&part, name, of)
	return part.String(), err
}

func writeJSON(w io.Writer, v any) {
	_ = json.NewEncoder(w).Encode(v) // who has gone asks again
}

// An inside is what of a page changes at each step.
type inside struct {
	i18n.Words
	display.ConsoleScreen
}

func pageOf(s display.ConsoleScreen) inside { return inside{i18n.For(s.Lang), s} }
