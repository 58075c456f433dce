package queue

import (
	"cmp"
	"fmt"
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"
)

// A plainOrder is the calling rule in its plainest form, by looking at
// everyone every time: what order must agree with.
type plainOrder struct{ items []*plainItem }

type plainItem struct {
	t      Ticket
	passed int
}

func (o *plainOrder) among(targets []target, r *ranking) []*plainItem {
	var list []*plainItem
	for _, i := range o.items {
		if slices.Contains(targets, targetOf(&i.t)) {
			list = append(list, i)
		}
	}
	slices.SortFunc(list, func(a, b *plainItem) int {
		x, y := int64(r.now-a.t.Effective)*r.Weight[a.t.Class], int64(r.now-b.t.Effective)*r.Weight[b.t.Class]
		return cmp.Or(cmp.Compare(y, x), cmp.Compare(a.t.Arrived, b.t.Arrived),
			cmp.Compare(len(a.t.Number), len(b.t.Number)), cmp.Compare(a.t.Number, b.t.Number), cmp.Compare(a.t.ID, b.t.ID))
	})
	return list
}

// soonest returns who of a list effectively came first, of those that are fit.
func soonest(list []*plainItem, fit func(*plainItem) bool) *plainItem {
	var best *plainItem
	for _, i := range list {
		if fit(i) && (best == nil || i.t.Effective < best.t.Effective) {
			best = i
		}
	}
	return best
}

func (o *plainOrder) choose(targets []target, r *ranking, inARow int) (TicketID, Rule, bool) {
	list := o.among(targets, r)
	passed := func(i *plainItem) bool { return r.PassedOverAtMost > 0 && i.passed >= r.PassedOverAtMost }
	if i := soonest(list, passed); i != nil {
		return i.t.ID, RulePassedOver, true
	}
	due := soonest(list, func(i *plainItem) bool { return i.t.Class == Appointment && i.t.Effective <= r.now })
	if r.AppointmentFirst && due != nil {
		for _, i := range list {
			if inARow >= 2 && i.t.Class != Appointment {
				return i.t.ID, RuleWalkInTurn, true
			}
		}
		return due.t.ID, RuleAppointment, true
	}
	if len(list) == 0 {
		return "", 0, false
	}
	return list[0].t.ID, RuleScore, true
}

// lineup calls everyone, one after the other at one moment.
func (o *plainOrder) lineup(r *ranking) []*plainItem {
	rest := &plainOrder{slices.Clone(o.items)}
	var all []*plainItem
	for inARow := 0; len(rest.items) > 0; {
		id, _, _ := rest.choose(orderTargets, r, inARow)
		i := slices.IndexFunc(rest.items, func(i *plainItem) bool { return i.t.ID == id })
		inARow = appointmentsInRow(inARow, rest.items[i].t.Class)
		all = append(all, rest.items[i])
		rest.items = slices.Delete(rest.items, i, i+1)
	}
	return all
}

// twoOrders are the quick and the plain, told the same.
type twoOrders struct {
	quick  *order
	plain  *plainOrder
	given  int
	params ruleParams
}

var orderTargets = []target{{Service: "a"}, {Service: "b"}, {Service: "c"}, {Desk: "1"}, {Desk: "2"}}

func newTwoOrders(t *rapid.T) *twoOrders {
	weights := rapid.SampledFrom([]int64{1, 2, 3, WeightMax})
	return &twoOrders{quick: newOrder(), plain: &plainOrder{}, params: ruleParams{
		Weight:           [classCount]int64{weights.Draw(t, "normal"), weights.Draw(t, "priority"), weights.Draw(t, "appointment")},
		AppointmentFirst: rapid.Bool().Draw(t, "first"), PassedOverAtMost: rapid.IntRange(0, 3).Draw(t, "at most"),
	}}
}

// put draws few times and numbers, so that they tie often.
func (o *twoOrders) put(t *rapid.T) {
	o.given++
	x := Ticket{
		ID:         TicketID(fmt.Sprintf("T%05d", o.given)),
		Number:     MakeNumber('A', 1, rapid.IntRange(95, 102).Draw(t, "number")),
		Service:    rapid.SampledFrom([]ServiceID{"a", "b", "c"}).Draw(t, "service"),
		ForDesk:    rapid.SampledFrom([]DeskID{"", "", "", "1", "2"}).Draw(t, "desk"),
		Class:      Class(rapid.IntRange(0, classCount-1).Draw(t, "class")),
		Arrived:    time.Duration(rapid.IntRange(-3, 9).Draw(t, "arrived")) * time.Second,
		PassedOver: rapid.IntRange(0, 2).Draw(t, "brings"),
	}
	x.Effective = x.Arrived + time.Duration(rapid.IntRange(0, 4).Draw(t, "later"))*time.Second
	o.quick.put(&x)
	o.plain.items = append(o.plain.items, &plainItem{x, x.PassedOver})
}

func (o *twoOrders) take(t *rapid.T) {
	if len(o.plain.items) == 0 {
		t.Skip("nobody waits")
	}
	i := rapid.IntRange(0, len(o.plain.items)-1).Draw(t, "who")
	o.quick.take(&o.plain.items[i].t)
	o.quick.take(&o.plain.items[i].t) // who does not wait is not missed
	o.plain.items = slices.Delete(o.plain.items, i, i+1)
}

func (o *twoOrders) targets(t *rapid.T) []target {
	return rapid.SliceOfNDistinct(rapid.SampledFrom(orderTargets), 0, len(orderTargets), rapid.ID[target]).Draw(t, "targets")
}

func (o *twoOrders) overtake(t *rapid.T) {
	targets, effective := o.targets(t), time.Duration(rapid.IntRange(-3, 13).Draw(t, "effective"))*time.Second
	o.quick.overtake(targets, effective)
	for _, i := range o.plain.items {
		if slices.Contains(targets, targetOf(&i.t)) && i.t.Effective < effective {
			i.passed++
		}
	}
}

// agree asks both everything there is to ask.
func (o *twoOrders) agree(t *rapid.T) {
	targets, inARow := o.targets(t), rapid.IntRange(0, 3).Draw(t, "in a row")
	r := &ranking{o.params, time.Duration(rapid.IntRange(-3, 15).Draw(t, "now")) * time.Second}
	id, rule, ok := o.quick.choose(targets, r.ruleParams, inARow, r.now)
	if wantID, wantRule, want := o.plain.choose(targets, r, inARow); id != wantID || rule != wantRule || ok != want {
		t.Fatalf("chose %s by %s, want %s by %s", id, rule, wantID, wantRule)
	}
	all := o.plain.lineup(r)
	limit := rapid.IntRange(0, len(all)+1).Draw(t, "limit")
	got := o.quick.inOrder(r.now, r.ruleParams, limit)
	for n, i := range all[:min(limit, len(all))] {
		if n >= len(got) || got[n] != i.t.ID {
			t.Fatalf("in order: got %v, want %s at %d", got, i.t.ID, n)
		}
	}
	among := o.plain.among(targets, r)
	waits := map[ServiceID]int{}
	for _, i := range all {
		waits[i.t.Service]++
		if got := o.quick.passedOver(&i.t); got != i.passed {
			t.Fatalf("%s was passed over %d times, want %d", i.t.ID, got, i.passed)
		}
		if n := slices.Index(among, i); n >= 0 {
			if got := o.quick.ahead(&i.t, targets, r.ruleParams, r.now); got != n {
				t.Fatalf("%d are ahead of %s, want %d", got, i.t.ID, n)
			}
		}
	}
	for _, x := range orderTargets[:3] {
		if got := o.quick.waiting(x.Service); got != waits[x.Service] {
			t.Fatalf("%d wait for %s, want %d", got, x.Service, waits[x.Service])
		}
	}
	if o.quick.len() != len(all) {
		t.Fatalf("%d wait, want %d", o.quick.len(), len(all))
	}
	for _, l := range o.quick.lines {
		for _, root := range l {
			soundLine(t, root)
		}
	}
}

// soundLine checks a treap's shape and its sums.
func soundLine(t *rapid.T, n *line) (size, most int) {
	if n == nil {
		return 0, 0
	}
	for _, child := range [2]*line{n.left, n.right} {
		if child != nil && !n.above(child) {
			t.Fatalf("%s stands above %s", n.id, child.id)
		}
	}
	size, most = 1, n.passed
	for _, child := range [2]*line{n.left, n.right} {
		s, m := soundLine(t, child)
		size, most = size+s, max(most, m+n.owed)
	}
	if size != n.size || most != n.most {
		t.Fatalf("at %s: size %d and most %d, want %d and %d", n.id, n.size, n.most, size, most)
	}
	return size, most
}

func TestTheOrderIsAsTheRuleSays(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		o := newTwoOrders(t)
		before, at := o.quick, ""
		t.Repeat(map[string]func(*rapid.T){
			"put": o.put, "put again": o.put, "take": o.take, "overtake": o.overtake, "": o.agree,
			"clone": func(*rapid.T) { // what happens to the one does not touch the other
				if got := fmt.Sprint(before.inOrder(0, o.params, before.len())); at != "" && got != at {
					t.Fatalf("the order that was cloned is now %s, want %s", got, at)
				}
				before, at = o.quick, fmt.Sprint(o.quick.inOrder(0, o.params, o.quick.len()))
				o.quick = o.quick.clone()
			},
		})
	})
}

func TestWhoIsCalledFirst(t *testing.T) {
	params := ruleParams{Weight: [classCount]int64{1, 3, 1}, AppointmentFirst: true, PassedOverAtMost: 3}
	came := func(id TicketID, minutesAgo int, c Class) *Ticket {
		at := time.Hour - time.Duration(minutesAgo)*time.Minute
		return &Ticket{ID: id, Number: Number("A0" + id), Service: "a", Class: c, Arrived: at, Effective: at}
	}
	with := func(t *Ticket, change func(*Ticket)) *Ticket { change(t); return t }
	for _, c := range []struct {
		name   string
		room   []*Ticket
		inARow int
		want   TicketID
		rule   Rule
	}{
		{"nobody", nil, 0, "", 0},
		{"whoever came first", []*Ticket{came("1", 5, Normal), came("2", 6, Normal)}, 0, "2", RuleScore},
		{"a priority's third as long weighs more", []*Ticket{came("1", 29, Normal), came("2", 10, Priority)}, 0, "2", RuleScore},
		{"and less when it is shorter", []*Ticket{came("1", 31, Normal), came("2", 10, Priority)}, 0, "1", RuleScore},
		{"a tie goes to the one who came first", []*Ticket{came("1", 10, Priority), came("2", 30, Normal)}, 0, "2", RuleScore},
		{"then to the lower number", []*Ticket{came("2", 10, Normal), came("1", 10, Normal)}, 0, "1", RuleScore},
		{"one overtaken too often", []*Ticket{came("1", 60, Normal), with(came("2", 9, Normal), func(t *Ticket) { t.PassedOver = 3 })}, 0, "2", RulePassedOver},
		{"a due appointment", []*Ticket{came("1", 60, Priority), came("2", 1, Appointment)}, 1, "2", RuleAppointment},
		{"an appointment to come waits", []*Ticket{came("1", 1, Normal), came("2", -1, Appointment)}, 0, "1", RuleScore},
		{"but not in an empty room", []*Ticket{came("2", -1, Appointment)}, 0, "2", RuleScore},
		{"a walk-in after two appointments", []*Ticket{came("1", 1, Normal), came("2", 60, Appointment)}, 2, "1", RuleWalkInTurn},
		{"a third appointment when nobody walked in", []*Ticket{came("2", 60, Appointment)}, 2, "2", RuleAppointment},
	} {
		t.Run(c.name, func(t *testing.T) {
			o := newOrder()
			for _, ticket := range c.room {
				o.put(ticket)
			}
			id, rule, _ := o.choose([]target{{Service: "a"}}, params, c.inARow, time.Hour)
			if id != c.want || rule != c.rule {
				t.Errorf("got %q by %q, want %q by %q", id, rule, c.want, c.rule)
			}
		})
	}
}
