package web

import (
	"bytes"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"accueil/configs/i18n"
	"accueil/queue/access"
	"accueil/queue/wire"
)

var asPerson = with("Accept", "text/html,application/xhtml+xml,*/*;q=0.8")

func TestWhoOpensAPageThatIsNoneReadsWords(t *testing.T) {
	d := atADesk(t)
	w := d.ask("GET", "/console/lyon", "", asPerson, with("Accept-Language", "uk"))
	holds(t, d.want(w, 404), `<html lang="uk"`, i18n.For("uk").PageFailed("unknown"), i18n.For("uk").KioskAsk())
	if got := w.Header().Get("Cache-Control"); got != "no-store" {
		t.Errorf("a page that is none is kept: %q", got)
	}
	evil := with("Origin", "https://evil.example")
	holds(t, d.want(d.signsIn("ana", d.pin, evil, asPerson), 403), "Cette page a un problème.", "Demandez à une personne.")
	w = d.ask("GET", "/console/lyon", "")
	holds(t, d.want(w, 404), `"kind":"not_found"`)
	if got := w.Header().Get("Content-Type"); got != wire.ProblemType {
		t.Errorf("a program gets %q", got)
	}
}

// Whatever is asked for without a token counts, by address, and what is too much is refused
// with words, a time, and a page that opens by itself.
func TestWhoAsksTooOftenIsToldToWait(t *testing.T) {
	for _, path := range []string{"/", "/console/dijon", "/wall/dijon", "/t/AAAAAAAAAAAAAAAAAAAAAA", "/t/AAAAAAAAAAAAAAAAAAAAAA/live", "/t/", "/elsewhere", "/api/v1/elsewhere"} {
		synctest.Test(t, func(t *testing.T) { // time stands still
			d := atADesk(t)
			defer d.leaves()
			last := d.ask("GET", path, "", asPerson)
			for range access.TokenlessBurst {
				last = d.ask("GET", path, "", asPerson)
			}
			d.want(last, 429)
			if last.Header().Get("Retry-After") == "" {
				t.Errorf("%s: nothing says how long", path)
			}
			d.want(d.ask("GET", "/t/AAAAAAAAAAAAAAAAAAAAAA", "", asPerson, with("Upgrade", "websocket"), with("Connection", "Upgrade")), 429)
			holds(t, d.want(d.ask("GET", "/t/AAAAAAAAAAAAAAAAAAAAAA", "", asPerson, with("Accept-Language", "ar")), 429),
				`<html lang="ar" dir="rtl">`, i18n.For("ar").PageFailed("busy"), `<meta http-equiv="refresh" content="5">`)
			holds(t, d.want(d.ask("GET", "/t/AAAAAAAAAAAAAAAAAAAAAA", ""), 429), `"kind":"too_many"`)
			d.want(d.ask("GET", "/console/dijon", "", func(r *http.Request) { r.RemoteAddr = "192.0.2.77:1" }), 200)
		})
	}
}

// A hall full of telephones stands behind one address.
func TestTwentyTelephonesBehindOneAddressAreNotLimited(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		d := atADesk(t).sits()
		defer d.leaves()
		var telephones []string
		for range 21 {
			telephones = append(telephones, d.takes("fr"))
		}
		d.cookie = ""
		for range 40 { // ten minutes
			for _, path := range telephones { // all at the same moment
				d.want(d.ask("GET", path, ""), 200)
				d.want(d.ask("GET", path+"/live", ""), 200) // as where every socket is made anew
			}
			time.Sleep(15 * time.Second)
		}
	})
}

// A telephone's page knows nothing of whoever else uses the browser, and tells nobody of
// its address.
func TestATelephonesPageTakesNoCookieAndTellsNobodyItsAddress(t *testing.T) {
	d := atADesk(t).sits()
	path := d.takes("fr")
	w := d.ask("GET", path, "")
	signedIn := d.want(w, 200)
	if got := w.Header().Get("Referrer-Policy"); got != "no-referrer" {
		t.Errorf("the page's address is told: %q", got)
	}
	d.cookie = "nobody's"
	if d.want(d.ask("GET", path, ""), 200) != signedIn {
		t.Error("with another cookie it is another page")
	}
	d.cookie = ""
	for _, path := range append(d.filesOf(signedIn), path, path+"/live") {
		w := d.ask("GET", path, "")
		if d.want(w, 200); len(w.Result().Cookies()) != 0 {
			t.Errorf("%s sets %v", path, w.Result().Cookies())
		}
	}
	for name, file := range assetsOf(t) {
		if strings.Contains(string(file.plain), "document.cookie") {
			t.Errorf("%s looks at cookies", name)
		}
	}
}

func assetsOf(t *testing.T) map[string]asset {
	t.Helper()
	a, err := readAssets()
	if err != nil {
		t.Fatal(err)
	}
	return a.files
}

func TestAPageThatFailsIsLoggedWithoutItsAddress(t *testing.T) {
	var log bytes.Buffer
	broken := http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { _, _ = w.Write([]byte("no frame")) })
	h, err := New(Options{API: broken, Log: slog.New(slog.NewTextHandler(&log, nil))})
	if err != nil {
		t.Fatal(err)
	}
	r := httptest.NewRequestWithContext(t.Context(), "GET", "/t/S3CRET", nil)
	w := httptest.NewRecorder()
	h.Mount(broken).ServeHTTP(w, r)
	if got := log.String(); w.Code != 500 || !strings.Contains(got, "/t/{secret}") || strings.Contains(got+w.Body.String(), "S3CRET") {
		t.Errorf("got %d %s and the log %q, want the page's name in it and no secret", w.Code, w.Body, got)
	}
}
