package main

import (
	"crypto/tls"
	"fmt"
	"io"
	"log"
	"net/http"
	"net/http/httptest"
	"net/http/httputil"
	"net/url"
	"strings"
	"sync"
	"testing"

	"github.com/gorilla/websocket"

	"accueil/queue/wire"
)

// behindProxy returns a proxy that encrypts, as Caddy does, before a server that does not.
func behindProxy(t *testing.T, s *served) *httptest.Server {
	t.Helper()
	to, err := url.Parse(s.url)
	if err != nil {
		t.Fatal(err)
	}
	proxy := httptest.NewTLSServer(&httputil.ReverseProxy{
		Rewrite: func(r *httputil.ProxyRequest) {
			r.SetURL(to)
			r.SetXForwarded()
			r.Out.Host = r.In.Host
		},
		ErrorLog: log.New(io.Discard, "", 0),
	})
	t.Cleanup(proxy.Close)
	return proxy
}

// signIn sends the form of a page, and returns the answer.
func signIn(t *testing.T, proxy *httptest.Server, name, pin string) *http.Response {
	t.Helper()
	form := url.Values{"name": {name}, "pin": {pin}}
	r, err := http.NewRequest(http.MethodPost, proxy.URL+"/console/dijon/sign-in", strings.NewReader(form.Encode()))
	if err != nil {
		t.Fatal(err)
	}
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	r.Header.Set("Origin", proxy.URL)
	response, err := proxy.Client().Transport.RoundTrip(r)
	if err != nil {
		t.Fatal(err)
	}
	_ = response.Body.Close()
	return response
}

// Behind a proxy an office has one address, whatever the proxy says of others, which
// anybody can say. A day on which everybody mistypes at once locks nobody out, and who
// guesses at one name locks out that name alone.
func TestAnOfficeBehindAProxyIsNotLockedOut(t *testing.T) {
	t.Parallel()
	data := t.TempDir()
	s := serve(t, data)
	proxy := behindProxy(t, s)
	names := []string{"Samia", "Nora", "Marie", "Ali", "Olga", "Jean"}
	pins := map[string]string{}
	for _, name := range names {
		pins[name] = s.person(t, data, name)
	}
	var all sync.WaitGroup
	for _, name := range names {
		all.Go(func() {
			for range 3 {
				if got := signIn(t, proxy, name, "000000").StatusCode; got != http.StatusUnauthorized {
					t.Errorf("%s mistypes: got %d, want 401", name, got)
				}
			}
			if got := signIn(t, proxy, name, pins[name]).StatusCode; got != http.StatusSeeOther {
				t.Errorf("%s signs in: got %d, want 303", name, got)
			}
		})
	}
	all.Wait()
	for range 5 {
		signIn(t, proxy, "Samia", "000000")
	}
	if got := signIn(t, proxy, "Samia", pins["Samia"]).StatusCode; got != http.StatusTooManyRequests {
		t.Errorf("after five guesses at one name: got %d, want 429", got)
	}
	if got := signIn(t, proxy, "Nora", pins["Nora"]).StatusCode; got != http.StatusSeeOther {
		t.Errorf("somebody else then: got %d, want 303", got)
	}
}

// The page's session is for encrypted lines alone though the proxy takes TLS off, and its
// live view comes through.
func TestAConsoleBehindAProxyHasItsSessionAndItsLiveView(t *testing.T) {
	t.Parallel()
	data := t.TempDir()
	s := serve(t, data)
	proxy := behindProxy(t, s)
	cookies := signIn(t, proxy, "Samia", s.person(t, data, "Samia")).Cookies()
	if len(cookies) != 1 || !cookies[0].Secure || !cookies[0].HttpOnly {
		t.Fatalf("got the cookies %v, want one for encrypted lines alone", cookies)
	}
	dialer := websocket.Dialer{TLSClientConfig: &tls.Config{RootCAs: proxy.Client().Transport.(*http.Transport).TLSClientConfig.RootCAs}}
	header := http.Header{"Cookie": {cookies[0].Name + "=" + cookies[0].Value}, "Origin": {proxy.URL}}
	conn, response, err := dialer.Dial("wss"+strings.TrimPrefix(proxy.URL, "https")+"/api/v1/sites/dijon/live?view=console", header)
	if err != nil {
		t.Fatal(fmt.Errorf("%w: %v", err, response))
	}
	defer conn.Close()
	var f wire.Frame
	if err := conn.ReadJSON(&f); err != nil || f.View != wire.ViewConsole {
		t.Errorf("got %v %v, want the console's view", f, err)
	}
}
