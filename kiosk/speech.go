package kiosk

import (
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"accueil/configs/i18n"
)

const (
	volumeFirst   = 2                     // of each visitor
	letterTime    = 90 * time.Millisecond // to read a letter aloud, slowly
	speakTimeMax  = time.Minute           // for which reading aloud holds up the way home
	aheadTime     = 20 * time.Second      // between two words on how many are before
	sentenceMarks = ".!?…:؟"
)

// A voice is what reads the screen to one visitor. It says nothing before they
// ask for it, by the button or by one of the three keys; from then on it reads
// the essentials of each new screen, and news.
type voice struct {
	on      bool
	volume  int
	read    reading       // what was read whole
	touched TargetID      // the newest
	ends    time.Duration // when what is being read is over, as reckoned
	taught  bool          // how the keys work was said
	ahead   string        // what was said of how many are before
	aheadAt time.Duration // when
}

// A reading is a screen in a language.
type reading struct {
	serial uint64
	lang   string
}

// after is at, or when what is being read is over: nobody is hurried meanwhile.
func (m Model) after(at time.Duration) time.Duration { return max(at, m.voice.ends) }

// ticketEnds is when the screen of a ticket goes home.
func (m Model) ticketEnds() time.Duration {
	if !m.voice.on {
		return m.ticket.home
	}
	return max(m.ticket.home, m.voice.ends+printedHome)
}

func (m *Model) startVoice() {
	if m.voiced && !m.voice.on {
		m.voice.on, m.voice.volume = true, volumeFirst
	}
}

// wasRead reports whether the screen that is seen was read whole.
func (m Model) wasRead() bool { return m.voice.read == reading{m.serial, m.language()} }

// listenButton reads the screen aloud, and then again louder; there is none
// without a voice.
func (m Model) listenButton(w i18n.Words) []Target {
	if !m.voiced {
		return nil
	}
	label := w.KioskListen()
	switch {
	case !m.wasRead():
	case m.voice.volume == VolumeMax:
		label = w.KioskSofter()
	default:
		label = w.KioskLouder()
	}
	return []Target{{
		ID: targetListen, Label: label, Pictogram: PictogramListen,
		Also: []string{w.KioskListen(), w.KioskLouder(), w.KioskSofter()},
	}}
}

// listen does what the button says.
func (m *Model) listen() []Effect {
	again := m.wasRead()
	m.startVoice()
	if again {
		m.voice.volume = m.voice.volume%VolumeMax + VolumeMin
	}
	m.voice.read = reading{m.serial, m.language()}
	s, w := m.view(), m.words()
	all := m.essentials(s)
	if m.keyed && s.choices() {
		all = append(all, w.KioskKeysHow())
	}
	for _, t := range slices.Concat(s.Tiles, s.Buttons) {
		if t.ID != targetListen {
			all = append(all, w.KioskSpokenFocus(t.Label, t.Note))
		}
	}
	return []Effect{m.say(s.Lang, all...)}
}

// essentials are what whoever cannot see a screen must know of it, and is about to be
// told.
func (m *Model) essentials(s Screen) []string {
	switch {
	case m.keyed && s.choices(): // its text says to touch
		return []string{s.Title, s.Banner.Text, s.Notice}
	case s.Kind != KindTicket:
		return append([]string{s.Title, s.Banner.Text, s.Notice}, s.Text...)
	}
	m.voice.ahead, m.voice.aheadAt = m.aheadNow(), m.now.Mono
	w := m.words()
	number := w.KioskSpokenNumber(string(s.Number))
	return slices.Concat([]string{s.Title, number, s.Caption}, s.Text, m.advice(w, number), []string{s.Banner.Text})
}

// keysHow is how the keys work, once for each visitor who goes by them.
func (m *Model) keysHow() string {
	if !m.keyed || m.voice.taught {
		return ""
	}
	m.voice.taught = true
	return m.words().KioskKeysHow()
}

// aheadNow is what there is to say of how many are before the ticket; "" when nothing
// is known.
func (m Model) aheadNow() string {
	if m.ticket == nil || m.ticket.place == nil {
		return ""
	}
	return m.words().KioskAhead(m.ticket.place.Ahead)
}

// aheadDue is when that may be said again: it interrupts nothing, and who listens is
// not told of each step.
func (m Model) aheadDue() time.Duration {
	return max(m.voice.aheadAt+aheadTime, m.voice.ends)
}

// say reads sentences aloud.
func (m *Model) say(lang string, all ...string) Effect {
	text := sentences(all)
	reckoned := m.now.Mono + time.Duration(utf8.RuneCountInString(text))*letterTime
	m.voice.ends = min(reckoned, m.active+speakTimeMax)
	return Say{Text: text, Lang: lang, Volume: m.voice.volume}
}

// sentences joins texts, each with a mark at its end, so that a voice rests there.
func sentences(all []string) string {
	var b strings.Builder
	for _, text := range all {
		if text = strings.TrimSpace(text); text == "" {
			continue
		}
		if b.Len() > 0 {
			b.WriteByte(' ')
		}
		b.WriteString(text)
		if last, _ := utf8.DecodeLastRuneInString(text); !strings.ContainsRune(sentenceMarks, last) {
			b.WriteByte('.')
		}
	}
	return b.String()
}

// An audible is what a change of is said.
type audible struct {
	on      bool
	screen  reading
	paper   paper
	banner  string
	focus   TargetID
	touched TargetID
	words   map[TargetID]string // what each target says
}

// audible is the zero audible for a visitor who asked for no voice.
func (m Model) audible() audible {
	if !m.voice.on {
		return audible{}
	}
	a := audible{
		on: true, screen: reading{m.serial, m.language()}, banner: m.banner().Text,
		focus: m.focus, touched: m.voice.touched, words: map[TargetID]string{},
	}
	if m.ticket != nil {
		a.paper = m.ticket.paper
	}
	w := m.words()
	for _, t := range m.view().Targets() {
		a.words[t.ID] = w.KioskSpokenFocus(t.Label, t.Note)
	}
	return a
}

// changed reports whether what was touched now says something else.
func (a audible) changed(before audible) bool {
	was, is := before.words[a.touched], a.words[a.touched]
	return was != "" && is != "" && was != is
}

// speech returns what is to be said, or silenced, because of what has changed.
func (m *Model) speech(before audible, effects []Effect) []Effect {
	now := m.audible()
	enough := slices.ContainsFunc(effects, func(e Effect) bool {
		switch e.(type) {
		case Say, Give: // a ticket on its way is no new screen
			return true
		}
		return false
	})
	switch {
	case !now.on && before.on:
		return []Effect{Hush{}}
	case !now.on || enough:
		return nil
	}
	s := m.view()
	switch {
	case !before.on && s.Kind != KindTicket:
		return []Effect{m.say(s.Lang, s.Title, m.keysHow(), now.words[now.focus])}
	case now.screen != before.screen, now.paper != before.paper:
		return []Effect{m.say(s.Lang, append(m.essentials(s), m.keysHow(), now.words[now.focus])...)}
	case now.focus != before.focus && now.focus != "":
		return []Effect{m.say(m.langOf(now.focus), now.words[now.focus])}
	case now.banner != before.banner && now.banner != "":
		return []Effect{m.news(s, now.banner)}
	case now.changed(before):
		return []Effect{m.say(s.Lang, now.words[now.touched])}
	case m.aheadNow() != m.voice.ahead && m.aheadNow() != "" && m.now.Mono >= m.aheadDue():
		m.voice.ahead, m.voice.aheadAt = m.aheadNow(), m.now.Mono
		return []Effect{m.say(s.Lang, m.voice.ahead)}
	}
	return nil
}

// news says what came by itself, and the number again where that was not yet said
// to the end.
func (m *Model) news(s Screen, banner string) Effect {
	if s.Kind == KindTicket && m.now.Mono < m.voice.ends {
		return m.say(s.Lang, m.essentials(s)...)
	}
	return m.say(s.Lang, banner)
}

// langOf is in what language a target speaks: a language's own name in itself.
func (m Model) langOf(id TargetID) string {
	if lang, ok := strings.CutPrefix(string(id), langPrefix); ok {
		return lang
	}
	return m.language()
}
