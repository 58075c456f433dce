package server

import (
	"bytes"
	"sync"
	"sync/atomic"
	"time"

	"github.com/gorilla/websocket"

	"accueil/queue"
	"accueil/queue/engine"
	"accueil/queue/wire"
)

// A topic is one view of one site: one rendering and one encoding, however many
// screens look at it. Each screen has a mailbox of one pointer, the newest
// message, so that a slow one skips and nobody waits for it.
type topic struct {
	key    topicKey
	begun  chan struct{} // closed once watch is set
	watch  *engine.Watch // nil when the engine is closed
	newest atomic.Pointer[message]
	done   chan struct{} // closed by the last to leave
	body   []byte        // of the newest whole state; run's own

	mu      sync.Mutex // guards screens
	screens map[*screen]struct{}
}

// A topicKey names a view: a console's holds what is its person's own, a kiosk's
// what is its device's, a phone's its ticket; a wall's is everyone's.
type topicKey struct {
	site queue.SiteID
	view string
	of   string
}

// A message is encoded once and never changed.
type message struct {
	serial uint64 // rises by one with each message of the topic
	state  uint64 // the serial of the first message with this state
	at     engine.Position
	beat   *websocket.PreparedMessage // for who has the state; nil when it is new
	whole  func() *websocket.PreparedMessage
}

// A hub holds the topics that are looked at.
type hub struct {
	clock func() time.Time

	mu     sync.Mutex // guards what follows
	topics map[topicKey]*topic
	walls  map[queue.SiteID]time.Time // when the last wall of a site left
}

// wallMissedFor is how long a site without any wall still has one: it may be on its
// way back, and what tickets say should not turn to and fro.
const wallMissedFor = 10 * time.Minute

func newHub(clock func() time.Time) *hub {
	return &hub{clock: clock, topics: map[topicKey]*topic{}, walls: map[queue.SiteID]time.Time{}}
}

// hasWall reports whether a wall shows the site, or did a moment ago.
func (h *hub) hasWall(site queue.SiteID) bool {
	h.mu.Lock()
	defer h.mu.Unlock()
	if _, shown := h.topics[topicKey{site: site, view: wire.ViewWall}]; shown {
		return true
	}
	left, was := h.walls[site]
	return was && h.clock().Sub(left) < wallMissedFor
}

// join adds a screen to its topic, which begins with the first. It returns false
// when the site's engine is closed. It may wait for the site's owner, and holds no
// lock meanwhile: other sites' screens come and go.
func (h *hub) join(s *screen, e *engine.Engine, render func(engine.Look) []byte) bool {
	s.since = e.At()
	t, first := h.enter(s)
	if first {
		t.watch = e.Watch(render)
		close(t.begun)
	} else {
		<-t.begun
	}
	switch {
	case t.watch == nil:
		h.leave(s)
		return false
	case first:
		go t.run()
	default:
		t.watch.Refresh() // what there is may be from long before
	}
	return true
}

// enter adds a screen to its topic, and reports whether it has to begin it.
func (h *hub) enter(s *screen) (t *topic, first bool) {
	h.mu.Lock()
	defer h.mu.Unlock()
	t, ok := h.topics[s.key]
	if !ok {
		t = newTopic(s.key)
		h.topics[s.key] = t
	}
	t.add(s)
	return t, !ok
}

func newTopic(key topicKey) *topic {
	return &topic{key: key, begun: make(chan struct{}), done: make(chan struct{}), screens: map[*screen]struct{}{}}
}

// add lets a screen look; its first message is the next.
func (t *topic) add(s *screen) {
	s.topic = t
	if m := t.newest.Load(); m != nil {
		s.last.message = m.serial
	}
	t.mu.Lock()
	t.screens[s] = struct{}{}
	t.mu.Unlock()
	s.poke()
}

// leave takes a screen away; the topic ends with its last.
func (h *hub) leave(s *screen) {
	t := s.topic
	if !h.exit(s) {
		return
	}
	close(t.done)
	if t.watch != nil {
		t.watch.Close()
	}
}

// exit takes a screen out of its topic, and reports whether it was the last.
func (h *hub) exit(s *screen) bool {
	h.mu.Lock()
	defer h.mu.Unlock()
	t := s.topic
	t.mu.Lock()
	defer t.mu.Unlock()
	delete(t.screens, s)
	if len(t.screens) > 0 || h.topics[t.key] != t {
		return false
	}
	delete(h.topics, t.key)
	if t.key.view == wire.ViewWall {
		h.walls[t.key.site] = h.clock()
	}
	return true
}

// count returns how many screens look at each view.
func (h *hub) count() map[string]int {
	h.mu.Lock()
	defer h.mu.Unlock()
	counts := map[string]int{}
	for key, t := range h.topics {
		t.mu.Lock()
		counts[key.view] += len(t.screens)
		t.mu.Unlock()
	}
	return counts
}

// run publishes what the engine renders, until the last screen has left.
func (t *topic) run() {
	for {
		select {
		case <-t.done:
			return
		case <-t.watch.C:
			t.publish(t.watch.Frame())
		}
	}
}

// publish turns a rendering into a message for every screen. What has not changed
// goes out as a beat to those who have it; the engine renders at least every five
// seconds, so something always does.
func (t *topic) publish(frame *engine.Frame) {
	before := t.newest.Load()
	if before == nil {
		before = &message{}
	}
	m := &message{serial: before.serial + 1, state: before.state, at: frame.At}
	m.whole = sync.OnceValue(func() *websocket.PreparedMessage { return prepared(envelope(t.key.view, frame, frame.Body)) })
	if before.serial > 0 && bytes.Equal(frame.Body, t.body) {
		m.beat = prepared(envelope(t.key.view, frame, nil))
	} else {
		t.body, m.state = frame.Body, m.serial
		m.whole() // once, before a thousand ask for it
	}
	t.newest.Store(m)
	t.mu.Lock()
	defer t.mu.Unlock()
	for s := range t.screens {
		s.poke()
	}
}

// prepared encodes a frame for every socket at once.
func prepared(text []byte) *websocket.PreparedMessage {
	message, err := websocket.NewPreparedMessage(websocket.TextMessage, text)
	if err != nil {
		panic("prepare a text frame in memory: " + err.Error()) // never
	}
	return message
}

// envelope writes a live frame: its state, or a beat when state is nil.
func envelope(view string, f *engine.Frame, state []byte) []byte {
	frame := wire.Frame{
		V: wire.FrameVersion, Epoch: f.At.Epoch.String(), Seq: f.At.Seq, At: f.Wall, View: view,
		State: state, Beat: state == nil,
	}
	return frame.Append(make([]byte, 0, 160+len(state)))
}
