package server

import (
	"context"
	"sync"
	"time"

	"accueil/queue"
	"accueil/queue/engine"
)

// silentAfter is how long a kiosk may give no sign of life. A call is one, and so
// is the pong of its live view (every pingEvery).
const silentAfter = 30 * time.Second

// A vigil tells the consoles of a site when one of its kiosks falls silent, and
// takes that back once it is heard again.
//
// (2026-11-25) Who is missed: a kiosk that was heard in this business day, and only
// while the door's hours give tickets. So one that its staff switch off after the
// last ticket is no alarm, nor one that stays in its cupboard all day; one that is
// cut off at noon is told when the afternoon begins. One that says goodbye, by the
// close of its live view as its program ends in order, is not missed before it is heard
// again: a kiosk may have hours of its own, which the server does not know, and whoever
// ends it knows that it is off. One that vanishes, is killed or loses its current says
// nothing. The day in which a kiosk was heard is kept beside the journal, so that a
// kiosk which does not come back after the server's own restart is told as well,
// silentAfter its start. What a mediator takes down is not told again before the kiosk
// was heard.
type vigil struct {
	s      *Server
	site   queue.SiteID
	engine *engine.Engine
	wake   chan struct{} // cap 1: one that was missed is heard, or one has left
	start  time.Time

	mu     sync.Mutex // guards what follows
	kiosks map[queue.ActorID]*kiosk
}

// A kiosk is what is known of one that was heard, or was before the server began.
type kiosk struct {
	last  time.Time // its last sign of life
	day   queue.Day // in which it was last heard, as it is kept; "" when it said goodbye
	lives bool      // heard since it was last looked at
	left  bool      // said goodbye since then

	told      bool          // that it is silent
	calm      time.Duration // how long it must be heard before that is taken back
	over      time.Time     // since when it is no longer missed, or zero
	withdrawn time.Time     // when it was last taken back, or zero
}

func newVigil(s *Server, site queue.SiteID, e *engine.Engine) *vigil {
	return &vigil{
		s: s, site: site, engine: e, wake: make(chan struct{}, 1), start: s.o.Clock(),
		kiosks: map[queue.ActorID]*kiosk{},
	}
}

// heardNote is the id under which the day is kept in which a kiosk was heard.
func heardNote(id queue.ActorID) string { return "heard/" + string(id) }

// heard takes in a sign of life.
func (v *vigil) heard(id queue.ActorID) {
	v.mu.Lock()
	k, ok := v.kiosks[id]
	if !ok {
		k = &kiosk{}
		v.kiosks[id] = k
	}
	k.last, k.lives, k.left = v.s.o.Clock(), true, false
	missed := k.told
	v.mu.Unlock()
	if missed || !ok {
		v.poke()
	}
}

// left takes in a goodbye.
func (v *vigil) left(id queue.ActorID) {
	v.mu.Lock()
	if k, ok := v.kiosks[id]; ok {
		k.day, k.lives, k.left = "", false, true
	}
	v.mu.Unlock()
	v.poke()
}

func (v *vigil) poke() {
	select {
	case v.wake <- struct{}{}:
	default:
	}
}

// run ends with ctx.
func (v *vigil) run(ctx context.Context) {
	bell := v.engine.Watch(func(engine.Look) []byte { return nil }) // rings at every change, and now and then
	if bell == nil {
		return
	}
	defer bell.Close()
	timer := time.NewTimer(0)
	defer timer.Stop()
	for known := false; ; {
		select {
		case <-ctx.Done():
			return
		case <-bell.C:
		case <-v.wake:
		case <-timer.C:
		}
		door, err := v.look(ctx)
		if err != nil {
			return // the engine is closed
		}
		if !known {
			v.remember(door)
			known = true
		}
		timer.Reset(v.tend(ctx, door))
	}
}

// A door is what a vigil must know of its site.
type door struct {
	day     queue.Day
	tickets bool                            // the hours give them
	told    map[queue.ActorID]queue.AlertID // the kiosks said to be silent
}

func (v *vigil) look(ctx context.Context) (d door, err error) {
	err = v.engine.Read(ctx, func(l engine.Look) {
		d = door{day: l.State.Day(), tickets: l.State.Opening(l.Now.Wall).Tickets, told: map[queue.ActorID]queue.AlertID{}}
		for _, a := range l.State.Alerts() {
			if a.Kind == queue.AlertKioskSilent {
				d.told[a.About] = a.ID
			}
		}
	})
	return d, err
}

// remember takes up what an earlier life of the server knew.
func (v *vigil) remember(d door) {
	v.mu.Lock()
	defer v.mu.Unlock()
	for _, device := range v.s.o.Access.Devices(v.site) {
		_, told := d.told[device.ID]
		_, here := v.kiosks[device.ID]
		switch {
		case here:
		case told: // and still is
			v.kiosks[device.ID] = &kiosk{last: v.start.Add(-silentAfter), day: d.day, told: true}
		case v.s.o.Access.Note(v.site, heardNote(device.ID)) == string(d.day):
			v.kiosks[device.ID] = &kiosk{last: v.start, day: d.day}
		}
	}
}

// tend raises and takes down what is to be, and returns when to look again.
func (v *vigil) tend(ctx context.Context, d door) time.Duration {
	j := v.judge(d)
	for _, id := range j.fresh {
		if err := v.s.o.Access.PutNote(ctx, v.site, heardNote(id), string(d.day)); err != nil {
			v.s.o.Log.Warn("keep that a kiosk was heard: after a restart it will not be missed", "device", id, "error", err)
		}
	}
	for _, id := range j.left {
		if err := v.s.o.Access.DropNote(ctx, v.site, heardNote(id)); err != nil {
			v.s.o.Log.Warn("keep that a kiosk said goodbye: after a restart it will be missed", "device", id, "error", err)
		}
	}
	for _, id := range j.silent {
		if !v.do(ctx, queue.RaiseAlert{Alert: queue.AlertID(newID()), Kind: queue.AlertKioskSilent, About: id}) {
			v.untold(id)
		}
	}
	for _, alert := range j.over {
		v.do(ctx, queue.DropAlert{Alert: alert})
	}
	return j.next
}

// do carries out what the server itself wishes. What fails is wished again at the
// next look, for the engine has logged why.
func (v *vigil) do(ctx context.Context, w queue.Wish) bool {
	return v.engine.Do(ctx, engine.Request{By: queue.Actor{Role: queue.RoleAdmin}, Wish: w}, nil) == nil
}

func (v *vigil) untold(id queue.ActorID) {
	v.mu.Lock()
	defer v.mu.Unlock()
	if k, ok := v.kiosks[id]; ok {
		k.told = false
	}
}

// A judgement is what a look at all kiosks comes to.
type judgement struct {
	fresh  []queue.ActorID // heard for the first time in this day
	left   []queue.ActorID // that said goodbye
	silent []queue.ActorID // to be told
	over   []queue.AlertID // to be taken back
	next   time.Duration   // until the next may fall silent
}

func (v *vigil) judge(d door) judgement {
	v.mu.Lock()
	defer v.mu.Unlock()
	j := judgement{next: silentAfter}
	now := v.s.o.Clock()
	for id, k := range v.kiosks {
		if _, err := v.s.o.Access.Device(id); err != nil { // it was removed
			delete(v.kiosks, id)
			continue
		}
		if k.lives && k.day != d.day {
			j.fresh, k.day = append(j.fresh, id), d.day
		}
		if k.left {
			j.left = append(j.left, id)
		}
		k.lives, k.left = false, false
		quiet := now.Sub(k.last)
		alert, stands := d.told[id]
		switch missed := d.tickets && k.day == d.day && quiet >= silentAfter; k.judge(missed, stands, now) {
		case verdictSilent:
			j.silent = append(j.silent, id)
		case verdictOver:
			j.over = append(j.over, alert)
		case verdictNone:
		}
		if quiet < silentAfter {
			j.next = min(j.next, silentAfter-quiet)
		}
	}
	for id, alert := range d.told {
		if _, known := v.kiosks[id]; !known {
			j.over = append(j.over, alert)
		}
	}
	return j
}

type verdict uint8

const (
	verdictNone verdict = iota
	verdictSilent
	verdictOver
)

// judge says what is to be done about a kiosk that is missed or not, and of which
// an alert stands or does not.
func (k *kiosk) judge(missed, stands bool, now time.Time) verdict {
	switch {
	case missed && k.told:
		k.over = time.Time{}
		return verdictNone
	case missed:
		k.told, k.over, k.calm = true, time.Time{}, queue.AlertCalm(now, k.withdrawn)
		return verdictSilent
	case !stands:
		k.told = false
		return verdictNone
	case k.over.IsZero():
		k.over = now
	}
	if now.Sub(k.over) < k.calm {
		return verdictNone
	}
	k.told, k.withdrawn = false, now
	return verdictOver
}
