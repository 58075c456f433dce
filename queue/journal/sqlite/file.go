package sqlite

import (
	"bytes"
	"database/sql"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"syscall"
)

const applicationID = 0x4143434a // "ACCJ": says whose file it is

// migrations bring a file from user_version i to i+1. They go forward only and
// are never changed once released.
func migrations() []string {
	return []string{
		`CREATE TABLE entry (
			site  TEXT    NOT NULL,
			pos   INTEGER NOT NULL,
			day   TEXT,             -- of an opening
			body  BLOB    NOT NULL, -- journal.Encode
			chain BLOB    NOT NULL,
			PRIMARY KEY (site, pos)
		) STRICT, WITHOUT ROWID;
		CREATE INDEX opening ON entry (site, pos, day) WHERE day IS NOT NULL`,
	}
}

// prepare runs the steps that the file has not seen, each in its transaction, and
// puts them into the file itself, so that its header says whose it is.
func prepare(db *sql.DB) error {
	if err := checkVersion(db); err != nil {
		return err
	}
	var version int
	if err := db.QueryRow("PRAGMA user_version").Scan(&version); err != nil {
		return fmt.Errorf("read its version: %w", err)
	}
	if version == len(migrations()) {
		return nil
	}
	for ; version < len(migrations()); version++ {
		tx, err := db.Begin()
		if err != nil {
			return fmt.Errorf("begin step %d: %w", version+1, err)
		}
		_, err = tx.Exec(fmt.Sprintf("%s; PRAGMA user_version = %d; PRAGMA application_id = %d",
			migrations()[version], version+1, applicationID))
		if err != nil {
			return errors.Join(fmt.Errorf("step %d: %w", version+1, err), tx.Rollback())
		}
		if err := tx.Commit(); err != nil {
			return fmt.Errorf("commit step %d: %w", version+1, err)
		}
	}
	_, err := db.Exec("PRAGMA wal_checkpoint(TRUNCATE)")
	return err
}

// The places of SQLite's file header that say whose file it is.
const (
	headerSize    = 100
	magic         = "SQLite format 3\x00"
	versionOffset = 60
	ownerOffset   = 68
)

// inspect refuses a file that is not for this program, without touching it: it
// reads the header alone, however large the journal. No file, an empty one, and
// one whose making was cut short are fine.
func inspect(path string) (err error) {
	file, err := os.Open(path)
	if errors.Is(err, os.ErrNotExist) {
		return nil
	}
	if err != nil {
		return fmt.Errorf("look at the journal: %w", err)
	}
	defer func() { err = errors.Join(err, file.Close()) }()
	header := make([]byte, headerSize)
	n, err := io.ReadFull(file, header)
	switch {
	case errors.Is(err, io.EOF):
		return nil
	case err != nil && !errors.Is(err, io.ErrUnexpectedEOF):
		return fmt.Errorf("look at the journal: %w", err)
	case n < headerSize || !bytes.HasPrefix(header, []byte(magic)):
		return fmt.Errorf("%s is broken or no database: put back a copy of it, or move it away and start anew (--data names the folder)", path)
	}
	owner := binary.BigEndian.Uint32(header[ownerOffset:])
	version := int(binary.BigEndian.Uint32(header[versionOffset:]))
	if owner == 0 && version == 0 {
		return fresh(path)
	}
	if owner != applicationID {
		return foreign(path)
	}
	if version > len(migrations()) {
		return fmt.Errorf("%s was written by a newer Accueil (version %d, this one knows %d): start that one, or put back an older copy",
			path, version, len(migrations()))
	}
	return nil
}

func foreign(path string) error {
	return fmt.Errorf("%s belongs to another program: move it away, or name another folder with --data", path)
}

// fresh refuses a file without an owner that holds tables: it is another program's.
func fresh(path string) (err error) {
	db, err := sql.Open("sqlite", dsn(path, "mode=ro&immutable=1"))
	if err != nil {
		return fmt.Errorf("look at the journal: %w", err)
	}
	defer func() { err = errors.Join(err, db.Close()) }()
	var tables int
	if err := db.QueryRow("SELECT count(*) FROM sqlite_schema").Scan(&tables); err != nil {
		return fmt.Errorf("%s is broken (%w): put back a copy of it, or move it away and start anew", path, err)
	}
	if tables > 0 {
		return foreign(path)
	}
	return nil
}

// LockDir keeps a data folder for one server: the second is refused. A lock is
// free again when its holder ends, however it ends. release gives it up.
func LockDir(dir string) (release func() error, err error) {
	path := filepath.Join(dir, "lock")
	file, err := os.OpenFile(path, os.O_CREATE|os.O_RDWR, 0o600)
	if err != nil {
		return nil, fmt.Errorf("lock the data folder: %w", err)
	}
	if err := syscall.Flock(int(file.Fd()), syscall.LOCK_EX|syscall.LOCK_NB); err != nil {
		return nil, errors.Join(
			fmt.Errorf("the data folder %s is in use by another server: stop that one, or name another folder with --data", dir),
			file.Close())
	}
	return file.Close, nil
}
