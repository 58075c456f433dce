package term

import (
	"encoding/json"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"accueil/display"
	"accueil/queue"
	"accueil/queue/client"
	"accueil/queue/wire"
)

// frameOf is Samia's view at a position: with A01 there since the second.
func frameOf(seq uint64) wire.Frame {
	view := wire.ConsoleView{
		Open: true, Intake: wire.Intake{Open: true},
		Desks:  []wire.Desk{{ID: "1", Name: "Guichet 1"}, {ID: "2", Name: "Guichet 2", State: queue.DeskOpen, Person: "samia"}},
		Counts: []wire.WaitingConsole{{Service: "droits", Waiting: 1}},
	}
	if seq >= 2 {
		view.Mine.Visit = &wire.Ticket{ID: "t1", Number: "A01", Service: "droits", State: queue.Called}
	}
	state, _ := json.Marshal(view)
	return wire.Frame{V: wire.FrameVersion, Epoch: "1", Seq: seq, At: time.Unix(int64(seq), 0), View: wire.ViewConsole, State: state}
}

// answering is a server that answers a command so, and shows the site as it is then. The
// frame of its live view comes later, as the test wants.
func answering(t *testing.T, status int, kind string, answer any) *Line {
	t.Helper()
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Method == http.MethodGet {
			_ = json.NewEncoder(w).Encode(frameOf(2))
			return
		}
		w.Header().Set("Content-Type", kind)
		w.WriteHeader(status)
		_ = json.NewEncoder(w).Encode(answer)
	}))
	t.Cleanup(s.Close)
	c, err := client.New(client.Options{URL: s.URL, Site: "dijon"})
	if err != nil {
		t.Fatal(err)
	}
	line := NewLine(c, slog.New(slog.DiscardHandler))
	line.token = "t"
	return line
}

// A hand is whoever presses keys at a console, on a line of its own.
type hand struct {
	t       *testing.T
	line    *Line
	console display.Console
	wished  []display.Effect
}

func newHand(t *testing.T, line *Line) *hand {
	h := &hand{t: t, line: line, console: display.NewConsole()}
	h.tell(display.SignedIn{Session: wire.Session{Person: "samia", Role: "mediator"}})
	h.tell(consoleMessage(frameOf(1)))
	return h
}

func (h *hand) tell(m display.Msg) {
	h.console, h.wished = h.console.Update(m)
}

// presses presses a key that asks for something, and has it answered; nothing of the
// live view came meanwhile.
func (h *hand) presses(key rune) {
	h.t.Helper()
	h.tell(display.Type{Rune: key})
	if len(h.wished) != 1 {
		h.t.Fatalf("%c asks for nothing, and the console says %q", key, h.console.View().Said)
	}
	h.line.Do(h.t.Context(), h.wished[0])
	for len(h.line.messages) > 0 {
		h.tell(<-h.line.messages)
	}
}

func TestAKeyRightAfterAnAnswerIsForWhatItMade(t *testing.T) {
	h := newHand(t, answering(t, http.StatusOK, "application/json", wire.Called{Ticket: wire.Ticket{ID: "t1", Number: "A01"}}))
	h.presses('s')
	h.tell(consoleMessage(frameOf(1))) // of the live view, made before the answer
	h.tell(display.Type{Rune: 'd'})
	want := display.TicketWord{Ticket: "t1", Word: display.WordStart}
	if len(h.wished) != 1 || h.wished[0].(display.Ask).Command != want {
		t.Errorf("d asks for %v, and the console says %q; want %v", h.wished, h.console.View().Said, want)
	}
}

func TestARefusalShowsTheSiteAsItIs(t *testing.T) {
	h := newHand(t, answering(t, http.StatusConflict, wire.ProblemType, wire.NewProblem(queue.Conflict, http.StatusConflict, "no")))
	h.presses('s')
	if screen := h.console.View(); !screen.Trouble || !strings.HasPrefix(screen.Mine[0], "A01") {
		t.Errorf("got %q, %q: want that it was refused, and A01 who is there after all", screen.Said, screen.Mine)
	}
}
