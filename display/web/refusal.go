package web

import (
	"errors"
	"net/http"
	"strconv"
	"strings"

	"accueil/configs/i18n"
	"accueil/display"
	"accueil/queue"
	"accueil/queue/wire"
)

const (
	retryAfter  = 1 // seconds
	reloadAfter = 5 // seconds, of a page that opens by itself: a second would be no help to a busy server
)

// fail answers with a problem, and whoever opened a page with words. What is our own
// mistake is logged and not told; the log names the page, and not its address: that of a
// telephone's page is a secret.
func (h *Handler) fail(w http.ResponseWriter, r *http.Request, err error) {
	kind, text := queue.KindOf(err), err.Error()
	var told *queue.Error
	if !errors.As(err, &told) || kind == queue.Internal {
		h.o.Log.Error("a page failed", "page", r.Pattern, "error", err)
		kind, text = queue.Internal, "something went wrong here, and stands in the server's log"
	}
	if busy(kind) {
		w.Header().Set("Retry-After", strconv.Itoa(retryAfter))
	}
	if strings.Contains(r.Header.Get("Accept"), "text/html") && h.tell(w, r, kind) == nil {
		return
	}
	w.Header().Set("Content-Type", wire.ProblemType)
	w.WriteHeader(wire.StatusOf(kind))
	writeJSON(w, wire.NewProblem(kind, wire.StatusOf(kind), text))
}

// busy reports whether a refusal is over in a moment.
func busy(kind queue.Kind) bool { return kind == queue.Unavailable || kind == queue.TooMany }

// tell answers a person with a page of few words, and opens it again where that helps.
func (h *Handler) tell(w http.ResponseWriter, r *http.Request, kind queue.Kind) error {
	words := i18n.For(accepted(r)...)
	s := display.PhoneScreen{Lang: words.Lang(), Over: true}
	again := 0
	switch {
	case busy(kind) && r.Method == http.MethodGet:
		s.State, again = words.PageFailed("busy"), reloadAfter
	case kind == queue.NotFound:
		s.State, s.Lines = words.PageFailed("unknown"), []string{words.KioskAsk()}
	default:
		s.State, s.Lines = words.PageFailed("wrong"), []string{words.KioskAsk()}
	}
	s.Title = s.State
	return h.show(w, wire.StatusOf(kind), "phone", phone{frame{Words: words, Assets: h.assets.path}, s, again})
}
