package access

import (
	"context"
	"log/slog"
	"net"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"accueil/queue"
)

// servePairs serves pairs at a socket until the test ends.
func servePairs(t *testing.T, a *Access, socket *net.UnixListener) {
	t.Helper()
	ctx, cancel := context.WithCancel(context.Background())
	ended := make(chan error)
	go func() { ended <- a.ServePairs(ctx, socket, here) }()
	t.Cleanup(func() {
		cancel()
		if err := <-ended; err != nil {
			t.Error(err)
		}
	})
}

func listen(t *testing.T, path string) *net.UnixListener {
	t.Helper()
	socket, err := ListenPairs(path)
	if err != nil {
		t.Fatal(err)
	}
	return socket
}

func TestADeviceOfThisMachinePairsItself(t *testing.T) {
	a := inMemory(t, nil)
	path := filepath.Join(t.TempDir(), "pair.sock")
	servePairs(t, a, listen(t, path))
	if info, err := os.Stat(path); err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("got %v, %v, want mode 0600", info.Mode(), err)
	}
	kiosk := PairRequest{Role: queue.RoleKiosk, Site: dijon, Name: "kiosque"}
	token := pair(t, path, kiosk)
	first := who(t, a, token)
	if first.Role != queue.RoleKiosk || first.Site != dijon || first.Name != "kiosque" || !first.Device {
		t.Errorf("got %+v, want the kiosk, and no more", first)
	}
	t.Run("pairing again it keeps its id, and its old token ends", func(t *testing.T) {
		again := who(t, a, pair(t, path, kiosk))
		if again.ID != first.ID || len(a.Devices(dijon)) != 1 {
			t.Errorf("got %+v of %d devices, want %s alone", again, len(a.Devices(dijon)), first.ID)
		}
		refused(t, a, token)
		closed(t, first.Gone)
	})
	t.Run("under another name it is another device", func(t *testing.T) {
		wall := who(t, a, pair(t, path, PairRequest{Role: queue.RoleWall, Site: dijon, Name: "mur"}))
		if wall.ID == first.ID || wall.Role != queue.RoleWall {
			t.Errorf("got %+v, want another", wall)
		}
	})
	t.Run("what it may not have is refused", func(t *testing.T) {
		if _, _, err := a.AddDevice(t.Context(), dijon, queue.RoleKiosk, "Entrée"); err != nil {
			t.Fatal(err)
		}
		cases := map[string]struct {
			ask  PairRequest
			want queue.Kind
		}{
			"a mediator's role":           {PairRequest{queue.RoleMediator, dijon, "x"}, queue.Invalid},
			"the admin's role":            {PairRequest{queue.RoleAdmin, dijon, "x"}, queue.Invalid},
			"no role":                     {PairRequest{queue.RoleNone, dijon, "x"}, queue.Invalid},
			"no name":                     {PairRequest{queue.RoleKiosk, dijon, ""}, queue.Invalid},
			"an unknown site":             {PairRequest{queue.RoleKiosk, chenove, "x"}, queue.NotFound},
			"another role under its name": {PairRequest{queue.RoleWall, dijon, "kiosque"}, queue.Conflict},
			"the name of a device that the admin added": {PairRequest{queue.RoleKiosk, dijon, "Entrée"}, queue.Conflict},
		}
		for name, c := range cases {
			t.Run(name, func(t *testing.T) {
				_, err := Pair(t.Context(), path, c.ask)
				kind(t, err, c.want)
			})
		}
	})
}

func TestWhatIsNotAPairingRequestIsNotAnswered(t *testing.T) {
	a := inMemory(t, nil)
	path := filepath.Join(t.TempDir(), "pair.sock")
	servePairs(t, a, listen(t, path))
	for _, sent := range []string{"GET / HTTP/1.1\r\n\r\n", "\n", `{"role":"` + strings.Repeat("k", 2*pairBytesMax)} {
		conn, err := net.Dial("unix", path)
		if err != nil {
			t.Fatal(err)
		}
		_, _ = conn.Write([]byte(sent)) // may be cut off
		if err := conn.(*net.UnixConn).CloseWrite(); err != nil {
			t.Log(err)
		}
		var got [1]byte
		if n, err := conn.Read(got[:]); n != 0 || err == nil {
			t.Errorf("%.20q: got an answer", sent)
		}
		_ = conn.Close()
	}
	if n := len(a.Devices("")); n != 0 {
		t.Errorf("got %d devices, want none", n)
	}
}

func TestASocketLeftByAKilledServerIsReplaced(t *testing.T) {
	path := filepath.Join(t.TempDir(), "pair.sock")
	killed := listen(t, path)
	killed.SetUnlinkOnClose(false)
	if err := killed.Close(); err != nil {
		t.Fatal(err)
	}
	if _, err := Pair(t.Context(), path, PairRequest{Role: queue.RoleWall, Site: dijon, Name: "mur"}); queue.KindOf(err) != queue.Unavailable {
		t.Errorf("with nobody there: got %v, want Unavailable", err)
	}
	a := inMemory(t, nil)
	servePairs(t, a, listen(t, path))
	pair(t, path, PairRequest{Role: queue.RoleWall, Site: dijon, Name: "mur"})
	t.Run("one of a running server is not", func(t *testing.T) {
		_, err := ListenPairs(path)
		kind(t, err, queue.Conflict)
		pair(t, path, PairRequest{Role: queue.RoleWall, Site: dijon, Name: "mur"})
	})
	t.Run("nor is what is no socket", func(t *testing.T) {
		file := filepath.Join(t.TempDir(), "pair.sock")
		write(t, file, []byte("precious"))
		if _, err := ListenPairs(file); err == nil || !strings.Contains(err.Error(), "not a socket") {
			t.Errorf("got %v, want it refused", err)
		}
		if string(read(t, file)) != "precious" {
			t.Error("the file was changed")
		}
	})
}

func TestServingPairsEndsWithItsContextAndTakesTheSocketAway(t *testing.T) {
	path := filepath.Join(t.TempDir(), "pair.sock")
	socket := listen(t, path)
	ctx, cancel := context.WithCancel(t.Context())
	a := inMemory(t, nil)
	silent, err := net.Dial("unix", path) // and says nothing
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = silent.Close() }()
	cancel()
	if err := a.ServePairs(ctx, socket, here); err != nil {
		t.Error(err)
	}
	if _, err := os.Stat(path); !os.IsNotExist(err) {
		t.Errorf("got %v, want the socket gone", err)
	}
}

func pair(t *testing.T, path string, r PairRequest) string {
	t.Helper()
	token, err := Pair(t.Context(), path, r)
	if err != nil {
		t.Fatal(err)
	}
	return token
}

// here is a server of one site.
func here(s queue.SiteID) (queue.SiteID, error) {
	if s == dijon || s == "" {
		return dijon, nil
	}
	return "", queue.Refuse(queue.NotFound, "there is no site %q here", s)
}

// One accept may fail for want of open files, and the next may not.
func TestPairingGoesOnAfterAnAcceptThatFailed(t *testing.T) {
	path := filepath.Join(t.TempDir(), "pair.sock")
	logged := make(chan string, 1)
	a := inMemory(t, nil)
	a.log = slog.New(slog.NewTextHandler(lines(logged), nil))
	socket := listen(t, path)
	if err := socket.SetDeadline(time.Unix(1, 0)); err != nil { // every accept fails
		t.Fatal(err)
	}
	servePairs(t, a, socket)
	select {
	case line := <-logged:
		if !strings.Contains(line, "timeout") {
			t.Errorf("got the log line %q, want one that says why", line)
		}
	case <-time.After(10 * time.Second):
		t.Fatal("nothing was logged")
	}
	if err := socket.SetDeadline(time.Time{}); err != nil {
		t.Fatal(err)
	}
	who(t, a, pair(t, path, PairRequest{Role: queue.RoleWall, Site: dijon, Name: "mur"}))
}

// lines hands on what is written, and drops it while nobody reads.
type lines chan string

func (l lines) Write(p []byte) (int, error) {
	select {
	case l <- string(p):
	default:
	}
	return len(p), nil
}
