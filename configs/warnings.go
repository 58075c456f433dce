package configs

import (
	"slices"
	"strings"

	"accueil/configs/i18n"
	"accueil/queue"
)

// alike are the letters that a French ear mixes up across a waiting room.
var alike = [...]string{"BCDGPTV", "MN", "FS", "IJ", "AHK"}

// Warnings returns what the program can live with and people perhaps cannot,
// sorted by place; nil for none.
func (f *File) Warnings() []Mistake { return f.warnings }

// soundsLike returns the letters of taken, sorted, that sound like letter.
func soundsLike(letter byte, taken map[byte]int) []string {
	var close []string
	for _, group := range alike {
		if strings.IndexByte(group, letter) < 0 {
			continue
		}
		for i := range len(group) {
			if _, ok := taken[group[i]]; ok && group[i] != letter {
				close = append(close, group[i:i+1])
			}
		}
	}
	slices.Sort(close)
	return close
}

func looksLikeDigit(letter byte) bool { return strings.IndexByte("IOQ", letter) >= 0 }

// warnSite warns of what stands in one [[site]].
func (r *reader) warnSite(t *node, c *queue.Config) {
	if len(c.Services) == 0 {
		r.warn(t.at, "site %s has no [[site.service]]: nobody can take a ticket there", c.ID)
	}
	if len(c.Desks) == 0 {
		r.warn(t.at, "site %s has no [[site.desk]]: nobody can be called there", c.ID)
	}
	for _, lang := range c.Languages {
		if list := t.keys["languages"]; !i18n.Has(lang) && list != nil {
			r.warn(list.at, "languages: this program has no words in %q yet: its screens will speak %q", lang, i18n.House)
		}
	}
	if n := t.keys["service"]; n != nil && len(n.items) == len(c.Services) {
		r.warnPrefixes(n.items, c.Services)
		for i, s := range c.Services {
			r.warnService(n.items[i], s, c)
		}
	}
}

// warnPrefixes warns of letters that are easily misheard or misread; where two
// sound alike, at the later one.
func (r *reader) warnPrefixes(heads []*node, services []queue.Service) {
	above := make(map[byte]int)
	for i, s := range services {
		at := placeOf(heads[i], "prefix")
		if looksLikeDigit(s.Prefix) {
			r.warn(at, "prefix %c looks like a digit: another letter is read more easily", s.Prefix)
		}
		if close := soundsLike(s.Prefix, above); len(close) > 0 {
			r.warn(at, "prefix %c sounds like %s in French: another letter is heard more easily",
				s.Prefix, i18n.For("en").And(close))
		}
		above[s.Prefix] = at
	}
}

// warnService warns of a service that some visitors cannot read, or that no
// desk takes.
func (r *reader) warnService(t *node, s queue.Service, c *queue.Config) {
	for _, lang := range c.Languages {
		if _, ok := s.Name[lang]; !ok {
			r.warn(placeOf(t, "name"), "the name of service %s lacks %q, one of the site's languages", s.ID, lang)
		}
	}
	served := slices.ContainsFunc(c.Desks, func(d queue.Desk) bool { return d.Serves(s.ID) })
	if len(c.Desks) > 0 && !served {
		r.warn(t.at, "no desk names %s: every desk calls its tickets", s.ID)
	}
}

// warnReasons warns of reasons that no service of any site leads to, so that
// nobody can code them.
func (r *reader) warnReasons(heads []*node, reasons []queue.Reason, sites []queue.Config) {
	all := false
	led := make(map[queue.PartnerID]bool)
	for _, c := range sites {
		for _, s := range c.Services {
			all = all || len(s.Partners) == 0
			for _, p := range s.Partners {
				led[p] = true
			}
		}
	}
	for i, reason := range reasons {
		reached := slices.ContainsFunc(reason.Partners, func(p queue.PartnerID) bool { return led[p] })
		if !all && len(reason.Partners) > 0 && !reached {
			r.warn(placeOf(heads[i], "partners"), "no service leads to the reason %s: none has one of its partners", reason.ID)
		}
	}
}

// placeOf returns where a key's value stands, or the table's head.
func placeOf(t *node, key string) int {
	if n := t.keys[key]; n != nil {
		return n.at
	}
	return t.at
}
