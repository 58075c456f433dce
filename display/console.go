package display

import (
	"slices"
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
	action  action
	command Command
	ends    about // this one, with the state that it comes to
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
		return c.done(m), nil
	case Refused:
		return c.refused(m), nil
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
	if c.question != nil {
		again.typed = c.question.name
	}
	c.pending, c.question = nil, &again
	why := c.words().Lost(string(m.Loss.Kind), m.Loss.Found)
	c.said = said{c.words().ConsoleSignInFailed(m.Kind.String(), why), true}
	if c.away != nil && !c.away.Heard && m.Kind == queue.Unauthenticated {
		c.said.text = c.words().ConsoleSignInAway()
	}
	return c
}

// seen takes in a view. What the question was about may be gone.
func (c Console) seen(m ConsoleSeen) (Console, []Effect) {
	before := c.glance
	c = c.hear(m.Stamp.At)
	c.view = &m.View
	c.glance = c.look()
	if _, ok := c.listed(c.selected); !ok {
		c.selected = ""
	}
	if q := c.question; q != nil && q.ticket != "" && !c.knows(q.ticket) {
		c.question = nil
		c.said = said{c.words().ConsoleGone(q.number), true}
	}
	if _, seated := c.desk(); !seated && c.question == nil && !c.roams && c.pending == nil {
		c.question = &question{kind: askDesk}
	}
	if desk, name, taken := c.takenBy(before.Desk); taken {
		c.said = said{c.words().ConsoleTaken(desk, name), true}
		return c, []Effect{Ring{}}
	}
	if before.Seen && c.newer(before) {
		return c, []Effect{Ring{}}
	}
	return c, nil
}

// A glance is what of a view is held against the next.
type glance struct {
	Seen   bool
	Desk   queue.DeskID    // the mediator's
	Alerts []queue.AlertID // that nobody had taken
	Waited bool            // someone waited for that desk
}

// look returns what is seen at a glance.
func (c Console) look() glance {
	d, _ := c.desk()
	g := glance{Seen: true, Desk: d.ID, Waited: c.mineWaiting() > 0}
	for _, a := range c.raised() {
		g.Alerts = append(g.Alerts, a.ID)
	}
	return g
}

// hear takes in that the line is there; that it was cut is no longer said.
func (c Console) hear(at time.Time) Console {
	if c.line.lost && c.said.text == c.words().ConsoleCut() {
		c.said = said{}
	}
	c.line = c.line.hear(at, c.now)
	return c
}

// takenBy returns the name of the desk that was the mediator's, and who has it, if
// another took it.
func (c Console) takenBy(id queue.DeskID) (desk, person string, taken bool) {
	for _, d := range c.view.Desks {
		if d.ID == id && d.Person != "" && d.Person != c.person {
			return d.Name, d.PersonName, true
		}
	}
	return "", "", false
}

// newer reports whether something came that a mediator with another window in
// front must hear of: another's alert, or someone who waits where nobody did.
func (c Console) newer(before glance) bool {
	for _, id := range c.glance.Alerts {
		if !slices.Contains(before.Alerts, id) {
			return true
		}
	}
	return c.glance.Waited && !before.Waited
}

// mineWaiting counts who waits for the services of the mediator's desk, or for any
// without one.
func (c Console) mineWaiting() int {
	d, _ := c.desk()
	var services []queue.ServiceID
	if c.site != nil {
		for _, known := range c.site.Desks {
			if known.ID == d.ID {
				services = known.Services
			}
		}
	}
	n := 0
	for _, count := range c.view.Counts {
		if len(services) == 0 || slices.Contains(services, count.Service) {
			n += count.Waiting
		}
	}
	return n
}

func waiting(v *wire.ConsoleView) int {
	n := 0
	for _, count := range v.Counts {
		n += count.Waiting
	}
	return n
}

// ask sends a command, unless one is under way or the line is lost.
func (c Console) ask(a action, command Command) (Console, []Effect) {
	if c.pending != nil || c.line.lost {
		return c.refuseForNow(), nil
	}
	c.requests++
	c.pending = &asked{request: c.requests, action: a, command: command, ends: c.endedBy(command)}
	c.question, c.said = nil, said{}
	return c, []Effect{Ask{c.requests, command}}
}

// endedBy returns whom a command ends, if the mediator may take that back.
func (c Console) endedBy(command Command) about {
	ended := c.target()
	switch w := command.(type) {
	case Next:
		ended = c.visitor()
		ended.state = queue.Done
	case TicketWord:
		if w.Ticket != ended.id {
			return about{}
		}
		switch w.Word {
		case WordFinish:
			ended.state = queue.Done
		case WordNoShow:
			ended.state = queue.NoShow
		default:
			return about{}
		}
	default:
		return about{}
	}
	if ended.state == queue.Done && !c.supervises() {
		return about{}
	}
	return ended
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

func (c Console) done(m Done) Console {
	if c.pending == nil || c.pending.request != m.Request {
		return c
	}
	was := *c.pending
	c.pending, c.selected = nil, ""
	if was.ends.id != "" {
		c.ended = was.ends
	}
	number := ""
	if m.Ticket != nil {
		number = string(m.Ticket.Number)
	}
	if was.action == actNext {
		if m.Ticket == nil {
			c.said = said{text: c.words().ConsoleNobodyWaits()}
			return c
		}
		c.called, c.nextAgain = m.Ticket.Number, c.now.Mono+nextApart
	}
	c.said = said{text: c.words().ConsoleDone(c.words().ConsoleAction(string(was.action)), number)}
	if was.action == actGive && number != "" {
		c.given, c.said.text = m.Ticket.Number, c.words().ConsoleGiven(number)
	}
	return c
}

func (c Console) refused(m Refused) Console {
	if c.pending == nil || c.pending.request != m.Request {
		return c
	}
	was := *c.pending
	taken := was.action == actOpen && m.Kind == queue.Conflict
	c.pending = nil
	c.said = said{c.refusal(was, m.Kind), true}
	if _, seated := c.desk(); taken && !seated {
		c.question = &question{kind: askDesk}
	}
	return c
}

// Deadline returns when Tick is owed next, on the clock of Now.Mono: waits are
// counted in minutes.
func (c Console) Deadline() time.Duration { return c.now.Mono + 10*time.Second }

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
