package main

import (
	"cmp"
	"math"
	"math/rand/v2"
	"slices"
	"time"

	"accueil/queue"
	"accueil/queue/wire"
)

// A plan is a day that is to be played. It follows from the seed and the site
// alone; what becomes of it is the server's doing, and the mediators'.
type plan struct {
	Length   time.Duration // from the doors' opening to their closing
	Visitors []visitor     // by their coming
}

// A visitor is what someone will do.
type visitor struct {
	Comes    time.Duration // after the doors opened
	Service  queue.ServiceID
	Lang     string
	Channel  queue.Channel // no ticket, when not ChannelTicket
	Priority bool          // asked for after the ticket was given
	Regrets  bool          // gives the ticket back
	Misses   bool          // does not come when first called
	Returns  bool          // comes after all, when missed
	StepsOut time.Duration // asks to be parked so long; 0: stays
	Moves    queue.ServiceID
	Asks     bool // calls for help at the kiosk first
	Stays    time.Duration
	Reasons  []wire.Reason
	First    queue.Answer
}

// How a day is, in shares of its visitors.
const (
	shareTelephone = 0.05
	sharePriority  = 0.08
	shareRegrets   = 0.03
	shareMisses    = 0.05
	shareReturns   = 0.4 // of those who miss
	shareStepsOut  = 0.05
	shareMoves     = 0.06
	shareAsks      = 0.03
	shareFirst     = 0.35
	sigmaStay      = 0.6 // of the logarithm of a visit's length
)

// drawPlan draws a day of n visitors.
func drawPlan(site wire.Site, seed uint64, n int) plan {
	r := rand.New(rand.NewPCG(seed, 0x61636375_65696c)) // the second word is the same for every day
	p := plan{Length: dayLength(site)}
	for range n {
		p.Visitors = append(p.Visitors, drawVisitor(r, site, p.Length))
	}
	slices.SortStableFunc(p.Visitors, func(a, b visitor) int { return cmp.Compare(a.Comes, b.Comes) })
	return p
}

// dayLength is the longest of the site's days, the pause at noon included, or
// eight hours where it never closes.
func dayLength(site wire.Site) time.Duration {
	var longest queue.Clock
	for weekday := range 7 {
		from, to := queue.Clock(math.MaxInt16), queue.Clock(0)
		for _, h := range site.Hours {
			if h.Weekday == weekday {
				from, to = min(from, h.From), max(to, h.To)
			}
		}
		longest = max(longest, to-from)
	}
	if longest <= 0 || longest > 14*60 {
		longest = 8 * 60
	}
	return time.Duration(longest) * time.Minute
}

func drawVisitor(r *rand.Rand, site wire.Site, length time.Duration) visitor {
	service := site.Services[r.IntN(len(site.Services))]
	v := visitor{
		Comes: drawComing(r, length), Service: service.ID, Lang: site.Languages[0],
		Stays:   time.Duration(float64(max(1, service.Minutes)) * math.Exp(sigmaStay*r.NormFloat64()-sigmaStay*sigmaStay/2) * float64(time.Minute)),
		Reasons: drawReasons(r, site, service), First: queue.No,
	}
	if r.Float64() < 0.2 {
		v.Lang = site.Languages[r.IntN(len(site.Languages))]
	}
	if r.Float64() < shareFirst {
		v.First = queue.Yes
	}
	if r.Float64() < shareTelephone {
		v.Channel = queue.ChannelPhone
		return v
	}
	v.Priority, v.Regrets = r.Float64() < sharePriority, r.Float64() < shareRegrets
	v.Misses, v.Returns, v.Asks = r.Float64() < shareMisses, r.Float64() < shareReturns, r.Float64() < shareAsks
	if r.Float64() < shareStepsOut {
		v.StepsOut = time.Duration(5+r.IntN(20)) * time.Minute
	}
	if r.Float64() < shareMoves {
		v.Moves = site.Services[r.IntN(len(site.Services))].ID
	}
	return v
}

// drawComing draws from two humps, in the morning and after noon.
func drawComing(r *rand.Rand, length time.Duration) time.Duration {
	for {
		middle := 0.2
		if r.Float64() < 0.4 {
			middle = 0.7
		}
		if at := middle + 0.12*r.NormFloat64(); at >= 0 && at < 0.95 {
			return time.Duration(at * float64(length)).Truncate(time.Second)
		}
	}
}

// drawReasons draws one to four of those that the service leads to.
func drawReasons(r *rand.Rand, site wire.Site, service wire.Service) []wire.Reason {
	var fitting []wire.Reason
	for _, reason := range site.Reasons {
		if len(reason.Partners) == 0 {
			fitting = append(fitting, wire.Reason{Reason: reason.ID})
		}
		for _, p := range reason.Partners {
			if len(service.Partners) == 0 || slices.Contains(service.Partners, p) {
				fitting = append(fitting, wire.Reason{Partner: p, Reason: reason.ID})
			}
		}
	}
	outcomes := queue.OutcomeNames()
	all := []wire.Reason{}
	for range min(1+r.IntN(4), len(fitting)) {
		reason := fitting[r.IntN(len(fitting))]
		reason.Quantity, reason.Outcome = wire.Quantity(1+r.IntN(2)), outcomes[r.IntN(len(outcomes))]
		all = append(all, reason)
	}
	return all
}
