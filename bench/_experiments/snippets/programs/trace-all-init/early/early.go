// Package early starts a goroutine when it is initialised.
package early

import (
	"context"
	"runtime/trace"
)

// Message is what the goroutine leaves in a trace, if one is recorded.
const Message = "goroutine of an earlier init"

func init() {
	done := make(chan bool)
	go func() {
		trace.Log(context.Background(), "start", Message)
		close(done)
	}()
	<-done
}
