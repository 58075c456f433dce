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
// says, elapsed time never back, and the first entry kept either the first of
// all or an opening. It returns what was in order, and an error that names the
// first position that is not.
func Verify(ctx context.Context, j Journal, site queue.SiteID) (Verified, error) {
	v := Verified{Site: site}
	after, err := firstKept(ctx, j, site)
	if err != nil {
		return v, err
	}
	var elapsed time.Duration
	for e, err := range j.Read(ctx, site, after) {
		if err != nil {
			return v, fmt.Errorf("%s after position %d: %w", site, max(v.Last, after), err)
		}
		if err := v.hold(&e, after, elapsed); err != nil {
			return v, err
		}
		if v.First == 0 {
			v.First = e.Pos
		}
		v.Last, v.Chain, elapsed = e.Pos, e.Chain, e.Elapsed
		v.Events += len(e.Events)
	}
	return v, nil
}

// hold holds one entry against those before it.
func (v *Verified) hold(e *Entry, after uint64, elapsed time.Duration) error {
	want := v.Last + 1
	if v.Last == 0 {
		want = after + 1
	}
	_, opens := OpeningOf(e)
	switch {
	case e.Pos != want:
		return fmt.Errorf("%s: position %d stands where %d was expected", v.Site, e.Pos, want)
	case v.Last == 0 && !opens:
		return fmt.Errorf("%s: the first entry kept, at position %d, opens no day", v.Site, e.Pos)
	case (v.Last > 0 || e.Pos == 1) && !e.Follows(v.Chain):
		return fmt.Errorf("%s: position %d is not what was written: its chain does not hold", v.Site, e.Pos)
	case v.Last > 0 && e.Elapsed < elapsed:
		return fmt.Errorf("%s: elapsed time goes back at position %d", v.Site, e.Pos)
	}
	return nil
}

// firstKept returns the position before the first entry kept.
func firstKept(ctx context.Context, j Journal, site queue.SiteID) (uint64, error) {
	for _, err := range j.Read(ctx, site, 0) {
		var gone *Forgotten
		if errors.As(err, &gone) {
			return gone.First - 1, nil
		}
		return 0, nil
	}
	return 0, nil
}
