package kiosk

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"accueil/configs/i18n"
	"accueil/queue"
	"pgregory.net/rapid"
)

// TestWhateverHappens sends a kiosk anything in any order: a touch makes at most
// one ticket, a ticket is shown or given back, nothing is said to whoever did not
// ask for a voice, and once all is quiet it comes home, with nothing left.
func TestWhateverHappens(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		w := &world{t: t, m: New(settings.Draw(t, "settings")), wall: monday}
		t.Repeat(map[string]func(*rapid.T){
			"touch":  w.touch,
			"press":  func(t *rapid.T) { w.take(Press{Key(rapid.IntRange(1, 3).Draw(t, "key"))}) },
			"time":   w.time,
			"answer": w.answer,
			"print":  w.print,
			"help":   w.help,
			"world":  w.world,
			"":       w.check,
		})
		w.comesHome()
	})
}

var settings = rapid.SampledFrom([]Settings{
	{IdleSeconds: 30},
	{Services: []queue.ServiceID{"autre", "gone", "droits"}, Hours: []queue.Hours{{Weekday: time.Monday, From: 8 * 60, To: 10 * 60}}},
})

type world struct {
	t       *rapid.T
	m       Model
	mono    time.Duration
	wall    time.Time
	serials []uint64
	owed    []Give // wished for and not yet answered
	tickets []queue.TicketID
	calls   []uint64
	asked   bool          // for a voice, in this visit
	loud    bool          // something is being said
	waiting time.Duration // when how many are before was said last, alone
}

func (w *world) take(msg Msg) []Effect {
	before := w.m.serial
	switch msg := msg.(type) {
	case Touch:
		w.asked = w.asked || msg.Target == targetListen && w.m.voiced
	case Press:
		w.asked = w.asked || w.m.voiced
	case VoiceIs:
		w.asked = w.asked && msg.There
	}
	next, effects := Update(w.m, msg)
	w.m = next
	if w.m.serial < before {
		w.t.Fatalf("%T took the serial back from %d to %d", msg, before, w.m.serial)
	}
	gives := 0
	for _, e := range effects {
		switch e := e.(type) {
		case Give:
			gives++
			w.owed = append(w.owed, e)
		case CallHelp:
			w.calls = append(w.calls, e.Request)
		case Say:
			w.loud = true
			if !w.asked || e.Text == "" || !i18n.Has(e.Lang) || e.Volume < VolumeMin || e.Volume > VolumeMax {
				w.t.Fatalf("%T: said %+v, asked for: %t", msg, e, w.asked)
			}
			if e.Text == sentences([]string{w.m.aheadNow()}) {
				if w.waiting > 0 && w.mono < w.waiting+aheadTime {
					w.t.Fatalf("said %q at %s and at %s", e.Text, w.waiting, w.mono)
				}
				w.waiting = w.mono
			}
		case Hush:
			w.loud = false
		case Amend, Cancel, Print:
		}
	}
	w.asked = w.asked && !w.m.Home()
	if w.m.Home() {
		w.waiting = 0
	}
	switch msg.(type) {
	case Touch, Press:
		if gives > 1 {
			w.t.Fatalf("%+v made %d tickets", msg, gives)
		}
	default:
		if gives > 0 {
			w.t.Fatalf("%T made a ticket, and nobody touched anything", msg)
		}
	}
	return effects
}

func (w *world) touch(t *rapid.T) {
	w.serials = append(w.serials, View(w.m).Serial)
	target := TargetID(rapid.SampledFrom([]string{"", "nothing", "service:droits", "appointment:a", "listen", "languages", "back", "more"}).Draw(t, "target"))
	if all := View(w.m).Targets(); len(all) > 0 && rapid.Bool().Draw(t, "real") {
		target = rapid.SampledFrom(all).Draw(t, "of those seen").ID
	}
	w.take(Touch{rapid.SampledFrom(w.serials[max(0, len(w.serials)-3):]).Draw(t, "serial"), target})
}

func (w *world) time(t *rapid.T) {
	step := time.Duration(rapid.IntRange(0, 40_000).Draw(t, "ms")) * time.Millisecond
	w.mono, w.wall = w.mono+step, w.wall.Add(step)
	w.take(Tick{Now{w.wall, w.mono, rapid.Bool().Draw(t, "trusted")}})
}

// answer gives a ticket, or fails to, for a wish however old.
func (w *world) answer(t *rapid.T) {
	if len(w.owed) == 0 {
		t.Skip("nothing is owed")
	}
	give := w.owed[0]
	w.owed = w.owed[1:]
	if rapid.IntRange(0, 4).Draw(t, "fails") == 0 {
		w.take(GiveFailed{give.Request})
		return
	}
	id := queue.TicketID(fmt.Sprint("T", give.Request))
	number := queue.MakeNumber('A', 1, int(give.Request))
	effects := w.take(Given{give.Request, Ticket{ID: id, Number: number, Service: give.Order.Service, Class: give.Order.Class, Appointment: give.Order.Appointment}})
	w.tickets = append(w.tickets, id)
	if View(w.m).Number != number && !slices.Contains(effects, Effect(Cancel{id})) {
		t.Fatalf("ticket %s was neither shown nor given back", id)
	}
}

func (w *world) print(t *rapid.T) {
	if len(w.tickets) == 0 {
		t.Skip("no ticket")
	}
	id := rapid.SampledFrom(w.tickets).Draw(t, "ticket")
	w.take(rapid.SampledFrom([]Msg{
		Printed{id}, PrintUnproved{id}, PrintFailed{id, TroublePaper}, PrintFailed{id, TroubleBroken}, AmendFailed{id},
		Placed{id, Place{Ahead: 3, Wait: &WaitRange{1, 400}}}, Placed{id, Place{Ahead: rapid.IntRange(0, 90).Draw(t, "ahead")}},
	}).Draw(t, "what"))
}

func (w *world) help(t *rapid.T) {
	if len(w.calls) == 0 {
		t.Skip("nobody called")
	}
	request := rapid.SampledFrom(w.calls).Draw(t, "call")
	w.take(rapid.SampledFrom([]Msg{HelpSent{request, "X"}, HelpFailed{request}}).Draw(t, "what"))
}

func (w *world) world(t *rapid.T) {
	feed := openFeed(1, 2, 3)
	feed.Walls, feed.Acked = true, []queue.AlertID{"X"}
	feed.Appointments = []Booking{{"a", w.wall, "droits"}, {"b", w.wall, "gone"}, {"c", w.wall.Add(time.Hour), "droits"}}
	stopped := openFeed(0, 0, 0)
	stopped.Open, stopped.Services[0].Closed = false, queue.ClosedFull
	asks := testSite()
	asks.Services[1].Pictogram, asks.Services[1].Minutes = PictogramQuestion, 20
	fewer := testSite()
	fewer.Services, fewer.Languages = fewer.Services[1:], []string{"fr", "xx"}
	w.take(rapid.SampledFrom([]Msg{
		feed, stopped, FeedLost{}, Configured{asks}, Configured{fewer}, Health{}, Health{}, Health{Fault: FaultDisk},
		PrinterIs{There: true}, PrinterIs{There: true, PrinterStatus: PrinterStatus{Trouble: TroubleCover}}, PrinterIs{}, VoiceIs{There: true}, VoiceIs{There: true}, VoiceIs{}, Sized{Tiles: 2, Langs: 1}, Sized{Tiles: 3, Pictures: true}, Sized{Tiles: 6}, GoHome{},
	}).Draw(t, "msg"))
}

func (w *world) check(t *rapid.T) {
	s := View(w.m)
	if s.Title == "" {
		t.Fatalf("screen %d has no title", s.Kind)
	}
	if s.Focus != "" && !slices.ContainsFunc(s.Targets(), func(x Target) bool { return x.ID == s.Focus }) {
		// What the focus stood on may go; the next key then begins anew.
		w.take(Press{KeyNext})
	}
	if w.m.Deadline() <= w.m.now.Mono {
		t.Fatalf("the deadline %s is not after now, %s", w.m.Deadline(), w.m.now.Mono)
	}
	if w.m.Home() && (s.Lang != w.m.houseLanguage() || w.loud) {
		t.Fatalf("home speaks %q, aloud: %t", s.Lang, w.loud)
	}
	for _, target := range s.Targets() {
		if target.ID == targetListen && !w.m.voiced {
			t.Fatal("offers to read aloud, and nothing can")
		}
	}
	w.checkHelp(t, s)
	w.checkPages(t, s)
}

// checkHelp: who waits for someone is asked nothing, and at home nothing is said of a
// call but that someone comes, for a while.
func (w *world) checkHelp(t *rapid.T, s Screen) {
	h := w.m.help
	if awaited := h.state == helpCalling || h.state == helpSent; awaited && w.m.stage == stageStillThere &&
		w.m.since > h.at && w.m.since < h.at+helpWaitMax {
		t.Fatalf("asks at %s who called at %s", w.m.since, h.at)
	}
	if !w.m.Home() && w.m.gone != (help{}) {
		t.Fatalf("a visitor meets the call of another, %+v", w.m.gone)
	}
	coming := s.Banner == Banner{Text: w.m.words().KioskHelpComing(), Mood: MoodGood}
	if w.m.Home() && s.Banner.Text != "" && (!coming || w.m.now.Mono >= w.m.gone.at+comingTime) {
		t.Fatalf("home says %q", s.Banner.Text)
	}
}

// checkPages: who does not know is one touch from saying so.
func (w *world) checkPages(t *rapid.T, s Screen) {
	at := slices.IndexFunc(s.Tiles, func(x Target) bool { return x.ID == targetMore })
	asks := slices.ContainsFunc(w.m.choices(w.m.words()), func(x Target) bool { return x.Pictogram == PictogramQuestion })
	if s.Kind == KindWelcome && at > 1 && asks && s.Tiles[at-1].Pictogram != PictogramQuestion {
		t.Fatalf("page %d has no way to ask: %+v", w.m.page, s.Tiles)
	}
}

// comesHome lets time alone pass.
func (w *world) comesHome() {
	end := w.mono + helpTimeMax + helpWaitMax + giveTimeMax + PrintTimeMax + notPrintedHome + stillThereTime + 2*speakTimeMax + time.Minute
	for w.mono < end && !w.m.Home() {
		step := w.m.Deadline() - w.mono
		w.mono, w.wall = w.mono+step, w.wall.Add(step)
		w.take(Tick{Now{w.wall, w.mono, true}})
	}
	if !w.m.Home() {
		w.t.Fatalf("not home after a long quiet: stage %d, help %+v, pending %+v, ticket %+v", w.m.stage, w.m.help, w.m.pending, w.m.ticket)
	}
}
