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

// A book is the choices in pages. What is kept stands on each, in the last place but
// that of the tile that turns them.
type book struct {
	leaves []Target
	kept   []Target
	places int // of leaves, on a page
}

func (b book) pages() int { return max(1, (len(b.leaves)+b.places-1)/b.places) }

// bind lays the choices out in pages. Where there are several, whoever does not know
// where they belong is not to look for the tile that says so: it is on each, if that
// leaves a place for another.
func (m Model) bind(tiles []Target) book {
	if len(tiles) <= m.tiles {
		return book{leaves: tiles, places: m.tiles}
	}
	b := book{leaves: tiles, places: m.tiles - 1}
	at := slices.IndexFunc(tiles, func(t Target) bool {
		return t.Pictogram == PictogramQuestion && strings.HasPrefix(string(t.ID), servicePrefix)
	})
	if at >= 0 && b.places > 1 {
		b.kept = tiles[at : at+1]
		b.leaves = slices.Concat(tiles[:at], tiles[at+1:])
		b.places--
	}
	return b
}

// pages counts the pages of what is offered now, at least 1.
func (m Model) pages() int { return m.bind(m.choices(m.words())).pages() }

// onPage cuts the choices of the page that is seen. The first are full: what the house
// put first is seen first. The last keeps empty places, so that the tile that turns
// the pages, round and round, lies in the same place on each.
func (m Model) onPage(w i18n.Words) []Target {
	b := m.bind(m.choices(w))
	pages := b.pages()
	if pages == 1 {
		return b.leaves
	}
	page := min(m.page, pages-1)
	seen := slices.Clone(b.leaves[page*b.places : min((page+1)*b.places, len(b.leaves))])
	for len(seen) < b.places {
		seen = append(seen, Target{})
	}
	return append(append(seen, b.kept...), Target{
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
