package client

import (
	"bufio"
	"context"
	"errors"
	"io"
	"net"
	"net/http"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/gorilla/websocket"

	"accueil/queue"
	"accueil/queue/wire"
)

// A doer answers without a network, as a synctest bubble needs.
type doer func(*http.Request) *http.Response

func (d doer) RoundTrip(r *http.Request) (*http.Response, error) { return d(r), nil }

func answering(t *testing.T, d doer) *Client {
	t.Helper()
	c, err := New(Options{URL: "http://here", Token: "t", Site: "dijon", HTTP: &http.Client{Transport: d}})
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func answerOf(r *http.Request, status int, kind, body string, header ...string) *http.Response {
	h := http.Header{"Content-Type": {kind}}
	for i := 0; i < len(header); i += 2 {
		h.Set(header[i], header[i+1])
	}
	return &http.Response{Status: http.StatusText(status), StatusCode: status, Header: h, Body: io.NopCloser(strings.NewReader(body)), Request: r}
}

// Each try comes later than the one before, up to a limit, and none at once: a
// server that comes back is not run over.
func TestTriesComeEverMoreSlowly(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var at []time.Time
		c := answering(t, func(r *http.Request) *http.Response {
			at = append(at, time.Now())
			return answerOf(r, 503, wire.ProblemType, `{"kind":"unavailable","detail":"so it is"}`)
		})
		ctx, cancel := context.WithTimeout(t.Context(), 2*time.Minute)
		defer cancel()
		if _, err := c.Sites(ctx); !errors.Is(err, context.DeadlineExceeded) || queue.KindOf(err) != queue.Unavailable {
			t.Errorf("got %v, want the context's end, and what the server said last", err)
		}
		delay := retryDelayMin
		for i := 1; i < len(at); i++ {
			if got := at[i].Sub(at[i-1]); got < delay/2 || got > delay {
				t.Errorf("try %d came after %v, want between half and whole of %v", i+1, got, delay)
			}
			delay = min(2*delay, retryDelayMax)
		}
		if len(at) < 15 {
			t.Errorf("got %d tries in two minutes, want them to go on", len(at))
		}
	})
}

func TestTheServerSaysHowLongToLeaveItAlone(t *testing.T) {
	for _, c := range []struct {
		says string
		want time.Duration // at least, and hardly more
	}{{"7", 7 * time.Second}, {"soon", 0}, {"-3", 0}, {"86400", 0}} {
		t.Run(c.says, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				began, tries := time.Now(), 0
				client := answering(t, func(r *http.Request) *http.Response {
					if tries++; tries == 1 {
						return answerOf(r, 429, wire.ProblemType, `{"kind":"too_many"}`, "Retry-After", c.says)
					}
					return answerOf(r, 200, "application/json", `{}`)
				})
				if _, err := client.Sites(t.Context()); err != nil {
					t.Fatal(err)
				}
				if took := time.Since(began); took < c.want || took > c.want+retryDelayMin || tries != 2 {
					t.Errorf("asked %d times in %v, want again after %v", tries, took, c.want)
				}
			})
		})
	}
}

// What answers without an end is no server of ours, and does not fill the memory.
func TestAnAnswerHasALimit(t *testing.T) {
	for size, stranger := range map[int]bool{replyMax: false, replyMax + 1: true} {
		tries := 0
		c := answering(t, func(r *http.Request) *http.Response {
			tries++
			return answerOf(r, 200, "application/json", "{}"+strings.Repeat(" ", size-2))
		})
		if _, err := c.Sites(t.Context()); errors.Is(err, ErrStranger) != stranger || !stranger && err != nil || tries != 1 {
			t.Errorf("of %d bytes: got %v after %d tries, want a stranger: %t", size, err, tries, stranger)
		}
	}
}

// A taken is an answer whose connection is taken over at once.
type taken struct {
	http.ResponseWriter
	conn net.Conn
}

func (h taken) Hijack() (net.Conn, *bufio.ReadWriter, error) {
	return h.conn, bufio.NewReadWriter(bufio.NewReader(h.conn), bufio.NewWriter(h.conn)), nil
}

// A view of which nothing is heard is stale, though the connection stands.
func TestASilentViewIsStale(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		dial := func(context.Context, string, string) (net.Conn, error) {
			near, far := net.Pipe()
			go func() {
				r, err := http.ReadRequest(bufio.NewReader(far))
				if err != nil {
					t.Error(err)
					return
				}
				conn, err := (&websocket.Upgrader{}).Upgrade(taken{conn: far}, r, nil)
				if err != nil {
					t.Error(err)
					return
				}
				defer conn.Close()
				_ = conn.WriteMessage(websocket.TextMessage, []byte(`{"v":1,"epoch":"E","seq":5,"view":"wall","state":{}}`))
				_, _, _ = conn.ReadMessage() // until the client has had enough
			}()
			return near, nil
		}
		c, err := New(Options{URL: "http://here", Token: "t", Site: "dijon", HTTP: &http.Client{Transport: &http.Transport{DialContext: dial}}})
		if err != nil {
			t.Fatal(err)
		}
		var heard time.Time
		for e := range c.Live(t.Context(), "wall") {
			if e.Err == nil {
				heard = time.Now()
				continue
			}
			if took := time.Since(heard); took != staleAfter || !e.Since.Equal(heard) || queue.KindOf(e.Err) != queue.Unavailable {
				t.Errorf("after %v: got %v since %v, want unavailable after %v, since %v", took, e.Err, e.Since, staleAfter, heard)
			}
			break
		}
	})
}
