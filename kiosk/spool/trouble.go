package spool

import (
	"context"
	"time"

	"accueil/configs/i18n"
	"accueil/kiosk"
	"accueil/queue"
)

// words are the house's own, for those who work there.
func (d *Driver) words() i18n.Words {
	config, _ := d.o.Spool.Config()
	return i18n.For(config.Languages...)
}

// printerTold has the consoles know how the printer is. Of one that is open or mute
// nobody knows how its paper is: that stays as it was.
func (d *Driver) printerTold(p kiosk.PrinterStatus) {
	text := ""
	switch p.Trouble {
	case kiosk.TroubleNone, kiosk.TroublePaper:
		out := p.Trouble == kiosk.TroublePaper
		d.standing.is(queue.AlertPaperOut, out, "")
		d.standing.is(queue.AlertPaperLow, p.PaperLow && !out, "")
		d.standing.is(queue.AlertPrinter, false, "")
		return
	case kiosk.TroubleCover:
		text = d.words().AlertPrinterOpen()
	case kiosk.TroubleBroken:
		text = d.words().AlertPrinterMute()
	}
	d.standing.is(queue.AlertPrinter, true, text)
}

// clockDoubted counts a ticket without a day.
func (d *Driver) clockDoubted() {
	n := d.undated.Add(1)
	d.standing.is(queue.AlertClock, true, d.words().AlertTickets(int(n)))
}

// lookout looks now and then at the spool and the clock.
func (d *Driver) lookout(ctx context.Context) {
	tick := time.NewTicker(lookEvery)
	defer tick.Stop()
	for {
		if err := d.look(); err != nil {
			d.o.Log.Error("whether spool and clock are well is not known", "error", err)
		}
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		}
	}
}

func (d *Driver) look() error {
	dates, err := d.o.Spool.dates()
	if err != nil {
		return err
	}
	if dates {
		d.undated.Store(0)
		d.standing.is(queue.AlertClock, false, "")
	}
	if d.standing.heardFor() < growingHeard {
		return nil // it may only just be on its way
	}
	oldest, err := d.o.Spool.oldest()
	if err != nil {
		return err
	}
	unsent := d.o.Spool.Unsent()
	d.standing.is(queue.AlertSpoolGrowing, unsent > growingUnsent || oldest > growingAge, d.words().AlertUnsent(unsent))
	return nil
}
