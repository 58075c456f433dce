package join

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"os"

	"accueil/queue"
	"accueil/queue/client"
	"accueil/queue/sqlfile"
)

// A Ledger says, beside the journal, what the site has. It may be lost or older than
// the journal, as in a copied folder: what it does not know is offered again, and is
// there already. What it knows, the site answered for.
type Ledger struct{ db *sql.DB }

const applicationID = 0x4143434A // "ACCJ": says whose file it is

// migrations bring a file from user_version i to i+1. They go forward only and are
// never changed once released.
func migrations() []string {
	return []string{`
		CREATE TABLE joined (
			ticket TEXT PRIMARY KEY,
			said   TEXT NOT NULL -- the reasons that the site has, and whether it is a first visit
		) STRICT, WITHOUT ROWID;
		CREATE TABLE owed (
			ticket TEXT PRIMARY KEY,
			visit  TEXT NOT NULL -- the whole of it, as JSON: the journal's state forgets it after some days
		) STRICT, WITHOUT ROWID;
		CREATE TABLE people ( -- whom the site let in
			id   TEXT PRIMARY KEY,
			gone INTEGER NOT NULL -- and does no longer, by the PIN that is known here
		) STRICT, WITHOUT ROWID;
		CREATE TABLE site (
			one   INTEGER PRIMARY KEY CHECK (one = 1),
			epoch TEXT NOT NULL,
			seq   INTEGER NOT NULL
		) STRICT`}
}

// OpenLedger opens the file at path, or makes it with mode 0600. A file that is broken,
// another program's, or a newer Accueil's is refused and left as it is.
func OpenLedger(path string) (*Ledger, error) {
	if err := inspect(path); err != nil {
		return nil, err
	}
	file, err := os.OpenFile(path, os.O_CREATE|os.O_RDWR, 0o600)
	if err != nil {
		return nil, fmt.Errorf("open the list of what was joined: %w", err)
	}
	if err := file.Close(); err != nil {
		return nil, fmt.Errorf("make the list of what was joined: %w", err)
	}
	db, err := sql.Open(sqlfile.Driver, sqlfile.Source(path, "_txlock=immediate&_pragma=busy_timeout(5000)"+
		"&_pragma=journal_mode(WAL)&_pragma=synchronous(FULL)"))
	if err != nil {
		return nil, fmt.Errorf("open the list of what was joined: %w", err)
	}
	db.SetMaxOpenConns(1)
	if err := sqlfile.Migrate(db, applicationID, migrations()); err != nil {
		return nil, errors.Join(fmt.Errorf("prepare %s: %w", path, err), db.Close())
	}
	return &Ledger{db}, nil
}

// inspect refuses a file that is not for this program, and changes neither it nor its
// log. No file and an empty one are fine.
func inspect(path string) (err error) {
	info, err := os.Stat(path)
	if errors.Is(err, os.ErrNotExist) || err == nil && info.Size() == 0 {
		return nil
	}
	if err != nil {
		return fmt.Errorf("look at the list of what was joined: %w", err)
	}
	options := "mode=ro&_pragma=busy_timeout(5000)"
	if _, err := os.Stat(path + "-wal"); errors.Is(err, os.ErrNotExist) {
		options = "mode=ro&immutable=1" // it is read as it lies, and no file is made beside it
	}
	db, err := sql.Open(sqlfile.Driver, sqlfile.Source(path, options))
	if err != nil {
		return fmt.Errorf("look at the list of what was joined: %w", err)
	}
	db.SetMaxOpenConns(1)
	defer func() { err = errors.Join(err, db.Close()) }()
	var owner, version, tables int
	err = db.QueryRow("SELECT application_id, user_version, (SELECT count(*) FROM sqlite_schema) FROM pragma_application_id, pragma_user_version").
		Scan(&owner, &version, &tables)
	fresh := owner == 0 && version == 0 && tables == 0 // its making was cut short
	switch {
	case err != nil:
		return fmt.Errorf("%s is broken or no database (%w): move it away, and all is offered to the site again", path, err)
	case owner != applicationID && !fresh:
		return fmt.Errorf("%s belongs to another program: move it away, or name another folder with --data", path)
	case version > len(migrations()):
		return fmt.Errorf("%s was written by a newer Accueil (version %d, this one knows %d): start that one, or move the file away, and all is offered to the site again",
			path, version, len(migrations()))
	}
	return nil
}

// Close gives up the file.
func (l *Ledger) Close() error { return l.db.Close() }

// joined returns what the site has of each visit.
func (l *Ledger) joined(ctx context.Context) (map[queue.TicketID]string, error) {
	all := map[queue.TicketID]string{}
	err := l.pairs(ctx, "SELECT ticket, said FROM joined", func(id, what string) { all[queue.TicketID(id)] = what })
	return all, err
}

// people returns whom the site has let in, and whether it does still.
func (l *Ledger) people(ctx context.Context) (map[queue.ActorID]bool, error) {
	all := map[queue.ActorID]bool{}
	err := l.pairs(ctx, "SELECT id, gone FROM people", func(id, gone string) { all[queue.ActorID(id)] = gone == "0" })
	return all, err
}

// pairs tells of each row of two texts.
func (l *Ledger) pairs(ctx context.Context, query string, tell func(a, b string)) error {
	rows, err := l.db.QueryContext(ctx, query)
	if err != nil {
		return fmt.Errorf("read what was joined: %w", err)
	}
	defer rows.Close()
	for rows.Next() {
		var a, b string
		if err := rows.Scan(&a, &b); err != nil {
			return fmt.Errorf("read what was joined: %w", err)
		}
		tell(a, b)
	}
	return rows.Err()
}

// meet notes that the site let someone in.
func (l *Ledger) meet(ctx context.Context, id queue.ActorID) error {
	return l.change(ctx, "note whom the site let in", "INSERT INTO people VALUES (?, 0) ON CONFLICT (id) DO UPDATE SET gone = 0", string(id))
}

// part notes that the site lets someone in no longer.
func (l *Ledger) part(ctx context.Context, id queue.ActorID) error {
	return l.change(ctx, "note whom the site lets in no longer", "UPDATE people SET gone = 1 WHERE id = ?", string(id))
}

// drop forgets what was kept of a visit: it is not to be told, or no longer so.
func (l *Ledger) drop(ctx context.Context, id queue.TicketID) error {
	return l.change(ctx, "forget what was to be joined", "DELETE FROM owed WHERE ticket = ?", string(id))
}

// owed returns what was kept of visits that the site did not have, by ticket.
func (l *Ledger) owed(ctx context.Context) (map[queue.TicketID]string, error) {
	all := map[queue.TicketID]string{}
	err := l.pairs(ctx, "SELECT ticket, visit FROM owed", func(id, visit string) { all[queue.TicketID(id)] = visit })
	return all, err
}

// keep notes a visit that the site does not have, or not so.
func (l *Ledger) keep(ctx context.Context, id queue.TicketID, visit string) error {
	return l.change(ctx, "note what is to be joined", "INSERT INTO owed VALUES (?, ?) ON CONFLICT (ticket) DO UPDATE SET visit = excluded.visit",
		string(id), visit)
}

// mark notes that the site has a visit as it was said, which is kept no longer.
func (l *Ledger) mark(ctx context.Context, id queue.TicketID, what string) error {
	tx, err := l.db.BeginTx(ctx, nil)
	if err != nil {
		return fmt.Errorf("note what was joined: %w", err)
	}
	defer func() { _ = tx.Rollback() }() // after a commit it does nothing
	_, err = tx.ExecContext(ctx, "INSERT INTO joined VALUES (?, ?) ON CONFLICT (ticket) DO UPDATE SET said = excluded.said", string(id), what)
	if err != nil {
		return fmt.Errorf("note what was joined: %w", err)
	}
	if _, err := tx.ExecContext(ctx, "DELETE FROM owed WHERE ticket = ?", string(id)); err != nil {
		return fmt.Errorf("note what is owed no longer: %w", err)
	}
	return tx.Commit()
}

// change makes one change; trying is what for.
func (l *Ledger) change(ctx context.Context, trying, query string, values ...any) error {
	if _, err := l.db.ExecContext(ctx, query, values...); err != nil {
		return fmt.Errorf("%s: %w", trying, err)
	}
	return nil
}

// hear takes in how far the site's journal is. When that is another life of it than
// it answered from before, or an earlier moment, what it had may be lost: all is
// offered again. It reports whether it is so.
func (l *Ledger) hear(ctx context.Context, at client.Position) (strange bool, err error) {
	tx, err := l.db.BeginTx(ctx, nil)
	if err != nil {
		return false, fmt.Errorf("note how far the site is: %w", err)
	}
	defer func() { _ = tx.Rollback() }() // after a commit it does nothing
	var before client.Position
	err = tx.QueryRowContext(ctx, "SELECT epoch, seq FROM site").Scan(&before.Epoch, &before.Seq)
	if err != nil && !errors.Is(err, sql.ErrNoRows) {
		return false, fmt.Errorf("read how far the site was: %w", err)
	}
	if before.Epoch != "" && (at.Epoch != before.Epoch || at.Seq < before.Seq) {
		strange = true
		if _, err := tx.ExecContext(ctx, "DELETE FROM joined"); err != nil {
			return false, fmt.Errorf("offer all again: %w", err)
		}
	}
	if at != before {
		_, err = tx.ExecContext(ctx, "INSERT INTO site VALUES (1, ?, ?) ON CONFLICT (one) DO UPDATE SET epoch = excluded.epoch, seq = excluded.seq",
			at.Epoch, int64(at.Seq))
		if err != nil {
			return false, fmt.Errorf("note how far the site is: %w", err)
		}
	}
	return strange, tx.Commit()
}
