package kiosk

import (
	"slices"
	"time"

	"accueil/queue"
)

const (
	helpTimeMax = 6 * time.Second  // for a call to arrive: then it is said to have failed
	helpWaitMax = 3 * time.Minute  // in which who waits for someone is asked nothing
	comingTime  = 20 * time.Second // to read at home that someone comes
)

// A help is a call for someone.
type help struct {
	state   helpState
	request uint64
	alert   queue.AlertID
	at      time.Duration // when the state began
}

type helpState uint8

const (
	helpNone helpState = iota
	helpCalling
	helpSent
	helpComing
	helpFailed
)

// callHelp calls someone, once until it is known to have failed.
func (m *Model) callHelp() []Effect {
	if m.help.state != helpNone && m.help.state != helpFailed {
		return nil
	}
	m.requests++
	m.help = help{state: helpCalling, request: m.requests, at: m.now.Mono}
	return []Effect{CallHelp{Request: m.requests}}
}

// helpSent believes that a call has arrived also when that was late, or its visitor
// went.
func (m *Model) helpSent(msg HelpSent) {
	for _, h := range []*help{&m.help, &m.gone} {
		if h.request == msg.Request && (h.state == helpCalling || h.state == helpFailed) {
			*h = help{state: helpSent, request: msg.Request, alert: msg.Alert, at: m.now.Mono}
		}
	}
	m.helpTaken()
}

func (m *Model) helpFailed(request uint64) {
	if m.help.state == helpCalling && m.help.request == request {
		m.help.state, m.help.at = helpFailed, m.now.Mono
	}
}

// helpTaken looks whether someone took a call. Whoever waits for them has all the time
// again; whoever waits away from the screen may read it there.
func (m *Model) helpTaken() {
	if m.acked(m.help) {
		m.help.state, m.help.at = helpComing, m.now.Mono
		m.active, m.since = m.now.Mono, m.now.Mono
	}
	if m.acked(m.gone) {
		m.gone.state, m.gone.at = helpComing, m.now.Mono
	}
}

func (m Model) acked(h help) bool {
	return h.state == helpSent && m.feed != nil && slices.Contains(m.feed.Acked, h.alert)
}

// helpAwaited is until when a visitor is left to wait for whoever they called; 0 when
// they wait for nobody.
func (m Model) helpAwaited() time.Duration {
	switch m.help.state {
	case helpCalling, helpSent:
		return m.help.at + helpWaitMax
	case helpNone, helpComing, helpFailed:
	}
	return 0
}

// helpBanner is what became of a call.
func (m Model) helpBanner() Banner {
	w := m.words()
	switch m.help.state {
	case helpCalling:
		return Banner{Text: w.KioskHelpUnderWay()}
	case helpSent:
		return Banner{Text: w.KioskHelpSent(), Mood: MoodGood}
	case helpComing:
		return Banner{Text: w.KioskHelpComing(), Mood: MoodGood}
	case helpFailed:
		return Banner{Text: w.KioskHelpFailed(), Mood: MoodTrouble}
	case helpNone:
	}
	if m.gone.state == helpComing && m.now.Mono < m.gone.at+comingTime {
		return Banner{Text: w.KioskHelpComing(), Mood: MoodGood}
	}
	return Banner{}
}
