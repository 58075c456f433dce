package queue

import "testing"

func TestTheDeskOfSomeoneRemovedIsFree(t *testing.T) {
	o := newOffice(t)
	o.must(ana, OpenDesk{Desk: "1"})
	id := o.comes("droits", Normal)
	o.must(ana, Next{Desk: "1"})
	o.must(house, FreeDesk{Person: ana.ID})
	if d, _ := o.s.Desk("1"); d.Person != ana.ID {
		t.Errorf("got desk %+v, want it kept while a visit is open there", d)
	}
	o.must(head, Finish{Ticket: id})
	o.must(house, FreeDesk{Person: ana.ID})
	o.must(house, FreeDesk{Person: ana.ID}) // nothing is left to do
	if d, _ := o.s.Desk("1"); d.Mode != DeskClosed {
		t.Errorf("got desk %+v, want it closed", d)
	}
	o.must(ben, OpenDesk{Desk: "1"})
}
