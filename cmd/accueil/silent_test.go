package main

import (
	"io"
	"net"
	"strings"
	"sync"
	"testing"
)

// A router stands between a page and its server. When it forgets, what is open falls
// silent for good, and nobody is told; what is opened then goes through.
type router struct {
	listener net.Listener
	to       string

	mu    sync.Mutex // guards what follows
	life  int
	conns []net.Conn
}

func newRouter(t *testing.T, to string) *router {
	l, err := (&net.ListenConfig{}).Listen(t.Context(), "tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	r := &router{listener: l, to: to}
	var work sync.WaitGroup
	work.Go(func() { r.serve(&work) })
	t.Cleanup(func() {
		_ = l.Close()
		r.mu.Lock()
		for _, c := range r.conns {
			_ = c.Close()
		}
		r.mu.Unlock()
		work.Wait()
	})
	return r
}

func (r *router) serve(work *sync.WaitGroup) {
	for {
		page, err := r.listener.Accept()
		if err != nil {
			return
		}
		server, err := net.Dial("tcp", r.to)
		if err != nil {
			_ = page.Close()
			continue
		}
		r.mu.Lock()
		born := r.life
		r.conns = append(r.conns, page, server)
		r.mu.Unlock()
		work.Go(func() { r.pass(server, page, born) })
		work.Go(func() { r.pass(page, server, born) })
	}
}

// pass hands on what comes, as long as the router remembers.
func (r *router) pass(to, from net.Conn, born int) {
	b := make([]byte, 32<<10)
	for {
		n, err := from.Read(b)
		if !r.remembers(born) {
			_, _ = io.Copy(io.Discard, from)
			return
		}
		_, _ = to.Write(b[:n])
		if err != nil {
			_ = to.Close()
			return
		}
	}
}

func (r *router) remembers(born int) bool {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.life == born
}

func (r *router) forgets() {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.life++
}

// A line that falls silent, as over a laptop's lunch, is made anew without a touch.
func TestASilentLineIsMadeAnewInChromium(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	pin := o.hires("mediator", "Samia")
	r := newRouter(t, strings.TrimPrefix(o.server.url, "http://"))
	p := openTab(t, newBrowser(t), "http://"+r.listener.Addr().String()+"/console/dijon", 1024, 600)
	p.Touches("Nom")
	p.Types("Samia{Tab}" + pin + "{Enter}")
	p.until("À quel guichet êtes-vous")
	p.Types("1")
	p.until("Personne n'attend")
	r.forgets()
	p.until("Dernières nouvelles du serveur")
	o.screens[first] = p
	o.await(t, deed{then: []sight{loses(first, "Dernières nouvelles")}})
	p.Types("g")
	p.until("Un ticket pour quel service")
}
