package i18n

import (
	"strings"
	"time"
)

// What a visitor reads at the kiosk and on the receipt. Simple French leads: one
// idea a sentence, common words, no negation, and never "je" for the machine.

// KioskQuestion is the welcome screen's one idea.
func (w Words) KioskQuestion() string { return w.text("kiosk.question") }

// KioskTouch says what to do with the tiles.
func (w Words) KioskTouch() string { return w.text("kiosk.touch") }

// KioskTouchPicture is KioskTouch where each tile shows a picture.
func (w Words) KioskTouchPicture() string { return w.text("kiosk.touch_picture") }

// KioskHaveAppointment is the tile of those who have one.
func (w Words) KioskHaveAppointment() string { return w.text("kiosk.have_appointment") }

// KioskWhichAppointment asks for its time.
func (w Words) KioskWhichAppointment() string { return w.text("kiosk.which_appointment") }

// KioskMore turns to the next page of choices.
func (w Words) KioskMore() string { return w.text("kiosk.more") }

// KioskPage counts the pages, both from 1.
func (w Words) KioskPage(page, of int) string {
	return w.with("kiosk.page", values{"Page": page, "Of": of})
}

// KioskBack leads to the screen before.
func (w Words) KioskBack() string { return w.text("kiosk.back") }

// KioskListen reads the screen aloud.
func (w Words) KioskListen() string { return w.text("kiosk.listen") }

// KioskLouder and KioskSofter stand in its place later.
func (w Words) KioskLouder() string { return w.text("kiosk.louder") }
func (w Words) KioskSofter() string { return w.text("kiosk.softer") }

// KioskKeysHow is said to whoever goes by the three keys.
func (w Words) KioskKeysHow() string { return w.text("kiosk.keys_how") }

// KioskLanguages leads to the languages.
func (w Words) KioskLanguages() string { return w.text("kiosk.languages") }

// KioskWhichLanguage asks for one of them.
func (w Words) KioskWhichLanguage() string { return w.text("kiosk.which_language") }

// KioskMoment is shown while something takes long.
func (w Words) KioskMoment() string { return w.text("kiosk.moment") }

// KioskServiceClosed says why the service of that name gives no tickets: a
// queue.ClosedBecause, or anything else for closed without more.
func (w Words) KioskServiceClosed(because string) string {
	switch because {
	case "full":
		return w.text("kiosk.service_full")
	case "intake", "service":
		return w.text("kiosk.service_stopped")
	default:
		return w.text("kiosk.service_closed")
	}
}

// KioskServiceAsk is KioskServiceClosed as a sentence that says what to do.
func (w Words) KioskServiceAsk(service, because string) string {
	return w.with("kiosk.service_ask", values{"Service": service, "Because": w.KioskServiceClosed(because)})
}

// KioskHelp calls someone.
func (w Words) KioskHelp() string { return w.text("kiosk.help") }

// KioskHelpUnderWay is shown until the call has arrived.
func (w Words) KioskHelpUnderWay() string { return w.text("kiosk.help_under_way") }

// KioskHelpSent is shown when the call has arrived.
func (w Words) KioskHelpSent() string { return w.text("kiosk.help_sent") }

// KioskHelpComing is shown when someone has taken the call.
func (w Words) KioskHelpComing() string { return w.text("kiosk.help_coming") }

// KioskHelpFailed is shown when the call reached nobody.
func (w Words) KioskHelpFailed() string { return w.text("kiosk.help_failed") }

// KioskYourNumber stands over the number.
func (w Words) KioskYourNumber() string { return w.text("kiosk.your_number") }

// KioskSpokenNumber is a number as it is said: its letter, then digit by digit.
func (w Words) KioskSpokenNumber(number string) string {
	return strings.Join(strings.Split(number, ""), ", ")
}

// KioskSpokenFocus is what is said of a tile or button: its label, and a note if it
// has one.
func (w Words) KioskSpokenFocus(label, note string) string {
	if note == "" {
		return label
	}
	return label + ". " + note
}

// KioskAhead says how many are before; it may rise, and says so.
func (w Words) KioskAhead(n int) string {
	if n <= 0 {
		return w.text("kiosk.ahead_none")
	}
	return w.count("kiosk.ahead", n)
}

// KioskWait gives a range of whole minutes.
func (w Words) KioskWait(low, high int) string {
	if low >= high {
		return w.count("kiosk.wait_about", high)
	}
	return w.countWith("kiosk.wait", high, values{"Low": low})
}

// KioskMayOutlast warns that the doors may close first.
func (w Words) KioskMayOutlast(closes time.Time) string {
	return w.with("kiosk.may_outlast", values{"At": w.At(closes)})
}

// KioskPrinting is shown until paper is out.
func (w Words) KioskPrinting() string { return w.text("kiosk.printing") }

// KioskTakeTicket is shown when paper is out.
func (w Words) KioskTakeTicket() string { return w.text("kiosk.take_ticket") }

// KioskWatchWall says what to do now.
func (w Words) KioskWatchWall() string { return w.text("kiosk.watch_wall") }

// KioskWatchPerson says it where there is no wall.
func (w Words) KioskWatchPerson() string { return w.text("kiosk.watch_person") }

// KioskScanCode stands beside the code that a telephone reads.
func (w Words) KioskScanCode() string { return w.text("kiosk.scan_code") }

// KioskNoteNumber is shown where nothing is printed.
func (w Words) KioskNoteNumber() string { return w.text("kiosk.note_number") }

// KioskNoPaper is shown when the paper has ended.
func (w Words) KioskNoPaper(number string) string {
	return w.with("kiosk.no_paper", values{"Number": number})
}

// KioskPrinterBroken is shown when no paper comes for any other reason.
func (w Words) KioskPrinterBroken(number string) string {
	return w.with("kiosk.printer_broken", values{"Number": number})
}

// KioskNoteIt follows one of the two.
func (w Words) KioskNoteIt() string { return w.text("kiosk.note_it") }

// KioskChange gives the ticket back.
func (w Words) KioskChange() string { return w.text("kiosk.change") }

// KioskPriority names the three causes, of which none is kept.
func (w Words) KioskPriority() (label, causes string) {
	return w.text("kiosk.priority"), w.text("kiosk.priority_causes")
}

// KioskPriorityTaken is shown once it was touched.
func (w Words) KioskPriorityTaken() string { return w.text("kiosk.priority_taken") }

// KioskDone ends the visit.
func (w Words) KioskDone() string { return w.text("kiosk.done") }

// KioskNoted ends the visit of who has no paper.
func (w Words) KioskNoted() string { return w.text("kiosk.noted") }

// KioskStillThere asks who has touched nothing for a while.
func (w Words) KioskStillThere() string { return w.text("kiosk.still_there") }

// KioskStillHow says how to answer.
func (w Words) KioskStillHow() string { return w.text("kiosk.still_how") }

// KioskStillKeys is KioskStillHow for whoever goes by the three keys.
func (w Words) KioskStillKeys() string { return w.text("kiosk.still_keys") }

// KioskYes answers.
func (w Words) KioskYes() string { return w.text("kiosk.yes") }

// KioskClosed is the closed screen's one idea.
func (w Words) KioskClosed() string { return w.text("kiosk.closed") }

// KioskOpens says when the doors open again, as seen from now.
func (w Words) KioskOpens(now, opens time.Time) string {
	day := w.DayFrom(now, opens)
	return w.with("kiosk.opens", values{"Day": day, "At": w.At(opens.In(now.Location()))})
}

// KioskTicketsOver is shown when someone has stopped the giving of tickets.
func (w Words) KioskTicketsOver() string { return w.text("kiosk.tickets_over") }

// KioskTicketsEnd is shown in the last minutes before the doors close.
func (w Words) KioskTicketsEnd() string { return w.text("kiosk.tickets_end") }

// KioskAsk says to whom to turn.
func (w Words) KioskAsk() string { return w.text("kiosk.ask") }

// KioskTrouble is shown when this one number could not be given.
func (w Words) KioskTrouble() string { return w.text("kiosk.trouble") }

// KioskAskNumber says from whom to get it.
func (w Words) KioskAskNumber() string { return w.text("kiosk.ask_number") }

// KioskStarting is shown until the machine knows its lane.
func (w Words) KioskStarting() string { return w.text("kiosk.starting") }

// KioskWaitAMoment says what to do meanwhile.
func (w Words) KioskWaitAMoment() string { return w.text("kiosk.wait_a_moment") }

// KioskOutOfOrder is shown when no number can be given at all.
func (w Words) KioskOutOfOrder() string { return w.text("kiosk.out_of_order") }

// KioskWhen is day and time on the receipt, of t in its own zone.
func (w Words) KioskWhen(t time.Time) string {
	return w.with("kiosk.when", values{"Date": w.Date(t), "Time": w.ClockOf(t)})
}
