package spool

import (
	"cmp"
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"sync"
	"time"

	"github.com/oklog/ulid/v2"

	"accueil/kiosk"
	"accueil/queue"
	"accueil/queue/wire"
)

// A Spool is a kiosk's own disk. Its methods may be called by many goroutines.
type Spool struct {
	db     *sql.DB
	id     queue.SpoolID
	keeper timekeeper
	wake   chan struct{} // cap 1: something waits for the server

	mu       sync.Mutex // guards what follows
	lane     queue.Lane
	config   *queue.Config // nil before the first answer
	calendar *queue.Calendar
	location *time.Location
	links    map[queue.Day][]byte
	at       Position
	waiting  int
}

// Open opens the spool at path, or makes it. A file that is broken, foreign,
// newer, or in use is refused, untouched, with what to do.
func Open(path string, clock Clock) (*Spool, error) {
	db, err := openFile(path)
	if err != nil {
		return nil, err
	}
	s := &Spool{db: db, wake: make(chan struct{}, 1), keeper: timekeeper{clock: clock}, location: time.UTC}
	if err := s.load(context.Background()); err != nil {
		return nil, errors.Join(fmt.Errorf("read the spool %s: %w", path, err), db.Close())
	}
	return s, nil
}

// Close waits for what is being written. What has not reached the server stays.
func (s *Spool) Close() error { return s.db.Close() }

// Unsent is how much the server has not had.
func (s *Spool) Unsent() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.waiting
}

// Config returns the site as it was last told, and false before the first time.
func (s *Spool) Config() (queue.Config, bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.config == nil {
		return queue.Config{}, false
	}
	return *s.config, true
}

// Hold is what the server is told at /me.
func (s *Spool) Hold() Hold {
	s.mu.Lock()
	defer s.mu.Unlock()
	return Hold{Spool: s.id, Lane: s.lane, At: s.at}
}

// Learn keeps who the server says this kiosk is.
func (s *Spool) Learn(me Me) error {
	links, err := json.Marshal(me.LinkKeys)
	if err != nil {
		return fmt.Errorf("keep the link keys: %w", err)
	}
	err = s.write(func(tx *sql.Tx) error {
		return errors.Join(setMeta(tx, metaLane, strconv.Itoa(int(me.Lane))), setMeta(tx, metaLinks, string(links)))
	})
	if err != nil {
		return fmt.Errorf("keep the lane: %w", err)
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.lane, s.links = me.Lane, me.LinkKeys
	return nil
}

// Token is the one that the kiosk got last when it paired itself for a site, or "".
func (s *Spool) Token(site queue.SiteID) string {
	token, err := meta(s.db, metaToken+string(site))
	if err != nil {
		return "" // it pairs again
	}
	return token
}

// KeepToken keeps it over a restart.
func (s *Spool) KeepToken(site queue.SiteID, token string) error {
	if err := s.write(func(tx *sql.Tx) error { return setMeta(tx, metaToken+string(site), token) }); err != nil {
		return fmt.Errorf("keep the token: %w", err)
	}
	return nil
}

// Unlearn gives up the lane: the server has given all of them to others.
func (s *Spool) Unlearn() error {
	if s.Hold().Lane == 0 {
		return nil
	}
	err := s.write(func(tx *sql.Tx) error { return setMeta(tx, metaLane, "0") })
	if err != nil {
		return fmt.Errorf("give up the lane: %w", err)
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.lane = 0
	return nil
}

// Settle keeps the site as it is now. When its position shows another life of
// the server than the last, or the caller saw so, all that it was sent is
// offered again; offered says how much.
func (s *Spool) Settle(site Site, again bool) (offered int, err error) {
	config, err := json.Marshal(site.Config) // a cache: what a later version does not understand is asked for again
	if err != nil {
		return 0, fmt.Errorf("keep the site: %w", err)
	}
	before := s.Hold().At
	again = again || before.Epoch != "" && (site.At.Epoch != before.Epoch || site.At.Seq < before.Seq)
	now := s.keeper.now()
	calendar := queue.NewCalendar(&site.Config)
	err = s.write(func(tx *sql.Tx) error {
		if again {
			if offered, err = offerAgain(tx); err != nil {
				return err
			}
		}
		if err := agreeDay(tx, site.Day, now, calendar); err != nil {
			return err
		}
		return errors.Join(setMeta(tx, metaConfig, string(config)), setPosition(tx, site.At))
	})
	if err != nil {
		return 0, fmt.Errorf("keep the site: %w", err)
	}
	s.mu.Lock()
	s.at = site.At
	s.mu.Unlock()
	s.adopt(site.Config)
	s.added(offered)
	return offered, nil
}

// Compare holds the wall clock against the server's.
func (s *Spool) Compare(server time.Time) { s.keeper.compare(server) }

// Ticket returns a ticket of the last seven days; sql.ErrNoRows when there is none.
func (s *Spool) Ticket(id queue.TicketID) (kiosk.Ticket, error) {
	t, err := findTicket(s.db, id)
	return s.linked(t), err
}

// linked is a ticket with where a telephone follows it: nowhere without a public
// address, or without the key of its day.
func (s *Spool) linked(t kiosk.Ticket) kiosk.Ticket {
	s.mu.Lock()
	defer s.mu.Unlock()
	if key := s.links[t.Day]; len(key) > 0 && s.config != nil && s.config.PublicURL != "" {
		t.Link = wire.Link(s.config.PublicURL, key, t.ID)
	}
	return t
}

// Reprint reports whether the reprint of a count, in a life of the server, is one
// that was not asked for before, and keeps that it was.
func (s *Spool) Reprint(epoch string, count uint64) (fresh bool, err error) {
	err = s.write(func(tx *sql.Tx) error {
		last, err := meta(tx, metaReprint)
		if err != nil {
			return err
		}
		of, n, _ := strings.Cut(last, "/")
		if had, _ := strconv.ParseUint(n, 10, 64); of == epoch && had >= count {
			return nil
		}
		fresh = true
		return setMeta(tx, metaReprint, epoch+"/"+strconv.FormatUint(count, 10))
	})
	return fresh && err == nil, err
}

func (s *Spool) adopt(config queue.Config) {
	location, err := time.LoadLocation(config.TimeZone)
	if err != nil {
		location = time.UTC
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.config, s.calendar, s.location = &config, queue.NewCalendar(&config), location
}

func (s *Spool) zone() *time.Location {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.location
}

// write runs change in one transaction. When it returns nil, all of it would
// survive a power cut.
func (s *Spool) write(change func(*sql.Tx) error) error {
	tx, err := s.db.Begin()
	if err != nil {
		return err
	}
	written, err := s.keeper.save(tx)
	if err == nil {
		err = change(tx)
	}
	if err != nil {
		return errors.Join(err, tx.Rollback())
	}
	if err := tx.Commit(); err != nil {
		return errors.Join(err, ignoreDone(tx.Rollback()))
	}
	s.keeper.saved(written)
	return nil
}

func ignoreDone(err error) error {
	if errors.Is(err, sql.ErrTxDone) {
		return nil
	}
	return err
}

// What the table meta holds.
const (
	metaSpool   = "spool"
	metaLane    = "lane"
	metaLinks   = "links"
	metaConfig  = "config"
	metaEpoch   = "epoch"
	metaSeq     = "seq"
	metaDay     = "day"     // the last day numbered in by a believed clock
	metaUndated = "undated" // see give.go
	metaReprint = "reprint" // EPOCH/COUNT, the last that was asked for
	metaToken   = "token/"  // SITE: that of a kiosk which paired itself
)

func setMeta(tx *sql.Tx, name, value string) error {
	_, err := tx.Exec("INSERT INTO meta (name, value) VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value", name, value)
	return err
}

type querier interface {
	QueryRow(query string, args ...any) *sql.Row
}

// meta returns a value, or "" when there is none.
func meta(q querier, name string) (value string, err error) {
	err = q.QueryRow("SELECT value FROM meta WHERE name = ?", name).Scan(&value)
	if errors.Is(err, sql.ErrNoRows) {
		return "", nil
	}
	return value, err
}

func setPosition(tx *sql.Tx, at Position) error {
	return errors.Join(setMeta(tx, metaEpoch, at.Epoch), setMeta(tx, metaSeq, strconv.FormatUint(at.Seq, 10)))
}

// load reads what is kept in memory, and gives a new file its name.
func (s *Spool) load(ctx context.Context) error {
	var problem error
	text := func(name string) string {
		value, err := meta(s.db, name)
		problem = cmp.Or(problem, err)
		return value
	}
	s.id = queue.SpoolID(text(metaSpool))
	lane, _ := strconv.Atoi(cmp.Or(text(metaLane), "0"))
	seq, _ := strconv.ParseUint(cmp.Or(text(metaSeq), "0"), 10, 64)
	config, links := text(metaConfig), text(metaLinks)
	s.lane, s.at = queue.Lane(lane), Position{text(metaEpoch), seq}
	if problem != nil {
		return problem
	}
	if err := s.db.QueryRowContext(ctx, "SELECT count(*) FROM command WHERE state = 0").Scan(&s.waiting); err != nil {
		return err
	}
	var c queue.Config
	if config != "" && json.Unmarshal([]byte(config), &c) == nil {
		s.adopt(c)
	}
	if links != "" && json.Unmarshal([]byte(links), &s.links) != nil {
		s.links = nil
	}
	if err := s.keeper.load(ctx, s.db, newID()); err != nil {
		return err
	}
	if s.id != "" {
		return nil
	}
	s.id = queue.SpoolID(newID())
	return s.write(func(tx *sql.Tx) error { return setMeta(tx, metaSpool, string(s.id)) })
}

// newID returns a ULID.
func newID() string {
	return ulid.Make().String()
}
