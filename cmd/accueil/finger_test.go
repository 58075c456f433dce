package main

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"accueil/queue/wire"
)

// A cell is where a finger is, in columns and rows from 1.
type cell struct{ column, row int }

// What a terminal sends of a finger, as SGR mouse bytes.
func down(c cell) string  { return fmt.Sprintf("\x1b[<0;%d;%dM", c.column, c.row) }
func drag(c cell) string  { return fmt.Sprintf("\x1b[<32;%d;%dM", c.column, c.row) }
func lift(c cell) string  { return fmt.Sprintf("\x1b[<0;%d;%dm", c.column, c.row) }
func wheel(c cell) string { return fmt.Sprintf("\x1b[<65;%d;%dM", c.column, c.row) }
func tap(c cell) string   { return down(c) + lift(c) }

// feels sends gestures at once, as quickly as a terminal can.
func (p *pane) feels(gestures ...string) {
	p.t.Helper()
	p.do("send-keys", "-l", strings.Join(gestures, ""))
}

func (p *pane) cell(screen, text string) cell {
	p.t.Helper()
	column, row := p.find(screen, text)
	return cell{column, row}
}

// taps touches what a screen says, once it has stood there for a while.
func (p *pane) taps(text string) {
	p.t.Helper()
	p.feels(tap(p.cell(p.rests(text), text)))
}

// ticket reads the ticket of a service, and notes it.
func (p *pane) ticket(service string) {
	p.t.Helper()
	if screen := p.rests("C'est noté"); !strings.Contains(screen, "Votre numéro") || !strings.Contains(screen, service) {
		p.t.Errorf("got another ticket than for %s:\n%s", service, screen)
	}
	p.taps("C'est noté")
	p.rests("Touchez une image")
}

// Every sentence of "A finger is not a mouse", in a real terminal. A cell is 2.9
// by 4.9 mm here. Each tile gives one ticket at most, so that what a gesture was
// not to give would be counted.
func TestAFingerIsNotAMouseInARealTerminal(t *testing.T) {
	data := t.TempDir()
	s := serve(t, data)
	p := newPane(t, 120, 40, "kiosk", "--data", data, "--server", s.url)
	welcome := p.rests("La Poste")
	papers, energy, bill := p.cell(welcome, "Papiers et droits"), p.cell(welcome, "Électricité"), p.cell(welcome, "Facture à payer")
	transport, post, question := p.cell(welcome, "Bus, tram"), p.cell(welcome, "La Poste"), p.cell(welcome, "Je ne sais pas")
	help, english := p.cell(welcome, "Appeler quelqu'un"), p.cell(welcome, "English")
	edge := cell{39, papers.row} // the last column of the first tile; the next begins at 42

	t.Run("a slide of 10 mm onto the next tile is a touch on the first", func(t *testing.T) {
		p.feels(down(edge), drag(cell{41, edge.row}), lift(cell{43, edge.row}))
		p.ticket("Papiers et droits")
	})
	t.Run("a long slide that ends in the tile where it began is a touch", func(t *testing.T) {
		p.feels(down(energy), drag(bill), drag(question), drag(transport), lift(cell{energy.column + 15, energy.row - 5}))
		p.ticket("Électricité, gaz, eau")
	})
	t.Run("a long slide onto another tile is nothing", func(t *testing.T) {
		p.feels(down(question), drag(post), lift(transport))
		p.feels(tap(english))
		p.until("Touch a picture")
		p.taps("Français")
		p.rests("Touchez une image")
	})
	t.Run("a burst of the wheel in one tile is a touch on it", func(t *testing.T) {
		p.feels(wheel(bill), wheel(question), wheel(cell{bill.column + 4, bill.row - 2}))
		p.ticket("Facture à payer")
	})
	t.Run("a burst of the wheel from one tile to another is nothing", func(t *testing.T) {
		p.feels(wheel(question), wheel(transport))
		p.feels(tap(english))
		p.until("Touch a picture")
	})
	t.Run("a language and a service within 200 ms both count", func(t *testing.T) {
		p.feels(tap(p.cell(p.rests("Français"), "Français")), tap(english), tap(transport))
		p.until("Your number")
		p.taps("Noted")
		p.rests("Touchez une image")
	})
	t.Run("two quick touches on two buttons both count", func(t *testing.T) {
		p.feels(tap(help), tap(english))
		p.until("Your call has arrived")
		p.taps("Français")
		p.rests("Votre appel est envoyé")
	})
	t.Run("after a service was chosen a second touch makes no ticket", func(t *testing.T) {
		p.feels(tap(post), tap(question))
		p.ticket("La Poste")
	})
	t.Run("what was nothing gave no number", func(t *testing.T) {
		p.feels(tap(question))
		p.until("Votre numéro")
		s.eachGaveOne(t, data, 6)
	})
}

// eachGaveOne wants so many services with one ticket each.
func (s *served) eachGaveOne(t *testing.T, data string, services int) {
	t.Helper()
	for service, count := range s.waiting(t, data, services) {
		if count != 1 {
			t.Errorf("%s: got %d tickets, want one", service, count)
		}
	}
}

// intake stops or reopens the giving of tickets.
func (s *served) intake(t *testing.T, data string, open bool) {
	t.Helper()
	if _, err := s.admin(t, data).SetIntake(t.Context(), "", wire.IntakeRequest{Open: open}); err != nil {
		t.Fatal(err)
	}
}

// What a finger does while the screen changes, and how far it may slide.
func TestAFingerWhileTheScreenChanges(t *testing.T) {
	data := t.TempDir()
	s := serve(t, data)
	p := newPane(t, 120, 40, "kiosk", "--data", data, "--server", s.url)
	welcome := p.rests("La Poste")
	papers, energy, bill := p.cell(welcome, "Papiers et droits"), p.cell(welcome, "Électricité"), p.cell(welcome, "Facture à payer")
	transport, post, question := p.cell(welcome, "Bus, tram"), p.cell(welcome, "La Poste"), p.cell(welcome, "Je ne sais pas")
	english := p.cell(welcome, "English")
	foot := cell{papers.column, papers.row + 1} // the last row of the first tile; the next begins two rows down

	t.Run("a finger held over a change of the screen is nothing", func(t *testing.T) {
		p.feels(down(question))
		s.intake(t, data, false)
		p.until("Les tickets sont finis")
		s.intake(t, data, true)
		p.rests("Touchez une image")
		p.feels(lift(question))
		p.rests("Touchez une image")
	})
	t.Run("a vertical slide of 10 mm onto the next tile is a touch on the first", func(t *testing.T) {
		p.feels(down(foot), drag(cell{foot.column, foot.row + 1}), lift(cell{foot.column, foot.row + 3}))
		p.ticket("Papiers et droits")
	})
	t.Run("a vertical slide just beyond it is nothing", func(t *testing.T) {
		p.feels(down(foot), drag(cell{foot.column, foot.row + 1}), lift(cell{foot.column, foot.row + 4}))
		p.rests("Touchez une image")
	})
	t.Run("two quick touches on one tile make one ticket", func(t *testing.T) {
		p.feels(tap(energy), tap(energy))
		p.ticket("Électricité, gaz, eau")
	})
	t.Run("a second finger on the ticket's new screen is nothing", func(t *testing.T) {
		p.feels(tap(bill))
		done := p.cell(p.until("C'est noté"), "C'est noté")
		p.feels(tap(done))
		p.rests("Votre numéro")
		p.ticket("Facture à payer")
	})
	t.Run("two bursts of the wheel apart are two touches", func(t *testing.T) {
		p.feels(wheel(english))
		french := p.cell(p.until("Touch a picture"), "Français")
		p.feels(wheel(french))
		p.until("Touchez une image")
	})
	t.Run("a language, and a service once it is seen, both count", func(t *testing.T) {
		p.feels(tap(english))
		p.until("Touch a picture")
		p.feels(tap(transport))
		p.until("Your number")
		p.taps("Noted")
		p.rests("Touchez une image")
	})
	t.Run("what was nothing gave no number", func(t *testing.T) {
		p.feels(tap(post))
		p.ticket("La Poste")
		p.feels(tap(question))
		p.ticket("Je ne sais pas")
		s.eachGaveOne(t, data, 6)
	})
}

// waiting returns how many wait for each service, once so many wait in all.
func (s *served) waiting(t testing.TB, data string, all int) map[string]int {
	t.Helper()
	for live := range s.admin(t, data).Live(t.Context(), "wall") {
		if live.Frame.State == nil {
			continue
		}
		var wall wire.WallView
		if err := json.Unmarshal(live.Frame.State, &wall); err != nil {
			t.Fatal(err)
		}
		counts, sum := map[string]int{}, 0
		for _, w := range wall.Waiting {
			if w.Count > 0 {
				counts[string(w.Service)], sum = w.Count, sum+w.Count
			}
		}
		if sum >= all {
			return counts
		}
	}
	t.Fatal("the wall's view ended")
	return nil
}
