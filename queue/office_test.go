package queue

import (
	"fmt"
	"time"

	"pgregory.net/rapid"
)

// An office is a site in a test: what is wished there is decided, applied, and
// the invariants are checked after each step.
type office struct {
	t   rapid.TB
	s   *State
	now Now
	ids int
	log []fact
}

// A fact is an event as a journal would keep it.
type fact struct {
	event Event
	stamp Stamp
}

var (
	kiosk = Actor{"kiosk", RoleKiosk}
	ana   = Actor{"ana", RoleMediator}
	ben   = Actor{"ben", RoleMediator}
	head  = Actor{"head", RoleSupervisor}
	house = Actor{"", RoleAdmin}
)

// monday is a Monday at nine in the morning, in Dijon.
var monday = time.Date(2026, 11, 23, 9, 0, 0, 0, time.FixedZone("", 3600))

func testConfig() Config {
	hours := make([]Hours, 0, 5)
	for d := time.Monday; d <= time.Friday; d++ {
		hours = append(hours, Hours{d, 9 * 60, 17 * 60})
	}
	return Config{
		ID: "dijon", Name: "PIMMS de Dijon", TimeZone: "Europe/Paris", DayStarts: 4 * 60,
		Languages: []string{"fr", "en"}, Hours: hours, LastTicketMinutes: 15, ReasonRequired: true,
		Services: []Service{
			{ID: "droits", Prefix: 'A', Name: Name{"fr": "Papiers et droits"}, Minutes: 20},
			{ID: "energie", Prefix: 'B', Name: Name{"fr": "Énergie"}, Minutes: 20},
		},
		Desks: []Desk{
			{ID: "1", Name: "Guichet 1"}, {ID: "2", Name: "Guichet 2"},
			{ID: "3", Name: "Guichet 3", Services: []ServiceID{"energie"}},
		},
		Partners:     []Partner{{"edf", "EDF"}},
		Reasons:      []Reason{{ID: "etalement", Name: "Étalement", Partners: []PartnerID{"edf"}}, {ID: "dossier", Name: "Dossier"}},
		WeightNormal: 1, WeightPriority: 3, WeightAppointment: 1, AppointmentFirst: true, PassedOverAtMost: 3,
	}
}

func newOffice(t rapid.TB, change ...func(*Config)) *office {
	c := testConfig()
	for _, f := range change {
		f(&c)
	}
	o := &office{t: t, s: NewState("dijon"), now: Now{Wall: monday}}
	o.must(house, Configure{c})
	return o
}

// try decides a wish and takes in what it brings.
func (o *office) try(by Actor, w Wish) ([]Event, error) {
	o.t.Helper()
	events, err := Decide(o.s, Command{by, w}, o.now)
	for _, e := range events {
		f := fact{e, Stamp{o.now.Wall, o.now.Elapsed, by.ID}}
		o.s.Apply(f.event, f.stamp)
		o.log = append(o.log, f)
	}
	if broken := o.s.Check(); broken != nil {
		o.t.Fatalf("after %T %+v: %v", w, w, broken)
	}
	return events, err
}

func (o *office) must(by Actor, w Wish) Outcome {
	o.t.Helper()
	events, err := o.try(by, w)
	if err != nil {
		o.t.Fatalf("%T %+v: %v", w, w, err)
	}
	return OutcomeOf(events)
}

// refused expects a refusal of a kind.
func (o *office) refused(k Kind, by Actor, w Wish) {
	o.t.Helper()
	_, err := o.try(by, w)
	if err == nil || KindOf(err) != k {
		o.t.Fatalf("%T %+v: got %v, want %s", w, w, err, k)
	}
}

func (o *office) later(d time.Duration) {
	o.now.Wall = o.now.Wall.Add(d)
	o.now.Elapsed += d
}

func (o *office) id() TicketID {
	o.ids++
	return TicketID(fmt.Sprintf("T%05d", o.ids))
}

// comes gives a visitor a ticket of the server's lane, and lets a minute pass.
func (o *office) comes(s ServiceID, c Class) TicketID {
	o.t.Helper()
	id := o.id()
	o.must(ana, Give{Ticket: id, Service: s, Class: c})
	o.later(time.Minute)
	return id
}

func (o *office) number(id TicketID) Number { return o.s.tickets[id].Number }

func (o *office) state(id TicketID, want TicketState) {
	o.t.Helper()
	if got, ok := o.s.tickets[id]; !ok || got.State != want {
		o.t.Fatalf("ticket %s is %+v, want it %s", id, got, want)
	}
}

// passes lets time cause what is due, up to the end of d.
func (o *office) passes(d time.Duration) {
	o.t.Helper()
	end := o.now.Elapsed + d
	for {
		in, c, ok := Due(o.s, o.now)
		if !ok || o.now.Elapsed+in > end {
			break
		}
		o.later(max(in, 0))
		o.must(c.By, c.Wish)
	}
	o.later(end - o.now.Elapsed)
}
