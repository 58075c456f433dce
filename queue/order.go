package queue

import (
	"maps"
	"time"
)

// A target is whom a ticket waits for: any desk of a service, or one desk alone.
type target struct {
	Service ServiceID
	Desk    DeskID
}

// ruleParams is what a site chose of the calling rule.
type ruleParams struct {
	Weight           [classCount]int64 // each 1 to WeightMax
	AppointmentFirst bool
	PassedOverAtMost int // 0: no limit
}

// An order is every waiting ticket, kept so that the calling rule looks at heads
// alone: by target and class, a line each. To give or to call a ticket costs
// O(targets of the desk × log n).
//
// Cloning copies every node, as cloning the State copies every ticket: that
// happens at start and after a failed append, never on the way of a command.
type order struct {
	lines   map[target]*lines
	waits   map[ServiceID]int
	waiters int
}

// lines is those who wait for one target, by class.
type lines [classCount]*line

func newOrder() *order {
	return &order{lines: map[target]*lines{}, waits: map[ServiceID]int{}}
}

func targetOf(t *Ticket) target {
	if t.ForDesk != "" {
		return target{Desk: t.ForDesk}
	}
	return target{Service: t.Service}
}

func placeOf(t *Ticket) place {
	return place{id: t.ID, number: t.Number, class: t.Class, arrived: t.Arrived, effective: t.Effective}
}

// put adds a ticket that does not wait yet, with the overtakings it brings.
func (o *order) put(t *Ticket) {
	l, ok := o.lines[targetOf(t)]
	if !ok {
		l = new(lines)
		o.lines[targetOf(t)] = l
	}
	root := &l[t.Class]
	*root = (*root).insert(newLine(placeOf(t), t.PassedOver))
	o.waits[t.Service]++
	o.waiters++
}

// take removes a ticket that waits, unchanged since it was put, and returns how
// often it was overtaken.
func (o *order) take(t *Ticket) (passedOver int) {
	l, ok := o.lines[targetOf(t)]
	if !ok {
		return 0
	}
	p := placeOf(t)
	rest, gone := l[t.Class].remove(&p)
	if gone == nil {
		return 0
	}
	l[t.Class] = rest
	o.waits[t.Service]--
	o.waiters--
	return gone.passed
}

func (o *order) passedOver(t *Ticket) int {
	l, ok := o.lines[targetOf(t)]
	if !ok {
		return 0
	}
	p := placeOf(t)
	return l[t.Class].passedOver(&p)
}

// A ranking compares by the rule's score at one time.
type ranking struct {
	ruleParams
	now time.Duration
}

func (r *ranking) score(p *place) int64 { return r.Weight[p.class] * int64(r.now-p.effective) }

// before reports whether the score calls a before b. Within a class it is the
// order of the line.
func (r *ranking) before(a, b *place) bool {
	if x, y := r.score(a), r.score(b); x != y {
		return x > y
	}
	return compareArrivals(a, b) < 0
}

// better returns the one that the score calls first; nil is nobody.
func (r *ranking) better(a, b *place) *place {
	if a == nil || b != nil && r.before(b, a) {
		return b
	}
	return a
}

// sooner returns the one who effectively came first; nil is nobody.
func (r *ranking) sooner(a, b *place) *place {
	switch {
	case a == nil:
		return b
	case b == nil || a.effective < b.effective:
		return a
	case b.effective < a.effective:
		return b
	}
	return r.better(a, b)
}

// heads is the best of each clause of the rule among some targets, nil when none.
type heads struct {
	passed *place // overtaken too often
	due    *place // an appointment whose time has come
	walkIn *place
	best   *place
}

func (o *order) heads(targets []target, r *ranking) heads {
	var h heads
	for _, t := range targets {
		l, ok := o.lines[t]
		if !ok {
			continue
		}
		for _, root := range l {
			if root == nil {
				continue
			}
			head := root.first()
			h.best = r.better(h.best, head)
			if r.PassedOverAtMost > 0 {
				h.passed = r.sooner(h.passed, root.firstPassed(r.PassedOverAtMost))
			}
			if head.class != Appointment {
				h.walkIn = r.better(h.walkIn, head)
			} else if head.effective <= r.now {
				h.due = r.sooner(h.due, head)
			}
		}
	}
	return h
}

// choose returns whom the rule calls to a desk with these targets, and by which
// clause; inARow is how many appointments it called last. It is false when
// nobody waits there.
func (o *order) choose(targets []target, params ruleParams, inARow int, now time.Duration) (TicketID, Rule, bool) {
	h := o.heads(targets, &ranking{params, now})
	switch {
	case h.best == nil:
		return "", 0, false
	case h.passed != nil:
		return h.passed.id, RulePassedOver, true
	case !params.AppointmentFirst || h.due == nil:
		return h.best.id, RuleScore, true
	case inARow >= appointmentsInRowMax && h.walkIn != nil:
		return h.walkIn.id, RuleWalkInTurn, true
	}
	return h.due.id, RuleAppointment, true
}

// appointmentsInRowMax is after how many appointments a walk-in has its turn.
const appointmentsInRowMax = 2

// overtake counts one overtaking for all at these targets who effectively came
// before the one that was called.
func (o *order) overtake(targets []target, effective time.Duration) {
	for _, t := range targets {
		if l, ok := o.lines[t]; ok {
			for _, root := range l {
				if root != nil && root.first().effective < effective {
					root.overtake(effective)
				}
			}
		}
	}
}

// ahead returns how many at these targets the score alone would call before t.
func (o *order) ahead(t *Ticket, targets []target, params ruleParams, now time.Duration) int {
	r, p, n := ranking{params, now}, placeOf(t), 0
	for _, x := range targets {
		if l, ok := o.lines[x]; ok {
			for _, root := range l {
				n += root.ahead(&r, &p)
			}
		}
	}
	return n
}

// aimedAt returns who waits for one desk alone.
func (o *order) aimedAt(id DeskID) []TicketID {
	l, ok := o.lines[target{Desk: id}]
	if !ok {
		return nil
	}
	var ids []TicketID
	for _, root := range l {
		for w := walk(nil).down(root); len(w) > 0; w = w.next() {
			ids = append(ids, w.head().id)
		}
	}
	return ids
}

// aims returns the desks for which someone waits alone.
func (o *order) aims() []DeskID {
	var ids []DeskID
	for t, l := range o.lines {
		if t.Desk != "" && *l != (lines{}) {
			ids = append(ids, t.Desk)
		}
	}
	return ids
}

func (o *order) waiting(id ServiceID) int { return o.waits[id] }

func (o *order) len() int { return o.waiters }

func (o *order) clone() *order {
	c := &order{lines: make(map[target]*lines, len(o.lines)), waits: maps.Clone(o.waits), waiters: o.waiters}
	for t, l := range o.lines {
		copied := new(lines)
		for i, root := range l {
			copied[i] = root.clone()
		}
		c.lines[t] = copied
	}
	return c
}
