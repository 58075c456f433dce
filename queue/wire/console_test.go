package wire_test

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"accueil/queue"
	"accueil/queue/wire"
)

// seen returns what one person's console shows of a morning.
func (m *morning) seen(who queue.Actor) wire.ConsoleView {
	return wire.ConsoleOf(m.s, m.now, who.ID, reader(who.Role))
}

func numbersIn(v wire.ConsoleView, state queue.TicketState) []string {
	var all []string
	for _, t := range v.Tickets {
		if t.State == state {
			all = append(all, string(t.Number))
		}
	}
	return all
}

func TestAConsoleKnowsWhoseItIs(t *testing.T) {
	m := work(t)
	v := m.seen(ana)
	if v.Mine.PersonName != "Ana" || v.Mine.Role != "mediator" || v.Head != nil {
		t.Errorf("got %q, %q and a head %v, want Ana's, a mediator's, without a head's figures", v.Mine.PersonName, v.Mine.Role, v.Head)
	}
	if want := (wire.Today{Visits: 1, ServedMinutes: 1}); v.Mine.Today != want {
		t.Errorf("Ana's day: got %+v, want %+v", v.Mine.Today, want)
	}
	if got, want := m.seen(ben).Mine.Today, (wire.Today{Visits: 1, Reasons: 2, NoShows: 1}); got != want {
		t.Errorf("Ben's day: got %+v, want %+v", got, want)
	}
	want := []wire.Usual{{Partner: "edf", Reason: "etalement"}, {Service: "energie", Partner: "edf", Reason: "etalement"}}
	if !slices.Equal(v.Usual, want) {
		t.Errorf("usual: got %v, want %v", v.Usual, want)
	}
}

func TestASiteMayHideWhoWaits(t *testing.T) {
	m := work(t)
	c := office()
	c.WaitingList = queue.WaitingListCounts
	m.must(house, queue.Configure{Config: c})
	for _, see := range []struct {
		who    queue.Actor
		hidden bool
		want   []string
	}{
		{ana, true, nil},
		{cleo, true, []string{"A02"}}, // sent to her desk alone
		{head, false, []string{"A02", "B01", "A05", "A06"}},
	} {
		v := m.seen(see.who)
		if got := numbersIn(v, queue.Waiting); v.Hidden != see.hidden || !slices.Equal(got, see.want) {
			t.Errorf("%s: got %v, hidden %v, want %v, %v", see.who.ID, got, v.Hidden, see.want, see.hidden)
		}
		if open, gone := numbersIn(v, queue.Called), numbersIn(v, queue.NoShow); len(open) != 1 || len(gone) != 1 {
			t.Errorf("%s: got %v called and %v gone, want who is with someone, and who may be undone", see.who.ID, open, gone)
		}
		if got := v.Counts[0].Waiting; got != 3 {
			t.Errorf("%s: got %d waiting for droits, want the counts to stay: 3", see.who.ID, got)
		}
	}
}

func TestAHeadSeesTheDay(t *testing.T) {
	m := work(t)
	c := office()
	c.AlwaysOpen, c.LongWaitMinutes = false, 25
	m.must(house, queue.Configure{Config: c})
	for range 3 {
		m.must(ana, queue.Next{Desk: "1"})
		m.must(ana, queue.Start{Ticket: m.visit("ana")})
	}
	m.now.Wall = nine.Add(7*time.Hour + 30*time.Minute) // half an hour to closing, at the pace of the morning
	v := m.seen(head)
	if v.ClosesAt == nil || !v.ClosesAt.Equal(nine.Add(8*time.Hour)) {
		t.Errorf("closes at %v, want 17:00", v.ClosesAt)
	}
	want := wire.Head{
		LongWaitMinutes: 25, LongWaiting: 1, LongestWaitMinutes: 37, Given: 8, Priority: 1,
		ClosedDays: []queue.Day{}, Appointments: wire.Appointed{Booked: 2, Come: 1, Absent: 1},
		NotOffered: []wire.Shut{{Service: "energie", WhyClosed: queue.ClosedService}},
	}
	outlook := wire.Outlook{ClosesAt: *v.ClosesAt, Waiting: 1, PerHour: 5, ServedByClosing: 1}
	got := *v.Head
	if got.Outlook == nil || !got.Outlook.ClosesAt.Equal(outlook.ClosesAt) {
		t.Fatalf("got outlook %+v, want one", got.Outlook)
	}
	outlook.ClosesAt = got.Outlook.ClosesAt
	if *got.Outlook != outlook {
		t.Errorf("got outlook %+v, want %+v", *got.Outlook, outlook)
	}
	var finished []string
	for _, f := range got.Finished {
		finished = append(finished, fmt.Sprintf("%s %s %s", f.Number, f.PersonName, f.EndedAt.Format("15:04")))
	}
	if want := []string{"A05 Ana 09:39", "B01 Ana 09:37", "B02 Ana 09:35", "A01 Ana 09:14"}; !slices.Equal(finished, want) {
		t.Errorf("finished are %q, want %q", finished, want)
	}
	got.Outlook, got.Finished = nil, nil
	if fmt.Sprintf("%+v", got) != fmt.Sprintf("%+v", want) {
		t.Errorf("got  %+v\nwant %+v", got, want)
	}
}

func TestAHeadSeesWhatIsNotOffered(t *testing.T) {
	m := work(t)
	c := office()
	c.AlwaysOpen, c.Services[0].PerDay = false, 1
	m.must(house, queue.Configure{Config: c})
	for _, at := range []struct {
		name string
		wall time.Time
		want queue.ClosedBecause
	}{
		{"during the day", nine.Add(2 * time.Hour), queue.ClosedFull},
		{"ten minutes before closing", nine.Add(7*time.Hour + 50*time.Minute), queue.ClosedHours},
	} {
		m.now.Wall = at.wall
		want := []wire.Shut{{Service: "droits", WhyClosed: at.want}, {Service: "energie", WhyClosed: queue.ClosedService}}
		if got := m.seen(head).Head.NotOffered; !slices.Equal(got, want) {
			t.Errorf("%s: got %v, want %v", at.name, got, want)
		}
	}
}
