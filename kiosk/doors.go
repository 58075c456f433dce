package kiosk

import (
	"time"

	"accueil/queue"
)

// giving reports whether tickets are given now: as the server says, and when it
// is away as the hours say, within this kiosk's own. A clock not to be trusted
// closes no door.
func (m Model) giving() bool {
	if !m.ownOpen() {
		return false
	}
	if m.feed != nil {
		return m.feed.Open
	}
	return !m.now.WallTrusted || m.opening().Tickets
}

// opening is what the site's hours alone say.
func (m Model) opening() queue.Opening {
	if m.calendar == nil {
		return queue.Opening{}
	}
	return m.calendar.At(m.now.Wall)
}

// ownOpen is what this kiosk's hours alone say.
func (m Model) ownOpen() bool {
	return m.own == nil || !m.now.WallTrusted || m.own.At(m.now.Wall).Open
}

// ownCalendar is of a kiosk with hours of its own. A site that is open at any hour,
// for a trial, has no others.
func ownCalendar(site queue.Config, hours []queue.Hours) *queue.Calendar {
	if len(hours) == 0 || site.AlwaysOpen {
		return nil
	}
	site.Hours = hours
	return queue.NewCalendar(&site)
}

// opensAt is when this kiosk gives tickets next, by the site's hours and its own;
// zero when that is not within queue.OpeningDays.
func (m Model) opensAt() time.Time {
	t := m.now.Wall
	if m.feed != nil && m.feed.OpensAt.After(t) {
		t = m.feed.OpensAt.In(t.Location())
	}
	for end := t.AddDate(0, 0, queue.OpeningDays); t.Before(end); {
		own := queue.Opening{Open: true}
		if m.own != nil {
			own = m.own.At(t)
		}
		site := m.calendar.At(t)
		switch {
		case !site.Open:
			t = site.OpensAt
		case !own.Open:
			t = own.OpensAt
		case !site.Tickets:
			t = site.ClosesAt
		default:
			return t
		}
		if t.IsZero() {
			return t
		}
	}
	return time.Time{}
}
