package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"math/rand/v2"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"accueil/queue/journal"
	"accueil/queue/journal/journaltest"
)

// verifyAll verifies every site in a journal, as `journal verify` does.
func verifyAll(j *Journal) error {
	sites, err := j.Sites(context.Background())
	errs := []error{err}
	for _, s := range sites {
		_, err := journal.Verify(context.Background(), j, s)
		errs = append(errs, err)
	}
	return errors.Join(errs...)
}

// TestOneFlippedBitIsFound flips a bit of every byte of every column of every
// row, one at a time: of an integer each of its 64, of a body in every second byte.
func TestOneFlippedBitIsFound(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "journal.db")
	j := opened(t, path)
	a := &journaltest.Author{Site: site}
	for _, day := range a.Days(3, 10, 1) {
		mustAppend(t, j, day)
	}
	if err := j.Forget(context.Background(), site, 3); err != nil {
		t.Fatal(err)
	}
	db := raw(t, path)
	db.SetMaxOpenConns(1)
	if _, err := db.Exec("PRAGMA synchronous = OFF"); err != nil {
		t.Fatal(err)
	}
	var cells []cell
	for pos := range uint64(4) {
		byPos := fmt.Sprintf("pos = %d", pos+3)
		var body []byte
		if err := db.QueryRow("SELECT body FROM entry WHERE " + byPos).Scan(&body); err != nil {
			t.Fatal(err)
		}
		byKey := fmt.Sprintf("body = x'%x'", body)
		cells = append(cells, cell{"entry", "at", "INTEGER", byKey},
			cell{"entry", "chain", "BLOB", byPos}, cell{"entry", "body", "BLOB", byPos})
		if pos%2 == 0 {
			cells = append(cells, cell{"entry", "day", "TEXT", byPos})
		}
	}
	cells = append(cells, cell{"kept", "n", "INTEGER", "true"}, cell{"kept", "site", "TEXT", "true"}, cell{"kept", "forgotten", "INTEGER", "true"},
		cell{"kept", "last", "INTEGER", "true"}, cell{"kept", "chain", "BLOB", "true"})
	for _, c := range cells {
		c.flip(t, db, func(what string) {
			if err := verifyAll(j); err == nil {
				t.Errorf("%s: nothing was found", what)
			}
		})
	}
	if err := verifyAll(j); err != nil {
		t.Errorf("put back as it was: %v", err)
	}
}

// A cell is one column of the row that where finds, whatever that column holds.
type cell struct{ table, column, kind, where string }

// flip changes a cell bit by bit, and puts it back each time.
func (c cell) flip(t *testing.T, db *sql.DB, look func(what string)) {
	t.Helper()
	set := func(to any) bool {
		_, err := db.Exec(fmt.Sprintf("UPDATE %s SET %s = CAST(? AS %s) WHERE %s", c.table, c.column, c.kind, c.where), to)
		return err == nil // another row may have that position
	}
	flipped, flips := 0, 0
	try := func(from, to any) {
		flips++
		if set(to) {
			flipped++
			look(fmt.Sprintf("%s of %s: %v for %v", c.column, c.table, to, from))
			set(from)
		}
	}
	row := db.QueryRow(fmt.Sprintf("SELECT CAST(%s AS %s) FROM %s WHERE %s", c.column, c.kind, c.table, c.where))
	if c.kind == "INTEGER" {
		var value int64
		if err := row.Scan(&value); err != nil {
			t.Fatal(err)
		}
		for bit := range 64 {
			try(value, value^int64(uint64(1)<<bit))
		}
	} else {
		var value []byte
		if err := row.Scan(&value); err != nil {
			t.Fatal(err)
		}
		step := 1
		if c.column == "body" {
			step = 2 // the rest is the same again
		}
		for i := 0; i < len(value); i += step {
			to := slices.Clone(value)
			to[i] ^= 1 << (i / step % 8)
			try(string(value), string(to))
		}
	}
	if flipped < flips-3 {
		t.Errorf("%s of %s: %d of %d bits were flipped", c.column, c.table, flipped, flips)
	}
}

func TestARowThatIsLostOrMadeUpIsFound(t *testing.T) {
	for what, change := range map[string]string{
		"a ticket marked as an opening":  "UPDATE entry SET day = '2026-03-02' WHERE pos = 3",
		"an opening marked as none":      "UPDATE entry SET day = NULL WHERE pos = 5",
		"an opening marked as of no day": "UPDATE entry SET day = '' WHERE pos = 5",
		"an entry that was not appended": "INSERT INTO entry (at, day, body, chain) SELECT at + 1, day, body, chain FROM entry WHERE pos = 28",
		"a last entry that is lost":      "DELETE FROM entry WHERE pos = 28",
		"a first entry that is lost":     "DELETE FROM entry WHERE pos = 1",
		"one of the others that is lost": "DELETE FROM entry WHERE pos = 14",
		"all entries lost":               "DELETE FROM entry",
		"no word on where they begin":    "DELETE FROM kept",
	} {
		path := filepath.Join(t.TempDir(), "journal.db")
		filled(t, path)
		execute(t, path, change)
		if err := verifyAll(opened(t, path)); err == nil {
			t.Errorf("%s: nothing was found", what)
		}
	}
}

// Where SQLite keeps its books: at the file's head and at that of each page.
const (
	headerSize     = 100
	treeHeaderSize = 12
)

// TestAFlippedBitOfTheFileIsNeverTakenForTruth flips bits anywhere in the file,
// SQLite's own bookkeeping too: what is then read is what was written, or it is told.
func TestAFlippedBitOfTheFileIsNeverTakenForTruth(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	path := filepath.Join(dir, "journal.db")
	a := filled(t, path)
	whole := content(t, path)
	chance := rand.New(rand.NewPCG(1, 6))
	harmless, found := 0, 0
	var bits []int
	for i := range len(whole) {
		if inPage := i % 4096; i < headerSize || inPage < treeHeaderSize || i >= 4096 && chance.IntN(300) == 0 {
			bits = append(bits, 8*i+chance.IntN(8))
		}
	}
	path = filepath.Join(dir, "flipped.db")
	for _, bit := range bits {
		i := bit / 8
		flipped := slices.Clone(whole)
		flipped[i] ^= 1 << (bit % 8)
		write(t, path, flipped)
		switch err := checkAll(path, a.Last); {
		case err == nil:
			harmless++
		case strings.HasPrefix(err.Error(), "untold"):
			t.Errorf("byte %d: %v", i, err)
		default:
			found++
		}
	}
	if harmless == 0 || found == 0 {
		t.Errorf("%d flips were harmless and %d found: want some of both", harmless, found)
	}
}

func checkAll(path string, last uint64) (err error) {
	j, err := OpenRead(path)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, j.Close()) }()
	if err := verifyAll(j); err != nil {
		return err
	}
	v, err := journal.Verify(context.Background(), j, site)
	if err == nil && v.Last != last {
		return fmt.Errorf("untold: the journal ends at %d, not at %d", v.Last, last)
	}
	return err
}
