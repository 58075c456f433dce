package web

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"time"
	"unicode/utf8"

	"accueil/configs/i18n"
	"accueil/display"
	"accueil/queue"
	"accueil/queue/wire"
)

const (
	stepMax = 96 << 10 // bytes of a step: twenty reasons and a little text
	wishMax = 8        // effects of one step
)

// A step is what happened on a page, with what the page kept.
type step struct {
	Draft  display.Draft `json:"draft"`
	Event  event         `json:"event"`
	Nonce  string        `json:"nonce"`   // the key of what the step does
	MonoMS int64         `json:"mono_ms"` // the page's own clock
	Again  bool          `json:"again"`   // it had no answer before
}

// An event is a key, a touch, a text or none, by kind.
type event struct {
	Kind  string `json:"kind"` // look | key | press | point | text | paste
	Value string `json:"value,omitempty"`
}

// A stepped is what a page is to show, and to keep.
type stepped struct {
	Draft     display.Draft `json:"draft"`
	HTML      string        `json:"html"`
	Title     string        `json:"title"`
	Clock     string        `json:"clock"` // the site's, as people read it
	Ring      bool          `json:"ring,omitempty"`
	SignedOut bool          `json:"signed_out,omitempty"`
}

var presses = map[string]display.Key{
	"Enter": display.KeyEnter, "Escape": display.KeyEscape, "ArrowUp": display.KeyUp, "ArrowDown": display.KeyDown,
	"Tab": display.KeyTab, "Backspace": display.KeyErase, "PageUp": display.KeyPageUp, "PageDown": display.KeyPageDown,
	"Home": display.KeyHome, "End": display.KeyEnd, "EraseAll": display.KeyEraseAll,
}

// message is what the model is told; nil is nothing.
func (e event) message() (display.Msg, error) {
	switch e.Kind {
	case "look":
		return nil, nil
	case "key":
		if r, size := utf8.DecodeRuneInString(e.Value); size == len(e.Value) && r != utf8.RuneError {
			return display.Type{Rune: r}, nil
		}
	case "press":
		if k, ok := presses[e.Value]; ok {
			return display.Press{Key: k}, nil
		}
	case "point":
		return display.Point{Target: display.Target(e.Value)}, nil
	case "text":
		return display.Wrote{Text: e.Value}, nil
	case "paste":
		return display.Pasted{Text: e.Value}, nil
	}
	return nil, queue.Refuse(queue.Invalid, "there is no event %q %q", e.Kind, e.Value)
}

// presses reports whether an event is a key, or is taken for one.
func (e event) presses() bool { return e.Kind == "key" || e.Kind == "press" || e.Kind == "point" }

// A walk is one step on its way.
type walk struct {
	api
	console display.Console
	wishes  []display.Effect
	seen    look
	nonce   string
	asked   bool // a command
	done    stepped
}

// step answers a page: what it is to show now, and keep. Where the server has no answer
// to a command it is unavailable, nothing of the step is kept, and the page sends it again.
func (h *Handler) step(w http.ResponseWriter, r *http.Request) error {
	s, err := stepOf(r)
	if err != nil {
		return err
	}
	msg, err := s.Event.message()
	if err != nil {
		return err
	}
	a, err := h.api(r)
	if err != nil {
		return err
	}
	walk, err := h.begin(r.Context(), a, s)
	if err != nil {
		return err
	}
	key := stepKey{sessionOf(a.token), s.Nonce}
	if body, known := h.recent.find(key); known {
		return send(w, body)
	}
	before := walk.console
	if msg != nil {
		walk.tell(msg)
	}
	if err := walk.goOn(r.Context()); err != nil {
		return err
	}
	if s.Again && !walk.asked && s.Event.presses() && s.Draft.Question == nil { // what it meant then, it may mean no more
		walk.console = before.Unsure()
	}
	if walk.done.SignedOut {
		h.signOut(w, r, a)
	}
	body, err := h.render(walk)
	if err != nil {
		return err
	}
	if walk.asked {
		h.recent.keep(key, body)
	}
	return send(w, body)
}

// render returns what the page is told.
func (h *Handler) render(walk *walk) ([]byte, error) {
	screen := walk.console.View()
	var inside bytes.Buffer
	if err := h.pages.ExecuteTemplate(&inside, "inside", pageOf(screen)); err != nil {
		return nil, err
	}
	walk.done.Draft, walk.done.HTML, walk.done.Title = walk.console.Draft(), inside.String(), screen.Title
	walk.done.Clock = i18n.For(screen.Lang).WallClock(walk.seen.at)
	return json.Marshal(walk.done)
}

func send(w http.ResponseWriter, body []byte) error {
	w.Header().Set("Content-Type", "application/json")
	_, _ = w.Write(body) // who has gone sends the step again
	return nil
}

func stepOf(r *http.Request) (step, error) {
	s, err := readStep[step](r)
	if err == nil && s.Nonce == "" {
		err = queue.Refuse(queue.Invalid, "the step has no nonce")
	}
	return s, err
}

// readStep reads what a page says.
func readStep[T any](r *http.Request) (T, error) {
	var s T
	body, err := io.ReadAll(http.MaxBytesReader(nil, r.Body, stepMax))
	if err != nil {
		return s, queue.Refuse(queue.Invalid, "the step cannot be read, or is larger than %d bytes", stepMax)
	}
	if err := json.Unmarshal(body, &s); err != nil {
		return s, queue.Refuse(queue.Invalid, "the step is not as it should be: %v", err)
	}
	return s, nil
}

// begin makes the page's console anew of what it kept and of the site as it is.
func (h *Handler) begin(ctx context.Context, a api, s step) (*walk, error) {
	site, err := ask[wire.Site](ctx, a, request{method: http.MethodGet, path: a.below()})
	if err != nil {
		return nil, err
	}
	walk := &walk{api: a, nonce: s.Nonce}
	if walk.seen, err = a.look(ctx); err != nil {
		return nil, err
	}
	mine := walk.seen.view.Mine
	walk.console, walk.wishes = display.ResumeConsole(display.Resume{
		Session: wire.Session{Person: mine.Person, PersonName: mine.PersonName, Role: mine.Role},
		Site:    site, Draft: s.Draft, Seen: walk.seen.message(), Away: h.away(),
		Now: display.Now{Wall: walk.seen.at, Mono: time.Duration(s.MonoMS) * time.Millisecond},
	})
	return walk, nil
}

// away is what a laptop's site lacks; nil on any other machine.
func (h *Handler) away() *display.Pending {
	if h.o.Pending == nil {
		return nil
	}
	return h.o.Pending()
}

func (l look) message() display.ConsoleSeen {
	return display.ConsoleSeen{Stamp: display.Stamp{Epoch: l.life, At: l.at}, View: l.view}
}

func (w *walk) tell(m display.Msg) {
	var wishes []display.Effect
	w.console, wishes = w.console.Update(m)
	w.wishes = append(w.wishes, wishes...)
}

// goOn does what the console wishes for, and shows it what became of it.
func (w *walk) goOn(ctx context.Context) error {
	for n := 0; len(w.wishes) > 0 && n < wishMax; n++ {
		wish := w.wishes[0]
		w.wishes = w.wishes[1:]
		switch wish := wish.(type) {
		case display.Ring:
			w.done.Ring = true
		case display.SignOut:
			w.done.SignedOut = true
		case display.Ask:
			if err := w.ask(ctx, wish); err != nil {
				return err
			}
		case display.SignIn, display.Leave: // a page has a form for the one, and no program to leave
		}
	}
	return nil
}

// ask makes the console's command under the step's key.
func (w *walk) ask(ctx context.Context, wish display.Ask) error {
	w.asked = true
	call := wish.Command.Call()
	got, err := w.call(ctx, request{method: call.Method, path: w.below(call.Path...), key: w.nonce, body: call.Body})
	var refused *queue.Error
	switch {
	case err == nil:
		ticket, err := call.Ticket(got.body.Bytes())
		if err != nil {
			return err
		}
		w.tell(display.Done{Request: wish.Request, Ticket: ticket})
	case errors.As(err, &refused) && worthTelling(refused.Kind):
		w.tell(display.Refused{Request: wish.Request, Kind: refused.Kind})
	default:
		return err
	}
	if seen, err := w.look(ctx); err == nil { // else the page looks again, and what was done is said
		w.seen = seen
		w.tell(seen.message())
	}
	return nil
}

// worthTelling reports whether a refusal is an answer to the command. The others are of
// the session, or may be answered otherwise in a moment.
func worthTelling(k queue.Kind) bool {
	switch k {
	case queue.Unauthenticated, queue.Unavailable, queue.TooMany, queue.Internal:
		return false
	case queue.Invalid, queue.Forbidden, queue.NotFound, queue.Conflict, queue.Closed:
	}
	return true
}
