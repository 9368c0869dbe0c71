// Command slow needs a mutex before it listens that is held by a goroutine that warms a cache.
package main

import (
	"flag"
	"fmt"
	"log"
	"net"
	"net/http"

	"example.com/planted/lock-contention/slow/cache"
	"example.com/planted/lock-contention/stopwatch"
)

func main() {
	addr := flag.String("addr", "127.0.0.1:0", "address to listen on")
	flag.Parse()
	texts := cache.New()
	begun := make(chan struct{})
	go texts.Warm(begun)
	<-begun
	greeting := texts.Get("greeting")
	http.HandleFunc("/", func(w http.ResponseWriter, _ *http.Request) {
		fmt.Fprintln(w, greeting)
	})
	stopwatch.Write()
	l, err := net.Listen("tcp", *addr)
	if err != nil {
		log.Fatal(err)
	}
	log.Fatal(http.Serve(l, nil))
}
