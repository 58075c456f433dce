package sqlite

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"accueil/queue/journal"
	"accueil/queue/journal/journaltest"
)

const site = "dijon"

// filled makes a journal of a week, and closes it.
func filled(t testing.TB, path string) *journaltest.Author {
	t.Helper()
	j, err := Open(path)
	if err != nil {
		t.Fatal(err)
	}
	a := &journaltest.Author{Site: site}
	for _, day := range a.Week(3) {
		mustAppend(t, j, day)
	}
	if err := j.Close(); err != nil {
		t.Fatal(err)
	}
	return a
}

func mustAppend(t testing.TB, j journal.Journal, entries []journal.Entry) {
	t.Helper()
	if err := j.Append(context.Background(), site, entries[0].Pos-1, entries); err != nil {
		t.Fatal(err)
	}
}

// killed runs a statement on a file whose program is then killed: it stands in
// the log, and in the log alone.
func killed(t testing.TB, path string, statements ...string) {
	t.Helper()
	db := raw(t, path)
	db.SetMaxOpenConns(1)
	for _, s := range append([]string{"PRAGMA journal_mode = WAL", "PRAGMA wal_autocheckpoint = 0"}, statements...) {
		if _, err := db.Exec(s); err != nil {
			t.Fatalf("%s: %v", s, err)
		}
	}
	left := folder(t, filepath.Dir(path))
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
	for name, body := range left {
		write(t, filepath.Join(filepath.Dir(path), name), []byte(body))
	}
}

// folder returns what the files of a folder hold, by name.
func folder(t testing.TB, dir string) map[string]string {
	t.Helper()
	entries, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	files := map[string]string{}
	for _, e := range entries {
		if !e.Type().IsRegular() {
			files[e.Name()] = e.Type().String()
			continue
		}
		body, err := os.ReadFile(filepath.Join(dir, e.Name()))
		if err != nil {
			t.Fatal(err)
		}
		files[e.Name()] = string(body)
	}
	return files
}

// mustBeLeft holds that a folder is as it was, but for SQLite's index of a log.
func mustBeLeft(t testing.TB, dir string, before map[string]string) {
	t.Helper()
	after := folder(t, dir)
	for name := range maps.Keys(after) {
		if _, was := before[name]; !was && !strings.HasSuffix(name, "-shm") {
			t.Errorf("%s was made", name)
		}
	}
	for name, body := range before {
		if now, is := after[name]; !is {
			t.Errorf("%s was removed", name)
		} else if now != body && !strings.HasSuffix(name, "-shm") {
			t.Errorf("%s was changed", name)
		}
	}
}

func write(t testing.TB, path string, body []byte) {
	t.Helper()
	if err := os.WriteFile(path, body, 0o600); err != nil {
		t.Fatal(err)
	}
}

func content(t testing.TB, path string) []byte {
	t.Helper()
	body, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return body
}

func TestAFileThatIsNotForUsIsRefusedAndLeftAsItIs(t *testing.T) {
	newer := fmt.Sprintf("PRAGMA user_version = %d", len(migrations())+1)
	cases := map[string]struct {
		make func(t *testing.T, path string)
		says []string
	}{
		"garbage": {func(t *testing.T, path string) {
			write(t, path, bytes.Repeat([]byte("not a database. "), 1000))
		}, []string{"no database", "put back a copy"}},
		"a few bytes": {func(t *testing.T, path string) {
			write(t, path, []byte("SQLite format 3\x00"))
		}, []string{"broken", "put back a copy"}},
		"another program's": {func(t *testing.T, path string) {
			execute(t, path, "CREATE TABLE theirs (a)")
		}, []string{"another program", "move it away"}},
		"another program's that names itself": {func(t *testing.T, path string) {
			execute(t, path, "PRAGMA application_id = 7")
		}, []string{"another program", "move it away"}},
		"another program's that was killed": {func(t *testing.T, path string) {
			killed(t, path, "CREATE TABLE theirs (a)")
		}, []string{"another program", "move it away"}},
		"a newer Accueil's": {func(t *testing.T, path string) {
			filled(t, path)
			execute(t, path, newer)
		}, []string{"newer Accueil", "start that one"}},
		"a newer Accueil's that was killed": {func(t *testing.T, path string) {
			filled(t, path)
			killed(t, path, newer)
		}, []string{"newer Accueil", "start that one"}},
		"ours of a version that cannot be": {func(t *testing.T, path string) {
			filled(t, path)
			execute(t, path, "PRAGMA user_version = -7")
		}, []string{"broken", "put back a copy"}},
		"ours with a torn first page": {func(t *testing.T, path string) {
			filled(t, path)
			body := content(t, path)
			copy(body[100:], bytes.Repeat([]byte{0xa5}, 500))
			write(t, path, body)
		}, []string{"broken", "put back a copy"}},
		"ours cut short": {func(t *testing.T, path string) {
			filled(t, path)
			write(t, path, content(t, path)[:5000])
		}, []string{"broken", "put back a copy"}},
		"a log without its file": {func(t *testing.T, path string) {
			filled(t, path)
			killed(t, path, "PRAGMA user_version = 1")
			if err := os.Remove(path); err != nil {
				t.Fatal(err)
			}
		}, []string{"its log", "put back a copy of both"}},
		"a log with an emptied file": {func(t *testing.T, path string) {
			filled(t, path)
			killed(t, path, "PRAGMA user_version = 1")
			write(t, path, nil)
		}, []string{"its log", "put back a copy of both"}},
		"a folder": {func(t *testing.T, path string) {
			if err := os.Mkdir(path, 0o700); err != nil {
				t.Fatal(err)
			}
		}, []string{"not a file", "move it away"}},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			dir := t.TempDir()
			path := filepath.Join(dir, "journal.db")
			c.make(t, path)
			before := folder(t, dir)
			_, err := Open(path)
			if err == nil {
				t.Fatal("it was opened")
			}
			for _, word := range append(c.says, path) {
				if !strings.Contains(err.Error(), word) {
					t.Errorf("got %q, want it to say %q", err, word)
				}
			}
			mustBeLeft(t, dir, before)
			if _, err := OpenRead(path); err == nil {
				t.Error("it was opened for reading")
			}
			mustBeLeft(t, dir, before)
		})
	}
}

func TestAFileThatIsOursOpensAgain(t *testing.T) {
	cases := map[string]struct {
		make func(t *testing.T, path string)
		last uint64
	}{
		"no file":              {func(*testing.T, string) {}, 0},
		"after an orderly end": {func(t *testing.T, path string) { filled(t, path) }, 28},
		"after a kill": {func(t *testing.T, path string) {
			filled(t, path)
			killed(t, path, "DELETE FROM entry WHERE pos > 25", "UPDATE kept SET last = 25")
		}, 25},
		"cut short when it was made":     {func(t *testing.T, path string) { write(t, path, nil) }, 0},
		"cut short before its first row": {func(t *testing.T, path string) { killed(t, path, "PRAGMA user_version = 0") }, 0},
		"a kill without the log's index": {func(t *testing.T, path string) {
			filled(t, path)
			killed(t, path, "DELETE FROM entry WHERE pos > 25", "UPDATE kept SET last = 25")
			if err := os.Remove(path + "-shm"); err != nil {
				t.Fatal(err)
			}
		}, 25},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			path := filepath.Join(t.TempDir(), "journal.db")
			c.make(t, path)
			j := opened(t, path)
			v, err := journal.Verify(context.Background(), j, site)
			if err != nil || v.Last != c.last {
				t.Errorf("got last position %d, %v, want %d", v.Last, err, c.last)
			}
			if info, err := os.Stat(path); err != nil || info.Mode().Perm()&0o077 != 0 && name == "no file" {
				t.Errorf("others may read the file that was made: %v, %v", info.Mode(), err)
			}
		})
	}
}

func TestReadingAloneChangesNothing(t *testing.T) {
	cases := map[string]func(t *testing.T, path string){
		"after an orderly end": func(t *testing.T, path string) { filled(t, path) },
		"after a kill": func(t *testing.T, path string) {
			filled(t, path)
			killed(t, path, "PRAGMA user_version = 1")
		},
		"while a server writes": func(t *testing.T, path string) {
			a := filled(t, path)
			j := opened(t, path)
			mustAppend(t, j, a.Tickets(5))
		},
	}
	for name, make := range cases {
		t.Run(name, func(t *testing.T) {
			dir := t.TempDir()
			path := filepath.Join(dir, "journal.db")
			make(t, path)
			before := folder(t, dir)
			j, err := OpenRead(path)
			if err != nil {
				t.Fatal(err)
			}
			v, err := journal.Verify(context.Background(), j, site)
			if err != nil || v.Last < 28 {
				t.Errorf("got last position %d, %v", v.Last, err)
			}
			a := &journaltest.Author{Site: site, Last: v.Last}
			if err := j.Append(context.Background(), site, v.Last, a.Tickets(1)); !errors.Is(err, errReadOnly) {
				t.Errorf("append: got %v, want that it is open for reading alone", err)
			}
			if err := j.Forget(context.Background(), site, 5); !errors.Is(err, errReadOnly) {
				t.Errorf("forget: got %v, want that it is open for reading alone", err)
			}
			mustBeLeft(t, dir, before)
			if err := j.Close(); err != nil {
				t.Fatal(err)
			}
			mustBeLeft(t, dir, before)
		})
	}
}

func TestReadingAloneWantsAJournal(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, "journal.db")
	if _, err := OpenRead(path); err == nil || !strings.Contains(err.Error(), "there is no journal") {
		t.Errorf("no file: got %v", err)
	}
	write(t, path, nil)
	if _, err := OpenRead(path); err == nil || !strings.Contains(err.Error(), "start the server once") {
		t.Errorf("an empty file: got %v", err)
	}
	mustBeLeft(t, dir, map[string]string{"journal.db": ""})
}
