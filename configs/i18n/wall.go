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

// WallStaleAt is WallStale, with a mark where the page writes the time.
func (w Words) WallStaleAt(mark string) string {
	return w.with("wall.stale", values{"Time": mark})
}

// WallTitle names the page of a wall.
func (w Words) WallTitle() string { return w.text("wall.title") }

// WallAsk says that a screen is not yet one of the site's, and what its code is for.
func (w Words) WallAsk() string { return w.text("wall.ask") }

// WallAskHere leads to what else makes it one.
func (w Words) WallAskHere() string { return w.text("wall.ask_here") }

// WallScreenName labels the field of a new screen's name.
func (w Words) WallScreenName() string { return w.text("wall.screen_name") }

// WallScreenHead labels the field of a head's name.
func (w Words) WallScreenHead() string { return w.text("wall.screen_head") }

// WallScreenPIN labels the field of a head's PIN, which is not the code above it.
func (w Words) WallScreenPIN() string { return w.text("wall.screen_pin") }

// WallScreenUsual is the name that a new screen has unless another is typed.
func (w Words) WallScreenUsual() string { return w.text("wall.screen_usual") }

// WallScreenAdd is on the button that makes it one.
func (w Words) WallScreenAdd() string { return w.text("wall.screen_add") }

// WallNotHead says that whoever signed in may add no screen.
func (w Words) WallNotHead() string { return w.text("wall.not_head") }

// WallScreenFailed says why a screen could not be added, by an error kind.
func (w Words) WallScreenFailed(kind string) string {
	switch kind {
	case "conflict", "invalid":
		return w.text("wall.failed_" + kind)
	}
	return w.ConsoleSignInFailed(kind, "")
}

// WallStart is on the button that a browser wants touched before it makes a sound.
func (w Words) WallStart() string { return w.text("wall.start") }

// WallSound labels what is to be heard: voice, chime or silent.
func (w Words) WallSound(name string) string { return w.text("wall.sound_" + name) }

// WallVolume labels the volume.
func (w Words) WallVolume() string { return w.text("wall.volume") }

// WallFull is on the button that lets the page fill the screen.
func (w Words) WallFull() string { return w.text("wall.full") }

// WallSleep says that this browser does not keep the screen awake.
func (w Words) WallSleep() string { return w.text("wall.sleep") }

// WallNews names the calls, for whoever hears the page.
func (w Words) WallNews() string { return w.text("wall.news") }
