package kiosk

import (
	"cmp"
	"slices"
	"strings"
	"time"

	"accueil/configs/i18n"
	"accueil/queue"
)

// choices are all tiles of the stage that the visitor chooses on.
func (m Model) choices(w i18n.Words) []Target {
	stage := m.stage
	if stage == stageStillThere {
		stage = m.resume
	}
	switch {
	case m.site == nil:
		return nil
	case stage == stageAppointments:
		return m.appointmentTiles(w)
	case stage == stageLanguages:
		return m.languageTiles()
	}
	return m.welcomeTiles(w)
}

// pages counts the pages of what is offered now, at least 1.
func (m Model) pages() int { return m.pagesOf(len(m.choices(m.words()))) }

// pagesOf counts the pages of so many tiles: where there is more than one, each
// gives a place to the tile that turns them.
func (m Model) pagesOf(tiles int) int {
	if tiles <= m.tiles {
		return 1
	}
	return (tiles + m.tiles - 2) / (m.tiles - 1)
}

// onPage cuts the choices of the page that is seen. The first are full: what the house
// put first is seen first. The last keeps empty places, so that the tile that turns
// the pages, round and round, lies in the same place on each.
func (m Model) onPage(w i18n.Words) []Target {
	tiles := m.choices(w)
	pages := m.pagesOf(len(tiles))
	if pages == 1 {
		return tiles
	}
	page, places := min(m.page, pages-1), m.tiles-1
	seen := slices.Clone(tiles[page*places : min((page+1)*places, len(tiles))])
	for len(seen) < places {
		seen = append(seen, Target{})
	}
	return append(seen, Target{
		ID: targetMore, Label: w.KioskMore(), Note: w.KioskPage(page+1, pages), Pictogram: PictogramNext, Tone: ToneSlate,
	})
}

// menu are the services of this kiosk. A menu of which the site has nothing left
// would help nobody: then all are offered.
func (m Model) menu() []queue.Service {
	var menu []queue.Service
	for _, id := range m.settings.Services {
		if s, ok := m.site.Service(id); ok {
			menu = append(menu, s)
		}
	}
	if len(menu) == 0 {
		return m.site.Services
	}
	return menu
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

func (m Model) pictogramOf(id queue.ServiceID) string {
	if m.site == nil {
		return ""
	}
	s, _ := m.site.Service(id)
	return s.Pictogram
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

// mayOutlast reports whether the wait of a ticket may last until after the doors
// close, and when that is. Without a forecast it is reckoned as short as it can be, as
// if each desk that serves were open and nobody's visit took longer than the site reckons:
// whoever is warned has reason to be, and nobody is sent away for nothing.
func (m Model) mayOutlast(service queue.ServiceID, p Place) (closes time.Time, late bool) {
	if closes = m.opening().ClosesAt; m.feed != nil && !m.feed.ClosesAt.IsZero() {
		closes = m.feed.ClosesAt.In(m.now.Wall.Location())
	}
	if closes.IsZero() || !m.now.WallTrusted {
		return closes, false
	}
	wait := m.leastWait(service, p.Ahead)
	if p.Wait != nil {
		wait = time.Duration(p.Wait.HighMinutes) * time.Minute
	}
	return closes, m.now.Wall.Add(wait).After(closes)
}

// leastWait is how long so many visits take at the least; 0 when no desk is known to
// serve them.
func (m Model) leastWait(id queue.ServiceID, ahead int) time.Duration {
	service, _ := m.site.Service(id)
	desks := 0
	for _, d := range m.site.Desks {
		if d.Serves(id) {
			desks++
		}
	}
	if desks == 0 {
		return 0
	}
	return time.Duration(ahead*service.Minutes) * time.Minute / time.Duration(desks)
}
