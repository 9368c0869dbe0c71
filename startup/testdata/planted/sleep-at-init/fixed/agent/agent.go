// Package agent finds the metrics agent of this machine.
package agent

import "time"

var up = make(chan struct{})

func init() {
	close(up) // stands for the agent saying so
	select {
	case <-up:
	case <-time.After(300 * time.Millisecond):
	}
}

// Address returns the address of the agent.
func Address() string { return "127.0.0.1:8125" }
