package access

import (
	"cmp"
	"context"
	"slices"
	"time"

	"accueil/queue"
)

// A Person is a mediator or a supervisor. Of one who was removed the id stays,
// since the journal has it, and the name is empty.
type Person struct {
	ID      queue.ActorID
	Site    queue.SiteID
	Role    queue.Role // RoleMediator or RoleSupervisor
	Name    string     // unique among the site's people, whatever the case
	Since   time.Time
	Removed bool
}

// A NewPerson is who is to be added; without a PIN one of six digits is drawn.
type NewPerson struct {
	Site queue.SiteID
	Role queue.Role
	Name string
	PIN  string // "", or 4 to 12 digits
}

// AddPerson makes a person and returns the PIN, which is kept nowhere. Invalid:
// the role is not a person's, the name or the PIN cannot be one; Conflict: the
// site has a person of that name.
func (a *Access) AddPerson(ctx context.Context, n NewPerson) (Person, string, error) {
	if n.Role != queue.RoleMediator && n.Role != queue.RoleSupervisor {
		return Person{}, "", queue.Refuse(queue.Invalid, "a person is a mediator or a supervisor, not %q", n.Role)
	}
	name, err := cleanName(n.Name)
	if err != nil {
		return Person{}, "", err
	}
	pin, hashed, err := a.choosePIN(ctx, n.PIN)
	if err != nil {
		return Person{}, "", err
	}
	done, err := a.begin(ctx)
	if err != nil {
		return Person{}, "", err
	}
	defer done()
	if old, ok := a.personNamed(placeOf(n.Site, name)); ok {
		return Person{}, "", queue.Refuse(queue.Conflict, "the site has a person named %s already: choose another name", old.Name)
	}
	if len(a.People(n.Site)) >= peopleMax {
		return Person{}, "", queue.Refuse(queue.Conflict, "the site has %d people, and cannot have more: remove one first", peopleMax)
	}
	p := Person{ID: newID(), Site: n.Site, Role: n.Role, Name: name, Since: a.clock()}
	if err := a.putPerson(ctx, p, hashed); err != nil {
		return Person{}, "", err
	}
	return p, pin, nil
}

// RemovePerson empties a person's name and PIN and ends their sessions at once;
// NotFound when there is no such person.
func (a *Access) RemovePerson(ctx context.Context, id queue.ActorID) error {
	done, err := a.begin(ctx)
	if err != nil {
		return err
	}
	defer done()
	p, err := a.Person(id)
	if err != nil {
		return err
	}
	return a.empty(ctx, p)
}

// empty leaves nothing of a person but the id. Who calls has the turn.
func (a *Access) empty(ctx context.Context, p Person) error {
	if err := a.endSessions(ctx, p.ID); err != nil {
		return err
	}
	p.Name, p.Removed = "", true
	return a.putPerson(ctx, p, pinRecord{})
}

// endSessions ends a person's. Who calls has the turn.
func (a *Access) endSessions(ctx context.Context, id queue.ActorID) error {
	a.mu.RLock()
	sessions := a.known.sessionsOf(id)
	a.mu.RUnlock()
	return a.remove(ctx, bucketSession, sessions...)
}

// ResetPIN gives a person another PIN (pin, or one drawn when that is ""),
// returns it, and ends their sessions. NotFound when there is no such person,
// Invalid when the PIN cannot be one.
func (a *Access) ResetPIN(ctx context.Context, id queue.ActorID, pin string) (string, error) {
	pin, hashed, err := a.choosePIN(ctx, pin)
	if err != nil {
		return "", err
	}
	done, err := a.begin(ctx)
	if err != nil {
		return "", err
	}
	defer done()
	p, err := a.Person(id)
	if err != nil {
		return "", err
	}
	if err := a.endSessions(ctx, id); err != nil {
		return "", err
	}
	if err := a.putPerson(ctx, p, hashed); err != nil {
		return "", err
	}
	return pin, nil
}

func (a *Access) putPerson(ctx context.Context, p Person, pin pinRecord) error {
	return a.put(ctx, bucketPerson, string(p.ID), encode(personRecord{
		Site: p.Site, Role: p.Role.String(), Name: p.Name, Since: p.Since, Removed: p.Removed, PIN: pin,
	}))
}

// Person returns the person of that id, NotFound when there is none or they
// were removed.
func (a *Access) Person(id queue.ActorID) (Person, error) {
	a.mu.RLock()
	defer a.mu.RUnlock()
	p, ok := a.known.people[id]
	if !ok || p.Removed {
		return Person{}, queue.Refuse(queue.NotFound, "there is no person %q", id)
	}
	return p, nil
}

// Named returns whom a name means at a site, however it is written.
func (a *Access) Named(site queue.SiteID, name string) (Person, bool) {
	return a.personNamed(placeOf(site, name))
}

func (a *Access) personNamed(at place) (Person, bool) {
	a.mu.RLock()
	defer a.mu.RUnlock()
	id, ok := a.known.signed[at]
	return a.known.people[id], ok
}

// People returns the people of a site, or of all when site is "", by name,
// without those removed.
func (a *Access) People(site queue.SiteID) []Person {
	a.mu.RLock()
	defer a.mu.RUnlock()
	var all []Person
	for _, p := range a.known.people {
		if !p.Removed && (site == "" || p.Site == site) {
			all = append(all, p)
		}
	}
	slices.SortFunc(all, func(x, y Person) int { return cmp.Or(compareNames(x.Name, y.Name), cmp.Compare(x.ID, y.ID)) })
	return all
}
