package display

import "accueil/queue"

// An about is whom a key is about; without an id, nobody.
type about struct {
	id     queue.TicketID
	number queue.Number
	state  queue.TicketState
}

func (a about) in(states ...queue.TicketState) bool {
	for _, s := range states {
		if a.id != "" && a.state == s {
			return true
		}
	}
	return false
}

// visitor is who is with the mediator.
func (c Console) visitor() about {
	if v := c.visit(); v != nil {
		return about{v.ID, v.Number, v.State}
	}
	return about{}
}

// chosen is the selected line.
func (c Console) chosen() about {
	if t, ok := c.listed(c.selected); ok {
		return about{t.ID, t.Number, t.State}
	}
	return about{}
}

// subject is whom most keys are about: the selected line, else who is here.
func (c Console) subject() about {
	if a := c.chosen(); a.id != "" {
		return a
	}
	return c.visitor()
}

// target is the visit that is recalled, started and ended: one's own while there is
// one; else, for a supervisor who selected another's, that: its mediator may have
// left for good.
func (c Console) target() about {
	a := c.visitor()
	if other := c.chosen(); a.id == "" && c.supervises() && other.in(queue.Called, queue.Serving) {
		return other
	}
	return a
}

// maySend reports whether the mediator may send the subject elsewhere: a line that is
// with someone is another's, and only a supervisor's to move.
func (c Console) maySend() bool {
	return c.supervises() || !c.chosen().in(queue.Called, queue.Serving)
}

// undoable is whose absence would be taken back: the selected line's, else the last
// that was told here.
func (c Console) undoable() about {
	if a := c.chosen(); a.in(queue.NoShow) {
		return a
	}
	if c.ended.in(queue.NoShow) {
		if t, ok := c.listed(c.ended.id); !ok || t.State != queue.NoShow {
			return about{} // it is too late, or another did it
		}
	}
	return c.ended
}

// coded is whose reasons are asked for; nobody when that is a question.
func (c Console) coded() about {
	if a := c.visitor(); a.id != "" || len(c.view.Mine.ToCode) != 1 {
		return a
	}
	t := c.view.Mine.ToCode[0]
	return about{t.ID, t.Number, t.State}
}
