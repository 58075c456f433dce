package server

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"os"
	"os/exec"
	"runtime"
	gauge "runtime/metrics"
	"strconv"
	"strings"
	"testing"
	"time"
)

const (
	memorySockets = 5_000
	memoryLimit   = 30 << 10 // bytes of the server's for each socket
)

// beTheWalls tells a child of a benchmark that it is as many walls as it says.
const beTheWalls = "ACCUEIL_TEST_BE_THE_WALLS"

func TestMain(m *testing.M) {
	if n, err := strconv.Atoi(os.Getenv(beTheWalls)); err == nil {
		os.Exit(walls(n))
	}
	os.Exit(m.Run())
}

// walls reads a url and a token from stdin, connects, says ready when every socket
// has its first frame, and looks until stdin ends.
func walls(n int) int {
	in := bufio.NewReader(os.Stdin)
	url, err := in.ReadString('\n')
	token, err2 := in.ReadString('\n')
	if err != nil || err2 != nil {
		return 1
	}
	conns, err := dialAll(context.Background(), strings.TrimSpace(url), n, func(int) string { return strings.TrimSpace(token) })
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	first := make(chan error, n)
	for _, conn := range conns {
		go func() {
			_, _, err := conn.NextReader()
			for first <- err; err == nil; {
				_, _, err = conn.NextReader() // which answers pings, too
			}
		}()
	}
	for range conns {
		if err := <-first; err != nil {
			fmt.Fprintln(os.Stderr, err)
			return 1
		}
	}
	fmt.Println("ready")
	_, _ = io.Copy(io.Discard, in)
	return 0
}

// startWalls connects walls from another process, whose memory is not ours, and
// returns when they look; they go when stop is called.
func startWalls(b *testing.B, o *office, n int) (stop func()) {
	b.Helper()
	c := exec.CommandContext(b.Context(), os.Args[0])
	c.Env = append(os.Environ(), fmt.Sprint(beTheWalls, "=", n))
	c.Stderr = os.Stderr
	in, err := c.StdinPipe()
	if err != nil {
		b.Fatal(err)
	}
	out, err := c.StdoutPipe()
	if err != nil {
		b.Fatal(err)
	}
	if err := c.Start(); err != nil {
		b.Fatal(err)
	}
	url := "ws" + strings.TrimPrefix(o.http.URL, "http") + "/api/v1/sites/dijon/live?view=wall"
	if _, err := fmt.Fprintf(in, "%s\n%s\n", url, o.token["wall"]); err != nil {
		b.Error(err)
	}
	line, err := bufio.NewReader(out).ReadString('\n')
	stop = func() {
		_ = in.Close()
		if err := c.Wait(); err != nil {
			b.Error(err)
		}
	}
	if err != nil || line != "ready\n" {
		stop()
		b.Fatalf("the walls said %q, %v: want ready", line, err)
	}
	return stop
}

// inUse is the memory in use by heap and stacks, in bytes, after a collection.
func inUse() uint64 {
	runtime.GC()
	runtime.GC() // what pools held for one collection more
	samples := []gauge.Sample{
		{Name: "/memory/classes/heap/objects:bytes"},
		{Name: "/memory/classes/heap/unused:bytes"},
		{Name: "/memory/classes/heap/stacks:bytes"},
	}
	gauge.Read(samples)
	var sum uint64
	for _, s := range samples {
		sum += s.Value.Uint64()
	}
	return sum
}

// BenchmarkSocketMemory measures what each of 5,000 walls costs the server, once
// they are connected and again after some frames went to all. limit/ours below 1
// is a miss.
func BenchmarkSocketMemory(b *testing.B) {
	const frames = 5
	wantFiles(b, memorySockets+200)
	var idle, busy float64
	for b.Loop() {
		o := newOffice(b)
		startWalls(b, o, 1)() // what the first socket brings is not counted
		before := inUse()
		stop := startWalls(b, o, memorySockets)
		idle += float64(inUse()-before) / memorySockets
		pace := time.NewTicker(callsApart)
		for i := range frames {
			<-pace.C
			o.call("head", "PUT", "notice", fmt.Sprintf(`{"text":"%d"}`, i)).want(200)
		}
		pace.Stop()
		busy += float64(inUse()-before) / memorySockets
		stop()
	}
	ours := max(idle, busy) / float64(b.N)
	b.ReportMetric(ours, "ours/socket")
	b.ReportMetric(idle/float64(b.N), "idle/socket")
	b.ReportMetric(memoryLimit, "limit/socket")
	b.ReportMetric(memoryLimit/ours, "limit/ours")
}
