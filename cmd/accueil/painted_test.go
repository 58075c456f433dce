package main

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"slices"
	"sync"
	"testing"
	"time"

	"accueil/queue"
	"accueil/queue/wire"
)

const (
	paintedMax   = 100 * time.Millisecond // from a call to the wall's pixels, p99
	otherWalls   = 200
	wallSockets  = 4 // of one device
	paintedCalls = 100
	paintedApart = 500 * time.Millisecond
)

// stands does what the page of a wall does, without showing it, until ctx ends: each frame
// wakes it, and a step says what to show.
func (s *served) stands(ctx context.Context, b *testing.B, token string) {
	var kept struct {
		Draft json.RawMessage `json:"draft"`
	}
	began := time.Now()
	for range s.client(b, token).Live(ctx, wire.ViewWall) {
		body, err := json.Marshal(map[string]any{
			"draft": kept.Draft, "event": map[string]string{"kind": "look"}, "mono_ms": time.Since(began).Milliseconds(), "width": 1280, "height": 720,
		})
		if err != nil {
			b.Error(err)
			return
		}
		r, err := http.NewRequestWithContext(ctx, http.MethodPost, s.url+"/wall/dijon/step", bytes.NewReader(body))
		if err != nil {
			b.Error(err)
			return
		}
		r.AddCookie(&http.Cookie{Name: wire.WallCookie, Value: token})
		if answer, err := http.DefaultClient.Do(r); err == nil {
			_ = json.NewDecoder(answer.Body).Decode(&kept)
			_ = answer.Body.Close()
		}
	}
}

// painted keeps when the page had painted each number, on the machine's clock.
const painted = `window.painted = {}; new MutationObserver(() => {
  const fresh = [...document.querySelectorAll(".band b, .rows b")].map((e) => e.innerText).filter((n) => !(n in painted));
  if (fresh.length) requestAnimationFrame(() => { const c = new MessageChannel(); c.port1.onmessage = () => {
    for (const n of fresh) painted[n] ??= performance.timeOrigin + performance.now(); }; c.port2.postMessage(0); });
}).observe(document.getElementById("wall"), {childList: true, subtree: true, characterData: true}); true`

// BenchmarkCallToPixels measures from a mediator's call to the painted wall in Chromium,
// while two hundred other walls look, and step as pages do.
func BenchmarkCallToPixels(b *testing.B) {
	h := newHallway(b, `["fr", "en", "ar", "uk"]`)
	admin := h.server.admin(b, h.data)
	ctx, stop := context.WithCancel(b.Context())
	var work sync.WaitGroup
	defer work.Wait()
	defer stop()
	for n := range otherWalls / wallSockets {
		d, err := admin.AddDevice(ctx, wire.DeviceRequest{Role: queue.RoleWall.String(), Site: "dijon", Name: fmt.Sprint("other ", n)})
		if err != nil {
			b.Fatal(err)
		}
		for range wallSockets {
			work.Go(func() { h.server.stands(ctx, b, d.Token) })
		}
	}
	p := h.wall("Salle", 1920, 1080)
	eval[bool](p, painted)
	began := map[string]time.Time{}
	pace := time.NewTicker(paintedApart)
	defer pace.Stop()
	for b.Loop() {
		for range paintedCalls {
			if _, _, err := h.desks[0].Give(ctx, "", wire.GiveRequest{Service: "autre"}); err != nil {
				b.Fatal(err)
			}
		}
		for range paintedCalls {
			<-pace.C
			at := time.Now()
			called, err := h.desks[0].Next(ctx, "", "1", wire.NextRequest{})
			if err != nil {
				b.Fatal(err)
			}
			began[string(called.Ticket.Number)] = at
		}
	}
	p.becomes(fmt.Sprintf("Object.keys(painted).length >= %d", len(began)))
	var took []time.Duration
	for number, at := range eval[map[string]float64](p, "painted") {
		took = append(took, time.UnixMicro(int64(at*1000)).Sub(began[number]))
	}
	slices.Sort(took)
	p99 := took[len(took)*99/100]
	b.ReportMetric(float64(took[len(took)/2].Microseconds())/1000, "ms/call-p50")
	b.ReportMetric(float64(p99.Microseconds())/1000, "ms/call-p99")
	b.ReportMetric(float64(p99)/float64(paintedMax), "of-the-limit")
}
