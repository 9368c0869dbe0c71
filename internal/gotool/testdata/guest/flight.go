//go:build go1.25

package main

import (
	"io"
	"runtime/trace"
)

// flight records beside a whole trace.
func flight(w io.Writer) {
	r := trace.NewFlightRecorder(trace.FlightRecorderConfig{})
	check(r.Start())
	check(trace.Start(io.Discard))
	work()
	trace.Stop()
	_, err := r.WriteTo(w)
	check(err)
	r.Stop()
}
