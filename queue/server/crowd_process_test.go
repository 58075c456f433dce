package server

import (
	"bufio"
	"bytes"
	"context"
	"encoding/binary"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"os/exec"
	"runtime"
	"strconv"
	"sync"
	"testing"
	"time"

	"github.com/gorilla/websocket"
)

// beTheWalls tells a child of a benchmark that it is a crowd of walls.
const beTheWalls = "ACCUEIL_TEST_BE_THE_WALLS"

func TestMain(m *testing.M) {
	if os.Getenv(beTheWalls) != "" {
		if err := walls(os.Stdin, os.Stdout); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		return
	}
	os.Exit(m.Run())
}

// An order is what a crowd in another process is to do: connect, say ready, and,
// if calls are to be seen, tell when each wall saw each; then look on until its
// stdin ends.
type order struct {
	URL     string
	Tokens  []string // each wall has one, in turn
	Sockets int
	Calls   int // 0: it is ready once everybody has a frame
}

// A gallery is a crowd of walls that note when they see each call.
type gallery struct {
	calls  int
	seen   [][]int64 // by wall and call, in Unix nanoseconds; each wall writes its own row
	firsts sync.WaitGroup
	lasts  sync.WaitGroup
}

// walls is the life of a crowd in a process of its own.
func walls(in io.Reader, out io.Writer) error {
	var o order
	if err := json.NewDecoder(in).Decode(&o); err != nil {
		return err
	}
	conns, err := dialAll(context.Background(), o.URL, o.Sockets, func(i int) string { return o.Tokens[i%len(o.Tokens)] })
	if err != nil {
		return err
	}
	g := &gallery{calls: o.Calls, seen: make([][]int64, len(conns))}
	g.firsts.Add(len(conns))
	g.lasts.Add(len(conns))
	for wall, conn := range conns {
		g.seen[wall] = make([]int64, o.Calls)
		go g.look(wall, conn)
	}
	if o.Calls == 0 {
		g.firsts.Wait()
	}
	if _, err := fmt.Fprintln(out, "ready"); err != nil {
		return err
	}
	if o.Calls > 0 {
		g.lasts.Wait()
		for _, row := range g.seen {
			if err := binary.Write(out, binary.LittleEndian, row); err != nil {
				return err
			}
		}
	}
	_, _ = io.Copy(io.Discard, in)
	return nil
}

// look reads frames for as long as there are some, and so answers pings, too.
func (g *gallery) look(wall int, conn *websocket.Conn) {
	var frame bytes.Buffer
	for frames, newest := 0, 0; ; frames++ {
		_, r, err := conn.NextReader()
		if err == nil {
			frame.Reset()
			_, err = frame.ReadFrom(r)
		}
		if err != nil {
			fmt.Fprintf(os.Stderr, "wall %d, after %d frames and call %d: %v\n", wall, frames, newest, err)
			return
		}
		now := time.Now().UnixNano()
		if frames == 0 {
			g.firsts.Done()
		}
		for top := newestCall(frame.Bytes()); newest < min(top, g.calls); newest++ {
			g.seen[wall][newest] = now
			if newest+1 == g.calls {
				g.lasts.Done()
			}
		}
	}
}

// newestCall is the number of the first call in a wall's frame, 0 for none.
func newestCall(frame []byte) int {
	_, rest, _ := bytes.Cut(frame, []byte(`"call":`))
	digits, _, _ := bytes.Cut(rest, []byte(","))
	n, _ := strconv.Atoi(string(digits))
	return n
}

// A process is a crowd that is ready.
type process struct {
	b   *testing.B
	o   order
	cmd *exec.Cmd
	in  io.Closer
	out *bufio.Reader
}

// startWalls has a crowd connect from another process, with as many cores as we.
func startWalls(b *testing.B, o order) *process {
	b.Helper()
	p := &process{b: b, o: o, cmd: exec.CommandContext(b.Context(), os.Args[0])}
	p.cmd.Env = append(os.Environ(), beTheWalls+"=1", fmt.Sprint("GOMAXPROCS=", runtime.GOMAXPROCS(0)))
	p.cmd.Stderr = os.Stderr
	in, err := p.cmd.StdinPipe()
	if err != nil {
		b.Fatal(err)
	}
	out, err := p.cmd.StdoutPipe()
	if err != nil {
		b.Fatal(err)
	}
	if err := p.cmd.Start(); err != nil {
		b.Fatal(err)
	}
	p.in, p.out = in, bufio.NewReader(out)
	if err := json.NewEncoder(in).Encode(o); err != nil {
		b.Error(err)
	}
	if line, err := p.out.ReadString('\n'); err != nil || line != "ready\n" {
		p.stop()
		b.Fatalf("the walls said %q, %v: want ready", line, err)
	}
	return p
}

// seen returns when each wall saw each call, once all have seen the last.
func (p *process) seen() [][]int64 {
	all := make([][]int64, p.o.Sockets)
	for wall := range all {
		all[wall] = make([]int64, p.o.Calls)
		if err := binary.Read(p.out, binary.LittleEndian, all[wall]); err != nil {
			p.b.Fatalf("read what the walls saw: %v", err)
		}
	}
	return all
}

func (p *process) stop() {
	_ = p.in.Close()
	if err := p.cmd.Wait(); err != nil {
		p.b.Error(err)
	}
}
