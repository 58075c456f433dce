package web

import (
	"errors"
	"net/http"
	"strconv"
	"strings"
	"sync"

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
func (h *Handler) fail(w *answer, r *http.Request, err error) {
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
func (h *Handler) tell(w *answer, r *http.Request, kind queue.Kind) error {
	words := i18n.For(accepted(r)...)
	if busy(kind) && r.Method == http.MethodGet {
		return h.wait(w, words, wire.StatusOf(kind))
	}
	s := display.PhoneScreen{Lang: words.Lang(), Lines: []string{words.KioskAsk()}, Over: true}
	if s.State = words.PageFailed("wrong"); kind == queue.NotFound {
		s.State = words.PageFailed("unknown")
	}
	s.Title = s.State
	return h.showPhone(w, wire.StatusOf(kind), s, "")
}

// waits are the pages that ask to wait, by language. Each is made and zipped once: whoever
// floods a server costs it no more than to be refused.
type waits struct {
	mu    sync.Mutex // guards pages
	pages map[string]waitPage
}

type waitPage struct{ plain, zipped []byte }

// wait answers with a page that opens by itself, once the server may be less busy.
func (h *Handler) wait(w *answer, words i18n.Words, status int) error {
	h.waits.mu.Lock()
	defer h.waits.mu.Unlock()
	lang := words.Lang()
	page, made := h.waits.pages[lang]
	if !made {
		text := words.PageFailed("busy")
		s := display.PhoneScreen{Lang: lang, State: text, Title: text, Over: true}
		var first answer
		first.header = http.Header{}
		if err := h.show(&first, status, "phone", phone{frame{Words: words, Assets: h.assets.path}, s, reloadAfter}); err != nil {
			return err
		}
		page = waitPage{first.body.Bytes(), h.packer.zip(first.body.Bytes())}
		h.waits.pages[lang] = page
	}
	w.Header().Set("Content-Type", htmlType)
	w.WriteHeader(status)
	_, _ = w.Write(page.plain) // into memory: never fails
	w.zipped = page.zipped
	return nil
}
