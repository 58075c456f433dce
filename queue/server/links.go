package server

import (
	"context"
	"crypto/sha256"
	"sync"

	"accueil/queue"
	"accueil/queue/engine"
	"accueil/queue/wire"
)

// link returns where a telephone follows a ticket, "" where the site has no
// public address, or the day's key is gone.
func (c *call) link(public string, t *wire.Ticket) (string, error) {
	if public == "" || t.Number == "" || c.caller.Role < queue.RoleKiosk {
		return "", nil
	}
	key, err := c.s.o.Access.LinkKey(c.r.Context(), c.site, t.Day)
	if kind := queue.KindOf(err); err != nil && (kind == queue.NotFound || kind == queue.Invalid) {
		return "", nil
	}
	if err != nil {
		return "", err
	}
	return wire.Link(public, key, t.ID), nil
}

// phones finds the ticket of a secret, at any site. A secret lasts for its ticket's day,
// and beyond it for as long as a person is with a mediator. What is over is forgotten, so
// that a secret that is over and one that never was cost the same: each is looked up by
// its digest, and missed. What was reckoned once is kept for the day.
type phones struct {
	reckoning turns[queue.SiteID]

	mu    sync.Mutex // guards known, and what is in it
	known map[queue.SiteID]*secrets
}

// A digest is a secret's: to look it up takes as long whatever of a secret was guessed.
type digest [sha256.Size]byte

// secrets are a site's, of a day.
type secrets struct {
	day    queue.Day
	seen   engine.Position
	of     map[queue.TicketID]digest // the zero one where the day's key is gone
	ticket map[digest]queue.TicketID
	late   map[queue.TicketID]bool // whose day is over, and that are still with a mediator
}

func newSecrets(day queue.Day) *secrets {
	return &secrets{day: day, of: map[queue.TicketID]digest{}, ticket: map[digest]queue.TicketID{}, late: map[queue.TicketID]bool{}}
}

// followed reports whether a ticket's link leads to it.
func followed(s *queue.State, t *queue.Ticket) bool {
	return t.Number != "" && (t.Day == s.Day() || t.State.Open())
}

// find returns the site and ticket of a secret; NotFound when there is none.
func (p *phones) find(ctx context.Context, s *Server, secret string) (queue.SiteID, queue.TicketID, error) {
	wanted := digest(sha256.Sum256([]byte(secret)))
	for id, e := range s.sites {
		if err := p.refresh(ctx, s, id, e); err != nil {
			return "", "", err
		}
		if t, ok := p.ticket(id, wanted); ok {
			return id, t, nil
		}
	}
	return "", "", queue.Refuse(queue.NotFound, "this link leads nowhere, or no longer: a link lasts until its day is over")
}

func (p *phones) ticket(site queue.SiteID, wanted digest) (queue.TicketID, bool) {
	p.mu.Lock()
	defer p.mu.Unlock()
	t, ok := p.at(site).ticket[wanted]
	return t, ok
}

// at returns what is known of a site; mu is held.
func (p *phones) at(site queue.SiteID) *secrets {
	if p.known[site] == nil {
		p.known[site] = newSecrets("")
	}
	return p.known[site]
}

// A change is what became of a site's secrets.
type change struct {
	seen engine.Position
	came map[queue.TicketID]queue.Day
	over []queue.TicketID
}

// refresh reckons the secrets of the tickets that came since, and forgets those that are
// over: one asker a site does, for all who wait.
func (p *phones) refresh(ctx context.Context, s *Server, site queue.SiteID, e *engine.Engine) error {
	done, err := p.reckoning.take(ctx, site)
	if err != nil {
		return err
	}
	defer done()
	p.mu.Lock()
	known := p.at(site) // changed by whose turn it is alone
	p.mu.Unlock()
	c := change{came: map[queue.TicketID]queue.Day{}}
	err = e.Read(ctx, func(l engine.Look) {
		if known.day != l.State.Day() {
			known = newSecrets(l.State.Day())
		}
		if c.seen = l.At; c.seen != known.seen {
			known.compare(l.State, &c)
		}
	})
	if err != nil || c.seen == known.seen {
		return err
	}
	of := map[queue.TicketID]digest{}
	for id, day := range c.came {
		key, err := s.o.Access.LinkKey(ctx, site, day)
		switch kind := queue.KindOf(err); {
		case err == nil:
			of[id] = sha256.Sum256([]byte(wire.Secret(key, id)))
		case kind == queue.NotFound || kind == queue.Invalid:
			of[id] = digest{}
		default:
			return err // it may be otherwise for who asks next
		}
	}
	p.keep(site, known, c, of)
	return nil
}

// compare notes which tickets have a secret that is not reckoned yet, and whose is over.
func (k *secrets) compare(s *queue.State, c *change) {
	for id := range k.late {
		if t, ok := s.Ticket(id); !ok || !followed(s, t) {
			c.over = append(c.over, id)
		}
	}
	if s.Config().PublicURL == "" {
		return
	}
	for t := range s.Tickets() {
		if _, known := k.of[t.ID]; !known && followed(s, t) {
			c.came[t.ID] = t.Day
		}
	}
}

// keep makes a change, and has known be what is known.
func (p *phones) keep(site queue.SiteID, known *secrets, c change, of map[queue.TicketID]digest) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.known[site] = known
	known.seen = c.seen
	for _, id := range c.over {
		delete(known.ticket, known.of[id])
		delete(known.of, id)
		delete(known.late, id)
	}
	for id, d := range of {
		known.of[id] = d
		if d != (digest{}) {
			known.ticket[d] = id
		}
		if c.came[id] != known.day {
			known.late[id] = true
		}
	}
}
