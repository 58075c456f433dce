package journal

import (
	"time"

	"accueil/queue"
)

// ticket is the shape of a visit in service, as an opening carries it over.
type ticket struct {
	ID            queue.TicketID      `json:"id"`
	Number        queue.Number        `json:"number"`
	Day           queue.Day           `json:"day"`
	Service       queue.ServiceID     `json:"service"`
	Class         queue.Class         `json:"class,omitempty"`
	Channel       queue.Channel       `json:"channel,omitempty"`
	Lang          string              `json:"lang,omitempty"`
	By            queue.ActorID       `json:"by,omitempty"`
	State         queue.TicketState   `json:"state"`
	Arrived       time.Duration       `json:"arrived"`
	Effective     time.Duration       `json:"effective"`
	Estimated     bool                `json:"estimated,omitempty"`
	ArrivedAt     time.Time           `json:"arrived_at"`
	Appointment   queue.AppointmentID `json:"appointment,omitempty"`
	AppointmentAt time.Time           `json:"appointment_at,omitzero"`
	PassedOver    int                 `json:"passed_over,omitempty"`
	ForDesk       queue.DeskID        `json:"for_desk,omitempty"`
	Desk          queue.DeskID        `json:"desk,omitempty"`
	Person        queue.ActorID       `json:"person,omitempty"`
	Call          uint64              `json:"call,omitempty"`
	Times         int                 `json:"times,omitempty"`
	Why           why                 `json:"why"`
	CalledAt      time.Time           `json:"called_at,omitzero"`
	StartedAt     time.Time           `json:"started_at,omitzero"`
	EndedAt       time.Time           `json:"ended_at,omitzero"`
	CalledE       time.Duration       `json:"called,omitempty"`
	StartedE      time.Duration       `json:"started,omitempty"`
	EndedE        time.Duration       `json:"ended,omitempty"`
	ParkedUntil   time.Duration       `json:"parked_until,omitempty"`
	ParkedUntilAt time.Time           `json:"parked_until_at,omitzero"`
	Noted         bool                `json:"noted,omitempty"`
	Reasons       []coded             `json:"reasons,omitempty"`
	FirstThis     queue.Answer        `json:"first_this_year,omitempty"`
}

func ticketIn(t queue.Ticket) ticket {
	return ticket{
		t.ID, t.Number, t.Day, t.Service, t.Class, t.Channel, t.Lang, t.By, t.State,
		t.Arrived, t.Effective, t.Estimated, t.ArrivedAt, t.Appointment, t.AppointmentAt,
		t.PassedOver, t.ForDesk, t.Desk, t.Person, t.Call, t.Times, why(t.Why),
		t.CalledAt, t.StartedAt, t.EndedAt, t.CalledE, t.StartedE, t.EndedE,
		t.ParkedUntil, t.ParkedUntilAt, t.Noted, codedIn(t.Reasons), t.FirstThis,
	}
}

func (t ticket) out() queue.Ticket {
	return queue.Ticket{
		ID: t.ID, Number: t.Number, Day: t.Day, Service: t.Service, Class: t.Class, Channel: t.Channel,
		Lang: t.Lang, By: t.By, State: t.State, Arrived: t.Arrived, Effective: t.Effective,
		Estimated: t.Estimated, ArrivedAt: t.ArrivedAt, Appointment: t.Appointment, AppointmentAt: t.AppointmentAt,
		PassedOver: t.PassedOver, ForDesk: t.ForDesk, Desk: t.Desk, Person: t.Person,
		Call: t.Call, Times: t.Times, Why: queue.Why(t.Why), CalledAt: t.CalledAt, StartedAt: t.StartedAt,
		EndedAt: t.EndedAt, CalledE: t.CalledE, StartedE: t.StartedE, EndedE: t.EndedE,
		ParkedUntil: t.ParkedUntil, ParkedUntilAt: t.ParkedUntilAt, Noted: t.Noted,
		Reasons: codedOut(t.Reasons), FirstThis: t.FirstThis,
	}
}
