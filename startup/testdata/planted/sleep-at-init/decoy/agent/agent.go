// Package agent finds the metrics agent of this machine.
package agent

import "time"

func init() {
	go reportEvery(300 * time.Millisecond)
}

// Address returns the address of the agent.
func Address() string { return "127.0.0.1:8125" }

// reportEvery stands for sending metrics.
func reportEvery(interval time.Duration) {
	for {
		time.Sleep(interval)
	}
}
