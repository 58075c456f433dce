package term

import (
	"context"
	"time"

	"accueil/display"
)

const (
	callsMax = 64               // to be said, not yet begun
	sayMax   = 20 * time.Second // of one call: then the band is another's
)

// announce lets a call be heard: its bell at once, its voice after those before it.
func (l *loop) announce(call display.Announce) {
	if !l.options.Silent {
		l.stage.Ring()
	}
	if l.options.Say == nil || l.options.Silent {
		l.apply(display.Announced{Call: call.Call})
		return
	}
	select {
	case l.calls <- call:
	default:
		l.options.Log.Error("leave a call unsaid: too many are to be", "number", call.Number)
		l.apply(display.Announced{Call: call.Call})
	}
}

// sayCalls says calls in their order, one at a time, until ctx ends.
func (l *loop) sayCalls(ctx context.Context) {
	for {
		select {
		case <-ctx.Done():
			return
		case call := <-l.calls:
			l.guard(func() { l.say(ctx, call) })
			select {
			case l.said <- display.Announced{Call: call.Call}:
			case <-ctx.Done():
				return
			}
		}
	}
}

func (l *loop) say(ctx context.Context, call display.Announce) {
	ctx, cancel := context.WithTimeout(ctx, sayMax)
	defer cancel()
	l.options.Say(ctx, call)
}
