package wire_test

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"
	"time"

	"accueil/queue"
	"accueil/queue/wire"
)

// crowded is an office where so many wait with a note each, and mediators serve;
// by lets a test make the configuration large.
func crowded(t testing.TB, waiting int, noted bool, by func(*queue.Config)) *morning {
	m := &morning{t: t, s: queue.NewState("dijon"), now: queue.Now{Wall: nine}}
	c := office()
	c.Services[1].PerDay = 0
	by(&c)
	m.must(house, queue.Configure{Config: c})
	m.must(head, queue.OpenDesk{Desk: c.Desks[0].ID})
	for i := range waiting {
		id := queue.TicketID(fmt.Sprintf("01KAQ5D9G0%016d", i))
		m.wish(head, queue.Give{Ticket: id, Service: c.Services[i%len(c.Services)].ID, Class: queue.Class(i / 7 % 2)})
		if noted {
			m.wish(head, queue.TransferTicket{Ticket: id, Service: c.Services[0].ID, Noted: true})
		}
	}
	return m
}

// wish is must at one time, a thousand times a second.
func (m *morning) wish(by queue.Actor, w queue.Wish) {
	m.must(by, w)
	m.now.Wall, m.now.Elapsed = m.now.Wall.Add(-time.Minute+time.Millisecond), m.now.Elapsed-time.Minute+time.Millisecond
}

// saying reads a site's texts, each as long as it may be.
func saying(text string) wire.Reader {
	return wire.Reader{
		Role: queue.RoleSupervisor,
		Name: func(queue.ActorID) string { return strings.Repeat(text, 60) },
		Note: func(string) string { return strings.Repeat(text, wire.TextMax) },
	}
}

func consoleIn(t testing.TB, m *morning, r wire.Reader) (wire.ConsoleView, int) {
	t.Helper()
	body, err := wire.ConsoleState(m.s, m.now, "head", r)
	if err != nil {
		t.Fatal(err)
	}
	var v wire.ConsoleView
	if err := json.Unmarshal(body, &v); err != nil {
		t.Fatal(err)
	}
	f := wire.Frame{V: wire.FrameVersion, Epoch: "01KAQ5D9G0EPOCHEPOCHEPOCHE", Seq: 1 << 62, At: m.now.Wall, View: "console", State: body}
	return v, len(f.Append(nil))
}

// huge makes an office as large as a configuration may.
func huge(c *queue.Config) {
	long := strings.Repeat("x", 32)  // an id may be so long
	name := strings.Repeat("<", 120) // six bytes each in JSON
	c.Services, c.Desks = nil, nil
	for i := range 26 {
		id := queue.ServiceID(fmt.Sprintf("%s%02d", long[2:], i))
		c.Services = append(c.Services, queue.Service{ID: id, Prefix: byte('A' + i), Name: queue.Name{"fr": name}, Minutes: 15})
	}
	for i := range 100 {
		c.Desks = append(c.Desks, queue.Desk{ID: queue.DeskID(fmt.Sprintf("%s%03d", long[3:], i)), Name: name})
	}
	for i := range 50 {
		c.Reasons = append(c.Reasons, queue.Reason{ID: queue.ReasonID(fmt.Sprintf("%s%02d", long[2:], i)), Name: name})
	}
}

func TestAFrameIsBounded(t *testing.T) {
	usual := func(*queue.Config) {}
	for _, c := range []struct {
		name   string
		noted  bool
		config func(*queue.Config)
		text   string
		rows   int // at least
	}{
		{"a full list", false, usual, "n", 200},
		{"a full list, each with a long note", true, usual, "n", 200},
		{"a full list, each with a long note in Arabic", true, usual, "م", 200},
		{"whatever a site may be configured to", true, huge, "<", 6},
	} {
		t.Run(c.name, func(t *testing.T) {
			m := crowded(t, 250, c.noted, c.config)
			if c.rows < 200 {
				m.fill()
			}
			v, size := consoleIn(t, m, saying(c.text))
			if size > wire.FrameMax || len(v.Tickets) < c.rows {
				t.Errorf("got %d rows in %d bytes, want at least %d in at most %d", len(v.Tickets), size, c.rows, wire.FrameMax)
			}
			t.Logf("%d rows in %d bytes", len(v.Tickets), size)
		})
	}
}

// fill has as much going on as may.
func (m *morning) fill() {
	c := m.s.Config()
	var all []queue.Coded
	for _, r := range c.Reasons[len(c.Reasons)-queue.ReasonsMax:] {
		all = append(all, queue.Coded{Reason: r.ID, Quantity: queue.QuantityMax, Outcome: "papers_missing"})
	}
	for i, d := range c.Desks[1:] {
		m.wish(queue.Actor{ID: queue.ActorID(fmt.Sprintf("01KAQ5D9G0PERSON%010d", i)), Role: queue.RoleMediator}, queue.OpenDesk{Desk: d.ID})
	}
	for i, s := range c.Services {
		m.wish(head, queue.CodeVisit{Ticket: queue.TicketID(fmt.Sprintf("01KAQ5D9G0VISIT%011d", i)), Channel: queue.ChannelPhone, Service: s.ID, Reasons: all})
	}
	for i := range 300 {
		m.wish(head, queue.CodeVisit{Ticket: queue.TicketID(fmt.Sprintf("01KAQ5D9G0OWED%012d", i)), Channel: queue.ChannelPhone})
	}
	for i := range queue.AlertsMax {
		m.wish(head, queue.RaiseAlert{Alert: queue.AlertID(fmt.Sprintf("01KAQ5D9G0ALERT%011d", i)), Kind: queue.AlertColleague, Noted: true})
	}
	m.wish(head, queue.SetNotice{Noted: true})
	m.wish(head, queue.Next{Desk: c.Desks[0].ID})
	m.wish(head, queue.Code{Ticket: m.visit("head"), Reasons: all})
}

func TestANoteInAListIsShortAndWholeInItsVisit(t *testing.T) {
	m := crowded(t, 2, true, func(*queue.Config) {})
	m.must(head, queue.Next{Desk: "1"})
	v, _ := consoleIn(t, m, saying("n"))
	if got := v.Mine.Visit.Note; got != strings.Repeat("n", wire.TextMax) {
		t.Errorf("the visit's note: got %d characters, want it whole", len(got))
	}
	if got := v.Tickets[0].Note; len(got) >= wire.TextMax || !strings.HasSuffix(got, "…") {
		t.Errorf("in the list: got %d characters, want the beginning", len(got))
	}
}

func TestWhoIsElsewhereHasRoomInAFullList(t *testing.T) {
	m := crowded(t, 300, false, func(*queue.Config) {})
	m.must(head, queue.Next{Desk: "1"})
	v, _ := consoleIn(t, m, saying("n"))
	if got := len(numbersIn(v, queue.Waiting)); got != 199 || len(numbersIn(v, queue.Called)) != 1 {
		t.Errorf("got %d who wait and %d called, want 199 and who is called", got, len(numbersIn(v, queue.Called)))
	}
}

func TestWhoWaitsForOnesDeskIsNotLostBehindAHiddenCrowd(t *testing.T) {
	m := crowded(t, 300, false, func(c *queue.Config) { c.WaitingList = queue.WaitingListCounts })
	m.must(cleo, queue.OpenDesk{Desk: "3"})
	m.must(head, queue.Give{Ticket: "LAST", Service: "droits"})
	m.must(head, queue.TransferTicket{Ticket: "LAST", Desk: "3"})
	if got := m.seen(cleo).Tickets; len(got) != 1 || got[0].ID != "LAST" {
		t.Errorf("got %d in the list, want who waits for cleo's desk alone", len(got))
	}
}

// BenchmarkConsoleView renders a supervisor's view: 200 listed of 10,000 who wait.
func BenchmarkConsoleView(b *testing.B) {
	m := crowded(b, 10_000, false, func(*queue.Config) {})
	r := saying("n")
	size := 0
	for b.Loop() {
		body, err := wire.ConsoleState(m.s, m.now, "head", r)
		if err != nil {
			b.Fatal(err)
		}
		size = len(body)
	}
	b.ReportMetric(float64(size), "bytes")
}
