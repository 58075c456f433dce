package web

import (
	"bytes"
	"context"
	"crypto/rand"
	"encoding/json"
	"errors"
	"net/http"
	"net/url"
	"slices"

	"accueil/configs/i18n"
	"accueil/display"
	"accueil/queue"
	"accueil/queue/wire"
)

// A managed is what of the head's page changes by itself, with its forms.
type managed struct {
	i18n.Words
	Screen display.ManagerScreen
	Path   string
	Nonce  string // of this page's forms: what is sent twice is done once
	Typed  form   // kept, when it could not be done
}

// Changed reports whether a head has changed anything of the file.
func (m managed) Changed() bool {
	return len(m.Screen.Renamed) > 0 || slices.ContainsFunc(m.Screen.Days, func(d display.ManagerDay) bool { return d.Changed })
}

// Kept is what was typed for an act that could not be done.
func (m managed) Kept(act string) string {
	if m.Typed.Act != act {
		return ""
	}
	return m.Typed.Text
}

// KeptDay is the day that was.
func (m managed) KeptDay() string {
	if m.Typed.Act != actCloseDay && m.Typed.Act != actOpenDay {
		return ""
	}
	return m.Typed.ID
}

// Chosen reports whether it was about this reason.
func (m managed) Chosen(id queue.ReasonID) bool {
	return m.Typed.Act == actRename && m.Typed.ID == string(id)
}

// A managerPage is the whole.
type managerPage struct {
	frame
	Said   said
	Inside managed
}

func (h *Handler) managerFrame(id queue.SiteID, site Site) frame {
	f := h.frame(id, site)
	f.Path = f.Manager
	f.Live = "/api/v1/sites/" + url.PathEscape(string(id)) + "/live?view=" + wire.ViewManager
	return f
}

// seeManager asks for all that the head looks at.
func (a api) seeManager(ctx context.Context) (display.Manager, error) {
	var m display.Manager
	seen, err := ask[wire.Frame](ctx, a, request{method: http.MethodGet, path: a.below("state") + "?view=" + wire.ViewManager})
	if err != nil {
		return m, err
	}
	if err := json.Unmarshal(seen.State, &m.View); err != nil {
		return m, err
	}
	m.Now = seen.At
	if m.Configuration, err = ask[wire.Configuration](ctx, a, request{method: http.MethodGet, path: a.below("configuration")}); err != nil {
		return m, err
	}
	people, err := ask[wire.People](ctx, a, request{method: http.MethodGet, path: "/api/v1/people?site=" + url.QueryEscape(string(a.site))})
	m.People = people.People
	return m, err
}

// manager answers the head's page, or the form to sign in; who is no head reads so.
func (h *Handler) manager(w http.ResponseWriter, r *http.Request) error {
	id, site, err := h.site(r)
	if err != nil {
		return err
	}
	a, err := h.api(r)
	if err != nil {
		return h.enter(w, r, err)
	}
	m, err := a.seeManager(r.Context())
	if err != nil {
		return h.enter(w, r, err)
	}
	page := h.wholePage(h.managerFrame(id, site), m)
	if key := r.URL.Query().Get("done"); key != "" {
		if did, known := h.deeds.find(stepKey{sessionOf(a.token), key}); known {
			page.Said = didSay(page.Inside.Words, did, key)
		}
	}
	return h.show(w, http.StatusOK, "manager", page)
}

func (h *Handler) managerPage(f frame, m display.Manager) managerPage {
	return managerPage{frame: f, Inside: managed{
		Words: f.Words, Screen: m.Screen(), Path: f.Path, Nonce: rand.Text(),
	}}
}

// wholePage is for a page that has no websocket yet: it would be told of itself.
func (h *Handler) wholePage(f frame, m display.Manager) managerPage {
	m.View.Consoles.Polling = 0
	return h.managerPage(f, m)
}

// enter leads whoever may not see the page to where they may go: a mediator is signed in
// all the same, and others sign in.
func (h *Handler) enter(w http.ResponseWriter, r *http.Request, refusal error) error {
	id, site, err := h.site(r)
	if err != nil {
		return err
	}
	if !signedOut(refusal) {
		return refusal
	}
	f := h.managerFrame(id, site)
	if queue.KindOf(refusal) == queue.Forbidden {
		if a, err := h.api(r); err == nil {
			if _, err := a.look(r.Context()); err == nil {
				return h.show(w, http.StatusForbidden, "not-head", f)
			}
		}
	}
	h.forget(w, r)
	return h.show(w, http.StatusOK, "sign-in", f)
}

// managerSignOut ends the session, and leads back to the form.
func (h *Handler) managerSignOut(w http.ResponseWriter, r *http.Request) error {
	id, site, err := h.site(r)
	if err != nil {
		return err
	}
	if a, err := h.api(r); err == nil {
		h.signOut(w, r, a)
		h.deeds.drop(sessionOf(a.token))
	}
	http.Redirect(w, r, h.managerFrame(id, site).Path, http.StatusSeeOther)
	return nil
}

// managerStep answers a page that looks again. Nothing is done by a step here: that is
// what the forms are for.
func (h *Handler) managerStep(w http.ResponseWriter, r *http.Request) error {
	s, err := stepOf(r)
	if err != nil {
		return err
	}
	if s.Event.Kind != "look" {
		return queue.Refuse(queue.Invalid, "there is no event %q on this page", s.Event.Kind)
	}
	id, site, err := h.site(r)
	if err != nil {
		return err
	}
	a, err := h.api(r)
	if err != nil {
		return err
	}
	m, err := a.seeManager(r.Context())
	if signedOut(err) { // whoever is signed in now may not see this
		return queue.Refuse(queue.Unauthenticated, "the head is not signed in any more: sign in on the page")
	}
	if err != nil {
		return err
	}
	page := h.managerPage(h.managerFrame(id, site), m)
	var inside bytes.Buffer
	if err := h.pages.ExecuteTemplate(&inside, "manager-inside", page.Inside); err != nil {
		return err
	}
	body, err := json.Marshal(stepped{HTML: inside.String(), Title: page.Inside.Screen.Title, Clock: page.Inside.Screen.Clock})
	if err != nil {
		return err
	}
	return send(w, body)
}

// act does what a form asks for, once, and leads to the page that says so. What cannot be
// done, or wants to be meant, is asked again on the page, with what was typed.
func (h *Handler) act(w http.ResponseWriter, r *http.Request) error {
	id, site, err := h.site(r)
	if err != nil {
		return err
	}
	f, err := formOf(w, r)
	if err != nil {
		return err
	}
	a, err := h.api(r)
	if err != nil {
		return h.enter(w, r, err)
	}
	frame := h.managerFrame(id, site)
	if f.Act == actNoted {
		h.deeds.forget(stepKey{sessionOf(a.token), f.ID})
		http.Redirect(w, r, frame.Path, http.StatusSeeOther)
		return nil
	}
	m, err := a.seeManager(r.Context())
	if err != nil {
		return h.enter(w, r, err)
	}
	ctx := context.WithoutCancel(r.Context()) // a second press takes the page away from the first
	_, err = h.deeds.once(r.Context(), stepKey{sessionOf(a.token), f.key()}, func() (deed, error) { return h.do(ctx, a, f, m) })
	if err == nil {
		http.Redirect(w, r, frame.Path+"?done="+f.key()+"#said", http.StatusSeeOther)
		return nil
	}
	var refused *queue.Error
	if !errors.As(err, &refused) || refused.Kind == queue.Internal {
		return err
	}
	if refused.Kind == queue.Unauthenticated {
		return h.enter(w, r, err)
	}
	page := h.wholePage(frame, m)
	page.Inside.Typed = f
	page.Said = refusedSay(frame.Words, f, m, refused.Kind)
	return h.show(w, wire.StatusOf(refused.Kind), "manager", page)
}
