package queue

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"
)

const (
	thursday  Day = "2026-12-24"
	christmas Day = "2026-12-25" // a Friday, which the file closes
	sunday    Day = "2026-12-27"
)

// changed is an office whose file closes Christmas.
func changed(t *testing.T) *office {
	return newOffice(t, func(c *Config) { c.ClosedDays = []Day{christmas} })
}

// closes reports whether the door stays shut on a date, at ten in the morning.
func (o *office) closes(d Day) bool {
	o.t.Helper()
	return !o.s.Opening(d.date().Add(9 * time.Hour)).Open
}

func (o *office) reasonName(id ReasonID) string {
	for _, r := range o.s.Config().Reasons {
		if r.ID == id {
			return r.Name
		}
	}
	return ""
}

func TestAHeadClosesAndOpensDatesAgainstTheFile(t *testing.T) {
	o := changed(t)
	o.must(head, SetDate{Day: thursday, Closed: true})
	o.must(head, SetDate{Day: christmas})
	if !o.closes(thursday) || o.closes(christmas) {
		t.Fatalf("closed are %v, want %s alone", o.s.Config().ClosedDays, thursday)
	}
	want := []DateChange{{thursday, true, o.now.Wall, "head"}, {christmas, false, o.now.Wall, "head"}}
	if got := o.s.Changes().Dates; !slices.Equal(got, want) {
		t.Errorf("changed are %v, want %v", got, want)
	}
	if got := o.s.File().ClosedDays; !slices.Equal(got, []Day{christmas}) {
		t.Errorf("the file closes %v, want what it closed", got)
	}
	o.must(head, WithdrawDate{Day: thursday})
	o.must(head, WithdrawDate{Day: christmas})
	if o.closes(thursday) || !o.closes(christmas) || len(o.s.Changes().Dates) > 0 {
		t.Errorf("closed are %v, want the file's alone", o.s.Config().ClosedDays)
	}
	o.refused(NotFound, head, WithdrawDate{Day: thursday})
}

func TestAnEditionNamesWhatIsInForce(t *testing.T) {
	o := changed(t)
	before := o.s.Edition()
	o.must(head, RenameReason{"dossier", "Papiers"})
	renamed := o.s.Edition()
	o.must(head, SetDate{Day: thursday, Closed: true})
	if closed := o.s.Edition(); before == "" || renamed == before || closed == renamed {
		t.Errorf("got %q, %q and %q, want another each time", before, renamed, closed)
	}
	if again := replay(o.log).Edition(); again != o.s.Edition() {
		t.Errorf("replayed it is %q, want %q", again, o.s.Edition())
	}
	o.must(head, WithdrawDate{Day: thursday})
	o.must(head, WithdrawName{"dossier"})
	if got := o.s.Edition(); got != before {
		t.Errorf("withdrawn it is %q, want %q as before", got, before)
	}
}

func TestAHeadRenamesAReason(t *testing.T) {
	o := newOffice(t)
	o.must(head, RenameReason{"dossier", "  Dossier à remplir "})
	if got := o.reasonName("dossier"); got != "Dossier à remplir" {
		t.Errorf("the reason is called %q, want its new name", got)
	}
	if got := o.s.File().Reasons[1].Name; got != "Dossier" {
		t.Errorf("in the file it is called %q, want its old name", got)
	}
	o.must(ana, CodeVisit{Ticket: "V1", Channel: ChannelPhone, Reasons: []Coded{dossier}}) // by the same id
	o.must(head, WithdrawName{"dossier"})
	if got := o.reasonName("dossier"); got != "Dossier" {
		t.Errorf("the reason is called %q, want the file's name", got)
	}
	o.refused(NotFound, head, WithdrawName{"dossier"})
}

func TestChangesThatMakeNoSenseAreRefusedInWords(t *testing.T) {
	long := strings.Repeat("é", ReasonNameMax)
	for _, c := range []struct {
		what string
		wish Wish
		kind Kind
		says string
	}{
		{"yesterday", SetDate{Day: "2026-11-22", Closed: true}, Invalid, "is over"},
		{"beyond two years", SetDate{Day: "2028-11-24", Closed: true}, Invalid, "more than 2 years"},
		{"no date", SetDate{Day: "24/12/2026", Closed: true}, Invalid, "not a date"},
		{"a day that is none", SetDate{Day: "2026-02-30", Closed: true}, Invalid, "not a date"},
		{"a weekday without hours, opened", SetDate{Day: sunday}, Invalid, "no hours on a Sunday"},
		{"a reason that is none", RenameReason{"none", "Autre"}, NotFound, "no reason"},
		{"an empty name", RenameReason{"dossier", "  "}, Invalid, "empty"},
		{"a name too long", RenameReason{"dossier", long + "é"}, Invalid, "more than 120"},
		{"a control character", RenameReason{"dossier", "Dos\x1b[31msier"}, Invalid, "control"},
		{"a text turned around", RenameReason{"dossier", "Dos\u202esier"}, Invalid, "control"},
		{"the name of another", RenameReason{"dossier", "étalement"}, Conflict, "tell the two apart"},
	} {
		o := changed(t)
		_, err := o.try(head, c.wish)
		if KindOf(err) != c.kind || err == nil || !strings.Contains(err.Error(), c.says) {
			t.Errorf("%s: got %v, want %s that says %q", c.what, err, c.kind, c.says)
		}
	}
	o := changed(t)
	o.must(head, SetDate{Day: "2028-11-23", Closed: true})
	o.must(head, SetDate{Day: sunday, Closed: true})
	o.must(head, RenameReason{"dossier", long})
	o.refused(Forbidden, ana, SetDate{Day: thursday, Closed: true})
	o.refused(Forbidden, ana, WithdrawName{"dossier"})
	c := testConfig()
	c.AlwaysOpen = true
	o.must(house, Configure{c})
	o.refused(Conflict, head, SetDate{Day: thursday, Closed: true}) // nothing would follow
}

// What is so already needs no change; what the file says needs none either.
func TestAChangeIsWhatDiffersFromTheFile(t *testing.T) {
	o := changed(t)
	for _, w := range []Wish{SetDate{Day: christmas, Closed: true}, SetDate{Day: thursday}, RenameReason{"dossier", "Dossier"}} {
		if events, err := o.try(head, w); err != nil || len(events) > 0 {
			t.Errorf("%T %+v: got %v, %v, want nothing to do", w, w, events, err)
		}
	}
	o.must(head, SetDate{Day: thursday, Closed: true})
	o.must(head, SetDate{Day: thursday})
	o.must(head, RenameReason{"dossier", "Papiers"})
	o.must(head, RenameReason{"dossier", "Dossier"})
	if c := o.s.Changes(); len(c.Dates)+len(c.Names) > 0 {
		t.Errorf("changed are %+v, want none: it is as the file says", c)
	}
}

func TestChangesLieOverWhateverTheFileBecomes(t *testing.T) {
	o := changed(t)
	o.must(head, SetDate{Day: thursday, Closed: true})
	o.must(head, RenameReason{"dossier", "Papiers"})
	other := testConfig()
	other.Reasons, other.ClosedDays = other.Reasons[:1], []Day{thursday}
	o.must(house, Configure{other})
	if got := o.s.Config().ClosedDays; !slices.Equal(got, []Day{thursday}) || o.reasonName("dossier") != "" {
		t.Errorf("closed are %v and the reason is called %q, want the date once and no reason", got, o.reasonName("dossier"))
	}
	if events, err := o.try(house, Configure{other}); err != nil || len(events) > 0 {
		t.Errorf("the same file again: got %v, %v, want nothing to do", events, err)
	}
	o.must(house, Configure{testConfig()})
	if !o.closes(thursday) || o.closes(christmas) || o.reasonName("dossier") != "Papiers" {
		t.Error("of the file that has the reason again, want the changes over it")
	}
	o.must(house, Configure{other})
	o.must(head, WithdrawName{"dossier"}) // of a reason that is gone
}

func TestToCloseADayOnWhichSomeoneIsExpectedIsAskedAgain(t *testing.T) {
	o := newOffice(t)
	today := o.s.Day()
	o.must(head, SetAppointments{[]Booking{
		{ID: "P1", At: o.now.Wall.Add(time.Hour), Service: "droits"}, {ID: "P2", At: o.now.Wall.AddDate(0, 0, 1), Service: "droits"},
	}})
	o.must(ana, OpenDesk{Desk: "1"})
	waits := []TicketID{o.comes("droits", Normal), o.comes("droits", Normal)}
	says := func(d Day, want string) {
		t.Helper()
		_, err := o.try(head, SetDate{Day: d, Closed: true})
		if KindOf(err) != Conflict || err == nil || !strings.Contains(err.Error(), want) || !strings.Contains(err.Error(), "confirmed") {
			t.Errorf("got %v, want a conflict that says %q", err, want)
		}
	}
	says(today, "2 people wait, 1 desk is at work, 1 appointment is booked")
	says(today.Add(1), "1 appointment is booked")
	o.must(head, SetDate{Day: today.Add(2), Closed: true})

	o.must(head, SetDate{Day: today, Closed: true, Confirmed: true})
	if !o.closes(today) {
		t.Fatal("today is open, want it closed at once")
	}
	o.refused(Closed, ana, Give{Ticket: "T-late", Service: "droits"})
	o.must(ana, Next{Desk: "1"})
	o.state(waits[0], Called)
	o.must(kiosk, TakeLane{Device: "kiosk", Spool: "S"})
	o.must(kiosk, Give{Ticket: "T-out", Service: "droits", Number: "A01", Day: today, Age: time.Minute}) // handed out already
}

func TestToLetTheFileCloseADayAgainIsAskedAgain(t *testing.T) {
	o := newOffice(t, func(c *Config) { c.ClosedDays = []Day{"2026-11-24"} })
	o.must(head, SetDate{Day: "2026-11-24"})
	o.must(head, SetAppointments{[]Booking{{ID: "P1", At: o.now.Wall.AddDate(0, 0, 1), Service: "droits"}}})
	o.refused(Conflict, head, WithdrawDate{Day: "2026-11-24"})
	o.must(head, WithdrawDate{Day: "2026-11-24", Confirmed: true})
	if !o.closes("2026-11-24") {
		t.Error("the date is open, want the file to close it")
	}
}

// A state that begins at an opening knows what lies over its file; dates that are over
// are forgotten.
func TestAnOpeningCarriesTheChanges(t *testing.T) {
	o := changed(t)
	o.must(head, SetDate{Day: "2026-11-23", Closed: true})
	o.must(head, SetDate{Day: thursday, Closed: true})
	o.must(head, RenameReason{"dossier", "Papiers"})
	o.passes(3 * 24 * time.Hour)
	last := openings(o.log)
	o.s = replay(o.log[last[len(last)-1]:])
	if got := o.s.Changes(); len(got.Dates) != 1 || len(got.Names) != 1 || !o.closes(thursday) || o.reasonName("dossier") != "Papiers" {
		t.Errorf("got %+v, want what is still to come", got)
	}
	if got := o.s.File(); !got.Equal(*changed(t).s.File()) {
		t.Errorf("the file is %+v, want what it was", got)
	}
}

func TestWhatAHeadChangesIsBounded(t *testing.T) {
	o := newOffice(t, func(c *Config) {
		for i := range NameChangesMax + 1 {
			c.Reasons = append(c.Reasons, Reason{ID: ReasonID(fmt.Sprint("r", i)), Name: fmt.Sprint("Motif ", i)})
		}
	})
	for i := range DateChangesMax {
		o.must(head, SetDate{Day: o.s.Day().Add(i + 1), Closed: true})
	}
	o.refused(Conflict, head, SetDate{Day: o.s.Day().Add(DateChangesMax + 1), Closed: true})
	for i := range NameChangesMax {
		o.must(head, RenameReason{ReasonID(fmt.Sprint("r", i)), fmt.Sprint("Autre ", i)})
	}
	o.refused(Conflict, head, RenameReason{ReasonID(fmt.Sprint("r", NameChangesMax)), "Encore"})
	o.must(head, RenameReason{"r0", "Encore"}) // one that has another name already
}
