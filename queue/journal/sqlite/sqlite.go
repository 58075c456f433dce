// Package sqlite keeps the journal in one SQLite file: the embedded default. One
// connection writes, others read; write-ahead log, synchronous FULL, so that a
// commit has been fsynced when Append returns.
//
// An Append is one transaction. What is older than the openings that are read at
// start costs nothing then: positions are the key, and openings have an index.
package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"os"
	"strconv"
	"strings"
	"sync"
	"time"

	"accueil/queue"
	"accueil/queue/journal"
	"accueil/queue/sqlfile"
)

// A Journal is a journal.Journal in a SQLite file.
type Journal struct {
	write  *sql.DB // one connection
	read   *sql.DB
	last   *sql.Stmt
	begin  *sql.Stmt
	insert *sql.Stmt
	extend *sql.Stmt

	mu   sync.Mutex    // guards news
	news chan struct{} // closed and made anew at every append of ours
}

// pollEvery is how often Follow looks for what another process appended.
const pollEvery = 500 * time.Millisecond

// A row's key is its site's number, shifted, and its position: a batch goes behind
// the last row of a tree, which costs half of what a tree by name and position did.
const (
	posBits = 40
	siteMax = 1 << 20
	whereAt = "(SELECT n << 40 | ?2 FROM kept WHERE site = ?1)" // of a site and position; NULL, which finds nothing, for none
)

// versionMin is the first SQLite without the WAL-reset corruption.
const versionMin = "3.51.3"

// Open opens the file at path, or makes it with mode 0600. A file that is broken,
// another program's, or a newer Accueil's is refused and left as it is.
func Open(path string) (*Journal, error) {
	if _, err := inspect(path); err != nil {
		return nil, err
	}
	file, err := os.OpenFile(path, os.O_CREATE|os.O_RDWR, 0o600)
	if err != nil {
		return nil, fmt.Errorf("open the journal: %w", err)
	}
	if err := file.Close(); err != nil {
		return nil, fmt.Errorf("make the journal: %w", err)
	}
	const pragmas = "_txlock=immediate&_pragma=busy_timeout(5000)&_pragma=journal_mode(WAL)&_pragma=synchronous(FULL)" +
		"&_pragma=cache_size(-16000)"
	write, err := sql.Open(sqlfile.Driver, sqlfile.Source(path, pragmas))
	if err != nil {
		return nil, fmt.Errorf("open the journal: %w", err)
	}
	write.SetMaxOpenConns(1)
	if err := prepare(write); err != nil {
		return nil, errors.Join(fmt.Errorf("prepare the journal %s: %w", path, err), write.Close())
	}
	return open(write, sqlfile.Source(path, "mode=ro&_pragma=busy_timeout(5000)&_pragma=query_only(1)"))
}

// prepare brings the file up to date, on a SQLite and with settings that keep
// what is committed.
func prepare(db *sql.DB) error {
	if err := checkVersion(db); err != nil {
		return err
	}
	var mode string
	var synchronous int
	if err := db.QueryRow("PRAGMA journal_mode").Scan(&mode); err != nil {
		return fmt.Errorf("ask for its log: %w", err)
	}
	if err := db.QueryRow("PRAGMA synchronous").Scan(&synchronous); err != nil {
		return fmt.Errorf("ask for its fsyncs: %w", err)
	}
	const full = 2
	if mode != "wal" || synchronous != full {
		return fmt.Errorf("the disk takes no write-ahead log (mode %s, synchronous %d): put the data folder on a local disk", mode, synchronous)
	}
	return migrate(db, migrations())
}

// OpenRead opens a journal that is not to be written, such as for Verify, and
// changes nothing in its folder but, when there is a log, SQLite's index of that.
// A server may be writing it; one that is started meanwhile may make it fail.
// Append and Forget then fail.
func OpenRead(path string) (*Journal, error) {
	if _, err := os.Stat(path); errors.Is(err, os.ErrNotExist) {
		return nil, fmt.Errorf("there is no journal at %s: name its folder with --data", path)
	}
	version, err := inspect(path)
	if err != nil {
		return nil, err
	}
	if version < len(migrations()) {
		return nil, fmt.Errorf("%s is of an older Accueil (version %d, this one reads %d): start the server once, which brings it up to date",
			path, version, len(migrations()))
	}
	return open(nil, readSource(path))
}

// readersMax bounds the connections that read.
const readersMax = 4

func open(write *sql.DB, readFrom string) (*Journal, error) {
	read, err := sql.Open(sqlfile.Driver, readFrom)
	if err != nil {
		return nil, fmt.Errorf("open the journal for reading: %w", err)
	}
	read.SetMaxOpenConns(readersMax)
	read.SetMaxIdleConns(readersMax)
	j := &Journal{write: write, read: read, news: make(chan struct{})}
	if err := checkVersion(read); err != nil {
		return nil, errors.Join(err, j.Close())
	}
	if write == nil {
		return j, nil
	}
	j.last, err = write.Prepare("SELECT n, last FROM kept WHERE site = ?")
	if err == nil {
		j.begin, err = write.Prepare("INSERT INTO kept (site, forgotten, chain, last) VALUES (?, 0, zeroblob(32), 0) RETURNING n")
	}
	if err == nil {
		j.insert, err = write.Prepare("INSERT INTO entry (at, day, body, chain) VALUES (?, ?, ?, ?)")
	}
	if err == nil {
		j.extend, err = write.Prepare("UPDATE kept SET last = ? WHERE n = ?")
	}
	if err != nil {
		return nil, errors.Join(fmt.Errorf("prepare the journal: %w", err), j.Close())
	}
	return j, nil
}

// checkVersion refuses a SQLite that may corrupt a write-ahead log.
func checkVersion(db *sql.DB) error {
	var version string
	if err := db.QueryRow("SELECT sqlite_version()").Scan(&version); err != nil {
		return fmt.Errorf("ask SQLite's version: %w", err)
	}
	if !atLeast(version, versionMin) {
		return fmt.Errorf("SQLite %s inside may corrupt its log: build with a modernc.org/sqlite that holds %s or newer", version, versionMin)
	}
	return nil
}

func atLeast(version, least string) bool {
	have, want := strings.Split(version, "."), strings.Split(least, ".")
	for i, w := range want {
		if i >= len(have) {
			return false
		}
		h, err := strconv.Atoi(have[i])
		n, _ := strconv.Atoi(w)
		if err != nil || h < n {
			return false
		}
		if h > n {
			return true
		}
	}
	return true
}

// Close closes the file.
func (j *Journal) Close() error {
	errs := []error{j.read.Close()}
	if j.write != nil {
		errs = append(errs, j.write.Close())
	}
	return errors.Join(errs...)
}

var errReadOnly = errors.New("the journal is open for reading alone")

// Append implements journal.Journal.
func (j *Journal) Append(ctx context.Context, site queue.SiteID, last uint64, entries []journal.Entry) error {
	if j.write == nil {
		return errReadOnly
	}
	if err := journal.CheckAppend(last, entries); err != nil {
		return err
	}
	if err := ctx.Err(); err != nil {
		return fmt.Errorf("begin append: %w", err)
	}
	ctx = context.WithoutCancel(ctx) // once begun it is not broken off, and needs nobody to watch for that
	tx, err := j.write.BeginTx(ctx, nil)
	if err != nil {
		return fmt.Errorf("begin append: %w", err)
	}
	if err := j.store(ctx, tx, site, last, entries); err != nil {
		return errors.Join(err, tx.Rollback())
	}
	if err := tx.Commit(); err != nil {
		return fmt.Errorf("commit append: %w", err)
	}
	j.mu.Lock()
	close(j.news)
	j.news = make(chan struct{})
	j.mu.Unlock()
	return nil
}

func (j *Journal) store(ctx context.Context, tx *sql.Tx, site queue.SiteID, last uint64, entries []journal.Entry) error {
	var n int64
	var have uint64
	err := tx.StmtContext(ctx, j.last).QueryRowContext(ctx, string(site)).Scan(&n, &have)
	if err != nil && !errors.Is(err, sql.ErrNoRows) {
		return fmt.Errorf("read the last position: %w", err)
	}
	if have != last {
		return &journal.Conflict{Site: site, Last: last, Have: have}
	}
	if n == 0 {
		if err := tx.StmtContext(ctx, j.begin).QueryRowContext(ctx, string(site)).Scan(&n); err != nil {
			return fmt.Errorf("begin the journal of %s: %w", site, err)
		}
	}
	insert := tx.StmtContext(ctx, j.insert)
	for i := range entries {
		e := &entries[i]
		var day any
		if d, opens := journal.OpeningOf(e); opens {
			day = string(d)
		}
		if _, err := insert.ExecContext(ctx, n<<posBits|int64(e.Pos), day, journal.Encode(e), e.Chain[:]); err != nil {
			return fmt.Errorf("store position %d: %w", e.Pos, err)
		}
	}
	if _, err := tx.StmtContext(ctx, j.extend).ExecContext(ctx, int64(last)+int64(len(entries)), n); err != nil {
		return fmt.Errorf("store the last position: %w", err)
	}
	return nil
}

// Forget implements journal.Journal.
func (j *Journal) Forget(ctx context.Context, site queue.SiteID, before uint64) error {
	if j.write == nil {
		return errReadOnly
	}
	tx, err := j.write.BeginTx(ctx, nil)
	if err != nil {
		return fmt.Errorf("begin to forget: %w", err)
	}
	if err := forget(ctx, tx, site, before); err != nil {
		return errors.Join(err, tx.Rollback())
	}
	if err := tx.Commit(); err != nil {
		return fmt.Errorf("commit that what is before %d is forgotten: %w", before, err)
	}
	return nil
}

func forget(ctx context.Context, tx *sql.Tx, site queue.SiteID, before uint64) error {
	var at sql.NullInt64
	var day, newest queue.Day
	err := tx.QueryRowContext(ctx, "SELECT at, day, (SELECT max(day) FROM entry AS e WHERE e.day IS NOT NULL AND e.at >> 40 = entry.at >> 40)"+
		" FROM entry WHERE at = "+whereAt+" AND day IS NOT NULL", string(site), int64(before)).Scan(&at, &day, &newest)
	if err != nil && !errors.Is(err, sql.ErrNoRows) {
		return fmt.Errorf("look for the opening at %d: %w", before, err)
	}
	if !at.Valid {
		return journal.NoOpening(site, before)
	}
	if err := journal.MayForget(site, newest, day); err != nil {
		return err
	}
	_, err = tx.ExecContext(ctx, // nothing, when nothing stands before it
		"UPDATE kept SET forgotten = e.pos, chain = e.chain FROM entry AS e WHERE kept.site = ? AND e.at = ?", string(site), at.Int64-1)
	if err != nil {
		return fmt.Errorf("keep the chain before %d: %w", before, err)
	}
	_, err = tx.ExecContext(ctx, "DELETE FROM entry WHERE at BETWEEN (SELECT n << 40 FROM kept WHERE site = ?) AND ?", string(site), at.Int64-1)
	if err != nil {
		return fmt.Errorf("forget what is before %d: %w", before, err)
	}
	return nil
}
