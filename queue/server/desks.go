package server

import (
	"net/http"

	"accueil/queue"
	"accueil/queue/engine"
	"accueil/queue/wire"
)

func (c *call) deskID() queue.DeskID { return queue.DeskID(c.r.PathValue("desk")) }

// desk carries a wish about a desk out and answers with the desk.
func (c *call) desk(said any, wish queue.Wish) error {
	var desk wire.Desk
	err := c.do(said, wish, func(l engine.Look) {
		if d, ok := l.State.Desk(c.deskID()); ok {
			desk = wire.DeskOf(l.State, d, c.reader())
		} else {
			desk = wire.Desk{ID: c.deskID(), State: queue.DeskClosed} // removed since the key's first answer
		}
	})
	if err != nil {
		return err
	}
	return c.reply(desk)
}

func (c *call) openDesk() error {
	said, err := bodyOf[wire.OpenRequest](c)
	if err != nil {
		return err
	}
	return c.desk(said, queue.OpenDesk{Desk: c.deskID(), TakeOver: said.TakeOver})
}

func (c *call) pauseDesk() error {
	said, err := bodyOf[wire.PauseRequest](c)
	if err != nil {
		return err
	}
	return c.desk(said, queue.PauseDesk{Desk: c.deskID(), Minutes: said.Minutes})
}

func (c *call) resumeDesk() error {
	if err := c.silence(); err != nil {
		return err
	}
	return c.desk(wire.Nothing{}, queue.ResumeDesk{Desk: c.deskID()})
}

func (c *call) closeDesk() error {
	if err := c.silence(); err != nil {
		return err
	}
	return c.desk(wire.Nothing{}, queue.CloseDesk{Desk: c.deskID()})
}

// next answers 204 when nobody was called.
func (c *call) next() error {
	said, err := bodyOf[wire.NextRequest](c)
	if err != nil {
		return err
	}
	var answer *wire.Called
	var public string
	gone := false
	err = c.do(said, said.Wish(c.deskID()), func(l engine.Look) {
		if !l.Outcome.Called {
			return
		}
		t, ok := l.State.Ticket(l.Outcome.Ticket)
		if gone = !ok; gone {
			return
		}
		public = l.State.Config().PublicURL
		answer = &wire.Called{
			Ticket: wire.TicketOf(l.State, l.Now, t, c.reader()),
			Why:    wire.WhyOf(l.Outcome.Why, wire.HouseLang(l.State)),
		}
	})
	if err != nil {
		return err
	}
	if gone {
		return queue.Refuse(queue.NotFound, "the ticket of this key is of a day no longer kept")
	}
	if answer == nil {
		c.head(http.StatusNoContent)
		return nil
	}
	if answer.Ticket.Link, err = c.link(public, &answer.Ticket); err != nil {
		return err
	}
	return c.reply(answer)
}
