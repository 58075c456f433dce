package tui

import (
	"fmt"
	"log/slog"
	"maps"
	"math"
	"slices"
	"strings"
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
	b.passes(time.Second)
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
// runs right to left everything stands mirrored, but the row of languages.
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
				c := lay(s, page{width: size[0], height: size[1], panelMM: [2]int{344, 194}, colours: plainPalette()})
				langs := slices.IndexFunc(c.areas, func(a area) bool { return a.target == s.Langs[0].ID })
				for _, a := range c.areas {
					if paint.RightToLeft(s.Lang) && a.box.Y != c.areas[langs].box.Y {
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

// The same on fine cells, whatever the panel and the language.
func TestNoDrawnButtonMovesInATicketsLife(t *testing.T) {
	for _, p := range panels(1 << 24) {
		for _, lang := range shipped("fr") {
			g := newGlass(p.page)
			b := newBooth(shipped(lang)...)
			b.says(kiosk.VoiceIs{There: true}, g.sized(kiosk.View(b.m)))
			b.passes(time.Second)
			b.takes()
			stood := map[kiosk.TargetID]rect{}
			look := func(when string) {
				for _, x := range drawSheet(kiosk.View(b.m), g, "").boxes {
					was, ok := stood[x.target]
					if d := math.Abs(was.x-x.x) + math.Abs(was.y-x.y) + math.Abs(was.w-x.w) + math.Abs(was.h-x.h); ok && x.target != "" && d > 1 {
						t.Errorf("%s, %s, %s: %s moved from %.0f to %.0f", p.name, lang, when, x.target, was, x.rect)
					}
					stood[x.target] = x.rect
				}
			}
			look("given")
			b.says(kiosk.Placed{Ticket: "T", Place: kiosk.Place{Ahead: 12, Wait: &kiosk.WaitRange{LowMinutes: 10, HighMinutes: 90}}})
			look("placed")
			b.touches("priority")
			look("raised")
			b.says(kiosk.AmendFailed{Ticket: "T"})
			look("refused")
			b.says(kiosk.PrintFailed{Ticket: "T", Trouble: kiosk.TroublePaper})
			look("no paper")
			b.passes(15 * time.Second)
			look("later")
			b.passes(35 * time.Second)
			look("much later")
		}
	}
}

// What comes by itself moves nothing under a finger, or makes the finger wait.
func TestWhatComesByItselfMovesNoTileUnderAFinger(t *testing.T) {
	for _, p := range panels(1 << 24) {
		for what, change := range map[string]func(*kiosk.Feed){
			"a notice":     func(f *kiosk.Feed) { f.Appointments, f.Services = nil, nil },
			"appointments": func(f *kiosk.Feed) { f.Notice, f.Services = "", nil },
			"a full house": func(f *kiosk.Feed) { f.Notice, f.Appointments = "", nil },
		} {
			g := newGlass(p.page)
			b := newBooth()
			b.says(kiosk.Feed{Open: true}, g.sized(kiosk.View(b.m)))
			b.passes(5 * time.Second)
			before := drawSheet(kiosk.View(b.m), g, "").boxes
			news := feed(b)
			change(&news)
			b.says(news, g.sized(kiosk.View(b.m)))
			after := drawSheet(kiosk.View(b.m), g, "")
			for _, x := range before {
				b.says(kiosk.Touch{Screen: kiosk.View(b.m).Serial, Target: after.under(x.x+x.w/2, x.y+x.h/2)})
				if s := kiosk.View(b.m); x.target != "" && after.under(x.x+x.w/2, x.y+x.h/2) != x.target && s.UnderWay != "" {
					t.Fatalf("%s, %s: who aimed at %s gets %s", p.name, what, x.target, s.UnderWay)
				}
			}
		}
	}
}

// under is what may be touched at a place.
func (s *sheet) under(x, y float64) kiosk.TargetID {
	for _, b := range s.boxes {
		if x > b.x && x < b.right() && y > b.y && y < b.bottom() {
			return b.target
		}
	}
	return ""
}

// A key held down while the disk hangs says much, and pushes no ticket's wish out.
func TestWhatIsSaidPushesNoTicketOut(t *testing.T) {
	b := newBooth()
	b.says(kiosk.VoiceIs{There: true})
	b.takes()
	l := &loop{
		options: Options{Clock: func() kiosk.Now { return b.now }, Log: slog.New(slog.DiscardHandler)}, model: b.m,
		effects: make(chan kiosk.Effect, effectsMax), voice: make(chan kiosk.Effect, 1),
	}
	for range 400 {
		b.now.Mono += 20 * time.Millisecond
		l.update(kiosk.Press{Key: kiosk.KeyNext})
	}
	l.update(kiosk.Touch{Screen: kiosk.View(l.model).Serial, Target: "change"})
	cancels := 0
	for range len(l.effects) {
		if _, ok := (<-l.effects).(kiosk.Cancel); ok {
			cancels++
		}
	}
	if cancels != 1 || len(l.voice) != 1 {
		t.Errorf("given back %d times, %d said, want one each", cancels, len(l.voice))
	}
}

// A name without an end costs the number nothing that matters, and stays in its tile.
func TestAnEndlessNameLosesNoNumber(t *testing.T) {
	for _, p := range panels(1 << 24) {
		g := newGlass(p.page)
		for _, name := range []string{"Donaudampfschifffahrtsgesellschaft", strings.Repeat("W", 120), strings.Repeat("Wohnungen ", 12)} {
			site := configs.Sample().Sites[0]
			for i := range site.Services {
				site.Services[i].Name = queue.Name{"fr": name}
			}
			b := newBooth()
			b.says(kiosk.Configured{Config: site}, g.sized(kiosk.View(b.m)))
			b.passes(time.Second)
			for _, fault := range drawSheet(kiosk.View(b.m), g, "").disorder() {
				t.Errorf("%s, %.20s: %s", p.name, name, fault)
			}
			b.takes()
			s := drawSheet(kiosk.View(b.m), g, "")
			if i := slices.IndexFunc(s.lines, func(l line) bool { return l.text == "A07" }); i < 0 || s.lines[i].letters.capital < capNumber/2 {
				t.Errorf("%s, %.20s: got the number at line %d of %v", p.name, name, i, s.lines)
			}
		}
	}
}
