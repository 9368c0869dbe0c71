package main

import (
	"context"
	"fmt"

	"github.com/prometheus/client_golang/prometheus"
	"go.opentelemetry.io/otel/attribute"
	exporter "go.opentelemetry.io/otel/exporters/prometheus"
	"go.opentelemetry.io/otel/metric"
	sdk "go.opentelemetry.io/otel/sdk/metric"
)

// views holds what an arm of OpenTelemetry asks of the SDK. The recording code is the same in all.
var views = map[string]sdk.Stream{
	"otel-default":  {},
	"otel-no-limit": {},
	// Three buckets instead of one sum.
	"otel-buckets": {Aggregation: sdk.AggregationExplicitBucketHistogram{
		Boundaries: []float64{333, 666}}},
	"otel-drop-step":    {AttributeFilter: attribute.NewDenyKeysFilter("step")},
	"otel-model-device": {AttributeFilter: attribute.NewAllowKeysFilter("model", "device")},
}

// otel keeps a counter of the OpenTelemetry SDK, behind its exporter for Prometheus: so that its
// scrape can be set against the one of the Prometheus client.
type otel struct {
	registry *prometheus.Registry
	counter  metric.Float64Counter
}

func newOtel(kind string) (*otel, error) {
	stream, ok := views[kind]
	if !ok {
		return nil, fmt.Errorf("unknown kind %q", kind)
	}
	o := &otel{registry: prometheus.NewRegistry()}
	reader, err := exporter.New(exporter.WithRegisterer(o.registry),
		exporter.WithoutScopeInfo(), exporter.WithoutTargetInfo())
	if err != nil {
		return nil, err
	}
	stream.Name = "step_tokens"
	options := []sdk.Option{
		sdk.WithReader(reader),
		sdk.WithView(sdk.NewView(sdk.Instrument{Name: stream.Name}, stream)),
	}
	if kind != "otel-default" { // by default 2000 sets are kept, which hides what is asked here
		options = append(options, sdk.WithCardinalityLimit(0))
	}
	meter := sdk.NewMeterProvider(options...).Meter("cardinality")
	o.counter, err = meter.Float64Counter(stream.Name,
		metric.WithDescription("Tokens of a training step."))
	return o, err
}

func (o *otel) record(values []string, value float64) {
	set := make([]attribute.KeyValue, len(values))
	for i, v := range values {
		set[i] = attribute.String(labelNames[i], v)
	}
	o.counter.Add(context.Background(), value, metric.WithAttributes(set...))
}

func (o *otel) scrape() ([]byte, error) { return scrape(o.registry) }
