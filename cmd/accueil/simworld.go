package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"maps"
	"slices"
	"sync"
	"text/tabwriter"
	"time"

	"accueil/queue"
	"accueil/queue/client"
	"accueil/queue/wire"
)

// A world is what visitors and mediators share.
type world struct {
	stamp  string
	device queue.ActorID
	people []queue.ActorID
	news   chan struct{} // someone new waits, or nobody comes any more

	mu      sync.Mutex // guards what is below
	known   map[queue.TicketID]*guest
	outside map[queue.TicketID]time.Duration // parked, and when they are back
	over    bool                             // everyone has come
	giving  chan struct{}                    // closed when the ticket being given is known; nil when none is
}

// A guest is a visitor with a ticket.
type guest struct {
	visitor
	came         time.Duration
	missed, back bool
	moved        bool
}

func (w *world) init() {
	w.news = make(chan struct{}, 1)
	w.known, w.outside = map[queue.TicketID]*guest{}, map[queue.TicketID]time.Duration{}
}

// give draws a ticket for a guest. Whoever is called with it meanwhile is waited for.
func (w *world) give(g *guest, draw func() (wire.Ticket, error)) (wire.Ticket, error) {
	giving := make(chan struct{})
	w.mu.Lock()
	w.giving = giving
	w.mu.Unlock()
	t, err := draw()
	w.mu.Lock()
	if err == nil {
		w.known[t.ID] = g
	}
	w.giving = nil
	w.mu.Unlock()
	close(giving)
	return t, err
}

// guest returns who has a ticket, nil for a real visitor, of whom no plan knows.
func (w *world) guest(ctx context.Context, id queue.TicketID) *guest {
	w.mu.Lock()
	g, giving := w.known[id], w.giving
	w.mu.Unlock()
	if g != nil || giving == nil {
		return g
	}
	select {
	case <-giving:
	case <-ctx.Done():
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.known[id]
}

func (w *world) tell() {
	select {
	case w.news <- struct{}{}:
	default:
	}
}

// visitors come, take their tickets, and change their minds.
func (s *simulation) visitors(ctx context.Context) error {
	defer func() {
		s.world.mu.Lock()
		s.world.over = true
		s.world.mu.Unlock()
		s.world.tell()
	}()
	for _, v := range s.plan.Visitors {
		if err := s.wait(ctx, v.Comes); err != nil {
			return err
		}
		if v.Channel != queue.ChannelTicket {
			continue // a mediator codes it
		}
		if err := s.arrive(ctx, v); err != nil {
			return err
		}
	}
	return nil
}

func (s *simulation) arrive(ctx context.Context, v visitor) error {
	if v.Asks {
		if _, err := s.kiosk.RaiseAlert(ctx, "", wire.AlertRequest{Kind: queue.AlertHelp}); s.tally.refused(err) != nil {
			return err
		}
	}
	t, err := s.world.give(&guest{visitor: v, came: s.now()}, func() (wire.Ticket, error) {
		t, _, err := s.kiosk.Give(ctx, "", wire.GiveRequest{Service: v.Service, Lang: v.Lang})
		return t, err
	})
	var refused *queue.Error
	if errors.As(err, &refused) && refused.Kind == queue.Closed {
		return fmt.Errorf("%w: the office is closed; start the server with --always-open to simulate a day at any hour", err)
	}
	if err != nil {
		return err
	}
	s.tally.add("tickets given")
	if v.Priority {
		if _, _, err := s.kiosk.Tell(ctx, "", t.ID, "amend", wire.AmendRequest{Class: "priority"}); s.tally.refused(err) != nil {
			return err
		}
	}
	if v.Regrets {
		_, _, err := s.kiosk.Tell(ctx, "", t.ID, "cancel", wire.CancelRequest{})
		if s.tally.refused(err) != nil {
			return err
		}
		if err == nil {
			s.tally.add("given back")
		}
	}
	s.world.tell()
	return nil
}

// A simulated mediator.
type simulated struct {
	*simulation
	client *client.Client
	desk   queue.DeskID
}

// work receives one after the other until everyone has come and nobody waits.
func (m *simulated) work(ctx context.Context) error {
	if m.desk == m.firstDesk() {
		if err := m.telephone(ctx); err != nil {
			return err
		}
	}
	for {
		if err := m.welcomeBack(ctx); err != nil {
			return err
		}
		called, err := m.client.Next(ctx, "", m.desk, wire.NextRequest{})
		if m.tally.refused(err) != nil {
			return err
		}
		if called != nil {
			if err := m.receive(ctx, called.Ticket); err != nil {
				return err
			}
			continue
		}
		if m.finished() {
			m.world.tell() // the others may go, too
			_, err := m.client.Desk(ctx, "", m.desk, "close", nil)
			return m.tally.refused(err)
		}
		if err := m.pauseForNews(ctx); err != nil {
			return err
		}
	}
}

func (m *simulated) firstDesk() queue.DeskID { return m.site.Desks[0].ID }

// finished reports whether nobody comes any more, or comes back.
func (m *simulated) finished() bool {
	m.world.mu.Lock()
	defer m.world.mu.Unlock()
	return m.world.over && len(m.world.outside) == 0
}

const newsMax = time.Second // then a mediator looks again: others may have transferred someone

func (m *simulated) pauseForNews(ctx context.Context) error {
	timer := time.NewTimer(newsMax)
	defer timer.Stop()
	select {
	case <-m.world.news:
	case <-timer.C:
	case <-ctx.Done():
		return ctx.Err()
	}
	return nil
}

// telephone codes those who called, between two visits.
func (m *simulated) telephone(ctx context.Context) error {
	for _, v := range m.plan.Visitors {
		if v.Channel == queue.ChannelTicket {
			continue
		}
		_, err := m.client.CodeVisit(ctx, "", wire.VisitRequest{
			Channel: v.Channel.String(), Service: v.Service, Reasons: v.Reasons, First: wire.Value(wire.YesNoOrNull{Answer: v.First}),
		})
		if m.tally.refused(err) != nil {
			return err
		}
		m.tally.add("visits without a ticket")
		m.tally.count("reasons", quantity(v.Reasons))
	}
	return nil
}

func quantity(all []wire.Reason) int {
	n := 0
	for _, r := range all {
		n += int(r.Quantity)
	}
	return n
}

// welcomeBack lets those wait again whose time outside is over, and takes alerts.
func (m *simulated) welcomeBack(ctx context.Context) error {
	m.world.mu.Lock()
	var back []queue.TicketID
	for id, at := range m.world.outside {
		if m.speed == 0 || at <= m.now() {
			back = append(back, id)
			delete(m.world.outside, id)
		}
	}
	m.world.mu.Unlock()
	for _, id := range back {
		if _, _, err := m.client.Tell(ctx, "", id, "unpark", nil); m.tally.refused(err) != nil {
			return err
		}
	}
	return m.answerAlerts(ctx)
}

func (m *simulated) answerAlerts(ctx context.Context) error {
	frame, err := m.client.State(ctx, wire.ViewConsole)
	if err != nil {
		return err
	}
	view, err := client.ViewOf[wire.ConsoleView](frame)
	if err != nil {
		return err
	}
	for _, a := range view.Alerts {
		if a.Device != m.world.device || a.AckedBy != "" {
			continue
		}
		if _, err := m.client.AckAlert(ctx, "", a.ID); err != nil {
			if m.tally.refused(err) != nil {
				return err
			}
			continue // another has it
		}
		_, err := m.client.DropAlert(ctx, "", a.ID)
		if err == nil { // of two who came, one takes it down
			m.tally.add("calls for help")
		}
		if m.tally.refused(err) != nil {
			return err
		}
	}
	return nil
}

// A tally is what became of the day.
type tally struct {
	mu     sync.Mutex // guards what is below
	counts map[string]int
	waited time.Duration
}

func (t *tally) add(what string) { t.count(what, 1) }

func (t *tally) count(what string, n int) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.counts == nil {
		t.counts = map[string]int{}
	}
	t.counts[what] += n
}

// refused counts what others had done before: a conflict, or that it is gone. It
// returns any other error.
func (t *tally) refused(err error) error {
	var refused *queue.Error
	if errors.As(err, &refused) && (refused.Kind == queue.Conflict || refused.Kind == queue.NotFound || refused.Kind == queue.Forbidden) {
		t.add("refused: " + refused.Kind.String())
		return nil
	}
	return err
}

// print writes a line for each count, and the mean wait.
func (t *tally) print(w io.Writer) error {
	table := tabwriter.NewWriter(w, 0, 0, 2, ' ', tabwriter.AlignRight)
	for _, what := range slices.Sorted(maps.Keys(t.counts)) {
		fmt.Fprintf(table, "%d\t  %s\n", t.counts[what], what)
	}
	if n := t.counts["calls"]; n > 0 && t.waited > 0 {
		fmt.Fprintf(table, "%.1f\t  simulated minutes waited before a call, in the mean\n", t.waited.Minutes()/float64(n))
	}
	return table.Flush()
}
