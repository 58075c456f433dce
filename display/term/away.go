package term

import (
	"context"

	"accueil/display"
)

// Tell tells the screen what does not come over the line: what a laptop that is away
// still owes its site.
func (l *Line) Tell(ctx context.Context, m display.Msg) { l.tell(ctx, m) }
