package sqlite

import (
	"database/sql"
	"path/filepath"
	"testing"

	"accueil/queue"
	"accueil/queue/journal"
	"accueil/queue/journal/journaltest"
	"accueil/queue/sqlfile"
)

func TestAFileIsAJournal(t *testing.T) {
	t.Parallel()
	journaltest.Run(t, func(t *testing.T) journaltest.Store {
		path := filepath.Join(t.TempDir(), "journal.db")
		return journaltest.Store{
			Open: func(t testing.TB) journal.Journal { return opened(t, path) },
			Alter: func(t testing.TB, site queue.SiteID, pos uint64, change func([]byte) []byte) {
				alter(t, path, site, pos, change)
			},
		}
	})
}

// opened opens a journal that ends with the test.
func opened(t testing.TB, path string) *Journal {
	t.Helper()
	j, err := Open(path)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := j.Close(); err != nil {
			t.Errorf("close: %v", err)
		}
	})
	return j
}

// raw opens a file beneath the journal's hands.
func raw(t testing.TB, path string) *sql.DB {
	t.Helper()
	db, err := sql.Open(sqlfile.Driver, sqlfile.Source(path, "_pragma=busy_timeout(5000)"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := db.Close(); err != nil {
			t.Errorf("close: %v", err)
		}
	})
	return db
}

// execute runs statements beneath the journal's hands.
func execute(t testing.TB, path string, statements ...string) {
	t.Helper()
	db := raw(t, path)
	db.SetMaxOpenConns(1)
	for _, s := range statements {
		if _, err := db.Exec(s); err != nil {
			t.Fatalf("%s: %v", s, err)
		}
	}
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
}

func alter(t testing.TB, path string, site queue.SiteID, pos uint64, change func([]byte) []byte) {
	t.Helper()
	db := raw(t, path)
	var body []byte
	if err := db.QueryRow("SELECT body FROM entry WHERE at = "+whereAt, string(site), int64(pos)).Scan(&body); err != nil {
		t.Fatal(err)
	}
	// an empty slice would be bound as NULL, which the column refuses
	if _, err := db.Exec("UPDATE entry SET body = CAST(?3 AS BLOB) WHERE at = "+whereAt, string(site), int64(pos), string(change(body))); err != nil {
		t.Fatal(err)
	}
}
