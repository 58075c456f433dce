package display

import (
	"slices"
	"strings"
	"unicode"

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
	told    bool            // it was answered while coding: it is not asked again
	counted bool            // by the key before this one
}

// add counts a reason, once more when it stands already.
func (k coding) add(r wire.Reason) coding {
	k.reasons, k.counted = slices.Clone(k.reasons), false
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
	if slices.Equal(k.reasons, k.stored) && !k.told {
		return nil
	}
	return &question{kind: askDrop, ticket: q.ticket, number: q.number, cursor: 1}
}

// drop takes the last back.
func (k coding) drop() coding {
	k.reasons, k.counted = slices.Clone(k.reasons[:max(0, len(k.reasons)-1)]), false
	return k
}

// count sets the last one's quantity to a digit.
func (k coding) count(digit rune) coding {
	if n := int(digit - '0'); len(k.reasons) > 0 && n >= 1 && n <= 9 {
		k.reasons, k.counted = slices.Clone(k.reasons), true
		k.reasons[len(k.reasons)-1].Quantity = wire.Quantity(n)
	}
	return k
}

// outcome turns the last one's outcome to the next of the closed list, or to none.
func (k coding) outcome() coding {
	if len(k.reasons) == 0 {
		return k
	}
	k.reasons, k.counted = slices.Clone(k.reasons), false
	last := &k.reasons[len(k.reasons)-1]
	all := append([]queue.OutcomeKind{""}, queue.OutcomeNames()...)
	last.Outcome = all[(slices.Index(all, last.Outcome)+1)%len(all)]
	return k
}

// A question of reasons takes these beside the digits, and none of them is searched
// for: one of the two needs no Shift on a French keyboard, on another, or on its block
// of digits.
const firstKeys = "*/"

// The upper row of a French keyboard gives its digits with Shift alone. Of what it gives
// without, these are the digit of their key: the latter stand within words, and are it
// where none has begun. é, è, ç and à are letters, which begin what is searched for.
const (
	digitKeys      = `&"(_`
	outerDigitKeys = "'-"
)

// codes returns what a character is, where it is a key and no text, while reasons are
// searched for: a digit, or one of the first visit; 0 for text.
func (q question) codes(r rune) (key rune) {
	outside := q.typed == "" || strings.HasSuffix(q.typed, " ")
	switch {
	case q.kind != askReason:
	case unicode.IsDigit(r), strings.ContainsRune(firstKeys, r):
		return r
	case strings.ContainsRune(digitKeys, r), outside && strings.ContainsRune(outerDigitKeys, r):
		return '0' + rune(digitOf(r))
	}
	return 0
}

// codedBy does what such a key means.
func (c Console) codedBy(r rune) Console {
	c.said = said{}
	switch {
	case strings.ContainsRune(firstKeys, r):
		c.coding = c.coding.answer()
	case len(c.coding.reasons) == 0:
		c.said = said{c.words().ConsoleNothingToCount(), true}
	default:
		twice := c.coding.counted
		if c.coding = c.coding.count(r); twice { // "12" is not twelve, and is not silently two
			c.said = said{c.words().ConsoleCountMost(int(c.coding.reasons[len(c.coding.reasons)-1].Quantity)), true}
		}
	}
	return c
}

// answer turns what is said of the first visit: yes, no, not known.
func (k coding) answer() coding {
	switch {
	case !k.told || k.first == queue.Unknown:
		k.first = queue.Yes
	case k.first == queue.Yes:
		k.first = queue.No
	default:
		k.first = queue.Unknown
	}
	k.told = true
	return k
}

// enteredReason adds the reason that was searched for; with nothing searched, the
// reasons are complete.
func (c Console) enteredReason(q question) (Console, []Effect) {
	options := c.options()
	if q.typed == "" && q.cursor == 0 && c.coding.told {
		return c.storeCoding(q.ticket)
	}
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
		c.question = &question{kind: askVisitService, cursor: len(c.serviceOptions())}
		return c, nil
	case askVisitService:
		c.coding.service = queue.ServiceID(o.id)
		c.question = &question{kind: askReason}
		return c, nil
	case askToCode:
		if t, ok := c.codable(queue.TicketID(o.id)); ok {
			return c.code(t), nil
		}
		return c.giveUp(), nil
	default:
	}
	c.coding.first = queue.Unknown
	switch o.id {
	case yes:
		c.coding.first = queue.Yes
	case no:
		c.coding.first = queue.No
	}
	return c.storeCoding(q.ticket)
}

const recentMax = 5 // reasons that are offered again

// storeCoding sends what was said of a visit, and remembers it for the next.
func (c Console) storeCoding(ticket queue.TicketID) (Console, []Effect) {
	k := c.coding
	command := Command(CodeVisit{k.channel, k.service, k.reasons, k.first})
	a := actVisit
	if ticket != "" {
		a, command = actCode, Code{ticket, k.reasons, k.first}
	}
	next, effects := c.ask(a, command)
	if len(effects) > 0 {
		next.recent = remembered(c.recent, k.reasons)
	}
	return next, effects
}

// remembered puts what was coded last first.
func remembered(recent, coded []wire.Reason) []wire.Reason {
	var all []wire.Reason
	for _, r := range slices.Concat(backward(coded), recent) {
		r = wire.Reason{Partner: r.Partner, Reason: r.Reason, Quantity: 1}
		if len(all) < recentMax && !slices.Contains(all, r) {
			all = append(all, r)
		}
	}
	return all
}

func backward(all []wire.Reason) []wire.Reason {
	all = slices.Clone(all)
	slices.Reverse(all)
	return all
}

// codable returns a ticket of whom reasons may be coded.
func (c Console) codable(id queue.TicketID) (wire.Ticket, bool) {
	for _, t := range c.view.Mine.ToCode {
		if t.ID == id {
			return t, true
		}
	}
	return wire.Ticket{}, false
}
