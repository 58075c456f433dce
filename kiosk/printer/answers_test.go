package printer

import (
	"context"
	"errors"
	"io"
	"net"
	"os"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"accueil/configs"
	"accueil/kiosk"
	"accueil/kiosk/printer/printertest"
)

func TestTheLastWordOnAnEarlierReceiptIsNotTakenForThisOnes(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		other := printertest.New()
		p := wired(t, other, "")
		other.Load(20)
		if err := within(t, p, "A01"); troubleOf(err) != kiosk.TroublePaper {
			t.Fatalf("got %v, want no paper", err)
		}
		other.LoadFull() // and what is in its queue comes out, and is answered for, late
		other.Pace(200 * time.Microsecond)
		if err := within(t, p, "A02"); err != nil || came(other, "A02") != 1 {
			t.Errorf("got %v and %d sheets of A02", err, came(other, "A02"))
		}
	})
}

func TestALateLastWordIsNotTakenForThisOnes(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		other := printertest.New()
		p := wired(t, other, "")
		other.Load(20)
		if err := within(t, p, "A01"); troubleOf(err) != kiosk.TroublePaper {
			t.Fatalf("got %v, want no paper", err)
		}
		other.Lag(500 * time.Millisecond)
		other.LoadFull() // half a second on, A01 comes out and is answered for: to whoever listens then
		if err := within(t, p, "A02"); err != nil || came(other, "A02") != 1 {
			t.Errorf("got %v and %d sheets of A02", err, came(other, "A02"))
		}
	})
}

func TestAnAnswerToAnEarlierQuestionIsNotTakenForThisOnes(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		other := printertest.New()
		p := wired(t, other, "")
		if err := within(t, p, "A01"); err != nil {
			t.Fatal(err)
		}
		other.Lag(3 * time.Second)
		if err := within(t, p, "A02"); troubleOf(err) != kiosk.TroubleBroken {
			t.Fatalf("got %v, want one that answers too late", err)
		}
		other.Lag(600 * time.Millisecond)
		if err := within(t, p, "A03"); err != nil || came(other, "A03") != 1 {
			t.Errorf("got %v and %d sheets of A03", err, came(other, "A03"))
		}
	})
}

func TestWhatAnEarlierRunLeftIsNotTakenForThisReceipt(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		other := printertest.New()
		other.Load(20)
		if err := within(t, wired(t, other, ""), "A01"); troubleOf(err) != kiosk.TroublePaper {
			t.Fatalf("got %v, want no paper", err)
		}
		other.Lag(500 * time.Millisecond)
		other.LoadFull()
		if err := within(t, wired(t, other, ""), "A02"); err != nil || came(other, "A02") != 1 {
			t.Errorf("got %v and %d sheets of A02", err, came(other, "A02"))
		}
	})
}

// A terse link says that its end has come whenever there is nothing to read, as devices
// at a cable do.
type terse struct{ net.Conn }

func (l terse) SetReadDeadline(time.Time) error { return nil }

func (l terse) Read(b []byte) (int, error) {
	_ = l.Conn.SetReadDeadline(time.Now().Add(10 * time.Microsecond))
	n, err := l.Conn.Read(b)
	if errors.Is(err, os.ErrDeadlineExceeded) {
		err = io.EOF
	}
	return n, err
}

func TestADeviceThatHasNothingToSayIsNotAtItsEnd(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		other := printertest.New()
		other.Pace(100 * time.Microsecond)
		var serving sync.WaitGroup
		t.Cleanup(serving.Wait)
		p := Over(configs.Printer{Path: "/dev/usb/lp0", Dots: 576}, func(context.Context) (Link, error) {
			here, there := net.Pipe()
			serving.Go(func() { other.Serve(there) })
			return terse{here}, nil
		})
		if err := within(t, p, "A01"); err != nil || came(other, "A01") != 1 {
			t.Errorf("got %v and %d sheets", err, came(other, "A01"))
		}
		other.Mute(true)
		if err := within(t, p, "A02"); troubleOf(err) != kiosk.TroubleBroken {
			t.Errorf("mute: got %v, want broken", err)
		}
	})
}

func TestAPrinterTooBusyToSayHowItIsIsWaitedFor(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		other := printertest.New()
		other.Busy()
		other.Lag(2100 * time.Millisecond)
		if err := within(t, wired(t, other, ""), "A01"); err != nil || came(other, "A01") != 1 {
			t.Errorf("got %v and %d sheets", err, came(other, "A01"))
		}
	})
}
