package main

import (
	"context"
	"errors"
	"slices"

	"accueil/queue"
	"accueil/queue/client"
	"accueil/queue/wire"
)

// cleanUp takes away what the day brought: visits still open, tickets that wait,
// desks, people, and the kiosk. It has a time of its own: after Ctrl-C the day's is
// over. It goes on after an error, and returns the first.
func (s *simulation) cleanUp(ctx context.Context) error {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), cleanUpMax)
	defer cancel()
	first := s.clear(ctx)
	note := func(err error) {
		if first == nil {
			first = err
		}
	}
	for _, id := range s.world.people {
		note(s.boss.RemovePerson(ctx, id))
	}
	if s.world.device != "" {
		note(s.boss.RemoveDevice(ctx, s.world.device))
	}
	return first
}

// clear empties the desks and the queue of the day's people.
func (s *simulation) clear(ctx context.Context) error {
	if len(s.world.people) == 0 {
		return nil
	}
	view, err := s.look(ctx)
	if err != nil {
		return err
	}
	for _, d := range view.Desks {
		if d.Person != "" && slices.Contains(s.world.people, d.Person) {
			if err := s.leave(ctx, d); err != nil {
				return err
			}
		}
	}
	for _, t := range view.Tickets {
		if s.world.knows(t.ID) && (t.State == queue.Waiting || t.State == queue.Parked) {
			if _, _, err := s.boss.Tell(ctx, "", t.ID, "cancel", wire.CancelRequest{}); late(err) != nil {
				return err
			}
		}
	}
	return nil
}

// leave ends whatever is open at a desk, and closes it.
func (s *simulation) leave(ctx context.Context, d wire.Desk) error {
	if d.Ticket != "" {
		t, err := s.boss.Ticket(ctx, d.Ticket)
		if err != nil {
			return err
		}
		word := "finish"
		if t.State == queue.Called {
			word = "no-show"
		}
		if _, _, err := s.boss.Tell(ctx, "", t.ID, word, nil); late(err) != nil {
			return err
		}
	}
	_, err := s.boss.Desk(ctx, "", d.ID, "close", nil)
	return late(err)
}

// late is nil where the state had moved on: then there is nothing left to do.
func late(err error) error {
	var refused *queue.Error
	if errors.As(err, &refused) && refused.Kind == queue.Conflict {
		return nil
	}
	return err
}

// look returns what a console shows.
func (s *simulation) look(ctx context.Context) (wire.ConsoleView, error) {
	frame, err := s.boss.State(ctx, wire.ViewConsole)
	if err != nil {
		return wire.ConsoleView{}, err
	}
	return client.ViewOf[wire.ConsoleView](frame)
}

func (w *world) knows(id queue.TicketID) bool {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.known[id] != nil
}
