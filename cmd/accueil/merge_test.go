package main

import (
	"context"
	"log/slog"
	"net"
	"path/filepath"
	"testing"
	"time"

	"accueil/configs"
	"accueil/kiosk"
	"accueil/kiosk/spool"
	"accueil/queue"
	"accueil/queue/client"
)

const (
	aloneTickets = 10_000          // what a kiosk gives in three days without a server
	mergeLimit   = 5 * time.Second // in which they are to arrive
)

// An instant server is a house in this process, on its own disk.
func instant(b *testing.B) (h *house, url string) {
	b.Helper()
	ctx, stop := context.WithCancel(context.Background())
	h, err := openHouse(ctx, houseOptions{Data: b.TempDir(), Config: configs.Sample(), AlwaysOpen: true, Log: slog.New(slog.DiscardHandler)})
	if err != nil {
		b.Fatal(err)
	}
	listener, err := (&net.ListenConfig{}).Listen(ctx, "tcp", "127.0.0.1:0")
	if err != nil {
		b.Fatal(err)
	}
	served := make(chan error, 1)
	go func() { served <- h.serve(ctx, listener) }()
	b.Cleanup(func() {
		stop()
		if err := <-served; err != nil {
			b.Error(err)
		}
		if err := h.close(); err != nil {
			b.Error(err)
		}
	})
	return h, "http://" + listener.Addr().String()
}

// drive runs a kiosk without a screen until done says so.
func drive(b *testing.B, disk *spool.Spool, c *client.Client, done func() bool) {
	b.Helper()
	d := spool.NewDriver(spool.DriverOptions{Spool: disk, Server: spool.Over(c), Log: slog.New(slog.DiscardHandler)})
	ctx, stop := context.WithCancel(b.Context())
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		d.Run(ctx)
	}()
	look := time.NewTicker(5 * time.Millisecond)
	defer look.Stop()
	for !done() {
		select {
		case <-d.Messages():
		case <-look.C:
		}
	}
	stop()
	<-ended
}

// BenchmarkMerge has the tickets of three days without a server arrive over HTTP,
// each once, on the disk of a real one. limit/ours below 1 is a miss.
func BenchmarkMerge(b *testing.B) {
	h, url := instant(b)
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
	drive(b, disk, c, func() bool { return disk.Hold().Lane != 0 })
	for b.Loop() {
		b.StopTimer()
		for range aloneTickets {
			if _, err := disk.Give(kiosk.Order{Service: "droits", Lang: "fr"}); err != nil {
				b.Fatal(err)
			}
		}
		b.StartTimer()
		drive(b, disk, c, func() bool { return disk.Unsent() == 0 })
	}
	took := b.Elapsed() / time.Duration(b.N)
	b.ReportMetric(mergeLimit.Seconds()/took.Seconds(), "limit/ours")
	b.ReportMetric(took.Seconds(), "s/merge")
}
