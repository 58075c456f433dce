package display

import (
	"encoding/json"
	"fmt"
	"reflect"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"accueil/queue"
	"accueil/queue/wire"
)

// resumed is the console that a page goes on with: all that was kept is JSON.
func (s *seat) resumed() *seat {
	s.t.Helper()
	text, err := json.Marshal(s.console.Draft())
	if err != nil {
		s.t.Fatal(err)
	}
	var kept Draft
	if err := json.Unmarshal(text, &kept); err != nil {
		s.t.Fatal(err)
	}
	other := *s
	other.console, other.asked = ResumeConsole(Resume{
		Session: wire.Session{Person: s.console.person, PersonName: s.console.name, Role: s.console.role},
		Site:    site(), Draft: kept, Now: s.console.now, Seen: ConsoleSeen{Stamp{Epoch: "1", At: noon.Add(s.mono)}, s.view},
	})
	return &other
}

// Whatever was typed before, a page that goes on from its draft shows the same, asks the
// same at the same keys, and is not rung for what was there already.
func TestAPageGoesOnFromItsDraft(t *testing.T) {
	const all = "lsrdafmptvuyxegiobczwn?123456789*/é ⏎⏎⎋↑↓⇥⌫␡"
	rapid.Check(t, func(r *rapid.T) {
		s := newSeat(t)
		s.console.browser = true
		if rapid.Bool().Draw(r, "visited") {
			s.visit(queue.Serving)
		}
		for range rapid.IntRange(1, 12).Draw(r, "keys") {
			s.keys(rapid.StringOfN(rapid.SampledFrom([]rune(all)), 1, 1, -1).Draw(r, "key"))
			if s.console.pending != nil {
				s.tell(Done{Request: s.console.requests})
			}
		}
		page := s.resumed()
		if got, want := page.console.View(), s.console.View(); !reflect.DeepEqual(got, want) {
			r.Fatalf("got  %+v %+v\nwant %+v %+v", got, got.Question, want, want.Question)
		}
		if len(page.asked) != 0 {
			r.Fatalf("it is rung for what it knows: %v", page.asked)
		}
		next := rapid.StringOfN(rapid.SampledFrom([]rune(all)), 1, 4, -1).Draw(r, "next")
		s.asked = nil
		s.keys(next)
		page.keys(next)
		if got, want := called(page.asked), called(s.asked); got != want {
			r.Fatalf("after %q: got %s, want %s", next, got, want)
		}
	})
}

// called is what the API is told, without the number of each command.
func called(all []Effect) string {
	var text strings.Builder
	for _, e := range all {
		if a, ok := e.(Ask); ok {
			call := a.Command.Call()
			body, _ := json.Marshal(call.Body)
			fmt.Fprintln(&text, call.Method, call.Path, string(body))
		}
	}
	return text.String()
}

func TestWhatWasSaidOfATicketAndAFirstVisitIsKept(t *testing.T) {
	for keys, after := range map[string]string{"g21": "2", "g2": "22", "m*": "⏎", "i12": "courrier⏎⏎1"} {
		s := newSeat(t)
		s.visit(queue.Serving)
		s.keys(keys)
		page := s.resumed()
		s.asked, page.asked = nil, nil
		s.keys(after)
		page.keys(after)
		if got, want := called(page.asked), called(s.asked); got != want || want == "" {
			t.Errorf("%s, then %s: got %q, want %q", keys, after, got, want)
		}
	}
}

func TestADraftThatSomebodyMadeUpDoesNoHarm(t *testing.T) {
	s := newSeat(t)
	for _, kind := range []questionKind{askReason, askTransfer, askPark, askNote, askAlert, "", "nonsense", askPIN} {
		s.console, _ = ResumeConsole(Resume{
			Session: wire.Session{Person: "samia"}, Site: site(), Seen: ConsoleSeen{View: s.view},
			Draft: Draft{Question: &draftQuestion{Kind: kind, Cursor: 1 << 40, Ticket: "nobody's"}, Selected: "nobody's"},
		})
		s.keys("⏎1⎋")
		s.console.View()
	}
}

// A page that another has signed in beside begins anew: what one was saying is not another's.
func TestADraftIsItsOwnersAlone(t *testing.T) {
	s := newSeat(t)
	s.visit(queue.Serving)
	s.keys("mcour")
	draft := s.console.Draft()
	other, _ := ResumeConsole(Resume{
		Session: wire.Session{Person: "karim", PersonName: "Karim", Role: "mediator"}, Site: site(), Draft: draft,
		Seen: ConsoleSeen{View: s.view}, Now: Now{Wall: noon},
	})
	if got := other.Draft(); got.Question != nil && got.Question.Kind == askReason || len(got.Coding.Reasons) != 0 {
		t.Errorf("Karim goes on with %+v of Samia's", got)
	}
}
