package queue

import (
	"cmp"
	"strings"
	"time"
)

// A place is what the calling rule knows of a waiting ticket. It is fixed while
// the ticket waits: what changes it takes the ticket out and puts it in again.
type place struct {
	id        TicketID
	number    Number
	class     Class
	arrived   time.Duration
	effective time.Duration
}

// compareArrivals orders by arrival, then number, then id, so that no two tie.
func compareArrivals(a, b *place) int {
	if c := cmp.Compare(a.arrived, b.arrived); c != 0 {
		return c
	}
	if c := cmp.Compare(len(a.number), len(b.number)); c != 0 { // A99 is before A100
		return c
	}
	if c := strings.Compare(string(a.number), string(b.number)); c != 0 {
		return c
	}
	return strings.Compare(string(a.id), string(b.id))
}

// comparePlaces orders those of one class as their score does at any time,
// since one weight multiplies them all.
func comparePlaces(a, b *place) int {
	if c := cmp.Compare(a.effective, b.effective); c != 0 {
		return c
	}
	return compareArrivals(a, b)
}

// A line is the tickets of one target and class, in the order of comparePlaces:
// the root of a treap, nil when empty. Its shape follows from the ids alone (a
// node's priority is its id's hash), so equal lines are equal however they came
// about. To add, take, count or overtake costs O(log n).
//
// Being passed over is added to all before a place at once: a node owes its
// children what it was told for both, and hands it down when it changes.
// Reading adds up what is owed on the way and changes nothing.
type line struct {
	place
	left, right *line
	priority    uint64
	size        int
	passed      int // how often overtaken, without what those above owe
	owed        int // to all below this one
	most        int // the highest passed from here down, without what those above owe
}

func newLine(p place, passed int) *line {
	return &line{place: p, priority: spread(p.id), size: 1, passed: passed, most: passed}
}

// spread is FNV-1a, finished as murmur3 does, since ULIDs differ in few characters.
func spread(id TicketID) uint64 {
	h := uint64(14695981039346656037)
	for i := range len(id) {
		h = (h ^ uint64(id[i])) * 1099511628211
	}
	h = (h ^ h>>33) * 0xff51afd7ed558ccd
	h = (h ^ h>>33) * 0xc4ceb9fe1a85ec53
	return h ^ h>>33
}

// above reports whether n stands higher in the treap than other.
func (n *line) above(other *line) bool {
	if n.priority != other.priority {
		return n.priority > other.priority
	}
	return comparePlaces(&n.place, &other.place) < 0
}

// add counts n overtakings for all of the line.
func (n *line) add(passed int) {
	if n != nil {
		n.passed += passed
		n.owed += passed
		n.most += passed
	}
}

// settle hands down what is owed, before the children change.
func (n *line) settle() {
	if n.owed != 0 {
		n.left.add(n.owed)
		n.right.add(n.owed)
		n.owed = 0
	}
}

// sum reckons size and most anew, after the children changed.
func (n *line) sum() *line {
	n.size, n.most = 1, n.passed
	for _, child := range [2]*line{n.left, n.right} {
		if child != nil {
			n.size += child.size
			n.most = max(n.most, child.most+n.owed)
		}
	}
	return n
}

// insert returns the line with a node that it does not hold.
func (n *line) insert(x *line) *line {
	if n == nil {
		return x
	}
	if x.above(n) {
		x.left, x.right = n.split(&x.place)
		return x.sum()
	}
	n.settle()
	if comparePlaces(&x.place, &n.place) < 0 {
		n.left = n.left.insert(x)
	} else {
		n.right = n.right.insert(x)
	}
	return n.sum()
}

// split cuts the line into those before p and the others.
func (n *line) split(p *place) (before, after *line) {
	if n == nil {
		return nil, nil
	}
	n.settle()
	if comparePlaces(&n.place, p) < 0 {
		n.right, after = n.right.split(p)
		return n.sum(), after
	}
	before, n.left = n.left.split(p)
	return before, n.sum()
}

// join is the line of two, the one wholly before the other.
func join(before, after *line) *line {
	switch {
	case before == nil:
		return after
	case after == nil:
		return before
	case before.above(after):
		before.settle()
		before.right = join(before.right, after)
		return before.sum()
	}
	after.settle()
	after.left = join(before, after.left)
	return after.sum()
}

// remove returns the line without p, and what was p's node, nil when it was not there.
func (n *line) remove(p *place) (rest, gone *line) {
	if n == nil {
		return nil, nil
	}
	n.settle()
	switch c := comparePlaces(p, &n.place); {
	case c < 0:
		n.left, gone = n.left.remove(p)
	case c > 0:
		n.right, gone = n.right.remove(p)
	default:
		return join(n.left, n.right), n
	}
	return n.sum(), gone
}

// overtake counts one overtaking for all whose effective arrival is earlier.
func (n *line) overtake(effective time.Duration) {
	if n == nil {
		return
	}
	n.settle()
	if n.effective < effective {
		n.left.add(1)
		n.passed++
		n.right.overtake(effective)
	} else {
		n.left.overtake(effective)
	}
	n.sum()
}

// passedOver returns how often p was overtaken, 0 when it is not there.
func (n *line) passedOver(p *place) int {
	owed := 0
	for n != nil {
		c := comparePlaces(p, &n.place)
		if c == 0 {
			return n.passed + owed
		}
		owed += n.owed
		if c < 0 {
			n = n.left
		} else {
			n = n.right
		}
	}
	return 0
}

// first returns the head of a line that is not empty.
func (n *line) first() *place {
	for n.left != nil {
		n = n.left
	}
	return &n.place
}

// firstPassed returns the first who was overtaken at least so often, or nil.
func (n *line) firstPassed(times int) *place {
	owed := 0
	for n != nil && n.most+owed >= times {
		below := owed + n.owed
		switch {
		case n.left != nil && n.left.most+below >= times:
			n = n.left
		case n.passed+owed >= times:
			return &n.place
		default:
			n = n.right
		}
		owed = below
	}
	return nil
}

// allPassed appends all who were overtaken at least so often, owed included.
func (n *line) allPassed(times, owed int, to []*place) []*place {
	if n == nil || n.most+owed < times {
		return to
	}
	below := owed + n.owed
	to = n.left.allPassed(times, below, to)
	if n.passed+owed >= times {
		to = append(to, &n.place)
	}
	return n.right.allPassed(times, below, to)
}

// ahead returns how many of the line a ranking calls before p.
func (n *line) ahead(r *ranking, p *place) int {
	count := 0
	for n != nil {
		if !r.before(&n.place, p) {
			n = n.left
			continue
		}
		count++
		if n.left != nil {
			count += n.left.size
		}
		n = n.right
	}
	return count
}

// A walk goes along a line: the node it is at, last, and those it has still to
// come back to.
type walk []*line

// down goes to the head of what hangs below n.
func (w walk) down(n *line) walk {
	for ; n != nil; n = n.left {
		w = append(w, n)
	}
	return w
}

func (w walk) head() *place { return &w[len(w)-1].place }

// next goes one on; the walk is empty at the line's end.
func (w walk) next() walk {
	n := w[len(w)-1]
	return w[:len(w)-1].down(n.right)
}

func (n *line) clone() *line {
	if n == nil {
		return nil
	}
	c := *n
	c.left, c.right = n.left.clone(), n.right.clone()
	return &c
}
