// Command decoy does all of it before it listens, but nothing of it takes long.
package main

import (
	"flag"
	"fmt"
	"log"
	"net"
	"net/http"
	"sync"

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
		database = discovery.Database(0)
	}()
	go func() {
		defer wg.Done()
		greeting = upstream.Greeting(0)
	}()
	wg.Wait()
	best := ranking.Best(0)
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
