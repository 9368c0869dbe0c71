// Published: pprof can't tell where a goroutine was created, nor what it waits for.
package main

import (
	"bytes"
	"fmt"
	"runtime/pprof"
	"time"
)

func main() {
	waitForever()
	time.Sleep(20 * time.Millisecond) // it has begun to wait
	var out bytes.Buffer
	if err := pprof.Lookup("goroutine").WriteTo(&out, 2); err != nil {
		panic(err)
	}
	fmt.Printf("created_by=%v\nreason=%v\n",
		bytes.Contains(out.Bytes(), []byte("created by main.waitForever")),
		bytes.Contains(out.Bytes(), []byte("[chan receive (nil chan)")))
}

func waitForever() {
	go func() {
		var never chan bool
		<-never
	}()
}
