package display

import (
	"time"

	"accueil/configs/i18n"
	"accueil/queue"
	"accueil/queue/wire"
)

// A Console is a mediator's. There is never more than one question on it, and at
// most one command under way: a key pressed meanwhile says so and does nothing,
// so that nothing happens behind the mediator's back.
type Console struct {
	now  Now
	line line

	person queue.ActorID // "" before signing in
	name   string
	role   string
	site   *wire.Site        // nil until it is seen
	view   *wire.ConsoleView // nil until the first
	newest *wire.ConsoleView // that came while a command is under way; nil for none
	stamp  Stamp             // of whichever of the two is newer
	roams  bool              // chose to work without a desk

	selected queue.TicketID // in the list, or ""
	question *question
	coding   coding
	recent   []wire.Reason // the last that were coded here, newest first
	given    queue.Number  // the last ticket given here
	ended    about         // the last that was ended here, as far as that may be taken back

	requests uint64
	pending  *asked
	said     said
	away     *Pending // what the site of a laptop away does not have; nil on any other machine

	glance  glance // at the last view
	browser bool   // there is no program to leave

	called    queue.Number  // whom next called last
	nextAgain time.Duration // on Now.Mono: until then another next is taken for the same
}

// An asked command is under way.
type asked struct {
	request uint64
	at      time.Duration // on Now.Mono
	action  action
	command Command
	ends    about // this one, with the state that it comes to
	shown   bool  // a view was not held for its answer, which took its time
}

// Said is the last thing that the console had to tell.
type said struct {
	text    string
	trouble bool
}

// NewConsole returns a console at which nobody is signed in.
func NewConsole() Console { return Console{question: &question{kind: askName}} }

// Update takes in what happened.
func (c Console) Update(msg Msg) (Console, []Effect) {
	switch m := msg.(type) {
	case Tick:
		c.now = m.Now
		if c.newest != nil && !c.holds() {
			return c.takeIn()
		}
	case Heard:
		c = c.hear(m.At)
	case Lost:
		c.line = c.line.lose(m)
	case ConsoleSeen:
		return c.seen(m)
	case SiteSeen:
		c.site = &m.Site
	case SignedIn:
		return c.signedIn(m.Session), nil
	case SignInFailed:
		return c.signInFailed(m), nil
	case SignedOut:
		c = Console{now: c.now, line: c.line, site: c.site, away: c.away, requests: c.requests, question: &question{kind: askName}}
		c.said = said{c.words().ConsoleSignedOut(), true}
	case Pending:
		return c.pend(m), nil
	case Done:
		return c.done(m)
	case Refused:
		return c.refused(m)
	case Type:
		return c.typed(m.Rune)
	case Pasted:
		return c.pasted(m.Text), nil
	case Press:
		return c.pressed(m.Key)
	case Point:
		return c.pointed(m.Target)
	case Wrote:
		return c.rewrote(m.Text), nil
	}
	return c, nil
}

func (c Console) signedIn(s wire.Session) Console {
	c.person, c.name, c.role = s.Person, s.PersonName, s.Role
	c.pending, c.question, c.said, c.roams = nil, nil, said{}, false
	return c
}

// signInFailed asks again, with the name as it was typed.
func (c Console) signInFailed(m SignInFailed) Console {
	again := question{kind: askName}
	if c.question != nil && c.question.name != "" {
		again = question{kind: askPIN, name: c.question.name}
	}
	c.pending, c.question = nil, &again
	why := c.words().Lost(string(m.Loss.Kind), m.Loss.Found)
	c.said = said{c.words().ConsoleSignInFailed(m.Kind.String(), why), true}
	if c.away != nil && !c.away.Heard && m.Kind == queue.Unauthenticated {
		c.said.text = c.words().ConsoleSignInAway()
	}
	return c
}

// seen takes in a view. One that comes late, behind a newer that was asked for, is a sign
// of life and no more. While a command is under way it is held until the answer: what is
// shown is never ahead of what the keys do.
func (c Console) seen(m ConsoleSeen) (Console, []Effect) {
	c = c.hear(m.Stamp.At)
	if m.Stamp.before(c.stamp) {
		return c, nil
	}
	c.newest, c.stamp = &m.View, m.Stamp
	if c.holds() {
		return c, nil
	}
	return c.takeIn()
}

const heldMax = time.Second // that a view waits for an answer

// holds reports whether a view waits for the answer to a command.
func (c Console) holds() bool {
	return c.pending != nil && c.view != nil && c.now.Mono < c.pending.at+heldMax
}

// takeIn shows the newest view. What the question was about may be gone.
func (c Console) takeIn() (Console, []Effect) {
	if c.newest == nil {
		return c, nil
	}
	before := c.glance
	c.view, c.newest = c.newest, nil
	if c.pending != nil {
		late := *c.pending
		late.shown = true
		c.pending = &late
	}
	c.glance = c.look()
	if _, ok := c.listed(c.selected); !ok {
		c.selected = ""
	}
	if q := c.question; q != nil && q.ticket != "" && !c.knows(q.ticket) {
		c.question = nil
		c.said = said{c.words().ConsoleGone(q.number), true}
	}
	c = c.askedWhere()
	if desk, name, taken := c.takenBy(before.Desk); taken {
		c.said = said{c.words().ConsoleTaken(desk, name), true}
		return c, []Effect{Ring{}}
	}
	if before.Seen && c.newer(before) {
		return c, []Effect{Ring{}}
	}
	return c, nil
}

// askedWhere asks whoever has no desk, and has not chosen that, for one.
func (c Console) askedWhere() Console {
	if _, seated := c.desk(); c.view != nil && !seated && c.question == nil && !c.roams && c.pending == nil && c.away == nil {
		c.question = &question{kind: askDesk}
	}
	return c
}

// hear takes in that the line is there; that it was cut is no longer said.
func (c Console) hear(at time.Time) Console {
	if c.line.lost && c.said.text == c.words().ConsoleCut() {
		c.said = said{}
	}
	c.line = c.line.hear(at, c.now)
	return c
}

// ask sends a command, unless one is under way or the line is lost.
func (c Console) ask(a action, command Command) (Console, []Effect) {
	if c.pending != nil || c.line.lost {
		return c.refuseForNow(), nil
	}
	c.requests++
	c.pending = &asked{request: c.requests, at: c.now.Mono, action: a, command: command, ends: c.endedBy(command)}
	c.question, c.said = nil, said{}
	return c, []Effect{Ask{c.requests, command}}
}

// endedBy returns whose absence a command tells: that may be taken back.
func (c Console) endedBy(command Command) about {
	w, is := command.(TicketWord)
	if ended := c.target(); is && w.Word == WordNoShow && w.Ticket == ended.id {
		ended.state = queue.NoShow
		return ended
	}
	return about{}
}

// refuseForNow says why no command is taken at this moment.
func (c Console) refuseForNow() Console {
	if c.pending != nil {
		c.said = said{c.words().ConsoleUnderWay(c.words().ConsoleAction(string(c.pending.action))), true}
	} else {
		c.said = said{c.words().ConsoleCut(), true}
	}
	return c
}

// done takes in an answer, and then what it made.
func (c Console) done(m Done) (Console, []Effect) {
	if c.pending == nil || c.pending.request != m.Request {
		return c, nil
	}
	was := *c.pending
	c.pending, c.selected = nil, ""
	if was.ends.id != "" {
		c.ended = was.ends
	}
	c = c.say(was, m.Ticket)
	if was.shown && c.newest == nil {
		return c.askedWhere(), nil
	}
	return c.takeIn()
}

// say tells what was done, and to whom; nil for nobody.
func (c Console) say(was asked, t *wire.Ticket) Console {
	w, a, number := c.words(), was.action, ""
	if t != nil {
		number = string(t.Number)
	}
	c.said = said{text: w.ConsoleDone(w.ConsoleAction(string(a)), number)}
	switch {
	case a == actNext && t == nil:
		c.said.text = w.ConsoleNobodyWaits()
	case a == actNext:
		c.called, c.nextAgain = t.Number, c.now.Mono+nextApart
	case a == actGive && number != "":
		c.given, c.said.text = t.Number, w.ConsoleGiven(number)
	}
	if intake, is := was.command.(SetIntake); is {
		service := ""
		if len(intake.Services) > 0 {
			service = c.serviceName(intake.Services[0])
		}
		c.said.text = w.ConsoleIntakeDone(service, intake.Open)
	}
	return c
}

// refused says why nothing was done, by the site as it is now.
func (c Console) refused(m Refused) (Console, []Effect) {
	if c.pending == nil || c.pending.request != m.Request {
		return c, nil
	}
	was := *c.pending
	taken := was.action == actOpen && m.Kind == queue.Conflict
	c.pending = nil
	c, effects := c.takeIn()
	c.said = said{c.refusal(was, m.Kind), true}
	if _, seated := c.desk(); taken && !seated {
		c.question = &question{kind: askDesk}
	}
	return c, effects
}

// Deadline returns when Tick is owed next, on the clock of Now.Mono: waits are
// counted in minutes, and a view is held for a moment alone.
func (c Console) Deadline() time.Duration {
	if c.newest != nil && c.holds() {
		return c.pending.at + heldMax
	}
	return c.now.Mono + 10*time.Second
}

func (c Console) words() i18n.Words {
	if c.site == nil {
		return i18n.For()
	}
	return i18n.For(c.site.Languages...)
}

// clock is the server's.
func (c Console) clock() time.Time { return c.line.clock(c.now) }

// desk returns the desk at which the mediator sits.
func (c Console) desk() (wire.Desk, bool) {
	if c.view == nil {
		return wire.Desk{}, false
	}
	for _, d := range c.view.Desks {
		if d.Person == c.person && c.person != "" {
			return d, true
		}
	}
	return wire.Desk{}, false
}

// visit returns who is with the mediator, called or sitting; nil for nobody.
func (c Console) visit() *wire.Ticket {
	if c.view == nil {
		return nil
	}
	return c.view.Mine.Visit
}

// lines are the list: whoever waits or is elsewhere, but not who is here.
func (c Console) lines() []wire.ConsoleTicket {
	if c.view == nil {
		return nil
	}
	mine := c.visit()
	var all []wire.ConsoleTicket
	for _, t := range c.view.Tickets {
		if mine == nil || t.ID != mine.ID {
			all = append(all, t)
		}
	}
	return all
}

// listed returns a line of the list.
func (c Console) listed(id queue.TicketID) (wire.ConsoleTicket, bool) {
	for _, t := range c.lines() {
		if t.ID == id {
			return t, true
		}
	}
	return wire.ConsoleTicket{}, false
}

// knows reports whether a ticket is on the screen anywhere.
func (c Console) knows(id queue.TicketID) bool {
	if v := c.visit(); v != nil && v.ID == id {
		return true
	}
	for _, t := range c.view.Mine.ToCode {
		if t.ID == id {
			return true
		}
	}
	_, ok := c.listed(id)
	return ok
}
