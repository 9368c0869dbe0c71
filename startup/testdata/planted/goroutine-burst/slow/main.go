// Command slow begins to index each document in a goroutine of its own, and has to wait for its turn
// to listen.
package main

import (
	"flag"
	"fmt"
	"log"
	"net"
	"net/http"
	"runtime"
	"sync/atomic"
	"time"

	"example.com/planted/goroutine-burst/stopwatch"
)

var sum atomic.Uint64

func main() {
	addr := flag.String("addr", "127.0.0.1:0", "address to listen on")
	flag.Parse()
	warmUp()
	http.HandleFunc("/", func(w http.ResponseWriter, _ *http.Request) {
		fmt.Fprintln(w, sum.Load())
	})
	stopwatch.Write()
	l, err := net.Listen("tcp", *addr)
	if err != nil {
		log.Fatal(err)
	}
	log.Fatal(http.Serve(l, nil))
}

// index stands for the work on one document.
func index(id int) {
	n := uint64(id)
	for range 20_000 {
		n = n*6364136223846793005 + 1442695040888963407
	}
	sum.Add(n >> 63)
}

// warmUp lets the goroutines begin. Whenever main stood still for long it was not its turn.
func warmUp() {
	for id := range 20_000 {
		start := time.Now()
		go index(id) // want: goroutine-burst
		record(start)
	}
	start := time.Now()
	runtime.Gosched()
	record(start)
}

func record(start time.Time) {
	if time.Since(start) > time.Millisecond {
		stopwatch.Record(start)
	}
}
