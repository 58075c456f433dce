package web

import (
	"encoding/json"
	"net/http"
	"net/url"

	"golang.org/x/text/language"

	"accueil/configs/i18n"
	"accueil/display"
	"accueil/queue"
	"accueil/queue/wire"
)

// A phone is a page with a ticket.
type phone struct {
	frame
	display.PhoneScreen
	Again int // seconds after which it is opened again, 0: not by itself
}

const pollEvery = 15 // seconds, where no script runs; phone.js has its own

// phone answers a ticket's page to whoever has its link. A link that leads nowhere, or no
// longer, is told so in words: which of the two, nobody learns, by no byte of the page.
// Nobody is told of the page's address, and nothing of it stays on a telephone that others
// share: so a script asks by tag whether there is anything new, and the browser does not.
func (h *Handler) phone(w http.ResponseWriter, r *http.Request) error {
	w.Header().Set("Referrer-Policy", "no-referrer")
	live := "/t/" + url.PathEscape(r.PathValue("secret")) + "/live"
	a := api{handler: h.o.API, from: r.RemoteAddr}
	frame, err := ask[wire.Frame](r.Context(), a, request{method: http.MethodGet, path: live})
	if queue.KindOf(err) == queue.NotFound {
		return h.lost(w, r)
	}
	if err != nil {
		return err
	}
	var view *wire.PhoneView
	if err := json.Unmarshal(frame.State, &view); err != nil {
		return err
	}
	if view == nil { // its day ended a moment ago
		return h.lost(w, r)
	}
	return h.showPhone(w, http.StatusOK, display.PhoneOf(*view), live)
}

func (h *Handler) lost(w http.ResponseWriter, r *http.Request) error {
	return h.showPhone(w, http.StatusNotFound, display.PhoneLost(accepted(r)...), "")
}

func (h *Handler) showPhone(w http.ResponseWriter, status int, s display.PhoneScreen, live string) error {
	p := phone{frame{Words: i18n.For(s.Lang), Live: live, Assets: h.assets.path}, s, pollEvery}
	if s.Over {
		p.Again = 0
	}
	return h.show(w, status, "phone", p)
}

const acceptedMax = 256 // bytes of a list of languages; no browser's is longer

// accepted are the languages that a browser asks for, the dearest first.
func accepted(r *http.Request) []string {
	list := r.Header.Get("Accept-Language")
	tags, _, err := language.ParseAcceptLanguage(list[:min(len(list), acceptedMax)])
	if err != nil {
		return nil
	}
	var all []string
	for _, tag := range tags {
		base, _ := tag.Base()
		all = append(all, base.String())
	}
	return all
}
