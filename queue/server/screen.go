package server

import (
	"context"
	"io"
	"net"
	"time"

	"github.com/gorilla/websocket"

	"accueil/queue/access"
	"accueil/queue/engine"
)

// Deadlines of a live socket. One that neither reads nor answers pings is gone
// after pongWait, within 33 s of its last sign.
const (
	writeWait   = 10 * time.Second
	pingEvery   = 14 * time.Second
	pongWait    = 32 * time.Second
	incomingMax = 4 << 10 // bytes; what a client sends is ignored, more closes it
	goodbyeWait = time.Second
)

// A screen is one live socket. Two goroutines serve it: one reads (for pongs and
// the close), one writes.
type screen struct {
	place
	topic *topic
	conn  *websocket.Conn
	wake  chan struct{}   // cap 1: there may be a newer message
	alive func()          // called at each pong
	left  func()          // called when it says goodbye
	since engine.Position // when it joined: what is older is not for it
	last  sent            // the writer's own, once added
	eye   eye             // whose it is; a telephone's is nobody's
}

// sent is what a screen got last, by serials; a state of 0 is none.
type sent struct{ message, state uint64 }

func newScreen(at place, conn *websocket.Conn) *screen {
	return &screen{place: at, conn: conn, wake: make(chan struct{}, 1), alive: func() {}, left: func() {}}
}

func (s *screen) poke() {
	select {
	case s.wake <- struct{}{}:
	default:
	}
}

// read discards what comes until the socket ends, and tells done.
func (s *screen) read(done chan<- struct{}) {
	defer s.poke()
	defer close(done)
	s.conn.SetReadLimit(incomingMax)
	deadline := func(string) error { return s.conn.SetReadDeadline(time.Now().Add(pongWait)) }
	_ = deadline("")
	s.conn.SetPongHandler(func(text string) error {
		s.alive()
		return deadline(text)
	})
	for {
		_, text, err := s.conn.NextReader()
		if websocket.IsCloseError(err, websocket.CloseNormalClosure, websocket.CloseGoingAway) {
			s.left()
		}
		if err != nil {
			return
		}
		if _, err := io.Copy(io.Discard, text); err != nil { // the limit is of a whole message
			return
		}
	}
}

// write sends the newest message whenever there is one, until the socket, the
// token or the server ends. It waits for two channels only, since to wait for more
// is what a frame to many would cost most: all that may happen but the token's end
// pokes.
func (s *screen) write(ctx context.Context, caller access.Caller, done <-chan struct{}) {
	defer s.conn.Close()
	defer context.AfterFunc(ctx, s.poke)()
	pinged := time.Now()
	ping := time.AfterFunc(pingEvery, s.poke)
	defer ping.Stop()
	for {
		select {
		case <-caller.Gone:
			s.goodbye(websocket.ClosePolicyViolation, "this token is no longer valid")
			return
		case <-s.wake:
		}
		now := time.Now()
		switch {
		case over(done):
			return
		case over(ctx.Done()):
			s.goodbye(websocket.CloseGoingAway, "the server is stopping")
			return
		case now.Sub(pinged) >= pingEvery:
			if err := s.conn.WriteControl(websocket.PingMessage, nil, now.Add(writeWait)); err != nil {
				return
			}
			pinged = now
			ping.Reset(pingEvery)
		}
		if err := s.send(now); err != nil {
			return
		}
	}
}

// over reports whether a channel is closed.
func over(c <-chan struct{}) bool {
	select {
	case <-c:
		return true
	default:
		return false
	}
}

// send writes the newest message, unless it is the last one sent, or was rendered
// before this screen came. A beat goes to who has the state that it confirms.
func (s *screen) send(now time.Time) error {
	m := s.topic.newest.Load()
	if m == nil || m.serial == s.last.message || m.at.Seq < s.since.Seq {
		return nil
	}
	text := m.beat
	if text == nil || m.state != s.last.state {
		text = m.whole()
	}
	if err := s.conn.SetWriteDeadline(now.Add(writeWait)); err != nil {
		return err
	}
	if err := s.conn.WritePreparedMessage(text); err != nil {
		return err
	}
	s.last = sent{m.serial, m.state}
	return nil
}

func (s *screen) goodbye(code int, text string) {
	message := websocket.FormatCloseMessage(code, text)
	_ = s.conn.WriteControl(websocket.CloseMessage, message, time.Now().Add(goodbyeWait))
	if tcp, ok := s.conn.NetConn().(*net.TCPConn); ok {
		_ = tcp.CloseWrite()
	}
}
