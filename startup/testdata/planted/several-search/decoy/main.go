// Command decoy does both before it listens, but neither takes long.
package main

import (
	"flag"
	"fmt"
	"log"
	"net"
	"net/http"

	"example.com/planted/several-search/dictionary"
	"example.com/planted/several-search/ranking"
	"example.com/planted/several-search/stopwatch"
)

func main() {
	addr := flag.String("addr", "127.0.0.1:0", "address to listen on")
	flag.Parse()
	dictionary.Preload(0)
	words := dictionary.Words()
	best := ranking.Best(0)
	http.HandleFunc("/", func(w http.ResponseWriter, _ *http.Request) {
		fmt.Fprintln(w, best, len(words))
	})
	stopwatch.Write()
	l, err := net.Listen("tcp", *addr)
	if err != nil {
		log.Fatal(err)
	}
	log.Fatal(http.Serve(l, nil))
}
