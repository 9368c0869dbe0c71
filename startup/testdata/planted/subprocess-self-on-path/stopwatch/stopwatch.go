// Package stopwatch lets a planted program say what its planted piece cost in this very run, so
// that a diagnosis of the run can be compared with something true. Every planted program has the
// same copy of it: each must build alone.
package stopwatch

import (
	"fmt"
	"log"
	"os"
	"sync/atomic"
	"time"
)

var spent atomic.Int64 // nanoseconds

// Record adds the wall time since start to the cost of the planted piece.
func Record(start time.Time) { spent.Add(int64(time.Since(start))) }

// Write writes the cost to the file named by PLANTED_OUT, and nothing if that is not set.
func Write() {
	path := os.Getenv("PLANTED_OUT")
	if path == "" {
		return
	}
	text := fmt.Sprintf("{\"cost_seconds\": %.6f}\n", time.Duration(spent.Load()).Seconds())
	if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
		log.Fatalf("writing the cost: %v", err)
	}
}
