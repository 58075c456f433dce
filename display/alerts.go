package display

import (
	"cmp"
	"slices"

	"accueil/queue"
	"accueil/queue/wire"
)

// raised are the alerts that nobody has taken and that are not the mediator's own:
// a call for a colleague is discreet, also on the screen of whoever called. A
// visitor's call for help comes first, then whatever is newest.
func (c Console) raised() []wire.Alert {
	var all []wire.Alert
	for _, a := range c.view.Alerts {
		if a.AckedBy == "" && !c.mine(a) {
			all = append(all, a)
		}
	}
	slices.SortStableFunc(all, func(a, b wire.Alert) int {
		return cmp.Or(cmp.Compare(urgency(a.Kind), urgency(b.Kind)), b.Since.Compare(a.Since))
	})
	return all
}

func (c Console) mine(a wire.Alert) bool { return a.Person != "" && a.Person == c.person }

func urgency(k queue.AlertKind) int {
	switch k {
	case queue.AlertHelp:
		return 0
	case queue.AlertColleague:
		return 1
	case queue.AlertKioskSilent, queue.AlertPrinter, queue.AlertPaperOut, queue.AlertRefusedTicket: // a visitor stands before it
		return 2
	case queue.AlertPaperLow, queue.AlertSpoolGrowing, queue.AlertClock:
		return 3
	}
	return 3 // of a newer server
}

// alertLines are the raised alerts in words, equal ones in one, each with how long
// the oldest of them has stood.
func (c Console) alertLines() []string {
	type group struct {
		text   string
		times  int
		oldest wire.Alert
	}
	var groups []group
	for _, a := range c.raised() {
		text := c.alertText(a)
		i := slices.IndexFunc(groups, func(g group) bool { return g.text == text })
		if i < 0 {
			i, groups = len(groups), append(groups, group{text: text})
		}
		groups[i].times++
		groups[i].oldest = a // they come newest first
	}
	var lines []string
	for _, g := range groups {
		lines = append(lines, c.words().ConsoleAlertSince(g.text, g.times, c.minutesSince(g.oldest.Since)))
	}
	return lines
}

func (c Console) alertText(a wire.Alert) string {
	return c.words().ConsoleAlert(string(a.Kind), a.Name, a.Text)
}

// ownCall is the mediator's own call for a colleague, nil for none.
func (c Console) ownCall() *wire.Alert {
	for _, a := range c.view.Alerts {
		if a.Kind == queue.AlertColleague && c.mine(a) {
			return &a
		}
	}
	return nil
}

// ownCallLine says, quietly, what became of it; "" when there is none.
func (c Console) ownCallLine() string {
	a := c.ownCall()
	switch {
	case a == nil:
		return ""
	case a.AckedBy == "":
		return c.words().ConsoleColleagueAsked()
	}
	return c.words().ConsoleColleagueComes(c.personName(a.AckedBy))
}

// personName is the name of someone who sits at a desk, "" for anyone else.
func (c Console) personName(id queue.ActorID) string {
	for _, d := range c.view.Desks {
		if d.Person == id {
			return d.PersonName
		}
	}
	return ""
}

// alertOptions are all alerts with what may be done about each.
func (c Console) alertOptions() []option {
	w := c.words()
	var all []option
	for _, a := range c.raised() {
		all = append(all, option{id: string(a.ID), label: w.ConsoleAlertTake(c.alertText(a))})
	}
	for _, a := range c.view.Alerts {
		switch {
		case c.mine(a):
			all = append(all, option{id: string(a.ID), label: w.ConsoleAlertTakeBack(c.alertText(a))})
		case a.AckedBy != "":
			all = append(all, option{id: string(a.ID), label: w.ConsoleAlertOver(c.alertText(a))})
		}
	}
	return all
}

// answerAlert takes an alert; one's own, and one that is taken, come down.
func (c Console) answerAlert(id queue.AlertID) (Console, []Effect) {
	for _, a := range c.view.Alerts {
		if a.ID == id && a.AckedBy == "" && !c.mine(a) {
			return c.ask(actAlert, AckAlert{id})
		}
	}
	return c.ask(actAlert, DropAlert{id})
}

// callColleague calls for one, once.
func (c Console) callColleague() (Console, []Effect) {
	if c.ownCall() != nil {
		c.said = said{c.words().ConsoleColleagueAgain(), true}
		return c, nil
	}
	return c.ask(actColleague, RaiseAlert{queue.AlertColleague})
}
