package server

import (
	"encoding/json"
	"net/http"
	"net/url"
	"strings"
	"sync"

	"github.com/gorilla/websocket"

	"accueil/queue"
	"accueil/queue/access"
	"accueil/queue/engine"
	"accueil/queue/wire"
)

// view returns which topic a caller asks for, and how it is rendered.
func (c *call) view() (topicKey, func(engine.Look) []byte, error) {
	name := c.r.URL.Query().Get("view")
	key := topicKey{site: c.site, view: name}
	r := wire.Reader{Role: c.caller.Role, Note: func(id string) string { return c.s.o.Access.Note(key.site, id) }}
	who := c.caller.ID
	least := queue.RoleWall
	var render func(engine.Look) []byte
	switch name {
	case wire.ViewWall:
		render = func(l engine.Look) []byte { return encoded(json.Marshal(wire.WallOf(l.State, l.Now, r))) }
	case wire.ViewKiosk:
		least, key.of = queue.RoleKiosk, string(who)
		r.Walls = func() bool { return c.s.hub.hasWall(key.site) }
		render = func(l engine.Look) []byte { return encoded(json.Marshal(wire.KioskOf(l.State, l.Now, who, r))) }
	case wire.ViewConsole:
		least, key.of = queue.RoleMediator, string(who)
		r.Name = c.s.o.Access.Name
		render = func(l engine.Look) []byte { return encoded(wire.ConsoleState(l.State, l.Now, who, r)) }
	case wire.ViewManager:
		least = queue.RoleSupervisor // every head sees the same
		r.Name = c.s.o.Access.Name
		r.There = func() wire.Presence { return c.s.there(key.site) }
		render = func(l engine.Look) []byte { return encoded(wire.ManagerState(l.State, l.Now, r)) }
	default:
		return key, nil, queue.Refuse(queue.Invalid, "view %q: expected wall, kiosk, console or manager", name)
	}
	return key, render, c.caller.May(least, c.site)
}

func encoded(body []byte, err error) []byte {
	if err != nil {
		return []byte("null") // never: wire's shapes are plain
	}
	return body
}

// state answers a view once.
func (c *call) state() error {
	key, render, err := c.view()
	if err != nil {
		return err
	}
	c.s.presences.polls(c.site, eye{c.caller.ID, key.view})
	return c.once(key, render)
}

func (c *call) once(key topicKey, render func(engine.Look) []byte) error {
	var frame *engine.Frame
	err := c.read(func(l engine.Look) { frame = l.Frame(render(l)) })
	if err != nil {
		return err
	}
	c.write(http.StatusOK, "application/json", json.RawMessage(envelope(key.view, frame, frame.Body)))
	return nil
}

// live answers a view for as long as it is looked at.
func (c *call) live() error {
	key, render, err := c.view()
	if err != nil {
		return err
	}
	return c.serveLive(key, render)
}

// phone is the live view of one ticket, for whoever has its secret; once, for whoever
// asks for no websocket, as where a proxy lets none through.
func (c *call) phone() error {
	site, ticket, err := c.s.phones.find(c.r.Context(), c.s, c.r.PathValue("secret"))
	if err != nil {
		return err
	}
	c.site, c.engine = site, c.s.sites[site]
	key := topicKey{site: site, view: wire.ViewPhone, of: string(ticket)}
	render := func(l engine.Look) []byte {
		t, ok := l.State.Ticket(ticket)
		if !ok || !followed(l.State, t) {
			return []byte("null")
		}
		return encoded(json.Marshal(wire.PhoneOf(l.State, l.Now, t)))
	}
	if !websocket.IsWebSocketUpgrade(c.r) {
		return c.once(key, render)
	}
	return c.serveLive(key, render)
}

// writeBuffers are shared by all sockets: one is in use only while a frame is
// written.
var writeBuffers = &sync.Pool{}

func (c *call) serveLive(key topicKey, render func(engine.Look) []byte) error {
	if !c.sameOrigin() {
		return queue.Refuse(queue.Forbidden, "a page of %q may not look here: only the server's own", c.r.Header.Get("Origin"))
	}
	if !websocket.IsWebSocketUpgrade(c.r) {
		return queue.Refuse(queue.Invalid, "this is a websocket: ask for an upgrade, or for …/state")
	}
	at := place{key: key, from: access.AddrOf(c.r.RemoteAddr)}
	if err := c.s.sockets.enter(at); err != nil {
		return err
	}
	header := http.Header{}
	header.Set(positionHeader, textOf(c.engine.At()))
	conn, err := upgrade(c.w, c.r, header, c.misdone)
	if err != nil {
		c.s.sockets.exit(at)
		return nil // the upgrader has answered
	}
	s := newScreen(at, conn)
	s.alive, s.eye = c.alive, eye{c.caller.ID, key.view}
	if key.view == wire.ViewKiosk {
		s.left = c.leaves
	}
	c.s.presences.enter(c.site, s.eye)
	if !c.s.hub.join(s, c.engine, render) {
		c.s.presences.exit(c.site, s.eye)
		c.s.sockets.exit(at)
		return conn.Close()
	}
	go c.s.attend(s, c.caller)
	return nil
}

// upgrade makes a websocket of a request whose origin was looked at, and answers
// with a header; misdone answers a handshake that is none.
func upgrade(w http.ResponseWriter, r *http.Request, header http.Header, misdone handshakeError) (*websocket.Conn, error) {
	upgrader := websocket.Upgrader{
		ReadBufferSize: 512, WriteBufferSize: 1024, WriteBufferPool: writeBuffers,
		CheckOrigin: func(*http.Request) bool { return true }, Error: misdone,
	}
	return upgrader.Upgrade(w, r, header)
}

type handshakeError = func(w http.ResponseWriter, r *http.Request, status int, reason error)

// misdone answers a handshake that is none.
func (c *call) misdone(_ http.ResponseWriter, _ *http.Request, status int, reason error) {
	if status < http.StatusInternalServerError {
		reason = queue.Refuse(queue.Invalid, "%s", reason)
	}
	c.fail(reason)
}

// attend serves a socket until it ends.
func (s *Server) attend(screen *screen, caller access.Caller) {
	done := make(chan struct{})
	go screen.read(done)
	screen.write(s.leaving, caller, done)
	<-done
	s.hub.leave(screen)
	s.presences.exit(screen.key.site, screen.eye)
	s.sockets.exit(screen.place)
}

// sameOrigin reports whether a page may look: there is none, or it is ours.
func (c *call) sameOrigin() bool {
	origins := c.r.Header.Values("Origin")
	if len(origins) != 1 {
		return len(origins) == 0
	}
	for _, allowed := range c.s.o.Origins {
		if strings.EqualFold(origins[0], allowed) {
			return true
		}
	}
	u, err := url.Parse(origins[0])
	return err == nil && u.Host != "" && strings.EqualFold(u.Host, c.r.Host)
}
