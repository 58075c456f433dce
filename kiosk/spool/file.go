package spool

import (
	"database/sql"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"

	"accueil/queue/sqlfile"
)

const applicationID = 0x4143_4353 // "ACCS": says whose file it is

// migrations bring a file from user_version i to i+1. They go forward only and
// are never changed once released.
func migrations() []string {
	return []string{`
CREATE TABLE meta (
	name  TEXT PRIMARY KEY,
	value TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- A boot is a start of the machine. zero is the wall's time at its beginning in
-- milliseconds, NULL while no clock was believed in it.
CREATE TABLE boot (
	n     INTEGER PRIMARY KEY,
	id    TEXT NOT NULL,
	zero  INTEGER,
	first INTEGER -- milliseconds from its beginning to its first touch
) STRICT;

-- A count is the last number given; that of day '' bounds the undated ones.
CREATE TABLE count (
	day    TEXT NOT NULL,
	prefix INTEGER NOT NULL,
	lane   INTEGER NOT NULL,
	last   INTEGER NOT NULL,
	PRIMARY KEY (day, prefix, lane)
) STRICT, WITHOUT ROWID;

CREATE TABLE ticket (
	id          TEXT PRIMARY KEY,
	number      TEXT NOT NULL,
	service     TEXT NOT NULL,
	class       INTEGER NOT NULL, -- as born; an amendment is a command
	lang        TEXT NOT NULL,
	appointment TEXT NOT NULL,
	day         TEXT NOT NULL,    -- '' when undated
	counted     TEXT NOT NULL,    -- the day that the server gave an undated one
	at          INTEGER NOT NULL -- the wall's milliseconds, for people
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX ticket_label ON ticket (day, number) WHERE day <> '';

-- A command is something the server is to be told, in the order of n.
CREATE TABLE command (
	n      INTEGER PRIMARY KEY AUTOINCREMENT,
	ticket TEXT NOT NULL,
	kind   INTEGER NOT NULL,
	key    TEXT NOT NULL UNIQUE,
	class  INTEGER NOT NULL, -- of an amendment
	boot   INTEGER NOT NULL,
	mono   INTEGER NOT NULL, -- milliseconds of that boot
	state  INTEGER NOT NULL,
	said   TEXT NOT NULL,    -- why it was refused
	sent   INTEGER NOT NULL  -- the wall's milliseconds when answered, 0 when not known
) STRICT;
CREATE INDEX command_waiting ON command (n) WHERE state = 0;
CREATE INDEX command_ticket ON command (ticket);
`, `
-- A receipt is what became of a ticket's paper, of its newest where there are several.
CREATE TABLE receipt (
	ticket  TEXT PRIMARY KEY,
	state   INTEGER NOT NULL,
	trouble INTEGER NOT NULL,
	at      INTEGER NOT NULL -- the wall's milliseconds, for people
) STRICT, WITHOUT ROWID;
`}
}

// openFile opens the file at path, or makes it with mode 0600. A file that is
// broken, another program's, or a newer Accueil's is refused and left as it is.
func openFile(path string) (*sql.DB, error) {
	version, there, err := inspect(path)
	if err != nil {
		return nil, err
	}
	if !there {
		if err := make600(path); err != nil {
			return nil, fmt.Errorf("make the spool %s: %w", path, err)
		}
		version = len(migrations())
	}
	if version < len(migrations()) {
		if err := raise(path); err != nil {
			return nil, fmt.Errorf("bring the spool %s up to date: %w", path, err)
		}
	}
	db, err := connect(path)
	if err != nil {
		return nil, err
	}
	if err := check(db, path); err != nil {
		return nil, errors.Join(err, db.Close())
	}
	return db, nil
}

// connect opens one connection that no other program can share. The driver runs
// these in the order of their names, and so the journal's mode is not among them:
// EXCLUSIVE comes before WAL, or there is a shared-memory file, which a full disk
// would turn into the program's death.
func connect(path string) (*sql.DB, error) {
	db, err := sql.Open(sqlfile.Driver, sqlfile.Source(path, "_txlock=immediate&_pragma=busy_timeout(2000)"+
		"&_pragma=locking_mode(EXCLUSIVE)&_pragma=synchronous(FULL)&_pragma=foreign_keys(1)"))
	if err != nil {
		return nil, fmt.Errorf("open the spool %s: %w", path, err)
	}
	db.SetMaxOpenConns(1)
	return db, nil
}

// inspect looks at a file's header without SQLite, which would write beside it.
// The header tells the truth: a spool is made elsewhere and then renamed, and its
// version rises in the old journal mode.
func inspect(path string) (version int, there bool, err error) {
	file, err := os.Open(path)
	if errors.Is(err, os.ErrNotExist) {
		return 0, false, nil
	}
	if err != nil {
		return 0, false, fmt.Errorf("open the spool: %w", err)
	}
	defer file.Close()
	head := make([]byte, 100)
	n, err := io.ReadFull(file, head)
	if errors.Is(err, io.EOF) {
		return 0, false, nil // empty: as good as none
	}
	if err != nil && !errors.Is(err, io.ErrUnexpectedEOF) {
		return 0, false, fmt.Errorf("read the spool %s: %w", path, err)
	}
	if n < len(head) || !strings.HasPrefix(string(head), "SQLite format 3\x00") {
		return 0, false, fmt.Errorf("%s is not a kiosk's spool, or is broken: move it away and keep it, then start again "+
			"(the kiosk gets a new lane; tickets that had not reached the server stay in that file)", path)
	}
	version = int(binary.BigEndian.Uint32(head[60:]))
	switch {
	case binary.BigEndian.Uint32(head[68:]) != applicationID:
		return 0, false, fmt.Errorf("%s belongs to another program: move it away, or give another folder", path)
	case version > len(migrations()):
		return 0, false, fmt.Errorf("%s was written by a newer Accueil (version %d, this one knows %d): start that one",
			path, version, len(migrations()))
	}
	return version, true, nil
}

// make600 makes a whole new spool beside path and renames it.
func make600(path string) error {
	made := path + ".new"
	for _, left := range []string{made, made + "-journal", path + "-wal"} {
		if err := os.Remove(left); err != nil && !errors.Is(err, os.ErrNotExist) {
			return err
		}
	}
	file, err := os.OpenFile(made, os.O_CREATE|os.O_EXCL|os.O_RDWR, 0o600)
	if err != nil {
		return err
	}
	if err := errors.Join(file.Close(), raise(made), os.Rename(made, path)); err != nil {
		return err
	}
	dir, err := os.Open(filepath.Dir(path))
	if err != nil {
		return err
	}
	return errors.Join(dir.Sync(), dir.Close())
}

// raise runs the steps that the file has not seen, each in its transaction.
func raise(path string) error {
	db, err := connect(path)
	if err != nil {
		return err
	}
	_, err = db.Exec("PRAGMA journal_mode = DELETE")
	if err == nil {
		err = sqlfile.Migrate(db, applicationID, migrations())
	}
	return errors.Join(err, db.Close())
}

// check begins the journal, and reads the whole file once.
func check(db *sql.DB, path string) error {
	var verdict string
	_, err := db.Exec("PRAGMA journal_mode = WAL")
	if err == nil {
		err = db.QueryRow("PRAGMA quick_check(1)").Scan(&verdict)
	}
	switch {
	case err != nil && strings.Contains(err.Error(), "SQLITE_BUSY"):
		return fmt.Errorf("%s is in use: another kiosk runs on this folder: end it, or give another folder with --data", path)
	case err != nil:
		verdict = err.Error()
	case verdict == "ok":
		return nil
	}
	return fmt.Errorf("%s is broken (%s): move it away and keep it, then start again "+
		"(the kiosk gets a new lane; tickets that had not reached the server stay in that file)", path, cut(verdict))
}
