package term

import (
	"context"
	"encoding/json"
	"fmt"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"testing"
	"testing/synctest"
	"time"

	"github.com/gorilla/websocket"

	"accueil/display"
	"accueil/queue/client"
	"accueil/queue/wire"
)

// unanswered is a server that takes every call and answers none.
type unanswered struct{}

func (unanswered) RoundTrip(r *http.Request) (*http.Response, error) {
	<-r.Context().Done()
	return nil, r.Context().Err()
}

func TestASiteThatIsNotAnsweredDoesNotHoldTheLiveView(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c, err := client.New(client.Options{URL: "http://127.0.0.1:1", HTTP: &http.Client{Transport: unanswered{}}})
		if err != nil {
			t.Fatal(err)
		}
		began := time.Now()
		if NewLine(c, slog.New(slog.DiscardHandler)).lookAtSite(t.Context(), c) {
			t.Error("a site was seen")
		}
		if took := time.Since(began); took > 5*time.Second {
			t.Errorf("it took %s", took)
		}
	})
}

// A head may rename a reason while mediators look on.
func TestASiteIsLookedAtAgainWhenAnotherIsInForce(t *testing.T) {
	sites := 0
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if !websocket.IsWebSocketUpgrade(r) {
			sites++
			_ = json.NewEncoder(w).Encode(wire.Site{Name: fmt.Sprint(sites)})
			return
		}
		conn, err := (&websocket.Upgrader{}).Upgrade(w, r, nil)
		if err != nil {
			return
		}
		defer conn.Close()
		for i, edition := range []string{"a", "a", "b", "b"} {
			state, _ := json.Marshal(wire.ConsoleView{Edition: edition})
			_ = conn.WriteJSON(wire.Frame{V: wire.FrameVersion, Epoch: "E", Seq: uint64(i + 1), View: wire.ViewConsole, State: state})
		}
		_, _, _ = conn.NextReader()
	}))
	defer s.Close()
	c, err := client.New(client.Options{URL: s.URL, Token: "t", Site: "dijon"})
	if err != nil {
		t.Fatal(err)
	}
	ctx, leave := context.WithCancel(t.Context())
	l, ended := NewLine(c, slog.New(slog.DiscardHandler)), make(chan struct{})
	go func() {
		defer close(ended)
		l.followConsole(ctx, c)
	}()
	var heard []string
	for len(heard) < 6 {
		switch m := (<-l.Messages()).(type) {
		case display.SiteSeen:
			heard = append(heard, "site "+m.Site.Name)
		case display.ConsoleSeen:
			heard = append(heard, m.View.Edition)
		}
	}
	leave()
	<-ended
	if got, want := fmt.Sprint(heard), "[site 1 a a site 2 b b]"; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
}

func TestWhyTheServerIsNotHeardHasAKind(t *testing.T) {
	answering := func(status int, kind, body string) *client.Client {
		s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Type", kind)
			w.WriteHeader(status)
			fmt.Fprint(w, body)
		}))
		t.Cleanup(s.Close)
		c, err := client.New(client.Options{URL: s.URL, Token: "t", Site: "dijon"})
		if err != nil {
			t.Fatal(err)
		}
		return c
	}
	nobody, err := client.New(client.Options{URL: "http://127.0.0.1:1"}) // no port of a server
	if err != nil {
		t.Fatal(err)
	}
	problem := func(kind string) string { return fmt.Sprintf(`{"kind":%q,"detail":"no"}`, kind) }
	for name, test := range map[string]struct {
		client *client.Client
		want   display.Loss
	}{
		"a page":        {answering(200, "text/html", "<html>It works!</html>"), display.Loss{Kind: display.LossStranger, Found: "200 OK text/html"}},
		"a token":       {answering(401, "application/problem+json", problem("unauthenticated")), display.Loss{Kind: display.LossToken}},
		"a site":        {answering(404, "application/problem+json", problem("not_found")), display.Loss{Kind: display.LossSite}},
		"a busy server": {answering(503, "application/problem+json", problem("unavailable")), display.Loss{Kind: display.LossSilent}},
		"nobody there":  {nobody, display.Loss{Kind: display.LossUnreachable}},
	} {
		t.Run(name, func(t *testing.T) {
			for event := range test.client.Live(t.Context(), "wall") {
				if got := lossOf(event.Err); got != test.want {
					t.Errorf("got %+v, want %+v (%v)", got, test.want, event.Err)
				}
				break
			}
		})
	}
	if got := lossOf(fmt.Errorf("call the server: %w", context.DeadlineExceeded)); got.Kind != display.LossSilent {
		t.Errorf("a silent server: got %+v", got)
	}
}
