package spool

import (
	"slices"
	"testing"
	"time"

	"accueil/kiosk"
	"accueil/queue"
)

func TestAnAlertThatABackupBringsBackIsWithdrawnAgain(t *testing.T) {
	inTrouble(t, func(k troubled) {
		k.printer.becomes(kiosk.PrinterStatus{PaperLow: true})
		k.board.mu.Lock()
		saved := slices.Clone(k.board.alerts)
		k.board.mu.Unlock()
		k.printer.becomes(kiosk.PrinterStatus{})
		k.board.stands(t, "with paper")
		k.board.change(func() { k.board.alerts, k.board.lives = saved, 1 })
		k.board.stands(t, "restored from a copy of before")
	})
}

// What says another number each second is not told each time.
func TestATextThatChangesOftenIsSaidNowAndThen(t *testing.T) {
	said := time.Now()
	c := condition{holds: true, told: true, said: said, text: "2"}
	shown := Alert{ID: "1", Kind: queue.AlertClock, Text: "1"}
	for after, want := range map[time.Duration]deed{
		time.Second: {}, sayAgainAfter - time.Second: {}, sayAgainAfter: {raise: true, text: "2"},
	} {
		if got := c.deed(shown, said.Add(after)); got != want {
			t.Errorf("%s after it was said: got %+v, want %+v", after, got, want)
		}
	}
}
