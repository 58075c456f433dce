package display

import (
	"testing"

	"pgregory.net/rapid"

	"accueil/queue"
	"accueil/queue/wire"
)

// Whatever is typed, and whatever comes from the server meanwhile, the console
// shows something, and has at most one command under way.
func TestAConsoleSurvivesAnything(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		s := newSeat(t)
		s.asked = nil
		answered := uint64(0)
		for range rapid.IntRange(1, 60).Draw(r, "steps") {
			switch rapid.IntRange(0, 9).Draw(r, "what") {
			case 0:
				s.view.Tickets = rapid.Permutation(s.view.Tickets).Draw(r, "tickets")[:rapid.IntRange(0, len(s.view.Tickets)).Draw(r, "left")]
				s.show()
			case 1:
				s.visit(rapid.SampledFrom([]queue.TicketState{queue.Called, queue.Serving}).Draw(r, "state"))
			case 2:
				s.view.Mine = wire.Mine{ToCode: []wire.Ticket{{ID: "t9", Number: "A09"}, {ID: "t8"}}}
				s.view.Desks[1].Person = rapid.SampledFrom([]queue.ActorID{"samia", "karim", ""}).Draw(r, "person")
				s.show()
			case 3:
				answered = s.console.requests
				s.tell(Refused{Request: answered, Kind: queue.Conflict})
			case 4:
				answered = s.console.requests
				s.tell(Done{Request: answered})
			case 5:
				s.tell(Lost{Loss: Loss{Kind: LossSilent}})
			default:
				s.keys(rapid.StringOfN(rapid.SampledFrom([]rune("lsrdafmptvuyxegiobczwnq?123456789*/é ⏎⏎⎋↑↓⇥⌫␡⇞⇟⇱⇲")), 1, 4, -1).Draw(r, "keys"))
			}
			if asked := s.console.requests; asked > answered+1 && s.console.pending != nil {
				r.Fatalf("%d commands were asked and %d answered", asked, answered)
			}
			if screen := s.console.View(); len(screen.Head) == 0 && screen.Question == nil {
				r.Fatal("there is nothing on the screen")
			}
		}
	})
}
