package access

import (
	"bytes"
	"context"
	"encoding/hex"
	"net/netip"
	"time"

	"accueil/queue"
)

// SessionLasts is how long a login is good for; it is never prolonged.
const SessionLasts = 16 * time.Hour

// sessionsMax is how many sessions a person has; a login more ends the oldest.
const sessionsMax = 64

// A LoginRequest is what someone shows to be let in.
type LoginRequest struct {
	From netip.Addr // where they ask from, AddrOf
	Site queue.SiteID
	Name string
	PIN  string
}

// A Session is what a login gives: a token, shown once.
type Session struct {
	Token   string
	Expires time.Time
	Caller  Caller
}

// A TooMany refuses a login before looking at the PIN. Its kind is
// queue.TooMany.
type TooMany struct{ RetryAfter time.Duration }

func (t *TooMany) Error() string { return t.Unwrap().Error() }

func (t *TooMany) Unwrap() error {
	return queue.Refuse(queue.TooMany, "too many attempts: try again in %d s", t.Seconds())
}

// Seconds returns RetryAfter in whole seconds, rounded up, at least 1.
func (t *TooMany) Seconds() int {
	return max(1, int((t.RetryAfter+time.Second-1)/time.Second))
}

// Login gives a session to whoever knows a name of the site and its PIN.
// Unauthenticated: name or PIN is wrong, which of them is not said and costs the
// same; *TooMany: see guesses. Whether there is such a site, the caller has to
// know.
func (a *Access) Login(ctx context.Context, r LoginRequest) (Session, error) {
	at := placeOf(r.Site, r.Name)
	guess, err := a.guesses.admit(ctx, at, r.From)
	if err != nil {
		return Session{}, err
	}
	person, judged, err := a.judge(ctx, at, r)
	if err != nil {
		guess.unjudged()
		return Session{}, err
	}
	if judged == nil {
		guess.wrong()
		return Session{}, errLogin()
	}
	guess.right()
	return a.openSession(ctx, person, judged)
}

func errLogin() error {
	return queue.Refuse(queue.Unauthenticated, "name or PIN is wrong")
}

// judge returns whose PIN it is and their record as it was judged, or no record
// when name or PIN is wrong. Known or not, it reads the store once and runs
// argon2id once.
func (a *Access) judge(ctx context.Context, at place, r LoginRequest) (queue.ActorID, []byte, error) {
	leave, err := a.gate.enter(ctx, r.From)
	if err != nil {
		return "", nil, err
	}
	defer leave()
	p, ok := a.personNamed(at)
	stored, err := a.store.Get(ctx, bucketPerson, string(p.ID))
	if err != nil && queue.KindOf(err) != queue.NotFound {
		return "", nil, unavailable(err)
	}
	pin := a.nobody
	if ok && err == nil {
		v, err := decode[personRecord](Record{Bucket: bucketPerson, Key: string(p.ID), Value: stored})
		if err != nil {
			return "", nil, err
		}
		if len(v.PIN.Hash) > 0 {
			pin = v.PIN
		}
	}
	if !pin.judge(r.PIN) || !ok {
		return "", nil, nil
	}
	return p.ID, stored, nil
}

// openSession makes a session for a person, unless their record is no longer
// the one that was judged: their PIN was reset meanwhile, or they were removed.
func (a *Access) openSession(ctx context.Context, id queue.ActorID, judged []byte) (Session, error) {
	done, err := a.begin(ctx)
	if err != nil {
		return Session{}, err
	}
	defer done()
	stored, err := a.store.Get(ctx, bucketPerson, string(id))
	if err != nil {
		return Session{}, unavailable(err)
	}
	if !bytes.Equal(stored, judged) {
		return Session{}, errLogin()
	}
	a.mu.RLock()
	sessions := a.known.sessionsOf(id)
	a.mu.RUnlock()
	if extra := len(sessions) - sessionsMax + 1; extra > 0 {
		if err := a.remove(ctx, bucketSession, sessions[:extra]...); err != nil {
			return Session{}, err
		}
	}
	token, expires := newToken(), a.clock().Add(SessionLasts).Round(0)
	h, _ := hashOf(token)
	err = a.put(ctx, bucketSession, hex.EncodeToString(h[:]), encode(sessionRecord{Person: id, Expires: expires}))
	if err != nil {
		return Session{}, err
	}
	caller, err := a.Who(token)
	if err != nil {
		return Session{}, err
	}
	return Session{Token: token, Expires: expires, Caller: caller}, nil
}

// Logout ends the session of a token, and of no other of the person; one that has ended
// has ended. Unauthenticated: it cannot be a token; Forbidden: it is a device's or the
// admin's, whose end is not their own to say.
func (a *Access) Logout(ctx context.Context, token string) error {
	h, ok := hashOf(token)
	if !ok {
		return errToken()
	}
	a.mu.RLock()
	found, ok := a.known.callers[h]
	a.mu.RUnlock()
	if !ok {
		return nil
	}
	if found.Expires.IsZero() {
		return queue.Refuse(queue.Forbidden, "this token is no person's session: remove the device, or make another admin token")
	}
	return a.remove(ctx, bucketSession, hex.EncodeToString(h[:]))
}

// AddrOf returns the address of an http.Request's RemoteAddr, the zero one when
// it has none.
func AddrOf(remote string) netip.Addr {
	at, err := netip.ParseAddrPort(remote)
	if err != nil {
		return netip.Addr{}
	}
	return network(at.Addr())
}

// network returns what one guesser can be told by: an IPv4 address, or the /64
// that an IPv6 host may choose its own from.
func network(a netip.Addr) netip.Addr {
	a = a.Unmap().WithZone("")
	if !a.Is6() {
		return a
	}
	p, err := a.Prefix(64)
	if err != nil {
		return a
	}
	return p.Addr()
}
