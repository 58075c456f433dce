package main

import (
	"context"
	"errors"
	"log/slog"
	"net"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"accueil/configs"
	"accueil/kiosk"
	"accueil/kiosk/spool"
	"accueil/queue"
	"accueil/queue/client"
	"accueil/queue/engine"
)

const (
	aloneTickets = 10_000          // what a kiosk gives in three days without a server
	mergeLimit   = 5 * time.Second // in which they are to arrive
)

// instant starts a house in this process, open at any hour, until stop.
func instant(t testing.TB, o houseOptions) (h *house, url string, stop func()) {
	t.Helper()
	ctx, cancel := context.WithCancel(context.Background())
	o.AlwaysOpen, o.Log = true, slog.New(slog.DiscardHandler)
	if o.Config == nil {
		o.Config = configs.Sample()
	}
	h, err := openHouse(ctx, o)
	if err != nil {
		t.Fatal(err)
	}
	listener, err := (&net.ListenConfig{}).Listen(ctx, "tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	served := make(chan error, 1)
	go func() { served <- h.serve(ctx, listener) }()
	stop = sync.OnceFunc(func() {
		cancel()
		if err := errors.Join(<-served, h.close()); err != nil {
			t.Error(err)
		}
	})
	t.Cleanup(stop)
	return h, "http://" + listener.Addr().String(), stop
}

// speak has a kiosk without a screen speak with the server, until leave.
func speak(t testing.TB, disk *spool.Spool, c *client.Client) (leave func()) {
	t.Helper()
	d := spool.NewDriver(spool.DriverOptions{Spool: disk, Server: spool.Over(c), Log: slog.New(slog.DiscardHandler)})
	ctx, stop := context.WithCancel(context.Background())
	var work sync.WaitGroup
	work.Go(func() { d.Run(ctx) })
	work.Go(func() {
		for {
			select {
			case <-d.Messages(): // nobody looks
			case <-ctx.Done():
				return
			}
		}
	})
	return func() {
		stop()
		work.Wait()
	}
}

// await returns once it is so, and fails when it does not become so.
func await(t testing.TB, what string, isSo func() bool) {
	t.Helper()
	look, late := time.NewTicker(2*time.Millisecond), time.After(time.Minute)
	defer look.Stop()
	for !isSo() {
		select {
		case <-look.C:
		case <-late:
			t.Fatalf("waited in vain: %s", what)
		}
	}
}

// BenchmarkMerge has the tickets of three days without a server arrive over HTTP,
// each once, on the disk of a real one. limit/ours below 1 is a miss.
func BenchmarkMerge(b *testing.B) {
	h, url, _ := instant(b, houseOptions{Data: b.TempDir()})
	_, token, err := h.access.AddDevice(b.Context(), "dijon", queue.RoleKiosk, "kiosk")
	if err != nil {
		b.Fatal(err)
	}
	c, err := client.New(client.Options{URL: url, Token: token, Site: "dijon"})
	if err != nil {
		b.Fatal(err)
	}
	disk, err := spool.Open(filepath.Join(b.TempDir(), "kiosk.db"), spool.SystemClock())
	if err != nil {
		b.Fatal(err)
	}
	defer disk.Close()
	leave := speak(b, disk, c)
	await(b, "a lane", func() bool { return disk.Hold().Lane != 0 })
	leave()
	for b.Loop() {
		b.StopTimer()
		for range aloneTickets {
			if _, err := disk.Give(kiosk.Order{Service: "droits", Lang: "fr"}); err != nil {
				b.Fatal(err)
			}
		}
		b.StartTimer()
		leave := speak(b, disk, c)
		await(b, "all has arrived", func() bool { return disk.Unsent() == 0 })
		leave()
	}
	err = h.sites[0].Engine.Read(b.Context(), func(l engine.Look) {
		if got, want := l.State.Waiting("droits"), b.N*aloneTickets; got != want {
			b.Errorf("%d tickets have arrived, want %d, each once", got, want)
		}
	})
	if err != nil {
		b.Fatal(err)
	}
	took := b.Elapsed() / time.Duration(b.N)
	b.ReportMetric(mergeLimit.Seconds()/took.Seconds(), "limit/ours")
	b.ReportMetric(took.Seconds(), "s/merge")
}
