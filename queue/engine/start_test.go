package engine

import (
	"context"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"github.com/oklog/ulid/v2"

	"accueil/queue"
	"accueil/queue/journal"
	"accueil/queue/journal/sqlite"
)

// What a start is measured on: events of days that it does not read, before the
// same week, which it does. A person makes four events in two entries, and a day
// as many as a place sees, so that a million is twenty-seven years. Where more
// come the week weighs more, and what was before it less.
const (
	eventsFew     = 1_000
	eventsMany    = 1_000_000
	peopleDay     = 25
	startRounds   = 41
	startRatioMax = 1.2
)

// A chronicle writes a site's journal as an engine would, without its waiting.
type chronicle struct {
	tb      testing.TB
	book    journal.Journal
	state   *queue.State
	clock   *hand
	entries []journal.Entry // not yet stored
	at      Position
	chain   [32]byte
	events  int
}

func newChronicle(tb testing.TB, book journal.Journal) *chronicle {
	c := &chronicle{tb: tb, book: book, state: queue.NewState("dijon"), clock: newHand()}
	c.clock.wall = time.Date(2000, 11, 1, 8, 0, 0, 0, time.UTC)
	c.at.Epoch = ulid.Make()
	c.wish(queue.Actor{Role: queue.RoleAdmin}, "", queue.Configure{Config: dijon()})
	return c
}

func (c *chronicle) wish(by queue.Actor, key string, wish queue.Wish) {
	now := queue.Now{Wall: c.clock.wall, Elapsed: c.clock.mono}
	events, err := queue.Decide(c.state, queue.Command{By: by, Wish: wish}, now)
	if err != nil || len(events) == 0 {
		c.tb.Fatalf("%T at position %d: %d events, %v", wish, c.at.Seq, len(events), err)
	}
	c.at.Seq++
	entry := journal.Entry{Pos: c.at.Seq, Epoch: c.at.Epoch, At: now.Wall, Elapsed: now.Elapsed, Actor: by.ID, Key: key, Events: events}
	journal.Seal(c.chain, &entry)
	c.chain = entry.Chain
	if _, opens := journal.OpeningOf(&entry); opens || len(c.entries) == journal.EntriesMax {
		c.store()
	}
	c.entries = append(c.entries, entry)
	c.events += len(events)
	for _, event := range events {
		c.state.Apply(event, queue.Stamp{At: entry.At, Elapsed: entry.Elapsed, Actor: entry.Actor})
	}
}

func (c *chronicle) store() {
	if len(c.entries) == 0 {
		return
	}
	if err := c.book.Append(context.Background(), "dijon", c.entries[0].Pos-1, c.entries); err != nil {
		c.tb.Fatal(err)
	}
	c.entries = c.entries[:0]
}

// day has people come, each called when the one before is done, until the next
// morning or until that many events are written in all.
func (c *chronicle) day(eventsMax int) {
	c.wish(mediator(1), "", queue.OpenDesk{Desk: "1"})
	for range peopleDay {
		if c.events >= eventsMax {
			break
		}
		id := ulid.Make().String()
		c.wish(queue.Actor{ID: "kiosk", Role: queue.RoleMediator}, id, queue.Give{Ticket: queue.TicketID(id), Service: "droits", Lang: "fr"})
		c.wish(mediator(1), ulid.Make().String(), queue.Next{Desk: "1"})
		c.clock.pass(5 * time.Minute)
	}
	evening := c.clock.wall.Truncate(24 * time.Hour).Add(32 * time.Hour)
	c.clock.pass(evening.Sub(c.clock.wall))
	c.wish(queue.Actor{Role: queue.RoleAdmin}, "", queue.TurnDay{})
}

// A past is a journal on disk, and when and where it ends.
type past struct {
	path  string
	clock *hand
	last  uint64
}

// newPast writes so many events, and then the week that a start reads.
func newPast(b *testing.B, events int) past {
	b.Helper()
	p := past{path: filepath.Join(b.TempDir(), "journal.db")}
	book, err := sqlite.Open(p.path)
	if err != nil {
		b.Fatal(err)
	}
	c := newChronicle(b, book)
	for c.events < events {
		c.day(events)
	}
	for range queue.DaysBackMax + 1 {
		c.day(1 << 62)
	}
	c.store()
	if err := book.Close(); err != nil {
		b.Fatal(err)
	}
	p.clock, p.last = c.clock, c.at.Seq
	return p
}

// start opens what a server opens, and returns how long that took.
func (p past) start(b *testing.B) time.Duration {
	b.Helper()
	began := time.Now()
	book, err := sqlite.Open(p.path)
	if err != nil {
		b.Fatal(err)
	}
	e, err := Open(b.Context(), Options{Journal: book, Site: "dijon", Config: dijon(), Clock: p.clock})
	if err != nil {
		b.Fatal(err)
	}
	took := time.Since(began)
	if err := e.Read(b.Context(), func(l Look) {
		if l.At.Seq != p.last {
			b.Errorf("started at position %d, want %d", l.At.Seq, p.last)
		}
	}); err != nil {
		b.Fatal(err)
	}
	_ = e.Close()
	if err := book.Close(); err != nil {
		b.Fatal(err)
	}
	return took
}

// BenchmarkStart starts a server on a journal with many years before the week
// that it reads, in turns with one that has a few days before it. ours/limit
// above 1 is a miss: the years cost more than a fifth.
func BenchmarkStart(b *testing.B) {
	few, many := newPast(b, eventsFew), newPast(b, eventsMany)
	few.start(b)
	many.start(b)
	var short, long []time.Duration
	for b.Loop() {
		for range startRounds {
			short = append(short, few.start(b))
			long = append(long, many.start(b))
		}
	}
	slices.Sort(short)
	slices.Sort(long)
	ours, base := long[len(long)/2], short[len(short)/2]
	limit := time.Duration(startRatioMax * float64(base))
	b.ReportMetric(float64(ours.Microseconds())/1000, "ours/ms")
	b.ReportMetric(float64(limit.Microseconds())/1000, "limit/ms")
	b.ReportMetric(ours.Seconds()/base.Seconds(), "ratio")
	b.ReportMetric(ours.Seconds()/limit.Seconds(), "ours/limit")
}
