// Published: with tracing the runtime samples the scheduler every microsecond.
//
// Nothing happens for 50 ms. 50,000 samples would be 50,000 bytes at the least.
package main

import (
	"bytes"
	"fmt"
	"runtime/trace"
	"time"
)

func main() {
	var out bytes.Buffer
	if err := trace.Start(&out); err != nil {
		panic(err)
	}
	time.Sleep(50 * time.Millisecond)
	trace.Stop()
	fmt.Printf("bytes=%d\n", out.Len())
}
