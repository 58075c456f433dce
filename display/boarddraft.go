package display

import (
	"slices"
	"time"

	"accueil/queue/wire"
)

// A BoardDraft is what a wall holds beyond what its server knows: what it announced, and
// what waits for the band. A skin without a place for a Board between two views, as a
// page is, keeps it as JSON and gives it back whole.
type BoardDraft struct {
	Epoch  string        `json:"epoch,omitempty"`
	Told   uint64        `json:"told,omitempty"`
	Coming []wire.Call   `json:"coming,omitempty"`
	Band   *wire.Call    `json:"band,omitempty"`
	Since  time.Duration `json:"since,omitempty"` // on the skin's own clock
	Said   bool          `json:"said,omitempty"`
	Seen   time.Duration `json:"seen,omitempty"` // when the last view was taken in
}

// Draft returns what a skin is to keep.
func (b Board) Draft() BoardDraft {
	d := BoardDraft{Epoch: b.epoch, Told: b.told, Coming: b.coming, Since: b.since, Said: b.said, Seen: b.now.Mono}
	if b.band != nil {
		call := *b.band
		d.Band = &call
	}
	return d
}

// ResumeBoard returns the wall that kept a draft, at a time. One that took in no view
// for so long that it would announce nothing of then has lost its line meanwhile; one
// whose clock has begun anew was opened again, and announces nothing twice but what was
// not heard to its end.
func ResumeBoard(d BoardDraft, now Now) Board {
	b := Board{now: now, epoch: d.Epoch, told: d.Told, coming: slices.Clone(d.Coming), band: d.Band, since: d.Since, said: d.Said}
	again := d.Seen > now.Mono || d.Since > now.Mono
	if again {
		if b.band != nil && !b.said && now.Wall.Sub(b.band.CalledAt) < connectAge { // it was not heard to its end
			b.coming, b.band = slices.Insert(b.coming, 0, *b.band), nil
		}
		b.since, b.said = now.Mono-announceTime, true
	}
	b.joined = !again && now.Mono-d.Seen < connectAge
	return b
}

// Waits returns how long until another call may take the band; false when none waits.
func (b Board) Waits() (time.Duration, bool) {
	return max(0, b.free()-b.now.Mono), len(b.coming) > 0
}
