package main

import (
	"bufio"
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"net"
	"os"
	"os/exec"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"accueil/queue"
	"accueil/queue/wire"
)

// A flood is so many requests a second to telephones' pages, from one address.
const (
	floodRate  = 10_000
	floodConns = 8
	floodTick  = 10 * time.Millisecond
)

// What is measured beside it: calls of a mediator, on so many walls, by turns.
const (
	floodWalls    = 20
	floodTurns    = 6 // of each side
	floodCalls    = 25
	floodApart    = 60 * time.Millisecond // of two calls
	floodDisturbs = 2                     // times the quiet p99, at most
)

// beTheFlood tells a child of a benchmark that it is the flood, of a server at an address.
const beTheFlood = "ACCUEIL_TEST_BE_THE_FLOOD"

// floodRequests are what it asks for, in turn: pages, frames, websockets, and what is none.
func floodRequests(address string) [][]byte {
	var all [][]byte
	for _, path := range []string{"/t/AAAAAAAAAAAAAAAAAAAAAA", "/t/BBBBBBBBBBBBBBBBBBBBBB/live", "/t/CCCCCCCCCCCCCCCCCCCCCC/live", "/t/D/elsewhere"} {
		more := "Accept: text/html\r\nAccept-Encoding: gzip\r\n"
		if strings.Contains(path, "CCC") {
			more = "Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n"
		}
		all = append(all, []byte("GET "+path+" HTTP/1.1\r\nHost: "+address+"\r\n"+more+"\r\n"))
	}
	return all
}

// serveFlood is the child: it asks until its input ends, and says how often it was answered
// a second, and how often it was told to stop.
func serveFlood(address string) {
	var answered, refused atomic.Int64
	done := make(chan struct{})
	began := time.Now()
	var work sync.WaitGroup
	for range floodConns {
		conn, err := net.Dial("tcp", address)
		if err != nil {
			panic(err)
		}
		work.Go(func() { pour(conn, floodRequests(address), done) })
		work.Go(func() { drain(conn, &answered, &refused) })
	}
	_, _ = io.Copy(io.Discard, os.Stdin)
	close(done)
	work.Wait()
	fmt.Printf("%f %f\n", float64(answered.Load())/time.Since(began).Seconds(), float64(refused.Load())/float64(answered.Load()))
	os.Exit(0)
}

// pour sends a connection's share of requests, some at each tick, until done.
func pour(conn net.Conn, requests [][]byte, done <-chan struct{}) {
	var batch bytes.Buffer
	for n := range floodRate * int(floodTick/time.Millisecond) / 1000 / floodConns {
		batch.Write(requests[n%len(requests)])
	}
	tick := time.NewTicker(floodTick)
	defer tick.Stop()
	for {
		select {
		case <-tick.C:
			if _, err := conn.Write(batch.Bytes()); err != nil {
				panic(err)
			}
		case <-done:
			_ = conn.(*net.TCPConn).CloseWrite()
			return
		}
	}
}

// drain counts answers by their first lines.
func drain(conn net.Conn, answered, refused *atomic.Int64) {
	lines := bufio.NewReaderSize(conn, 64<<10)
	for {
		line, err := lines.ReadSlice('\n')
		if err != nil && err != bufio.ErrBufferFull {
			return
		}
		if bytes.Contains(line, []byte("HTTP/1.1 ")) { // a body ends without a line
			answered.Add(1)
			if bytes.Contains(line, []byte("HTTP/1.1 429")) {
				refused.Add(1)
			}
		}
	}
}

// startFlood returns a flood's end, which says what it was.
func startFlood(b *testing.B, s *served) (end func() (rate, refused float64)) {
	c := exec.CommandContext(b.Context(), os.Args[0])
	c.Env = append(os.Environ(), beTheFlood+"="+strings.TrimPrefix(s.url, "http://"))
	c.Stderr = os.Stderr
	in, err := c.StdinPipe()
	if err != nil {
		b.Fatal(err)
	}
	var out bytes.Buffer
	c.Stdout = &out
	if err := c.Start(); err != nil {
		b.Fatal(err)
	}
	return func() (rate, refused float64) {
		_ = in.Close()
		_ = c.Wait()
		if _, err := fmt.Sscan(out.String(), &rate, &refused); err != nil {
			b.Fatalf("the flood said %q: %v", out.String(), err)
		}
		return rate, refused
	}
}

// A room is walls that note when they see each call.
type room struct {
	seen chan time.Time // one of each wall, of each call
}

// newRoom opens walls; it returns when each shows the site.
func newRoom(b *testing.B, s *served, data string) room {
	r := room{seen: make(chan time.Time, floodWalls)}
	admin := s.admin(b, data)
	for n := range floodWalls {
		d, err := admin.AddDevice(b.Context(), wire.DeviceRequest{Site: "dijon", Role: "wall", Name: fmt.Sprint("wall ", n)})
		if err != nil {
			b.Fatal(err)
		}
		live := s.client(b, d.Token).Live(b.Context(), wire.ViewWall)
		go func() {
			newest := -1 // of the site itself, before its first call
			for e := range live {
				var v wire.WallView
				if e.Err != nil || len(e.Frame.State) == 0 || json.Unmarshal(e.Frame.State, &v) != nil {
					continue
				}
				shown := 0
				if len(v.Calls) > 0 {
					shown = int(v.Calls[0].Call)
				}
				if shown > newest {
					r.seen <- time.Now()
				}
				newest = shown
			}
		}()
	}
	r.await()
	return r
}

// await returns when each wall saw the next call.
func (r room) await() (moments []time.Time) {
	for range floodWalls {
		moments = append(moments, <-r.seen)
	}
	return moments
}

// BenchmarkFlood holds how long a call takes to its answer and to the walls while telephones'
// pages are asked for ten thousand times a second from one address, against the same in
// quiet turns between: wall/quiet and command/quiet are to be 2 or less, at p99.
func BenchmarkFlood(b *testing.B) {
	data := b.TempDir()
	s := serve(b, data, "--config", publicSample(b))
	ana := s.client(b, s.mediator(b, data, "Ana"))
	desk := queue.DeskID("2")
	if _, err := ana.Desk(b.Context(), "", desk, "open", wire.OpenRequest{}); err != nil {
		b.Fatal(err)
	}
	walls := newRoom(b, s, data)
	commands, frames := map[bool][]time.Duration{}, map[bool][]time.Duration{}
	pace := time.NewTicker(floodApart)
	defer pace.Stop()
	turn := func(flooded bool) {
		for range floodCalls {
			link(b, ana, "fr")
		}
		for range floodCalls {
			pace.Reset(floodApart) // a frame sooner after the last would wait for its turn
			<-pace.C
			began := time.Now()
			next(b, ana, desk)
			commands[flooded] = append(commands[flooded], time.Since(began))
			for _, moment := range walls.await() {
				frames[flooded] = append(frames[flooded], moment.Sub(began))
			}
		}
	}
	var rate, refused float64
	for b.Loop() {
		for range floodTurns {
			turn(false)
			end := startFlood(b, s)
			turn(true)
			r, no := end()
			rate, refused = rate+r, refused+no
		}
	}
	turns := float64(b.N * floodTurns)
	b.ReportMetric(rate/turns, "flood/s")
	b.ReportMetric(refused/turns, "refused/flood")
	b.ReportMetric(float64(p99(frames[false]).Microseconds())/1000, "ms/wall-quiet")
	b.ReportMetric(float64(p99(frames[true]).Microseconds())/1000, "ms/wall")
	b.ReportMetric(float64(p99(commands[false]).Microseconds())/1000, "ms/command-quiet")
	b.ReportMetric(float64(p99(commands[true]).Microseconds())/1000, "ms/command")
	b.ReportMetric(float64(p99(frames[true]))/float64(p99(frames[false])), "wall/quiet")
	b.ReportMetric(float64(p99(commands[true]))/float64(p99(commands[false])), "command/quiet")
	b.ReportMetric(floodDisturbs, "limit")
}

// p99 is of what took longest but for one in a hundred.
func p99(all []time.Duration) time.Duration {
	slices.Sort(all)
	return all[(len(all)-1)*99/100]
}
