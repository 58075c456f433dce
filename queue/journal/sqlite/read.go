package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"iter"
	"math"
	"slices"
	"time"

	"accueil/queue"
	"accueil/queue/journal"
)

// pageEntries is how many entries one query reads: a reader that stops to think
// holds back no checkpoint.
const pageEntries = 1000

// Read implements journal.Journal.
func (j *Journal) Read(ctx context.Context, site queue.SiteID, after uint64) iter.Seq2[journal.Entry, error] {
	return func(yield func(journal.Entry, error) bool) {
		j.pass(ctx, site, after, yield)
	}
}

// Follow implements journal.Journal.
func (j *Journal) Follow(ctx context.Context, site queue.SiteID, after uint64) iter.Seq2[journal.Entry, error] {
	return func(yield func(journal.Entry, error) bool) {
		pos := after
		for {
			j.mu.Lock()
			news := j.news
			j.mu.Unlock()
			next, ok := j.pass(ctx, site, pos, yield)
			if !ok {
				return
			}
			pos = next
			timer := time.NewTimer(pollEvery)
			select {
			case <-news:
			case <-timer.C:
			case <-ctx.Done():
				timer.Stop()
				yield(journal.Entry{}, ctx.Err())
				return
			}
			timer.Stop()
		}
	}
}

// pass yields what stands after a position now; ok is false when the reader is done.
func (j *Journal) pass(ctx context.Context, site queue.SiteID, after uint64, yield func(journal.Entry, error) bool) (pos uint64, ok bool) {
	s, err := j.span(ctx, site)
	if err == nil {
		err = s.reaches(after)
	}
	for err == nil && after < s.last {
		var page []journal.Entry
		page, err = j.page(ctx, site, after, s.last)
		for _, e := range page {
			if !yield(e, nil) {
				return after, false
			}
			after = e.Pos
		}
	}
	if err != nil {
		yield(journal.Entry{}, err)
		return after, false
	}
	return after, true
}

// A span is what is kept of a site's journal.
type span struct {
	site        queue.SiteID
	first, last uint64   // both zero for an empty journal
	before      [32]byte // chain of the entry before first
}

// reaches refuses to read from below the first position kept.
func (s *span) reaches(after uint64) error {
	if s.first > 0 && after < s.first-1 {
		return &journal.Forgotten{Site: s.site, First: s.first, Chain: s.before}
	}
	return nil
}

// span returns what is kept of a site. The table of entries alone is not believed:
// a tree that lost its last leaf ends early without a word.
func (j *Journal) span(ctx context.Context, site queue.SiteID) (span, error) {
	s := span{site: site}
	var first, end, forgotten, last sql.Null[int64]
	var chain []byte
	var n int64
	err := j.read.QueryRowContext(ctx,
		`SELECT (SELECT pos FROM entry WHERE at BETWEEN n << 40 AND (n+1 << 40) - 1 ORDER BY at LIMIT 1),
			(SELECT pos FROM entry WHERE at BETWEEN n << 40 AND (n+1 << 40) - 1 ORDER BY at DESC LIMIT 1),
			forgotten, last, chain, n FROM kept WHERE site = ?`, string(site)).Scan(&first, &end, &forgotten, &last, &chain, &n)
	switch {
	case errors.Is(err, sql.ErrNoRows):
		_, err := j.Sites(ctx) // entries may be there, and their site's name lost
		return s, err
	case err != nil:
		return s, fmt.Errorf("read what is kept of %s: %w", site, err)
	case n < 1 || n > siteMax:
		return s, fmt.Errorf("%s has the number %d, which is none of a site", site, n)
	case first.V != forgotten.V+1:
		return s, fmt.Errorf("position %d of %s is missing: its journal begins at %d", forgotten.V+1, site, first.V)
	case end.V > last.V:
		return s, fmt.Errorf("position %d of %s was never appended: its journal ended at %d", end.V, site, last.V)
	case copy(s.before[:], chain) != len(s.before) || len(chain) != len(s.before):
		return s, fmt.Errorf("the chain before position %d of %s has %d bytes", first.V, site, len(chain))
	}
	s.first, s.last = uint64(first.V), uint64(last.V)
	return s, nil
}

// page returns the next entries up to last, at least one, or an error after those before it.
func (j *Journal) page(ctx context.Context, site queue.SiteID, after, last uint64) ([]journal.Entry, error) {
	rows, err := j.read.QueryContext(ctx,
		"SELECT pos, day, body, chain FROM entry WHERE at BETWEEN "+whereAt+" AND (SELECT n << 40 | ?3 FROM kept WHERE site = ?1) ORDER BY at LIMIT ?4",
		string(site), int64(after+1), int64(last), pageEntries)
	if err != nil {
		return nil, fmt.Errorf("read entries: %w", err)
	}
	defer rows.Close()
	var page []journal.Entry
	for rows.Next() {
		e, err := scan(rows)
		if err != nil {
			return page, err
		}
		if e.Pos != after+1 {
			return page, j.hole(ctx, site, after)
		}
		page = append(page, e)
		after = e.Pos
	}
	if err := rows.Err(); err != nil {
		return page, fmt.Errorf("read entries: %w", err)
	}
	if after < last && len(page) < pageEntries {
		return page, j.hole(ctx, site, after)
	}
	return page, nil
}

// hole tells why there is no entry after a position: it was forgotten meanwhile, or lost.
func (j *Journal) hole(ctx context.Context, site queue.SiteID, after uint64) error {
	s, err := j.span(ctx, site)
	if err == nil {
		err = s.reaches(after)
	}
	if err == nil {
		err = fmt.Errorf("position %d of %s is missing", after+1, site)
	}
	return err
}

// scan reads one row, whose columns must say what its body says.
func scan(rows *sql.Rows) (journal.Entry, error) {
	var pos int64
	var day sql.NullString
	var body, chain []byte
	if err := rows.Scan(&pos, &day, &body, &chain); err != nil {
		return journal.Entry{}, fmt.Errorf("read entries: %w", err)
	}
	e, err := journal.Decode(body)
	if err != nil {
		return e, fmt.Errorf("position %d is not what was written: %w", pos, err)
	}
	opened, opens := journal.OpeningOf(&e)
	if e.Pos != uint64(pos) || string(opened) != day.String || opens != day.Valid ||
		copy(e.Chain[:], chain) != len(e.Chain) || len(chain) != len(e.Chain) {
		return e, fmt.Errorf("position %d is not what was written: its row differs from its body", pos)
	}
	return e, nil
}

// pageOpenings is how many openings one query reads: a start stops after a week's.
const pageOpenings = 32

// Openings implements journal.Journal.
func (j *Journal) Openings(ctx context.Context, site queue.SiteID) iter.Seq2[journal.Opening, error] {
	return func(yield func(journal.Opening, error) bool) {
		before := int64(1<<posBits - 1)
		for {
			page, err := j.openings(ctx, site, before)
			for _, o := range page {
				if !yield(o, nil) {
					return
				}
				before = int64(o.Pos)
			}
			if err != nil {
				yield(journal.Opening{}, fmt.Errorf("read the openings of %s: %w", site, err))
			}
			if err != nil || len(page) < pageOpenings {
				return
			}
		}
	}
}

// openings returns the next openings before a position, newest first.
func (j *Journal) openings(ctx context.Context, site queue.SiteID, before int64) (page []journal.Opening, err error) {
	rows, err := j.read.QueryContext(ctx,
		"SELECT pos, day FROM entry WHERE at > "+whereAt+" AND at < (SELECT n << 40 | ?3 FROM kept WHERE site = ?1) "+
			"AND day IS NOT NULL ORDER BY at DESC LIMIT ?4", string(site), 0, before, pageOpenings)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	for rows.Next() {
		var o journal.Opening
		if err := rows.Scan(&o.Pos, &o.Day); err != nil {
			return page, err
		}
		if int64(o.Pos) >= before {
			return page, fmt.Errorf("position %d is out of order", o.Pos)
		}
		before = int64(o.Pos)
		page = append(page, o)
	}
	return page, rows.Err()
}

// Sites implements journal.Journal. A site that lost its entries is among
// them: Verify tells what it misses. Entries of a site that is not named are an
// error.
func (j *Journal) Sites(ctx context.Context) ([]queue.SiteID, error) {
	rows, err := j.read.QueryContext(ctx, "SELECT n, site FROM kept ORDER BY n")
	if err != nil {
		return nil, fmt.Errorf("list the sites: %w", err)
	}
	defer rows.Close()
	var list []queue.SiteID
	from, gaps := int64(math.MinInt64), [][2]int64{}
	for rows.Next() {
		var n int64
		var id queue.SiteID
		if err := rows.Scan(&n, &id); err != nil {
			return nil, fmt.Errorf("list the sites: %w", err)
		}
		if n < 1 || n > siteMax {
			return nil, fmt.Errorf("list the sites: %s has the number %d, which is none of a site", id, n)
		}
		list = append(list, id)
		gaps = append(gaps, [2]int64{from, n<<posBits - 1})
		from = (n + 1) << posBits
	}
	if err := rows.Err(); err != nil {
		return nil, fmt.Errorf("list the sites: %w", err)
	}
	for _, gap := range append(gaps, [2]int64{from, math.MaxInt64}) {
		var stray bool
		err := j.read.QueryRowContext(ctx, "SELECT EXISTS (SELECT 1 FROM entry WHERE at BETWEEN ? AND ?)", gap[0], gap[1]).Scan(&stray)
		if err == nil && stray {
			err = errors.New("there are entries of a site that is not named")
		}
		if err != nil {
			return nil, fmt.Errorf("list the sites: %w", err)
		}
	}
	slices.Sort(list)
	return list, nil
}
