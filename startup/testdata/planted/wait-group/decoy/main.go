// Command decoy waits for goroutines before it listens, too, but for none that is slow.
package main

import (
	"flag"
	"fmt"
	"log"
	"net"
	"net/http"

	"example.com/planted/wait-group/decoy/shards"
	"example.com/planted/wait-group/stopwatch"
)

func main() {
	addr := flag.String("addr", "127.0.0.1:0", "address to listen on")
	flag.Parse()
	sums := shards.Check()
	http.HandleFunc("/", func(w http.ResponseWriter, _ *http.Request) {
		fmt.Fprintln(w, len(sums))
	})
	stopwatch.Write()
	l, err := net.Listen("tcp", *addr)
	if err != nil {
		log.Fatal(err)
	}
	log.Fatal(http.Serve(l, nil))
}
