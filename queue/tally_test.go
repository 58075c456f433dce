package queue

import (
	"slices"
	"testing"
	"time"
)

var (
	dossier   = Coded{Reason: "dossier", Quantity: 1}
	etalement = Coded{Partner: "edf", Reason: "etalement", Quantity: 2}
)

// serves lets someone come, be served for ten minutes by ana at desk 1, and leave.
func (o *office) serves(s ServiceID, reasons ...Coded) TicketID {
	o.t.Helper()
	id := o.comes(s, Normal)
	o.must(ana, Next{Desk: "1"})
	o.must(ana, Start{id})
	o.later(10 * time.Minute)
	o.must(ana, Finish{Ticket: id, ReasonsSet: true, Reasons: reasons})
	return id
}

func (o *office) today(p Actor, want Today) {
	o.t.Helper()
	if got := o.s.Today(p.ID); got != want {
		o.t.Errorf("today of %s: got %+v, want %+v", p.ID, got, want)
	}
}

func TestADayIsToldToWhoDidIt(t *testing.T) {
	o := newOffice(t)
	o.must(ana, OpenDesk{Desk: "1"})
	o.today(ana, Today{})
	done := o.serves("droits", dossier, etalement, etalement)
	o.today(ana, Today{Visits: 1, Reasons: 5, Served: 10 * time.Minute})
	o.must(ana, Code{Ticket: done, Reasons: []Coded{dossier}})
	o.today(ana, Today{Visits: 1, Reasons: 1, Served: 10 * time.Minute})

	o.must(head, Undo{done})
	o.today(ana, Today{})
	o.later(5 * time.Minute)
	o.must(ana, Finish{Ticket: done})
	o.today(ana, Today{Visits: 1, Reasons: 1, Served: 15 * time.Minute})

	missed := o.comes("droits", Normal)
	o.must(ana, Next{Desk: "1"})
	o.must(ana, MarkNoShow{missed})
	o.today(ana, Today{Visits: 1, Reasons: 1, Served: 15 * time.Minute, NoShows: 1})
	o.must(ana, Undo{missed})
	o.today(ana, Today{Visits: 1, Reasons: 1, Served: 15 * time.Minute})
	o.today(ben, Today{})
}

func TestAVisitWithoutATicketCountsInItsOwnDay(t *testing.T) {
	o := newOffice(t)
	o.must(ana, CodeVisit{Ticket: "V1", Channel: ChannelPhone, Reasons: []Coded{etalement}, Age: 20 * time.Minute})
	o.today(ana, Today{Visits: 1, Reasons: 2}) // how long it took is not known
	o.must(ana, CodeVisit{Ticket: "V2", Channel: ChannelOutside, Day: o.s.Day().Add(-1), Reasons: []Coded{dossier}, Age: 24 * time.Hour})
	o.today(ana, Today{Visits: 1, Reasons: 2})
}

func TestANewDayBeginsWithNothingDone(t *testing.T) {
	o := newOffice(t, func(c *Config) { c.AlwaysOpen = true })
	o.must(ana, OpenDesk{Desk: "1"})
	o.serves("droits", dossier)
	late := o.comes("droits", Normal)
	o.must(ana, Next{Desk: "1"})
	o.must(ana, Start{late})
	o.passes(20 * time.Hour)
	opened := o.s.Day()
	o.today(ana, Today{})
	o.must(ana, Finish{Ticket: late})
	if got := o.s.Today("ana"); got.Visits != 1 || got.Served > 2*time.Hour || opened == "2026-11-23" {
		t.Errorf("of the visit that went over the night: got %+v, want today's part of it", got)
	}
}

func (o *office) usual(s ServiceID, want ...ReasonID) {
	o.t.Helper()
	var got []ReasonID
	for _, u := range o.s.Usual(s, 8) {
		got = append(got, u.Reason)
	}
	if !slices.Equal(got, want) {
		o.t.Errorf("usual for %q: got %v, want %v", s, got, want)
	}
}

func TestTheUsualReasonsComeFirst(t *testing.T) {
	o := newOffice(t, func(c *Config) { c.AlwaysOpen = true })
	o.must(ana, OpenDesk{Desk: "1"})
	o.usual("")
	o.serves("droits", dossier, dossier)
	last := o.serves("energie", etalement)
	o.usual("", "dossier", "etalement")
	o.usual("droits", "dossier")
	o.usual("energie", "etalement")

	o.must(ana, Code{Ticket: last, Reasons: []Coded{etalement, etalement, etalement}})
	o.usual("", "etalement", "dossier")
	if got := o.s.Usual("", 1); len(got) != 1 || got[0] != (Usual{"edf", "etalement"}) {
		t.Errorf("got %v, want the commonest alone", got)
	}
	o.must(ana, CodeVisit{Ticket: "V1", Channel: ChannelPhone, Reasons: []Coded{dossier}})
	o.usual("energie", "etalement")
	o.usual("", "dossier", "etalement") // as often as the other: in the order of their names

	for range DaysBackMax {
		o.passes(24 * time.Hour)
	}
	o.usual("", "dossier", "etalement") // as long as the visits are kept
	o.passes(24 * time.Hour)
	o.usual("")
}

func TestWhatCanNoLongerBeCodedIsNotUsual(t *testing.T) {
	o := newOffice(t)
	o.must(ana, OpenDesk{Desk: "1"})
	o.serves("droits", dossier, etalement)
	c := testConfig()
	c.Partners = nil
	o.must(house, Configure{c})
	o.usual("droits", "dossier")
	c.Reasons = c.Reasons[:1]
	o.must(house, Configure{c})
	o.usual("droits")
	o.must(house, Configure{testConfig()})
	o.usual("droits", "dossier", "etalement")
}

func TestAReasonGoesWithItsTicketToAnotherService(t *testing.T) {
	o := newOffice(t)
	o.must(ana, OpenDesk{Desk: "1"})
	id := o.comes("droits", Normal)
	o.must(ana, Next{Desk: "1"})
	o.must(ana, Code{Ticket: id, Reasons: []Coded{dossier}})
	o.must(ana, TransferTicket{Ticket: id, Service: "energie"})
	o.usual("droits")
	o.usual("energie", "dossier")
	o.usual("", "dossier")
}
