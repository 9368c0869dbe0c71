// Command fixed waits for the cache itself, which is full already.
package main

import (
	"flag"
	"fmt"
	"log"
	"net"
	"net/http"

	"example.com/planted/sleep-on-path/stopwatch"
)

func main() {
	addr := flag.String("addr", "127.0.0.1:0", "address to listen on")
	flag.Parse()
	full := make(chan struct{})
	close(full) // stands for the cache saying so
	<-full
	http.HandleFunc("/", func(w http.ResponseWriter, _ *http.Request) {
		fmt.Fprintln(w, "ready")
	})
	stopwatch.Write()
	l, err := net.Listen("tcp", *addr)
	if err != nil {
		log.Fatal(err)
	}
	log.Fatal(http.Serve(l, nil))
}
