package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"accueil/queue"
	"accueil/queue/wire"
)

// ticketsWanted is the payload of both sides of BenchmarkDurableTicket.
const ticketsWanted = `{"service":"droits","lang":"fr"}`

// bare is the least that a durable answer over HTTP can be: a body decoded, one
// line in a file, one fsync for all who wait, a ticket encoded.
type bare struct {
	asks chan bareAsk
	done chan struct{}
}

type bareAsk struct {
	line  []byte
	reply chan error
}

func newBare(b *testing.B) *bare {
	file, err := os.Create(filepath.Join(b.TempDir(), "log"))
	if err != nil {
		b.Fatal(err)
	}
	s := &bare{asks: make(chan bareAsk, 1024), done: make(chan struct{})}
	go func() {
		defer close(s.done)
		defer file.Close()
		for first := range s.asks {
			batch := []bareAsk{first}
			for more := true; more; {
				select {
				case a, ok := <-s.asks:
					if more = ok; ok {
						batch = append(batch, a)
					}
				default:
					more = false
				}
			}
			var lines []byte
			for _, a := range batch {
				lines = append(lines, a.line...)
			}
			_, err := file.Write(lines)
			if err == nil {
				err = file.Sync()
			}
			for _, a := range batch {
				a.reply <- err
			}
		}
	}()
	return s
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
// ours/limit is to be 0.6 or more at every number of clients. Both run in turns,
// so that a noisy machine disturbs them alike.
func BenchmarkDurableTicket(b *testing.B) {
	const turn, turns, kiosks = 500 * time.Millisecond, 4, 8
	for _, clients := range []int{1, 8, 32} {
		b.Run(fmt.Sprint("clients=", clients), func(b *testing.B) {
			h, url, _ := instant(b, houseOptions{Data: b.TempDir()})
			var tokens []string
			for i := range kiosks {
				_, token, err := h.access.AddDevice(b.Context(), "dijon", queue.RoleKiosk, fmt.Sprint("kiosk ", i))
				if err != nil {
					b.Fatal(err)
				}
				tokens = append(tokens, token)
			}
			loop := newBare(b)
			limit := httptest.NewServer(loop)
			var ours, theirs float64
			for b.Loop() {
				for range turns {
					theirs += rate(b, limit.URL, tokens, clients, turn)
					ours += rate(b, url+"/api/v1/sites/dijon/tickets", tokens, clients, turn)
				}
			}
			limit.Close()
			close(loop.asks)
			<-loop.done
			n := float64(b.N * turns)
			b.ReportMetric(theirs/n, "limit/s")
			b.ReportMetric(ours/n, "ours/s")
			b.ReportMetric(ours/theirs, "ours/limit")
		})
	}
}
