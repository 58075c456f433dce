package server

import (
	"context"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"sync/atomic"
	"syscall"
	"testing"

	"github.com/gorilla/websocket"
)

const (
	crowd         = 1_000 // walls that look at once
	dialsTogether = 32
)

// wantFiles raises the limit of open files to the hard one, and skips when that
// is too low.
func wantFiles(b *testing.B, n uint64) {
	b.Helper()
	var limit syscall.Rlimit
	if err := syscall.Getrlimit(syscall.RLIMIT_NOFILE, &limit); err != nil {
		b.Fatal(err)
	}
	if limit.Max < n {
		b.Skipf("%d open files are needed and the hard limit is %d: raise it with ulimit -Hn", n, limit.Max)
	}
	limit.Cur = limit.Max
	if err := syscall.Setrlimit(syscall.RLIMIT_NOFILE, &limit); err != nil {
		b.Fatal(err)
	}
}

// dialAll opens n sockets, each with the token of its number.
func dialAll(ctx context.Context, url string, n int, token func(int) string) ([]*websocket.Conn, error) {
	dialer := websocket.Dialer{ReadBufferSize: 4096, WriteBufferSize: 256}
	conns, errs := make([]*websocket.Conn, n), make([]error, n)
	var next atomic.Int64
	var work sync.WaitGroup
	for range dialsTogether {
		work.Go(func() {
			for i := int(next.Add(1)) - 1; i < n; i = int(next.Add(1)) - 1 {
				header := http.Header{"Authorization": {"Bearer " + token(i)}}
				conns[i], _, errs[i] = dialer.DialContext(ctx, url, header)
			}
		})
	}
	work.Wait()
	for _, err := range errs {
		if err != nil {
			closeAll(conns)
			return nil, err
		}
	}
	return conns, nil
}

func closeAll(conns []*websocket.Conn) {
	for _, c := range conns {
		if c != nil {
			_ = c.Close()
		}
	}
}

// crowdOf opens the crowd's sockets, and closes them with the benchmark.
func crowdOf(b *testing.B, url string) []*websocket.Conn {
	b.Helper()
	conns, err := dialAll(b.Context(), url, crowd, nobody)
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() { closeAll(conns) })
	return conns
}

func socketURL(url string) string { return "ws" + strings.TrimPrefix(url, "http") }

// wallURL is where a wall looks.
func (o *office) wallURL() string {
	return socketURL(o.http.URL) + "/api/v1/sites/dijon/live?view=wall"
}

func nobody(int) string { return "" }

// A bareLoop is the least that a fan-out can be: some goroutines, each writing one
// prepared message to its share of the sockets, one socket after another.
type bareLoop struct {
	b     *testing.B
	url   string
	conns []*websocket.Conn
}

// newBareLoop returns a fan-out for a crowd that is still to come.
func newBareLoop(b *testing.B) (p *bareLoop, full <-chan struct{}) {
	p = &bareLoop{b: b}
	var mu sync.Mutex // guards p.conns until full
	done := make(chan struct{})
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		conn, err := (&websocket.Upgrader{}).Upgrade(w, r, nil)
		if err != nil {
			b.Error(err)
			return
		}
		mu.Lock()
		defer mu.Unlock()
		if p.conns = append(p.conns, conn); len(p.conns) == crowd {
			close(done)
		}
	}))
	p.url = socketURL(s.URL)
	b.Cleanup(s.Close)
	return p, done
}

func (p *bareLoop) send(text []byte, writers int) {
	m, err := websocket.NewPreparedMessage(websocket.TextMessage, text)
	if err != nil {
		p.b.Error(err)
		return
	}
	var work sync.WaitGroup
	for w := range writers {
		work.Go(func() {
			for _, conn := range p.conns[w*crowd/writers : (w+1)*crowd/writers] {
				if err := conn.WritePreparedMessage(m); err != nil {
					p.b.Error(err)
					return
				}
			}
		})
	}
	work.Wait()
}

// A meter counts the bytes that reach a crowd.
type meter struct {
	got     atomic.Int64
	target  atomic.Int64
	reached chan struct{} // cap 1: got may have come to target
}

func newMeter(conns []*websocket.Conn) *meter {
	m := &meter{reached: make(chan struct{}, 1)}
	for _, c := range conns {
		go m.read(c.NetConn())
	}
	return m
}

func (m *meter) read(conn net.Conn) {
	buffer := make([]byte, 16<<10)
	for {
		n, err := conn.Read(buffer)
		if err != nil {
			return
		}
		if m.got.Add(int64(n)) >= m.target.Load() {
			select {
			case m.reached <- struct{}{}:
			default:
			}
		}
	}
}

// await sends, and returns when so many bytes more have come.
func (m *meter) await(bytes int64, send func()) {
	target := m.got.Load() + bytes
	m.target.Store(target)
	send()
	for m.got.Load() < target {
		<-m.reached
	}
}
