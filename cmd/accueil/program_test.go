package main

import (
	"bufio"
	"bytes"
	"context"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"accueil/queue"
	"accueil/queue/client"
)

// beTheProgram tells a child of a test that it is accueil itself.
const beTheProgram = "ACCUEIL_TEST_BE_THE_PROGRAM"

func TestMain(m *testing.M) {
	if os.Getenv(beTheProgram) != "" {
		main()
	}
	if path := os.Getenv(beTheBareLoop); path != "" {
		serveBare(path)
	}
	if address := os.Getenv(beTheFlood); address != "" {
		serveFlood(address)
	}
	os.Exit(m.Run())
}

// program returns accueil as a process of its own.
func program(ctx context.Context, args ...string) *exec.Cmd {
	c := exec.CommandContext(ctx, os.Args[0], args...)
	c.Env = append(os.Environ(), beTheProgram+"=1")
	return c
}

// A served is a server process.
type served struct {
	url    string
	cmd    *exec.Cmd
	errors *bytes.Buffer
}

// serve starts a server on a data folder and returns when it answers.
func serve(t testing.TB, data string, more ...string) *served {
	t.Helper()
	return start(t, append([]string{"serve", "--data", data, "--listen", "127.0.0.1:0", "--always-open"}, more...)...)
}

// start starts accueil as a server, and returns when it answers.
func start(t testing.TB, args ...string) *served {
	t.Helper()
	s := &served{errors: &bytes.Buffer{}}
	s.cmd = program(context.WithoutCancel(t.Context()), args...)
	s.cmd.Stderr = s.errors
	out, err := s.cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := s.cmd.Start(); err != nil {
		t.Fatal(err)
	}
	line, err := bufio.NewReader(out).ReadString('\n')
	if err != nil {
		_ = s.cmd.Wait()
		t.Fatalf("the server said nothing: %v, %s", err, s.errors)
	}
	url, ok := strings.CutPrefix(strings.TrimSpace(line), "ready ")
	if !ok {
		t.Fatalf("got the line %q, want ready http://HOST:PORT", line)
	}
	s.url = url
	t.Cleanup(func() {
		if s.cmd.ProcessState == nil {
			s.kill()
		}
	})
	return s
}

// kill ends the process as a power cut would, as far as a process can see.
func (s *served) kill() {
	_ = s.cmd.Process.Kill()
	_ = s.cmd.Wait()
}

// stop asks the process to end, and returns its exit status.
func (s *served) stop() int {
	_ = s.cmd.Process.Signal(syscall.SIGTERM)
	_ = s.cmd.Wait()
	return s.cmd.ProcessState.ExitCode()
}

// accueil runs a command to its end.
func accueil(t testing.TB, args ...string) (status int, out, errs string) {
	t.Helper()
	var o, e bytes.Buffer
	status = run(t.Context(), args, os.LookupEnv, std{strings.NewReader(""), &o, &e})
	return status, o.String(), e.String()
}

// admin returns a client for everything.
func (s *served) admin(t testing.TB, data string) *client.Client {
	t.Helper()
	token, _, err := readToken(filepath.Join(data, "admin.token"))
	if err != nil {
		t.Fatal(err)
	}
	return s.client(t, token)
}

func (s *served) client(t testing.TB, token string) *client.Client {
	t.Helper()
	c, err := client.New(client.Options{URL: s.url, Token: token, Site: "dijon"})
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// mediator adds a person and signs in as them.
func (s *served) mediator(t testing.TB, data, name string) string {
	t.Helper()
	session, err := s.client(t, "").Login(t.Context(), name, s.person(t, data, name))
	if err != nil {
		t.Fatal(err)
	}
	return session.Token
}

// person adds a mediator, and returns the PIN.
func (s *served) person(t testing.TB, data, name string) (pin string) {
	t.Helper()
	status, pin, errs := accueil(t, "admin", "--server", s.url, "--token-file", filepath.Join(data, "admin.token"),
		"person", "add", "--role", "mediator", "--site", "dijon", name)
	if status != 0 {
		t.Fatalf("add a mediator: %s", errs)
	}
	return strings.TrimSpace(pin)
}

func TestAServerAnswersAndEndsAsItIsTold(t *testing.T) {
	data := t.TempDir()
	s := serve(t, data)
	status, token, errs := accueil(t, "admin", "--server", s.url, "--token-file", filepath.Join(data, "admin.token"),
		"device", "add", "--role", "kiosk", "--site", "dijon", "Entrée")
	if status != 0 || len(strings.Fields(token)) != 1 {
		t.Fatalf("add a device: got %d %q %s, want the token alone", status, token, errs)
	}
	me, err := s.client(t, strings.TrimSpace(token)).Me(t.Context(), client.Hold{Spool: "01KAQ5Z9GJ0000000000000001"})
	if err != nil || me.Lane != queue.LaneKioskMin {
		t.Errorf("the kiosk's first lane: got %d, %v, want 1", me.Lane, err)
	}
	if status, _, errs := accueil(t, "serve", "--data", data, "--listen", "127.0.0.1:0"); status != 1 || !strings.Contains(errs, "--data") {
		t.Errorf("a second server on the folder: got %d %q, want 1 and what to do", status, errs)
	}
	port := strings.TrimPrefix(s.url, "http://")
	if status, _, errs := accueil(t, "serve", "--data", t.TempDir(), "--listen", port); status != 1 || !strings.Contains(errs, "--listen") {
		t.Errorf("a second server on the port: got %d %q, want 1 and what to do", status, errs)
	}
	if status := s.stop(); status != 0 {
		t.Errorf("told to stop: got status %d, want 0; %s", status, s.errors)
	}
	if status, out, errs := accueil(t, "journal", "verify", "--data", data); status != 0 || !strings.HasPrefix(out, "dijon: ") {
		t.Errorf("verify: got %d %q %q", status, out, errs)
	}
}
