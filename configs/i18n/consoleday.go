package i18n

import "time"

// What a console says of its mediator's day, of the site to its head, and of commands
// whose end nobody knows.

// ConsoleNoService is a visit for no service.
func (w Words) ConsoleNoService() string { return w.text("console.no_service") }

// ConsoleGiven says the number of the ticket that was given.
func (w Words) ConsoleGiven(number string) string {
	return w.with("console.given", values{"Number": number})
}

// ConsoleRetried says that an action is under way while the line is cut.
func (w Words) ConsoleRetried(action string) string {
	return w.with("console.retried", values{"Action": action})
}

// ConsoleUnanswered says that nobody knows whether an action was done, and where to
// look: that has the name that display gives it.
func (w Words) ConsoleUnanswered(action, look string) string {
	return w.with("console.unanswered", values{"Action": action, "Look": w.text("console.look_" + look)})
}

// ConsoleStillWaits says of a ticket for how long.
func (w Words) ConsoleStillWaits(minutes int) string { return w.count("console.still_waits", minutes) }

// ConsoleNotListed says of a ticket that it is on the screen no more.
func (w Words) ConsoleNotListed() string { return w.text("console.not_listed") }

// ConsoleToday heads a mediator's own figures; ConsoleVisits and ConsoleReasons are some.
func (w Words) ConsoleToday(figures string) string {
	return w.with("console.today", values{"Figures": figures})
}
func (w Words) ConsoleVisits(n int) string  { return w.count("console.visits", n) }
func (w Words) ConsoleReasons(n int) string { return w.count("console.reasons", n) }

// ConsoleListHidden says in a word that those who wait are not listed, ConsoleHidden
// why.
func (w Words) ConsoleListHidden() string { return w.text("console.list_hidden") }
func (w Words) ConsoleHidden() string     { return w.text("console.hidden") }

// ConsoleLong marks who waits too long.
func (w Words) ConsoleLong() string { return w.text("console.long") }

// ConsoleFirst is what was said of the first visit of the year: yes, no or unknown.
func (w Words) ConsoleFirst(answer string) string { return w.text("console.first_" + answer) }

// ConsoleKey names what a key does while a question stands.
func (w Words) ConsoleKey(name string) string { return w.text("console.key_" + name) }

// ConsoleEscapeKey and the like are what stands on the keys.
func (w Words) ConsoleEscapeKey() string { return w.text("console.escape_key") }
func (w Words) ConsoleTabKey() string    { return w.text("console.tab_key") }
func (w Words) ConsoleEraseKey() string  { return w.text("console.erase_key") }

// ConsoleTimes is how often a reason is counted.
func (w Words) ConsoleTimes(n int) string { return w.with("console.times", values{"N": n}) }

// ConsolePriorityHigh and ConsolePriorityShare say how many of the tickets given have
// priority.
func (w Words) ConsolePriorityHigh(priority, given, percent int) string {
	return w.with("console.priority_high", values{"Priority": priority, "Given": given, "Percent": percent})
}
func (w Words) ConsolePriorityShare(priority, given, percent int) string {
	return w.with("console.priority_share", values{"Priority": priority, "Given": given, "Percent": percent})
}

// ConsoleLongWaiting counts who waits for more than so many minutes, and says how long
// the longest does.
func (w Words) ConsoleLongWaiting(n, minutes, longest int) string {
	return w.countWith("console.long_waiting", n, values{"Minutes": minutes, "Longest": longest})
}

// ConsoleOutlook says how many are likely to be seen before closing, and how many not.
func (w Words) ConsoleOutlook(seen, left int, closes time.Time) string {
	if left <= 0 {
		return w.with("console.outlook_all", values{"Time": w.ClockOf(closes)})
	}
	return w.countWith("console.outlook", seen, values{"Time": w.ClockOf(closes), "Left": left})
}

// ConsoleAppointed counts the day's appointments: booked, and of these come, come late
// and not come.
func (w Words) ConsoleAppointed(booked, come, late, absent int) string {
	return w.with("console.appointed", values{"Booked": booked, "Come": come, "Late": late, "Absent": absent})
}

// ConsoleNotOffered names the services that are stopped; "" for none.
func (w Words) ConsoleNotOffered(services []string) string {
	if len(services) == 0 {
		return ""
	}
	return w.with("console.not_offered", values{"Services": w.And(services)})
}

// ConsoleFull names the services whose tickets of the day are all given; "" for none.
func (w Words) ConsoleFull(services []string) string {
	if len(services) == 0 {
		return ""
	}
	return w.with("console.full", values{"Services": w.And(services)})
}

// ConsoleLastGiven says that no more tickets are given before the site closes.
func (w Words) ConsoleLastGiven(closes time.Time) string {
	return w.with("console.last_given", values{"Time": w.ClockOf(closes)})
}

// ConsoleClosedDays names the next days on which the site is closed; "" for none.
func (w Words) ConsoleClosedDays(days []time.Time) string {
	if len(days) == 0 {
		return ""
	}
	var all []string
	for _, d := range days {
		all = append(all, w.Date(d))
	}
	return w.with("console.closed_days", values{"Days": w.And(all)})
}

// ConsoleNoSuchNumber says that no line has the number that was typed.
func (w Words) ConsoleNoSuchNumber(typed string) string {
	return w.with("console.no_such_number", values{"Typed": typed})
}

// ConsoleIntakeAll and ConsoleIntakeService offer to open or stop the tickets.
func (w Words) ConsoleIntakeAll(open bool) string {
	if open {
		return w.text("console.intake_all_open")
	}
	return w.text("console.intake_all_stop")
}
func (w Words) ConsoleIntakeService(service string, open bool) string {
	if open {
		return w.with("console.intake_open", values{"Service": service})
	}
	return w.with("console.intake_stop", values{"Service": service})
}

// ConsoleIntakeDone says of a service, or with "" of all, whether it gives tickets now.
func (w Words) ConsoleIntakeDone(service string, open bool) string {
	if service == "" {
		service = w.text("console.all_services")
	}
	if open {
		return w.with("console.tickets_open", values{"Service": service})
	}
	return w.with("console.tickets_stopped", values{"Service": service})
}
