package display

import (
	"cmp"
	"slices"
	"strconv"
	"time"

	"accueil/configs/i18n"
	"accueil/queue"
	"accueil/queue/wire"
)

// A Manager is what the head of a site looks at: all that the server says, at one moment.
type Manager struct {
	Now           time.Time // in the site's zone
	View          wire.ManagerView
	Configuration wire.Configuration
	People        []wire.Person
}

// A ManagerScreen is what is to be seen of it, the most urgent first.
type ManagerScreen struct {
	Lang    string
	Title   string // of the window: how many wait
	Site    string
	Door    string
	Clock   string
	Lines   []ManagerLine // at least one
	Figures []ManagerFigure
	Charts  []ManagerChart

	Stopped  bool // the tickets, for all services
	Services []ManagerService
	Notice   string
	Today    queue.Day
	Always   bool // open, whatever is closed
	Days     []ManagerDay
	Renamed  []ManagerReason
	Reasons  []ManagerReason // that may be renamed
	LeftOut  string
	People   []ManagerPerson
	Devices  []ManagerDevice
	Settings []ManagerSetting
}

// A ManagerLine is a sentence of the moment.
type ManagerLine struct {
	Level ManagerLevel
	Text  string
}

// A ManagerLevel says how much a line wants to be read.
type ManagerLevel string

// The levels, the most urgent first.
const (
	LevelTrouble   ManagerLevel = "trouble"
	LevelAttention ManagerLevel = "attention"
	LevelPlain     ManagerLevel = "plain"
	LevelGood      ManagerLevel = "good"
)

func (l ManagerLevel) rank() int {
	return slices.Index([]ManagerLevel{LevelTrouble, LevelAttention, LevelPlain, LevelGood}, l)
}

// A ManagerFigure is a large number, and what it counts.
type ManagerFigure struct {
	Value, Label string
	Long         bool // it is too much
}

// A ManagerService is a service today.
type ManagerService struct {
	ID      queue.ServiceID
	Name    string
	Counts  string
	State   string // of its tickets
	Stopped bool   // by hand, for this one
}

// Screen returns what is to be seen.
func (m Manager) Screen() ManagerScreen {
	w := m.words()
	v := m.View
	s := ManagerScreen{
		Lang: w.Lang(), Site: v.Site.Name, Door: m.door(), Clock: w.WallClock(m.Now), Today: v.Day, Always: m.Configuration.File.AlwaysOpen,
		Lines: m.lines(), Figures: m.figures(), Charts: m.charts(),
		Stopped: !v.Intake.Open, Services: m.services(), Notice: v.Notice,
		Days: m.days(), Renamed: m.renamed(), Reasons: m.reasons(), People: m.people(), Devices: m.devices(), Settings: m.settings(),
	}
	s.Title = s.Site
	if n := v.Today.Waiting; n > 0 {
		s.Title = "(" + strconv.Itoa(n) + ") " + s.Title
	}
	if n := v.Changes.LeftOut; n > 0 {
		s.LeftOut = w.ManagerLeftOut(n)
	}
	return s.plain()
}

func (m Manager) words() i18n.Words { return i18n.For(m.Configuration.File.Languages...) }

// door says whether the office is open, and until when.
func (m Manager) door() string {
	w, v := m.words(), m.View
	parts := []string{w.ConsoleDoor(v.Open, v.Intake.Open, "")}
	switch {
	case v.Open && v.ClosesAt != nil:
		parts = append(parts, w.ManagerCloses(*v.ClosesAt))
	case !v.Open && v.OpensAt != nil:
		parts = append(parts, w.ManagerOpens(m.Now, *v.OpensAt))
	}
	return joined(parts)
}

// lines are what the head must hear of, the most urgent first; where there is nothing,
// that.
func (m Manager) lines() []ManagerLine {
	w, v := m.words(), m.View
	var all []ManagerLine
	say := func(level ManagerLevel, text string) { all = append(all, ManagerLine{level, text}) }
	told := map[queue.ActorID]bool{}
	c := m.console()
	for _, a := range c.raised() {
		told[a.Device] = true
		level := LevelAttention
		if urgency(a.Kind) <= urgency(queue.AlertKioskSilent) {
			level = LevelTrouble
		}
		say(level, w.ConsoleAlertSince(c.alertText(a), 1, c.minutesSince(a.Since)))
	}
	for _, screen := range v.Screens {
		if v.Open && !screen.Connected && !told[screen.ID] {
			say(LevelTrouble, w.ManagerSilent(screen.Name, deref(screen.Since)))
		}
	}
	if h := v.Head; h != nil {
		if h.LongWaiting > 0 {
			say(LevelAttention, w.ManagerLong(h.LongWaiting, h.LongWaitMinutes, h.LongestWaitMinutes))
		}
		if o := h.Outlook; o != nil && o.Left > 0 {
			say(LevelAttention, w.ManagerOutlook(o.Left, o.ClosesAt))
		}
		if h.PriorityHigh {
			say(LevelAttention, w.ManagerPriorities(h.Priority, h.Given))
		}
	}
	if !v.Intake.Open || len(v.Intake.Services) > 0 {
		say(LevelAttention, w.ManagerStopped(m.stopped()))
	}
	if n := v.Today.UnservedYesterday; n != nil && *n > 0 {
		say(LevelPlain, w.ManagerYesterday(*n))
	}
	if v.Consoles.Polling > 0 {
		say(LevelPlain, w.ManagerPolling(v.Consoles.Polling))
	}
	slices.SortStableFunc(all, func(a, b ManagerLine) int { return cmp.Compare(a.Level.rank(), b.Level.rank()) })
	urgent := slices.ContainsFunc(all, func(l ManagerLine) bool { return l.Level != LevelPlain })
	if !urgent {
		all = slices.Insert(all, 0, ManagerLine{LevelGood, w.ManagerCalm()})
	}
	return slices.Concat(all, m.outlook())
}

// outlook says whether all who wait will be seen, where that is not told as urgent.
func (m Manager) outlook() []ManagerLine {
	w, v := m.words(), m.View
	if v.Head == nil || !v.Open || v.Today.Waiting == 0 {
		return nil
	}
	switch o := v.Head.Outlook; {
	case o == nil && v.ClosesAt != nil:
		return []ManagerLine{{LevelPlain, w.ManagerNoOutlook()}}
	case o != nil && o.Left <= 0:
		return []ManagerLine{{LevelGood, w.ManagerOutlook(0, o.ClosesAt)}}
	}
	return nil
}

// console is one that has the same alerts, and orders and names them.
func (m Manager) console() Console {
	return Console{site: &wire.Site{Languages: m.Configuration.File.Languages}, view: &wire.ConsoleView{Alerts: m.View.Alerts}, line: line{at: m.Now}}
}

// stopped names the services that are; none where all are.
func (m Manager) stopped() []string {
	var all []string
	for _, id := range m.View.Intake.Services {
		all = append(all, m.Service(id))
	}
	return all
}

func (m Manager) figures() []ManagerFigure {
	w, t := m.words(), m.View.Today
	longest, long := 0, false
	if h := m.View.Head; h != nil {
		longest, long = h.LongestWaitMinutes, h.LongWaiting > 0
	}
	all := []ManagerFigure{
		{strconv.Itoa(t.Waiting), w.ManagerFigure("waiting"), false},
		{w.ManagerDuration(time.Duration(longest) * time.Minute), w.ManagerFigure("longest"), long},
		{strconv.Itoa(t.Served), w.ManagerFigure("served"), false},
		{strconv.Itoa(t.Arrived), w.ManagerFigure("arrived"), false},
	}
	if t.Waits > 0 {
		all = append(all, ManagerFigure{w.ManagerDuration(seconds(t.WaitMeanS)), w.ManagerFigure("mean"), false})
	}
	for _, more := range []struct {
		n    int
		name string
	}{{t.NoShows, "no_shows"}, {t.WithoutTicket, "without"}, {t.Reasons, "reasons"}} {
		if more.n > 0 {
			all = append(all, ManagerFigure{strconv.Itoa(more.n), w.ManagerFigure(more.name), false})
		}
	}
	return all
}

func (m Manager) services() []ManagerService {
	w := m.words()
	var all []ManagerService
	for _, known := range m.Configuration.File.Services {
		s := ManagerService{ID: known.ID, Name: m.Service(known.ID), State: w.ManagerShut("not"), Stopped: slices.Contains(m.View.Intake.Services, known.ID)}
		s.Counts = w.ManagerCounts(0, 0, 0)
		for _, f := range m.View.Today.ByService {
			if f.Service == known.ID {
				s.Counts = w.ManagerCounts(f.Waiting, f.Arrived, f.Served)
			}
		}
		if h := m.View.Head; h != nil {
			for _, shut := range h.NotOffered {
				if shut.Service == known.ID {
					s.State = w.ManagerShut(string(shut.WhyClosed))
				}
			}
		}
		all = append(all, s)
	}
	return all
}

// Service is what a service is called.
func (m Manager) Service(id queue.ServiceID) string {
	for _, s := range m.Configuration.File.Services {
		if s.ID == id {
			return s.Name.In(m.words().Lang(), i18n.House)
		}
	}
	return string(id)
}

func seconds(n int) time.Duration { return time.Duration(n) * time.Second }

// Affected counts who waits or is to come on a date, as far as the page knows; "" for
// nobody.
func (m Manager) Affected(day queue.Day) string {
	h := m.View.Head
	if day != m.View.Day || h == nil {
		return ""
	}
	return m.words().ManagerAffected(m.View.Today.Waiting, h.Appointments.Booked-h.Appointments.Come)
}
