package engine

import (
	"context"
	"errors"
	"fmt"
	"sync/atomic"

	"accueil/queue"
	"accueil/queue/journal"
)

// readSite reads the journal from the opening seven days back, so that the
// years before it cost nothing at start.
func readSite(ctx context.Context, o Options) (*owner, error) {
	w := &owner{o: o, committed: queue.NewState(o.Site), keys: newMemory(keysMax), newest: new(atomic.Pointer[Position])}
	w.newest.Store(new(Position))
	from, err := startOf(ctx, o)
	if err != nil {
		return nil, err
	}
	w.at.Seq = from
	if w.chain, err = chainAt(ctx, o, from); err != nil {
		return nil, err
	}
	last, err := w.catchUp(ctx)
	if err != nil {
		return nil, err
	}
	w.clock = newWatchman(o.Clock, last.Elapsed, last.At)
	w.decided = w.committed.Clone()
	return w, nil
}

// startOf returns the position before the opening at which reading begins: the
// newest that is at least six days older than the newest of all.
func startOf(ctx context.Context, o Options) (uint64, error) {
	var newest queue.Day
	from := uint64(0)
	for opening, err := range o.Journal.Openings(ctx, o.Site) {
		if err != nil {
			return 0, fmt.Errorf("read the openings of %s: %w; %s", o.Site, err, remedy)
		}
		if newest == "" {
			newest = opening.Day
		}
		from = opening.Pos - 1
		if opening.Day <= newest.Add(-queue.DaysBackMax-1) {
			break
		}
	}
	return from, nil
}

// chainAt returns the chain of the entry at a position, from which the next is
// verified; of none before the first.
func chainAt(ctx context.Context, o Options, pos uint64) (none [32]byte, err error) {
	if pos == 0 {
		return none, nil
	}
	for entry, err := range o.Journal.Read(ctx, o.Site, pos-1) {
		var gone *journal.Forgotten
		switch {
		case errors.As(err, &gone) && gone.First == pos+1:
			return gone.Chain, nil
		case err != nil:
			return none, fmt.Errorf("read the journal of %s at position %d: %w; %s", o.Site, pos, err, remedy)
		}
		return entry.Chain, nil
	}
	return none, fmt.Errorf("%w: %s has nothing at position %d; %s", errAltered, o.Site, pos, remedy)
}

// catchUp takes in what stands in the journal after the committed position, and
// returns the last entry, zero when there was none.
func (w *owner) catchUp(ctx context.Context) (journal.Entry, error) {
	var last journal.Entry
	for entry, err := range w.o.Journal.Read(ctx, w.o.Site, w.at.Seq) {
		if err != nil {
			return last, unread(w.o.Site, w.at.Seq, err)
		}
		if err := w.follow(&entry); err != nil {
			return last, err
		}
		last = entry
	}
	return last, nil
}

// readAfter returns what stands in the journal after a position, for takeIn.
func readAfter(o Options, last uint64) (entries []journal.Entry, err error) {
	ctx, cancel := context.WithTimeout(context.Background(), appendDeadline)
	defer cancel()
	for entry, err := range o.Journal.Read(ctx, o.Site, last) {
		if err != nil {
			return entries, unread(o.Site, last+uint64(len(entries)), err)
		}
		entries = append(entries, entry)
	}
	return entries, nil
}

// takeIn is catchUp with what was read before.
func (w *owner) takeIn(entries []journal.Entry) (last journal.Entry, err error) {
	for i := range entries {
		if err := w.follow(&entries[i]); err != nil {
			return last, err
		}
		last = entries[i]
	}
	return last, nil
}

func unread(site queue.SiteID, after uint64, err error) error {
	return fmt.Errorf("read the journal of %s after position %d: %w; %s", site, after, err, remedy)
}

var errAltered = errors.New("the journal was altered")

// remedy is what to do about a journal that cannot be read.
const remedy = "run accueil journal verify, then put back a copy of it"

// follow holds an entry against the chain of the one before it, and takes it in.
func (w *owner) follow(entry *journal.Entry) error {
	if entry.Pos != w.at.Seq+1 {
		return fmt.Errorf("%w: %s has position %d where %d was expected; %s",
			errAltered, w.o.Site, entry.Pos, w.at.Seq+1, remedy)
	}
	if !entry.Follows(w.chain) {
		return fmt.Errorf("%w: %s does not verify at position %d; %s",
			errAltered, w.o.Site, entry.Pos, remedy)
	}
	w.commit(entry)
	return nil
}

// commit takes an entry into the committed state.
func (w *owner) commit(entry *journal.Entry) {
	stamp := queue.Stamp{At: entry.At, Elapsed: entry.Elapsed, Actor: entry.Actor}
	for _, event := range entry.Events {
		w.committed.Apply(event, stamp)
	}
	w.keys.keep(entry)
	w.at = Position{Epoch: entry.Epoch, Seq: entry.Pos}
	at := w.at
	w.newest.Store(&at)
	w.chain = entry.Chain
}
