package display

import "accueil/queue"

// sit opens a desk, or asks whether to take over one that has someone.
func (c Console) sit(o option) (Console, []Effect) {
	d, seated := c.desk()
	if o.id == "" {
		c.question, c.roams = nil, true
		if seated {
			return c.ask(actClose, CloseDesk{d.ID})
		}
		return c, nil
	}
	for _, to := range c.view.Desks {
		if string(to.ID) == o.id && to.Person != "" && to.Person != c.person {
			c.question = &question{kind: askTakeOver, desk: to.ID, number: to.Name, name: to.PersonName, cursor: 1}
			return c, nil
		}
	}
	c.roams = false
	return c.ask(actOpen, OpenDesk{queue.DeskID(o.id), seated})
}

func (c Console) leave(o option) (Console, []Effect) {
	switch o.id {
	case leaveClose:
		d, _ := c.desk()
		return c.ask(actClose, CloseDesk{d.ID})
	case leaveDesk:
		c.question = &question{kind: askDesk}
		return c, nil
	case leaveSession:
		next, _ := c.Update(SignedOut{})
		next.said = said{}
		return next, []Effect{SignOut{}}
	}
	return c, []Effect{Leave{}}
}
