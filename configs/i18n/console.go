package i18n

import "time"

// What a mediator reads on a console. Actions, questions, hints and the like are
// asked for by the name that display gives them, as a family of messages with one
// beginning; a test of display holds each name to the catalogues.

// ConsoleAction names what a key does.
func (w Words) ConsoleAction(name string) string { return w.text("console.action_" + name) }

// ConsoleAsk is the question of a kind, about a ticket or desk and a person.
func (w Words) ConsoleAsk(kind, about, person string) string {
	return w.with("console.ask_"+kind, values{"About": about, "Person": person})
}

// ConsoleAskOther asks whether to do something to a visit at another desk.
func (w Words) ConsoleAskOther(action, number, desk string) string {
	return w.with("console.ask_other", values{"Action": action, "Number": number, "Desk": desk})
}

// ConsoleHint says what the keys do at a question.
func (w Words) ConsoleHint(kind string) string { return w.text("console.hint_" + kind) }

// ConsoleTitle names the window before anyone is signed in.
func (w Words) ConsoleTitle() string { return w.text("console.title") }

// ConsoleSignInFailed says why nobody is signed in: a queue.Kind's name, and for
// any other why there is no answer.
func (w Words) ConsoleSignInFailed(kind, why string) string {
	switch kind {
	case "unauthenticated":
		return w.text("console.sign_in_wrong")
	case "too_many":
		return w.text("console.sign_in_often")
	}
	return w.with("console.sign_in_failed", values{"Why": why})
}

// ConsoleSignedOut says that the session is over.
func (w Words) ConsoleSignedOut() string { return w.text("console.signed_out") }

// ConsoleGone says that what was asked about is no longer there.
func (w Words) ConsoleGone(number string) string {
	return w.with("console.gone", values{"Number": number})
}

// ConsoleUnderWay says that an action is not yet answered.
func (w Words) ConsoleUnderWay(action string) string {
	return w.with("console.under_way", values{"Action": action})
}

// ConsoleCut says that nothing can be asked while the line is cut.
func (w Words) ConsoleCut() string { return w.text("console.cut") }

// ConsoleNobodyWaits answers next.
func (w Words) ConsoleNobodyWaits() string { return w.text("console.nobody_waits") }

// ConsoleJustCalled says that someone was called this moment, and not yet another.
func (w Words) ConsoleJustCalled(number string) string {
	return w.with("console.just_called", values{"Number": number})
}

// ConsoleDone says that an action was done, with the number it was about or "".
func (w Words) ConsoleDone(action, number string) string {
	if number == "" {
		return w.with("console.done", values{"Action": action})
	}
	return w.with("console.done_with", values{"Action": action, "Number": number})
}

// ConsoleRefused says that an action was refused: why, by a queue.Kind's name, and
// how that which it was about stands now, or "".
func (w Words) ConsoleRefused(action, kind, standing string) string {
	id := "console.refused_other"
	switch kind {
	case "conflict":
		id = "console.refused_conflict"
	case "forbidden":
		id = "console.refused_forbidden"
	case "not_found":
		id = "console.refused_not_found"
	case "closed":
		id = "console.refused_closed"
	case "too_many":
		id = "console.refused_too_many"
	}
	refused := w.with(id, values{"Action": action})
	if standing == "" {
		return refused
	}
	return w.with("console.refused_standing", values{"Refused": refused, "Standing": standing})
}

// ConsoleNoSuchKey says that a key means nothing, and which mean something now.
func (w Words) ConsoleNoSuchKey(key, keys string) string {
	return w.with("console.no_such_key", values{"Key": key, "Keys": keys})
}

// ConsoleNoPaste says that there is no text to paste into.
func (w Words) ConsoleNoPaste() string { return w.text("console.no_paste") }

// ConsoleNotNow says that an action is not possible now, and when it is: that has the
// name that display gives it.
func (w Words) ConsoleNotNow(action, when string) string {
	return w.with("console.not_now", values{"Action": action, "When": w.text("console.when_" + when)})
}

// ConsoleChoose asks for one of the answers that are shown.
func (w Words) ConsoleChoose() string { return w.text("console.choose") }

// ConsoleNoReason says that nothing is called so.
func (w Words) ConsoleNoReason(typed string) string {
	return w.with("console.no_reason", values{"Typed": typed})
}

// ConsoleNothingToCount says that there is no reason yet of which to say how often.
func (w Words) ConsoleNothingToCount() string { return w.text("console.nothing_to_count") }

// ConsoleCountMost says that one digit is all, and which one stands.
func (w Words) ConsoleCountMost(n int) string {
	return w.with("console.count_most", values{"N": n})
}

// ConsoleYes, ConsoleNo and ConsoleUnknown are answers.
func (w Words) ConsoleYes() string     { return w.text("console.yes") }
func (w Words) ConsoleNo() string      { return w.text("console.no") }
func (w Words) ConsoleUnknown() string { return w.text("console.unknown") }

// ConsoleNoTime is a pause of which no end is said.
func (w Words) ConsoleNoTime() string { return w.text("console.no_time") }

// ConsoleNoDesk is working without a desk.
func (w Words) ConsoleNoDesk() string { return w.text("console.no_desk") }

// ConsoleEnterKey is what stands on the key.
func (w Words) ConsoleEnterKey() string { return w.text("console.enter_key") }

// ConsoleChannel names how a visit without a ticket came about.
func (w Words) ConsoleChannel(name string) string { return w.text("console.channel_" + name) }

// ConsoleOutcome names what became of a reason.
func (w Words) ConsoleOutcome(name string) string { return w.text("console.outcome_" + name) }

// ConsoleClass names a class other than normal.
func (w Words) ConsoleClass(name string) string { return w.text("console.class_" + name) }

// ConsoleDeskLine is a desk, its state, and who is there or "".
func (w Words) ConsoleDeskLine(desk, state, person string) string {
	if person != "" {
		desk = w.with("console.desk_person", values{"Desk": desk, "Person": person})
	}
	if state == "open" {
		return desk
	}
	return w.with("console.desk_state", values{"Desk": desk, "State": w.text("console.desk_" + state)})
}

// ConsolePausedUntil is a desk whose pause has an end.
func (w Words) ConsolePausedUntil(desk string, t time.Time) string {
	return w.with("console.paused_until", values{"Desk": desk, "Time": w.ClockOf(t)})
}

// ConsoleDoor says whether the office is open, and tickets are given; shut are the
// letters of those services for which they are not, or "".
func (w Words) ConsoleDoor(open, intake bool, shut string) string {
	switch {
	case !intake:
		return w.text("console.door_stopped")
	case open && shut != "":
		return w.with("console.door_partly", values{"Services": shut})
	case open:
		return w.text("console.door_open")
	}
	return w.text("console.door_closed")
}

// ConsoleToCode counts the visits whose reasons are owed.
func (w Words) ConsoleToCode(n int) string { return w.count("console.to_code", n) }

// ConsoleToCodeLine is one of them.
func (w Words) ConsoleToCodeLine(number, service, clock string) string {
	if number == "" {
		number = w.ConsoleNoNumber()
	}
	return w.with("console.to_code_line", values{"Number": number, "Service": service, "Time": clock})
}

// ConsoleNobodyHere stands where nobody is with the mediator.
func (w Words) ConsoleNobodyHere() string { return w.text("console.nobody_here") }

// ConsoleNoNumber is a visit without a ticket.
func (w Words) ConsoleNoNumber() string { return w.text("console.no_number") }

// ConsoleCalled and ConsoleServing say for how long.
func (w Words) ConsoleCalled(minutes int) string  { return w.count("console.called", minutes) }
func (w Words) ConsoleServing(minutes int) string { return w.count("console.serving", minutes) }

// ConsoleArrived says when, and how long ago.
func (w Words) ConsoleArrived(t time.Time, minutes int) string {
	return w.countWith("console.arrived", minutes, values{"Time": w.ClockOf(t)})
}

// ConsoleSpeaks names a ticket's language; "" for none.
func (w Words) ConsoleSpeaks(lang string) string {
	if lang == "" {
		return ""
	}
	if Has(lang) {
		lang = For(lang).OwnName()
	}
	return w.with("console.speaks", values{"Lang": lang})
}

// ConsoleNotice is the line on walls and kiosks.
func (w Words) ConsoleNotice(text string) string {
	return w.with("console.notice", values{"Text": text})
}

// ConsoleTaken says that someone took one's desk over.
func (w Words) ConsoleTaken(desk, person string) string {
	return w.with("console.taken", values{"Desk": desk, "Person": person})
}

// ConsoleNote is the note that came with a transfer.
func (w Words) ConsoleNote(text string) string { return w.with("console.note", values{"Text": text}) }

// ConsoleWaiting heads the list: how many wait.
func (w Words) ConsoleWaiting(n int) string {
	if n <= 0 {
		return w.text("console.waiting_none")
	}
	return w.count("console.waiting", n)
}

// ConsoleParkedCount and ConsoleGoneCount count who is not waiting; "" for nobody.
func (w Words) ConsoleParkedCount(n int) string {
	if n <= 0 {
		return ""
	}
	return w.count("console.parked_count", n)
}
func (w Words) ConsoleGoneCount(n int) string {
	if n <= 0 {
		return ""
	}
	return w.count("console.gone_count", n)
}

// ConsoleMore counts the lines for which there is no room; "" for none.
func (w Words) ConsoleMore(n int) string {
	if n <= 0 {
		return ""
	}
	return w.count("console.more", n)
}

// ConsoleMinutes is a wait in the list.
func (w Words) ConsoleMinutes(n int) string { return w.count("console.minutes", n) }

// ConsoleAtDesk, ConsoleParked, ConsoleGoneSince, ConsoleForDesk and
// ConsoleAppointmentAt mark a line of the list.
func (w Words) ConsoleAtDesk(desk string) string {
	return w.with("console.at_desk", values{"Desk": desk})
}
func (w Words) ConsoleParked(until time.Time) string {
	return w.with("console.parked", values{"Time": w.ClockOf(until)})
}
func (w Words) ConsoleGoneSince(minutes int) string { return w.count("console.gone_since", minutes) }
func (w Words) ConsoleForDesk(desk string) string {
	return w.with("console.for_desk", values{"Desk": desk})
}
func (w Words) ConsoleAppointmentAt(t time.Time) string {
	return w.with("console.appointment_at", values{"Time": w.ClockOf(t)})
}

// ConsoleAlert says what an alert is about, who raised it, and its text or "".
func (w Words) ConsoleAlert(kind, name, text string) string {
	id := "console.alert_other"
	switch kind {
	case "help":
		id = "console.alert_help"
	case "colleague":
		id = "console.alert_colleague"
	case "paper_low":
		id = "console.alert_paper_low"
	case "paper_out":
		id = "console.alert_paper_out"
	case "printer":
		id = "console.alert_printer"
	case "refused_ticket":
		id = "console.alert_refused_ticket"
	case "kiosk_silent":
		id = "console.alert_kiosk_silent"
	case "spool_growing":
		id = "console.alert_spool_growing"
	case "clock":
		id = "console.alert_clock"
		if name != "" { // a kiosk's, not the server's
			id = "console.alert_clock_of"
		}
	}
	said := w.with(id, values{"Name": name})
	if text == "" {
		return said
	}
	return w.with("console.alert_text", values{"Alert": said, "Text": text})
}

// AlertPrinterOpen, AlertPrinterMute, AlertTickets and AlertUnsent are texts that a
// kiosk gives its alerts: why the printer does not print, how many tickets an
// untrusted clock is of, and how much has not reached the server.
func (w Words) AlertPrinterOpen() string  { return w.text("console.alert_printer_open") }
func (w Words) AlertPrinterMute() string  { return w.text("console.alert_printer_mute") }
func (w Words) AlertTickets(n int) string { return w.count("console.alert_tickets", n) }
func (w Words) AlertUnsent(n int) string  { return w.count("console.alert_unsent", n) }

// ConsoleAlertSince is an alert that nobody has taken, how often it was raised,
// and for how long it has stood.
func (w Words) ConsoleAlertSince(alert string, times, minutes int) string {
	if times > 1 {
		alert = w.with("console.alert_times", values{"Alert": alert, "Times": times})
	}
	return w.countWith("console.alert_since", minutes, values{"Alert": alert})
}

// ConsoleAlertsMore counts the alerts for which there is no room.
func (w Words) ConsoleAlertsMore(n int) string { return w.count("console.alerts_more", n) }

// ConsoleAlertTake, ConsoleAlertOver and ConsoleAlertTakeBack offer to take an
// alert, to take down one that someone took, and to take back one's own.
func (w Words) ConsoleAlertTake(alert string) string {
	return w.with("console.alert_take", values{"Alert": alert})
}
func (w Words) ConsoleAlertOver(alert string) string {
	return w.with("console.alert_over", values{"Alert": alert})
}
func (w Words) ConsoleAlertTakeBack(alert string) string {
	return w.with("console.alert_take_back", values{"Alert": alert})
}

// ConsoleColleagueAsked says that nobody has taken one's call for a colleague yet.
func (w Words) ConsoleColleagueAsked() string { return w.text("console.colleague_asked") }

// ConsoleColleagueComes says who has; a person's name, or "".
func (w Words) ConsoleColleagueComes(person string) string {
	if person == "" {
		return w.text("console.colleague_comes")
	}
	return w.with("console.colleague_comes_named", values{"Person": person})
}

// ConsoleColleagueAgain says that one has called for a colleague already.
func (w Words) ConsoleColleagueAgain() string { return w.text("console.colleague_again") }

// ConsoleLeaveClose, and the others, are ways to leave.
func (w Words) ConsoleLeaveClose(desk string) string {
	return w.with("console.leave_close", values{"Desk": desk})
}
func (w Words) ConsoleLeaveDesk() string    { return w.text("console.leave_desk") }
func (w Words) ConsoleLeaveSession() string { return w.text("console.leave_session") }

// ConsoleLeaveProgram ends the screen; a desk that someone has stays open.
func (w Words) ConsoleLeaveProgram(seated bool) string {
	if seated {
		return w.text("console.leave_program")
	}
	return w.text("console.leave_screen")
}

// ConsolePerhaps says that what was pressed before the line was cut may have been done.
func (w Words) ConsolePerhaps() string { return w.text("console.perhaps") }

// ConsoleStale says when the server was last heard, as a clock shows it: "depuis
// 1 h 24" would be a duration.
func (w Words) ConsoleStale(heard time.Time) string {
	return w.with("console.stale", values{"Time": w.WallClock(heard)})
}
