package queue

import "testing"

// What makes no sense in any state is told as such, whatever the state; who and
// what it is about must be there all the same.
func TestWhatIsSaidIsLookedAtBeforeTheState(t *testing.T) {
	made := []Coded{{Reason: "made-up", Quantity: 1}}
	for _, c := range []struct {
		name string
		want Kind
		wish func(done TicketID) Wish
	}{
		{"finish a ticket that is done, for no known reason", Invalid, func(id TicketID) Wish { return Finish{Ticket: id, ReasonsSet: true, Reasons: made} }},
		{"finish a ticket that is done", Conflict, func(id TicketID) Wish { return Finish{Ticket: id} }},
		{"finish no ticket, for no known reason", NotFound, func(TicketID) Wish { return Finish{Ticket: "none", ReasonsSet: true, Reasons: made} }},
		{"next at a closed desk, for no known reason", Invalid, func(TicketID) Wish { return Next{Desk: "1", ReasonsSet: true, Reasons: made} }},
		{"next at a closed desk", Conflict, func(TicketID) Wish { return Next{Desk: "1"} }},
		{"next at no desk, for no known reason", NotFound, func(TicketID) Wish { return Next{Desk: "none", ReasonsSet: true, Reasons: made} }},
		{"pause a closed desk for less than nothing", Invalid, func(TicketID) Wish { return PauseDesk{Desk: "1", Minutes: -1} }},
		{"pause a closed desk", Conflict, func(TicketID) Wish { return PauseDesk{Desk: "1"} }},
		{"pause no desk for less than nothing", NotFound, func(TicketID) Wish { return PauseDesk{Desk: "none", Minutes: -1} }},
		{"call to a closed desk, for no known cause", Invalid, func(id TicketID) Wish { return CallTicket{Ticket: id, Desk: "1", Cause: "because"} }},
		{"call to no desk, for no known cause", NotFound, func(id TicketID) Wish { return CallTicket{Ticket: id, Desk: "none", Cause: "because"} }},
		{"count a visit again, for no known reason", Invalid, func(id TicketID) Wish { return CodeVisit{Ticket: id, Channel: ChannelPhone, Reasons: made} }},
		{"raise an alert of no known kind", Invalid, func(TicketID) Wish { return RaiseAlert{Alert: "A", Kind: "lunch"} }},
		{"raise the server's own alert", Invalid, func(TicketID) Wish { return RaiseAlert{Alert: "A", Kind: AlertKioskSilent} }},
	} {
		t.Run(c.name, func(t *testing.T) {
			o := newOffice(t)
			id := o.comes("droits", Normal)
			o.must(ana, OpenDesk{Desk: "1"})
			o.must(ana, Next{Desk: "1"})
			o.must(ana, Finish{Ticket: id})
			o.must(ana, CloseDesk{Desk: "1"})
			o.refused(c.want, ana, c.wish(id))
		})
	}
}

func TestACauseThatIsNoneIsRefusedInOrderToo(t *testing.T) {
	o := newOffice(t)
	first := o.comes("droits", Normal)
	o.must(ana, OpenDesk{Desk: "1"})
	o.refused(Invalid, ana, CallTicket{Ticket: first, Desk: "1", Cause: "because"})
	o.must(ana, CallTicket{Ticket: first, Desk: "1", Cause: "language"})
}
