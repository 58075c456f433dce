package queue

import (
	"slices"
	"time"
)

// AlertKind is what an alert is about.
type AlertKind string

const (
	AlertHelp          AlertKind = "help"
	AlertColleague     AlertKind = "colleague"
	AlertPaperLow      AlertKind = "paper_low"
	AlertPaperOut      AlertKind = "paper_out"
	AlertPrinter       AlertKind = "printer" // it is broken, open or mute
	AlertRefusedTicket AlertKind = "refused_ticket"
	AlertSpoolGrowing  AlertKind = "spool_growing" // what a kiosk gave does not reach the server that it hears
	AlertClock         AlertKind = "clock"         // of a kiosk: it gives tickets by one not to be trusted; of the server: it jumped
	AlertKioskSilent   AlertKind = "kiosk_silent"  // raised by the server: it hears nothing of a kiosk
)

// Check refuses a kind that people and kiosks may not raise: one that is unknown,
// or that only the server can know of.
func (k AlertKind) Check() error {
	switch k {
	case AlertHelp, AlertColleague, AlertPaperLow, AlertPaperOut, AlertPrinter, AlertRefusedTicket, AlertSpoolGrowing, AlertClock:
		return nil
	case AlertKioskSilent:
	}
	return Refuse(Invalid, "alert kind %q: expected help, colleague, paper_low, paper_out, printer, refused_ticket, "+
		"spool_growing or clock", k)
}

// Lasting reports whether an alert says how something is, for as long as it is so:
// of one kind there is then one at a time of whoever raises it. The others are each
// somebody's call, or about a ticket of its own.
func (k AlertKind) Lasting() bool {
	switch k {
	case AlertPaperLow, AlertPaperOut, AlertPrinter, AlertSpoolGrowing, AlertClock, AlertKioskSilent:
		return true
	case AlertHelp, AlertColleague, AlertRefusedTicket:
		return false
	}
	return false
}

// Named limits of alerts.
const (
	AlertsMax     = 100    // of a site, that are not yet taken down
	alertsPastMax = 10_000 // of those taken down that a key may still be answered with

	HelpAckedMax = 5 * time.Minute  // after someone took a visitor's call they have met
	HelpMax      = 15 * time.Minute // a call that nobody took: the visitor went, or found someone

	alertFlapsWithin = 10 * time.Minute
	alertCalm        = 10 * time.Minute
)

// An Alert asks for someone. Its text, if any, is kept beside the journal.
type Alert struct {
	ID     AlertID
	Kind   AlertKind
	By     ActorID
	About  ActorID // the kiosk that the server speaks of, or ""
	Device bool    // By is a device
	Noted  bool    // a text goes with it
	Since  time.Time
	SinceE time.Duration
	Day    Day     // in which it was raised
	Acked  ActorID // who took it, or ""
	AckedE time.Duration
}

// ends returns when time alone takes an alert down: a call for help, which nobody
// else would. What a machine says, it takes back itself; what a mediator called
// for, a mediator does.
func (a *Alert) ends() (at time.Duration, ok bool) {
	switch {
	case a.Kind != AlertHelp:
		return 0, false
	case a.Acked != "":
		return a.AckedE + HelpAckedMax, true
	}
	return a.SinceE + HelpMax, true
}

// AlertCalm returns how long a condition must have been over before its alert, that
// was raised at one time, is taken down; withdrawn is when the one before was, or
// zero. It is at once, but not of what comes and goes: a printer or a line that
// flaps would fill the journal, and a mediator's screen.
func AlertCalm(raised, withdrawn time.Time) time.Duration {
	if withdrawn.IsZero() || raised.Sub(withdrawn) >= alertFlapsWithin {
		return 0
	}
	return alertCalm
}

// Alerts returns the alerts not yet taken down, oldest first.
func (s *State) Alerts() []Alert { return slices.Clone(s.alerts) }

// Alert returns the alert of that id, and false when it was taken down or never raised.
func (s *State) Alert(id AlertID) (Alert, bool) {
	return alertWhere(s.alerts, func(a *Alert) bool { return a.ID == id })
}

// Standing returns the alert of a lasting condition that someone raised, about a
// kiosk or "", and false when none stands.
func (s *State) Standing(k AlertKind, by, about ActorID) (Alert, bool) {
	return alertWhere(s.alerts, func(a *Alert) bool { return k.Lasting() && a.Kind == k && a.By == by && a.About == about })
}

// Raised returns an alert of the last seven days, standing or taken down: as long
// as a key is kept, so is the alert that it is answered with.
func (s *State) Raised(id AlertID) (Alert, bool) {
	if a, ok := s.Alert(id); ok {
		return a, true
	}
	return alertWhere(s.past, func(a *Alert) bool { return a.ID == id })
}

func alertWhere(list []Alert, ok func(*Alert) bool) (Alert, bool) {
	for i := range list {
		if ok(&list[i]) {
			return list[i], true
		}
	}
	return Alert{}, false
}

// aboutAlert decides what is wished of alerts.
func (d *decision) aboutAlert(w Wish) ([]Event, error) {
	switch w := w.(type) {
	case RaiseAlert:
		return d.raise(w)
	case AckAlert:
		a, err := d.alert(w.Alert)
		if err != nil {
			return nil, err
		}
		if d.by.Role < RoleMediator {
			return nil, Refuse(Forbidden, "only a mediator takes an alert")
		}
		if a.Acked != "" {
			return nil, nil
		}
		return one(AlertAcked(w))
	case DropAlert:
		a, err := d.alert(w.Alert)
		if err != nil {
			return nil, err
		}
		if d.by.Role < RoleMediator && a.By != d.by.ID {
			return nil, Refuse(Forbidden, "alert %s is not this kiosk's", w.Alert)
		}
		return one(AlertDropped(w))
	}
	return nil, Refuse(Internal, "not a wish about alerts: %T", w)
}

func (d *decision) raise(w RaiseAlert) ([]Event, error) {
	own := d.by == (Actor{Role: RoleAdmin}) // the server's, which come through at any time
	if err := w.Kind.Check(); err != nil && !own {
		return nil, err
	}
	if _, again := d.s.Alert(w.Alert); again || w.Alert == "" {
		return nil, Refuse(Conflict, "alert %q is raised already, or has no id", w.Alert)
	}
	if _, stands := d.s.Standing(w.Kind, d.by.ID, w.About); stands {
		return nil, nil
	}
	if len(d.s.alerts) >= AlertsMax && !own {
		return nil, Refuse(TooMany, "%d alerts stand already: take some down first", AlertsMax)
	}
	return one(AlertRaised{Alert: w.Alert, Kind: w.Kind, About: w.About, Device: d.by.Role <= RoleKiosk, Noted: w.Noted})
}

func (d *decision) alert(id AlertID) (Alert, error) {
	a, ok := d.s.Alert(id)
	if !ok {
		return a, Refuse(NotFound, "there is no alert %q: it was taken down", id)
	}
	return a, nil
}

func (s *State) applyAlert(e Event, at Stamp) {
	switch e := e.(type) {
	case AlertRaised:
		s.alerts = append(s.alerts, Alert{
			ID: e.Alert, Kind: e.Kind, By: at.Actor, About: e.About, Device: e.Device, Noted: e.Noted,
			Since: at.At, SinceE: at.Elapsed, Day: s.day,
		})
	case AlertAcked:
		for i := range s.alerts {
			if s.alerts[i].ID == e.Alert {
				s.alerts[i].Acked, s.alerts[i].AckedE = at.Actor, at.Elapsed
			}
		}
	case AlertDropped:
		if a, ok := s.Alert(e.Alert); ok {
			s.alerts = slices.DeleteFunc(s.alerts, func(a Alert) bool { return a.ID == e.Alert })
			s.pass(a)
		}
	}
}

// pass remembers alerts that were taken down.
func (s *State) pass(all ...Alert) {
	s.past = append(s.past, all...)
	s.past = slices.Delete(s.past, 0, max(0, len(s.past)-alertsPastMax))
}
