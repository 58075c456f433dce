package web

import (
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strconv"
	"strings"
	"testing"
	"time"

	"accueil/queue"
	"accueil/queue/access"
	"accueil/queue/wire"
)

// A hall is a desk's browser that is a wall of the site's too.
type hall struct {
	*desk
	screen string // its token
	kept   wallShown
}

func atAWall(t *testing.T) *hall {
	d := atADesk(t)
	_, pin, err := d.access.AddPerson(t.Context(), access.NewPerson{Site: "dijon", Role: queue.RoleSupervisor, Name: "head"})
	d.must(err)
	w := d.knocks("Salle", "head", pin)
	d.want(w, http.StatusSeeOther)
	c := w.Result().Cookies()[0]
	if c.Name != wire.WallCookie || !c.HttpOnly || c.SameSite != http.SameSiteStrictMode {
		t.Errorf("got the cookie %v", c)
	}
	return &hall{desk: d, screen: c.Value}
}

// knocks fills in the form at the door.
func (d *desk) knocks(screen, name, pin string) *httptest.ResponseRecorder {
	form := url.Values{"screen": {screen}, "name": {name}, "pin": {pin}}.Encode()
	return d.ask("POST", "/wall/dijon/let-in", form, func(r *http.Request) { r.Header.Set("Content-Type", "application/x-www-form-urlencoded") })
}

// shows asks what is to be shown at a time of the page's clock.
func (h *hall) shows(monoMS int64, kind, value string) wallShown {
	h.t.Helper()
	body, err := json.Marshal(wallStep{Draft: h.kept.Draft, Event: event{kind, value}, MonoMS: monoMS, Width: 1280, Height: 720})
	h.must(err)
	got := h.want(h.ask("POST", "/wall/dijon/step", string(body), h.asAWall), http.StatusOK)
	h.kept = wallShown{}
	h.must(json.Unmarshal([]byte(got), &h.kept))
	return h.kept
}

func (h *hall) asAWall(r *http.Request) {
	r.AddCookie(&http.Cookie{Name: wire.WallCookie, Value: h.screen})
}

func TestABrowserIsAWallOnceAHeadLetItIn(t *testing.T) {
	h := atAWall(t)
	holds(t, h.want(h.ask("GET", "/wall/dijon", ""), 200), `id="code"`)
	page := h.want(h.ask("GET", "/wall/dijon", "", h.asAWall), 200)
	holds(t, page, `data-live="/api/v1/sites/dijon/live?view=wall"`, `data-sound="voice"`)
	for _, device := range h.access.Devices("dijon") {
		if device.Name == "Salle" {
			h.must(h.access.RemoveDevice(t.Context(), device.ID))
		}
	}
	w := h.ask("GET", "/wall/dijon", "", h.asAWall)
	holds(t, h.want(w, 200), `id="code"`)
	if c := w.Result().Cookies(); len(c) != 1 || c[0].Value != "" {
		t.Errorf("a token that has ended stays in the browser: %v", c)
	}
	h.want(h.ask("POST", "/wall/dijon/step", "{}", h.asAWall), 401)
	h.want(h.ask("GET", "/wall/lyon", "", h.asAWall), 404)
}

func TestWhoMayLetNoScreenInIsTold(t *testing.T) {
	h := atAWall(t)
	holds(t, h.want(h.knocks("Entrée", "head", "000000"), 401), "inconnu", `value="Entrée"`)
	holds(t, h.want(h.knocks("Entrée", "ana", h.pin), 403), "n&#39;est pas celui d&#39;un responsable")
	_, pin, err := h.access.AddPerson(t.Context(), access.NewPerson{Site: "dijon", Role: queue.RoleSupervisor, Name: "zoe"})
	h.must(err)
	holds(t, h.want(h.knocks("salle", "zoe", pin), 409), "porte déjà ce nom")
}

func TestACodeThatAHeadTypedLetsItsScreenIn(t *testing.T) {
	h := atAWall(t)
	page := h.want(h.ask("GET", "/wall/dijon", ""), 200)
	_, rest, _ := strings.Cut(page, `data-secret="`)
	secret, _, _ := strings.Cut(rest, `"`)
	_, rest, _ = strings.Cut(page, `<bdi>`)
	code, _, _ := strings.Cut(rest, `</bdi>`)
	asks := func() string {
		return h.want(h.ask("POST", "/wall/dijon/knock", `{"secret":"`+secret+`"}`), 200)
	}
	holds(t, asks(), `"open":false`, `"waits":true`)
	holds(t, h.want(h.ask("POST", "/wall/dijon/knock", `{"secret":"another"}`), 200), `"open":false`, `"waits":false`)
	if !h.handler.televisions.admit("dijon", strings.ReplaceAll(code, " ", ""), h.screen, time.Now()) {
		t.Fatalf("the code %q is nobody's", code)
	}
	w := h.ask("POST", "/wall/dijon/knock", `{"secret":"`+secret+`"}`)
	holds(t, h.want(w, 200), `"open":true`)
	if c := w.Result().Cookies(); len(c) != 1 || c[0].Name != wire.WallCookie || c[0].Value != h.screen {
		t.Errorf("got the cookies %v", c)
	}
	holds(t, asks(), `"waits":false`)
}

func TestThreeCallsAreShownAtOnceAndHeardInTurn(t *testing.T) {
	h := atAWall(t)
	h.sits()
	h.shows(1_000, "look", "")
	for range 3 {
		h.gives("")
		h.want(h.ask("POST", "/api/v1/sites/dijon/desks/1/next", ""), 200)
	}
	at := int64(2_000)
	shown := h.shows(at, "look", "")
	holds(t, shown.HTML, "A901", "A902", "A903", `class="band fresh"`)
	for n := range 3 {
		call := shown.Announce
		if call == nil {
			t.Fatalf("call %d is not announced", n+1)
		}
		number := "A90" + strconv.Itoa(n+1)
		want := speech{"fr", "/api/v1/sites/dijon/say/" + number + "/1?lang=fr", "A 90" + strconv.Itoa(n+1)}
		if len(call.Speech) != 1 || call.Speech[0].URL != want.URL || !strings.HasPrefix(call.Speech[0].Text, want.Text) {
			t.Errorf("got %+v, want %+v", call.Speech, want)
		}
		shown = h.shows(at+3_000, "said", strconv.FormatUint(call.Call, 10))
		if shown.Announce != nil {
			t.Errorf("call %d comes before the band is free", n+2)
		}
		if n < 2 && shown.NextMS != 3_000 {
			t.Errorf("the page is to look again in %d ms, want 3000", shown.NextMS)
		}
		at += 6_000
		shown = h.shows(at, "look", "")
	}
}

func TestLettersAreAsTallAsTheDistanceAsks(t *testing.T) {
	h := atAWall(t)
	h.sits()
	h.gives("")
	h.want(h.ask("POST", "/api/v1/sites/dijon/desks/1/next", ""), 200)
	shown := h.shows(1_000, "look", "")
	perMM := 1280.0 / 952
	for name, mm := range map[string]float64{"--row": 61, "--band": 109, "--least": 61} {
		got, err := strconv.ParseFloat(strings.TrimSuffix(shown.Sizes[name], "px"), 64)
		h.must(err)
		if got*capital/perMM < mm {
			t.Errorf("%s: capitals of %.1f mm, want at least %.0f", name, got*capital/perMM, mm)
		}
	}
}
