package display

import (
	"slices"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"

	"accueil/queue"
	"accueil/queue/wire"
)

// reasonOptions are the reasons by partner that hold every word typed. An id is
// PARTNER/REASON. A reason that names no partner may be given any. With nothing typed
// the last that were coded here come first, then the commonest of the service.
func (c Console) reasonOptions() []option {
	if c.site == nil {
		return nil
	}
	own := c.ownPartners()
	wanted := strings.Fields(folded(c.question.typed))
	var ranked [3 * ranks][]option
	for _, r := range c.site.Reasons {
		partners := r.Partners
		if len(partners) == 0 {
			partners = []queue.PartnerID{""}
			for _, p := range c.site.Partners {
				partners = append(partners, p.ID)
			}
		}
		for _, p := range partners {
			o := option{id: reasonID(p, r.ID), label: c.reasonName(p, r.Name)}
			if label := folded(o.label); holds(label, wanted) {
				rank := nearness(label, wanted)*ranks + rankOf(p, own[p], len(r.Partners) > 0)
				ranked[rank] = append(ranked[rank], o)
			}
		}
	}
	all := slices.Concat(ranked[:]...)
	if len(wanted) > 0 {
		return all
	}
	return c.likelyFirst(all)
}

func reasonID(p queue.PartnerID, r queue.ReasonID) string { return string(p) + "/" + string(r) }

// likelyFirst puts those first that are likeliest and do not stand already.
func (c Console) likelyFirst(all []option) []option {
	var first []option
	offer := func(p queue.PartnerID, r queue.ReasonID) {
		id := reasonID(p, r)
		i := slices.IndexFunc(all, func(o option) bool { return o.id == id })
		stands := slices.ContainsFunc(c.coding.reasons, func(r wire.Reason) bool { return reasonID(r.Partner, r.Reason) == id })
		if i >= 0 && !stands {
			first = append(first, all[i])
			all = slices.Delete(all, i, i+1)
		}
	}
	for _, r := range c.recent {
		offer(r.Partner, r.Reason)
	}
	for _, u := range c.usual() {
		offer(u.Partner, u.Reason)
	}
	return slices.Concat(first, all)
}

// usual are the commonest reasons of the visit's service; where there are none yet, or
// it has no service, those of all together.
func (c Console) usual() []wire.Usual {
	var own, all []wire.Usual
	for _, u := range c.view.Usual {
		switch u.Service {
		case "":
			all = append(all, u)
		case c.coding.service:
			own = append(own, u)
		}
	}
	if len(own) > 0 {
		return own
	}
	return all
}

// nearness says how near what was typed is to a label that holds it: 0 where the label
// begins so, 1 where its words do, 2 else.
func nearness(label string, wanted []string) int {
	switch {
	case len(wanted) == 0 || strings.HasPrefix(label, wanted[0]):
		return 0
	case !slices.ContainsFunc(wanted, func(w string) bool { return !begins(label, w) }):
		return 1
	}
	return 2
}

// begins reports whether a word of a label begins so.
func begins(label, with string) bool {
	for _, word := range strings.FieldsFunc(label, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) }) {
		if strings.HasPrefix(word, with) {
			return true
		}
	}
	return false
}

const ranks = 5 // that rankOf tells apart

// rankOf says which reasons are offered first: those of the service's own partners,
// then those without a partner, then whatever else there is.
func rankOf(p queue.PartnerID, own, named bool) int {
	switch {
	case own && named:
		return 0
	case p == "":
		return 1
	case own:
		return 2
	case named:
		return 3
	}
	return 4
}

func (c Console) ownPartners() map[queue.PartnerID]bool {
	own := map[queue.PartnerID]bool{}
	for _, s := range c.site.Services {
		if s.ID == c.coding.service {
			for _, p := range s.Partners {
				own[p] = true
			}
		}
	}
	return own
}

// reasonTitle is a reason's name, or its id while the site is not known.
func (c Console) reasonTitle(id queue.ReasonID) string {
	if c.site != nil {
		for _, known := range c.site.Reasons {
			if known.ID == id {
				return known.Name
			}
		}
	}
	return string(id)
}

func (c Console) reasonName(p queue.PartnerID, reason string) string {
	if c.site != nil {
		for _, partner := range c.site.Partners {
			if partner.ID == p {
				return partner.Name + " · " + reason
			}
		}
	}
	return reason
}

func holds(text string, words []string) bool {
	for _, w := range words {
		if !strings.Contains(text, w) {
			return false
		}
	}
	return true
}

// folded is text without accents and capitals.
func folded(text string) string {
	return strings.Map(func(r rune) rune {
		if unicode.Is(unicode.Mn, r) {
			return -1
		}
		return unicode.ToLower(r)
	}, norm.NFD.String(text))
}
