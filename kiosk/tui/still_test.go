package tui

import (
	"fmt"
	"maps"
	"testing"
	"time"

	"accueil/configs"
	"accueil/display/paint"
	"accueil/kiosk"
	"accueil/queue"
)

// A booth is a model with whoever stands before it.
type booth struct {
	m   kiosk.Model
	now kiosk.Now
}

// newBooth is a kiosk of the sample that gives numbers, in the sample's languages or
// these.
func newBooth(langs ...string) *booth {
	b := &booth{m: kiosk.New(kiosk.Settings{IdleSeconds: 30}), now: kiosk.Now{Wall: time.Date(2026, 11, 23, 9, 0, 0, 0, time.UTC), WallTrusted: true}}
	site := configs.Sample().Sites[0]
	if len(langs) > 0 {
		site.Languages = langs
	}
	b.says(kiosk.Tick{Now: b.now}, kiosk.Configured{Config: site}, kiosk.Health{}, kiosk.PrinterIs{There: true}, kiosk.VoiceIs{There: true})
	b.passes(time.Second)
	return b
}

func (b *booth) says(all ...kiosk.Msg) {
	for _, msg := range all {
		b.m, _ = kiosk.Update(b.m, msg)
	}
}

func (b *booth) passes(d time.Duration) {
	b.now.Mono, b.now.Wall = b.now.Mono+d, b.now.Wall.Add(d)
	b.says(kiosk.Tick{Now: b.now})
}

func (b *booth) touches(target kiosk.TargetID) {
	b.passes(time.Second)
	b.says(kiosk.Touch{Screen: kiosk.View(b.m).Serial, Target: target})
}

// takes draws the ticket T of the first service.
func (b *booth) takes() {
	b.says(kiosk.Touch{Screen: kiosk.View(b.m).Serial, Target: "service:droits"},
		kiosk.Given{Request: 1, Ticket: kiosk.Ticket{ID: "T", Number: "A07", Service: "droits", At: b.now.Wall}})
}

// Whatever becomes of a ticket while it is shown, no button moves under a finger.
func TestNoButtonMovesInATicketsLife(t *testing.T) {
	for _, size := range [][2]int{{80, 24}, {100, 30}, {120, 40}} {
		t.Run(fmt.Sprint(size), func(t *testing.T) {
			stood := map[kiosk.TargetID]paint.Rect{}
			b := newBooth()
			look := func(when string) {
				for _, a := range lay(kiosk.View(b.m), page{width: size[0], height: size[1], panelMM: [2]int{344, 194}, colours: plainPalette()}).areas {
					if before, seen := stood[a.target]; seen && before != a.box {
						t.Errorf("%s: %s moved from %v to %v", when, a.target, before, a.box)
					}
					stood[a.target] = a.box
				}
			}
			b.takes()
			look("at once")
			b.says(kiosk.PrintFailed{Ticket: "T", Trouble: kiosk.TroublePaper})
			look("without paper")
			b.passes(time.Second)
			b.says(kiosk.Touch{Screen: kiosk.View(b.m).Serial, Target: "priority"})
			look("with priority")
			b.says(kiosk.AmendFailed{Ticket: "T"})
			look("without it")
			b.passes(10 * time.Second)
			look("after ten seconds")
			b.says(kiosk.Placed{Ticket: "T", Place: kiosk.Place{Ahead: 3, Wait: &kiosk.WaitRange{LowMinutes: 10, HighMinutes: 400}}})
			look("with its place")
			b.passes(queue.KioskGrace - 15*time.Second)
			look("after a minute")
			if len(stood) != 4 {
				t.Errorf("got the buttons %v, want four", stood)
			}
		})
	}
}

// A language moves nothing: a finger that is on its way meets what it saw. In one that
// runs right to left everything stands mirrored.
func TestALanguageMovesNothing(t *testing.T) {
	for _, size := range [][2]int{{60, 21}, {60, 28}, {64, 24}, {72, 24}, {72, 30}, {80, 24}, {80, 28}, {100, 30}, {120, 40}, {240, 67}} {
		for _, screen := range []string{"welcome", "appointments"} {
			b := newBooth()
			b.says(kiosk.Sized{Tiles: 6}, feed(b))
			if screen == "appointments" {
				b.touches("appointments")
			}
			where := func() map[kiosk.TargetID]paint.Rect {
				all, s := map[kiosk.TargetID]paint.Rect{}, kiosk.View(b.m)
				for _, a := range lay(s, page{width: size[0], height: size[1], panelMM: [2]int{344, 194}, colours: plainPalette()}).areas {
					if paint.RightToLeft(s.Lang) {
						a.box.X = size[0] - a.box.X - a.box.W
					}
					all[a.target] = a.box
				}
				return all
			}
			before := where()
			for _, lang := range kiosk.View(b.m).Langs {
				b.touches(lang.ID)
				if after := where(); !maps.Equal(after, before) {
					t.Errorf("%v, %s, %s: lie at %v, want %v", size, screen, lang.ID, after, before)
				}
			}
		}
	}
}
