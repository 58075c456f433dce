package access

import (
	"encoding/json"
	"net"
	"os"
	"runtime"
	"slices"
	"strings"
	"testing"

	"golang.org/x/sys/unix"

	"accueil/queue"
)

func TestAnotherUserCannotPair(t *testing.T) {
	switch {
	case os.Getuid() == 0:
	case slices.Contains(strings.Split(os.Getenv("ACCUEIL_REQUIRE"), ","), "root"):
		t.Fatal("root is required by ACCUEIL_REQUIRE, and this is not root")
	default:
		t.Skip("root is required: only root can become another user")
	}
	a := inMemory(t, nil)
	name := "@accueil-test-" + string(newID()) // abstract: reachable whatever the folders' modes
	socket, err := net.ListenUnix("unix", &net.UnixAddr{Name: name, Net: "unix"})
	if err != nil {
		t.Fatal(err)
	}
	servePairs(t, a, socket)
	answer := askAs(t, 65534, name, `{"role":"kiosk","site":"dijon","name":"x"}`)
	if answer.Token != "" || answer.Kind != queue.Forbidden.String() {
		t.Errorf("got %+v, want forbidden", answer)
	}
	if n := len(a.Devices("")); n != 0 {
		t.Errorf("got %d devices, want none", n)
	}
}

// askAs sends a request from a thread that runs as another user.
func askAs(t *testing.T, uid uintptr, name, request string) (answer pairAnswer) {
	t.Helper()
	done := make(chan error)
	go func() {
		runtime.LockOSThread() // for good: the thread ends with the goroutine
		done <- func() error {
			if _, _, e := unix.RawSyscall(unix.SYS_SETRESUID, uid, uid, uid); e != 0 {
				return e
			}
			conn, err := unix.Socket(unix.AF_UNIX, unix.SOCK_STREAM|unix.SOCK_CLOEXEC, 0)
			if err != nil {
				return err
			}
			defer func() { _ = unix.Close(conn) }()
			if err := unix.Connect(conn, &unix.SockaddrUnix{Name: name}); err != nil {
				return err
			}
			if _, err := unix.Write(conn, []byte(request)); err != nil {
				return err
			}
			body := make([]byte, pairBytesMax)
			n, err := unix.Read(conn, body)
			if err != nil {
				return err
			}
			return json.Unmarshal(body[:n], &answer)
		}()
	}()
	if err := <-done; err != nil {
		t.Fatal(err)
	}
	return answer
}
