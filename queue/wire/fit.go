package wire

import (
	"encoding/json"
	"unicode/utf8"

	"accueil/queue"
)

// FrameMax bounds a live frame, in bytes; what stands around its state has the rest.
const (
	FrameMax    = 64 << 10
	envelopeMax = 512
	consoleMax  = FrameMax - envelopeMax
)

// A fitting is how much of a console's view is said: characters of each text in its
// lists, and rows of each list.
type fitting struct{ text, rows int }

// fittings are tried in turn, until a view fits into a frame: texts give way before
// rows, since a row is somebody. The last fits whatever a site may be configured to.
var fittings = [...]fitting{{40, ticketsMax}, {20, ticketsMax}, {20, 100}, {10, 50}, {5, 25}, {2, 6}}

// ConsoleState returns the console's view of one person as JSON that fits into a
// frame. Nearly every view does as it is; what does not says less in its lists.
func ConsoleState(s *queue.State, now queue.Now, person queue.ActorID, r Reader) ([]byte, error) {
	v := ConsoleOf(s, now, person, r)
	body, err := json.Marshal(v)
	for _, f := range fittings {
		if err != nil || len(body) <= consoleMax {
			break
		}
		f.trim(&v)
		body, err = json.Marshal(v)
	}
	return body, err
}

func (f fitting) trim(v *ConsoleView) {
	v.Tickets, v.Alerts, v.Usual = first(v.Tickets, f.rows), first(v.Alerts, f.rows), first(v.Usual, f.rows)
	v.Mine.ToCode = first(v.Mine.ToCode, f.rows)
	for i := range v.Tickets {
		v.Tickets[i].Note = shortened(v.Tickets[i].Note, f.text)
	}
	for i := range v.Alerts {
		v.Alerts[i].Text, v.Alerts[i].Name = shortened(v.Alerts[i].Text, f.text), shortened(v.Alerts[i].Name, f.text)
	}
	for i := range v.Mine.ToCode {
		v.Mine.ToCode[i].Note = shortened(v.Mine.ToCode[i].Note, f.text)
	}
	for i := range v.Desks {
		v.Desks[i].Name, v.Desks[i].PersonName = shortened(v.Desks[i].Name, f.text), shortened(v.Desks[i].PersonName, f.text)
	}
}

func first[T any](l []T, n int) []T { return l[:min(len(l), n)] }

// shortened returns a text of at most so many characters, with a sign when there is more.
func shortened(text string, most int) string {
	if utf8.RuneCountInString(text) <= most {
		return text
	}
	runes := []rune(text)
	return string(runes[:most-1]) + "…"
}
