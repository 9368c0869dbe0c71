// Package agent finds the metrics agent of this machine.
package agent

import (
	"time"

	"example.com/planted/sleep-at-init/stopwatch"
)

func init() {
	defer stopwatch.Record(time.Now())
	time.Sleep(300 * time.Millisecond) // want: sleep-at-init
}

// Address returns the address of the agent.
func Address() string { return "127.0.0.1:8125" }
