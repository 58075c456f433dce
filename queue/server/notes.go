package server

import (
	"context"
	"strings"
	"time"

	"accueil/queue"
	"accueil/queue/engine"
	"accueil/queue/wire"
)

// A noteKey names the text of something at a site.
type noteKey struct {
	site queue.SiteID
	id   string
}

// turn waits until nobody else is changing the text of id: what a refused command
// puts back is then what was there, and never what another has written since.
func (c *call) turn(id string) (done func(), err error) {
	return c.s.noting.take(c.r.Context(), noteKey{c.site, id})
}

// noted keeps a text beside the journal before do says that there is one. A
// retry leaves alone what others have written since.
func (c *call) noted(said any, id, text string, do func() error) error {
	if text == "" {
		return do()
	}
	done, err := c.turn(id)
	if err != nil {
		return err
	}
	defer done()
	known, err := c.repeats(said)
	if err != nil {
		return err
	}
	if known {
		return do()
	}
	return c.beside(id, text, do)
}

// beside keeps a text while do runs, and puts back what was there when do is
// refused. Its caller has the turn.
func (c *call) beside(id, text string, do func() error) error {
	ctx, notes := context.WithoutCancel(c.r.Context()), c.s.o.Access
	before := notes.Note(c.site, id)
	if err := notes.PutNote(ctx, c.site, id, text); err != nil {
		return err
	}
	err := do()
	if err == nil || queue.KindOf(err) == queue.Unavailable {
		return err // of an unknown outcome the text stays: the next day empties it
	}
	if before != "" {
		_ = notes.PutNote(ctx, c.site, id, before)
		return err
	}
	_ = notes.DropNote(ctx, c.site, id)
	return err
}

// A caretaker empties a site's texts at the day's turn, and frees the lanes of
// devices that were removed while no server ran.
type caretaker struct {
	s      *Server
	site   queue.SiteID
	engine *engine.Engine
}

const (
	sweepTimeMax = 30 * time.Second
	sweepAgain   = time.Minute // after one that did not succeed
)

// run ends with ctx.
func (t *caretaker) run(ctx context.Context) {
	watch := t.engine.Watch(func(l engine.Look) []byte { return []byte(l.State.Day()) })
	if watch == nil {
		return
	}
	defer watch.Close()
	swept, tried := "", ""
	var again <-chan time.Time
	for {
		select {
		case <-ctx.Done():
			return
		case <-again:
			again = nil
		case <-watch.C:
		}
		day := string(watch.Frame().Body)
		if day == swept || again != nil && day == tried {
			continue
		}
		if err := t.sweep(ctx); err != nil {
			t.s.o.Log.Error("empty yesterday's texts", "site", t.site, "error", err)
			tried, again = day, time.After(sweepAgain)
			continue
		}
		swept, again = day, nil
	}
}

// sweep keeps the texts of what is still going on.
func (t *caretaker) sweep(ctx context.Context) error {
	ctx, cancel := context.WithTimeout(ctx, sweepTimeMax)
	defer cancel()
	keep := map[string]bool{}
	var strangers []queue.ActorID
	err := t.engine.Read(ctx, func(l engine.Look) {
		keep[wire.NoticeID] = l.State.NoticeNoted()
		for _, a := range l.State.Alerts() {
			keep[string(a.ID)] = true
		}
		for _, d := range t.s.o.Access.Devices(t.site) {
			keep[heardNote(d.ID)] = true // of another day it says nothing, and is written over
		}
		for _, b := range l.State.Bookings() {
			keep[wire.AppointmentNote(b.ID)] = true
		}
		for ticket := range l.State.Tickets() {
			if ticket.Noted && !ticket.State.Ended() {
				keep[string(ticket.ID)] = true
			}
		}
		for _, g := range l.State.Grants() {
			strangers = append(strangers, g.Device)
		}
	})
	if err != nil {
		return err
	}
	for _, device := range strangers {
		if _, err := t.s.o.Access.Device(device); queue.KindOf(err) == queue.NotFound && err != nil {
			t.s.freeLanes(ctx, t.engine, device)
		}
	}
	return t.s.o.Access.EmptyNotes(ctx, t.site, func(id string) bool { return keep[id] || t.fresh(id) })
}

// fresh reports whether an id was drawn within the last minutes: a text is
// stored before the journal says that there is one.
func (t *caretaker) fresh(id string) bool {
	drawn, ok := timeOf(strings.TrimPrefix(id, wire.AppointmentNote("")))
	return ok && t.s.o.Clock().Sub(drawn) < sweepTimeMax
}

// freeLanes gives up what a removed device held.
func (s *Server) freeLanes(ctx context.Context, e *engine.Engine, device queue.ActorID) {
	err := e.Do(ctx, engine.Request{By: queue.Actor{Role: queue.RoleAdmin}, Wish: queue.FreeLanes{Device: device}}, nil)
	if err != nil {
		s.o.Log.Error("free the lanes of a removed device: the next start tries again", "device", device, "error", err)
	}
}
