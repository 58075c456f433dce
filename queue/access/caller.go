package access

import (
	"time"

	"accueil/queue"
)

// A Caller is who showed a valid token.
type Caller struct {
	ID     queue.ActorID
	Role   queue.Role
	Site   queue.SiteID // "" for the admin, whose token serves all
	Name   string       // "" for the admin
	Device bool
	// Expires is when a person's session ends; zero: valid until revoked.
	Expires time.Time
	// Gone is closed within tendEvery of the token's end, whatever ended it.
	Gone <-chan struct{}
}

// Actor returns the caller as the journal knows it.
func (c Caller) Actor() queue.Actor { return queue.Actor{ID: c.ID, Role: c.Role} }

// Who returns whose token this is, from memory and in well under a microsecond;
// Unauthenticated when it is nobody's, revoked or expired.
func (a *Access) Who(token string) (Caller, error) {
	h, ok := hashOf(token)
	if !ok {
		return Caller{}, errToken()
	}
	a.mu.RLock()
	found, ok := a.known.callers[h]
	a.mu.RUnlock()
	if !ok || !found.Expires.IsZero() && found.over(a.clock()) {
		return Caller{}, errToken()
	}
	return found.Caller, nil
}

func errToken() error {
	return queue.Refuse(queue.Unauthenticated, "this token is not valid, or no longer: sign in again, or pair the device again")
}

// A holder is a Caller in memory; it is never changed, only replaced.
type holder struct {
	Caller
	gone chan struct{} // is Caller.Gone; closed when it leaves the memory
}

func newHolder(c Caller) *holder {
	h := &holder{Caller: c, gone: make(chan struct{})}
	h.Gone = h.gone
	return h
}

func (h *holder) over(now time.Time) bool {
	return !h.Expires.IsZero() && !now.Before(h.Expires)
}

// Name returns the name of a person or device, "" for one that is not known or
// was removed.
func (a *Access) Name(id queue.ActorID) string {
	a.mu.RLock()
	defer a.mu.RUnlock()
	if p, ok := a.known.people[id]; ok {
		return p.Name
	}
	return a.known.devices[id].Name
}
