package server

import (
	"context"
	"net/http"
	"strconv"
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

// served counts one call.
func (m *metrics) served(r route, err error, took time.Duration) {
	status := r.status
	if err != nil {
		status = statusOf(queue.KindOf(err))
	}
	name := r.method + " " + r.path
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

// Collect implements prometheus.Collector.
func (g *gauges) Collect(out chan<- prometheus.Metric) {
	for id, e := range g.s.sites {
		_ = e.Read(context.Background(), func(l engine.Look) {
			out <- prometheus.MustNewConstMetric(positionDesc, prometheus.GaugeValue, float64(l.At.Seq), string(id))
			for _, service := range l.State.Config().Services {
				waiting := float64(l.State.Waiting(service.ID))
				out <- prometheus.MustNewConstMetric(waitingDesc, prometheus.GaugeValue, waiting, string(id), string(service.ID))
			}
		})
	}
	for view, n := range g.s.hub.count() {
		out <- prometheus.MustNewConstMetric(screensDesc, prometheus.GaugeValue, float64(n), view)
	}
}
