package display

import (
	"cmp"
	"slices"
	"strconv"
	"strings"
	"time"

	"accueil/configs/i18n"
	"accueil/queue"
	"accueil/queue/wire"
)

// A ManagerDay is a date that is closed, or would be.
type ManagerDay struct {
	Day         queue.Day
	Name, State string
	From        string // the file, or who changed it and when
	Closed      bool
	Changed     bool // over the file
}

// A ManagerReason is one that may have another name.
type ManagerReason struct {
	ID        queue.ReasonID
	Name      string
	Was, From string // of one that was renamed
}

// A ManagerPerson is one of the team.
type ManagerPerson struct {
	ID         queue.ActorID
	Name, Role string
	Theirs     bool // the head looks after them
}

// A ManagerDevice is a screen or kiosk, and whether it is there.
type ManagerDevice struct {
	ID                queue.ActorID
	Name, Role, State string
	Silent            bool
}

// A ManagerSetting is a line of the file.
type ManagerSetting struct {
	Name, Value string
}

// days are those from today on that the file closes or a head changed.
func (m Manager) days() []ManagerDay {
	w := m.words()
	all := map[queue.Day]ManagerDay{}
	for _, day := range m.Configuration.File.Closed {
		all[day] = ManagerDay{Day: day, Closed: true, From: w.ManagerFile()}
	}
	for _, c := range m.Configuration.Changes.Closed {
		all[c.Day] = ManagerDay{Day: c.Day, Closed: c.Closed, Changed: true, From: w.ManagerChanged(c.PersonName, c.At)}
	}
	var sorted []ManagerDay
	for day, d := range all {
		if day >= m.View.Day {
			d.Name, d.State = m.Day(day), w.ManagerDayState(d.Closed)
			sorted = append(sorted, d)
		}
	}
	slices.SortFunc(sorted, func(a, b ManagerDay) int { return cmp.Compare(a.Day, b.Day) })
	return sorted
}

// Day is a date in words; what is none stays as it is.
func (m Manager) Day(day queue.Day) string {
	t, err := time.Parse(time.DateOnly, string(day))
	if err != nil {
		return string(day)
	}
	return m.words().ManagerDay(m.Now, t)
}

func (m Manager) renamed() []ManagerReason {
	w := m.words()
	var all []ManagerReason
	for _, c := range m.Configuration.Changes.Reasons {
		all = append(all, ManagerReason{c.ID, c.Name, w.ManagerWas(c.Was), w.ManagerChanged(c.PersonName, c.At)})
	}
	return all
}

// reasons are those of the file, as they are called now, by the alphabet.
func (m Manager) reasons() []ManagerReason {
	var all []ManagerReason
	for _, r := range m.Configuration.File.Reasons {
		all = append(all, ManagerReason{ID: r.ID, Name: m.Reason(r.ID)})
	}
	slices.SortStableFunc(all, func(a, b ManagerReason) int { return cmp.Compare(folded(a.Name), folded(b.Name)) })
	return all
}

// Reason is what a reason is called now.
func (m Manager) Reason(id queue.ReasonID) string {
	for _, c := range m.Configuration.Changes.Reasons {
		if c.ID == id {
			return c.Name
		}
	}
	for _, r := range m.Configuration.File.Reasons {
		if r.ID == id {
			return r.Name
		}
	}
	return string(id)
}

// people are the team by name.
func (m Manager) people() []ManagerPerson {
	w := m.words()
	var all []ManagerPerson
	for _, p := range m.People {
		all = append(all, ManagerPerson{p.ID, p.Name, w.ManagerRole(p.Role), p.Role == queue.RoleMediator.String()})
	}
	slices.SortStableFunc(all, func(a, b ManagerPerson) int { return cmp.Compare(folded(a.Name), folded(b.Name)) })
	return all
}

// devices are those of the site, the silent first.
func (m Manager) devices() []ManagerDevice {
	w := m.words()
	var all []ManagerDevice
	for _, s := range m.View.Screens {
		d := ManagerDevice{ID: s.ID, Name: s.Name, Role: w.ManagerRole(s.Role), Silent: !s.Connected}
		switch {
		case s.Connected && s.Way == wire.WayPolling:
			d.State = w.ManagerScreen("polling")
		case s.Connected:
			d.State = w.ManagerScreen("socket")
		case s.Since == nil:
			d.State = w.ManagerScreen("unseen")
		default:
			d.State = w.ManagerScreen("silent") + " · " + w.WallClock(*s.Since)
		}
		all = append(all, d)
	}
	slices.SortStableFunc(all, func(a, b ManagerDevice) int { return cmp.Compare(rank(a), rank(b)) })
	return all
}

func rank(d ManagerDevice) int {
	if d.Silent {
		return 0
	}
	return 1
}

// settings are what the file says, in words.
func (m Manager) settings() []ManagerSetting {
	w, f := m.words(), m.Configuration.File
	var all []ManagerSetting
	say := func(name, value string) {
		all = append(all, ManagerSetting{w.ManagerSetting(name), cmp.Or(value, w.ManagerValue("none"))})
	}
	say("name", f.Name)
	say("hours", strings.Join(m.hours(), " · "))
	var closed []string
	for _, day := range f.Closed {
		closed = append(closed, m.Day(day))
	}
	say("closed", strings.Join(closed, " · "))
	if f.AlwaysOpen {
		say("always_open", m.yes(true))
	}
	say("last_ticket", w.Minutes(f.LastTicketMinutes))
	say("services", listOf(f.Services, func(s wire.Service) string { return s.Prefix + " " + m.Service(s.ID) }))
	say("desks", listOf(f.Desks, func(d wire.SiteDesk) string { return d.Name }))
	say("reasons", listOf(f.Reasons, func(r wire.SiteReason) string { return r.Name }))
	say("partners", listOf(f.Partners, func(p wire.Partner) string { return p.Name }))
	say("languages", listOf(f.Languages, ownName))
	say("out_of_order", w.ManagerValue(outOfOrder(f.OutOfOrder)))
	say("waiting_list", w.ManagerValue(f.WaitingList))
	say("reason_required", m.yes(f.ReasonRequired))
	say("long_wait", w.Minutes(f.LongWaitMinutes))
	say("priority_share", w.ManagerPercent(f.PrioritySharePct))
	say("weights", w.ManagerWeights(f.Calling.WeightNormal, f.Calling.WeightPriority, f.Calling.WeightAppointment))
	say("appointment_first", m.yes(f.Calling.AppointmentFirst))
	over := strconv.Itoa(f.Calling.PassedOverAtMost)
	if f.Calling.PassedOverAtMost == 0 {
		over = w.ManagerValue("no_limit")
	}
	say("passed_over", over)
	say("public_url", f.PublicURL)
	say("zone", f.TimeZone)
	say("day_starts", f.DayStarts)
	return all
}

// outOfOrder is the name of a value: one message is called no already.
func outOfOrder(value string) string {
	if value == "no" {
		return "never"
	}
	return value
}

func (m Manager) yes(is bool) string {
	if is {
		return m.words().ManagerValue("yes")
	}
	return m.words().ManagerValue("no")
}

func listOf[T any](all []T, name func(T) string) string {
	var names []string
	for _, one := range all {
		names = append(names, name(one))
	}
	return strings.Join(names, " · ")
}

func ownName(lang string) string {
	if i18n.Has(lang) {
		return i18n.For(lang).OwnName()
	}
	return lang
}

var weekdays = map[string]time.Weekday{
	"mon": time.Monday, "tue": time.Tuesday, "wed": time.Wednesday, "thu": time.Thursday, "fri": time.Friday,
	"sat": time.Saturday, "sun": time.Sunday,
}

// hours are the opening hours as the file writes them, with the days' names in the
// page's language.
func (m Manager) hours() []string {
	w := m.words()
	var all []string
	for _, stretch := range m.Configuration.File.Hours {
		days, times, _ := strings.Cut(stretch, " ")
		var named []string
		for _, day := range strings.Split(days, "-") {
			if known, is := weekdays[day]; is {
				day = w.Weekday(known)
			}
			named = append(named, day)
		}
		all = append(all, strings.Join(named, " – ")+" "+times)
	}
	return all
}
