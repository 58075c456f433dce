package term

import (
	"encoding/json"
	"fmt"
	"testing"
	"time"

	"accueil/display"
	"accueil/queue"
	"accueil/queue/client"
	"accueil/queue/wire"
)

const (
	viewRows = 200                   // as many as a view holds
	viewMax  = 50 * time.Millisecond // from the event to the drawn cells
	frameMax = 64 << 10              // bytes
)

// BenchmarkFrameToCells measures from a frame of a full list, as it comes, to the cells
// of a large terminal.
func BenchmarkFrameToCells(b *testing.B) {
	view := wire.ConsoleView{Open: true, Intake: wire.Intake{Open: true}, Desks: []wire.Desk{{ID: "2", Name: "Guichet 2", Person: "samia", State: queue.DeskOpen}}}
	for n := range viewRows {
		view.Tickets = append(view.Tickets, wire.ConsoleTicket{
			ID: queue.TicketID(fmt.Sprintf("01KAQ5Z9GJ00000000000%05d", n)), Number: queue.Number(fmt.Sprintf("A9%d", 100+n)), Service: "droits",
			State: queue.Waiting, Lang: "uk", Class: queue.Priority, ArrivedAt: time.Date(2026, 11, 25, 9, 0, n, 0, time.UTC), ForDesk: "2",
		})
	}
	state, err := json.Marshal(view)
	if err != nil {
		b.Fatal(err)
	}
	c := &console{model: worst("fr"), colours: consolePalette(256)}
	for b.Loop() {
		seen, err := client.ViewOf[wire.ConsoleView](wire.Frame{State: state})
		if err != nil {
			b.Fatal(err)
		}
		c.update(display.ConsoleSeen{View: seen})
		c.lay(200, 60)
	}
	b.ReportMetric(float64(b.Elapsed())/float64(b.N)/float64(viewMax), "of-the-limit")
	b.ReportMetric(float64(len(state))/frameMax, "of-a-frame")
}
