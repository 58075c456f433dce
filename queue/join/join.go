// Package join brings what was coded away from the site, on a laptop with a journal
// of its own, into the site's figures: once, however often it is sent.
//
// What is owed is the difference between the laptop's state and the ledger of what the
// site answered for, so that a kill at any moment, or a copied folder, can only make
// something be offered again. A visit's id is its key, and the site takes an id once. The
// ledger keeps what is owed as well: the state forgets an ended visit after some days.
//
// A visit is told in the name of whoever coded it, so it waits until that person has
// signed in since the program began: name and PIN are kept in memory alone, and the site
// is asked for a token as soon as it answers. What someone coded whom the site never let
// in, or for two days no longer, is told in the name of whoever signed in last: people
// go, and figures stay.
//
// A visit without reasons waits until it is coded or its day is over. One that the
// site refuses stays owed and is told of, stops none behind it, and is offered again
// later: the refusal may be mended there. A site takes no visit that is older than its
// own state, a week: what comes home later stays owed, and is for its head to code.
package join

import (
	"cmp"
	"context"
	"fmt"
	"log/slog"
	"math/rand/v2"
	"slices"
	"sync"
	"time"

	"accueil/queue"
	"accueil/queue/client"
	"accueil/queue/engine"
)

// Named limits.
const (
	lookEvery     = time.Second      // that the laptop's own state is looked at
	hearEvery     = time.Minute      // that the site is asked how far it is, when nothing is owed
	refusedAgain  = 10 * time.Minute // until what was refused is offered again
	tryTimeMax    = 10 * time.Second
	retryDelayMin = time.Second
	retryDelayMax = 15 * time.Second
	peopleMax     = 64             // who sign in on one laptop
	goneWait      = 48 * time.Hour // that a visit waits for whom the site does not let in now: a PIN may be a new one
)

// Options are what a Joiner works with.
type Options struct {
	Engine *engine.Engine // the laptop's own
	Ledger *Ledger
	Site   *client.Client // for a login
	Tell   func(Standing) // of every change, from the goroutine of Run
	Log    *slog.Logger
}

// A Standing is how much the site does not have yet.
type Standing struct {
	Owed    int           // visits
	Refused int           // of them
	Strange bool          // some wait for anybody's whom the site knows
	Absent  queue.ActorID // one of those whose sign-in some of them wait for; "": of nobody
	Heard   bool          // the site answered last time
}

// A Joiner sends what is owed.
type Joiner struct {
	o       Options
	nudge   chan struct{}
	refused map[queue.TicketID]refusal // these three are of the goroutine of Run
	told    *Standing
	anew    bool // what the site had was found lost: all is to be looked at again

	mu     sync.Mutex // guards people
	people []person
}

// A person is someone who signed in here.
type person struct {
	name, pin string
	id        queue.ActorID
	token     string // "": not yet
}

// A refusal is of a visit as it was then.
type refusal struct {
	said string
	at   time.Time
}

// New returns a joiner that sends nothing before Run.
func New(o Options) *Joiner {
	o.Site = o.Site.Once() // an age is true in its own try alone
	return &Joiner{o: o, nudge: make(chan struct{}, 1), refused: map[queue.TicketID]refusal{}}
}

// Knows reports whether the site lets someone in from here, as far as was heard.
func (j *Joiner) Knows(ctx context.Context, id queue.ActorID) (bool, error) {
	people, err := j.o.Ledger.people(ctx)
	return people[id], err
}

// Parted takes in that the site lets someone in no longer.
func (j *Joiner) Parted(ctx context.Context, id queue.ActorID) error {
	j.renew(id, nil)
	return j.o.Ledger.part(ctx, id)
}

// SignedIn takes in that someone signed in: id is theirs, and token the site's, or ""
// when it has not given one yet.
func (j *Joiner) SignedIn(name, pin string, id queue.ActorID, token string) {
	j.mu.Lock()
	defer j.mu.Unlock()
	j.people = slices.DeleteFunc(j.people, func(p person) bool { return p.id == id })
	if len(j.people) == peopleMax {
		j.people = j.people[1:]
	}
	j.people = append(j.people, person{name, pin, id, token})
	select {
	case j.nudge <- struct{}{}:
	default:
	}
}

// signedIn returns who did, the last one last.
func (j *Joiner) signedIn() []person {
	j.mu.Lock()
	defer j.mu.Unlock()
	return slices.Clone(j.people)
}

// Run sends until ctx ends.
func (j *Joiner) Run(ctx context.Context) {
	look := time.NewTicker(lookEvery)
	defer look.Stop()
	for pace := (pace{delay: retryDelayMin}); ; {
		err := j.round(ctx, &pace)
		if err != nil && ctx.Err() == nil && !pace.failed {
			j.o.Log.Error("look at what is to be sent", "error", err)
		}
		pace.failed = err != nil
		select {
		case <-look.C:
		case <-j.nudge:
			pace.next = time.Time{}
		case <-ctx.Done():
			return
		}
	}
}

// A pace is how the site is tried.
type pace struct {
	next   time.Time // again, at the latest
	delay  time.Duration
	heard  bool // last time
	failed bool // our own disk, last time
}

// round looks at what is owed, tells of it, and sends it when the site is due. What is
// not known is not told: an error is not "nothing".
func (j *Joiner) round(ctx context.Context, p *pace) error {
	owed, err := j.owed(ctx)
	if err != nil {
		return err
	}
	j.tell(owed, p.heard)
	sendable := slices.ContainsFunc(owed, func(v visit) bool { return !v.waits })
	now := time.Now()
	if now.Before(p.next) && !(sendable && p.heard) {
		return nil
	}
	lost := j.pass(ctx, owed)
	if lost != nil && p.heard && ctx.Err() == nil {
		j.o.Log.Warn("the site is not heard: what is coded is kept, and sent when it answers", "error", lost)
	}
	if p.heard = lost == nil; p.heard {
		p.delay, p.next = retryDelayMin, now.Add(hearEvery)
	} else {
		p.next, p.delay = now.Add(p.delay/2+rand.N(p.delay/2)), min(2*p.delay, retryDelayMax)
	}
	if owed, err = j.owed(ctx); err == nil {
		j.tell(owed, p.heard)
	}
	return err
}

func (j *Joiner) tell(owed []visit, heard bool) {
	now := Standing{Owed: len(owed), Heard: heard}
	for _, v := range owed {
		if v.refused {
			now.Refused++
		}
		now.Strange = now.Strange || v.absent && v.local
		if v.absent && !v.local && now.Absent == "" {
			now.Absent = v.Person
		}
	}
	if j.told == nil || *j.told != now {
		j.told = &now
		j.o.Tell(now)
	}
}

// owed returns what the site does not have, oldest first, and keeps it: the laptop's own
// state forgets an ended visit after some days.
func (j *Joiner) owed(ctx context.Context) ([]visit, error) {
	had, err := j.o.Ledger.joined(ctx)
	if err != nil {
		return nil, err
	}
	known, err := j.o.Ledger.people(ctx)
	if err != nil {
		return nil, err
	}
	kept, err := j.o.Ledger.owed(ctx)
	if err != nil {
		return nil, err
	}
	all, today, err := j.lacking(ctx, had, kept)
	if err != nil {
		return nil, err
	}
	for id := range kept {
		if !slices.ContainsFunc(all, func(v visit) bool { return v.ID == id }) { // as the site has it again, or taken up again
			if err := j.o.Ledger.drop(ctx, id); err != nil {
				return nil, err
			}
		}
	}
	here := j.signedIn()
	for i := range all {
		v := &all[i]
		_, v.has = had[v.ID]
		lets, met := known[v.Person]
		v.local = !met || !lets && v.age > goneWait
		old, refused := j.refused[v.ID]
		v.refused = refused && old.said == v.said()
		v.absent = !slices.ContainsFunc(here, func(p person) bool { return v.local || p.id == v.Person })
		v.waits = v.absent || len(v.Reasons) == 0 && v.Day == today && !v.has || v.refused && time.Since(old.at) < refusedAgain
		if line := v.line(); kept[v.ID] != line {
			if err := j.o.Ledger.keep(ctx, v.ID, line); err != nil {
				return nil, err
			}
		}
	}
	slices.SortFunc(all, func(a, b visit) int { return cmp.Or(a.At.Compare(b.At), cmp.Compare(a.ID, b.ID)) })
	return all, nil
}

// lacking holds the laptop's state, and what was kept of earlier days, against what the
// site has.
func (j *Joiner) lacking(ctx context.Context, had, kept map[queue.TicketID]string) (all []visit, today queue.Day, err error) {
	here, now := map[queue.TicketID]bool{}, time.Time{}
	err = j.o.Engine.Read(ctx, func(l engine.Look) {
		today, now = l.State.Day(), l.Now.Wall
		for t := range l.State.Tickets() {
			here[t.ID] = true // also one whose end was taken back: it is not to be told yet
			if t.State != queue.Done {
				continue
			}
			if v := visitOf(t, l.Now); had[t.ID] != v.said() {
				all = append(all, v)
			}
		}
	})
	if err != nil {
		return nil, "", err
	}
	for id, line := range kept {
		if here[id] {
			continue
		}
		v, err := visitFrom(line, now)
		if err != nil {
			return nil, "", fmt.Errorf("read what is to be joined: %w", err)
		}
		all = append(all, v)
	}
	return all, today, nil
}
