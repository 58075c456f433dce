package spool

import (
	"database/sql"
	"path/filepath"
	"testing"

	"accueil/queue/sqlfile"
)

// schema is how a file is made.
func schema(t *testing.T, path string) string {
	t.Helper()
	db, err := connect(path)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	var all string
	if err := db.QueryRow("SELECT group_concat(sql, '; ') FROM (SELECT sql FROM sqlite_master WHERE sql <> '' ORDER BY name)").Scan(&all); err != nil {
		t.Fatal(err)
	}
	return all
}

func TestMigrationsEndEqualToAFreshFile(t *testing.T) {
	fresh := filepath.Join(t.TempDir(), "kiosk.db")
	if err := open(t, fresh, newHand()).Close(); err != nil {
		t.Fatal(err)
	}
	for from := 1; from < len(migrations()); from++ {
		path := filepath.Join(t.TempDir(), "kiosk.db")
		db, err := sql.Open(sqlfile.Driver, sqlfile.Source(path, ""))
		if err != nil {
			t.Fatal(err)
		}
		if err := sqlfile.Migrate(db, applicationID, migrations()[:from]); err != nil {
			t.Fatal(err)
		}
		if err := db.Close(); err != nil {
			t.Fatal(err)
		}
		if err := open(t, path, newHand()).Close(); err != nil {
			t.Fatal(err)
		}
		if got, want := schema(t, path), schema(t, fresh); got != want {
			t.Errorf("from version %d: got %s, want %s", from, got, want)
		}
	}
}
