package access

import (
	"context"
	"io"
	"iter"
	"log/slog"
	"os"
	"path/filepath"
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

// A faulty store's first watch fails, having told nothing; its next is whole.
type faulty struct {
	*Memory
	failed bool
	with   error
}

func (f *faulty) Watch(ctx context.Context, after uint64) iter.Seq2[Record, error] {
	if f.failed {
		return f.Memory.Watch(ctx, after)
	}
	f.failed = true
	return func(yield func(Record, error) bool) {
		for range f.Memory.Watch(ctx, after) {
			break // a change came, and is lost
		}
		yield(Record{}, f.with)
	}
}

func TestAWatchThatFailsIsBegunAgainAndNothingIsMissed(t *testing.T) {
	for name, with := range map[string]error{"too slow": Missed{First: 7}, "broken": io.ErrUnexpectedEOF} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				a, err := New(&faulty{Memory: NewMemory(), with: with}, Options{Cost: cheap()})
				if err != nil {
					t.Fatal(err)
				}
				began := time.Now()
				_, token, err := a.AddDevice(t.Context(), dijon, queue.RoleWall, "Salle")
				if err != nil {
					t.Fatal(err)
				}
				who(t, a, token)
				if took := time.Since(began); took > time.Second {
					t.Errorf("the change was known after %v, want a second at most", took)
				}
				_ = a.Close()
			})
		})
	}
}

func TestAnAccessThatWasClosedIsUnavailable(t *testing.T) {
	a := inMemory(t, nil)
	if err := a.Close(); err != nil {
		t.Fatal(err)
	}
	_, _, err := a.AddDevice(t.Context(), dijon, queue.RoleWall, "Salle")
	kind(t, err, queue.Unavailable)
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
