package display

import (
	"time"

	"accueil/queue"
	"accueil/queue/wire"
)

// A Draft is what a console holds beyond what its server knows: the question that
// stands and what was said in it so far. A skin without a place for a Console between
// two messages, as a page is, keeps the Draft instead, as JSON, whatever becomes of the
// server meanwhile, and gives it back whole. It grants nothing: each command is the
// server's to allow.
type Draft struct {
	Person    queue.ActorID  `json:"person,omitempty"` // whose it is
	Roams     bool           `json:"roams,omitempty"`
	Selected  queue.TicketID `json:"selected,omitempty"`
	Question  *draftQuestion `json:"question,omitempty"`
	Coding    draftCoding    `json:"coding,omitzero"`
	Recent    []wire.Reason  `json:"recent,omitempty"`
	Ended     draftAbout     `json:"ended,omitzero"`
	Said      string         `json:"said,omitempty"`
	Trouble   bool           `json:"trouble,omitempty"`
	Given     queue.Number   `json:"given,omitempty"`
	Glance    glance         `json:"glance,omitzero"`
	Called    queue.Number   `json:"called,omitempty"`
	NextAgain time.Duration  `json:"next_again,omitempty"` // on the skin's own clock
	Away      *Pending       `json:"away,omitempty"`
}

// The questions, reasons and tickets of a Draft, as they stand in a Console.
type (
	draftQuestion struct {
		Kind   questionKind   `json:"kind"`
		Ticket queue.TicketID `json:"ticket,omitempty"`
		Number string         `json:"number,omitempty"`
		Desk   queue.DeskID   `json:"desk,omitempty"`
		Give   draftGive      `json:"give,omitzero"`
		Name   string         `json:"name,omitempty"`
		To     string         `json:"to,omitempty"`
		ToDesk bool           `json:"to_desk,omitempty"`
		Action action         `json:"action,omitempty"`
		Word   Word           `json:"word,omitempty"`
		Typed  string         `json:"typed,omitempty"`
		Cursor int            `json:"cursor,omitempty"`

		Finished []wire.Finished `json:"finished,omitempty"`
	}
	draftCoding struct {
		Reasons []wire.Reason   `json:"reasons,omitempty"`
		Stored  []wire.Reason   `json:"stored,omitempty"`
		Service queue.ServiceID `json:"service,omitempty"`
		Channel queue.Channel   `json:"channel,omitempty"`
		First   queue.Answer    `json:"first,omitempty"`
		Told    bool            `json:"told,omitempty"`
		Counted bool            `json:"counted,omitempty"`
	}
	draftGive struct {
		Service queue.ServiceID `json:"service"`
		Class   queue.Class     `json:"class"`
		Lang    string          `json:"lang,omitempty"`
	}
	draftAbout struct {
		ID     queue.TicketID    `json:"id"`
		Number queue.Number      `json:"number"`
		State  queue.TicketState `json:"state"`
	}
)

// A Resume is what a console goes on from: who sits there, and what its page kept.
type Resume struct {
	Session wire.Session
	Site    wire.Site
	Seen    ConsoleSeen
	Draft   Draft
	Away    *Pending // on a laptop that is away: told before what is seen; nil on any other machine
	Now     Now
}

// ResumeConsole returns the console of someone who is signed in, in a browser, and what
// it wishes for since the draft was kept.
func ResumeConsole(r Resume) (Console, []Effect) {
	d := r.Draft
	if d.Person != "" && d.Person != r.Session.Person { // another has signed in, on another page
		d = Draft{}
	}
	c := Console{
		now: r.Now, person: r.Session.Person, name: r.Session.PersonName, role: r.Session.Role, site: &r.Site, browser: true,
		roams: d.Roams, selected: d.Selected, said: said{d.Said, d.Trouble}, glance: d.Glance, called: d.Called, nextAgain: d.NextAgain,
		coding: coding{d.Coding.Reasons, d.Coding.Stored, d.Coding.Service, d.Coding.Channel, d.Coding.First, d.Coding.Told, d.Coding.Counted},
		recent: d.Recent, given: d.Given, away: d.Away,
		ended: about{d.Ended.ID, d.Ended.Number, d.Ended.State},
	}
	if q := d.Question; q != nil && q.Kind.known() {
		c.question = &question{
			kind: q.Kind, ticket: q.Ticket, number: q.Number, desk: q.Desk, give: Give(q.Give), name: q.Name, to: option{id: q.To, desk: q.ToDesk},
			action: q.Action, word: q.Word, typed: q.Typed, cursor: max(0, q.Cursor), finished: q.Finished,
		}
	}
	if r.Away != nil {
		c = c.pend(*r.Away)
	}
	return c.Update(r.Seen)
}

// Draft returns what is to be kept. A command under way is not in it.
func (c Console) Draft() Draft {
	d := Draft{
		Person: c.person, Roams: c.roams, Selected: c.selected, Said: c.said.text, Trouble: c.said.trouble, Glance: c.glance, Called: c.called, NextAgain: c.nextAgain,
		Coding: draftCoding{c.coding.reasons, c.coding.stored, c.coding.service, c.coding.channel, c.coding.first, c.coding.told, c.coding.counted},
		Recent: c.recent, Given: c.given, Away: c.away,
		Ended: draftAbout{c.ended.id, c.ended.number, c.ended.state},
	}
	if q := c.question; q != nil {
		d.Question = &draftQuestion{
			Kind: q.kind, Ticket: q.ticket, Number: q.number, Desk: q.desk, Give: draftGive(q.give), Name: q.name, To: q.to.id, ToDesk: q.to.desk,
			Action: q.action, Word: q.word, Typed: q.typed, Cursor: q.cursor, Finished: q.finished,
		}
	}
	return d
}

// known reports whether a question is one that stands for whoever is signed in.
func (k questionKind) known() bool {
	switch k {
	case askDesk, askTakeOver, askPark, askTransfer, askNote, askCancel, askOther, askCause, askGive, askClass, askLang, askChannel, askVisitService,
		askToCode, askReason, askFirst, askAlert, askFinished, askPause, askIntake, askDrop, askNotice, askLeave, askHelp, askNumber:
		return true
	case askName, askPIN:
	}
	return false
}

// Unsure says that what was pressed last, whose answer was lost, may have been done.
func (c Console) Unsure() Console {
	c.said = said{c.words().ConsolePerhaps(), true}
	return c
}
