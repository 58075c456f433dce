package display

import (
	"slices"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"

	"accueil/queue"
	"accueil/queue/wire"
)

// A coding is what is being said of why someone came. It is a value: each change
// returns another.
type coding struct {
	reasons []wire.Reason
	stored  []wire.Reason   // as the server has them
	service queue.ServiceID // whose partners are offered first
	channel queue.Channel   // of a visit without a ticket
	first   queue.Answer    // to the question of the first visit, as far as it is known
}

// add counts a reason, once more when it stands already.
func (k coding) add(r wire.Reason) coding {
	k.reasons = slices.Clone(k.reasons)
	same := func(old wire.Reason) bool { return old.Reason == r.Reason && old.Partner == r.Partner }
	r.Quantity = 1
	if i := slices.IndexFunc(k.reasons, same); i >= 0 { // it is the last now: digit and Tab are about it
		r = k.reasons[i]
		r.Quantity = min(r.Quantity+1, queue.QuantityMax)
		k.reasons = slices.Delete(k.reasons, i, i+1)
	}
	k.reasons = append(k.reasons, r)
	return k
}

// dropping returns what Escape leads to: nothing, or the question whether what was
// said is to be forgotten.
func (q question) dropping(k coding) *question {
	if slices.Equal(k.reasons, k.stored) {
		return nil
	}
	return &question{kind: askDrop, ticket: q.ticket, number: q.number, cursor: 1}
}

// drop takes the last back.
func (k coding) drop() coding {
	k.reasons = slices.Clone(k.reasons[:max(0, len(k.reasons)-1)])
	return k
}

// count sets the last one's quantity to a digit.
func (k coding) count(digit rune) coding {
	if n := int(digit - '0'); len(k.reasons) > 0 && n >= 1 && n <= 9 {
		k.reasons = slices.Clone(k.reasons)
		k.reasons[len(k.reasons)-1].Quantity = wire.Quantity(n)
	}
	return k
}

// outcome turns the last one's outcome to the next of the closed list, or to none.
func (k coding) outcome() coding {
	if len(k.reasons) == 0 {
		return k
	}
	k.reasons = slices.Clone(k.reasons)
	last := &k.reasons[len(k.reasons)-1]
	all := append([]queue.OutcomeKind{""}, queue.OutcomeNames()...)
	last.Outcome = all[(slices.Index(all, last.Outcome)+1)%len(all)]
	return k
}

// enteredReason adds the reason that was searched for; with nothing searched, the
// reasons are complete.
func (c Console) enteredReason(q question) (Console, []Effect) {
	options := c.options()
	if q.typed == "" && q.cursor == 0 {
		c.question = &question{kind: askFirst, ticket: q.ticket, number: q.number, cursor: slices.Index(firstAnswers(), c.coding.first)}
		return c, nil
	}
	if len(options) == 0 {
		c.said = said{c.words().ConsoleNoReason(q.typed), true}
		return c, nil
	}
	partner, reason, _ := strings.Cut(options[min(max(0, q.cursor-1), len(options)-1)].id, "/")
	c.coding = c.coding.add(wire.Reason{Partner: queue.PartnerID(partner), Reason: queue.ReasonID(reason)})
	q.typed, q.cursor, c.said = "", 0, said{}
	c.question = &q
	return c, nil
}

// firstAnswers are in the order of the options.
func firstAnswers() []queue.Answer { return []queue.Answer{queue.Yes, queue.No, queue.Unknown} }

// chooseCoding answers the questions around the reasons.
func (c Console) chooseCoding(o option) (Console, []Effect) {
	q := *c.question
	switch q.kind {
	case askChannel:
		channel, _ := queue.ParseChannel(o.id)
		c.coding = coding{channel: channel}
		c.question = &question{kind: askReason}
		return c, nil
	case askToCode:
		if t, ok := c.codable(queue.TicketID(o.id)); ok {
			return c.code(t), nil
		}
		return c.giveUp(), nil
	default:
	}
	first := queue.Unknown
	switch o.id {
	case yes:
		first = queue.Yes
	case no:
		first = queue.No
	}
	if q.ticket == "" {
		return c.ask(actVisit, CodeVisit{c.coding.channel, c.coding.reasons, first})
	}
	return c.ask(actCode, Code{q.ticket, c.coding.reasons, first})
}

// reasonOptions are the reasons by partner that hold every word typed. An id is
// PARTNER/REASON. A reason that names no partner may be given any.
func (c Console) reasonOptions() []option {
	if c.site == nil {
		return nil
	}
	own := c.ownPartners()
	wanted := strings.Fields(folded(c.question.typed))
	var ranked [5][]option
	for _, r := range c.site.Reasons {
		partners := r.Partners
		if len(partners) == 0 {
			partners = []queue.PartnerID{""}
			for _, p := range c.site.Partners {
				partners = append(partners, p.ID)
			}
		}
		for _, p := range partners {
			o := option{id: string(p) + "/" + string(r.ID), label: c.reasonName(p, r.Name)}
			if holds(folded(o.label), wanted) {
				rank := rankOf(p, own[p], len(r.Partners) > 0)
				ranked[rank] = append(ranked[rank], o)
			}
		}
	}
	return slices.Concat(ranked[:]...)
}

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
