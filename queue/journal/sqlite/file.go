package sqlite

import (
	"database/sql"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"syscall"

	"accueil/queue/sqlfile"
)

const applicationID = 0x4143434a // "ACCJ": says whose file it is

// migrations bring a file from user_version i to i+1. They go forward only and
// are never changed once released.
func migrations() []string {
	return []string{
		`CREATE TABLE kept (              -- the sites, and where their entries begin and end
			n         INTEGER PRIMARY KEY,
			site      TEXT    NOT NULL, -- few, and found without an index, which might lose one
			forgotten INTEGER NOT NULL, -- position of the last entry forgotten, 0 for none
			chain     BLOB    NOT NULL, -- its chain, which the first entry kept follows
			last      INTEGER NOT NULL  -- position of the last entry
		) STRICT;
		CREATE TABLE entry (
			at    INTEGER PRIMARY KEY, -- kept.n << 40 | position: a row goes behind the last, and moves none
			day   TEXT,                -- of an opening
			body  BLOB    NOT NULL,    -- journal.Encode
			chain BLOB    NOT NULL,
			pos   INTEGER AS (at & 0xFFFFFFFFFF)
		) STRICT;
		CREATE INDEX opening ON entry (at, day) WHERE day IS NOT NULL`,
	}
}

// migrate brings a file up to date, and puts that into the file itself, so that a
// copy without its log says whose it is.
func migrate(db *sql.DB, steps []string) error {
	var version int
	if err := db.QueryRow("PRAGMA user_version").Scan(&version); err != nil {
		return fmt.Errorf("read its version: %w", err)
	}
	if version >= len(steps) {
		return nil
	}
	if err := sqlfile.Migrate(db, applicationID, steps); err != nil {
		return err
	}
	_, err := db.Exec("PRAGMA wal_checkpoint(TRUNCATE)")
	return err
}

// inspect refuses a file that is not for this program, and changes neither it nor
// its log: however large the journal, it reads a page or two. It returns the
// version of the file, 0 for no file, an empty one, and one whose making was cut short.
func inspect(path string) (version int, err error) {
	info, err := os.Stat(path)
	missing := errors.Is(err, os.ErrNotExist)
	switch {
	case err != nil && !missing:
		return 0, fmt.Errorf("look at the journal: %w", err)
	case !missing && !info.Mode().IsRegular():
		return 0, fmt.Errorf("%s is not a file: move it away, or name another folder with --data", path)
	case missing || info.Size() == 0:
		if log, err := os.Stat(logOf(path)); err == nil && log.Size() > 0 {
			return 0, fmt.Errorf("%s is missing or empty, but its log %s is there: put back a copy of both, or move the log away and start anew",
				path, logOf(path))
		}
		return 0, nil
	}
	return judge(path)
}

// judge tells whose a database is.
func judge(path string) (version int, err error) {
	db, err := sql.Open(sqlfile.Driver, readSource(path))
	if err != nil {
		return 0, fmt.Errorf("look at the journal: %w", err)
	}
	db.SetMaxOpenConns(1)
	defer func() { err = errors.Join(err, db.Close()) }()
	var owner, tables int
	for query, to := range map[string]*int{
		"PRAGMA application_id": &owner, "PRAGMA user_version": &version, "SELECT count(*) FROM sqlite_schema": &tables,
	} {
		if err := db.QueryRow(query).Scan(to); err != nil {
			return 0, broken(path, err)
		}
	}
	fresh := owner == 0 && version == 0 && tables == 0
	switch {
	case fresh:
		return 0, nil
	case owner != applicationID:
		return 0, fmt.Errorf("%s belongs to another program: move it away, or name another folder with --data", path)
	case version < 1:
		return 0, broken(path, fmt.Errorf("its version is %d", version))
	case version > len(migrations()):
		return 0, fmt.Errorf("%s was written by a newer Accueil (version %d, this one knows %d): start that one, or put back an older copy",
			path, version, len(migrations()))
	}
	if err := db.QueryRow("SELECT count(*) FROM (SELECT 1 FROM entry LIMIT 1)").Scan(&tables); err != nil {
		return 0, broken(path, err)
	}
	return version, nil
}

func broken(path string, err error) error {
	return fmt.Errorf("%s is broken or no database (%w): put back a copy of it, or move it away and start anew (--data names the folder)", path, err)
}

// readSource names a database for reading. Without a log nobody has it open, and
// it is read as it lies, without a file being made beside it; with one it is read
// through the log.
func readSource(path string) string {
	if _, err := os.Stat(logOf(path)); errors.Is(err, os.ErrNotExist) {
		return sqlfile.Source(path, "mode=ro&immutable=1&_pragma=query_only(1)")
	}
	return sqlfile.Source(path, "mode=ro&_pragma=busy_timeout(5000)&_pragma=query_only(1)")
}

// logOf returns the path of a database's write-ahead log.
func logOf(path string) string { return path + "-wal" }

// LockDir keeps a data folder for one server: the second is refused. A lock is
// free again when its holder ends, however it ends. release gives it up.
func LockDir(dir string) (release func() error, err error) {
	path := filepath.Join(dir, "lock")
	file, err := os.OpenFile(path, os.O_CREATE|os.O_RDWR, 0o600)
	if err != nil {
		return nil, fmt.Errorf("lock the data folder: %w", err)
	}
	err = syscall.Flock(int(file.Fd()), syscall.LOCK_EX|syscall.LOCK_NB)
	if errors.Is(err, syscall.EWOULDBLOCK) {
		err = errors.New("it is in use by another server: stop that one, or name another folder with --data")
	}
	if err != nil {
		return nil, errors.Join(fmt.Errorf("lock the data folder %s: %w", dir, err), file.Close())
	}
	return file.Close, nil
}
