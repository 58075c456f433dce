package term

import (
	"context"
	"fmt"

	"accueil/display"
	"accueil/queue"
	"accueil/queue/client"
	"accueil/queue/wire"
)

// send makes the call of a command, and returns the ticket that the answer names.
func send(ctx context.Context, c *client.Client, command display.Command) (*wire.Ticket, error) {
	switch w := command.(type) {
	case display.OpenDesk, display.PauseDesk, display.ResumeDesk, display.CloseDesk:
		return nil, sendDesk(ctx, c, command)
	case display.RaiseAlert, display.AckAlert, display.DropAlert, display.SetIntake, display.SetNotice:
		return nil, sendSite(ctx, c, command)
	case display.Next:
		called, err := c.Next(ctx, "", w.Desk, wire.NextRequest{})
		if called == nil {
			return nil, err
		}
		return &called.Ticket, nil
	case display.Give:
		t, _, err := c.Give(ctx, "", wire.GiveRequest{Service: w.Service, Class: w.Class.String()})
		return some(t, err)
	case display.Code:
		return some(c.Code(ctx, "", w.Ticket, wire.ReasonsRequest{Reasons: listed(w.Reasons), First: answer(w.First)}))
	case display.CodeVisit:
		return some(c.CodeVisit(ctx, "", wire.VisitRequest{Channel: w.Channel.String(), Reasons: listed(w.Reasons), First: answer(w.First)}))
	case display.TicketWord:
		return tell(ctx, c, w.Ticket, string(w.Word), nil)
	case display.Call:
		return tell(ctx, c, w.Ticket, "call", wire.CallRequest{Desk: w.Desk, Cause: w.Cause})
	case display.Park:
		return tell(ctx, c, w.Ticket, "park", wire.ParkRequest{Minutes: w.Minutes})
	case display.Transfer:
		return tell(ctx, c, w.Ticket, "transfer", wire.TransferRequest{Service: w.Service, Desk: w.Desk, Note: w.Note})
	case display.Reclass:
		return tell(ctx, c, w.Ticket, "amend", wire.AmendRequest{Class: w.Class.String()})
	}
	return nil, fmt.Errorf("send a command: %T is none", command)
}

func tell(ctx context.Context, c *client.Client, id queue.TicketID, word string, said any) (*wire.Ticket, error) {
	t, _, err := c.Tell(ctx, "", id, word, said)
	return some(t, err)
}

func some(t wire.Ticket, err error) (*wire.Ticket, error) {
	if err != nil {
		return nil, err
	}
	return &t, nil
}

// listed is never null on the wire.
func listed(all []wire.Reason) []wire.Reason {
	if all == nil {
		return []wire.Reason{}
	}
	return all
}

func answer(a queue.Answer) wire.Given[wire.YesNoOrNull] {
	return wire.Value(wire.YesNoOrNull{Answer: a})
}

func sendDesk(ctx context.Context, c *client.Client, command display.Command) (err error) {
	switch w := command.(type) {
	case display.OpenDesk:
		_, err = c.Desk(ctx, "", w.Desk, "open", wire.OpenRequest{TakeOver: w.TakeOver})
	case display.PauseDesk:
		_, err = c.Desk(ctx, "", w.Desk, "pause", wire.PauseRequest{Minutes: w.Minutes})
	case display.ResumeDesk:
		_, err = c.Desk(ctx, "", w.Desk, "resume", nil)
	case display.CloseDesk:
		_, err = c.Desk(ctx, "", w.Desk, "close", nil)
	}
	return err
}

func sendSite(ctx context.Context, c *client.Client, command display.Command) (err error) {
	switch w := command.(type) {
	case display.RaiseAlert:
		_, err = c.RaiseAlert(ctx, "", wire.AlertRequest{Kind: w.Kind})
	case display.AckAlert:
		_, err = c.AckAlert(ctx, "", w.Alert)
	case display.DropAlert:
		_, err = c.DropAlert(ctx, "", w.Alert)
	case display.SetIntake:
		_, err = c.SetIntake(ctx, "", wire.IntakeRequest{Open: w.Open, Services: w.Services})
	case display.SetNotice:
		err = c.SetNotice(ctx, "", w.Text)
	}
	return err
}
