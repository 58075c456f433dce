package spool

import (
	"database/sql"
	"errors"
	"fmt"

	"accueil/kiosk"
	"accueil/queue"
)

// A receipt's state is kept before the printer is given anything, and after its last
// word, so that whoever asks "did it print?" is not told a guess: after a crash too. One
// that still waits is not kept: nobody was told anything of it.

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

// Receipt returns how far a ticket's receipt came, and what kept it from paper. One that
// never reached a printer is made.
func (s *Spool) Receipt(id queue.TicketID) (state kiosk.ReceiptState, trouble kiosk.Trouble, err error) {
	err = s.db.QueryRow("SELECT state, trouble FROM receipt WHERE ticket = ?", id).Scan(&state, &trouble)
	if errors.Is(err, sql.ErrNoRows) {
		err = nil
	}
	return state, trouble, err
}
