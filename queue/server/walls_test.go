package server

import (
	"bytes"
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"sync"
	"testing"
	"time"

	"github.com/gorilla/websocket"

	"accueil/queue"
	"accueil/queue/journal/sqlite"
)

const (
	callsMeasured   = 100
	callsTurn       = 25                    // calls before it is the other side's turn
	callsApart      = 60 * time.Millisecond // at least
	callToWallLimit = 25 * time.Millisecond // p99, both ends in one machine of two cores
	bareWriters     = 4                     // goroutines of the bare loop
	wallDevices     = 250                   // of the 500 that a site may have: four sockets each
)

// A gallery is a crowd of walls that note when they see each call.
type gallery struct {
	started time.Time
	seen    [crowd][callsMeasured + 1]time.Duration // since started; each wall writes its own row
	looking sync.WaitGroup
}

// newGallery lets each socket of a crowd look until it has seen the last call.
func newGallery(b *testing.B, conns []*websocket.Conn) *gallery {
	g := &gallery{started: time.Now()}
	for wall, conn := range conns {
		_ = conn.SetReadDeadline(time.Now().Add(time.Minute))
		g.looking.Go(func() {
			if err := g.look(wall, conn); err != nil {
				b.Errorf("wall %d: %v", wall, err)
			}
		})
	}
	return g
}

func (g *gallery) look(wall int, conn *websocket.Conn) error {
	var frame bytes.Buffer
	for newest := 0; newest < callsMeasured; {
		_, r, err := conn.NextReader()
		if err != nil {
			return err
		}
		frame.Reset()
		if _, err := frame.ReadFrom(r); err != nil {
			return err
		}
		now := time.Since(g.started)
		for top := newestCall(frame.Bytes()); newest < top; {
			newest++
			g.seen[wall][newest] = now
		}
	}
	return nil
}

// newestCall is the number of the first call in a wall's frame, 0 for none.
func newestCall(frame []byte) int {
	_, rest, _ := bytes.Cut(frame, []byte(`"call":`))
	digits, _, _ := bytes.Cut(rest, []byte(","))
	n, _ := strconv.Atoi(string(digits))
	return n
}

// since returns how long after its moment each wall saw each call, the shortest first.
func (g *gallery) since(moments []time.Time) []time.Duration {
	all := make([]time.Duration, 0, crowd*len(moments))
	for i, moment := range moments {
		for wall := range g.seen {
			all = append(all, g.started.Add(g.seen[wall][i+1]).Sub(moment))
		}
	}
	slices.Sort(all)
	return all
}

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
func busyOffice(b *testing.B) (o *office, mediator *caller) {
	book, err := sqlite.Open(filepath.Join(b.TempDir(), "journal.db"))
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() { _ = book.Close() })
	o = newOfficeOn(b, book)
	for i := range wallDevices {
		o.device(wallName(i), queue.RoleWall)
	}
	o.call("ana", "POST", "desks/1/open", "").want(200)
	for range callsMeasured {
		o.call("kiosk", "POST", "tickets", `{"service":"droits","lang":"fr"}`).want(201)
	}
	return o, &caller{call: func(n int) {
		o.call("ana", "POST", "desks/1/next", "", fmt.Sprint("call-", n)).want(http.StatusOK)
	}}
}

func wallName(i int) string { return fmt.Sprint("wall-", i%wallDevices) }

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
// answer, a thousand walls have the call. limit is a line synced to the disk and a
// bare loop over as many sockets; promise/ours is the promise over ours at p99, and
// below 1 it is a miss.
func BenchmarkCallToWall(b *testing.B) {
	wantFiles(b, 4*crowd+200)
	var posted, answered, bare []time.Duration
	for b.Loop() {
		o, mediator := busyOffice(b)
		walls := newGallery(b, crowdOf(b, o.http.URL+"/api/v1/sites/dijon/live?view=wall", func(i int) string { return o.token[wallName(i)] }))
		loop, full := newBareLoop(b)
		others := newGallery(b, crowdOf(b, loop.url, nobody))
		<-full
		plainly := bareCaller(b, loop, len(wallBody(b)))
		pace := time.NewTicker(callsApart)
		for range callsMeasured / callsTurn {
			mediator.turn(pace)
			plainly.turn(pace)
		}
		pace.Stop()
		walls.looking.Wait()
		others.looking.Wait()
		posted = append(posted, walls.since(mediator.began)...)
		answered = append(answered, walls.since(mediator.replied)...)
		bare = append(bare, others.since(plainly.began)...)
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
