package main

import (
	"context"
	"encoding/json"
	"fmt"
	"regexp"
	"strings"
	"testing"

	cdpbrowser "github.com/chromedp/cdproto/browser"
	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/input"
	cdppage "github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
)

// A tab is a screen in Chromium.
type tab struct {
	t      testing.TB
	ctx    context.Context
	finger bool // it is touched; else it has a mouse
}

// elsewhere is the name under which another machine reaches an office's server: over a line
// that is not encrypted a browser gives a page less than on the server's own machine.
const elsewhere = "accueil.lan"

func (o *office) fromElsewhere() string {
	return strings.Replace(o.server.url, "127.0.0.1", elsewhere, 1)
}

// newBrowser starts Chromium, with a profile of its own that is thrown away.
func newBrowser(t testing.TB, more ...chromedp.ExecAllocatorOption) context.Context {
	ctx, end := chromedp.NewExecAllocator(t.Context(), append(more, chromedp.ExecPath(required(t, "chromium")),
		chromedp.Headless, chromedp.NoSandbox, chromedp.DisableGPU, chromedp.NoFirstRun, chromedp.Flag("disable-quic", true),
		chromedp.Flag("host-resolver-rules", "MAP "+elsewhere+" 127.0.0.1"), chromedp.Flag("disable-background-networking", true), chromedp.Flag("disable-component-update", true), chromedp.Flag("disable-sync", true))...)
	t.Cleanup(end)
	ctx, leave := chromedp.NewContext(ctx)
	t.Cleanup(leave)
	if err := chromedp.Do(ctx); err != nil {
		t.Fatal(err)
	}
	return ctx
}

// openTab opens a page as somebody else's: no cookie is shared.
func openTab(t testing.TB, browser context.Context, url string, width, height int64) tab {
	t.Helper()
	ctx, end := chromedp.NewContext(browser, chromedp.WithNewBrowserContext())
	t.Cleanup(end)
	p := tab{t: t, ctx: ctx}
	p.do(chromedp.EmulateViewport(width, height), chromedp.Navigate(url))
	if _, err := chromedp.Call(ctx, emulation.SetFocusEmulationEnabled, emulation.SetFocusEmulationEnabledParams{Enabled: true}); err != nil {
		t.Fatal(err)
	}
	return p
}

func (p tab) do(steps ...chromedp.Action[chromedp.Void]) {
	p.t.Helper()
	if err := chromedp.Do(p.ctx, steps...); err != nil {
		p.t.Fatal(err)
	}
}

// left is how a page says that it was left while it was asked; it is asked again so often.
var left = regexp.MustCompile(`navigated or closed|Cannot find context|context was destroyed`)

const leftMost = 20

// eval returns what an expression of the page's is.
func eval[T any](p tab, expression string) T {
	p.t.Helper()
	v, err := chromedp.Run(p.ctx, chromedp.Evaluate[T](expression, chromedp.EvalAwaitPromise))
	for n := 0; n < leftMost && err != nil && left.MatchString(err.Error()); n++ { // for the next page, which is asked then
		v, err = chromedp.Run(p.ctx, chromedp.Evaluate[T](expression, chromedp.EvalAwaitPromise))
	}
	if err != nil {
		p.t.Fatalf("%s: %v", shown(expression), err)
	}
	return v
}

func shown(expression string) string { return expression[:min(len(expression), 120)] }

var browserKeys = map[string]string{"{Enter}": kb.Enter, "{Escape}": kb.Escape, "{Tab}": kb.Tab, "{Backspace}": kb.Backspace,
	"{ArrowUp}": kb.ArrowUp, "{ArrowDown}": kb.ArrowDown}

func (p tab) Types(keys string) {
	p.t.Helper()
	for _, key := range keyName.FindAllString(keys, -1) {
		if named, is := browserKeys[key]; is {
			key = named
		}
		for _, r := range key {
			p.press(r)
		}
	}
}

// press presses a key as a keyboard does: what it writes comes with it, unless the page
// takes the key for itself.
func (p tab) press(r rune) {
	p.t.Helper()
	var down *input.DispatchKeyEventParams
	for _, e := range kb.Encode(r) {
		switch e.Type {
		case kb.KeyDown:
			down = e
			continue
		case kb.KeyChar:
			down.Text, down.UnmodifiedText = e.Text, e.UnmodifiedText
			continue
		}
		for _, e := range []*input.DispatchKeyEventParams{down, e} {
			if _, err := chromedp.Call(p.ctx, input.DispatchKeyEvent, *e); err != nil {
				p.t.Fatal(err)
			}
		}
	}
}

// where finds the middle of the smallest thing that shows a text, rather one that may be
// touched, or null.
const where = `(text => {
  const plain = (e) => e.innerText.replace(/\s+/g, " ");
  const all = [...document.querySelectorAll("body *")].filter((e) => e.innerText && plain(e).includes(text) && e.checkVisibility());
  const touched = (e) => e.closest("button, input, a") ? 0 : 1;
  const e = all.sort((a, b) => plain(a).length - plain(b).length || touched(a) - touched(b))[0];
  if (!e) return null;
  e.scrollIntoView({ block: "nearest" });
  const box = e.getBoundingClientRect();
  return { x: box.x + box.width / 2, y: box.y + box.height / 2 };
})(%s)`

func (p tab) Touches(text string) {
	p.t.Helper()
	p.until(text)
	quoted, err := json.Marshal(text)
	if err != nil {
		p.t.Fatal(err)
	}
	at := eval[*struct{ X, Y float64 }](p, fmt.Sprintf(where, quoted))
	switch {
	case at == nil:
		p.t.Fatalf("nothing shows %q:\n%s", text, p.Screen())
	case p.finger:
		p.do(chromedp.TapXY(at.X, at.Y))
	default:
		p.do(chromedp.MouseClickXY(at.X, at.Y))
	}
}

func (p tab) Screen() string {
	p.t.Helper()
	return flat(eval[string](p, `document.body?.innerText ?? ""`))
}

// until waits until the page shows a text.
func (p tab) until(text string) {
	p.t.Helper()
	o := office{screens: map[string]driver{first: p}}
	o.await(p.t, deed{then: []sight{sees(first, text)}})
}

// signsInAt opens a console in Chromium for somebody, up to the choice of a desk.
func (o *office) signsInAt(browser context.Context, width, height int64, name, pin string) tab {
	p := openTab(o.t, browser, o.fromElsewhere()+"/console/dijon", width, height)
	p.Touches("Nom")
	p.Types(name + "{Tab}" + pin + "{Enter}")
	p.until("À quel guichet êtes-vous")
	return p
}

// The same day as in real terminals, in Chromium: with a mouse at the first console, a
// finger at the second. Each new state of a console is held to WCAG 2.2 AA.
func TestTheMediatorsDayInChromium(t *testing.T) {
	t.Parallel()
	browser := newBrowser(t)
	o := newOffice(t)
	o.screens[wall] = o.newBoard(80, 24)
	consoles := map[string]tab{
		first:  o.signsInAt(browser, 1024, 600, "Samia", o.hires("mediator", "Samia")),
		second: o.signsInAt(browser, 1280, 900, "Nora", o.hires("supervisor", "Nora")),
	}
	touched := consoles[second]
	touched.finger = true
	touched.do(chromedp.EmulateViewport(1280, 900, chromedp.EmulateTouch))
	consoles[second] = touched
	for name, p := range consoles {
		o.screens[name] = p
	}
	if a := newAuditor(t); a != nil {
		o.audit = func(t *testing.T, on string) {
			if p, is := consoles[on]; is {
				a.audit(t, p)
			}
		}
	}
	o.tell(stories())
}

// Whoever has another window in front is called by a notification, and by the title of the
// tab; and a wrong PIN says what to do. By keyboard alone.
func TestAConsoleInTheBackgroundCallsInChromium(t *testing.T) {
	t.Parallel()
	browser := newBrowser(t)
	o := newOffice(t)
	pin := o.hires("mediator", "Samia")
	p := openTab(t, browser, o.server.url+"/console/dijon", 1280, 800)
	a := newAuditor(t)
	looks := func() {
		if a != nil {
			a.audit(t, p)
		}
	}
	p.Touches("Nom")
	looks()
	p.Types("Samia{Tab}000000{Enter}")
	p.until("Essayez encore, ou demandez un nouveau code au responsable")
	looks()
	p.Types(pin + "{Enter}") // the name stands, and the cursor is where the PIN goes
	p.until("À quel guichet êtes-vous")
	looks()
	p.Types("1")
	p.until("Personne n'attend")

	granted := cdpbrowser.SetPermissionParams{Permission: &cdpbrowser.PermissionDescriptor{Name: "notifications"}, Setting: cdpbrowser.PermissionSettingGranted,
		BrowserContextID: chromedp.FromContext(p.ctx).BrowserContextID}
	if _, err := chromedp.CallBrowser(p.ctx, cdpbrowser.SetPermission, granted); err != nil {
		t.Fatal(err)
	}
	eval[bool](p, `(() => { window.told = []; const Real = Notification; window.Notification = class extends Real {
		constructor(title, more) { super(title, more); told.push(title) } }; return Notification.permission === "granted" })()`)
	other := o.signsInAt(browser, 1280, 800, "Nora", o.hires("supervisor", "Nora"))
	other.Types("2")
	other.until("Guichet 2")
	other.Types("g111")
	other.until("Ticket donné : A901")
	p.until("1 personne attend")
	if told := eval[[]string](p, "told"); len(told) != 0 {
		t.Errorf("who looks at the console is told %q beside it", told)
	}
	p.leaves()
	other.Types("b")
	p.until("Nora a besoin d'un collègue")
	want := "(1) Nora a besoin d'un collègue · Guichet 1"
	if title, told := eval[string](p, "document.title"), eval[[]string](p, "told"); title != want || len(told) != 1 || told[0] != want {
		t.Errorf("in the background: the tab says %q and the notifications %q, want %q once", title, told, want)
	}
	eval[bool](p, `(() => { window.Notification = class { static permission = "granted"; constructor() { throw new TypeError() } }; return true })()`)
	other.Types("o1")
	p.until("1 personne attend")
	other.Types("b")
	p.until("Nora a besoin d'un collègue") // also where a browser refuses to notify
}

// leaves has whoever sits before a page look at another tab of the same window.
func (p tab) leaves() {
	p.t.Helper()
	if _, err := chromedp.Call(p.ctx, emulation.SetFocusEmulationEnabled, emulation.SetFocusEmulationEnabledParams{}); err != nil {
		p.t.Fatal(err)
	}
	front, end := chromedp.NewContext(p.ctx, chromedp.WithNewWindow(false))
	p.t.Cleanup(end)
	if err := chromedp.Do(front, chromedp.Navigate("about:blank")); err != nil {
		p.t.Fatal(err)
	}
	if _, err := chromedp.Call(front, cdppage.BringToFront, cdp.Empty{}); err != nil {
		p.t.Fatal(err)
	}
}
