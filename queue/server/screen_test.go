package server

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"net"
	"net/http"
	"testing"
	"testing/synctest"
	"time"

	"github.com/gorilla/websocket"

	"accueil/queue/access"
	"accueil/queue/engine"
)

// A hijacked is an answer whose connection is taken over at once.
type hijacked struct {
	http.ResponseWriter
	conn net.Conn
}

func (h hijacked) Hijack() (net.Conn, *bufio.ReadWriter, error) {
	return h.conn, bufio.NewReadWriter(bufio.NewReader(h.conn), bufio.NewWriter(h.conn)), nil
}

// attended connects a client to a screen of a topic that says nothing, through a
// pipe. gone is closed when the server is done with it.
func attended(ctx context.Context, t *testing.T, caller access.Caller) (client *websocket.Conn, gone <-chan struct{}) {
	t.Helper()
	return attendedTo(ctx, t, newTopic(topicKey{}), caller)
}

func attendedTo(ctx context.Context, t *testing.T, topic *topic, caller access.Caller) (client *websocket.Conn, gone <-chan struct{}) {
	t.Helper()
	near, far := net.Pipe()
	over := make(chan struct{})
	go func() {
		defer close(over)
		r, err := http.ReadRequest(bufio.NewReader(far))
		if err != nil {
			t.Error(err)
			return
		}
		conn, err := upgrade(hijacked{conn: far}, r, nil, nil)
		if err != nil {
			t.Error(err)
			return
		}
		s := &Server{hub: newHub(time.Now), leaving: ctx}
		_ = s.sockets.enter(place{})
		screen := newScreen(place{}, conn)
		topic.add(screen)
		s.attend(screen, caller)
	}()
	dialer := websocket.Dialer{NetDialContext: func(context.Context, string, string) (net.Conn, error) { return near, nil }}
	client, _, err := dialer.DialContext(ctx, "ws://here/", nil)
	if err != nil {
		t.Fatal(err)
	}
	return client, over
}

func TestAScreenStaysWhileItAnswersPings(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		client, gone := attended(t.Context(), t, access.Caller{})
		pings := 0
		client.SetPingHandler(func(data string) error {
			pings++
			return client.WriteControl(websocket.PongMessage, []byte(data), time.Now().Add(writeWait))
		})
		const lasting = 10*pingEvery + time.Second
		_ = client.SetReadDeadline(time.Now().Add(lasting))
		if _, _, err := client.NextReader(); !isTimeout(err) || pings != 10 {
			t.Errorf("within %v: got %d pings and %v, want 10 and still open", lasting, pings, err)
		}
		_ = client.Close()
		<-gone
	})
}

func TestAScreenThatDoesNotAnswerPingsIsGone(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		client, gone := attended(t.Context(), t, access.Caller{})
		client.SetPingHandler(func(string) error { return nil })
		began := time.Now()
		if _, _, err := client.NextReader(); err == nil {
			t.Error("got a frame, want the end")
		}
		<-gone
		if lasted := time.Since(began); lasted != pongWait {
			t.Errorf("it lasted %v, want %v", lasted, pongWait)
		}
	})
}

// A screen that stops reading is dropped, though it may answer for longer.
func TestAScreenThatDoesNotReadIsGone(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		topic := newTopic(topicKey{})
		_, gone := attendedTo(t.Context(), t, topic, access.Caller{})
		synctest.Wait()
		began := time.Now()
		topic.publish(&engine.Frame{Body: []byte("{}")})
		<-gone
		if lasted := time.Since(began); lasted != writeWait {
			t.Errorf("it lasted %v, want %v", lasted, writeWait)
		}
	})
}

// What a client sends is ignored, and more than the limit ends it, however it is
// cut into fragments.
func TestWhatAScreenSaysIsIgnoredUpToItsLimit(t *testing.T) {
	for _, c := range []struct {
		name  string
		parts []int
		stays bool
	}{
		{"many small messages", []int{4000, -1, 4000, -1, 4000, -1}, true},
		{"a large message", []int{6000, -1}, false},
		{"a large message in fragments", []int{3000, 3000, -1}, false},
		{"a large message that does not end", []int{3000, 3000}, false},
	} {
		t.Run(c.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				client, gone := attended(t.Context(), t, access.Caller{})
				text := bytes.Repeat([]byte{'x'}, 6000)
				frame := byte(1) // text; a continuation is 0
				for _, n := range c.parts {
					last := byte(0)
					if n < 0 {
						last, n = 0x80, 0
					}
					header := []byte{last | frame, 0x80 | 126, byte(n >> 8), byte(n), 0, 0, 0, 0} // masked with nothing
					if _, err := client.NetConn().Write(append(header, text[:n]...)); err != nil {
						break // it has ended
					}
					if frame = 0; last != 0 {
						frame = 1
					}
				}
				_ = client.SetReadDeadline(time.Now().Add(time.Second))
				_, _, err := client.NextReader()
				if c.stays != isTimeout(err) {
					t.Errorf("got %v, want it to stay %t", err, c.stays)
				}
				_ = client.Close()
				<-gone
			})
		})
	}
}

func TestAScreenIsToldWhyItEnds(t *testing.T) {
	for _, test := range []struct {
		name string
		code int
	}{
		{"its token is over", websocket.ClosePolicyViolation},
		{"the server stops", websocket.CloseGoingAway},
	} {
		t.Run(test.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				leaving, leave := context.WithCancel(t.Context())
				defer leave()
				token := make(chan struct{})
				client, gone := attended(leaving, t, access.Caller{Gone: token})
				began := time.Now()
				time.AfterFunc(time.Second, func() {
					if test.code == websocket.CloseGoingAway {
						leave()
						return
					}
					close(token)
				})
				if _, _, err := client.NextReader(); !websocket.IsCloseError(err, test.code) {
					t.Errorf("got %v, want a close with %d", err, test.code)
				}
				<-gone
				if late := time.Since(began) - time.Second; late != 0 {
					t.Errorf("told %v late", late)
				}
			})
		})
	}
}

func isTimeout(err error) bool {
	var wrong net.Error
	return errors.As(err, &wrong) && wrong.Timeout()
}
