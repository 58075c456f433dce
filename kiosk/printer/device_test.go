package printer

import (
	"context"
	"errors"
	"net"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"accueil/configs"
	"accueil/kiosk"
	"accueil/kiosk/printer/printertest"
	"accueil/queue"
)

// wired returns our printer at the end of a wire from the other, as a setting names it.
func wired(t *testing.T, other *printertest.Printer, options string) kiosk.Printer {
	t.Helper()
	setting, err := configs.ParsePrinter("tcp://printer:9100" + options)
	if err != nil {
		t.Fatal(err)
	}
	var serving sync.WaitGroup
	t.Cleanup(serving.Wait)
	return Over(setting, func(context.Context) (Link, error) {
		here, there := net.Pipe()
		serving.Go(func() { other.Serve(there) })
		return here, nil
	})
}

func receiptOf(n queue.Number) kiosk.Receipt {
	return kiosk.Receipt{Ticket: queue.TicketID(n), Lang: "fr", Site: "PIMMS de Dijon", Number: n, Service: "Papiers et droits",
		When: "mercredi 25 novembre, 9 h 42", Ahead: "Environ 3 personnes avant vous", Advice: "Regardez pour " + string(n) + "."}
}

// came counts the sheets of a number on which all of it stands, to the last line.
func came(p *printertest.Printer, n queue.Number) int {
	count := 0
	for _, s := range p.Sheets() {
		at := slices.Index(s.Lines, "Regardez pour "+string(n)+".")
		if at >= 0 && at+1 < len(s.Lines) && len(s.Rasters) > 0 {
			count++
		}
	}
	return count
}

// within has a printer print, and fails when that takes longer than a screen waits.
func within(t *testing.T, p kiosk.Printer, n queue.Number) error {
	t.Helper()
	began := time.Now()
	err := p.Print(t.Context(), receiptOf(n))
	if took := time.Since(began); took > kiosk.PrintTimeMax {
		t.Errorf("it took %s, want at most %s", took, kiosk.PrintTimeMax)
	}
	return err
}

func troubleOf(err error) kiosk.Trouble {
	var trouble *kiosk.PrintError
	if errors.As(err, &trouble) {
		return trouble.Trouble
	}
	return kiosk.TroubleNone
}

func TestAReceiptIsPrintedWhenThePrinterHasWorkedItOff(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		other := printertest.New()
		p := wired(t, other, "")
		for _, n := range []queue.Number{"A07", "A08"} {
			if err := within(t, p, n); err != nil || came(other, n) != 1 {
				t.Errorf("%s: got %v and %d sheets, want one", n, err, came(other, n))
			}
		}
		if wrong := other.Wrong(); len(wrong) > 0 {
			t.Errorf("the printer did not understand %q", wrong)
		}
	})
}

// A fault is what happens to a printer, and to whom a visitor is sent.
type fault struct {
	name string
	do   func(*printertest.Printer)
	mend func(*printertest.Printer)
	want kiosk.Trouble
}

// later does something to a printer while it prints: at so slow a pace it is not done.
func later(p *printertest.Printer, do func()) {
	p.Pace(200 * time.Microsecond)
	time.AfterFunc(1500*time.Millisecond, do)
}

func faults() []fault {
	fill := (*printertest.Printer).LoadFull
	shut := func(p *printertest.Printer) { p.OpenCover(false) }
	whole := func(p *printertest.Printer) { p.Break(false) }
	none := func(*printertest.Printer) {}
	all := []fault{
		{"no paper from the first", func(p *printertest.Printer) { p.Load(0) }, fill, kiosk.TroublePaper},
		{"the paper ends in the number", func(p *printertest.Printer) { p.Load(10) }, fill, kiosk.TroublePaper},
		{"the paper ends in the text", func(p *printertest.Printer) { p.Load(50) }, fill, kiosk.TroublePaper},
		{"the paper ends on the way to the knife", func(p *printertest.Printer) { p.Load(75) }, fill, kiosk.TroublePaper},
		{"the paper is taken out", func(p *printertest.Printer) { later(p, func() { p.Load(0) }) }, fill, kiosk.TroublePaper},
		{"the cover is open", func(p *printertest.Printer) { p.OpenCover(true) }, shut, kiosk.TroubleCover},
		{"the cover is opened", func(p *printertest.Printer) { later(p, func() { p.OpenCover(true) }) }, shut, kiosk.TroubleCover},
		{"the knife is stuck", func(p *printertest.Printer) { p.Break(true) }, whole, kiosk.TroubleBroken},
		{"the knife gets stuck", func(p *printertest.Printer) { later(p, func() { p.Break(true) }) }, whole, kiosk.TroubleBroken},
		{"its buffers take all, and the paper ends", func(p *printertest.Printer) { p.Load(40); p.Lag(2 * time.Second) }, fill, kiosk.TroublePaper},
		{"its buffers take all, and the cover is opened", func(p *printertest.Printer) {
			p.Lag(time.Second)
			time.AfterFunc(1500*time.Millisecond, func() { p.OpenCover(true) })
		}, shut, kiosk.TroubleCover},
		{"it is rash, and the paper ends", func(p *printertest.Printer) { p.Rash(); p.Load(40) }, fill, kiosk.TroublePaper},
		{"it is rash, and the cover is opened", func(p *printertest.Printer) { p.Rash(); later(p, func() { p.OpenCover(true) }) }, shut, kiosk.TroubleCover},
		{"it is mute", func(p *printertest.Printer) { p.Mute(true) }, func(p *printertest.Printer) { p.Mute(false) }, kiosk.TroubleBroken},
		{"it falls mute", func(p *printertest.Printer) { later(p, func() { p.Mute(true) }) }, func(p *printertest.Printer) { p.Mute(false) }, kiosk.TroubleBroken},
		{"it is too slow", func(p *printertest.Printer) { p.Pace(5 * time.Millisecond) }, none, kiosk.TroubleBroken},
	}
	for _, bytes := range []int{1, 5, 30, 100, 4000, 9000} {
		all = append(all, fault{"it is unplugged", func(p *printertest.Printer) { p.Unplug(bytes) }, none, kiosk.TroubleBroken})
	}
	return all
}

func TestNoFaultIsTakenForPaperAndPrintingGoesOnAfterIt(t *testing.T) {
	for _, f := range faults() {
		t.Run(f.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				other := printertest.New()
				p := wired(t, other, "")
				if err := within(t, p, "A01"); err != nil {
					t.Fatal(err)
				}
				f.do(other)
				if err := within(t, p, "A02"); troubleOf(err) != f.want {
					t.Errorf("got %v (%d), want trouble %d", err, troubleOf(err), f.want)
				}
				f.mend(other)
				other.Pace(0)
				other.Lag(0)
				<-time.After(time.Minute)
				if status, err := p.Status(t.Context()); err != nil || status.Trouble != kiosk.TroubleNone {
					t.Errorf("mended: got %+v, %v", status, err)
				}
				if err := within(t, p, "A03"); err != nil || came(other, "A03") != 1 {
					t.Errorf("mended: got %v and %d sheets, want one", err, came(other, "A03"))
				}
			})
		})
	}
}

func TestAPrinterThatSpeaksUnaskedIsNotTakenAtItsWord(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		other := printertest.New()
		p := wired(t, other, "")
		other.SpeakUnasked()
		if err := within(t, p, "A01"); err != nil || came(other, "A01") != 1 {
			t.Errorf("got %v and %d sheets", err, came(other, "A01"))
		}
		other.SpeakUnasked()
		other.Load(60)
		if err := within(t, p, "A02"); troubleOf(err) != kiosk.TroublePaper {
			t.Errorf("got %v, want no paper", err)
		}
	})
}

func TestStatusIsWhatThePrinterSays(t *testing.T) {
	for name, c := range map[string]struct {
		do   func(*printertest.Printer)
		want kiosk.PrinterStatus
		why  string
	}{
		"well":           {func(*printertest.Printer) {}, kiosk.PrinterStatus{}, ""},
		"near the end":   {func(p *printertest.Printer) { p.Load(500) }, kiosk.PrinterStatus{PaperLow: true}, ""},
		"no paper":       {func(p *printertest.Printer) { p.Load(0) }, kiosk.PrinterStatus{Trouble: kiosk.TroublePaper}, "put in a roll"},
		"the cover open": {func(p *printertest.Printer) { p.Load(0); p.OpenCover(true) }, kiosk.PrinterStatus{Trouble: kiosk.TroubleCover}, "close it"},
		"broken":         {func(p *printertest.Printer) { p.Break(true) }, kiosk.PrinterStatus{Trouble: kiosk.TroubleBroken}, "knife is stuck"},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				other := printertest.New()
				c.do(other)
				got, err := wired(t, other, "").Status(t.Context())
				if got != c.want || troubleOf(err) != c.want.Trouble {
					t.Errorf("got %+v, %v, want %+v", got, err, c.want)
				}
				if c.why != "" && (err == nil || !strings.Contains(err.Error(), c.why)) {
					t.Errorf("got %v, want %q told", err, c.why)
				}
			})
		})
	}
	synctest.Test(t, func(t *testing.T) {
		other := printertest.New()
		other.Mute(true)
		if got, err := wired(t, other, "").Status(t.Context()); err == nil {
			t.Errorf("mute: got %+v, want an error", got)
		}
	})
}

func TestNearTheEndOfTheRollItStillPrints(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		other := printertest.New()
		other.Load(500)
		if err := within(t, wired(t, other, ""), "A01"); err != nil || came(other, "A01") != 1 {
			t.Errorf("got %v and %d sheets", err, came(other, "A01"))
		}
	})
}

func TestAPrinterThatKnowsOnlyDLEEOT(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		other := printertest.New()
		other.Simple()
		if err := within(t, wired(t, other, ""), "A01"); troubleOf(err) != kiosk.TroubleBroken || !strings.Contains(err.Error(), "?status=realtime") {
			t.Errorf("got %v, want what to write", err)
		}
		if n := came(other, "A01"); n != 0 {
			t.Errorf("got %d sheets of what was said to have failed before it began", n)
		}
		p := wired(t, other, "?status=realtime")
		if err := within(t, p, "A02"); err != nil || came(other, "A02") != 1 {
			t.Errorf("realtime: got %v and %d sheets", err, came(other, "A02"))
		}
		other.Load(60)
		if err := within(t, p, "A03"); troubleOf(err) != kiosk.TroublePaper {
			t.Errorf("realtime: got %v, want no paper", err)
		}
		other.LoadFull()
		other.Mute(true)
		if err := within(t, p, "A04"); troubleOf(err) != kiosk.TroubleBroken {
			t.Errorf("realtime, mute: got %v, want broken", err)
		}
	})
}

func TestOnlyAPrintersOwnWordProves(t *testing.T) {
	for options, want := range map[string]bool{"": true, "?status=realtime": false, "?status=none": false} {
		if got := wired(t, printertest.New(), options).Proves(); got != want {
			t.Errorf("%q: got %t, want %t", options, got, want)
		}
	}
}

func TestAPrinterSetToSayNothingIsTakenAtItsSilence(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		other := printertest.New()
		other.Mute(true)
		p := wired(t, other, "?status=none")
		if err := within(t, p, "A01"); err != nil || came(other, "A01") != 1 {
			t.Errorf("got %v and %d sheets", err, came(other, "A01"))
		}
		if status, err := p.Status(t.Context()); err != nil || status != (kiosk.PrinterStatus{}) {
			t.Errorf("got %+v, %v", status, err)
		}
		other.Unplug(100)
		if err := within(t, p, "A02"); troubleOf(err) != kiosk.TroubleBroken {
			t.Errorf("unplugged: got %v, want broken", err)
		}
	})
}

func TestWhoLeavesDoesNotWaitForThePrinter(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		other := printertest.New()
		other.Pace(time.Second)
		ctx, leave := context.WithTimeout(t.Context(), 100*time.Millisecond)
		defer leave()
		began := time.Now()
		err := wired(t, other, "").Print(ctx, receiptOf("A01"))
		if took := time.Since(began); err == nil || took > 100*time.Millisecond {
			t.Errorf("got %v after %s", err, took)
		}
	})
}

func TestAPrinterThatIsNotThereIsBrokenAndTheErrorSaysWhatToLookAt(t *testing.T) {
	p, err := Open("tcp://" + unused(t))
	if err != nil {
		t.Fatal(err)
	}
	if err := p.Print(t.Context(), receiptOf("A01")); troubleOf(err) != kiosk.TroubleBroken || !strings.Contains(err.Error(), "switched on") {
		t.Errorf("got %v, want a broken printer and what to look at", err)
	}
	if _, err := p.Status(t.Context()); err == nil {
		t.Error("got a status of a printer that is not there")
	}
}

// unused is an address at which nobody answers.
func unused(t *testing.T) string {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer listener.Close()
	return listener.Addr().String()
}

func TestOverTCP(t *testing.T) {
	other := printertest.New()
	p, err := Open("tcp://" + other.Listen(t, "127.0.0.1:0"))
	if err != nil {
		t.Fatal(err)
	}
	for _, n := range []queue.Number{"A01", "A02"} {
		if err := p.Print(t.Context(), receiptOf(n)); err != nil || came(other, n) != 1 {
			t.Errorf("%s: got %v and %d sheets", n, err, came(other, n))
		}
	}
	other.Unplug(5000)
	if err := p.Print(t.Context(), receiptOf("A03")); troubleOf(err) != kiosk.TroubleBroken {
		t.Errorf("unplugged in the raster: got %v, want broken", err)
	}
	if err := p.Print(t.Context(), receiptOf("A04")); err != nil || came(other, "A04") != 1 {
		t.Errorf("plugged in again: got %v and %d sheets", err, came(other, "A04"))
	}
}
