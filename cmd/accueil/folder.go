package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"

	"accueil/queue/access"
	"accueil/queue/journal/sqlite"
)

// makeFolder makes a data folder for its owner alone.
func makeFolder(dir string) error {
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return fmt.Errorf("make the data folder: %w: it must be a folder, yours, and writable; --data names another", err)
	}
	return nil
}

// A folder is what a server keeps, held for it alone until it is closed.
type folder struct {
	book   *sqlite.Journal
	access *access.Access
	undo   []func() error // the last first
}

// openFolder opens journal and access. Either of them missing or empty beside the
// other is a loss, not a first start: it is refused, and nothing is written. The
// journal is made first, and has entries only once the access file is there.
func openFolder(ctx context.Context, o houseOptions) (f folder, err error) {
	defer func() {
		if err != nil {
			err = errors.Join(err, undo(f.undo))
		}
	}()
	if err := makeFolder(o.Data); err != nil {
		return f, err
	}
	release, err := sqlite.LockDir(o.Data)
	if err != nil {
		return f, err
	}
	f.undo = append(f.undo, release)
	journal, people := filepath.Join(o.Data, "journal.db"), filepath.Join(o.Data, "access.db")
	if sizeOf(people) > 0 && sizeOf(journal) <= 0 {
		return f, lost(journal, people)
	}
	if f.book, err = sqlite.Open(journal); err != nil {
		return f, err
	}
	f.undo = append(f.undo, f.book.Close)
	sites, err := f.book.Sites(ctx)
	if err != nil {
		return f, err
	}
	if len(sites) > 0 && (sizeOf(people) == 0 || sizeOf(people) < 0 && sizeOf(people+"-wal") > 0) {
		return f, lost(people, journal)
	}
	if f.access, err = access.Open(people, access.Options{Log: o.Log}); err != nil {
		return f, err
	}
	f.undo = append(f.undo, f.access.Close)
	return f, nil
}

func lost(missing, there string) error {
	return fmt.Errorf("%s is missing or empty, but %s is there: put back a copy of both, or move both away and start anew", missing, there)
}

// sizeOf returns a file's size, less than 0 when there is none.
func sizeOf(path string) int64 {
	info, err := os.Stat(path)
	if err != nil {
		return -1
	}
	return info.Size()
}

// undo undoes what was done, the last first.
func undo(steps []func() error) error {
	var all error
	for i := len(steps) - 1; i >= 0; i-- {
		all = errors.Join(all, steps[i]())
	}
	return all
}
