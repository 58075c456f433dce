package journal

import (
	"time"

	"accueil/queue"
)

// The shapes of events on disk. Each flat one has the fields of its event in the
// same order, so that Go converts one into the other, and a field that is added
// to one alone does not compile. Once released, a shape only gains fields.
type (
	laneGranted struct {
		Lane   queue.Lane    `json:"lane"`
		Device queue.ActorID `json:"device"`
		Spool  queue.SpoolID `json:"spool"`
	}
	laneFreed struct {
		Lane queue.Lane `json:"lane"`
	}
	epochBegun struct {
		Because string `json:"because"`
	}
	ticketGiven struct {
		Ticket        queue.TicketID      `json:"ticket"`
		Number        queue.Number        `json:"number"`
		Day           queue.Day           `json:"day"`
		Service       queue.ServiceID     `json:"service"`
		Class         queue.Class         `json:"class,omitempty"`
		Lang          string              `json:"lang,omitempty"`
		Arrived       time.Duration       `json:"arrived"`
		Effective     time.Duration       `json:"effective"`
		ArrivedAt     time.Time           `json:"arrived_at"`
		Estimated     bool                `json:"estimated,omitempty"`
		Appointment   queue.AppointmentID `json:"appointment,omitempty"`
		AppointmentAt time.Time           `json:"appointment_at,omitzero"`
		Late          bool                `json:"late,omitempty"`
	}
	ticketAmended struct {
		Ticket    queue.TicketID  `json:"ticket"`
		Service   queue.ServiceID `json:"service"`
		Class     queue.Class     `json:"class,omitempty"`
		Lang      string          `json:"lang,omitempty"`
		Effective time.Duration   `json:"effective"`
	}
	ticketRecalled struct {
		Ticket queue.TicketID `json:"ticket"`
		Call   uint64         `json:"call"`
	}
	ticketParked struct {
		Ticket  queue.TicketID `json:"ticket"`
		Until   time.Duration  `json:"until"`
		UntilAt time.Time      `json:"until_at"`
	}
	ticketTransferred struct {
		Ticket  queue.TicketID  `json:"ticket"`
		Service queue.ServiceID `json:"service"`
		Desk    queue.DeskID    `json:"desk,omitempty"`
		Noted   bool            `json:"noted,omitempty"`
	}
	reprintAsked struct {
		Ticket queue.TicketID `json:"ticket"`
		Serial uint64         `json:"serial"`
	}
	aboutTicket struct {
		Ticket queue.TicketID `json:"ticket"`
	}
	deskOpened struct {
		Desk     queue.DeskID  `json:"desk"`
		Person   queue.ActorID `json:"person"`
		TakenOff queue.ActorID `json:"taken_off,omitempty"`
	}
	deskWasPaused struct {
		Desk  queue.DeskID `json:"desk"`
		Until time.Time    `json:"until,omitzero"`
	}
	aboutDesk struct {
		Desk queue.DeskID `json:"desk"`
	}
	alertRaised struct {
		Alert  queue.AlertID   `json:"alert"`
		Kind   queue.AlertKind `json:"kind"`
		About  queue.ActorID   `json:"about,omitempty"`
		Device bool            `json:"device,omitempty"`
		Noted  bool            `json:"noted,omitempty"`
	}
	aboutAlert struct {
		Alert queue.AlertID `json:"alert"`
	}
	intakeSet struct {
		Open     bool              `json:"open,omitempty"`
		Services []queue.ServiceID `json:"services,omitempty"`
	}
	noticeSet struct {
		Noted bool `json:"noted,omitempty"`
	}
	dateSet struct {
		Day    queue.Day `json:"day"`
		Closed bool      `json:"closed,omitempty"`
	}
	dateWithdrawn struct {
		Day queue.Day `json:"day"`
	}
	reasonRenamed struct {
		Reason queue.ReasonID `json:"reason"`
		Name   string         `json:"name"`
	}
	renamingWithdrawn struct {
		Reason queue.ReasonID `json:"reason"`
	}
)

// Shapes of what stands inside events.
type (
	coded struct {
		Partner  queue.PartnerID   `json:"partner,omitempty"`
		Reason   queue.ReasonID    `json:"reason"`
		Quantity int               `json:"quantity"`
		Outcome  queue.OutcomeKind `json:"outcome,omitempty"`
	}
	why struct {
		Rule       queue.Rule    `json:"rule,omitempty"`
		Score      int64         `json:"score,omitempty"`
		Waited     time.Duration `json:"waited,omitempty"`
		Class      queue.Class   `json:"class,omitempty"`
		PassedOver int           `json:"passed_over,omitempty"`
		Cause      queue.Cause   `json:"cause,omitempty"`
	}
	grant struct {
		Lane    queue.Lane    `json:"lane"`
		Device  queue.ActorID `json:"device"`
		Spool   queue.SpoolID `json:"spool"`
		FreedOn queue.Day     `json:"freed_on,omitempty"`
	}
	known struct {
		ID       queue.ServiceID `json:"id"`
		Prefixes string          `json:"prefixes"`
		Name     queue.Name      `json:"name"`
	}
	booking struct {
		ID      queue.AppointmentID `json:"id"`
		At      time.Time           `json:"at"`
		Service queue.ServiceID     `json:"service"`
		Noted   bool                `json:"noted,omitempty"`
	}
	deskState struct {
		ID           queue.DeskID   `json:"id"`
		Mode         queue.DeskMode `json:"mode,omitempty"`
		Person       queue.ActorID  `json:"person,omitempty"`
		Ticket       queue.TicketID `json:"ticket,omitempty"`
		Since        time.Time      `json:"since"`
		Until        time.Time      `json:"until,omitzero"`
		Appointments int            `json:"appointments,omitempty"`
		Over         bool           `json:"over,omitempty"`
	}
	dateChange struct {
		Day    queue.Day     `json:"day"`
		Closed bool          `json:"closed,omitempty"`
		At     time.Time     `json:"at"`
		By     queue.ActorID `json:"by,omitempty"`
	}
	nameChange struct {
		Reason queue.ReasonID `json:"reason"`
		Name   string         `json:"name"`
		At     time.Time      `json:"at"`
		By     queue.ActorID  `json:"by,omitempty"`
	}
	changes struct {
		Dates []dateChange `json:"dates,omitempty"`
		Names []nameChange `json:"names,omitempty"`
	}
)

// Shapes of events that hold others.
type (
	ticketCalled struct {
		Ticket queue.TicketID `json:"ticket"`
		Desk   queue.DeskID   `json:"desk"`
		Person queue.ActorID  `json:"person"`
		Call   uint64         `json:"call"`
		Why    why            `json:"why"`
		Next   bool           `json:"next,omitempty"`
	}
	ticketCoded struct {
		Ticket    queue.TicketID `json:"ticket"`
		Reasons   []coded        `json:"reasons,omitempty"`
		FirstThis queue.Answer   `json:"first_this_year,omitempty"`
	}
	visitCoded struct {
		Ticket    queue.TicketID  `json:"ticket"`
		Day       queue.Day       `json:"day"`
		Channel   queue.Channel   `json:"channel"`
		Service   queue.ServiceID `json:"service,omitempty"`
		Arrived   time.Duration   `json:"arrived"`
		ArrivedAt time.Time       `json:"arrived_at"`
		Estimated bool            `json:"estimated,omitempty"`
		Reasons   []coded         `json:"reasons,omitempty"`
		FirstThis queue.Answer    `json:"first_this_year,omitempty"`
	}
	appointmentsSet struct {
		List []booking `json:"list,omitempty"`
	}
	configured struct {
		Config config `json:"config"`
	}
	dayOpened struct {
		Day     queue.Day   `json:"day"`
		Config  config      `json:"config"`
		Known   []known     `json:"known,omitempty"`
		Lanes   []grant     `json:"lanes,omitempty"`
		Visits  []ticket    `json:"visits,omitempty"`
		Ahead   []ticket    `json:"ahead,omitempty"`
		Desks   []deskState `json:"desks,omitempty"`
		Calls   uint64      `json:"calls,omitempty"`
		Reprint uint64      `json:"reprint,omitempty"`
		Changes changes     `json:"changes,omitzero"`
	}
)

func (e ticketCalled) event() queue.Event {
	return queue.TicketCalled{Ticket: e.Ticket, Desk: e.Desk, Person: e.Person, Call: e.Call, Why: queue.Why(e.Why), Next: e.Next}
}

func (e ticketCoded) event() queue.Event {
	return queue.TicketCoded{Ticket: e.Ticket, Reasons: codedOut(e.Reasons), FirstThis: e.FirstThis}
}

func (e visitCoded) event() queue.Event {
	return queue.VisitCoded{
		Ticket: e.Ticket, Day: e.Day, Channel: e.Channel, Service: e.Service, Arrived: e.Arrived, ArrivedAt: e.ArrivedAt,
		Estimated: e.Estimated, Reasons: codedOut(e.Reasons), FirstThis: e.FirstThis,
	}
}

func (e appointmentsSet) event() queue.Event {
	return queue.AppointmentsSet{List: each(e.List, func(b booking) queue.Booking { return queue.Booking(b) })}
}

func (e configured) event() queue.Event { return queue.Configured{Config: e.Config.out()} }

func (e dayOpened) event() queue.Event {
	return queue.DayOpened{
		Day: e.Day, Config: e.Config.out(), Calls: e.Calls, Reprint: e.Reprint,
		Known:  each(e.Known, func(k known) queue.Known { return queue.Known(k) }),
		Lanes:  each(e.Lanes, func(g grant) queue.Grant { return queue.Grant(g) }),
		Visits: each(e.Visits, ticket.out),
		Ahead:  each(e.Ahead, ticket.out),
		Desks:  each(e.Desks, func(d deskState) queue.DeskState { return queue.DeskState(d) }),
		Changes: queue.Changes{
			Dates: each(e.Changes.Dates, func(c dateChange) queue.DateChange { return queue.DateChange(c) }),
			Names: each(e.Changes.Names, func(c nameChange) queue.NameChange { return queue.NameChange(c) }),
		},
	}
}

func openedIn(e queue.DayOpened) dayOpened {
	return dayOpened{
		Day: e.Day, Config: configIn(e.Config), Calls: e.Calls, Reprint: e.Reprint,
		Known:  each(e.Known, func(k queue.Known) known { return known(k) }),
		Lanes:  each(e.Lanes, func(g queue.Grant) grant { return grant(g) }),
		Visits: each(e.Visits, ticketIn),
		Ahead:  each(e.Ahead, ticketIn),
		Desks:  each(e.Desks, func(d queue.DeskState) deskState { return deskState(d) }),
		Changes: changes{
			Dates: each(e.Changes.Dates, func(c queue.DateChange) dateChange { return dateChange(c) }),
			Names: each(e.Changes.Names, func(c queue.NameChange) nameChange { return nameChange(c) }),
		},
	}
}

func visitIn(e queue.VisitCoded) visitCoded {
	return visitCoded{
		Ticket: e.Ticket, Day: e.Day, Channel: e.Channel, Service: e.Service, Arrived: e.Arrived, ArrivedAt: e.ArrivedAt,
		Estimated: e.Estimated, Reasons: codedIn(e.Reasons), FirstThis: e.FirstThis,
	}
}

// each converts a list; an empty one is nil, so that what is read equals what was written.
func each[A, B any](list []A, convert func(A) B) []B {
	if len(list) == 0 {
		return nil
	}
	out := make([]B, len(list))
	for i, a := range list {
		out[i] = convert(a)
	}
	return out
}

func codedOut(list []coded) []queue.Coded {
	return each(list, func(c coded) queue.Coded { return queue.Coded(c) })
}

func codedIn(list []queue.Coded) []coded {
	return each(list, func(c queue.Coded) coded { return coded(c) })
}
