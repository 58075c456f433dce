package server

import (
	"context"
	"net/http"
	"strconv"
	"sync"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/promhttp"

	"accueil/queue"
	"accueil/queue/engine"
)

// metrics are what a technician's monitoring reads: calls, waits and screens. No
// label holds a person, a ticket or a key.
type metrics struct {
	calls   *prometheus.CounterVec
	seconds *prometheus.HistogramVec
	handler http.Handler
}

func newMetrics(s *Server) *metrics {
	registry := prometheus.NewRegistry()
	m := &metrics{
		calls: prometheus.NewCounterVec(prometheus.CounterOpts{
			Name: "accueil_calls_total", Help: "Calls of the API, by route and status.",
		}, []string{"call", "status"}),
		seconds: prometheus.NewHistogramVec(prometheus.HistogramOpts{
			Name: "accueil_call_seconds", Help: "Time to answer a call, by route.",
			Buckets: []float64{0.001, 0.003, 0.01, 0.03, 0.1, 0.3, 1, 3},
		}, []string{"call"}),
	}
	registry.MustRegister(m.calls, m.seconds, &gauges{s: s})
	m.handler = promhttp.HandlerFor(registry, promhttp.HandlerOpts{})
	return m
}

// served counts one call by its name and the status that it was answered with.
func (m *metrics) served(name string, status int, took time.Duration) {
	m.calls.WithLabelValues(name, strconv.Itoa(status)).Inc()
	m.seconds.WithLabelValues(name).Observe(took.Seconds())
}

// gauges reads the sites and the screens when asked.
type gauges struct{ s *Server }

var (
	waitingDesc  = prometheus.NewDesc("accueil_waiting", "Tickets that wait, by site and service.", []string{"site", "service"}, nil)
	positionDesc = prometheus.NewDesc("accueil_position", "Position of the site's journal.", []string{"site"}, nil)
	screensDesc  = prometheus.NewDesc("accueil_screens", "Live sockets, by view.", []string{"view"}, nil)
)

// Describe implements prometheus.Collector.
func (g *gauges) Describe(out chan<- *prometheus.Desc) {
	out <- waitingDesc
	out <- positionDesc
	out <- screensDesc
}

// collectTimeMax is for how long the figures of all sites are waited for; the
// sites that have not answered then are left out.
const collectTimeMax = 2 * time.Second

// Collect implements prometheus.Collector.
func (g *gauges) Collect(out chan<- prometheus.Metric) {
	ctx, cancel := context.WithTimeout(context.Background(), collectTimeMax)
	defer cancel()
	var read sync.WaitGroup
	for id, e := range g.s.sites {
		read.Go(func() {
			figures, err := figuresOf(ctx, id, e)
			if err != nil {
				g.s.o.Log.Warn("read a site's figures", "site", id, "error", err)
			}
			for _, f := range figures { // not in the owner's goroutine: a reader may be slow
				out <- f
			}
		})
	}
	for view, n := range g.s.hub.count() {
		out <- prometheus.MustNewConstMetric(screensDesc, prometheus.GaugeValue, float64(n), view)
	}
	read.Wait()
}

// figuresOf reads a site.
func figuresOf(ctx context.Context, id queue.SiteID, e *engine.Engine) (figures []prometheus.Metric, err error) {
	err = e.Read(ctx, func(l engine.Look) {
		figures = append(figures, prometheus.MustNewConstMetric(positionDesc, prometheus.GaugeValue, float64(l.At.Seq), string(id)))
		for _, service := range l.State.Config().Services {
			waiting := float64(l.State.Waiting(service.ID))
			figures = append(figures, prometheus.MustNewConstMetric(waitingDesc, prometheus.GaugeValue, waiting, string(id), string(service.ID)))
		}
	})
	return figures, err
}
