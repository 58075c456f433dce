package display

import (
	"strings"
	"unicode"
)

// plain returns the screen with nothing in its texts but text: whatever a name, a note
// or a notice holds, no skin is handed a character that would steer it. Targets stay as
// they are, since they are never shown.
func (s ConsoleScreen) plain() ConsoleScreen {
	for _, text := range []*string{&s.Title, &s.ToCode, &s.Stale, &s.Detail, &s.Counts, &s.Hidden, &s.Notice, &s.Said, &s.Given} {
		*text = plainText(*text)
	}
	for _, all := range [][]string{s.Alerts, s.Head, s.Site, s.Mine, s.Desks} {
		plainAll(all)
	}
	for i := range s.Rows {
		r := &s.Rows[i]
		for _, text := range []*string{&r.Number, &r.Service, &r.Mark, &r.Lang, &r.Wait} {
			*text = plainText(*text)
		}
	}
	plainKeys(s.Keys)
	if q := s.Question; q != nil {
		q.Title, q.Typed, q.Hint = plainText(q.Title), plainText(q.Typed), plainText(q.Hint)
		plainAll(q.Lines)
		plainKeys(q.Keys)
		for i := range q.Options {
			q.Options[i].Label = plainText(q.Options[i].Label)
		}
	}
	return s
}

func plainKeys(all []KeyScreen) {
	for i := range all {
		all[i].Key, all[i].Label, all[i].About = plainText(all[i].Key), plainText(all[i].Label), plainText(all[i].About)
	}
}

func plainAll(all []string) {
	for i := range all {
		all[i] = plainText(all[i])
	}
}

// plain likewise: names and lines are people's own.
func (s ManagerScreen) plain() ManagerScreen {
	clean := func(texts ...*string) {
		for _, text := range texts {
			*text = plainText(*text)
		}
	}
	clean(&s.Title, &s.Site, &s.Notice)
	for i := range s.Lines {
		clean(&s.Lines[i].Text)
	}
	for i := range s.Services {
		clean(&s.Services[i].Name)
	}
	for i := range s.Days {
		clean(&s.Days[i].From)
	}
	for _, reasons := range [][]ManagerReason{s.Renamed, s.Reasons} {
		for i := range reasons {
			clean(&reasons[i].Name, &reasons[i].Was, &reasons[i].From)
		}
	}
	for i := range s.People {
		clean(&s.People[i].Name)
	}
	for i := range s.Devices {
		clean(&s.Devices[i].Name)
	}
	for i := range s.Settings {
		clean(&s.Settings[i].Value)
	}
	for _, c := range s.Charts {
		for _, row := range c.Rows {
			plainAll(row)
		}
		for i := range c.Drawing.Words {
			clean(&c.Drawing.Words[i].Text)
		}
	}
	return s
}

// plainText shows what steers a terminal or turns the direction of a line as a dot, and
// the end of a line as a space.
func plainText(text string) string {
	if !strings.ContainsFunc(text, steers) {
		return text
	}
	return strings.Map(func(r rune) rune {
		switch {
		case r == '\n' || r == '\t':
			return ' '
		case steers(r):
			return '·'
		}
		return r
	}, text)
}

// steers reports whether a character is none to be shown; what is no UTF-8 is none.
func steers(r rune) bool {
	turns := r >= '\u202a' && r <= '\u202e' || r >= '\u2066' && r <= '\u2069'
	return turns || unicode.IsControl(r) || r == '\u2028' || r == '\u2029' || r == unicode.ReplacementChar
}
