package spool

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"
	"time"

	"accueil/kiosk"
	"accueil/queue"
)

// A command is something the server is to be told.
type command struct {
	n      int64
	ticket queue.TicketID
	kind   kind
	key    string
	class  queue.Class
	said   string // of an alert: its text
	touch
}

type kind int

const (
	kindGive kind = iota + 1
	kindAmend
	kindCancel
	kindAlert // that a ticket was refused
)

// The states of a command.
const (
	stateWaiting = iota
	stateSent
	stateRefused
)

func insertCommand(tx *sql.Tx, c command) error {
	_, err := tx.Exec(`INSERT INTO command (ticket, kind, key, class, boot, mono, state, said, sent)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?, 0)`,
		c.ticket, c.kind, c.key, c.class, c.boot, c.mono.Milliseconds(), stateWaiting, c.said)
	return err
}

// An errand is a command with its ticket, to be sent.
type errand struct {
	command
	born    kiosk.Ticket
	counted queue.Day // where the server counts an undated ticket that it had before
}

// waitingAfter returns what waits behind n, oldest first.
func (s *Spool) waitingAfter(ctx context.Context, n int64) (list []errand, err error) {
	rows, err := s.db.QueryContext(ctx, `SELECT t.id, t.number, t.service, t.class, t.lang, t.appointment, t.day, t.at,
			t.counted, c.n, c.kind, c.key, c.class, c.said, c.boot, c.mono
		FROM command c JOIN ticket t ON t.id = c.ticket
		WHERE c.state = 0 AND c.n > ? ORDER BY c.n LIMIT ?`, n, windowMax)
	if err != nil {
		return nil, fmt.Errorf("read what waits: %w", err)
	}
	defer func() { err = errors.Join(err, rows.Close()) }()
	for rows.Next() {
		var e errand
		var mono int64
		e.born, err = scanTicket(rows, &e.counted, &e.n, &e.kind, &e.key, &e.class, &e.said, &e.boot, &mono)
		if err != nil {
			return nil, fmt.Errorf("read what waits: %w", err)
		}
		e.ticket, e.mono = e.born.ID, time.Duration(mono)*time.Millisecond
		list = append(list, e)
	}
	return list, rows.Err()
}

// oldest is how long the oldest command has waited for the server, 0 for none or
// when nobody can tell.
func (s *Spool) oldest() (time.Duration, error) {
	var t touch
	var mono int64
	err := s.db.QueryRow("SELECT boot, mono FROM command WHERE state = 0 ORDER BY n LIMIT 1").Scan(&t.boot, &mono)
	switch {
	case errors.Is(err, sql.ErrNoRows):
		return 0, nil
	case err != nil:
		return 0, fmt.Errorf("read what has waited longest: %w", err)
	}
	t.mono = time.Duration(mono) * time.Millisecond
	return max(0, s.keeper.age(t, s.keeper.now())), nil // an unknown age is less than nothing
}

// A verdict is what the server said of an errand, for good.
type verdict struct {
	errand  errand
	answer  Answer
	refused string // why, or "" when it was taken
}

// settle keeps the server's verdicts and the position it told with them, all in
// one transaction. A ticket refused raises an alert once.
func (s *Spool) settle(list []verdict) error {
	now := s.keeper.now()
	at := s.Hold().At
	for _, v := range list {
		if v.answer.At.Epoch == at.Epoch {
			at.Seq = max(at.Seq, v.answer.At.Seq)
		}
	}
	sent := int64(0)
	if now.trusted {
		sent = now.wall.UnixMilli()
	}
	alerts := 0
	err := s.write(func(tx *sql.Tx) error {
		alerts = 0
		for _, v := range list {
			rung, err := settleOne(tx, v, command{touch: now.touch}, sent)
			if err != nil {
				return err
			}
			alerts += rung
		}
		return setPosition(tx, at)
	})
	if err != nil {
		return fmt.Errorf("keep %d answers: %w", len(list), err)
	}
	s.mu.Lock()
	s.at = at
	s.mu.Unlock()
	s.added(-len(list))
	s.added(alerts)
	return nil
}

func settleOne(tx *sql.Tx, v verdict, alert command, sent int64) (alerts int, err error) {
	e := v.errand
	if v.refused == "" {
		if _, err := tx.Exec("UPDATE command SET state = ?, sent = ? WHERE n = ?", stateSent, sent, e.n); err != nil {
			return 0, err
		}
		if e.kind == kindGive && e.born.Day == "" && v.answer.Day != "" {
			_, err = tx.Exec("UPDATE ticket SET counted = ? WHERE id = ?", v.answer.Day, e.ticket)
		}
		return 0, err
	}
	_, err = tx.Exec("UPDATE command SET state = ?, said = ?, sent = ? WHERE n = ?", stateRefused, v.refused, sent, e.n)
	if err != nil || e.kind != kindGive {
		return 0, err
	}
	alert.ticket, alert.kind, alert.key = e.ticket, kindAlert, e.key+"/refused"
	alert.said = cut(fmt.Sprintf("%s: %s", e.born.Number, v.refused))
	var rung bool
	if err := tx.QueryRow("SELECT EXISTS (SELECT 1 FROM command WHERE key = ?)", alert.key).Scan(&rung); err != nil || rung {
		return 0, err
	}
	return 1, insertCommand(tx, alert)
}

// cut keeps a text within saidMax, without control characters.
func cut(text string) string {
	text = strings.Map(func(r rune) rune {
		if r < ' ' || r == 0x7f {
			return ' '
		}
		return r
	}, strings.ToValidUTF8(text, "?"))
	if len(text) > saidMax {
		text = strings.ToValidUTF8(text[:saidMax], "")
	}
	return text
}

// offerAgain has all that was sent, or refused, wait once more: under their keys
// it is the same to a server that has them.
func offerAgain(tx *sql.Tx) (int, error) {
	done, err := tx.Exec("UPDATE command SET state = ? WHERE state <> ? AND kind <> ?", stateWaiting, stateWaiting, kindAlert)
	if err != nil {
		return 0, fmt.Errorf("offer again what was sent: %w", err)
	}
	n, err := done.RowsAffected()
	return int(n), err
}

// Prune forgets what the server has had for longer than is promised. Without a
// believed clock it forgets only what is too much.
func (s *Spool) Prune() error { return s.prune(keptMax) }

// prune is Prune for so many commands that it has had.
func (s *Spool) prune(keptMax int) error {
	now := s.keeper.now()
	wall := now.wall.UnixMilli()
	return s.write(func(tx *sql.Tx) error {
		if now.trusted {
			if _, err := tx.Exec("UPDATE command SET sent = ? WHERE state <> 0 AND sent = 0", wall); err != nil {
				return err
			}
			if _, err := tx.Exec("DELETE FROM command WHERE (state = 1 AND sent < ?) OR (state = 2 AND sent < ?)",
				wall-keptFor.Milliseconds(), wall-refusedFor.Milliseconds()); err != nil {
				return err
			}
		}
		if _, err := tx.Exec(`DELETE FROM command WHERE state = 1 AND n <=
			(SELECT n FROM command WHERE state = 1 ORDER BY n DESC LIMIT 1 OFFSET ?)`, keptMax); err != nil {
			return err
		}
		if _, err := tx.Exec("DELETE FROM ticket WHERE NOT EXISTS (SELECT 1 FROM command c WHERE c.ticket = ticket.id)"); err != nil {
			return err
		}
		_, err := tx.Exec("DELETE FROM receipt WHERE NOT EXISTS (SELECT 1 FROM ticket t WHERE t.id = receipt.ticket)")
		return err
	})
}

// A Refused ticket is one that the server would not have.
type Refused struct {
	ID      queue.TicketID  `json:"id"`
	Number  queue.Number    `json:"number"`
	Service queue.ServiceID `json:"service"`
	Day     queue.Day       `json:"day"`
	At      time.Time       `json:"at"`
	Receipt string          `json:"receipt"` // kiosk.ReceiptState: whether the visitor has it on paper
	Because string          `json:"because"`
}

// Export writes the tickets that were refused, oldest first, one JSON object a line.
func (s *Spool) Export(ctx context.Context, to io.Writer) (err error) {
	rows, err := s.db.QueryContext(ctx, `SELECT t.id, t.number, t.service, t.class, t.lang, t.appointment, t.day, t.at, c.said, coalesce(r.state, ?)
		FROM command c JOIN ticket t ON t.id = c.ticket LEFT JOIN receipt r ON r.ticket = t.id
		WHERE c.state = 2 AND c.kind = 1 ORDER BY c.n`, kiosk.ReceiptMade)
	if err != nil {
		return fmt.Errorf("read what was refused: %w", err)
	}
	defer func() { err = errors.Join(err, rows.Close()) }()
	lines := json.NewEncoder(to)
	for rows.Next() {
		var because string
		var receipt kiosk.ReceiptState
		t, err := scanTicket(rows, &because, &receipt)
		if err != nil {
			return fmt.Errorf("read what was refused: %w", err)
		}
		line := Refused{
			ID: t.ID, Number: t.Number, Service: t.Service, Day: t.Day, At: t.At.In(s.zone()), Receipt: receipt.String(), Because: because,
		}
		if err := lines.Encode(line); err != nil {
			return fmt.Errorf("export ticket %s: %w", t.Number, err)
		}
	}
	return rows.Err()
}
