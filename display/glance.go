package display

import (
	"slices"

	"accueil/queue"
	"accueil/queue/wire"
)

// A glance is what of a view is held against the next.
type glance struct {
	Seen   bool
	Desk   queue.DeskID    // the mediator's
	Alerts []queue.AlertID // that nobody had taken
	Waited bool            // someone waited for that desk
}

// look returns what is seen at a glance.
func (c Console) look() glance {
	d, _ := c.desk()
	g := glance{Seen: true, Desk: d.ID, Waited: c.mineWaiting() > 0}
	for _, a := range c.raised() {
		g.Alerts = append(g.Alerts, a.ID)
	}
	return g
}

// takenBy returns the name of the desk that was the mediator's, and who has it, if
// another took it.
func (c Console) takenBy(id queue.DeskID) (desk, person string, taken bool) {
	for _, d := range c.view.Desks {
		if d.ID == id && d.Person != "" && d.Person != c.person {
			return d.Name, d.PersonName, true
		}
	}
	return "", "", false
}

// newer reports whether something came that a mediator with another window in
// front must hear of: another's alert, or someone who waits where nobody did.
func (c Console) newer(before glance) bool {
	for _, id := range c.glance.Alerts {
		if !slices.Contains(before.Alerts, id) {
			return true
		}
	}
	return c.glance.Waited && !before.Waited
}

// mineWaiting counts who waits for the services of the mediator's desk, or for any
// without one.
func (c Console) mineWaiting() int {
	d, _ := c.desk()
	var services []queue.ServiceID
	if c.site != nil {
		for _, known := range c.site.Desks {
			if known.ID == d.ID {
				services = known.Services
			}
		}
	}
	n := 0
	for _, count := range c.view.Counts {
		if len(services) == 0 || slices.Contains(services, count.Service) {
			n += count.Waiting
		}
	}
	return n
}

func waiting(v *wire.ConsoleView) int {
	n := 0
	for _, count := range v.Counts {
		n += count.Waiting
	}
	return n
}
