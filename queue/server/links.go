package server

import (
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"sync"

	"accueil/queue"
	"accueil/queue/engine"
	"accueil/queue/wire"
)

// A link leads a telephone to its ticket. Its secret is the first 128 bits of
// HMAC-SHA-256(link key of the site and day, ticket id), in base64url, so that a
// kiosk can draw it without the server.

// Secret returns the secret of a ticket under its day's link key.
func Secret(key []byte, ticket queue.TicketID) string {
	mac := hmac.New(sha256.New, key)
	mac.Write([]byte(ticket))
	return base64.RawURLEncoding.EncodeToString(mac.Sum(nil)[:16])
}

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
	return public + "/t/" + Secret(key, t.ID), nil
}

// phones finds the ticket of a secret, at any site. What it has reckoned once it
// keeps for the day.
type phones struct {
	mu    sync.Mutex // guards what follows
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
	p.mu.Lock()
	defer p.mu.Unlock()
	for id, e := range s.sites {
		known, err := p.refresh(ctx, s, id, e)
		if err != nil {
			return "", "", err
		}
		if t, ok := known.ticket[secret]; ok {
			return id, t, nil
		}
	}
	return "", "", queue.Refuse(queue.NotFound, "this link leads nowhere, or no longer: links last a week")
}

// refresh reckons the secrets of the tickets that came since.
func (p *phones) refresh(ctx context.Context, s *Server, site queue.SiteID, e *engine.Engine) (*secrets, error) {
	known := p.known[site]
	days := map[queue.TicketID]queue.Day{}
	var day queue.Day
	var at engine.Position
	err := e.Read(ctx, func(l engine.Look) {
		day, at = l.State.Day(), l.At
		if l.State.Config().PublicURL == "" || known != nil && known.seen == at {
			return
		}
		for t := range l.State.Tickets() {
			if t.Number != "" && (known == nil || known.day != day || !known.ids[t.ID]) {
				days[t.ID] = t.Day
			}
		}
	})
	if err != nil {
		return nil, err
	}
	if known == nil || known.day != day {
		known = &secrets{day: day, ids: map[queue.TicketID]bool{}, ticket: map[string]queue.TicketID{}}
		p.known[site] = known
	}
	for id, day := range days {
		key, err := s.o.Access.LinkKey(ctx, site, day)
		if err != nil && queue.KindOf(err) == queue.Unavailable {
			return nil, err
		}
		known.ids[id] = true
		if err == nil {
			known.ticket[Secret(key, id)] = id
		}
	}
	known.seen = at
	return known, nil
}
