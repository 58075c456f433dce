package server

import (
	"context"
	"maps"
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

// phones finds the ticket of a secret, at any site. What it has reckoned once it
// keeps for the day.
type phones struct {
	reckoning turns[queue.SiteID]

	mu    sync.Mutex // guards known, and what is in it
	known map[queue.SiteID]*secrets
}

type secrets struct {
	day    queue.Day
	seen   engine.Position
	ids    map[queue.TicketID]bool
	ticket map[string]queue.TicketID
}

// find returns the site and ticket of a secret; NotFound when there is none.
func (p *phones) find(ctx context.Context, s *Server, secret string) (queue.SiteID, queue.TicketID, error) {
	for id, e := range s.sites {
		if err := p.refresh(ctx, s, id, e); err != nil {
			return "", "", err
		}
		if t, ok := p.ticket(id, secret); ok {
			return id, t, nil
		}
	}
	return "", "", queue.Refuse(queue.NotFound, "this link leads nowhere, or no longer: links last a week")
}

func (p *phones) ticket(site queue.SiteID, secret string) (queue.TicketID, bool) {
	p.mu.Lock()
	defer p.mu.Unlock()
	t, ok := p.known[site].ticket[secret]
	return t, ok
}

// refresh reckons the secrets of the tickets that came since: one asker a site
// does, for all who wait.
func (p *phones) refresh(ctx context.Context, s *Server, site queue.SiteID, e *engine.Engine) error {
	done, err := p.reckoning.take(ctx, site)
	if err != nil {
		return err
	}
	defer done()
	p.mu.Lock()
	known := p.known[site] // changed by whose turn it is alone
	p.mu.Unlock()
	days := map[queue.TicketID]queue.Day{}
	fresh := &secrets{ids: map[queue.TicketID]bool{}, ticket: map[string]queue.TicketID{}}
	err = e.Read(ctx, func(l engine.Look) {
		fresh.day, fresh.seen = l.State.Day(), l.At
		if l.State.Config().PublicURL == "" || known != nil && known.seen == l.At {
			return
		}
		for t := range l.State.Tickets() {
			if t.Number != "" && (known == nil || known.day != fresh.day || !known.ids[t.ID]) {
				days[t.ID] = t.Day
			}
		}
	})
	if err != nil {
		return err
	}
	for id, day := range days {
		key, err := s.o.Access.LinkKey(ctx, site, day)
		switch kind := queue.KindOf(err); {
		case err == nil:
			fresh.ticket[wire.Secret(key, id)] = id
		case kind != queue.NotFound && kind != queue.Invalid:
			return err // it may be otherwise for who asks next
		}
		fresh.ids[id] = true
	}
	p.keep(site, fresh)
	return nil
}

// keep adds what was reckoned to the day's, or begins the day with it.
func (p *phones) keep(site queue.SiteID, fresh *secrets) {
	p.mu.Lock()
	defer p.mu.Unlock()
	known := p.known[site]
	if known == nil || known.day != fresh.day {
		p.known[site] = fresh
		return
	}
	known.seen = fresh.seen
	maps.Copy(known.ids, fresh.ids)
	maps.Copy(known.ticket, fresh.ticket)
}
