// Package sqlfile is what our SQLite files have in common, whoever keeps them: how
// they are named to the driver, and how they are brought up to date.
//
// The driver runs the pragmas of a source in the order of their names, on every
// connection; one that must come after another is not named there.
package sqlfile

import (
	"database/sql"
	"errors"
	"fmt"
	"net/url"

	_ "modernc.org/sqlite" // the driver "sqlite"
)

// Driver is the name under which database/sql knows it.
const Driver = "sqlite"

// Source names the file at path, whatever characters are in it, with options such
// as "mode=ro&_pragma=busy_timeout(5000)".
func Source(path, options string) string {
	return (&url.URL{Scheme: "file", Opaque: (&url.URL{Path: path}).EscapedPath(), RawQuery: options}).String()
}

// Migrate runs the steps that a file has not seen, the i-th bringing it from
// user_version i to i+1, each in its transaction, and marks whose file it is by its
// application_id. They go forward only.
func Migrate(db *sql.DB, owner int, steps []string) error {
	var version int
	if err := db.QueryRow("PRAGMA user_version").Scan(&version); err != nil {
		return fmt.Errorf("read its version: %w", err)
	}
	for ; version < len(steps); version++ {
		tx, err := db.Begin()
		if err != nil {
			return fmt.Errorf("begin step %d: %w", version+1, err)
		}
		_, err = tx.Exec(fmt.Sprintf("%s; PRAGMA user_version = %d; PRAGMA application_id = %d", steps[version], version+1, owner))
		if err != nil {
			return errors.Join(fmt.Errorf("step %d: %w", version+1, err), tx.Rollback())
		}
		if err := tx.Commit(); err != nil {
			return fmt.Errorf("commit step %d: %w", version+1, err)
		}
	}
	return nil
}
