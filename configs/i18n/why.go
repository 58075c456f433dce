package i18n

// What a mediator reads of why someone is called before another.

// WhyScore says that someone has waited the longest, by score.
func (w Words) WhyScore(minutes int) string { return w.count("why.score", minutes) }

// WhyPriority says that a priority made the wait weigh more.
func (w Words) WhyPriority(minutes int) string { return w.count("why.priority", minutes) }

// WhyPassedOver says that others were called before someone so many times.
func (w Words) WhyPassedOver(times, minutes int) string {
	return w.countWith("why.passed_over", times, values{"Waited": w.Minutes(minutes)})
}

// WhyAppointment says that an appointment is due.
func (w Words) WhyAppointment() string { return w.text("why.appointment") }

// WhyWalkInTurn says that after two appointments it is another's turn.
func (w Words) WhyWalkInTurn(minutes int) string { return w.count("why.walk_in_turn", minutes) }

// WhyOutOfOrder says that a mediator chose, and why.
func (w Words) WhyOutOfOrder(cause string) string {
	return w.with("why.out_of_order", values{"Cause": cause})
}

// WhyCause names a queue.Cause, "" for none told.
func (w Words) WhyCause(cause string) string {
	switch cause {
	case "returned":
		return w.text("why.cause_returned")
	case "same_file":
		return w.text("why.cause_same_file")
	case "language":
		return w.text("why.cause_language")
	case "deadline":
		return w.text("why.cause_deadline")
	case "short":
		return w.text("why.cause_short")
	case "mistake":
		return w.text("why.cause_mistake")
	default:
		return w.text("why.cause_other")
	}
}
