package queue

import (
	"fmt"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// change decides what a head changes over the file. To wish what is in force already,
// or what the file says where nothing lies over it, changes nothing.
func (d *decision) change(w Wish) ([]Event, error) {
	if d.by.Role < RoleSupervisor {
		return nil, Refuse(Forbidden, "a supervisor changes what is in force here: ask one")
	}
	switch w := w.(type) {
	case SetDate:
		return d.setDate(w)
	case WithdrawDate:
		return d.withdrawDate(w)
	case RenameReason:
		return d.renameReason(w)
	case WithdrawName:
		if _, ok := d.s.changes.name(w.Reason); !ok {
			return nil, Refuse(NotFound, "reason %q has no other name than the file's", w.Reason)
		}
		return one(RenamingWithdrawn(w))
	}
	return nil, Refuse(Internal, "not a change of a head's: %T", w)
}

func (d *decision) setDate(w SetDate) ([]Event, error) {
	if err := d.checkDate(w); err != nil {
		return nil, err
	}
	change, changed := d.s.changes.date(w.Day)
	if changed && change.Closed == w.Closed {
		return nil, nil
	}
	inFile := slices.Contains(d.s.file.ClosedDays, w.Day)
	if w.Closed && !w.Confirmed {
		if err := d.disturbs(w.Day); err != nil {
			return nil, err
		}
	}
	switch {
	case inFile == w.Closed && changed:
		return one(DateWithdrawn{w.Day}) // it is as the file says
	case inFile == w.Closed:
		return nil, nil
	case !changed && len(d.s.changes.Dates) >= DateChangesMax:
		return nil, Refuse(Conflict, "%d dates are changed already: withdraw one, or write them into the file", DateChangesMax)
	}
	return one(DateSet{Day: w.Day, Closed: w.Closed})
}

// checkDate refuses a date of which nothing would follow.
func (d *decision) checkDate(w SetDate) error {
	today := d.s.cal.dateOf(d.now.Wall)
	switch {
	case !w.Day.Valid():
		return Refuse(Invalid, "%q is not a date such as %s", w.Day, dayOn(today))
	case w.Day < dayOn(today):
		return Refuse(Invalid, "%s is over: only today or a later date is closed or opened", w.Day)
	case w.Day > dayOn(today.AddDate(ClosedYearsMax, 0, 0)):
		return Refuse(Invalid, "%s is more than %d years ahead", w.Day, ClosedYearsMax)
	case d.s.config.AlwaysOpen:
		return Refuse(Conflict, "this server was started with --always-open, so no date is closed: start it without")
	case !w.Closed && len(d.s.cal.week[w.Day.date().Weekday()]) == 0:
		return Refuse(Invalid, "the file has no hours on a %s, so %s cannot be opened: write them there", w.Day.date().Weekday(), w.Day)
	}
	return nil
}

func (d *decision) withdrawDate(w WithdrawDate) ([]Event, error) {
	change, ok := d.s.changes.date(w.Day)
	if !ok {
		return nil, Refuse(NotFound, "nothing is changed about %q", w.Day)
	}
	if !change.Closed && !w.Confirmed && slices.Contains(d.s.file.ClosedDays, w.Day) {
		if err := d.disturbs(w.Day); err != nil {
			return nil, err
		}
	}
	return one(DateWithdrawn{w.Day})
}

// disturbs refuses to close a date on which someone is expected, waits or works, and
// says how many. Nothing that was handed out is ever refused: who waits is still served.
func (d *decision) disturbs(day Day) error {
	if d.s.cal.closed[day] {
		return nil
	}
	var found []string
	count := func(n int, one, many string) {
		switch n {
		case 0:
		case 1:
			found = append(found, "1 "+one)
		default:
			found = append(found, fmt.Sprintf("%d %s", n, many))
		}
	}
	if day == dayOn(d.s.cal.dateOf(d.now.Wall)) {
		count(d.s.order.len()+len(d.s.parked), "person waits", "people wait")
		if d.s.cal.At(d.now.Wall).Open {
			count(len(d.s.deskOf), "desk is at work", "desks are at work")
		}
	}
	booked := 0
	for _, b := range d.s.bookings {
		if _, come := d.s.booked[b.ID]; !come && dayOn(d.s.cal.dateOf(b.At)) == day {
			booked++
		}
	}
	count(booked, "appointment is booked", "appointments are booked")
	if len(found) == 0 {
		return nil
	}
	return Refuse(Conflict, "on %s %s: to close it all the same, send this again with confirmed", day, strings.Join(found, ", "))
}

func (d *decision) renameReason(w RenameReason) ([]Event, error) {
	i := slices.IndexFunc(d.s.file.Reasons, func(r Reason) bool { return r.ID == w.Reason })
	if i < 0 {
		return nil, Refuse(NotFound, "there is no reason %q at this site", w.Reason)
	}
	name := strings.TrimSpace(w.Name)
	if err := checkReasonName(name); err != nil {
		return nil, err
	}
	for _, r := range d.s.config.Reasons {
		if r.ID != w.Reason && strings.EqualFold(r.Name, name) {
			return nil, Refuse(Conflict, "reason %q is called %q already: nobody could tell the two apart", r.ID, r.Name)
		}
	}
	change, changed := d.s.changes.name(w.Reason)
	switch {
	case changed && change.Name == name:
		return nil, nil
	case name == d.s.file.Reasons[i].Name && changed:
		return one(RenamingWithdrawn{w.Reason})
	case name == d.s.file.Reasons[i].Name:
		return nil, nil
	case !changed && len(d.s.changes.Names) >= NameChangesMax:
		return nil, Refuse(Conflict, "%d reasons have another name already: withdraw one, or write them into the file", NameChangesMax)
	}
	return one(ReasonRenamed{Reason: w.Reason, Name: name})
}

// checkReasonName refuses a name that says nothing, or that would reach a screen as
// more than a name.
func checkReasonName(name string) error {
	switch {
	case name == "":
		return Refuse(Invalid, "the name is empty")
	case utf8.RuneCountInString(name) > ReasonNameMax:
		return Refuse(Invalid, "the name has more than %d characters", ReasonNameMax)
	case !utf8.ValidString(name) || strings.ContainsFunc(name, func(r rune) bool { return !unicode.IsGraphic(r) }):
		return Refuse(Invalid, "the name holds a control character: write plain text on one line")
	}
	return nil
}
