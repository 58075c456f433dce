package queue

import (
	"fmt"
	"testing"
	"time"
)

// A room has a number of people waiting, always as many: whoever is called makes
// place for the next who comes.
type room struct {
	*office
	come int
}

// newRoom has given so many tickets today, and served all but those who wait.
func newRoom(b *testing.B, given, waiting int) *room {
	r := &room{office: newOffice(b, func(c *Config) { c.AlwaysOpen = true })}
	r.must(ana, OpenDesk{Desk: "1"})
	for range waiting {
		r.wish(r.visitor())
	}
	r.serve(given - waiting)
	if got := r.s.order.len(); got != waiting {
		b.Fatalf("%d wait, want %d", got, waiting)
	}
	return r
}

// wish decides and applies, without the checks that cost as much as a State is large.
func (r *room) wish(w Wish) {
	events, err := Decide(r.s, Command{ana, w}, r.now)
	if err != nil {
		r.t.Fatalf("%T %+v: %v", w, w, err)
	}
	for _, e := range events {
		r.s.Apply(e, Stamp{r.now.Wall, r.now.Elapsed, ana.ID})
	}
}

// visitor is a priority every tenth time, so that many are overtaken.
func (r *room) visitor() Give {
	r.come++
	r.later(time.Second)
	w := Give{Ticket: TicketID(fmt.Sprintf("01KB%022d", r.come*7919)), Service: "droits"}
	if r.come%3 == 0 {
		w.Service = "energie"
	}
	if r.come%10 == 0 {
		w.Class = Priority
	}
	return w
}

// serve gives n tickets, tells each how many are ahead, and calls n, and returns
// how long that took.
func (r *room) serve(n int) time.Duration {
	come := make([]Give, n)
	for i := range come {
		come[i] = r.visitor()
	}
	start := time.Now()
	for _, w := range come {
		r.wish(w)
		r.s.Ahead(w.Ticket, r.now)
		r.wish(Next{Desk: "1", ReasonsSet: r.s.desks["1"].Ticket != "", Reasons: coded(r.s)})
	}
	return time.Since(start)
}

func coded(s *State) []Coded {
	if s.desks["1"].Ticket == "" {
		return nil
	}
	return []Coded{{Reason: "dossier", Quantity: 1}}
}

// BenchmarkTicketCost compares what a ticket costs, given, told how many are
// ahead, and called, where 100 wait and where 100,000 do, on a day that has given
// as many tickets. The two take turns, so that the machine's moods strike both.
// ours/limit above 1 is a miss: the crowd costs more than a fifth.
func BenchmarkTicketCost(b *testing.B) {
	const turn, crowdRatioMax = 256, 1.2
	small, large := newRoom(b, WaitingMax, 100), newRoom(b, WaitingMax, WaitingMax-1)
	var few, many time.Duration
	for b.Loop() {
		few += small.serve(turn)
		many += large.serve(turn)
	}
	tickets := float64(b.N * turn)
	b.ReportMetric(0, "ns/op") // of no meaning here
	limit := crowdRatioMax * float64(few)
	b.ReportMetric(limit/tickets, "limit/ns")
	b.ReportMetric(float64(many)/tickets, "ours/ns")
	b.ReportMetric(float64(many)/float64(few), "ratio")
	b.ReportMetric(float64(many)/limit, "ours/limit")
}

// BenchmarkClone is what a failed append costs: its State is copied whole.
func BenchmarkClone(b *testing.B) {
	r := newRoom(b, WaitingMax-1, WaitingMax-1)
	for b.Loop() {
		r.s.Clone()
	}
}
