package web

import (
	"encoding/json"
	"net/http"
	"strings"
	"testing"
	"time"

	"accueil/display"
	"accueil/queue/wire"
)

func TestARightPINOpensTheConsoleAndAWrongOneTheFormAgain(t *testing.T) {
	d := atADesk(t)
	holds(t, d.want(d.ask("GET", "/console/dijon", ""), 200), `id="pin"`, "Dijon")
	w := d.signsIn("<b>ana", "000000")
	holds(t, d.want(w, 401), "Ce nom ou ce code est inconnu", `value="&lt;b&gt;ana"`)
	if len(w.Result().Cookies()) != 0 {
		t.Error("a wrong PIN gave a cookie")
	}
	w = d.signsIn("ana", d.pin)
	d.want(w, http.StatusSeeOther)
	c := w.Result().Cookies()[0]
	if c.Name != wire.SessionCookie || !c.HttpOnly || c.SameSite != http.SameSiteStrictMode || c.Secure || c.Path != "/" || c.Expires.IsZero() {
		t.Errorf("got the cookie %v", c)
	}
	d.cookie = c.Value
	holds(t, d.want(d.ask("GET", "/console/dijon", ""), 200), `id="console"`)
	d.want(d.ask("GET", "/console/lyon", ""), 404)
}

func TestTheBareAddressLeadsToTheConsole(t *testing.T) {
	d := atADesk(t)
	holds(t, d.want(d.ask("GET", "/", ""), 200), `href="/console/dijon"`, "Dijon")
	d.want(d.ask("GET", "/elsewhere", ""), 404)
}

func TestWhoGuessesIsToldToWait(t *testing.T) {
	d := atADesk(t)
	for range 100 {
		w := d.signsIn("ana", "000000")
		if w.Code == 401 {
			continue
		}
		holds(t, d.want(w, 429), "Trop d&#39;essais")
		if w.Header().Get("Retry-After") == "" {
			t.Error("nothing says how long")
		}
		return
	}
	t.Error("a hundred wrong PINs, and no end")
}

func TestAKeySentTwiceIsDoneOnce(t *testing.T) {
	d := atADesk(t).sits()
	d.gives("")
	d.gives("")
	shown, _ := d.steps(stepped{}, "look", "", "n-1")
	holds(t, shown.HTML, "2 personnes attendent")
	first, body := d.steps(shown, "key", "s", "n-2")
	holds(t, first.HTML, "Suivant", "1 personne attend")
	if _, again := d.steps(shown, "key", "s", "n-2"); again != body {
		t.Errorf("the same step: got %s, want %s", again, body)
	}
	if got := d.wrote.Load(); got != 1 {
		t.Errorf("got %d calls, want 1", got)
	}
	d.serve()
	afresh, _ := d.steps(shown, "key", "s", "n-2")
	holds(t, afresh.HTML, "1 personne attend")
	if got := d.wrote.Load(); got != 2 {
		t.Errorf("after a restart: got %d calls, want the same one again, under its key", got)
	}
}

// A step whose answer went down with the server may have been done: where its key means
// nothing any more, the page does not say that it never could.
func TestAKeyThatMayHaveCountedIsSaidToBeSo(t *testing.T) {
	d := atADesk(t).sits()
	d.gives("")
	shown, _ := d.steps(stepped{}, "look", "", "n-1")
	called, _ := d.steps(shown, "key", "s", "n-2")
	holds(t, called.HTML, "appelé")
	asked, _ := d.steps(called, "key", "z", "n-3")
	paused, _ := d.steps(asked, "key", "2", "n-4")
	for _, key := range []string{"z", "b", "a"} { // the desk resumes, a colleague is asked for, the visitor is absent
		_, _ = d.steps(paused, "key", key, "lost-"+key)
		d.serve()
		body, err := json.Marshal(step{Draft: paused.Draft, Event: event{"key", key}, Nonce: "lost-" + key, Again: true})
		d.must(err)
		again := d.want(d.ask("POST", "/console/dijon/step", string(body)), 200)
		holds(t, again, "a peut-être déjà compté")
		if strings.Contains(again, `id=\"question\"`) {
			t.Errorf("%s: what was pressed for one thing asks for another: %s", key, again)
		}
	}
}

// signsOut does so by the keys that the page shows.
func (d *desk) signsOut() {
	d.t.Helper()
	shown, _ := d.steps(stepped{}, "look", "", "n-1")
	asked, _ := d.steps(shown, "key", "q", "n-2")
	holds(d.t, asked.HTML, "Changer de personne")
	before, _, _ := strings.Cut(asked.HTML, "</kbd> Changer de personne")
	choice := before[strings.LastIndex(before, "<kbd>")+len("<kbd>"):]
	body, err := json.Marshal(step{Draft: asked.Draft, Event: event{"key", choice}, Nonce: "n-3"})
	d.must(err)
	w := d.ask("POST", "/console/dijon/step", string(body))
	holds(d.t, d.want(w, 200), `"signed_out":true`)
	if c := w.Result().Cookies(); len(c) != 1 || c[0].Value != "" || c[0].Expires.After(time.Now()) {
		d.t.Errorf("got the cookies %v, want an empty one that is over", c)
	}
}

func TestWhoSignsOutLeavesNothingBehind(t *testing.T) {
	d := atADesk(t).sits()
	there := d.cookie
	d.sits().signsOut()
	d.want(d.ask("GET", "/api/v1/me", ""), 401)
	holds(t, d.want(d.ask("GET", "/console/dijon", ""), 200), `id="pin"`)
	d.cookie = there
	d.want(d.ask("GET", "/api/v1/me", ""), 200)
}

func TestAnAnswerIsForWhoIsStillLetIn(t *testing.T) {
	for name, end := range map[string]func(*desk){
		"signed out": (*desk).signsOut,
		"removed":    func(d *desk) { d.must(d.access.RemovePerson(d.t.Context(), d.access.People("dijon")[0].ID)) },
	} {
		t.Run(name, func(t *testing.T) {
			d := atADesk(t).sits()
			d.gives("")
			shown, _ := d.steps(stepped{}, "look", "", "n-1")
			d.steps(shown, "key", "s", "n-called")
			end(d)
			body, err := json.Marshal(step{Draft: shown.Draft, Event: event{"key", "s"}, Nonce: "n-called"})
			d.must(err)
			d.want(d.ask("POST", "/console/dijon/step", string(body)), 401)
		})
	}
}

func TestWhoSignsOutOfABrokenServerLeavesNoCookie(t *testing.T) {
	d := atADesk(t).sits()
	d.broken.Store(true)
	d.signsOut()
	d.want(d.ask("GET", "/api/v1/me", ""), 200) // it could not be ended
}

func TestAStepThatTheServerCannotTakeKeepsNothing(t *testing.T) {
	d := atADesk(t).sits()
	d.gives("")
	shown, _ := d.steps(stepped{}, "look", "", "n-1")
	d.broken.Store(true)
	w := d.ask("POST", "/console/dijon/step", `{"event":{"kind":"key","value":"s"},"nonce":"n-2"}`)
	d.want(w, http.StatusServiceUnavailable)
	if w.Header().Get("Retry-After") == "" {
		t.Error("nothing says when to try again")
	}
	d.broken.Store(false)
	called, _ := d.steps(shown, "key", "s", "n-2")
	holds(t, called.HTML, "Personne n&#39;attend.")
}

func TestABadStepIsRefused(t *testing.T) {
	d := atADesk(t)
	look := `{"event":{"kind":"look"},"nonce":"n"}`
	d.want(d.ask("POST", "/console/dijon/step", look), 401)
	d.cookie = "no-such-token"
	d.want(d.ask("POST", "/console/dijon/step", look), 401)
	d.sits()
	d.want(d.ask("POST", "/console/lyon/step", look), 404)
	for _, header := range [][2]string{{"Origin", "https://evil.example"}, {"Sec-Fetch-Site", "cross-site"}} {
		from := func(r *http.Request) { r.Header.Set(header[0], header[1]) }
		d.want(d.ask("POST", "/console/dijon/step", look, from), 403)
		d.want(d.signsIn("ana", d.pin, from), 403)
	}
	for _, body := range []string{
		"", "{", "[]", `{"event":{"kind":"look"}}`, `{"event":{"kind":"dance"},"nonce":"n"}`, `{"event":{"kind":"key","value":"ss"},"nonce":"n"}`,
		`{"event":{"kind":"press","value":"F1"},"nonce":"n"}`, `{"event":{"kind":"text","value":"` + strings.Repeat("a", stepMax) + `"},"nonce":"n"}`,
	} {
		if w := d.ask("POST", "/console/dijon/step", body); w.Code != 400 {
			t.Errorf("%.60q: got %d, want 400", body, w.Code)
		}
	}
}

func TestWhatPeopleWriteIsShownAsText(t *testing.T) {
	d := atADesk(t).sits()
	d.gives("<script>alert(1)</script>")
	shown, _ := d.steps(stepped{}, "look", "", "n-1")
	shown, _ = d.steps(shown, "key", "l", "n-2")
	shown, _ = d.steps(shown, "text", "\"><script>\u0000\u001b[2J", "n-3")
	holds(t, shown.HTML, "&lt;script&gt;")
	for _, bad := range []string{"<script", "\u0000", "\u001b"} {
		if strings.Contains(shown.HTML, bad) {
			t.Errorf("%q stands in the page:\n%s", bad, shown.HTML)
		}
	}
}

func TestAPageAllowsThisServersFilesAlone(t *testing.T) {
	d := atADesk(t)
	header := d.ask("GET", "/console/dijon", "").Header()
	for name, want := range map[string]string{
		"Content-Security-Policy": policy, "X-Content-Type-Options": "nosniff", "Referrer-Policy": "same-origin",
		"Cross-Origin-Opener-Policy": "same-origin", "Cache-Control": "no-cache, private",
	} {
		if got := header.Get(name); got != want {
			t.Errorf("%s: got %q, want %q", name, got, want)
		}
	}
	if strings.Contains(policy, "unsafe") {
		t.Error("the policy allows what is written into a page")
	}
	files, err := pageFiles.ReadDir("pages")
	d.must(err)
	for _, f := range files {
		body, err := pageFiles.ReadFile("pages/" + f.Name())
		d.must(err)
		for _, bad := range []string{"<style", "style=", "<script>", " onclick", " onload", "javascript:", "http://", "https://"} {
			if strings.Contains(string(body), bad) {
				t.Errorf("%s has %q", f.Name(), bad)
			}
		}
	}
	a, err := readAssets()
	d.must(err)
	for name := range a.files {
		w := d.ask("GET", a.path+name, "", func(r *http.Request) { r.Header.Set("Accept-Encoding", "gzip") })
		d.want(w, 200)
		if h := w.Header(); h.Get("Content-Encoding") != "gzip" || !strings.Contains(h.Get("Cache-Control"), "immutable") {
			t.Errorf("%s: got %v", name, h)
		}
	}
	d.want(d.ask("GET", a.path+"none.js", ""), 404)
}

// In a question a key sent again means what it meant, whatever became of its first try.
func TestAKeyOfAQuestionThatIsSentAgainIsTaken(t *testing.T) {
	d := atADesk(t).sits()
	d.gives("")
	shown, _ := d.steps(stepped{}, "look", "", "n-1")
	called, _ := d.steps(shown, "key", "s", "n-2")
	coding, _ := d.steps(called, "key", "m", "n-3")
	typed, _ := d.steps(coding, "text", "caf", "n-4")
	body, err := json.Marshal(step{Draft: typed.Draft, Event: event{"press", "Enter"}, Nonce: "n-5", Again: true})
	d.must(err)
	var got stepped
	d.must(json.Unmarshal([]byte(d.want(d.ask("POST", "/console/dijon/step", string(body)), 200)), &got))
	if n := len(got.Draft.Coding.Reasons); n != 1 {
		t.Errorf("got %d reasons, %q, want the one that was chosen", n, got.Draft.Said)
	}
}

// A page of a laptop that is away says so from its first look on, asks for no desk, and
// tells whom it does not know what that may mean.
func TestAPageOfALaptopIsAway(t *testing.T) {
	d := atADesk(t)
	d.away = &display.Pending{Count: 2}
	holds(t, d.want(d.signsIn("ana", "000000"), 401), "pas encore connu de cet ordinateur")
	w := d.signsIn("ana", d.pin)
	d.want(w, http.StatusSeeOther)
	d.cookie = w.Result().Cookies()[0].Value
	first, _ := d.steps(stepped{}, "look", "", "n-1")
	holds(t, first.HTML, "Permanence", "À transmettre : 2")
	if first.Draft.Question != nil {
		t.Errorf("a laptop that is away asks %+v", first.Draft.Question)
	}
	d.away = &display.Pending{Heard: true}
	after, _ := d.steps(first, "look", "", "n-2")
	holds(t, after.HTML, "Tout est transmis au site.")
}
