package client

import (
	"context"
	"net/http"
	"net/url"
	"strings"
	"sync"

	"accueil/queue"
	"accueil/queue/wire"
)

const (
	sitesPath = "/api/v1/sites/"
	ownPath   = sitesPath + "{own}" // of the token's site; never in an address
)

// own is the site that a token serves, asked for when it is first needed: a screen
// is told its token alone.
type own struct {
	mu   sync.Mutex // guards site
	site queue.SiteID
}

// resolve puts the token's site into a path that leaves it open.
func (c *Client) resolve(ctx context.Context, path string) (string, error) {
	rest, open := strings.CutPrefix(path, ownPath)
	if !open {
		return path, nil
	}
	c.own.mu.Lock()
	site := c.own.site
	c.own.mu.Unlock()
	if site == "" {
		me := wire.Me{}
		x := exchange{method: http.MethodGet, path: "/api/v1/me", into: &me}
		if _, err := c.try(ctx, &x, nil); err != nil {
			return "", err
		}
		if site = me.Site; site == "" {
			return "", queue.Refuse(queue.Invalid, "this token serves every site: name one with --site")
		}
		c.own.mu.Lock()
		c.own.site = site
		c.own.mu.Unlock()
	}
	return sitesPath + url.PathEscape(string(site)) + rest, nil
}
