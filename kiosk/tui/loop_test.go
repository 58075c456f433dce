package tui

import (
	"bytes"
	"context"
	"log/slog"
	"strings"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/gdamore/tcell/v2"

	"accueil/kiosk"
)

// A stand is a kiosk that runs on a screen without a terminal, in a bubble of time.
type stand struct {
	t        *testing.T
	screen   counting
	messages chan kiosk.Msg
	log      bytes.Buffer
	panics   atomic.Bool // the next look at the clock does
	looks    atomic.Int64
	ended    chan error
}

// A counting screen knows how often it was painted.
type counting struct {
	tcell.SimulationScreen
	paints *atomic.Int64
}

func (c counting) Show() {
	c.paints.Add(1)
	c.SimulationScreen.Show()
}

// runs has the stand run until the test's end, with what a visitor's wishes come to.
func runs(t *testing.T, do func(*stand, kiosk.Effect), change func(*Options)) *stand {
	s := &stand{t: t, screen: counting{tcell.NewSimulationScreen("UTF-8"), new(atomic.Int64)}, messages: make(chan kiosk.Msg), ended: make(chan error, 1)}
	booth := newBooth()
	began := time.Now()
	o := Options{
		Model: booth.m, Messages: s.messages, Screen: s.screen, Log: slog.New(slog.NewTextHandler(&s.log, nil)),
		Do: func(e kiosk.Effect) { do(s, e) },
		Clock: func() kiosk.Now {
			s.looks.Add(1)
			if s.panics.CompareAndSwap(true, false) {
				panic("the clock fell")
			}
			return kiosk.Now{Wall: booth.now.Wall.Add(time.Since(began)), Mono: booth.now.Mono + time.Since(began), WallTrusted: true}
		},
	}
	if change != nil {
		change(&o)
	}
	ctx, leave := context.WithCancel(t.Context())
	go func() { s.ended <- Run(ctx, o) }()
	synctest.Wait()
	s.screen.SetSize(80, 24)
	s.rests()
	t.Cleanup(func() {
		leave()
		<-s.ended
	})
	return s
}

// rests lets a second pass: what is on its way is seen.
func (s *stand) rests() {
	time.Sleep(time.Second)
	synctest.Wait()
}

func (s *stand) shows(text string) bool {
	cells, width, height := s.screen.GetContents()
	var all strings.Builder
	for i := range width * height {
		all.WriteString(string(cells[i].Runes))
	}
	return strings.Contains(all.String(), text)
}

func (s *stand) home() {
	s.t.Helper()
	if !s.shows("Pourquoi venez-vous") {
		s.t.Errorf("not home")
	}
}

// touches touches the first tile, and lets a second pass.
func (s *stand) touches() {
	s.screen.InjectMouse(10, 10, tcell.Button1, 0)
	s.screen.InjectMouse(10, 10, tcell.ButtonNone, 0)
	s.rests()
}

// gives answers a wish for a ticket.
func gives(s *stand, e kiosk.Effect) {
	if give, ok := e.(kiosk.Give); ok {
		s.messages <- kiosk.Given{Request: give.Request, Ticket: kiosk.Ticket{ID: "T", Number: "A07", Service: give.Order.Service}}
	}
}

func TestAPanicLeadsHomeAndTheKioskGoesOn(t *testing.T) {
	t.Run("while a touch is handled", func(t *testing.T) {
		synctest.Test(t, func(t *testing.T) {
			s := runs(t, gives, nil)
			s.screen.InjectMouse(10, 10, tcell.Button1, 0)
			synctest.Wait()
			s.panics.Store(true)
			s.screen.InjectMouse(10, 10, tcell.ButtonNone, 0)
			s.rests()
			s.home()
			if !strings.Contains(s.log.String(), "the clock fell") {
				t.Errorf("it is not logged: %s", &s.log)
			}
			if s.touches(); !s.shows("Votre numéro") {
				t.Error("the next touch gives no number")
			}
		})
	})
	t.Run("while time passes", func(t *testing.T) {
		synctest.Test(t, func(t *testing.T) {
			s := runs(t, gives, nil)
			s.screen.InjectKey(tcell.KeyTab, 0, 0)
			s.rests()
			time.Sleep(25 * time.Second)
			synctest.Wait()
			s.panics.Store(true)
			time.Sleep(7 * time.Second) // "are you still there?" was due
			synctest.Wait()
			s.home()
			if s.touches(); !s.shows("Votre numéro") {
				t.Error("the next touch gives no number")
			}
		})
	})
	t.Run("in what was wished for", func(t *testing.T) {
		synctest.Test(t, func(t *testing.T) {
			first := true
			s := runs(t, func(s *stand, e kiosk.Effect) {
				if first {
					first = false
					panic("the disk fell")
				}
				gives(s, e)
			}, nil)
			s.touches()
			s.home()
			if !strings.Contains(s.log.String(), "the disk fell") {
				t.Errorf("it is not logged: %s", &s.log)
			}
			if s.touches(); !s.shows("Votre numéro") {
				t.Error("the next touch gives no number")
			}
		})
	})
}

// A model that panics whatever it is told is not tried without end, and does not fill
// the disk with its log.
func TestWhatPanicsAlwaysIsTriedOnceASecond(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := runs(t, gives, func(o *Options) { o.Model = kiosk.Model{} })
		time.Sleep(time.Minute)
		synctest.Wait()
		if n := s.looks.Load(); n < 30 || n > 200 {
			t.Errorf("looked at the clock %d times in a minute, want about 60", n)
		}
		for range 1000 {
			s.screen.InjectKey(tcell.KeyTab, 0, 0)
		}
		synctest.Wait()
		if n := strings.Count(s.log.String(), "go home after a panic"); n < 30 || n > 70 {
			t.Errorf("logged %d panics of a minute and 1000 keys, want one a second", n)
		}
	})
}

func TestAnIdleKioskSleeps(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := runs(t, gives, nil)
		looks, paints := s.looks.Load(), s.screen.paints.Load()
		time.Sleep(time.Hour)
		synctest.Wait()
		// Half a minute is how long the doors may go unlooked at. It looks at the clock
		// for that, and twice to know how long it may sleep: then, and when it is painted.
		if n := s.looks.Load() - looks; n > 3*121 {
			t.Errorf("looked at the clock %d times in an hour", n)
		}
		if n := s.screen.paints.Load() - paints; n > 121 {
			t.Errorf("painted %d times in an hour", n)
		}
	})
}

// A typed key, after a pause.
type typed struct {
	key   tcell.Key
	r     rune
	mod   tcell.ModMask
	after time.Duration
}

func spelt(text string, gap time.Duration) []typed {
	var all []typed
	for _, r := range text {
		all = append(all, typed{tcell.KeyRune, r, 0, gap})
	}
	return all
}

func TestOnlyTheOwnersKeysLeave(t *testing.T) {
	tab := typed{key: tcell.KeyTab}
	ctrlC := typed{key: tcell.KeyCtrlC, mod: tcell.ModCtrl}
	word := func(text string) []typed { return spelt(text, time.Second) }
	with := func(all ...[]typed) (joined []typed) {
		for _, part := range all {
			joined = append(joined, part...)
		}
		return joined
	}
	for _, test := range []struct {
		name  string
		exit  string
		typed []typed
		want  bool
	}{
		{"the keys", "zxq7", word("zxq7"), true},
		{"the keys, five seconds apart", "zxq7", spelt("zxq7", 5*time.Second), true},
		{"the keys, longer apart", "zxq7", spelt("zxq7", 5*time.Second+1), false},
		{"a paste of them", "zxq7", spelt("zxq7", 0), true},
		{"a part", "zxq7", word("zxq"), false},
		{"the end", "zxq7", word("xq7"), false},
		{"another order", "zxq7", word("xzq7zqx7"), false},
		{"a beginning, then the keys", "zzx", word("zzzx"), true},
		{"something else, then the keys", "zxq7", word("a7zxq7"), true},
		{"one of the three keys between", "zxq7", with(word("zx"), []typed{tab}, word("q7")), false},
		{"a control key between", "zxq7", with(word("zx"), []typed{ctrlC}, word("q7")), false},
		{"one with Alt", "zxq7", with(word("zx"), []typed{{tcell.KeyRune, 'q', tcell.ModAlt, 0}}, word("7")), false},
		{"capitals of them", "zxq7", word("ZXQ7"), false},
		{"Ctrl-C", "zxq7", []typed{ctrlC, ctrlC, ctrlC}, false},
		{"Ctrl-C where the owner has no keys", "", []typed{ctrlC}, true},
		{"letters where the owner has no keys", "", word("zxq7"), false},
	} {
		t.Run(test.name, func(t *testing.T) {
			k, now, left := keys{exit: []rune(test.exit)}, time.Hour, false
			for _, key := range test.typed {
				now += key.after
				what, _ := k.press(tcell.NewEventKey(key.key, key.r, key.mod), now)
				left = left || what == keyLeaves
			}
			if left != test.want {
				t.Errorf("left: got %t, want %t", left, test.want)
			}
		})
	}
}
