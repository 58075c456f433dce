package sqlite

import (
	"context"
	"database/sql"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"accueil/queue/journal"
	"accueil/queue/journal/journaltest"
)

func TestSettingsAreInForceOnEveryConnection(t *testing.T) {
	path := filepath.Join(t.TempDir(), "a folder with ? and #", "journal.db")
	if err := os.Mkdir(filepath.Dir(path), 0o700); err != nil {
		t.Fatal(err)
	}
	j := opened(t, path)
	writing := map[string]string{
		"journal_mode": "wal", "synchronous": "2", "busy_timeout": "5000", "query_only": "0",
		"application_id": fmt.Sprint(applicationID), "user_version": fmt.Sprint(len(migrations())),
	}
	reading := map[string]string{"journal_mode": "wal", "busy_timeout": "5000", "query_only": "1"}
	for range 2 {
		mustBeSet(t, j.write, 1, writing)
		mustBeSet(t, j.read, readersMax, reading)
		dropConnections(t, j.write)
		dropConnections(t, j.read)
	}
	if got := j.write.Stats().MaxOpenConnections; got != 1 {
		t.Errorf("got %d connections that write, want 1", got)
	}
	a := &journaltest.Author{Site: site}
	mustAppend(t, j, []journal.Entry{a.Open(0)})
}

// mustBeSet takes n connections at once, and asks each.
func mustBeSet(t *testing.T, db *sql.DB, n int, want map[string]string) {
	t.Helper()
	for range n {
		conn, err := db.Conn(context.Background())
		if err != nil {
			t.Fatal(err)
		}
		defer conn.Close()
		for pragma, value := range want {
			var got string
			if err := conn.QueryRowContext(context.Background(), "PRAGMA "+pragma).Scan(&got); err != nil || got != value {
				t.Errorf("%s: got %q, %v, want %q", pragma, got, err, value)
			}
		}
	}
}

// dropConnections makes the next use of a pool open a new one.
func dropConnections(t *testing.T, db *sql.DB) {
	t.Helper()
	db.SetMaxIdleConns(-1)
	db.SetMaxIdleConns(readersMax)
	if open := db.Stats().OpenConnections; open != 0 {
		t.Fatalf("%d connections are left, want none", open)
	}
}

func TestASQLiteThatMayCorruptIsRefused(t *testing.T) {
	for version, want := range map[string]bool{
		"3.51.2": false, "3.51.3": true, "3.51.10": true, "3.52.0": true, "4.0.0": true,
		"3.9.99": false, "3.51": false, "2.99.99": false, "": false, "unknown": false,
	} {
		if got := atLeast(version, versionMin); got != want {
			t.Errorf("%q: got %v, want %v", version, got, want)
		}
	}
	if err := checkVersion(raw(t, filepath.Join(t.TempDir(), "x.db"))); err != nil {
		t.Errorf("the one inside: %v", err)
	}
}

func TestAFileGoesThroughTheStepsThatItHasNotSeen(t *testing.T) {
	steps := append(migrations(), "ALTER TABLE entry ADD COLUMN more TEXT", "CREATE INDEX mores ON entry (more)")
	fresh := schemaAfter(t, filepath.Join(t.TempDir(), "fresh.db"), steps)
	for from := range steps {
		path := filepath.Join(t.TempDir(), "journal.db")
		if from > 0 {
			schemaAfter(t, path, steps[:from])
			execute(t, path, "INSERT INTO entry (at, body, chain) VALUES (1, x'01', x'02')")
		}
		if got := schemaAfter(t, path, steps); !slices.Equal(got, fresh) {
			t.Errorf("from version %d: got %q, want that of a fresh one, %q", from, got, fresh)
		}
		var rows int
		if err := raw(t, path).QueryRow("SELECT count(*) FROM entry").Scan(&rows); err != nil || rows != min(from, 1) {
			t.Errorf("from version %d: got %d rows, %v, want %d", from, rows, err, min(from, 1))
		}
		if got := schemaAfter(t, path, steps[:1]); !slices.Equal(got, fresh) {
			t.Errorf("from version %d: an older program changed it to %q", from, got)
		}
	}
	path := filepath.Join(t.TempDir(), "journal.db")
	before := schemaAfter(t, path, migrations())
	db := raw(t, path)
	if err := migrate(db, append(migrations(), "CREATE TABLE half (a); CREATE TABLE half (a)")); err == nil {
		t.Error("a step that fails was taken")
	}
	if got := schema(t, db); !slices.Equal(got, before) {
		t.Errorf("a step that failed left %q, want %q", got, before)
	}
}

func schemaAfter(t *testing.T, path string, steps []string) []string {
	t.Helper()
	db := raw(t, path)
	if err := migrate(db, steps); err != nil {
		t.Fatal(err)
	}
	return schema(t, db)
}

// schema returns what a file's tables and marks are.
func schema(t *testing.T, db *sql.DB) (list []string) {
	t.Helper()
	rows, err := db.Query("SELECT sql FROM sqlite_schema UNION ALL SELECT user_version FROM pragma_user_version " +
		"UNION ALL SELECT application_id FROM pragma_application_id")
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	for rows.Next() {
		var s sql.NullString
		if err := rows.Scan(&s); err != nil {
			t.Fatal(err)
		}
		list = append(list, s.String)
	}
	return list
}
