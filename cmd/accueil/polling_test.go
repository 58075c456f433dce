package main

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/http/httputil"
	"net/url"
	"strings"
	"sync"
	"testing"

	"github.com/gorilla/websocket"
)

// A proxy stands between pages and their server, and lets no websocket through until it is
// told to.
type proxy struct {
	url    string
	server http.Handler

	mu      sync.Mutex // guards what follows
	answers int        // what an upgrade is answered with; 0: it goes through
	refused bool
	passed  string // whose did
	asked   int    // steps of a console
}

// hangs is of a proxy that never answers an upgrade.
const hangs = -1

func newProxy(t *testing.T, to string, answers int) *proxy {
	t.Helper()
	target, err := url.Parse(to)
	if err != nil {
		t.Fatal(err)
	}
	p := &proxy{answers: answers, server: &httputil.ReverseProxy{Rewrite: func(r *httputil.ProxyRequest) {
		r.SetURL(target)
		r.Out.Host = r.In.Host // pages are this server's own
	}}}
	web := httptest.NewServer(p)
	p.url = web.URL
	t.Cleanup(func() {
		web.CloseClientConnections()
		web.Close()
	})
	return p
}

func (p *proxy) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	switch status := p.sees(r); status {
	case 0:
		p.server.ServeHTTP(w, r)
	case hangs:
		<-r.Context().Done()
	default:
		http.Error(w, "no websockets here", status)
	}
}

// sees returns what a request is answered with, 0 for what the server answers.
func (p *proxy) sees(r *http.Request) (status int) {
	p.mu.Lock()
	defer p.mu.Unlock()
	switch {
	case r.Method == http.MethodPost:
		p.asked++
		return 0
	case !websocket.IsWebSocketUpgrade(r):
		return 0
	case p.answers != 0:
		p.refused = true
	case strings.HasPrefix(r.URL.Path, "/t/"):
		p.passed += "a telephone's passed, "
	default:
		p.passed += "a console's passed, "
	}
	return p.answers
}

func (p *proxy) lets() {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.answers = 0
}

// Screen tells what came by, as something to wait for.
func (p *proxy) Screen() string {
	p.mu.Lock()
	defer p.mu.Unlock()
	return fmt.Sprintf("refused: %t. %sasked: %s", p.refused, p.passed, strings.Repeat("|", p.asked))
}

// awaits waits until something came by.
func (p *proxy) awaits(t *testing.T, texts ...string) {
	t.Helper()
	o := office{t: t, screens: map[string]driver{first: p}}
	for _, text := range texts {
		o.await(t, deed{then: []sight{sees(first, text)}})
	}
}

// Types and Touches do nothing: nobody sits before a proxy.
func (p *proxy) Types(string)   {}
func (p *proxy) Touches(string) {}

// noticed has a console's page remember whether it ever said that it knows nothing.
const noticed = `(() => { const stale = document.getElementById("stale"); window.said = "";
	new MutationObserver(() => stale.hidden || (said += stale.textContent)).observe(stale, { attributes: true }); return true })()`

// Where a proxy takes no websockets a console and a telephone go on by asking, and take
// them by themselves as soon as it does.
func TestScreensGoOnWithoutWebsocketsInChromium(t *testing.T) {
	t.Parallel()
	browser := newBrowser(t)
	for name, status := range map[string]int{"refused": http.StatusBadRequest, "failed": http.StatusBadGateway, "hung": hangs} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			data := t.TempDir()
			s := serve(t, data, "--config", publicSample(t))
			o := &office{t: t, data: data, server: s}
			between := newProxy(t, s.url, status)
			nora := s.client(t, s.mediator(t, data, "Nora"))
			console := openTab(t, browser, between.url+"/console/dijon", 1024, 600)
			console.Touches("Nom")
			console.Types("Samia{Tab}" + o.hires("mediator", "Samia") + "{Enter}")
			console.until("À quel guichet êtes-vous")
			eval[bool](console, noticed)
			console.Types("1")
			console.until("Personne n'attend")
			telephone := openTab(t, browser, between.url+link(t, nora, "fr"), 360, 640)
			telephone.until("Votre tour est le prochain.")
			console.until("1 personne attend") // without a touch
			between.awaits(t, "refused: true", strings.Repeat("|", between.asks()+3))
			console.Types("s")
			console.until("A901")
			telephone.until("C'est votre tour. Allez ici : Guichet 1")
			between.lets()
			between.awaits(t, "a console's passed")
			if status != hangs { // else a telephone asks on until its browser gives up
				between.awaits(t, "a telephone's passed")
			}
			link(t, nora, "fr")
			console.until("1 personne attend")
			if said := eval[string](console, "said"); said != "" {
				t.Errorf("a console that asks said %q", said)
			}
		})
	}
}

func (p *proxy) asks() int {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.asked
}
