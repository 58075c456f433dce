package printer

import (
	"fmt"
	"os"
	"strings"
	"testing"
	"time"

	"golang.org/x/sys/unix"
	"golang.org/x/term"

	"accueil/kiosk"
	"accueil/kiosk/printer/printertest"
)

// cable returns the name of a device at whose other end a printer is.
func cable(t *testing.T, other *printertest.Printer) (path string) {
	t.Helper()
	far, err := os.OpenFile("/dev/ptmx", os.O_RDWR|unix.O_NONBLOCK, 0)
	if err != nil {
		t.Skipf("no pseudo terminals here: %v", err)
	}
	raw, err := far.SyscallConn()
	if err != nil {
		t.Fatal(err)
	}
	if controlErr := raw.Control(func(fd uintptr) {
		var n int
		if err = unix.IoctlSetPointerInt(int(fd), unix.TIOCSPTLCK, 0); err == nil {
			n, err = unix.IoctlGetInt(int(fd), unix.TIOCGPTN)
		}
		path = fmt.Sprintf("/dev/pts/%d", n)
	}); err != nil || controlErr != nil {
		t.Fatal(err, controlErr)
	}
	near, err := os.OpenFile(path, os.O_RDWR|unix.O_NOCTTY, 0) // keeps it there between two receipts
	if err != nil {
		t.Fatal(err)
	}
	if _, err := term.MakeRaw(int(near.Fd())); err != nil {
		t.Fatal(err)
	}
	served := make(chan struct{})
	go func() {
		defer close(served)
		other.Serve(far)
	}()
	t.Cleanup(func() {
		_ = near.Close()
		_ = far.Close()
		<-served
	})
	return path
}

func TestAtACable(t *testing.T) {
	other := printertest.New()
	path := cable(t, other)
	p, err := Open("file://" + path)
	if err != nil {
		t.Fatal(err)
	}
	if err := p.Print(t.Context(), receiptOf("A01")); err != nil || came(other, "A01") != 1 {
		t.Errorf("got %v and %d sheets", err, came(other, "A01"))
	}
	other.Load(40)
	if err := p.Print(t.Context(), receiptOf("A02")); troubleOf(err) != kiosk.TroublePaper {
		t.Errorf("got %v, want no paper", err)
	}
	other.LoadFull()
	if status, err := p.Status(t.Context()); err != nil || status != (kiosk.PrinterStatus{}) {
		t.Errorf("with paper: got %+v, %v", status, err)
	}
	oneWay, err := Open("file://" + path + "?status=none")
	if err != nil {
		t.Fatal(err)
	}
	if err := oneWay.Print(t.Context(), receiptOf("A05")); err != nil {
		t.Errorf("one way: got %v", err)
	}
	if err := p.Print(t.Context(), receiptOf("A03")); err != nil || came(other, "A03") != 1 {
		t.Errorf("with paper: got %v and %d sheets", err, came(other, "A03"))
	}
	if n := came(other, "A05"); n != 1 {
		t.Errorf("one way: got %d sheets", n)
	}
	other.Mute(true)
	began := time.Now()
	if err := p.Print(t.Context(), receiptOf("A04")); troubleOf(err) != kiosk.TroubleBroken || time.Since(began) > kiosk.PrintTimeMax {
		t.Errorf("mute: got %v after %s", err, time.Since(began))
	}
}

func TestADeviceThatIsUnpluggedIsNotMade(t *testing.T) {
	const path = "/dev/accueil-test/lp0"
	p, err := Open("file://" + path)
	if err != nil {
		t.Fatal(err)
	}
	if err := p.Print(t.Context(), receiptOf("A01")); troubleOf(err) != kiosk.TroubleBroken || !strings.Contains(err.Error(), "plugged in") {
		t.Errorf("got %v, want a broken printer, and what to look at", err)
	}
	if _, err := os.Stat(path); err == nil {
		t.Errorf("%s was made", path)
	}
}
