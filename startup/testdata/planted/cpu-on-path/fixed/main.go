// Command fixed ranks its pages when the first visitor comes.
package main

import (
	"flag"
	"fmt"
	"log"
	"net"
	"net/http"
	"sync"

	"example.com/planted/cpu-on-path/fixed/ranking"
	"example.com/planted/cpu-on-path/stopwatch"
)

func main() {
	addr := flag.String("addr", "127.0.0.1:0", "address to listen on")
	flag.Parse()
	best := sync.OnceValue(ranking.Best)
	http.HandleFunc("/", func(w http.ResponseWriter, _ *http.Request) {
		fmt.Fprintln(w, best())
	})
	stopwatch.Write()
	l, err := net.Listen("tcp", *addr)
	if err != nil {
		log.Fatal(err)
	}
	log.Fatal(http.Serve(l, nil))
}
