package queue

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"
)

// A crowd is an office in which anyone does anything at any time: five
// mediators, a supervisor, two kiosks and the server.
type crowd struct {
	*office
	saw    *witness
	seen   int // of the log
	ids    []TicketID
	counts map[label]int // a kiosk's own counts, by day and lane's prefix
	ahead  bool          // kiosks may believe that it is tomorrow
	always bool          // the site never closes
}

var (
	mediators = []Actor{ana, ben, {"eve", RoleMediator}, {"jo", RoleMediator}, {"lea", RoleMediator}, head}
	kiosks    = []Actor{kiosk, {"second", RoleKiosk}}
	anyDesk   = evenly([]DeskID{"1", "2", "3", "1", "2", "3", "none"})
	anyPlace  = evenly([]ServiceID{"droits", "energie", "droits", "energie", "courrier", "none"})
	anyClass  = evenly([]Class{Normal, Normal, Priority, Appointment})
	anyAge    = evenly([]time.Duration{0, 0, time.Second, time.Second, time.Minute, 3 * time.Hour, 30 * time.Hour, 8 * 24 * time.Hour, AgeUnknown})
)

// evenly draws from a list without rapid's liking for what stands first, where
// it still ends up when a failure is made small.
func evenly[T any](list []T) *rapid.Generator[T] {
	return rapid.Custom(func(t *rapid.T) T {
		n := 0
		for bits := len(list) * 8; bits > 0; bits /= 2 {
			n *= 2
			if rapid.Bool().Draw(t, "bit") {
				n++
			}
		}
		return list[n%len(list)]
	})
}

func newCrowd(t *rapid.T) *crowd {
	always := rapid.IntRange(0, 3).Draw(t, "hours") > 0
	c := &crowd{office: newOffice(t, func(c *Config) { c.AlwaysOpen = always }), saw: newWitness(), counts: map[label]int{}, always: always}
	for _, k := range kiosks {
		c.must(k, TakeLane{Device: k.ID, Spool: SpoolID("S" + k.ID)})
	}
	c.must(ana, OpenDesk{Desk: "1"})
	c.must(ben, OpenDesk{Desk: "2"})
	return c
}

// does tries a wish, refused or not.
func (c *crowd) does(by Actor, w Wish) { _, _ = c.try(by, w) }

// one is a mediator, rather one at a desk.
func (c *crowd) one(t *rapid.T) Actor {
	by := evenly(mediators).Draw(t, "who")
	if _, sits := c.s.DeskOf(by.ID); !sits && rapid.Bool().Draw(t, "rather") {
		by = evenly(mediators).Draw(t, "who else")
	}
	return by
}

// deskFor is a mediator's own as a rule.
func (c *crowd) deskFor(t *rapid.T, by Actor) DeskID {
	if d, ok := c.s.DeskOf(by.ID); ok && rapid.IntRange(0, 4).Draw(t, "own desk") > 0 {
		return d
	}
	return anyDesk.Draw(t, "desk")
}

// ticketFor is a mediator's own visit as often as not, else a late one rather
// than an early one.
func (c *crowd) ticketFor(t *rapid.T, by Actor) TicketID {
	if id, ok := c.s.VisitOf(by.ID); ok && rapid.Bool().Draw(t, "own visit") {
		return id
	}
	n := len(c.ids)
	return append([]TicketID{"T-none"}, c.ids...)[n-min(n, rapid.IntRange(0, n).Draw(t, "ticket"))]
}

func (c *crowd) fresh() TicketID {
	id := c.id()
	c.ids = append(c.ids, id)
	return id
}

func (c *crowd) gives(t *rapid.T) {
	w := Give{Ticket: c.fresh(), Service: anyPlace.Draw(t, "service"), Class: anyClass.Draw(t, "class")}
	if b := c.s.Bookings(); len(b) > 0 && rapid.Bool().Draw(t, "booked") {
		w.Appointment = b[0].ID
	}
	c.does(c.one(t), w)
}

// prints is a kiosk's giving: it numbers by itself, and tells late.
func (c *crowd) prints(t *rapid.T) {
	by := evenly(kiosks).Draw(t, "kiosk")
	lane, _ := c.s.LaneOf(by.ID, SpoolID("S"+by.ID))
	if lane == 0 {
		c.does(by, TakeLane{Device: by.ID, Spool: SpoolID("S" + by.ID), Hold: 1})
		return
	}
	days := []Day{c.s.Day(), c.s.Day(), c.s.Day(), c.s.Day().Add(-1), c.s.Day().Add(-7), ""}
	if c.ahead {
		days = append(days, c.s.Day().Add(1), c.s.Day().Add(1), c.s.Day().Add(9))
	}
	day := evenly(days).Draw(t, "day")
	mine := label{day, Number(fmt.Sprint(lane))}
	c.counts[mine] += evenly([]int{1, 1, 1, 1, 0, 30}).Draw(t, "skips")
	prefix := evenly([]byte("AABC")).Draw(t, "prefix")
	service := map[byte]ServiceID{'A': "droits", 'B': "energie", 'C': "courrier"}[prefix]
	w := Give{Ticket: c.fresh(), Service: service, Number: MakeNumber(prefix, lane, c.counts[mine]+1), Day: day, Age: anyAge.Draw(t, "age")}
	w.Class = anyClass.Draw(t, "class")
	c.does(by, w)
	if rapid.IntRange(0, 3).Draw(t, "at once") == 0 {
		c.does(by, evenly([]Wish{
			Cancel{Ticket: w.Ticket, Age: w.Age}, Amend{Ticket: w.Ticket, Service: "energie", Age: w.Age},
			Amend{Ticket: w.Ticket, Class: Priority, ClassSet: true, Age: w.Age},
		}).Draw(t, "changes"))
	}
}

func (c *crowd) next(t *rapid.T) {
	by := c.one(t)
	if _, sits := c.s.DeskOf(by.ID); !sits {
		c.does(by, OpenDesk{Desk: anyDesk.Draw(t, "sits")})
	}
	w := Next{Desk: c.deskFor(t, by), ReasonsSet: rapid.Bool().Draw(t, "coded")}
	if w.ReasonsSet {
		w.Reasons = anyReasons(t)
	}
	c.does(by, w)
	if id, ok := c.s.VisitOf(by.ID); ok && rapid.Bool().Draw(t, "start") {
		c.does(by, Start{id})
	}
}

func anyReasons(t *rapid.T) []Coded {
	edf := Coded{Partner: "edf", Reason: "etalement", Quantity: 2}
	return evenly([][]Coded{
		nil, {{Reason: "dossier", Quantity: 1}}, {{Reason: "dossier", Quantity: 3}, edf, edf}, {{Reason: "none", Quantity: 1}},
	}).Draw(t, "reasons")
}

func (c *crowd) desk(t *rapid.T) {
	by := c.one(t)
	d := c.deskFor(t, by)
	c.does(by, evenly([]Wish{
		OpenDesk{Desk: d}, OpenDesk{Desk: d, TakeOver: true}, OpenDesk{Desk: anyDesk.Draw(t, "other"), TakeOver: true},
		PauseDesk{Desk: d, Minutes: 5}, ResumeDesk{d}, CloseDesk{d},
	}).Draw(t, "wish"))
}

func (c *crowd) opens(t *rapid.T) {
	c.does(c.one(t), OpenDesk{Desk: anyDesk.Draw(t, "desk"), TakeOver: rapid.Bool().Draw(t, "take over")})
}

func (c *crowd) visit(t *rapid.T) {
	by := c.one(t)
	id := c.ticketFor(t, by)
	c.does(by, evenly([]Wish{
		Start{id}, Recall{id}, MarkNoShow{id}, MarkNoShow{id}, MarkNoShow{id}, Finish{Ticket: id}, Finish{Ticket: id, ReasonsSet: true, Reasons: anyReasons(t)},
		Park{Ticket: id, Minutes: evenly([]int{1, 30, ParkMinutesMax, 0}).Draw(t, "minutes")}, Unpark{id},
		TransferTicket{Ticket: id, Service: "energie"}, TransferTicket{Ticket: id, Desk: anyDesk.Draw(t, "to"), Noted: true},
		Code{Ticket: id, Reasons: anyReasons(t), FirstSet: true, FirstThis: Yes},
	}).Draw(t, "wish"))
}

func (c *crowd) ticket(t *rapid.T) {
	by := c.one(t)
	id := c.ticketFor(t, by)
	c.does(by, evenly([]Wish{
		Undo{id}, Undo{id}, Cancel{Ticket: id}, AskReprint{id}, CallTicket{Ticket: id, Desk: c.deskFor(t, by), Cause: "language"},
		CallTicket{Ticket: id, Desk: c.deskFor(t, by), Cause: "short"}, Amend{Ticket: id, Class: anyClass.Draw(t, "class"), ClassSet: true},
		Amend{Ticket: id, Service: anyPlace.Draw(t, "service"), Lang: "en"},
		CodeVisit{Ticket: c.fresh(), Channel: ChannelPhone, Reasons: anyReasons(t), Age: anyAge.Draw(t, "age")},
		CodeVisit{Ticket: c.fresh(), Channel: ChannelOutside, Service: "droits", Reasons: anyReasons(t), Age: anyAge.Draw(t, "age")},
	}).Draw(t, "wish"))
}

func (c *crowd) site(t *rapid.T) {
	by := c.one(t)
	alert := evenly([]AlertID{"R1", "R2"}).Draw(t, "alert")
	at := c.now.Wall.Add(time.Duration(rapid.IntRange(-60, 60).Draw(t, "at")) * time.Minute)
	far := time.Date(9999, 1, 1, 0, 0, 0, 0, time.UTC)
	c.does(by, evenly([]Wish{
		RaiseAlert{Alert: alert, Kind: AlertHelp}, RaiseAlert{Alert: alert, Kind: AlertPaperLow}, AckAlert{alert}, DropAlert{alert}, SetNotice{Noted: true},
		SetIntake{Open: false}, SetIntake{Open: true}, SetIntake{Open: true}, SetIntake{Open: true}, SetIntake{Open: true, Services: []ServiceID{"droits"}},
		SetIntake{Open: false, Services: []ServiceID{"energie"}},
		SetAppointments{[]Booking{{ID: "P1", At: at, Service: "droits"}, {ID: "P2", At: at, Service: "energie"}, {ID: "P3", At: far, Service: "droits"}}},
	}).Draw(t, "wish"))
}

// changes is a head's doing, or a mediator's who may not.
func (c *crowd) changes(t *rapid.T) {
	d := c.s.Day().Add(evenly([]int{-1, 0, 1, 2, 7}).Draw(t, "date"))
	sure := rapid.Bool().Draw(t, "confirmed")
	c.does(evenly([]Actor{head, head, head, ana}).Draw(t, "who"), evenly([]Wish{
		SetDate{Day: d, Closed: true, Confirmed: sure}, SetDate{Day: d, Confirmed: sure}, WithdrawDate{Day: d, Confirmed: sure},
		RenameReason{"dossier", "Papiers"}, RenameReason{"dossier", "Dossier"}, RenameReason{"etalement", "Facture"}, WithdrawName{"dossier"},
	}).Draw(t, "wish"))
}

func (c *crowd) house(t *rapid.T) {
	other := testConfig()
	change := evenly([]func(){
		func() {}, func() { other.Desks = other.Desks[:1] }, func() { other.Desks = nil }, func() { other.Services = other.Services[1:] },
		func() { other.Services[0].PerDay, other.PassedOverAtMost = 2, 0 }, func() { other.DayStarts, other.AppointmentFirst = 0, false }, func() { other.Reasons, other.ClosedDays = nil, []Day{c.s.Day()} },
		func() {
			other.Services = append(other.Services, Service{ID: "courrier", Prefix: 'C', Name: Name{"fr": "Courrier"}})
		},
	}).Draw(t, "config")
	change()
	other.AlwaysOpen = c.always
	k := evenly(kiosks).Draw(t, "kiosk")
	c.does(house, evenly([]Wish{
		Configure{other}, Configure{other}, TurnDay{}, BeginEpoch{"new"}, FreeLanes{k.ID}, TakeLane{k.ID, SpoolID("S" + k.ID), 0},
		TakeLane{k.ID, "S-other", 1},
	}).Draw(t, "wish"))
}

func (c *crowd) waits(t *rapid.T) {
	c.passes(evenly([]time.Duration{time.Second, 20 * time.Second, time.Minute, time.Minute, 11 * time.Minute, time.Hour}).Draw(t, "for"))
}

// sleeps lets a day turn, or many; or sets the wall's clock, as someone would
// who repairs it.
func (c *crowd) sleeps(t *rapid.T) {
	if rapid.Bool().Draw(t, "clock") {
		c.now.Wall = c.now.Wall.Add(time.Duration(rapid.IntRange(-30, 30).Draw(t, "hours")) * time.Hour)
		return
	}
	c.passes(evenly([]time.Duration{9 * time.Hour, 20 * time.Hour, 9 * 24 * time.Hour}).Draw(t, "for"))
}

// looks lets the witness see what is new, and reads a little.
func (c *crowd) looks(t *rapid.T) {
	for ; c.seen < len(c.log); c.seen++ {
		if err := c.saw.see(c.log[c.seen].event, c.s); err != nil {
			t.Fatal(err)
		}
	}
	for id, where := range c.saw.where {
		if x, ok := c.s.Ticket(id); ok && (where == "open") != x.State.Open() {
			t.Fatalf("ticket %s is %s, and seen to be %s", id, x.State, where)
		}
	}
	r := ranking{c.s.rule(), c.now.Elapsed}
	for _, x := range c.s.InOrder(c.now, 5) {
		p, want := placeOf(x), 0
		for _, y := range c.s.InOrder(c.now, WaitingMax) {
			if q := placeOf(y); slices.Contains(c.s.reach.rivalsOf(x), targetOf(y)) && r.before(&q, &p) {
				want++
			}
		}
		if got := c.s.Ahead(x.ID, c.now); got != want {
			t.Fatalf("%d are ahead of %s, want %d", got, x.ID, want)
		}
	}
}

// lives lets many things happen, and looks after each.
func (c *crowd) lives(t *rapid.T) {
	idle := func(*rapid.T) {}
	restless := func(t *rapid.T) {
		if evenly([]bool{false, false, false, true}).Draw(t, "restless") {
			c.sleeps(t)
		}
	}
	things := evenly([]func(*rapid.T){
		idle, c.next, c.next, c.next, c.next, c.gives, c.gives, c.gives, c.prints, c.prints, c.visit, c.visit, c.visit,
		c.visit, c.ticket, c.ticket, c.ticket, c.waits, c.waits, c.waits, c.opens, c.desk, c.site, c.changes, c.house, restless,
	})
	for range evenly([]int{40, 150, 300}).Draw(t, "things") {
		things.Draw(t, "what")(t)
		c.looks(t)
	}
}

func TestWhateverIsWishedInWhateverOrder(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		c := newCrowd(t)
		c.ahead = true
		c.lives(t)
		full := picture(c.s)
		if again := picture(whole(t, c.log)); again != full {
			t.Fatalf("replayed, the state is another:\n%s\nwant\n%s", again, full)
		}
	})
}

func TestToDecideChangesNothingAndACloneSharesNothing(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		c := newCrowd(t)
		c.lives(t)
		kept, before := c.s, picture(c.s)
		c.s = c.s.Clone()
		c.lives(t)
		if after := picture(kept); after != before {
			t.Fatalf("the cloned state has changed:\n%s\nwant\n%s", after, before)
		}
		if err := kept.Check(); err != nil {
			t.Fatalf("the cloned state has changed: %v", err)
		}
		before = picture(c.s)
		_, _ = Decide(c.s, Command{ana, Next{Desk: "1"}}, c.now)
		if after := picture(c.s); after != before {
			t.Fatalf("to decide has changed the state:\n%s\nwant\n%s", after, before)
		}
	})
}

func TestReadingMayBeginAtAnyDay(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		c := newCrowd(t)
		c.ahead = true
		c.lives(t)
		for _, at := range openings(c.log) {
			rest := c.log[at:]
			known := givenIn(rest)
			got, want := pictureOf(whole(t, rest), func(TicketID) bool { return true }), pictureOf(c.s, func(id TicketID) bool { return known[id] })
			if got != want {
				t.Fatalf("read from fact %d of %d, the state is another:\n%s\nwant\n%s", at, len(c.log), got, want)
			}
		}
		if !slices.IsSorted(openings(c.log)) {
			t.Fatal("the days' openings are out of order")
		}
	})
}
