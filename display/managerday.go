package display

import (
	"math"
	"strconv"
	"strings"
	"time"

	"accueil/configs/i18n"
	"accueil/display/chart"
	"accueil/queue"
	"accueil/queue/wire"
)

// A ManagerChart is a small chart of the day, what it says in a sentence, and its figures.
type ManagerChart struct {
	ID          string
	Title, Says string
	Keys        []ManagerKey
	Drawing     chart.Drawing
	Figures     string // what is over them
	Head        []string
	Rows        [][]string // the first of each names it
}

// A ManagerKey says what in a chart means what.
type ManagerKey struct {
	Class chart.Class
	Text  string
}

const slotsMax = 48 // half hours of a day

// tenths and minute are how many of a column's units are one at the grid.
const (
	tenths = 10
	minute = 60
)

// charts are none while nothing happened.
func (m Manager) charts() []ManagerChart {
	slots := m.View.Today.Slots
	slots = slots[max(0, len(slots)-slotsMax):]
	if len(slots) == 0 {
		return nil
	}
	all := []ManagerChart{m.arrivals(slots), m.waits(slots), m.desks(slots)}
	if desks := m.View.Today.ByDesk; len(desks) > 0 {
		all = append(all, m.byDesk(desks))
	}
	return all
}

const slot = 30 * time.Minute

// chart is one along the day: its sentence begins with from when to when.
func (m Manager) chart(id string, slots []wire.Slot, says string) ManagerChart {
	w := m.words()
	end := slots[len(slots)-1].At.Add(slot)
	if m.Now.Before(end) {
		end = m.Now
	}
	return ManagerChart{
		ID: id, Title: w.ManagerChart(id), Says: w.ManagerBetween(slots[0].At, end, says), Figures: w.ManagerFigures(), Head: []string{w.ManagerColumn("at")},
	}
}

func (c *ManagerChart) key(w i18n.Words, class chart.Class, name string) {
	c.Keys = append(c.Keys, ManagerKey{class, w.ManagerKey(name)})
}

func (c *ManagerChart) columns(w i18n.Words, names ...string) {
	for _, name := range names {
		c.Head = append(c.Head, w.ManagerColumn(name))
	}
}

// on is a slot's column, named where an hour begins.
func on(w i18n.Words, s wire.Slot) chart.Column {
	if s.At.Minute() != 0 {
		return chart.Column{}
	}
	return chart.Column{Label: w.WallClock(s.At)}
}

func (m Manager) arrivals(slots []wire.Slot) ManagerChart {
	w := m.words()
	total, most := 0, slots[0]
	var columns []chart.Column
	var rows [][]string
	for _, s := range slots {
		total += s.Arrived
		if s.Arrived > most.Arrived {
			most = s
		}
		c := on(w, s)
		c.Bar, c.Value = s.Arrived, counted(s.Arrived)
		columns = append(columns, c)
		rows = append(rows, []string{w.WallClock(s.At), strconv.Itoa(s.Arrived), strconv.Itoa(s.Called), strconv.Itoa(s.Served), strconv.Itoa(s.NoShow)})
	}
	all := m.chart("arrivals", slots, w.ManagerArrivals(total, most.Arrived, most.At))
	all.key(w, chart.Bar, "arrived")
	all.columns(w, "arrived", "called", "served", "no_show")
	all.Rows, all.Drawing = rows, chart.Columns(columns, 1, w.RightToLeft())
	return all
}

func (m Manager) waits(slots []wire.Slot) ManagerChart {
	w, today := m.words(), m.View.Today
	var columns []chart.Column
	var rows [][]string
	for _, s := range slots {
		c := on(w, s)
		c.Bar, c.Mark, c.Value = s.WaitMeanS, s.WaitMaxS, counted(s.WaitMaxS/minute)
		columns = append(columns, c)
		rows = append(rows, []string{w.WallClock(s.At), w.ManagerDuration(seconds(s.WaitMeanS)), w.ManagerDuration(seconds(s.WaitMaxS))})
	}
	says := w.ManagerNoWaits()
	if today.Waits > 0 {
		says = w.ManagerWaits(seconds(today.WaitMeanS), seconds(today.WaitMaxS))
	}
	all := m.chart("waits", slots, says)
	all.key(w, chart.Bar, "mean")
	all.key(w, chart.Mark, "longest")
	all.columns(w, "mean", "longest")
	all.Rows, all.Drawing = rows, chart.Columns(columns, minute, w.RightToLeft())
	return all
}

func (m Manager) desks(slots []wire.Slot) ManagerChart {
	w := m.words()
	most := slots[0]
	var columns []chart.Column
	var rows [][]string
	for _, s := range slots {
		if s.DesksOpen > most.DesksOpen {
			most = s
		}
		c := on(w, s)
		c.Frame, c.Bar = inTenths(s.DesksOpen), inTenths(s.DesksServing)
		columns = append(columns, c)
		rows = append(rows, []string{w.WallClock(s.At), w.ManagerTenths(c.Frame), w.ManagerTenths(c.Bar)})
	}
	says := w.ManagerNoDesks()
	if n := inTenths(most.DesksOpen); n > 0 {
		says = w.ManagerDesks(w.ManagerTenths(n), most.At)
	}
	all := m.chart("desks", slots, says)
	all.key(w, chart.Frame, "open")
	all.key(w, chart.Bar, "serving")
	all.columns(w, "open", "serving")
	all.Rows, all.Drawing = rows, chart.Columns(columns, tenths, w.RightToLeft())
	return all
}

func (m Manager) byDesk(desks []wire.DeskFigure) ManagerChart {
	w := m.words()
	all := ManagerChart{ID: "by_desk", Title: w.ManagerChart("by_desk"), Figures: w.ManagerFigures(), Head: []string{w.ManagerColumn("desk")}}
	var rows []chart.Row
	var says []string
	for _, d := range desks {
		open, serving := seconds(d.OpenS), seconds(d.ServingS)
		rows = append(rows, chart.Row{Label: m.desk(d.Desk), Value: w.ManagerDuration(open), Bar: d.ServingS, Frame: d.OpenS})
		all.Rows = append(all.Rows, []string{m.desk(d.Desk), strconv.Itoa(d.Visits), w.ManagerDuration(open), w.ManagerDuration(serving)})
		says = append(says, w.ManagerDesk(m.desk(d.Desk), open, serving))
	}
	all.Says = strings.Join(says, " ")
	all.key(w, chart.Frame, "open")
	all.key(w, chart.Bar, "serving")
	all.columns(w, "visits", "open", "serving")
	all.Drawing = chart.Rows(rows, w.RightToLeft())
	return all
}

func (m Manager) desk(id queue.DeskID) string {
	for _, d := range m.Configuration.File.Desks {
		if d.ID == id {
			return d.Name
		}
	}
	return string(id)
}

// counted leaves nothing out but nothing.
func counted(n int) string {
	if n == 0 {
		return ""
	}
	return strconv.Itoa(n)
}

const desksMax = 1000 // of which a chart speaks

// inTenths takes what is no number, or none that a site has, for the nearest that is.
func inTenths(n float64) int {
	if math.IsNaN(n) {
		return 0
	}
	return int(math.Round(tenths * min(max(n, 0), desksMax)))
}
