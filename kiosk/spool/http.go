package spool

import (
	"context"
	"iter"
	"sync"

	"accueil/kiosk"
	"accueil/queue"
	"accueil/queue/client"
	"accueil/queue/wire"
)

// Over returns the server that a client speaks to. Each call is tried once: the
// spool asks again by itself, with an age that is true then.
func Over(c *client.Client) Server { return &overHTTP{client: c.Once()} }

// OverPaired is Over for a kiosk that pairs itself: when the server does not know
// it, pair asks for another token, at the greeting.
func OverPaired(c *client.Client, pair func(context.Context) (token string, err error)) Server {
	return &overHTTP{client: c.Once(), pair: pair}
}

type overHTTP struct {
	pair func(context.Context) (string, error) // nil: the token is another's to mend

	mu     sync.Mutex // guards client
	client *client.Client
}

func (o *overHTTP) c() *client.Client {
	o.mu.Lock()
	defer o.mu.Unlock()
	return o.client
}

// pairAgain goes on under another token.
func (o *overHTTP) pairAgain(ctx context.Context) error {
	token, err := o.pair(ctx)
	if err != nil {
		return err
	}
	o.mu.Lock()
	defer o.mu.Unlock()
	o.client = o.client.As(token)
	return nil
}

func (o *overHTTP) Me(ctx context.Context, h Hold) (Me, error) {
	hold := client.Hold{Spool: h.Spool, Lane: h.Lane, At: client.Position(h.At)}
	me, err := o.c().Me(ctx, hold)
	if o.pair != nil && queue.KindOf(err) == queue.Unauthenticated {
		if failed := o.pairAgain(ctx); failed != nil {
			err = queue.Refuse(queue.Unauthenticated, "the server does not know this kiosk: %v", failed)
			if queue.KindOf(failed) == queue.Unavailable {
				err = unpairedError{err}
			}
			return Me{}, err
		}
		me, err = o.c().Me(ctx, hold)
	}
	role, _ := queue.ParseRole(me.Role) // one that is not known is no kiosk's
	return Me{Device: me.ID, Role: role, Lane: me.Lane, LinkKeys: me.LinkKeys}, err
}

func (o *overHTTP) Site(ctx context.Context) (Site, error) {
	site, at, err := o.c().Site(ctx)
	if err != nil {
		return Site{}, err
	}
	return Site{Config: site.Config(), Day: site.Day, At: Position(at)}, nil
}

func ageMS(c Born) wire.Given[int64] {
	if c.Age == queue.AgeUnknown {
		return wire.Null[int64]()
	}
	return wire.Value(c.Age.Milliseconds())
}

func (o *overHTTP) Give(ctx context.Context, b Born) (Answer, error) {
	t := b.Ticket
	said := wire.GiveRequest{
		Service: t.Service, Lang: t.Lang, Class: t.Class.String(), Appointment: t.Appointment,
		ID: wire.Value(string(t.ID)), Number: wire.Value(string(t.Number)), Day: wire.Value(t.Day), AgeMS: ageMS(b),
	}
	if t.Day == "" {
		said.Day = wire.Null[queue.Day]()
	}
	ticket, at, err := o.c().Give(ctx, string(t.ID), said)
	return answerOf(ticket, at), err
}

func (o *overHTTP) Amend(ctx context.Context, c Change) (Answer, error) {
	said := wire.AmendRequest{Class: c.Class.String(), AgeMS: ageMS(Born{Age: c.Age})}
	ticket, at, err := o.c().Tell(ctx, c.Key, c.Ticket, "amend", said)
	return answerOf(ticket, at), err
}

func (o *overHTTP) Cancel(ctx context.Context, c Change) (Answer, error) {
	ticket, at, err := o.c().Tell(ctx, c.Key, c.Ticket, "cancel", wire.CancelRequest{AgeMS: ageMS(Born{Age: c.Age})})
	return answerOf(ticket, at), err
}

func answerOf(t wire.Ticket, at client.Position) Answer {
	return Answer{Day: t.Day, Place: kiosk.Place{Ahead: t.Ahead, Wait: waitOf(t.Wait), Link: t.Link}, At: Position(at)}
}

func waitOf(w *wire.Wait) *kiosk.WaitRange {
	if w == nil {
		return nil
	}
	return &kiosk.WaitRange{LowMinutes: w.LowMin, HighMinutes: w.HighMin}
}

func (o *overHTTP) Alert(ctx context.Context, r Ring) (queue.AlertID, error) {
	a, err := o.c().RaiseAlert(ctx, r.Key, wire.AlertRequest{Kind: r.Kind, Text: r.Text})
	return a.ID, err
}

func (o *overHTTP) Withdraw(ctx context.Context, id queue.AlertID) error {
	_, err := o.c().DropAlert(ctx, "", id)
	return err
}

func (o *overHTTP) Watch(ctx context.Context) iter.Seq2[View, error] {
	return func(yield func(View, error) bool) {
		for e := range o.c().Live(ctx, wire.ViewKiosk) {
			if e.Err != nil {
				yield(View{}, e.Err)
				return
			}
			if e.Frame.Beat {
				if !yield(View{Beat: true, At: Position{e.Frame.Epoch, e.Frame.Seq}, Wall: e.Frame.At}, nil) {
					return
				}
				continue
			}
			v, err := client.ViewOf[wire.KioskView](e.Frame)
			if err != nil {
				yield(View{}, err)
				return
			}
			if !yield(viewOf(e.Frame, v), nil) {
				return
			}
		}
	}
}

func viewOf(f wire.Frame, v wire.KioskView) View {
	view := View{
		At: Position{f.Epoch, f.Seq}, Wall: f.At,
		Feed: kiosk.Feed{Open: v.Open, Notice: v.Notice, Walls: v.Walls},
	}
	if v.OpensAt != nil {
		view.Feed.OpensAt = *v.OpensAt
	}
	if v.ClosesAt != nil {
		view.Feed.ClosesAt = *v.ClosesAt
	}
	for _, s := range v.Services {
		view.Feed.Services = append(view.Feed.Services, kiosk.ServiceStatus{
			Service: s.Service, Closed: s.WhyClosed, Waiting: s.Waiting, Wait: waitOf(s.Wait),
		})
	}
	for _, a := range v.Alerts {
		view.Alerts = append(view.Alerts, Alert{a.ID, a.Kind, a.Text})
		if a.AckedBy != "" {
			view.Feed.Acked = append(view.Feed.Acked, a.ID)
		}
	}
	for _, a := range v.Appointments {
		view.Feed.Appointments = append(view.Feed.Appointments, kiosk.Booking{ID: a.ID, At: a.At, Service: a.Service})
	}
	for _, r := range v.Reprints {
		view.Reprints = append(view.Reprints, Reprint{Count: r.Reprint, Ticket: r.Ticket, Number: r.Number, Service: r.Service, Lang: r.Lang})
	}
	return view
}
