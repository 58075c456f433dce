package access

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"os"
	"sync"
	"time"

	"accueil/queue"
)

const (
	pairBytesMax = 4096            // of a request and of an answer
	pairWithin   = 5 * time.Second // for one of them
	pairsAtOnce  = 16
	pairDialFor  = 2 * time.Second

	acceptDelayMin = 5 * time.Millisecond // after an accept that failed
	acceptDelayMax = time.Second
)

// A PairRequest is what a wall or kiosk on the server's own machine asks for.
// The name is its own for good: two that run at once must not share one, for
// whoever pairs last has the name, and the other's token ends. It is the asker's to
// see to that: only there is it known who still runs.
type PairRequest struct {
	Role queue.Role
	Site queue.SiteID
	Name string
}

type pairAsk struct {
	Role string       `json:"role"`
	Site queue.SiteID `json:"site"`
	Name string       `json:"name"`
}

type pairAnswer struct {
	Token string `json:"token,omitempty"`
	Kind  string `json:"kind,omitempty"`
	Error string `json:"error,omitempty"`
}

// ListenPairs opens the socket at path with mode 0600. A socket left by a server
// that was killed is replaced; one that answers is another server's, a Conflict.
func ListenPairs(path string) (*net.UnixListener, error) {
	info, err := os.Lstat(path)
	switch {
	case errors.Is(err, os.ErrNotExist):
	case err != nil:
		return nil, fmt.Errorf("look at the pairing socket: %w", err)
	case info.Mode()&os.ModeSocket == 0:
		return nil, fmt.Errorf("%s is not a socket: move it away, or give another folder", path)
	default:
		if conn, err := net.DialTimeout("unix", path, pairDialFor); err == nil {
			return nil, errors.Join(queue.Refuse(queue.Conflict, "another server answers at %s: stop it, or give another folder", path), conn.Close())
		}
		if err := os.Remove(path); err != nil {
			return nil, fmt.Errorf("remove the old pairing socket: %w", err)
		}
	}
	socket, err := net.ListenUnix("unix", &net.UnixAddr{Name: path, Net: "unix"})
	if err != nil {
		return nil, fmt.Errorf("open the pairing socket (its path may have some hundred characters): %w", err)
	}
	if err := os.Chmod(path, 0o600); err != nil {
		return nil, errors.Join(fmt.Errorf("keep the pairing socket from others: %w", err), socket.Close())
	}
	return socket, nil
}

// A Which returns the site that a device means: "" is the only one there is.
type Which func(queue.SiteID) (queue.SiteID, error)

// ServePairs gives each wall or kiosk of this user on this machine that asks at
// the socket its own device and token, until ctx ends; then it closes the socket.
// After an accept that fails, as for want of open files, it goes on a little later.
// which returns the site that is meant, also by "", or refuses.
func (a *Access) ServePairs(ctx context.Context, socket *net.UnixListener, which Which) error {
	stop := context.AfterFunc(ctx, func() { _ = socket.Close() })
	defer func() {
		stop()
		_ = socket.Close() // once more does no harm
	}()
	var serving sync.WaitGroup
	defer serving.Wait()
	places := make(chan struct{}, pairsAtOnce)
	delay := acceptDelayMin
	for {
		conn, err := socket.AcceptUnix()
		if ctx.Err() != nil {
			if err == nil {
				_ = conn.Close()
			}
			return nil
		}
		if errors.Is(err, net.ErrClosed) {
			return fmt.Errorf("serve the pairing socket: %w", err)
		}
		if err != nil {
			a.log.Warn("nobody can pair for a moment", "error", err, "again_in", delay)
			pause(ctx, delay)
			delay = min(2*delay, acceptDelayMax)
			continue
		}
		delay = acceptDelayMin
		places <- struct{}{}
		serving.Go(func() {
			defer func() { <-places }()
			if err := a.servePair(ctx, conn, which); err != nil {
				a.log.Warn("pairing a device", "error", err)
			}
		})
	}
}

// servePair answers one request, whose peer must run as the same user.
func (a *Access) servePair(ctx context.Context, conn *net.UnixConn, which Which) (err error) {
	defer func() { err = errors.Join(err, conn.Close()) }()
	if err := conn.SetDeadline(time.Now().Add(pairWithin)); err != nil {
		return err
	}
	stop := context.AfterFunc(ctx, func() { _ = conn.SetDeadline(time.Unix(1, 0)) })
	defer stop()
	uid, err := peerUID(conn)
	if err != nil {
		return fmt.Errorf("ask who pairs: %w", err)
	}
	var ask pairAsk
	if err := json.NewDecoder(io.LimitReader(conn, pairBytesMax)).Decode(&ask); err != nil {
		return fmt.Errorf("read a pairing request: %w", err)
	}
	var answer pairAnswer
	if uid == os.Getuid() {
		answer.Token, err = a.pair(ctx, ask, which)
	} else {
		err = queue.Refuse(queue.Forbidden, "only programs of the server's own user pair themselves here")
	}
	if err != nil {
		answer.Kind, answer.Error = queue.KindOf(err).String(), textOf(err)
	}
	return json.NewEncoder(conn).Encode(answer)
}

func (a *Access) pair(ctx context.Context, ask pairAsk, which Which) (string, error) {
	role, _ := queue.ParseRole(ask.Role)
	site, err := which(ask.Site)
	if err != nil {
		return "", err
	}
	_, token, err := a.pairDevice(ctx, site, role, ask.Name)
	return token, err
}

func textOf(err error) string {
	var e *queue.Error
	if errors.As(err, &e) {
		return e.Text
	}
	return "something went wrong: the server's log says more"
}

// Pair asks the server behind the socket at path for a token. Unavailable when
// nobody answers there; else what the server refused with.
func Pair(ctx context.Context, path string, r PairRequest) (token string, err error) {
	conn, err := (&net.Dialer{Timeout: pairDialFor}).DialContext(ctx, "unix", path)
	if err != nil {
		return "", fmt.Errorf("%w (%w)", queue.Refuse(queue.Unavailable, "no server answers at %s: start one there, or give a token", path), err)
	}
	defer func() { err = errors.Join(err, conn.Close()) }()
	if err := conn.SetDeadline(time.Now().Add(2 * pairWithin)); err != nil {
		return "", err
	}
	stop := context.AfterFunc(ctx, func() { _ = conn.SetDeadline(time.Unix(1, 0)) })
	defer stop()
	if err := json.NewEncoder(conn).Encode(pairAsk{Role: r.Role.String(), Site: r.Site, Name: r.Name}); err != nil {
		return "", unavailable(fmt.Errorf("ask to pair: %w", err))
	}
	var answer pairAnswer
	if err := json.NewDecoder(io.LimitReader(conn, pairBytesMax)).Decode(&answer); err != nil {
		return "", unavailable(fmt.Errorf("read the answer of %s: %w", path, err))
	}
	if answer.Error != "" {
		kind, _ := queue.ParseKind(answer.Kind)
		return "", queue.Refuse(kind, "%s", answer.Error)
	}
	return answer.Token, nil
}
