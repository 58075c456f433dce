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
	stateMax    = FrameMax - envelopeMax
)

// A fitting is how much of a console's view, or a head's, is said: characters of each text in its
// lists, and rows of each list.
type fitting struct{ text, rows int }

// fittings are tried in turn, until a view fits into a frame: texts give way before
// rows, since a row is somebody. The last fits whatever a site may be configured to.
var fittings = [...]fitting{{40, ticketsMax}, {20, ticketsMax}, {20, 100}, {10, 50}, {5, 25}, {2, 6}}

// A fittable view says less in its lists when it is asked to.
type fittable interface{ trim(fitting) }

// ConsoleState returns the console's view of one person as JSON that fits into a
// frame. Nearly every view does as it is; what does not says less in its lists.
func ConsoleState(s *queue.State, now queue.Now, person queue.ActorID, r Reader) ([]byte, error) {
	v := ConsoleOf(s, now, person, r)
	return fitted(&v)
}

// ManagerState returns a head's view likewise.
func ManagerState(s *queue.State, now queue.Now, r Reader) ([]byte, error) {
	v := ManagerOf(s, now, r)
	return fitted(&v)
}

func fitted(v fittable) ([]byte, error) {
	body, err := json.Marshal(v)
	for _, f := range fittings {
		if err != nil || len(body) <= stateMax {
			break
		}
		v.trim(f)
		body, err = json.Marshal(v)
	}
	return body, err
}

func (v *ConsoleView) trim(f fitting) {
	v.Tickets, v.Usual = first(v.Tickets, f.rows), first(v.Usual, f.rows)
	v.Mine.ToCode = first(v.Mine.ToCode, f.rows)
	for i := range v.Tickets {
		v.Tickets[i].Note = shortened(v.Tickets[i].Note, f.text)
	}
	for i := range v.Mine.ToCode {
		v.Mine.ToCode[i].Note = shortened(v.Mine.ToCode[i].Note, f.text)
	}
	v.Alerts = f.alerts(v.Alerts)
	f.desks(v.Desks)
}

// trim says how many changes are left out, of dates those furthest ahead: they are whole
// in the configuration.
func (v *ManagerView) trim(f fitting) {
	v.Alerts, v.Screens = f.alerts(v.Alerts), first(v.Screens, f.rows)
	f.desks(v.Desks)
	for i := range v.Screens {
		v.Screens[i].Name = shortened(v.Screens[i].Name, f.text)
	}
	c := &v.Changes
	all := len(c.Closed) + len(c.Reasons)
	c.Closed, c.Reasons = first(c.Closed, f.rows), first(c.Reasons, f.rows)
	c.LeftOut += all - len(c.Closed) - len(c.Reasons)
	for i := range c.Closed {
		c.Closed[i].PersonName = shortened(c.Closed[i].PersonName, f.text)
	}
	for i := range c.Reasons {
		r := &c.Reasons[i]
		r.Name, r.Was, r.PersonName = shortened(r.Name, f.text), shortened(r.Was, f.text), shortened(r.PersonName, f.text)
	}
}

func (f fitting) alerts(list []Alert) []Alert {
	list = first(list, f.rows)
	for i := range list {
		list[i].Text, list[i].Name = shortened(list[i].Text, f.text), shortened(list[i].Name, f.text)
	}
	return list
}

func (f fitting) desks(list []Desk) {
	for i := range list {
		list[i].Name, list[i].PersonName = shortened(list[i].Name, f.text), shortened(list[i].PersonName, f.text)
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
