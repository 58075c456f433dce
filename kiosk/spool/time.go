package spool

import (
	"cmp"
	"context"
	"database/sql"
	"fmt"
	"slices"
	"sync"
	"time"

	"accueil/kiosk"
	"accueil/queue"
)

// A touch is when something happened, in a way that no clock can turn around.
type touch struct {
	boot int64 // row of the table boot
	mono time.Duration
}

// A moment is a touch of now, with what the wall showed.
type moment struct {
	touch
	wall    time.Time
	trusted bool
}

// A boot is a start of the machine, as the spool remembers it.
type boot struct {
	n     int64
	id    string
	zero  time.Time     // the wall's time at mono 0, zero while not known
	first time.Duration // its first touch, -1 before it
}

// A timekeeper knows which clock is believed.
type timekeeper struct {
	clock Clock

	mu      sync.Mutex // guards what follows
	boots   []boot     // oldest first; the last is the present one
	dirty   bool       // the last differs from its row
	doubted bool
	since   time.Duration // when the doubt began
	denied  bool          // the server shows quite another time
}

// now reads the clock. The wall is believed when the machine says that something
// keeps it, or when it agrees with what was believed earlier in this boot; one
// that jumped far is doubted until it has held.
func (k *timekeeper) now() moment {
	r := k.clock.Read()
	k.mu.Lock()
	defer k.mu.Unlock()
	b := &k.boots[len(k.boots)-1]
	m := moment{touch: touch{b.n, r.Mono.Truncate(time.Millisecond)}, wall: r.Wall}
	zero := zeroOf(m)
	off := zero.Sub(b.zero).Abs()
	known := !b.zero.IsZero()
	switch {
	case r.Wall.Before(wallMin()) || k.denied:
		return m
	case known && off <= agreeWithin && !r.Synced:
		k.doubted, m.trusted = false, true
		return m
	case !r.Synced:
		return m
	case known && off > jumpMax && !k.doubted:
		k.doubted, k.since = true, r.Mono
		return m
	case known && off > jumpMax && r.Mono-k.since < jumpHeld:
		return m
	}
	k.believe(b, zero)
	m.trusted = true
	return m
}

// zeroOf is when the machine started, as the wall has it now.
func zeroOf(m moment) time.Time { return m.wall.Round(0).Add(-m.mono) }

func (k *timekeeper) believe(b *boot, zero time.Time) {
	k.doubted = false
	if d := zero.Sub(b.zero).Abs(); b.zero.IsZero() || d > time.Second {
		b.zero, k.dirty = zero, true
	}
}

// compare holds the wall clock against the server's: one that shows the same is
// believed, one that shows quite another time is not, whatever the machine says.
func (k *timekeeper) compare(server time.Time) {
	r := k.clock.Read()
	off := r.Wall.Sub(server).Abs()
	k.mu.Lock()
	defer k.mu.Unlock()
	if k.denied = off > denyBeyond; k.denied || off > agreeWithin || r.Wall.Before(wallMin()) {
		return
	}
	b := &k.boots[len(k.boots)-1]
	k.believe(b, zeroOf(moment{touch: touch{b.n, r.Mono}, wall: r.Wall}))
}

// age returns how long ago t was, or queue.AgeUnknown. Of two touches with an
// age the earlier is never the younger.
func (k *timekeeper) age(t touch, now moment) time.Duration {
	k.mu.Lock()
	defer k.mu.Unlock()
	return ageOf(k.boots, t, now)
}

// ageOf goes from the present boot back to that of t; floor is the least age
// that anything of the boot in hand may have.
func ageOf(boots []boot, t touch, now moment) time.Duration {
	floor := now.mono
	for _, b := range slices.Backward(boots) {
		if b.n == now.boot {
			if t.boot == b.n {
				return max(0, now.mono-t.mono)
			}
			continue
		}
		if b.zero.IsZero() || !now.trusted {
			if t.boot == b.n {
				return queue.AgeUnknown
			}
			continue
		}
		sinceZero := now.wall.Sub(b.zero)
		if t.boot == b.n {
			return max(sinceZero-t.mono, floor)
		}
		if b.first >= 0 {
			floor = max(sinceZero-b.first, floor)
		}
	}
	return queue.AgeUnknown
}

// load reads the boots, and begins another when the machine has started since. Those
// that no command is of are forgotten when they began before what is kept, or nobody
// knows when: no age is reckoned by them.
func (k *timekeeper) load(ctx context.Context, db *sql.DB, process string) error {
	now := k.clock.Read()
	id := cmp.Or(now.Boot, process)
	_, err := db.ExecContext(ctx, "DELETE FROM boot WHERE coalesce(zero, 0) < ? AND id <> ? AND n NOT IN (SELECT boot FROM command)",
		now.Wall.Add(-keptFor).UnixMilli(), id)
	if err != nil {
		return fmt.Errorf("forget old boots: %w", err)
	}
	rows, err := db.QueryContext(ctx, "SELECT n, id, coalesce(zero, 0), coalesce(first, -1) FROM boot ORDER BY n")
	if err != nil {
		return fmt.Errorf("read the boots: %w", err)
	}
	defer rows.Close() // where a row cannot be read; after the last it is closed already
	for rows.Next() {
		var b boot
		var zero, first int64
		if err := rows.Scan(&b.n, &b.id, &zero, &first); err != nil {
			return fmt.Errorf("read a boot: %w", err)
		}
		if zero != 0 {
			b.zero = time.UnixMilli(zero)
		}
		b.first = time.Duration(first) * time.Millisecond
		if first < 0 {
			b.first = -1
		}
		k.boots = append(k.boots, b)
	}
	if err := rows.Err(); err != nil {
		return fmt.Errorf("read the boots: %w", err)
	}
	if n := len(k.boots); n > 0 && k.boots[n-1].id == id {
		return nil
	}
	row, err := db.ExecContext(ctx, "INSERT INTO boot (id) VALUES (?)", id)
	if err != nil {
		return fmt.Errorf("begin a boot: %w", err)
	}
	n, err := row.LastInsertId()
	k.boots = append(k.boots, boot{n: n, id: id, first: -1})
	return err
}

// save writes the present boot when something was learnt of it. Whoever commits
// says so by saved.
func (k *timekeeper) save(tx *sql.Tx) (written boot, err error) {
	k.mu.Lock()
	written = k.boots[len(k.boots)-1]
	dirty := k.dirty
	k.mu.Unlock()
	if !dirty {
		return written, nil
	}
	zero := sql.NullInt64{Int64: written.zero.UnixMilli(), Valid: !written.zero.IsZero()}
	first := sql.NullInt64{Int64: written.first.Milliseconds(), Valid: written.first >= 0}
	_, err = tx.Exec("UPDATE boot SET zero = ?, first = ? WHERE n = ?", zero, first, written.n)
	return written, err
}

func (k *timekeeper) saved(written boot) {
	k.mu.Lock()
	defer k.mu.Unlock()
	if k.boots[len(k.boots)-1] == written {
		k.dirty = false
	}
}

// touched keeps the first touch of the present boot.
func (k *timekeeper) touched(t touch) {
	k.mu.Lock()
	defer k.mu.Unlock()
	if b := &k.boots[len(k.boots)-1]; b.first < 0 {
		b.first, k.dirty = t.mono, true
	}
}

// Now is the time as a kiosk.Model wants it, in the site's zone.
func (s *Spool) Now() kiosk.Now {
	m := s.keeper.now()
	return kiosk.Now{Wall: m.wall.In(s.zone()), Mono: m.mono, WallTrusted: m.trusted}
}
