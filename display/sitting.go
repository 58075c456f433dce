package display

import "accueil/queue"

// sit opens a desk, or asks whether to take over one that has someone.
func (c Console) sit(o option) (Console, []Effect) {
	if d, seated := c.desk(); o.id == "" {
		c.question, c.roams = nil, true
		if seated {
			return c.ask(actClose, CloseDesk{d.ID})
		}
		return c, nil
	}
	for _, d := range c.view.Desks {
		if string(d.ID) == o.id && d.Person != "" && d.Person != c.person {
			c.question = &question{kind: askTakeOver, desk: d.ID, number: d.Name, name: d.PersonName, cursor: 1}
			return c, nil
		}
	}
	_, seated := c.desk()
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
