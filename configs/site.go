package configs

import (
	"net/url"
	"slices"
	"strings"

	"golang.org/x/text/language"

	"accueil/queue"
)

// Limits of one file. A prefix is one letter, which bounds the services.
const (
	sitesMax     = 64
	servicesMax  = 26
	desksMax     = 100
	languagesMax = 12
	minutesMax   = 8 * 60
	perDayMax    = 100_000
)

// site reads one [[site]]; shared is what all sites of the file have.
func (r *reader) site(t *node, shared queue.Config, places *places) queue.Config {
	r.only(t, "id", "name", "time_zone", "day_starts", "languages", "hours", "closed",
		"last_ticket_minutes", "public_url", "out_of_order", "reason_required",
		"waiting_list", "long_wait_minutes", "priority_share", "service", "desk")
	c := shared
	c.ID = queue.SiteID(r.id(t, places.sites, `"dijon"`))
	c.Name = r.name(t, `"PIMMS de Dijon"`)
	c.TimeZone = r.timeZone(t)
	c.DayStarts = r.dayStarts(t)
	c.Languages = r.languages(t)
	c.Hours = r.hours(t)
	c.ClosedDays = r.closed(t)
	c.LastTicketMinutes = r.whole(t, "last_ticket_minutes", 0, minutesMax, 15)
	c.PublicURL = r.publicURL(t)
	c.OutOfOrder = r.outOfOrder(t)
	c.ReasonRequired = r.truth(t, "reason_required", true)
	c.WaitingList = r.waitingList(t)
	c.LongWaitMinutes = r.whole(t, "long_wait_minutes", 1, minutesMax, 30)
	c.PriorityShare = r.whole(t, "priority_share", 1, 100, 25)

	services := make(map[string]int)
	heads := r.tables(t, "service", "[[site.service]]", servicesMax)
	prefixes := r.prefixes(heads)
	for i, head := range heads {
		c.Services = append(c.Services, r.service(head, prefixes[i], c.Languages, services, places))
	}
	desks := make(map[string]int)
	for _, head := range r.tables(t, "desk", "[[site.desk]]", desksMax) {
		c.Desks = append(c.Desks, r.desk(head, desks, services))
	}
	r.warnSite(t, &c)
	return c
}

// service reads one [[site.service]]; services are those above it.
func (r *reader) service(t *node, prefix byte, langs []string, services map[string]int, places *places) queue.Service {
	r.only(t, "id", "prefix", "name", "pictogram", "minutes", "per_day", "partners")
	id := queue.ServiceID(r.id(t, services, `"droits"`))
	return queue.Service{
		ID:        id,
		Prefix:    prefix,
		Name:      r.names(t, langs),
		Pictogram: r.pictogram(t, id),
		Minutes:   r.whole(t, "minutes", 1, minutesMax, 15),
		PerDay:    r.whole(t, "per_day", 0, perDayMax, 0),
		Partners:  ids[queue.PartnerID](r, t, "partners", places.partners, "partner", "[[partner]]"),
	}
}

// desk reads one [[site.desk]]; desks are those above it.
func (r *reader) desk(t *node, desks, services map[string]int) queue.Desk {
	r.only(t, "id", "name", "services")
	return queue.Desk{
		ID:       queue.DeskID(r.id(t, desks, `"1"`)),
		Name:     r.name(t, `"Guichet 1"`),
		Services: ids[queue.ServiceID](r, t, "services", services, "service", "[[site.service]] of this site"),
	}
}

// prefixes returns the letter of each service of a site: its own, or one that
// is free and cannot be misheard, if there is such a one.
func (r *reader) prefixes(services []*node) []byte {
	letters := make([]byte, len(services))
	taken := make(map[byte]int)
	for i, t := range services {
		text, n := r.text(t, "prefix", `"A"`)
		switch {
		case n == nil:
		case len(text) != 1 || text[0] < 'A' || text[0] > 'Z':
			r.wrong(n.at, `prefix: expected one capital letter, "A" to "Z", got %q`, text)
		default:
			if first, ok := taken[text[0]]; ok {
				r.wrong(n.at, "prefix %s is used twice: the first is in line %d, and a number must tell its service", text, r.line(first))
				continue
			}
			letters[i], taken[text[0]] = text[0], n.at
		}
	}
	for i, t := range services {
		if letters[i] == 0 && t.keys["prefix"] == nil {
			letters[i] = freeLetter(taken)
			taken[letters[i]] = t.at
		}
	}
	return letters
}

// freeLetter returns the first letter that is not taken, the easily misheard
// ones last.
func freeLetter(taken map[byte]int) byte {
	free := byte('A')
	for letter := byte('Z'); letter >= 'A'; letter-- {
		if _, ok := taken[letter]; !ok {
			free = letter
		}
	}
	for letter := byte('A'); letter <= 'Z'; letter++ {
		if _, ok := taken[letter]; !ok && !looksLikeDigit(letter) && len(soundsLike(letter, taken)) == 0 {
			return letter
		}
	}
	return free
}

// names returns a service's name: a text in the house's language, or a table
// of texts by language.
func (r *reader) names(t *node, langs []string) queue.Name {
	const example = `{ fr = "Papiers et droits", en = "Papers and rights" }`
	r.owe(t, "name", example)
	n := t.keys["name"]
	if n == nil {
		return nil
	}
	switch n.kind {
	case kindText:
		return queue.Name{langs[0]: r.name(t, example)}
	case kindTable:
		name := make(queue.Name)
		for lang, in := range n.keys {
			if !goodTag(lang) {
				r.wrong(in.keyAt, `name: expected a language such as fr, got %s`, quoteOddKey(lang))
				continue
			}
			text, place := r.text(n, lang, `"Papiers et droits"`)
			if place != nil && text == "" {
				r.wrong(place.at, "name: expected a text in %s, got nothing", lang)
			}
			name[lang] = text
		}
		if len(n.keys) == 0 {
			r.wrong(n.at, "name: expected at least one language, such as %s", example)
		}
		return name
	default:
		r.wrong(n.at, "name: expected a text, or one for each language such as %s, got %s", example, n.kind)
		return nil
	}
}

// pictogram returns the name of a service's picture, or "", and keeps where it stands.
func (r *reader) pictogram(t *node, id queue.ServiceID) string {
	text, n := r.text(t, "pictogram", `"paper"`)
	if n != nil && text != "" && !idPattern.MatchString(text) {
		r.wrong(n.at, `pictogram: expected a picture's name such as "paper", got %q`, text)
	}
	if text != "" {
		r.pictures = append(r.pictures, Picture{Service: id, Name: text, Place: r.place(finding{at: n.at})})
	}
	return text
}

// goodTag reports whether lang is a language's tag in its usual writing.
func goodTag(lang string) bool {
	tag, err := language.Parse(lang)
	return err == nil && tag.String() == lang && lang != "und"
}

// languages returns a site's languages, the house's first; at least one.
func (r *reader) languages(t *node) []string {
	var langs []string
	list := r.texts(t, "languages", `"fr"`)
	for _, n := range list {
		switch {
		case !goodTag(n.text):
			r.wrong(n.at, `languages: expected a language's tag such as "fr" or "pt-BR", got %q`, n.text)
		case slices.Contains(langs, n.text):
			r.wrong(n.at, "languages: %q stands twice", n.text)
		case len(langs) == languagesMax:
			r.wrong(n.at, "languages: expected at most %d", languagesMax)
			return langs
		default:
			langs = append(langs, n.text)
		}
	}
	if len(langs) > 0 {
		return langs
	}
	if n := t.keys["languages"]; n != nil && n.kind == kindList && len(n.items) == 0 {
		r.wrong(n.at, `languages: expected at least one, such as ["fr"]`)
	}
	return []string{"fr"}
}

// publicURL returns where telephones reach the site, without a slash at its
// end; "" when they cannot.
func (r *reader) publicURL(t *node) string {
	const expected = `expected "" or an address such as "https://accueil.example.org"`
	text, n := r.text(t, "public_url", `"https://accueil.example.org"`)
	if n == nil || text == "" {
		return ""
	}
	u, err := url.Parse(text)
	switch {
	case err != nil || u.Hostname() == "" || u.Opaque != "" || u.Scheme != "https" && u.Scheme != "http":
		r.wrong(n.at, "public_url: %s, got %q", expected, text)
	case u.User != nil || u.RawQuery != "" || u.ForceQuery || u.Fragment != "" || strings.Contains(text, "#"):
		r.wrong(n.at, "public_url: %s, without a name, ? or #, got %q", expected, text)
	}
	return strings.TrimRight(text, "/")
}

// outOfOrder returns who may call out of order at a site.
func (r *reader) outOfOrder(t *node) queue.OutOfOrder {
	text, n := r.text(t, "out_of_order", `"cause"`)
	if n == nil {
		return queue.OutOfOrderCause
	}
	switch text {
	case "cause":
	case "free":
		return queue.OutOfOrderFree
	case "no":
		return queue.OutOfOrderNo
	default:
		r.wrong(n.at, `out_of_order: expected "free", "cause" or "no", got %q`, text)
	}
	return queue.OutOfOrderCause
}

// waitingList returns what mediators see of those who wait at a site.
func (r *reader) waitingList(t *node) queue.WaitingList {
	text, n := r.text(t, "waiting_list", `"full"`)
	switch {
	case n == nil, text == "full":
	case text == "counts":
		return queue.WaitingListCounts
	default:
		r.wrong(n.at, `waiting_list: expected "full" or "counts", got %q`, text)
	}
	return queue.WaitingListFull
}
