package kiosk

import (
	"cmp"
	"slices"

	"accueil/configs/i18n"
	"accueil/queue"
)

// View returns what is to be seen.
func View(m Model) Screen {
	s := m.view()
	for _, lang := range m.languages() {
		if lang == s.Lang {
			continue
		}
		other := m
		other.lang = lang
		s.keepRoom(other.view())
	}
	return s
}

// keepRoom notes what a screen says in another language: a touch on a language
// moves nothing.
func (s *Screen) keepRoom(other Screen) {
	for i := range s.Tiles {
		s.Tiles[i].keepRoom(other.Tiles[i])
	}
	for i := range s.Buttons {
		s.Buttons[i].keepRoom(other.Buttons[i])
	}
}

func (t *Target) keepRoom(other Target) {
	t.Also = join(t.Also, append(other.Also, other.Label))
	t.NoteAlso = join(t.NoteAlso, append(other.NoteAlso, other.Note))
}

// join adds to all what is not yet among it.
func join(all, more []string) []string {
	for _, text := range more {
		if text != "" && !slices.Contains(all, text) {
			all = append(all, text)
		}
	}
	return all
}

// view is View without what is said in other languages.
func (m Model) view() Screen {
	s := Screen{Serial: m.serial, Kind: m.kind(), Lang: m.language(), Focus: m.focus, Banner: m.banner(), Notice: m.notice()}
	w := m.words()
	switch s.Kind {
	case KindWelcome:
		m.viewWelcome(&s, w)
	case KindAppointments:
		m.viewAppointments(&s, w)
	case KindLanguages:
		s.Title, s.Text, s.Tiles = w.KioskWhichLanguage(), []string{w.KioskTouch()}, m.onPage(w)
		s.Buttons = append([]Target{backButton(w)}, m.aids(w)...)
	case KindTicket:
		m.viewTicket(&s, w)
	case KindStillThere:
		s.Title, s.Text = w.KioskStillThere(), []string{w.KioskStillHow()}
		if m.keyed {
			s.Text = []string{w.KioskStillKeys()}
		}
		s.Tiles = []Target{{ID: targetYes, Label: w.KioskYes(), Tone: ToneGreen}}
		s.Buttons = m.listenButton(w)
	case KindClosed:
		m.viewClosed(&s, w)
	case KindTrouble:
		s.Title, s.Text = w.KioskTrouble(), []string{w.KioskAskNumber()}
		s.Buttons = append(m.aids(w), Target{ID: targetDone, Label: w.KioskDone()})
	case KindOutOfOrder:
		m.viewOutOfOrder(&s, w)
	}
	if m.pending != nil {
		s.UnderWay = m.pending.target
	}
	return s
}

func (m Model) viewWelcome(s *Screen, w i18n.Words) {
	s.Title, s.Text, s.Tiles = w.KioskQuestion(), []string{w.KioskTouch()}, m.onPage(w)
	if m.pictures {
		s.Text = []string{w.KioskTouchPicture()}
	}
	s.Buttons = m.aids(w)
	m.offerLangs(s, w)
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
	for _, service := range m.menu() {
		t := Target{
			ID:        TargetID(servicePrefix + string(service.ID)),
			Label:     service.Name.In(m.language(), m.houseLanguage()),
			Pictogram: service.Pictogram,
			Tone:      m.toneOf(service.ID),
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
	s.Title, s.Text, s.Tiles = w.KioskWhichAppointment(), []string{w.KioskTouch()}, m.onPage(w)
	s.Buttons = append([]Target{backButton(w)}, m.aids(w)...)
	m.offerLangs(s, w)
}

// appointmentTiles show time and service, and no name.
func (m Model) appointmentTiles(w i18n.Words) []Target {
	var tiles []Target
	for _, b := range m.offered() {
		tiles = append(tiles, Target{
			ID:    TargetID(appointmentPrefix + string(b.ID)),
			Label: w.ClockOf(b.At.In(m.now.Wall.Location())),
			Note:  m.serviceName(b.Service),
			Tone:  m.toneOf(b.Service), Pictogram: m.pictogramOf(b.Service),
		})
	}
	return tiles
}

func (m Model) viewTicket(s *Screen, w i18n.Words) {
	h := m.ticket
	s.Title, s.Number, s.Caption = w.KioskYourNumber(), h.ticket.Number, m.serviceName(h.ticket.Service)
	s.Tone = m.toneOf(h.ticket.Service)
	s.Link = h.ticket.Link
	if p := h.place; p != nil {
		s.Text, s.Link = []string{w.KioskAhead(p.Ahead)}, cmp.Or(p.Link, s.Link)
		if p.Wait != nil {
			s.Text = append(s.Text, w.KioskWait(p.Wait.LowMinutes, p.Wait.HighMinutes))
		}
		if closes, late := m.mayOutlast(h.ticket.Service, *p); late {
			s.Text = append(s.Text, w.KioskMayOutlast(closes))
		}
	}
	if s.Link != "" {
		s.LinkText = w.KioskScanCode()
	}
	s.Advice = m.advice(w, string(h.ticket.Number))
	s.Buttons = append(m.listenButton(w), m.ticketButtons(w)...)
}

// advice is what to do now with the number, written or as it is said.
func (m Model) advice(w i18n.Words, number string) []string {
	h, call := m.ticket, m.call(w)
	switch {
	case h.paper == paperMade:
		return []string{w.KioskPrinting(), call}
	case h.paper == paperOut:
		return []string{w.KioskTakeTicket(), call}
	case h.paper == paperUnproved:
		return []string{w.KioskTakeTicket(), w.KioskNoteNumber(), call}
	case h.paper == paperFailed && h.trouble == TroublePaper:
		return []string{w.KioskNoPaper(number), w.KioskNoteIt(), call}
	case h.paper == paperFailed:
		return []string{w.KioskPrinterBroken(number), w.KioskNoteIt(), call}
	}
	return []string{w.KioskNoteNumber(), call}
}

// call says how a number is called. While nobody knows of a wall, a person calls
// it: that is true with one too.
func (m Model) call(w i18n.Words) string {
	if m.feed != nil && m.feed.Walls {
		return w.KioskWatchWall()
	}
	return w.KioskWatchPerson()
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
	if h.paper != paperMade && h.paper != paperOut {
		end.Label = w.KioskNoted()
	}
	return append(all, end)
}

// priorityButton names three causes, says that it was asked for, or whom to ask.
func (m Model) priorityButton(w i18n.Words) Target {
	label, causes := w.KioskPriority()
	t := Target{ID: targetPriority, Label: label, Note: causes, Pictogram: PictogramPriority}
	t.NoteAlso = []string{causes, w.KioskPriorityTaken(), w.KioskAsk()}
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
	defer m.offerLangs(s, w)
	o := m.opening()
	if o.Tickets && m.ownOpen() { // someone stopped them
		s.Title, s.Text, s.Buttons = w.KioskTicketsOver(), []string{w.KioskAsk()}, m.aids(w)
		return
	}
	s.Title, s.Buttons = w.KioskClosed(), m.listenButton(w)
	if opens := m.opensAt(); m.now.WallTrusted && opens.After(m.now.Wall) {
		s.Text = []string{w.KioskOpens(m.now.Wall, opens)}
	}
	if o.Open { // the last minutes, or other hours than this kiosk's
		s.Title, s.Text, s.Buttons = w.KioskTicketsEnd(), append(s.Text, w.KioskAsk()), m.aids(w)
	}
}

func (m Model) viewOutOfOrder(s *Screen, w i18n.Words) {
	defer m.offerLangs(s, w)
	s.Buttons = m.listenButton(w)
	if m.health.Lost != "" {
		s.Detail = w.Lost(m.health.Lost, m.health.Found)
	}
	if fault := m.health.Fault; fault == FaultNone || fault == FaultStarting {
		s.Title, s.Text = w.KioskStarting(), []string{w.KioskWaitAMoment()}
		return
	}
	s.Title, s.Text = w.KioskOutOfOrder(), []string{w.KioskAskNumber()}
	if m.site != nil {
		s.Buttons = m.aids(w)
	}
}

// banner is what became of the visitor's own touch.
func (m Model) banner() Banner {
	w := m.words()
	if news := m.helpBanner(); news.Text != "" {
		return news
	}
	if p := m.pending; p != nil && m.now.Mono >= p.at+slowAfter {
		return Banner{Text: w.KioskMoment()}
	}
	if id, ok := m.toldService(); ok {
		if because := m.closedBecause(id); because != "" {
			return Banner{Text: w.KioskServiceAsk(m.serviceName(id), string(because)), Mood: MoodTrouble}
		}
	}
	return Banner{}
}

// notice is the house's own line; whoever holds a ticket has enough to read.
func (m Model) notice() string {
	if m.feed == nil || m.stage == stageTicket {
		return ""
	}
	return m.feed.Notice
}

// aids are what helps with any screen.
func (m Model) aids(w i18n.Words) []Target {
	return append(m.listenButton(w), Target{ID: targetHelp, Label: w.KioskHelp(), Pictogram: PictogramHelp})
}

func backButton(w i18n.Words) Target { return Target{ID: targetBack, Label: w.KioskBack()} }

// offerLangs lays the languages in a row, or behind one button where they are more
// than fit; a site with one language has neither.
func (m Model) offerLangs(s *Screen, w i18n.Words) {
	langs := m.languageTiles()
	switch {
	case len(langs) < 2:
	case m.langs > 0 && len(langs) > m.langs:
		s.Buttons = append(s.Buttons, Target{ID: targetLanguages, Label: w.KioskLanguages(), Pictogram: PictogramLanguage})
	default:
		s.Langs = langs
	}
}

// languageTiles are the languages, each by its own name.
func (m Model) languageTiles() []Target {
	var all []Target
	for _, l := range m.languages() {
		all = append(all, Target{ID: TargetID(langPrefix + l), Label: i18n.For(l).OwnName(), Tone: ToneSlate, On: l == m.language()})
	}
	return all
}
