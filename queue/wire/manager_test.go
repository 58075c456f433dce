package wire_test

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"accueil/queue"
	"accueil/queue/wire"
)

// managerView is what a head looks at in the middle of a morning.
func managerView() wire.ManagerView {
	opens, yesterday := nine.Add(-24*time.Hour), 2
	return wire.ManagerView{
		Site: headView.Site, Open: true, OpensAt: &opens, ClosesAt: &closes, Day: "2026-11-23", Intake: wire.Intake{Open: true},
		Desks:  []wire.Desk{{ID: "1", Name: "Guichet 1", State: queue.DeskOpen, Person: "ana", PersonName: "Ana", Since: nine}},
		Counts: headView.Counts, Alerts: []wire.Alert{{ID: "HELP", Kind: queue.AlertHelp, Text: "fauteuil", Device: "kiosk", Name: "entrée", Since: nine}},
		Notice: "Fermeture à 16 h", Head: headView.Head,
		Today: wire.DayFigures{
			Slots: []wire.Slot{
				{At: nine, Arrived: 9, Called: 4, Served: 3, NoShow: 1, Waits: 3, WaitMeanS: 420, WaitMaxS: 900, DesksOpen: 1.5, DesksServing: 1.2},
				{At: nine.Add(30 * time.Minute), Arrived: 2},
			},
			Arrived: 11, Called: 4, Served: 3, Waiting: 7, NoShows: 1, WithoutTicket: 2, Reasons: 8, UnservedYesterday: &yesterday, UnservedDay: "2026-11-20",
			Waits: 3, WaitMeanS: 420, WaitMaxS: 900,
			ByService: []wire.ServiceFigure{{Service: "droits", Arrived: 11, Waiting: 7, Served: 3}},
			ByDesk:    []wire.DeskFigure{{Desk: "1", Visits: 3, ServingS: 1500, OpenS: 1800}},
		},
		Screens: []wire.Screen{
			{ID: "kiosk", Name: "entrée", Role: "kiosk", Connected: true, Since: &nine, Way: wire.WaySocket, View: wire.ViewKiosk},
			{ID: "wall", Name: "salle", Role: "wall", Connected: true, Since: &nine, Way: wire.WayPolling, View: wire.ViewWall},
			{ID: "hall", Name: "couloir", Role: "wall"},
		},
		Consoles: wire.Consoles{Socket: 3, Polling: 1},
		Changes:  changes,
	}
}

var changes = wire.Changes{
	Closed: []wire.ClosedChange{
		{Day: "2026-12-24", Closed: true, At: nine, Person: "head", PersonName: "Jeanne"},
		{Day: "2026-12-25", At: nine, Person: "gone"},
	},
	Reasons: []wire.ReasonChange{
		{ID: "etalement", Name: "Facture impayée", Was: "Étalement d'impayés", At: nine, Person: "head", PersonName: "Jeanne"},
		{ID: "fax", Name: "Envoi d'un fax", At: nine, Person: "head", PersonName: "Jeanne"},
	},
	LeftOut: 3,
}

// configuration is a file as it stands, and what lies over it.
func configuration(m *morning) wire.Configuration {
	site := wire.SiteOf(m.s, m.now)
	return wire.Configuration{
		File: wire.File{
			ID: "dijon", Name: "PIMMS de Dijon", TimeZone: "Europe/Paris", DayStarts: "04:00", Languages: []string{"fr", "en"},
			Hours: []string{"mon 09:00-17:00"}, Closed: []queue.Day{"2026-12-25"}, LastTicketMinutes: 15, PublicURL: "https://accueil.example",
			OutOfOrder: "cause", ReasonRequired: true, AlwaysOpen: true, WaitingList: "full", LongWaitMinutes: 30, PrioritySharePct: 25,
			Services: site.Services, Desks: site.Desks, Partners: site.Partners, Reasons: site.Reasons,
			Calling: wire.Calling{WeightNormal: 1, WeightPriority: 3, WeightAppointment: 1, AppointmentFirst: true, PassedOverAtMost: 3},
		},
		Changes: changes,
	}
}

func TestAHeadsViewTellsTheDay(t *testing.T) {
	m := work(t)
	v := wire.ManagerOf(m.s, m.now, reader(queue.RoleSupervisor))
	got := v.Today
	slots, services, desks := got.Slots, got.ByService, got.ByDesk
	got.Slots, got.ByService, got.ByDesk = nil, nil, nil
	want := wire.DayFigures{Arrived: 8, Called: 5, Served: 1, Waiting: 4, NoShows: 1, WithoutTicket: 1, Reasons: 2, Waits: 4, WaitMeanS: 555, WaitMaxS: 840}
	if fmt.Sprintf("%+v", got) != fmt.Sprintf("%+v", want) {
		t.Errorf("got  %+v\nwant %+v", got, want)
	}
	if len(slots) != 2 || slots[0].Arrived != 7 || slots[1].Arrived != 1 || !slots[0].At.Equal(nine) || slots[0].DesksOpen == 0 {
		t.Errorf("half hours are %+v", slots)
	}
	if want := []wire.ServiceFigure{{Service: "droits", Arrived: 6, Waiting: 3, Served: 1}, {Service: "energie", Arrived: 2, Waiting: 1}}; !slices.Equal(services, want) {
		t.Errorf("services are %+v, want %+v", services, want)
	}
	if len(desks) != 3 || desks[0].Desk != "1" || desks[0].Visits != 1 || desks[0].ServingS != 60 || desks[1].OpenS != 23*60 {
		t.Errorf("desks are %+v", desks)
	}
	if v.Head == nil || v.Screens == nil || v.Changes.Closed == nil {
		t.Errorf("got a head %v, screens %v and changes %+v, want each, if empty", v.Head, v.Screens, v.Changes)
	}
}

// Of an hour a desk was open for six minutes: a tenth of one, or of what has passed of
// the half hour that is now, more.
func TestDesksAreToldOnAverage(t *testing.T) {
	m := &morning{t: t, s: queue.NewState("dijon"), now: queue.Now{Wall: nine}}
	m.must(house, queue.Configure{Config: office()})
	m.must(ana, queue.OpenDesk{Desk: "1"})
	m.now.Wall, m.now.Elapsed = m.now.Wall.Add(2*time.Minute), m.now.Elapsed+2*time.Minute
	m.must(ana, queue.CloseDesk{Desk: "1"}) // at 9:04, after 3 minutes
	for after, want := range map[time.Duration]float64{10 * time.Minute: 0.3, 40 * time.Minute: 0.1} {
		now := queue.Now{Wall: nine.Add(after), Elapsed: after}
		if got := wire.ManagerOf(m.s, now, reader(queue.RoleSupervisor)).Today.Slots[0].DesksOpen; got != want {
			t.Errorf("after %s: got %v desks, want %v", after, got, want)
		}
	}
}

func TestAConfigurationTellsTheFileAndTheChangesApart(t *testing.T) {
	m := work(t)
	c := office()
	c.AlwaysOpen, c.Hours[0].Weekday = false, time.Friday
	m.must(house, queue.Configure{Config: c})
	at := m.now.Wall
	m.must(head, queue.SetDate{Day: "2026-12-25"})
	m.now.Wall = at
	m.must(head, queue.RenameReason{Reason: "dossier", Name: "Papiers"})
	m.now.Wall = at
	m.must(head, queue.RenameReason{Reason: "etalement", Name: "Facture impayée"})
	got := wire.ConfigurationOf(m.s, m.now, reader(queue.RoleSupervisor))
	want := configuration(m)
	want.File.Hours, want.File.AlwaysOpen, want.File.Reasons[0].Name, want.File.Reasons[1].Name = []string{"fri 09:00-17:00"}, false, c.Reasons[0].Name, c.Reasons[1].Name
	want.Changes = wire.Changes{
		Closed: []wire.ClosedChange{{Day: "2026-12-25", At: at, Person: "head"}},
		Reasons: []wire.ReasonChange{
			{ID: "etalement", Name: "Facture impayée", Was: "Étalement d'impayés", At: at, Person: "head"},
			{ID: "dossier", Name: "Papiers", Was: "Dossier", At: at, Person: "head"},
		},
	}
	a, _ := json.Marshal(got)
	b, _ := json.Marshal(want)
	if string(a) != string(b) {
		t.Errorf("got  %s\nwant %s", a, b)
	}
	c.Reasons = c.Reasons[1:]
	m.must(house, queue.Configure{Config: c})
	if got := wire.ChangesOf(m.s, reader(queue.RoleSupervisor)).Reasons; len(got) != 2 || got[1].ID != "etalement" || got[1].Was != "" {
		t.Errorf("of a reason that the file no longer has: got %+v, want it last, and that it was nothing", got)
	}
}

func TestHoursAreWrittenAsTheFileDoes(t *testing.T) {
	day := func(d time.Weekday, clocks ...queue.Clock) (all []queue.Hours) {
		for i := 0; i < len(clocks); i += 2 {
			all = append(all, queue.Hours{Weekday: d, From: clocks[i] * 60, To: clocks[i+1] * 60})
		}
		return all
	}
	for _, c := range []struct {
		hours []queue.Hours
		want  string
	}{
		{nil, ""},
		{day(time.Sunday, 10, 12), "sun 10:00-12:00"},
		{slices.Concat(day(time.Sunday, 0, 24), day(time.Monday, 9, 12, 14, 17), day(time.Tuesday, 9, 12, 14, 17), day(time.Saturday, 0, 24)),
			"mon-tue 09:00-12:00 14:00-17:00; sat-sun 00:00-24:00"},
		{slices.Concat(day(time.Monday, 9, 12), day(time.Wednesday, 9, 12)), "mon 09:00-12:00; wed 09:00-12:00"},
	} {
		m := &morning{t: t, s: queue.NewState("dijon"), now: queue.Now{Wall: nine}}
		o := office()
		o.Hours = c.hours
		m.must(house, queue.Configure{Config: o})
		got := strings.Join(wire.ConfigurationOf(m.s, m.now, reader(queue.RoleSupervisor)).File.Hours, "; ")
		if got != c.want {
			t.Errorf("got %q, want %q", got, c.want)
		}
	}
}

// A head's view fits into a frame, whatever was changed and however many screens there
// are; what it leaves out it says.
func TestAHeadsViewFitsIntoAFrame(t *testing.T) {
	m := crowded(t, 250, true, func(c *queue.Config) {
		huge(c)
		for i := range queue.NameChangesMax {
			c.Reasons = append(c.Reasons, queue.Reason{ID: queue.ReasonID(fmt.Sprint("r", i)), Name: strings.Repeat("<", 120)})
		}
		c.AlwaysOpen, c.ClosedDays = false, nil
	})
	m.fill()
	for i := range queue.DateChangesMax {
		m.wish(head, queue.SetDate{Day: m.s.Day().Add(i + 1), Closed: true})
	}
	for i := range queue.NameChangesMax {
		m.wish(head, queue.RenameReason{Reason: queue.ReasonID(fmt.Sprint("r", i)), Name: strings.Repeat("<", 115) + fmt.Sprint(i)})
	}
	m.now.Wall, m.now.Elapsed = m.now.Wall.Add(18*time.Hour), m.now.Elapsed+18*time.Hour
	r := saying("<")
	r.There = func() wire.Presence {
		return wire.Presence{Screens: make([]wire.Screen, 300)}
	}
	body, err := wire.ManagerState(m.s, m.now, r)
	if err != nil {
		t.Fatal(err)
	}
	var v wire.ManagerView
	if err := json.Unmarshal(body, &v); err != nil {
		t.Fatal(err)
	}
	f := wire.Frame{V: wire.FrameVersion, Epoch: "01KAQ5D9G0EPOCHEPOCHEPOCHE", Seq: 1 << 62, At: m.now.Wall, View: wire.ViewManager, State: body}
	if size := len(f.Append(nil)); size > wire.FrameMax {
		t.Errorf("got %d bytes, want at most %d", size, wire.FrameMax)
	}
	left := queue.DateChangesMax + queue.NameChangesMax - len(v.Changes.Closed) - len(v.Changes.Reasons)
	if v.Changes.LeftOut != left || len(v.Changes.Closed) < 6 {
		t.Errorf("got %d dates and %d names, and %d said to be left out, want %d", len(v.Changes.Closed), len(v.Changes.Reasons), v.Changes.LeftOut, left)
	}
}
