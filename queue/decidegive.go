package queue

import (
	"slices"
)

// give hands out a ticket, or takes in one that a kiosk has handed out, which is
// not refused for hours, capacity, or a service since removed.
func (d *decision) give(w Give) ([]Event, error) {
	if err := d.fresh(w.Ticket); err != nil {
		return nil, err
	}
	if w.Class > Appointment {
		return nil, Refuse(Invalid, "ticket %s: there is no class %d", w.Ticket, w.Class)
	}
	e := TicketGiven{Ticket: w.Ticket, Number: w.Number, Service: w.Service, Class: w.Class, Lang: w.Lang}
	if e.Lang == "" && len(d.s.config.Languages) > 0 {
		e.Lang = d.s.config.Languages[0]
	}
	e.Arrived, e.ArrivedAt, e.Estimated = d.arrival(w.Age)
	if _, ok := d.s.config.Service(w.Service); !ok && w.Number == "" {
		return nil, Refuse(NotFound, "there is no service %q at %s", w.Service, d.s.site)
	}
	if err := d.book(w, &e); err != nil {
		return nil, err
	}
	e.Effective = d.effective(e.Arrived, e.Class, e.AppointmentAt)
	var err error
	if w.Number != "" {
		err = d.handedOut(w, &e)
	} else {
		err = d.number(w, &e)
	}
	if err != nil {
		return nil, err
	}
	return one(e)
}

// book ties a ticket to an appointment of the day's list. A kiosk's ticket whose
// appointment is gone or taken is a ticket all the same.
func (d *decision) book(w Give, e *TicketGiven) error {
	if w.Appointment == "" {
		return nil
	}
	i := slices.IndexFunc(d.s.bookings, func(b Booking) bool { return b.ID == w.Appointment })
	_, taken := d.s.booked[w.Appointment]
	switch {
	case i >= 0 && !taken:
		e.Appointment, e.AppointmentAt, e.Class = w.Appointment, d.s.bookings[i].At, Appointment
	case w.Number != "":
		return nil
	case taken:
		return Refuse(Conflict, "appointment %q has its ticket already", w.Appointment)
	default:
		return Refuse(NotFound, "there is no appointment %q today", w.Appointment)
	}
	return nil
}

// handedOut checks the number of a ticket that someone already holds.
func (d *decision) handedOut(w Give, e *TicketGiven) error {
	i := slices.IndexFunc(d.s.known, func(k Known) bool { return k.ID == w.Service })
	if i < 0 {
		return Refuse(NotFound, "there is no service %q and never was", w.Service)
	}
	prefix, lane, _, ok := w.Number.Split()
	if !ok {
		return Refuse(Invalid, "%q is not a number", w.Number)
	}
	if !hasPrefix(d.s.known[i], prefix) {
		return Refuse(Invalid, "number %s: %c is not and never was the prefix of %s", w.Number, prefix, w.Service)
	}
	day, err := d.dayOf(w.Day, w.Age)
	if err != nil {
		return err
	}
	e.Day, e.Late = day, day < d.s.day
	if !e.Late && !d.holdsLane(lane) {
		return Refuse(Invalid, "number %s: lane %d is not this kiosk's today", w.Number, lane)
	}
	if other, ok := d.s.numbers[label{day, w.Number}]; ok {
		return Refuse(Conflict, "number %s of %s is already ticket %s", w.Number, day, other)
	}
	return nil
}

func (d *decision) holdsLane(lane Lane) bool {
	if lane < LaneKioskMin || lane > LaneKioskMax {
		return false
	}
	g := d.s.lanes[lane]
	return g.Lane != 0 && g.Device == d.by.ID
}

// number gives a ticket the next number of the server's own lane.
func (d *decision) number(w Give, e *TicketGiven) error {
	service, _ := d.s.config.Service(w.Service)
	if ok, why := d.s.Offers(w.Service, d.now.Wall); !ok {
		return d.closed(service, why)
	}
	e.Day = d.s.day
	for n := d.s.served[service.Prefix] + 1; n <= countMax; n++ {
		e.Number = MakeNumber(service.Prefix, LaneServer, n)
		if _, taken := d.s.numbers[label{e.Day, e.Number}]; !taken {
			return nil
		}
	}
	return Refuse(Closed, "%s has given all its numbers for today", service.ID)
}

func (d *decision) closed(service Service, why ClosedBecause) error {
	switch why {
	case ClosedIntake:
		return Refuse(Closed, "no tickets are given now: a mediator has stopped them")
	case ClosedService:
		return Refuse(Closed, "%s gives no tickets now: a mediator has stopped them", service.ID)
	case ClosedFull:
		return Refuse(Closed, "%s is full for today: %d tickets were given", service.ID, d.s.given[service.ID])
	case ClosedHours:
		if at := d.s.Opening(d.now.Wall).OpensAt; !at.IsZero() {
			return Refuse(Closed, "the office gives no tickets now: it opens on %s", at.Format("2006-01-02 at 15:04"))
		}
	}
	return Refuse(Closed, "the office gives no tickets now")
}

// codeVisit counts a visit without a number, also of a day that has ended.
func (d *decision) codeVisit(w CodeVisit) ([]Event, error) {
	if w.Channel < ChannelPhone || w.Channel > ChannelOutside {
		return nil, Refuse(Invalid, "visit %s: a visit without a ticket comes by phone, corridor or outside", w.Ticket)
	}
	if w.Service != "" && !slices.ContainsFunc(d.s.known, func(k Known) bool { return k.ID == w.Service }) {
		return nil, Refuse(NotFound, "there is no service %q at %s", w.Service, d.s.site)
	}
	if err := d.checkReasons(w.Reasons); err != nil {
		return nil, err
	}
	if err := d.fresh(w.Ticket); err != nil {
		return nil, err
	}
	day, err := d.dayOf(w.Day, w.Age)
	if err != nil {
		return nil, err
	}
	e := VisitCoded{
		Ticket: w.Ticket, Day: min(day, d.s.day), Channel: w.Channel, Service: w.Service,
		Reasons: w.Reasons, FirstThis: w.FirstThis,
	}
	e.Arrived, e.ArrivedAt, e.Estimated = d.arrival(w.Age)
	return one(e)
}
