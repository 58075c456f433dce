package spool

import (
	"context"
	"log/slog"
	"testing"

	"accueil/configs"
	"accueil/kiosk"
	"accueil/queue"
	"accueil/queue/wire"
)

// A tray is a printer that keeps what it printed.
type tray struct{ out chan kiosk.Receipt }

func (p tray) Print(_ context.Context, r kiosk.Receipt) error { p.out <- r; return nil }

func (p tray) Status(context.Context) (kiosk.PrinterStatus, error) { return kiosk.PrinterStatus{}, nil }

func (p tray) Proves() bool { return true }

func (p tray) Close() error { return nil }

func TestAMediatorsReprintComesOnceInTheTicketsLanguage(t *testing.T) {
	s := settled(t, 1, newHand())
	given, err := s.Give(kiosk.Order{Service: "droits", Lang: "en"})
	if err != nil {
		t.Fatal(err)
	}
	paper := tray{make(chan kiosk.Receipt, 10)}
	ask := func(epoch string, counts ...uint64) []kiosk.Receipt {
		d := NewDriver(DriverOptions{Spool: s, Server: newHall(), Printer: paper, Log: slog.New(slog.DiscardHandler)})
		v := View{At: Position{epoch, 1}}
		for _, n := range counts {
			v.Reprints = append(v.Reprints, Reprint{Count: n, Ticket: given.ID, Number: given.Number, Service: "droits", Lang: "en"})
		}
		d.reprint(v)
		d.reprint(v) // every frame brings it again, for ten minutes
		var all []kiosk.Receipt
		for s, ok := d.receipts.take(); ok; s, ok = d.receipts.take() {
			all = append(all, s.receipt)
		}
		return all
	}
	first := ask("E", 1, 2)
	if len(first) != 2 || first[0].Number != "A01" || first[0].Service != "Papers and rights" || first[0].Lang != "en" {
		t.Errorf("got %+v, want A01 twice, in English", first)
	}
	if again := ask("E", 1, 2); len(again) != 0 {
		t.Errorf("after a restart: got %v, want none", again)
	}
	if next := ask("E", 2, 3); len(next) != 1 {
		t.Errorf("a third one: got %v, want one", next)
	}
	if other := ask("F", 1); len(other) != 1 {
		t.Errorf("in another life of the server: got %v, want one", other)
	}
}

func TestAReprintOfATicketThisDiskNeverSawIsPrintedAllTheSame(t *testing.T) {
	s := settled(t, 1, newHand())
	d := NewDriver(DriverOptions{Spool: s, Server: newHall(), Printer: tray{}, Log: slog.New(slog.DiscardHandler)})
	d.reprint(View{At: Position{"E", 1}, Reprints: []Reprint{{Count: 1, Ticket: "x", Number: "A42", Service: "droits", Lang: "fr"}}})
	if got := first(t, d); got.Number != "A42" || got.Service != "Papiers et droits" {
		t.Errorf("got %+v, want A42 of Papiers et droits", got)
	}
}

func first(t *testing.T, d *Driver) kiosk.Receipt {
	t.Helper()
	s, ok := d.receipts.take()
	if !ok {
		t.Fatal("no receipt waits")
	}
	return s.receipt
}

func TestATicketsLinkIsReckonedHereAsTheServerDoes(t *testing.T) {
	s := settled(t, 1, newHand())
	day, key := queue.Day("2026-11-23"), []byte("a key of the day")
	if err := s.Learn(Me{Lane: 1, LinkKeys: map[queue.Day][]byte{day: key}}); err != nil {
		t.Fatal(err)
	}
	if got := s.must(t, "droits").Link; got != "" {
		t.Errorf("without a public address: got %q, want none", got)
	}
	site := Site{Config: configs.Sample().Sites[0], Day: day, At: Position{"E", 2}}
	site.Config.PublicURL = "https://a.example"
	if _, err := s.Settle(site, false); err != nil {
		t.Fatal(err)
	}
	given := s.must(t, "droits")
	if want := wire.Link("https://a.example", key, given.ID); given.Link != want {
		t.Errorf("got %q, want %q", given.Link, want)
	}
	if again, err := s.Ticket(given.ID); err != nil || again.Link != given.Link {
		t.Errorf("for a reprint: got %q, %v", again.Link, err)
	}
	if err := s.Learn(Me{Lane: 1}); err != nil {
		t.Fatal(err)
	}
	if got := s.must(t, "droits").Link; got != "" {
		t.Errorf("without the day's key: got %q, want none", got)
	}
}
