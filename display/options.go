package display

import (
	"slices"
	"strconv"

	"accueil/configs/i18n"
	"accueil/queue"
)

// The answers of the questions that have a few.
const (
	yes          = "yes"
	no           = "no"
	leaveClose   = "close"
	leaveDesk    = "desk"
	leaveSession = "session"
	leaveProgram = "program"
)

// options returns the answers to the question that stands.
func (c Console) options() []option {
	w := c.words()
	switch c.question.kind {
	case askDesk:
		return c.deskOptions()
	case askTakeOver, askCancel, askOther, askDrop:
		return []option{{id: yes, label: w.ConsoleYes()}, {id: no, label: w.ConsoleNo()}}
	case askPark:
		return c.minuteOptions(5, 10, 15, 30, 60)
	case askPause:
		return append([]option{{label: w.ConsoleNoTime()}}, c.minuteOptions(5, 10, 15, 30, 60)...)
	case askTransfer:
		return append(c.serviceOptions(), c.otherDesks()...)
	case askCause:
		var all []option
		for _, cause := range queue.CauseNames() {
			all = append(all, option{id: string(cause), label: w.WhyCause(string(cause))})
		}
		return all
	case askIntake:
		return c.intakeOptions()
	case askGive:
		return c.serviceOptions()
	case askClass:
		var all []option
		for _, class := range []queue.Class{queue.Normal, queue.Priority} {
			all = append(all, option{id: class.String(), label: w.ConsoleClass(class.String())})
		}
		return all
	case askLang:
		return c.langOptions()
	case askVisitService:
		return append(c.serviceOptions(), option{label: w.ConsoleNoService()})
	case askChannel:
		var all []option
		for ch := queue.ChannelPhone; ch <= queue.ChannelOutside; ch++ {
			all = append(all, option{id: ch.String(), label: w.ConsoleChannel(ch.String())})
		}
		if c.away != nil { // outside is where this laptop is
			slices.Reverse(all)
		}
		return all
	case askToCode:
		return c.toCodeOptions()
	case askReason:
		return c.reasonOptions()
	case askFirst:
		return []option{{id: yes, label: w.ConsoleYes()}, {id: no, label: w.ConsoleNo()}, {label: w.ConsoleUnknown()}}
	case askAlert:
		return c.alertOptions()
	case askFinished:
		return c.finishedOptions()
	case askLeave:
		return c.leaveOptions()
	case askName, askPIN, askNote, askNotice, askHelp, askNumber:
	}
	return nil
}

// toCodeOptions are the visits whose reasons are owed.
func (c Console) toCodeOptions() []option {
	var all []option
	for _, t := range c.view.Mine.ToCode {
		line := c.words().ConsoleToCodeLine(string(t.Number), c.serviceName(t.Service), c.words().ClockOf(t.ArrivedAt))
		all = append(all, option{id: string(t.ID), label: line})
	}
	return all
}

// finishedOptions are the visits whose end a supervisor may take back.
func (c Console) finishedOptions() []option {
	var all []option
	for _, f := range c.question.finished {
		all = append(all, option{id: string(f.Ticket), label: joined([]string{string(f.Number), f.PersonName, c.words().ClockOf(f.EndedAt)})})
	}
	return all
}

func (c Console) minuteOptions(all ...int) []option {
	var options []option
	for _, n := range all {
		options = append(options, option{id: strconv.Itoa(n), label: c.words().Minutes(n)})
	}
	return options
}

func (c Console) serviceOptions() []option {
	var all []option
	if c.site == nil {
		return nil
	}
	for _, s := range c.site.Services {
		all = append(all, option{id: string(s.ID), label: s.Prefix + "  " + c.serviceName(s.ID)})
	}
	return all
}

// langOptions are the site's languages, each by its own name.
func (c Console) langOptions() []option {
	if c.site == nil {
		return nil
	}
	var all []option
	for _, lang := range c.site.Languages {
		all = append(all, option{id: lang, label: i18n.For(lang).OwnName()})
	}
	return all
}

// intakeOptions stop or reopen the tickets: all of them, or a service's.
func (c Console) intakeOptions() []option {
	var all []option
	intake, w := c.view.Intake, c.words()
	if intake.Open {
		all = append(all, option{label: w.ConsoleIntakeAll(false)})
	}
	if !intake.Open || len(intake.Services) > 0 {
		all = append(all, option{label: w.ConsoleIntakeAll(true), opens: true})
	}
	for _, o := range c.serviceOptions() {
		o.opens = !intake.Open || slices.Contains(intake.Services, queue.ServiceID(o.id))
		o.label = w.ConsoleIntakeService(o.label, o.opens)
		all = append(all, o)
	}
	return all
}

// deskOptions are all desks, with who is there, and none at all.
func (c Console) deskOptions() []option {
	var all []option
	for _, d := range c.view.Desks {
		all = append(all, option{id: string(d.ID), label: c.words().ConsoleDeskLine(d.Name, d.State.String(), d.PersonName)})
	}
	return append(all, option{label: c.words().ConsoleNoDesk()})
}

// otherDesks are those to which a ticket may be handed.
func (c Console) otherDesks() []option {
	var all []option
	for _, d := range c.view.Desks {
		if d.State != queue.DeskClosed && d.Person != c.person {
			all = append(all, option{id: string(d.ID), label: c.words().ConsoleDeskLine(d.Name, d.State.String(), d.PersonName), desk: true})
		}
	}
	return all
}

func (c Console) leaveOptions() []option {
	w := c.words()
	var all []option
	if d, ok := c.desk(); ok && d.Ticket == "" {
		all = append(all, option{id: leaveClose, label: w.ConsoleLeaveClose(d.Name)})
	}
	all = append(all, option{id: leaveDesk, label: w.ConsoleLeaveDesk()}, option{id: leaveSession, label: w.ConsoleLeaveSession()})
	if c.browser {
		return all
	}
	_, seated := c.desk()
	return append(all, option{id: leaveProgram, label: w.ConsoleLeaveProgram(seated)})
}

func (c Console) serviceName(id queue.ServiceID) string {
	if c.site != nil {
		for _, s := range c.site.Services {
			if s.ID == id {
				return s.Name.In(c.words().Lang(), "")
			}
		}
	}
	return string(id)
}

// prefix is the letter of a service's numbers.
func (c Console) prefix(id queue.ServiceID) string {
	if c.site != nil {
		for _, s := range c.site.Services {
			if s.ID == id {
				return s.Prefix
			}
		}
	}
	return string(id)
}
