package queue

import (
	"iter"
	"maps"
	"slices"
	"time"
)

// A lineup is everyone who waits, from the first that the rule would call, as if
// one desk that serves all called them all at one moment.
type lineup struct {
	ranking
	walks [classCount][]walk
	ids   []TicketID
	taken map[TicketID]bool // ahead of their line
	inRow int               // appointments
}

// inOrder returns the first limit of all who wait, in the order of choose: those
// overtaken too often, then due appointments, two in a row at most, then by score.
func (o *order) inOrder(now time.Duration, params ruleParams, limit int) []TicketID {
	return inOrder(maps.Values(o.lines), ranking{params, now}, min(limit, o.waiters))
}

// inOrderAt is inOrder of those who wait for one desk alone.
func (o *order) inOrderAt(id DeskID, now time.Duration, params ruleParams, limit int) []TicketID {
	l, ok := o.lines[target{Desk: id}]
	if !ok {
		return nil
	}
	here := 0
	for _, root := range l {
		if root != nil {
			here += root.size
		}
	}
	return inOrder(slices.Values([]*lines{l}), ranking{params, now}, min(limit, here))
}

// inOrder lines up the first of those who wait in some lines, which hold as many.
func inOrder(from iter.Seq[*lines], r ranking, many int) []TicketID {
	l := lineup{ranking: r, ids: make([]TicketID, 0, max(0, many)), taken: map[TicketID]bool{}}
	var passed []*place
	for lines := range from {
		for class, root := range lines {
			if root == nil {
				continue
			}
			l.walks[class] = append(l.walks[class], walk(nil).down(root))
			if r.PassedOverAtMost > 0 {
				passed = root.allPassed(r.PassedOverAtMost, 0, passed)
			}
		}
	}
	slices.SortFunc(passed, func(a, b *place) int {
		if l.sooner(a, b) == a {
			return -1
		}
		return 1
	})
	for _, p := range passed[:min(len(passed), cap(l.ids))] {
		l.ids, l.taken[p.id], l.inRow = append(l.ids, p.id), true, appointmentsInRow(l.inRow, p.class)
	}
	for len(l.ids) < cap(l.ids) {
		l.next()
	}
	return l.ids
}

// next takes whom choose would call of those at the heads.
func (l *lineup) next() {
	var due, walkIn, best *walk
	for class := range l.walks {
		for i := range l.walks[class] {
			w := &l.walks[class][i]
			for len(*w) > 0 && l.taken[w.head().id] {
				*w = w.next()
			}
			if len(*w) == 0 {
				continue
			}
			best = l.first(best, w, l.better)
			if Class(class) != Appointment {
				walkIn = l.first(walkIn, w, l.better)
			} else if w.head().effective <= l.now {
				due = l.first(due, w, l.sooner)
			}
		}
	}
	switch {
	case !l.AppointmentFirst || due == nil:
	case l.inRow >= appointmentsInRowMax && walkIn != nil:
		best = walkIn
	default:
		best = due
	}
	p := best.head()
	l.inRow = appointmentsInRow(l.inRow, p.class)
	l.ids = append(l.ids, p.id)
	*best = best.next()
}

// first returns which of two walks has the head that comes first; nil is nobody.
func (l *lineup) first(a, b *walk, of func(a, b *place) *place) *walk {
	if a == nil || of(a.head(), b.head()) == b.head() {
		return b
	}
	return a
}
