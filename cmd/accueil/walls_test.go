package main

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/chromedp"

	"accueil/queue"
	"accueil/queue/client"
	"accueil/queue/wire"
)

// A hallway is an office with desks that call, and walls in Chromium.
type hallway struct {
	t       testing.TB
	browser context.Context
	config  string
	data    string
	server  *served
	desks   []*client.Client // the first sits at desk 1
	head    string           // the PIN of a head of the site's
}

// newHallway opens one whose house speaks some languages, the first being its own.
func newHallway(t testing.TB, languages string) *hallway {
	sample, err := os.ReadFile(filepath.Join("..", "..", "configs", "dijon.toml"))
	if err != nil {
		t.Fatal(err)
	}
	spoken := bytes.Replace(sample, []byte(`languages = ["fr", "en", "ar", "uk"]`), []byte("languages = "+languages), 1)
	h := &hallway{t: t, browser: newBrowser(t), config: filepath.Join(t.TempDir(), "office.toml"), data: t.TempDir()}
	if err := os.WriteFile(h.config, spoken, 0o600); err != nil {
		t.Fatal(err)
	}
	h.server = serve(t, h.data, "--config", h.config)
	h.head = h.server.hires(t, h.data, "supervisor", "Nora")
	for n := range 3 {
		c := h.server.client(t, h.server.mediator(t, h.data, fmt.Sprintf("M%d", n+1)))
		if _, err := c.Desk(t.Context(), "", h.desk(n), "open", wire.OpenRequest{}); err != nil {
			t.Fatal(err)
		}
		h.desks = append(h.desks, c)
	}
	return h
}

func (h *hallway) desk(n int) queue.DeskID { return queue.DeskID(fmt.Sprint(n + 1)) }

// calls lets the first so many desks call somebody, at once.
func (h *hallway) calls(n int) {
	h.t.Helper()
	for range n {
		if _, _, err := h.desks[0].Give(h.t.Context(), "", wire.GiveRequest{Service: "autre"}); err != nil {
			h.t.Fatal(err)
		}
	}
	done := make(chan error, n)
	for i := range n {
		go func() {
			_, err := h.desks[i].Next(h.t.Context(), "", h.desk(i), wire.NextRequest{})
			done <- err
		}()
	}
	for range n {
		if err := <-done; err != nil {
			h.t.Fatal(err)
		}
	}
}

// wall opens a wall of a size, to which the head lets it in.
func (h *hallway) wall(name string, width, height int64) tab {
	h.t.Helper()
	p := openTab(h.t, h.browser, strings.Replace(h.server.url, "127.0.0.1", elsewhere, 1)+"/wall/dijon", width, height)
	p.do(chromedp.Click[string]("summary"), chromedp.Click[string]("#screen"), chromedp.SetValue("#screen", name), chromedp.Click[string]("#name"))
	p.Types("Nora{Tab}" + h.head + "{Enter}")
	p.becomes(`!!document.querySelector("#wall #rows")`)
	return p
}

// becomes waits until an expression of the page's is true, over a page that is opened anew.
func (p tab) becomes(expression string) {
	p.t.Helper()
	ctx, cancel := context.WithTimeout(p.ctx, sightMax)
	defer cancel()
	look := time.NewTicker(20 * time.Millisecond)
	defer look.Stop()
	for {
		is, err := chromedp.Run(ctx, chromedp.Evaluate[bool]("!!("+expression+")"))
		if err == nil && is {
			return
		}
		select {
		case <-look.C:
		case <-ctx.Done():
			p.t.Fatalf("never %s (%v):\n%s", shown(expression), err, p.Screen())
		}
	}
}

// heard keeps in the page which calls take the band, in their order; said is what the page
// asked the server's voice for.
const heard = `window.heard = []; new MutationObserver(() => {
  const b = document.querySelector(".band b")?.innerText; if (b && heard.at(-1) !== b) heard.push(b);
}).observe(document.getElementById("wall"), {childList: true, subtree: true, characterData: true});
window.said = () => performance.getEntriesByType("resource").map((e) => e.name).filter((n) => n.includes("/say/")); true`

// Two walls and a console: three desks call at once, and each wall shows all three at
// once and gives the band to one after the other; a server that is killed is said to be
// missed, and is heard again without a touch; a token that is removed shows the door.
func TestWallsInChromium(t *testing.T) {
	t.Parallel()
	h := newHallway(t, `["fr", "en", "ar", "uk"]`)
	wide, tall := h.wall("Salle", 1280, 720), h.wall("Entrée", 1080, 1920)
	wide.until("Attendez ici")
	for _, p := range []tab{wide, tall} {
		eval[bool](p, heard)
	}
	h.calls(3)
	order := h.called()
	for _, p := range []tab{wide, tall} {
		for _, number := range order {
			p.until(number)
		}
		p.becomes(`heard.length === 3`)
		if got := eval[[]string](p, `heard`); !slices.Equal(got, order) {
			t.Errorf("the band showed %v, want %v", got, order)
		}
		p.becomes(`said().length === 3`)
		for i, said := range eval[[]string](p, `said()`) {
			if !strings.Contains(said, "/say/"+order[i]+"/") {
				t.Errorf("%s is said in the place of %s", said, order[i])
			}
		}
	}
	h.server.kill()
	for _, p := range []tab{wide, tall} {
		p.until("Dernières nouvelles")
		p.becomes(`getComputedStyle(document.querySelector(".band")).backgroundColor !== "rgb(255, 200, 61)"`)
	}
	h.server = serve(t, h.data, "--config", h.config, "--listen", strings.TrimPrefix(h.server.url, "http://"))
	h.calls(1)
	order = h.called()
	for _, p := range []tab{wide, tall} {
		p.becomes(`document.getElementById("stale").hidden`)
		p.until(order[len(order)-1])
	}
	if status, _, errs := accueil(t, "admin", "--server", h.server.url, "--token-file", filepath.Join(h.data, "admin.token"), "device", "remove", h.device("Salle")); status != 0 {
		t.Fatal(errs)
	}
	wide.becomes(`!!document.getElementById("code")`)
	tall.until(order[len(order)-1])
}

// called are the day's calls as a wall has them, the oldest first.
func (h *hallway) called() (numbers []string) {
	h.t.Helper()
	frame, err := h.desks[0].State(h.t.Context(), wire.ViewWall)
	if err != nil {
		h.t.Fatal(err)
	}
	var view wire.WallView
	if err := json.Unmarshal(frame.State, &view); err != nil {
		h.t.Fatal(err)
	}
	for _, c := range slices.Backward(view.Calls) {
		numbers = append(numbers, string(c.Number))
	}
	return numbers
}

// device is the id of a device of the office's.
func (h *hallway) device(name string) string {
	h.t.Helper()
	all, err := h.server.admin(h.t, h.data).Devices(h.t.Context())
	if err != nil {
		h.t.Fatal(err)
	}
	for _, d := range all {
		if d.Name == name {
			return string(d.ID)
		}
	}
	h.t.Fatalf("there is no device %s in %v", name, all)
	return ""
}

// capitals measures, in millimetres on a panel of a width, the capitals of what stands in an
// element: as painted, by its own font.
const capitals = `(async (selector, wideMM) => {
  await document.fonts.ready;
  const e = document.querySelector(selector);
  const style = getComputedStyle(e);
  const pen = document.createElement("canvas").getContext("2d");
  pen.font = style.fontWeight + " " + style.fontSize + " " + style.fontFamily;
  return pen.measureText("H").actualBoundingBoxAscent * wideMM / innerWidth;
})`

// Letters are as tall as LOOK asks on the panel that the configuration names, at every
// size of its picture, upright too; and nothing of a call is cut off or split.
func TestAWallsLettersInMillimetresInChromium(t *testing.T) {
	t.Parallel()
	h := newHallway(t, `["fr", "en", "ar", "uk"]`)
	p := h.wall("Salle", 1280, 720)
	h.calls(3)
	a := newAuditor(t)
	for _, size := range []struct {
		width, height int64
		wideMM        int
		newest        float64
		rows          int
	}{
		{1280, 720, 952, 109, 2}, {1920, 1080, 952, 109, 2}, {3840, 2160, 952, 109, 2}, {1080, 1920, 535, 100, 2}, // as large as is not split
	} {
		p.do(chromedp.EmulateViewport(size.width, size.height))
		p.becomes(fmt.Sprintf(`innerWidth === %d && document.documentElement.style.getPropertyValue("--margin") === "%.2fpx"`, size.width, float64(size.width)/40))
		for selector, least := range map[string]float64{".band b": size.newest, ".rows li b": 61} {
			if got := eval[float64](p, fmt.Sprintf("%s(%q, %d)", capitals, selector, size.wideMM)); got < least-0.5 {
				t.Errorf("%d×%d: capitals of %s are %.1f mm, want at least %.0f", size.width, size.height, selector, got, least)
			}
		}
		fits := `[...document.querySelectorAll(".band, .rows li")].filter((e) => { const b = e.getBoundingClientRect();
		  return e.scrollWidth <= e.clientWidth && b.right <= innerWidth && b.bottom <= innerHeight; }).length`
		if got := eval[int](p, fits); got < 1+size.rows {
			t.Errorf("%d×%d: %d calls stand whole, want at least %d", size.width, size.height, got, 1+size.rows)
		}
	}
	if a != nil {
		a.audit(t, p)
	}
}

// A wall's states, in the house's language, hold to WCAG 2.2 AA and to a contrast of 7.
func TestAWallIsReadInFrenchAndArabicInChromium(t *testing.T) {
	t.Parallel()
	for house, texts := range map[string]struct{ wait, notice string }{
		`["fr", "ar"]`: {"Attendez ici.", "Nous fermons à 16 heures."},
		`["ar", "fr"]`: {"انتظروا هنا.", "نغلق اليوم في الرابعة"},
	} {
		h := newHallway(t, house)
		p := h.wall("Salle", 1280, 720)
		a := newAuditor(t)
		audit := func() {
			if a != nil {
				a.enhanced = true
				a.audit(t, p)
			}
		}
		p.until(texts.wait)
		audit()
		h.calls(3)
		p.becomes(`document.querySelectorAll(".rows li").length === 2`)
		audit()
		if _, err := h.desks[0].Send(t.Context(), "PUT", []string{"notice"}, wire.NoticeRequest{Text: texts.notice}); err != nil {
			t.Fatal(err)
		}
		p.until(texts.notice)
		audit()
		h.server.kill()
		p.becomes(`!document.getElementById("stale").hidden`)
		audit()
	}
}
