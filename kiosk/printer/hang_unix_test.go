//go:build unix

package printer

import (
	"context"
	"io"
	"os"
	"path/filepath"
	"strings"
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

func TestAPrinterThatHangsIsLeft(t *testing.T) {
	path, p := pipe(t)
	hung, err := os.OpenFile(path, os.O_RDWR, 0)
	if err != nil {
		t.Fatal(err)
	}
	defer hung.Close()
	if err := hung.SetWriteDeadline(time.Now().Add(50 * time.Millisecond)); err != nil {
		t.Fatal(err)
	}
	if _, err := io.Copy(hung, strings.NewReader(strings.Repeat("x", 4<<20))); err == nil {
		t.Fatal("the pipe never filled")
	}
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
