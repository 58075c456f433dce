package spool

import (
	"context"
	"fmt"
	"log/slog"
	"sync"
	"time"

	"accueil/queue"
)

// standing keeps this kiosk's alerts at the server as things are here: it holds the
// conditions that are known, compares them with what the server shows at every view
// and every change, raises what is missing and withdraws what is over. It is told
// and never waited for. With the server away it does nothing, and on its return it
// tells what still holds; after a restart of the kiosk it finds again what stands.
//
// A condition that is not known yet is left alone: the printer was not asked.
type standing struct {
	server Server
	log    *slog.Logger
	more   chan struct{} // cap 1: there is something to compare

	mu    sync.Mutex // guards what follows
	known map[queue.AlertKind]*condition
	shown map[queue.AlertKind]Alert // by the server's last view; nil while it is away
	epoch string                    // of that view
	since time.Time                 // when the server was heard again
}

// A condition is one that holds, or is over.
type condition struct {
	holds bool
	text  string
	over  time.Time // since when it no longer holds

	told bool          // as far as we know it stands, unless someone else took it down
	said time.Time     // when, or its last text
	gone time.Time     // since when someone else has taken it down, or zero
	calm time.Duration // for so long it must be over before it is withdrawn

	withdrawn   queue.AlertID // the last that was, in this life of the server; a view may still show it
	withdrawnAt time.Time     // when the last was, in any, or zero
}

func newStanding(server Server, log *slog.Logger) *standing {
	return &standing{server: server, log: log, more: make(chan struct{}, 1), known: map[queue.AlertKind]*condition{}}
}

// is says that a condition holds, in the words of text, or is over.
func (s *standing) is(kind queue.AlertKind, holds bool, text string) {
	s.mu.Lock()
	c, ok := s.known[kind]
	if !ok {
		c = &condition{}
		s.known[kind] = c
	}
	same := ok && c.holds == holds && (!holds || c.text == text)
	if !holds && (c.holds || !ok) {
		c.over = time.Now()
	}
	c.holds, c.text = holds, text
	s.mu.Unlock()
	if !same {
		s.wake()
	}
}

// shows takes in what the server shows of ours. A server of another life may have
// lost what was told, and have again what was withdrawn.
func (s *standing) shows(epoch string, alerts []Alert) {
	shown := map[queue.AlertKind]Alert{}
	for _, a := range alerts {
		shown[a.Kind] = a
	}
	s.mu.Lock()
	if epoch != s.epoch {
		for _, c := range s.known {
			c.told, c.withdrawn = false, ""
		}
	}
	if s.shown == nil {
		s.since = time.Now()
	}
	s.shown, s.epoch = shown, epoch
	s.mu.Unlock()
	s.wake()
}

// lost says that the server is away.
func (s *standing) lost() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.shown = nil
}

// heardFor is how long the server has been heard, 0 while it is away.
func (s *standing) heardFor() time.Duration {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.shown == nil {
		return 0
	}
	return time.Since(s.since)
}

func (s *standing) wake() {
	select {
	case s.more <- struct{}{}:
	default:
	}
}

// run ends with ctx.
func (s *standing) run(ctx context.Context) {
	var wait backoff
	for ctx.Err() == nil {
		next, err := lookEvery, s.compare(ctx)
		more := s.more
		if err != nil {
			next, more = wait.next(), nil
			s.log.Warn("an alert is not at the server as it is here", "error", err)
		} else {
			wait = 0
		}
		timer := time.NewTimer(next)
		select {
		case <-ctx.Done():
		case <-more:
		case <-timer.C:
		}
		timer.Stop()
	}
}

// compare does what there is to do about each condition, up to the first that the
// server cannot take now.
func (s *standing) compare(ctx context.Context) error {
	for kind, d := range s.due() {
		if err := s.do(ctx, kind, d); err != nil {
			return err
		}
	}
	return nil
}

// A deed is what is to be done at the server: raise, with its text, or withdraw.
type deed struct {
	raise    bool
	text     string
	withdraw queue.AlertID
}

func (s *standing) due() map[queue.AlertKind]deed {
	s.mu.Lock()
	defer s.mu.Unlock()
	list := map[queue.AlertKind]deed{}
	if s.shown == nil {
		return list
	}
	now := time.Now()
	for kind, c := range s.known {
		if d := c.deed(s.shown[kind], now); d != (deed{}) {
			list[kind] = d
		}
	}
	return list
}

// deed says what is to be done about a condition of which the server shows an
// alert, or none.
func (c *condition) deed(shown Alert, now time.Time) deed {
	stands := shown.ID != "" && shown.ID != c.withdrawn // or the view is older than the withdrawal
	raise := deed{raise: true, text: c.text}
	switch {
	case c.holds && stands:
		c.told, c.gone = true, time.Time{}
		if c.text != "" && c.text != shown.Text && now.Sub(c.said) >= sayAgainAfter {
			return raise
		}
	case c.holds && !c.told:
		return raise
	case c.holds:
		if c.gone.IsZero() {
			c.gone = now
		}
		if now.Sub(c.gone) >= remindAfter {
			return raise
		}
	case !stands:
		c.told = false
	case now.Sub(c.over) >= c.calm:
		return deed{withdraw: shown.ID}
	}
	return deed{}
}

// do carries a deed out. What the server refuses for good counts as done: an older
// one does not know the kind.
func (s *standing) do(ctx context.Context, kind queue.AlertKind, d deed) error {
	ctx, cancel := context.WithTimeout(ctx, sendTimeMax)
	defer cancel()
	var err error
	if d.raise {
		_, err = s.server.Alert(ctx, Ring{Kind: kind, Text: d.text})
	} else {
		err = s.server.Withdraw(ctx, d.withdraw)
	}
	if fateOf(kindAlert, err) != fateSettled {
		return fmt.Errorf("tell of %s: %w", kind, err)
	}
	if d.raise && err != nil {
		s.log.Warn("the server will not have an alert", "kind", kind, "error", err)
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	c, now := s.known[kind], time.Now()
	if !d.raise {
		c.told, c.withdrawn, c.withdrawnAt = false, d.withdraw, now
		return nil
	}
	if !c.told {
		c.calm = queue.AlertCalm(now, c.withdrawnAt)
	}
	c.told, c.said, c.gone = true, now, time.Time{}
	return nil
}
