package i18n

import (
	"fmt"
	"time"
)

// What the head of a site reads on their page. Parts, figures, charts, actions and the
// like are asked for by the name that display gives them, as a family of messages; a
// test of display holds each name to the catalogues.

// ManagerTitle names the page.
func (w Words) ManagerTitle() string { return w.text("manager.title") }

// ManagerPart heads a part of the page.
func (w Words) ManagerPart(name string) string { return w.text("manager.part_" + name) }

// ManagerConsole leads to the console, ManagerSignOut ends the session.
func (w Words) ManagerConsole() string { return w.text("manager.console") }
func (w Words) ManagerSignOut() string { return w.text("manager.sign_out") }

// ManagerNotHead tells a mediator whose page this is; ManagerOther offers to sign in as
// somebody else.
func (w Words) ManagerNotHead() string { return w.text("manager.not_head") }
func (w Words) ManagerOther() string   { return w.text("manager.sign_in_other") }

// ManagerCloses and ManagerOpens say when the office does, seen from now.
func (w Words) ManagerCloses(at time.Time) string {
	return w.with("manager.closes", values{"At": w.At(at)})
}
func (w Words) ManagerOpens(now, at time.Time) string {
	return w.with("manager.opens", values{"Day": w.DayFrom(now, at), "At": w.At(at)})
}

// ManagerCalm says that nothing is urgent.
func (w Words) ManagerCalm() string { return w.text("manager.calm") }

// ManagerLong counts who waits for more than so many minutes, and says how long the
// longest does.
func (w Words) ManagerLong(n, minutes, longest int) string {
	return w.countWith("manager.long", n, values{"Minutes": minutes, "Longest": longest})
}

// ManagerOutlook says whether all will be seen before closing.
func (w Words) ManagerOutlook(left int, closes time.Time) string {
	if left <= 0 {
		return w.with("manager.outlook_all", values{"At": w.At(closes)})
	}
	return w.countWith("manager.outlook_left", left, values{"At": w.At(closes)})
}

// ManagerNoOutlook says that nobody knows yet.
func (w Words) ManagerNoOutlook() string { return w.text("manager.no_outlook") }

// ManagerYesterday counts who was not seen yesterday.
func (w Words) ManagerYesterday(n int) string { return w.count("manager.yesterday", n) }

// ManagerStopped says that no tickets are given: for some services, or for all.
func (w Words) ManagerStopped(services []string) string {
	if len(services) == 0 {
		return w.text("manager.stopped_all")
	}
	return w.with("manager.stopped_some", values{"Services": w.And(services)})
}

// ManagerPriorities says that there are many of them.
func (w Words) ManagerPriorities(priority, given int) string {
	return w.with("manager.priorities", values{"Priority": priority, "Given": given})
}

// ManagerSilent says of a screen since when it is not heard; zero is not at all today.
func (w Words) ManagerSilent(name string, since time.Time) string {
	if since.IsZero() {
		return w.with("manager.silent_today", values{"Name": name})
	}
	return w.with("manager.silent_since", values{"Name": name, "Time": w.WallClock(since)})
}

// ManagerPolling tells of consoles that no websocket reaches.
func (w Words) ManagerPolling(n int) string { return w.count("manager.polling", n) }

// ManagerScreen says how a screen is held up: socket, polling, silent or unseen.
func (w Words) ManagerScreen(way string) string { return w.text("manager.screen_" + way) }

// ManagerRole names a role: wall, kiosk, mediator, supervisor or admin.
func (w Words) ManagerRole(role string) string { return w.text("manager.role_" + role) }

// ManagerShut says why a service gives no tickets, by a queue.ClosedBecause; not: it does.
func (w Words) ManagerShut(why string) string { return w.text("manager.shut_" + why) }

// ManagerCounts are a service's figures of the day.
func (w Words) ManagerCounts(waiting, arrived, served int) string {
	return w.with("manager.counts", values{"Waiting": waiting, "Arrived": arrived, "Served": served})
}

// ManagerFigure is what a large number counts.
func (w Words) ManagerFigure(name string) string { return w.text("manager.figure_" + name) }

// ManagerChart heads a chart, ManagerKey says what of it means what, ManagerColumn heads
// a column of its figures, ManagerFigures all of them.
func (w Words) ManagerChart(name string) string  { return w.text("manager.chart_" + name) }
func (w Words) ManagerKey(name string) string    { return w.text("manager.key_" + name) }
func (w Words) ManagerColumn(name string) string { return w.text("manager.column_" + name) }
func (w Words) ManagerFigures() string           { return w.text("manager.figures") }

// ManagerNothingYet stands where there is no chart yet.
func (w Words) ManagerNothingYet() string { return w.text("manager.nothing_yet") }

// ManagerBetween tells of a stretch of the day, and what it brought.
func (w Words) ManagerBetween(from, to time.Time, what string) string {
	return w.with("manager.between", values{"From": w.WallClock(from), "To": w.WallClock(to), "What": what})
}

// ManagerArrivals, ManagerWaits and ManagerDesks say what a chart shows, ManagerNoWaits and
// ManagerNoDesks that it shows nothing yet.
func (w Words) ManagerArrivals(n, most int, at time.Time) string {
	return w.countWith("manager.arrivals", n, values{"Most": most, "Time": w.WallClock(at)})
}
func (w Words) ManagerWaits(mean, longest time.Duration) string {
	return w.with("manager.waits", values{"Mean": w.ManagerDuration(mean), "Longest": w.ManagerDuration(longest)})
}
func (w Words) ManagerDesks(most string, at time.Time) string {
	return w.with("manager.desks", values{"Most": most, "Time": w.WallClock(at)})
}

func (w Words) ManagerNoWaits() string { return w.text("manager.waits_none") }
func (w Words) ManagerNoDesks() string { return w.text("manager.desks_none") }

// ManagerDesk says of a desk for how long it was open, and of that with visitors.
func (w Words) ManagerDesk(desk string, open, serving time.Duration) string {
	return w.with("manager.desk", values{"Desk": desk, "Open": w.ManagerDuration(open), "Serving": w.ManagerDuration(serving)})
}

// ManagerDuration is a stretch of time in hours and whole minutes.
func (w Words) ManagerDuration(d time.Duration) string {
	minutes := int(d / time.Minute)
	if minutes < 60 {
		return w.ConsoleMinutes(max(0, minutes))
	}
	return w.with("manager.duration", values{"H": minutes / 60, "M": fmt.Sprintf("%02d", minutes%60)})
}

// ManagerTenths is a number of tenths, as it is written.
func (w Words) ManagerTenths(n int) string {
	if n%10 == 0 {
		return fmt.Sprint(n / 10)
	}
	return w.with("manager.tenths", values{"Whole": n / 10, "Tenth": n % 10})
}

// ManagerDay is a date, with its year unless that is now's.
func (w Words) ManagerDay(now, day time.Time) string {
	if now.Year() == day.Year() {
		return w.Date(day)
	}
	return w.with("manager.date_year", values{"Date": w.Date(day), "Year": day.Year()})
}
