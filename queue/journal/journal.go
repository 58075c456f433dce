// Package journal is the one record of what happened at the sites. All else is
// computed from it and may be thrown away.
//
// A site's journal is a chain of entries, at positions 1, 2, 3, … without holes.
// An entry is the outcome of one command: all its events, or none. Each is sealed
// with the SHA-256 of the seal before it and its own bytes, so that Verify finds
// a changed bit anywhere, and a fork between two copies. What may be written is
// frozen once released (codec.go): new kinds of events are added beside the old.
//
// An opening is the first entry of its Append and carries in full what goes over
// from before it, so that reading may start there and what is older be forgotten.
//
// Backends are folders here (sqlite now), one in memory is in this package, and
// journaltest is what they all must pass.
package journal

import (
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"iter"
	"time"

	"github.com/oklog/ulid/v2"

	"accueil/queue"
)

// Named limits of one Append.
const (
	EntriesMax = 512
	BytesMax   = 512 << 10 // of the encoded entries
)

// A Journal remembers the entries of any number of sites. Its methods may be
// called from any goroutine; a site has one writer at a time, others get Conflict.
type Journal interface {
	// Append stores entries after position last of site, all or none, and returns
	// when they would survive a power cut. If the site has moved past last it
	// stores nothing and returns a Conflict. After any other error the outcome is
	// unknown: read again from last before deciding again. At most EntriesMax
	// entries and BytesMax bytes.
	Append(ctx context.Context, site queue.SiteID, last uint64, entries []Entry) error
	// Read yields the entries after position after, in order, as they stand when
	// it is called; Follow goes on with those to come and ends with ctx alone.
	// Below what was forgotten, both yield Forgotten, never a silent skip; where
	// an entry is missing or is not what was written, an error that names its
	// position. After an error they end.
	Read(ctx context.Context, site queue.SiteID, after uint64) iter.Seq2[Entry, error]
	Follow(ctx context.Context, site queue.SiteID, after uint64) iter.Seq2[Entry, error]
	// Openings yields the positions of the days' openings, newest first.
	Openings(ctx context.Context, site queue.SiteID) iter.Seq2[Opening, error]
	// Forget removes what stands before an opening; Invalid for any other position,
	// and for an opening less than seven days before the newest: see MayForget.
	// The chain of the last entry removed is kept: what follows is held against it.
	Forget(ctx context.Context, site queue.SiteID, before uint64) error
	// Sites returns the sites that have entries, by id.
	Sites(ctx context.Context) ([]queue.SiteID, error)
	Close() error
}

// An Entry is the outcome of one command.
type Entry struct {
	Pos     uint64        // position in the site's journal
	Epoch   ulid.ULID     // which life of this journal: a restored backup starts a new one
	At      time.Time     // wall clock, for people
	Elapsed time.Duration // since the journal began, never back: for waits, ages, scores
	Actor   queue.ActorID // device or person, a random id; "" for the server itself
	Key     string        // the command's idempotency key, with Print, its fingerprint
	Print   [16]byte
	Events  []queue.Event
	Chain   [32]byte // SHA-256(previous Chain ‖ this entry's bytes): what Verify walks

	body []byte // as it was sealed or read; nil before
}

// An Opening is where a day begins.
type Opening struct {
	Pos uint64
	Day queue.Day
}

// OpeningOf returns the day that an entry opens, and false when it opens none.
func OpeningOf(e *Entry) (queue.Day, bool) {
	if len(e.Events) == 0 {
		return "", false
	}
	opened, ok := e.Events[0].(queue.DayOpened)
	return opened.Day, ok
}

// Conflict says that a site has moved past the position given to Append.
type Conflict struct {
	Site       queue.SiteID
	Last, Have uint64
}

func (c *Conflict) Error() string {
	return fmt.Sprintf("the journal of %s stands at %d, not at %d: another server writes it", c.Site, c.Have, c.Last)
}

// IsConflict reports whether err is or wraps a Conflict.
func IsConflict(err error) bool {
	var c *Conflict
	return errors.As(err, &c)
}

// Forgotten says that what was asked for stands below the first entry kept.
type Forgotten struct {
	Site  queue.SiteID
	First uint64   // the first position kept
	Chain [32]byte // of the entry before First, the last that was forgotten
}

func (f *Forgotten) Error() string {
	return fmt.Sprintf("the journal of %s is kept from position %d on: what was before is forgotten", f.Site, f.First)
}

// Seal sets an entry's chain, after prev, and returns how many bytes it takes. A
// sealed entry is not to be changed.
func Seal(prev [32]byte, e *Entry) int {
	e.body = nil
	e.body = Encode(e)
	e.Chain = Link(prev, e.body)
	return len(e.body)
}

// Follows reports whether an entry's chain is that of its bytes after prev.
func (e *Entry) Follows(prev [32]byte) bool { return Link(prev, Encode(e)) == e.Chain }

// Link returns the chain of an entry whose bytes are body, after prev.
func Link(prev [32]byte, body []byte) [32]byte {
	h := sha256.New()
	h.Write(prev[:])
	h.Write(body)
	var sum [32]byte
	h.Sum(sum[:0])
	return sum
}

// CheckAppend refuses what no backend takes: too much, positions that do not
// follow last, an opening that is not the first entry.
func CheckAppend(last uint64, entries []Entry) error {
	if len(entries) == 0 || len(entries) > EntriesMax {
		return queue.Refuse(queue.Invalid, "an append of %d entries: expected 1 to %d", len(entries), EntriesMax)
	}
	size := 0
	for i := range entries {
		size += len(Encode(&entries[i]))
		if entries[i].Pos != last+uint64(i)+1 {
			return queue.Refuse(queue.Invalid, "entry %d has position %d: expected %d", i, entries[i].Pos, last+uint64(i)+1)
		}
		if _, opens := OpeningOf(&entries[i]); opens && i > 0 {
			return queue.Refuse(queue.Invalid, "entry %d opens a day: an opening is the first entry of its append", i)
		}
	}
	if size > BytesMax {
		return queue.Refuse(queue.Invalid, "an append of %d bytes: expected at most %d", size, BytesMax)
	}
	return nil
}
