package server

import (
	"accueil/queue"
	"accueil/queue/engine"
	"accueil/queue/wire"
)

func (c *call) ticketID() queue.TicketID { return queue.TicketID(c.r.PathValue("id")) }

func (c *call) give() error {
	said, err := bodyOf[wire.GiveRequest](c)
	if err != nil {
		return err
	}
	wish, err := said.Wish(queue.TicketID(newID()))
	if err != nil {
		return err
	}
	return c.change(said, wish)
}

func (c *call) showTicket() error {
	var ticket wire.Ticket
	var public string
	found := false
	err := c.read(func(l engine.Look) {
		var t *queue.Ticket
		if t, found = l.State.Ticket(c.ticketID()); found {
			ticket, public = wire.TicketOf(l.State, l.Now, t, c.reader()), l.State.Config().PublicURL
		}
	})
	if err != nil {
		return err
	}
	if !found {
		return queue.Refuse(queue.NotFound, "there is no ticket %q of the last seven days", c.ticketID())
	}
	if ticket.Link, err = c.link(public, &ticket); err != nil {
		return err
	}
	return c.reply(ticket)
}

func (c *call) amend() error {
	said, err := bodyOf[wire.AmendRequest](c)
	if err != nil {
		return err
	}
	wish, err := said.Wish(c.ticketID())
	if err != nil {
		return err
	}
	return c.change(said, wish)
}

func (c *call) cancel() error {
	said, err := bodyOf[wire.CancelRequest](c)
	if err != nil {
		return err
	}
	wish, err := said.Wish(c.ticketID())
	if err != nil {
		return err
	}
	return c.change(said, wish)
}

func (c *call) callTicket() error {
	said, err := bodyOf[wire.CallRequest](c)
	if err != nil {
		return err
	}
	return c.change(said, queue.CallTicket{Ticket: c.ticketID(), Desk: said.Desk, Cause: said.Cause})
}

func (c *call) park() error {
	said, err := bodyOf[wire.ParkRequest](c)
	if err != nil {
		return err
	}
	return c.change(said, queue.Park{Ticket: c.ticketID(), Minutes: said.Minutes})
}

func (c *call) transfer() error {
	said, err := bodyOf[wire.TransferRequest](c)
	if err != nil {
		return err
	}
	wish := queue.TransferTicket{Ticket: c.ticketID(), Service: said.Service, Desk: said.Desk, Noted: said.Note != ""}
	return c.noted(said, string(c.ticketID()), said.Note, func() error { return c.change(said, wish) })
}

func (c *call) code() error {
	said, err := bodyOf[wire.ReasonsRequest](c)
	if err != nil {
		return err
	}
	return c.change(said, said.Wish(c.ticketID()))
}

func (c *call) finish() error {
	said, err := bodyOf[wire.FinishRequest](c)
	if err != nil {
		return err
	}
	return c.change(said, said.Wish(c.ticketID()))
}

func (c *call) visit() error {
	said, err := bodyOf[wire.VisitRequest](c)
	if err != nil {
		return err
	}
	wish, err := said.Wish(queue.TicketID(newID()))
	if err != nil {
		return err
	}
	return c.change(said, wish)
}
