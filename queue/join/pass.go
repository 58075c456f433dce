package join

import (
	"context"
	"errors"
	"slices"
	"time"

	"accueil/queue"
	"accueil/queue/client"
	"accueil/queue/wire"
)

// ways are those who signed in and whom the site lets in, the last one last.
type ways []struct {
	person
	*client.Client
}

// of returns the way to tell of a visit; nil for none.
func (w ways) of(v visit) *client.Client {
	for _, way := range slices.Backward(w) {
		if v.local || way.id == v.Person {
			return way.Client
		}
	}
	return nil
}

// pass asks the site how far it is, and sends what does not wait. It returns why the
// site is not heard, or why our own disk is not.
func (j *Joiner) pass(ctx context.Context, owed []visit) error {
	ways, err := j.ways(ctx)
	if err != nil {
		return err
	}
	if j.anew { // what is owed is more than was looked at
		j.anew = false
		return nil
	}
	if len(ways) == 0 {
		trying, cancel := context.WithTimeout(ctx, tryTimeMax)
		defer cancel()
		return j.o.Site.Healthy(trying)
	}
	moved := false
	for _, v := range owed {
		c := ways.of(v)
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
	return j.greet(ctx, ways[0].Client) // any will do: how far the site is now that it has them
}

// ways asks the site for all who signed in. One whom it does not let in now holds up
// nobody else; it returns an error when that is so of all of them.
func (j *Joiner) ways(ctx context.Context) (all ways, failed error) {
	for _, p := range j.signedIn() {
		p, c, err := j.as(ctx, p)
		if err != nil {
			failed = errors.Join(failed, err)
		}
		if err != nil || c == nil {
			continue
		}
		if err := j.o.Ledger.meet(ctx, p.id); err != nil {
			return nil, err
		}
		all = append(all, struct {
			person
			*client.Client
		}{p, c})
	}
	if len(all) > 0 {
		failed = nil
	}
	return all, failed
}

// as returns the way to the site for a person, under their id there; none when it does
// not know them. What the site had may be lost: that is seen here, before anything is sent.
func (j *Joiner) as(ctx context.Context, p person) (person, *client.Client, error) {
	if p.token != "" {
		c := j.o.Site.As(p.token)
		if err := j.greet(ctx, c); queue.KindOf(err) != queue.Unauthenticated {
			return p, c, err
		}
	}
	trying, cancel := context.WithTimeout(ctx, tryTimeMax)
	defer cancel()
	session, err := j.o.Site.Login(trying, p.name, p.pin)
	if queue.KindOf(err) == queue.Unauthenticated {
		j.o.Log.Warn("the site does not know who signed in here by this PIN: with a new PIN they sign in again; else what they coded is told in another's name after two days", "person", p.id)
		j.renew(p.id, nil)
		return p, nil, j.o.Ledger.part(ctx, p.id)
	}
	if err != nil {
		return p, nil, err
	}
	there := p
	there.id, there.token = session.Person, session.Token
	j.renew(p.id, &there)
	c := j.o.Site.As(session.Token)
	return there, c, j.greet(ctx, c)
}

// renew changes a person who signed in, or with nil forgets them.
func (j *Joiner) renew(id queue.ActorID, to *person) {
	j.mu.Lock()
	defer j.mu.Unlock()
	for i := range j.people {
		switch {
		case j.people[i].id != id:
			continue
		case to == nil:
			j.people = slices.Delete(j.people, i, i+1)
		default:
			j.people[i] = *to
		}
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
		j.anew = true
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
		return j.o.Ledger.mark(ctx, v.ID, v.said())
	}
	var known *queue.Error
	if !errors.As(err, &known) {
		return err
	}
	switch known.Kind {
	case queue.Invalid, queue.NotFound, queue.Conflict, queue.Closed, queue.Forbidden, queue.Internal:
		j.refused[v.ID] = refusal{v.said(), time.Now()}
		advice := "see that the site's configuration has its service and reasons"
		if known.Kind == queue.Conflict {
			advice = "its day is over at the site: have its head code it there by hand"
		}
		j.o.Log.Error("the site refuses a visit: it stays here, and is offered again; "+advice, "visit", v.line(), "error", err)
		return nil
	case queue.Unauthenticated, queue.TooMany, queue.Unavailable:
		return err
	}
	return err
}

// offer tells the site of a visit, under its id. A Conflict may be of its own earlier
// try, whose answer was lost before the reasons changed: then it is coded anew.
func (j *Joiner) offer(ctx context.Context, c *client.Client, v visit) error {
	said := wire.VisitRequest{
		Channel: v.Channel, Service: v.Service, Reasons: v.Reasons, First: wire.Value(v.First),
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
	if queue.KindOf(none) == queue.NotFound {
		return err // the id is another thing's there
	}
	if none != nil {
		return none
	}
	again := j.recode(ctx, c, v)
	if queue.KindOf(again) == queue.Conflict && slices.Equal(there.Reasons, said.Reasons) {
		return nil // as it is there: an ended day takes nothing more
	}
	return again
}

// recode tells the site anew why someone came. It says the whole of it, so that twice
// is once: a key of ours would return the first answer to what was said, taken back and
// said again.
func (j *Joiner) recode(ctx context.Context, c *client.Client, v visit) error {
	_, err := c.Code(ctx, "", v.ID, wire.ReasonsRequest{Reasons: v.Reasons, First: wire.Value(v.First)})
	return err
}
