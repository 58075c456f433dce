package server

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"accueil/queue/wire"
)

const trustedOrigin = "https://accueil.example.org"

// A cookie comes along with whatever page a browser shows, a header only with what a
// program wrote: the one is asked where it comes from when it would change something.
func TestACookieChangesThingsFromTheServersOwnPagesAlone(t *testing.T) {
	o := newOffice(t)
	var err error
	o.server, err = New(Options{
		Sites: []Site{{o.config.ID, o.engine}}, Journal: o.book, Access: o.access, Clock: o.clock.Wall,
		Origins: []string{trustedOrigin}, Version: "test",
	})
	if err != nil {
		t.Fatal(err)
	}
	o.quiet = true
	for _, c := range []struct {
		what, method string
		header       http.Header
		cookie       bool
		status       int
	}{
		{"a cookie of no page", "POST", nil, true, 201},
		{"the server's own page, by its origin", "POST", http.Header{"Origin": {"http://example.com"}}, true, 201},
		{"the server's own page, as the browser says", "POST", http.Header{"Sec-Fetch-Site": {"same-origin"}}, true, 201},
		{"a configured origin", "POST", http.Header{"Origin": {trustedOrigin}, "Sec-Fetch-Site": {"cross-site"}}, true, 201},
		{"another origin", "POST", http.Header{"Origin": {"https://evil.example"}}, true, 403},
		{"another site, as the browser says", "POST", http.Header{"Sec-Fetch-Site": {"cross-site"}}, true, 403},
		{"another host of the same site", "POST", http.Header{"Sec-Fetch-Site": {"same-site"}}, true, 403},
		{"no origin that can be named", "POST", http.Header{"Origin": {"null"}}, true, 403},
		{"a page that only looks", "GET", http.Header{"Sec-Fetch-Site": {"cross-site"}}, true, 200},
		{"a header, from anywhere", "POST", http.Header{"Origin": {"https://evil.example"}, "Sec-Fetch-Site": {"cross-site"}}, false, 201},
	} {
		t.Run(c.what, func(t *testing.T) {
			path, body := "/api/v1/sites/dijon/tickets", `{"service":"droits"}`
			if c.method == http.MethodGet {
				path, body = "/api/v1/sites/dijon/state?view=console", ""
			}
			r := httptest.NewRequest(c.method, path, strings.NewReader(body))
			for name, values := range c.header {
				r.Header[name] = values
			}
			if c.cookie {
				r.AddCookie(&http.Cookie{Name: wire.SessionCookie, Value: o.token["ana"]})
			} else {
				r.Header.Set("Authorization", "Bearer "+o.token["ana"])
			}
			w := httptest.NewRecorder()
			o.server.ServeHTTP(w, r)
			if w.Code != c.status {
				t.Errorf("got %d %s, want %d", w.Code, w.Body, c.status)
			}
		})
	}
}

// What a header says goes before a cookie, wrong or right: no page can lend a program its session.
func TestACookieDoesNotMendAHeader(t *testing.T) {
	o := newOffice(t)
	ask := func(cookie, header string) int {
		r := httptest.NewRequest("GET", "/api/v1/sites/dijon/state?view=console", nil)
		r.AddCookie(&http.Cookie{Name: wire.SessionCookie, Value: cookie})
		if header != "" {
			r.Header.Set("Authorization", header)
		}
		w := httptest.NewRecorder()
		o.server.ServeHTTP(w, r)
		return w.Code
	}
	for _, header := range []string{"Bearer no-such-token", "Basic YTpi", "Bearer "} {
		if got := ask(o.token["ana"], header); got != 401 {
			t.Errorf("%q beside a good cookie: got %d, want 401", header, got)
		}
	}
	if got := ask(o.token["ana"], ""); got != 200 {
		t.Errorf("the cookie alone: got %d, want 200", got)
	}
	for _, p := range o.access.People("dijon") {
		if err := o.access.RemovePerson(t.Context(), p.ID); err != nil {
			t.Fatal(err)
		}
	}
	if got := ask(o.token["ana"], ""); got != 401 {
		t.Errorf("a session that has ended: got %d, want 401", got)
	}
}
