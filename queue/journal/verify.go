package journal

import (
	"context"
	"errors"
	"fmt"
	"time"

	"accueil/queue"
)

// A Verified says what a walk over a site's journal found in order.
type Verified struct {
	Site        queue.SiteID
	First, Last uint64 // positions; zero for an empty journal
	Events      int
	Chain       [32]byte // of the last entry
}

// Verify walks a site's journal: no hole, every entry the bytes that its chain
// says, elapsed time never back, the first entry kept an opening of this site,
// and the openings those that were walked. It returns what was in order, and an
// error that names the first position that is not. It may run beside a writer;
// a Forget meanwhile makes it fail, and it is to be run again.
func Verify(ctx context.Context, j Journal, site queue.SiteID) (Verified, error) {
	w := walk{Verified: Verified{Site: site}}
	if err := w.begin(ctx, j); err != nil {
		return w.Verified, err
	}
	for e, err := range j.Read(ctx, site, w.at) {
		if err != nil {
			return w.Verified, fmt.Errorf("%s after position %d: %w", site, w.at, err)
		}
		if err := w.step(&e); err != nil {
			return w.Verified, err
		}
	}
	return w.Verified, w.holdOpenings(ctx, j)
}

// A walk is a Verify under way.
type walk struct {
	Verified
	at       uint64   // the position before the next
	prev     [32]byte // its chain
	elapsed  time.Duration
	openings []Opening // oldest first
}

// begin stands before the first entry kept.
func (w *walk) begin(ctx context.Context, j Journal) error {
	for _, err := range j.Read(ctx, w.Site, 0) {
		var gone *Forgotten
		if errors.As(err, &gone) {
			w.at, w.prev = gone.First-1, gone.Chain
			return nil
		}
		if err != nil {
			return fmt.Errorf("%s from its beginning: %w", w.Site, err)
		}
		return nil
	}
	return nil
}

// step holds one entry against those before it.
func (w *walk) step(e *Entry) error {
	day, opens := OpeningOf(e)
	switch {
	case e.Pos != w.at+1:
		return fmt.Errorf("%s: position %d stands where %d was expected", w.Site, e.Pos, w.at+1)
	case !e.Follows(w.prev):
		return fmt.Errorf("%s: position %d is not what was written: its chain does not hold", w.Site, e.Pos)
	case w.Last == 0 && !opens:
		return fmt.Errorf("%s: the first entry kept, at position %d, opens no day", w.Site, e.Pos)
	case opens && siteOf(e) != w.Site:
		return fmt.Errorf("%s: position %d belongs to another site, %s", w.Site, e.Pos, siteOf(e))
	case w.Last > 0 && e.Elapsed < w.elapsed:
		return fmt.Errorf("%s: elapsed time goes back at position %d", w.Site, e.Pos)
	}
	if opens {
		w.openings = append(w.openings, Opening{Pos: e.Pos, Day: day})
	}
	if w.First == 0 {
		w.First = e.Pos
	}
	w.at, w.prev, w.elapsed = e.Pos, e.Chain, e.Elapsed
	w.Last, w.Chain = e.Pos, e.Chain
	w.Events += len(e.Events)
	return nil
}

// siteOf returns the site that an opening says it is of.
func siteOf(opening *Entry) queue.SiteID {
	return opening.Events[0].(queue.DayOpened).Config.ID
}

// holdOpenings holds what a journal lists as openings, where a start looks for
// its place to begin, against those that the walk passed.
func (w *walk) holdOpenings(ctx context.Context, j Journal) error {
	left := w.openings
	for o, err := range j.Openings(ctx, w.Site) {
		if err != nil {
			return fmt.Errorf("the openings of %s: %w", w.Site, err)
		}
		if o.Pos > w.Last {
			continue // appended since, or read by the next walk
		}
		if len(left) == 0 || left[len(left)-1] != o {
			return fmt.Errorf("%s: position %d is listed as the opening of %s and is not", w.Site, o.Pos, o.Day)
		}
		left = left[:len(left)-1]
	}
	if len(left) > 0 {
		return fmt.Errorf("%s: the opening at position %d is not listed", w.Site, left[len(left)-1].Pos)
	}
	return nil
}
