//go:build linux

package sqlite

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"testing"

	"accueil/queue/journal"
	"accueil/queue/journal/journaltest"
)

// childEnv makes the test program the other process of these tests: it holds what
// the child is to do, and its folder.
const childEnv = "ACCUEIL_JOURNAL_CHILD"

func TestMain(m *testing.M) {
	what, dir, ok := strings.Cut(os.Getenv(childEnv), " ")
	if !ok {
		os.Exit(m.Run())
	}
	var err error
	switch what {
	case "lock":
		err = childLocks(dir)
	case "append":
		err = childAppends(dir)
	case "full":
		err = childFillsDisk(dir)
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

// child starts the other process, whose words are read from the reader.
func child(t *testing.T, what, dir string, under ...string) (*exec.Cmd, *bufio.Scanner) {
	t.Helper()
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	words := append(slices.Clone(under), self)
	cmd := exec.Command(words[0], words[1:]...)
	cmd.Env = append(os.Environ(), childEnv+"="+what+" "+dir)
	cmd.Stderr = os.Stderr
	hold, err := cmd.StdinPipe()
	if err != nil {
		t.Fatal(err)
	}
	said, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		hold.Close()
		cmd.Process.Kill()
		cmd.Wait()
	})
	return cmd, bufio.NewScanner(said)
}

// childLocks holds the folder until its parent is gone.
func childLocks(dir string) error {
	if _, err := LockDir(dir); err != nil {
		return err
	}
	fmt.Println("held")
	_, err := io.Copy(io.Discard, os.Stdin)
	return err
}

func TestTheFolderOfAnotherServerIsRefusedUntilItEnds(t *testing.T) {
	dir := t.TempDir()
	other, said := child(t, "lock", dir)
	if !said.Scan() || said.Text() != "held" {
		t.Fatalf("the other said %q", said.Text())
	}
	_, err := LockDir(dir)
	if err == nil || !strings.Contains(err.Error(), dir) || !strings.Contains(err.Error(), "in use by another server: stop that one") {
		t.Errorf("got %v, want that it is in use and what to do", err)
	}
	if err := other.Process.Kill(); err != nil {
		t.Fatal(err)
	}
	other.Wait() // says that it was killed
	release, err := LockDir(dir)
	if err != nil {
		t.Fatalf("after the other was killed: %v", err)
	}
	if _, err := LockDir(dir); err == nil {
		t.Error("the same folder was locked twice in one process")
	}
	if err := release(); err != nil {
		t.Fatal(err)
	}
	release, err = LockDir(dir)
	if err != nil {
		t.Fatalf("after it was given up: %v", err)
	}
	if err := release(); err != nil {
		t.Fatal(err)
	}
	if _, err := LockDir(filepath.Join(dir, "nowhere")); err == nil {
		t.Error("a folder that is not there was locked")
	}
}

// batches is how many appends a child makes, unless it is killed.
const batches = 60

// childAppends appends batches to what is there, and says each position that was answered.
func childAppends(dir string) error {
	j, err := Open(filepath.Join(dir, "journal.db"))
	if err != nil {
		return err
	}
	fmt.Println("opened")
	a := &journaltest.Author{Site: site}
	for n := range batches {
		last := a.Last
		entries := append([]journal.Entry{a.Open(n)}, a.Tickets(n%4)...)
		if err := j.Append(context.Background(), site, last, entries); err != nil {
			return err
		}
		fmt.Printf("answered %d\n", a.Last)
	}
	return j.Close()
}

func TestWhatWasAnsweredOutlivesAKill(t *testing.T) {
	t.Parallel()
	chance := rand.New(rand.NewPCG(3, 4))
	for range 15 {
		dir := t.TempDir()
		other, said := child(t, "append", dir)
		answered := uint64(0)
		if !said.Scan() || said.Text() != "opened" {
			t.Fatalf("the other said %q", said.Text())
		}
		for range 1 + chance.IntN(batches-1) {
			if !said.Scan() {
				t.Fatal("the other ended early")
			}
			n, err := strconv.ParseUint(strings.TrimPrefix(said.Text(), "answered "), 10, 64)
			if err != nil {
				t.Fatal(err)
			}
			answered = n
		}
		if err := other.Process.Kill(); err != nil {
			t.Fatal(err)
		}
		for said.Scan() { // what it answered before it died
			if n, err := strconv.ParseUint(strings.TrimPrefix(said.Text(), "answered "), 10, 64); err == nil {
				answered = n
			}
		}
		other.Wait() // says that it was killed
		j := opened(t, filepath.Join(dir, "journal.db"))
		v, err := journal.Verify(context.Background(), j, site)
		if err != nil || v.Last < answered || v.Last > answered+4 {
			t.Errorf("got last position %d, %v, want %d, or one append more", v.Last, err, answered)
		}
		mustAppend(t, j, (&journaltest.Author{Site: site, Last: v.Last}).Tickets(1))
	}
}

// requireEnv names, with commas between, what must not be missing where tests run.
const requireEnv = "ACCUEIL_REQUIRE"

// find returns the path of a program that a test needs and that runs so; without
// it the test is skipped, unless it is required.
func find(t *testing.T, name string, args ...string) string {
	t.Helper()
	path, err := exec.LookPath(name)
	if err == nil {
		err = exec.Command(path, args...).Run()
	}
	switch {
	case err == nil:
		return path
	case slices.Contains(strings.Split(os.Getenv(requireEnv), ","), name):
		t.Fatalf("%s is required by %s and does not run here (%v): install it", name, requireEnv, err)
	default:
		t.Skipf("%s does not run here (%v): install it for this test", name, err)
	}
	return ""
}

func TestEveryAnswerStandsBehindAnFsync(t *testing.T) {
	t.Parallel()
	strace := find(t, "strace", "-o", os.DevNull, "true")
	dir := t.TempDir()
	trace := filepath.Join(dir, "trace")
	other, said := child(t, "append", dir, strace, "-f", "-qq", "-e", "trace=fsync,fdatasync,write", "-e", "signal=none", "-o", trace)
	for said.Scan() {
	}
	if err := other.Wait(); err != nil {
		t.Fatalf("the traced process: %v", err)
	}
	answers, syncs := 0, 0
	for line := range strings.Lines(string(content(t, trace))) {
		switch {
		case (strings.Contains(line, "sync(") || strings.Contains(line, "sync resumed>")) && strings.HasSuffix(line, " = 0\n"):
			syncs++
		case strings.Contains(line, `write(1, "answered `):
			if answers++; syncs == 0 {
				t.Errorf("answer %d stands behind no fsync of its own: %s", answers, line)
			}
			syncs = 0
		case strings.Contains(line, "write(1, "):
			syncs = 0
		}
	}
	if answers != batches {
		t.Errorf("%d answers were traced, want %d", answers, batches)
	}
}

// childFillsDisk appends until the disk takes no more, finds that what was answered
// is read, and goes on when there is room.
func childFillsDisk(dir string) error {
	signal.Ignore(syscall.SIGXFSZ)
	j, err := Open(filepath.Join(dir, "journal.db"))
	if err != nil {
		return err
	}
	var limit syscall.Rlimit
	if err := syscall.Getrlimit(syscall.RLIMIT_FSIZE, &limit); err != nil {
		return err
	}
	small := limit
	small.Cur = 600 << 10
	if err := syscall.Setrlimit(syscall.RLIMIT_FSIZE, &small); err != nil {
		return err
	}
	a := &journaltest.Author{Site: site}
	entries := []journal.Entry{a.Open(0)}
	refused, answered := 0, uint64(0)
	for refused < 3 {
		err := j.Append(context.Background(), site, answered, entries)
		v, readErr := journal.Verify(context.Background(), j, site)
		if readErr != nil || v.Last != answered && v.Last != a.Last {
			return fmt.Errorf("read up to %d, %v, want %d", v.Last, readErr, answered)
		}
		if err != nil && v.Last == answered {
			refused++
			continue // try the same again
		}
		answered = a.Last
		entries = a.Padded(4, strings.Repeat("x", 2000))
	}
	if err := syscall.Setrlimit(syscall.RLIMIT_FSIZE, &limit); err != nil {
		return err
	}
	if err := j.Append(context.Background(), site, answered, entries); err != nil {
		return fmt.Errorf("append when there is room: %w", err)
	}
	v, err := journal.Verify(context.Background(), j, site)
	if err != nil || v.Last != a.Last {
		return fmt.Errorf("read up to %d, %v, want %d", v.Last, err, a.Last)
	}
	fmt.Println("went on")
	return j.Close()
}

func TestAFullDiskIsToldAndGoneOnFrom(t *testing.T) {
	t.Parallel()
	other, said := child(t, "full", t.TempDir())
	if !said.Scan() || said.Text() != "went on" {
		t.Errorf("got %q, want that it went on", said.Text())
	}
	if err := other.Wait(); err != nil {
		t.Error(err)
	}
}
