package server

import (
	"bytes"
	"net/http"
	"net/http/httptest"
	"testing"
	"time"

	"github.com/oklog/ulid/v2"

	"accueil/queue/access"
	"accueil/queue/engine"
	"accueil/queue/wire"
)

// How long one side is measured before it is the other's turn, and how often.
const fanOutTurn, fanOutTurns = 100 * time.Millisecond, 20

// wallBody is a wall's state after a morning: eight calls, and people who wait.
func wallBody(b *testing.B) []byte {
	o := newOffice(b)
	o.call("ana", "POST", "desks/1/open", "").want(200)
	for range 12 {
		o.call("kiosk", "POST", "tickets", `{"service":"droits","lang":"fr"}`).want(201)
	}
	for range 8 {
		o.call("ana", "POST", "desks/1/next", "").want(200)
	}
	var f wire.Frame
	o.call("wall", "GET", "state?view=wall", "").into(&f)
	return f.State
}

// frames are two that differ and are equally long.
func frames(body []byte) [2]*engine.Frame {
	other := bytes.Replace(body, []byte(`"times":1`), []byte(`"times":2`), 1)
	at := engine.Position{Epoch: ulid.Make(), Seq: 1234}
	wall := time.Now()
	return [2]*engine.Frame{{Body: body, At: at, Wall: wall}, {Body: other, At: at, Wall: wall}}
}

// aTopic serves a crowd from one topic that the benchmark publishes to, through
// the server's own sockets.
func aTopic(b *testing.B) (t *topic, url string) {
	o := newOffice(b)
	t = newTopic(topicKey{site: "dijon", view: wire.ViewWall})
	h := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		conn, err := upgrade(w, r, nil, nil)
		if err != nil {
			b.Error(err)
			return
		}
		_ = o.server.sockets.enter(place{key: t.key})
		s := newScreen(place{key: t.key}, conn)
		t.add(s)
		go o.server.attend(s, access.Caller{Gone: make(chan struct{})})
	}))
	b.Cleanup(h.Close)
	return t, socketURL(h.URL)
}

// rounds sends as often as it can, each time to the whole crowd, and returns how
// many frames a second arrive.
func rounds(m *meter, frame int, lasting time.Duration, send func()) float64 {
	n, started := 0, time.Now()
	for ; time.Since(started) < lasting; n++ {
		m.await(int64(frame*crowd), send)
	}
	return float64(n*crowd) / time.Since(started).Seconds()
}

// fastest returns with how many writers a bare loop is, by three tries of each.
func fastest(m *meter, frame int, send func(writers int)) int {
	reached := map[int]float64{}
	best := 0
	for range 3 {
		for _, n := range []int{1, 2, 4, 8, 32, crowd} {
			reached[n] += rounds(m, frame, fanOutTurn, func() { send(n) })
			if reached[n] > reached[best] {
				best = n
			}
		}
	}
	return best
}

// BenchmarkFanOut holds the server's fan-out to a thousand sockets against a bare
// loop over as many, written by whatever number of goroutines is fastest:
// ours/limit is to be 0.7 or more. Both run in turns, and both begin a frame when
// everybody has the one before.
func BenchmarkFanOut(b *testing.B) {
	wantFiles(b, 4*crowd+200)
	body := wallBody(b)
	two := frames(body)
	text := envelope(wire.ViewWall, two[0], body)
	frame := len(text) + 4 // a header of four bytes: between 126 and 64 Ki
	t, url := aTopic(b)
	ours := newMeter(crowdOf(b, url))
	loop, full := newBareLoop(b)
	theirs := newMeter(crowdOf(b, loop.url))
	<-full
	writers := fastest(theirs, frame, func(n int) { loop.send(text, n) })
	var us, them float64
	i := 0 // each frame differs from the one before: none becomes a beat
	for b.Loop() {
		for range fanOutTurns {
			them += rounds(theirs, frame, fanOutTurn, func() { loop.send(text, writers) })
			us += rounds(ours, frame, fanOutTurn, func() { t.publish(two[i%2]); i++ })
		}
	}
	n := float64(b.N * fanOutTurns)
	b.ReportMetric(us/n, "ours/s")
	b.ReportMetric(them/n, "limit/s")
	b.ReportMetric(us/them, "ours/limit")
	b.ReportMetric(float64(writers), "writers")
}
