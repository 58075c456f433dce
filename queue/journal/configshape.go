package journal

import (
	"time"

	"accueil/queue"
)

// config is the shape of a configuration in an event.
type config struct {
	ID                queue.SiteID     `json:"id"`
	Name              string           `json:"name"`
	TimeZone          string           `json:"time_zone"`
	DayStarts         queue.Clock      `json:"day_starts"` // minutes since midnight
	Languages         []string         `json:"languages,omitempty"`
	Hours             []hours          `json:"hours,omitempty"`
	ClosedDays        []queue.Day      `json:"closed,omitempty"`
	LastTicketMinutes int              `json:"last_ticket_minutes,omitempty"`
	PublicURL         string           `json:"public_url,omitempty"`
	OutOfOrder        queue.OutOfOrder `json:"out_of_order,omitempty"`
	ReasonRequired    bool             `json:"reason_required,omitempty"`
	AlwaysOpen        bool             `json:"always_open,omitempty"`
	Services          []service        `json:"services,omitempty"`
	Desks             []desk           `json:"desks,omitempty"`
	Partners          []partner        `json:"partners,omitempty"`
	Reasons           []reason         `json:"reasons,omitempty"`
	WeightNormal      int              `json:"weight_normal"`
	WeightPriority    int              `json:"weight_priority"`
	WeightAppointment int              `json:"weight_appointment"`
	AppointmentFirst  bool             `json:"appointment_first,omitempty"`
	PassedOverAtMost  int              `json:"passed_over_at_most,omitempty"`

	WaitingList     queue.WaitingList `json:"waiting_list,omitempty"`
	LongWaitMinutes int               `json:"long_wait_minutes,omitempty"`
	PriorityShare   int               `json:"priority_share,omitempty"`
}

type (
	hours struct {
		Weekday time.Weekday `json:"weekday"` // 0 is Sunday
		From    queue.Clock  `json:"from"`
		To      queue.Clock  `json:"to"`
	}
	service struct {
		ID        queue.ServiceID   `json:"id"`
		Prefix    string            `json:"prefix"`
		Name      queue.Name        `json:"name"`
		Pictogram string            `json:"pictogram,omitempty"`
		Minutes   int               `json:"minutes"`
		PerDay    int               `json:"per_day,omitempty"`
		Partners  []queue.PartnerID `json:"partners,omitempty"`
	}
	desk struct {
		ID       queue.DeskID      `json:"id"`
		Name     string            `json:"name"`
		Services []queue.ServiceID `json:"services,omitempty"`
	}
	partner struct {
		ID   queue.PartnerID `json:"id"`
		Name string          `json:"name"`
	}
	reason struct {
		ID       queue.ReasonID    `json:"id"`
		Name     string            `json:"name"`
		Code     string            `json:"code,omitempty"`
		Partners []queue.PartnerID `json:"partners,omitempty"`
	}
)

func configIn(c queue.Config) config {
	return config{
		ID: c.ID, Name: c.Name, TimeZone: c.TimeZone, DayStarts: c.DayStarts, Languages: c.Languages,
		Hours:      each(c.Hours, func(h queue.Hours) hours { return hours(h) }),
		ClosedDays: c.ClosedDays, LastTicketMinutes: c.LastTicketMinutes, PublicURL: c.PublicURL,
		OutOfOrder: c.OutOfOrder, ReasonRequired: c.ReasonRequired, AlwaysOpen: c.AlwaysOpen,
		Services: each(c.Services, func(s queue.Service) service {
			return service{s.ID, string(rune(s.Prefix)), s.Name, s.Pictogram, s.Minutes, s.PerDay, s.Partners}
		}),
		Desks:        each(c.Desks, func(d queue.Desk) desk { return desk(d) }),
		Partners:     each(c.Partners, func(p queue.Partner) partner { return partner(p) }),
		Reasons:      each(c.Reasons, func(r queue.Reason) reason { return reason(r) }),
		WeightNormal: c.WeightNormal, WeightPriority: c.WeightPriority, WeightAppointment: c.WeightAppointment,
		AppointmentFirst: c.AppointmentFirst, PassedOverAtMost: c.PassedOverAtMost,
		WaitingList: c.WaitingList, LongWaitMinutes: c.LongWaitMinutes, PriorityShare: c.PriorityShare,
	}
}

func (c config) out() queue.Config {
	return queue.Config{
		ID: c.ID, Name: c.Name, TimeZone: c.TimeZone, DayStarts: c.DayStarts, Languages: c.Languages,
		Hours:      each(c.Hours, func(h hours) queue.Hours { return queue.Hours(h) }),
		ClosedDays: c.ClosedDays, LastTicketMinutes: c.LastTicketMinutes, PublicURL: c.PublicURL,
		OutOfOrder: c.OutOfOrder, ReasonRequired: c.ReasonRequired, AlwaysOpen: c.AlwaysOpen,
		Services: each(c.Services, func(s service) queue.Service {
			return queue.Service{
				ID: s.ID, Prefix: s.Prefix[0], Name: s.Name, Pictogram: s.Pictogram, Minutes: s.Minutes,
				PerDay: s.PerDay, Partners: s.Partners,
			}
		}),
		Desks:        each(c.Desks, func(d desk) queue.Desk { return queue.Desk(d) }),
		Partners:     each(c.Partners, func(p partner) queue.Partner { return queue.Partner(p) }),
		Reasons:      each(c.Reasons, func(r reason) queue.Reason { return queue.Reason(r) }),
		WeightNormal: c.WeightNormal, WeightPriority: c.WeightPriority, WeightAppointment: c.WeightAppointment,
		AppointmentFirst: c.AppointmentFirst, PassedOverAtMost: c.PassedOverAtMost,
		WaitingList: c.WaitingList, LongWaitMinutes: c.LongWaitMinutes, PriorityShare: c.PriorityShare,
	}
}

// check refuses what would not convert.
func (c config) check() bool {
	for _, s := range c.Services {
		if len(s.Prefix) != 1 {
			return false
		}
	}
	return true
}
