package server

import (
	"context"

	"accueil/queue"
	"accueil/queue/access"
	"accueil/queue/engine"
	"accueil/queue/wire"
)

// manages checks the site and that the caller may manage a role there.
func (c *call) manages(role queue.Role, site queue.SiteID) error {
	if _, ok := c.s.sites[site]; !ok {
		return queue.Refuse(queue.NotFound, "there is no site %q here", site)
	}
	return c.caller.Manages(role, site)
}

// listed returns the site to list, "" for all, which only an admin may.
func (c *call) listed() (queue.SiteID, error) {
	site := queue.SiteID(c.r.URL.Query().Get("site"))
	if site == "" {
		return c.caller.Site, nil
	}
	return site, c.manages(queue.RoleNone, site)
}

// managed reads the role of who is to be added at a site, which the caller must manage.
func (c *call) managed(name string, site queue.SiteID) (queue.Role, error) {
	role, ok := queue.ParseRole(name)
	if !ok {
		return role, queue.Refuse(queue.Invalid, "role %q: expected wall, kiosk, mediator or supervisor", name)
	}
	return role, c.manages(role, site)
}

func deviceOf(d access.Device) wire.Device {
	return wire.Device{ID: d.ID, Site: d.Site, Role: d.Role.String(), Name: d.Name, Since: d.Since}
}

func personOf(p access.Person) wire.Person {
	return wire.Person{ID: p.ID, Site: p.Site, Role: p.Role.String(), Name: p.Name, Since: p.Since}
}

func (c *call) addDevice() error {
	said, err := bodyOf[wire.DeviceRequest](c)
	if err != nil {
		return err
	}
	role, err := c.managed(said.Role, said.Site)
	if err != nil {
		return err
	}
	d, token, err := c.s.o.Access.AddDevice(c.r.Context(), said.Site, role, said.Name)
	if err != nil {
		return err
	}
	made := deviceOf(d)
	made.Token = token
	return c.reply(made)
}

func (c *call) devices() error {
	site, err := c.listed()
	if err != nil {
		return err
	}
	list := wire.Devices{Devices: []wire.Device{}}
	for _, d := range c.s.o.Access.Devices(site) {
		list.Devices = append(list.Devices, deviceOf(d))
	}
	return c.reply(list)
}

func (c *call) removeDevice() error {
	d, err := c.s.o.Access.Device(queue.ActorID(c.r.PathValue("id")))
	if err != nil {
		return err
	}
	if err := c.caller.Manages(d.Role, d.Site); err != nil {
		return err
	}
	if err := c.s.o.Access.RemoveDevice(c.r.Context(), d.ID); err != nil {
		return err
	}
	return c.reply(deviceOf(d))
}

func (c *call) addPerson() error {
	said, err := bodyOf[wire.PersonRequest](c)
	if err != nil {
		return err
	}
	role, err := c.managed(said.Role, said.Site)
	if err != nil {
		return err
	}
	p, pin, err := c.s.o.Access.AddPerson(c.r.Context(), access.NewPerson{Site: said.Site, Role: role, Name: said.Name, PIN: said.PIN})
	if err != nil {
		return err
	}
	made := personOf(p)
	made.PIN = pin
	return c.reply(made)
}

func (c *call) people() error {
	site, err := c.listed()
	if err != nil {
		return err
	}
	list := wire.People{People: []wire.Person{}}
	for _, p := range c.s.o.Access.People(site) {
		list.People = append(list.People, personOf(p))
	}
	return c.reply(list)
}

// person returns the person in the path, whom the caller must manage.
func (c *call) person() (access.Person, error) {
	p, err := c.s.o.Access.Person(queue.ActorID(c.r.PathValue("id")))
	if err != nil {
		return p, err
	}
	return p, c.caller.Manages(p.Role, p.Site)
}

func (c *call) removePerson() error {
	p, err := c.person()
	if err != nil {
		return err
	}
	if err := c.s.o.Access.RemovePerson(c.r.Context(), p.ID); err != nil {
		return err
	}
	if e, ok := c.s.sites[p.Site]; ok {
		c.s.freeDesk(context.WithoutCancel(c.r.Context()), e, p.ID)
	}
	return c.reply(personOf(p))
}

// freeDesk closes the desk that a removed person had open.
func (s *Server) freeDesk(ctx context.Context, e *engine.Engine, person queue.ActorID) {
	err := e.Do(ctx, engine.Request{By: queue.Actor{Role: queue.RoleAdmin}, Wish: queue.FreeDesk{Person: person}}, nil)
	if err != nil {
		s.o.Log.Error("close the desk of a removed person: it closes with the day", "person", person, "error", err)
	}
}

func (c *call) resetPIN() error {
	said, err := bodyOf[wire.ResetPINRequest](c)
	if err != nil {
		return err
	}
	p, err := c.person()
	if err != nil {
		return err
	}
	pin, err := c.s.o.Access.ResetPIN(c.r.Context(), p.ID, said.PIN)
	if err != nil {
		return err
	}
	made := personOf(p)
	made.PIN = pin
	return c.reply(made)
}
