package main

import (
	"context"
	"time"

	"accueil/queue"
	"accueil/queue/wire"
)

// receive does with a called ticket what its visitor will have done.
func (m *simulated) receive(ctx context.Context, t wire.Ticket) error {
	g := m.world.guest(ctx, t.ID)
	if g == nil {
		g = &guest{visitor: visitor{Stays: 10 * time.Minute, Reasons: []wire.Reason{}}}
	}
	m.tally.called(m.now() - g.came)
	if g.Misses && !g.missed {
		return m.miss(ctx, t.ID, g)
	}
	if _, err := m.say(ctx, t.ID, "start", nil); err != nil {
		return err
	}
	half := m.now() + g.Stays/2
	if err := m.wait(ctx, half); err != nil {
		return err
	}
	switch {
	case g.StepsOut > 0 && !g.back:
		return m.park(ctx, t.ID, g)
	case g.Moves != "" && !g.moved:
		g.moved = true
		defer m.world.tell()
		return m.did(ctx, "transferred", t.ID, "transfer", wire.TransferRequest{Service: g.Moves, Note: "simulation"})
	}
	if err := m.wait(ctx, half+g.Stays/2); err != nil {
		return err
	}
	return m.finish(ctx, t.ID, g)
}

// miss calls a second time, and then gives up; some come after all.
func (m *simulated) miss(ctx context.Context, id queue.TicketID, g *guest) error {
	g.missed = true
	if err := m.wait(ctx, m.now()+time.Minute); err != nil {
		return err
	}
	if _, err := m.say(ctx, id, "recall", nil); err != nil {
		return err
	}
	if err := m.wait(ctx, m.now()+time.Minute); err != nil {
		return err
	}
	if err := m.did(ctx, "no-shows", id, "no-show", nil); err != nil || !g.Returns {
		return err
	}
	defer m.world.tell()
	return m.did(ctx, "no-shows undone", id, "undo", nil)
}

// park lets someone step out, who comes back by themselves.
func (m *simulated) park(ctx context.Context, id queue.TicketID, g *guest) error {
	g.back = true
	if err := m.did(ctx, "parked", id, "park", wire.ParkRequest{Minutes: int(g.StepsOut / time.Minute)}); err != nil {
		return err
	}
	m.world.mu.Lock()
	m.world.outside[id] = m.now() + g.StepsOut
	m.world.mu.Unlock()
	return nil
}

// finish ends a visit with its reasons.
func (m *simulated) finish(ctx context.Context, id queue.TicketID, g *guest) error {
	done, err := m.say(ctx, id, "finish", wire.FinishRequest{Reasons: &g.Reasons, First: wire.Value(wire.YesNoOrNull{Answer: g.First})})
	if done {
		m.tally.add("visits finished")
		m.tally.count("reasons", quantity(g.Reasons))
	}
	return err
}

// did says a word about a ticket, and counts it once it is done.
func (m *simulated) did(ctx context.Context, what string, id queue.TicketID, word string, said any) error {
	done, err := m.say(ctx, id, word, said)
	if done {
		m.tally.add(what)
	}
	return err
}

// say sends a word about a ticket; what another made impossible is counted as
// refused, and not done.
func (m *simulated) say(ctx context.Context, id queue.TicketID, word string, said any) (done bool, err error) {
	_, _, err = m.client.Tell(ctx, "", id, word, said)
	return err == nil, m.tally.refused(err)
}

func (t *tally) called(waited time.Duration) {
	t.add("calls")
	t.mu.Lock()
	t.waited += waited
	t.mu.Unlock()
}
