package web

import (
	"encoding/json"
	"net/http"
	"net/url"
	"strconv"
	"time"

	"accueil/configs"
	"accueil/configs/i18n"
	"accueil/display"
	"accueil/queue"
	"accueil/queue/wire"
)

// screenTime is how long a browser keeps a wall's token: as long as browsers keep any.
const screenTime = 400 * 24 * time.Hour

// A wall is the page around one.
type wall struct {
	frame
	configs.Wall
	Screen string // the device's name
}

// Sounds are what may be heard of it.
func (w wall) Sounds() []string {
	return []string{string(configs.SoundVoice), string(configs.SoundChime), string(configs.SoundSilent)}
}

// Stale is what stands on a wall whose server is not heard.
func (w wall) Stale() string { return w.WallStaleAt("{}") }

// wall answers the waiting room's page, or, where the browser is not yet a screen of the
// site's, a code for its head to type.
func (h *Handler) wall(w http.ResponseWriter, r *http.Request) error {
	id, site, err := h.site(r)
	if err != nil {
		return err
	}
	for _, name := range []string{wire.WallCookie, wire.SessionCookie} {
		a, err := h.apiBy(r, name)
		if err != nil {
			continue
		}
		me, err := ask[wire.Me](r.Context(), a, request{method: http.MethodGet, path: "/api/v1/me"})
		switch {
		case err == nil && (me.Site == id || me.Site == ""):
			if name == wire.WallCookie { // it is good for as long again
				h.keepScreen(w, r, a.token)
			}
			return h.show(w, http.StatusOK, "wall", wall{h.wallFrame(id, site), h.o.Walls(me.Name), me.Name})
		case err == nil: // another site's
		case signedOut(err):
			if name == wire.WallCookie {
				h.dropScreen(w, r)
			}
		default:
			return err
		}
	}
	if err := h.count(r); err != nil {
		return err
	}
	return h.door(w, r, doorway{frame: h.wallFrame(id, site), Screen: i18n.For(site.Languages...).WallScreenUsual()}, http.StatusOK)
}

func (h *Handler) wallFrame(id queue.SiteID, site Site) frame {
	f := h.frame(id, site)
	f.Path = f.Wall
	f.Live = "/api/v1/sites/" + url.PathEscape(string(id)) + "/live?view=" + wire.ViewWall
	return f
}

// A wallStep is what happened on a wall's page, with what the page kept.
type wallStep struct {
	Draft  display.BoardDraft `json:"draft"`
	Event  event              `json:"event"`   // look, or said: a call's number
	MonoMS int64              `json:"mono_ms"` // the page's own clock
	Screen string             `json:"screen"`  // the device's name, as the page was told it
	Width  float64            `json:"width"`   // of the page, in its pixels
	Height float64            `json:"height"`
}

// A wallShown is what the page is to show, to say and to keep.
type wallShown struct {
	Draft    display.BoardDraft `json:"draft"`
	HTML     string             `json:"html"`
	Title    string             `json:"title"`
	Clock    string             `json:"clock"`
	Sizes    sizes              `json:"sizes"`
	Assets   string             `json:"assets"`             // of a newer server: the page opens itself again
	NextMS   int64              `json:"next_ms,omitempty"`  // until the band may be another call's
	Announce *announcement      `json:"announce,omitempty"` // to be heard now
}

// An announcement is a call to be heard: chime and voice, in one language after another.
type announcement struct {
	Call   uint64   `json:"call"`
	Speech []speech `json:"speech"`
}

// A speech is what is said in a language: by the server's voice, at an address, or else
// by the browser's own.
type speech struct {
	Lang string `json:"lang"`
	URL  string `json:"url"`
	Text string `json:"text"`
}

// wallStep answers a wall's page: what it is to show now, and keep.
func (h *Handler) wallStep(w http.ResponseWriter, r *http.Request) error {
	s, err := readStep[wallStep](r)
	if err != nil {
		return err
	}
	id, _, err := h.site(r)
	if err != nil {
		return err
	}
	a, err := h.screenAPI(r)
	if err != nil {
		return err
	}
	frame, err := ask[wire.Frame](r.Context(), a, request{method: http.MethodGet, path: a.below("state") + "?view=" + wire.ViewWall})
	if err != nil {
		return err
	}
	var view wire.WallView
	if err := json.Unmarshal(frame.State, &view); err != nil {
		return err
	}
	now := display.Now{Wall: frame.At, Mono: time.Duration(s.MonoMS) * time.Millisecond}
	board := display.ResumeBoard(s.Draft, now)
	var wishes []display.Effect
	tell := func(m display.Msg) {
		next, more := board.Update(m)
		board, wishes = next, append(wishes, more...)
	}
	if call, err := strconv.ParseUint(s.Event.Value, 10, 64); err == nil && s.Event.Kind == "said" {
		tell(display.Announced{Call: call})
	}
	tell(display.WallSeen{Stamp: display.Stamp{Epoch: frame.Epoch, Seq: frame.Seq, At: frame.At}, View: view})
	settings := h.o.Walls(s.Screen)
	shown, err := h.renderWall(board, glass{s.Width, s.Height, settings.PanelMM, settings.DistanceM})
	if err != nil {
		return err
	}
	for _, wish := range wishes {
		if called, is := wish.(display.Announce); is { // one at most: the next waits for the band
			shown.Announce = announce(called, id, view.Languages, settings.TicketLanguage)
		}
	}
	body, err := json.Marshal(shown)
	if err != nil {
		return err
	}
	return send(w, body)
}

// renderWall draws a board for a glass; one that nobody could look at has no sizes.
func (h *Handler) renderWall(board display.Board, g glass) (wallShown, error) {
	screen := board.View()
	var fits sizes
	if g.Width >= 1 && g.Height >= 1 && g.Width <= glassMax && g.Height <= glassMax {
		crowded := false
		if fits, crowded = g.measure(screen); crowded {
			screen.WaitingCount = 0
		}
	}
	inside, err := h.part("wall-inside", screen)
	if err != nil {
		return wallShown{}, err
	}
	shown := wallShown{
		Draft: board.Draft(), HTML: inside, Title: screen.Title, Clock: screen.Clock, Sizes: fits, Assets: h.assets.path,
	}
	if wait, waits := board.Waits(); waits {
		shown.NextMS = max(1, wait.Milliseconds())
	}
	return shown, nil
}

const glassMax = 20_000 // pixels

// announce is what a page is to say of a call: in the house's language, and once in the
// ticket's, where the site wants it.
func announce(a display.Announce, site queue.SiteID, languages []string, ticket bool) *announcement {
	house := i18n.For(languages...).Lang()
	spoken := []string{house}
	if a.Lang != "" && a.Lang != house && ticket && i18n.Has(a.Lang) {
		spoken = append(spoken, a.Lang)
	}
	said := &announcement{Call: a.Call}
	for _, lang := range spoken {
		address := api{site: site}.below("say", string(a.Number), string(a.Desk)) + "?lang=" + url.QueryEscape(lang)
		said.Speech = append(said.Speech, speech{lang, address, display.Speech(lang, house, a.Number, a.DeskName)})
	}
	return said
}
