// Command decoy starts many goroutines, too, but they wait for work that comes later.
package main

import (
	"flag"
	"fmt"
	"log"
	"net"
	"net/http"
	"runtime"
	"sync/atomic"

	"example.com/planted/goroutine-burst/stopwatch"
)

var sum atomic.Uint64

func main() {
	addr := flag.String("addr", "127.0.0.1:0", "address to listen on")
	flag.Parse()
	work := make(chan int)
	for range 500 {
		go func() { index(<-work) }()
		runtime.Gosched()
	}
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
