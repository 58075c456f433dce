package spool

import (
	"database/sql"
	"errors"
	"fmt"
	"time"

	"accueil/kiosk"
	"accueil/queue"
)

// Give numbers a ticket and stores it; when it returns it would survive a power
// cut.
func (s *Spool) Give(o kiosk.Order) (kiosk.Ticket, error) {
	return s.give(queue.TicketID(newID()), o)
}

// give is Give for an id of the caller's: the same id is the same ticket, so that
// who does not know what became of a commit can ask again.
func (s *Spool) give(id queue.TicketID, o kiosk.Order) (kiosk.Ticket, error) {
	b, err := s.ready(o.Service)
	if err != nil {
		return kiosk.Ticket{}, err
	}
	b.now = s.keeper.now()
	s.keeper.touched(b.now.touch)
	t := kiosk.Ticket{ID: id, Service: o.Service, Class: o.Class, Lang: o.Lang, Appointment: o.Appointment, At: b.now.wall.In(s.zone())}
	born := false
	err = s.write(func(tx *sql.Tx) error {
		old, err := findTicket(tx, id)
		if err == nil {
			t = old
			return nil
		}
		if !errors.Is(err, sql.ErrNoRows) {
			return err
		}
		if t.Day, t.Number, err = b.number(tx); err != nil {
			return err
		}
		born = true
		return errors.Join(insertTicket(tx, t), insertCommand(tx, command{ticket: id, kind: kindGive, key: string(id), touch: b.now.touch}))
	})
	if err != nil {
		return kiosk.Ticket{}, fmt.Errorf("store a ticket of %s: %w", o.Service, err)
	}
	if born {
		s.added(1)
	}
	t.At = t.At.In(s.zone())
	return s.linked(t), nil
}

// Amend raises or lowers a ticket's class.
func (s *Spool) Amend(id queue.TicketID, class queue.Class) error {
	return s.change(command{ticket: id, kind: kindAmend, key: newID(), class: class})
}

// Cancel gives a ticket back.
func (s *Spool) Cancel(id queue.TicketID) error {
	return s.change(command{ticket: id, kind: kindCancel, key: newID()})
}

func (s *Spool) change(c command) error {
	now := s.keeper.now()
	s.keeper.touched(now.touch)
	c.touch = now.touch
	err := s.write(func(tx *sql.Tx) error {
		if _, err := findTicket(tx, c.ticket); err != nil {
			return err
		}
		return insertCommand(tx, c)
	})
	if err != nil {
		return fmt.Errorf("store a change of ticket %s: %w", c.ticket, err)
	}
	s.added(1)
	return nil
}

// added counts what waits, and wakes whoever sends when it has become more.
func (s *Spool) added(n int) {
	s.mu.Lock()
	s.waiting += n
	s.mu.Unlock()
	if n <= 0 {
		return
	}
	select {
	case s.wake <- struct{}{}:
	default:
	}
}

// A birth is what a number is made of.
type birth struct {
	prefix   byte
	lane     queue.Lane
	calendar *queue.Calendar
	now      moment
}

// ready says whether a number of a service can be given at all.
func (s *Spool) ready(service queue.ServiceID) (birth, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	switch {
	case s.lane == 0 || s.config == nil:
		return birth{}, errors.New("this kiosk has no lane yet: it numbers nothing before the server's first answer")
	case s.waiting >= waitingMax:
		return birth{}, fmt.Errorf("%d commands wait for the server: that is all this kiosk keeps: bring the server back", s.waiting)
	}
	of, ok := s.config.Service(service)
	if !ok {
		return birth{}, fmt.Errorf("there is no service %q", service)
	}
	return birth{prefix: of.Prefix, lane: s.lane, calendar: s.calendar}, nil
}

// Where the undated tickets stand: their counts bound those of every day until a
// day has turned under a believed clock that had seen the day before.
const (
	undatedNone  = ""
	undatedGiven = "given" // since a clock was last believed
	undatedSeen  = "seen"  // a clock has been believed since
)

// number takes the next count. The day is "" when the clock is not believed, or
// shows a day before one that was numbered in already.
func (b birth) number(tx *sql.Tx) (queue.Day, queue.Number, error) {
	last, err := meta(tx, metaDay)
	if err != nil {
		return "", "", err
	}
	undated, err := meta(tx, metaUndated)
	if err != nil {
		return "", "", err
	}
	day := b.calendar.DayOf(b.now.wall)
	if !b.now.trusted || day < queue.Day(last) {
		number, err := b.next(tx, "SELECT coalesce(max(last), 0) FROM count WHERE prefix = ? AND lane = ?", "")
		return "", number, errors.Join(err, setMeta(tx, metaUndated, undatedGiven))
	}
	if day > queue.Day(last) {
		if err := turn(tx, day, undated); err != nil {
			return "", "", err
		}
	}
	if undated == undatedGiven {
		if err := setMeta(tx, metaUndated, undatedSeen); err != nil {
			return "", "", err
		}
	}
	number, err := b.next(tx, "SELECT coalesce(max(last), 0) FROM count WHERE prefix = ? AND lane = ? AND day IN (?3, '')", day)
	return day, number, err
}

// next counts one further than the select finds, and keeps it under day.
func (b birth) next(tx *sql.Tx, highest string, day queue.Day) (queue.Number, error) {
	var count int
	args := []any{b.prefix, b.lane}
	if day != "" {
		args = append(args, day)
	}
	if err := tx.QueryRow(highest, args...).Scan(&count); err != nil {
		return "", err
	}
	count++
	_, err := tx.Exec(`INSERT INTO count (day, prefix, lane, last) VALUES (?, ?, ?, ?)
		ON CONFLICT (day, prefix, lane) DO UPDATE SET last = excluded.last`, day, b.prefix, b.lane, count)
	return queue.MakeNumber(b.prefix, b.lane, count), err
}

// turn begins a day's counts, from one unless undated tickets forbid it.
func turn(tx *sql.Tx, day queue.Day, undated string) error {
	if err := setMeta(tx, metaDay, string(day)); err != nil {
		return err
	}
	if _, err := tx.Exec("DELETE FROM count WHERE day <> '' AND day < ?", day.Add(-countsKept)); err != nil {
		return err
	}
	if undated != undatedSeen {
		return nil
	}
	var waits bool
	err := tx.QueryRow(`SELECT EXISTS (SELECT 1 FROM command c JOIN ticket t ON t.id = c.ticket
		WHERE c.state = 0 AND c.kind = 1 AND t.day = '' AND t.counted = '')`).Scan(&waits)
	if err != nil || waits {
		return err
	}
	if _, err := tx.Exec("DELETE FROM count WHERE day = ''"); err != nil {
		return err
	}
	return setMeta(tx, metaUndated, undatedNone)
}

// agreeDay takes back a day that lay ahead, when server and clock agree that it
// is not yet; the numbers given in it bound those to come.
func agreeDay(tx *sql.Tx, day queue.Day, now moment, calendar *queue.Calendar) error {
	last, err := meta(tx, metaDay)
	if err != nil || queue.Day(last) <= day || !now.trusted || calendar.DayOf(now.wall) != day {
		return err
	}
	_, err = tx.Exec(`INSERT INTO count (day, prefix, lane, last)
		SELECT '', prefix, lane, max(last) FROM count WHERE true GROUP BY prefix, lane
		ON CONFLICT (day, prefix, lane) DO UPDATE SET last = excluded.last`)
	return errors.Join(err, setMeta(tx, metaDay, string(day)), setMeta(tx, metaUndated, undatedGiven))
}

// dates reports whether a ticket given now would have a day.
func (s *Spool) dates() (bool, error) {
	now := s.keeper.now()
	s.mu.Lock()
	calendar := s.calendar
	s.mu.Unlock()
	last, err := meta(s.db, metaDay)
	if err != nil {
		return false, fmt.Errorf("read the last day: %w", err)
	}
	return now.trusted && calendar != nil && calendar.DayOf(now.wall) >= queue.Day(last), nil
}

const ticketColumns = "id, number, service, class, lang, appointment, day, at"

// findTicket returns sql.ErrNoRows when there is none.
func findTicket(q querier, id queue.TicketID) (kiosk.Ticket, error) {
	return scanTicket(q.QueryRow("SELECT "+ticketColumns+" FROM ticket WHERE id = ?", id))
}

type scanner interface{ Scan(...any) error }

func scanTicket(row scanner, more ...any) (t kiosk.Ticket, err error) {
	var at int64
	err = row.Scan(append([]any{&t.ID, &t.Number, &t.Service, &t.Class, &t.Lang, &t.Appointment, &t.Day, &at}, more...)...)
	t.At = time.UnixMilli(at)
	return t, err
}

func insertTicket(tx *sql.Tx, t kiosk.Ticket) error {
	_, err := tx.Exec("INSERT INTO ticket ("+ticketColumns+", counted) VALUES (?, ?, ?, ?, ?, ?, ?, ?, '')",
		t.ID, t.Number, t.Service, t.Class, t.Lang, t.Appointment, t.Day, t.At.UnixMilli())
	return err
}
