// Published: trace.Start with a deferred trace.Stop in init records the whole start.
//
// The deferred call is made when init returns, thus before main begins.
package main

import (
	"fmt"
	"io"
	"runtime/trace"
)

func init() {
	if err := trace.Start(io.Discard); err != nil {
		panic(err)
	}
	defer trace.Stop()
}

func main() {
	fmt.Printf("recording=%v\n", trace.IsEnabled())
}
