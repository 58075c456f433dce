package server

import (
	"strconv"

	"github.com/oklog/ulid/v2"

	"accueil/queue"
	"accueil/queue/access"
	"accueil/queue/engine"
	"accueil/queue/wire"
)

// linkDays is for how many days a kiosk gets the link keys.
const linkDays = 7

func (c *call) health() error { return c.reply(map[string]string{"status": "ok"}) }

// ready is Unavailable unless every site's owner answers.
func (c *call) ready() error {
	for _, e := range c.s.sites {
		if err := e.Read(c.r.Context(), func(engine.Look) {}); err != nil {
			return err
		}
	}
	return c.health()
}

func (c *call) metrics() error {
	c.s.metrics.handler.ServeHTTP(c.w, c.r)
	return nil
}

func (c *call) document() error {
	c.w.Header().Set("Content-Type", "application/json")
	_, _ = c.w.Write(c.s.openapi)
	return nil
}

func (c *call) login() error {
	said, err := bodyOf[wire.LoginRequest](c)
	if err != nil {
		return err
	}
	if _, ok := c.s.sites[said.Site]; !ok {
		return queue.Refuse(queue.NotFound, "there is no site %q here: sign in at another with --site ID", said.Site)
	}
	session, err := c.s.o.Access.Login(c.r.Context(), access.LoginRequest{
		From: access.AddrOf(c.r.RemoteAddr), Site: said.Site, Name: said.Name, PIN: said.PIN,
	})
	if err != nil {
		return err
	}
	return c.reply(wire.Session{
		Token: session.Token, ExpiresAt: session.Expires, Person: session.Caller.ID,
		PersonName: session.Caller.Name, Role: session.Caller.Role.String(),
	})
}

// logout ends the token that asks for it. Whoever lost the answer asks again with one
// that has ended, and is answered the same.
func (c *call) logout() error {
	token, err := c.s.token(c.r)
	if err != nil {
		return err
	}
	if err := c.s.o.Access.Logout(c.r.Context(), token); err != nil {
		return err
	}
	c.head(c.route.status)
	return nil
}

// me gives a kiosk the lane of the spool it names, and sees by the position that
// it tells whether this server was restored from a copy.
func (c *call) me() error {
	me := wire.Me{ID: c.caller.ID, Role: c.caller.Role.String(), Site: c.caller.Site}
	if d, err := c.s.o.Access.Device(c.caller.ID); err == nil {
		me.Name = d.Name
	}
	spool := c.r.URL.Query().Get("spool")
	if c.caller.Role != queue.RoleKiosk || spool == "" {
		return c.reply(me)
	}
	var served bool
	if c.site = c.caller.Site; c.site != "" {
		c.engine, served = c.s.sites[c.site]
	}
	if !served {
		return queue.Refuse(queue.NotFound, "there is no site %q here", c.caller.Site)
	}
	wish, seen, err := c.hold(spool)
	if err != nil {
		return err
	}
	if seen != nil {
		if err := c.engine.NewEpoch(c.r.Context(), *seen); err != nil {
			return err
		}
	}
	var day queue.Day
	public := ""
	err = c.engine.Do(c.r.Context(), engine.Request{By: c.caller.Actor(), Wish: wish}, func(l engine.Look) {
		c.stand(l.At)
		me.Lane, _ = l.State.LaneOf(wish.Device, wish.Spool)
		day, public = l.State.Day(), l.State.Config().PublicURL
	})
	if err != nil {
		return err
	}
	for i := range linkDays {
		if public == "" {
			break
		}
		key, err := c.s.o.Access.LinkKey(c.r.Context(), c.site, day.Add(i))
		if err != nil {
			return err
		}
		if me.LinkKeys == nil {
			me.LinkKeys = map[queue.Day][]byte{}
		}
		me.LinkKeys[day.Add(i)] = key
	}
	return c.reply(me)
}

// hold reads what a kiosk says that it has.
func (c *call) hold(spool string) (queue.TakeLane, *engine.Position, error) {
	wish := queue.TakeLane{Device: c.caller.ID, Spool: queue.SpoolID(spool)}
	query := c.r.URL.Query()
	if id, err := ulid.ParseStrict(spool); err != nil || id.String() != spool {
		return wish, nil, queue.Refuse(queue.Invalid, "spool %q is not a ULID", spool)
	}
	if lane := query.Get("lane"); lane != "" {
		n, err := strconv.Atoi(lane)
		if err != nil || n < 0 || n > int(queue.LaneKioskMax) {
			return wish, nil, queue.Refuse(queue.Invalid, "lane %q: expected 1 to %d", lane, queue.LaneKioskMax)
		}
		wish.Hold = queue.Lane(n)
	}
	if query.Get("epoch") == "" {
		return wish, nil, nil
	}
	epoch, err := ulid.ParseStrict(query.Get("epoch"))
	if err != nil {
		return wish, nil, queue.Refuse(queue.Invalid, "epoch %q is not a ULID", query.Get("epoch"))
	}
	seq, err := strconv.ParseUint(query.Get("seq"), 10, 64)
	if err != nil {
		return wish, nil, queue.Refuse(queue.Invalid, "seq %q is not a position", query.Get("seq"))
	}
	return wish, &engine.Position{Epoch: epoch, Seq: seq}, nil
}
