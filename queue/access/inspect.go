package access

import (
	"database/sql"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"

	"accueil/queue/sqlfile"
)

// copyPrefix begins the names of the folders where a file is copied to be looked at.
const copyPrefix = ".access-look-"

// inspect refuses a file that is not for this program, without touching it: it
// reads it as immutable, or, where a log lies beside it after a crash, reads a
// copy of both. No file and an empty one are fine.
func inspect(path string) (err error) {
	info, err := os.Stat(path)
	if errors.Is(err, os.ErrNotExist) || err == nil && info.Size() == 0 {
		return nil
	}
	if err != nil {
		return fmt.Errorf("look at the access file: %w", err)
	}
	if !info.Mode().IsRegular() {
		return fmt.Errorf("%s is not a file: move it away, or give another folder", path)
	}
	log, err := os.Stat(path + "-wal")
	if err != nil || log.Size() == 0 {
		return judge(path, sqlfile.Source(path, "mode=ro&immutable=1"))
	}
	if err := dropCopies(path); err != nil {
		return err
	}
	dir, err := os.MkdirTemp(filepath.Dir(path), copyPrefix)
	if err != nil {
		return fmt.Errorf("copy the access file to look at it: %w", err)
	}
	defer func() { err = errors.Join(err, os.RemoveAll(dir)) }()
	looked := filepath.Join(dir, "access.db")
	if err := errors.Join(copyFile(path, looked), copyFile(path+"-wal", looked+"-wal")); err != nil {
		return fmt.Errorf("copy the access file to look at it: %w", err)
	}
	return judge(path, sqlfile.Source(looked, ""))
}

// judge opens what source names and tells whether it is ours; path is for the text.
func judge(path, source string) (err error) {
	db, err := sql.Open(sqlfile.Driver, source)
	if err != nil {
		return fmt.Errorf("open the access file: %w", err)
	}
	db.SetMaxOpenConns(1)
	defer func() { err = errors.Join(err, db.Close()) }()
	broken := func(err error) error {
		return fmt.Errorf("%s is broken or not a database (%w): put back a copy of it, or move it away and start again with no people and devices", path, err)
	}
	var owner, version, tables int
	if err := db.QueryRow("PRAGMA application_id").Scan(&owner); err != nil {
		return broken(err)
	}
	if err := db.QueryRow("PRAGMA user_version").Scan(&version); err != nil {
		return broken(err)
	}
	if err := db.QueryRow("SELECT count(*) FROM sqlite_schema").Scan(&tables); err != nil {
		return broken(err)
	}
	var verdict string
	if err := db.QueryRow("PRAGMA quick_check(1)").Scan(&verdict); err != nil {
		return broken(err)
	}
	fresh := owner == 0 && version == 0 && tables == 0 // its making was cut short
	switch {
	case owner != applicationID && !fresh:
		return fmt.Errorf("%s belongs to another program: move it away, or give another folder", path)
	case version < 1 && !fresh:
		return broken(fmt.Errorf("its version is %d", version))
	case version > len(migrations()):
		return fmt.Errorf("%s was written by a newer Accueil (version %d, this one knows %d): start that one, or put back an older copy", path, version, len(migrations()))
	case verdict != "ok":
		return broken(errors.New(verdict))
	}
	return nil
}

// dropCopies removes what a look that was killed left behind.
func dropCopies(path string) error {
	left, err := filepath.Glob(filepath.Join(filepath.Dir(path), copyPrefix+"*"))
	for _, dir := range left {
		err = errors.Join(err, os.RemoveAll(dir))
	}
	return err
}

func copyFile(from, to string) (err error) {
	in, err := os.Open(from)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, in.Close()) }()
	out, err := os.OpenFile(to, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600)
	if err != nil {
		return err
	}
	_, err = io.Copy(out, in)
	return errors.Join(err, out.Close())
}
