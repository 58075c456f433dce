package main

import (
	"context"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"accueil/queue"
	"accueil/queue/client"
	"accueil/queue/wire"
)

// A large office: so many mediators with a console each, and so many tickets given in the
// day before the first is called.
const (
	largeConsoles = 30
	largeTickets  = 10_000
	largeVisits   = 34                     // of three keys each: more than a hundred, of which one may be late
	answerMax     = 100 * time.Millisecond // from a key to its answer on the screen, for 99 of 100
)

// largeSample is the sample with a desk for each of them.
func largeSample(b *testing.B) (path string) {
	b.Helper()
	sample, err := os.ReadFile("../../configs/dijon.toml")
	if err != nil {
		b.Fatal(err)
	}
	site, rest, _ := strings.Cut(string(sample), "\n[[partner]]")
	var desks strings.Builder
	for n := 10; n < 10+largeConsoles; n++ {
		fmt.Fprintf(&desks, "\n[[site.desk]]\nid = \"%d\"\nname = \"Guichet %d\"\n", n, n)
	}
	path = filepath.Join(b.TempDir(), "site.toml")
	if err := os.WriteFile(path, []byte(site+desks.String()+"\n[[partner]]"+rest), 0o600); err != nil {
		b.Fatal(err)
	}
	return path
}

// fill gives the day's tickets.
func (s *served) fill(b *testing.B, admin *client.Client) {
	b.Helper()
	var work sync.WaitGroup
	for lane := range 32 {
		work.Go(func() {
			for n := lane; n < largeTickets; n += 32 {
				services := []queue.ServiceID{"droits", "energie", "factures"}
				if _, _, err := admin.Give(b.Context(), "", wire.GiveRequest{Service: services[n%len(services)]}); err != nil {
					b.Errorf("give a ticket: %v", err)
					return
				}
			}
		})
	}
	work.Wait()
}

// works lets a mediator follow the console's view and work at a desk, a visit every few
// seconds, until ctx ends.
func works(ctx context.Context, c *client.Client, desk queue.DeskID) {
	_, _ = c.Desk(ctx, "", desk, "open", wire.OpenRequest{})
	go func() {
		for range c.Live(ctx, wire.ViewConsole) {
		}
	}()
	for ctx.Err() == nil {
		if called, err := c.Next(ctx, "", desk, wire.NextRequest{}); err == nil && called != nil {
			_, _, _ = c.Tell(ctx, "", called.Ticket.ID, "start", nil)
		}
		select {
		case <-time.After(time.Second + rand.N(2*time.Second)):
		case <-ctx.Done():
		}
	}
}

// BenchmarkKeyToAnswer measures from a key, as the terminal sends it, to the screen that
// shows what the server answered, of one console among thirty. A round takes a minute: as
// long as its keys may not follow each other sooner.
func BenchmarkKeyToAnswer(b *testing.B) {
	data := b.TempDir()
	s := serve(b, data, "--config", largeSample(b))
	admin := s.admin(b, data)
	s.fill(b, admin)
	ctx, stop := context.WithCancel(b.Context())
	var work sync.WaitGroup
	defer work.Wait()
	defer stop()
	for n := range largeConsoles - 1 {
		token := s.mediator(b, data, fmt.Sprintf("Collègue %d", n))
		work.Go(func() { works(ctx, s.client(b, token), queue.DeskID(fmt.Sprint(11+n))) })
	}
	pin := s.person(b, data, "Samia")
	g := newGlass(b, 120, 40, nil, "console", "--data", b.TempDir(), "--server", s.url, "--site", "dijon")
	g.until("Votre nom")
	g.types("Samia\r" + pin)
	g.types("\r")
	g.until("À quel guichet")
	g.types("\x1b[B\x1b[B\x1b[B\x1b[B\x1b[B\r")
	g.until("Suivant")
	var took []time.Duration
	press := func(keys, until string) {
		began := time.Now()
		g.types(keys)
		g.until(until)
		took = append(took, time.Since(began))
	}
	for b.Loop() {
		for range largeVisits {
			press("s", "r Rappeler") // who is here now, with what may be done
			press("d", "reçu depuis")
			press("f", "Personne avec vous")
			<-time.After(nextApart)
		}
	}
	slices.Sort(took)
	p99 := took[len(took)*99/100]
	b.ReportMetric(float64(took[len(took)/2].Microseconds())/1000, "ms/key-p50")
	b.ReportMetric(float64(p99.Microseconds())/1000, "ms/key-p99")
	b.ReportMetric(float64(p99)/float64(answerMax), "of-the-limit")
}
