package client

import (
	"context"
	"errors"
	"fmt"
	"io"
	"iter"
	"math/rand/v2"
	"net/http"
	"net/url"
	"strings"
	"time"

	"github.com/gorilla/websocket"

	"accueil/queue"
	"accueil/queue/wire"
)

// When a view is stale: the server sends something every ten seconds.
const (
	staleAfter   = 12 * time.Second
	handshakeMax = 8 * time.Second
	reconnectMin = time.Second
	reconnectMax = 10 * time.Second
	goodbyeMax   = 500 * time.Millisecond
	frameMax     = 4 << 20 // bytes
)

// An Event is a frame, or that the line is lost.
type Event struct {
	Frame wire.Frame // its State is empty in a beat
	Err   error      // why nothing comes; the frames before are stale. nil with a frame
	Since time.Time  // with Err: when the server was last heard, zero for never
}

// Live follows a view until ctx ends, which is the only thing that ends it. It
// connects again with jitter; in between it yields one Event with Err for each
// try that failed. A frame that lies behind the last of the same epoch is left out. When
// ctx ends the server is told goodbye: nobody has to look for whoever leaves in order.
func (c *Client) Live(ctx context.Context, view string) iter.Seq[Event] {
	return func(yield func(Event) bool) {
		l := follower{client: c, view: view, yield: yield}
		delay := reconnectMin
		for ctx.Err() == nil {
			frames, err := l.follow(ctx)
			if l.done || ctx.Err() != nil {
				return
			}
			if frames > 0 {
				delay = reconnectMin
			}
			if !yield(Event{Err: err, Since: l.heard}) {
				return
			}
			timer := time.NewTimer(delay/2 + rand.N(delay/2))
			select {
			case <-timer.C:
			case <-ctx.Done():
				timer.Stop()
			}
			delay = min(2*delay, reconnectMax)
		}
	}
}

// A follower remembers what came over earlier connections.
type follower struct {
	client *Client
	view   string
	yield  func(Event) bool
	done   bool // the reader has had enough
	heard  time.Time
	last   Position
}

// follow reads one connection to its end, and returns how many frames came.
func (l *follower) follow(ctx context.Context) (frames int, err error) {
	conn, err := l.client.dial(ctx, l.view)
	if err != nil {
		return 0, err
	}
	defer conn.Close()
	stop := context.AfterFunc(ctx, func() {
		message := websocket.FormatCloseMessage(websocket.CloseGoingAway, "")
		_ = conn.WriteControl(websocket.CloseMessage, message, time.Now().Add(goodbyeMax))
		conn.Close()
	})
	defer stop()
	conn.SetReadLimit(frameMax)
	for {
		if err := conn.SetReadDeadline(time.Now().Add(staleAfter)); err != nil {
			return frames, err
		}
		var f wire.Frame
		if err := conn.ReadJSON(&f); err != nil {
			return frames, lost(err)
		}
		if f.V != wire.FrameVersion {
			return frames, fmt.Errorf("%w: version %d of the live view, and this is version %d: update this program", ErrVersion, f.V, wire.FrameVersion)
		}
		frames++
		l.heard = time.Now()
		if f.Epoch == l.last.Epoch && f.Seq < l.last.Seq {
			continue
		}
		l.last = Position{f.Epoch, f.Seq}
		if !l.yield(Event{Frame: f}) {
			l.done = true
			return frames, nil
		}
	}
}

// lost says in a word why a connection ended.
func lost(err error) error {
	var closed *websocket.CloseError
	var timeout interface{ Timeout() bool }
	switch {
	case errors.As(err, &closed) && closed.Code == websocket.ClosePolicyViolation:
		return queue.Refuse(queue.Unauthenticated, "%s", closed.Text)
	case errors.As(err, &closed) && closed.Text != "":
		return queue.Refuse(queue.Unavailable, "%s", closed.Text)
	case errors.As(err, &timeout) && timeout.Timeout():
		return queue.Refuse(queue.Unavailable, "nothing was heard from the server for %d seconds", int(staleAfter.Seconds()))
	}
	return fmt.Errorf("follow the live view: %w", err)
}

func (c *Client) dial(ctx context.Context, view string) (*websocket.Conn, error) {
	ctx, cancel := context.WithTimeout(ctx, handshakeMax)
	defer cancel()
	dialer := websocket.Dialer{Proxy: http.ProxyFromEnvironment, HandshakeTimeout: handshakeMax, TLSClientConfig: c.live}
	if t, ok := c.http.Transport.(*http.Transport); ok {
		dialer.NetDialContext = t.DialContext
	}
	path, err := c.resolve(ctx, c.place("live"))
	if err != nil {
		return nil, err
	}
	address := "ws" + strings.TrimPrefix(c.base.String(), "http") + path + "?view=" + url.QueryEscape(view)
	conn, response, err := dialer.DialContext(ctx, address, http.Header{"Authorization": {"Bearer " + c.token}})
	if response == nil || err == nil {
		return conn, c.distrust(err)
	}
	defer response.Body.Close()
	body, _ := io.ReadAll(io.LimitReader(response.Body, replyMax))
	if response.Request == nil {
		response.Request = &http.Request{URL: c.base}
	}
	return nil, problemOf(response, body)
}
