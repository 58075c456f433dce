package wire

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"
	"time"

	"accueil/queue"
)

// frameMax is what a console's frame may weigh, in bytes.
const frameMax = 64 << 10

// A full list stays a small frame, whatever is noted of those who wait.
func TestAFullListIsASmallFrame(t *testing.T) {
	for name, note := range map[string]string{
		"plain": strings.Repeat("attend un papier de la caf ", 150), "markup": strings.Repeat("<&>", 1300), "arabic": strings.Repeat("ورقة ", 500),
	} {
		t.Run(name, func(t *testing.T) {
			list := make([]ConsoleTicket, ticketsMax)
			at := time.Date(2026, 11, 25, 9, 0, 0, 0, time.FixedZone("", 3600))
			for i := range list {
				list[i] = ConsoleTicket{
					ID: queue.TicketID(fmt.Sprintf("01KAQ5Z9GJ00000000000%05d", i)), Number: "A9100", Service: "papiers-et-droits", Class: queue.Appointment,
					Lang: "fr", State: queue.Waiting, ArrivedAt: at, Appointment: &at, ForDesk: "12", Note: note,
				}
			}
			shorten(list)
			view := ConsoleView{Tickets: list}
			for i := range 30 {
				view.Desks = append(view.Desks, Desk{ID: "12", Name: fmt.Sprintf("Guichet %d", i), Person: "01KAQ5Z9GJ0000000000000001", PersonName: "Marguerite", Ticket: list[i].ID, Since: at})
			}
			body, err := json.Marshal(view)
			if err != nil {
				t.Fatal(err)
			}
			if len(body) > frameMax {
				t.Errorf("a view of %d weighs %d bytes, want at most %d", len(list), len(body), frameMax)
			}
			if first := list[0].Note; !strings.HasSuffix(first, "…") || !strings.HasPrefix(note, strings.TrimSuffix(first, "…")) || len(first) < 40 {
				t.Errorf("the first note is %q, want its beginning", first)
			}
		})
	}
	short := []ConsoleTicket{{Note: "voir p. 2"}}
	if shorten(short); short[0].Note != "voir p. 2" {
		t.Errorf("a short note became %q", short[0].Note)
	}
}
