package term

import (
	"context"
	"fmt"
	"slices"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/gdamore/tcell/v2"

	"accueil/display"
	"accueil/display/paint"
	"accueil/queue/wire"
)

// A waitingRoom is a wall that runs in a bubble of time, with a voice that takes its time.
type waitingRoom struct {
	screen   ringing
	messages chan display.Msg
	calls    []wire.Call
	started  time.Time
	saying   time.Duration // that the voice takes for a call

	mu   sync.Mutex // guards what is below
	wall *wall
	said []string // with when it began
}

// A watched wall may be looked at while it runs.
type watched struct {
	*wall
	room *waitingRoom
}

func (w watched) update(m display.Msg) []display.Effect {
	w.room.mu.Lock()
	defer w.room.mu.Unlock()
	return w.wall.update(m)
}

func (r *waitingRoom) view() display.WallScreen {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.wall.board.View()
}

func (r *waitingRoom) heard() []string {
	r.mu.Lock()
	defer r.mu.Unlock()
	return slices.Clone(r.said)
}

func (r *waitingRoom) hears(what string) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.said = append(r.said, what)
}

func runRoom(t *testing.T, with func(*waitingRoom, *Options)) *waitingRoom {
	r := &waitingRoom{
		screen: ringing{tcell.NewSimulationScreen("UTF-8"), new(atomic.Int64)}, messages: make(chan display.Msg), saying: 4 * time.Second,
	}
	o := Options{Screen: r.screen, Messages: r.messages, Do: func(context.Context, display.Effect) {}, Say: r.say}
	if with != nil {
		with(r, &o)
	}
	ctx, leave := context.WithCancel(t.Context())
	ended := make(chan error, 1)
	o = o.complete()
	go func() {
		ended <- run(ctx, o, func(stage *paint.Stage) skin {
			r.wall = newWall(o, stage)
			return watched{r.wall, r}
		})
	}()
	synctest.Wait()
	r.screen.SetSize(80, 24)
	t.Cleanup(func() {
		leave()
		if err := <-ended; err != nil {
			t.Error(err)
		}
	})
	r.started = time.Now()
	r.shows()
	return r
}

func (r *waitingRoom) say(ctx context.Context, call display.Announce) {
	r.hears(fmt.Sprintf("%s %s %s", call.Number, call.DeskName, time.Since(r.started)))
	patience := time.NewTimer(r.saying)
	defer patience.Stop()
	select {
	case <-patience.C:
	case <-ctx.Done():
	}
}

// shows brings the wall the newest view.
func (r *waitingRoom) shows() {
	r.messages <- display.WallSeen{
		Stamp: display.Stamp{Epoch: "1", At: time.Now()}, View: wire.WallView{Languages: []string{"fr"}, Open: true, Calls: slices.Clone(r.calls)},
	}
	synctest.Wait()
}

func (r *waitingRoom) calledNow(text string) {
	c := called(text)[0]
	c.Call, c.CalledAt = uint64(len(r.calls)+1), time.Now()
	r.calls = slices.Insert(r.calls, 0, c)
}

// passes lets time pass; the server is heard meanwhile.
func (r *waitingRoom) passes(d time.Duration) {
	for end := time.Now().Add(d); time.Now().Before(end); {
		time.Sleep(min(time.Second, time.Until(end)))
		r.messages <- display.Heard{At: time.Now()}
	}
	synctest.Wait()
}

func TestThreeCallsAtOnceRingAndAreSaidInTheirOrder(t *testing.T) {
	for _, test := range []struct {
		name   string
		saying time.Duration
		heard  []string
	}{
		{"a voice that is soon done", 4 * time.Second, []string{"A01 Guichet 1 0s", "B01 Guichet 2 6s", "J01 Accueil 12s"}},
		{"one that takes longer than the band", 9 * time.Second, []string{"A01 Guichet 1 0s", "B01 Guichet 2 9s", "J01 Accueil 18s"}},
		{"one that hangs", time.Hour, []string{"A01 Guichet 1 0s", "B01 Guichet 2 20s", "J01 Accueil 40s"}},
	} {
		t.Run(test.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				r := runRoom(t, nil)
				r.saying = test.saying
				r.calledNow("A01 Guichet 1")
				r.calledNow("B01 Guichet 2")
				r.calledNow("J01 Accueil")
				r.shows()
				if rung := r.screen.rung.Load(); rung != 1 || len(r.heard()) != 1 {
					t.Errorf("at once it rang %d times and said %q, want the first call alone", rung, r.heard())
				}
				if shown := r.view(); shown.Band.Number != "A01" || len(shown.Rows) != 2 {
					t.Errorf("at once the band is %s's, with %d rows below, want A01 and two", shown.Band.Number, len(shown.Rows))
				}
				r.passes(time.Minute)
				if rung := r.screen.rung.Load(); rung != 3 || !slices.Equal(r.heard(), test.heard) {
					t.Errorf("it rang %d times and said %q, want %q", rung, r.heard(), test.heard)
				}
			})
		})
	}
}

func TestAWallIsAsLoudAsItIsToBe(t *testing.T) {
	for _, test := range []struct {
		name  string
		with  func(*waitingRoom, *Options)
		rings int64
		says  int
	}{
		{"voice", nil, 2, 2},
		{"the bell alone", func(_ *waitingRoom, o *Options) { o.Say = nil }, 2, 0},
		{"silence", func(_ *waitingRoom, o *Options) { o.Silent = true }, 0, 0},
		{"a voice that panics", func(r *waitingRoom, o *Options) {
			o.Say = func(ctx context.Context, call display.Announce) {
				r.hears(string(call.Number))
				panic("no card")
			}
		}, 2, 2},
	} {
		t.Run(test.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				r := runRoom(t, test.with)
				r.calledNow("A01 Guichet 1")
				r.calledNow("B01 Guichet 2")
				r.shows()
				r.passes(7 * time.Second)
				if rung := r.screen.rung.Load(); rung != test.rings || len(r.heard()) != test.says {
					t.Errorf("it rang %d times and said %q, want %d and %d", rung, r.heard(), test.rings, test.says)
				}
				if band := r.view().Band; band.Number != "B01" {
					t.Errorf("after seven seconds the band is %s's, want the second call's", band.Number)
				}
			})
		})
	}
}
