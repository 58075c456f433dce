package server

import (
	"strconv"

	"accueil/queue"
	"accueil/queue/engine"
	"accueil/queue/wire"
)

// namer is who an answer is for that may name who did something: a head.
func (c *call) namer() wire.Reader {
	r := c.reader()
	r.Name = c.s.o.Access.Name
	return r
}

func (c *call) configuration() error {
	if err := c.silence(); err != nil {
		return err
	}
	var all wire.Configuration
	if err := c.read(func(l engine.Look) { all = wire.ConfigurationOf(l.State, l.Now, c.namer()) }); err != nil {
		return err
	}
	return c.reply(all)
}

// overlay carries a head's wish out and answers with all that lies over the file.
func (c *call) overlay(said any, wish queue.Wish) error {
	var changes wire.Changes
	err := c.do(said, wish, func(l engine.Look) { changes = wire.ChangesOf(l.State, c.namer()) })
	if err != nil {
		return err
	}
	return c.reply(changes)
}

func (c *call) setDate() error {
	said, err := bodyOf[wire.ClosedRequest](c)
	if err != nil {
		return err
	}
	return c.overlay(said, queue.SetDate{Day: queue.Day(c.r.PathValue("day")), Closed: said.Closed, Confirmed: said.Confirmed})
}

// withdrawDate takes its confirmation from the address: what is deleted has no body.
func (c *call) withdrawDate() error {
	if err := c.silence(); err != nil {
		return err
	}
	confirmed := false
	if text := c.r.URL.Query().Get("confirmed"); text != "" {
		var err error
		if confirmed, err = strconv.ParseBool(text); err != nil {
			return queue.Refuse(queue.Invalid, "confirmed %q is neither true nor false", text)
		}
	}
	return c.overlay(wire.Nothing{}, queue.WithdrawDate{Day: queue.Day(c.r.PathValue("day")), Confirmed: confirmed})
}

func (c *call) renameReason() error {
	said, err := bodyOf[wire.ReasonNameRequest](c)
	if err != nil {
		return err
	}
	return c.overlay(said, queue.RenameReason{Reason: queue.ReasonID(c.r.PathValue("reason")), Name: said.Name})
}

func (c *call) withdrawName() error {
	if err := c.silence(); err != nil {
		return err
	}
	return c.overlay(wire.Nothing{}, queue.WithdrawName{Reason: queue.ReasonID(c.r.PathValue("reason"))})
}
