// Command slow looks a name up before it listens.
package main

import (
	"flag"
	"fmt"
	"log"
	"net"
	"net/http"

	"example.com/planted/dns-on-path/slow/discovery"
	"example.com/planted/dns-on-path/stopwatch"
)

func main() {
	addr := flag.String("addr", "127.0.0.1:0", "address to listen on")
	flag.Parse()
	database := discovery.Database()
	http.HandleFunc("/", func(w http.ResponseWriter, _ *http.Request) {
		fmt.Fprintln(w, database)
	})
	stopwatch.Write()
	l, err := net.Listen("tcp", *addr)
	if err != nil {
		log.Fatal(err)
	}
	log.Fatal(http.Serve(l, nil))
}
