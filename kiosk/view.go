package kiosk

import (
	"accueil/configs/i18n"
	"accueil/queue"
)

// View returns what is to be seen.
func View(m Model) Screen {
	s := Screen{Serial: m.serial, Kind: m.kind(), Lang: m.language(), Focus: m.focus, Banner: m.banner()}
	w := m.words()
	switch s.Kind {
	case KindWelcome:
		m.viewWelcome(&s, w)
	case KindAppointments:
		m.viewAppointments(&s, w)
	case KindTicket:
		m.viewTicket(&s, w)
	case KindStillThere:
		s.Title, s.Text = w.KioskStillThere(), []string{w.KioskStillHow()}
		s.Tiles = []Target{{ID: targetYes, Label: w.KioskYes(), Tone: ToneGreen}}
	case KindClosed:
		m.viewClosed(&s, w)
	case KindTrouble:
		s.Title, s.Text = w.KioskTrouble(), []string{w.KioskAskNumber()}
		s.Buttons = []Target{helpButton(w), {ID: targetDone, Label: w.KioskDone()}}
	case KindOutOfOrder:
		m.viewOutOfOrder(&s, w)
	}
	if m.pending != nil {
		s.UnderWay = m.pending.target
	}
	return s
}

func (m Model) viewWelcome(s *Screen, w i18n.Words) {
	s.Title, s.Text = w.KioskQuestion(), []string{w.KioskTouchPicture()}
	s.Tiles = m.onPage(m.welcomeTiles(w))
	s.Buttons = append(m.pager(w), helpButton(w))
	s.Langs = m.langTargets()
}

// welcomeTiles are all tiles of the welcome screen. The appointment comes first:
// whoever has one has an hour to keep.
func (m Model) welcomeTiles(w i18n.Words) []Target {
	var tiles []Target
	if len(m.offered()) > 0 {
		tiles = append(tiles, Target{
			ID: targetAppointments, Label: w.KioskHaveAppointment(), Pictogram: PictogramAppointment, Tone: ToneSlate,
		})
	}
	for i, service := range m.site.Services {
		t := Target{
			ID:        TargetID(servicePrefix + string(service.ID)),
			Label:     service.Name.In(m.language(), m.houseLanguage()),
			Pictogram: service.Pictogram,
			Tone:      Tone(i%toneCount + 1),
		}
		if because := m.closedBecause(service.ID); because != "" {
			t.Off, t.Note = true, w.KioskServiceClosed(string(because))
		}
		tiles = append(tiles, t)
	}
	return tiles
}

// closedBecause is what the server says of a service, "" when it is away.
func (m Model) closedBecause(id queue.ServiceID) queue.ClosedBecause {
	if m.feed == nil {
		return ""
	}
	for _, s := range m.feed.Services {
		if s.Service == id {
			return s.Closed
		}
	}
	return ""
}

func (m Model) viewAppointments(s *Screen, w i18n.Words) {
	s.Title, s.Text = w.KioskWhichAppointment(), []string{w.KioskTouch()}
	s.Tiles = m.onPage(m.appointmentTiles(w))
	s.Buttons = []Target{{ID: targetBack, Label: w.KioskBack()}}
	s.Buttons = append(append(s.Buttons, m.pager(w)...), helpButton(w))
	s.Langs = m.langTargets()
}

// appointmentTiles show time and service, and no name.
func (m Model) appointmentTiles(w i18n.Words) []Target {
	var tiles []Target
	for _, b := range m.offered() {
		tiles = append(tiles, Target{
			ID:    TargetID(appointmentPrefix + string(b.ID)),
			Label: w.ClockOf(b.At.In(m.now.Wall.Location())),
			Note:  m.serviceName(b.Service),
			Tone:  m.toneOf(b.Service),
		})
	}
	return tiles
}

func (m Model) viewTicket(s *Screen, w i18n.Words) {
	h := m.ticket
	s.Title, s.Number, s.Caption = w.KioskYourNumber(), h.ticket.Number, m.serviceName(h.ticket.Service)
	s.Tone = m.toneOf(h.ticket.Service)
	if p := h.place; p != nil {
		s.Text, s.Link = []string{w.KioskAhead(p.Ahead)}, p.Link
		if p.Wait != nil {
			s.Text = append(s.Text, w.KioskWait(p.Wait.LowMinutes, p.Wait.HighMinutes))
		}
		if closes, late := m.mayOutlast(p.Wait); late {
			s.Text = append(s.Text, w.KioskMayOutlast(closes))
		}
	}
	s.Advice = m.advice(w)
	s.Buttons = m.ticketButtons(w)
}

// advice is what to do now with the number.
func (m Model) advice(w i18n.Words) []string {
	h := m.ticket
	number := string(h.ticket.Number)
	switch {
	case h.paper == paperMade:
		return []string{w.KioskPrinting(), w.KioskWatchWall()}
	case h.paper == paperOut:
		return []string{w.KioskTakeTicket(), w.KioskWatchWall()}
	case h.paper == paperFailed && h.trouble == TroublePaper:
		return []string{w.KioskNoPaper(number), w.KioskNoteIt(), w.KioskWatchWall()}
	case h.paper == paperFailed:
		return []string{w.KioskPrinterBroken(number), w.KioskNoteIt(), w.KioskWatchWall()}
	}
	return []string{w.KioskNoteNumber(), w.KioskWatchWall()}
}

// ticketButtons keep their places for the ticket's life.
func (m Model) ticketButtons(w i18n.Words) []Target {
	h := m.ticket
	change := Target{Also: []string{w.KioskChange()}}
	if m.mayChange(0) {
		change.ID, change.Label = targetChange, w.KioskChange()
	}
	all := []Target{change}
	if h.ticket.Class != queue.Appointment {
		all = append(all, m.priorityButton(w))
	}
	end := Target{ID: targetDone, Label: w.KioskDone(), Also: []string{w.KioskDone(), w.KioskNoted()}}
	if h.paper == paperNone || h.paper == paperFailed {
		end.Label = w.KioskNoted()
	}
	return append(all, end)
}

// priorityButton names three causes, says that it was asked for, or whom to ask.
func (m Model) priorityButton(w i18n.Words) Target {
	label, causes := w.KioskPriority()
	t := Target{ID: targetPriority, Label: label, Note: causes, Pictogram: PictogramPriority}
	t.Also = []string{causes, w.KioskPriorityTaken(), w.KioskAsk()}
	switch {
	case m.ticket.ticket.Class == queue.Priority:
		t.On, t.Note = true, w.KioskPriorityTaken()
	case !m.mayRaise(0):
		t.Off, t.Note = true, w.KioskAsk()
	}
	return t
}

// viewClosed tells closed doors from an end of tickets while people are received.
func (m Model) viewClosed(s *Screen, w i18n.Words) {
	o := m.opening()
	s.Title, s.Langs = w.KioskClosed(), m.langTargets()
	opens := o.OpensAt
	if m.feed != nil && !m.feed.OpensAt.IsZero() {
		opens = m.feed.OpensAt
	}
	switch {
	case o.Tickets: // someone stopped them
		s.Title, s.Text = w.KioskTicketsOver(), []string{w.KioskAsk()}
		s.Buttons = []Target{helpButton(w)}
		return
	case o.Open: // the last minutes before closing
		s.Title = w.KioskTicketsEnd()
		s.Buttons = []Target{helpButton(w)}
		opens = m.calendar.At(o.ClosesAt).OpensAt
	}
	if m.now.WallTrusted && opens.After(m.now.Wall) {
		s.Text = append(s.Text, w.KioskOpens(m.now.Wall, opens))
	}
	if o.Open {
		s.Text = append(s.Text, w.KioskAsk())
	}
}

func (m Model) viewOutOfOrder(s *Screen, w i18n.Words) {
	s.Detail, s.Langs = m.detail, m.langTargets()
	if m.fault == FaultNone || m.fault == FaultStarting {
		s.Title, s.Text = w.KioskStarting(), []string{w.KioskWaitAMoment()}
		return
	}
	s.Title, s.Text = w.KioskOutOfOrder(), []string{w.KioskAskNumber()}
	if m.site != nil {
		s.Buttons = []Target{helpButton(w)}
	}
}

// banner is the newest thing to know, the visitor's own before the house's.
func (m Model) banner() Banner {
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
	if p := m.pending; p != nil && m.now.Mono >= p.at+slowAfter {
		return Banner{Text: w.KioskMoment()}
	}
	if id, ok := m.toldService(); ok {
		if because := m.closedBecause(id); because != "" {
			return Banner{Text: w.KioskServiceAsk(m.serviceName(id), string(because)), Mood: MoodTrouble}
		}
	}
	if m.feed != nil && m.stage != stageTicket {
		return Banner{Text: m.feed.Notice}
	}
	return Banner{}
}

func helpButton(w i18n.Words) Target {
	return Target{ID: targetHelp, Label: w.KioskHelp(), Pictogram: PictogramHelp}
}

// langTargets are the languages, each by its own name; none where there is one.
func (m Model) langTargets() []Target {
	langs := m.languages()
	if len(langs) < 2 {
		return nil
	}
	var all []Target
	for _, l := range langs {
		all = append(all, Target{ID: TargetID(langPrefix + l), Label: i18n.For(l).OwnName(), On: l == m.language()})
	}
	return all
}
