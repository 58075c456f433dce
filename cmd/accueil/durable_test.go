package main

import (
	"bufio"
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"accueil/queue"
	"accueil/queue/wire"
)

// ticketsWanted is the payload of both sides of BenchmarkDurableTicket.
const ticketsWanted = `{"service":"droits","lang":"fr"}`

// beTheBareLoop tells a child of a test that it is the bare loop, on that file.
const beTheBareLoop = "ACCUEIL_TEST_BE_THE_BARE_LOOP"

// bare is the least that a durable answer over HTTP can be: a body decoded, one
// line in a file, one fsync for all who wait, a ticket encoded.
type bare struct {
	file *os.File
	asks chan bareAsk
}

type bareAsk struct {
	line  []byte
	reply chan error
}

// serveBare is the child: it says where it answers, and ends with its input.
func serveBare(path string) {
	file, err := os.Create(path)
	if err != nil {
		panic(err)
	}
	loop := &bare{file: file, asks: make(chan bareAsk, 1024)}
	go loop.run()
	server := httptest.NewServer(loop)
	fmt.Printf("ready %s\n", server.URL)
	_, _ = io.Copy(io.Discard, os.Stdin)
	os.Exit(0)
}

func (s *bare) run() {
	for first := range s.asks {
		batch := []bareAsk{first}
		for more := true; more; {
			select {
			case a := <-s.asks:
				batch = append(batch, a)
			default:
				more = false
			}
		}
		var lines []byte
		for _, a := range batch {
			lines = append(lines, a.line...)
		}
		_, err := s.file.Write(lines)
		if err == nil {
			err = s.file.Sync()
		}
		for _, a := range batch {
			a.reply <- err
		}
	}
}

// startBare starts the bare loop in a process of its own, as the server has one.
func startBare(b *testing.B) (url string) {
	c := exec.CommandContext(b.Context(), os.Args[0])
	c.Env = append(os.Environ(), beTheBareLoop+"="+filepath.Join(b.TempDir(), "log"))
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
	b.Cleanup(func() {
		_ = in.Close()
		_ = c.Wait()
	})
	line, err := bufio.NewReader(out).ReadString('\n')
	if err != nil {
		b.Fatal(err)
	}
	return strings.TrimPrefix(strings.TrimSpace(line), "ready ")
}

func (s *bare) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	body, err := io.ReadAll(r.Body)
	var said wire.GiveRequest
	if err == nil {
		err = json.Unmarshal(body, &said)
	}
	line, _ := json.Marshal(said)
	ask := bareAsk{append(line, '\n'), make(chan error, 1)}
	if err == nil {
		s.asks <- ask
		err = <-ask.reply
	}
	if err != nil {
		http.Error(w, err.Error(), http.StatusInternalServerError)
		return
	}
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(http.StatusCreated)
	_ = json.NewEncoder(w).Encode(wire.Ticket{ID: "01KAQ5Z9GJ0000000000000001", Number: "A01", Service: said.Service, State: queue.Waiting, Lang: "fr"})
}

// rate is how many tickets a second so many clients get at a url. They have their
// tokens by turns: one alone may not call more than 10,000 times a second.
func rate(b *testing.B, url string, tokens []string, clients int, lasting time.Duration) float64 {
	b.Helper()
	transport := &http.Transport{MaxIdleConnsPerHost: clients}
	defer transport.CloseIdleConnections()
	c := &http.Client{Transport: transport}
	var done atomic.Int64
	var work sync.WaitGroup
	started := time.Now()
	for i := range clients {
		token := tokens[i%len(tokens)]
		work.Go(func() {
			for n := 0; time.Since(started) < lasting; n++ {
				r, err := http.NewRequest(http.MethodPost, url, bytes.NewReader([]byte(ticketsWanted)))
				if err != nil {
					b.Error(err)
					return
				}
				r.Header.Set("Authorization", "Bearer "+token)
				r.Header.Set("Idempotency-Key", fmt.Sprintf("%d-%d-%d", started.UnixNano(), i, n))
				response, err := c.Do(r)
				if err != nil {
					b.Error(err)
					return
				}
				_, _ = io.Copy(io.Discard, response.Body)
				response.Body.Close()
				if response.StatusCode != http.StatusCreated {
					b.Errorf("got %s, want 201", response.Status)
					return
				}
				done.Add(1)
			}
		})
	}
	work.Wait()
	return float64(done.Load()) / time.Since(started).Seconds()
}

// BenchmarkDurableTicket holds a durable ticket over HTTP against the bare loop:
// ours/limit is to be 0.6 or more at every number of clients. Both are processes
// of their own, as in an office, and run in turns, so that a noisy machine
// disturbs them alike.
func BenchmarkDurableTicket(b *testing.B) {
	const turn, turns, kiosks = 250 * time.Millisecond, 8, 8
	for _, clients := range []int{1, 8, 32} {
		b.Run(fmt.Sprint("clients=", clients), func(b *testing.B) {
			data := b.TempDir()
			s := serve(b, data)
			admin := s.admin(b, data)
			var tokens []string
			for i := range kiosks {
				d, err := admin.AddDevice(b.Context(), wire.DeviceRequest{Site: "dijon", Role: "kiosk", Name: fmt.Sprint("kiosk ", i)})
				if err != nil {
					b.Fatal(err)
				}
				tokens = append(tokens, d.Token)
			}
			limit := startBare(b)
			var ours, theirs float64
			for b.Loop() {
				for range turns {
					theirs += rate(b, limit, tokens, clients, turn)
					ours += rate(b, s.url+"/api/v1/sites/dijon/tickets", tokens, clients, turn)
				}
			}
			n := float64(b.N * turns)
			b.ReportMetric(theirs/n, "limit/s")
			b.ReportMetric(ours/n, "ours/s")
			b.ReportMetric(ours/theirs, "ours/limit")
		})
	}
}
