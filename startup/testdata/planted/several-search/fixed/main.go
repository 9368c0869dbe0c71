// Command fixed does both when the first visitor comes.
package main

import (
	"flag"
	"fmt"
	"log"
	"net"
	"net/http"
	"sync"
	"time"

	"example.com/planted/several-search/dictionary"
	"example.com/planted/several-search/ranking"
	"example.com/planted/several-search/stopwatch"
)

func main() {
	addr := flag.String("addr", "127.0.0.1:0", "address to listen on")
	flag.Parse()
	dictionary.Preload(200 * time.Millisecond)
	best := sync.OnceValue(func() float64 { return ranking.Best(80 * time.Millisecond) })
	http.HandleFunc("/", func(w http.ResponseWriter, _ *http.Request) {
		fmt.Fprintln(w, best(), len(dictionary.Words()))
	})
	stopwatch.Write()
	l, err := net.Listen("tcp", *addr)
	if err != nil {
		log.Fatal(err)
	}
	log.Fatal(http.Serve(l, nil))
}
