// Command slow looks a name up and asks another service side by side, and then ranks its pages.
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
	var database, greeting string
	var wg sync.WaitGroup
	wg.Add(2)
	go func() {
		defer wg.Done()
		database = discovery.Database(120 * time.Millisecond)
	}()
	go func() {
		defer wg.Done()
		greeting = upstream.Greeting(200 * time.Millisecond)
	}()
	wg.Wait()
	best := ranking.Best(70 * time.Millisecond)
	http.HandleFunc("/", func(w http.ResponseWriter, _ *http.Request) {
		fmt.Fprintln(w, database, greeting, best)
	})
	stopwatch.Write()
	l, err := net.Listen("tcp", *addr)
	if err != nil {
		log.Fatal(err)
	}
	log.Fatal(http.Serve(l, nil))
}
