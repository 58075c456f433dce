package main

import (
	"flag"
	"fmt"
	"testing"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/heapprofiler"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"

	"accueil/queue/wire"
)

// wallCalls is how many calls a wall is left for: 10000 are three weeks of a busy office.
var wallCalls = flag.Int("wall-calls", 400, "calls that a wall in a browser is left for")

// heap is what of a page's memory is in use once what is not needed is given back.
func (p tab) heap() float64 {
	p.t.Helper()
	for range 3 { // what one collection frees lets the next free more
		if _, err := chromedp.Call(p.ctx, heapprofiler.CollectGarbage, cdp.Empty{}); err != nil {
			p.t.Fatal(err)
		}
	}
	usage, err := chromedp.Call(p.ctx, runtime.GetHeapUsage, cdp.Empty{})
	if err != nil {
		p.t.Fatal(err)
	}
	return usage.UsedSize
}

// A wall that is left alone for thousands of calls keeps no more than it did at first.
func TestAWallLeftForWeeksKeepsItsSizeInChromium(t *testing.T) {
	t.Parallel()
	h := newHallway(t, `["fr", "en", "ar", "uk"]`)
	p := h.wall("Salle", 1280, 720)
	eval[bool](p, `localStorage.setItem("wall-sound", "silent"); true`)
	lasts := func(calls int) float64 {
		number := ""
		for range calls {
			if _, _, err := h.desks[0].Give(t.Context(), "", wire.GiveRequest{Service: "autre"}); err != nil {
				t.Fatal(err)
			}
			called, err := h.desks[0].Next(t.Context(), "", "1", wire.NextRequest{})
			if err != nil {
				t.Fatal(err)
			}
			number = string(called.Ticket.Number)
		}
		p.becomes(fmt.Sprintf(`document.getElementById("wall").innerText.includes(%q)`, number))
		return p.heap()
	}
	before := lasts(*wallCalls / 2)
	after := lasts(*wallCalls - *wallCalls/2)
	t.Logf("%d calls: %.0f KiB after half of them, %.0f KiB after all", *wallCalls, before/1024, after/1024)
	if after > 1.1*before {
		t.Errorf("the page keeps %.2f times as much after the second half of %d calls, want at most 1.1", after/before, *wallCalls)
	}
}
