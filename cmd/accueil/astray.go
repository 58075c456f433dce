package main

import (
	"bufio"
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"net"
	"net/http"
	"strings"
	"time"

	"accueil/queue"
	"accueil/queue/wire"
)

const (
	handshakeFirst = 0x16     // the first byte of whoever speaks TLS
	astrayMax      = 16 << 10 // bytes of a request that are read to find out where it goes
	astrayTimeMax  = 10 * time.Second
)

// astray is a listener of TLS where whoever comes without is told to come with it: a
// browser is sent on, and a program reads why.
type astray struct{ net.Listener }

func (a astray) Accept() (net.Conn, error) {
	conn, err := a.Listener.Accept()
	if err != nil {
		return nil, err
	}
	return &newcomer{Conn: conn}, nil
}

// A newcomer is a connection of which nothing was read yet.
type newcomer struct {
	net.Conn
	known bool // its first byte was looked at
}

// Read is called by the one goroutine that shakes hands, and then by the one that reads.
func (n *newcomer) Read(p []byte) (int, error) {
	got, err := n.Conn.Read(p)
	if n.known || got == 0 {
		return got, err
	}
	n.known = true
	if p[0] == handshakeFirst {
		return got, err
	}
	n.sendOn(io.MultiReader(bytes.NewReader(bytes.Clone(p[:got])), n.Conn))
	return 0, io.EOF
}

// sendOn answers a request that is not encrypted. Only what changes nothing is sent on.
func (n *newcomer) sendOn(from io.Reader) {
	if err := n.Conn.SetDeadline(time.Now().Add(astrayTimeMax)); err != nil {
		return
	}
	r, err := http.ReadRequest(bufio.NewReader(io.LimitReader(from, astrayMax)))
	if err != nil || strings.ContainsAny(r.Host, "\r\n/\\@") {
		return
	}
	_, _ = io.Copy(io.Discard, r.Body) // what is not read may cost whoever wrote it the answer
	to := "https://" + r.Host
	answer := http.Response{StatusCode: http.StatusBadRequest, ProtoMajor: 1, ProtoMinor: 1, Header: http.Header{}, Close: true}
	if r.Method == http.MethodGet || r.Method == http.MethodHead {
		answer.StatusCode = http.StatusTemporaryRedirect
		answer.Header.Set("Location", to+r.URL.RequestURI())
	}
	problem := wire.NewProblem(queue.Invalid, answer.StatusCode, fmt.Sprintf("this server speaks https: write its address as %s", to))
	body, err := json.Marshal(problem)
	if err != nil {
		return // never: its shape is plain
	}
	answer.Header.Set("Content-Type", wire.ProblemType)
	answer.Header.Set("Cache-Control", "no-store")
	answer.Request, answer.ContentLength, answer.Body = r, int64(len(body)), io.NopCloser(bytes.NewReader(body))
	_ = answer.Write(n.Conn) // who has gone asks again
}
