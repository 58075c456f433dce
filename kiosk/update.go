package kiosk

import (
	"slices"
	"strings"
	"time"

	"accueil/configs/i18n"
	"accueil/queue"
)

// Update returns the model after a message, and what it wishes done, in order.
func Update(m Model, msg Msg) (Model, []Effect) {
	before, heard, stood := m.face(), m.audible(), m.places(msg)
	effects := m.take(msg)
	switch {
	case m.face() != before:
		m.serial++
		m.focus = ""
		m.settled = m.now.Mono + settleTime
	case m.places(msg) != stood:
		m.settled = m.now.Mono + settleTime
	}
	return m, append(effects, m.speech(heard, effects)...)
}

// places are what may be touched, in order, and whether a notice takes room from it,
// where a message comes by itself: what has moved is not under the finger that aimed.
func (m Model) places(msg Msg) string {
	switch msg.(type) {
	case Feed, FeedLost, Configured, Health, VoiceIs, Sized:
	default:
		return ""
	}
	var b strings.Builder
	s := m.view()
	for _, t := range s.Targets() {
		b.WriteString(string(t.ID))
		b.WriteByte('\n')
	}
	if s.Notice != "" {
		b.WriteString("notice")
	}
	return b.String()
}

// A face is what a touch must have been meant for. The language and what came
// by itself (a banner, a service closed) are not of it.
type face struct {
	kind    Kind
	page    int
	request uint64
	ticket  queue.TicketID
}

func (m Model) face() face {
	f := face{kind: m.kind(), page: m.page}
	if m.pending != nil {
		f.request = m.pending.request
	}
	if m.ticket != nil {
		f.ticket = m.ticket.ticket.ID
	}
	return f
}

func (m *Model) take(msg Msg) []Effect {
	switch msg := msg.(type) {
	case Tick:
		m.tick(msg.Now)
	case Touch:
		return m.touch(msg)
	case Press:
		return m.press(msg.Key)
	case Sized:
		m.tiles, m.langs, m.pictures = max(2, msg.Tiles), msg.Langs, msg.Pictures
	case GoHome:
		m.goHome()
	case Given:
		return m.given(msg)
	case GiveFailed:
		m.giveFailed(msg.Request)
	case AmendFailed:
		m.amendFailed(msg.Ticket)
	case Printed:
		m.printed(msg.Ticket, paperOut)
	case PrintUnproved:
		m.printed(msg.Ticket, paperUnproved)
	case PrintFailed:
		m.printFailed(msg.Ticket, msg.Trouble)
	case HelpSent:
		m.helpSent(msg)
	case HelpFailed:
		m.helpFailed(msg.Request)
	case Placed:
		m.placed(msg)
	default:
		m.learn(msg)
	}
	m.inPages()
	return nil
}

// learn takes in what the world says by itself.
func (m *Model) learn(msg Msg) {
	switch msg := msg.(type) {
	case Configured:
		site := msg.Config
		m.site, m.calendar, m.zone = &site, queue.NewCalendar(&site), zoneOf(site)
		m.own = ownCalendar(site, m.settings.Hours)
		m.now.Wall = m.now.Wall.In(m.zone)
		if !slices.Contains(m.languages(), m.lang) {
			m.lang = ""
		}
	case Health:
		m.health = msg
	case PrinterIs:
		m.printer = msg
	case VoiceIs:
		m.voiced = msg.There
		if !m.voiced {
			m.voice = voice{}
		}
	case Feed:
		m.feed, m.bookings, m.sinceFeed = &msg, msg.Appointments, nil
		m.taken = slices.DeleteFunc(slices.Clone(m.taken), func(id queue.AppointmentID) bool {
			return !slices.ContainsFunc(m.bookings, func(b Booking) bool { return b.ID == id })
		})
		m.helpTaken()
	case FeedLost:
		m.feed = nil
	}
}

// zoneOf is where the site's clock hangs; UTC for a zone that nobody knows.
func zoneOf(site queue.Config) *time.Location {
	zone, err := time.LoadLocation(site.TimeZone)
	if err != nil {
		return time.UTC
	}
	return zone
}

// languages are those of the site that have words.
func (m Model) languages() []string {
	if m.site == nil {
		return nil
	}
	return slices.DeleteFunc(slices.Clone(m.site.Languages), func(l string) bool { return !i18n.Has(l) })
}

// inPages keeps the page within the pages there are.
func (m *Model) inPages() {
	if m.page >= m.pages() {
		m.page = 0
	}
}

// tick moves time. It never moves back.
func (m *Model) tick(now Now) {
	now.Mono = max(now.Mono, m.now.Mono)
	now.Wall = now.Wall.In(m.zone)
	m.now = now
	if p := m.pending; p != nil && now.Mono >= p.at+giveTimeMax {
		m.giveFailed(p.request)
	}
	if m.help.state == helpCalling && now.Mono >= m.help.at+helpTimeMax {
		m.helpFailed(m.help.request)
	}
	if t := m.ticket; t != nil && t.paper == paperMade && now.Mono >= t.answerBy {
		m.printFailed(t.ticket.ID, TroubleBroken)
	}
	m.expire()
	m.inPages()
}

// expire ends what has lasted long enough.
func (m *Model) expire() {
	at := m.now.Mono
	switch m.stage {
	case stageTicket:
		if at >= m.ticketEnds() {
			m.goHome()
		}
	case stageTrouble:
		if at >= m.troubleEnds() {
			m.goHome()
		}
	case stageStillThere:
		if at >= m.after(m.since)+stillThereTime {
			m.goHome()
		}
	case stageWelcome, stageAppointments, stageLanguages:
		switch {
		case m.Home() || m.pending != nil || at < m.idleAt():
		case m.site == nil || m.health.Fault != FaultNone || !m.giving():
			m.goHome()
		default:
			m.resume = m.stage
			m.begin(stageStillThere)
		}
	}
}

func (m *Model) begin(s stage) { m.stage, m.since = s, m.now.Mono }

// goHome leaves nothing of the visitor but a call that someone may yet take. A ticket
// still to be born will find nobody, and is then given back.
func (m *Model) goHome() {
	if m.help.state != helpNone {
		m.gone = m.help
	}
	m.visit = visit{active: m.now.Mono, since: m.now.Mono}
}

// touch does what the finger meant, if it was meant for the screen that is seen: a
// second tap in the same place is not, while that is new.
func (m *Model) touch(t Touch) []Effect {
	m.active = m.now.Mono
	if m.stage == stageStillThere {
		m.stayed()
		return nil
	}
	if t.Screen != m.serial || t.Target == "" || m.now.Mono < m.settled {
		return nil
	}
	m.focus, m.gone = "", help{}
	return m.choose(t.Target)
}

// stayed goes back to where the visitor was: any sign of life is a yes.
func (m *Model) stayed() {
	m.begin(m.resume)
	m.inPages()
}

// press is one of the three keys. One that is held down chooses once.
func (m *Model) press(k Key) []Effect {
	m.active = m.now.Mono
	held := k == KeyChoose && m.now.Mono < m.rested
	if k == KeyChoose {
		m.rested = m.now.Mono + settleTime
	}
	early := held || m.now.Mono < m.settled
	if !early {
		m.keyed, m.gone = m.keyed || !m.voice.on, help{}
		m.startVoice()
	}
	if m.stage == stageStillThere {
		m.stayed()
		return nil
	}
	if early {
		return nil
	}
	targets := m.view().Targets()
	if len(targets) == 0 {
		return nil
	}
	at := slices.IndexFunc(targets, func(t Target) bool { return t.ID == m.focus })
	switch {
	case at < 0:
		at = 0
		if k == KeyPrevious || m.stage == stageTicket { // nobody gives a ticket back by a key too many
			at = len(targets) - 1
		}
	case k == KeyNext:
		at = (at + 1) % len(targets)
	case k == KeyPrevious:
		at = (at + len(targets) - 1) % len(targets)
	case k == KeyChoose:
		return m.choose(m.focus)
	}
	m.focus = targets[at].ID
	return nil
}

// Targets that are the same everywhere. A service's is "service:ID", an
// appointment's "appointment:ID", a language's "lang:TAG".
const (
	targetAppointments TargetID = "appointments"
	targetMore         TargetID = "more"
	targetBack         TargetID = "back"
	targetLanguages    TargetID = "languages"
	targetListen       TargetID = "listen"
	targetHelp         TargetID = "help"
	targetChange       TargetID = "change"
	targetPriority     TargetID = "priority"
	targetDone         TargetID = "done"
	targetYes          TargetID = "yes"
)

// choose does what a target of the screen that is seen stands for; a target
// that is no longer there does nothing.
func (m *Model) choose(id TargetID) []Effect {
	if m.voice.on {
		m.voice.touched = id
	}
	if m.stillHolds(id) {
		return m.act(id)
	}
	targets := m.view().Targets()
	at := slices.IndexFunc(targets, func(t Target) bool { return t.ID == id })
	if at < 0 {
		return nil
	}
	switch id {
	case targetHelp:
		return m.callHelp()
	case targetListen:
		return m.listen()
	}
	if lang, ok := strings.CutPrefix(string(id), langPrefix); ok {
		m.lang = lang
		if lang == m.houseLanguage() {
			m.lang = ""
		}
		if m.stage == stageLanguages {
			m.leaveLanguages()
		}
		return nil
	}
	if m.pending != nil {
		return nil
	}
	m.told = ""
	if targets[at].Off {
		m.told = id
		return nil
	}
	return m.act(id)
}

// stillHolds reports whether a finger that lifts now may have gone down in time on
// a button that only some of a ticket's life is there.
func (m Model) stillHolds(id TargetID) bool {
	return m.stage == stageTicket && (id == targetChange && m.mayChange(liftTime) || id == targetPriority && m.mayRaise(liftTime))
}

func (m *Model) act(id TargetID) []Effect {
	switch id {
	case targetMore:
		m.page = (m.page + 1) % m.pages()
	case targetBack:
		if m.stage == stageLanguages {
			m.leaveLanguages()
			return nil
		}
		m.page = 0
		m.begin(stageWelcome)
	case targetLanguages:
		m.origin = origin{m.stage, m.page}
		m.page = 0
		m.begin(stageLanguages)
	case targetAppointments:
		m.page = 0
		m.begin(stageAppointments)
	case targetChange:
		return m.giveBack()
	case targetPriority:
		return m.raise()
	case targetDone:
		m.goHome()
	default:
		if order, ok := m.orderOf(id); ok {
			return m.order(order, id)
		}
	}
	return nil
}

// leaveLanguages goes back to where the visitor was.
func (m *Model) leaveLanguages() {
	m.page = m.origin.page
	m.begin(m.origin.stage)
	m.inPages()
}
