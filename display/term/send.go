package term

import (
	"context"

	"accueil/display"
	"accueil/queue/client"
	"accueil/queue/wire"
)

// send makes the call of a command, and returns the ticket that the answer names.
func send(ctx context.Context, c *client.Client, command display.Command) (*wire.Ticket, error) {
	call := command.Call()
	answer, err := c.Send(ctx, call.Method, call.Path, call.Body)
	if err != nil {
		return nil, err
	}
	return call.Ticket(answer)
}
