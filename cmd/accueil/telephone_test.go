package main

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/chromedp"

	"accueil/queue"
	"accueil/queue/client"
	"accueil/queue/wire"
)

const publicURL = "https://accueil.example"

// publicSample is the sample with a public address: tickets have links.
func publicSample(t testing.TB) (path string) {
	t.Helper()
	path = filepath.Join(t.TempDir(), "office.toml")
	sample, err := os.ReadFile(filepath.Join("..", "..", "configs", "dijon.toml"))
	if err != nil {
		t.Fatal(err)
	}
	public := bytes.Replace(sample, []byte("\npublic_url = \"\""), []byte("\npublic_url = \""+publicURL+"\""), 1)
	if err := os.WriteFile(path, public, 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

// link gives a ticket, and returns the path of its page.
func link(t testing.TB, c *client.Client, lang string) (path string) {
	t.Helper()
	ticket, _, err := c.Give(t.Context(), "", wire.GiveRequest{Service: "droits", Lang: lang})
	if err != nil {
		t.Fatal(err)
	}
	return strings.TrimPrefix(ticket.Link, publicURL)
}

// next calls whoever should come to a desk.
func next(t testing.TB, c *client.Client, desk queue.DeskID) {
	t.Helper()
	if _, err := c.Next(t.Context(), "", desk, wire.NextRequest{}); err != nil {
		t.Fatal(err)
	}
}

// contrasts are the texts of a page that are shown, with their contrast to what is behind
// them: under nothing but opaque colours.
const contrasts = `(() => {
  const parts = (c) => c.match(/[\d.]+/g).map(Number);
  const light = (c) => c.slice(0, 3).map((v) => (v /= 255) <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4)
    .reduce((sum, v, i) => sum + v * [0.2126, 0.7152, 0.0722][i], 0);
  const behind = (e) => {
    for (; e; e = e.parentElement) {
      const c = parts(getComputedStyle(e).backgroundColor);
      if (c.length < 4 || c[3] === 1) return c;
    }
    return [255, 255, 255];
  };
  const faint = (e) => { for (; e; e = e.parentElement) if (getComputedStyle(e).opacity !== "1") return true; return false };
  const all = [];
  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let n; (n = texts.nextNode()); ) {
    const e = n.parentElement;
    if (!n.nodeValue.trim() || !e.checkVisibility()) continue;
    const [a, b] = [light(parts(getComputedStyle(e).color)), light(behind(e))].sort((x, y) => y - x);
    all.push({ text: n.nodeValue.trim(), ratio: faint(e) ? 0 : (a + 0.05) / (b + 0.05) });
  }
  return all;
})()`

// media has a page believe what its visitor prefers.
func (p tab) media(name, value string) {
	p.t.Helper()
	feature := &emulation.MediaFeature{Name: name, Value: value}
	if _, err := chromedp.Call(p.ctx, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{Features: []*emulation.MediaFeature{feature}}); err != nil {
		p.t.Fatal(err)
	}
}

// legible holds every text of a page to a contrast of 7, in light and in dark.
func (p tab) legible() {
	p.t.Helper()
	for _, scheme := range []string{"dark", "light"} {
		p.media("prefers-color-scheme", scheme)
		texts := eval[[]struct {
			Text  string
			Ratio float64
		}](p, contrasts)
		if len(texts) == 0 {
			p.t.Error("no text is shown")
		}
		for _, s := range texts {
			if s.Ratio < 7 {
				p.t.Errorf("%s: %q has a contrast of %.2f, want 7", scheme, s.Text, s.Ratio)
			}
		}
	}
}

// fits holds a page to its width, and the number to one line, on a small telephone and a
// large, upright and on its side, and with everything twice as large.
func (p tab) fits() {
	p.t.Helper()
	for _, size := range [][2]int64{{320, 568}, {360, 640}, {640, 360}, {180, 320}} {
		p.do(chromedp.EmulateViewport(size[0], size[1]))
		if wide := eval[float64](p, `document.scrollingElement.scrollWidth`); wide > float64(size[0]) {
			p.t.Errorf("%d wide: the page is %.0f:\n%s", size[0], wide, p.Screen())
		}
		if lines := eval[float64](p, `(() => { const n = document.getElementById("number"); if (!n) return 1;
			const r = document.createRange(); r.selectNodeContents(n); return r.getClientRects().length })()`); lines != 1 {
			p.t.Errorf("%d wide: the number stands on %.0f lines", size[0], lines)
		}
	}
	p.do(chromedp.EmulateViewport(360, 640))
}

// A visitor follows a ticket on a telephone, over a server that is killed and comes back.
func TestATelephoneFollowsItsTicketInChromium(t *testing.T) {
	t.Parallel()
	browser := newBrowser(t)
	config, data := publicSample(t), t.TempDir()
	s := serve(t, data, "--config", config)
	ana := s.client(t, s.mediator(t, data, "Ana"))
	open := func(path string) tab { return openTab(t, browser, s.url+path, 360, 640) }
	a := newAuditor(t)
	look := func(pages ...tab) {
		for _, p := range pages {
			if a != nil {
				a.known = map[string]bool{} // of each language anew
				a.audit(t, p)
			}
			p.legible()
			p.fits()
		}
	}
	french, arabic := open(link(t, ana, "fr")), open(link(t, ana, "ar"))
	french.until("Votre tour est le prochain.")
	arabic.until("A902")
	look(french, arabic, open("/t/AAAAAAAAAAAAAAAAAAAAAA"))
	if _, err := ana.Desk(t.Context(), "", "2", "open", wire.OpenRequest{}); err != nil {
		t.Fatal(err)
	}
	next(t, ana, "2")
	french.until("C'est votre tour. Allez ici : Guichet 2")
	look(french)
	french.media("prefers-reduced-motion", "reduce")
	if moves := eval[float64](french, `document.getAnimations().length`); moves != 0 {
		t.Errorf("%.0f things move for who wants none to", moves)
	}
	s.kill()
	s = serve(t, data, "--config", config, "--listen", strings.TrimPrefix(s.url, "http://"))
	next(t, ana, "2")
	french.until("Votre visite est finie.")
	arabic.until("حَانَ دَوْرُكُمْ")
	look(french, arabic)
	if kept := eval[string](arabic, `document.cookie + JSON.stringify(localStorage) + JSON.stringify(sessionStorage)`); kept != "{}{}" {
		t.Errorf("a telephone keeps %q", kept)
	}
	arabic.long()
	look(arabic)
}

// long makes a page as wide as it gets: the longest number, and what says that it is stale.
func (p tab) long() {
	p.t.Helper()
	eval[bool](p, `(() => { const number = document.getElementById("number"), stale = document.getElementById("stale");
		number.textContent = "W9100"; number.className = "long"; stale.textContent = stale.dataset.says; stale.hidden = false; return true })()`)
}
