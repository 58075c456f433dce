package server

import (
	"context"
	"maps"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"accueil/queue"
	"accueil/queue/engine"
	"accueil/queue/wire"
)

// A visitor who hangs up while the links are reckoned takes nothing from the others.
func TestALinkLivesThoughTheFirstWhoFollowsItHangsUp(t *testing.T) {
	for range 10 { // of two ends at once, either may be seen first
		o := newOffice(t)
		id := string(o.call("ana", "POST", "tickets", `{"service":"droits"}`).want(201).ticket().ID)
		o.config.PublicURL = "https://accueil.example"
		configured := engine.Request{By: queue.Actor{Role: queue.RoleAdmin}, Wish: queue.Configure{Config: o.config}}
		if err := o.engine.Do(t.Context(), configured, nil); err != nil {
			t.Fatal(err)
		}
		gone, hangUp := context.WithCancel(t.Context())
		hangUp()
		_, _, _ = o.server.phones.find(gone, o.server, "x")
		link := o.call("ana", "GET", "tickets/"+id, "").want(200).ticket().Link
		_, found, err := o.server.phones.find(t.Context(), o.server, link[strings.LastIndex(link, "/")+1:])
		if string(found) != id {
			t.Fatalf("got %q, %v, want the ticket of the link", found, err)
		}
		o.close()
	}
}

// Where no websocket comes through, a telephone asks for its frame again and again.
func TestATelephoneWithoutAWebsocketGetsItsFrame(t *testing.T) {
	o := newOffice(t, func(c *queue.Config) { c.PublicURL = "https://accueil.example" })
	link := o.call("ana", "POST", "tickets", `{"service":"droits"}`).want(201).ticket().Link
	var frame wire.Frame
	o.call("", "GET", "/t/"+secretOf(link)+"/live", "").want(200).into(&frame)
	if frame.View != wire.ViewPhone || !strings.Contains(string(frame.State), `"number":"A901"`) {
		t.Errorf("got %+v, want the ticket", frame)
	}
}

func secretOf(link string) string { return link[strings.LastIndex(link, "/")+1:] }

// A calendar is an office whose days can be passed.
type calendar struct {
	*office
	clock *leaping
}

func newCalendar(t *testing.T) calendar {
	clock := &leaping{Clock: engine.SystemClock()}
	o := openOffice(&office{t: t, clock: clock, quiet: true}, func(c *queue.Config) { c.PublicURL = "https://accueil.example" })
	return calendar{o, clock}
}

// passes lets a day go by. A longer leap at once would be doubted.
func (c calendar) passes() {
	c.t.Helper()
	for range 3 {
		c.clock.leap(8 * time.Hour)
		time.Sleep(time.Minute)
		synctest.Wait()
	}
}

func (c calendar) takes() (id queue.TicketID, secret string) {
	c.t.Helper()
	ticket := c.call("kiosk", "POST", "tickets", `{"service":"droits"}`).want(201).ticket()
	return ticket.ID, secretOf(ticket.Link)
}

func (c calendar) follows(secret string) answer { return c.call("", "GET", "/t/"+secret+"/live", "") }

// A secret dies with its day, and no sooner than whoever holds it has left the mediator.
func TestALinkLastsForItsDay(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c := newCalendar(t)
		c.call("ana", "POST", "desks/1/open", "").want(200)
		served, servedSecret := c.takes()
		_, waits := c.takes()
		c.call("ana", "POST", "desks/1/next", "").want(200)
		c.call("ana", "POST", "tickets/"+string(served)+"/start", "").want(200)
		for _, secret := range []string{servedSecret, waits} {
			c.follows(secret).want(200)
		}
		c.passes()
		c.follows(waits).want(404)
		c.follows(servedSecret).want(200)
		c.call("ana", "POST", "tickets/"+string(served)+"/finish", "").want(200)
		c.follows(servedSecret).want(404)
		_, today := c.takes()
		c.follows(today).want(200)
		if known := c.server.phones.known["dijon"]; len(known.of) != 1 || len(known.ticket) != 1 || len(known.late) != 0 {
			t.Errorf("got %d tickets, %d secrets and %d that are late, want today's one alone", len(known.of), len(known.ticket), len(known.late))
		}
	})
}

// A telephone that looks on when its day ends is told so.
func TestATelephoneIsToldThatItsLinkIsOver(t *testing.T) {
	o := newOffice(t, func(c *queue.Config) { c.PublicURL = "https://accueil.example" })
	ticket := o.call("kiosk", "POST", "tickets", `{"service":"droits"}`).want(201).ticket()
	render := func(day queue.Day, state queue.TicketState) bool {
		of := &queue.Ticket{Number: "A01", Day: day, State: state}
		var over bool
		if err := o.engine.Read(t.Context(), func(l engine.Look) { over = !followed(l.State, of) }); err != nil {
			t.Fatal(err)
		}
		return over
	}
	for _, state := range []queue.TicketState{queue.Waiting, queue.Called, queue.Serving, queue.Parked, queue.Done, queue.NoShow, queue.Cancelled, queue.Unserved} {
		if render(ticket.Day, state) {
			t.Errorf("a %s ticket of today is over", state)
		}
		if got, want := render("2020-01-02", state), state != queue.Called && state != queue.Serving; got != want {
			t.Errorf("a %s ticket of another day: over is %t, want %t", state, got, want)
		}
	}
}

// Of a link that leads nowhere nobody learns whether it ever led somewhere: not by what is
// answered, nor by how much work that is.
func TestALinkThatIsOverIsAsOneThatNeverWas(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c := newCalendar(t)
		_, over := c.takes()
		c.follows(over).want(200)
		c.passes()
		for range 20 {
			c.takes()
		}
		c.follows(over).want(404)
		wrong := strings.Repeat("A", len(over))
		first, other := c.follows(wrong).want(404), c.follows(over).want(404)
		if string(first.body) != string(other.body) || !maps.EqualFunc(first.header, other.header, slices.Equal) {
			t.Errorf("got %v %s and %v %s, want the same", first.header, first.body, other.header, other.body)
		}
		work := func(secret string) float64 {
			return testing.AllocsPerRun(100, func() {
				if _, _, err := c.server.phones.find(context.Background(), c.server, secret); queue.KindOf(err) != queue.NotFound {
					t.Fatal(err)
				}
			})
		}
		if a, b := work(wrong), work(over); a != b {
			t.Errorf("got %v things made for a wrong link and %v for one that is over, want as many", a, b)
		}
	})
}

// BenchmarkLostLink holds how long a link that never was is looked for against one that is
// over: wrong/over is to be 1, but for noise.
func BenchmarkLostLink(b *testing.B) {
	clock := &leaping{Clock: engine.SystemClock()}
	o := openOffice(&office{t: b, clock: clock, quiet: true}, func(c *queue.Config) { c.PublicURL = "https://accueil.example" })
	over := secretOf(o.call("kiosk", "POST", "tickets", `{"service":"droits"}`).want(201).ticket().Link)
	wrong := strings.Repeat("A", len(over))
	opened := o.engine.At()
	for clock.leap(8 * time.Hour); o.engine.At() == opened; clock.leap(8 * time.Hour) {
		<-time.After(time.Second) // the owner looks at its clock
	}
	took := map[string]time.Duration{}
	const turn = 1000
	for b.Loop() {
		for n := range 40 {
			secret := []string{wrong, over}[n%2]
			began := time.Now()
			for range turn {
				if _, _, err := o.server.phones.find(b.Context(), o.server, secret); queue.KindOf(err) != queue.NotFound {
					b.Fatal(err)
				}
			}
			took[secret] += time.Since(began)
		}
	}
	b.ReportMetric(float64(took[wrong])/float64(took[over]), "wrong/over")
	b.ReportMetric(float64(took[over].Nanoseconds())/float64(20*turn*b.N), "ns/link")
}
