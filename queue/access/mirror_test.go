package access

import (
	"strings"
	"sync/atomic"
	"testing"
	"testing/synctest"

	"accueil/queue"
)

// samia is someone of the site's server.
func samia() Person {
	return Person{ID: "01KAQ5Z9GJ000000000000SAM1", Site: dijon, Role: queue.RoleMediator, Name: "Samia"}
}

func mirror(t *testing.T, a *Access, p Person, pin string) {
	t.Helper()
	if err := a.Mirror(t.Context(), p, pin); err != nil {
		t.Fatal(err)
	}
}

// enters fails unless name and PIN let in that person.
func enters(t *testing.T, a *Access, name, pin string, want Person) {
	t.Helper()
	got := login(t, a, name, pin).Caller
	if got.ID != want.ID || got.Name != want.Name || got.Role != want.Role || got.Site != want.Site || got.Device {
		t.Errorf("got %+v let in, want %+v", got, want)
	}
}

// staysOut fails when name and PIN let anybody in.
func staysOut(t *testing.T, a *Access, name, pin string) {
	t.Helper()
	_, err := a.Login(t.Context(), request(name, pin))
	kind(t, err, queue.Unauthenticated)
}

func TestWhoTheSiteLetInIsLetInHereAndIsTheSame(t *testing.T) {
	dir := t.TempDir()
	a := open(t, dir, nil)
	mirror(t, a, samia(), "4321")
	karim := Person{ID: "01KAQ5Z9GJ000000000000KAR1", Site: dijon, Role: queue.RoleSupervisor, Name: "Karim"}
	mirror(t, a, karim, "9876")
	for _, start := range []string{"at once", "after a new start"} {
		t.Run(start, func(t *testing.T) {
			enters(t, a, " SAMIA ", "4321", samia())
			enters(t, a, "Karim", "9876", karim)
			staysOut(t, a, "Samia", "9876")
		})
		if err := a.Close(); err != nil {
			t.Fatal(err)
		}
		a = open(t, dir, nil)
	}
}

func TestWhoChangedAtTheSiteIsChangedHere(t *testing.T) {
	promoted, renamed, shouted := samia(), samia(), samia()
	promoted.Role = queue.RoleSupervisor
	renamed.Name, shouted.Name = "Samia B.", "SAMIA"
	for name, test := range map[string]struct {
		now  Person
		pin  string
		over bool // the first name and PIN let in nobody now
	}{
		"another PIN":   {samia(), "9876", true},
		"another role":  {promoted, "4321", false},
		"another name":  {renamed, "4321", true},
		"other letters": {shouted, "4321", false},
	} {
		t.Run(name, func(t *testing.T) {
			a := inMemory(t, newClock().Now)
			mirror(t, a, samia(), "4321")
			before := login(t, a, "Samia", "4321")
			mirror(t, a, test.now, test.pin)
			enters(t, a, test.now.Name, test.pin, test.now)
			refused(t, a, before.Token) // it was given for what is so no longer
			closed(t, before.Caller.Gone)
			if test.over {
				staysOut(t, a, "Samia", "4321")
			}
			if all := a.People(dijon); len(all) != 1 {
				t.Errorf("got %+v, want one person", all)
			}
		})
	}
}

func TestWhoIsAsBeforeKeepsTheirSessionsAndTheirDate(t *testing.T) {
	clock := newClock()
	a := inMemory(t, clock.Now)
	mirror(t, a, samia(), "4321")
	session, was := login(t, a, "Samia", "4321"), a.People(dijon)[0]
	clock.forward(SessionLasts / 2)
	mirror(t, a, samia(), "4321")
	who(t, a, session.Token)
	if now := a.People(dijon)[0]; now != was {
		t.Errorf("got %+v, want %+v", now, was)
	}
}

// TestManySignInsAtOnceAreAllLetIn has each keep the person before it signs in, as in
// front of a laptop's server.
func TestManySignInsAtOnceAreAllLetIn(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		a := inMemory(t, nil)
		var in atomic.Int32
		for range 100 {
			go func() {
				if err := a.Mirror(t.Context(), samia(), "4321"); err != nil {
					t.Error(err)
					return
				}
				if _, err := a.Login(t.Context(), request("Samia", "4321")); err == nil {
					in.Add(1)
				} else {
					t.Error(err)
				}
			}()
		}
		synctest.Wait()
		if in.Load() != 100 {
			t.Errorf("got %d in, want 100", in.Load())
		}
		_ = a.Close()
	})
}

func TestTheSitesPersonTakesTheNameOfAnotherHere(t *testing.T) {
	a := inMemory(t, newClock().Now)
	zoe := addZoe(t, a)
	before := login(t, a, "Zoé", "4321")
	theirs := samia()
	theirs.Name = "ZOE\u0301"
	mirror(t, a, theirs, "9876")
	theirs.Name = "ZOÉ" // as names are kept
	enters(t, a, "Zoé", "9876", theirs)
	staysOut(t, a, "Zoé", "4321")
	refused(t, a, before.Token)
	if _, err := a.Person(zoe.ID); queue.KindOf(err) != queue.NotFound {
		t.Errorf("got %v, want that the other is gone", err)
	}
	t.Run("but not at another site", func(t *testing.T) {
		elsewhere := samia()
		elsewhere.ID, elsewhere.Site, elsewhere.Name = "01KAQ5Z9GJ000000000000ELSE", chenove, "Zoé"
		mirror(t, a, elsewhere, "1234")
		enters(t, a, "Zoé", "9876", theirs)
	})
}

func TestWhoCannotBeAPersonIsNotKept(t *testing.T) {
	for name, test := range map[string]struct {
		change func(*Person)
		pin    string
	}{
		"a wall":           {func(p *Person) { p.Role = queue.RoleWall }, "4321"},
		"a kiosk":          {func(p *Person) { p.Role = queue.RoleKiosk }, "4321"},
		"an admin":         {func(p *Person) { p.Role = queue.RoleAdmin }, "4321"},
		"no role":          {func(p *Person) { p.Role = 0 }, "4321"},
		"no id":            {func(p *Person) { p.ID = "" }, "4321"},
		"no name":          {func(p *Person) { p.Name = " " }, "4321"},
		"a control in it":  {func(p *Person) { p.Name = "Sa\x1bmia" }, "4321"},
		"no PIN":           {func(*Person) {}, ""},
		"a PIN of letters": {func(*Person) {}, "abcd"},
	} {
		t.Run(name, func(t *testing.T) {
			a := inMemory(t, newClock().Now)
			p := samia()
			test.change(&p)
			kind(t, a.Mirror(t.Context(), p, test.pin), queue.Invalid)
			if all := a.People(""); len(all) != 0 {
				t.Errorf("got %+v kept, want nobody", all)
			}
		})
	}
}

func TestWhoTheSiteLetsInNoLongerIsForgottenHere(t *testing.T) {
	dir := t.TempDir()
	a := open(t, dir, nil)
	mirror(t, a, samia(), "4321")
	session := login(t, a, "Samia", "4321")
	for _, wrong := range []LoginRequest{
		request("Samia", "0000"), request("Samia", ""), request("nobody", "4321"), {Site: chenove, Name: "Samia", PIN: "4321"},
	} {
		if err := a.Unmirror(t.Context(), wrong); err != nil {
			t.Fatal(err)
		}
	}
	who(t, a, session.Token)
	enters(t, a, "Samia", "4321", samia())
	if err := a.Unmirror(t.Context(), request("samia", "4321")); err != nil {
		t.Fatal(err)
	}
	for _, start := range []string{"at once", "after a new start"} {
		t.Run(start, func(t *testing.T) {
			staysOut(t, a, "Samia", "4321")
			refused(t, a, session.Token)
			if all := a.People(""); len(all) != 0 {
				t.Errorf("got %+v, want nobody", all)
			}
		})
		if err := a.Close(); err != nil {
			t.Fatal(err)
		}
		a = open(t, dir, nil)
	}
	t.Run("until the site lets them in again", func(t *testing.T) {
		mirror(t, a, samia(), "4321")
		enters(t, a, "Samia", "4321", samia())
	})
}

func TestNoPINOfTheSiteIsStoredAndNoNameThatWasForgotten(t *testing.T) {
	dir := t.TempDir()
	a := open(t, dir, nil)
	const pin, next, name = "918273645546", "102938475665", "Canarisamia"
	p := samia()
	p.Name = name
	seek := func(canaries ...string) {
		t.Helper()
		for file, body := range folder(t, dir) {
			for _, canary := range canaries {
				if strings.Contains(body, canary) {
					t.Errorf("%s holds %q", file, canary)
				}
			}
		}
	}
	for _, pin := range []string{pin, next} {
		mirror(t, a, p, pin)
		login(t, a, name, pin)
	}
	seek(pin, next)
	if err := a.Unmirror(t.Context(), request(name, next)); err != nil {
		t.Fatal(err)
	}
	seek(pin, next, name)
	if err := a.Close(); err != nil {
		t.Fatal(err)
	}
	seek(pin, next, name)
}
