package spool

import (
	"errors"
	"net"

	"accueil/display"
	"accueil/queue"
	"accueil/queue/client"
)

// Why a kiosk gives no numbers, beside what other screens say of a lost server.
const (
	lostDisk  display.LossKind = "disk"  // its own cannot be read or written
	lostLanes display.LossKind = "lanes" // every one is another kiosk's
)

// An unpairedError says that nobody on this machine gives the kiosk a token.
type unpairedError struct{ error }

func (e unpairedError) Unwrap() error { return e.error }

// lossOf returns what whoever mends it reads of a broken line on the screen; the
// log has the whole of it.
func lossOf(err error) display.Loss {
	var stranger *client.Stranger
	var dial *net.OpError
	kind := display.LossSilent
	switch {
	case errors.As(err, new(diskError)):
		kind = lostDisk
	case errors.As(err, new(lanesError)):
		kind = lostLanes
	case errors.As(err, new(unpairedError)):
		kind = display.LossUnpaired
	case errors.As(err, &stranger):
		return display.Loss{Kind: display.LossStranger, Found: cut(stranger.Found)}
	case errors.Is(err, client.ErrVersion):
		kind = display.LossVersion
	case isRefused(err):
		kind = display.LossToken
	case queue.KindOf(err) == queue.NotFound:
		kind = display.LossSite
	case errors.As(err, &dial) && dial.Op == "dial" && !dial.Timeout():
		kind = display.LossUnreachable
	}
	return display.Loss{Kind: kind}
}

// isRefused reports whether the server has said that it does not know this kiosk.
func isRefused(err error) bool {
	var known *queue.Error
	return errors.As(err, &known) && (known.Kind == queue.Unauthenticated || known.Kind == queue.Forbidden)
}
