package display

import (
	"reflect"
	"testing"

	"accueil/queue"
)

// What is touched does what its key would, and nothing else is needed for it.
func TestATouchDoesWhatTheKeyWould(t *testing.T) {
	for _, test := range []struct {
		name    string
		touched []Target
		want    Command
	}{
		{"a key", []Target{"key:s"}, Next{"2"}},
		{"a line, and what is to be done about it", []Target{"row:t1", "key:p", "option:1"}, Park{"t1", 10}},
		{"an answer", []Target{"key:g", "option:1", "option:0", "option:1"}, Give{"energie", queue.Normal, "en"}},
		{"a line, called by Enter, with a cause", []Target{"row:t2", TargetEnter, "option:3"}, CallTicket{"t2", "2", "deadline"}},
		{"the line that was chosen no longer is", []Target{"row:t3", "row:t3", "row:t3", "key:v"}, TicketWord{"t3", WordUnpark}},
	} {
		t.Run(test.name, func(t *testing.T) {
			s := newSeat(t)
			s.asked = nil
			for _, target := range test.touched {
				s.tell(Point{target})
			}
			if got := s.command(); !reflect.DeepEqual(got, test.want) {
				t.Errorf("got %#v, want %#v", got, test.want)
			}
		})
	}
}

func TestEveryTargetOfAScreenIsTaken(t *testing.T) {
	s := newSeat(t)
	s.visit(queue.Serving)
	for _, k := range s.console.View().Keys {
		if before := *s; k.Target != "" {
			before.tell(Point{k.Target})
			if screen := before.console.View(); screen.Trouble || reflect.DeepEqual(screen, s.console.View()) {
				t.Errorf("%q does nothing: %q", k.Label, screen.Said)
			}
		} else {
			t.Errorf("%q has no target", k.Label)
		}
	}
	for _, row := range s.console.View().Rows {
		s.tell(Point{row.Target})
		for _, now := range s.console.View().Rows {
			if now.Selected != (now.Target == row.Target) {
				t.Errorf("after %s: %s is selected: %v", row.Number, now.Number, now.Selected)
			}
		}
	}
}

func TestWhatIsNotThereIsNotTouched(t *testing.T) {
	s := newSeat(t)
	s.asked = nil
	for _, target := range []Target{"", ":", "key:", "key:ss", "row:nobody", "option:", "option:-1", "option:9", "press:f4", "row"} {
		s.tell(Point{target})
		s.keys("g")
		s.tell(Point{target})
		s.keys("⎋")
	}
	if len(s.asked) != 0 {
		t.Errorf("got %v, want nothing asked", s.asked)
	}
}

func TestAFieldOfAPageIsTakenAsAWhole(t *testing.T) {
	s := newSeat(t)
	s.keys("nAbc")
	s.tell(Wrote{"Fermé à midi\n"})
	s.keys("⏎")
	if got, want := s.command(), (SetNotice{"Fermé à midi"}); got != want {
		t.Errorf("got %#v, want %#v", got, want)
	}
}
