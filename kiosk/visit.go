package kiosk

import (
	"slices"
	"strings"
	"time"

	"accueil/queue"
)

const (
	servicePrefix     = "service:"
	appointmentPrefix = "appointment:"
	langPrefix        = "lang:"
)

// orderOf returns what a tile stands for.
func (m Model) orderOf(id TargetID) (Order, bool) {
	if s, ok := strings.CutPrefix(string(id), servicePrefix); ok {
		return Order{Service: queue.ServiceID(s), Lang: m.language()}, true
	}
	if a, ok := strings.CutPrefix(string(id), appointmentPrefix); ok {
		for _, b := range m.bookings {
			if b.ID == queue.AppointmentID(a) {
				return Order{Service: b.Service, Class: queue.Appointment, Lang: m.language(), Appointment: b.ID}, true
			}
		}
	}
	return Order{}, false
}

// order wishes for a ticket, unless the same tile has just given one: then that
// one is shown again.
func (m *Model) order(o Order, from TargetID) []Effect {
	if l := m.last; l != nil && l.ticket.Service == o.Service && l.ticket.Appointment == o.Appointment &&
		m.now.Mono < l.at+sameTicketTime {
		again := *l
		again.home = m.homeOf(again)
		m.show(again)
		return nil
	}
	m.requests++
	m.pending = &pending{request: m.requests, order: o, target: from, at: m.now.Mono}
	return []Effect{Give{Request: m.requests, Order: o}}
}

// given shows a ticket and has it printed. One that nobody waits for any more
// was shown to nobody: it is given back.
func (m *Model) given(g Given) []Effect {
	if m.pending == nil || m.pending.request != g.Request {
		return []Effect{Cancel{g.Ticket.ID}}
	}
	h := held{ticket: g.Ticket, at: m.now.Mono, place: m.guess(g.Ticket)}
	m.pending = nil
	if m.feed != nil {
		m.sinceFeed = append(slices.Clip(m.sinceFeed), g.Ticket.Service)
	}
	if g.Ticket.Appointment != "" {
		m.taken = append(slices.Clip(m.taken), g.Ticket.Appointment)
	}
	if !m.printer.There {
		h.home = m.homeOf(h)
		m.show(h)
		return nil
	}
	h.paper, h.answerBy = paperMade, m.now.Mono+PrintTimeMax
	if m.printer.Trouble != TroubleNone { // known before: nobody waits to be told
		h.paper, h.trouble = paperFailed, m.printer.Trouble
	}
	h.home = m.homeOf(h)
	m.show(h)
	return []Effect{Print{m.receipt(h)}}
}

func (m *Model) show(h held) {
	m.ticket, m.page = &h, 0
	m.remember()
	m.begin(stageTicket)
}

// remember keeps the shown ticket as the last one, as it is now.
func (m *Model) remember() {
	last := *m.ticket
	m.last = &last
}

// homeOf is when a ticket's screen goes home, counted from now.
func (m Model) homeOf(h held) time.Duration {
	if h.paper == paperOut {
		return m.now.Mono + printedHome
	}
	return m.now.Mono + notPrintedHome
}

// giveFailed says so, until the visitor has read it.
func (m *Model) giveFailed(request uint64) {
	if m.pending == nil || m.pending.request != request {
		return
	}
	m.pending = nil
	m.begin(stageTrouble)
}

// onTicket changes the held ticket of that id, in a copy.
func (m *Model) onTicket(id queue.TicketID, change func(*held)) {
	if m.ticket == nil || m.ticket.ticket.ID != id {
		return
	}
	h := *m.ticket
	change(&h)
	m.ticket = &h
	m.remember()
}

// printed believes a printer also when it was late.
func (m *Model) printed(id queue.TicketID, p paper) {
	m.onTicket(id, func(h *held) {
		h.paper, h.trouble = p, TroubleNone
		h.home = m.homeOf(*h)
	})
}

func (m *Model) printFailed(id queue.TicketID, t Trouble) {
	m.onTicket(id, func(h *held) {
		h.paper, h.trouble = paperFailed, t
		h.home = m.homeOf(*h)
	})
}

func (m *Model) placed(p Placed) {
	m.onTicket(p.Ticket, func(h *held) { h.place = &p.Place })
}

// giveBack ends the ticket and shows the choices again, in the same language.
func (m *Model) giveBack() []Effect {
	id, booking := m.ticket.ticket.ID, m.ticket.ticket.Appointment
	m.visit = visit{lang: m.lang, help: m.help, keyed: m.keyed, voice: m.voice, active: m.now.Mono, since: m.now.Mono}
	m.taken = slices.DeleteFunc(slices.Clone(m.taken), func(a queue.AppointmentID) bool { return a == booking })
	m.last = nil
	return []Effect{Cancel{id}}
}

// raise gives the ticket more weight and leaves the time to read that it did.
func (m *Model) raise() []Effect {
	id := m.ticket.ticket.ID
	if m.ticket.ticket.Class != queue.Normal {
		return nil
	}
	m.onTicket(id, func(h *held) {
		h.ticket.Class = queue.Priority
		h.home = max(h.home, m.now.Mono+printedHome)
	})
	return []Effect{Amend{Ticket: id, Class: queue.Priority}}
}

// amendFailed takes the priority back, and leaves the time to read whom to ask.
func (m *Model) amendFailed(id queue.TicketID) {
	m.onTicket(id, func(h *held) {
		h.ticket.Class, h.refused = queue.Normal, true
		h.home = max(h.home, m.now.Mono+printedHome)
	})
}

// mayChange reports whether the shown ticket may still be given back, by a finger
// that went down up to held ago.
func (m Model) mayChange(held time.Duration) bool { return m.now.Mono < m.ticket.at+changeTime+held }

// mayRaise reports whether priority may still be asked for, likewise. The server
// grants it for a minute, by this clock.
func (m Model) mayRaise(held time.Duration) bool {
	return !m.ticket.refused && m.now.Mono < m.ticket.at+priorityTime+held
}

// guess says where a new ticket stands before the server has: behind everyone
// who waits for the desks that serve it. It is nil when the server is away, and
// for an appointment, which overtakes.
func (m Model) guess(t Ticket) *Place {
	if m.feed == nil || m.site == nil || t.Class != queue.Normal {
		return nil
	}
	place := &Place{}
	for _, s := range m.feed.Services {
		if s.Service == t.Service {
			place.Wait = s.Wait
		}
		if m.sharesDesk(t.Service, s.Service) {
			place.Ahead += s.Waiting
		}
	}
	for _, s := range m.sinceFeed {
		if m.sharesDesk(t.Service, s) {
			place.Ahead++
		}
	}
	return place
}

func (m Model) sharesDesk(a, b queue.ServiceID) bool {
	return slices.ContainsFunc(m.site.Desks, func(d queue.Desk) bool { return d.Serves(a) && d.Serves(b) })
}

// receipt is the paper of a ticket just given.
func (m Model) receipt(h held) Receipt {
	r, w := NewReceipt(m.site, h.ticket, m.feed != nil && m.feed.Walls), m.words()
	if h.place != nil {
		r.Ahead = w.KioskAhead(h.place.Ahead)
	}
	return r
}
