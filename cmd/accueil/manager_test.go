package main

import (
	"bytes"
	"context"
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/http/httputil"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/chromedp"

	"accueil/configs/i18n"
	"accueil/queue/client"
	"accueil/queue/wire"
)

// A headTab is the head's page in Chromium, and the words that it speaks.
type headTab struct {
	tab
	i18n.Words
	audit func()
}

// openHead is an office that speaks a language first, that is always open by its hours, so
// that a day of it may be closed, and its head's page.
func openHead(t *testing.T, browser context.Context, lang string) (*office, headTab) {
	t.Helper()
	sample, err := os.ReadFile(filepath.Join("..", "..", "configs", "dijon.toml"))
	if err != nil {
		t.Fatal(err)
	}
	for old, new := range map[string]string{
		"\nlanguages = [\"fr\", ":                         fmt.Sprintf("\nlanguages = [%q, ", lang),
		"\nhours = [\"mon-fri 09:00-12:00 13:30-17:00\"]": "\nhours = [\"mon-sun 00:00-24:00\"]",
	} {
		if !bytes.Contains(sample, []byte(old)) {
			t.Fatalf("the sample has no %q", old)
		}
		if lang == "fr" && strings.Contains(old, "languages") {
			continue
		}
		sample = bytes.Replace(bytes.Replace(sample, []byte(", \""+lang+"\", \"uk\"]"), []byte(", \"uk\"]"), 1), []byte(old), []byte(new), 1)
	}
	config := filepath.Join(t.TempDir(), "office.toml")
	if err := os.WriteFile(config, sample, 0o600); err != nil {
		t.Fatal(err)
	}
	o := &office{t: t, data: t.TempDir(), screens: map[string]driver{}, called: map[string]time.Time{}}
	o.server = start(t, "serve", "--data", o.data, "--listen", "127.0.0.1:0", "--config", config)
	h := headTab{tab: openTab(t, browser, o.server.url+"/manager/dijon", 1280, 800), Words: i18n.For(lang), audit: func() {}}
	if a := newAuditor(t); a != nil {
		h.audit = func() { a.audit(t, h.tab) }
	}
	return o, h
}

// signsIn does so by keyboard alone, the first time with a wrong PIN.
func (h headTab) signsIn(name, pin string) {
	h.t.Helper()
	h.untilHas("#name:focus", true)
	h.audit()
	h.Types(name + "{Tab}000000{Enter}")
	h.until(h.ConsoleSignInFailed("unauthenticated", ""))
	h.untilHas("#pin:focus", true)
	h.Types(pin + "{Enter}")
	h.until(h.ManagerPart("now"))
	h.audit()
}

// writes puts a text into a field, and clicks a button of its form.
func (h headTab) writes(field, text, button string) {
	h.t.Helper()
	h.do(chromedp.Click[string](field))
	if text != "" {
		h.Types(text)
	}
	h.clicks(button)
}

// clicks clicks what a page's selector finds, as soon as it is there.
func (h headTab) clicks(selector string) {
	h.t.Helper()
	h.do(chromedp.WaitVisible[string](selector), chromedp.Click[string](selector))
}

func (h headTab) has(selector string) bool {
	h.t.Helper()
	return eval[bool](h.tab, fmt.Sprintf("document.querySelector(%q) !== null", selector))
}

// untilHas waits until the page has what a selector finds, or has it no longer.
func (h headTab) untilHas(selector string, there bool) {
	h.t.Helper()
	await(h.t, fmt.Sprintf("%s is there: %t", selector, there), func() bool { return h.has(selector) == there })
}

// untilDone waits until the page says that an act was done, whatever it was about: what is
// done is seen on the page before, too, if its answer takes longer than its frame.
func (h headTab) untilDone(act string) {
	h.t.Helper()
	said, _, _ := strings.Cut(h.ManagerDone(act, "…"), "…")
	h.until(strings.TrimSpace(said))
}

func (o *office) gives(t testing.TB, ana *client.Client) {
	t.Helper()
	if _, _, err := ana.Give(t.Context(), "", wire.GiveRequest{Service: "droits"}); err != nil {
		t.Fatal(err)
	}
}

// The head sees the day as it is, without a touch, and changes it without an engineer, in
// two languages; each state of the page is held to WCAG 2.2 AA.
func TestAHeadChangesTheDayInChromium(t *testing.T) {
	t.Parallel()
	browser := newBrowser(t)
	for _, lang := range []string{"fr", "ar"} {
		t.Run(lang, func(t *testing.T) {
			o, h := openHead(t, browser, lang)
			ana := o.server.client(t, o.server.mediator(t, o.data, "Ana"))
			h.signsIn("Jeanne", o.hires("supervisor", "Jeanne"))
			h.seesTheDay(o, ana)
			h.changesToday()
			h.closesAndOpensToday()
			h.looksAfterTheTeam(o)
			h.looksAfterTheScreens(o)
			h.losesTheLine(o)
			h.clicks("footer form button")
			h.until(h.PageSignIn())
		})
	}
}

// seesTheDay shows what happens by itself, and leaves alone what is being written.
func (h headTab) seesTheDay(o *office, ana *client.Client) {
	h.t.Helper()
	h.do(chromedp.Click[string]("#notice-text"))
	h.Types("16 h")
	for n := 1; n <= 2; n++ {
		o.gives(h.t, ana)
		h.until(fmt.Sprintf("%s %d", h.ManagerFigure("waiting"), n))
		if n == 1 {
			h.untilHas("#chart-arrivals", true)
			h.clicks("#chart-arrivals summary")
			h.do(chromedp.Click[string]("#notice-text"))
		}
	}
	if got := eval[string](h.tab, `document.activeElement.id + " " + document.activeElement.value + " " + document.querySelector("#chart-arrivals details").open`); got != "notice-text 16 h true" {
		h.t.Errorf("when something happened: got %q, want the field with the cursor and what was written, and the figures open", got)
	}
	h.audit()
}

func (h headTab) changesToday() {
	h.t.Helper()
	h.Types("{Enter}")
	h.until(h.ManagerDone("notice", ""))
	h.audit()
	h.untilHas("#notice-now", true)
	h.clicks("#service-energie button")
	h.untilDone("stop")
	h.untilHas(`#service-energie button[value=open]`, true)
	h.audit()
	h.clicks("#all")
	h.until(h.ManagerDone("stop_all", ""))
	h.clicks("#all")
	h.until(h.ManagerDone("open_all", ""))
	h.writes("#reason-text", "Facture", "#f-reason button")
	h.until(h.ManagerDone("rename", "Facture"))
	h.until(h.ManagerPart("changes"))
	h.audit()
	h.clicks("#reasons .rows button")
	h.untilHas("#reasons .rows", false)
}

// closesAndOpensToday closes a day on which people wait: that is asked again, in words.
func (h headTab) closesAndOpensToday() {
	h.t.Helper()
	eval[bool](h.tab, `(() => { const day = document.querySelector("#day-id"); day.value = day.min; return true })()`)
	h.clicks("#f-day button[value=close_day]")
	h.until(h.ManagerYes("close_day", ""))
	h.until(h.ManagerAffected(2, 0))
	h.audit()
	h.clicks("#said button.main")
	h.untilHas("#said.good", true)
	h.until(h.ManagerDayState(true))
	h.until(h.ConsoleDoor(false, true, ""))
	h.audit()
	h.clicks("#closed .rows button[value=withdraw_day]")
	h.untilDone("withdraw_day")
	h.until(h.ConsoleDoor(true, true, ""))
}

// looksAfterTheTeam presses twice where once would do: one person is added, with one PIN.
func (h headTab) looksAfterTheTeam(o *office) {
	h.t.Helper()
	h.do(chromedp.Click[string]("#person-text"))
	h.Types("Nora")
	eval[bool](h.tab, `(() => { const b = document.querySelector("#f-person button"); b.click(); b.click(); return true })()`)
	h.until(h.ManagerDone("add_person", "Nora"))
	h.audit()
	pin := eval[string](h.tab, `document.querySelector(".secret").innerText`)
	if _, err := o.server.client(h.t, "").Login(h.t.Context(), "Nora", pin); err != nil {
		h.t.Errorf("Nora may not sign in with the PIN that was shown: %v", err)
	}
	mediator := openTab(h.t, h.ctx, o.server.url+"/manager/dijon", 390, 844)
	await(h.t, "the cursor is in the form", func() bool { return eval[bool](mediator, `document.activeElement.id === "name"`) })
	mediator.Types("Nora{Tab}" + pin + "{Enter}")
	mediator.until(h.ManagerNotHead())
	if a := newAuditor(h.t); a != nil {
		a.audit(h.t, mediator)
	}
	h.clicks("#said button.main")
	h.untilHas(".secret", false)
	h.clicks(`#people [aria-label="` + h.ManagerFor("remove_person", "Nora") + `"]`)
	h.until(h.ManagerYes("remove_person", "Nora"))
	h.audit()
	h.clicks("#said button.main")
	h.until(h.ManagerDone("remove_person", "Nora"))
	h.writes("#person-text", "Ana", "#f-person button")
	h.until(h.ManagerRefused("add_person", "conflict"))
	if got := eval[string](h.tab, `document.querySelector("#person-text").value`); got != "Ana" {
		h.t.Errorf("what was refused is kept as %q, want Ana", got)
	}
	h.audit()
}

func (h headTab) looksAfterTheScreens(o *office) {
	h.t.Helper()
	h.writes("#device-text", "Hall", "#f-device button")
	h.until(h.ManagerDone("add_device", "Hall"))
	h.audit()
	token := eval[string](h.tab, `document.querySelector(".secret").innerText`)
	wall := o.server.client(h.t, token)
	if me, err := wall.Me(h.t.Context(), client.Hold{}); err != nil || me.Role != "wall" {
		h.t.Errorf("the token that was shown is %+v, %v, want a wall's", me, err)
	}
	h.clicks("#said button.main")
	h.untilHas(".secret", false)
	h.until(h.ManagerSilent("Hall", time.Time{}))
	h.audit()
	h.clicks("#screens .rows button")
	h.until(h.ManagerYes("remove_device", "Hall"))
	h.clicks("#said button.main")
	h.until(h.ManagerDone("remove_device", "Hall"))
}

// losesTheLine says so, does nothing meanwhile, and is back by itself.
func (h headTab) losesTheLine(o *office) {
	h.t.Helper()
	h.do(chromedp.Click[string]("#notice-text"))
	h.Types("17 h")
	o.server.kill()
	h.untilHas("#stale:not([hidden])", true)
	h.audit()
	h.Types("{Enter}")
	h.until(h.ConsoleCut())
	config := o.server.cmd.Args[len(o.server.cmd.Args)-1]
	o.server = start(h.t, "serve", "--data", o.data, "--listen", strings.TrimPrefix(o.server.url, "http://"), "--config", config)
	h.untilHas("#stale:not([hidden])", false)
	if got := eval[string](h.tab, `document.querySelector("#notice-text").value`); got != "17 h" {
		h.t.Errorf("over the line that was lost %q is kept, want 17 h", got)
	}
	h.Types("{Enter}")
	h.until(h.ManagerDone("notice", ""))
	h.until("17 h")
}

// Without a script the page does what it does, one page after the other.
func TestAHeadNeedsNoScriptInChromium(t *testing.T) {
	t.Parallel()
	browser := newBrowser(t)
	o, h := openHead(t, browser, "fr")
	h.audit = func() {} // which is a script
	if _, err := chromedp.Call(h.ctx, emulation.SetScriptExecutionDisabled, emulation.SetScriptExecutionDisabledParams{Value: true}); err != nil {
		t.Fatal(err)
	}
	h.signsIn("Jeanne", o.hires("supervisor", "Jeanne"))
	h.clicks("#all")
	h.until(h.ManagerDone("stop_all", ""))
	h.clicks("#all")
	h.until(h.ManagerDone("open_all", ""))
}

// Behind a proxy that lets no websocket through the page asks by itself, stays true, and
// says so.
func TestAHeadBehindAProxyThatCutsWebsocketsInChromium(t *testing.T) {
	t.Parallel()
	browser := newBrowser(t)
	o, h := openHead(t, browser, "fr")
	to, err := url.Parse(o.server.url)
	if err != nil {
		t.Fatal(err)
	}
	through := &httputil.ReverseProxy{Rewrite: func(r *httputil.ProxyRequest) {
		r.SetURL(to)
		r.Out.Host = r.In.Host
	}}
	proxy := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Header.Get("Upgrade") != "" {
			http.Error(w, "no websockets here", http.StatusBadGateway)
			return
		}
		through.ServeHTTP(w, r)
	}))
	t.Cleanup(proxy.Close)
	h.do(chromedp.Navigate(proxy.URL + "/manager/dijon"))
	h.signsIn("Jeanne", o.hires("supervisor", "Jeanne"))
	ana := o.server.client(t, o.server.mediator(t, o.data, "Ana"))
	o.gives(t, ana)
	h.until(h.ManagerFigure("waiting") + " 1")
	h.until(h.ManagerPolling(1))
	o.gives(t, ana)
	h.until(h.ManagerFigure("waiting") + " 2")
	h.audit()
	if h.has("#stale:not([hidden])") {
		t.Error("a page that asks by itself says that it is stale")
	}
}
