package queue

import "slices"

// A reach is who can be called from where under a configuration: reckoned once
// when that comes into force, never changed, and so shared by clones.
type reach struct {
	targets map[DeskID][]target    // what a desk calls from
	rivals  map[ServiceID][]target // what the desks that serve a service call from
}

// newReach gives every desk itself, its services, and the services that no desk
// names (those since removed, too), so that nobody waits for ever.
func newReach(c *Config, known []Known) reach {
	r := reach{map[DeskID][]target{}, map[ServiceID][]target{}}
	orphan := func(id ServiceID) bool {
		return !slices.ContainsFunc(c.Desks, func(d Desk) bool { return d.Serves(id) })
	}
	for _, d := range c.Desks {
		list := []target{{Desk: d.ID}}
		for _, k := range known {
			if d.Serves(k.ID) || orphan(k.ID) {
				list = append(list, target{Service: k.ID})
			}
		}
		r.targets[d.ID] = list
	}
	for _, k := range known {
		for _, d := range c.Desks {
			if !slices.Contains(r.targets[d.ID], target{Service: k.ID}) {
				continue
			}
			for _, x := range r.targets[d.ID] {
				if !slices.Contains(r.rivals[k.ID], x) {
					r.rivals[k.ID] = append(r.rivals[k.ID], x)
				}
			}
		}
	}
	return r
}

// rivalsOf returns the targets that compete with a waiting ticket: those of the
// desks that may call it.
func (r reach) rivalsOf(t *Ticket) []target {
	if t.ForDesk != "" {
		return r.targets[t.ForDesk]
	}
	return r.rivals[t.Service]
}
