// Published: a CPU profile takes 100 samples a second.
//
// It writes a profile of 50 ms to the file that is its argument; the rate is written in it.
package main

import (
	"os"
	"runtime/pprof"
	"time"
)

func main() {
	file, err := os.Create(os.Args[1])
	if err != nil {
		panic(err)
	}
	if err := pprof.StartCPUProfile(file); err != nil {
		panic(err)
	}
	for began := time.Now(); time.Since(began) < 50*time.Millisecond; {
		work()
	}
	pprof.StopCPUProfile()
	if err := file.Close(); err != nil {
		panic(err)
	}
}

var sum int

//go:noinline
func work() {
	for i := 0; i < 100_000; i++ {
		sum += i
	}
}
