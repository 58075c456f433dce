package display

import (
	"time"

	"accueil/queue"
	"accueil/queue/wire"
)

// An action is what a key does. Its word for people is console.action_….
type action string

const (
	actNext      action = "next"
	actRecall    action = "recall"
	actStart     action = "start"
	actNoShow    action = "no_show"
	actFinish    action = "finish"
	actCode      action = "code"
	actPark      action = "park"
	actTransfer  action = "transfer"
	actCall      action = "call"
	actUnpark    action = "unpark"
	actUndo      action = "undo"
	actPriority  action = "priority"
	actCancel    action = "cancel"
	actReprint   action = "reprint"
	actGive      action = "give"
	actVisit     action = "visit"
	actColleague action = "colleague"
	actAlert     action = "alert"
	actPause     action = "pause"
	actResume    action = "resume"
	actIntake    action = "intake"
	actNotice    action = "notice"
	actOpen      action = "open"
	actClose     action = "close"
	actLeave     action = "leave"
	actHelp      action = "help"
)

// A binding gives an action its key. The keys are the same in every language, and
// always shown; most are the first letter of the French word.
type binding struct {
	key    rune // 0: Enter
	action action
	can    func(Console) bool
	do     func(Console) (Console, []Effect)
}

// bindings are all keys, in the order in which they are shown.
func bindings() []binding {
	return []binding{
		{'s', actNext, Console.canNext, Console.next},
		{'r', actRecall, Console.isCalled, ofVisit(actRecall, WordRecall)},
		{'d', actStart, Console.isCalled, ofVisit(actStart, WordStart)},
		{'a', actNoShow, Console.isCalled, ofVisit(actNoShow, WordNoShow)},
		{'f', actFinish, Console.hasVisit, ofVisit(actFinish, WordFinish)},
		{'m', actCode, Console.canCode, Console.beginCoding},
		{0, actCall, Console.canCall, Console.call},
		{'v', actUnpark, Console.isParked, ofSubject(actUnpark, WordUnpark)},
		{'u', actUndo, Console.canUndo, Console.undo},
		{'p', actPark, Console.canPark, about(askPark)},
		{'t', actTransfer, Console.canTransfer, about(askTransfer)},
		{'y', actPriority, Console.isWaiting, Console.reclass},
		{'x', actCancel, Console.canCancel, about(askCancel)},
		{'e', actReprint, Console.hasSubject, ofSubject(actReprint, WordReprint)},
		{'g', actGive, Console.always, plainly(askGive)},
		{'i', actVisit, Console.always, plainly(askChannel)},
		{'o', actAlert, Console.hasAlert, plainly(askAlert)},
		{'b', actColleague, Console.always, Console.callColleague},
		{'z', actPause, Console.isOpen, plainly(askPause)},
		{'z', actResume, Console.isPaused, Console.resume},
		{'w', actIntake, Console.always, Console.turnIntake},
		{'n', actNotice, Console.always, plainly(askNotice)},
		{'q', actLeave, Console.always, plainly(askLeave)},
		{'?', actHelp, Console.always, plainly(askHelp)},
	}
}

// act does what a key means now, or says that it means nothing.
func (c Console) act(key rune) (Console, []Effect) {
	var known action
	for _, b := range bindings() {
		if b.key != key {
			continue
		}
		known = b.action
		if b.can(c) {
			c.said = said{}
			return b.do(c)
		}
	}
	if known == "" {
		c.said = said{c.words().ConsoleNoSuchKey(string(key)), true}
	} else {
		c.said = said{c.words().ConsoleNotNow(c.words().ConsoleAction(string(known))), true}
	}
	return c, nil
}

// ofVisit returns an action that sends one word about who is here.
func ofVisit(a action, w Word) func(Console) (Console, []Effect) {
	return func(c Console) (Console, []Effect) { return c.ask(a, TicketWord{c.visit().ID, w}) }
}

// ofSubject returns an action that sends one word about the subject.
func ofSubject(a action, w Word) func(Console) (Console, []Effect) {
	return func(c Console) (Console, []Effect) {
		id, _, _ := c.subject()
		return c.ask(a, TicketWord{id, w})
	}
}

// about returns an action that asks a question about the subject.
func about(kind questionKind) func(Console) (Console, []Effect) {
	return func(c Console) (Console, []Effect) {
		id, number, _ := c.subject()
		c.question = &question{kind: kind, ticket: id, number: string(number)}
		return c, nil
	}
}

// plainly returns an action that asks a question about nobody.
func plainly(kind questionKind) func(Console) (Console, []Effect) {
	return func(c Console) (Console, []Effect) {
		c.question = &question{kind: kind}
		return c, nil
	}
}

func (c Console) always() bool { return c.view != nil }

func (c Console) canNext() bool { return c.isOpen() }

func (c Console) isOpen() bool {
	d, ok := c.desk()
	return ok && d.State == queue.DeskOpen
}

func (c Console) isPaused() bool {
	d, ok := c.desk()
	return ok && d.State == queue.DeskPaused
}

func (c Console) hasVisit() bool { return c.visit() != nil }

func (c Console) isCalled() bool {
	v := c.visit()
	return v != nil && v.State == queue.Called
}

func (c Console) hasSubject() bool {
	_, number, _ := c.subject()
	return number != ""
}

func (c Console) in(states ...queue.TicketState) bool {
	_, _, now := c.subject()
	for _, s := range states {
		if now == s {
			return true
		}
	}
	return false
}

func (c Console) isWaiting() bool { return c.in(queue.Waiting) }
func (c Console) isParked() bool  { return c.in(queue.Parked) }
func (c Console) canCancel() bool { return c.in(queue.Waiting, queue.Parked, queue.Called) }
func (c Console) canTransfer() bool {
	return c.in(queue.Waiting, queue.Parked, queue.Called, queue.Serving)
}
func (c Console) canPark() bool { return c.in(queue.Waiting, queue.Called, queue.Serving) }

func (c Console) canCode() bool {
	return c.view != nil && (c.hasVisit() || len(c.view.Mine.ToCode) > 0)
}

func (c Console) canCall() bool {
	return c.in(queue.Waiting, queue.Parked) && c.selected != "" && c.isOpen() && !c.hasVisit()
}

func (c Console) canUndo() bool {
	return c.in(queue.NoShow) || c.finished != "" && c.supervises() && !c.hasVisit()
}

func (c Console) supervises() bool {
	role, ok := queue.ParseRole(c.role)
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
		return about(askCause)(c)
	}
	return c.ask(actCall, Call{Ticket: c.selected, Desk: d.ID})
}

func (c Console) undo() (Console, []Effect) {
	if c.in(queue.NoShow) {
		return ofSubject(actUndo, WordUndo)(c)
	}
	return c.ask(actUndo, TicketWord{c.finished, WordUndo})
}

func (c Console) reclass() (Console, []Effect) {
	t, ok := c.listed(c.selected)
	if !ok {
		return c, nil
	}
	to := queue.Priority
	if t.Class == queue.Priority {
		to = queue.Normal
	}
	return c.ask(actPriority, Reclass{t.ID, to})
}

func (c Console) resume() (Console, []Effect) {
	d, _ := c.desk()
	return c.ask(actResume, ResumeDesk{d.ID})
}

func (c Console) turnIntake() (Console, []Effect) {
	return c.ask(actIntake, SetIntake{!c.view.Intake.Open})
}

// beginCoding asks for the reasons of the visit, or of one that waits for them.
func (c Console) beginCoding() (Console, []Effect) {
	if v := c.visit(); v != nil {
		return c.code(*v), nil
	}
	if len(c.view.Mine.ToCode) == 1 {
		return c.code(c.view.Mine.ToCode[0]), nil
	}
	c.question = &question{kind: askToCode}
	return c, nil
}

func (c Console) code(t wire.Ticket) Console {
	c.coding = coding{reasons: append([]wire.Reason{}, t.Reasons...), service: t.Service}
	if t.First != nil {
		c.coding.first = t.First.Answer
	}
	c.question = &question{kind: askReason, ticket: t.ID, number: string(t.Number)}
	return c
}
