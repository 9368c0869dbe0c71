// Published: trace.Start in init captures every goroutine that the initialisation creates.
//
// Package early is initialised before this one, as this one imports it. Each starts one goroutine, which
// leaves a message. A trace holds messages as plain text.
package main

import (
	"bytes"
	"context"
	"fmt"
	"runtime/trace"

	"example.org/snippets/programs/trace-all-init/early"
)

var out bytes.Buffer

func init() {
	if err := trace.Start(&out); err != nil {
		panic(err)
	}
	done := make(chan bool)
	go func() {
		trace.Log(context.Background(), "start", "goroutine of main's init")
		close(done)
	}()
	<-done
}

func main() {
	trace.Stop()
	seen := 0
	for _, message := range []string{early.Message, "goroutine of main's init"} {
		if bytes.Contains(out.Bytes(), []byte(message)) {
			seen++
		}
	}
	fmt.Printf("created=2\nseen=%d\n", seen)
}
