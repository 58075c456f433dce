package access

import (
	"context"
	"unicode/utf8"

	"accueil/queue"
)

const (
	noteBytesMax = 4096
	notesMax     = 10_000 // of a site, in a day
)

// PutNote keeps a text beside the journal, in place of the one before, for what
// has this id at the site: an alert, a transfer, a notice, an appointment.
// Invalid when it is too long or not a text; Conflict when the site has too many.
func (a *Access) PutNote(ctx context.Context, site queue.SiteID, id, text string) error {
	if len(text) > noteBytesMax || !utf8.ValidString(text) {
		return queue.Refuse(queue.Invalid, "a text has at most %d bytes of UTF-8", noteBytesMax)
	}
	done, err := a.begin(ctx)
	if err != nil {
		return err
	}
	defer done()
	if len(a.notesOf(site, func(string) bool { return false })) >= notesMax {
		return queue.Refuse(queue.Conflict, "the site has %d texts today, and cannot have more: leave the text out", notesMax)
	}
	return a.put(ctx, bucketNote, noteKey(site, id), encode(noteRecord{Site: site, ID: id, Text: text}))
}

// Note returns the text of an id, "" when there is none; from memory.
func (a *Access) Note(site queue.SiteID, id string) string {
	a.mu.RLock()
	defer a.mu.RUnlock()
	return a.known.notes[noteKey(site, id)].Text
}

// DropNote forgets the text of an id, if there is one.
func (a *Access) DropNote(ctx context.Context, site queue.SiteID, id string) error {
	return a.remove(ctx, bucketNote, noteKey(site, id))
}

// EmptyNotes forgets the site's texts, except those whose id keep asks for: what
// a server does at the day's turn. No byte of them is left on disk.
func (a *Access) EmptyNotes(ctx context.Context, site queue.SiteID, keep func(id string) bool) error {
	done, err := a.begin(ctx)
	if err != nil {
		return err
	}
	defer done()
	return a.remove(ctx, bucketNote, a.notesOf(site, keep)...)
}

// notesOf returns the store's keys of the site's texts without those kept.
func (a *Access) notesOf(site queue.SiteID, keep func(id string) bool) []string {
	a.mu.RLock()
	defer a.mu.RUnlock()
	var keys []string
	for key, n := range a.known.notes {
		if n.Site == site && !keep(n.ID) {
			keys = append(keys, key)
		}
	}
	return keys
}

func noteKey(site queue.SiteID, id string) string { return string(site) + "/" + id }
