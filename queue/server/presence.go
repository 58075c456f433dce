package server

import (
	"sync"
	"time"

	"accueil/queue"
	"accueil/queue/wire"
)

const (
	// polledFor is how long whoever asks for a view is taken to be there: a page that
	// has no websocket asks far more often.
	polledFor = 30 * time.Second
	// unseenFor is after how long an eye is forgotten.
	unseenFor = 24 * time.Hour
)

// presences know who looks at a site's views, and how: a head sees which screen is
// there, and which has to poll, since a proxy lets no websocket through.
type presences struct {
	clock func() time.Time

	mu    sync.Mutex // guards sites, and what they hold
	sites map[queue.SiteID]map[eye]*presence
}

// An eye is a device or a person that looks at a view.
type eye struct {
	who  queue.ActorID
	view string
}

// A presence is what is known of an eye.
type presence struct {
	sockets int
	polled  time.Time // when it last asked once
	came    time.Time // since when it is there, or last was
	last    time.Time // when it last asked, or closed a socket
}

func newPresences(clock func() time.Time) *presences {
	return &presences{clock: clock, sites: map[queue.SiteID]map[eye]*presence{}}
}

func (x *presence) there(now time.Time) bool {
	return x.sockets > 0 || now.Sub(x.polled) < polledFor
}

// enter takes in that an eye opens a socket.
func (p *presences) enter(site queue.SiteID, at eye) {
	p.see(site, at, func(x *presence, _ time.Time) { x.sockets, x.polled = x.sockets+1, time.Time{} })
}

// exit takes in that it closes one.
func (p *presences) exit(site queue.SiteID, at eye) {
	p.see(site, at, func(x *presence, now time.Time) { x.sockets, x.last = x.sockets-1, now })
}

// polls takes in that it asks once. What has a socket does not live by that, and is gone
// when it closes.
func (p *presences) polls(site queue.SiteID, at eye) {
	p.see(site, at, func(x *presence, now time.Time) {
		x.last = now
		if x.sockets == 0 {
			x.polled = now
		}
	})
}

func (p *presences) see(site queue.SiteID, at eye, do func(*presence, time.Time)) {
	if at.who == "" {
		return // a telephone is nobody's
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	now := p.clock()
	x, ok := p.sites[site][at]
	if !ok {
		x = &presence{}
		p.room(site, now)[at] = x
	}
	if !x.there(now) {
		x.came = now
	}
	do(x, now)
}

// room returns where a site's eyes are kept, without those long unseen.
func (p *presences) room(site queue.SiteID, now time.Time) map[eye]*presence {
	eyes, ok := p.sites[site]
	if !ok {
		eyes = map[eye]*presence{}
		p.sites[site] = eyes
	}
	for at, x := range eyes {
		if !x.there(now) && now.Sub(x.last) >= unseenFor {
			delete(eyes, at)
		}
	}
	return eyes
}

// of returns what is known of a site's eyes, and the time that it is of.
func (p *presences) of(site queue.SiteID) (map[eye]presence, time.Time) {
	p.mu.Lock()
	defer p.mu.Unlock()
	eyes := make(map[eye]presence, len(p.sites[site]))
	for at, x := range p.sites[site] {
		eyes[at] = *x
	}
	return eyes, p.clock()
}

// there tells which of a site's devices are there, and how many people look at a
// console or at the head's page, each in the best way that they have.
func (s *Server) there(site queue.SiteID) wire.Presence {
	eyes, now := s.presences.of(site)
	out, people := wire.Presence{}, map[queue.ActorID]string{}
	screens := map[queue.ActorID]wire.Screen{}
	for at, x := range eyes {
		screens[at.who] = better(screens[at.who], x.screen(at.view, now))
		if mine := x.way(now); mine != "" && people[at.who] != wire.WaySocket && (at.view == wire.ViewConsole || at.view == wire.ViewManager) {
			people[at.who] = mine
		}
	}
	for _, d := range s.o.Access.Devices(site) {
		screen := screens[d.ID]
		screen.ID, screen.Name, screen.Role = d.ID, d.Name, d.Role.String()
		out.Screens = append(out.Screens, screen)
	}
	for _, way := range people {
		if way == wire.WaySocket {
			out.Consoles.Socket++
		} else {
			out.Consoles.Polling++
		}
	}
	return out
}

// way returns how an eye is held up, "" when it is not there.
func (x presence) way(now time.Time) string {
	switch {
	case x.sockets > 0:
		return wire.WaySocket
	case x.there(now):
		return wire.WayPolling
	}
	return ""
}

func (x presence) screen(view string, now time.Time) wire.Screen {
	way := x.way(now)
	if way == "" {
		return wire.Screen{Since: &x.last}
	}
	return wire.Screen{Connected: true, Since: &x.came, Way: way, View: view}
}

// better returns which of a device's looks tells more: one that is held up by a socket,
// then by polling, then the last; of two alike the one that came first.
func better(a, b wire.Screen) wire.Screen {
	rank := func(s wire.Screen) int {
		switch {
		case s.Way == wire.WaySocket:
			return 3
		case s.Connected:
			return 2
		case s.Since != nil:
			return 1
		}
		return 0
	}
	switch {
	case rank(a) != rank(b):
		if rank(a) > rank(b) {
			return a
		}
		return b
	case a.Since == nil, a.Connected && b.Since.Before(*a.Since), !a.Connected && b.Since.After(*a.Since):
		return b
	}
	return a
}
