package access

import "accueil/queue"

// reach says whom a role may add, remove and list: those up to a role, at its
// own site or everywhere.
//
//	by           up to       where
//	admin        admin       everywhere
//	supervisor   mediator    its own site
//	the others   nobody
func reach(by queue.Role) (upTo queue.Role, everywhere bool) {
	switch by {
	case queue.RoleAdmin:
		return queue.RoleAdmin, true
	case queue.RoleSupervisor:
		return queue.RoleMediator, false
	case queue.RoleNone, queue.RoleWall, queue.RoleKiosk, queue.RoleMediator:
		return queue.RoleNone, false
	}
	return queue.RoleNone, false
}

// May returns nil when the caller may do what role may at site, else Forbidden.
func (c Caller) May(role queue.Role, site queue.SiteID) error {
	if err := c.serves(site); err != nil {
		return err
	}
	if c.Role < role || c.Role == queue.RoleNone {
		return queue.Refuse(queue.Forbidden, "this is for a %s, not for a %s", role, c.Role)
	}
	return nil
}

// Manages returns nil when the caller may add, remove or change devices and
// people of a role at a site, else Forbidden.
func (c Caller) Manages(role queue.Role, site queue.SiteID) error {
	upTo, everywhere := reach(c.Role)
	if upTo == queue.RoleNone {
		return queue.Refuse(queue.Forbidden, "this is for a supervisor or the admin, not for a %s", c.Role)
	}
	if !everywhere {
		if err := c.serves(site); err != nil {
			return err
		}
	}
	if role > upTo {
		return queue.Refuse(queue.Forbidden, "a %s cannot manage a %s", c.Role, role)
	}
	return nil
}

func (c Caller) serves(site queue.SiteID) error {
	if c.Role == queue.RoleAdmin || c.Site == site {
		return nil
	}
	return queue.Refuse(queue.Forbidden, "this token is for site %s, not for %s", c.Site, site)
}
