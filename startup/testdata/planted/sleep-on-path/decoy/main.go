// Command decoy sleeps, too, but in a goroutine that nobody waits for.
package main

import (
	"flag"
	"fmt"
	"log"
	"net"
	"net/http"
	"time"

	"example.com/planted/sleep-on-path/stopwatch"
)

func main() {
	addr := flag.String("addr", "127.0.0.1:0", "address to listen on")
	flag.Parse()
	go refreshEvery(300 * time.Millisecond)
	http.HandleFunc("/", func(w http.ResponseWriter, _ *http.Request) {
		fmt.Fprintln(w, "ready")
	})
	stopwatch.Write()
	l, err := net.Listen("tcp", *addr)
	if err != nil {
		log.Fatal(err)
	}
	log.Fatal(http.Serve(l, nil))
}

// refreshEvery stands for keeping a cache up to date.
func refreshEvery(interval time.Duration) {
	for {
		time.Sleep(interval)
	}
}
