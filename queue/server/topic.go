package server

import (
	"bytes"
	"encoding/json"
	"strconv"
	"sync"
	"sync/atomic"

	"github.com/gorilla/websocket"

	"accueil/queue"
	"accueil/queue/engine"
)

// A topic is one view of one site: one rendering and one encoding, however many
// screens look at it. Each screen has a mailbox of one pointer, the newest
// message, so that a slow one skips and nobody waits for it.
type topic struct {
	key    topicKey
	watch  *engine.Watch
	newest atomic.Pointer[message]
	done   chan struct{} // closed by the last to leave

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
	serial   uint64 // rises by one with each message of the topic
	prepared *websocket.PreparedMessage
	state    *message // the newest whole state: itself, or the one that a beat confirms
}

// A hub holds the topics that are looked at.
type hub struct {
	mu     sync.Mutex // guards topics
	topics map[topicKey]*topic
}

func newHub() *hub { return &hub{topics: map[topicKey]*topic{}} }

// join adds a screen to its topic, which begins with the first. It returns false
// when the site's engine is closed.
func (h *hub) join(s *screen, e *engine.Engine, render func(engine.Look) []byte) bool {
	h.mu.Lock()
	defer h.mu.Unlock()
	t, ok := h.topics[s.key]
	if !ok {
		watch := e.Watch(render)
		if watch == nil {
			return false
		}
		t = &topic{key: s.key, watch: watch, done: make(chan struct{}), screens: map[*screen]struct{}{}}
		h.topics[s.key] = t
		go t.run()
	}
	t.mu.Lock()
	t.screens[s] = struct{}{}
	t.mu.Unlock()
	s.topic = t
	s.poke()
	return true
}

// leave takes a screen away; the topic ends with its last.
func (h *hub) leave(s *screen) {
	h.mu.Lock()
	defer h.mu.Unlock()
	t := s.topic
	t.mu.Lock()
	delete(t.screens, s)
	last := len(t.screens) == 0
	t.mu.Unlock()
	if last && h.topics[t.key] == t {
		delete(h.topics, t.key)
		close(t.done)
		t.watch.Close()
	}
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

// run turns renderings into messages. What has not changed goes out as a beat;
// the engine renders at least every five seconds, so something always does.
func (t *topic) run() {
	var body []byte
	state := &message{}
	for serial := uint64(1); ; serial++ {
		select {
		case <-t.done:
			return
		case <-t.watch.C:
		}
		frame := t.watch.Frame()
		m := &message{serial: serial, state: state}
		text := envelope(t.key.view, frame, nil)
		if !bytes.Equal(frame.Body, body) {
			body, state = frame.Body, m
			m.state, text = m, envelope(t.key.view, frame, body)
		}
		prepared, err := websocket.NewPreparedMessage(websocket.TextMessage, text)
		if err != nil {
			continue // never for a text frame: it is encoded in memory
		}
		m.prepared = prepared
		t.newest.Store(m)
		t.mu.Lock()
		for s := range t.screens {
			s.poke()
		}
		t.mu.Unlock()
	}
}

// envelope writes a live frame: its state, or a beat when state is nil.
func envelope(view string, f *engine.Frame, state []byte) []byte {
	b := make([]byte, 0, 160+len(state))
	b = append(b, `{"v":1,"epoch":"`...)
	b = append(b, f.At.Epoch.String()...)
	b = append(b, `","seq":`...)
	b = strconv.AppendUint(b, f.At.Seq, 10)
	b = append(b, `,"at":`...)
	at, _ := json.Marshal(f.Wall)
	b = append(b, at...)
	b = append(b, `,"view":"`...)
	b = append(b, view...)
	if state == nil {
		return append(b, `","beat":true}`...)
	}
	b = append(b, `","state":`...)
	b = append(b, state...)
	return append(b, '}')
}
