// Package stopwatch lets a planted program say what each of its planted pieces cost in this very run,
// so that a diagnosis of the run can be compared with something true. Every program with several
// causes has the same copy of it: each must build alone.
package stopwatch

import (
	"fmt"
	"log"
	"os"
	"strings"
	"sync"
	"time"
)

var (
	mu    sync.Mutex
	spent = map[string]time.Duration{} // by the rule that a piece is planted for
)

// Record adds the wall time since start to the cost of the piece that is planted for a rule.
func Record(rule string, start time.Time) {
	took := time.Since(start)
	mu.Lock()
	defer mu.Unlock()
	spent[rule] += took
}

// Write writes the costs to the file named by PLANTED_OUT, and nothing if that is not set.
func Write() {
	path := os.Getenv("PLANTED_OUT")
	if path == "" {
		return
	}
	if err := os.WriteFile(path, []byte(text()), 0o644); err != nil {
		log.Fatalf("writing the costs: %v", err)
	}
}

func text() string {
	mu.Lock()
	defer mu.Unlock()
	var costs []string
	for rule, took := range spent {
		costs = append(costs, fmt.Sprintf("%q: %.6f", rule, took.Seconds()))
	}
	return "{\"cost_seconds\": {" + strings.Join(costs, ", ") + "}}\n"
}
