// Published: metric.NewInMemoryExporter takes WithAggregationSelector with kinds of package sdkinstrumentation.
package main

import (
	"fmt"

	"go.opentelemetry.io/otel/sdk/metric"
)

func main() {
	exporter := metric.NewInMemoryExporter(
		metric.WithAggregationSelector(func(kind sdkinstrumentation.Kind) metric.Aggregation {
			return metric.AggregationExplicitBucketHistogram{Boundaries: []float64{1, 10}}
		}))
	fmt.Printf("made=%v\n", exporter != nil)
}
