package display

import (
	"slices"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"accueil/configs/i18n"
	"accueil/queue"
	"accueil/queue/wire"
)

const (
	announceTime = 6 * time.Second  // until the next call may take the band,
	announceMost = 20 * time.Second // and may though nobody says that this one was said
	blinkHalf    = 500 * time.Millisecond
	blinks       = 3                // slow: at most one a second, then still
	connectAge   = 30 * time.Second // older calls are not announced on connecting
	comingMax    = 200              // calls that wait for the band
	clockLook    = 30 * time.Second
)

// A Board is the waiting room's wall. A row shows at once; only band and sound
// wait for each other, and none is lost: whoever shows it says when a call was said
// (Announced), at once where nothing is to be heard.
type Board struct {
	now    Now
	line   line
	view   *wire.WallView // nil until the first
	epoch  string
	joined bool   // a view came since the line was last lost
	told   uint64 // the highest call that was announced, or let pass

	coming []wire.Call // to be announced, oldest first
	band   *wire.Call
	since  time.Duration // when it took the band
	said   bool          // chime and voice are over with it
}

// NewBoard returns a wall that has heard of nothing yet.
func NewBoard() Board { return Board{} }

// Update takes in what happened.
func (b Board) Update(msg Msg) (Board, []Effect) {
	switch m := msg.(type) {
	case Tick:
		b.now = m.Now
		return b.announce()
	case Heard:
		b.line = b.line.hear(m.At, b.now)
	case Lost:
		b.line, b.joined = b.line.lose(m), false
	case WallSeen:
		return b.seen(m).announce()
	case Announced:
		if b.band != nil && b.band.Call == m.Call {
			b.said = true
		}
		return b.announce()
	}
	return b, nil
}

// seen takes in a view, and queues its new calls for the band.
func (b Board) seen(m WallSeen) Board {
	b.line = b.line.hear(m.Stamp.At, b.now)
	if m.Stamp.Epoch != b.epoch { // another life: its calls are counted anew
		b.epoch, b.told, b.joined = m.Stamp.Epoch, 0, false
	}
	joining := !b.joined
	b.view, b.joined = &m.View, true
	if len(m.View.Calls) == 0 { // another day
		b.coming, b.band = nil, nil
		return b
	}
	b.coming = slices.Clone(b.coming)
	for _, c := range slices.Backward(m.View.Calls) {
		if c.Call <= b.told {
			continue
		}
		b.told = c.Call
		if joining && m.Stamp.At.Sub(c.CalledAt) >= connectAge {
			continue
		}
		b.coming = append(b.coming, c)
	}
	b.coming = b.coming[max(0, len(b.coming)-comingMax):]
	newest := m.View.Calls[0]
	if joining && len(b.coming) == 0 && (b.band == nil || b.band.Call != newest.Call) { // it has the band, still
		b.band, b.since, b.said = &newest, b.now.Mono-announceTime, true
	}
	return b
}

// announce gives the band to the next call when the last has had its time.
func (b Board) announce() (Board, []Effect) {
	if b.view == nil || len(b.coming) == 0 || b.band != nil && b.now.Mono < b.free() {
		return b, nil
	}
	next := b.coming[0]
	b.band, b.coming, b.since, b.said = &next, b.coming[1:], b.now.Mono, false
	return b, []Effect{Announce{Call: next.Call, Number: next.Number, Desk: next.Desk, DeskName: next.DeskName, Lang: next.Lang, House: b.house()}}
}

// house is the language of a view's house, as the house names it.
func (b Board) house() string {
	if len(b.view.Languages) == 0 {
		return i18n.House
	}
	return b.view.Languages[0]
}

// free is when the band may be another call's.
func (b Board) free() time.Duration {
	if b.said {
		return b.since + announceTime
	}
	return b.since + announceMost
}

// Deadline returns when Tick is owed next, on the clock of Now.Mono.
func (b Board) Deadline() time.Duration {
	next := b.now.Mono + clockLook
	if b.band == nil {
		return next
	}
	for n := range 2 * blinks {
		if at := b.since + time.Duration(n+1)*blinkHalf; at > b.now.Mono {
			next = min(next, at)
		}
	}
	if len(b.coming) > 0 {
		next = min(next, max(b.free(), b.now.Mono))
	}
	return next
}

// A WallScreen is what is to be seen on a wall.
type WallScreen struct {
	Lang         string
	Title        string
	Clock        string
	HeadNumber   string
	HeadDesk     string
	Band         *WallRow // the call that is announced
	Call         uint64   // its number among the day's
	Fresh        bool     // it blinks
	Dark         bool     // and is in the other half of a blink
	Rows         []WallRow
	Empty        string // instead of rows
	Closed       string // beside them
	Waiting      string // in words
	WaitingCount int    // likewise, for a pictogram; 0 with nobody
	Notice       string
	Stale        string // the server is not heard: all else is to be dimmed
	Detail       string // of that, for whoever mends it
}

// A WallRow is a number, and where it goes. Neither is ever split.
type WallRow struct {
	Number string
	Desk   string // digits where the desk's name has some
}

// Named reports whether a desk goes by a name that is too long for a wall's large letters.
func (r WallRow) Named() bool { return utf8.RuneCountInString(r.Desk) > deskLetters }

const deskLetters = 4

// View returns what is to be seen: the band, and below it the other calls of the
// day, newest first, each ticket once.
func (b Board) View() WallScreen {
	w := b.words()
	s := WallScreen{Lang: w.Lang(), HeadNumber: w.WallNumber(), HeadDesk: w.WallDesk()}
	if b.line.lost || b.view == nil {
		s.Stale, s.Detail = b.line.says(w, w.WallStale)
	}
	if b.view == nil {
		return s
	}
	s.Clock = w.WallClock(b.line.clock(b.now)) // before, the site's zone is not known
	s.Title, s.Notice = b.view.Site.Name, b.view.Notice
	waiting := 0
	for _, c := range b.view.Waiting {
		waiting += c.Count
	}
	s.Waiting, s.WaitingCount = w.WallWaiting(waiting), waiting
	shown := map[queue.TicketID]bool{}
	if b.band != nil {
		row := rowOf(*b.band)
		s.Band, s.Call = &row, b.band.Call
		s.Fresh, s.Dark = b.blink()
		shown[b.band.Ticket] = true
	}
	for _, c := range b.view.Calls {
		if !shown[c.Ticket] {
			shown[c.Ticket] = true
			s.Rows = append(s.Rows, rowOf(c))
		}
	}
	switch {
	case !b.view.Open && len(shown) == 0:
		s.Empty = w.WallClosed()
	case !b.view.Open:
		s.Closed = w.WallClosed()
	case len(shown) == 0:
		s.Empty = w.WallNobody()
	}
	return s
}

// blink reports whether the band blinks, and is in the second half of a blink.
func (b Board) blink() (fresh, dark bool) {
	halves := int((b.now.Mono - b.since) / blinkHalf)
	fresh = halves < 2*blinks
	return fresh, fresh && halves%2 == 1
}

func (b Board) words() i18n.Words {
	if b.view == nil {
		return i18n.For()
	}
	return i18n.For(b.view.Languages...)
}

func rowOf(c wire.Call) WallRow {
	return WallRow{Number: string(c.Number), Desk: shortDesk(c.DeskName)}
}

// shortDesk is the number in a desk's name, or the name of one without.
func shortDesk(name string) string {
	digits := strings.FieldsFunc(name, func(r rune) bool { return !unicode.IsDigit(r) })
	if len(digits) == 1 {
		return digits[0]
	}
	return name
}
