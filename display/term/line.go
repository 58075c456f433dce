package term

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"math/rand/v2"
	"net"
	"sync"
	"sync/atomic"
	"time"

	"accueil/display"
	"accueil/queue"
	"accueil/queue/client"
	"accueil/queue/wire"
)

const (
	messagesMax = 64               // told, not yet taken in
	answerMax   = 60 * time.Second // that a command is tried
	siteMax     = 3 * time.Second  // that the site is asked for, until the next frame
	lookMax     = time.Second      // that an answer waits for the view behind it
	logoutMax   = 2 * time.Second  // that the server is told that a session is over

	pairDelayMin = time.Second // between two tries to be given a token
	pairDelayMax = 10 * time.Second
)

// A Line is a screen's way to the server.
type Line struct {
	client   *client.Client
	messages chan display.Msg
	log      *slog.Logger

	said  string                        // of the goroutine of Follow: the error that was logged last
	heard atomic.Pointer[client.Client] // by which the wall's live view is followed; nil before

	token  string             // of the goroutine of Do
	follow context.CancelFunc // ends the following of the live view; nil before
	ended  chan struct{}      // it has ended

	leaving sync.WaitGroup // tells the server of sessions that are over
}

// NewLine returns a line over a client; what is no word for the screen is logged.
func NewLine(c *client.Client, log *slog.Logger) *Line {
	return &Line{client: c, messages: make(chan display.Msg, messagesMax), log: log}
}

// Messages are what a screen is told.
func (l *Line) Messages() <-chan display.Msg { return l.messages }

func (l *Line) tell(ctx context.Context, m display.Msg) {
	select {
	case l.messages <- m:
	case <-ctx.Done():
	}
}

// Follow tells of the wall's live view until ctx ends.
func (l *Line) Follow(ctx context.Context) {
	l.heard.Store(l.client)
	for event := range l.client.Live(ctx, wire.ViewWall) {
		l.hear(ctx, event)
	}
}

// Spoken returns what the server says of a call in a language, as a WAV file.
func (l *Line) Spoken(ctx context.Context, call display.Announce, lang string) ([]byte, error) {
	c := l.heard.Load()
	if c == nil {
		return nil, queue.Refuse(queue.Unauthenticated, "this wall has no token yet")
	}
	return c.Say(ctx, call.Number, call.Desk, lang)
}

// FollowPaired is Follow for a wall that pairs itself: pair asks for its token, at
// first and whenever the server does not know the last. The server need not be there;
// one that refuses a wall which never had a token has the last word, and is returned:
// the wall is not set up as it should be.
func (l *Line) FollowPaired(ctx context.Context, pair func(context.Context) (token string, err error)) error {
	delay, paired := pairDelayMin, false
	for ctx.Err() == nil {
		token, err := pair(ctx)
		switch {
		case err != nil && !paired && kindOf(err) != queue.Unavailable:
			return err
		case err != nil:
			l.hear(ctx, client.Event{Err: unpaired(err)})
		default:
			paired = true
			if l.followUntilRefused(ctx, l.client.As(token)) {
				delay = pairDelayMin
			}
		}
		timer := time.NewTimer(delay/2 + rand.N(delay/2))
		select {
		case <-timer.C:
		case <-ctx.Done():
			timer.Stop()
		}
		delay = min(2*delay, pairDelayMax)
	}
	return nil
}

// followUntilRefused tells of the wall's live view until ctx ends or the server does
// not know the token, and returns whether it ever did.
func (l *Line) followUntilRefused(ctx context.Context, c *client.Client) (known bool) {
	l.heard.Store(c)
	for event := range c.Live(ctx, wire.ViewWall) {
		l.hear(ctx, event)
		if event.Err != nil && kindOf(event.Err) == queue.Unauthenticated {
			break
		}
		known = known || event.Err == nil
	}
	return known
}

// An unpairedError is why a screen has no token: nobody on this machine gives it one.
type unpairedError struct{ error }

func (e unpairedError) Unwrap() error { return e.error }

// unpaired tells that nobody answered from what a server refused.
func unpaired(err error) error {
	if kindOf(err) == queue.Unavailable {
		return unpairedError{err}
	}
	return err
}

// hear tells of an event of the wall's live view.
func (l *Line) hear(ctx context.Context, event client.Event) {
	l.said = l.note(l.said, event.Err)
	l.tell(ctx, wallMessage(event))
}

// note logs an error, once until there is another or none. It returns what said is
// to be next.
func (l *Line) note(said string, err error) string {
	if err == nil {
		return ""
	}
	if text := err.Error(); text != said {
		l.log.Warn("the server is not heard", "error", text)
		return text
	}
	return said
}

func wallMessage(event client.Event) display.Msg {
	if event.Err != nil {
		return display.Lost{Loss: lossOf(event.Err), Since: event.Since}
	}
	if event.Frame.Beat {
		return display.Heard{At: event.Frame.At}
	}
	view, err := client.ViewOf[wire.WallView](event.Frame)
	if err != nil {
		return display.Lost{Loss: display.Loss{Kind: display.LossVersion}}
	}
	return display.WallSeen{Stamp: stampOf(event.Frame), View: view}
}

// Do does what a console wishes for, and tells what came of it.
func (l *Line) Do(ctx context.Context, e display.Effect) {
	switch e := e.(type) {
	case display.SignIn:
		l.signIn(ctx, e)
	case display.SignOut:
		l.hangUp()
	case display.Ask:
		l.ask(ctx, e)
	case display.Ring, display.Leave:
	}
}

func (l *Line) signIn(ctx context.Context, e display.SignIn) {
	trying, cancel := context.WithTimeout(ctx, answerMax)
	defer cancel()
	session, err := l.client.Login(trying, e.Name, e.PIN)
	if err != nil {
		l.log.Warn("signing in failed", "error", err)
		l.tell(ctx, display.SignInFailed{Kind: kindOf(err), Loss: lossOf(err)})
		return
	}
	l.hangUp()
	l.token = session.Token
	l.tell(ctx, display.SignedIn{Session: session})
	following, stop := context.WithCancel(ctx)
	l.follow, l.ended = stop, make(chan struct{})
	go func(c *client.Client, ended chan<- struct{}) {
		defer close(ended)
		l.followConsole(following, c)
	}(l.client.As(session.Token), l.ended)
}

// Close ends what SignIn began; nothing may be done any more.
func (l *Line) Close() {
	l.hangUp()
	l.leaving.Wait()
}

// hangUp ends a session: the following of its view, and behind what comes next its
// token, so that whoever signs in after does not wait for the server.
func (l *Line) hangUp() {
	if l.follow == nil {
		return
	}
	l.follow()
	<-l.ended
	c := l.client.As(l.token)
	l.follow, l.token = nil, ""
	l.leaving.Go(func() {
		ctx, cancel := context.WithTimeout(context.Background(), logoutMax)
		defer cancel()
		if err := c.Logout(ctx); err != nil {
			l.log.Warn("a session that is over stays good at the server until its hour", "error", err)
		}
	})
}

// followConsole tells of a mediator's live view until ctx or the session ends. The
// site is looked at again whenever the line is new, and whenever another is in force.
func (l *Line) followConsole(ctx context.Context, c *client.Client) {
	fresh, said, edition := true, "", ""
	for event := range c.Live(ctx, wire.ViewConsole) {
		said = l.note(said, event.Err)
		if event.Err != nil {
			fresh = true
			if kindOf(event.Err) == queue.Unauthenticated {
				l.tell(ctx, display.SignedOut{})
				return
			}
			l.tell(ctx, display.Lost{Loss: lossOf(event.Err), Since: event.Since})
			continue
		}
		message := consoleMessage(event.Frame)
		if seen, ok := message.(display.ConsoleSeen); ok && seen.View.Edition != edition {
			fresh, edition = true, seen.View.Edition
		}
		if fresh {
			fresh = !l.lookAtSite(ctx, c)
		}
		l.tell(ctx, message)
	}
}

// lookAtSite tells of the site, and whether it could. The live view waits meanwhile.
func (l *Line) lookAtSite(ctx context.Context, c *client.Client) bool {
	ctx, cancel := context.WithTimeout(ctx, siteMax)
	defer cancel()
	site, _, err := c.Site(ctx)
	if err != nil {
		l.log.Warn("the site is not known yet", "error", err)
		return false
	}
	l.tell(ctx, display.SiteSeen{Site: site})
	return true
}

func consoleMessage(f wire.Frame) display.Msg {
	if f.Beat {
		return display.Heard{At: f.At}
	}
	view, err := client.ViewOf[wire.ConsoleView](f)
	if err != nil {
		return display.Lost{Loss: display.Loss{Kind: display.LossVersion}}
	}
	return display.ConsoleSeen{Stamp: stampOf(f), View: view}
}

func stampOf(f wire.Frame) display.Stamp {
	return display.Stamp{Epoch: f.Epoch, Seq: f.Seq, At: f.At}
}

// ask sends a command under one key until it is answered, for a minute at most. The
// site as it is then comes before the answer: whatever is pressed after it is meant for
// what the answer made, and the live view may be a moment behind.
func (l *Line) ask(ctx context.Context, e display.Ask) {
	trying, cancel := context.WithTimeout(ctx, answerMax)
	defer cancel()
	c := l.client.As(l.token)
	ticket, err := send(trying, c, e.Command)
	if err == nil {
		l.look(ctx, c)
		l.tell(ctx, display.Done{Request: e.Request, Ticket: ticket})
		return
	}
	l.log.Warn("a command was refused", "command", fmt.Sprintf("%T", e.Command), "error", err)
	kind := kindOf(err)
	if kind != queue.Unavailable && kind != queue.Unauthenticated {
		l.look(ctx, c)
	}
	l.tell(ctx, display.Refused{Request: e.Request, Kind: kind})
	if kind == queue.Unauthenticated {
		l.tell(ctx, display.SignedOut{})
	}
}

// look tells of the site as it is. Where it cannot, the live view will.
func (l *Line) look(ctx context.Context, c *client.Client) {
	looking, cancel := context.WithTimeout(ctx, lookMax)
	defer cancel()
	frame, err := c.State(looking, wire.ViewConsole)
	if err != nil {
		l.log.Warn("the site is not seen with the answer", "error", err)
		return
	}
	l.tell(ctx, consoleMessage(frame))
}

// kindOf returns a refusal's kind; whatever else went wrong, no answer came.
func kindOf(err error) queue.Kind {
	var refused *queue.Error
	if errors.As(err, &refused) {
		return refused.Kind
	}
	return queue.Unavailable
}

// lossOf returns why a server is not heard.
func lossOf(err error) display.Loss {
	var stranger *client.Stranger
	var dial *net.OpError
	var timeout net.Error
	var none unpairedError
	switch kind := kindOf(err); {
	case errors.As(err, &none):
		return display.Loss{Kind: display.LossUnpaired}
	case errors.As(err, &stranger):
		return display.Loss{Kind: display.LossStranger, Found: stranger.Found}
	case errors.Is(err, client.ErrVersion):
		return display.Loss{Kind: display.LossVersion}
	case kind == queue.Unauthenticated || kind == queue.Forbidden:
		return display.Loss{Kind: display.LossToken}
	case kind == queue.NotFound:
		return display.Loss{Kind: display.LossSite}
	case errors.As(err, &timeout) && timeout.Timeout():
		return display.Loss{Kind: display.LossSilent}
	case errors.As(err, &dial) && dial.Op == "dial":
		return display.Loss{Kind: display.LossUnreachable}
	}
	return display.Loss{Kind: display.LossSilent}
}
