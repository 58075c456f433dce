package queue

import (
	"cmp"
	"slices"
)

// configure makes a file the one in force, under what a head changed; the first opens
// the first day.
func (d *decision) configure(w Configure) ([]Event, error) {
	if w.Config.ID != d.s.site {
		return nil, Refuse(Invalid, "configuration of %s given to site %s", w.Config.ID, d.s.site)
	}
	if !d.s.Started() {
		return one(DayOpened{Day: NewCalendar(&w.Config).DayOf(d.now.Wall), Config: w.Config})
	}
	if w.Config.Equal(d.s.file) {
		return nil, nil
	}
	return one(Configured(w))
}

// house decides what the server itself wishes, and a kiosk's lane.
func (d *decision) house(w Wish) ([]Event, error) {
	switch w := w.(type) {
	case TurnDay:
		return d.turnDay()
	case BeginEpoch:
		return one(EpochBegun(w))
	case TakeLane:
		return d.takeLane(w)
	case FreeLanes:
		var events []Event
		for _, g := range d.s.lanes {
			if g.Lane != 0 && g.Device == w.Device && g.FreedOn == "" {
				events = append(events, LaneFreed{g.Lane})
			}
		}
		return events, nil
	case FreeDesk:
		id, has := d.s.deskOf[w.Person]
		switch {
		case !has:
			return nil, nil
		case d.s.desks[id].Ticket != "":
			return one(DeskWasLeft{id})
		}
		return one(DeskWasClosed{id})
	}
	return nil, Refuse(Internal, "not a wish of the house: %T", w)
}

// turnDay opens the day of the wall clock, which never steps back, and carries
// over what a reader who begins here must know.
func (d *decision) turnDay() ([]Event, error) {
	day := d.s.cal.DayOf(d.now.Wall)
	if day <= d.s.day {
		return nil, nil
	}
	e := DayOpened{
		Day: day, Config: d.s.file, Changes: d.s.changes.ahead(day), Known: slices.Clone(d.s.known), Calls: d.s.call, Reprint: d.s.reprint,
	}
	for _, g := range d.s.lanes {
		if g.Lane != 0 && (g.FreedOn == "" || g.FreedOn >= day) {
			e.Lanes = append(e.Lanes, g)
		}
	}
	for _, t := range d.s.openVisits() {
		if t.State == Serving {
			e.Visits = append(e.Visits, *t)
		}
	}
	e.Ahead = d.ahead(day)
	for _, desk := range d.s.Desks() {
		if t, ok := d.s.tickets[desk.Ticket]; ok && t.State == Serving {
			desk.Over = true
			e.Desks = append(e.Desks, desk)
		}
	}
	return one(e)
}

// ahead returns the tickets of the day that opens, or of one to come, which wait or
// are parked, by arrival: kiosks that turned before us handed them out.
func (d *decision) ahead(opens Day) []Ticket {
	var list []Ticket
	for _, t := range d.s.tickets {
		if t.Day >= opens && (t.State == Waiting || t.State == Parked) {
			carried := *t
			carried.PassedOver = d.s.PassedOver(t)
			list = append(list, carried)
		}
	}
	slices.SortFunc(list, func(a, b Ticket) int { return cmp.Or(cmp.Compare(a.Arrived, b.Arrived), cmp.Compare(a.ID, b.ID)) })
	return list[:min(len(list), aheadMax)]
}

// aheadMax bounds what an opening carries, so that it fits into one append whatever
// a kiosk with a wrong clock did; the others are read from the day before.
const aheadMax = 200

// openVisits returns the called and serving tickets, by id.
func (s *State) openVisits() []*Ticket {
	list := make([]*Ticket, 0, len(s.visitOf))
	for _, id := range s.visitOf {
		list = append(list, s.tickets[id])
	}
	slices.SortFunc(list, func(a, b *Ticket) int { return cmp.Compare(a.ID, b.ID) })
	return list
}

// takeLane answers a kiosk that names its spool. A lane stays with its device
// and spool; another spool of the device, or a removed device's spool in another
// machine, takes what is free.
func (d *decision) takeLane(w TakeLane) ([]Event, error) {
	if _, ok := d.s.LaneOf(w.Device, w.Spool); ok {
		return nil, nil
	}
	var events []Event
	for _, g := range d.s.lanes {
		if g.Lane != 0 && g.Device == w.Device && g.FreedOn == "" {
			events = append(events, LaneFreed{g.Lane})
		}
	}
	lane, ok := d.freeLane(w)
	if !ok {
		return nil, Refuse(Conflict, "all %d lanes are held or were held today: remove a kiosk that is no longer used "+
			"(accueil admin device list, accueil admin device remove ID); its lane is free from tomorrow", LaneKioskMax)
	}
	return append(events, LaneGranted{Lane: lane, Device: w.Device, Spool: w.Spool}), nil
}

func (d *decision) freeLane(w TakeLane) (Lane, bool) {
	for l := LaneKioskMin; l <= LaneKioskMax; l++ { // its own, given up earlier
		if g := d.s.lanes[l]; g.Lane != 0 && g.Spool == w.Spool && g.FreedOn != "" {
			return l, true
		}
	}
	if w.Hold >= LaneKioskMin && w.Hold <= LaneKioskMax && d.laneFree(w.Hold) {
		return w.Hold, true
	}
	for l := LaneKioskMin; l <= LaneKioskMax; l++ {
		if d.laneFree(l) {
			return l, true
		}
	}
	return 0, false
}

func (d *decision) laneFree(l Lane) bool {
	g := d.s.lanes[l]
	return g.Lane == 0 || g.FreedOn != "" && g.FreedOn < d.s.day
}

// site decides intake, notice and appointments.
func (d *decision) site(w Wish) ([]Event, error) {
	switch w := w.(type) {
	case SetIntake:
		for _, id := range w.Services {
			if _, ok := d.s.config.Service(id); !ok {
				return nil, Refuse(NotFound, "there is no service %q at %s", id, d.s.site)
			}
		}
		return one(IntakeSet{Open: w.Open, Services: slices.Clone(w.Services)})
	case SetNotice:
		return one(NoticeSet(w))
	case SetAppointments:
		return d.setAppointments(w)
	}
	return nil, Refuse(Internal, "not a wish about the site: %T", w)
}

func (d *decision) setAppointments(w SetAppointments) ([]Event, error) {
	if len(w.List) > BookingsMax {
		return nil, Refuse(Invalid, "%d appointments: at most %d a day", len(w.List), BookingsMax)
	}
	seen := map[AppointmentID]bool{}
	for i, b := range w.List {
		if _, ok := d.s.config.Service(b.Service); !ok {
			return nil, Refuse(NotFound, "appointment %d: there is no service %q at %s", i+1, b.Service, d.s.site)
		}
		if b.ID == "" || seen[b.ID] {
			return nil, Refuse(Invalid, "appointment %d: its id %q is empty or stands twice", i+1, b.ID)
		}
		seen[b.ID] = true
	}
	return one(AppointmentsSet{slices.Clone(w.List)})
}
