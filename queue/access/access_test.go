package access

import (
	"context"
	"encoding/json"
	"log/slog"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"accueil/queue"
)

const dijon, chenove = queue.SiteID("dijon"), queue.SiteID("chenove")

// A testClock is moved by hand.
type testClock struct {
	mu  sync.Mutex // guards now
	now time.Time
}

func newClock() *testClock {
	return &testClock{now: time.Date(2026, 11, 23, 9, 0, 0, 0, time.UTC)}
}

func (c *testClock) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.now
}

func (c *testClock) forward(d time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.now = c.now.Add(d)
}

// cheap is a cost at which a test may judge a thousand PINs.
func cheap() Cost { return Cost{Passes: 1, MemoryKiB: 8, Threads: 1} }

// open returns the Access of a folder, as a server's start does.
func open(t *testing.T, dir string, clock func() time.Time) *Access {
	t.Helper()
	a, err := Open(filepath.Join(dir, "access.db"), Options{
		Clock: clock, Cost: cheap(), Log: slog.New(slog.NewTextHandler(t.Output(), nil)),
	})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = a.Close() })
	return a
}

// inMemory returns an Access without a disk, for tests of what time does.
func inMemory(t *testing.T, clock func() time.Time) *Access {
	t.Helper()
	a, err := New(NewMemory(), Options{Clock: clock, Cost: cheap()})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = a.Close() })
	return a
}

func TestTheFirstStartMakesTheAdminsToken(t *testing.T) {
	whole, dir := t, t.TempDir()
	path := filepath.Join(dir, "admin.token")
	a := open(t, dir, nil)
	first := strings.TrimSpace(string(read(t, path)))
	admin := who(t, a, first)
	if admin.Role != queue.RoleAdmin || admin.Site != "" || admin.ID == "" || admin.Device {
		t.Errorf("got %+v, want the admin", admin)
	}
	if info, err := os.Stat(path); err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("got %v, %v, want mode 0600", info.Mode(), err)
	}
	restart := func() *Access {
		if err := a.Close(); err != nil {
			t.Fatal(err)
		}
		return open(whole, dir, nil)
	}
	t.Run("the next start keeps it, and who the admin is", func(t *testing.T) {
		a = restart()
		if again := who(t, a, first); again.ID != admin.ID {
			t.Errorf("got the id %s, want %s", again.ID, admin.ID)
		}
	})
	t.Run("a file that others could read is taken out of their reach", func(t *testing.T) {
		if err := os.Chmod(path, 0o644); err != nil {
			t.Fatal(err)
		}
		a = restart()
		if info, err := os.Stat(path); err != nil || info.Mode().Perm() != 0o600 {
			t.Errorf("got %v, %v, want mode 0600", info.Mode(), err)
		}
	})
	t.Run("without the file the start makes another, and the lost one ends", func(t *testing.T) {
		if err := os.Remove(path); err != nil {
			t.Fatal(err)
		}
		a = restart()
		second := strings.TrimSpace(string(read(t, path)))
		if got := who(t, a, second); got.ID != admin.ID {
			t.Errorf("got the id %s, want %s", got.ID, admin.ID)
		}
		refused(t, a, first)
	})
	t.Run("a file without a token is refused with what to do", func(t *testing.T) {
		write(t, path, []byte("oops\n"))
		if err := a.Close(); err != nil {
			t.Fatal(err)
		}
		_, err := Open(filepath.Join(dir, "access.db"), Options{Cost: cheap()})
		if err == nil || !strings.Contains(err.Error(), "delete it and start again") {
			t.Errorf("got %v, want what to do", err)
		}
	})
}

func TestADeviceComesAndGoes(t *testing.T) {
	whole, dir := t, t.TempDir()
	clock := newClock()
	a := open(t, dir, clock.Now)
	d, token, err := a.AddDevice(t.Context(), dijon, queue.RoleKiosk, " Entrée ")
	if err != nil {
		t.Fatal(err)
	}
	want := Device{ID: d.ID, Site: dijon, Role: queue.RoleKiosk, Name: "Entrée", Since: clock.Now()}
	if d != want || d.ID == "" {
		t.Errorf("got %+v, want %+v", d, want)
	}
	c := who(t, a, token)
	if c.ID != d.ID || c.Role != queue.RoleKiosk || c.Site != dijon || c.Name != "Entrée" || !c.Device || !c.Expires.IsZero() {
		t.Errorf("got %+v, want the kiosk", c)
	}
	t.Run("its token is good after a restart", func(t *testing.T) {
		if err := a.Close(); err != nil {
			t.Fatal(err)
		}
		a = open(whole, dir, clock.Now)
		clock.forward(365 * 24 * time.Hour)
		c = who(t, a, token)
		if got := a.Devices(dijon); !slices.Equal(got, []Device{want}) {
			t.Errorf("got %+v, want %+v", got, want)
		}
	})
	t.Run("removed, it is nobody at once, and what was asked for is done", func(t *testing.T) {
		var told []Device
		a.OnRemoved(func(_ context.Context, d Device) { told = append(told, d) })
		if err := a.RemoveDevice(t.Context(), d.ID); err != nil {
			t.Fatal(err)
		}
		refused(t, a, token)
		closed(t, c.Gone)
		if !slices.Equal(told, []Device{want}) {
			t.Errorf("got told %+v, want %+v", told, want)
		}
		if got := a.Name(d.ID); got != "" {
			t.Errorf("got the name %q, want none", got)
		}
	})
	t.Run("removing it again finds nothing", func(t *testing.T) {
		kind(t, a.RemoveDevice(t.Context(), d.ID), queue.NotFound)
	})
}

func TestADeviceThatCannotBeIsRefused(t *testing.T) {
	a := inMemory(t, nil)
	if _, _, err := a.AddDevice(t.Context(), dijon, queue.RoleWall, "Salle"); err != nil {
		t.Fatal(err)
	}
	if _, _, err := a.AddDevice(t.Context(), chenove, queue.RoleWall, "Salle"); err != nil {
		t.Errorf("the same name at another site: %v", err)
	}
	cases := map[string]struct {
		role queue.Role
		name string
		want queue.Kind
	}{
		"the same name":                {queue.RoleWall, "Salle", queue.Conflict},
		"the same name, another role":  {queue.RoleKiosk, "Salle", queue.Conflict},
		"the same name, another case":  {queue.RoleWall, "SALLE", queue.Conflict},
		"a person's role":              {queue.RoleMediator, "B", queue.Invalid},
		"the admin's role":             {queue.RoleAdmin, "B", queue.Invalid},
		"no role":                      {queue.RoleNone, "B", queue.Invalid},
		"no name":                      {queue.RoleWall, " ", queue.Invalid},
		"a control character":          {queue.RoleWall, "a\x1b[2J", queue.Invalid},
		"a character that turns words": {queue.RoleWall, "a\u202eb", queue.Invalid},
		"not UTF-8":                    {queue.RoleWall, "a\xff", queue.Invalid},
		"a very long name":             {queue.RoleWall, strings.Repeat("é", nameRunesMax+1), queue.Invalid},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			_, _, err := a.AddDevice(t.Context(), dijon, c.role, c.name)
			kind(t, err, c.want)
		})
	}
}

func TestAPersonComesAndGoes(t *testing.T) {
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
	t.Run("another PIN ends the sessions of the one before", func(t *testing.T) {
		c := who(t, a, s.Token)
		again, err := a.ResetPIN(t.Context(), p.ID, "0042")
		if err != nil || again != "0042" {
			t.Fatalf("got %q, %v, want 0042", again, err)
		}
		refused(t, a, s.Token)
		closed(t, c.Gone)
		_, err = a.Login(t.Context(), request("Zoé", pin))
		kind(t, err, queue.Unauthenticated)
		s = login(t, a, "Zoé", "0042")
	})
	t.Run("removed, a person is nobody at once and has no name", func(t *testing.T) {
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
		_, err := a.Login(t.Context(), request("Zoé", "0042"))
		kind(t, err, queue.Unauthenticated)
		kind(t, a.RemovePerson(t.Context(), p.ID), queue.NotFound)
		_, err = a.ResetPIN(t.Context(), p.ID, "")
		kind(t, err, queue.NotFound)
	})
	t.Run("the name is free for another, who is another", func(t *testing.T) {
		q, _, err := a.AddPerson(t.Context(), NewPerson{Site: dijon, Role: queue.RoleMediator, Name: "Zoé"})
		if err != nil || q.ID == p.ID {
			t.Errorf("got %+v, %v, want another id than %s", q, err, p.ID)
		}
	})
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

func TestAChangeByAnotherServerOnTheSameStoreArrives(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		store := NewMemory()
		var servers [2]*Access
		for i := range servers {
			var err error
			if servers[i], err = New(store, Options{Cost: cheap()}); err != nil {
				t.Fatal(err)
			}
		}
		d, token, err := servers[0].AddDevice(t.Context(), dijon, queue.RoleWall, "Salle")
		if err != nil {
			t.Fatal(err)
		}
		synctest.Wait()
		c := who(t, servers[1], token)
		if err := servers[0].RemoveDevice(t.Context(), d.ID); err != nil {
			t.Fatal(err)
		}
		<-c.Gone
		refused(t, servers[1], token)
		for _, a := range servers {
			_ = a.Close()
		}
	})
}

func TestWhatWasMissedIsReadAnew(t *testing.T) {
	k := newKnown()
	kept, lost := newToken(), newToken()
	for id, token := range map[string]string{"kept": kept, "lost": lost} {
		h, _ := hashOf(token)
		err := k.fold(Record{Bucket: bucketDevice, Key: id, Rev: 1, Value: encode(deviceRecord{Site: dijon, Role: "wall", Name: id, Token: h[:]})})
		if err != nil {
			t.Fatal(err)
		}
	}
	hKept, _ := hashOf(kept)
	hLost, _ := hashOf(lost)
	stays, goes := k.callers[hKept], k.callers[hLost]
	value := encode(deviceRecord{Site: dijon, Role: "wall", Name: "kept", Token: hKept[:]})
	if err := k.reload([]Record{{Bucket: bucketDevice, Key: "kept", Value: value, Rev: 9}}, 9); err != nil {
		t.Fatal(err)
	}
	closed(t, goes.Gone)
	if k.callers[hKept] != stays || k.callers[hLost] != nil || k.rev != 9 {
		t.Errorf("got %d callers at %d, want the kept one with its Gone at 9", len(k.callers), k.rev)
	}
}

func TestARecordThatCannotBeReadStopsTheStart(t *testing.T) {
	store := NewMemory()
	put(t, store, bucketDevice, "x", "not JSON")
	if _, err := New(store, Options{Cost: cheap()}); err == nil || !strings.Contains(err.Error(), `device "x"`) {
		t.Errorf("got %v, want it to name the record", err)
	}
}

// TestNoSecretIsStored seeks every token and PIN, and every name that was
// emptied, in every file of the folder, while it runs and after.
func TestNoSecretIsStored(t *testing.T) {
	dir := t.TempDir()
	a := open(t, dir, nil)
	_, wall, err := a.AddDevice(t.Context(), dijon, queue.RoleWall, "Salle")
	if err != nil {
		t.Fatal(err)
	}
	const pin, reset, name, note = "918273645546", "102938475665", "Canarimarie", "canary of a note"
	p, _, err := a.AddPerson(t.Context(), NewPerson{Site: dijon, Role: queue.RoleSupervisor, Name: name, PIN: pin})
	if err != nil {
		t.Fatal(err)
	}
	first := login(t, a, name, pin)
	if _, err := a.ResetPIN(t.Context(), p.ID, reset); err != nil {
		t.Fatal(err)
	}
	second := login(t, a, name, reset)
	if err := a.PutNote(t.Context(), dijon, "alert", note); err != nil {
		t.Fatal(err)
	}
	seek := func(canaries ...string) {
		t.Helper()
		for file, body := range folder(t, dir) {
			for _, canary := range canaries {
				if strings.Contains(body, canary) && file != "admin.token" {
					t.Errorf("%s holds %q", file, canary)
				}
			}
		}
	}
	admin := strings.TrimSpace(string(read(t, filepath.Join(dir, "admin.token"))))
	seek(wall, admin, first.Token, second.Token, pin, reset)
	if err := a.RemovePerson(t.Context(), p.ID); err != nil {
		t.Fatal(err)
	}
	if err := a.EmptyNotes(t.Context(), dijon, func(string) bool { return false }); err != nil {
		t.Fatal(err)
	}
	seek(wall, admin, first.Token, second.Token, pin, reset, name, note)
	if err := a.Close(); err != nil {
		t.Fatal(err)
	}
	seek(wall, admin, first.Token, second.Token, pin, reset, name, note)
}

// TestRecordsKeepTheirShape holds what is stored: fields are added, never changed.
func TestRecordsKeepTheirShape(t *testing.T) {
	at := time.Date(2026, 11, 23, 9, 0, 0, 0, time.UTC)
	cases := map[string][]byte{
		`{"id":"a","token":"AQ=="}`: encode(adminRecord{ID: "a", Token: []byte{1}}),
		`{"site":"dijon","role":"kiosk","name":"n","since":"2026-11-23T09:00:00Z","paired":true,"token":"AQ=="}`: encode(
			deviceRecord{Site: dijon, Role: "kiosk", Name: "n", Since: at, Paired: true, Token: []byte{1}}),
		`{"site":"dijon","role":"mediator","name":"n","since":"2026-11-23T09:00:00Z","pin":{"passes":1,"memory_kib":2,"threads":3,"salt":"AQ==","hash":"Ag=="}}`: encode(
			personRecord{Site: dijon, Role: "mediator", Name: "n", Since: at, PIN: pinRecord{1, 2, 3, []byte{1}, []byte{2}}}),
		`{"site":"dijon","role":"mediator","since":"2026-11-23T09:00:00Z","removed":true,"pin":{}}`: encode(
			personRecord{Site: dijon, Role: "mediator", Since: at, Removed: true}),
		`{"person":"p","expires":"2026-11-23T09:00:00Z"}`:  encode(sessionRecord{Person: "p", Expires: at}),
		`{"site":"dijon","id":"i","text":"t"}`:             encode(noteRecord{dijon, "i", "t"}),
		`{"site":"dijon","day":"2026-11-23","key":"AQ=="}`: encode(linkKeyRecord{dijon, "2026-11-23", []byte{1}}),
	}
	for want, got := range cases {
		if string(got) != want || !json.Valid(got) {
			t.Errorf("got %s, want %s", got, want)
		}
	}
}

func BenchmarkWho(b *testing.B) {
	a, err := New(NewMemory(), Options{Cost: cheap()})
	if err != nil {
		b.Fatal(err)
	}
	defer func() { _ = a.Close() }()
	_, device, err := a.AddDevice(b.Context(), dijon, queue.RoleWall, "Salle")
	if err != nil {
		b.Fatal(err)
	}
	if _, _, err := a.AddPerson(b.Context(), NewPerson{Site: dijon, Role: queue.RoleMediator, Name: "Zoé", PIN: "4321"}); err != nil {
		b.Fatal(err)
	}
	s, err := a.Login(b.Context(), request("Zoé", "4321"))
	if err != nil {
		b.Fatal(err)
	}
	for name, token := range map[string]string{"device": device, "person": s.Token} {
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			b.RunParallel(func(pb *testing.PB) {
				for pb.Next() {
					if _, err := a.Who(token); err != nil {
						b.Error(err)
					}
				}
			})
		})
	}
}

func addZoe(t *testing.T, a *Access) Person {
	t.Helper()
	p, _, err := a.AddPerson(t.Context(), NewPerson{Site: dijon, Role: queue.RoleMediator, Name: "Zoé", PIN: "4321"})
	if err != nil {
		t.Fatal(err)
	}
	return p
}

func who(t *testing.T, a *Access, token string) Caller {
	t.Helper()
	c, err := a.Who(token)
	if err != nil {
		t.Fatal(err)
	}
	select {
	case <-c.Gone:
		t.Error("the token is good and Gone is closed")
	default:
	}
	return c
}

func refused(t *testing.T, a *Access, token string) {
	t.Helper()
	c, err := a.Who(token)
	if queue.KindOf(err) != queue.Unauthenticated {
		t.Errorf("got %+v, %v, want Unauthenticated", c, err)
	}
}

func closed(t *testing.T, gone <-chan struct{}) {
	t.Helper()
	select {
	case <-gone:
	default:
		t.Error("Gone is not closed")
	}
}

func kind(t *testing.T, err error, want queue.Kind) {
	t.Helper()
	if err == nil || queue.KindOf(err) != want {
		t.Errorf("got %v, want %v", err, want)
	}
}
