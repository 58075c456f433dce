// Package join brings what was coded away from the site, on a laptop with a journal
// of its own, into the site's figures: once, however often it is sent.
//
// Nothing is queued: what is owed is the difference between the laptop's state and
// the ledger of what the site answered for, so that a kill at any moment, or a copied
// folder, can only make something be offered again. A visit's id is its key, and the
// site takes an id once. A visit is told in the name of whoever coded it, so it waits
// until that person has signed in since the program began: name and PIN are kept in
// memory alone, and the site is asked for a token as soon as it answers. What someone
// coded who is known on this laptop alone is told in the name of whoever signed in last.
//
// A visit without reasons waits until it is coded or its day is over. One that the
// site refuses stays owed, stops none behind it, and is offered again later: the
// refusal may be mended there.
package join

import (
	"cmp"
	"context"
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
	peopleMax     = 64 // who sign in on one laptop
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
	Owed    int  // visits
	Refused int  // of them
	Heard   bool // the site answered last time
}

// A Joiner sends what is owed.
type Joiner struct {
	o       Options
	nudge   chan struct{}
	refused map[queue.TicketID]refusal // of the goroutine of Run
	told    *Standing

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

// Knows reports whether the site has let someone in from here.
func (j *Joiner) Knows(ctx context.Context, id queue.ActorID) (bool, error) {
	people, err := j.o.Ledger.people(ctx)
	return people[id], err
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
	var next time.Time // when the site is tried again
	delay, heard := retryDelayMin, false
	for {
		owed := j.owed(ctx)
		j.tell(owed, heard)
		sendable := slices.ContainsFunc(owed, func(v visit) bool { return !v.waits })
		if now := time.Now(); !now.Before(next) || sendable && heard {
			err := j.pass(ctx, owed)
			if was := heard; err != nil && was && ctx.Err() == nil {
				j.o.Log.Warn("the site is not heard: what is coded is kept, and sent when it answers", "error", err)
			}
			if heard = err == nil; heard {
				delay, next = retryDelayMin, now.Add(hearEvery)
			} else {
				next, delay = now.Add(delay/2+rand.N(delay/2)), min(2*delay, retryDelayMax)
			}
			j.tell(j.owed(ctx), heard)
		}
		select {
		case <-look.C:
		case <-j.nudge:
			next = time.Time{}
		case <-ctx.Done():
			return
		}
	}
}

func (j *Joiner) tell(owed []visit, heard bool) {
	now := Standing{Owed: len(owed), Heard: heard}
	for _, v := range owed {
		if v.refused {
			now.Refused++
		}
	}
	if j.told == nil || *j.told != now {
		j.told = &now
		j.o.Tell(now)
	}
}

// A visit is one that the site does not have, or not as it is.
type visit struct {
	queue.Ticket
	said    string
	has     bool          // the site has it, with other reasons
	age     time.Duration // queue.AgeUnknown: not known
	local   bool          // the site does not know who coded it
	waits   bool          // for its reasons, for whoever coded it, or after a refusal
	refused bool
}

// owed returns what the site does not have, oldest first.
func (j *Joiner) owed(ctx context.Context) []visit {
	all, err := j.compare(ctx)
	if err != nil && ctx.Err() == nil {
		j.o.Log.Error("look at what is to be sent", "error", err)
	}
	slices.SortFunc(all, func(a, b visit) int { return cmp.Or(a.ArrivedAt.Compare(b.ArrivedAt), cmp.Compare(a.ID, b.ID)) })
	return all
}

// compare holds the laptop's state against what the site has.
func (j *Joiner) compare(ctx context.Context) (all []visit, err error) {
	had, err := j.o.Ledger.joined(ctx)
	if err != nil {
		return nil, err
	}
	known, err := j.o.Ledger.people(ctx)
	if err != nil {
		return nil, err
	}
	here := j.signedIn()
	err = j.o.Engine.Read(ctx, func(l engine.Look) {
		for t := range l.State.Tickets() {
			if t.State != queue.Done {
				continue
			}
			v := visit{Ticket: *t, said: said(t), age: ageOf(t, l.Now), local: !known[t.Person]}
			v.Reasons = slices.Clone(t.Reasons)
			var what string
			if what, v.has = had[t.ID]; v.has && what == v.said {
				continue
			}
			old, refused := j.refused[t.ID]
			v.refused = refused && old.said == v.said
			v.waits = len(t.Reasons) == 0 && t.Day == l.State.Day() && !v.has ||
				v.refused && time.Since(old.at) < refusedAgain ||
				!slices.ContainsFunc(here, func(p person) bool { return v.local || p.id == t.Person })
			all = append(all, v)
		}
	})
	return all, err
}

// ageOf is how long ago someone came. Across the nights that a laptop is shut its
// journal's clock advances by twelve hours at most, so the wall's difference counts
// where it is more.
func ageOf(t *queue.Ticket, now queue.Now) time.Duration {
	if t.Estimated {
		return queue.AgeUnknown
	}
	return max(now.Elapsed-t.Arrived, now.Wall.Sub(t.ArrivedAt), 0)
}
