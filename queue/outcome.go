package queue

// An Outcome is what a command did, as its events tell it, now and after any
// number of restarts: it is the answer that a repeated key gets again.
type Outcome struct {
	Ticket   TicketID // the ticket called, given or changed; "" when none
	Made     bool     // a ticket, visit or alert is new
	Called   bool
	Finished bool
	Why      Why // of the call
	Desk     DeskID
	Alert    AlertID
	Lane     Lane
}

// OutcomeOf reads the outcome from a command's events.
func OutcomeOf(events []Event) Outcome {
	var o Outcome
	for _, e := range events {
		if id := subject(e); id != "" {
			o.Ticket = id
		}
		switch e := e.(type) {
		case TicketGiven, VisitCoded:
			o.Made = true
		case TicketCalled:
			o.Called, o.Why, o.Desk = true, e.Why, e.Desk
		case TicketFinished:
			o.Finished = true
		case DeskOpened:
			o.Desk = e.Desk
		case DeskWasPaused:
			o.Desk = e.Desk
		case DeskResumed:
			o.Desk = e.Desk
		case DeskWasClosed:
			o.Desk = e.Desk
		case AlertRaised:
			o.Alert, o.Made = e.Alert, true
		case AlertAcked:
			o.Alert = e.Alert
		case AlertDropped:
			o.Alert = e.Alert
		case LaneGranted:
			o.Lane = e.Lane
		case DayOpened, Configured, EpochBegun, LaneFreed, DeskWasLeft, TicketAmended, TicketCancelled, TicketRecalled,
			TicketStarted, TicketParked, TicketUnparked, TicketNoShow, NoShowUndone, FinishUndone,
			TicketTransferred, ReprintAsked, TicketCoded, IntakeSet, NoticeSet, AppointmentsSet,
			DateSet, DateWithdrawn, ReasonRenamed, RenamingWithdrawn:
		}
	}
	return o
}
