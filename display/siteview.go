package display

import (
	"time"

	"accueil/queue"
)

// siteAlerts are what the head of the site must hear of at once.
func (c Console) siteAlerts() []string {
	h := c.view.Head
	if h == nil || !h.PriorityHigh {
		return nil
	}
	return []string{c.words().ConsolePriorityHigh(h.Priority, h.Given, percent(h.Priority, h.Given))}
}

// siteLines are what the head of the site watches over, the most urgent first.
func (c Console) siteLines() []string {
	h, w := c.view.Head, c.words()
	if h == nil {
		return nil
	}
	var all []string
	say := func(line string) {
		if line != "" {
			all = append(all, line)
		}
	}
	if h.LongWaiting > 0 {
		say(w.ConsoleLongWaiting(h.LongWaiting, h.LongWaitMinutes, h.LongestWaitMinutes))
	}
	if o := h.Outlook; o != nil {
		say(w.ConsoleOutlook(o.ServedByClosing, o.Left, o.ClosesAt))
	}
	if h.Given > 0 {
		say(w.ConsolePriorityShare(h.Priority, h.Given, percent(h.Priority, h.Given)))
	}
	if a := h.Appointments; a.Booked > 0 {
		say(w.ConsoleAppointed(a.Booked, a.Come, a.Late, a.Absent))
	}
	var shut []string
	for _, id := range c.view.Intake.Services {
		shut = append(shut, c.serviceName(id))
	}
	say(w.ConsoleNotOffered(shut))
	say(w.ConsoleFull(c.shutBecause(queue.ClosedFull)))
	if at := c.view.ClosesAt; at != nil && len(c.shutBecause(queue.ClosedHours)) > 0 {
		say(w.ConsoleLastGiven(*at))
	}
	say(w.ConsoleClosedDays(dates(h.ClosedDays)))
	return all
}

// shutBecause names the services that give no tickets for a reason.
func (c Console) shutBecause(why queue.ClosedBecause) []string {
	var all []string
	for _, shut := range c.view.Head.NotOffered {
		if shut.WhyClosed == why {
			all = append(all, c.serviceName(shut.Service))
		}
	}
	return all
}

func percent(part, of int) int {
	if of <= 0 {
		return 0
	}
	return (100*part + of/2) / of
}

// dates leaves out what is none.
func dates(days []queue.Day) []time.Time {
	var all []time.Time
	for _, d := range days {
		if t, err := time.Parse(time.DateOnly, string(d)); err == nil {
			all = append(all, t)
		}
	}
	return all
}
