package queue

import (
	"flag"
	"math/rand/v2"
	"slices"
	"testing"
	"time"
)

var ruleSteps = flag.Int("rule-steps", 20_000, "how many arrivals and calls the calling rule is watched for")

// A hall is an office that is watched for long: three desks whose services overlap,
// visitors of every class, and beside it everybody who waits, in the plainest form.
type hall struct {
	*office
	random *rand.Rand
	limit  int
	waits  []*stander
}

// A stander waits.
type stander struct {
	*Ticket
	overtaken int // called by next before, at a desk that serves both, who effectively came later
	ahead     int // who stood there before, at desks that serve this one
	calls     int // by next at desks that serve this one, since
}

// deskServes are the services of each desk: one shares a service with each of the others.
var deskServes = map[DeskID][]ServiceID{"1": {"droits", "energie"}, "2": {"energie", "poste"}, "3": {"droits"}}

func newHall(t *testing.T, limit int, seed uint64) *hall {
	h := &hall{limit: limit, random: rand.New(rand.NewPCG(seed, uint64(limit)))}
	h.office = newOffice(t, func(c *Config) {
		c.AlwaysOpen, c.PassedOverAtMost = true, limit
		c.Services = append(c.Services, Service{ID: "poste", Prefix: 'L', Name: Name{"fr": "La Poste"}})
		c.Desks = nil
		for _, id := range []DeskID{"1", "2", "3"} {
			c.Desks = append(c.Desks, Desk{ID: id, Name: "Guichet " + string(id), Services: deskServes[id]})
		}
	})
	for desk, by := range sitters {
		h.must(by, OpenDesk{Desk: desk})
	}
	return h
}

var sitters = map[DeskID]Actor{"1": ana, "2": ben, "3": head}

// does decides and applies, without the check of every invariant, which looks at all.
func (h *hall) does(by Actor, w Wish) Outcome {
	h.t.Helper()
	events, err := Decide(h.s, Command{by, w}, h.now)
	if err != nil {
		h.t.Fatalf("%T: %v", w, err)
	}
	for _, e := range events {
		f := fact{e, Stamp{h.now.Wall, h.now.Elapsed, by.ID}}
		h.s.Apply(f.event, f.stamp)
		h.log = append(h.log, f)
	}
	return OutcomeOf(events)
}

// arrives lets somebody come: one in four has priority, one in eight an appointment, at
// a time that is past or still to come.
func (h *hall) arrives() {
	services := h.s.config.Services
	w := Give{Ticket: h.id(), Service: services[h.random.IntN(len(services))].ID}
	switch h.random.IntN(8) {
	case 0:
		w.Class, w.Appointment = Appointment, AppointmentID(w.Ticket)
		at := h.now.Wall.Add(time.Duration(h.random.IntN(60)-20) * time.Second)
		h.does(head, SetAppointments{List: []Booking{{ID: w.Appointment, At: at, Service: w.Service}}})
	case 1, 2:
		w.Class = Priority
	}
	h.does(ana, w)
	t, _ := h.s.Ticket(w.Ticket)
	s := &stander{Ticket: t}
	for _, other := range h.waits {
		if meet(other.Service, t.Service) {
			s.ahead++
		}
	}
	h.waits = append(h.waits, s)
}

// meet reports whether a desk serves both.
func meet(a, b ServiceID) bool {
	for _, services := range deskServes {
		if slices.Contains(services, a) && slices.Contains(services, b) {
			return true
		}
	}
	return false
}

// calls lets a desk call, and holds whom it called against the promises.
func (h *hall) calls(desk DeskID) {
	here := slices.DeleteFunc(slices.Clone(h.waits), func(s *stander) bool { return !slices.Contains(deskServes[desk], s.Service) })
	outcome := h.does(sitters[desk], Next{Desk: desk})
	if outcome.Called != (len(here) > 0) {
		h.t.Fatalf("%d wait for desk %s: somebody called is %v", len(here), desk, outcome.Called)
	}
	if !outcome.Called {
		return
	}
	at := slices.IndexFunc(here, func(s *stander) bool { return s.ID == outcome.Ticket })
	if at < 0 {
		h.t.Fatalf("desk %s called %s, who does not wait for it", desk, outcome.Ticket)
	}
	called := here[at]
	for _, s := range here {
		s.calls++
		if s == called || s.Effective >= called.Effective {
			continue
		}
		if s.Service == called.Service && s.Class == called.Class {
			h.t.Fatalf("%s was called before %s, of the same service and class, who came first", called.Number, s.Number)
		}
		s.overtaken++
		if h.limit > 0 && s.overtaken > h.limit {
			h.t.Fatalf("%s was overtaken %d times, by %s at last", s.Number, s.overtaken, called.Number)
		}
	}
	if most := called.ahead + h.limit + 1; h.limit > 0 && called.Class != Appointment && called.calls > most {
		h.t.Fatalf("%s came when %d stood before, and was called at the %dth call", called.Number, called.ahead, called.calls)
	}
	h.waits = slices.DeleteFunc(h.waits, func(s *stander) bool { return s == called })
}

// repeats wants a state that is made anew of the events to call the same at each desk,
// for the same reason.
func (h *hall) repeats() {
	again := replay(h.log)
	for desk, by := range sitters {
		got, _ := Decide(again, Command{by, Next{Desk: desk}}, h.now)
		want, _ := Decide(h.s, Command{by, Next{Desk: desk}}, h.now)
		if a, b := OutcomeOf(got), OutcomeOf(want); a.Ticket != b.Ticket || a.Called != b.Called || a.Why != b.Why {
			h.t.Fatalf("desk %s: after a replay %+v is called, before it %+v", desk, a, b)
		}
	}
}

// Whoever waits is called as long as a desk calls. First come is first served within a
// service and class. With a limit of n nobody is overtaken more often: whoever found k
// before is called at the (k+n+1)th call of the desks for it at the latest, since each
// call is of one of those k, or overtakes, of which there are n. An appointment that is
// not yet due stands where its time says.
func TestTheRuleKeepsItsPromises(t *testing.T) {
	for limit := range 6 {
		h := newHall(t, limit, 1)
		for step := range *ruleSteps / 6 {
			h.later(time.Duration(1+h.random.IntN(3000)) * time.Millisecond)
			if h.random.IntN(100) < 49 || step < 20 {
				h.arrives()
			} else {
				h.calls([]DeskID{"1", "2", "3"}[h.random.IntN(3)])
			}
			if step%max(1000, *ruleSteps/60) == 999 { // each costs as much as all before it
				h.repeats()
			}
		}
		if broken := h.s.Check(); broken != nil {
			t.Fatal(broken)
		}
		for _, desk := range []DeskID{"1", "2", "3"} { // and nobody is left
			for len(h.waits) > 0 && slices.ContainsFunc(h.waits, func(s *stander) bool { return slices.Contains(deskServes[desk], s.Service) }) {
				h.calls(desk)
			}
		}
		if len(h.waits) > 0 {
			t.Errorf("limit %d: %d are never called", limit, len(h.waits))
		}
	}
}
