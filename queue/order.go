package queue

import (
	"slices"
	"strings"
	"time"
)

type target struct {
	Service ServiceID
	Desk    DeskID
}

type ruleParams struct {
	Weight           [classCount]int64
	AppointmentFirst bool
	PassedOverAtMost int
}

type order struct{ items []*orderItem }

type orderItem struct {
	t      Ticket
	passed int
}

func newOrder() *order { return &order{} }

func targetOf(t *Ticket) target {
	if t.ForDesk != "" {
		return target{Desk: t.ForDesk}
	}
	return target{Service: t.Service}
}

func (o *order) put(t *Ticket) { o.items = append(o.items, &orderItem{*t, t.PassedOver}) }
func (o *order) take(t *Ticket) {
	o.items = slices.DeleteFunc(o.items, func(i *orderItem) bool { return i.t.ID == t.ID })
}
func (o *order) passedOver(t *Ticket) int {
	for _, i := range o.items {
		if i.t.ID == t.ID {
			return i.passed
		}
	}
	return 0
}

func score(t *Ticket, r ruleParams, now time.Duration) float64 {
	return float64(r.Weight[t.Class]) * float64(now-t.Effective)
}

func better(a, b *Ticket, r ruleParams, now time.Duration) int {
	if x, y := score(a, r, now), score(b, r, now); x != y {
		if x > y {
			return -1
		}
		return 1
	}
	if a.Arrived != b.Arrived {
		return int(a.Arrived - b.Arrived)
	}
	if len(a.Number) != len(b.Number) {
		return len(a.Number) - len(b.Number)
	}
	if c := strings.Compare(string(a.Number), string(b.Number)); c != 0 {
		return c
	}
	return strings.Compare(string(a.ID), string(b.ID))
}

func (o *order) among(targets []target) []*orderItem {
	var list []*orderItem
	for _, i := range o.items {
		if slices.Contains(targets, targetOf(&i.t)) {
			list = append(list, i)
		}
	}
	return list
}

func (o *order) choose(targets []target, r ruleParams, inARow int, now time.Duration) (TicketID, Rule, bool) {
	list := o.among(targets)
	slices.SortFunc(list, func(a, b *orderItem) int { return better(&a.t, &b.t, r, now) })
	early := func(keep func(*orderItem) bool) *orderItem {
		var best *orderItem
		for _, i := range list {
			if keep(i) && (best == nil || i.t.Effective < best.t.Effective) {
				best = i
			}
		}
		return best
	}
	if i := early(func(i *orderItem) bool { return i.t.Returning }); i != nil {
		return i.t.ID, RuleReturning, true
	}
	if i := early(func(i *orderItem) bool { return r.PassedOverAtMost > 0 && i.passed >= r.PassedOverAtMost }); i != nil {
		return i.t.ID, RulePassedOver, true
	}
	if len(list) == 0 {
		return "", 0, false
	}
	if due := early(func(i *orderItem) bool { return i.t.Class == Appointment && i.t.Effective <= now }); r.AppointmentFirst && due != nil {
		if inARow < 2 {
			return due.t.ID, RuleAppointment, true
		}
		for _, i := range list {
			if i.t.Class != Appointment {
				return i.t.ID, RuleWalkInTurn, true
			}
		}
		return due.t.ID, RuleAppointment, true
	}
	return list[0].t.ID, RuleScore, true
}

func (o *order) overtake(targets []target, effective time.Duration) {
	for _, i := range o.among(targets) {
		if i.t.Effective < effective {
			i.passed++
		}
	}
}

func (o *order) ahead(t *Ticket, targets []target, r ruleParams, now time.Duration) int {
	n := 0
	for _, i := range o.among(targets) {
		if i.t.ID != t.ID && better(&i.t, t, r, now) < 0 {
			n++
		}
	}
	return n
}

func (o *order) inOrder(now time.Duration, r ruleParams, limit int) []TicketID {
	list := slices.Clone(o.items)
	slices.SortFunc(list, func(a, b *orderItem) int { return better(&a.t, &b.t, r, now) })
	var ids []TicketID
	for _, i := range list[:min(limit, len(list))] {
		ids = append(ids, i.t.ID)
	}
	return ids
}

func (o *order) waiting(id ServiceID) int {
	n := 0
	for _, i := range o.items {
		if i.t.Service == id {
			n++
		}
	}
	return n
}

func (o *order) len() int { return len(o.items) }

func (o *order) clone() *order {
	c := &order{}
	for _, i := range o.items {
		copied := *i
		c.items = append(c.items, &copied)
	}
	return c
}
