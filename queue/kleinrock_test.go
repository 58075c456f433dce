package queue

import (
	"fmt"
	"math"
	"math/rand/v2"
	"testing"
	"time"
)

// Two classes whose scores grow with the time they have waited, at one desk: the rule
// without its limit is the accumulating priority of Kleinrock (Queueing Systems, vol. 2,
// 3.7; Stanford, Taylor and Ziedins 2014). With rates b₁ ≥ b₂, loads ρ₁ + ρ₂ = ρ < 1 and
// W₀ = λ E[S²]/2:
//
//	W_FIFO = W₀/(1−ρ)   W₂ = W_FIFO/(1−ρ₁(1−b₂/b₁))   W₁ = W_FIFO − ρ₂W₂(1−b₂/b₁)
const (
	ratePriority = 0.2 // arrivals in a mean service
	rateNormal   = 0.7
	serviceMean  = time.Hour // far above a nanosecond, so that rounding is nothing
	batches      = 32
	batchArrives = 10_000
)

// A queue1 is one desk with its visitors.
type queue1 struct {
	random  *rand.Rand
	service func(*rand.Rand) float64 // in mean services
	order   *order
	params  ruleParams
	now     time.Duration // when the desk is next free
	come    time.Duration // when the next visitor comes
	fifo    time.Duration // how long the next would wait, were the first to come served first
	given   int
	lengths map[TicketID]time.Duration // of the services of those who wait, whoever is first
	waited  [classCount]float64        // this batch's, in mean services
	seen    [classCount]int
	first   float64
}

func exponential(r *rand.Rand) float64 { return r.ExpFloat64() }
func always(*rand.Rand) float64        { return 1 }

func newQueue1(service func(*rand.Rand) float64) *queue1 {
	c := testConfig()
	return &queue1{
		random: rand.New(rand.NewPCG(7, 7)), service: service, order: newOrder(), lengths: map[TicketID]time.Duration{},
		params: ruleParams{Weight: [classCount]int64{Normal: int64(c.WeightNormal), Priority: int64(c.WeightPriority), Appointment: 1}},
	}
}

func scaled(x float64) time.Duration { return time.Duration(x * float64(serviceMean)) }

// arrives lets the next visitor come.
func (q *queue1) arrives() {
	q.given++
	t := Ticket{ID: TicketID(fmt.Sprintf("T%09d", q.given)), Service: "droits", Arrived: q.come, Effective: q.come}
	if q.random.Float64() < ratePriority/(ratePriority+rateNormal) {
		t.Class = Priority
	}
	q.order.put(&t)
	length := scaled(q.service(q.random))
	q.lengths[t.ID] = length
	q.first += float64(q.fifo) / float64(serviceMean)
	gap := scaled(q.random.ExpFloat64() / (ratePriority + rateNormal))
	q.fifo = max(0, q.fifo+length-gap)
	q.come += gap
}

// calls lets the desk serve whom the rule says, once it is free; false when nobody waits.
func (q *queue1) calls() bool {
	targets := []target{{Service: "droits"}}
	id, _, ok := q.order.choose(targets, q.params, 0, q.now)
	if !ok {
		return false
	}
	for _, root := range q.order.lines[targets[0]] {
		if root == nil || root.first().id != id {
			continue
		}
		p := *root.first()
		q.order.take(&Ticket{ID: p.id, Service: "droits", Class: p.class, Arrived: p.arrived, Effective: p.effective})
		q.waited[p.class] += float64(q.now-p.arrived) / float64(serviceMean)
		q.seen[p.class]++
	}
	q.now += q.lengths[id]
	delete(q.lengths, id)
	return true
}

// batch serves so many, and returns the mean waits of priority, normal and, had the
// first to come been served first, of all.
func (q *queue1) batch(n int) (priority, normal, first float64) {
	q.waited, q.seen, q.first = [classCount]float64{}, [classCount]int{}, 0
	begin := q.given
	for q.given < begin+n || q.order.len() > 0 && q.come > q.now {
		if q.come <= q.now {
			q.arrives()
			continue
		}
		if !q.calls() {
			q.now = q.come
		}
	}
	return q.waited[Priority] / float64(q.seen[Priority]), q.waited[Normal] / float64(q.seen[Normal]), q.first / float64(n)
}

// steadied is a mean with the known mean of what varies alike taken as its guide, and
// the standard error that is left.
func steadied(values, guide []float64, known float64) (mean, deviation float64) {
	n := float64(len(values))
	var mv, mg, vg, cov float64
	for i := range values {
		mv, mg = mv+values[i]/n, mg+guide[i]/n
	}
	for i := range values {
		vg += (guide[i] - mg) * (guide[i] - mg)
		cov += (guide[i] - mg) * (values[i] - mv)
	}
	slope := cov / vg
	for i := range values {
		left := values[i] - mv - slope*(guide[i]-mg)
		deviation += left * left / (n * (n - 2))
	}
	return mv - slope*(mg-known), math.Sqrt(deviation)
}

func TestWaitsAreThoseOfKleinrock(t *testing.T) {
	for _, test := range []struct {
		name    string
		service func(*rand.Rand) float64
		second  float64 // E[S²]
	}{
		{"services of any length (exponential)", exponential, 2},
		{"services of one length", always, 1},
	} {
		t.Run(test.name, func(t *testing.T) {
			rho := ratePriority + rateNormal
			first := rho * test.second / 2 / (1 - rho)
			wantNormal := first / (1 - ratePriority*(1-1.0/3))
			wantPriority := first - rateNormal*wantNormal*(1-1.0/3)
			q := newQueue1(test.service)
			q.batch(batchArrives) // from an empty office to its usual state
			var priority, normal, fifo []float64
			for range batches {
				p, n, f := q.batch(batchArrives)
				priority, normal, fifo = append(priority, p), append(normal, n), append(fifo, f)
			}
			for _, class := range []struct {
				name   string
				values []float64
				want   float64
			}{{"priority", priority, wantPriority}, {"normal", normal, wantNormal}} {
				got, deviation := steadied(class.values, fifo, first)
				t.Logf("%s waits %.3f (standard error %.3f), Kleinrock says %.3f", class.name, got, deviation, class.want)
				if math.Abs(got-class.want) > 0.01*class.want {
					t.Errorf("%s waits %.3f, want %.3f within 1 %%", class.name, got, class.want)
				}
			}
		})
	}
}
