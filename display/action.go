package display

import (
	"strings"
	"time"

	"accueil/queue"
	"accueil/queue/wire"
)

// An action is what a key does. Its word for people is console.action_….
type action string

const (
	actNext       action = "next"
	actRecall     action = "recall"
	actStart      action = "start"
	actNoShow     action = "no_show"
	actFinish     action = "finish"
	actCode       action = "code"
	actPark       action = "park"
	actTransfer   action = "transfer"
	actCall       action = "call"
	actUnpark     action = "unpark"
	actUndoNoShow action = "undo_no_show"
	actUndoFinish action = "undo_finish"
	actPriority   action = "priority"
	actNormal     action = "normal"
	actCancel     action = "cancel"
	actReprint    action = "reprint"
	actGive       action = "give"
	actVisit      action = "visit"
	actColleague  action = "colleague"
	actAlert      action = "alert"
	actPause      action = "pause"
	actResume     action = "resume"
	actIntake     action = "intake"
	actNotice     action = "notice"
	actOpen       action = "open"
	actSit        action = "sit"
	actSignIn     action = "sign_in"
	actClose      action = "close"
	actLeave      action = "leave"
	actHelp       action = "help"
	actFind       action = "find"
)

// A binding gives an action its key. The keys are the same in every language, and
// always shown; most are the first letter of the French word.
type binding struct {
	key    rune // 0: Enter
	action action
	whom   func(Console) about // nil: it is about nobody
	can    func(Console) bool
	do     func(Console) (Console, []Effect)
}

// bindings are all keys, in the order in which they are shown: those about one
// person stand together.
func bindings() []binding {
	target, subject := Console.target, Console.subject
	return []binding{
		{'s', actNext, nil, Console.canNext, Console.next},
		{'r', actRecall, target, Console.isCalled, ofVisit(actRecall, WordRecall)},
		{'d', actStart, target, Console.isCalled, ofVisit(actStart, WordStart)},
		{'a', actNoShow, target, Console.isCalled, ofVisit(actNoShow, WordNoShow)},
		{'f', actFinish, target, Console.hasVisit, ofVisit(actFinish, WordFinish)},
		{'m', actCode, Console.coded, Console.canCode, Console.beginCoding},
		{0, actCall, subject, Console.canCall, Console.call},
		{'v', actUnpark, subject, Console.isParked, word(actUnpark, subject, WordUnpark)},
		{'p', actPark, subject, Console.canPark, plainly(askPark)},
		{'t', actTransfer, subject, Console.canTransfer, plainly(askTransfer)},
		{'y', actPriority, subject, Console.mayGetPriority, Console.reclass},
		{'y', actNormal, subject, Console.hasPriority, Console.reclass},
		{'x', actCancel, subject, Console.canCancel, plainly(askCancel)},
		{'e', actReprint, subject, Console.canReprint, word(actReprint, subject, WordReprint)},
		{'u', actUndoNoShow, Console.undoable, Console.canUndoNoShow, word(actUndoNoShow, Console.undoable, WordUndo)},
		{'u', actUndoFinish, nil, Console.canUndoAnother, Console.askWhichFinish},
		{'l', actFind, nil, Console.canFind, plainly(askNumber)},
		{'g', actGive, nil, Console.always, plainly(askGive)},
		{'i', actVisit, nil, Console.always, plainly(askChannel)},
		{alertKey, actAlert, nil, Console.hasAlert, plainly(askAlert)},
		{'b', actColleague, nil, Console.atSite, Console.callColleague},
		{'c', actSit, nil, Console.stands, plainly(askDesk)},
		{'z', actPause, nil, Console.isOpen, plainly(askPause)},
		{'z', actResume, nil, Console.isPaused, Console.resume},
		{'w', actIntake, nil, Console.atSite, plainly(askIntake)},
		{'n', actNotice, nil, Console.atSite, Console.editNotice},
		{'q', actLeave, nil, Console.always, plainly(askLeave)},
		{'?', actHelp, nil, Console.always, plainly(askHelp)},
	}
}

const alertKey = 'o'

// act does what a key means now, or says that it means nothing.
func (c Console) act(key rune) (Console, []Effect) {
	var known action
	for _, b := range bindings() {
		if b.key != key {
			continue
		}
		if known == "" {
			known = b.action
		}
		if b.can(c) {
			c.said = said{}
			return b.do(c)
		}
	}
	if known == "" {
		return c.noSuchKey(string(key)), nil
	}
	c.said = said{c.words().ConsoleNotNow(c.words().ConsoleAction(string(known)), c.when(known)), true}
	return c, nil
}

// noSuchKey says which keys mean something now.
func (c Console) noSuchKey(key string) Console {
	var all []string
	for _, b := range bindings() {
		if b.key != 0 && b.can(c) {
			all = append(all, string(b.key))
		}
	}
	c.said = said{c.words().ConsoleNoSuchKey(key, strings.Join(all, " ")), true}
	return c
}

// when names when an action would be possible, as the catalogue says it.
func (c Console) when(a action) string {
	if c.view == nil {
		return "seen"
	}
	switch a {
	case actColleague, actSit, actIntake, actNotice:
		if c.away != nil {
			return "at_site"
		}
	case actCall:
		if !c.mayCallOutOfOrder() {
			return "never"
		}
		if c.view.Hidden {
			return "listed"
		}
	case actPriority:
		if c.view.Hidden {
			return "listed"
		}
	case actPark, actTransfer, actCancel:
		if c.subject().id != "" && !c.maySend() {
			return "supervisor"
		}
	default:
	}
	return string(a)
}

// word returns an action that sends one word about someone.
func word(a action, whom func(Console) about, w Word) func(Console) (Console, []Effect) {
	return func(c Console) (Console, []Effect) { return c.ask(a, TicketWord{whom(c).id, w}) }
}

// ofVisit returns an action that sends one word about the target. About another's
// visit it asks first: that mediator may be there after all.
func ofVisit(a action, w Word) func(Console) (Console, []Effect) {
	return func(c Console) (Console, []Effect) {
		t := c.target()
		if t.id == c.visitor().id {
			return c.ask(a, TicketWord{t.id, w})
		}
		c.question = &question{kind: askOther, ticket: t.id, number: string(t.number), action: a, word: w, cursor: 1}
		return c, nil
	}
}

// plainly returns an action that asks a question, about the subject if it is about
// anyone.
func plainly(kind questionKind) func(Console) (Console, []Effect) {
	return func(c Console) (Console, []Effect) {
		c.question = &question{kind: kind}
		if kind == askCancel { // it cannot be taken back
			c.question.cursor = 1
		}
		if kind.ofSubject() {
			a := c.subject()
			c.question.ticket, c.question.number = a.id, string(a.number)
		}
		return c, nil
	}
}

// atSite reports whether others are there to hear: on a laptop that is away nobody is.
func (c Console) atSite() bool { return c.view != nil && c.away == nil }

func (c Console) always() bool { return c.view != nil }

func (c Console) canNext() bool { return c.isOpen() }

// stands reports whether the mediator has no desk.
func (c Console) stands() bool {
	_, seated := c.desk()
	return c.atSite() && !seated
}

func (c Console) isOpen() bool {
	d, ok := c.desk()
	return ok && d.State == queue.DeskOpen
}

func (c Console) isPaused() bool {
	d, ok := c.desk()
	return ok && d.State == queue.DeskPaused
}

func (c Console) hasVisit() bool { return c.target().in(queue.Called, queue.Serving) }
func (c Console) isCalled() bool { return c.target().in(queue.Called) }
func (c Console) isParked() bool { return c.subject().in(queue.Parked) }

func (c Console) canCancel() bool {
	return c.maySend() && c.subject().in(queue.Waiting, queue.Parked, queue.Called)
}

func (c Console) canTransfer() bool {
	return c.maySend() && c.subject().in(queue.Waiting, queue.Parked, queue.Called, queue.Serving)
}

func (c Console) canPark() bool {
	return c.maySend() && c.subject().in(queue.Waiting, queue.Called, queue.Serving)
}

// canFind reports whether there may be lines to look through. It does not turn on whether
// there are: the keys behind this one would move under a pointer whenever somebody comes.
func (c Console) canFind() bool { return c.view != nil && !c.view.Hidden || len(c.lines()) > 0 }

func (c Console) canReprint() bool { return c.subject().number != "" }

func (c Console) mayGetPriority() bool { return c.subject().in(queue.Waiting) && !c.hasPriority() }

func (c Console) hasPriority() bool {
	t, ok := c.listed(c.selected)
	return ok && t.State == queue.Waiting && t.Class == queue.Priority
}

func (c Console) canCode() bool {
	return c.view != nil && (c.visit() != nil || len(c.view.Mine.ToCode) > 0)
}

// canCall reports whether the selected line may be called before its turn.
func (c Console) canCall() bool {
	return c.mayCallOutOfOrder() && c.chosen().in(queue.Waiting, queue.Parked) && c.isOpen() && c.visit() == nil
}

func (c Console) mayCallOutOfOrder() bool {
	return c.site == nil || c.site.OutOfOrder != queue.OutOfOrderNo.String()
}

func (c Console) canUndoNoShow() bool { return c.undoable().in(queue.NoShow) }

// canUndoAnother reports whether there are visits whose end a supervisor may take back,
// whoever's they were.
func (c Console) canUndoAnother() bool {
	return c.view != nil && c.view.Head != nil && len(c.view.Head.Finished) > 0
}

// askWhichFinish asks which of the visits that ended last, as they are now: what a digit
// stands for does not change under a finger.
func (c Console) askWhichFinish() (Console, []Effect) {
	c.question = &question{kind: askFinished, finished: c.view.Head.Finished}
	return c, nil
}

func (c Console) supervises() bool {
	name := c.role
	if c.view != nil && c.view.Mine.Role != "" { // it may have changed since
		name = c.view.Mine.Role
	}
	role, ok := queue.ParseRole(name)
	return ok && role >= queue.RoleSupervisor
}

func (c Console) hasAlert() bool { return c.view != nil && len(c.view.Alerts) > 0 }

const (
	nextApart  = 1500 * time.Millisecond // from one call to the next that is meant
	nextReheld = 600 * time.Millisecond  // a key that is held comes again within
)

// next calls whoever should come. A key held down, or struck twice, would end a
// visit that never began: it is told who was called, and must be pressed anew.
func (c Console) next() (Console, []Effect) {
	if c.now.Mono < c.nextAgain {
		c.nextAgain = max(c.nextAgain, c.now.Mono+nextReheld)
		c.said = said{c.words().ConsoleJustCalled(string(c.called)), true}
		return c, nil
	}
	d, _ := c.desk()
	return c.ask(actNext, Next{d.ID})
}

// call calls the selected ticket; where the site wants a cause, it is asked for.
func (c Console) call() (Console, []Effect) {
	d, _ := c.desk()
	if c.site != nil && c.site.OutOfOrder == queue.OutOfOrderCause.String() {
		return plainly(askCause)(c)
	}
	return c.ask(actCall, CallTicket{Ticket: c.selected, Desk: d.ID})
}

func (c Console) reclass() (Console, []Effect) {
	t, ok := c.listed(c.selected)
	if !ok {
		return c, nil
	}
	if t.Class == queue.Priority {
		return c.ask(actNormal, Reclass{t.ID, queue.Normal})
	}
	return c.ask(actPriority, Reclass{t.ID, queue.Priority})
}

func (c Console) resume() (Console, []Effect) {
	d, _ := c.desk()
	return c.ask(actResume, ResumeDesk{d.ID})
}

// editNotice begins with the line that stands on the screens.
func (c Console) editNotice() (Console, []Effect) {
	c.question = &question{kind: askNotice, typed: c.view.Notice}
	return c, nil
}

// beginCoding asks for the reasons of the visit, or of one that waits for them.
func (c Console) beginCoding() (Console, []Effect) {
	if v := c.visit(); v != nil {
		return c.code(*v), nil
	}
	return c.beginOwed()
}

// beginOwed asks for the reasons of a visit that waits for them.
func (c Console) beginOwed() (Console, []Effect) {
	if len(c.view.Mine.ToCode) == 1 {
		return c.code(c.view.Mine.ToCode[0]), nil
	}
	c.question = &question{kind: askToCode}
	return c, nil
}

func (c Console) code(t wire.Ticket) Console {
	c.coding = coding{reasons: append([]wire.Reason{}, t.Reasons...), stored: t.Reasons, service: t.Service}
	if t.First != nil {
		c.coding.first = t.First.Answer
	}
	c.question = &question{kind: askReason, ticket: t.ID, number: string(t.Number)}
	return c
}
