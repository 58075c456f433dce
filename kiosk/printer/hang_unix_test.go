//go:build unix

package printer

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"syscall"
	"testing"
	"time"

	"accueil/kiosk"
)

func pipe(t *testing.T) (path string, p kiosk.Printer) {
	t.Helper()
	path = filepath.Join(t.TempDir(), "printer")
	if err := syscall.Mkfifo(path, 0o600); err != nil {
		t.Fatal(err)
	}
	p, err := Open("file://" + path)
	if err != nil {
		t.Fatal(err)
	}
	return path, p
}

func TestAPrinterThatNobodyReadsIsBrokenAtOnce(t *testing.T) {
	_, p := pipe(t)
	if err := p.Print(t.Context(), kiosk.Receipt{Number: "A01"}); err == nil {
		t.Error("printed where nothing takes the paper")
	}
}

// fill writes to a pipe until it takes no more.
func fill(t *testing.T, pipe *os.File) {
	t.Helper()
	raw, err := pipe.SyscallConn()
	if err != nil {
		t.Fatal(err)
	}
	var full error
	if err := raw.Write(func(fd uintptr) bool {
		for full == nil {
			_, full = syscall.Write(int(fd), make([]byte, 4096))
		}
		return true
	}); err != nil || !errors.Is(full, syscall.EAGAIN) {
		t.Fatalf("the pipe never filled: %v, %v", err, full)
	}
}

func TestAPrinterThatHangsIsLeft(t *testing.T) {
	path, p := pipe(t)
	hung, err := os.OpenFile(path, os.O_RDWR, 0)
	if err != nil {
		t.Fatal(err)
	}
	defer hung.Close()
	fill(t, hung)
	ctx, stop := context.WithTimeout(t.Context(), 50*time.Millisecond)
	defer stop()
	if err := p.Print(ctx, kiosk.Receipt{Number: "A01"}); err == nil {
		t.Error("printed where nothing takes the paper")
	}
}

func TestADeviceNeedsNoSync(t *testing.T) {
	path, p := pipe(t)
	reader, err := os.OpenFile(path, os.O_RDWR, 0)
	if err != nil {
		t.Fatal(err)
	}
	defer reader.Close()
	if err := p.Print(t.Context(), kiosk.Receipt{Number: "A01"}); err != nil {
		t.Errorf("got %v, want it printed", err)
	}
}
