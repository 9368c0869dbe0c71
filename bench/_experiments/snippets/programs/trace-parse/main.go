// Published: trace.Parse of runtime/trace reads what trace.Start has written.
package main

import (
	"bytes"
	"fmt"
	"runtime/trace"
)

func main() {
	var out bytes.Buffer
	if err := trace.Start(&out); err != nil {
		panic(err)
	}
	trace.Stop()
	parsed, err := trace.Parse(&out, "")
	fmt.Printf("events=%d\nerror=%v\n", len(parsed.Events), err)
}
