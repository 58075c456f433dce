package access

import (
	"context"

	"accueil/queue"
)

// A laptop that goes out takes its people along: whoever the site let in is let in
// here too, by the same name and PIN, and is the same person in both journals.

// Mirror keeps a person of another server as they are there, with their PIN. Who is
// kept so already stays untouched; a change ends their sessions. Whoever had that name
// here under another id has it no longer. Invalid: name, role, id or PIN cannot be one.
func (a *Access) Mirror(ctx context.Context, p Person, pin string) error {
	name, err := cleanName(p.Name)
	if err != nil {
		return err
	}
	if p.ID == "" || p.Role != queue.RoleMediator && p.Role != queue.RoleSupervisor {
		return queue.Refuse(queue.Invalid, "a person has an id and is a mediator or a supervisor, not %q", p.Role)
	}
	if pin == "" {
		return errPINForm()
	}
	// From the first look on it has the turn: of two at once the second changes
	// nothing, and no login is held against a record that was replaced by its like.
	done, err := a.begin(ctx)
	if err != nil {
		return err
	}
	defer done()
	p.Name, p.Removed, p.Since = name, false, a.clock()
	here, judged, err := a.judge(ctx, placeOf(p.Site, name), LoginRequest{PIN: pin})
	if err != nil {
		return err
	}
	if was, _ := a.Person(p.ID); judged != nil && here == p.ID && was.Name == name && was.Role == p.Role {
		return nil
	}
	_, hashed, err := a.choosePIN(ctx, pin)
	if err != nil {
		return err
	}
	if old, ok := a.personNamed(placeOf(p.Site, name)); ok && old.ID != p.ID {
		if err := a.empty(ctx, old); err != nil {
			return err
		}
	}
	if err := a.endSessions(ctx, p.ID); err != nil {
		return err
	}
	return a.putPerson(ctx, p, hashed)
}

// Unmirror forgets whoever a name and PIN let in here: where they come from, they no
// longer do. A wrong PIN forgets nobody.
func (a *Access) Unmirror(ctx context.Context, r LoginRequest) error {
	id, judged, err := a.judge(ctx, placeOf(r.Site, r.Name), r)
	if err != nil || judged == nil {
		return err
	}
	return a.RemovePerson(ctx, id)
}
