// Published: goroutines pass OpenTelemetry's context on natively.
//
// Two goroutines are started inside a span: the first is given the context, the second isn't.
package main

import (
	"context"
	"fmt"

	sdk "go.opentelemetry.io/otel/sdk/trace"
)

func main() {
	tracer := sdk.NewTracerProvider().Tracer("snippet")
	ctx, outer := tracer.Start(context.Background(), "outer")
	defer outer.End()
	fmt.Printf("given=%v\n", inside(func() bool {
		_, span := tracer.Start(ctx, "inner")
		return span.(sdk.ReadOnlySpan).Parent().IsValid()
	}))
	fmt.Printf("native=%v\n", inside(func() bool {
		_, span := tracer.Start(context.Background(), "inner")
		return span.(sdk.ReadOnlySpan).Parent().IsValid()
	}))
}

// inside calls f in a goroutine of its own.
func inside(f func() bool) bool {
	answer := make(chan bool)
	go func() { answer <- f() }()
	return <-answer
}
