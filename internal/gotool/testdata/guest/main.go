// Guest uses the tracer and the profiler itself. Its arguments are a mode and a file to write to.
package main

import (
	"bytes"
	"fmt"
	"io"
	"log"
	_ "net/http/pprof"
	"os"
	"runtime/pprof"
	"runtime/trace"
	"time"
)

func main() {
	var b bytes.Buffer
	switch os.Args[1] {
	case "trace":
		for range 3 {
			b.Reset()
			check(trace.Start(&b))
			if trace.Start(io.Discard) == nil {
				log.Fatal("a second trace")
			}
			work()
			trace.Stop()
		}
	case "trace-left":
		check(trace.Start(&b))
		work()
		os.Exit(3)
	case "trace-stuck":
		r, w := io.Pipe()
		check(trace.Start(w))
		work()
		defer r.Close()
		return
	case "flight":
		flight(&b)
	case "profile":
		for range 2 {
			b.Reset()
			check(pprof.StartCPUProfile(&b))
			work()
			pprof.StopCPUProfile()
		}
	case "none":
		trace.Stop()
		pprof.StopCPUProfile()
		work()
	}
	check(os.WriteFile(os.Args[2], b.Bytes(), 0o600))
	fmt.Print("done")
}

// work runs, hands over and sleeps, for longer than a sample takes.
func work() {
	c := make(chan int)
	go func() {
		for i := range 100 {
			c <- i
		}
		close(c)
	}()
	for range c {
	}
	for start := time.Now(); time.Since(start) < 50*time.Millisecond; {
	}
	time.Sleep(time.Millisecond)
}

func check(err error) {
	if err != nil {
		log.Fatal(err)
	}
}
