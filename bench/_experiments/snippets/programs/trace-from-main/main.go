// Published: trace.Start at the top of main captures the start.
//
// The initialisation and main each leave a message. A trace holds messages as plain text.
package main

import (
	"bytes"
	"context"
	"fmt"
	"runtime/trace"
)

var ready = prepare()

func prepare() bool {
	trace.Log(context.Background(), "start", "message of the initialisation")
	return true
}

func main() {
	var out bytes.Buffer
	if err := trace.Start(&out); err != nil {
		panic(err)
	}
	trace.Log(context.Background(), "start", "message of main")
	trace.Stop()
	fmt.Printf("main=%v\ninit=%v\n",
		bytes.Contains(out.Bytes(), []byte("message of main")),
		ready && bytes.Contains(out.Bytes(), []byte("message of the initialisation")))
}
