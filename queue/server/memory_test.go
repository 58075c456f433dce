package server

import (
	"fmt"
	"runtime"
	gauge "runtime/metrics"
	"testing"
	"time"
)

const (
	memorySockets = 5_000
	memoryLimit   = 30 << 10 // bytes of the server's for each socket
)

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
		startWalls(b, order{URL: o.wallURL(), Tokens: []string{o.token["wall"]}, Sockets: 1}).stop() // what the first socket brings is not counted
		before := inUse()
		walls := startWalls(b, order{URL: o.wallURL(), Tokens: []string{o.token["wall"]}, Sockets: memorySockets})
		idle += float64(inUse()-before) / memorySockets
		pace := time.NewTicker(callsApart)
		for i := range frames {
			<-pace.C
			o.call("head", "PUT", "notice", fmt.Sprintf(`{"text":"%d"}`, i)).want(200)
		}
		pace.Stop()
		busy += float64(inUse()-before) / memorySockets
		walls.stop()
	}
	ours := max(idle, busy) / float64(b.N)
	b.ReportMetric(ours, "ours/socket")
	b.ReportMetric(idle/float64(b.N), "idle/socket")
	b.ReportMetric(memoryLimit, "limit/socket")
	b.ReportMetric(memoryLimit/ours, "limit/ours")
}
