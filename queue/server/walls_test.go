package server

import (
	"bytes"
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"accueil/queue"
	"accueil/queue/engine"
)

const (
	callsMeasured   = 100
	callsTurn       = 25                    // calls before it is the other side's turn
	callsApart      = 60 * time.Millisecond // at least
	callToWallLimit = 25 * time.Millisecond // p99, both ends in one machine of two cores
	bareWriters     = 4                     // goroutines of the bare loop
	wallDevices     = 250                   // of the 500 that a site may have: four sockets each
)

// since returns how long after its moment each wall saw each call.
func since(moments []time.Time, seen [][]int64) []time.Duration {
	all := make([]time.Duration, 0, len(seen)*len(moments))
	for _, row := range seen {
		for i, moment := range moments {
			all = append(all, time.Unix(0, row[i]).Sub(moment.Round(0)))
		}
	}
	return all
}

// ms is a percentile of sorted durations, in milliseconds.
func ms(all []time.Duration, percent int) float64 {
	return float64(all[(len(all)-1)*percent/100]) / float64(time.Millisecond)
}

// A caller calls one ticket after another, and notes when.
type caller struct {
	call           func(n int)
	began, replied []time.Time
}

func (c *caller) turn(pace *time.Ticker) {
	for range callsTurn {
		<-pace.C
		pace.Reset(callsApart)
		c.began = append(c.began, time.Now())
		c.call(len(c.began))
		c.replied = append(c.replied, time.Now())
	}
}

// busyOffice is a server on a disk, with devices for a crowd of walls, tickets to
// call, and a mediator who calls them.
func busyOffice(b *testing.B) (o *office, tokens []string, mediator *caller) {
	o = openOffice(&office{t: b, clock: engine.SystemClock(), path: filepath.Join(b.TempDir(), "journal.db")})
	for i := range wallDevices {
		name := fmt.Sprint("wall-", i)
		o.device(name, queue.RoleWall)
		tokens = append(tokens, o.token[name])
	}
	o.call("ana", "POST", "desks/1/open", "").want(200)
	for range callsMeasured {
		o.call("kiosk", "POST", "tickets", `{"service":"droits","lang":"fr"}`).want(201)
	}
	return o, tokens, &caller{call: func(n int) {
		o.call("ana", "POST", "desks/1/next", "", fmt.Sprint("call-", n)).want(http.StatusOK)
	}}
}

// bareCaller is the least that a call can be: a line that is written and synced,
// and a frame that a bare loop sends.
func bareCaller(b *testing.B, loop *bareLoop, size int) *caller {
	file, err := os.Create(filepath.Join(b.TempDir(), "log"))
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() { _ = file.Close() })
	padding := bytes.Repeat([]byte("x"), size)
	return &caller{call: func(n int) {
		frame := fmt.Appendf(nil, `{"call":%d,"padding":"%s"}`, n, padding)
		_, err := file.Write(frame)
		if err == nil {
			err = file.Sync()
		}
		if err != nil {
			b.Fatal(err)
		}
		loop.send(frame, bareWriters)
	}}
}

// BenchmarkCallToWall measures how long after a mediator's request, and after its
// answer, a thousand walls in another process have the call. limit is a line synced to the disk and a
// bare loop over as many sockets; promise/ours is the promise over ours at p99, and
// below 1 it is a miss.
func BenchmarkCallToWall(b *testing.B) {
	wantFiles(b, 2*crowd+200)
	var posted, answered, bare []time.Duration
	for b.Loop() {
		o, tokens, mediator := busyOffice(b)
		walls := startWalls(b, order{URL: o.wallURL(), Tokens: tokens, Sockets: crowd, Calls: callsMeasured})
		loop, full := newBareLoop(b)
		others := startWalls(b, order{URL: loop.url, Tokens: []string{""}, Sockets: crowd, Calls: callsMeasured})
		<-full
		plainly := bareCaller(b, loop, len(wallBody(b)))
		pace := time.NewTicker(callsApart)
		for range callsMeasured / callsTurn {
			mediator.turn(pace)
			plainly.turn(pace)
		}
		pace.Stop()
		ours, limit := walls.seen(), others.seen()
		posted = append(posted, since(mediator.began, ours)...)
		answered = append(answered, since(mediator.replied, ours)...)
		bare = append(bare, since(plainly.began, limit)...)
		walls.stop()
		others.stop()
	}
	for _, all := range [][]time.Duration{posted, answered, bare} {
		slices.Sort(all)
	}
	b.ReportMetric(ms(posted, 50), "ours/p50-ms")
	b.ReportMetric(ms(posted, 99), "ours/p99-ms")
	b.ReportMetric(ms(answered, 99), "answered/p99-ms")
	b.ReportMetric(ms(bare, 50), "limit/p50-ms")
	b.ReportMetric(ms(bare, 99), "limit/p99-ms")
	b.ReportMetric(float64(callToWallLimit)/float64(time.Millisecond)/ms(posted, 99), "promise/ours")
}
