package server

import (
	"context"
	"errors"
	"net"
	"net/http"
	"slices"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/gorilla/websocket"

	"accueil/queue"
	"accueil/queue/engine"
	"accueil/queue/journal"
	"accueil/queue/wire"
)

// A watchedOffice is one whose kiosk is watched over, in a bubble: time passes at once.
type watchedOffice struct {
	*office
	t *testing.T
}

func watched(t *testing.T, test func(o watchedOffice), change ...func(*queue.Config)) {
	t.Helper()
	synctest.Test(t, func(t *testing.T) {
		o := watchedOffice{openOffice(&office{t: t, clock: engine.SystemClock(), quiet: true}, change...), t}
		defer o.close()
		test(o)
	})
}

// signs lets a kiosk call once.
func (o watchedOffice) signs(name string) {
	o.t.Helper()
	o.call(name, "GET", "/api/v1/me", "").want(200)
	synctest.Wait()
}

func (o watchedOffice) passes(d time.Duration) {
	time.Sleep(d)
	synctest.Wait()
}

// missed are the kiosks that each console shows as silent, by name.
func (o watchedOffice) missed(when string, want ...string) (shown []wire.Alert) {
	o.t.Helper()
	for _, console := range []string{"ana", "ben"} {
		shown = nil
		var got []string
		for _, a := range o.console(console).Alerts {
			if a.Kind == queue.AlertKioskSilent {
				shown, got = append(shown, a), append(got, a.Name)
			}
		}
		if !slices.Equal(got, want) {
			o.t.Errorf("%s, %s sees %v silent, want %v", when, console, got, want)
		}
	}
	return shown
}

func (o *office) console(as string) wire.ConsoleView {
	o.t.Helper()
	return view[wire.ConsoleView](o, as, wire.ViewConsole)
}

func view[V any](o *office, as, name string) V {
	o.t.Helper()
	var frame struct{ State V }
	o.call(as, "GET", "state?view="+name, "").want(200).into(&frame)
	return frame.State
}

func (o watchedOffice) restarts() {
	o.stop()
	o.start()
	synctest.Wait()
}

func TestAKioskThatFallsSilentIsToldUntilItIsHeardAgain(t *testing.T) {
	watched(t, func(o watchedOffice) {
		o.passes(time.Hour)
		o.missed("never heard")
		o.signs("kiosk")
		o.passes(silentAfter - time.Millisecond)
		o.missed("just before")
		o.passes(time.Millisecond)
		first := o.missed("after half a minute", "kiosk")
		if len(first) != 1 || first[0].Device == "" {
			t.Fatalf("got %+v, want the kiosk named", first)
		}
		o.passes(10 * time.Minute)
		if still := o.missed("ten minutes later", "kiosk"); len(still) != 1 || still[0] != first[0] {
			t.Errorf("got %+v, want the same alert, since the same moment", still)
		}
		o.signs("kiosk")
		o.missed("heard again")
	})
}

func TestALiveViewThatAnswersIsASignOfLife(t *testing.T) {
	watched(t, func(o watchedOffice) {
		conn := o.piped("kiosk", wire.ViewKiosk)
		silent := make(chan struct{})
		answer := conn.PingHandler()
		conn.SetPingHandler(func(text string) error {
			select {
			case <-silent:
				return nil
			default:
				return answer(text)
			}
		})
		ended := make(chan struct{})
		go func() {
			defer close(ended)
			for {
				if _, _, err := conn.NextReader(); err != nil {
					return
				}
			}
		}()
		o.passes(time.Hour)
		o.missed("while it answers")
		close(silent)
		o.passes(silentAfter + pingEvery)
		o.missed("when it does not", "kiosk")
		<-ended // the server has hung up
	})
}

// piped opens a live view without a socket, as a bubble needs it.
func (o watchedOffice) piped(as, view string) *websocket.Conn {
	o.t.Helper()
	near, far := net.Pipe()
	line := &pipe{conn: make(chan net.Conn, 1), done: make(chan struct{})}
	line.conn <- far
	server := &http.Server{Handler: o.server}
	go func() { _ = server.Serve(line) }()
	o.t.Cleanup(func() { _ = server.Close() })
	dialer := websocket.Dialer{NetDialContext: func(context.Context, string, string) (net.Conn, error) { return near, nil }}
	header := http.Header{"Authorization": {"Bearer " + o.token[as]}}
	conn, _, err := dialer.DialContext(o.t.Context(), "ws://here/api/v1/sites/dijon/live?view="+view, header)
	if err != nil {
		o.t.Fatal(err)
	}
	return conn
}

// A pipe is a listener that one connection comes to.
type pipe struct {
	conn chan net.Conn
	done chan struct{}
}

func (p *pipe) Accept() (net.Conn, error) {
	select {
	case conn := <-p.conn:
		return conn, nil
	case <-p.done:
		return nil, net.ErrClosed
	}
}

func (p *pipe) Close() error   { close(p.done); return nil }
func (p *pipe) Addr() net.Addr { return &net.UnixAddr{Name: "pipe"} }

// A line that breaks all day long fills neither the journal nor the screen.
func TestAKioskThatComesAndGoesIsNotWrittenDownEachTime(t *testing.T) {
	watched(t, func(o watchedOffice) {
		before := o.engine.At().Seq
		const day = 8 * time.Hour
		for range day / (silentAfter + 10*time.Second) {
			o.signs("kiosk")
			o.passes(silentAfter + 10*time.Second)
		}
		if entries := o.engine.At().Seq - before; entries > 8 {
			t.Errorf("got %d entries in %s: want it told, taken back, told for good, and once more on the day that begins at four", entries, day)
		}
		o.missed("at the end", "kiosk")
		for range 30 {
			o.signs("kiosk")
			o.passes(silentAfter - time.Second)
		}
		o.missed("after a quarter of an hour of rest")
	})
}

func TestAKioskIsMissedOnlyWhileTicketsAreGiven(t *testing.T) {
	morning := func(c *queue.Config) { // a bubble begins at one in the morning, on a Saturday
		c.LastTicketMinutes = 15
		for day := time.Sunday; day <= time.Saturday; day++ {
			c.Hours = append(c.Hours, queue.Hours{Weekday: day, From: 9 * 60, To: 12 * 60}, queue.Hours{Weekday: day, From: 14 * 60, To: 17 * 60})
		}
	}
	at := func(o watchedOffice, hour, minute int) {
		o.passes(time.Until(time.Date(2000, 1, 1, hour-1, minute, 0, 0, time.UTC)))
	}
	watched(t, func(o watchedOffice) {
		at(o, 8, 50)
		o.signs("kiosk")
		at(o, 8, 59)
		o.missed("before nine")
		at(o, 9, 1)
		o.missed("heard in the morning, away at nine", "kiosk")
		o.signs("kiosk")
		o.missed("heard at nine")
		at(o, 11, 45)
		o.missed("until the morning's last ticket", "kiosk")
		at(o, 11, 56) // it had come and gone within ten minutes
		o.missed("after it")
		at(o, 14, 1)
		o.missed("not back after noon", "kiosk")
		at(o, 16, 46)
		o.missed("after the day's last ticket")
		at(o, 24+10, 0)
		if got := o.console("admin").Alerts; len(got) != 0 { // a mediator would have to sign in again
			o.t.Errorf("on the next day, on which it was never heard: got %+v", got)
		}
	}, morning)
}

func TestTheServersRestartForgetsNoKiosk(t *testing.T) {
	watched(t, func(o watchedOffice) {
		o.device("stairs", queue.RoleKiosk)
		o.device("cupboard", queue.RoleKiosk)
		o.signs("kiosk")
		o.passes(silentAfter)
		first := o.missed("before", "kiosk")
		o.signs("stairs")
		o.restarts()
		o.restarts() // a start empties texts of other days, and not this day's
		o.passes(silentAfter - time.Second)
		if still := o.missed("soon after a start", "kiosk"); len(still) != 1 || len(first) != 1 || still[0] != first[0] {
			t.Errorf("got %+v, want %+v", still, first)
		}
		o.passes(time.Second)
		o.missed("half a minute after a start", "kiosk", "stairs")
		o.signs("kiosk")
		o.missed("one is back", "stairs")
	})
}

func TestWhatAMediatorTookDownIsNotToldAgainBeforeTheKioskWasHeard(t *testing.T) {
	watched(t, func(o watchedOffice) {
		o.signs("kiosk")
		o.passes(silentAfter)
		for _, a := range o.missed("at first", "kiosk") {
			o.call("ana", "DELETE", "alerts/"+string(a.ID), "").want(200)
		}
		o.passes(time.Hour)
		o.missed("an hour after someone saw it")
		o.signs("kiosk")
		o.passes(silentAfter)
		o.missed("silent once more", "kiosk")
	})
}

func TestAKioskThatIsRemovedIsNotMissed(t *testing.T) {
	watched(t, func(o watchedOffice) {
		o.device("stairs", queue.RoleKiosk)
		o.signs("kiosk")
		o.passes(silentAfter)
		o.signs("stairs")
		for _, d := range o.access.Devices("dijon") {
			if d.Role == queue.RoleKiosk {
				o.call("head", "DELETE", "/api/v1/devices/"+string(d.ID), "").want(200)
			}
		}
		o.passes(time.Minute)
		o.missed("a minute later")
	})
}

// Whoever switches a kiosk off in order is not told that it is: a kiosk may have hours of
// its own, of which the server knows nothing.
func TestAKioskThatSaidGoodbyeIsNotMissedUntilItIsHeardAgain(t *testing.T) {
	for name, code := range map[string]int{"its program ends": websocket.CloseGoingAway, "it is done": websocket.CloseNormalClosure} {
		t.Run(name, func(t *testing.T) {
			watched(t, func(o watchedOffice) {
				conn := o.piped("kiosk", wire.ViewKiosk)
				go listens(conn)
				o.passes(time.Minute)
				message := websocket.FormatCloseMessage(code, "")
				if err := conn.WriteControl(websocket.CloseMessage, message, time.Now().Add(time.Second)); err != nil {
					t.Fatal(err)
				}
				o.passes(time.Hour)
				o.missed("an hour after")
				o.restarts()
				o.passes(time.Hour)
				o.missed("after a restart of the server")
				o.signs("kiosk")
				o.restarts()
				o.passes(silentAfter)
				o.missed("switched on, and away without a word", "kiosk")
			})
		})
	}
}

func TestAKioskWhoseLineBreaksIsMissed(t *testing.T) {
	for name, end := range map[string]func(*websocket.Conn){
		"cut": func(conn *websocket.Conn) { _ = conn.Close() },
		"in an error": func(conn *websocket.Conn) {
			message := websocket.FormatCloseMessage(websocket.CloseInternalServerErr, "")
			_ = conn.WriteControl(websocket.CloseMessage, message, time.Now().Add(time.Second))
		},
	} {
		t.Run(name, func(t *testing.T) {
			watched(t, func(o watchedOffice) {
				conn := o.piped("kiosk", wire.ViewKiosk)
				go listens(conn)
				o.passes(time.Minute)
				end(conn)
				o.passes(silentAfter)
				o.missed("half a minute after", "kiosk")
			})
		})
	}
}

// A kiosk answers the server's goodbye with its own, and is still there.
func TestAKioskThatDoesNotComeBackAfterTheServersGoodbyeIsMissed(t *testing.T) {
	watched(t, func(o watchedOffice) {
		conn := o.piped("kiosk", wire.ViewKiosk)
		go listens(conn)
		o.passes(time.Minute)
		o.restarts()
		o.passes(silentAfter)
		o.missed("half a minute after the server's start", "kiosk")
	})
}

// listens reads to the end, and so answers pings.
func listens(conn *websocket.Conn) {
	for {
		if _, _, err := conn.NextReader(); err != nil {
			return
		}
	}
}

// A sick journal takes nothing while it is ill.
type sickJournal struct {
	journal.Journal
	ill atomic.Bool
}

func (j *sickJournal) Append(ctx context.Context, site queue.SiteID, last uint64, entries []journal.Entry) error {
	if j.ill.Load() {
		return errors.New("the disk is full")
	}
	return j.Journal.Append(ctx, site, last, entries)
}

func TestASilenceThatCannotBeWrittenIsToldLater(t *testing.T) {
	watched(t, func(o watchedOffice) {
		book := &sickJournal{Journal: o.book}
		o.book = book
		o.restarts()
		o.signs("kiosk")
		book.ill.Store(true)
		o.passes(time.Minute)
		o.missed("while the disk is full")
		book.ill.Store(false)
		o.passes(time.Minute)
		o.missed("when there is room", "kiosk")
	})
}

func TestAKioskIsToldWhetherAWallCallsItsVisitors(t *testing.T) {
	watched(t, func(o watchedOffice) {
		walls := func(when string, want bool) {
			t.Helper()
			if got := view[wire.KioskView](o.office, "kiosk", wire.ViewKiosk).Walls; got != want {
				t.Errorf("%s: got %t, want %t", when, got, want)
			}
		}
		walls("without any", false)
		conn := o.piped("wall", wire.ViewWall)
		go listens(conn)
		o.passes(time.Hour)
		walls("while one shows the site", true)
		_ = conn.Close()
		o.passes(wallMissedFor - time.Second)
		walls("while it may come back", true)
		o.passes(time.Second)
		walls("ten minutes after", false)
	})
}
