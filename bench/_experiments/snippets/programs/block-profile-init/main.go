// Published: the block profile, written in init, shows what blocked during the start.
//
// The same wait is then made with the profile switched on, to show that it can be seen.
package main

import (
	"bytes"
	"fmt"
	"runtime"
	"runtime/pprof"
	"time"
)

var written bytes.Buffer

func init() {
	wait()
	if err := pprof.Lookup("block").WriteTo(&written, 1); err != nil {
		panic(err)
	}
}

func main() {
	atInit := pprof.Lookup("block").Count()
	runtime.SetBlockProfileRate(1)
	wait()
	fmt.Printf("bytes=%d\nstacks=%d\nswitched_on=%d\n", written.Len(), atInit, pprof.Lookup("block").Count())
}

// wait waits ten times, as it may be so late once that there is nothing to wait for.
func wait() {
	for i := 0; i < 10; i++ {
		done := make(chan bool)
		go func() {
			time.Sleep(time.Millisecond)
			close(done)
		}()
		<-done
	}
}
