package main

import (
	"fmt"
	"net/http/httptest"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/promhttp"
)

// prom keeps a counter of the Prometheus client. The client knows no limit: a label set that was
// seen once stays.
type prom struct {
	registry *prometheus.Registry
	counter  *prometheus.CounterVec
}

func newProm() *prom {
	p := &prom{
		registry: prometheus.NewRegistry(),
		counter: prometheus.NewCounterVec(prometheus.CounterOpts{
			Name: "step_tokens_total", Help: "Tokens of a training step.",
		}, labelNames),
	}
	p.registry.MustRegister(p.counter)
	return p
}

func (p *prom) record(values []string, value float64) {
	p.counter.WithLabelValues(values...).Add(value)
}

func (p *prom) scrape() ([]byte, error) { return scrape(p.registry) }

// scrape asks the handler that a service would serve at /metrics, uncompressed. No network: what
// is measured is the work of the process that is scraped.
func scrape(registry *prometheus.Registry) ([]byte, error) {
	handler := promhttp.HandlerFor(registry, promhttp.HandlerOpts{DisableCompression: true})
	answer := httptest.NewRecorder()
	handler.ServeHTTP(answer, httptest.NewRequest("GET", "/metrics", nil))
	if answer.Code != 200 {
		return nil, fmt.Errorf("scraping: status %d: %.200s", answer.Code, answer.Body)
	}
	return answer.Body.Bytes(), nil
}
