package i18n

import "time"

// What the head of a site changes, and how the page speaks of it.

// ManagerField labels what is written or chosen.
func (w Words) ManagerField(name string) string { return w.text("manager.field_" + name) }

// ManagerAbout explains a part of the page in a sentence.
func (w Words) ManagerAbout(part string) string { return w.text("manager.about_" + part) }

// ManagerAction is on the button of an action, ManagerFor says what it is about where
// many buttons say the same.
func (w Words) ManagerAction(name string) string { return w.text("manager.action_" + name) }
func (w Words) ManagerFor(action, name string) string {
	return w.with("manager.for", values{"Action": w.ManagerAction(action), "Name": name})
}

// ManagerDone says that an action was done, and to whom or what.
func (w Words) ManagerDone(action, name string) string {
	return w.with("manager.done_"+action, values{"Name": name})
}

// ManagerAsk asks whether an action is meant, ManagerYes says so.
func (w Words) ManagerAsk(action, name string) string {
	return w.with("manager.ask_"+action, values{"Name": name})
}
func (w Words) ManagerYes(action, name string) string {
	return w.with("manager.yes_"+action, values{"Name": name})
}

// ManagerNo changes nothing, ManagerAgain sends once more what had no answer.
func (w Words) ManagerNo() string    { return w.text("manager.no") }
func (w Words) ManagerAgain() string { return w.text("manager.ask_again") }

// ManagerNone stands where there is none: closed, people or screens.
func (w Words) ManagerNone(of string) string { return w.text("manager.none_" + of) }

// ManagerAffected counts who waits, and who is to come, on a day that is to be closed;
// "" for nobody.
func (w Words) ManagerAffected(waiting, appointments int) string {
	switch {
	case waiting > 0 && appointments > 0:
		return w.with("manager.affected_both", values{"Waiting": w.ConsoleWaiting(waiting), "Appointments": w.count("manager.affected_appointments", appointments)})
	case waiting > 0:
		return w.ConsoleWaiting(waiting)
	case appointments > 0:
		return w.count("manager.affected_appointments", appointments)
	}
	return ""
}

// ManagerRefused says why an action was not done, by a queue.Kind's name, and how it
// would be.
func (w Words) ManagerRefused(action, kind string) string {
	said := values{"Action": w.ManagerAction(action)}
	switch kind {
	case "invalid":
		return w.text("manager.invalid_" + action)
	case "conflict":
		if action == "add_person" || action == "add_device" || action == "rename" {
			return w.text("manager.taken")
		}
		return w.with("manager.refused_conflict", said)
	case "not_found":
		return w.with("manager.refused_not_found", said)
	case "forbidden":
		return w.with("manager.refused_forbidden", said)
	case "unavailable", "too_many":
		return w.with("manager.refused_unavailable", said)
	}
	return w.with("manager.refused_other", said)
}

// ManagerSecret introduces what is shown once: pin or token. ManagerNoted puts it away.
func (w Words) ManagerSecret(kind, name string) string {
	return w.with("manager.secret_"+kind, values{"Name": name})
}
func (w Words) ManagerNoted() string { return w.text("manager.noted") }

// ManagerAdmitted says whether the screen that showed a code was let in.
func (w Words) ManagerAdmitted(name, code string, admitted bool) string {
	if admitted {
		return w.with("manager.admitted", values{"Name": name})
	}
	return w.with("manager.code_unknown", values{"Code": code})
}

// ManagerNoCode says that no screen shows the code that was typed.
func (w Words) ManagerNoCode(code string) string {
	return w.with("manager.no_code", values{"Code": code})
}

// ManagerDayState says of a date whether it is closed.
func (w Words) ManagerDayState(closed bool) string {
	if closed {
		return w.text("manager.day_closed")
	}
	return w.text("manager.day_open")
}

// ManagerFile says that something is as the file has it, ManagerChanged who changed it
// and when; person may be "".
func (w Words) ManagerFile() string { return w.text("manager.file") }
func (w Words) ManagerChanged(person string, at time.Time) string {
	if person == "" {
		person = w.text("manager.somebody")
	}
	return w.with("manager.changed", values{"Person": person, "Date": w.Date(at), "Time": w.WallClock(at)})
}

// ManagerWas says what a reason is called in the file; "" where it is there no more.
func (w Words) ManagerWas(name string) string {
	if name == "" {
		return w.text("manager.was_gone")
	}
	return w.with("manager.was", values{"Name": name})
}

// ManagerLeftOut counts the changes for which there was no room.
func (w Words) ManagerLeftOut(n int) string { return w.count("manager.left_out", n) }

// ManagerSetting names a line of the configuration, ManagerValue one of its values.
func (w Words) ManagerSetting(name string) string { return w.text("manager.setting_" + name) }
func (w Words) ManagerValue(name string) string   { return w.text("manager.value_" + name) }

// ManagerWeights are how much the wait of each class counts.
func (w Words) ManagerWeights(normal, priority, appointment int) string {
	return w.with("manager.weights", values{"Normal": normal, "Priority": priority, "Appointment": appointment})
}

// ManagerPercent is a share.
func (w Words) ManagerPercent(n int) string { return w.with("manager.percent", values{"N": n}) }
