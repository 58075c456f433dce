package access

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"iter"
	"os"

	"accueil/queue/sqlfile"
)

// SQLite is a Store in one file, for one program at a time. What it answered is
// fsynced. What was deleted or replaced is overwritten and does not stay in the
// write-ahead log either: a name that was emptied is not in the file.
type SQLite struct {
	db   *sql.DB
	feed *feed
	turn chan struct{} // holds one while a change is made, so that the feed has their order
}

const applicationID = 0x41434341 // "ACCA": says whose file it is

// migrations bring a file from user_version i to i+1. They go forward only and
// are never changed once released.
func migrations() []string {
	return []string{
		`CREATE TABLE record (
			bucket TEXT NOT NULL,
			key    TEXT NOT NULL,
			value  BLOB NOT NULL,
			PRIMARY KEY (bucket, key)
		) STRICT, WITHOUT ROWID`,
	}
}

// OpenSQLite opens the file at path, or makes it with mode 0600. A file that is
// broken, another program's, or a newer Accueil's is refused and left as it is.
func OpenSQLite(path string) (*SQLite, error) {
	if err := inspect(path); err != nil {
		return nil, err
	}
	file, err := os.OpenFile(path, os.O_CREATE|os.O_RDWR, 0o600)
	if err != nil {
		return nil, fmt.Errorf("open the access file: %w", err)
	}
	if err := file.Close(); err != nil {
		return nil, fmt.Errorf("make the access file: %w", err)
	}
	db, err := sql.Open(sqlfile.Driver, sqlfile.Source(path, "_txlock=immediate&_pragma=busy_timeout(5000)"+
		"&_pragma=journal_mode(WAL)&_pragma=synchronous(FULL)&_pragma=foreign_keys(1)&_pragma=secure_delete(1)"))
	if err != nil {
		return nil, fmt.Errorf("open the access file: %w", err)
	}
	db.SetMaxOpenConns(1)
	if err := sqlfile.Migrate(db, applicationID, migrations()); err != nil {
		return nil, errors.Join(fmt.Errorf("prepare the access file %s: %w", path, err), db.Close())
	}
	return &SQLite{db: db, feed: newFeed(), turn: make(chan struct{}, 1)}, nil
}

// Get implements Store.
func (s *SQLite) Get(ctx context.Context, bucket, key string) ([]byte, error) {
	var value []byte
	err := s.db.QueryRowContext(ctx, "SELECT value FROM record WHERE bucket = ? AND key = ?", bucket, key).Scan(&value)
	if errors.Is(err, sql.ErrNoRows) {
		return nil, errNoRecord(bucket, key)
	}
	if err != nil {
		return nil, fmt.Errorf("read %s %q: %w", bucket, key, err)
	}
	return value, nil
}

// Put implements Store.
func (s *SQLite) Put(ctx context.Context, bucket, key string, value []byte) (uint64, error) {
	leave, err := s.enter(ctx)
	if err != nil {
		return 0, err
	}
	defer leave()
	var replaced bool
	err = s.db.QueryRowContext(ctx, "SELECT EXISTS (SELECT 1 FROM record WHERE bucket = ? AND key = ?)", bucket, key).Scan(&replaced)
	if err != nil {
		return 0, fmt.Errorf("look for %s %q: %w", bucket, key, err)
	}
	// From here on the outcome counts, not the caller's patience: a change that
	// was committed must be told.
	ctx = context.WithoutCancel(ctx)
	_, err = s.db.ExecContext(ctx, `INSERT INTO record (bucket, key, value) VALUES (?, ?, ?)
		ON CONFLICT (bucket, key) DO UPDATE SET value = excluded.value`, bucket, key, value)
	if err != nil {
		return 0, fmt.Errorf("store %s %q: %w", bucket, key, err)
	}
	rev := s.feed.tell(Record{Bucket: bucket, Key: key, Value: value})
	if replaced {
		return rev, s.wipe(ctx)
	}
	return rev, nil
}

// Delete implements Store.
func (s *SQLite) Delete(ctx context.Context, bucket string, keys ...string) (uint64, error) {
	leave, err := s.enter(ctx)
	if err != nil {
		return 0, err
	}
	defer leave()
	ctx = context.WithoutCancel(ctx)
	gone, err := s.remove(ctx, bucket, keys)
	if err != nil {
		return 0, fmt.Errorf("delete from %s: %w", bucket, err)
	}
	for _, key := range gone {
		s.feed.tell(Record{Bucket: bucket, Key: key})
	}
	if len(gone) > 0 {
		err = s.wipe(ctx)
	}
	return s.feed.rev(), err
}

// remove deletes keys in one transaction and returns those that were there.
func (s *SQLite) remove(ctx context.Context, bucket string, keys []string) ([]string, error) {
	tx, err := s.db.BeginTx(ctx, nil)
	if err != nil {
		return nil, err
	}
	var gone []string
	for _, key := range keys {
		done, err := tx.ExecContext(ctx, "DELETE FROM record WHERE bucket = ? AND key = ?", bucket, key)
		if err != nil {
			return nil, errors.Join(err, tx.Rollback())
		}
		if n, err := done.RowsAffected(); err == nil && n > 0 {
			gone = append(gone, key)
		}
	}
	return gone, tx.Commit()
}

// wipe empties the write-ahead log, where what was replaced would still stand.
func (s *SQLite) wipe(ctx context.Context) error {
	if _, err := s.db.ExecContext(ctx, "PRAGMA wal_checkpoint(TRUNCATE)"); err != nil {
		return fmt.Errorf("empty the access file's log: %w", err)
	}
	return nil
}

// List implements Store.
func (s *SQLite) List(ctx context.Context) (all []Record, rev uint64, err error) {
	leave, err := s.enter(ctx)
	if err != nil {
		return nil, 0, err
	}
	defer leave()
	rev = s.feed.rev()
	rows, err := s.db.QueryContext(ctx, "SELECT bucket, key, value FROM record ORDER BY bucket, key")
	if err != nil {
		return nil, 0, fmt.Errorf("list the access file: %w", err)
	}
	defer func() { err = errors.Join(err, rows.Close()) }()
	for rows.Next() {
		r := Record{Rev: rev}
		if err := rows.Scan(&r.Bucket, &r.Key, &r.Value); err != nil {
			return nil, 0, fmt.Errorf("list the access file: %w", err)
		}
		all = append(all, r)
	}
	return all, rev, rows.Err()
}

// Watch implements Store.
func (s *SQLite) Watch(ctx context.Context, after uint64) iter.Seq2[Record, error] {
	return s.feed.watch(ctx, after)
}

// Close waits for the change in hand.
func (s *SQLite) Close() error {
	leave, err := s.enter(context.Background())
	if err != nil {
		return nil // it was closed before
	}
	defer leave()
	s.feed.close()
	return s.db.Close()
}

// enter takes the turn to change the file; leave gives it back.
func (s *SQLite) enter(ctx context.Context) (leave func(), err error) {
	select {
	case s.turn <- struct{}{}:
	case <-ctx.Done():
		return nil, ctx.Err()
	}
	leave = func() { <-s.turn }
	if _, _, err := s.feed.since(s.feed.rev()); err != nil {
		leave()
		return nil, err
	}
	return leave, nil
}
