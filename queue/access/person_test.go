package access

import (
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"accueil/queue"
)

func TestAPersonSignsInByNameAndPIN(t *testing.T) {
	whole, dir := t, t.TempDir()
	clock := newClock()
	a := open(t, dir, clock.Now)
	p, pin, err := a.AddPerson(t.Context(), NewPerson{Site: dijon, Role: queue.RoleMediator, Name: "Zoé"})
	if err != nil {
		t.Fatal(err)
	}
	if len(pin) != 6 || strings.Trim(pin, "0123456789") != "" {
		t.Errorf("got the PIN %q, want six digits", pin)
	}
	if got := a.Name(p.ID); got != "Zoé" {
		t.Errorf("got the name %q, want Zoé", got)
	}
	s := login(t, a, "zoé", pin)
	if s.Caller.ID != p.ID || s.Caller.Role != queue.RoleMediator || s.Caller.Name != "Zoé" || s.Caller.Device {
		t.Errorf("got %+v, want Zoé", s.Caller)
	}
	t.Run("a session survives a restart", func(t *testing.T) {
		if err := a.Close(); err != nil {
			t.Fatal(err)
		}
		a = open(whole, dir, clock.Now)
		if got := who(t, a, s.Token); got.ID != p.ID || !got.Expires.Equal(clock.Now().Add(SessionLasts)) {
			t.Errorf("got %+v, want Zoé until %v", got, clock.Now().Add(SessionLasts))
		}
	})
}

func TestAnotherPINEndsTheSessionsOfTheOneBefore(t *testing.T) {
	a := inMemory(t, nil)
	p := addZoe(t, a)
	s := login(t, a, "Zoé", "4321")
	again, err := a.ResetPIN(t.Context(), p.ID, "0042")
	if err != nil || again != "0042" {
		t.Fatalf("got %q, %v, want 0042", again, err)
	}
	refused(t, a, s.Token)
	closed(t, s.Caller.Gone)
	wrong(t, a, 1, request("Zoé", "4321"))
	login(t, a, "Zoé", "0042")
}

func TestARemovedPersonIsNobodyAtOnceAndHasNoName(t *testing.T) {
	a := inMemory(t, nil)
	p := addZoe(t, a)
	s := login(t, a, "Zoé", "4321")
	if err := a.RemovePerson(t.Context(), p.ID); err != nil {
		t.Fatal(err)
	}
	refused(t, a, s.Token)
	closed(t, s.Caller.Gone)
	if got := a.Name(p.ID); got != "" {
		t.Errorf("got the name %q, want none", got)
	}
	if got := a.People(dijon); len(got) != 0 {
		t.Errorf("got %+v, want nobody", got)
	}
	wrong(t, a, 1, request("Zoé", "4321"))
	kind(t, a.RemovePerson(t.Context(), p.ID), queue.NotFound)
	_, err := a.ResetPIN(t.Context(), p.ID, "")
	kind(t, err, queue.NotFound)
	if q := addZoe(t, a); q.ID == p.ID {
		t.Error("another of that name has the id of the first")
	}
}

func TestAPersonThatCannotBeIsRefused(t *testing.T) {
	a := inMemory(t, nil)
	zoe := NewPerson{Site: dijon, Role: queue.RoleMediator, Name: "Zoé"}
	if _, _, err := a.AddPerson(t.Context(), zoe); err != nil {
		t.Fatal(err)
	}
	cases := map[string]struct {
		change func(*NewPerson)
		want   queue.Kind
	}{
		"the same name":                        {func(*NewPerson) {}, queue.Conflict},
		"the same name, composed another way":  {func(n *NewPerson) { n.Name = "ZOE\u0301" }, queue.Conflict},
		"a device's role":                      {func(n *NewPerson) { n.Role = queue.RoleKiosk }, queue.Invalid},
		"the admin's role":                     {func(n *NewPerson) { n.Role = queue.RoleAdmin }, queue.Invalid},
		"no name":                              {func(n *NewPerson) { n.Name = "" }, queue.Invalid},
		"a PIN of three digits":                {func(n *NewPerson) { n.PIN = "123" }, queue.Invalid},
		"a PIN of thirteen":                    {func(n *NewPerson) { n.PIN = "1234567890123" }, queue.Invalid},
		"a PIN with a letter":                  {func(n *NewPerson) { n.PIN = "12a4" }, queue.Invalid},
		"a PIN in another script's digits":     {func(n *NewPerson) { n.PIN = "١٢٣٤" }, queue.Invalid},
		"another site may have the name again": {func(n *NewPerson) { n.Site = chenove }, queue.Internal},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			n := zoe
			c.change(&n)
			_, _, err := a.AddPerson(t.Context(), n)
			if c.want == queue.Internal && err == nil {
				return
			}
			kind(t, err, c.want)
		})
	}
}

func TestASessionEndsAtItsHourAndItsSocketsHearOfIt(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		a := inMemory(t, nil)
		addZoe(t, a)
		s := login(t, a, "Zoé", "4321")
		time.Sleep(SessionLasts - time.Nanosecond) // the bubble's time
		who(t, a, s.Token)
		began := time.Now()
		<-s.Caller.Gone
		if late := time.Since(began); late > 2*time.Second {
			t.Errorf("Gone closed %v after the session's end", late)
		}
		refused(t, a, s.Token)
		synctest.Wait()
		all, _, err := a.store.List(t.Context())
		if err != nil || slices.ContainsFunc(all, func(r Record) bool { return r.Bucket == bucketSession }) {
			t.Errorf("the session is still stored: %v, %v", texts(all), err)
		}
		_ = a.Close()
	})
}

func TestWhoSignsOutEndsOneSessionAndNoOther(t *testing.T) {
	whole, dir := t, t.TempDir()
	a := open(t, dir, nil)
	addZoe(t, a)
	here, there := login(t, a, "Zoé", "4321"), login(t, a, "Zoé", "4321")
	for range 2 { // whoever lost the answer asks again
		if err := a.Logout(t.Context(), here.Token); err != nil {
			t.Fatal(err)
		}
		refused(t, a, here.Token)
		closed(t, here.Caller.Gone)
		who(t, a, there.Token)
	}
	login(t, a, "Zoé", "4321")
	t.Run("nor does a restart bring it back", func(t *testing.T) {
		if err := a.Close(); err != nil {
			t.Fatal(err)
		}
		a = open(whole, dir, nil)
		refused(t, a, here.Token)
		who(t, a, there.Token)
	})
}

func TestNobodySignsADeviceOrTheAdminOut(t *testing.T) {
	dir := t.TempDir()
	a := open(t, dir, nil)
	_, wall, err := a.AddDevice(t.Context(), dijon, queue.RoleWall, "Salle")
	if err != nil {
		t.Fatal(err)
	}
	for _, token := range []string{wall, strings.TrimSpace(string(read(t, filepath.Join(dir, "admin.token"))))} {
		kind(t, a.Logout(t.Context(), token), queue.Forbidden)
		who(t, a, token)
	}
	for _, token := range []string{"", "no-such-token", wall + "A"} {
		kind(t, a.Logout(t.Context(), token), queue.Unauthenticated)
	}
}

func TestASignOutThatCannotBeStoredIsUnavailable(t *testing.T) {
	a := inMemory(t, nil)
	addZoe(t, a)
	s := login(t, a, "Zoé", "4321")
	if err := a.store.Close(); err != nil {
		t.Fatal(err)
	}
	kind(t, a.Logout(t.Context(), s.Token), queue.Unavailable)
	who(t, a, s.Token)
}

func TestOneLoginTooManyEndsTheOldest(t *testing.T) {
	clock := newClock()
	a := inMemory(t, clock.Now)
	addZoe(t, a)
	oldest := login(t, a, "Zoé", "4321")
	var newer []Session
	for range sessionsMax {
		newer = append(newer, login(t, a, "Zoé", "4321"))
	}
	refused(t, a, oldest.Token)
	closed(t, oldest.Caller.Gone)
	for _, s := range newer {
		who(t, a, s.Token)
	}
}
