package server

import (
	"context"
	"fmt"
	"net/http/httptest"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/prometheus/client_golang/prometheus"

	"accueil/queue/engine"
)

// What is counted is what was answered.
func TestCallsAreCountedByTheStatusTheyGot(t *testing.T) {
	o := newOffice(t)
	o.call("ana", "POST", "desks/1/open", "").want(200)
	o.call("ana", "POST", "desks/1/next", "").want(204)
	o.call("ana", "POST", "desks/2/next", "").want(409)
	o.call("", "GET", "/moon", "").want(404)
	o.call("ana", "PATCH", "tickets", "").want(405)
	r := httptest.NewRequest("GET", "/api/v1/sites/dijon/live?view=wall", nil)
	for key, value := range map[string]string{"Authorization": "Bearer " + o.token["wall"], "Connection": "Upgrade", "Upgrade": "websocket"} {
		r.Header.Set(key, value) // and no version of the protocol
	}
	bad, err := o.carry(r)
	if err != nil {
		t.Fatal(err)
	}
	_ = bad.Body.Close()
	if bad.StatusCode != 400 {
		t.Fatalf("got %s, want the handshake refused", bad.Status)
	}
	until(t, o.watch("wall", "wall"), func(map[string]any) bool { return true })
	figures := ""
	for range 1000 { // a socket is served before its call is counted
		figures = string(o.call("", "GET", "/metrics", "").want(200).body)
		if strings.Contains(figures, `status="101"`) {
			break
		}
	}
	for _, want := range []struct {
		call   string
		status int
	}{
		{"POST /api/v1/sites/{site}/desks/{desk}/next", 204},
		{"POST /api/v1/sites/{site}/desks/{desk}/next", 409},
		{"GET /api/v1/sites/{site}/live", 400},
		{"GET /api/v1/sites/{site}/live", 101},
		{"no such call", 404},
		{"no such call", 405},
	} {
		if line := fmt.Sprintf("accueil_calls_total{call=%q,status=\"%d\"} 1\n", want.call, want.status); !strings.Contains(figures, line) {
			t.Errorf("there is no %s", line)
		}
	}
	if strings.Contains(figures, `next",status="200"`) {
		t.Error("a next that called nobody is counted as one that did")
	}
}

// Whoever reads the figures slowly, or not to the end, keeps no site waiting.
func TestASlowReaderOfFiguresKeepsNoSiteWaiting(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		o := openOffice(&office{t: t, clock: engine.SystemClock(), quiet: true})
		out, done := make(chan prometheus.Metric), make(chan struct{})
		go func() {
			(&gauges{s: o.server}).Collect(out)
			close(done)
		}()
		synctest.Wait()
		ctx, cancel := context.WithTimeout(t.Context(), time.Second)
		defer cancel()
		if err := o.engine.Read(ctx, func(engine.Look) {}); err != nil {
			t.Errorf("the site: got %v, want its answer", err)
		}
		n := 0
		for over := false; !over; {
			select {
			case <-out:
				n++
			case <-done:
				over = true
			}
		}
		if want := 1 + len(o.config.Services); n != want {
			t.Errorf("got %d figures of the site, want %d", n, want)
		}
	})
}

// Of a site that does not answer there are no figures, and of the others there are.
func TestFiguresDoNotWaitForABusySite(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		o, talant, release := busySite(t)
		o.server.sites["talant"] = talant
		figures := string(o.call("", "GET", "/metrics", "").want(200).body)
		if !strings.Contains(figures, `accueil_position{site="dijon"}`) || strings.Contains(figures, "talant") {
			t.Errorf("got %s, want the figures of dijon alone", figures)
		}
		delete(o.server.sites, "talant")
		release()
	})
}
