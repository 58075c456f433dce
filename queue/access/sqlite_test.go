package access

import (
	"bytes"
	"database/sql"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"accueil/queue"
	"accueil/queue/sqlfile"
)

func TestAFileThatIsNotOursIsRefusedAndLeftAsItIs(t *testing.T) {
	cases := map[string]struct {
		make func(t *testing.T, path string)
		says string
	}{
		"garbage": {func(t *testing.T, path string) {
			write(t, path, bytes.Repeat([]byte("not a database. "), 1000))
		}, "broken or not a database"},
		"another program's": {func(t *testing.T, path string) {
			execute(t, path, "CREATE TABLE theirs (a)")
		}, "another program"},
		"another program's that names itself": {func(t *testing.T, path string) {
			execute(t, path, "PRAGMA application_id = 7")
		}, "another program"},
		"a newer Accueil's": {func(t *testing.T, path string) {
			filled(t, path)
			execute(t, path, fmt.Sprintf("PRAGMA user_version = %d", len(migrations())+1))
		}, "newer Accueil"},
		"of a version that cannot be": {func(t *testing.T, path string) {
			filled(t, path)
			execute(t, path, "PRAGMA user_version = -7")
		}, "broken"},
		"a torn page": {func(t *testing.T, path string) {
			filled(t, path)
			body := read(t, path)
			copy(body[4096+1:], bytes.Repeat([]byte{0xa5}, 500))
			write(t, path, body)
		}, "broken"},
		"cut short": {func(t *testing.T, path string) {
			filled(t, path)
			write(t, path, read(t, path)[:5000])
		}, "broken"},
		"a newer Accueil's that was killed": {func(t *testing.T, path string) {
			filled(t, path)
			killed(t, path, fmt.Sprintf("PRAGMA user_version = %d", len(migrations())+1))
		}, "newer Accueil"},
		"a folder": {func(t *testing.T, path string) {
			if err := os.Mkdir(path, 0o700); err != nil {
				t.Fatal(err)
			}
		}, "not a file"},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			dir := t.TempDir()
			path := filepath.Join(dir, "access.db")
			c.make(t, path)
			before := folder(t, dir)
			_, err := OpenSQLite(path)
			if err == nil || !strings.Contains(err.Error(), c.says) || !strings.Contains(err.Error(), path) {
				t.Errorf("got %v, want it to say %q and the path", err, c.says)
			}
			after := folder(t, dir)
			if len(after) != len(before) {
				t.Errorf("the folder held %d files and holds %d", len(before), len(after))
			}
			for name, body := range before {
				if after[name] != body {
					t.Errorf("%s was changed", name)
				}
			}
		})
	}
}

func TestAFileThatIsOursOpensAgain(t *testing.T) {
	cases := map[string]func(t *testing.T, path string){
		"after an orderly end":           func(t *testing.T, path string) { filled(t, path) },
		"after a kill":                   func(t *testing.T, path string) { filled(t, path); killed(t, path, "PRAGMA user_version = 1") },
		"killed while it was first made": func(t *testing.T, path string) { killed(t, path, "SELECT 1") },
		"killed when it had just been made": func(t *testing.T, path string) {
			killed(t, path, fmt.Sprintf("BEGIN; %s; PRAGMA user_version = 1; PRAGMA application_id = %d; COMMIT", migrations()[0], applicationID))
		},
		"empty": func(t *testing.T, path string) { write(t, path, nil) },
	}
	for name, prepare := range cases {
		t.Run(name, func(t *testing.T) {
			dir := t.TempDir()
			path := filepath.Join(dir, "access.db")
			prepare(t, path)
			s := openSQLite(t, path)
			put(t, s, "b", "k", "v")
			if err := s.Close(); err != nil {
				t.Fatal(err)
			}
			if got, err := openSQLite(t, path).Get(t.Context(), "b", "k"); err != nil || string(got) != "v" {
				t.Errorf("got %q, %v, want v", got, err)
			}
			if left, err := filepath.Glob(filepath.Join(dir, copyPrefix+"*")); err != nil || len(left) > 0 {
				t.Errorf("copies are left: %v, %v", left, err)
			}
		})
	}
}

func TestMigrationsEndEqualToAFreshFile(t *testing.T) {
	fresh := filepath.Join(t.TempDir(), "access.db")
	filled(t, fresh)
	for from := range migrations() {
		path := filepath.Join(t.TempDir(), "access.db")
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
		if err := openSQLite(t, path).Close(); err != nil {
			t.Fatal(err)
		}
		if got, want := schema(t, path), schema(t, fresh); got != want {
			t.Errorf("from version %d: got %s, want %s", from, got, want)
		}
	}
}

func TestTheFileIsForItsUserAlone(t *testing.T) {
	dir := t.TempDir()
	s := openSQLite(t, filepath.Join(dir, "access.db"))
	put(t, s, "b", "k", "v")
	for name := range folder(t, dir) {
		info, err := os.Stat(filepath.Join(dir, name))
		if err != nil || info.Mode().Perm() != 0o600 {
			t.Errorf("%s: got %v, %v, want 0600", name, info.Mode(), err)
		}
	}
}

func TestNoByteIsLeftOfWhatWasDeletedOrReplaced(t *testing.T) {
	dir := t.TempDir()
	s := openSQLite(t, filepath.Join(dir, "access.db"))
	random := rand.New(rand.NewPCG(1, 2))
	live := map[string]bool{}
	for i := range 400 {
		key := fmt.Sprint(random.IntN(60))
		text := fmt.Sprintf("{value %d of key %s}", i, key)
		value := strings.Repeat(text, 1+random.IntN(1+random.IntN(200))) // some overflow their page
		put(t, s, "b", key, value)
		live[key] = true
		if random.IntN(3) == 0 {
			gone := fmt.Sprint(random.IntN(60))
			if _, err := s.Delete(t.Context(), "b", gone); err != nil {
				t.Fatal(err)
			}
			delete(live, gone)
		}
	}
	var keys []string
	for key := range live {
		keys = append(keys, key)
	}
	if _, err := s.Delete(t.Context(), "b", keys...); err != nil {
		t.Fatal(err)
	}
	for name, body := range folder(t, dir) {
		if at := strings.Index(body, "{value"); at >= 0 {
			t.Errorf("%s still holds %q", name, body[at:min(len(body), at+40)])
		}
	}
}

func TestAFullDiskIsSaidAndGoesOnWhenThereIsRoom(t *testing.T) {
	s := openSQLite(t, filepath.Join(t.TempDir(), "access.db"))
	put(t, s, "b", "k", "v")
	limit := func(pages int) {
		if _, err := s.db.Exec(fmt.Sprintf("PRAGMA max_page_count = %d", pages)); err != nil {
			t.Fatal(err)
		}
	}
	limit(4)
	large := bytes.Repeat([]byte("x"), 100_000)
	if _, err := s.Put(t.Context(), "b", "large", large); err == nil {
		t.Fatal("a full disk took a value")
	} else if queue.KindOf(unavailable(err)) != queue.Unavailable {
		t.Errorf("got %v, want Unavailable", err)
	}
	if got, err := s.Get(t.Context(), "b", "k"); err != nil || string(got) != "v" {
		t.Errorf("reading on a full disk: got %q, %v", got, err)
	}
	limit(1 << 20)
	if _, err := s.Put(t.Context(), "b", "large", large); err != nil {
		t.Errorf("with room again: %v", err)
	}
}

// filled makes a file of ours with some records, and closes it.
func filled(t *testing.T, path string) {
	t.Helper()
	s := openSQLite(t, path)
	for i := range 200 {
		put(t, s, "note", fmt.Sprint(i), strings.Repeat("text ", 20))
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
}

// killed leaves the file as a kill would after a statement: its log beside it.
func killed(t *testing.T, path, statement string) {
	t.Helper()
	db, err := sql.Open(sqlfile.Driver, sqlfile.Source(path, "_pragma=journal_mode(WAL)"))
	if err != nil {
		t.Fatal(err)
	}
	db.SetMaxOpenConns(1)
	if _, err := db.Exec(statement); err != nil {
		t.Fatal(err)
	}
	left := map[string][]byte{}
	for _, name := range []string{path, path + "-wal"} {
		if body, err := os.ReadFile(name); err == nil {
			left[name] = body
		}
	}
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
	for name, body := range left {
		write(t, name, body)
	}
}

func execute(t *testing.T, path, statement string) {
	t.Helper()
	db, err := sql.Open(sqlfile.Driver, sqlfile.Source(path, ""))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := db.Exec(statement); err != nil {
		t.Fatal(err)
	}
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
}

func schema(t *testing.T, path string) string {
	t.Helper()
	db, err := sql.Open(sqlfile.Driver, sqlfile.Source(path, "mode=ro"))
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = db.Close() }()
	var text string
	var version, owner int
	if err := db.QueryRow("SELECT group_concat(sql, ';') FROM sqlite_schema").Scan(&text); err != nil {
		t.Fatal(err)
	}
	if err := db.QueryRow("PRAGMA user_version").Scan(&version); err != nil {
		t.Fatal(err)
	}
	if err := db.QueryRow("PRAGMA application_id").Scan(&owner); err != nil {
		t.Fatal(err)
	}
	return fmt.Sprintf("%s version %d of %x", text, version, owner)
}

// folder returns all files below dir with what they hold.
func folder(t *testing.T, dir string) map[string]string {
	t.Helper()
	all := map[string]string{}
	entries, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range entries {
		if e.Type().IsRegular() {
			all[e.Name()] = string(read(t, filepath.Join(dir, e.Name())))
		} else {
			all[e.Name()] = e.Type().String()
		}
	}
	return all
}

func read(t *testing.T, path string) []byte {
	t.Helper()
	body, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return body
}

func write(t *testing.T, path string, body []byte) {
	t.Helper()
	if err := os.WriteFile(path, body, 0o600); err != nil {
		t.Fatal(err)
	}
}
