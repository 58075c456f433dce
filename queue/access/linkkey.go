package access

import (
	"context"
	"crypto/rand"
	"time"

	"accueil/queue"
)

const (
	linkKeyBytes = 32
	linkKeyDays  = 8  // how long a day's key is kept after the day
	linkKeyAhead = 31 // how many days ahead one may be asked for
)

// LinkKey returns the key of a site's telephone links on a day: random, made
// when first asked for, deleted linkKeyDays after the day, so that links then
// lead nowhere and nobody can tell which ticket one was for. Once made it comes
// from memory. NotFound for a day whose key is gone; Invalid for what is no day
// or too far ahead. The caller must not change it.
func (a *Access) LinkKey(ctx context.Context, site queue.SiteID, day queue.Day) ([]byte, error) {
	if key, ok := a.linkKey(site, day); ok {
		return key, nil
	}
	age, err := ageOf(day, a.clock())
	switch {
	case err != nil || age < -linkKeyAhead:
		return nil, queue.Refuse(queue.Invalid, "%q is not a day near enough to have a link key", day)
	case age > linkKeyDays:
		return nil, queue.Refuse(queue.NotFound, "the link key of %s is deleted", day)
	}
	done, err := a.begin(ctx)
	if err != nil {
		return nil, err
	}
	defer done()
	if key, ok := a.linkKey(site, day); ok {
		return key, nil
	}
	key := make([]byte, linkKeyBytes)
	rand.Read(key) // never fails
	err = a.put(ctx, bucketLinkKey, string(site)+"/"+string(day), encode(linkKeyRecord{Site: site, Day: day, Key: key}))
	if err != nil {
		return nil, err
	}
	return key, nil
}

func (a *Access) linkKey(site queue.SiteID, day queue.Day) ([]byte, bool) {
	a.mu.RLock()
	defer a.mu.RUnlock()
	v, ok := a.known.linkKeys[string(site)+"/"+string(day)]
	return v.Key, ok
}

// ageOf returns how many whole days ago a day ended, negative when it has not
// begun. It counts in UTC: a few hours do not matter here.
func ageOf(day queue.Day, now time.Time) (int, error) {
	begins, err := time.Parse(time.DateOnly, string(day))
	if err != nil {
		return 0, err
	}
	y, m, d := now.UTC().Date()
	return int(time.Date(y, m, d, 0, 0, 0, 0, time.UTC).Sub(begins) / (24 * time.Hour)), nil
}
