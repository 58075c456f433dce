// Package printertest is an ESC/POS printer for tests: it answers as one does, has
// every fault on demand, and keeps what came out as Sheets. It was made from the
// manuals of such printers, not from our encoder, and an independent client prints
// to it.
//
// It receives into a queue and works that off in order, as long as it has paper, a
// closed cover and no fault. DLE EOT it answers at once, wherever the three bytes
// stand: in the midst of a raster too.
package printertest

import (
	"fmt"
	"io"
	"net"
	"sync"
	"testing"
	"time"
)

// A Printer is one. Its methods may be called by many goroutines.
type Printer struct {
	mu      sync.Mutex // guards all that follows
	queue   []byte
	last    [2]byte // received, for what is obeyed at once
	line    line    // that spoke last: it hears what is said
	lines   int     // that there were
	paper   float64 // mm left on the roll
	cover   bool    // open
	broken  bool
	mute    bool
	simple  bool // it does not know GS r
	unasked bool // it speaks unasked
	rash    bool // it works off its queue whatever keeps it from printing
	busy    bool // it answers DLE EOT only when it has little to do
	lag     time.Duration
	ripe    int // bytes of the queue whose time has come
	unplug  int // bytes until the plug is pulled, 0 for never
	pace    time.Duration
	sheet   Sheet
	style   style
	done    []Sheet
	wrong   []string
}

// A Sheet is a piece of paper.
type Sheet struct {
	Lines   []string // of text, decoded as WPC1252
	Rasters []Raster
	MM      float64
}

// A Raster is an image on it, eight dots a byte, black set.
type Raster struct {
	W, H int
	Rows []byte
}

// What every one of them has.
const (
	dotsPerMM     = 8
	headToKnifeMM = 18
	lowMM         = 1000 // from here on the roll is near its end
	rollMM        = 50_000
	busyBytes     = 100
)

// A line is one of those who connected.
type line struct {
	serial int
	say    func([]byte)
}

// New returns a printer with a full roll.
func New() *Printer {
	return &Printer{paper: rollMM, line: line{say: func([]byte) {}}, style: plainStyle()}
}

// Listen has it answer at an address, such as 127.0.0.1:0, until the test ends, and
// returns where.
func (p *Printer) Listen(t testing.TB, address string) string {
	t.Helper()
	listener, err := net.Listen("tcp", address)
	if err != nil {
		t.Fatal(err)
	}
	var serving sync.WaitGroup
	var mu sync.Mutex // guards open
	open := map[net.Conn]bool{}
	serving.Go(func() {
		for {
			conn, err := listener.Accept()
			if err != nil {
				return
			}
			mu.Lock()
			open[conn] = true
			mu.Unlock()
			serving.Go(func() {
				p.Serve(conn)
				mu.Lock()
				delete(open, conn)
				mu.Unlock()
			})
		}
	})
	t.Cleanup(func() {
		_ = listener.Close()
		mu.Lock()
		for conn := range open {
			_ = conn.Close()
		}
		mu.Unlock()
		serving.Wait()
	})
	return listener.Addr().String()
}

// Serve talks with one who has connected, until either has had enough.
func (p *Printer) Serve(conn io.ReadWriteCloser) {
	defer conn.Close()
	answers := make(chan []byte, 1024)
	var speaking sync.WaitGroup
	speaking.Go(func() {
		for bytes := range answers {
			if _, err := conn.Write(bytes); err != nil {
				_ = conn.Close()
			}
		}
	})
	defer speaking.Wait()
	p.mu.Lock()
	p.lines++
	mine := line{p.lines, func(bytes []byte) { answers <- bytes }}
	p.mu.Unlock()
	defer func() {
		p.mu.Lock()
		if p.line.serial == mine.serial {
			p.line = line{say: func([]byte) {}}
		}
		p.mu.Unlock()
		close(answers)
	}()
	buf := make([]byte, 4096)
	for {
		p.mu.Lock()
		pace := p.pace
		p.mu.Unlock()
		space := buf
		if pace > 0 {
			space = buf[:1]
			time.Sleep(pace)
		}
		n, err := conn.Read(space)
		if p.receive(mine, space[:n]) {
			if tcp, ok := conn.(*net.TCPConn); ok {
				_ = tcp.SetLinger(0) // the plug is pulled: nobody says goodbye
			}
			return
		}
		if err != nil {
			return
		}
	}
}

// receive reports whether the plug was pulled. What is answered goes to the line that
// spoke last: one that begins late, and says nothing any more, takes no answers away.
func (p *Printer) receive(from line, bytes []byte) (unplugged bool) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if len(bytes) > 0 {
		p.line = from
	}
	for _, b := range bytes {
		if p.unplug == 1 { // what is in its memory is gone
			p.unplug, p.queue, p.ripe, p.last, p.style = 0, nil, 0, [2]byte{}, plainStyle()
			p.tear()
			return true
		}
		p.unplug = max(0, p.unplug-1)
		if p.last == [2]byte{0x10, 0x04} && b >= 1 && b <= 4 && !p.mute && !(p.busy && len(p.queue) > busyBytes) {
			p.line.say([]byte{p.realtime(b)})
		}
		p.last = [2]byte{p.last[1], b}
		p.queue = append(p.queue, b)
	}
	p.later(func() { p.ripe += len(bytes) })
	return false
}

// later does something and works on, now or as much later as it lags.
func (p *Printer) later(what func()) {
	if p.lag == 0 {
		what()
		p.work()
		return
	}
	time.AfterFunc(p.lag, func() {
		p.mu.Lock()
		defer p.mu.Unlock()
		what()
		p.work()
	})
}

// realtime is the answer to DLE EOT n.
func (p *Printer) realtime(n byte) byte {
	answer := byte(0x12)
	set := func(on bool, bits byte) {
		if on {
			answer |= bits
		}
	}
	switch n {
	case 1:
		set(!p.online(), 0x08)
	case 2:
		set(p.cover, 0x04)
		set(p.paper <= 0, 0x20)
		set(p.broken, 0x40)
	case 3:
		set(p.broken, 0x08)
	case 4:
		set(p.paper <= lowMM, 0x0c)
		set(p.paper <= 0, 0x60)
	}
	return answer
}

// back is what it says unasked (GS a).
func (p *Printer) back() []byte {
	answer := []byte{0x10, 0, 0, 0}
	if !p.online() {
		answer[0] |= 0x08
	}
	if p.cover {
		answer[0] |= 0x20
	}
	if p.broken {
		answer[1] |= 0x08
	}
	if p.paper <= lowMM {
		answer[2] |= 0x03
	}
	if p.paper <= 0 {
		answer[2] |= 0x0c
	}
	return answer
}

func (p *Printer) online() bool { return p.paper > 0 && !p.cover && !p.broken }

// change changes the printer, says so where it does unasked, and works on.
func (p *Printer) change(how func()) {
	p.mu.Lock()
	defer p.mu.Unlock()
	how()
	if p.unasked && !p.mute {
		p.line.say(p.back())
	}
	p.later(func() {})
}

// Feed gives it bytes, as a connection would.
func (p *Printer) Feed(bytes []byte) { p.receive(line{say: func([]byte) {}}, bytes) }

// Load puts in a roll of so many millimetres; 0 takes it out.
func (p *Printer) Load(mm float64) { p.change(func() { p.paper = mm }) }

// LoadFull puts in a new roll.
func (p *Printer) LoadFull() { p.Load(rollMM) }

// OpenCover opens or closes it.
func (p *Printer) OpenCover(open bool) { p.change(func() { p.cover = open }) }

// Break has its knife stuck, or mends it.
func (p *Printer) Break(broken bool) { p.change(func() { p.broken = broken }) }

// Mute has it answer nothing, and print all the same.
func (p *Printer) Mute(mute bool) { p.change(func() { p.mute = mute }) }

// Simple makes it one that does not know GS r.
func (p *Printer) Simple() { p.change(func() { p.simple = true }) }

// SpeakUnasked has it say how it is now and at every change, until it is told not to.
func (p *Printer) SpeakUnasked() { p.change(func() { p.unasked = true }) }

// Rash makes it one that goes on without paper or with its cover open, and answers GS r
// all the same.
func (p *Printer) Rash() { p.change(func() { p.rash = true }) }

// Busy makes it one that answers DLE EOT only when it has little else to do.
func (p *Printer) Busy() { p.change(func() { p.busy = true }) }

// Lag has it print so much later than it is told to: its buffers take all at once.
func (p *Printer) Lag(lag time.Duration) { p.change(func() { p.lag = lag }) }

// Unplug pulls its plug once so many more bytes have come.
func (p *Printer) Unplug(bytes int) { p.change(func() { p.unplug = bytes }) }

// Pace has it take so long for each byte.
func (p *Printer) Pace(pace time.Duration) { p.change(func() { p.pace = pace }) }

// Sheets is what was cut off, oldest first.
func (p *Printer) Sheets() []Sheet {
	p.mu.Lock()
	defer p.mu.Unlock()
	return append([]Sheet(nil), p.done...)
}

// Wrong is what it was told that it did not understand.
func (p *Printer) Wrong() []string {
	p.mu.Lock()
	defer p.mu.Unlock()
	return append([]string(nil), p.wrong...)
}

func (p *Printer) misunderstood(format string, args ...any) {
	p.wrong = append(p.wrong, fmt.Sprintf(format, args...))
}
