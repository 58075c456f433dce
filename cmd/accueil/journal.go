package main

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"

	"accueil/queue/journal"
	"accueil/queue/journal/sqlite"
)

// journalCommand looks after the record of what happened.
func journalCommand(e *env) func(context.Context) error {
	data := e.dataFlag()
	e.operands = 1
	return func(ctx context.Context) error {
		if len(e.args) != 1 || e.args[0] != "verify" {
			return usageError{"what of the journal? run accueil journal verify --data DIR"}
		}
		return e.verify(ctx, filepath.Join(*data, "journal.db"))
	}
}

// verify checks every site in a journal, without its configuration.
func (e *env) verify(ctx context.Context, path string) (err error) {
	book, err := sqlite.OpenRead(path)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, book.Close()) }()
	sites, err := book.Sites(ctx)
	if err != nil {
		return err
	}
	var bad []error
	for _, site := range sites {
		v, err := journal.Verify(ctx, book, site)
		if err != nil {
			bad = append(bad, fmt.Errorf("site %s: %w", site, err))
			continue
		}
		if _, err := fmt.Fprintf(e.out, "%s: entries %d to %d in order, %d events, chain %x\n", site, v.First, v.Last, v.Events, v.Chain[:8]); err != nil {
			return err
		}
	}
	if len(bad) > 0 {
		return fmt.Errorf("the journal is not what was written: restore a backup of %s: %w", path, errors.Join(bad...))
	}
	return nil
}
