package queue

import (
	"slices"
)

func (s *State) applyDesk(e Event, at Stamp) {
	var id DeskID
	switch e := e.(type) {
	case DeskOpened:
		id = e.Desk
		s.openDesk(e, at)
	case DeskWasPaused:
		id = e.Desk
		if d, ok := s.desks[e.Desk]; ok {
			d.Mode, d.Since, d.Until = DeskPaused, at.At, e.Until
		}
	case DeskResumed:
		id = e.Desk
		if d, ok := s.desks[e.Desk]; ok {
			d.Mode, d.Since = DeskOpen, at.At
			d.Until = DeskState{}.Until
		}
	case DeskWasClosed:
		id = e.Desk
		s.closeDesk(e.Desk, at)
	case DeskWasLeft:
		if d, ok := s.desks[e.Desk]; ok {
			d.Over = true
		}
	}
	s.atDesk(id, at)
}

// openDesk gives a desk to a person. A visit open there stays its mediator's;
// one that the person has open elsewhere comes along.
func (s *State) openDesk(e DeskOpened, at Stamp) {
	inRow := 0 // goes on: to sit down anew is no way around the rule of two
	if d, ok := s.desks[e.Desk]; ok {
		delete(s.deskOf, d.Person)
		inRow = d.Appointments
	}
	s.desks[e.Desk] = &DeskState{ID: e.Desk, Mode: DeskOpen, Person: e.Person, Since: at.At, Appointments: inRow}
	s.deskOf[e.Person] = e.Desk
	if id, ok := s.visitOf[e.Person]; ok {
		s.seat(s.tickets[id], e.Person)
	}
}

// closeDesk leaves a desk to nobody. Who waits for that desk alone waits for its service again.
func (s *State) closeDesk(id DeskID, at Stamp) {
	if d, ok := s.desks[id]; ok {
		delete(s.deskOf, d.Person)
		*d = DeskState{ID: id, Since: at.At, Appointments: d.Appointments}
	}
	s.release(id)
}

// releaseAll lets nobody wait for a desk that will not call.
func (s *State) releaseAll() {
	for _, id := range s.order.aims() {
		if !s.waitable(id) {
			s.release(id)
		}
	}
}

// release lets those who wait for one desk alone wait for their service.
func (s *State) release(id DeskID) {
	for _, waiting := range s.order.aimedAt(id) {
		t := s.tickets[waiting]
		s.unqueue(t)
		t.ForDesk = ""
		s.enqueue(t)
	}
}

func (s *State) setIntake(e IntakeSet) {
	if len(e.Services) == 0 {
		s.shut, s.shutFor = !e.Open, nil
		return
	}
	if s.shut { // all are shut: what is not named stays so
		s.shut = false
		for _, service := range s.config.Services {
			s.shutFor = append(s.shutFor, service.ID)
		}
	}
	for _, id := range e.Services {
		s.shutFor = slices.DeleteFunc(s.shutFor, func(x ServiceID) bool { return x == id })
		if !e.Open {
			s.shutFor = append(s.shutFor, id)
		}
	}
	if len(s.shutFor) > 0 && !slices.ContainsFunc(s.config.Services, func(v Service) bool { return !slices.Contains(s.shutFor, v.ID) }) {
		s.shut, s.shutFor = true, nil // none is left open
	}
}
