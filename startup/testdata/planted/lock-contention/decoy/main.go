// Command decoy holds a mutex for long, too, but not the one that is needed before it listens.
package main

import (
	"flag"
	"fmt"
	"log"
	"net"
	"net/http"

	"example.com/planted/lock-contention/decoy/cache"
	"example.com/planted/lock-contention/stopwatch"
)

func main() {
	addr := flag.String("addr", "127.0.0.1:0", "address to listen on")
	flag.Parse()
	texts, archive := cache.New(), cache.New()
	begun := make(chan struct{})
	go archive.Warm(begun)
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
