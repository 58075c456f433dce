package journal

import (
	"fmt"

	"accueil/queue"
)

// shapeOf returns an event's kind and its shape.
func shapeOf(e queue.Event) (kind string, shape any) {
	switch e := e.(type) {
	case queue.DayOpened:
		return "day_opened", openedIn(e)
	case queue.Configured:
		return "configured", configured{configIn(e.Config)}
	case queue.EpochBegun:
		return "epoch_begun", epochBegun(e)
	case queue.LaneGranted:
		return "lane_granted", laneGranted(e)
	case queue.LaneFreed:
		return "lane_freed", laneFreed(e)
	case queue.DeskOpened:
		return "desk_opened", deskOpened(e)
	case queue.DeskWasPaused:
		return "desk_paused", deskWasPaused(e)
	case queue.DeskResumed:
		return "desk_resumed", aboutDesk(e)
	case queue.DeskWasClosed:
		return "desk_closed", aboutDesk(e)
	case queue.DeskWasLeft:
		return "desk_left", aboutDesk(e)
	case queue.AlertRaised:
		return "alert_raised", alertRaised(e)
	case queue.AlertAcked:
		return "alert_acked", aboutAlert(e)
	case queue.AlertDropped:
		return "alert_dropped", aboutAlert(e)
	}
	return siteShapeOf(e)
}

func siteShapeOf(e queue.Event) (kind string, shape any) {
	switch e := e.(type) {
	case queue.IntakeSet:
		return "intake_set", intakeSet(e)
	case queue.NoticeSet:
		return "notice_set", noticeSet(e)
	case queue.AppointmentsSet:
		return "appointments_set", appointmentsSet{each(e.List, func(b queue.Booking) booking { return booking(b) })}
	case queue.DateSet:
		return "date_set", dateSet(e)
	case queue.DateWithdrawn:
		return "date_withdrawn", dateWithdrawn(e)
	case queue.ReasonRenamed:
		return "reason_renamed", reasonRenamed(e)
	case queue.RenamingWithdrawn:
		return "renaming_withdrawn", renamingWithdrawn(e)
	}
	return ticketShapeOf(e)
}

func ticketShapeOf(e queue.Event) (kind string, shape any) {
	switch e := e.(type) {
	case queue.TicketGiven:
		return "ticket_given", ticketGiven(e)
	case queue.TicketAmended:
		return "ticket_amended", ticketAmended(e)
	case queue.TicketCancelled:
		return "ticket_cancelled", aboutTicket(e)
	case queue.TicketCalled:
		return "ticket_called", ticketCalled{e.Ticket, e.Desk, e.Person, e.Call, why(e.Why), e.Next}
	case queue.TicketRecalled:
		return "ticket_recalled", ticketRecalled(e)
	case queue.TicketStarted:
		return "ticket_started", aboutTicket(e)
	case queue.TicketParked:
		return "ticket_parked", ticketParked(e)
	case queue.TicketUnparked:
		return "ticket_unparked", aboutTicket(e)
	case queue.TicketNoShow:
		return "ticket_no_show", aboutTicket(e)
	case queue.NoShowUndone:
		return "no_show_undone", aboutTicket(e)
	case queue.FinishUndone:
		return "finish_undone", aboutTicket(e)
	case queue.TicketTransferred:
		return "ticket_transferred", ticketTransferred(e)
	case queue.ReprintAsked:
		return "reprint_asked", reprintAsked(e)
	case queue.TicketCoded:
		return "ticket_coded", ticketCoded{e.Ticket, codedIn(e.Reasons), e.FirstThis}
	case queue.TicketFinished:
		return "ticket_finished", aboutTicket(e)
	case queue.VisitCoded:
		return "visit_coded", visitIn(e)
	}
	panic(fmt.Sprintf("event %T has no shape", e)) // a test holds that each has
}

// eventOf reads an event of a kind.
func eventOf(kind string, data []byte) (queue.Event, error) {
	switch kind {
	case "day_opened":
		s, err := read[dayOpened](data)
		if err == nil && !s.Config.check() {
			err = fmt.Errorf("%s: a prefix is not one letter", kind)
		}
		return toldBy(s, err)
	case "configured":
		s, err := read[configured](data)
		if err == nil && !s.Config.check() {
			err = fmt.Errorf("%s: a prefix is not one letter", kind)
		}
		return toldBy(s, err)
	case "epoch_begun":
		s, err := read[epochBegun](data)
		return told(queue.EpochBegun(s), err)
	case "lane_granted":
		s, err := read[laneGranted](data)
		return told(queue.LaneGranted(s), err)
	case "lane_freed":
		s, err := read[laneFreed](data)
		return told(queue.LaneFreed(s), err)
	case "desk_opened":
		s, err := read[deskOpened](data)
		return told(queue.DeskOpened(s), err)
	case "desk_paused":
		s, err := read[deskWasPaused](data)
		return told(queue.DeskWasPaused(s), err)
	case "desk_resumed":
		s, err := read[aboutDesk](data)
		return told(queue.DeskResumed(s), err)
	case "desk_closed":
		s, err := read[aboutDesk](data)
		return told(queue.DeskWasClosed(s), err)
	case "desk_left":
		s, err := read[aboutDesk](data)
		return told(queue.DeskWasLeft(s), err)
	case "alert_raised":
		s, err := read[alertRaised](data)
		return told(queue.AlertRaised(s), err)
	case "alert_acked":
		s, err := read[aboutAlert](data)
		return told(queue.AlertAcked(s), err)
	case "alert_dropped":
		s, err := read[aboutAlert](data)
		return told(queue.AlertDropped(s), err)
	}
	return siteEventOf(kind, data)
}

func siteEventOf(kind string, data []byte) (queue.Event, error) {
	switch kind {
	case "intake_set":
		s, err := read[intakeSet](data)
		return told(queue.IntakeSet(s), err)
	case "notice_set":
		s, err := read[noticeSet](data)
		return told(queue.NoticeSet(s), err)
	case "appointments_set":
		s, err := read[appointmentsSet](data)
		return toldBy(s, err)
	case "date_set":
		s, err := read[dateSet](data)
		return told(queue.DateSet(s), err)
	case "date_withdrawn":
		s, err := read[dateWithdrawn](data)
		return told(queue.DateWithdrawn(s), err)
	case "reason_renamed":
		s, err := read[reasonRenamed](data)
		return told(queue.ReasonRenamed(s), err)
	case "renaming_withdrawn":
		s, err := read[renamingWithdrawn](data)
		return told(queue.RenamingWithdrawn(s), err)
	}
	return ticketEventOf(kind, data)
}

func ticketEventOf(kind string, data []byte) (queue.Event, error) {
	switch kind {
	case "ticket_given":
		s, err := read[ticketGiven](data)
		return told(queue.TicketGiven(s), err)
	case "ticket_amended":
		s, err := read[ticketAmended](data)
		return told(queue.TicketAmended(s), err)
	case "ticket_called":
		s, err := read[ticketCalled](data)
		return toldBy(s, err)
	case "ticket_recalled":
		s, err := read[ticketRecalled](data)
		return told(queue.TicketRecalled(s), err)
	case "ticket_parked":
		s, err := read[ticketParked](data)
		return told(queue.TicketParked(s), err)
	case "ticket_transferred":
		s, err := read[ticketTransferred](data)
		return told(queue.TicketTransferred(s), err)
	case "reprint_asked":
		s, err := read[reprintAsked](data)
		return told(queue.ReprintAsked(s), err)
	case "ticket_coded":
		s, err := read[ticketCoded](data)
		return toldBy(s, err)
	case "visit_coded":
		s, err := read[visitCoded](data)
		return toldBy(s, err)
	}
	s, err := read[aboutTicket](data)
	switch kind {
	case "ticket_cancelled":
		return told(queue.TicketCancelled(s), err)
	case "ticket_started":
		return told(queue.TicketStarted(s), err)
	case "ticket_unparked":
		return told(queue.TicketUnparked(s), err)
	case "ticket_no_show":
		return told(queue.TicketNoShow(s), err)
	case "no_show_undone":
		return told(queue.NoShowUndone(s), err)
	case "finish_undone":
		return told(queue.FinishUndone(s), err)
	case "ticket_finished":
		return told(queue.TicketFinished(s), err)
	}
	return nil, fmt.Errorf("event %q was written by a newer program", kind)
}

// toldBy returns what a shape holds, if it was read.
func toldBy(s interface{ event() queue.Event }, err error) (queue.Event, error) {
	if err != nil {
		return nil, err
	}
	return s.event(), nil
}
