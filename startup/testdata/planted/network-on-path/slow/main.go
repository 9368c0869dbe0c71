// Command slow asks another service for something before it listens.
package main

import (
	"flag"
	"fmt"
	"log"
	"net"
	"net/http"

	"example.com/planted/network-on-path/slow/upstream"
	"example.com/planted/network-on-path/stopwatch"
)

func main() {
	addr := flag.String("addr", "127.0.0.1:0", "address to listen on")
	flag.Parse()
	greeting := upstream.Greeting()
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
