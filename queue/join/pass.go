package join

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"accueil/queue"
	"accueil/queue/client"
	"accueil/queue/wire"
)

// pass asks the site how far it is, and sends what does not wait. It returns why the
// site is not heard, or why our own disk is not.
func (j *Joiner) pass(ctx context.Context, owed []visit) error {
	var heard error
	sent := map[queue.ActorID]*client.Client{}
	for _, p := range j.known() {
		c, err := j.as(ctx, p)
		if err != nil {
			heard = errors.Join(heard, err)
			continue
		}
		if c != nil {
			sent[p.id] = c
		}
	}
	if heard != nil {
		return heard
	}
	if len(sent) == 0 {
		ctx, cancel := context.WithTimeout(ctx, tryTimeMax)
		defer cancel()
		return j.o.Site.Healthy(ctx)
	}
	moved := false
	for _, v := range owed {
		c := sent[v.Person]
		if v.waits || c == nil {
			continue
		}
		if err := j.send(ctx, c, v); err != nil {
			return err
		}
		moved = true
	}
	if !moved {
		return nil
	}
	for _, c := range sent { // any will do: how far the site is now that it has them
		return j.greet(ctx, c)
	}
	return nil
}

// as returns the way to the site for a person, none when it does not know them. What
// the site had may be lost: that is seen here, before anything is sent.
func (j *Joiner) as(ctx context.Context, p person) (*client.Client, error) {
	if p.token != "" {
		c := j.o.Site.As(p.token)
		if err := j.greet(ctx, c); queue.KindOf(err) != queue.Unauthenticated {
			return c, err
		}
	}
	trying, cancel := context.WithTimeout(ctx, tryTimeMax)
	defer cancel()
	session, err := j.o.Site.Login(trying, p.name, p.pin)
	switch {
	case err == nil && session.Person == p.id:
		j.renew(p.id, func(p *person) { p.token = session.Token })
		c := j.o.Site.As(session.Token)
		return c, j.greet(ctx, c)
	case err == nil, queue.KindOf(err) == queue.Unauthenticated:
		j.o.Log.Warn("the site does not know who signed in here by this PIN: sign in again, with the network; what they coded waits", "person", p.id)
		j.renew(p.id, nil)
		return nil, nil
	}
	return nil, err
}

// renew changes a person who signed in, or with nil forgets them.
func (j *Joiner) renew(id queue.ActorID, change func(*person)) {
	j.mu.Lock()
	defer j.mu.Unlock()
	for i := range j.people {
		if j.people[i].id != id {
			continue
		}
		if change == nil {
			j.people = append(j.people[:i], j.people[i+1:]...)
			return
		}
		change(&j.people[i])
		return
	}
}

// greet takes in how far the site's journal is.
func (j *Joiner) greet(ctx context.Context, c *client.Client) error {
	trying, cancel := context.WithTimeout(ctx, tryTimeMax)
	defer cancel()
	_, at, err := c.Site(trying)
	if err != nil {
		return err
	}
	strange, err := j.o.Ledger.hear(ctx, at)
	if strange {
		j.o.Log.Warn("the site's journal is another than before: all that was coded in the last days is offered again")
	}
	return err
}

// send offers one visit and notes the answer. A refusal is of this one alone and no
// error; an error stops the pass.
func (j *Joiner) send(ctx context.Context, c *client.Client, v visit) error {
	trying, cancel := context.WithTimeout(ctx, tryTimeMax)
	defer cancel()
	var err error
	if v.has {
		err = j.recode(trying, c, v)
	} else {
		err = j.offer(trying, c, v)
	}
	if err == nil {
		delete(j.refused, v.ID)
		return j.o.Ledger.mark(ctx, v.ID, v.said)
	}
	var known *queue.Error
	if !errors.As(err, &known) {
		return err
	}
	switch known.Kind {
	case queue.Invalid, queue.NotFound, queue.Conflict, queue.Closed, queue.Forbidden, queue.Internal:
		j.refused[v.ID] = refusal{v.said, time.Now()}
		j.o.Log.Error("the site refuses a visit: it stays here and is offered again; see that the site's configuration has its service and reasons, or code it there by hand",
			"visit", v.ID, "number", v.Number, "day", v.Day, "error", err)
		return nil
	case queue.Unauthenticated, queue.TooMany, queue.Unavailable:
		return err
	}
	return err
}

// offer tells the site of a visit, under its id. A Conflict may be of its own earlier
// try, whose answer was lost before the reasons changed.
func (j *Joiner) offer(ctx context.Context, c *client.Client, v visit) error {
	channel := v.Channel
	if channel < queue.ChannelPhone || channel > queue.ChannelOutside {
		channel = queue.ChannelOutside // a ticket's, given and served here
	}
	said := wire.VisitRequest{
		Channel: channel.String(), Service: v.Service, Reasons: wire.ReasonsOf(v.Reasons), First: first(v),
		ID: wire.Value(string(v.ID)), Day: wire.Value(v.Day), AgeMS: wire.Null[int64](),
	}
	if v.age != queue.AgeUnknown {
		said.AgeMS = wire.Value(v.age.Milliseconds())
	}
	_, err := c.CodeVisit(ctx, string(v.ID), said)
	if queue.KindOf(err) != queue.Conflict {
		return err
	}
	there, none := c.Ticket(ctx, v.ID)
	if none != nil {
		return err
	}
	if slices.Equal(there.Reasons, said.Reasons) {
		return nil // also of an ended day, which takes nothing more
	}
	return j.recode(ctx, c, v)
}

// recode tells the site anew why someone came.
func (j *Joiner) recode(ctx context.Context, c *client.Client, v visit) error {
	_, err := c.Code(ctx, "", v.ID, wire.ReasonsRequest{Reasons: wire.ReasonsOf(v.Reasons), First: first(v)})
	if queue.KindOf(err) == queue.Conflict || queue.KindOf(err) == queue.Closed {
		return fmt.Errorf("say anew why someone came: %w", err)
	}
	return err
}

func first(v visit) wire.Given[wire.YesNoOrNull] {
	return wire.Value(wire.YesNoOrNull{Answer: v.FirstThis})
}
