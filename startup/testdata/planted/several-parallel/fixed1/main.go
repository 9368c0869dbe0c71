// Command fixed1 asks the other service when the first visitor comes: now it waits for the name, and still ranks.
package main

import (
	"flag"
	"fmt"
	"log"
	"net"
	"net/http"
	"sync"
	"time"

	"example.com/planted/several-parallel/discovery"
	"example.com/planted/several-parallel/ranking"
	"example.com/planted/several-parallel/stopwatch"
	"example.com/planted/several-parallel/upstream"
)

func main() {
	addr := flag.String("addr", "127.0.0.1:0", "address to listen on")
	flag.Parse()
	greeting := sync.OnceValue(func() string { return upstream.Greeting(200 * time.Millisecond) })
	database := discovery.Database(120 * time.Millisecond)
	best := ranking.Best(70 * time.Millisecond)
	http.HandleFunc("/", func(w http.ResponseWriter, _ *http.Request) {
		fmt.Fprintln(w, database, greeting(), best)
	})
	stopwatch.Write()
	l, err := net.Listen("tcp", *addr)
	if err != nil {
		log.Fatal(err)
	}
	log.Fatal(http.Serve(l, nil))
}
