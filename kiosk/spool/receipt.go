package spool

import (
	"database/sql"
	"fmt"

	"accueil/kiosk"
	"accueil/queue"
)

// A receipt's state is kept before the printer is given anything, and after its last
// word, so that whoever asks "did it print?" is not told a guess, after a crash neither:
// the log says at the next start what was interrupted, and an export says of each ticket
// what became of its paper. One that still waits is not kept: nobody was told anything
// of it.

// KeepReceipt keeps how far a ticket's receipt has come.
func (s *Spool) KeepReceipt(id queue.TicketID, state kiosk.ReceiptState, trouble kiosk.Trouble) error {
	at := s.keeper.now().wall.UnixMilli()
	err := s.write(func(tx *sql.Tx) error {
		_, err := tx.Exec(`INSERT INTO receipt (ticket, state, trouble, at) VALUES (?, ?, ?, ?)
			ON CONFLICT (ticket) DO UPDATE SET state = excluded.state, trouble = excluded.trouble, at = excluded.at`, id, state, trouble, at)
		return err
	})
	if err != nil {
		return fmt.Errorf("keep that the receipt is %s: %w", state, err)
	}
	return nil
}

// Interrupted returns the numbers of the receipts that a printer was being given when the
// program last ended, oldest first. From then on they are known as unproved.
func (s *Spool) Interrupted() (numbers []queue.Number, err error) {
	err = s.write(func(tx *sql.Tx) error {
		rows, err := tx.Query("SELECT t.number FROM receipt r JOIN ticket t ON t.id = r.ticket WHERE r.state = ? ORDER BY r.at, t.number", kiosk.ReceiptSent)
		if err != nil {
			return err
		}
		defer rows.Close() // where a row cannot be read; after the last it is closed already
		for rows.Next() {
			var number queue.Number
			if err := rows.Scan(&number); err != nil {
				return err
			}
			numbers = append(numbers, number)
		}
		if err := rows.Err(); err != nil {
			return err
		}
		_, err = tx.Exec("UPDATE receipt SET state = ? WHERE state = ?", kiosk.ReceiptUnproved, kiosk.ReceiptSent)
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("read which receipts were interrupted: %w", err)
	}
	return numbers, nil
}
