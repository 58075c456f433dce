package display

import (
	"strconv"
	"strings"
	"time"

	"accueil/queue"
	"accueil/queue/wire"
)

// A ConsoleScreen is what is to be seen on a console.
type ConsoleScreen struct {
	Lang     string
	Title    string   // of the window: how many wait, and where
	Alerts   []string // that nobody has taken, the most urgent first
	Alert    Target   // what a touch on them does
	Head     []string // the last is missed the least
	ToCode   string   // visits without reasons, and those the site of a laptop away lacks; "" for none
	Owed     Target   // what a touch on that does
	Site     []string // to its head: who waits too long, who will be seen, and the like
	Stale    string
	Detail   string
	Mine     []string // who is here, and why this one; the first line is the number
	Counts   string
	Hidden   string // why those who wait are not among the rows; "" where they are
	Rows     []ConsoleRow
	Beyond   int             // who wait and are not among the rows: a view holds only so many
	Desks    []string        // the others', what became of one's call for a colleague, and one's own day
	Notice   string          // on walls and kiosks
	Question *QuestionScreen // in the place of the list
	Said     string
	Given    string // the number of the ticket that was given just now: large, for whoever waits for it
	Trouble  bool   // what was said is a refusal
	Busy     bool   // a command is under way
	Keys     []KeyScreen
}

// A ConsoleRow is a line of the list.
type ConsoleRow struct {
	Target                            Target
	Number, Service, Mark, Lang, Wait string
	Away                              bool // not waiting: elsewhere, parked, or gone
	Long                              bool // waits too long, as Mark says too
	Selected                          bool
}

// A KeyScreen says what a key does now.
type KeyScreen struct {
	Target     Target
	Key, Label string
	About      string // the number of whom it is about, "" for nobody
}

// View returns what is to be seen.
func (c Console) View() ConsoleScreen {
	w := c.words()
	s := ConsoleScreen{Lang: w.Lang(), Title: w.ConsoleTitle(), Said: c.said.text, Trouble: c.said.trouble, Busy: c.pending != nil}
	if c.line.lost {
		s.Stale, s.Detail = c.line.says(w, w.ConsoleStale)
	}
	switch {
	case c.pending != nil && c.line.lost && c.person != "":
		s.Said, s.Trouble = w.ConsoleRetried(w.ConsoleAction(string(c.pending.action))), false
	case c.pending != nil:
		s.Said, s.Trouble = w.ConsoleUnderWay(w.ConsoleAction(string(c.pending.action))), false
	case c.given != "" && c.said.text == w.ConsoleGiven(string(c.given)):
		s.Given = string(c.given)
	}
	if c.question != nil && (c.view != nil || c.person == "") {
		s.Question = c.viewQuestion()
	}
	if c.view == nil || c.person == "" {
		return s.plain()
	}
	c.viewHead(&s)
	c.viewMine(&s)
	c.viewList(&s)
	if c.question == nil {
		s.Keys = c.viewKeys()
	}
	return s.plain()
}

func (c Console) viewHead(s *ConsoleScreen) {
	w := c.words()
	where := w.ConsoleNoDesk()
	if c.away != nil {
		where = w.ConsoleAway()
	}
	if d, ok := c.desk(); ok {
		where = w.ConsoleDeskLine(d.Name, d.State.String(), "")
		if d.Until != nil {
			where = w.ConsolePausedUntil(d.Name, *d.Until)
		}
	}
	s.Head = []string{where, c.name, c.door(), w.WallClock(c.clock()), c.view.Site.Name}
	if c.view.Notice != "" {
		s.Notice = w.ConsoleNotice(c.view.Notice)
	}
	s.Title = where
	s.Alerts = append(c.alertLines(), c.siteAlerts()...)
	if c.hasAlert() {
		s.Alert = keyTarget(alertKey)
	}
	s.Site = c.siteLines()
	if all := c.raised(); len(all) > 0 {
		s.Title = c.alertText(all[0]) + " · " + s.Title
	}
	if n := waiting(c.view); n > 0 {
		s.Title = "(" + strconv.Itoa(n) + ") " + s.Title
	}
	if own := c.ownCallLine(); own != "" {
		s.Desks = append(s.Desks, own)
	}
	if n := len(c.view.Mine.ToCode); n > 0 {
		s.ToCode, s.Owed = w.ConsoleToCode(n), targetOwed
	}
	s.ToCode = joined([]string{s.ToCode, c.unjoined()})
	for _, d := range c.view.Desks {
		if d.State != queue.DeskClosed && d.Person != c.person {
			s.Desks = append(s.Desks, c.otherDesk(d))
		}
	}
	for _, d := range c.view.Desks {
		if d.State == queue.DeskClosed && c.supervises() {
			s.Desks = append(s.Desks, c.otherDesk(d))
		}
	}
	if today := c.today(); today != "" {
		s.Desks = append(s.Desks, today)
	}
}

// today are the mediator's own figures; "" before there are any.
func (c Console) today() string {
	own, w := c.view.Mine.Today, c.words()
	if own == (wire.Today{}) {
		return ""
	}
	return w.ConsoleToday(joined([]string{w.ConsoleVisits(own.Visits), w.ConsoleReasons(own.Reasons), w.ConsoleMinutes(own.ServedMinutes), w.ConsoleGoneCount(own.NoShows)}))
}

const nameColumnsMax = 10 // of a desk or a colleague, where many are to be seen

// otherDesk is a desk in few letters: its number, who is there, and with whom.
func (c Console) otherDesk(d wire.Desk) string {
	parts := []string{clipped(shortDesk(d.Name)), clipped(d.PersonName)}
	for _, t := range c.view.Tickets {
		if t.ID == d.Ticket {
			parts = append(parts, string(t.Number))
		}
	}
	return c.words().ConsoleDeskLine(strings.TrimSpace(strings.Join(parts, " ")), d.State.String(), "")
}

// clipped is a name, or its beginning.
func clipped(name string) string {
	if all := []rune(name); len(all) > nameColumnsMax {
		return string(all[:nameColumnsMax-1]) + "…"
	}
	return name
}

// door says whether the office is open, and for what no tickets are given.
func (c Console) door() string {
	var shut []string
	for _, id := range c.view.Intake.Services {
		shut = append(shut, c.prefix(id))
	}
	return c.words().ConsoleDoor(c.view.Open, c.view.Intake.Open, strings.Join(shut, " "))
}

func (c Console) viewMine(s *ConsoleScreen) {
	w, v := c.words(), c.visit()
	if v == nil {
		s.Mine = []string{w.ConsoleNobodyHere()}
		return
	}
	number := string(v.Number)
	if number == "" {
		number = w.ConsoleNoNumber()
	}
	s.Mine = []string{joined([]string{number, c.serviceName(v.Service), c.visitStands(v)})}
	facts := []string{w.ConsoleArrived(v.ArrivedAt, c.minutesSince(v.ArrivedAt)), w.ConsoleSpeaks(v.Lang), c.classMark(v.Class)}
	s.Mine = append(s.Mine, joined(facts))
	if why := c.view.Mine.Why; why != nil {
		s.Mine = append(s.Mine, why.Text)
	}
	if v.Note != "" {
		s.Mine = append(s.Mine, w.ConsoleNote(v.Note))
	}
	if len(v.Reasons) > 0 {
		s.Mine = append(s.Mine, strings.Join(c.reasonLines(v.Reasons), " · "))
	}
}

// visitStands says for how long the one with the mediator was called, or is here.
func (c Console) visitStands(v *wire.Ticket) string {
	if v.State == queue.Serving {
		return c.words().ConsoleServing(c.minutesSince(deref(v.StartedAt)))
	}
	return c.words().ConsoleCalled(c.minutesSince(deref(v.CalledAt)))
}

// joined leaves out what is empty.
func joined(parts []string) string {
	var all []string
	for _, p := range parts {
		if p != "" {
			all = append(all, p)
		}
	}
	return strings.Join(all, " · ")
}

// waitsLong reports whether somebody waits for longer than the head of the site set.
func (c Console) waitsLong(t wire.ConsoleTicket) bool {
	h := c.view.Head
	return h != nil && h.LongWaitMinutes > 0 && t.State == queue.Waiting && c.minutesSince(t.ArrivedAt) >= h.LongWaitMinutes
}

func (c Console) classMark(class queue.Class) string {
	if class == queue.Normal {
		return ""
	}
	return c.words().ConsoleClass(class.String())
}

func (c Console) viewList(s *ConsoleScreen) {
	w := c.words()
	var counts []string
	for _, n := range c.view.Counts {
		if n.Waiting > 0 {
			counts = append(counts, c.prefix(n.Service)+" "+strconv.Itoa(n.Waiting))
		}
	}
	listed, parked, gone := 0, 0, 0
	for _, t := range c.lines() {
		switch t.State {
		case queue.Waiting:
			listed++
		case queue.Parked:
			parked++
		case queue.NoShow:
			gone++
		case queue.Called, queue.Serving, queue.Done, queue.Cancelled, queue.Unserved:
		}
		row := ConsoleRow{
			Target: rowTarget(t.ID), Number: string(t.Number), Service: c.serviceName(t.Service), Mark: c.mark(t), Lang: t.Lang,
			Wait: w.ConsoleMinutes(c.minutesSince(t.ArrivedAt)), Away: t.State != queue.Waiting, Long: c.waitsLong(t), Selected: t.ID == c.selected,
		}
		s.Rows = append(s.Rows, row)
	}
	hidden := ""
	if c.view.Hidden {
		hidden, s.Hidden = w.ConsoleListHidden(), w.ConsoleHidden()
	} else {
		s.Beyond = max(0, waiting(c.view)-listed)
	}
	s.Counts = joined([]string{hidden, w.ConsoleWaiting(waiting(c.view)), w.ConsoleParkedCount(parked), w.ConsoleGoneCount(gone), strings.Join(counts, ", ")})
}

// mark is what is special about a line; what it says last is cut off first.
func (c Console) mark(t wire.ConsoleTicket) string {
	w := c.words()
	var parts []string
	if c.waitsLong(t) {
		parts = append(parts, w.ConsoleLong())
	}
	if t.Appointment == nil {
		parts = append(parts, c.classMark(t.Class))
	}
	switch t.State {
	case queue.Called, queue.Serving:
		parts = append(parts, w.ConsoleAtDesk(c.deskName(t.Desk)))
	case queue.Parked:
		parts = append(parts, w.ConsoleParked(deref(t.ParkedTo)))
	case queue.NoShow:
		parts = append(parts, w.ConsoleGoneSince(c.minutesSince(deref(t.EndedAt))))
	case queue.Waiting, queue.Done, queue.Cancelled, queue.Unserved:
	}
	if t.ForDesk != "" {
		parts = append(parts, w.ConsoleForDesk(c.deskName(t.ForDesk)))
	}
	if t.Appointment != nil {
		parts = append(parts, w.ConsoleAppointmentAt(*t.Appointment))
	}
	if t.Note != "" {
		parts = append(parts, w.ConsoleNote(t.Note))
	}
	return joined(parts)
}

func (c Console) deskName(id queue.DeskID) string {
	for _, d := range c.view.Desks {
		if d.ID == id {
			return d.Name
		}
	}
	return string(id)
}

// minutesSince counts whole minutes on the server's clock, never below 0.
func (c Console) minutesSince(t time.Time) int {
	return max(0, int(c.clock().Sub(t)/time.Minute))
}

func deref(t *time.Time) time.Time {
	if t == nil {
		return time.Time{}
	}
	return *t
}

// viewKeys are the keys that mean something now, each with what it does.
func (c Console) viewKeys() []KeyScreen {
	var all []KeyScreen
	for _, b := range bindings() {
		if b.can(c) {
			k := KeyScreen{Target: keyTarget(b.key), Key: c.keyName(b.key), Label: c.words().ConsoleAction(string(b.action))}
			if b.whom != nil {
				k.About = string(b.whom(c).number)
			}
			all = append(all, k)
		}
	}
	return all
}

func (c Console) keyName(key rune) string {
	if key == 0 {
		return c.words().ConsoleEnterKey()
	}
	return string(key)
}
