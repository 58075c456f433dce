package i18n

import (
	"fmt"
	"strings"
	"time"
)

// What the waiting room reads on a wall.

// WallNumber heads the column of numbers.
func (w Words) WallNumber() string { return w.text("wall.number") }

// WallDesk heads the column of desks.
func (w Words) WallDesk() string { return w.text("wall.desk") }

// WallClock is the time as a clock shows it.
func (w Words) WallClock(t time.Time) string {
	return w.with("wall.clock", values{"H": fmt.Sprintf("%02d", t.Hour()), "M": fmt.Sprintf("%02d", t.Minute())})
}

// WallWaiting counts who waits; "" for nobody.
func (w Words) WallWaiting(n int) string {
	if n <= 0 {
		return ""
	}
	return w.count("wall.waiting", n)
}

// WallNobody stands where nobody has been called yet.
func (w Words) WallNobody() string { return w.text("wall.nobody") }

// WallClosed stands there while the office is closed.
func (w Words) WallClosed() string { return w.text("wall.closed") }

// WallSearching says that the server was not heard yet.
func (w Words) WallSearching() string { return w.text("wall.searching") }

// WallStale says when the server was last heard.
func (w Words) WallStale(heard time.Time) string {
	return w.with("wall.stale", values{"Time": w.WallClock(heard)})
}

// WallSpoken is a call as it is said: its number as people say it, and its desk; then
// once more, its number digit by digit.
func (w Words) WallSpoken(number, desk string) string {
	letter, count := number[:1], strings.TrimLeft(number[1:], "0")
	return w.with("wall.spoken", values{"Letter": letter, "Count": count, "Digits": w.KioskSpokenNumber(number), "Desk": desk})
}

// WallSpokenDesk is a desk by its number, as it is said.
func (w Words) WallSpokenDesk(number string) string {
	return w.with("wall.spoken_desk", values{"N": number})
}
