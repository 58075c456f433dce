package server

import (
	"cmp"
	"net/http"

	"accueil/queue"
	"accueil/queue/engine"
	"accueil/queue/wire"
)

func (c *call) raiseAlert() error {
	said, err := bodyOf[wire.AlertRequest](c)
	if err != nil {
		return err
	}
	id := queue.AlertID(newID())
	wish, err := said.Wish(id)
	if err != nil {
		return err
	}
	var alert wire.Alert
	again := false
	err = c.noted(said, string(id), said.Text, func() error {
		return c.do(said, wish, func(l engine.Look) {
			a, ok := l.State.Raised(l.Outcome.Alert)
			if again = l.Outcome.Alert == ""; again {
				a, ok = l.State.Standing(said.Kind, c.caller.ID, "")
			}
			if alert.ID = cmp.Or(l.Outcome.Alert, id); ok { // or it is of over ten thousand
				alert = wire.AlertOf(l.State, a, c.reader())
			}
		})
	})
	switch {
	case err != nil:
		return err
	case again:
		return c.raisedAgain(said.Text, id, alert)
	}
	return c.reply(alert)
}

// raisedAgain answers with the alert that stands, and gives it the text that was
// said now, kept for one that is not to be: how something is may change, and since
// when does not. The journal has no part in it.
func (c *call) raisedAgain(text string, unmade queue.AlertID, stands wire.Alert) error {
	notes := c.s.o.Access
	if text != "" && text != stands.Text {
		done, err := c.turn(string(stands.ID))
		if err != nil {
			return err
		}
		defer done()
		if err := notes.PutNote(c.r.Context(), c.site, string(stands.ID), text); err != nil {
			return err
		}
		stands.Text = text
	}
	if text != "" {
		c.forget(unmade)
	}
	c.write(http.StatusOK, "application/json", stands)
	return nil
}

func (c *call) ackAlert() error {
	if err := c.silence(); err != nil {
		return err
	}
	id := queue.AlertID(c.r.PathValue("alert"))
	alert, err := c.alert(wire.Nothing{}, id, queue.AckAlert{Alert: id})
	if err != nil {
		return err
	}
	return c.reply(alert)
}

func (c *call) dropAlert() error {
	if err := c.silence(); err != nil {
		return err
	}
	id := queue.AlertID(c.r.PathValue("alert"))
	alert, err := c.alert(wire.Nothing{}, id, queue.DropAlert{Alert: id})
	if err != nil {
		return err
	}
	c.forget(id)
	return c.reply(alert)
}

func (c *call) forget(id queue.AlertID) {
	if err := c.s.o.Access.DropNote(c.r.Context(), c.site, string(id)); err != nil {
		c.s.o.Log.Warn("forget an alert's text: the day's turn will", "error", err)
	}
}

// alert carries a wish about an alert out and returns the alert, which may have
// been taken down since the key's first answer.
func (c *call) alert(said any, id queue.AlertID, wish queue.Wish) (alert wire.Alert, err error) {
	err = c.do(said, wish, func(l engine.Look) {
		if l.Outcome.Alert != "" {
			id = l.Outcome.Alert
		}
		alert = wire.Alert{ID: id} // of over ten thousand
		if a, ok := l.State.Raised(id); ok {
			alert = wire.AlertOf(l.State, a, c.reader())
		}
	})
	return alert, err
}
