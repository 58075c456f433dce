package web

import (
	"errors"
	"net/http"
	"time"

	"accueil/queue"
	"accueil/queue/access"
	"accueil/queue/wire"
)

// A doorway is what a browser shows that is not yet a screen of the site's.
type doorway struct {
	frame
	Screen string // the name that it would have, as it was typed
	Code   string
	Secret string
}

// door answers with a code for a head to type, and a form for one who stands there.
func (h *Handler) door(w http.ResponseWriter, r *http.Request, d doorway, status int) error {
	tv, err := h.televisions.ask(queue.SiteID(r.PathValue("site")), access.AddrOf(r.RemoteAddr), time.Now())
	if err != nil {
		return err
	}
	w.Header().Set("Cache-Control", "no-store") // its code is this screen's alone
	d.Code, d.Secret = tv.code[:3]+" "+tv.code[3:], tv.secret
	return h.show(w, status, "door", d)
}

// knock answers a screen that waits at the door: whether it is let in.
func (h *Handler) knock(w http.ResponseWriter, r *http.Request) error {
	id, _, err := h.site(r)
	if err == nil {
		err = h.count(r)
	}
	if err != nil {
		return err
	}
	said, err := readStep[struct {
		Secret string `json:"secret"`
	}](r)
	if err != nil {
		return err
	}
	token, known := h.televisions.collect(id, said.Secret, time.Now())
	if token != "" {
		h.keepScreen(w, r, token)
	}
	w.Header().Set("Content-Type", "application/json")
	writeJSON(w, map[string]bool{"open": token != "", "waits": known && token == ""})
	return nil
}

// letIn makes a screen of the site's of the browser in front of which a head signs in.
func (h *Handler) letIn(w http.ResponseWriter, r *http.Request) error {
	id, site, err := h.site(r)
	if err != nil {
		return err
	}
	r.Body = http.MaxBytesReader(w, r.Body, formMax)
	if err := r.ParseForm(); err != nil {
		return queue.Refuse(queue.Invalid, "the form cannot be read: open the page again")
	}
	d := doorway{frame: h.wallFrame(id, site), Screen: r.PostForm.Get("screen")}
	d.Name = r.PostForm.Get("name")
	token, err := h.addScreen(r, wire.DeviceRequest{Role: queue.RoleWall.String(), Site: id, Name: d.Screen})
	if err == nil {
		h.keepScreen(w, r, token)
		http.Redirect(w, r, d.Path, http.StatusSeeOther)
		return nil
	}
	var refused *queue.Error
	if !errors.As(err, &refused) || refused.Kind == queue.Internal {
		return err
	}
	d.Failed = d.WallScreenFailed(refused.Kind.String())
	if refused.Kind == queue.Forbidden {
		d.Failed = d.WallNotHead()
	}
	return h.door(w, r, d, wire.StatusOf(refused.Kind))
}

// addScreen makes a device by the name and PIN of a head's, whose session is over at once.
func (h *Handler) addScreen(r *http.Request, device wire.DeviceRequest) (string, error) {
	a := api{handler: h.o.API, site: device.Site, from: r.RemoteAddr}
	said := wire.LoginRequest{Site: device.Site, Name: r.PostForm.Get("name"), PIN: r.PostForm.Get("pin")}
	session, err := ask[wire.Session](r.Context(), a, request{method: http.MethodPost, path: "/api/v1/login", body: said})
	if err != nil {
		return "", err
	}
	a.token = session.Token
	made, err := ask[wire.Device](r.Context(), a, request{method: http.MethodPost, path: "/api/v1/devices", body: device})
	if _, over := a.call(r.Context(), request{method: http.MethodDelete, path: "/api/v1/login"}); over != nil {
		h.o.Log.Error("a session that is over stays good until its hour", "error", over)
	}
	return made.Token, err
}

// screenAPI returns the way to the API for a wall's browser.
func (h *Handler) screenAPI(r *http.Request) (api, error) {
	if a, err := h.apiBy(r, wire.WallCookie); err == nil {
		return a, nil
	}
	return h.api(r)
}

// keepScreen gives a browser a screen's token.
func (h *Handler) keepScreen(w http.ResponseWriter, r *http.Request, token string) {
	cookie := h.cookieOf(r, token, time.Now().Add(screenTime))
	cookie.Name = wire.WallCookie
	http.SetCookie(w, cookie)
}

func (h *Handler) dropScreen(w http.ResponseWriter, r *http.Request) {
	cookie := h.cookieOf(r, "", time.Unix(1, 0))
	cookie.Name = wire.WallCookie
	http.SetCookie(w, cookie)
}
