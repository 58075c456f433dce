package display

import (
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"accueil/queue"
	"accueil/queue/wire"
)

// A questionKind is one of the questions that a console asks.
type questionKind string

const (
	askName         questionKind = "name"
	askPIN          questionKind = "pin"
	askDesk         questionKind = "desk"
	askTakeOver     questionKind = "take_over"
	askPark         questionKind = "park"
	askTransfer     questionKind = "transfer"
	askNote         questionKind = "note"
	askCancel       questionKind = "cancel"
	askOther        questionKind = "other"
	askCause        questionKind = "cause"
	askGive         questionKind = "give"
	askClass        questionKind = "class"
	askLang         questionKind = "lang"
	askChannel      questionKind = "channel"
	askVisitService questionKind = "visit_service"
	askToCode       questionKind = "to_code"
	askReason       questionKind = "reason"
	askFirst        questionKind = "first"
	askAlert        questionKind = "alert"
	askFinished     questionKind = "finished"
	askPause        questionKind = "pause"
	askIntake       questionKind = "intake"
	askDrop         questionKind = "drop_reasons"
	askNotice       questionKind = "notice"
	askLeave        questionKind = "leave"
	askHelp         questionKind = "help"
	askNumber       questionKind = "number"
)

const typedMax = 200 // bytes of what is typed into a question

// A question stands until it is answered, or left by Escape. It is never changed
// in place: a Console is a value.
type question struct {
	kind     questionKind
	ticket   queue.TicketID // what it is about, or ""
	number   string
	desk     queue.DeskID
	give     Give   // of a ticket, as far as it is said
	name     string // who signs in
	to       option // where a transfer goes
	action   action // of askOther, with
	word     Word   // what it sends
	typed    string
	finished []wire.Finished // to choose from
	cursor   int             // the option that Enter takes; reasons: from 1, 0 is none
}

// An option is one answer to a question.
type option struct {
	id    string
	label string
	desk  bool // of a transfer: id is a desk
	opens bool // of the tickets: they are given again
}

// typing reports whether characters are text, and not keys.
func (q question) typing() bool {
	switch q.kind {
	case askName, askPIN, askNote, askNotice, askReason, askNumber:
		return true
	case askDesk, askTakeOver, askPark, askTransfer, askCancel, askOther, askCause, askGive, askClass, askLang, askChannel, askVisitService,
		askToCode, askFirst, askAlert, askFinished, askPause, askIntake, askDrop, askLeave, askHelp:
	}
	return false
}

// ofSubject reports whether a question is about the subject of the keys.
func (k questionKind) ofSubject() bool {
	return k == askPark || k == askTransfer || k == askCancel || k == askCause
}

// typed takes in a character.
func (c Console) typed(r rune) (Console, []Effect) {
	if c.signingIn() {
		return c, nil
	}
	if c.question == nil {
		return c.act(unicode.ToLower(r))
	}
	q := *c.question
	switch {
	case q.codes(r) != 0:
		return c.codedBy(q.codes(r)), nil
	case q.typing():
		return c.wrote(r), nil
	case q.kind == askHelp:
		c.question = nil
		return c.act(unicode.ToLower(r))
	default:
		n := digitOf(r)
		if n < 1 || n > len(c.options()) {
			c.said = said{c.words().ConsoleChoose(), true}
			return c, nil
		}
		c.said = said{} // of a key that was none
		return c.choose(c.options()[n-1])
	}
}

// digitOf is the digit on a key, 0 for none: a French keyboard gives it with Shift
// alone, and these without.
func digitOf(r rune) int {
	for i, plain := range []rune{'&', 'é', '"', '\'', '(', '-', 'è', '_', 'ç'} {
		if r == plain || r == '1'+rune(i) {
			return i + 1
		}
	}
	return 0
}

// signingIn reports whether name and PIN are under way: they are not changed then.
func (c Console) signingIn() bool { return c.person == "" && c.pending != nil }

// wrote takes a character as text.
func (c Console) wrote(r rune) Console {
	q := *c.question
	if unicode.IsPrint(r) && len(q.typed)+utf8.RuneLen(r) <= typedMax {
		q.typed += string(r)
		q.cursor = 0
		c.question, c.said = &q, said{}
	}
	return c
}

// pasted takes text where text is asked for, as one line; elsewhere it is nothing.
func (c Console) pasted(text string) Console {
	if c.signingIn() {
		return c
	}
	if c.question == nil || !c.question.typing() {
		c.said = said{c.words().ConsoleNoPaste(), true}
		return c
	}
	for _, r := range strings.Join(strings.Fields(text), " ") {
		c = c.wrote(r)
	}
	return c
}

// pressed takes in a key that is no character.
func (c Console) pressed(k Key) (Console, []Effect) {
	if c.signingIn() {
		return c, nil
	}
	if c.question == nil {
		return c.pressedList(k)
	}
	q := *c.question
	switch k {
	case KeyEscape:
		return c.giveUp(), nil
	case KeyTab:
		if q.kind != askReason {
			return c.unheard(), nil
		}
		return c.turnedOutcome(), nil
	case KeyErase:
		if !q.typing() {
			return c.unheard(), nil
		}
		if q.kind == askReason && q.typed == "" {
			c.coding = c.coding.drop()
			return c, nil
		}
		_, size := utf8.DecodeLastRuneInString(q.typed)
		q.typed = q.typed[:len(q.typed)-size]
	case KeyEraseAll:
		if !q.typing() {
			return c.unheard(), nil
		}
		q.typed, q.cursor = "", 0
	case KeyUp, KeyDown, KeyPageUp, KeyPageDown, KeyHome, KeyEnd:
		q.cursor = moved(q.cursor, k, len(c.options())-1+q.offset())
	case KeyEnter:
		return c.entered(q)
	}
	c.question = &q
	return c, nil
}

// unheard says what a question takes when a key means nothing to it.
func (c Console) unheard() Console {
	c.said = said{c.words().ConsoleHint(c.question.hint()), true}
	return c
}

func (c Console) turnedOutcome() Console {
	if len(c.coding.reasons) == 0 {
		c.said = said{c.words().ConsoleNothingToCount(), true}
		return c
	}
	c.coding, c.said = c.coding.outcome(), said{}
	return c
}

// offset is 1 where no option at all may be under the cursor.
func (q question) offset() int {
	if q.kind == askReason {
		return 1
	}
	return 0
}

// giveUp leaves a question without an answer. Whoever is not signed in stays asked.
func (c Console) giveUp() Console {
	switch kind := c.question.kind; kind {
	case askName, askPIN:
		c.question = &question{kind: askName, typed: c.question.name}
	case askTakeOver:
		c.question = &question{kind: askDesk}
	case askDesk:
		c.question, c.roams = nil, true
	case askReason:
		c.question = c.question.dropping(c.coding)
	case askFirst, askDrop:
		c.question = &question{kind: askReason, ticket: c.question.ticket, number: c.question.number}
	case askClass:
		c.question = &question{kind: askGive}
	case askLang:
		c.question = &question{kind: askClass, give: c.question.give}
	case askVisitService:
		c.question = &question{kind: askChannel}
	case askPark, askTransfer, askNote, askCancel, askOther, askCause, askGive, askChannel, askToCode,
		askAlert, askFinished, askPause, askIntake, askNotice, askLeave, askHelp, askNumber:
		c.question = nil
	}
	c.said = said{}
	return c
}

// entered answers a question by Enter.
func (c Console) entered(q question) (Console, []Effect) {
	switch q.kind {
	case askName:
		if q.typed != "" && c.pending == nil {
			c.question = &question{kind: askPIN, name: q.typed}
		}
		return c, nil
	case askPIN:
		if c.pending != nil {
			return c, nil
		}
		c.requests++
		c.pending = &asked{request: c.requests, action: actSignIn}
		c.said = said{}
		return c, []Effect{SignIn{q.name, q.typed}}
	case askNotice:
		return c.ask(actNotice, SetNotice{q.typed})
	case askNote:
		t := Transfer{Ticket: q.ticket, Note: q.typed}
		if q.to.desk {
			t.Desk = queue.DeskID(q.to.id)
		} else {
			t.Service = queue.ServiceID(q.to.id)
		}
		return c.ask(actTransfer, t)
	case askReason:
		return c.enteredReason(q)
	case askNumber:
		return c.found(q.typed), nil
	case askHelp:
		c.question = nil
		return c, nil
	case askDesk, askTakeOver, askPark, askTransfer, askCancel, askOther, askCause, askGive, askClass, askLang, askChannel, askVisitService,
		askToCode, askFirst, askAlert, askFinished, askPause, askIntake, askDrop, askLeave:
	}
	if options := c.options(); q.cursor < len(options) {
		return c.choose(options[q.cursor])
	}
	return c, nil
}

// choose answers a question by one of its options.
func (c Console) choose(o option) (Console, []Effect) {
	q := *c.question
	minutes, _ := strconv.Atoi(o.id)
	switch q.kind {
	case askDesk:
		return c.sit(o)
	case askTakeOver:
		if o.id == no {
			return c.giveUp(), nil
		}
		return c.ask(actOpen, OpenDesk{q.desk, true})
	case askPark:
		return c.ask(actPark, Park{q.ticket, minutes})
	case askPause:
		d, _ := c.desk()
		return c.ask(actPause, PauseDesk{d.ID, minutes})
	case askTransfer:
		q.kind, q.to, q.cursor = askNote, o, 0
		c.question = &q
		return c, nil
	case askCancel:
		if o.id == no {
			return c.giveUp(), nil
		}
		return c.ask(actCancel, TicketWord{q.ticket, WordCancel})
	case askOther:
		if o.id == no {
			return c.giveUp(), nil
		}
		return c.ask(q.action, TicketWord{q.ticket, q.word})
	case askCause:
		d, _ := c.desk()
		return c.ask(actCall, CallTicket{q.ticket, d.ID, queue.Cause(o.id)})
	case askGive, askClass, askLang:
		return c.chooseGiven(o)
	case askAlert:
		return c.answerAlert(queue.AlertID(o.id))
	case askFinished:
		return c.ask(actUndoFinish, TicketWord{queue.TicketID(o.id), WordUndo})
	case askIntake:
		w := SetIntake{Open: o.opens}
		if o.id != "" {
			w.Services = []queue.ServiceID{queue.ServiceID(o.id)}
		}
		return c.ask(actIntake, w)
	case askDrop:
		if o.id == no {
			return c.giveUp(), nil
		}
		c.question = nil
		return c, nil
	case askLeave:
		return c.leave(o)
	case askChannel, askVisitService, askToCode, askFirst:
		return c.chooseCoding(o)
	case askName, askPIN, askNote, askReason, askNotice, askHelp, askNumber:
	}
	return c, nil
}

// chooseGiven says of a ticket its service, its class, and its language where the site
// has several.
func (c Console) chooseGiven(o option) (Console, []Effect) {
	q := *c.question
	switch q.kind {
	case askGive:
		c.question = &question{kind: askClass, give: Give{Service: queue.ServiceID(o.id)}}
		return c, nil
	case askClass:
		q.give.Class, _ = queue.ParseClass(o.id)
		if len(c.langOptions()) > 1 {
			c.question = &question{kind: askLang, give: q.give}
			return c, nil
		}
	default:
		q.give.Lang = o.id
	}
	return c.ask(actGive, q.give)
}
