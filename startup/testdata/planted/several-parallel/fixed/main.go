// Command fixed ranks when the first visitor comes as well: what is left is the name, which cost nothing before.
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
	best := sync.OnceValue(func() float64 { return ranking.Best(70 * time.Millisecond) })
	http.HandleFunc("/", func(w http.ResponseWriter, _ *http.Request) {
		fmt.Fprintln(w, database, greeting(), best())
	})
	stopwatch.Write()
	l, err := net.Listen("tcp", *addr)
	if err != nil {
		log.Fatal(err)
	}
	log.Fatal(http.Serve(l, nil))
}
