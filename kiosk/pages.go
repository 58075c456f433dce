package kiosk

import (
	"cmp"
	"slices"
	"strings"
	"time"

	"accueil/configs/i18n"
	"accueil/queue"
)

// pages counts the pages of what is offered now, at least 1.
func (m Model) pages() int {
	count := 0
	switch {
	case m.site == nil:
	case m.stage == stageAppointments, m.stage == stageStillThere && m.resume == stageAppointments:
		count = len(m.offered())
	default:
		count = len(m.welcomeTiles(m.words()))
	}
	return max(1, (count+m.tiles-1)/m.tiles)
}

// onPage cuts the tiles of the page that is seen. No page holds two more than
// another.
func (m Model) onPage(tiles []Target) []Target {
	page, pages := min(m.page, m.pages()-1), m.pages()
	return tiles[page*len(tiles)/pages : (page+1)*len(tiles)/pages]
}

// pager turns the pages, round and round; there is none for a single page.
func (m Model) pager(w i18n.Words) []Target {
	if m.pages() == 1 {
		return nil
	}
	return []Target{{ID: targetMore, Label: w.KioskMore(), Note: w.KioskPage(m.page+1, m.pages())}}
}

// offered are the appointments that a visitor may still say to have, by time.
// Two at the same time for the same service look alike, and so are one tile.
func (m Model) offered() []Booking {
	var all []Booking
	for _, b := range m.bookings {
		past := m.now.Wall.Sub(b.At)
		if past < bookingPast && past > -24*time.Hour && !slices.Contains(m.taken, b.ID) {
			all = append(all, b)
		}
	}
	slices.SortStableFunc(all, func(a, b Booking) int {
		return cmp.Or(a.At.Compare(b.At), cmp.Compare(a.Service, b.Service))
	})
	return slices.CompactFunc(all, func(a, b Booking) bool { return a.At.Equal(b.At) && a.Service == b.Service })
}

func (m Model) serviceName(id queue.ServiceID) string {
	if m.site == nil {
		return ""
	}
	s, _ := m.site.Service(id)
	return s.Name.In(m.language(), m.houseLanguage())
}

func (m Model) toneOf(id queue.ServiceID) Tone {
	if m.site == nil {
		return ToneNone
	}
	at := slices.IndexFunc(m.site.Services, func(s queue.Service) bool { return s.ID == id })
	if at < 0 {
		return ToneSlate
	}
	return Tone(at%toneCount + 1)
}

// toldService is the closed service that was touched.
func (m Model) toldService() (queue.ServiceID, bool) {
	id, ok := strings.CutPrefix(string(m.told), servicePrefix)
	return queue.ServiceID(id), ok
}

// mayOutlast reports whether a wait may last until after the doors close, and
// when that is.
func (m Model) mayOutlast(w *WaitRange) (closes time.Time, late bool) {
	if closes = m.opening().ClosesAt; m.feed != nil && !m.feed.ClosesAt.IsZero() {
		closes = m.feed.ClosesAt.In(m.now.Wall.Location())
	}
	if w == nil || closes.IsZero() || !m.now.WallTrusted {
		return closes, false
	}
	return closes, m.now.Wall.Add(time.Duration(w.HighMinutes) * time.Minute).After(closes)
}
