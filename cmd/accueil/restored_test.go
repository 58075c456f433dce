package main

import (
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"accueil/kiosk"
	"accueil/queue"
	"accueil/queue/client"
	"accueil/queue/engine"
	"accueil/queue/wire"
)

// A loss is a town whose server lost a day: its folder is yesterday's again. One
// kiosk was there when the copy was made, the second was paired after it.
type loss struct {
	*town
	copied        string // the folder as it was on Monday evening
	first, second *post
	epoch         string // of the life that was lost
}

// newLoss stands on Tuesday at noon, with the server away for good.
func newLoss(t *testing.T) *loss {
	w := &loss{town: newTown(t), copied: t.TempDir()}
	data := t.TempDir()
	w.comes(data)
	w.first, w.second = w.post(), w.post()
	w.first.start(w.pair("first"))
	await(t, "a lane", w.first.canNumber)
	w.first.tells(30)
	w.goes()
	if err := os.CopyFS(w.copied, os.DirFS(data)); err != nil {
		t.Fatal(err)
	}
	w.pass(23 * time.Hour)

	w.comes(data)
	w.second.start(w.pair("second"))
	await(t, "another lane", w.second.canNumber)
	w.first.tells(20)
	w.second.tells(25)
	ana := w.mediator("Ana", "1")
	for range 5 {
		if called, err := ana.Next(t.Context(), "", "1", wire.NextRequest{}); err != nil || called == nil {
			t.Fatalf("next: got %v, %v", called, err)
		}
	}
	w.epoch = w.first.disk.Hold().At.Epoch
	w.goes()
	w.first.gives(5, 5*time.Minute)
	w.second.gives(5, 5*time.Minute)
	return w
}

// pairAgain is what the head does: the restored server does not know the second.
func (w *loss) pairAgain() *client.Client {
	w.second.stop()
	return w.pair("second")
}

func (w *loss) given() []kiosk.Ticket {
	return append(w.first.given[:len(w.first.given):len(w.first.given)], w.second.given...)
}

// mustBeAnotherLife wants both kiosks in the restored server's own epoch.
func (w *loss) mustBeAnotherLife() {
	w.t.Helper()
	w.look(func(l engine.Look) {
		if l.At.Epoch.String() == w.epoch {
			w.t.Error("the restored server goes on under the epoch that it lost")
		}
		for _, p := range []*post{w.first, w.second} {
			if at := p.disk.Hold().At; at.Epoch != l.At.Epoch.String() || at.Seq > l.At.Seq {
				w.t.Errorf("a kiosk stands at %v, the server at %v", at, l.At)
			}
		}
	})
}

// refused is what a kiosk keeps aside, for good.
func (p *post) refused() string {
	p.town.t.Helper()
	var out strings.Builder
	if err := p.disk.Export(p.town.t.Context(), io.Writer(&out)); err != nil {
		p.town.t.Fatal(err)
	}
	return out.String()
}

func TestARestoredServerLosesNoTicket(t *testing.T) {
	for _, c := range []struct {
		name        string
		secondFirst bool
	}{
		{"the kiosk of the copy comes first", false},
		{"the kiosk that was paired after the copy comes first", true},
	} {
		t.Run(c.name, func(t *testing.T) {
			w := newLoss(t)
			w.first.stop()
			w.comes(w.copied)
			first := func() {
				w.first.start(w.first.way)
				await(t, "the first kiosk has offered all again", w.first.isThrough)
			}
			second := func() {
				w.second.gives(2, 2*time.Minute) // it numbers on, though the server does not know it any more
				w.second.start(w.pairAgain())
				await(t, "the second kiosk has offered all again", w.second.isThrough)
			}
			if c.secondFirst {
				second()
				first()
			} else {
				first()
				second()
			}
			w.mustBeAnotherLife()
			w.mustHave(w.given()...)
			w.first.tells(3)
			w.second.tells(3)
			w.mustHave(w.given()...)
			for i, p := range []*post{w.first, w.second} {
				if lane, want := p.disk.Hold().Lane, queue.Lane(i+1); lane != want {
					t.Errorf("a kiosk of lane %d came back to lane %d", want, lane)
				}
				if out := p.refused(); out != "" {
					t.Errorf("refused: %s", out)
				}
			}
			w.goes()
			mustBeGivenOnce(t, w.copied)
		})
	}
}

// A third kiosk is quicker: it gets the lane that the restored server thinks is
// free. Then the second gets another, and those of its tickets that stand in the
// third's lane today stay with it, and ring.
func TestALaneGivenToAnotherAfterALossIsNotGivenTwice(t *testing.T) {
	w := newLoss(t)
	w.comes(w.copied)
	await(t, "the first kiosk has offered all again", w.first.isThrough)
	third := w.post()
	third.start(w.pair("third"))
	await(t, "a lane", third.canNumber)
	third.tells(4)
	w.second.start(w.pairAgain())
	await(t, "the second kiosk has offered all again", w.second.isThrough)
	w.second.tells(3)

	w.mustBeAnotherLife()
	lanes := map[queue.Lane]bool{}
	for _, p := range []*post{w.first, w.second, third} {
		lanes[p.disk.Hold().Lane] = true
	}
	if len(lanes) != 3 {
		t.Errorf("three kiosks hold the lanes %v", lanes)
	}
	aside := w.second.refused()
	kept := append(w.first.given[:len(w.first.given):len(w.first.given)], third.given...)
	for _, g := range w.second.given {
		if !strings.Contains(aside, string(g.ID)) {
			kept = append(kept, g)
		}
	}
	w.mustHave(kept...)
	if got := strings.Count(aside, "\n"); got != 30 {
		t.Errorf("%d tickets are kept aside, want the 30 of the lost lane", got)
	}
	export := []string{"kiosk", "--export", "--data", filepath.Dir(w.second.path)}
	if status, _, errs := accueil(t, export...); status != 1 || !strings.Contains(errs, "in use") {
		t.Errorf("exported beside the kiosk: got %d %q, want that it is in use", status, errs)
	}
	w.second.stop()
	if status, out, errs := accueil(t, export...); status != 0 || out != aside {
		t.Errorf("exported: got %d %s%s, want\n%s", status, out, errs, aside)
	}
	w.look(func(l engine.Look) {
		rung := 0
		for _, a := range l.State.Alerts() {
			if a.Kind == queue.AlertRefusedTicket {
				rung++
			}
		}
		if rung != 30 {
			t.Errorf("%d alerts ring of refused tickets, want one for each of the 30", rung)
		}
	})
}
