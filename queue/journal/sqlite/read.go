package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"iter"
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

// pass yields what stands after a position; ok is false when the reader is done.
func (j *Journal) pass(ctx context.Context, site queue.SiteID, after uint64, yield func(journal.Entry, error) bool) (pos uint64, ok bool) {
	if err := j.kept(ctx, site, after); err != nil {
		yield(journal.Entry{}, err)
		return after, false
	}
	for {
		page, err := j.page(ctx, site, after)
		for _, e := range page {
			if !yield(e, nil) {
				return after, false
			}
			after = e.Pos
		}
		if err != nil {
			yield(journal.Entry{}, err)
			return after, false
		}
		if len(page) < pageEntries {
			return after, true
		}
	}
}

// kept refuses to read from below the first position kept.
func (j *Journal) kept(ctx context.Context, site queue.SiteID, after uint64) error {
	var first uint64
	err := j.read.QueryRowContext(ctx, "SELECT pos FROM entry WHERE site = ? ORDER BY pos LIMIT 1", string(site)).Scan(&first)
	if errors.Is(err, sql.ErrNoRows) {
		return nil
	}
	if err != nil {
		return fmt.Errorf("read the first position of %s: %w", site, err)
	}
	if after+1 < first {
		return &journal.Forgotten{Site: site, First: first}
	}
	return nil
}

// page returns the next entries, and an error after those before it.
func (j *Journal) page(ctx context.Context, site queue.SiteID, after uint64) ([]journal.Entry, error) {
	rows, err := j.read.QueryContext(ctx,
		"SELECT pos, day, body, chain FROM entry WHERE site = ? AND pos > ? ORDER BY pos LIMIT ?", string(site), int64(after), pageEntries)
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
		page = append(page, e)
	}
	if err := rows.Err(); err != nil {
		return page, fmt.Errorf("read entries: %w", err)
	}
	return page, nil
}

// scan reads one row, whose columns must say what its body says.
func scan(rows *sql.Rows) (journal.Entry, error) {
	var pos uint64
	var day sql.NullString
	var body, chain []byte
	if err := rows.Scan(&pos, &day, &body, &chain); err != nil {
		return journal.Entry{}, fmt.Errorf("read entries: %w", err)
	}
	e, err := journal.Decode(body)
	if err != nil {
		return e, fmt.Errorf("position %d: %w", pos, err)
	}
	opened, _ := journal.OpeningOf(&e)
	if e.Pos != pos || string(opened) != day.String || copy(e.Chain[:], chain) != len(e.Chain) || len(chain) != len(e.Chain) {
		return e, fmt.Errorf("position %d: the row is not what was written", pos)
	}
	return e, nil
}
