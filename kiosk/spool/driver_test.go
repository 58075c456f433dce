package spool

import (
	"context"
	"log/slog"
	"testing"

	"accueil/kiosk"
	"accueil/queue"
)

// A strict server lets nobody's class rise.
type strict struct{ *hall }

func (strict) Amend(context.Context, Change) (Answer, error) {
	return Answer{}, queue.Refuse(queue.Conflict, "the ticket is called")
}

func TestAPriorityThatIsNotToBeIsTold(t *testing.T) {
	s := settled(t, 1, newHand())
	d := NewDriver(DriverOptions{Spool: s, Server: strict{newHall()}, Log: slog.New(slog.DiscardHandler)})
	ctx, stop := context.WithCancel(t.Context())
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		d.Run(ctx)
	}()
	defer func() {
		stop()
		<-ended
	}()
	ticket := s.must(t, "droits")
	d.Do(kiosk.Amend{Ticket: ticket.ID, Class: queue.Priority})
	told := map[queue.TicketID]bool{}
	hear := func(id queue.TicketID) {
		for !told[id] {
			if failed, ok := (<-d.Messages()).(kiosk.AmendFailed); ok {
				told[failed.Ticket] = true
			}
		}
	}
	hear(ticket.ID) // by the server
	d.Do(kiosk.Amend{Ticket: "not on this disk", Class: queue.Priority})
	hear("not on this disk")
}
