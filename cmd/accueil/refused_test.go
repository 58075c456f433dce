package main

import (
	"bytes"
	"database/sql"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"accueil/queue/journal/sqlite"
)

// mustRefuse wants a command to end with a status, nothing on stdout, and one line
// that holds each of some words.
func mustRefuse(t *testing.T, status int, words []string, args ...string) {
	t.Helper()
	got, out, errs := accueil(t, args...)
	if got != status || out != "" {
		t.Errorf("accueil %s: got status %d and %q, want %d and nothing", strings.Join(args, " "), got, out, status)
	}
	if strings.Count(errs, "\n") != 1 || !strings.HasPrefix(errs, "accueil: ") {
		t.Errorf("accueil %s: got %q, want one line", strings.Join(args, " "), errs)
	}
	for _, word := range words {
		if !strings.Contains(errs, word) {
			t.Errorf("accueil %s: got %q, want it to say %q", strings.Join(args, " "), errs, word)
		}
	}
}

func TestACommandCalledWronglySaysHow(t *testing.T) {
	for what, c := range map[string]struct {
		args  []string
		words []string
	}{
		"no such command":     {[]string{"sevre"}, []string{"sevre", "accueil help"}},
		"no such flag":        {[]string{"serve", "--prot", "1"}, []string{"-prot", "accueil serve -h"}},
		"a word too many":     {[]string{"serve", "here"}, []string{"here", "accueil serve -h"}},
		"a value that is not": {[]string{"serve", "--always-open=perhaps"}, []string{"perhaps", "accueil serve -h"}},
		"no journal command":  {[]string{"journal"}, []string{"accueil journal verify"}},
		"nothing":             {nil, []string{"accueil help"}},
		"an empty address":    {[]string{"serve", "--listen", ""}, []string{"--listen", "127.0.0.1:8470"}},
		"no admin command":    {[]string{"admin"}, []string{"device add"}},
		"no such one":         {[]string{"admin", "device", "frob"}, []string{"device add"}},
		"nobody named":        {[]string{"admin", "person", "remove"}, []string{"accueil admin person remove"}},
		"a list of one":       {[]string{"admin", "device", "list", "x"}, []string{"x", "--site"}},
		"no token":            {[]string{"admin", "device", "list"}, []string{"--token-file"}},
	} {
		t.Run(what, func(t *testing.T) { mustRefuse(t, statusUsage, c.words, c.args...) })
	}
	status, _, errs := runWith(t, map[string]string{"ACCUEIL_ALWAYS_OPEN": "perhaps"}, "serve")
	if status != statusUsage || !strings.Contains(errs, "ACCUEIL_ALWAYS_OPEN") {
		t.Errorf("a variable that is not a value: got %d %q, want 2 and its name", status, errs)
	}
	if status, _, errs := runWith(t, map[string]string{"ACCUEIL_CONFIG": "", "ACCUEIL_ALWAYS_OPEN": ""}, "check"); status != statusDone {
		t.Errorf("a variable set to nothing: got %d %q, want it taken as not set", status, errs)
	}
	config := filepath.Join(t.TempDir(), "no.toml")
	if status, _, errs := runWith(t, map[string]string{"ACCUEIL_CONFIG": config}, "check"); status != statusFailed || !strings.Contains(errs, config) {
		t.Errorf("a variable for a flag: got %d %q, want 1 and the file that it names", status, errs)
	}
}

// runWith is accueil with variables of its own.
func runWith(t *testing.T, variables map[string]string, args ...string) (status int, out, errs string) {
	t.Helper()
	var o, e bytes.Buffer
	getenv := func(name string) (string, bool) { v, ok := variables[name]; return v, ok }
	status = run(t.Context(), args, getenv, std{strings.NewReader(""), &o, &e})
	return status, o.String(), e.String()
}

func TestAWrongConfigurationIsToldWholeAndNothingIsMade(t *testing.T) {
	dir := t.TempDir()
	config, data := filepath.Join(dir, "site.toml"), filepath.Join(dir, "data")
	write(t, config, `[[site]]
id = "dijon"
name = "PIMMS"
time_zone = "Europe/Dijon"
hours = ["mon-fri 9-12"]
colour = "blue"
[[site.service]]
id = "droits"
prefix = "aa"
name = { fr = "Droits" }
partners = ["caf"]
`)
	place := regexp.MustCompile(`^` + regexp.QuoteMeta(config) + `:\d+:\d+: .+`)
	for _, command := range []string{"check", "serve", "up"} {
		status, out, errs := accueil(t, command, "--config", config, "--data", data)
		if command == "check" {
			status, out, errs = accueil(t, command, "--config", config)
		}
		lines := strings.Split(strings.TrimSpace(out+errs), "\n")
		if status != statusFailed || len(lines) != 6 {
			t.Errorf("%s: got status %d and %d lines, want 1 and five mistakes with what to do:\n%s", command, status, len(lines), out+errs)
		}
		for _, line := range lines[:len(lines)-1] {
			if !place.MatchString(line) {
				t.Errorf("%s: got %q, want FILE:LINE:COL: text", command, line)
			}
		}
	}
	if _, err := os.Stat(data); !os.IsNotExist(err) {
		t.Errorf("the data folder: got %v, want none made", err)
	}
}

func write(t *testing.T, path, text string) {
	t.Helper()
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
}

// A foreigner is a file where one of ours is expected.
type foreigner struct {
	what  string
	make  func(t *testing.T, path string)
	words []string
}

func foreigners() []foreigner {
	run := func(t *testing.T, path, statements string) {
		t.Helper()
		db, err := sql.Open("sqlite", "file:"+path)
		if err != nil {
			t.Fatal(err)
		}
		defer db.Close()
		if _, err := db.Exec(statements); err != nil {
			t.Fatal(err)
		}
	}
	return []foreigner{
		{"noise", func(t *testing.T, path string) { write(t, path, strings.Repeat("no database ", 1000)) }, []string{"broken", "put back a copy"}},
		{"another program's database", func(t *testing.T, path string) {
			run(t, path, `CREATE TABLE recipe (id INTEGER PRIMARY KEY, text TEXT)`)
		}, []string{"another"}},
		{"a newer program's", func(t *testing.T, path string) {
			run(t, path, `CREATE TABLE kept (n INTEGER PRIMARY KEY); PRAGMA user_version = 900`)
		}, []string{"newer"}},
	}
}

func TestAForeignFileIsRefusedAndLeftAlone(t *testing.T) {
	for _, name := range []string{"journal.db", "access.db"} {
		for _, f := range foreigners() {
			t.Run(name+" is "+f.what, func(t *testing.T) {
				data := t.TempDir()
				path := filepath.Join(data, name)
				if name != "journal.db" {
					journal, err := sqlite.Open(filepath.Join(data, "journal.db"))
					if err != nil {
						t.Fatal(err)
					}
					_ = journal.Close()
				}
				f.make(t, path)
				before, err := os.ReadFile(path)
				if err != nil {
					t.Fatal(err)
				}
				words := append([]string{path}, f.words...)
				mustRefuse(t, statusFailed, words, "serve", "--data", data, "--listen", "127.0.0.1:0")
				if name == "journal.db" {
					mustRefuse(t, statusFailed, words, "journal", "verify", "--data", data)
				}
				after, err := os.ReadFile(path)
				if err != nil || !bytes.Equal(before, after) {
					t.Errorf("the file was changed, %v", err)
				}
				for _, beside := range []string{"-wal", "-shm", "-journal"} {
					if _, err := os.Stat(path + beside); err == nil {
						t.Errorf("%s was made beside it", name+beside)
					}
				}
				release, err := sqlite.LockDir(data)
				if err != nil {
					t.Fatalf("the folder is still held: %v", err)
				}
				_ = release()
			})
		}
	}
}
